//! What the office says about money: bills, receipts, credited months, notices.
//!
//! None of these changes the state of a registration. A bill and a receipt belong to whoever pays;
//! [`CoverNote`] belongs to the member, whoever paid.

use minicbor::{Decode, Encode};

use crate::programme::Programme;
use crate::sealed::{EnvelopeProblem, RegistrationId};
use crate::secret::Secret;
use crate::units::{Date, Month, Rupiah, Timestamp};

/// A bill's id: a UUID of version 7, as a registration's. The office makes it.
pub type BillId = RegistrationId;

/// Where a bill stands, as the office last said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BillState {
    /// The bill can be paid by its codes.
    Open,
    /// Paid; a receipt says what became of the money.
    Paid,
    /// The bill's last day is over. A new bill comes when it is asked for.
    Expired,
    /// Cancelled at the acquirer. Another bill may have taken its place.
    Cancelled,
}

/// A bill (kind 3). Of several with one id, the item with the highest sequence counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillNote {
    /// Which bill.
    pub id: BillId,
    /// The bill's state.
    pub state: BillState,
    /// Each member's month once, in the order in which the months are credited. At most
    /// [`BillNote::MOST_LINES`], at least one.
    pub lines: Vec<DuesLine>,
    /// The payer's credit that this bill uses, less than the sum of the lines.
    pub credit: Rupiah,
    /// What is to be paid: the sum of the lines without the credit, above zero.
    pub total: Rupiah,
    /// The last day, in Western Indonesia Time, on which its codes can be paid.
    pub last_day: Date,
    /// The codes by which the bill can be paid. Empty when it is not open.
    pub codes: Vec<BillCode>,
    /// Why there is this bill: a short name that has a text `bill-why-…` (`first`, `asked`,
    /// `rules`, `expired`, `replaced`). A name that a phone has no text for is not said.
    pub why: String,
}

/// The dues of one member for one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuesLine {
    /// Whose month it is: a name as the payer gave it. Empty for the member whose registration the
    /// inbox belongs to.
    pub member: Secret,
    /// The month the dues are for.
    pub month: Month,
    /// What is paid for each programme, each once.
    pub parts: Vec<(Programme, Rupiah)>,
}

/// One way to pay a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillCode {
    /// The kind: `qris` (an `EMVCo` payload), `payment_code` (digits for shops and tellers), or a
    /// name that a later office knows.
    pub kind: String,
    /// What is shown, scanned or typed.
    pub value: String,
}

/// A receipt (kind 4): what became of one payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptNote {
    /// The office's number of it, to be told to people.
    pub number: String,
    /// Which bill was paid.
    pub bill: BillId,
    /// When the money was paid, as the acquirer says.
    pub paid_at: Timestamp,
    /// The channel of the payment: the kind of the code.
    pub channel: String,
    /// The acquirer's reference.
    pub reference: String,
    /// All that came.
    pub received: Rupiah,
    /// The payer's credit that was used besides.
    pub credit: Rupiah,
    /// Months that were credited by it.
    pub credited: Vec<DuesLine>,
    /// What is left over: credit of the payer.
    pub unapplied: Rupiah,
}

/// Months that the office has credited to the member (kind 5): the whole of it, in place of what an
/// earlier item said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverNote {
    /// Since when somebody has been a member without a break, if that was before the first of these
    /// months.
    pub since: Option<Date>,
    /// Each month once.
    pub months: Vec<CreditedMonth>,
}

/// One credited month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditedMonth {
    /// The month the dues are for.
    pub month: Month,
    /// The day the money came in, in Western Indonesia Time.
    pub paid_on: Date,
    /// What was paid for.
    pub programmes: Vec<Programme>,
    /// Who paid, if it was not the member.
    pub sponsor: Option<Secret>,
}

/// A notice (kind 6): something about money or data that the worker is to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The subject: a short name that has a text `notice-money-…` (`checked_first`,
    /// `checked_first_missing`, `checked_first_nik`, `unapplied`, `refunded`, `already_paid`,
    /// `too_old`, `no_bill`, `no_price`, `access_ended`).
    pub code: String,
    /// How much, where it is about an amount.
    pub amount: Option<Rupiah>,
    /// Which bill, where it is about one.
    pub bill: Option<BillId>,
    /// The office's own words; may be empty.
    pub words: Secret,
}

impl BillState {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the word on the wire.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Open, Self::Paid, Self::Expired, Self::Cancelled]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

impl BillNote {
    /// Lines of a bill, at most: what fits an item.
    pub const MOST_LINES: usize = 200;
    /// Codes of a bill, at most.
    pub const MOST_CODES: usize = 8;
}

impl CoverNote {
    /// Months, at most: ten years and more.
    pub const MOST_MONTHS: usize = 180;
}

impl DuesLine {
    /// What the month costs; none when the sum is larger than any amount.
    pub fn amount(&self) -> Option<Rupiah> {
        Rupiah::checked_sum(self.parts.iter().map(|(_, amount)| *amount))
    }
}

/// Bytes of a short name, of a number, of a reference, at most.
pub(super) const MOST_NAME: usize = 100;
/// Bytes of a code, at most: the longest QRIS payload, and room.
const MOST_CODE: usize = 1024;
/// Bytes of words, at most.
const MOST_WORDS: usize = super::MOST_WORDS;

/// [`DuesLine`] as an array.
#[derive(Encode, Decode)]
struct LineRow<'a> {
    #[b(0)]
    member: &'a str,
    #[b(1)]
    month: String,
    #[b(2)]
    parts: Vec<PartRow>,
}

#[derive(Encode, Decode)]
struct PartRow {
    #[n(0)]
    programme: String,
    #[n(1)]
    amount: u64,
}

#[derive(Encode, Decode)]
struct CodeRow<'a> {
    #[b(0)]
    kind: &'a str,
    #[b(1)]
    value: &'a str,
}

/// [`BillNote`] as it travels.
#[derive(Encode, Decode)]
pub(super) struct BillRow<'a> {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    id: [u8; 16],
    #[b(1)]
    state: &'a str,
    #[b(2)]
    lines: Vec<LineRow<'a>>,
    #[n(3)]
    total: u64,
    #[n(4)]
    last_day: String,
    #[b(5)]
    codes: Vec<CodeRow<'a>>,
    #[b(6)]
    why: &'a str,
    #[n(7)]
    credit: u64,
}

/// [`ReceiptNote`] as it travels.
#[derive(Encode, Decode)]
pub(super) struct ReceiptRow<'a> {
    #[b(0)]
    number: &'a str,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    bill: [u8; 16],
    #[n(2)]
    paid_at: i64,
    #[b(3)]
    channel: &'a str,
    #[b(4)]
    reference: &'a str,
    #[n(5)]
    received: u64,
    #[b(6)]
    credited: Vec<LineRow<'a>>,
    #[n(7)]
    unapplied: u64,
    #[n(8)]
    credit: u64,
}

/// [`CoverNote`] as it travels.
#[derive(Encode, Decode)]
pub(super) struct CoverRow<'a> {
    #[n(0)]
    since: Option<String>,
    #[b(1)]
    months: Vec<CreditedRow<'a>>,
}

#[derive(Encode, Decode)]
struct CreditedRow<'a> {
    #[n(0)]
    month: String,
    #[n(1)]
    paid_on: String,
    #[n(2)]
    programmes: Vec<String>,
    #[b(3)]
    sponsor: Option<&'a str>,
}

/// [`Notice`] as it travels.
#[derive(Encode, Decode)]
pub(super) struct NoticeRow<'a> {
    #[b(0)]
    code: &'a str,
    #[n(1)]
    amount: Option<u64>,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    bill: Option<[u8; 16]>,
    #[b(3)]
    words: &'a str,
}

pub(super) type Checked<T> = Result<T, EnvelopeProblem>;

pub(super) fn rule(kept: bool, place: &'static str) -> Checked<()> {
    if kept {
        Ok(())
    } else {
        Err(EnvelopeProblem::Malformed(place))
    }
}

pub(super) fn parsed<T: std::str::FromStr>(text: &str, place: &'static str) -> Checked<T> {
    text.parse().map_err(|_| EnvelopeProblem::Malformed(place))
}

fn bill_id(bytes: &[u8]) -> Checked<BillId> {
    BillId::from_bytes(bytes).ok_or(EnvelopeProblem::Malformed("bill id"))
}

impl<'a> LineRow<'a> {
    fn of(line: &'a DuesLine) -> Self {
        let part = |(programme, amount): &(Programme, Rupiah)| PartRow {
            programme: programme.to_string(),
            amount: amount.0,
        };
        Self {
            member: line.member.reveal(),
            month: line.month.to_string(),
            parts: line.parts.iter().map(part).collect(),
        }
    }

    fn read(&self) -> Checked<DuesLine> {
        rule(self.member.len() <= MOST_NAME, "line's member")?;
        let part = |row: &PartRow| {
            Ok((
                parsed(&row.programme, "line's programme")?,
                Rupiah(row.amount),
            ))
        };
        let line = DuesLine {
            member: Secret::new(self.member),
            month: parsed(&self.month, "line's month")?,
            parts: self.parts.iter().map(part).collect::<Checked<_>>()?,
        };
        let once = Programme::ALL.iter().all(|it| {
            line.parts
                .iter()
                .filter(|(programme, _)| programme == it)
                .count()
                <= 1
        });
        rule(once && !line.parts.is_empty(), "line's programme")?;
        rule(line.amount().is_some(), "line's amount")?;
        Ok(line)
    }
}

/// Reads lines. Each member's month stands there once.
fn read_lines(rows: &[LineRow<'_>]) -> Checked<Vec<DuesLine>> {
    rule(rows.len() <= BillNote::MOST_LINES, "lines")?;
    let lines: Vec<DuesLine> = rows.iter().map(LineRow::read).collect::<Checked<_>>()?;
    let mut months: Vec<_> = lines
        .iter()
        .map(|line| (line.member.reveal(), line.month))
        .collect();
    months.sort_unstable();
    rule(
        months.windows(2).all(|pair| pair[0] != pair[1]),
        "line's month",
    )?;
    Ok(lines)
}

fn sum_of(lines: &[DuesLine]) -> Option<Rupiah> {
    let amounts: Option<Vec<Rupiah>> = lines.iter().map(DuesLine::amount).collect();
    Rupiah::checked_sum(amounts?)
}

impl<'a> BillRow<'a> {
    pub(super) fn of(bill: &'a BillNote) -> Self {
        let code = |code: &'a BillCode| CodeRow {
            kind: &code.kind,
            value: &code.value,
        };
        Self {
            id: *bill.id.bytes(),
            state: bill.state.as_str(),
            lines: bill.lines.iter().map(LineRow::of).collect(),
            total: bill.total.0,
            last_day: bill.last_day.to_string(),
            codes: bill.codes.iter().map(code).collect(),
            why: &bill.why,
            credit: bill.credit.0,
        }
    }

    pub(super) fn id(&self) -> Checked<BillId> {
        bill_id(&self.id)
    }

    /// None when a later office wrote a state that this program does not know.
    pub(super) fn read(&self) -> Checked<Option<BillNote>> {
        let Some(state) = BillState::from_word(self.state) else {
            return Ok(None);
        };
        let lines = read_lines(&self.lines)?;
        rule(!lines.is_empty(), "lines")?;
        // The sum is recomputed here, so that no phone shows a bill whose lines do not make its
        // total.
        let paid_for = self.total.checked_add(self.credit).map(Rupiah);
        rule(self.total > 0 && sum_of(&lines) == paid_for, "total")?;
        rule(self.codes.len() <= BillNote::MOST_CODES, "codes")?;
        let fits = |code: &CodeRow<'_>| {
            (1..=MOST_NAME).contains(&code.kind.len())
                && (1..=MOST_CODE).contains(&code.value.len())
        };
        rule(self.codes.iter().all(fits), "code")?;
        // A bill that is over must not carry a code, because somebody could still pay by it.
        rule(self.codes.is_empty() || state == BillState::Open, "codes")?;
        rule(self.why.len() <= MOST_NAME, "why")?;
        Ok(Some(BillNote {
            id: bill_id(&self.id)?,
            state,
            lines,
            credit: Rupiah(self.credit),
            total: Rupiah(self.total),
            last_day: parsed(&self.last_day, "last day")?,
            codes: self
                .codes
                .iter()
                .map(|code| BillCode {
                    kind: code.kind.into(),
                    value: code.value.into(),
                })
                .collect(),
            why: self.why.into(),
        }))
    }
}

impl<'a> ReceiptRow<'a> {
    pub(super) fn of(receipt: &'a ReceiptNote) -> Self {
        Self {
            number: &receipt.number,
            bill: *receipt.bill.bytes(),
            paid_at: receipt.paid_at.millis(),
            channel: &receipt.channel,
            reference: &receipt.reference,
            received: receipt.received.0,
            credited: receipt.credited.iter().map(LineRow::of).collect(),
            unapplied: receipt.unapplied.0,
            credit: receipt.credit.0,
        }
    }

    pub(super) fn read(&self) -> Checked<ReceiptNote> {
        let credited = read_lines(&self.credited)?;
        let used = sum_of(&credited).and_then(|sum| sum.0.checked_add(self.unapplied));
        let came = self.received.checked_add(self.credit);
        rule(
            came.is_some_and(|came| came > 0) && used == came,
            "received",
        )?;
        let names = [self.number, self.channel, self.reference];
        rule(names.iter().all(|name| name.len() <= MOST_NAME), "receipt")?;
        rule(!self.number.is_empty(), "receipt")?;
        Ok(ReceiptNote {
            number: self.number.into(),
            bill: bill_id(&self.bill)?,
            paid_at: Timestamp::from_millis(self.paid_at)
                .map_err(|_| EnvelopeProblem::Malformed("paid at"))?,
            channel: self.channel.into(),
            reference: self.reference.into(),
            received: Rupiah(self.received),
            credit: Rupiah(self.credit),
            credited,
            unapplied: Rupiah(self.unapplied),
        })
    }
}

impl<'a> CoverRow<'a> {
    pub(super) fn of(cover: &'a CoverNote) -> Self {
        let month = |month: &'a CreditedMonth| CreditedRow {
            month: month.month.to_string(),
            paid_on: month.paid_on.to_string(),
            programmes: month.programmes.iter().map(Programme::to_string).collect(),
            sponsor: month.sponsor.as_ref().map(Secret::reveal),
        };
        Self {
            since: cover.since.map(|day| day.to_string()),
            months: cover.months.iter().map(month).collect(),
        }
    }

    pub(super) fn read(&self) -> Checked<CoverNote> {
        rule(self.months.len() <= CoverNote::MOST_MONTHS, "months")?;
        let month = |row: &CreditedRow<'_>| {
            rule(
                row.sponsor.is_none_or(|name| name.len() <= MOST_NAME),
                "sponsor",
            )?;
            rule(
                (1..=Programme::ALL.len()).contains(&row.programmes.len()),
                "month's programme",
            )?;
            let programmes = row
                .programmes
                .iter()
                .map(|code| parsed(code, "month's programme"));
            Ok(CreditedMonth {
                month: parsed(&row.month, "month")?,
                paid_on: parsed(&row.paid_on, "month's day")?,
                programmes: programmes.collect::<Checked<_>>()?,
                sponsor: row.sponsor.map(Secret::new),
            })
        };
        let months: Vec<CreditedMonth> = self.months.iter().map(month).collect::<Checked<_>>()?;
        let mut once: Vec<Month> = months.iter().map(|month| month.month).collect();
        // A month is credited once. Two rows of one month would contradict each other about who
        // paid it and when.
        once.sort_unstable();
        rule(once.windows(2).all(|pair| pair[0] != pair[1]), "month")?;
        let since = self.since.as_deref().map(|day| parsed(day, "since"));
        Ok(CoverNote {
            since: since.transpose()?,
            months,
        })
    }
}

impl<'a> NoticeRow<'a> {
    pub(super) fn of(notice: &'a Notice) -> Self {
        Self {
            code: &notice.code,
            amount: notice.amount.map(|amount| amount.0),
            bill: notice.bill.map(|id| *id.bytes()),
            words: notice.words.reveal(),
        }
    }

    pub(super) fn read(&self) -> Checked<Notice> {
        rule((1..=MOST_NAME).contains(&self.code.len()), "notice")?;
        rule(self.words.len() <= MOST_WORDS, "words")?;
        let bill = self.bill.map(|bytes| bill_id(&bytes));
        Ok(Notice {
            code: self.code.into(),
            amount: self.amount.map(Rupiah),
            bill: bill.transpose()?,
            words: Secret::new(self.words),
        })
    }
}
