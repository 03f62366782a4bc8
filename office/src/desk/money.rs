//! Bills and money, as officers read them: on the command line, in JSON, and on a page.

use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::text::format;
use payung_model::typed::clean;
use payung_model::units::{Date, Month, Rupiah, Timestamp};
use serde::Serialize;

use crate::billing::{BillId, BillState, Totals};
use crate::failure::Failure;
use crate::purposes::gets_bills;
use crate::store::money::{
    ASKED, ASKED_AFTER_EXPIRY, BillFilter, BillRow, CreditFilter, CreditRow, PayerKind, PaymentRow,
};
use crate::store::{AuditEntry, Store, StoreError};

/// A bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownBill {
    /// Its id.
    pub id: String,
    /// Its number, as people read it to each other.
    pub number: String,
    /// The registration that pays.
    pub payer: String,
    /// `wanted`, `open`, `paid`, `expired`, `cancelling`, `cancelled`.
    pub state: &'static str,
    /// What is to be paid.
    pub total: u64,
    /// The payer's credit that it uses.
    pub credit: u64,
    /// The last day on which it can be paid.
    pub last_day: Date,
    /// Why there is this bill.
    pub why: String,
    /// When it was made.
    pub made_at: String,
    /// When its state last changed.
    pub changed_at: String,
    /// Each member's month.
    pub lines: Vec<ShownLine>,
    /// The kinds of its codes.
    pub codes: Vec<String>,
    /// Why it waits; none when it does not.
    pub waits: Option<String>,
    /// What was paid.
    pub payments: Vec<ShownPayment>,
    /// What its lines would come to if the discount were decided the other way; none where that is
    /// certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<u64>,
}

/// A member's month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownLine {
    /// The first registration of that person.
    pub member: String,
    /// The month.
    pub month: Month,
    /// Programmes and amounts.
    pub parts: Vec<(String, u64)>,
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownPayment {
    /// The acquirer's reference.
    pub reference: String,
    /// The bill, as the acquirer says.
    pub bill: String,
    /// How much.
    pub amount: u64,
    /// When it was paid.
    pub paid_at: String,
    /// The kind of code.
    pub channel: String,
    /// When it was booked.
    pub booked_at: String,
    /// `paid`, `unapplied`, `unknown`, `refused`.
    pub became: String,
}

/// Money of a payer that pays nothing yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownCredit {
    /// The registration.
    pub payer: String,
    /// Its receipt code.
    pub receipt: String,
    /// All of it.
    pub unapplied: u64,
    /// What no bill uses.
    pub free: u64,
    /// Who the payer is: `registration`, `sponsor`, `erased`, or `unknown` when nobody knows the bill
    /// that was paid, whose id stands for the payer.
    pub kind: &'static str,
}

impl ShownCredit {
    fn of(row: &CreditRow) -> Self {
        Self {
            payer: row.payer.to_string(),
            receipt: row.payer.receipt(),
            unapplied: row.unapplied.0,
            free: row.free.0,
            kind: row.kind.as_str(),
        }
    }

    /// Whether the payer's registration is here.
    pub fn has_registration(&self) -> bool {
        self.kind == PayerKind::Registration.as_str()
    }
}

/// Sums over all entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ShownTotals {
    /// All that came.
    pub received: u64,
    /// Credited to months.
    pub credited: u64,
    /// Not used yet.
    pub unapplied: u64,
    /// Given back.
    pub refunded: u64,
}

impl From<Totals> for ShownTotals {
    fn from(totals: Totals) -> Self {
        Self {
            received: totals.received.0,
            credited: totals.credited.0,
            unapplied: totals.unapplied.0,
            refunded: totals.refunded.0,
        }
    }
}

impl ShownLine {
    /// What the month costs.
    pub fn amount(&self) -> u64 {
        self.parts.iter().map(|(_, amount)| amount).sum()
    }
}

impl ShownPayment {
    pub(super) fn of(row: &PaymentRow) -> Self {
        Self {
            reference: row.reference.clone(),
            bill: row.bill.to_string(),
            amount: row.amount.0,
            paid_at: row.paid_at.to_string(),
            channel: row.channel.clone(),
            booked_at: row.booked_at.to_string(),
            became: row.became.clone(),
        }
    }
}

impl ShownBill {
    /// That nobody knows whether the discount holds for a sponsor's bill, and what it would come to
    /// the other way; none for any other bill.
    pub fn discount_note(&self) -> Option<String> {
        let other = self.otherwise?;
        let billed: u64 = self.lines.iter().map(ShownLine::amount).sum();
        let amount = format::money(Rupiah(other));
        Some(if other > billed {
            format!(
                "billed with the discount, and no source says that it holds for this money: without it {amount}"
            )
        } else {
            format!(
                "billed without the discount, and no source says that it does not hold for this money: with it {amount}; what is paid too much counts for the next month"
            )
        })
    }

    fn of(store: &Store, row: &BillRow) -> Result<Self, Failure> {
        let bill = &row.bill;
        let lines = bill.lines.iter().map(|line| ShownLine {
            member: line.member.to_string(),
            month: line.month,
            parts: line
                .parts
                .iter()
                .map(|(programme, amount)| (programme.to_string(), amount.0))
                .collect(),
        });
        let payments = store.payments(bill.id)?;
        Ok(Self {
            id: bill.id.to_string(),
            number: bill.id.receipt(),
            payer: bill.payer.to_string(),
            state: bill.state.as_str(),
            total: bill.total.0,
            credit: bill.credit.0,
            last_day: bill.last_day,
            why: bill.why.clone(),
            made_at: row.made_at.to_string(),
            changed_at: row.changed_at.to_string(),
            lines: lines.collect(),
            codes: row.codes.iter().map(|code| code.kind.clone()).collect(),
            waits: row.waits.as_ref().map(|(reason, _)| reason.clone()),
            payments: payments.iter().map(ShownPayment::of).collect(),
            otherwise: row.otherwise.map(|amount| amount.0),
        })
    }
}

/// Bills, the newest first, at most so many.
pub fn bills(store: &Store, filter: BillFilter, most: u32) -> Result<Part<ShownBill>, Failure> {
    let rows = store.bills(filter, most.saturating_add(1))?;
    let rows: Result<_, _> = rows.iter().map(|row| ShownBill::of(store, row)).collect();
    Ok(Part::of(rows?, most))
}

/// Finds a bill by its id, or by the number that people read to each other.
pub fn find_bill(store: &Store, text: &str) -> Result<BillRow, Failure> {
    let text = clean(text);
    if let Ok(id) = text.parse::<BillId>() {
        let found = store.bill(id)?;
        return found.ok_or_else(|| Failure::Input(format!("no bill {id} here")));
    }
    let number = RegistrationId::read_receipt(&text).ok_or_else(|| {
        Failure::Input(format!("{:?} is neither an id nor a bill's number", *text))
    })?;
    match store.bills_numbered(&number)?.as_slice() {
        [id] => {
            let found = store.bill(*id)?;
            found.ok_or_else(|| Failure::Input(format!("no bill {id} here")))
        }
        [] => Err(Failure::Input(format!("no bill with number {number} here"))),
        _ => Err(Failure::Input(format!(
            "{number} is the number of several bills: give the id"
        ))),
    }
}

/// One bill, as it is shown.
pub fn show_bill(store: &Store, text: &str) -> Result<ShownBill, Failure> {
    ShownBill::of(store, &find_bill(store, text)?)
}

/// Some rows of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// There are others after them.
    pub more: bool,
}

impl<T> Part<T> {
    /// At most so many of these rows, of which one more was asked for.
    pub(super) fn of(mut rows: Vec<T>, most: u32) -> Self {
        let most = most as usize;
        let more = rows.len() > most;
        rows.truncate(most);
        Self { rows, more }
    }
}

/// Rows that are read from the database at once.
pub(super) const PAGE: u32 = 500;

/// Shows every row of a list, a page at a time. `rows` are those after a row, or the first ones.
pub(super) fn each<R>(
    rows: impl Fn(Option<&R>) -> Result<Vec<R>, StoreError>,
    mut shown: impl FnMut(&R) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut page = rows(None)?;
    while !page.is_empty() {
        page.iter().try_for_each(&mut shown)?;
        page = rows(page.last())?;
    }
    Ok(())
}

/// Bills that wait with a reason, the newest first: so many of those after that one.
pub fn waiting_bills(
    store: &Store,
    after: Option<BillId>,
    most: u32,
) -> Result<Part<ShownBill>, Failure> {
    let rows = store.waiting_bills(after, most.saturating_add(1))?;
    let rows: Result<_, _> = rows.iter().map(|row| ShownBill::of(store, row)).collect();
    Ok(Part::of(rows?, most))
}

/// Payments that belong to no bill of this office and were not wholly given back, the newest first:
/// so many of those after the one with this reference.
pub fn strays(
    store: &Store,
    after: Option<&str>,
    most: u32,
) -> Result<Part<ShownPayment>, Failure> {
    let rows = store.strays(after, most.saturating_add(1))?;
    Ok(Part::of(rows.iter().map(ShownPayment::of).collect(), most))
}

/// All of them, a page at a time.
pub fn each_stray(
    store: &Store,
    mut shown: impl FnMut(ShownPayment) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let rows =
        |after: Option<&PaymentRow>| store.strays(after.map(|last| last.reference.as_str()), PAGE);
    each(rows, |row| shown(ShownPayment::of(row)))
}

/// Payers with money that pays nothing yet, by their ids: so many of those after this one.
pub fn credits(
    store: &Store,
    whose: CreditFilter,
    after: Option<RegistrationId>,
    most: u32,
) -> Result<Part<ShownCredit>, Failure> {
    let rows = store.unapplied(whose, after, most.saturating_add(1))?;
    Ok(Part::of(rows.iter().map(ShownCredit::of).collect(), most))
}

/// All of them, a page at a time.
pub fn each_credit(
    store: &Store,
    mut shown: impl FnMut(ShownCredit) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let rows = |after: Option<&CreditRow>| {
        store.unapplied(CreditFilter::All, after.map(|last| last.payer), PAGE)
    };
    each(rows, |row| shown(ShownCredit::of(row)))
}

/// Has a bill cancelled at the acquirer.
pub fn cancel_bill(
    store: &Store,
    text: &str,
    officer: &str,
    now: Timestamp,
) -> Result<BillId, Failure> {
    let bill = find_bill(store, text)?.bill;
    let detail = format!("bill {}", bill.id);
    let entry = AuditEntry {
        at: now,
        officer,
        action: "bill cancel",
        id: Some(bill.payer),
        detail: &detail,
    };
    if store.begin_cancel(bill.id, now, Some(&entry))? {
        return Ok(bill.id);
    }
    let state = bill.state.as_str();
    Err(Failure::Input(format!(
        "bill {} is {state}: only what is wanted or open can be cancelled",
        bill.id.receipt()
    )))
}

/// Why a registration gets no other bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBill {
    /// It is not here.
    Unknown,
    /// Only what is received or accepted gets a bill.
    State(OfficeState),
    /// It neither asks for cover nor pays for anybody, so there is nothing to pay.
    NoCover,
}

/// Asks for another bill of a registration, for so many months; as its answers say, if none are
/// given. `entry` is the audit row of whoever asks.
pub fn another_bill(
    store: &Store,
    id: RegistrationId,
    months: Option<u8>,
    entry: &AuditEntry<'_>,
) -> Result<Result<(), NoBill>, Failure> {
    let Some(found) = store.status(id)? else {
        return Ok(Err(NoBill::Unknown));
    };
    if !matches!(found.state, OfficeState::Received | OfficeState::Accepted) {
        return Ok(Err(NoBill::State(found.state)));
    }
    let row = store.index_row(id, found.revision)?;
    let purpose = row.and_then(|row| row.purpose).unwrap_or_default();
    if !gets_bills(&purpose) {
        return Ok(Err(NoBill::NoCover));
    }
    let last = store.bills(BillFilter::Payer(id), 1)?;
    let expired = last
        .first()
        .is_some_and(|row| row.bill.state == BillState::Expired);
    let why = if expired { ASKED_AFTER_EXPIRY } else { ASKED };
    store.ask_bill(id, why, months, entry.at, Some(entry))?;
    Ok(Ok(()))
}

/// Asks for another bill by an officer, who is told why there is none.
pub fn bill_again(
    store: &Store,
    id: RegistrationId,
    months: Option<u8>,
    officer: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let detail = months.map_or_else(|| "bill".to_owned(), |months| format!("months {months}"));
    let entry = AuditEntry {
        at: now,
        officer,
        action: "bill again",
        id: Some(id),
        detail: &detail,
    };
    let receipt = id.receipt();
    another_bill(store, id, months, &entry)?.map_err(|why| {
        Failure::Input(match why {
            NoBill::Unknown => format!("no registration {id} here"),
            NoBill::State(state) => format!(
                "{receipt} is {}: only what is received or accepted gets a bill",
                state.as_str()
            ),
            NoBill::NoCover => {
                format!("{receipt} does not ask for cover, so there is nothing to pay")
            }
        })
    })
}
