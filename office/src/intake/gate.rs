//! What every request passes: the limits on requests, the log, the counters.
//!
//! The log names the route's template and never the path, so it holds no id, digest, token or
//! address.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::turn::Turn;
use super::{Intake, Problem, tus};
use crate::clock::Stopwatch;
use crate::server::{Peer, Progress};

/// Handles a request if the limits allow it, then logs and counts it.
pub async fn pass(State(intake): State<Arc<Intake>>, mut request: Request, next: Next) -> Response {
    let watch = Stopwatch::start();
    let method = known_method(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let bytes = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok())
        .unwrap_or(0);
    // Monitoring must work when the office is busy, so this route has no limit.
    let mut response = if route == "/healthz" {
        next.run(request).await
    } else {
        match enter(&intake, &mut request).await {
            Ok(turn) => {
                let response = next.run(request).await;
                turn.give_back();
                response
            }
            Err(problem) => problem.into_response(),
        }
    };
    if route.ends_with("/photos") || route.ends_with("/photos/{digest}") {
        // tus demands this header in every answer, also in those that no handler made.
        response.headers_mut().insert(tus::RESUMABLE, tus::TUS);
    }
    let (status, took) = (response.status().as_u16(), watch.elapsed());
    intake.metrics.count(method, &route, status, bytes, took);
    tracing::info!(
        method,
        route,
        status,
        ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "request"
    );
    response
}

/// Admits a request when its registration's owner has not asked too often, a slot is free, and its
/// address has not used up its share.
async fn enter(intake: &Arc<Intake>, request: &mut Request) -> Result<Turn, Problem> {
    let granted = registration(request.uri().path()).is_none_or(|id| {
        let token = request
            .headers()
            .get(AUTHORIZATION)
            .map(HeaderValue::as_bytes);
        intake.rates.take((id, token), intake.since.elapsed())
    });
    if !granted {
        return Err(Problem::SlowDown);
    }
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
    let address = intake.limits.address(peer, request.headers());
    let progress = request.extensions().get::<Arc<Progress>>().cloned();
    if let (Some(progress), Some(address)) = (&progress, address) {
        // Behind a proxy the connection is the proxy's, and its client is known only now.
        progress.set_client(address);
    }
    let turn = Turn::new(Arc::clone(intake), address, progress);
    turn.take().await?;
    request.extensions_mut().insert(turn.clone());
    Ok(turn)
}

/// The part of a path that should be an id. Any other text there is limited in the same way, by
/// itself.
fn registration(path: &str) -> Option<&str> {
    path.strip_prefix("/v1/registrations/")?.split('/').next()
}

/// The method's name for the counters. A client can send any word as method, so only those of the
/// contract are named.
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
