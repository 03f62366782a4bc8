//! Sending, as far as a shell has a part in it: that it happens, over which network, and *send now*.

use std::sync::Arc;

use payung_model::content::Sending;
use payung_model::sealed::{KeyId, RegistrationId};
use payung_model::units::Timestamp;

use super::inside::Inside;
use super::{HomeView, Network, Payung, PayungError, RegistrationView, SyncReport};
use crate::courier::{Host, Resealed};
use crate::vault::VaultError;

#[uniffi::export]
impl Payung {
    /// Sends what is ready, tells withdrawals, asks for news and for a newer bundle. Safe to call at any time; a second
    /// call while one runs waits for it and returns its report.
    pub async fn sync(&self) -> Result<SyncReport, PayungError> {
        let (Some(courier), Some(runtime)) = (self.courier.clone(), &self.runtime) else {
            return Err(self.inside.not_possible("notice-no-office"));
        };
        let host: Arc<dyn Host> = Arc::clone(&self.inside) as _;
        let run = runtime.spawn(async move { courier.run(host).await });
        let report = run.await.map_err(|_| PayungError::TryLater("sync was cut short".to_owned()))?;
        // By the rules that came, and also when the network failed. As at open, it is tried again.
        let _ = self.inside.tidy();
        let mut report = report?;
        report.problem = report.problem.map(|id| self.inside.say(&id));
        Ok(report)
    }

    /// What the platform knows of the network: to be told after opening, and whenever it changes; a sync follows where
    /// there is a network. Until it is told, everything goes.
    pub fn network(&self, network: Network) {
        self.inside.set_network(network);
    }

    /// The worker wants the photos of this registration sent now, whatever the network costs. That is kept until they
    /// have arrived, also over restarts; they go with the next sync.
    pub fn send_now(&self, registration: String) -> Result<RegistrationView, PayungError> {
        let row = self.registration_row(&registration)?;
        match self.inside.store.allow_metered(row.id, self.inside.now()) {
            // Nothing of it waits to go: what stands is shown.
            Ok(()) | Err(VaultError::Missing) => {}
            Err(error) => return Err(error.into()),
        }
        self.inside.changed();
        self.status(registration)
    }

    /// The same for everything that waits to go at this moment.
    pub fn send_all_now(&self) -> Result<HomeView, PayungError> {
        if self.inside.store.allow_all_metered(self.inside.now())? > 0 {
            self.inside.changed();
        }
        self.home()
    }
}

/// What the courier asks of the app. Sealing again is in `sealing.rs`.
impl Host for Inside {
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

    fn office_said_the_time(&self, time: Timestamp) {
        self.compare_clock(time);
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
