//! What all handlers of the intake share.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use tokio::sync::{Notify, Semaphore};

use super::Limits;
use super::metrics::Metrics;
use super::packed::PackedBundles;
use super::rates::{Rates, Shares};
use super::recovery_rates::RecoveryRates;
use super::room::Room;
use super::shared_bytes::SharedBytes;
use super::shared_claims::SharedClaims;
use super::upload::Uploads;
use crate::clock::{Clock, Stopwatch};
use crate::photo_store::PhotoStore;
use crate::store::{Store, StoreError};

/// What handlers share.
pub struct Intake {
    pub(super) clock: Clock,
    pub(super) limits: Limits,
    pub(super) store: Store,
    pub(super) uploads: Uploads,
    pub(super) shared_claims: Option<Arc<SharedClaims>>,
    pub(super) shared_bytes: Option<Arc<SharedBytes>>,
    pub(super) photo_store: PhotoStore,
    pub(super) metrics: Metrics,
    pub(super) slots: Arc<Semaphore>,
    pub(super) packed: PackedBundles,
    pub(super) rates: Rates,
    pub(super) recovery_rates: RecoveryRates,
    pub(super) shares: Shares,
    pub(super) room: Room,
    pub(super) since: Stopwatch,
    pub(super) received: Arc<Notify>,
}

impl Intake {
    /// An intake over an office's data, and the thread that writes for it, if the database needs
    /// one. `received` is notified when a registration may have become complete: the opener waits
    /// for that.
    pub fn start(
        store: Store,
        clock: Clock,
        limits: Limits,
        received: Arc<Notify>,
    ) -> Result<(Arc<Self>, Option<std::thread::JoinHandle<()>>), StoreError> {
        let thread = store.start_writer()?;
        // One process until another one is known.
        let processes = Arc::new(AtomicU32::new(1));
        let shared_claims = SharedClaims::new(store.clone(), clock, processes.clone())?;
        // Opened at the start, so that a `bucket.json` that cannot be used stops the program and
        // not the first photo.
        let photo_store = store.photo_store()?.clone();
        // Without a bucket whole photos lie on a disk, so the office's processes share that disk.
        let shared_bytes = shared_claims
            .as_ref()
            .filter(|_| photo_store.has_bucket())
            .map(|shared| {
                SharedBytes::new(
                    store.clone(),
                    clock,
                    shared.process(),
                    limits.most_unfinished,
                )
            });
        let uploads = Uploads::new(
            store.dir().join("photos"),
            shared_claims.clone(),
            shared_bytes.clone(),
        );
        let intake = Self {
            slots: Arc::new(Semaphore::new(limits.requests)),
            packed: PackedBundles::default(),
            rates: Rates::new(limits.burst, limits.per_second, processes.clone()),
            recovery_rates: RecoveryRates::new(processes.clone()),
            shares: Shares::default(),
            room: Room::new(store.dir().to_path_buf(), &limits, processes),
            since: Stopwatch::start(),
            metrics: Metrics::default(),
            uploads,
            shared_claims,
            shared_bytes,
            photo_store,
            store,
            clock,
            limits,
            received,
        };
        Ok((Arc::new(intake), thread))
    }
}
