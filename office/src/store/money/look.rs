//! Reading bills and money: for officers, and for the count of everything.

use payung_model::sealed::inbox::BillCode;
use payung_model::units::{Rupiah, Timestamp};

use super::books::{self, billing, parsed, read_parts, rupiah};
use super::{rounds, sums, unread};
use crate::billing::{Account, Bill, BillId, BillLine, BillState, Entry, PayerId, Totals};
use crate::store::error::StoreError;
use crate::store::sql::{Row, Sql, values};

/// A bill as officers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillRow {
    /// The bill.
    pub bill: Bill,
    /// Its codes, as the acquirer gave them.
    pub codes: Vec<BillCode>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When its state last changed.
    pub changed_at: Timestamp,
    /// Why it waits, and how often that was tried.
    pub waits: Option<(String, u32)>,
    /// What its lines would come to if the discount were decided the other way; none where that is
    /// certain.
    pub otherwise: Option<Rupiah>,
}

/// Which bills are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillFilter {
    /// All of them.
    All,
    /// Those in this state.
    State(BillState),
    /// Those of one payer.
    Payer(PayerId),
    /// Those that wait, with a reason.
    Waiting,
}

/// A payment, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// The acquirer's reference.
    pub reference: String,
    /// Which bill's code was paid, as the acquirer says.
    pub bill: BillId,
    /// How much.
    pub amount: Rupiah,
    /// When it was paid.
    pub paid_at: Timestamp,
    /// The kind of code.
    pub channel: String,
    /// When it was booked.
    pub booked_at: Timestamp,
    /// `paid`, `unapplied`; `unknown`: the bill is not known here; `refused`: the reference belongs to
    /// another payment.
    pub became: String,
}

/// Who pays, as far as this office still knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayerKind {
    /// A registration that is here.
    Registration,
    /// A sponsor.
    Sponsor,
    /// A registration that was erased.
    Erased,
    /// Nobody who is known here: the id is that of the bill that was paid.
    Unknown,
}

impl PayerKind {
    /// Its word in documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Sponsor => "sponsor",
            Self::Erased => "erased",
            Self::Unknown => "unknown",
        }
    }
}

/// Whose unapplied money is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditFilter {
    /// Everybody's.
    All,
    /// Of payers whose registration is here.
    Registered,
    /// Of all others.
    Unregistered,
}

/// A payer's money that pays nothing yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditRow {
    /// Whose it is.
    pub payer: PayerId,
    /// All of it.
    pub unapplied: Rupiah,
    /// What of it no live bill uses.
    pub free: Rupiah,
    /// Who that is.
    pub kind: PayerKind,
}

/// What waits, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoneyState {
    /// How many bills are in each state that occurs.
    pub bills: Vec<(String, u64)>,
    /// How many registrations wait for a bill.
    pub asks: u64,
    /// How many reports of payments cannot be read.
    pub unread: u64,
    /// Since when the oldest of them waits.
    pub unread_since: Option<Timestamp>,
    /// Reasons for which bills, registrations without a bill, and refunds wait, and how many each.
    pub aside: Vec<(String, u64)>,
    /// How many payments came for bills that are not known and were not given back, or under another
    /// payment's reference.
    pub strays: u64,
}

/// Why the count of all money is not right.
#[derive(Debug, thiserror::Error)]
pub enum MoneyProblem {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It does not balance.
    #[error("the money does not balance: {0}")]
    Off(String),
}

const BILL: &str = "a bill";

pub(super) fn bill_row(sql: &dyn Sql, id: BillId) -> Result<Option<BillRow>, StoreError> {
    let Some(bill) = books::bill(sql, id)? else {
        return Ok(None);
    };
    let row = sql.one(
        "SELECT qris, payment_code, made_at, changed_at, work_note, work_tries, otherwise FROM bills WHERE id = ?1",
        values![&id],
    )?;
    let mut codes = Vec::new();
    for (place, kind) in [(0, "qris"), (1, "payment_code")] {
        if let Some(value) = row.opt_text(place)? {
            let kind = kind.to_owned();
            codes.push(BillCode { kind, value });
        }
    }
    let tries = row.small(5)?;
    Ok(Some(BillRow {
        bill,
        codes,
        made_at: row.time(2)?,
        changed_at: row.time(3)?,
        waits: row.opt_text(4)?.map(|note| (note, tries)),
        otherwise: row
            .opt_int(6)?
            .map(|amount| u64::try_from(amount).map(Rupiah))
            .transpose()
            .map_err(|_| StoreError::Damaged(BILL))?,
    }))
}

/// The ids of the bills with that number.
pub(super) fn numbered(sql: &dyn Sql, number: &str) -> Result<Vec<BillId>, StoreError> {
    let rows = sql.query(
        "SELECT id FROM bills WHERE number = ?1 ORDER BY id",
        values![number],
    )?;
    rows.iter().map(|row| row.id(0)).collect()
}

pub(super) fn bill_rows(
    sql: &dyn Sql,
    filter: BillFilter,
    most: u32,
) -> Result<Vec<BillRow>, StoreError> {
    let rows = match filter {
        BillFilter::All => sql.query(
            "SELECT id FROM bills ORDER BY id DESC LIMIT ?1",
            values![most],
        ),
        BillFilter::State(state) => sql.query(
            "SELECT id FROM bills WHERE state = ?1 ORDER BY id DESC LIMIT ?2",
            values![state.as_str(), most],
        ),
        BillFilter::Payer(payer) => sql.query(
            "SELECT id FROM bills WHERE payer = ?1 ORDER BY id DESC LIMIT ?2",
            values![&payer, most],
        ),
        BillFilter::Waiting => return waiting_bills(sql, None, most),
    }?;
    whole(sql, &rows)
}

fn whole(sql: &dyn Sql, rows: &[Row]) -> Result<Vec<BillRow>, StoreError> {
    let bill = |row: &Row| bill_row(sql, row.id(0)?)?.ok_or(StoreError::Damaged(BILL));
    rows.iter().map(bill).collect()
}

pub(super) fn waiting_bills(
    sql: &dyn Sql,
    after: Option<BillId>,
    most: u32,
) -> Result<Vec<BillRow>, StoreError> {
    let rows = sql.query(rounds::WAITING, values![after.as_ref(), most])?;
    whole(sql, &rows)
}

pub(super) fn payments(sql: &dyn Sql, bill: BillId) -> Result<Vec<PaymentRow>, StoreError> {
    let rows = sql.query(
        "SELECT reference, bill, amount, paid_at, channel, booked_at, became FROM payments WHERE bill = ?1
            ORDER BY booked_at, reference",
        values![&bill],
    )?;
    rows.iter().map(read_payment).collect()
}

/// Payments that belong to no bill here, and whose money is here still. The first condition is the
/// one of the index; the second one alone would read all payments.
macro_rules! strays {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM payments WHERE became IN ('refused', 'unknown') AND (became = 'refused' OR amount >
                (SELECT coalesce(sum(refunds.amount), 0) FROM refunds WHERE refunds.reference = payments.reference))",
            $rest
        )
    };
}

pub(super) fn strays(
    sql: &dyn Sql,
    after: Option<&str>,
    most: u32,
) -> Result<Vec<PaymentRow>, StoreError> {
    let rows = match after {
        None => sql.query(
            strays!(
                "reference, bill, amount, paid_at, channel, booked_at, became",
                " ORDER BY booked_at DESC, reference DESC LIMIT ?1"
            ),
            values![most],
        ),
        Some(reference) => sql.query(
            strays!(
                "reference, bill, amount, paid_at, channel, booked_at, became",
                " AND (booked_at, reference) < (SELECT last.booked_at, last.reference FROM payments AS last WHERE last.reference = ?1)
                    ORDER BY booked_at DESC, reference DESC LIMIT ?2"
            ),
            values![reference, most],
        ),
    }?;
    rows.iter().map(read_payment).collect()
}

fn read_payment(row: &Row) -> Result<PaymentRow, StoreError> {
    Ok(PaymentRow {
        reference: row.text(0)?,
        bill: row.id(1)?,
        amount: rupiah(row, 2)?,
        paid_at: row.time(3)?,
        channel: row.text(4)?,
        booked_at: row.time(5)?,
        became: row.text(6)?,
    })
}

pub(super) fn payer_kind(sql: &dyn Sql, payer: PayerId) -> Result<PayerKind, StoreError> {
    for (statement, kind) in [
        (
            "SELECT 1 FROM registrations WHERE id = ?1",
            PayerKind::Registration,
        ),
        ("SELECT 1 FROM sponsors WHERE id = ?1", PayerKind::Sponsor),
        ("SELECT 1 FROM erased WHERE id = ?1", PayerKind::Erased),
    ] {
        if sql.first(statement, values![&payer])?.is_some() {
            return Ok(kind);
        }
    }
    Ok(PayerKind::Unknown)
}

pub(super) fn unapplied(
    sql: &dyn Sql,
    whose: CreditFilter,
    after: Option<PayerId>,
    most: u32,
) -> Result<Vec<CreditRow>, StoreError> {
    let statement = match whose {
        CreditFilter::All => {
            "SELECT payer, amount FROM unapplied WHERE amount > 0 AND (payer > ?1 OR ?1 IS NULL) ORDER BY payer LIMIT ?2"
        }
        CreditFilter::Registered => {
            "SELECT payer, amount FROM unapplied WHERE amount > 0 AND (payer > ?1 OR ?1 IS NULL)
                AND EXISTS (SELECT 1 FROM registrations WHERE id = payer) ORDER BY payer LIMIT ?2"
        }
        CreditFilter::Unregistered => {
            "SELECT payer, amount FROM unapplied WHERE amount > 0 AND (payer > ?1 OR ?1 IS NULL)
                AND NOT EXISTS (SELECT 1 FROM registrations WHERE id = payer) ORDER BY payer LIMIT ?2"
        }
    };
    let rules = billing(sql, Timestamp::default());
    let mut found = Vec::new();
    for row in sql.query(statement, values![after.as_ref(), most])? {
        let payer = row.id(0)?;
        found.push(CreditRow {
            payer,
            unapplied: rupiah(&row, 1)?,
            free: rules.free(payer)?,
            kind: payer_kind(sql, payer)?,
        });
    }
    Ok(found)
}

pub(super) fn credit_of(sql: &dyn Sql, payer: PayerId) -> Result<(Rupiah, Rupiah), StoreError> {
    use crate::billing::Books as _;
    let rules = billing(sql, Timestamp::default());
    let all = rules.books().balance(Account::Unapplied(payer))?;
    Ok((all, rules.free(payer)?))
}

type Checked<T> = Result<Result<T, MoneyProblem>, StoreError>;

fn off<T>(what: String) -> Result<T, MoneyProblem> {
    Err(MoneyProblem::Off(what))
}

/// The sums by the kinds of accounts, counted from all entries.
fn counted(sql: &dyn Sql) -> Checked<Totals> {
    // One account of each kind pair stands for all of them: only the kinds are counted.
    let rows = sql.query(
        "SELECT min(source), min(target), CAST(sum(amount) AS bigint) FROM entries
            GROUP BY substr(source, 1, 1), substr(target, 1, 1)",
        &[],
    )?;
    let entry = |row: &Row| {
        Ok(Entry {
            from: parsed(&row.text(0)?, "an account")?,
            to: parsed(&row.text(1)?, "an account")?,
            amount: rupiah(row, 2)?,
        })
    };
    let entries: Vec<Entry> = rows.iter().map(entry).collect::<Result<_, StoreError>>()?;
    Ok(Totals::of(entries).ok_or_else(does_not_balance))
}

/// The sums as they are kept.
pub(super) fn totals(sql: &dyn Sql) -> Checked<Totals> {
    Ok(sums::totals(sql)?.ok_or_else(does_not_balance))
}

fn does_not_balance() -> MoneyProblem {
    MoneyProblem::Off("received is not credited + unapplied + refunded".into())
}

/// Counts everything in more than one way.
pub(super) fn check(sql: &dyn Sql) -> Checked<Totals> {
    let totals = match counted(sql)? {
        Ok(totals) => totals,
        Err(problem) => return Ok(Err(problem)),
    };
    if let Some(what) = sums::differs(sql, totals)? {
        return Ok(off(format!("{what} is not what the entries say")));
    }
    // The totals may balance while single accounts do not, so each is looked at for itself.
    let negative = sql.first(
        "SELECT account FROM (
                SELECT target AS account, amount FROM entries
                UNION ALL SELECT source AS account, -amount AS amount FROM entries WHERE source <> 'world'
            ) AS moved GROUP BY account HAVING sum(amount) < 0 LIMIT 1",
        &[],
    )?;
    if let Some(row) = negative {
        return Ok(off(format!("{} has less than nothing", row.text(0)?)));
    }
    let into = sql.first(
        "SELECT number FROM entries WHERE target = 'world' OR source = target LIMIT 1",
        &[],
    )?;
    if let Some(row) = into {
        return Ok(off(format!("entry {} moves money nowhere", row.int(0)?)));
    }
    // Payments and entries are written by one transaction. A difference means that one of them was
    // written by somebody else, or not at all.
    let paid = sql.one(
        "SELECT CAST(coalesce(sum(amount), 0) AS bigint) FROM payments WHERE became <> 'refused'",
        &[],
    )?;
    if rupiah(&paid, 0)? != totals.received {
        let (paid, received) = (rupiah(&paid, 0)?, totals.received);
        return Ok(off(format!(
            "payments are {} and the ledger received {}",
            paid.0, received.0
        )));
    }
    let refunds = sql.one(
        "SELECT CAST(coalesce(sum(amount), 0) AS bigint) FROM refunds",
        &[],
    )?;
    if rupiah(&refunds, 0)? != totals.refunded {
        let asked = rupiah(&refunds, 0)?;
        return Ok(off(format!(
            "refunds are {} and the ledger gave back {}",
            asked.0, totals.refunded.0
        )));
    }
    check_months(sql, totals)
}

/// Each credited month holds exactly its price, and nothing lies on another month.
fn check_months(sql: &dyn Sql, totals: Totals) -> Checked<Totals> {
    use crate::billing::Books as _;
    let rules = billing(sql, Timestamp::default());
    let mut credited = Rupiah(0);
    for row in sql.query("SELECT member, month, parts FROM credited", &[])? {
        let account = Account::Dues(row.id(0)?, parsed(&row.text(1)?, "a month")?);
        let price = Rupiah::checked_sum(
            read_parts(&row.text(2)?)?
                .into_iter()
                .map(|(_, amount)| amount),
        );
        let held = rules.books().balance(account)?;
        if price != Some(held) {
            return Ok(off(format!("{account} holds {}", held.0)));
        }
        let Some(sum) = credited.checked_add(held) else {
            return Ok(off("credited months hold more than any amount".into()));
        };
        credited = sum;
    }
    if credited != totals.credited {
        return Ok(off(format!(
            "credited months hold {} and the ledger credited {}",
            credited.0, totals.credited.0
        )));
    }
    for row in sql.query(
        "SELECT id, total, credit FROM bills WHERE state IN ('wanted', 'open', 'cancelling')",
        &[],
    )? {
        let bill = books::bill(sql, row.id(0)?)?.ok_or(StoreError::Damaged(BILL))?;
        let lines: Option<Vec<Rupiah>> = bill.lines.iter().map(BillLine::amount).collect();
        let sum = lines.and_then(Rupiah::checked_sum);
        if sum != bill.total.checked_add(bill.credit) {
            return Ok(off(format!("bill {} is not the sum of its lines", bill.id)));
        }
    }
    Ok(Ok(totals))
}

pub(super) fn state(sql: &dyn Sql) -> Result<MoneyState, StoreError> {
    let bills = sql.query(
        "SELECT state, count(*) FROM bills GROUP BY state ORDER BY state",
        &[],
    )?;
    let asks = sql.one(
        "SELECT count(*) FROM bill_asks WHERE work_after < ?1",
        values![i64::MAX],
    )?;
    let aside = sql.query(
        "SELECT work_note, count(*) FROM (
                SELECT work_note FROM bills WHERE state IN ('wanted', 'cancelling') AND work_note IS NOT NULL
                UNION ALL SELECT work_note FROM bill_asks
                UNION ALL SELECT work_note FROM refunds WHERE done_at IS NULL
            ) AS waiting WHERE work_note IS NOT NULL GROUP BY work_note ORDER BY work_note",
        &[],
    )?;
    let strays = sql.one(strays!("count(*)", ""), &[])?;
    let counted = |rows: &[Row]| {
        rows.iter()
            .map(|row| Ok((row.text(0)?, row.count(1)?)))
            .collect::<Result<Vec<_>, StoreError>>()
    };
    let (unread, unread_since) = unread::count(sql)?;
    Ok(MoneyState {
        bills: counted(&bills)?,
        asks: asks.count(0)?,
        unread,
        unread_since,
        aside: counted(&aside)?,
        strays: strays.count(0)?,
    })
}
