//! What every answer of the page passes: headers that forbid what a page of answers must not do, the log, a limit of time.
//!
//! The log names the route's template, never the path: no id, no code.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::refusal::{Refusal, RefusalWords};
use super::{Web, language};
use crate::clock::Stopwatch;

/// Nothing but our own style sheet and pictures; no script at all; forms go to this page only; nobody frames it.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 9] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    // Answers and photos stay in no cache, also not in the one behind the back button.
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    (HeaderName::from_static("x-robots-tag"), "noindex"),
];
/// A request that is not answered by then was sent too slowly, or the office is in trouble.
const TIME: Duration = Duration::from_secs(30);

/// Answers within [`TIME`], with [`ALWAYS`], and logs it.
pub(super) async fn pass(State(page): State<Arc<Web>>, request: Request, next: Next) -> Response {
    let watch = Stopwatch::start();
    let method = if request.method().is_safe() { "read" } else { "write" };
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let lang = language::of(request.headers(), &page);
    let mut response = match language::choose(&request, &page) {
        Some(chosen) => chosen,
        None => match tokio::time::timeout(TIME, next.run(request)).await {
            Ok(answered) => answered,
            Err(_) => Refusal::Busy.into_response(),
        },
    };
    // A refusal does not know who reads it.
    if let Some(refused) = response.extensions_mut().remove::<RefusalWords>() {
        response = refused.in_words(lang);
    }
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if page.secure() {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    let ms = u64::try_from(watch.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(method, route, status = response.status().as_u16(), ms, "page");
    response
}
