//! Which language an officer reads: Indonesian, or what the link on every page (`?lang=en`) last asked this browser for.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Redirect, Response};
use payung_model::text::Lang;

use super::Web;
use super::session::attributes;

/// The language of whoever asks, signed in or not.
pub(super) struct ReaderLang(pub Lang);

impl FromRequestParts<Arc<Web>> for ReaderLang {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, page: &Arc<Web>) -> Result<Self, Self::Rejection> {
        Ok(Self(of(&parts.headers, page)))
    }
}

/// As the cookie says; Indonesian without one.
pub(super) fn of(headers: &HeaderMap, page: &Web) -> Lang {
    cookie(headers, cookie_name(page)).and_then(lang).unwrap_or_default()
}

/// The other one, and its own name for itself.
pub(super) fn other(lang: Lang) -> (Lang, &'static str) {
    match lang {
        Lang::Id => (Lang::En, "English"),
        Lang::En => (Lang::Id, "Bahasa Indonesia"),
    }
}

/// The answer to `?lang=en` on any page: the same page without it, and a cookie for a year.
pub(super) fn choose(request: &Request, page: &Web) -> Option<Response> {
    if request.method() != Method::GET {
        return None;
    }
    let (chosen, rest): (Vec<&str>, Vec<&str>) =
        request.uri().query()?.split('&').partition(|part| part.starts_with("lang="));
    let lang = lang(chosen.first()?.strip_prefix("lang=")?)?;
    // What begins with two slashes is another host to a browser.
    let path = Some(request.uri().path()).filter(|path| !path[1..].starts_with(['/', '\\'])).unwrap_or("/");
    let to = if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) };
    let set = format!("{}={}; Max-Age=31536000; {}", cookie_name(page), lang.code(), attributes(page));
    Some(([(SET_COOKIE, set)], Redirect::to(&to)).into_response())
}

/// The cookie of that name.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|one| one.trim().split_once('='));
    cookies.find(|(found, _)| *found == name).map(|(_, value)| value)
}

fn lang(code: &str) -> Option<Lang> {
    Lang::ALL.into_iter().find(|lang| lang.code() == code)
}

fn cookie_name(page: &Web) -> &'static str {
    if page.secure() { "__Host-payung-lang" } else { "payung-lang" }
}
