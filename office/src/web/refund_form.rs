//! The form by which an officer gives money back: on the page of the registration that paid, and on
//! that of money without a registration.

use maud::{Markup, html};
use payung_model::sealed::RegistrationId;
use payung_model::text::format;
use payung_model::units::Rupiah;

use super::decision_form::{BackWish, DecisionForm};
use super::html::{form_token, safe_text};
use super::session::Session;
use super::words;
use crate::desk::MOST_REASON;
use crate::store::officers::Role;

/// The fields belong to a form outside of the one that decides: see [`RefundForm::form`].
const FORM: &str = "refund";

/// What an officer can give back on a page.
pub(super) struct RefundForm<'a> {
    /// Where the form goes.
    pub action: String,
    pub free: Rupiah,
    /// By which the form is known when it comes twice: new on every page, so that a double click
    /// gives back once.
    pub once: RegistrationId,
    /// Requests for this money that wait.
    pub requests: &'a [RegistrationId],
    /// The payer is told. The money of anybody else may have gone another way already.
    pub has_registration: bool,
}

impl RefundForm<'_> {
    /// Whether this officer can give something back here.
    fn is_possible(&self, session: &Session) -> bool {
        session.role >= Role::Decider && self.free > Rupiah(0)
    }

    /// The fields; left out where nothing can be given back.
    pub(super) fn fields(&self, session: &Session, wish: &DecisionForm) -> Markup {
        let (lang, back) = (session.lang, &wish.back);
        let means = if self.has_registration {
            words::GIVE_BACK_MEANS
        } else {
            words::GIVE_BACK_UNTOLD
        };
        let typed = !back.why.is_empty() || !back.amount.is_empty();
        html! {
            @if self.is_possible(session) {
                details open[typed || !self.has_registration] {
                    summary { (words::GIVE_BACK.text(lang)) }
                    p .soft { (means.text(lang)) }
                    p { (words::OF_THAT_FREE.text(lang)) strong { (format::money(self.free)) } }
                    label for="amount" { (words::GIVE_BACK_AMOUNT.text(lang)) }
                    input #amount name="amount" type="text" inputmode="numeric" form=(FORM) maxlength="20" autocomplete="off" required
                        aria-invalid=[wish.is_wrong("amount").then_some("true")] value=(safe_text(&back.amount));
                    (self.request(session, wish))
                    (self.way(session, back))
                    label for="back_why" { (words::GIVE_BACK_WHY.text(lang)) }
                    input #back_why name="back_why" type="text" form=(FORM) maxlength=(MOST_REASON) autocomplete="off" required
                        aria-invalid=[wish.is_wrong("back_why").then_some("true")] value=(safe_text(&back.why));
                    div .buttons { button .loss type="submit" form=(FORM) { (words::GIVE_BACK.text(lang)) } }
                }
            }
        }
    }

    /// Which request it answers. The oldest one stands first, so that it is chosen unless the
    /// officer says otherwise.
    fn request(&self, session: &Session, wish: &DecisionForm) -> Markup {
        let lang = session.lang;
        html! {
            @if !self.requests.is_empty() {
                label for="request" { (words::WHICH_REQUEST.text(lang)) }
                select #request name="request" form=(FORM) aria-invalid=[wish.is_wrong("request").then_some("true")] {
                    @for id in self.requests {
                        option value=(id) selected[id.to_string() == wish.back.request] { (id.receipt()) }
                    }
                }
            }
        }
    }

    fn way(&self, session: &Session, back: &BackWish) -> Markup {
        let lang = session.lang;
        html! {
            @if !self.has_registration {
                label for="way" { (words::HOW_IT_GOES.text(lang)) }
                select #way name="way" form=(FORM) {
                    option value="acquirer" { (words::WAY_BACK.text(lang)) }
                    option value="elsewhere" selected[back.elsewhere] { (words::WAY_ELSEWHERE.text(lang)) }
                }
            }
        }
    }

    /// The form that [`Self::fields`] belong to.
    pub(super) fn form(&self, session: &Session) -> Markup {
        html! {
            @if self.is_possible(session) {
                form id=(FORM) method="post" action=(self.action) {
                    (form_token(session))
                    input type="hidden" name="once" value=(self.once);
                }
            }
        }
    }
}
