//! The object a shell opens: the key, the first screen, and the way to the other objects.

use std::path::Path;
use std::sync::{Arc, Once};

use payung_model::sealed::TrustFile;
use payung_model::text::Lang;

use super::state::AppState;
use super::{
    Clock, Connection, Drafts, HomeView, KeyKeeper, KeyState, Listener, Lookup, PayungError, Registrations, Settings,
};
use crate::vault::Store;

/// Payung, opened on one home folder.
///
/// All calls but [`Connection::sync`] return without waiting for the network; run them on one core thread of the shell.
#[derive(uniffi::Object)]
pub struct Payung {
    pub(super) app: Arc<AppState>,
    drafts: Arc<Drafts>,
    registrations: Arc<Registrations>,
    lookup: Arc<Lookup>,
    connection: Arc<Connection>,
}

/// How often the key keeper must have said *gone* before starting clean is offered.
const GONE_BEFORE_CLEAN: u32 = 2;

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
        let app = Arc::new(AppState::new(store, lang, keeper, clock, listener, trust)?);
        // What could not be deleted now is at the next start or sync; the app must open without it.
        let _ = app.tidy();
        Ok(Arc::new(Self {
            drafts: Arc::new(Drafts { app: Arc::clone(&app) }),
            registrations: Arc::new(Registrations { app: Arc::clone(&app) }),
            lookup: Arc::new(Lookup { app: Arc::clone(&app) }),
            connection: Arc::new(Connection::new(&app)?),
            app,
        }))
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
        self.app.home_view()
    }

    /// Filling in forms.
    pub fn drafts(&self) -> Arc<Drafts> {
        Arc::clone(&self.drafts)
    }

    /// What was made ready.
    pub fn registrations(&self) -> Arc<Registrations> {
        Arc::clone(&self.registrations)
    }

    /// What can be asked without a draft.
    pub fn lookup(&self) -> Arc<Lookup> {
        Arc::clone(&self.lookup)
    }

    /// Sending, and hearing from the office.
    pub fn connection(&self) -> Arc<Connection> {
        Arc::clone(&self.connection)
    }

    /// Deletes everything of Payung on this phone, keys first.
    pub fn wipe(&self) -> Result<(), PayungError> {
        self.app.store.wipe()?;
        self.app.forget();
        Ok(())
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
