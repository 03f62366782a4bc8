//! Who is signed in where: an officer sees and ends their own sessions, an admin everybody's.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use super::html::{self as frame, HtmlPage, MenuEntry, form_token, safe_text};
use super::refusal::Refusal;
use super::session::{PostedForm, Session};
use super::state::WebState;
use super::words;
use crate::store::AuditEntry;
use crate::store::officers::Role;

/// Browsers and systems by what they say of themselves, the more special ones first.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];
const SYSTEMS: [(&str, &str); 6] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Which browser on which system, in words of ours: what a browser says of itself is anything.
pub(super) fn device_words(headers: &HeaderMap) -> String {
    let said = headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let of = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(sign, _)| said.contains(sign));
        found.map(|(_, name)| *name)
    };
    match (of(&BROWSERS), of(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
) -> Result<HtmlPage, Refusal> {
    let found = web.stores.with(|store| Ok(store.sessions()?)).await?;
    let every = session.role >= Role::Admin;
    let now = web.clock.now();
    // What has expired is over, though its row is removed only later.
    let open = found.iter().filter(|one| {
        (every || one.officer == session.officer)
            && now.since(one.used_at) < web.settings.idle
            && now.since(one.began_at) < web.settings.whole
    });
    let lang = session.lang;
    let own = base16ct::lower::encode_string(&session.token_hash);
    let content = html! {
        h1 { (words::SESSIONS.text(lang)) }
        p .soft { (words::SESSIONS_ARE.text(lang)) }
        table {
            thead { tr {
                th scope="col" { (words::WHO.text(lang)) }
                th scope="col" { (words::DEVICE.text(lang)) }
                th scope="col" { (words::BEGAN.text(lang)) }
                th scope="col" { (words::USED.text(lang)) }
                th scope="col" { (words::END.text(lang)) }
            } }
            tbody { @for one in open {
                tr {
                    td { (safe_text(&one.officer)) }
                    td { (safe_text(one.device.as_deref().unwrap_or(words::UNKNOWN_DEVICE.text(lang))))
                        @if own.starts_with(&one.id) { span .soft { (words::THIS_SESSION.text(lang)) } } }
                    td { (words::moment(lang, one.began_at)) }
                    td { (words::moment(lang, one.used_at)) }
                    td { form method="post" action="/sessions/end" {
                        (form_token(&session))
                        input type="hidden" name="session" value=(one.id);
                        button type="submit" { (words::END.text(lang)) }
                    } }
                }
            } }
        }
    };
    Ok(frame::page(
        &session,
        MenuEntry::Sessions,
        words::SESSIONS.text(lang),
        &content,
    ))
}

pub(super) async fn end(
    State(web): State<Arc<WebState>>,
    posted: PostedForm,
) -> Result<Response, Refusal> {
    let (session, id) = (posted.session, posted.fields.one("session").to_owned());
    let now = web.clock.now();
    let ended = web.stores.with(move |store| {
        let whose = store.sessions()?.into_iter().find(|one| one.id == id);
        let Some(whose) = whose else { return Ok(false) };
        // Below the admin, somebody else's session is answered like one that is not there.
        let of = (session.role < Role::Admin).then_some(session.officer.as_str());
        let entry = AuditEntry {
            at: now,
            officer: &session.officer,
            action: "session end",
            id: None,
            detail: &whose.officer,
        };
        Ok(store.end_session_by_id(&id, of, &entry)?)
    });
    if ended.await? {
        Ok(Redirect::to("/sessions").into_response())
    } else {
        Err(Refusal::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_in_words_of_ours() {
        let words = |said: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, said.parse().unwrap());
            device_words(&headers)
        };
        let chrome = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
        assert_eq!(words(chrome), "Chrome, Android");
        assert_eq!(
            words("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"),
            "Firefox, Linux"
        );
        assert_eq!(words("<script>alert(1)</script>"), "");
        assert_eq!(device_words(&HeaderMap::new()), "");
    }
}
