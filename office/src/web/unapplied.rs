//! Money whose payer has no registration here, on a page of its own: what came, what was given back,
//! and the form that gives back what is left.

use std::sync::Arc;

use axum::extract::{Path, State};
use maud::html;
use payung_model::sealed::RegistrationId;
use payung_model::text::format;

use super::decision_form::DecisionForm;
use super::html::{self as frame, HtmlPage, MenuEntry, safe_text};
use super::money::{bills, bills_are_cut, payments, refunds};
use super::refund_form::RefundForm;
use super::refusal::Refusal;
use super::session::Session;
use super::sheet::problems;
use super::state::WebState;
use super::words;
use crate::desk::{self, UnappliedMoney};
use crate::store::money::PayerKind;
use crate::store::officers::Role;

pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
    Path(payer): Path<String>,
) -> Result<HtmlPage, Refusal> {
    let payer = payer.parse().map_err(|_| Refusal::NotFound)?;
    page_of(&web, &session, payer, &DecisionForm::default()).await
}

/// The page of that payer's money, with what was typed.
pub(super) async fn page_of(
    web: &Arc<WebState>,
    session: &Session,
    payer: RegistrationId,
    wish: &DecisionForm,
) -> Result<HtmlPage, Refusal> {
    session.needs(Role::Decider)?;
    let now = web.clock.now();
    let found = web.stores.with(move |store| {
        let money = desk::unapplied_money(store, payer)?;
        Ok((money, desk::new_form(now)?))
    });
    let (money, once) = found.await?;
    let money = money.ok_or(Refusal::NotFound)?;
    Ok(page(session, &money, once, wish))
}

fn page(
    session: &Session,
    money: &UnappliedMoney,
    once: RegistrationId,
    wish: &DecisionForm,
) -> HtmlPage {
    let lang = session.lang;
    let form = RefundForm {
        action: format!("/money/{}/refund", money.payer),
        free: money.free,
        once,
        requests: &[],
        has_registration: false,
    };
    let content = html! {
        p .back { a href="/money" { (words::BACK_TO_MONEY.text(lang)) } }
        h1 { (words::UNAPPLIED_WITHOUT.text(lang)) }
        @if wish.kept { p .problem role="status" { (words::KEPT_AGAIN.text(lang)) } }
        p { span .code { (money.payer.receipt()) } " · " span .soft { (money.payer) } }
        p .soft { @match money.kind {
            PayerKind::Sponsor => { (words::OF_SPONSOR.text(lang)) (safe_text(money.name.as_deref().unwrap_or_default())) }
            PayerKind::Erased => (words::OF_ERASED.text(lang)),
            PayerKind::Unknown | PayerKind::Registration => (words::OF_UNKNOWN.text(lang)),
        } }
        (problems(lang, wish))
        section .card .money {
            @if !money.bills.rows.is_empty() { (bills(lang, &money.bills.rows, None)) }
            @if !money.payments.is_empty() { (payments(lang, &money.payments)) }
            (bills_are_cut(lang, &money.bills, &money.payer.to_string()))
            p { (words::UNAPPLIED.text(lang)) ": " strong { (format::money(money.unapplied)) } }
            (refunds(lang, &money.refunds, &money.payer.to_string()))
            (form.fields(session, wish))
        }
        (form.form(session))
    };
    frame::page(
        session,
        MenuEntry::Money,
        words::UNAPPLIED_WITHOUT.text(lang),
        &content,
    )
}
