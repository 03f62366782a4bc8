//! Where registrations arrive: HTTP as `docs/protocol.md` describes it. Nothing here can read what
//! is inside an envelope.
//!
//! - [`routes`]: the contract, route by route; [`Problem`] is its error table.
//! - `record`, `photos` (tus), `status`, `inbox`, `recovery`, `bundle`, `health`: one file of handlers each.
//! - `gate`: what every request passes: the limits on requests at once (`turn`) and by client
//!   (`rates`), the log, the counters.
//! - `method`: the method that a request means, where the network lets only some methods pass.
//! - `limits`, `room`: how much is taken on; `sweep`: photos that no request comes back for;
//!   `upload`, `shared_claims`, `attendance`: who writes which photo, in this process and in others;
//!   `shared_bytes`: what has come of photos, for machines that share no disk.
//!
//! The intake holds no private key. It learns from the database which keys and bundles this office
//! published.

mod attendance;
mod body;
mod bundle;
mod contract;
mod expiry;
mod gate;
mod health;
mod inbox;
mod limits;
mod method;
mod metrics;
mod packed;
mod photos;
mod problem;
mod rates;
mod record;
mod recovery;
mod recovery_rates;
mod room;
mod shared_bytes;
mod shared_claims;
mod state;
mod status;
mod sweep;
mod turn;
mod tus;
mod upload;

pub use limits::{DAY, Limits};
pub use problem::Problem;
pub use state::Intake;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The contract: every route of `docs/protocol.md`, and its description.
pub fn routes(intake: Arc<Intake>) -> Router {
    let (router, document) = router().split_for_parts();
    let served = contract::Served(contract::text(document).into());
    let routes = router
        .fallback(health::nothing_here)
        .method_not_allowed_fallback(health::not_that_way)
        .layer(axum::Extension(served))
        .layer(from_fn_with_state(intake.clone(), gate::pass))
        .with_state(intake);
    // A layer on the routes themselves would run after the method was looked at.
    Router::new()
        .fallback_service(routes)
        .layer(from_fn(method::take_override))
}

/// What only the operator's monitoring may ask: `GET /metrics`. It belongs on a listener that the
/// public does not reach.
pub fn operator_routes(intake: Arc<Intake>) -> Router {
    Router::new()
        .route("/metrics", get(health::metrics))
        .route("/healthz", get(health::healthz))
        .fallback(health::nothing_here)
        .method_not_allowed_fallback(health::not_that_way)
        .with_state(intake)
}

/// The contract as an OpenAPI document, as it is served.
pub fn openapi() -> String {
    contract::text(router().into_openapi())
}

/// Each handler under the path that its description names.
fn router() -> OpenApiRouter<Arc<Intake>> {
    OpenApiRouter::with_openapi(contract::Contract::openapi())
        .routes(routes!(record::put))
        .routes(routes!(status::get, status::withdraw))
        .routes(routes!(inbox::get))
        .routes(routes!(recovery::keep))
        .routes(routes!(recovery::ask))
        .routes(routes!(photos::create, photos::options))
        .routes(routes!(
            photos::append,
            photos::offset,
            photos::terminate,
            photos::options_of_one
        ))
        .routes(routes!(bundle::get))
        .routes(routes!(contract::get))
        .routes(routes!(health::healthz))
}
