//! What every answer passes: strict headers, the log, and a limit of time. Refusals become pages
//! here.
//!
//! The log names the route's template and never the path, so it holds no id and no receipt code.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, RETRY_AFTER,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use payung_model::text::Lang;

use super::html;
use super::language;
use super::refusal::{Refusal, RefusalWords};
use super::state::WebState;
use super::words;
use crate::clock::Stopwatch;

/// Pages load only our own style sheet and pictures, run no script, send forms only to this server,
/// and are never framed.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 9] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    // No cache keeps answers and photos, not even the one behind the back button.
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    ),
    (HeaderName::from_static("x-robots-tag"), "noindex"),
];
/// A request that takes longer was sent too slowly, or the office is overloaded.
const TIME: Duration = Duration::from_secs(30);

/// Answers within [`TIME`], adds the headers of [`ALWAYS`], and writes one line into the log.
pub(super) async fn pass(
    State(web): State<Arc<WebState>>,
    request: Request,
    next: Next,
) -> Response {
    let watch = Stopwatch::start();
    let method = if request.method().is_safe() {
        "read"
    } else {
        "write"
    };
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let lang = language::of(request.headers(), &web);
    let mut response = match language::choose(&request, &web) {
        Some(chosen) => chosen,
        None => match tokio::time::timeout(TIME, next.run(request)).await {
            Ok(answered) => answered,
            Err(_) => Refusal::Busy.into_response(),
        },
    };
    // The handler that refused did not know the reader's language.
    if let Some(refused) = response.extensions_mut().remove::<RefusalWords>() {
        response = page_of(refused, lang);
    }
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if web.is_secure() {
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    let ms = u64::try_from(watch.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        method,
        route,
        status = response.status().as_u16(),
        ms,
        "page"
    );
    response
}

/// The page that says why another one is not shown.
fn page_of(refused: RefusalWords, lang: Lang) -> Response {
    let content = maud::html! {
        p { (refused.sentence.text(lang)) }
        p { a href="/queue" { (words::TO_QUEUE.text(lang)) } }
    };
    let mut response = (
        refused.status,
        html::plain(lang, refused.title.text(lang), &content),
    )
        .into_response();
    if refused.status == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static("10"));
    }
    response
}
