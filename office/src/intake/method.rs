//! `X-HTTP-Method-Override`: the method that a request means, where the network lets only GET and
//! POST pass.
//!
//! tus 1.0 says that a server must take the method that this header names and ignore the one of the
//! request line. It holds for every path of the intake, because a network that refuses PATCH often
//! refuses PUT and DELETE too.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderName, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Problem;

const OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

/// Runs before the routes are looked up, so that they see the method that is meant.
pub(super) async fn take_override(mut request: Request, next: Next) -> Response {
    let Some(named) = request.headers().get(OVERRIDE) else {
        return next.run(request).await;
    };
    // Methods are case-sensitive and written in capitals. No other method differs by case only, so
    // lower case is accepted.
    let Ok(meant) = Method::from_bytes(&named.as_bytes().to_ascii_uppercase()) else {
        return Problem::Malformed("X-HTTP-Method-Override").into_response();
    };
    let answers_head = meant == Method::HEAD && request.method() != Method::HEAD;
    *request.method_mut() = meant;
    let mut response = next.run(request).await;
    if answers_head {
        // The connection sends the answer to another method than HEAD, so a body that is announced
        // would have to follow.
        response.headers_mut().remove(CONTENT_LENGTH);
        *response.body_mut() = Body::empty();
    }
    response
}
