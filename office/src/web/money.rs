//! Bills and money: a page of what waits, and a section on the page of a registration.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use payung_model::sealed::RegistrationId;
use payung_model::text::{Lang, format};
use payung_model::units::{Date, Rupiah, Timestamp};

use super::html::{self as frame, HtmlPage, MenuEntry, safe_text};
use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use super::words::{self, Words};
use crate::desk::{self, ShownBill, ShownCredit, ShownPayment, ShownRefund, ShownTotals};
use crate::store::money::{BillFilter, CreditFilter, MoneyProblem, MoneyState};
use crate::store::officers::Role;

/// Rows of each list, at most.
const MOST: u32 = 100;

/// What the page of a registration says about its money.
pub(super) struct RegistrationMoney {
    /// The newest first.
    pub bills: Vec<ShownBill>,
    pub unapplied: Rupiah,
    /// What no bill uses, so that it can be given back.
    pub free: Rupiah,
    /// By which the form that gives back is known when it comes twice.
    pub form: RegistrationId,
    /// What was given back, the newest first.
    pub refunds: Vec<ShownRefund>,
    /// Requests for this money that wait.
    pub requests: Vec<RegistrationId>,
}

/// What the page says.
struct Overview {
    waiting: Vec<ShownBill>,
    /// Of payers whose registration is here.
    credits: Vec<ShownCredit>,
    /// Of all others.
    without: Vec<ShownCredit>,
    strays: Vec<ShownPayment>,
    state: MoneyState,
    /// None when it does not balance.
    totals: Option<ShownTotals>,
}

/// The page: totals, bills that wait with a reason, money that pays nothing.
pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
) -> Result<HtmlPage, Refusal> {
    session.needs(Role::Decider)?;
    let found = web.stores.with(|store| {
        let totals = match store.totals() {
            Ok(totals) => Some(totals.into()),
            Err(MoneyProblem::Off(_)) => None,
            Err(MoneyProblem::Store(error)) => return Err(error.into()),
        };
        Ok(Overview {
            waiting: desk::bills(store, BillFilter::Waiting, MOST)?,
            credits: desk::credits(store, CreditFilter::Registered, MOST)?,
            without: desk::credits(store, CreditFilter::Unregistered, MOST)?,
            strays: desk::strays(store, MOST)?,
            state: store.money_state()?,
            totals,
        })
    });
    let found = found.await?;
    let lang = session.lang;
    let content = html! {
        h1 { (words::MONEY.text(lang)) }
        (totals(lang, &found))
        (aside(lang, &found.state))
        h2 { (words::BILLS_THAT_WAIT.text(lang)) }
        @if found.waiting.is_empty() { p .empty { (words::NONE.text(lang)) } }
        @else { (bills(lang, &found.waiting, true)) }
        h2 { (words::UNAPPLIED.text(lang)) }
        @if found.credits.is_empty() { p .empty { (words::NONE.text(lang)) } }
        @else { (credits(lang, &found.credits)) }
        @if !found.without.is_empty() {
            h2 { (words::UNAPPLIED_WITHOUT.text(lang)) }
            (credits(lang, &found.without))
        }
        @if !found.strays.is_empty() {
            h2 { (words::STRAYS.text(lang)) }
            (payments(lang, &found.strays))
        }
    };
    Ok(frame::page(
        &session,
        MenuEntry::Money,
        words::MONEY.text(lang),
        &content,
    ))
}

/// The section of a registration; nothing when there is no money.
pub(super) fn section(lang: Lang, money: &RegistrationMoney, give_back: &Markup) -> Markup {
    let paid: Vec<ShownPayment> = money
        .bills
        .iter()
        .flat_map(|bill| bill.payments.clone())
        .collect();
    html! {
        @if !money.bills.is_empty() || money.unapplied > Rupiah(0) || !money.refunds.is_empty() {
            section .card .money aria-labelledby="money-title" {
                h2 #money-title { (words::MONEY.text(lang)) }
                @if !money.bills.is_empty() { (bills(lang, &money.bills, false)) }
                @if !paid.is_empty() { (payments(lang, &paid)) }
                @if money.unapplied > Rupiah(0) {
                    p { (words::UNAPPLIED.text(lang)) ": " strong { (format::money(money.unapplied)) } }
                }
                (refunds(lang, &money.refunds))
                (give_back)
            }
        }
    }
}

fn totals(lang: Lang, found: &Overview) -> Markup {
    let Some(totals) = found.totals else {
        return html! { p .problem { (words::DOES_NOT_BALANCE.text(lang)) } };
    };
    let rows: [(Words, u64); 4] = [
        (words::RECEIVED_MONEY, totals.received),
        (words::CREDITED_MONEY, totals.credited),
        (words::UNAPPLIED, totals.unapplied),
        (words::REFUNDED_MONEY, totals.refunded),
    ];
    html! {
        table {
            caption .soft { (words::TOTALS.text(lang)) }
            tbody { @for (name, amount) in rows {
                tr { th scope="row" { (name.text(lang)) } td .number { (format::money(Rupiah(amount))) } }
            } }
        }
        @if !found.state.bills.is_empty() {
            p .soft { @for (place, (state, count)) in found.state.bills.iter().enumerate() {
                @if place > 0 { " · " } (words::bill_state(lang, state)) ": " (count)
            } }
        }
    }
}

/// Reasons for which something waits, and how often.
fn aside(lang: Lang, state: &MoneyState) -> Markup {
    html! {
        @if !state.aside.is_empty() {
            h2 { (words::WHY_WAITS.text(lang)) }
            ul { @for (reason, count) in &state.aside { li { (safe_text(reason)) ": " (count) } } }
        }
    }
}

fn bills(lang: Lang, bills: &[ShownBill], with_payer: bool) -> Markup {
    html! {
        table {
            thead { tr {
                th scope="col" { (words::BILL.text(lang)) }
                @if with_payer { th scope="col" { (words::REGISTRATION.text(lang)) } }
                th scope="col" { (words::WHAT.text(lang)) }
                th scope="col" { (words::AMOUNT.text(lang)) }
                th scope="col" { (words::UNTIL.text(lang)) }
            } }
            tbody { @for bill in bills {
                tr {
                    td { span .code { (bill.number) } }
                    @if with_payer { td { a href={ "/registrations/" (bill.payer) } { (receipt(&bill.payer)) } } }
                    td {
                        strong { (words::bill_state(lang, bill.state)) }
                        @if let Some(waits) = &bill.waits { " · " (safe_text(waits)) }
                    }
                    td .number { (format::money(Rupiah(bill.total))) }
                    td { (day(lang, bill.last_day)) }
                }
            } }
        }
    }
}

fn credits(lang: Lang, credits: &[ShownCredit]) -> Markup {
    html! {
        table { tbody { @for credit in credits {
            tr {
                th scope="row" { a href=(page_of(credit)) { span .code { (credit.receipt) } } }
                td .number { (format::money(Rupiah(credit.unapplied))) }
                td .soft { (words::OF_THAT_FREE.text(lang)) (format::money(Rupiah(credit.free))) }
                @if let Some(kind) = words::payer_kind(lang, credit.kind) { td .soft { (kind) } }
            }
        } } }
    }
}

/// The page on which that money can be given back.
fn page_of(credit: &ShownCredit) -> String {
    if credit.has_registration() {
        format!("/registrations/{}", credit.payer)
    } else {
        format!("/money/{}", credit.payer)
    }
}

pub(super) fn payments(lang: Lang, payments: &[ShownPayment]) -> Markup {
    html! {
        table {
            caption .soft { (words::PAYMENTS.text(lang)) }
            tbody { @for payment in payments {
                tr {
                    td { (moment(lang, &payment.paid_at)) }
                    td .number { (format::money(Rupiah(payment.amount))) }
                    td { (words::became(lang, &payment.became)) }
                    td .soft { (safe_text(&payment.reference)) }
                }
            } }
        }
    }
}

/// What was given back: how much, when, to which payment, why, by whom. It is no table, because its
/// sentences are longer than the columns of a narrow page.
pub(super) fn refunds(lang: Lang, refunds: &[ShownRefund]) -> Markup {
    html! {
        @if !refunds.is_empty() {
            h3 { (words::GIVEN_BACK.text(lang)) }
            ul .refunds { @for refund in refunds {
                li {
                    strong { (format::money(Rupiah(refund.amount))) } " · " (moment(lang, &refund.given_at))
                    @if let Some(officer) = &refund.officer { " · " (safe_text(officer)) }
                    @if let Some(why) = &refund.why { " · " (safe_text(why)) }
                    @if let Some(request) = &refund.request {
                        " · " (words::FOR_REQUEST.text(lang)) a href={ "/registrations/" (request) } { (receipt(request)) }
                    }
                    span .soft { (where_to(lang, refund)) }
                }
            } }
        }
    }
}

fn where_to(lang: Lang, refund: &ShownRefund) -> Markup {
    html! {
        @if refund.elsewhere { (words::GONE_ELSEWHERE.text(lang)) }
        @else {
            (words::TO_PAYMENT.text(lang)) (safe_text(&refund.reference))
            " · "
            @match (&refund.paid_out_at, &refund.waits) {
                (Some(at), _) => { (words::PAID_OUT.text(lang)) (moment(lang, at)) }
                (None, Some(reason)) => { (words::NOT_PAID_OUT.text(lang)) ": " (safe_text(reason)) }
                (None, None) => { (words::NOT_PAID_OUT.text(lang)) }
            }
        }
    }
}

fn receipt(id: &str) -> String {
    let id = id.parse::<RegistrationId>();
    id.map(|id| id.receipt()).unwrap_or_default()
}

fn day(lang: Lang, day: Date) -> String {
    format::date(lang, day)
}

fn moment(lang: Lang, text: &str) -> String {
    let at = text.parse::<Timestamp>();
    at.map_or_else(|_| text.to_owned(), |at| words::moment(lang, at))
}
