//! The one object a shell holds.

use std::path::Path;
use std::sync::{Arc, Once};

use payung_model::engine::lowest_dues_texts;
use payung_model::sealed::{RegistrationId, TrustFile};
use payung_model::text::{Arg, Lang, Message};

use super::state::AppState;
use super::{
    Clock, DraftLine, DraftsView, HomeView, KeyKeeper, KeyState, Listener, PayungError, RegistrationsView, Settings,
};
use crate::sync::{Http, HttpSettings, Synchronizer};
use crate::vault::{DraftRow, Keys, Store};

/// Payung, opened on one home folder.
///
/// All calls but [`Payung::sync`] return without waiting for the network; run them on one core thread of the shell.
#[derive(uniffi::Object)]
pub struct Payung {
    pub(super) app: Arc<AppState>,
    pub(super) synchronizer: Option<Arc<Synchronizer>>,
    pub(super) runtime: Option<tokio::runtime::Runtime>,
}

/// So many drafts and registrations are on a screen; further ones are asked for.
const PAGE: u32 = 20;

/// How often the key keeper must have said *gone* before starting clean is offered.
const GONE_BEFORE_CLEAN: u32 = 2;

/// The vault's note that damaged files were set aside.
const SET_ASIDE: &str = "set_aside";

#[uniffi::export]
impl Payung {
    /// Opens the home folder: migrations, key, rules, what was left lying. A key that cannot be had is no error here
    /// ([`HomeView::key`]): what is ready still goes.
    #[uniffi::constructor]
    pub fn open(
        settings: Settings,
        keeper: Arc<dyn KeyKeeper>,
        clock: Arc<dyn Clock>,
        listener: Option<Arc<dyn Listener>>,
    ) -> Result<Arc<Self>, PayungError> {
        quiet_panics();
        let trust = settings.trust.as_deref().map(|json| TrustFile::parse(json.as_bytes())).transpose();
        let trust = trust.map_err(|problem| PayungError::Configuration(problem.to_string()))?;
        let lang = if settings.lang == "en" { Lang::En } else { Lang::Id };
        let store = Arc::new(Store::open(Path::new(&settings.home))?);
        let app = Arc::new(AppState::new(Arc::clone(&store), lang, keeper, clock, listener, trust)?);
        // What could not be deleted now is at the next start or sync; the app must open without it.
        let _ = app.tidy();
        let synchronizer = match &app.trust {
            Some(trust) => {
                let clock = Arc::clone(&app);
                let http = Http::new(&trust.office, Arc::new(move || clock.now()), HttpSettings::default());
                let http = http.map_err(|problem| PayungError::Configuration(problem.to_string()))?;
                Some(Arc::new(Synchronizer::new(store, http)))
            }
            None => None,
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("payung")
            .enable_all()
            .build()
            .map_err(|error| PayungError::TryLater(format!("no thread: {}", error.kind())))?;
        Ok(Arc::new(Self { app, synchronizer, runtime: Some(runtime) }))
    }

    /// Asks the key keeper again, after the phone was unlocked or another passphrase was given.
    pub fn unlock(&self) -> Result<HomeView, PayungError> {
        self.app.unlock()?;
        self.home()
    }

    /// Starts clean after the key keeper said *gone* twice and the worker agreed. The old files are set aside, not
    /// deleted; what was ready still goes.
    pub fn start_clean(&self) -> Result<HomeView, PayungError> {
        let lost = matches!(self.app.key_state(), Err(KeyState::Gone));
        if !lost || self.app.store.gone_count()? < GONE_BEFORE_CLEAN {
            return Err(self.app.not_possible("notice-key-gone"));
        }
        self.app.store.start_clean()?;
        self.app.close_all();
        self.unlock()
    }

    /// What the app shows first: drafts, registrations, what must be said.
    pub fn home(&self) -> Result<HomeView, PayungError> {
        let app = &self.app;
        let keys = app.key_state();
        let (drafts, registrations) = (self.drafts_page(0)?, self.registrations_page(None)?);
        let rules = app.rules();
        let held = app.store.held()?;
        Ok(HomeView {
            key: keys.err().unwrap_or(KeyState::Open),
            knows_office: app.trust.is_some(),
            receiver: rules.content.controller.name.clone(),
            lowest: lowest_dues_texts(&rules.content, app.lang, app.now().date().month()),
            drafts: drafts.drafts,
            more_drafts: drafts.more,
            registrations: registrations.registrations,
            more_registrations: registrations.more,
            held: held.0,
            notices: self.notices(held)?,
        })
    }

    /// Further drafts that can be gone on with: `skip` are left out, as they are ordered at this moment.
    pub fn drafts(&self, skip: u32) -> Result<DraftsView, PayungError> {
        self.drafts_page(skip)
    }

    /// Further registrations, the newest first: those made ready before that one; from the newest without one.
    pub fn registrations(&self, before: Option<String>) -> Result<RegistrationsView, PayungError> {
        let unknown = |_| self.app.not_possible("not-possible-registration");
        let before = before.map(|id| id.parse()).transpose().map_err(unknown)?;
        self.registrations_page(before)
    }

    /// Deletes everything of Payung on this phone, keys first.
    pub fn wipe(&self) -> Result<(), PayungError> {
        self.app.store.wipe()?;
        self.app.forget();
        Ok(())
    }
}

impl Payung {
    /// A page of what can be gone on with: one more is asked for, to know whether there is more.
    fn drafts_page(&self, skip: u32) -> Result<DraftsView, PayungError> {
        let (app, keys) = (&self.app, self.app.key_state());
        let mut rows = app.store.open_drafts(skip, PAGE + 1)?;
        let more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        let mut drafts = Vec::with_capacity(rows.len());
        for row in rows {
            // What is read for a later page is not kept in memory: there may be hundreds.
            let (id, was_open) = (row.id, app.is_open(row.id));
            drafts.push(self.draft_line(row, keys.as_deref().ok())?);
            if skip > 0 && !was_open {
                app.close(id);
            }
        }
        Ok(DraftsView { drafts, more })
    }

    fn registrations_page(&self, before: Option<RegistrationId>) -> Result<RegistrationsView, PayungError> {
        let mut rows = self.app.store.registrations(before, PAGE + 1)?;
        let more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        let registrations = rows.iter().map(|row| self.registration_view(row)).collect::<Result<_, _>>()?;
        Ok(RegistrationsView { registrations, more })
    }

    fn draft_line(&self, row: DraftRow, keys: Option<&Keys>) -> Result<DraftLine, PayungError> {
        // A form that today's rules do not have: kept for rules that do.
        let known = self.app.rules().content.forms.contains_key(&row.form);
        let (mut name, line) = match keys {
            Some(_) if known => self.app.with_draft(row.id, |open, rules, _| {
                let engine = open.engine(rules, self.app.lang, row.changed_at)?;
                let place = engine.view(&engine.first_open(), None).progress;
                let name = open.draft.entries.get("name").map(|entry| entry.raw.clone()).unwrap_or_default();
                let line = Message::new("draft-line")
                    .with("step", Arg::Number(u64::from(place.step)))
                    .with("steps", Arg::Number(u64::from(place.steps)));
                Ok((name, rules.content.texts.format(self.app.lang, &line)))
            })?,
            _ => Default::default(),
        };
        if let (Some(first), Some(keys)) = (row.completes, keys) {
            name = self.name_of(first, keys)?;
        }
        let expires = keys
            .and_then(|_| self.app.end_of(&row))
            .map(|date| self.app.say_message(&Message::new("draft-expires").with("date", Arg::Date(date))));
        Ok(DraftLine {
            draft: row.id.to_string(),
            form: row.form,
            name,
            line,
            started_at_millis: row.created_at.millis(),
            changed_at_millis: row.changed_at.millis(),
            registration: row.registration.map(|id| id.to_string()),
            completes: row.completes.map(|id| id.to_string()),
            expires,
        })
    }

    fn notices(&self, (held, bytes): (u32, u64)) -> Result<Vec<String>, PayungError> {
        let app = &self.app;
        let key = match app.key_state() {
            Ok(_) => None,
            Err(KeyState::Gone) => Some("notice-key-gone"),
            Err(KeyState::Broken) => Some("notice-key-broken"),
            Err(_) => Some("notice-key-locked"),
        };
        let ids = [
            app.clock_notice(),
            key,
            app.store.meta(SET_ASIDE)?.is_some().then_some("notice-set-aside"),
            app.update_exists().then_some("notice-update"),
            app.trust.is_none().then_some("notice-no-office"),
        ];
        let mut notices: Vec<String> = ids.into_iter().flatten().map(|id| app.say(id)).collect();
        if held > 0 {
            let kilobytes = bytes.div_ceil(1000);
            let waits = Message::new("notice-wait-wifi").with("count", Arg::Number(u64::from(held)));
            notices.push(app.say_message(&waits.with("kilobytes", Arg::Number(kilobytes))));
        }
        Ok(notices)
    }
}

impl Drop for Payung {
    fn drop(&mut self) {
        // A runtime must not be dropped where blocking is forbidden; a request in flight is repeated next time.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A panic's words may quote an answer: only its place is printed.
fn quiet_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
            eprintln!("payung: panic at {place}");
        }));
    });
}
