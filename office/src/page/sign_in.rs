//! Signing in and out. Whatever is wrong (the name, the password, the time to wait), the answer is the same, and as slow.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use payung_model::text::Lang;
use payung_model::units::Timestamp;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::html::Sheet;
use super::language::Reads;
use super::refusal::Refusal;
use super::session::{Fields, Posted, Session, Token, from_this_site, no_cookie};
use super::{Page, html as frame, password, words};
use crate::failure::Failure;
use crate::store::{StoreError, audit, officers};

/// How long a sign-in waits for its turn.
const TURN: Duration = Duration::from_secs(10);

#[derive(Deserialize)]
pub(super) struct Asked {
    ended: Option<String>,
}

pub(super) async fn form(
    Reads(lang): Reads,
    session: Result<Session, Refusal>,
    Query(asked): Query<Asked>,
) -> Response {
    match session {
        Ok(_) => Redirect::to("/queue").into_response(),
        Err(_) => sheet(lang, "", asked.ended.map(|_| words::ENDED.say(lang))).into_response(),
    }
}

pub(super) async fn sign_in(
    State(page): State<Arc<Page>>,
    Reads(lang): Reads,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Refusal> {
    from_this_site(&headers, &page)?;
    let typed = fields.one("name").to_owned();
    let name = typed.trim().to_lowercase();
    let given = Zeroizing::new(fields.one("password").to_owned());
    let old = Token::from_cookie(&headers, &page).map(|token| token.hash());
    let turn = tokio::time::timeout(TURN, page.hashing.acquire()).await.map_err(|_| Refusal::Busy)?;
    let (now, whole, nobody) = (page.clock.now(), page.settings.whole, page.nobody.clone());
    let let_in = page.stores.with(move |store| {
        let kept = store.transact(|sql| officers::begin_try(sql, &name, now))?;
        let right = password::is_right(&given, kept.as_deref().unwrap_or(&nobody));
        if kept.is_none() || !right {
            if kept.is_some() {
                store.transact::<(), StoreError>(|sql| audit(sql, now, &name, "sign in failed", None, ""))?;
            }
            return Ok(None);
        }
        let token = Token::new()?;
        let whole = i64::try_from(whole.as_millis()).unwrap_or(i64::MAX);
        let oldest = Timestamp::from_millis(now.millis().saturating_sub(whole)).unwrap_or_default();
        store.transact::<(), Failure>(|sql| {
            officers::begin_session(sql, &name, &token.hash(), now, oldest)?;
            if let Some(old) = old {
                officers::end_session(sql, &old)?;
            }
            Ok(audit(sql, now, &name, "sign in", None, "")?)
        })?;
        Ok(Some(token))
    });
    let let_in = let_in.await;
    drop(turn);
    if let Some(token) = let_in? {
        return Ok(([(SET_COOKIE, token.set_cookie(&page))], Redirect::to("/queue")).into_response());
    }
    Ok((StatusCode::FORBIDDEN, sheet(lang, &typed, Some(words::NOT_LET_IN.say(lang)))).into_response())
}

pub(super) async fn sign_out(State(page): State<Arc<Page>>, posted: Posted) -> Result<Response, Refusal> {
    let (now, session) = (page.clock.now(), posted.session);
    let done = page.stores.with(move |store| {
        store.transact::<(), Failure>(|sql| {
            officers::end_session(sql, &session.token_hash)?;
            Ok(audit(sql, now, &session.officer, "sign out", None, "")?)
        })
    });
    done.await?;
    Ok(([(SET_COOKIE, no_cookie(&page))], Redirect::to("/sign-in")).into_response())
}

fn sheet(lang: Lang, name: &str, problem: Option<&str>) -> Sheet {
    let content = html! {
        @if let Some(problem) = problem { p .problem role="alert" { (problem) } }
        form method="post" action="/sign-in" .card {
            label for="name" { (words::NAME.say(lang)) }
            input #name name="name" type="text" autocomplete="username" autocapitalize="none" spellcheck="false"
                maxlength="64" required value=(frame::said(name)) autofocus[name.is_empty()];
            label for="password" { (words::PASSWORD.say(lang)) }
            input #password name="password" type="password" autocomplete="current-password" required
                autofocus[!name.is_empty()];
            button .primary type="submit" { (words::SIGN_IN.say(lang)) }
        }
        p .soft { (words::FOR_OFFICERS.say(lang)) }
    };
    frame::plain(lang, words::SIGN_IN.say(lang), &content)
}
