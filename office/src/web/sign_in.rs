//! Signing in and out. A wrong name, a wrong password and a wait that is not over get the same
//! answer after the same time, so that a stranger learns nothing from it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;
use payung_model::typed::clean;
use payung_model::units::Timestamp;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::decision_form::DecisionForm;
use super::device::{self, DeviceId};
use super::html::HtmlPage;
use super::language::ReaderLang;
use super::refusal::Refusal;
use super::session::{FormFields, PostedForm, Session, SessionToken, from_this_site, no_cookie};
use super::sheet::sheet as page_of;
use super::state::WebState;
use super::view::known;
use super::{html as frame, password, words};
use crate::clock::Stopwatch;
use crate::failure::Failure;
use crate::store::AuditEntry;
use crate::store::officers::SignIn;

/// Whoever is not let in learns it this long after asking, for whichever reason.
const SAME_TIME: Duration = Duration::from_millis(500);

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
        Err(_) => sheet(lang, "", asked.ended.map(|_| words::ENDED.text(lang)), &FormFields::default()).into_response(),
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
    let old = SessionToken::from_cookie(&headers, &web).map(|token| token.hash());
    let device = device::known(&headers, web.is_secure(), &web.index, &name);
    let now = web.clock.now();
    let kept = password_hash(&web, &name, device, now).await?;
    // An unknown name, and one that waits, are compared with a hash too.
    let (known, hash) = kept.map_or_else(|| (false, web.unknown_hash.clone()), |hash| (true, hash));
    let plausible = password::is_plausible(&given);
    let right = web.hashers.is_right(given, hash).await.ok_or(Refusal::Busy)? && plausible && known;
    if right {
        let token = begin(&web, &name, old, now).await?;
        let mut headers = HeaderMap::new();
        headers.append(SET_COOKIE, header(&token.set_cookie(&web))?);
        if let Some(device) = device {
            web.device_tries.forget(&device);
        } else {
            let set = device::set_cookie(web.is_secure(), &web.index, &name).map_err(Failure::from)?;
            headers.append(SET_COOKIE, header(&set)?);
        }
        let kept = fields.without(KEPT);
        if let Ok(id) = kept.one("registration").parse::<RegistrationId>() {
            return Ok((headers, go_on(&web, &token, name, lang, id, &kept).await?).into_response());
        }
        return Ok((headers, Redirect::to("/queue")).into_response());
    }
    if known {
        let who = name.clone();
        let noted = web.stores.with(move |store| {
            let entry = AuditEntry { at: now, officer: &who, action: "sign in failed", id: None, detail: "" };
            Ok(store.audit(&[entry])?)
        });
        noted.await?;
    }
    // Writing the try of a known name takes a few milliseconds that an unknown one does not need, so both are answered
    // at the same time after the question.
    tokio::time::sleep(SAME_TIME.saturating_sub(watch.elapsed())).await;
    let kept = fields.without(KEPT);
    Ok((StatusCode::FORBIDDEN, sheet(lang, &typed, Some(words::NOT_LET_IN.text(lang)), &kept)).into_response())
}

/// What was written when the session ended is carried in hidden fields whose names begin with this.
const KEPT: &str = "kept-";

/// The sign-in that follows a form whose session had ended: it keeps what was written.
pub(super) fn with_kept(web: &WebState, lang: Lang, id: &str, fields: &FormFields) -> Response {
    let mut kept: Vec<(String, String)> = fields
        .every()
        .filter(|(name, _)| *name != "form_token")
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    kept.push(("registration".into(), id.to_owned()));
    let page = sheet(lang, "", Some(words::KEPT.text(lang)), &FormFields::of(kept));
    (StatusCode::FORBIDDEN, [(SET_COOKIE, no_cookie(web))], page).into_response()
}

/// The page on which somebody wrote, with the words, for whoever has just signed in. Nothing is decided yet.
async fn go_on(
    web: &Arc<WebState>,
    token: &SessionToken,
    name: String,
    lang: Lang,
    id: RegistrationId,
    kept: &FormFields,
) -> Result<HtmlPage, Refusal> {
    let hash = token.hash();
    let found = web.stores.with(move |store| Ok(store.session(&hash)?)).await?;
    let role = found.ok_or(Refusal::SignIn { ended: true })?.role;
    let session = Session::of(token, name, role, lang);
    let known = known(web, &session, id.to_string()).await?;
    let mut wish = DecisionForm::read(kept);
    wish.kept = true;
    Ok(page_of(&session, &known, &wish))
}

/// The hash to compare with; none for an unknown name and for one that waits. The try counts as a wrong one already.
async fn password_hash(
    web: &WebState,
    name: &str,
    device: Option<DeviceId>,
    now: Timestamp,
) -> Result<Option<String>, Refusal> {
    let name = name.to_owned();
    let by_itself = match device {
        Some(device) if !web.device_tries.begin(device, now) => return Ok(None),
        device => device.is_some(),
    };
    let found = web
        .stores
        .with(move |store| Ok(if by_itself { store.password(&name)? } else { store.begin_try(&name, now)? }));
    Ok(found.await?)
}

/// Begins a session. Signing in again in the same browser ends the session that it had.
async fn begin(web: &WebState, name: &str, old: Option<[u8; 32]>, now: Timestamp) -> Result<SessionToken, Refusal> {
    let (name, whole) = (name.to_owned(), i64::try_from(web.settings.whole.as_millis()).unwrap_or(i64::MAX));
    let begun = web.stores.with(move |store| {
        let token = SessionToken::new()?;
        let oldest = Timestamp::from_millis(now.millis().saturating_sub(whole)).unwrap_or_default();
        store.sign_in(&SignIn { name: &name, token_hash: &token.hash(), now, oldest, before: old })?;
        Ok(token)
    });
    Ok(begun.await?)
}

fn header(text: &str) -> Result<HeaderValue, Refusal> {
    HeaderValue::from_str(text).map_err(|_| Refusal::Form)
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

fn sheet(lang: Lang, name: &str, problem: Option<&str>, kept: &FormFields) -> HtmlPage {
    let content = html! {
        @if let Some(problem) = problem { p .problem role="alert" { (problem) } }
        form method="post" action="/sign-in" .card {
            @for (field, value) in kept.every() {
                input type="hidden" name={ (KEPT) (frame::safe_text(field)) } value=(frame::kept_text(value));
            }
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
