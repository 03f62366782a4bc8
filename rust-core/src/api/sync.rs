//! Sending, as far as a shell has a part in it: that it happens, over which network, and *send now*.

use std::sync::Arc;

use payung_model::content::Sending;
use payung_model::sealed::{KeyId, RegistrationId};
use payung_model::units::Timestamp;

use super::state::AppState;
use super::{HomeView, Network, PayungError, RegistrationView, SyncReport};
use crate::sync::{Host, Http, HttpSettings, OpenedItem, Resealed, Synchronizer};
use crate::vault::VaultError;

/// Sending, and hearing from the office.
#[derive(uniffi::Object)]
pub struct Connection {
    app: Arc<AppState>,
    synchronizer: Option<Arc<Synchronizer>>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Connection {
    pub(super) fn new(app: &Arc<AppState>) -> Result<Self, PayungError> {
        let synchronizer = match &app.trust {
            Some(trust) => {
                let clock = Arc::clone(app);
                let http =
                    Http::new(&trust.office, Arc::new(move || clock.clock.now_for_tls()), HttpSettings::default());
                let http = http.map_err(|problem| PayungError::Configuration(problem.to_string()))?;
                Some(Arc::new(Synchronizer::new(Arc::clone(&app.store), http)))
            }
            None => None,
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("payung")
            .enable_all()
            .build()
            .map_err(|error| PayungError::TryLater(format!("no thread: {}", error.kind())))?;
        Ok(Self { app: Arc::clone(app), synchronizer, runtime: Some(runtime) })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // A runtime must not be dropped where blocking is forbidden; a request in flight is repeated next time.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

#[uniffi::export]
impl Connection {
    /// Sends what is ready, tells withdrawals, asks for news and for a newer bundle. Safe to call at any time; a second
    /// call while one runs waits for it and returns its report.
    pub async fn sync(&self) -> Result<SyncReport, PayungError> {
        let (Some(synchronizer), Some(runtime)) = (self.synchronizer.clone(), &self.runtime) else {
            return Err(self.app.not_possible("notice-no-office"));
        };
        let host: Arc<dyn Host> = Arc::clone(&self.app) as _;
        let run = runtime.spawn(async move { synchronizer.run(host).await });
        let report = run.await.map_err(|_| PayungError::TryLater("sync was cut short".to_owned()))?;
        // By the rules that came, and also when the network failed. As at open, it is tried again.
        let _ = self.app.tidy();
        let mut report = report?;
        report.problem = report.problem.map(|id| self.app.say(&id));
        Ok(report)
    }

    /// What the platform knows of the network: to be told after opening, and whenever it changes; a sync follows where
    /// there is a network. Until it is told, everything goes.
    pub fn network(&self, network: Network) {
        self.app.set_network(network);
    }

    /// The worker wants the photos of this registration sent now, whatever the network costs. That is kept until they
    /// have arrived, also over restarts; they go with the next sync.
    pub fn send_now(&self, registration: String) -> Result<RegistrationView, PayungError> {
        let row = self.app.registration_row(&registration)?;
        match self.app.store.allow_metered(row.id, self.app.now()) {
            // Nothing of it waits to go: what stands is shown.
            Ok(()) | Err(VaultError::Missing) => {}
            Err(error) => return Err(error.into()),
        }
        self.app.changed();
        let row = self.app.registration_row(&registration)?;
        self.app.registration_view(&row)
    }

    /// The same for everything that waits to go at this moment.
    pub fn send_all_now(&self) -> Result<HomeView, PayungError> {
        if self.app.store.allow_all_metered(self.app.now())? > 0 {
            self.app.changed();
        }
        self.app.home_view()
    }
}

/// What the synchronizer asks of the app. Sealing again is in `sealing.rs`.
impl Host for AppState {
    fn now(&self) -> Timestamp {
        Self::now(self)
    }

    fn network(&self) -> Network {
        Self::network(self)
    }

    fn sending(&self) -> Sending {
        self.rules().content.sending.clone()
    }

    fn office_key(&self) -> Option<KeyId> {
        self.rules().office_key().map(payung_model::sealed::OfficePublicKey::id)
    }

    fn reseal(&self, registration: RegistrationId) -> Result<Resealed, VaultError> {
        self.seal_again(registration)
    }

    fn open_item(&self, registration: RegistrationId, bytes: &[u8]) -> Result<OpenedItem, VaultError> {
        Self::open_item(self, registration, bytes)
    }

    fn office_said_the_time(&self, time: Timestamp) -> Result<(), VaultError> {
        self.clock.compare(time, &self.store)
    }

    fn newest_engine(&self, engine: u32) -> Result<(), VaultError> {
        self.note_engine(engine)
    }

    fn offer_bundle(&self, bytes: &[u8]) -> Result<bool, VaultError> {
        self.take_bundle(bytes)
    }

    fn bundle_sequence(&self) -> u64 {
        self.rules().sequence
    }

    fn changed(&self) {
        Self::changed(self);
    }
}
