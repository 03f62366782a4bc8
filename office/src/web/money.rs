//! Bills and money: a page of what waits, and a section on the page of a registration.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::{Query, State};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use maud::{Markup, html};
use payung_model::sealed::RegistrationId;
use payung_model::text::{Lang, format};
use payung_model::units::{Date, Rupiah, Timestamp};
use serde::Deserialize;

use super::html::{self as frame, HtmlPage, MenuEntry, safe_text};
use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use super::words::{self, Words};
use crate::desk::{
    self, Part, ShownBill, ShownCredit, ShownPayment, ShownRefund, ShownTotals, ShownUnread,
};
use crate::failure::Failure;
use crate::store::Store;
use crate::store::money::{CreditFilter, MoneyProblem, MoneyState, PayerKind, UnreadFilter};
use crate::store::officers::Role;

/// Rows of each list on one page.
const MOST: u32 = 100;

/// What the page of a registration says about its money.
pub(super) struct RegistrationMoney {
    pub payer: RegistrationId,
    /// The newest first.
    pub bills: Part<ShownBill>,
    pub unapplied: Rupiah,
    /// What no bill uses, so that it can be given back.
    pub free: Rupiah,
    /// By which the form that gives back is known when it comes twice.
    pub form: RegistrationId,
    /// What was given back, the newest first.
    pub refunds: Part<ShownRefund>,
    /// Requests for this money that wait.
    pub requests: Part<RegistrationId>,
}

/// `?waiting=BILL`, `?credits=PAYER`, `?without=PAYER`, `?strays=REFERENCE`, `?unread=REPORT`,
/// `?struck=REPORT`: that list goes on after this row. What cannot be read shows the beginning.
#[derive(Default, Deserialize)]
pub(super) struct MoneyQuery {
    waiting: Option<String>,
    credits: Option<String>,
    without: Option<String>,
    /// In base64, because a reference may have any sign.
    strays: Option<String>,
    unread: Option<String>,
    struck: Option<String>,
}

impl MoneyQuery {
    fn id(text: Option<&String>) -> Option<RegistrationId> {
        text.and_then(|text| text.parse().ok())
    }

    fn stray(&self) -> Option<String> {
        let bytes = Base64UrlUnpadded::decode_vec(self.strays.as_deref()?).ok()?;
        String::from_utf8(bytes).ok()
    }
}

/// What the page says.
struct Overview {
    waiting: Part<ShownBill>,
    /// Whether somebody else than a registration that is here pays that bill.
    elsewhere: HashSet<String>,
    /// Of payers whose registration is here.
    credits: Part<ShownCredit>,
    /// Of all others.
    without: Part<ShownCredit>,
    strays: Part<ShownPayment>,
    unread: Part<ShownUnread>,
    struck: Part<ShownUnread>,
    state: MoneyState,
    /// None when it does not balance.
    totals: Option<ShownTotals>,
}

/// The page: totals, bills that wait with a reason, money that pays nothing.
pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
    Query(asked): Query<MoneyQuery>,
) -> Result<HtmlPage, Refusal> {
    session.needs(Role::Decider)?;
    let found = web.stores.with(move |store| {
        let totals = match store.totals() {
            Ok(totals) => Some(totals.into()),
            Err(MoneyProblem::Off(_)) => None,
            Err(MoneyProblem::Store(error)) => return Err(error.into()),
        };
        let after = MoneyQuery::id;
        let waiting = desk::waiting_bills(store, after(asked.waiting.as_ref()), MOST)?;
        let mut elsewhere = HashSet::new();
        for bill in &waiting.rows {
            let payer = bill.payer.parse();
            if payer.map_or(Ok(false), |payer| is_elsewhere(store, payer))? {
                elsewhere.insert(bill.payer.clone());
            }
        }
        let credits =
            |whose, from: &Option<String>| desk::credits(store, whose, after(from.as_ref()), MOST);
        let reports = |which, from: &Option<String>| {
            let from = from.as_ref().and_then(|report| report.parse().ok());
            desk::unread(store, which, from.as_ref(), MOST)
        };
        Ok(Overview {
            waiting,
            elsewhere,
            credits: credits(CreditFilter::Registered, &asked.credits)?,
            without: credits(CreditFilter::Unregistered, &asked.without)?,
            strays: desk::strays(store, asked.stray().as_deref(), MOST)?,
            unread: reports(UnreadFilter::Waiting, &asked.unread)?,
            struck: reports(UnreadFilter::StruckOff, &asked.struck)?,
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
        @if !found.unread.rows.is_empty() {
            h2 #unread { (words::UNREAD_REPORTS.text(lang)) }
            p .soft { (words::UNREAD_MEANS.text(lang)) }
            (unread(lang, &found.unread.rows))
            (next(lang, "unread", &found.unread, |it| it.report.clone()))
        }
        h2 #waiting { (words::BILLS_THAT_WAIT.text(lang)) }
        @if found.waiting.rows.is_empty() { p .empty { (words::NONE.text(lang)) } }
        @else { (bills(lang, &found.waiting.rows, Some(&found.elsewhere))) }
        (next(lang, "waiting", &found.waiting, |bill| bill.id.clone()))
        h2 #credits { (words::UNAPPLIED.text(lang)) }
        @if found.credits.rows.is_empty() { p .empty { (words::NONE.text(lang)) } }
        @else { (credits(lang, &found.credits.rows)) }
        (next(lang, "credits", &found.credits, |credit| credit.payer.clone()))
        @if !found.without.rows.is_empty() {
            h2 #without { (words::UNAPPLIED_WITHOUT.text(lang)) }
            (credits(lang, &found.without.rows))
            (next(lang, "without", &found.without, |credit| credit.payer.clone()))
        }
        @if !found.strays.rows.is_empty() {
            h2 #strays { (words::STRAYS.text(lang)) }
            (payments(lang, &found.strays.rows))
            (next(lang, "strays", &found.strays, |it| {
                Base64UrlUnpadded::encode_string(it.reference.as_bytes())
            }))
        }
        @if !found.struck.rows.is_empty() {
            h2 #struck { (words::STRUCK_OFF.text(lang)) }
            (unread(lang, &found.struck.rows))
            (next(lang, "struck", &found.struck, |it| it.report.clone()))
        }
    };
    Ok(frame::page(
        &session,
        MenuEntry::Money,
        words::MONEY.text(lang),
        &content,
    ))
}

/// The link to the rows after these.
fn next<T>(lang: Lang, list: &str, part: &Part<T>, key: impl Fn(&T) -> String) -> Markup {
    let last = part.rows.last().filter(|_| part.more);
    html! {
        @if let Some(last) = last {
            p { a href={ "/money?" (list) "=" (key(last)) "#" (list) } { (words::NEXT_ROWS.text(lang)) } }
        }
    }
}

/// Says that a list is not whole, and the command that lists all of it.
pub(super) fn cut(lang: Lang, what: Words, command: &str) -> Markup {
    html! { p .soft { (what.text(lang)) code { (command) } } }
}

/// Whether that payer's page is the one of money without a registration.
pub(super) fn is_elsewhere(store: &Store, payer: RegistrationId) -> Result<bool, Failure> {
    Ok(store.payer_kind(payer)? != PayerKind::Registration)
}

fn unread(lang: Lang, reports: &[ShownUnread]) -> Markup {
    html! {
        table { tbody { @for report in reports {
            tr {
                th scope="row" { a href={ "/reports/" (report.report) } { (report_name(lang, report)) } }
                td { (moment(lang, &report.noted_at)) }
                td {
                    @match &report.struck_off {
                        None => (safe_text(&report.reason)),
                        Some(it) => {
                            (moment(lang, &it.at)) " · " (safe_text(&it.officer)) " · " (safe_text(&it.why))
                        }
                    }
                }
            }
        } } }
    }
}

/// How people name a report: by its number, or by the number before it.
pub(super) fn report_name(lang: Lang, report: &ShownUnread) -> String {
    let before = if report.without_place {
        words::AFTER_REPORT.text(lang)
    } else {
        ""
    };
    format!("{before}{}", report.sequence)
}

/// The section of a registration; nothing when there is no money.
pub(super) fn section(lang: Lang, money: &RegistrationMoney, give_back: &Markup) -> Markup {
    let bills_of = &money.bills.rows;
    let paid: Vec<ShownPayment> = bills_of
        .iter()
        .flat_map(|bill| bill.payments.clone())
        .collect();
    let payer = money.payer.to_string();
    html! {
        @if !bills_of.is_empty() || money.unapplied > Rupiah(0) || !money.refunds.rows.is_empty() {
            section .card .money aria-labelledby="money-title" {
                h2 #money-title { (words::MONEY.text(lang)) }
                @if !bills_of.is_empty() { (bills(lang, bills_of, None)) }
                @if !paid.is_empty() { (payments(lang, &paid)) }
                (bills_are_cut(lang, &money.bills, &payer))
                @if money.unapplied > Rupiah(0) {
                    p { (words::UNAPPLIED.text(lang)) ": " strong { (format::money(money.unapplied)) } }
                }
                (refunds(lang, &money.refunds, &payer))
                (give_back)
                @if money.requests.more {
                    (cut(lang, words::MORE_REQUESTS, "office list --purpose refund --state received"))
                }
            }
        }
    }
}

/// Where only the newest bills are shown, with what was paid for them.
pub(super) fn bills_are_cut(lang: Lang, bills: &Part<ShownBill>, payer: &str) -> Markup {
    html! {
        @if bills.more {
            (cut(lang, words::MORE_BILLS, &format!("office bill list --payer {payer} --json")))
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

/// `elsewhere`: whose page is not that of a registration; none where all bills are of one payer.
pub(super) fn bills(
    lang: Lang,
    bills: &[ShownBill],
    elsewhere: Option<&HashSet<String>>,
) -> Markup {
    html! {
        table {
            thead { tr {
                th scope="col" { (words::BILL.text(lang)) }
                @if elsewhere.is_some() { th scope="col" { (words::REGISTRATION.text(lang)) } }
                th scope="col" { (words::WHAT.text(lang)) }
                th scope="col" { (words::AMOUNT.text(lang)) }
                th scope="col" { (words::UNTIL.text(lang)) }
            } }
            tbody { @for bill in bills {
                tr {
                    td { span .code { (bill.number) } }
                    @if let Some(elsewhere) = elsewhere {
                        td { a href=(page_of(&bill.payer, !elsewhere.contains(&bill.payer))) { (receipt(&bill.payer)) } }
                    }
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
                th scope="row" { a href=(page_of(&credit.payer, credit.has_registration())) { span .code { (credit.receipt) } } }
                td .number { (format::money(Rupiah(credit.unapplied))) }
                td .soft { (words::OF_THAT_FREE.text(lang)) (format::money(Rupiah(credit.free))) }
                @if let Some(kind) = words::payer_kind(lang, credit.kind) { td .soft { (kind) } }
            }
        } } }
    }
}

/// The page on which a payer's money stands, and can be given back.
fn page_of(payer: &str, has_registration: bool) -> String {
    if has_registration {
        format!("/registrations/{payer}")
    } else {
        format!("/money/{payer}")
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
pub(super) fn refunds(lang: Lang, refunds: &Part<ShownRefund>, payer: &str) -> Markup {
    html! {
        @if !refunds.rows.is_empty() {
            h3 { (words::GIVEN_BACK.text(lang)) }
            ul .refunds { @for refund in &refunds.rows {
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
            @if refunds.more {
                (cut(lang, words::MORE_REFUNDS, &format!("office money refunds {payer}")))
            }
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

pub(super) fn moment(lang: Lang, text: &str) -> String {
    let at = text.parse::<Timestamp>();
    at.map_or_else(|_| text.to_owned(), |at| words::moment(lang, at))
}
