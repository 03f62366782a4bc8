//! The form by which an officer gives money back, on the page of the registration that paid.

use maud::{Markup, html};
use payung_model::text::format;
use payung_model::units::Rupiah;

use super::decision_form::DecisionForm;
use super::html::{form_token, safe_text};
use super::session::Session;
use super::view::RegistrationView;
use super::words;
use crate::desk::MOST_REASON;
use crate::store::officers::Role;

/// The fields belong to a form outside of the one that decides: see [`form`].
const FORM: &str = "refund";

/// Whether this officer can give something back here.
fn possible(session: &Session, known: &RegistrationView) -> bool {
    session.role >= Role::Decider && known.money.free > Rupiah(0)
}

/// The fields for the amount and the reason; left out where nothing can be given back.
pub(super) fn fields(session: &Session, known: &RegistrationView, wish: &DecisionForm) -> Markup {
    let lang = session.lang;
    let typed = !wish.back.why.is_empty() || !wish.back.amount.is_empty();
    html! {
        @if possible(session, known) {
            details open[typed] {
                summary { (words::GIVE_BACK.text(lang)) }
                p .soft { (words::GIVE_BACK_MEANS.text(lang)) }
                p { (words::OF_THAT_FREE.text(lang)) strong { (format::money(known.money.free)) } }
                label for="amount" { (words::GIVE_BACK_AMOUNT.text(lang)) }
                input #amount name="amount" type="text" inputmode="numeric" form=(FORM) maxlength="20" autocomplete="off" required
                    aria-invalid=[wish.is_wrong("amount").then_some("true")] value=(safe_text(&wish.back.amount));
                label for="back_why" { (words::GIVE_BACK_WHY.text(lang)) }
                input #back_why name="back_why" type="text" form=(FORM) maxlength=(MOST_REASON) autocomplete="off" required
                    aria-invalid=[wish.is_wrong("back_why").then_some("true")] value=(safe_text(&wish.back.why));
                div .buttons { button .loss type="submit" form=(FORM) { (words::GIVE_BACK.text(lang)) } }
            }
        }
    }
}

/// The form that [`fields`] belong to. Its value `once` is new on every page, so that a double click
/// gives back once.
pub(super) fn form(session: &Session, known: &RegistrationView) -> Markup {
    html! {
        @if possible(session, known) {
            form id=(FORM) method="post" action={ "/registrations/" (known.id) "/refund" } {
                (form_token(session))
                input type="hidden" name="once" value=(known.money.form);
            }
        }
    }
}
