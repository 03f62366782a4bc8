//! Another recovery code for a worker who lost the phone and the code: the form on the page of a
//! registration, and the page that shows the code once.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;
use zeroize::Zeroizing;

use super::html::{self as frame, HtmlPage, MenuEntry, form_token};
use super::refusal::Refusal;
use super::session::{PostedForm, Session};
use super::state::WebState;
use super::view::RegistrationView;
use super::words;
use crate::desk::{self, MOST_REASON, Reissuer, Seen};
use crate::failure::Failure;
use crate::purposes;
use crate::store::officers::Role;

/// The fields belong to a form outside of the one that decides: see [`form`].
const FORM: &str = "reissue";

/// Whether this officer can make another code for this registration.
fn possible(session: &Session, known: &RegistrationView) -> bool {
    let goes_on = matches!(
        known.status.state,
        OfficeState::Received | OfficeState::NeedsCorrection | OfficeState::Accepted
    );
    let stands_alone = known
        .shown
        .as_ref()
        .is_some_and(|opened| opened.shown.completes.is_none())
        && !purposes::is_request(known.purpose());
    session.role >= Role::Decider && goes_on && stands_alone
}

/// What was seen, and why. Nothing where no code can be made.
///
/// It stands among the answers, so that photo and verdict stay in reach when it is opened.
pub(super) fn fields(session: &Session, known: &RegistrationView) -> Markup {
    let lang = session.lang;
    html! {
        @if possible(session, known) {
            details .card {
                summary { (words::REISSUE.text(lang)) }
                p .soft { (words::REISSUE_MEANS.text(lang)) }
                (tick("ktp", words::SAW_KTP.text(lang)))
                (tick("person", words::SAW_PERSON.text(lang)))
                label for="why" { (words::REISSUE_WHY.text(lang)) }
                input #why name="why" type="text" form=(FORM) maxlength=(MOST_REASON) autocomplete="off" required;
                div .buttons { button .loss type="submit" form=(FORM) { (words::REISSUE.text(lang)) } }
            }
        }
    }
}

fn tick(name: &str, text: &str) -> Markup {
    html! {
        label .tick { input type="checkbox" name=(name) value="yes" form=(FORM) required; span { (text) } }
    }
}

/// The form that [`fields`] belong to.
pub(super) fn form(session: &Session, known: &RegistrationView) -> Markup {
    html! {
        @if possible(session, known) {
            form id=(FORM) method="post" action={ "/registrations/" (known.id) "/reissue" } { (form_token(session)) }
        }
    }
}

/// Makes the code and shows it. No other page has it, and nothing keeps it.
pub(super) async fn reissue(
    State(web): State<Arc<WebState>>,
    Path(id): Path<String>,
    PostedForm { session, fields }: PostedForm,
) -> Result<Response, Refusal> {
    session.needs(Role::Decider)?;
    let registration: RegistrationId = id.parse().map_err(|_| Refusal::NotFound)?;
    let seen = Seen {
        ktp: fields.one("ktp") == "yes",
        person: fields.one("person") == "yes",
        why: fields.one("why").to_owned(),
    };
    let (shared, officer, now) = (Arc::clone(&web), session.officer.clone(), web.clock.now());
    let made = web.stores.with(move |store| {
        let by = Reissuer {
            officer: &officer,
            keys: &shared.keys,
            papers: &shared.papers,
            now,
        };
        match desk::reissue(store, registration, &seen, &by) {
            Ok(code) => Ok(Some(Zeroizing::new(code.to_string()))),
            Err(Failure::Input(_) | Failure::Envelope(_)) => Ok(None),
            Err(other) => Err(other),
        }
    });
    let code = made.await?.ok_or(Refusal::Form)?;
    Ok((StatusCode::OK, page(&session, registration, &code)).into_response())
}

fn page(session: &Session, id: RegistrationId, code: &str) -> HtmlPage {
    let lang: Lang = session.lang;
    let content = html! {
        div .sheet {
            p .back { a href={ "/registrations/" (id) } { "← " (id.receipt()) } }
            h1 { (words::REISSUED.text(lang)) }
            section .card {
                p { strong .code { (code) } }
                p { (words::REISSUED_HOW.text(lang)) }
                p .soft { (words::REISSUED_ONCE.text(lang)) }
            }
        }
    };
    frame::page(
        session,
        MenuEntry::Queue,
        words::REISSUED.text(lang),
        &content,
    )
}
