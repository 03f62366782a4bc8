//! The object a shell opens: the key, the first screen, and the way to the other objects.

use std::path::Path;
use std::sync::Arc;

use payung_model::sealed::TrustFile;

use super::error::{Failure, log_failure};
use super::state::{AppState, Platform};
use super::{
    AboutView, Bills, Clock, Connection, Cover, Drafts, HomeView, Incidents, KeyKeeper, KeyState,
    Language, Listener, LogSink, Lookup, Payers, PayungError, Qris, Recovery, Registrations,
    Reminders, Settings,
};
use crate::vault::Store;

/// Payung, opened on one home folder.
///
/// All calls but [`Connection::sync`] and [`Recovery::recover`] return without waiting for the network; run them on one core
/// thread of the shell.
#[derive(uniffi::Object)]
pub struct Payung {
    pub(super) app: Arc<AppState>,
    drafts: Arc<Drafts>,
    registrations: Arc<Registrations>,
    lookup: Arc<Lookup>,
    cover: Arc<Cover>,
    reminders: Arc<Reminders>,
    incidents: Arc<Incidents>,
    bills: Arc<Bills>,
    payers: Arc<Payers>,
    qris: Arc<Qris>,
    connection: Arc<Connection>,
    recovery: Arc<Recovery>,
}

/// How often the key keeper must have said *gone* before starting clean is offered.
const GONE_BEFORE_CLEAN: u32 = 2;

/// The words that a shell may ask for by id: those of buttons and places that belong to no screen.
pub const SHELL_TEXTS: &[&str] = &[
    "about",
    "answer-no",
    "answer-yes",
    "button-close",
    "button-later",
    "button-next",
    "button-send",
    "button-skip",
    "button-take-photo",
    "no-answer",
    "photo-taken",
    "review-title",
    "saved-here",
    "search-none",
];

#[uniffi::export]
impl Payung {
    /// Opens the home folder: runs migrations, asks for the key, loads the rules and removes what
    /// was left over. A key that cannot be had is not an error here ([`HomeView::key`] says it),
    /// because what is ready can be sent without it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// // `open` is given a folder, a trust file, a key keeper and a clock.
    /// let (_home, payung) = example::open();
    /// assert!(payung.home()?.notices.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    #[uniffi::constructor]
    pub fn open(
        settings: Settings,
        keeper: Arc<dyn KeyKeeper>,
        clock: Arc<dyn Clock>,
        listener: Option<Arc<dyn Listener>>,
        log: Option<Arc<dyn LogSink>>,
    ) -> Result<Arc<Self>, PayungError> {
        let (language, sink) = (settings.language, log.clone());
        let opened = Self::opened(
            &settings,
            Platform {
                keeper,
                clock,
                listener,
                log,
            },
        );
        opened.map_err(|failure| {
            log_failure(sink.as_deref(), "app.open", &failure);
            failure.into_error_at_open(language)
        })
    }

    /// Changes the language of all words. The shell then asks again for the screens that it shows.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let home = payung.set_language(payung_core::Language::En)?;
    /// assert!(home.lowest.contains("a month"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_language(&self, language: Language) -> Result<HomeView, PayungError> {
        self.app.call("app.set_language", || {
            self.app.set_language(language);
            self.app.home_view()
        })
    }

    /// Forgets the data key and every open draft. A shell calls it when the app goes to the
    /// background or the phone is locked. What is ready is still sent. [`Payung::unlock`] asks for
    /// the key again.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// payung.lock();
    /// assert!(payung.drafts().start("bpu".into()).is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn lock(&self) {
        self.app.lock();
    }

    /// Asks the key keeper again, after the phone was unlocked or another passphrase was given.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// payung.lock();
    /// assert_eq!(payung.unlock()?.key, payung_core::KeyState::Open);
    /// # Ok(())
    /// # }
    /// ```
    pub fn unlock(&self) -> Result<HomeView, PayungError> {
        self.app.call("app.unlock", || {
            self.app.unlock()?;
            self.app.fold_all();
            self.app.home_view()
        })
    }

    /// Starts clean after the key keeper said *gone* twice and the worker agreed. The old files are
    /// set aside, not deleted; what was ready still goes.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// // Only after the key keeper said *gone* twice.
    /// assert!(payung.start_clean().is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn start_clean(&self) -> Result<HomeView, PayungError> {
        self.app.call("app.start_clean", || {
            let lost = matches!(self.app.key_state(), Err(KeyState::Gone));
            // Starting clean leaves every answer behind for good, so a single word of the key
            // keeper is not enough.
            if !lost || self.app.store.gone_count()? < GONE_BEFORE_CLEAN {
                return Err(self.app.not_possible("notice-key-gone"));
            }
            self.app.store.start_clean()?;
            self.app.close_all();
            self.app.unlock()?;
            self.app.home_view()
        })
    }

    /// What the app shows first: drafts, registrations, and notices that must be said.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let home = payung.home()?;
    /// assert!(home.drafts.is_empty() && home.knows_office);
    /// # Ok(())
    /// # }
    /// ```
    pub fn home(&self) -> Result<HomeView, PayungError> {
        self.app.call("app.home", || self.app.home_view())
    }

    /// The object for filling in forms.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.drafts().start("bpu".into())?;
    /// assert_eq!(view.step.progress.step, 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn drafts(&self) -> Arc<Drafts> {
        Arc::clone(&self.drafts)
    }

    /// The object for registrations that were made ready.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.registrations().page(None)?.registrations.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn registrations(&self) -> Arc<Registrations> {
        Arc::clone(&self.registrations)
    }

    /// The object for questions that need no draft.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(!payung.lookup().programmes().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn lookup(&self) -> Arc<Lookup> {
        Arc::clone(&self.lookup)
    }

    /// The object for cover.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert_eq!(payung.cover().preview(Vec::new(), "2026-12-01".into())?.phase, payung_core::CoverPhase::NotYet);
    /// # Ok(())
    /// # }
    /// ```
    pub fn cover(&self) -> Arc<Cover> {
        Arc::clone(&self.cover)
    }

    /// The object for reminders.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.reminders().all(90)?.is_empty(), "nothing was made ready yet");
    /// # Ok(())
    /// # }
    /// ```
    pub fn reminders(&self) -> Arc<Reminders> {
        Arc::clone(&self.reminders)
    }

    /// The object for what to do when something happens.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(!payung.incidents().list().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn incidents(&self) -> Arc<Incidents> {
        Arc::clone(&self.incidents)
    }

    /// The object for bills, and for what was paid.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.bills().list(example::ready(&payung))?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn bills(&self) -> Arc<Bills> {
        Arc::clone(&self.bills)
    }

    /// The object for paying for others.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.payers().read_pay_code("bukan kode".into()).is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn payers(&self) -> Arc<Payers> {
        Arc::clone(&self.payers)
    }

    /// The object for payment codes that come with no bill.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(!payung.qris().check("bukan kode".into()).valid);
    /// # Ok(())
    /// # }
    /// ```
    pub fn qris(&self) -> Arc<Qris> {
        Arc::clone(&self.qris)
    }

    /// The object for sending, and for news from the office.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// payung.connection().network(payung_core::Network::Metered);
    /// # Ok(())
    /// # }
    /// ```
    pub fn connection(&self) -> Arc<Connection> {
        Arc::clone(&self.connection)
    }

    /// Recovery codes: showing one, and getting a registration back by one.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.recovery().code("no such registration".into()).is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn recovery(&self) -> Arc<Recovery> {
        Arc::clone(&self.recovery)
    }

    /// Who made this, which version, whose rules, who receives the data and how to reach them.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert_eq!(payung.about().rules, 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn about(&self) -> AboutView {
        let rules = self.app.rules();
        let controller = &rules.content.controller;
        AboutView {
            words: self.app.text("about"),
            version: crate::VERSION.to_owned(),
            rules: rules.sequence,
            receiver: controller.name.clone(),
            address: controller.address.clone(),
            contact: controller.contact.clone(),
        }
    }

    /// One of the shell's own words, by id ([`SHELL_TEXTS`]).
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(!payung.text("button-next".into())?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn text(&self, id: String) -> Result<String, PayungError> {
        self.app.call("app.text", || {
            if SHELL_TEXTS.contains(&id.as_str()) {
                Ok(self.app.text(&id))
            } else {
                Err(Failure::Missing)
            }
        })
    }

    /// Deletes everything of Payung on this phone, keys first.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// payung.wipe()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wipe(&self) -> Result<(), PayungError> {
        self.app.call("app.wipe", || {
            self.app.store.wipe()?;
            self.app.forget();
            Ok(())
        })
    }
}

impl Payung {
    fn opened(settings: &Settings, platform: Platform) -> Result<Arc<Self>, Failure> {
        let trust = settings
            .trust
            .as_deref()
            .map(|json| TrustFile::parse(json.as_bytes()))
            .transpose();
        let trust = trust.map_err(|problem| Failure::Configuration(problem.to_string()))?;
        let store = Arc::new(Store::open(Path::new(&settings.home))?);
        let app = Arc::new(AppState::new(store, settings.language, platform, trust)?);
        // Drafts that have ended go before any screen can show them.
        app.tidy_or_log();
        app.fold_all();
        let connection = Arc::new(Connection::new(&app)?);
        Ok(Arc::new(Self {
            drafts: Arc::new(Drafts {
                app: Arc::clone(&app),
            }),
            registrations: Arc::new(Registrations {
                app: Arc::clone(&app),
            }),
            lookup: Arc::new(Lookup {
                app: Arc::clone(&app),
            }),
            cover: Arc::new(Cover {
                app: Arc::clone(&app),
            }),
            reminders: Arc::new(Reminders {
                app: Arc::clone(&app),
            }),
            incidents: Arc::new(Incidents {
                app: Arc::clone(&app),
            }),
            bills: Arc::new(Bills {
                app: Arc::clone(&app),
            }),
            payers: Arc::new(Payers {
                app: Arc::clone(&app),
            }),
            qris: Arc::new(Qris {
                app: Arc::clone(&app),
            }),
            recovery: Arc::new(Recovery {
                app: Arc::clone(&app),
                connection: Arc::clone(&connection),
            }),
            connection,
            app,
        }))
    }
}
