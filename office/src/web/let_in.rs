//! What both steps of signing in share: the password's hash, the page that asks, and the session that
//! begins when everything was proved.

use std::sync::Arc;
use std::time::Duration;

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;
use payung_model::units::Timestamp;

use super::decision_form::DecisionForm;
use super::device::{self, DeviceId};
use super::html::HtmlPage;
use super::refusal::Refusal;
use super::session::{FormFields, Session, SessionToken};
use super::sheet::sheet as page_of;
use super::state::WebState;
use super::view::known;
use super::{html as frame, sessions, unapplied, unread, words};
use crate::failure::Failure;
use crate::second_factor::RecoveryCodes;
use crate::store::money::ReportKey;
use crate::store::officers::{NewSecondFactor, SecondProof, SignIn};

/// A refusal comes this long after the question, whatever its reason.
pub(super) const SAME_TIME: Duration = Duration::from_millis(500);

/// What was written when the session ended is carried in hidden fields whose names begin with this.
pub(super) const KEPT: &str = "kept-";

/// What was proved beside the password.
pub(super) enum Proved {
    Nothing,
    /// A code, by its step.
    Code(i64),
    /// A recovery code, by its hash.
    Recovery([u8; 32]),
    /// The first code of an app, with what is kept of it.
    New {
        factor: NewSecondFactor,
        codes: RecoveryCodes,
    },
}

/// Begins a session and answers with the page to go on with. None when what was proved does not hold
/// (any more): somebody used that code before.
pub(super) async fn let_in(
    web: &Arc<WebState>,
    asked: &HeaderMap,
    lang: Lang,
    name: &str,
    device: Option<DeviceId>,
    proved: &Proved,
    kept: &FormFields,
) -> Result<Option<Response>, Refusal> {
    let Some(token) = begin(web, asked, name, proved).await? else {
        return Ok(None);
    };
    let mut headers = HeaderMap::new();
    headers.append(SET_COOKIE, header(&token.set_cookie(web))?);
    if let Some(device) = device {
        // A known device has a wait of its own, which the right password ends. Any other browser
        // becomes a known device by it.
        let forgotten = web
            .stores
            .with(move |store| Ok(store.forget_device_tries(&device)?));
        forgotten.await?;
    } else {
        let set = device::set_cookie(web.is_secure(), &web.index, name).map_err(Failure::from)?;
        headers.append(SET_COOKIE, header(&set)?);
    }
    if let Proved::New { codes, .. } = proved {
        return Ok(Some(
            (headers, codes_page(lang, codes, kept)).into_response(),
        ));
    }
    if let Ok(id) = kept.one("registration").parse::<RegistrationId>() {
        let page = go_on(web, &token, name.to_owned(), lang, id, kept).await?;
        return Ok(Some((headers, page).into_response()));
    }
    if let Ok(report) = kept.one("registration").parse() {
        let page = go_on_with_report(web, &token, name.to_owned(), lang, report, kept).await?;
        return Ok(Some((headers, page).into_response()));
    }
    Ok(Some((headers, Redirect::to("/queue")).into_response()))
}

/// The page on which somebody wrote, with the words, for whoever has just signed in. Nothing is
/// decided yet.
async fn go_on(
    web: &Arc<WebState>,
    token: &SessionToken,
    name: String,
    lang: Lang,
    id: RegistrationId,
    kept: &FormFields,
) -> Result<HtmlPage, Refusal> {
    let (session, wish) = begun(web, token, name, lang, kept).await?;
    match known(web, &session, id.to_string()).await {
        Ok(known) => Ok(page_of(&session, &known, &wish)),
        // It was written on the page of money whose registration is not here.
        Err(Refusal::NotFound) => unapplied::page_of(web, &session, id, &wish).await,
        Err(other) => Err(other),
    }
}

/// The same for a report that cannot be read.
async fn go_on_with_report(
    web: &Arc<WebState>,
    token: &SessionToken,
    name: String,
    lang: Lang,
    report: ReportKey,
    kept: &FormFields,
) -> Result<HtmlPage, Refusal> {
    let (session, wish) = begun(web, token, name, lang, kept).await?;
    unread::page_of(web, &session, report, &wish).await
}

/// The session that has just begun, and what was typed before it.
async fn begun(
    web: &WebState,
    token: &SessionToken,
    name: String,
    lang: Lang,
    kept: &FormFields,
) -> Result<(Session, DecisionForm), Refusal> {
    let hash = token.hash();
    let found = web
        .stores
        .with(move |store| Ok(store.session(&hash)?))
        .await?;
    let role = found.ok_or(Refusal::SignIn { ended: true })?.role;
    let mut wish = DecisionForm::read(kept);
    wish.kept = true;
    Ok((Session::of(token, name, role, lang), wish))
}

/// The hash to compare with; none for an unknown name and for one that waits. The try counts as a
/// wrong one already.
pub(super) async fn password_hash(
    web: &WebState,
    name: &str,
    device: Option<DeviceId>,
    now: Timestamp,
) -> Result<Option<String>, Refusal> {
    let name = name.to_owned();
    let found = web.stores.with(move |store| {
        Ok(match device {
            // A device that was let in before does not wait for what strangers try under the same
            // name elsewhere.
            Some(device) if !store.begin_device_try(&device, now)? => None,
            Some(_) => store.password(&name)?,
            None => store.begin_try(&name, now)?,
        })
    });
    Ok(found.await?)
}

/// Begins a session. Signing in again in the same browser ends the session that it had.
async fn begin(
    web: &WebState,
    asked: &HeaderMap,
    name: &str,
    proved: &Proved,
) -> Result<Option<SessionToken>, Refusal> {
    let (name, now, whole) = (
        name.to_owned(),
        web.clock.now(),
        i64::try_from(web.settings.whole.as_millis()).unwrap_or(i64::MAX),
    );
    let old = SessionToken::from_cookie(asked, web).map(|token| token.hash());
    let device = sessions::device_words(asked);
    let (code, recovery, new) = match proved {
        Proved::Nothing => (None, None, None),
        Proved::Code(step) => (Some(*step), None, None),
        Proved::Recovery(hash) => (None, Some(*hash), None),
        Proved::New { factor, .. } => (None, None, Some(factor.clone())),
    };
    let begun = web.stores.with(move |store| {
        let token = SessionToken::new()?;
        let second = match (code, &recovery, &new) {
            (Some(step), ..) => SecondProof::Code(step),
            (_, Some(hash), _) => SecondProof::Recovery(hash),
            (.., Some(factor)) => SecondProof::New(factor),
            _ => SecondProof::None,
        };
        let oldest = Timestamp::from_millis(now.millis().saturating_sub(whole)).unwrap_or_default();
        let begun = store.sign_in(&SignIn {
            name: &name,
            token_hash: &token.hash(),
            now,
            oldest,
            before: old,
            device: &device,
            second,
        })?;
        Ok(begun.then_some(token))
    });
    Ok(begun.await?)
}

fn header(text: &str) -> Result<HeaderValue, Refusal> {
    HeaderValue::from_str(text).map_err(|_| Refusal::Form)
}

/// True for a field that holds words of an officer.
fn is_typed(field: &str) -> bool {
    field.contains("words") || ["note", "reason", "why", "back_why"].contains(&field)
}

/// The recovery codes, which are shown this once. Words that were kept from before stand below, so
/// that they can be copied.
pub(super) fn codes_page(lang: Lang, codes: &RecoveryCodes, kept: &FormFields) -> HtmlPage {
    let written: Vec<&str> = kept
        .every()
        .filter(|(name, value)| is_typed(name) && !value.trim().is_empty())
        .map(|(_, value)| value)
        .collect();
    let on = kept.one("registration");
    let to = if on.is_empty() {
        "/queue".to_owned()
    } else if on.parse::<ReportKey>().is_ok() {
        format!("/reports/{on}")
    } else {
        format!("/registrations/{on}")
    };
    let content = html! {
        p { (words::RECOVERY_HOW.text(lang)) }
        ol .card .code { @for code in codes.shown() { li { (code) } } }
        @if !written.is_empty() {
            p { (words::KEPT_BELOW.text(lang)) }
            @for text in written { p .card { (frame::safe_text(text)) } }
        }
        p { a .primary href=(frame::safe_text(&to)) { (words::RECOVERY_DONE.text(lang)) } }
    };
    frame::plain(lang, words::RECOVERY.text(lang), &content)
}

/// The form for name and password.
pub(super) fn sheet(lang: Lang, name: &str, problem: Option<&str>, kept: &FormFields) -> HtmlPage {
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
