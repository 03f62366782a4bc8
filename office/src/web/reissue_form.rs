//! The form by which an officer makes access anew, on the page of a registration.

use maud::{Markup, html};
use payung_model::journey::OfficeState;

use super::decision_form::DecisionForm;
use super::html::{self as frame, form_token};
use super::session::Session;
use super::view::RegistrationView;
use super::words;
use crate::desk::MOST_REASON;
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

/// The fields for what the officer saw, and why. They are left out where no code can be made.
///
/// They stand among the answers, so that photo and verdict stay in reach when they are opened.
pub(super) fn fields(session: &Session, known: &RegistrationView, wish: &DecisionForm) -> Markup {
    let lang = session.lang;
    html! {
        @if possible(session, known) {
            details .card open[!wish.reissue.why.is_empty()] {
                summary { (words::REISSUE.text(lang)) }
                p .soft { (words::REISSUE_MEANS.text(lang)) }
                (tick("ktp", words::SAW_KTP.text(lang), wish.reissue.ktp))
                (tick("person", words::SAW_PERSON.text(lang), wish.reissue.person))
                label for="why" { (words::REISSUE_WHY.text(lang)) }
                input #why name="why" type="text" form=(FORM) maxlength=(MOST_REASON) autocomplete="off" required value=(frame::safe_text(&wish.reissue.why));
                div .buttons { button .loss type="submit" form=(FORM) { (words::REISSUE.text(lang)) } }
            }
        }
    }
}

fn tick(name: &str, text: &str, checked: bool) -> Markup {
    html! {
        label .tick { input type="checkbox" name=(name) value="yes" form=(FORM) required checked[checked]; span { (text) } }
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
