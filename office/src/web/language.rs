//! Which language an officer reads: Indonesian, or the one that this browser last chose by the link
//! on every page (`?lang=en`).

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Redirect, Response};
use payung_model::text::Lang;

use super::cookies;
use super::state::WebState;

/// The language of whoever asks, signed in or not.
pub(super) struct ReaderLang(pub Lang);

impl FromRequestParts<Arc<WebState>> for ReaderLang {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        web: &Arc<WebState>,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self(of(&parts.headers, web)))
    }
}

/// The language that the cookie names; Indonesian without a cookie.
pub(super) fn of(headers: &HeaderMap, web: &WebState) -> Lang {
    cookies::value(headers, cookies::language_name(web.is_secure()))
        .and_then(lang)
        .unwrap_or_default()
}

/// The other language, and its own name for itself.
pub(super) fn other(lang: Lang) -> (Lang, &'static str) {
    match lang {
        Lang::Id => (Lang::En, "English"),
        Lang::En => (Lang::Id, "Bahasa Indonesia"),
    }
}

/// The answer to `?lang=en` on any page: a redirect to the same page without it, and a cookie for a
/// year.
pub(super) fn choose(request: &Request, web: &WebState) -> Option<Response> {
    if request.method() != Method::GET {
        return None;
    }
    let (chosen, rest): (Vec<&str>, Vec<&str>) = request
        .uri()
        .query()?
        .split('&')
        .partition(|part| part.starts_with("lang="));
    let lang = lang(chosen.first()?.strip_prefix("lang=")?)?;
    // A browser reads a path that begins with two slashes as another host, so such a path is not
    // redirected to.
    let path = Some(request.uri().path())
        .filter(|path| !path[1..].starts_with(['/', '\\']))
        .unwrap_or("/");
    let to = if rest.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", rest.join("&"))
    };
    let (name, attributes) = (
        cookies::language_name(web.is_secure()),
        cookies::attributes(web.is_secure()),
    );
    let set = format!("{name}={}; Max-Age=31536000; {attributes}", lang.code());
    Some(([(SET_COOKIE, set)], Redirect::to(&to)).into_response())
}

fn lang(code: &str) -> Option<Lang> {
    Lang::ALL.into_iter().find(|lang| lang.code() == code)
}
