//! What is behind the lock: keys, the rules in force, open drafts, the clock.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use payung_model::content::Content;
use payung_model::form::{Draft, Engine, Form, Screen};
use payung_model::journey::State;
use payung_model::sealed::{
    Bundle, BundleProblem, Envelope, Header, Held, OfficePublicKey, PhotoHeader, PhotoKey, Registration,
    RegistrationId, ReplyKey, TrustFile, VerifyingKey, reply,
};
use payung_model::text::{Arg, Lang, Message};
use payung_model::units::Timestamp;

use super::{Clock, KeyKeeper, KeyState, Listener, PayungError};
use crate::courier::Host;
use crate::random::Ring;
use crate::vault::{DraftRow, Keys, OutboxRow, PhotoRow, RecordKind, RegistrationRow, Store, Unlocked, VaultError};

/// Everything the door's calls work on.
pub(super) struct Inside {
    pub store: Arc<Store>,
    pub lang: Lang,
    pub keeper: Arc<dyn KeyKeeper>,
    clock: Arc<dyn Clock>,
    listener: Option<Arc<dyn Listener>>,
    pub trust: Option<TrustFile>,
    state: Mutex<Locked>,
}

/// Behind the mutex; never held across a network wait or a call into the platform.
pub(super) struct Locked {
    pub keys: Result<Arc<Keys>, KeyState>,
    pub rules: Arc<Rules>,
    pub open: HashMap<RegistrationId, OpenDraft>,
    /// Latest time signed by the office, in a bundle.
    floor: Timestamp,
    /// The newest bundle needs a newer app.
    pub update_exists: bool,
}

/// The content in force and whom it trusts.
pub(super) struct Rules {
    pub content: Content,
    pub sequence: u64,
    held: Held,
    office_keys: Vec<OfficePublicKey>,
    /// When the bundle was signed; for the built-in one a time before which there was none.
    issued_at: Timestamp,
}

/// A draft in memory: a copy of what is on disk, for as long as the app is open.
pub(super) struct OpenDraft {
    pub row: DraftRow,
    pub draft: Draft,
    pub seq: u64,
    /// Questions the office asked to be corrected; empty when all are asked.
    pub only: Vec<String>,
    /// Opened from the review: the answer leads back there.
    pub from_review: bool,
}

const FLOOR: &str = "clock_floor";
const NEWEST_ENGINE: &str = "newest_engine";
const BUNDLE_KEYS: &str = "bundle_keys";
/// 2026-01-01T00:00Z: this app did not exist before. A phone whose battery was empty believes it is 1970, and then every
/// birth date lies in the future.
const BUILT_MILLIS: i64 = 1_767_225_600_000;
/// A clock so much ahead of the last signed time is said to be ahead.
const YEARS_AHEAD_MILLIS: i64 = 2 * 365 * 86_400_000;

impl Inside {
    pub fn new(
        store: Arc<Store>,
        lang: Lang,
        keeper: Arc<dyn KeyKeeper>,
        clock: Arc<dyn Clock>,
        listener: Option<Arc<dyn Listener>>,
        trust: Option<TrustFile>,
    ) -> Result<Self, PayungError> {
        let keys = unlock(&store, keeper.as_ref())?;
        let floor = store.meta(FLOOR)?.and_then(|bytes| timestamp(&bytes)).unwrap_or_default();
        let rules = Arc::new(Rules::load(&store, trust.as_ref())?);
        // The bundle's own time too: a kill may have come between the two.
        let floor = floor.max(rules.issued_at());
        let newest = store.meta(NEWEST_ENGINE)?.and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes);
        let update_exists = newest > Bundle::ENGINE;
        let state = Locked { keys, rules, open: HashMap::new(), floor, update_exists };
        Ok(Self { store, lang, keeper, clock, listener, trust, state: Mutex::new(state) })
    }

    pub fn lock(&self) -> MutexGuard<'_, Locked> {
        // A panic in another call leaves copies of what is on disk behind, never half of a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the key keeper again. No lock is held meanwhile.
    pub fn unlock(&self) -> Result<(), PayungError> {
        let keys = unlock(&self.store, self.keeper.as_ref())?;
        self.lock().keys = keys;
        Ok(())
    }

    /// The moment: the clock's, but never before what the office has signed.
    pub fn now(&self) -> Timestamp {
        let floor = self.lock().floor;
        Timestamp::from_millis(self.clock.now_millis()).map_or(floor, |now| now.max(floor))
    }

    /// What is wrong with the clock, if anything: `notice-clock-behind` or `notice-clock-ahead`.
    pub fn clock_notice(&self) -> Option<&'static str> {
        let (floor, now) = (self.lock().floor.millis(), self.clock.now_millis());
        // A day's tolerance: a phone may be in another zone than it believes.
        if now < floor - 86_400_000 {
            return Some("notice-clock-behind");
        }
        // Only what the office signed says how late it can be: an app may lie on a phone for years.
        (self.rules().sequence > 0 && now > floor + YEARS_AHEAD_MILLIS).then_some("notice-clock-ahead")
    }

    pub fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.lock().rules)
    }

    /// The data key, or the error that says why it is not to be had.
    pub fn keys(&self) -> Result<Arc<Keys>, PayungError> {
        match &self.lock().keys {
            Ok(keys) => Ok(Arc::clone(keys)),
            Err(state) => Err(VaultError::Key(*state).into()),
        }
    }

    /// The engine over a draft that is nobody's: for what can be asked without one.
    pub fn engine<'a>(&self, rules: &'a Rules, form: &'a Form, draft: &'a Draft) -> Engine<'a> {
        Engine { content: &rules.content, form, draft, lang: self.lang, now: self.now(), only: &[] }
    }

    /// Words in the app's language.
    pub fn say(&self, id: &str) -> String {
        self.say_message(&Message::new(id))
    }

    pub fn say_message(&self, message: &Message) -> String {
        self.rules().content.texts.say(self.lang, message)
    }

    pub fn not_possible(&self, id: &str) -> PayungError {
        PayungError::NotPossible(self.say(id))
    }

    pub fn changed(&self) {
        if let Some(listener) = &self.listener {
            listener.changed();
        }
    }

    /// Works on an open draft, reading it from the vault the first time.
    pub fn with_draft<T>(
        &self,
        id: RegistrationId,
        work: impl FnOnce(&mut OpenDraft, &Rules, &Keys) -> Result<T, PayungError>,
    ) -> Result<T, PayungError> {
        let keys = self.keys()?;
        let rules = self.rules();
        let mut state = self.lock();
        if !state.open.contains_key(&id) {
            let opened = self.read_draft(id, &keys)?;
            state.open.insert(id, opened);
        }
        let Some(open) = state.open.get_mut(&id) else { return Err(VaultError::Missing.into()) };
        work(open, &rules, &keys)
    }

    fn read_draft(&self, id: RegistrationId, keys: &Keys) -> Result<OpenDraft, PayungError> {
        let row = self.store.draft(id)?;
        let entries = self.store.entries(keys, id)?.into_iter().collect();
        let only = match row.registration {
            Some(registration) => self.corrections_asked(&self.store.registration(registration)?, keys)?,
            None => Vec::new(),
        };
        let draft = Draft { form: row.form.clone(), entries };
        Ok(OpenDraft { row, draft, seq: 0, only, from_review: false })
    }

    /// The questions of the office's last reply, while a correction is what is asked for.
    fn corrections_asked(&self, row: &RegistrationRow, keys: &Keys) -> Result<Vec<String>, PayungError> {
        if row.state != State::NeedsCorrection {
            return Ok(Vec::new());
        }
        let reply = open_reply(row, keys)?;
        Ok(reply.map(|reply| reply.questions.into_iter().map(|one| one.question).collect()).unwrap_or_default())
    }

    /// Seals a draft as that revision of a registration and puts it into the outbox, in one transaction.
    pub fn seal(
        &self,
        mut row: RegistrationRow,
        open: &OpenDraft,
        keys: &Keys,
        rules: &Rules,
    ) -> Result<(), PayungError> {
        let now = self.now_given(rules);
        let form = rules.form(&open.draft.form)?;
        let engine = Engine { content: &rules.content, form, draft: &open.draft, lang: self.lang, now, only: &[] };
        let (answers, consents) = engine.answers();
        let photos: Vec<PhotoRow> =
            self.store.photos(keys, open.row.id)?.into_iter().filter(|photo| engine.visible(&photo.question)).collect();
        let body = Registration {
            form: open.draft.form.clone(),
            form_version: form.version,
            lang: self.lang.code().to_owned(),
            sealed_at: now,
            answers,
            consents,
            photos: photos
                .iter()
                .map(|photo| PhotoKey { question: photo.question.clone(), digest: photo.digest, key: *photo.key })
                .collect(),
        };
        let office_key = rules.office_keys.first().ok_or_else(|| self.not_possible("notice-no-office"))?;
        let reply_key = open_reply_key(&row, keys)?;
        let header = Header {
            id: row.id,
            revision: row.revision,
            bundle_sequence: rules.sequence,
            key_id: office_key.id(),
            token_hash: row.token.hash(),
            reply_key: reply_key.public(),
            photos: photos.iter().map(|photo| PhotoHeader { digest: photo.digest, length: photo.length }).collect(),
        };
        let envelope = Envelope::seal(header, &body, office_key, &mut Ring::new())
            .map_err(|error| PayungError::TryLater(error.to_string()))?;
        // What is sealed again while it is being sent has left already, and stays *sending*.
        row.state = if row.state == State::Sending { State::Sending } else { State::Ready };
        row.changed_at = now;
        let outbox = OutboxRow {
            revision: row.revision,
            envelope: envelope.bytes().to_vec(),
            attempts: 0,
            next_try: now,
            problem: None,
        };
        let wanted: Vec<_> = photos.iter().map(|photo| (photo.digest, photo.length)).collect();
        Ok(self.store.add_ready(&row, &outbox, &wanted, now)?)
    }

    /// The moment, when the state may be locked by the caller: only the clock and what `rules` carry.
    fn now_given(&self, rules: &Rules) -> Timestamp {
        let clock = Timestamp::from_millis(self.clock.now_millis()).unwrap_or_default();
        clock.max(rules.issued_at())
    }
}

impl Host for Inside {
    fn now(&self) -> Timestamp {
        Self::now(self)
    }

    fn reseal(&self, registration: RegistrationId) -> Result<bool, VaultError> {
        let Ok(keys) = self.keys() else { return Ok(false) };
        let mut row = self.store.registration(registration)?;
        let Some(draft) = row.draft else { return Ok(false) };
        row.revision += 1;
        let rules = self.rules();
        let open = self.read_draft(draft, &keys).map_err(|error| VaultError::TryLater(error.to_string()))?;
        self.seal(row, &open, &keys, &rules).map_err(|error| VaultError::TryLater(error.to_string()))?;
        Ok(true)
    }

    fn newest_engine(&self, engine: u32) -> Result<(), VaultError> {
        let exists = engine > Bundle::ENGINE;
        // Kept, so that the next start says it too; and most answers bring no news.
        if self.lock().update_exists != exists {
            self.store.set_meta(NEWEST_ENGINE, &engine.to_be_bytes())?;
            self.lock().update_exists = exists;
        }
        Ok(())
    }

    fn offer_bundle(&self, bytes: &[u8]) -> Result<bool, VaultError> {
        let held = self.rules().held.clone();
        match Rules::from_bundle(bytes, &held) {
            Ok(rules) => {
                let issued = rules.issued_at();
                // Keys first: the bundle in force verifies under them too, so a kill in between loses nothing.
                self.store.set_meta(BUNDLE_KEYS, &keys_to_bytes(&held.keys))?;
                self.store.set_bundle(rules.sequence, bytes)?;
                self.store.set_meta(FLOOR, &issued.millis().to_be_bytes())?;
                let mut state = self.lock();
                state.floor = state.floor.max(issued);
                state.rules = Arc::new(rules);
                Ok(true)
            }
            Err(Some(BundleProblem::TooNew { needed, .. })) => {
                self.newest_engine(needed)?;
                Ok(false)
            }
            // Forged, replayed or unreadable: the last good one goes on.
            Err(_) => Ok(false),
        }
    }

    fn bundle_sequence(&self) -> u64 {
        self.rules().sequence
    }

    fn changed(&self) {
        Self::changed(self);
    }
}

impl Rules {
    /// The stored bundle if there is a good one, else what this build ships with.
    fn load(store: &Store, trust: Option<&TrustFile>) -> Result<Self, PayungError> {
        let trusted = trust.map(|trust| trust.bundle_keys.clone()).unwrap_or_default();
        let office_keys = trust.map(|trust| trust.office_keys.clone()).unwrap_or_default();
        if let (Some(bytes), Some(keys)) =
            (store.bundle()?, store.meta(BUNDLE_KEYS)?.and_then(|bytes| keys_from_bytes(&bytes)))
        {
            // It was judged when it came; the signature is checked again, so a file changed since is not believed.
            if let Ok(mut rules) = Self::from_bundle(&bytes, &Held { sequence: 0, keys }) {
                if trust.is_none() {
                    rules.office_keys.clear();
                }
                return Ok(rules);
            }
        }
        let content = Content::built_in().map_err(|problem| PayungError::Configuration(problem.to_string()))?;
        let issued_at = Timestamp::from_millis(BUILT_MILLIS).unwrap_or_default();
        Ok(Self { content, sequence: 0, held: Held { sequence: 0, keys: trusted }, office_keys, issued_at })
    }

    fn from_bundle(bytes: &[u8], held: &Held) -> Result<Self, Option<BundleProblem>> {
        let (bundle, held) = held.receive(bytes, Bundle::ENGINE).map_err(Some)?;
        let content = Content::parse(&bundle.files).map_err(|_| None)?;
        Ok(Self {
            content,
            sequence: bundle.sequence,
            held,
            issued_at: bundle.issued_at,
            office_keys: bundle.office_keys,
        })
    }

    pub fn form(&self, id: &str) -> Result<&Form, PayungError> {
        self.content.forms.get(id).ok_or_else(|| PayungError::NotPossible(format!("form {id}")))
    }

    fn issued_at(&self) -> Timestamp {
        self.issued_at
    }
}

impl OpenDraft {
    /// The engine over this draft.
    pub fn engine<'a>(&'a self, rules: &'a Rules, lang: Lang, now: Timestamp) -> Result<Engine<'a>, PayungError> {
        Ok(Engine {
            content: &rules.content,
            form: rules.form(&self.draft.form)?,
            draft: &self.draft,
            lang,
            now,
            only: &self.only,
        })
    }

    /// Where an answer to `question` leads.
    pub fn onward(&self, engine: &Engine<'_>, question: &str) -> Screen {
        if self.from_review { engine.first_open() } else { engine.after(question) }
    }
}

/// The office's last reply, opened; none when there is none.
pub(super) fn open_reply(row: &RegistrationRow, keys: &Keys) -> Result<Option<reply::Reply>, PayungError> {
    let Some(sealed) = &row.reply else { return Ok(None) };
    let key = open_reply_key(row, keys)?;
    // A reply that does not open is none: the state in clear still says what happened.
    Ok(reply::open(sealed, row.id, &key).ok())
}

fn open_reply_key(row: &RegistrationRow, keys: &Keys) -> Result<ReplyKey, PayungError> {
    let bytes = keys.open(RecordKind::ReplyKey, row.id.bytes(), &row.reply_key)?;
    ReplyKey::from_bytes(&bytes).map_err(|_| PayungError::Damaged)
}

pub(super) fn list(items: Vec<String>) -> Arg {
    Arg::Text(items.join(", "))
}

fn unlock(store: &Store, keeper: &dyn KeyKeeper) -> Result<Result<Arc<Keys>, KeyState>, VaultError> {
    Ok(match Keys::unlock(store, keeper)? {
        Unlocked::Keys(keys) => Ok(Arc::new(keys)),
        Unlocked::Not(state) => Err(state),
    })
}

fn timestamp(bytes: &[u8]) -> Option<Timestamp> {
    Timestamp::from_millis(i64::from_be_bytes(bytes.try_into().ok()?)).ok()
}

fn keys_to_bytes(keys: &[VerifyingKey]) -> Vec<u8> {
    keys.iter().flat_map(VerifyingKey::to_bytes).collect()
}

fn keys_from_bytes(bytes: &[u8]) -> Option<Vec<VerifyingKey>> {
    bytes.chunks(32).map(|chunk| VerifyingKey::from_bytes(chunk).ok()).collect()
}
