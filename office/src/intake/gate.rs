//! What every request passes: a slot, the log, the counters.
//!
//! The log names the route's template, never the path: no id, no digest, no token, no address.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::SemaphorePermit;

use super::rates::Share;
use super::serve::Peer;
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
    let mut response = if for_operators {
        next.run(request).await
    } else {
        match enter(&intake, &request) {
            Some(_place) => next.run(request).await,
            None => Problem::SlowDown.into_response(),
        }
    };
    if route.ends_with("/photos") || route.ends_with("/photos/{digest}") {
        // tus wants it in each of its answers, also those that no handler gave.
        response.headers_mut().insert(tus::RESUMABLE, tus::TUS);
    }
    let (status, took) = (response.status().as_u16(), watch.elapsed());
    intake.metrics.count(method, &route, status, bytes, took);
    tracing::info!(method, route, status, ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "request");
    response
}

/// A request's place among those under way.
struct Admission<'a> {
    _slot: SemaphorePermit<'a>,
    _share: Option<Share>,
}

/// A slot, a share of its address, and one of its registration's tokens; none when there is one of them too few.
fn enter<'a>(intake: &'a Intake, request: &Request) -> Option<Admission<'a>> {
    let slot = intake.slots.try_acquire().ok()?;
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
    let share = match intake.limits.address(peer, request.headers()) {
        Some(address) => Some(intake.shares.take(address, intake.limits.per_address())?),
        None => None,
    };
    let granted = registration(request.uri().path()).is_none_or(|id| {
        let token = request.headers().get(AUTHORIZATION).map(HeaderValue::as_bytes);
        intake.rates.take((id, token), intake.since.elapsed())
    });
    granted.then_some(Admission { _slot: slot, _share: share })
}

/// The part of a path that should be an id: whatever else stands there has a bucket of its own.
fn registration(path: &str) -> Option<&str> {
    path.strip_prefix("/v1/registrations/")?.split('/').next()
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
