//! The api as a shell uses it, in this process: rules and time are given, the office's answers are
//! set in the store.

mod amendments;
mod another_bill;
mod bills;
mod card;
mod corrections;
mod costs;
mod cover;
mod cover_next;
mod damage;
mod examples;
mod locked;
mod log;
mod moment;
mod next_step;
mod notifications;
mod places;
mod problems;
mod quote;
mod recovery;
mod referral;
mod removed_meanwhile;
mod reports;
mod requests;
mod retention;
mod schedules;
mod sent_before;
mod sync;
mod trust;
mod versions;
mod withdrawal;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use payung_model::content::Content;
use payung_model::engine::ScreenKind;
use payung_model::journey::State;
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::{
    Bundle, Envelope, OfficeKey, Registration, RegistrationId, ReplyPublicKey, SigningKey,
    TrustFile,
};
use payung_model::secret::Secret;
use payung_model::units::Timestamp;
use serde_json::Value as Json;

use super::*;
use crate::random::Ring;
use crate::sync::{Host, Offered};
use crate::vault::{InboxRow, Taken};

/// Answers to the whole form; the photo is left for later.
pub const ANSWERS: &[(&str, &str)] = include!("../sample_answers.rs");

/// 23 November 2026, 09:00 in Jakarta.
pub const NOW: i64 = 1_795_399_200_000;
pub const DAY: i64 = 86_400_000;

/// A phone with its home folder, and the office's keys.
pub struct Phone {
    home: tempfile::TempDir,
    clock: Arc<HandClock>,
    office: OfficeKey,
    signer: SigningKey,
    sequence: Mutex<u64>,
}

struct HandClock {
    millis: AtomicI64,
    /// It goes on by so much whenever it is read.
    step: AtomicI64,
    reads: AtomicUsize,
}

impl Clock for HandClock {
    fn now_millis(&self) -> Result<i64, PlatformError> {
        self.reads.fetch_add(1, Ordering::AcqRel);
        let step = self.step.load(Ordering::Acquire);
        Ok(self.millis.fetch_add(step, Ordering::AcqRel))
    }
}

struct Plain;

impl KeyKeeper for Plain {
    fn wrap(&self, key: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
        Ok(KeeperAnswer::Key { bytes: key })
    }
    fn unwrap(&self, wrapped: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
        Ok(KeeperAnswer::Key { bytes: wrapped })
    }
}

impl Phone {
    pub fn new() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            clock: Arc::new(HandClock {
                millis: AtomicI64::new(NOW),
                step: AtomicI64::new(0),
                reads: AtomicUsize::new(0),
            }),
            office: OfficeKey::new(&mut Ring::new()).unwrap(),
            signer: SigningKey::new(&mut Ring::new()).unwrap(),
            sequence: Mutex::new(0),
        }
    }

    pub fn open(&self) -> Arc<Payung> {
        self.open_in(self.home.path())
    }

    /// The app with this phone's trust file on another home folder.
    pub fn open_in(&self, home: &std::path::Path) -> Arc<Payung> {
        self.open_with(home, None)
    }

    /// The same with somebody who takes the log.
    pub fn open_with(&self, home: &std::path::Path, log: Option<Arc<dyn LogSink>>) -> Arc<Payung> {
        let trust = TrustFile {
            // Nobody listens there: a sync fails at once.
            office: "http://127.0.0.1:9".into(),
            bundle_keys: vec![self.signer.public()],
            office_keys: vec![self.office.public()],
        };
        let settings = Settings {
            home: home.to_string_lossy().into_owned(),
            trust: Some(trust.to_json()),
            language: Language::Id,
        };
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        Payung::open(settings, Arc::new(Plain), clock, None, log).unwrap()
    }

    /// So many days after the beginning, at that hour in Jakarta.
    pub fn set_day(&self, day: i64, hour: i64) {
        self.clock
            .millis
            .store(NOW + day * DAY + (hour - 9) * 3_600_000, Ordering::Release);
    }

    /// New rules from the office, signed at that day; the built-in ones, changed.
    pub fn bring(
        &self,
        payung: &Payung,
        day: i64,
        change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>),
    ) {
        let mut files = Content::built_in_files();
        change(&mut files);
        if let Err(problem) = Content::parse(&files) {
            panic!("{problem}");
        }
        let mut sequence = self.sequence.lock().unwrap();
        *sequence += 1;
        let bundle = Bundle {
            sequence: *sequence,
            engine: Bundle::ENGINE,
            issued_at: Timestamp::from_millis(NOW + day * DAY).unwrap(),
            next_key: self.signer.public(),
            office_keys: vec![self.office.public()],
            files,
            newer_by: None,
        };
        assert_eq!(
            payung
                .app
                .offer_bundle(&bundle.sign(&self.signer).unwrap())
                .unwrap(),
            Offered::Adopted
        );
    }

    /// The key to which the office seals what it writes to a registration.
    pub fn reply_key(payung: &Payung, registration: &str) -> ReplyPublicKey {
        let row = payung
            .app
            .store
            .registration(registration.parse().unwrap())
            .unwrap();
        let keys = payung.app.keys().unwrap();
        sealing::open_reply_key(row.id, &row.reply_key, &keys)
            .unwrap()
            .public()
    }

    /// Brings an item to the phone, as a sync would.
    pub fn deliver(&self, payung: &Payung, registration: &str, body: ItemBody) {
        let (app, id) = (&payung.app, id(registration));
        let previous = app.store.inbox_last(id).unwrap();
        let item = Item {
            sequence: previous + 1,
            previous,
            revision: 1,
            at: app.now(),
            body,
        };
        self.take(payung, registration, &item);
        Host::changed(app.as_ref(), id);
    }

    /// The same as far as the store: a kill came before anything else.
    pub fn take(&self, payung: &Payung, registration: &str, item: &Item) {
        let (app, id) = (&payung.app, id(registration));
        let to = Self::reply_key(payung, registration);
        let sealed = item.seal(id, &to, &self.office, &mut Ring::new()).unwrap();
        let row = InboxRow {
            item: sealed.bytes().to_vec(),
            author: self.office.public(),
        };
        let taken = app.store.take_item(id, item, &row, app.now()).unwrap();
        assert!(matches!(taken, Taken::Kept(_)), "{taken:?}");
    }

    /// What the office would read.
    pub fn read(&self, payung: &Payung, registration: &str) -> Registration {
        let outbox = payung
            .app
            .store
            .outbox(registration.parse().unwrap())
            .unwrap()
            .expect("waits to go");
        Envelope::parse(&outbox.envelope)
            .unwrap()
            .open(std::slice::from_ref(&self.office))
            .unwrap()
    }
}

pub fn secret(text: &str) -> Secret {
    Secret::new(text)
}

/// Answers what is asked until nothing is, or something has no answer here; that screen.
pub fn fill(payung: &Payung, mut view: DraftView, answers: &[(&str, &str)]) -> DraftView {
    for _ in 0..100 {
        let id = view.step.id.clone();
        let answer = answers.iter().find(|(question, _)| *question == id);
        let (ScreenKind::Question, Some((_, text))) = (view.step.kind, answer) else {
            return view;
        };
        view = payung
            .drafts()
            .answer(view.draft.clone(), id.clone(), secret(text))
            .unwrap();
        assert!(
            view.step.id != id,
            "{id} is asked again: {:?}",
            plain(&view.step.problems)
        );
    }
    panic!("the form does not end");
}

/// A draft at its review.
pub fn filled(payung: &Payung) -> String {
    let view = fill(
        payung,
        payung.drafts().start("bpu".into()).unwrap(),
        ANSWERS,
    );
    assert_eq!(view.step.kind, ScreenKind::Review, "{}", view.step.id);
    view.draft
}

pub fn ready(payung: &Payung) -> String {
    payung
        .registrations()
        .ready(filled(payung))
        .unwrap()
        .registration
}

/// By the events that lead there, as if the office had said so.
pub fn reach(payung: &Payung, registration: &str, state: State) {
    payung
        .app
        .store
        .reach(registration.parse().unwrap(), state, payung.app.now());
}

pub fn id(text: &str) -> RegistrationId {
    text.parse().unwrap()
}

pub fn plain(secrets: &[Secret]) -> Vec<&str> {
    secrets.iter().map(Secret::reveal).collect()
}

pub fn words(payung: &Payung, id: &str) -> String {
    payung.app.text(id)
}

/// Changes a JSON file among those of the content.
pub fn edit_json(
    files: &mut BTreeMap<String, Vec<u8>>,
    name: &str,
    change: impl FnOnce(&mut Json),
) {
    let mut json: Json = serde_json::from_slice(&files[name]).unwrap();
    change(&mut json);
    files.insert(name.to_owned(), json.to_string().into_bytes());
}

/// Adds the same lines to the texts of both languages.
pub fn add_texts(files: &mut BTreeMap<String, Vec<u8>>, lines: &str) {
    for name in ["texts/id.ftl", "texts/en.ftl"] {
        files
            .get_mut(name)
            .unwrap()
            .extend_from_slice(format!("\n{lines}\n").as_bytes());
    }
}
