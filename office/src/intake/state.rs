//! What all handlers of the intake share.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};

use super::Limits;
use super::metrics::Metrics;
use super::packed::PackedBundles;
use super::rates::{Rates, Shares};
use super::room::Room;
use super::upload::Uploads;
use crate::clock::{Clock, Stopwatch};
use crate::photo_store::PhotoStore;
use crate::store::{Readers, Store, StoreError, Writer};

/// What handlers share.
pub struct Intake {
    pub(super) dir: PathBuf,
    pub(super) clock: Clock,
    pub(super) limits: Limits,
    pub(super) writer: Writer,
    pub(super) readers: Readers,
    pub(super) uploads: Uploads,
    pub(super) photo_store: PhotoStore,
    pub(super) metrics: Metrics,
    pub(super) slots: Arc<Semaphore>,
    pub(super) packed: PackedBundles,
    pub(super) rates: Rates,
    pub(super) shares: Shares,
    pub(super) room: Room,
    pub(super) since: Stopwatch,
    pub(super) received: Arc<Notify>,
}

impl Intake {
    /// An intake over the data folder, and the thread that writes for it. `received` is notified
    /// when a registration may have become complete: the opener waits for that.
    pub fn start(
        dir: PathBuf,
        clock: Clock,
        limits: Limits,
        received: Arc<Notify>,
    ) -> Result<(Arc<Self>, std::thread::JoinHandle<()>), StoreError> {
        // Opening the store first makes the data folder and migrates the database.
        let (writer, thread) = Writer::start(Store::open(&dir)?)?;
        let intake = Self {
            slots: Arc::new(Semaphore::new(limits.requests)),
            packed: PackedBundles::default(),
            rates: Rates::new(limits.burst, limits.per_second),
            shares: Shares::default(),
            room: Room::new(dir.clone(), &limits),
            since: Stopwatch::start(),
            metrics: Metrics::default(),
            readers: Readers::new(dir.clone()),
            uploads: Uploads::new(dir.join("photos")),
            photo_store: PhotoStore::open(&dir)?,
            dir,
            clock,
            limits,
            writer,
            received,
        };
        Ok((Arc::new(intake), thread))
    }
}
