//! For operators: whether the office works, and its counters.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;

use super::contract::refusals;
use super::metrics::Gauges;
use super::{Intake, Problem};

refusals!(HealthRefused alone: Unavailable);

/// `ok` when the database answers.
#[utoipa::path(
    get, path = "/healthz", operation_id = "health", tag = "operations",
    responses((status = 200, description = "`ok`", body = String, content_type = "text/plain; charset=utf-8"), HealthRefused)
)]
pub async fn healthz(State(intake): State<Arc<Intake>>) -> Result<&'static str, Problem> {
    intake.store.ping().await?;
    Ok("ok")
}

/// Counters and gauges, as Prometheus' text. They are served on a listener of their own, because
/// they tell how busy an office is.
pub async fn metrics(State(intake): State<Arc<Intake>>) -> Result<impl IntoResponse, Problem> {
    let states = intake.store.states().await?;
    let (oldest, aside) = intake.store.unopened().await?;
    let waits = oldest.map(|at| intake.clock.now().since(at));
    let free = crate::files::free_bytes(intake.store.dir()).unwrap_or(0);
    Ok((
        [(CONTENT_TYPE, "text/plain; version=0.0.4")],
        intake.metrics.text(&Gauges {
            states: &states,
            waits: waits.unwrap_or_default(),
            aside,
            free,
            processes: intake.rates.processes(),
        }),
    ))
}

/// The answer for a path that does not exist.
pub async fn nothing_here() -> Problem {
    Problem::None
}

/// The answer for a known path with a method that it does not have.
pub async fn not_that_way() -> Problem {
    Problem::Method
}
