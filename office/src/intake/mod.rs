//! Where registrations arrive: HTTP as `docs/protocol.md` says, and nothing that could read what is inside.
//!
//! - [`routes`]: the contract, route by route; [`Problem`] is its error table.
//! - `record`, `photos` (tus), `status`, `bundle`, `health`: one handler file each.
//! - `gate`: what every request passes: how many at once, what is logged, what is counted.
//! - [`serve`]: sockets, limits on headers and time, and an end that lets requests finish.
//!
//! The intake holds no private key. It learns from the database which keys and bundles this office published.

mod body;
mod bundle;
mod contract;
mod gate;
mod health;
mod metrics;
mod photos;
mod problem;
mod record;
mod serve;
mod status;
mod tus;
mod upload;

pub use contract::document as openapi;
pub use problem::Problem;
pub use serve::{Running, serve, serve_on};
pub use upload::{folder_of as photo_folder, path as photo_path};

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use tokio::sync::{Notify, Semaphore};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::clock::Clock;
use crate::store::{Readers, Store, StoreError, Writer};
use metrics::Metrics;
use upload::Uploads;

/// How much the intake takes on.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Below this many free bytes on the disk nothing new is taken (503 `full`).
    pub min_free: u64,
    /// Requests at once; one more is asked to come later (429 `slow_down`). Never counted by address: a carrier's
    /// customers share one.
    pub requests: usize,
    /// A body that brings nothing for this long has ended.
    pub idle: Duration,
    /// So has one that is not whole after this long; what came of a photo is kept.
    pub whole: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { min_free: 256 << 20, requests: 256, idle: Duration::from_secs(30), whole: Duration::from_secs(15 * 60) }
    }
}

/// What handlers share.
pub struct Intake {
    dir: PathBuf,
    clock: Clock,
    limits: Limits,
    writer: Writer,
    readers: Readers,
    uploads: Uploads,
    metrics: Metrics,
    slots: Semaphore,
    received: Arc<Notify>,
}

impl Intake {
    /// An intake over the data folder, and its writing thread. `received` is notified when a registration may have
    /// become complete (the opener waits for it).
    pub fn start(
        dir: PathBuf,
        clock: Clock,
        limits: Limits,
        received: Arc<Notify>,
    ) -> Result<(Arc<Self>, std::thread::JoinHandle<()>), StoreError> {
        let (writer, thread) = Writer::start(Store::open(&dir)?)?;
        let uploads = Uploads::new(dir.join("photos"));
        let readers = Readers::new(dir.clone());
        let slots = Semaphore::new(limits.requests);
        let metrics = Metrics::default();
        Ok((Arc::new(Self { dir, clock, limits, writer, readers, uploads, metrics, slots, received }), thread))
    }

    /// Looks after photos whose last byte came just before the office stopped: whole files are checked and counted.
    pub async fn settle(&self) -> Result<(), Problem> {
        for (id, wanted) in self.readers.read(crate::store::receiving_photos).await? {
            if self.uploads.offset(id, wanted.digest).await? == Some(u64::from(wanted.length)) {
                // A wrong digest is thrown away; the phone finds offset 0.
                let _ = photos::finish(self, id, &wanted).await;
            }
        }
        Ok(())
    }
}

/// The contract: every route of `docs/protocol.md`, and its description.
pub fn routes(intake: Arc<Intake>) -> Router {
    let (router, document) = router().split_for_parts();
    let served = contract::Served(contract::text(document).into());
    router
        .fallback(health::nothing_here)
        .method_not_allowed_fallback(health::not_that_way)
        .layer(axum::Extension(served))
        .layer(from_fn_with_state(intake.clone(), gate::pass))
        .with_state(intake)
}

/// Each handler under the path it is described with.
fn router() -> OpenApiRouter<Arc<Intake>> {
    OpenApiRouter::with_openapi(contract::Contract::openapi())
        .routes(routes!(record::put))
        .routes(routes!(status::get, status::withdraw))
        .routes(routes!(photos::create, photos::options))
        .routes(routes!(photos::append, photos::offset, photos::terminate, photos::options_of_one))
        .routes(routes!(bundle::get))
        .routes(routes!(contract::get))
        .routes(routes!(health::healthz))
        .routes(routes!(health::metrics))
}
