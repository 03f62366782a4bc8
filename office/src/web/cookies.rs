//! Cookies of the officers' web: how they are named, read, and kept from scripts, other sites and
//! plain HTTP.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

/// The session's cookie. A name with `__Host-` is taken by browsers only over HTTPS, and only from
/// this very host.
pub(super) fn session_name(secure: bool) -> &'static str {
    if secure { "__Host-payung" } else { "payung" }
}

/// The cookie that keeps the language an officer chose.
pub(super) fn language_name(secure: bool) -> &'static str {
    if secure {
        "__Host-payung-lang"
    } else {
        "payung-lang"
    }
}

/// The cookie of a device on which an officer signed in before.
pub(super) fn device_name(secure: bool) -> &'static str {
    if secure {
        "__Host-payung-device"
    } else {
        "payung-device"
    }
}

/// The attributes that every cookie has.
pub(super) fn attributes(secure: bool) -> &'static str {
    if secure {
        "Path=/; HttpOnly; SameSite=Strict; Secure"
    } else {
        "Path=/; HttpOnly; SameSite=Strict"
    }
}

/// The value of the cookie of that name.
pub(super) fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|line| line.to_str().ok());
    let mut cookies = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|one| one.trim().split_once('='));
    cookies
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}
