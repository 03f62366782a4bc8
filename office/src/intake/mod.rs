//! Where registrations arrive: HTTP as `docs/protocol.md` says, and nothing that could read what is inside.
//!
//! - [`routes`]: the contract, route by route; [`Problem`] is its error table.
//! - `record`, `photos` (tus), `status`, `inbox`, `bundle`, `health`: one handler file each.
//! - `gate`: what every request passes: how many at once and from whom (`rates`), what is logged, what is counted.
//! - `limits`: how much is taken on; `sweep`: what nobody asks for any more.
//! - [`serve`]: sockets, limits on headers and time, and an end that lets requests finish.
//!
//! The intake holds no private key. It learns from the database which keys and bundles this office published.

mod body;
mod bundle;
mod contract;
mod gate;
mod health;
mod inbox;
mod limits;
mod metrics;
mod photos;
mod problem;
mod rates;
mod record;
mod serve;
mod status;
mod sweep;
mod tus;
mod upload;

pub use crate::photo_store::path as photo_path;
pub use contract::document as openapi;
pub use limits::{DAY, Limits};
pub use problem::Problem;
pub use serve::{Running, serve, serve_on};

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use tokio::sync::{Notify, Semaphore};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::clock::{Clock, Stopwatch};
use crate::photo_store::PhotoStore;
use crate::store::{Readers, Store, StoreError, Writer};
use limits::{Promised, Room};
use metrics::Metrics;
use rates::{Rates, Shares};
use upload::Uploads;

/// What handlers share.
pub struct Intake {
    dir: PathBuf,
    clock: Clock,
    limits: Limits,
    writer: Writer,
    readers: Readers,
    uploads: Uploads,
    photo_store: PhotoStore,
    metrics: Metrics,
    slots: Semaphore,
    rates: Rates,
    shares: Shares,
    promised: Promised,
    room: Room,
    since: Stopwatch,
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
        let (uploads, photo_store) = (Uploads::new(dir.join("photos")), PhotoStore::open(&dir)?);
        let readers = Readers::new(dir.clone());
        let intake = Self {
            slots: Semaphore::new(limits.requests),
            rates: Rates::new(limits.burst, limits.per_second),
            shares: Shares::default(),
            promised: Promised::default(),
            room: Room::default(),
            since: Stopwatch::start(),
            metrics: Metrics::default(),
            dir,
            clock,
            limits,
            writer,
            readers,
            uploads,
            photo_store,
            received,
        };
        Ok((Arc::new(intake), thread))
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
        .routes(routes!(inbox::get))
        .routes(routes!(photos::create, photos::options))
        .routes(routes!(photos::append, photos::offset, photos::terminate, photos::options_of_one))
        .routes(routes!(bundle::get))
        .routes(routes!(contract::get))
        .routes(routes!(health::healthz))
        .routes(routes!(health::metrics))
}
