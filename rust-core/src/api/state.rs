//! The state that all calls of the API share: keys, open drafts, the clock. Each has a lock of its
//! own.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use payung_model::cover::reminder::ReminderSettings;
use payung_model::cover::report;
use payung_model::engine::Engine;
use payung_model::form::{Draft, Entry as FormEntry, Form, Value};
use payung_model::journey::State;
use payung_model::sealed::{Bundle, RegistrationId, TrustFile, reply::Correction};
use payung_model::text::{Arg, Lang, Message};
use payung_model::units::{Timestamp, Zone};
use serde::Deserialize;

pub(super) use super::clock::Moment;
use super::clock::{CheckedClock, OneMoment};
use super::error::{Failure, log_failure};
use super::open_draft::DraftPlace;
pub(super) use super::open_draft::OpenDraft;
use super::rules::Rules;
use super::{
    Change, Clock, KeyKeeper, KeyState, Listener, LogLevel, LogLine, LogSink, Network, PayungError,
};
use crate::lock::lock;
use crate::vault::{Keys, RegistrationRow, Store, Unlocked, VaultError};

/// The traits that the platform implements.
pub(super) struct Platform {
    pub keeper: Arc<dyn KeyKeeper>,
    pub clock: Arc<dyn Clock>,
    pub listener: Option<Arc<dyn Listener>>,
    pub log: Option<Arc<dyn LogSink>>,
}

/// The state that all calls of the API share.
pub(super) struct AppState {
    pub store: Arc<Store>,
    lang: Mutex<Lang>,
    keeper: Arc<dyn KeyKeeper>,
    pub clock: CheckedClock,
    listener: Option<Arc<dyn Listener>>,
    log: Option<Arc<dyn LogSink>>,
    pub trust: Option<TrustFile>,
    keys: Mutex<Result<Arc<Keys>, KeyState>>,
    rules: Mutex<Arc<Rules>>,
    /// Drafts in memory. Its lock serialises the calls that work on drafts. It is always taken
    /// first; the other fields have their own short-lived locks.
    open: Mutex<HashMap<RegistrationId, OpenDraft>>,
    /// Where the worker was in each draft that this process has opened. A draft leaves memory while
    /// its screen stays (the app is locked, and unlocked again), and the screen goes on from there.
    places: Mutex<HashMap<RegistrationId, DraftPlace>>,
    /// The newest bundle needs a newer app.
    update_exists: AtomicBool,
    network: Mutex<Option<Network>>,
    /// The lock that is held while a member's record is open, because the record is read and
    /// written as a whole.
    pub members: Mutex<()>,
}

const NEWEST_ENGINE: &str = "newest_engine";

impl AppState {
    pub fn new(
        store: Arc<Store>,
        lang: Lang,
        platform: Platform,
        trust: Option<TrustFile>,
    ) -> Result<Self, Failure> {
        let Platform {
            keeper,
            clock,
            listener,
            log,
        } = platform;
        let keys = unlock(&store, keeper.as_ref())?;
        let rules = Arc::new(Rules::load(&store, trust.as_ref())?);
        let clock = CheckedClock::new(clock, rules.floor(), &store)?;
        let newest = store
            .meta(NEWEST_ENGINE)?
            .and_then(|bytes| bytes.try_into().ok())
            .map_or(0, u32::from_be_bytes);
        let app = Self {
            store,
            lang: Mutex::new(lang),
            keeper,
            clock,
            listener,
            log,
            trust,
            keys: Mutex::new(keys),
            rules: Mutex::new(rules),
            open: Mutex::new(HashMap::new()),
            places: Mutex::new(HashMap::new()),
            update_exists: AtomicBool::new(newest > Bundle::ENGINE),
            network: Mutex::new(None),
            members: Mutex::new(()),
        };
        // The keys are noted here too, because a kill may have come after the rules were kept and
        // before their keys were noted.
        app.note_office_keys()?;
        Ok(app)
    }

    /// Asks the key keeper again. No lock is held meanwhile.
    pub fn unlock(&self) -> Result<(), Failure> {
        let keys = unlock(&self.store, self.keeper.as_ref())?;
        *lock(&self.keys) = keys;
        Ok(())
    }

    /// The moment: the phone's clock, but never before its floor.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The moment of a call: the same as long as the call lasts ([`OneMoment`]).
    pub fn moment(&self) -> Moment {
        let now = self.clock.now();
        Moment {
            now,
            today: self.clock.is_sure().then(|| now.date()),
        }
    }

    /// Newer rules are in force from now on; their time may raise the clock's floor.
    pub fn adopt(&self, mut rules: Rules, bytes: &[u8]) -> Result<(), VaultError> {
        let floor = self.clock.floor_for(rules.issued_at());
        rules.keep(bytes, floor, &self.store)?;
        // The bundle and its floor are kept before they are in force: a kill in between must not
        // take back a floor by which something was decided.
        self.clock.raise_floor(floor);
        *lock(&self.rules) = Arc::new(rules);
        self.note_office_keys()
    }

    /// Puts the same rules in force with the keys of a later bundle. They are kept in memory only,
    /// until a bundle that can be read follows.
    pub fn follow(&self, rules: Rules) {
        *lock(&self.rules) = Arc::new(rules);
    }

    /// Notes the highest engine that the office has rules for; kept, so that the next start says it
    /// too.
    pub fn note_engine(&self, engine: u32) -> Result<(), VaultError> {
        let exists = engine > Bundle::ENGINE;
        // Most answers bring no news.
        if self.update_exists() != exists {
            self.store.set_meta(NEWEST_ENGINE, &engine.to_be_bytes())?;
            self.update_exists.store(exists, Ordering::Release);
        }
        Ok(())
    }

    /// The network as the shell told it last; none before it told any.
    pub fn network(&self) -> Option<Network> {
        *lock(&self.network)
    }

    /// Notes the network, and returns whether it is another one than before. The first one after
    /// opening is no change.
    pub fn set_network(&self, network: Network) -> bool {
        lock(&self.network)
            .replace(network)
            .is_some_and(|before| before != network)
    }

    pub fn rules(&self) -> Arc<Rules> {
        Arc::clone(&lock(&self.rules))
    }

    /// The data key, or why it is not to be had.
    pub fn key_state(&self) -> Result<Arc<Keys>, KeyState> {
        lock(&self.keys).clone()
    }

    /// The data key, or the error that says why it is not to be had.
    pub fn keys(&self) -> Result<Arc<Keys>, Failure> {
        self.key_state()
            .map_err(|state| VaultError::Key(state).into())
    }

    /// Forgets the data key and all open drafts: what they belong to was wiped.
    pub fn forget(&self) {
        *lock(&self.keys) = Err(KeyState::Gone);
        self.close_all();
    }

    pub fn update_exists(&self) -> bool {
        self.update_exists.load(Ordering::Acquire)
    }

    pub fn is_open(&self, draft: RegistrationId) -> bool {
        lock(&self.open).contains_key(&draft)
    }

    /// Forgets a draft in memory, because it was sealed, opened again or deleted. Text from a view of
    /// before is not kept any more.
    pub fn close(&self, draft: RegistrationId) {
        let mut open = lock(&self.open);
        open.remove(&draft);
        if let Some(place) = lock(&self.places).get_mut(&draft) {
            (place.seq, place.from_review) = (place.seq + 1, false);
        }
    }

    /// Forgets the answers of all drafts in memory, and not where the worker was in them: the shell
    /// goes on with the screens that it has.
    pub fn close_all(&self) {
        lock(&self.open).clear();
    }

    /// The engine over an empty draft, for questions that need no draft.
    pub fn engine<'a>(&self, rules: &'a Rules, form: &'a Form, draft: &'a Draft) -> Engine<'a> {
        let moment = self.moment();
        Engine {
            content: &rules.content,
            form,
            draft,
            lang: self.lang(),
            now: moment.now,
            today: moment.today,
            zone: None,
            only: &[],
        }
    }

    /// Words in the app's language.
    pub fn text(&self, id: &str) -> String {
        self.message_text(&Message::new(id))
    }

    pub fn message_text(&self, message: &Message) -> String {
        self.rules().content.texts.format(self.lang(), message)
    }

    pub fn not_possible(&self, id: &str) -> Failure {
        Failure::NotPossible(self.text(id))
    }

    /// The language of all words.
    pub fn lang(&self) -> Lang {
        *lock(&self.lang)
    }

    pub fn set_language(&self, lang: Lang) {
        *lock(&self.lang) = lang;
    }

    /// Forgets the data key and the answers of every open draft until the key keeper is asked again.
    pub fn lock(&self) {
        *lock(&self.keys) = Err(KeyState::LockedNow);
        self.close_all();
    }

    /// Runs one call of the API. A failure is logged with its cause, and the shell gets words
    /// without the cause.
    pub fn call<T>(
        &self,
        place: &'static str,
        work: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, PayungError> {
        let _moment = OneMoment::begin();
        let done =
            catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| self.end_by_panic(place));
        done.map_err(|failure| self.logged(place, failure))
    }

    /// Goes on panicking with a text of its own. The text of the first panic may quote an answer,
    /// and uniffi would hand it to the shell, whose crash report leaves the phone. Drafts in memory
    /// may be half changed, so they are read again.
    fn end_by_panic(&self, place: &'static str) -> ! {
        self.close_all();
        if let Some(sink) = &self.log {
            let (place, code) = (place.to_owned(), "panic".to_owned());
            let _ = sink.log(LogLine {
                level: LogLevel::Error,
                place,
                code,
                cause: String::new(),
            });
        }
        resume_unwind(Box::new(format!("payung: a fault in {place}")))
    }

    /// A failure for the shell; its cause is logged.
    pub fn logged(&self, place: &'static str, failure: Failure) -> PayungError {
        self.log(place, &failure);
        failure.into_error(|id| self.text(id))
    }

    /// Notes a failure that no shell is told of.
    pub fn log(&self, place: &'static str, failure: &Failure) {
        log_failure(self.log.as_deref(), place, failure);
    }

    /// Deletes drafts, answers and codes whose time is over. When that fails it is tried again at
    /// the next start or sync.
    pub fn tidy_or_log(&self) {
        if let Err(error) = self.tidy() {
            self.log("app.tidy", &error.into());
        }
    }

    pub fn registration_changed(&self, registration: RegistrationId) {
        self.changed(Change::Registration {
            registration: registration.to_string(),
        });
    }

    pub fn changed(&self, change: Change) {
        if let Some(listener) = &self.listener {
            // A platform that cannot be told asks again by itself when the screen is shown.
            let _ = listener.changed(change);
        }
    }

    /// Looks at a draft for a list. It writes nothing, and what it reads from the vault does not
    /// stay in memory.
    pub fn look_at_draft<T>(
        &self,
        id: RegistrationId,
        look: impl FnOnce(&OpenDraft, &Rules) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let (keys, rules) = (self.keys()?, self.rules());
        // An open draft is read from memory, which spares opening each of its answers again.
        if let Some(open) = lock(&self.open).get(&id) {
            return look(open, &rules);
        }
        look(&self.read_draft(id, &keys)?, &rules)
    }

    /// Works on an open draft, reading it from the vault the first time.
    pub fn with_draft<T>(
        &self,
        id: RegistrationId,
        work: impl FnOnce(&mut OpenDraft, &Rules, &Keys) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let keys = self.keys()?;
        let rules = self.rules();
        let mut drafts = lock(&self.open);
        let open = match drafts.entry(id) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                // Whichever call opens the draft, the questions that the office refused are asked
                // again.
                self.ask_again_where_asked(id, &keys)?;
                let draft = self.read_draft(id, &keys)?;
                // Another call may have sealed the draft since this call looked at it.
                if let Some(registration) = draft.row.registration {
                    let row = self.store.registration(registration)?;
                    if row.state != State::NeedsCorrection {
                        return Err(self.not_possible("not-possible-sealed"));
                    }
                    self.check_access(&row)?;
                }
                entry.insert(draft)
            }
        };
        let done = work(open, &rules, &keys);
        lock(&self.places).insert(id, open.place());
        done
    }

    pub(super) fn read_draft(&self, id: RegistrationId, keys: &Keys) -> Result<OpenDraft, Failure> {
        let row = self.store.draft(id)?;
        let (found, photos) = (
            self.store.readable_entries(keys, id)?,
            self.store.photos(keys, id)?.rows,
        );
        let mut unreadable = found.unreadable;
        let mut entries: BTreeMap<String, FormEntry> = found.rows.into_iter().collect();
        // A photo without its key is no answer.
        entries.retain(|question, entry| {
            let is_photo = matches!(entry.value, Some(Value::Photo { .. }));
            let stays = !is_photo || photos.iter().any(|photo| photo.question == *question);
            unreadable += u32::from(!stays);
            stays
        });
        let asked = match row.registration {
            Some(registration) => {
                self.corrections_asked(&self.store.registration(registration)?, keys)?
            }
            None => Vec::new(),
        };
        let draft = Draft {
            form: row.form.clone(),
            entries,
        };
        let only = asked.iter().map(|one| one.question.clone()).collect();
        // The clock of an incident runs to the minute, so its times have a zone. Working hours are
        // the same wherever they are read.
        let rules = self.rules();
        let form = rules.content.forms.get(&row.form);
        let is_report = form.is_some_and(|form| form.is_for(report::PURPOSE));
        let zone = row
            .completes
            .filter(|_| is_report)
            .map(|id| self.zone_of_member(id, keys))
            .transpose()?;
        let known = lock(&self.places).get(&id).copied();
        let place = known.unwrap_or_else(|| DraftPlace::new(self.now()));
        Ok(OpenDraft {
            row,
            draft,
            seq: place.seq,
            first: place.first,
            only,
            asked,
            from_review: place.from_review,
            unreadable,
            zone,
        })
    }

    /// A member chose that zone: times in reports about the registration are typed in it from now
    /// on.
    pub fn zone_chosen(&self, id: RegistrationId, zone: Zone) {
        for open in lock(&self.open).values_mut() {
            if open.row.completes == Some(id) && open.zone.is_some() {
                open.zone = Some(zone);
            }
        }
    }

    /// The zone that a member chose. Nobody waits for the member's record, because this is asked
    /// while it is open.
    fn zone_of_member(&self, id: RegistrationId, keys: &Keys) -> Result<Zone, Failure> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Chosen {
            settings: ReminderSettings,
        }
        let record = self.store.member(keys, id)?;
        let chosen: Option<Chosen> = record.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(chosen.unwrap_or_default().settings.zone)
    }

    /// The questions of the office's last reply, while a correction is what is asked for.
    fn corrections_asked(
        &self,
        row: &RegistrationRow,
        keys: &Keys,
    ) -> Result<Vec<Correction>, Failure> {
        if row.state != State::NeedsCorrection {
            return Ok(Vec::new());
        }
        // When the reply key does not open, every question is asked again.
        let reply = readable(self.office_reply(row, keys))?.flatten();
        Ok(reply.map(|reply| reply.questions).unwrap_or_default())
    }
}

/// Turns the error of a damaged row into none, so that the rest goes on without that row.
pub(super) fn readable<T>(result: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match result {
        Err(Failure::Damaged(_)) => Ok(None),
        result => result.map(Some),
    }
}

/// Turns the error of a row that another call has removed since the list was read into none.
pub(super) fn still_there<T>(result: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match result {
        Err(Failure::Missing) => Ok(None),
        result => result.map(Some),
    }
}

pub(super) fn list(items: &[String]) -> Arg {
    Arg::Text(items.join(", "))
}

fn unlock(
    store: &Store,
    keeper: &dyn KeyKeeper,
) -> Result<Result<Arc<Keys>, KeyState>, VaultError> {
    Ok(match Keys::unlock(store, keeper)? {
        Unlocked::Keys(keys) => Ok(Arc::new(keys)),
        Unlocked::Not(state) => Err(state),
    })
}
