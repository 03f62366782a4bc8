//! The part of sending that a shell controls: when it happens, over which network, and *send now*.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use payung_model::content::Sending;
use payung_model::journey::{Event, State};
use payung_model::sealed::recovery::RecoveryKeys;
use payung_model::sealed::{KeyId, RegistrationId, StatusToken};
use payung_model::units::Timestamp;

use super::error::Failure;
use super::state::AppState;
use super::{Change, HomeView, Network, PayungError, RegistrationView, SyncReport};
use crate::problem::ProblemView;
use crate::sync::{
    Asked, Host, Http, HttpSettings, Offered, OpenedItem, Resealed, Standing, Synchronizer,
};
use crate::vault::{Expected, VaultError};

/// Sending, and hearing from the office.
#[derive(uniffi::Object)]
pub struct Connection {
    app: Arc<AppState>,
    synchronizer: Option<Arc<Synchronizer>>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Connection {
    pub(super) fn new(app: &Arc<AppState>) -> Result<Self, Failure> {
        let synchronizer = match &app.trust {
            Some(trust) => {
                let clock = Arc::clone(app);
                let http = Http::new(
                    &trust.office,
                    Arc::new(move || clock.clock.now_for_tls()),
                    HttpSettings::default(),
                );
                let http = http.map_err(|problem| Failure::Configuration(problem.to_string()))?;
                Some(Arc::new(Synchronizer::new(Arc::clone(&app.store), http)))
            }
            None => None,
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            // One run at a time needs one thread.
            .worker_threads(1)
            .thread_name("payung")
            .enable_all()
            .build()
            .map_err(|error| Failure::TryLater(format!("no thread: {}", error.kind())))?;
        Ok(Self {
            app: Arc::clone(app),
            synchronizer,
            runtime: Some(runtime),
        })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // A runtime must not be dropped where blocking is forbidden; a request in flight is
        // repeated next time.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

#[uniffi::export]
impl Connection {
    /// Sends what is ready, tells withdrawals, asks for news and for a newer bundle. Safe to call
    /// at any time; a second call while one runs waits for it and returns its report.
    ///
    /// Cancelling the call (a coroutine's `cancel`) ends the run at its next wait. Nothing is left
    /// half done: the next run goes on where this one ended.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// // Nobody listens there: what waits is kept, and the report says why.
    /// example::ready(&payung);
    /// let connection = payung.connection();
    /// let report = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(connection.sync())?;
    /// assert_eq!(report.waiting, 1);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn sync(&self) -> Result<SyncReport, PayungError> {
        let outcome = self.synced().await;
        outcome.map_err(|failure| self.app.logged("connection.sync", failure))
    }

    /// Tells the core which network there is. A shell calls it after opening and whenever the
    /// network changes, and then syncs where there is one. Until the first call a network counts as
    /// one that is paid by the byte.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let connection = payung.connection();
    /// connection.network(payung_core::Network::None);
    /// let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    /// let report = runtime.block_on(connection.sync())?;
    /// assert_eq!(report.problem.unwrap().code, payung_core::ProblemCode::Offline);
    /// # Ok(())
    /// # }
    /// ```
    pub fn network(&self, network: Network) {
        let changed = self.app.set_network(network);
        if let Some(synchronizer) = self
            .synchronizer
            .as_ref()
            .filter(|_| changed && network != Network::None)
        {
            synchronizer.network_changed();
        }
    }

    /// Asks for a try at once: the next sync waits for no delay, whatever failed before, and asks the
    /// office about every registration. Photos that wait for another network go on waiting; see
    /// [`Connection::send_all_now`].
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, _) = example::paid();
    /// let connection = payung.connection();
    /// let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    /// runtime.block_on(connection.sync())?;
    /// // About one that was accepted the office is asked once a day, or now.
    /// let quiet = runtime.block_on(connection.sync())?.bytes_received;
    /// connection.retry_now()?;
    /// assert!(runtime.block_on(connection.sync())?.bytes_received > quiet);
    /// # Ok(())
    /// # }
    /// ```
    pub fn retry_now(&self) -> Result<(), PayungError> {
        self.app
            .call("connection.retry_now", || self.end_delays(None))
    }

    /// Milliseconds until the app is worth being run in the background, so that it syncs; none when
    /// there is nothing to send, and nothing that the office could tell. Asked for after each sync,
    /// and when the app is left. The platform decides when it really runs the app.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let connection = payung.connection();
    /// assert_eq!(connection.next_run_in_millis()?, None, "nothing was made ready");
    /// example::ready(&payung);
    /// assert_eq!(connection.next_run_in_millis()?, Some(1_000), "it can go at once");
    /// # Ok(())
    /// # }
    /// ```
    pub fn next_run_in_millis(&self) -> Result<Option<u64>, PayungError> {
        self.app.call("connection.next_run_in_millis", || {
            let Some(synchronizer) = &self.synchronizer else {
                return Ok(None);
            };
            let pause = synchronizer.next_run(self.app.now(), self.app.network())?;
            Ok(pause.map(|pause| pause.as_millis() as u64))
        })
    }

    /// The worker wants this registration sent now, with its photos, whatever the network costs.
    /// That is kept until they have arrived, also over restarts; they go with the next sync. What
    /// was parked is ready again, as it was sealed: should the office still refuse it, it is parked
    /// once more.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.connection().send_now(example::ready(&payung))?;
    /// assert_eq!(view.state, payung_core::RegistrationState::Ready);
    /// # Ok(())
    /// # }
    /// ```
    pub fn send_now(&self, registration: String) -> Result<RegistrationView, PayungError> {
        self.app.call("connection.send_now", || {
            let row = self.app.registration_row(&registration)?;
            if row.state == State::Parked {
                self.app
                    .store
                    .apply(row.id, Expected::of(&row), Event::Unpark, self.app.now())?;
            }
            match self.app.store.allow_metered(row.id, self.app.now()) {
                // Nothing of it waits to go: what stands is shown.
                Ok(()) | Err(VaultError::Missing) => {}
                Err(error) => return Err(error.into()),
            }
            self.end_delays(Some(row.id))?;
            self.app.registration_changed(row.id);
            let row = self.app.registration_row(&registration)?;
            self.app.registration_view(&row)
        })
    }

    /// The same as [`Connection::send_now`] for everything that waits at this moment.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert_eq!(payung.connection().send_all_now()?.delayed, 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn send_all_now(&self) -> Result<HomeView, PayungError> {
        self.app.call("connection.send_all_now", || {
            if self.app.store.allow_all_metered(self.app.now())? > 0 {
                self.app.changed(Change::Outbox);
            }
            self.end_delays(None)?;
            self.app.home_view()
        })
    }
}

impl Connection {
    async fn synced(&self) -> Result<SyncReport, Failure> {
        let (Some(synchronizer), Some(runtime)) = (self.synchronizer.clone(), &self.runtime) else {
            return Err(self.app.not_possible("notice-no-office"));
        };
        let host: Arc<dyn Host> = Arc::clone(&self.app) as _;
        let app = Arc::clone(&self.app);
        let run = runtime.spawn(async move {
            let report = synchronizer.run(host).await;
            // Retention follows the rules that just came, and also runs when the network failed. It
            // runs on a thread of its own, so that it blocks neither the caller nor the sync.
            let _ = tokio::task::spawn_blocking(move || app.tidy_or_log()).await;
            report
        });
        let report = EndsWhenDropped(run).await.map_err(|_| cut_short())?;
        let report = report?;
        if let Some(code) = report.problem {
            let cause = Failure::TryLater(code.text_id().to_owned());
            self.app.log("connection.sync", &cause);
        }
        let problem = report.problem.map(|code| ProblemView {
            code,
            words: self.app.text(code.text_id()),
        });
        Ok(SyncReport {
            received: report.received,
            changed: report.changed,
            waiting: report.waiting,
            parked: report.parked,
            delayed: report.delayed,
            bytes_sent: report.bytes_sent,
            bytes_received: report.bytes_received,
            retry_in_millis: report.retry_in_millis,
            problem,
            new_bundle: report.new_bundle,
        })
    }

    /// Asks the office for what was left under a code.
    pub(super) async fn ask_by_code(&self, secrets: RecoveryKeys) -> Result<Asked, Failure> {
        self.ask(move |synchronizer| async move { synchronizer.ask_by_code(&secrets).await })
            .await
    }

    /// Asks the office where a registration stands that is not on this phone.
    pub(super) async fn ask_standing(
        &self,
        id: RegistrationId,
        token: StatusToken,
    ) -> Result<Standing, Failure> {
        self.ask(move |synchronizer| async move { synchronizer.ask_standing(id, &token).await })
            .await
    }

    /// Runs what takes long on a thread of its own.
    pub(super) async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let runtime = self.runtime.as_ref().ok_or_else(cut_short)?;
        EndsWhenDropped(runtime.spawn_blocking(work))
            .await
            .map_err(|_| cut_short())
    }

    async fn ask<T, F>(&self, work: impl FnOnce(Arc<Synchronizer>) -> F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let (Some(synchronizer), Some(runtime)) = (self.synchronizer.clone(), &self.runtime) else {
            return Err(self.app.not_possible("notice-no-office"));
        };
        EndsWhenDropped(runtime.spawn(work(synchronizer)))
            .await
            .map_err(|_| cut_short())
    }

    fn end_delays(&self, registration: Option<RegistrationId>) -> Result<(), Failure> {
        self.app.store.end_delays(registration, self.app.now())?;
        self.app.store.ask_about_all()?;
        if let Some(synchronizer) = &self.synchronizer {
            synchronizer.retry_now();
        }
        Ok(())
    }
}

fn cut_short() -> Failure {
    Failure::TryLater("sync was cut short".to_owned())
}

/// A task that is cancelled when its future is dropped.
struct EndsWhenDropped<T>(tokio::task::JoinHandle<T>);

impl<T> Future for EndsWhenDropped<T> {
    type Output = Result<T, tokio::task::JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context)
    }
}

impl<T> Drop for EndsWhenDropped<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What the synchronizer asks of the app. Sealing again is in `sealing.rs`.
impl Host for AppState {
    fn now(&self) -> Timestamp {
        Self::now(self)
    }

    fn network(&self) -> Option<Network> {
        Self::network(self)
    }

    fn sending(&self) -> Sending {
        self.rules().content.sending.clone()
    }

    fn office_key(&self) -> Option<KeyId> {
        self.rules()
            .office_key()
            .map(payung_model::sealed::OfficePublicKey::id)
    }

    fn reseal(&self, registration: RegistrationId) -> Result<Resealed, VaultError> {
        self.seal_again(registration)
    }

    fn open_item(
        &self,
        registration: RegistrationId,
        bytes: &[u8],
    ) -> Result<OpenedItem, VaultError> {
        Self::open_item(self, registration, bytes)
    }

    fn office_said_the_time(&self, time: Timestamp) -> Result<(), VaultError> {
        self.clock.compare(time, &self.store)
    }

    fn newest_engine(&self, engine: u32) -> Result<(), VaultError> {
        self.note_engine(engine)
    }

    fn bundle_signers(&self) -> Vec<String> {
        self.rules().signers()
    }

    fn offer_bundle(&self, bytes: &[u8]) -> Result<Offered, VaultError> {
        let offered = self.take_bundle(bytes)?;
        if offered == Offered::Adopted {
            self.changed(Change::Rules);
        }
        Ok(offered)
    }

    fn bundle_sequence(&self) -> u64 {
        self.rules().sequence
    }

    fn changed(&self, registration: RegistrationId) {
        // Before a screen is told, so that lists show it too.
        self.fold_new(registration);
        self.registration_changed(registration);
    }
}
