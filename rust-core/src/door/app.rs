//! The one object a shell holds.

use std::path::Path;
use std::sync::{Arc, Once};

use payung_model::journey::State;
use payung_model::programme::lowest_words;
use payung_model::sealed::TrustFile;
use payung_model::text::{Arg, Lang, Message};

use super::inside::Inside;
use super::{Clock, DraftLine, HomeView, KeyKeeper, KeyState, Listener, PayungError, Settings, SyncReport};
use crate::courier::{Courier, Host};
use crate::vault::{DraftRow, Keys, Store};

/// Payung, opened on one home folder.
///
/// All calls but [`Payung::sync`] return without waiting for the network; run them on one core thread of the shell.
#[derive(uniffi::Object)]
pub struct Payung {
    pub(super) inside: Arc<Inside>,
    courier: Option<Arc<Courier>>,
    runtime: Option<tokio::runtime::Runtime>,
}

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
        let inside = Arc::new(Inside::new(Arc::clone(&store), lang, keeper, clock, listener, trust)?);
        let courier = match &inside.trust {
            Some(trust) => Some(Arc::new(
                Courier::new(store, &trust.office)
                    .map_err(|problem| PayungError::Configuration(problem.to_string()))?,
            )),
            None => None,
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("payung")
            .enable_all()
            .build()
            .map_err(|error| PayungError::TryLater(format!("no thread: {}", error.kind())))?;
        Ok(Arc::new(Self { inside, courier, runtime: Some(runtime) }))
    }

    /// Asks the key keeper again, after the phone was unlocked or another passphrase was given.
    pub fn unlock(&self) -> Result<HomeView, PayungError> {
        self.inside.unlock()?;
        self.home()
    }

    /// Starts clean after the key keeper said *gone* twice and the worker agreed. The old files are set aside, not
    /// deleted; what was ready still goes.
    pub fn start_clean(&self) -> Result<HomeView, PayungError> {
        let lost = matches!(self.inside.key_state(), Err(KeyState::Gone));
        if !lost || self.inside.store.gone_count()? < GONE_BEFORE_CLEAN {
            return Err(self.inside.not_possible("notice-key-gone"));
        }
        self.inside.store.start_clean()?;
        self.inside.close_all();
        self.unlock()
    }

    /// What the app shows first: drafts, registrations, what must be said.
    pub fn home(&self) -> Result<HomeView, PayungError> {
        let inside = &self.inside;
        let keys = inside.key_state();
        let mut drafts = Vec::new();
        for row in inside.store.drafts()? {
            if self.is_resumable(&row)? {
                drafts.push(self.draft_line(row, keys.as_deref().ok())?);
            }
        }
        let registrations =
            inside.store.registrations()?.iter().map(|row| self.registration_view(row)).collect::<Result<_, _>>()?;
        let rules = inside.rules();
        Ok(HomeView {
            key: keys.err().unwrap_or(KeyState::Open),
            knows_office: inside.trust.is_some(),
            receiver: rules.content.controller.name.clone(),
            lowest: lowest_words(&rules.content, inside.lang, inside.now().date().month()),
            drafts,
            registrations,
            notices: self.notices()?,
        })
    }

    /// Deletes everything of Payung on this phone, keys first.
    pub fn wipe(&self) -> Result<(), PayungError> {
        self.inside.store.wipe()?;
        self.inside.forget();
        Ok(())
    }

    /// Sends what is ready, tells withdrawals, asks for news and for a newer bundle. Safe to call at any time; a second
    /// call while one runs waits for it and returns its report.
    pub async fn sync(&self) -> Result<SyncReport, PayungError> {
        let (Some(courier), Some(runtime)) = (self.courier.clone(), &self.runtime) else {
            return Err(self.inside.not_possible("notice-no-office"));
        };
        let host: Arc<dyn Host> = Arc::clone(&self.inside) as _;
        let run = runtime.spawn(async move { courier.run(host).await });
        let mut report = run.await.map_err(|_| PayungError::TryLater("sync was cut short".to_owned()))??;
        report.problem = report.problem.map(|id| self.inside.say(&id));
        Ok(report)
    }
}

impl Payung {
    /// A draft that was sealed is resumed through its registration, unless a correction reopened it.
    fn is_resumable(&self, row: &DraftRow) -> Result<bool, PayungError> {
        let Some(registration) = row.registration else { return Ok(true) };
        Ok(self.inside.store.registration(registration)?.state == State::NeedsCorrection)
    }

    fn draft_line(&self, row: DraftRow, keys: Option<&Keys>) -> Result<DraftLine, PayungError> {
        let (name, line) = match keys {
            Some(_) => self.inside.with_draft(row.id, |open, rules, _| {
                let engine = open.engine(rules, self.inside.lang, row.changed_at)?;
                let place = engine.view(&engine.first_open(), None).place;
                let name = open.draft.entries.get("name").map(|entry| entry.raw.clone()).unwrap_or_default();
                let line = Message::new("draft-line")
                    .with("step", Arg::Number(u64::from(place.step)))
                    .with("steps", Arg::Number(u64::from(place.steps)));
                Ok((name, rules.content.texts.say(self.inside.lang, &line)))
            })?,
            None => Default::default(),
        };
        Ok(DraftLine {
            draft: row.id.to_string(),
            form: row.form,
            name,
            line,
            started_at_millis: row.created_at.millis(),
            changed_at_millis: row.changed_at.millis(),
            registration: row.registration.map(|id| id.to_string()),
        })
    }

    fn notices(&self) -> Result<Vec<String>, PayungError> {
        let inside = &self.inside;
        let key = match inside.key_state() {
            Ok(_) => None,
            Err(KeyState::Gone) => Some("notice-key-gone"),
            Err(KeyState::Broken) => Some("notice-key-broken"),
            Err(_) => Some("notice-key-locked"),
        };
        let ids = [
            inside.clock_notice(),
            key,
            inside.store.meta(SET_ASIDE)?.is_some().then_some("notice-set-aside"),
            inside.update_exists().then_some("notice-update"),
            inside.trust.is_none().then_some("notice-no-office"),
        ];
        Ok(ids.into_iter().flatten().map(|id| inside.say(id)).collect())
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
