//! Signing in and out. A wrong name, a wrong password and a wait that is not over get the same
//! answer after the same time, so that a stranger learns nothing from it.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use payung_model::text::Lang;
use payung_model::typed::clean;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::device::{self};
use super::language::ReaderLang;
use super::let_in::{KEPT, Proved, SAME_TIME, let_in, password_hash, sheet};
use super::refusal::Refusal;
use super::second::{self, Ticket};
use super::session::{FormFields, PostedForm, Session, from_this_site, no_cookie};
use super::state::WebState;
use super::{password, words};
use crate::clock::Stopwatch;
use crate::failure::Failure;
use crate::random::SystemRandom;
use crate::second_factor::TotpSecret;
use crate::store::AuditEntry;

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
        Err(_) => sheet(
            lang,
            "",
            asked.ended.map(|_| words::ENDED.text(lang)),
            &FormFields::default(),
        )
        .into_response(),
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
    let watch = Stopwatch::start();
    let typed = fields.one("name").to_owned();
    let name = clean(&typed).to_lowercase();
    let given = Zeroizing::new(fields.one("password").to_owned());
    let device = device::known(&headers, web.is_secure(), &web.index, &name);
    let now = web.clock.now();
    let kept = password_hash(&web, &name, device, now).await?;
    // An unknown name, and one that waits, are compared with a hash too.
    let (known, hash) = kept.map_or_else(|| (false, web.unknown_hash.clone()), |hash| (true, hash));
    let plausible = password::is_plausible(&given);
    let right = web
        .hashers
        .is_right(given, hash.clone())
        .await
        .ok_or(Refusal::Busy)?
        && plausible
        && known;
    if right {
        let kept = fields.without(KEPT);
        let whose = name.clone();
        let found = web
            .stores
            .with(move |store| Ok(store.second_factor(&whose)?));
        let factor = found.await?.ok_or(Refusal::SignIn { ended: false })?;
        let new = match &factor.sealed {
            Some(_) => None,
            None if web.settings.second_factor.asks(factor.role) => {
                Some(TotpSecret::new(&mut SystemRandom).map_err(Failure::from)?)
            }
            None => {
                let done = let_in(&web, &headers, lang, &name, device, &Proved::Nothing, &kept);
                return done.await?.ok_or(Refusal::SignIn { ended: false });
            }
        };
        let ticket = Ticket::new(&hash, new, now);
        return Ok(second::page(&web, lang, &name, &ticket, false, &kept)?.into_response());
    }
    if known {
        let who = name.clone();
        let noted = web.stores.with(move |store| {
            let entry = AuditEntry {
                at: now,
                officer: &who,
                action: "sign in failed",
                id: None,
                detail: "",
            };
            Ok(store.audit(&[entry])?)
        });
        noted.await?;
    }
    // Writing the try of a known name takes a few milliseconds that an unknown one does not need,
    // so both are answered at the same time after the question.
    tokio::time::sleep(SAME_TIME.saturating_sub(watch.elapsed())).await;
    let kept = fields.without(KEPT);
    Ok((
        StatusCode::FORBIDDEN,
        sheet(lang, &typed, Some(words::NOT_LET_IN.text(lang)), &kept),
    )
        .into_response())
}

/// The sign-in that follows a form whose session had ended: it keeps what was written.
pub(super) fn with_kept(web: &WebState, lang: Lang, id: &str, fields: &FormFields) -> Response {
    let mut kept: Vec<(String, String)> = fields
        .every()
        .filter(|(name, _)| *name != "form_token")
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    kept.push(("registration".into(), id.to_owned()));
    let page = sheet(
        lang,
        "",
        Some(words::KEPT.text(lang)),
        &FormFields::of(kept),
    );
    (StatusCode::FORBIDDEN, [(SET_COOKIE, no_cookie(web))], page).into_response()
}

pub(super) async fn sign_out(
    State(web): State<Arc<WebState>>,
    posted: PostedForm,
) -> Result<Response, Refusal> {
    let (now, session) = (web.clock.now(), posted.session);
    let done = web.stores.with(move |store| {
        let entry = AuditEntry {
            at: now,
            officer: &session.officer,
            action: "sign out",
            id: None,
            detail: "",
        };
        Ok(store.sign_out(&session.token_hash, &entry)?)
    });
    done.await?;
    Ok(([(SET_COOKIE, no_cookie(&web))], Redirect::to("/sign-in")).into_response())
}
