//! What every request passes: a slot, the log, the counters.
//!
//! The log names the route's template, never the path: no id, no digest, no token, no address.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{Intake, Problem, tus};
use crate::clock::Stopwatch;

/// Lets a request through when there is a slot, then logs and counts it.
pub async fn pass(State(intake): State<Arc<Intake>>, request: Request, next: Next) -> Response {
    let watch = Stopwatch::start();
    let method = known_method(request.method());
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let bytes =
        request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(0);
    // Whoever watches over the office must see it also when it is busy.
    let for_operators = matches!(route.as_str(), "/healthz" | "/metrics");
    let response = match intake.slots.try_acquire() {
        Ok(_slot) => next.run(request).await,
        Err(_) if for_operators => next.run(request).await,
        Err(_) => Problem::SlowDown.into_response(),
    };
    let mut response = response;
    if route.ends_with("/photos") || route.ends_with("/photos/{digest}") {
        // tus wants it in each of its answers, also those that no handler gave.
        response.headers_mut().insert(tus::RESUMABLE, tus::TUS);
    }
    let (status, took) = (response.status().as_u16(), watch.elapsed());
    intake.metrics.count(method, &route, status, bytes, took);
    tracing::info!(method, route, status, ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "request");
    response
}

/// Refuses new work while the disk is nearly full.
pub fn room_on_disk(intake: &Intake) -> Result<(), Problem> {
    if crate::files::free_bytes(&intake.dir)? < intake.limits.min_free {
        return Err(Problem::Full);
    }
    Ok(())
}

/// A method can be any word: only those of the contract are counted by name.
fn known_method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "PUT" => "PUT",
        "POST" => "POST",
        "PATCH" => "PATCH",
        "HEAD" => "HEAD",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}
