//! Signing in and out. A wrong name, a wrong password and a wait that is not over get the same
//! answer after the same time, so that a stranger learns nothing from it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use payung_model::text::Lang;
use payung_model::typed::clean;
use payung_model::units::Timestamp;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::html::HtmlPage;
use super::language::ReaderLang;
use super::refusal::Refusal;
use super::session::{FormFields, PostedForm, Session, SessionToken, from_this_site, no_cookie};
use super::state::WebState;
use super::{html as frame, password, words};
use crate::store::AuditEntry;
use crate::store::officers::SignIn;

/// How long a sign-in waits until a password may be hashed.
const TURN: Duration = Duration::from_secs(10);

#[derive(Deserialize)]
pub(super) struct SignInQuery {
    ended: Option<String>,
}

pub(super) async fn form(
    ReaderLang(lang): ReaderLang,
    session: Result<Session, Refusal>,
    Query(asked): Query<SignInQuery>,
) -> Response {
    match session {
        Ok(_) => Redirect::to("/queue").into_response(),
        Err(_) => sheet(lang, "", asked.ended.map(|_| words::ENDED.text(lang))).into_response(),
    }
}

pub(super) async fn sign_in(
    State(web): State<Arc<WebState>>,
    ReaderLang(lang): ReaderLang,
    headers: HeaderMap,
    fields: FormFields,
) -> Result<Response, Refusal> {
    // A sign-in carries no session yet, so this check is its only protection against other sites.
    from_this_site(&headers, &web)?;
    let typed = fields.one("name").to_owned();
    let name = clean(&typed).to_lowercase();
    let given = Zeroizing::new(fields.one("password").to_owned());
    let old = SessionToken::from_cookie(&headers, &web).map(|token| token.hash());
    // Each hash takes 19 MiB. Without a limit many sign-ins at once would use up the memory.
    let turn = tokio::time::timeout(TURN, web.hashing.acquire()).await.map_err(|_| Refusal::Busy)?;
    let (now, whole, nobody) = (web.clock.now(), web.settings.whole, web.unknown_hash.clone());
    let let_in = web.stores.with(move |store| {
        let kept = store.begin_try(&name, now)?;
        // An unknown name is compared with a hash too, so that it takes as long as a known one.
        let right = password::is_right(&given, kept.as_deref().unwrap_or(&nobody));
        if kept.is_none() || !right {
            if kept.is_some() {
                let failed = AuditEntry { at: now, officer: &name, action: "sign in failed", id: None, detail: "" };
                store.audit(&[failed])?;
            }
            return Ok(None);
        }
        let token = SessionToken::new()?;
        let whole = i64::try_from(whole.as_millis()).unwrap_or(i64::MAX);
        let oldest = Timestamp::from_millis(now.millis().saturating_sub(whole)).unwrap_or_default();
        // Signing in again in the same browser ends the session that it had.
        store.sign_in(&SignIn { name: &name, token_hash: &token.hash(), now, oldest, before: old })?;
        Ok(Some(token))
    });
    let let_in = let_in.await;
    drop(turn);
    if let Some(token) = let_in? {
        return Ok(([(SET_COOKIE, token.set_cookie(&web))], Redirect::to("/queue")).into_response());
    }
    Ok((StatusCode::FORBIDDEN, sheet(lang, &typed, Some(words::NOT_LET_IN.text(lang)))).into_response())
}

pub(super) async fn sign_out(State(web): State<Arc<WebState>>, posted: PostedForm) -> Result<Response, Refusal> {
    let (now, session) = (web.clock.now(), posted.session);
    let done = web.stores.with(move |store| {
        let entry = AuditEntry { at: now, officer: &session.officer, action: "sign out", id: None, detail: "" };
        Ok(store.sign_out(&session.token_hash, &entry)?)
    });
    done.await?;
    Ok(([(SET_COOKIE, no_cookie(&web))], Redirect::to("/sign-in")).into_response())
}

fn sheet(lang: Lang, name: &str, problem: Option<&str>) -> HtmlPage {
    let content = html! {
        @if let Some(problem) = problem { p .problem role="alert" { (problem) } }
        form method="post" action="/sign-in" .card {
            label for="name" { (words::NAME.text(lang)) }
            input #name name="name" type="text" autocomplete="username" autocapitalize="none" spellcheck="false"
                maxlength="64" required value=(frame::safe_text(name)) autofocus[name.is_empty()];
            label for="password" { (words::PASSWORD.text(lang)) }
            input #password name="password" type="password" autocomplete="current-password" required
                autofocus[!name.is_empty()];
            button .primary type="submit" { (words::SIGN_IN.text(lang)) }
        }
        p .soft { (words::FOR_OFFICERS.text(lang)) }
    };
    frame::plain(lang, words::SIGN_IN.text(lang), &content)
}
