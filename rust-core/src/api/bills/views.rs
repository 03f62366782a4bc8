//! What [`super::Bills`] hands over.

use payung_model::engine::ChannelView;
use payung_model::programme::Programme;

/// What a QRIS code says, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct QrisView {
    /// It can be read, and breaks no rule.
    pub valid: bool,
    /// It is Indonesian: rupiah, Indonesia, and an account of the kind that QRIS has.
    pub qris: bool,
    /// Why it is not valid, in the order of the code.
    pub problems: Vec<QrisProblemView>,
    /// What is unusual and hinders no payment.
    pub warnings: Vec<QrisProblemView>,
    /// Its fields in their order; none when they cannot be told apart.
    pub fields: Vec<QrisFieldView>,
}

/// One thing that is wrong with a QRIS code.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct QrisProblemView {
    /// A short name that stays.
    pub code: String,
    /// Characters before the place; the length of the code where something is missing.
    pub offset: u32,
    /// The tag of the field, two digits; none where no field can be named.
    pub tag: Option<String>,
    /// For the worker.
    pub words: String,
}

/// One field of a QRIS code.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct QrisFieldView {
    /// Two digits.
    pub tag: String,
    /// As it is written.
    pub value: String,
}

/// A picture of dark and light modules, to be drawn by the shell.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CodeView {
    /// Modules in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Light modules to leave at the left and right; as many above and below where there is more
    /// than one row.
    pub border: u32,
    /// One bit for each module, row by row without gaps, the first one in the highest bit; 1 is
    /// dark.
    pub modules: Vec<u8>,
}

/// A bill: what is to be paid, for which months, until when, and how.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct BillView {
    /// Its id, for the other calls.
    pub id: String,
    /// Whose bill it is.
    pub registration: String,
    /// Where it stands.
    pub phase: BillPhase,
    /// "Iuran November 2026"
    pub title: String,
    /// Rupiah to be paid.
    pub amount: u64,
    /// The same: "Rp16.800".
    pub amount_words: String,
    /// Month by month, in the order in which they are credited.
    pub lines: Vec<BillLineView>,
    /// The payer's credit that is used, in rupiah: the lines together are the amount and this.
    pub credit: u64,
    /// The last day on which its codes can be paid, `YYYY-MM-DD`, in Western Indonesia Time.
    pub last_day: String,
    /// Where it stands, in words: "Bayar paling lambat 30 November 2026."
    pub until: String,
    /// Why there is this bill; none where this app has no words for it.
    pub why: Option<String>,
    /// What holds once the office says that it is paid. Empty when it cannot be paid, and while the
    /// clock is not sure.
    pub after: String,
    /// That a discount ends, and what a month costs from then on.
    pub price_note: Option<String>,
    /// Where it can be paid: those first that can be used, then the others with their reason. Empty
    /// when it cannot be paid. The id is for the other calls.
    pub channels: Vec<ChannelView>,
    /// Why no code of it is shown, when its phase is [`BillPhase::Refused`].
    pub refused: Option<String>,
    /// What "Dengarkan" reads.
    pub spoken: String,
}

/// What there is in place of a bill that cannot be paid any more.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum AnotherBill {
    /// A bill of the same registration can be paid.
    Open {
        /// [`BillView::id`] of it.
        bill: String,
    },
    /// The office was asked for one and has not decided yet.
    Asked {
        /// The request, which has a status as a registration has.
        request: String,
    },
    /// A request was begun, or goes on: it is to be shown, and made ready.
    Begun {
        /// Its draft.
        draft: String,
    },
}

/// Where a bill stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum BillPhase {
    /// It can be paid.
    Open,
    /// The office says that it is paid.
    Paid,
    /// Its last day is over.
    Expired,
    /// The office cancelled it.
    Cancelled,
    /// The office says that it can be paid, but its code is not one that may be shown.
    Refused,
}

impl BillPhase {
    /// `open`, `paid`, `expired`, `cancelled`, `refused`
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Refused => "refused",
        }
    }
}

/// One month of one member.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct BillLineView {
    /// `YYYY-MM`
    pub month: String,
    /// "November 2026"
    pub month_words: String,
    /// Whose month it is; none for the member whose registration this is.
    pub member: Option<String>,
    /// Rupiah.
    pub amount: u64,
    /// The line in one: "November 2026: Rp16.800".
    pub words: String,
    /// What is paid for each programme.
    pub parts: Vec<BillPartView>,
}

/// One programme in one month.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct BillPartView {
    /// Which.
    pub programme: Programme,
    /// `JKK (kecelakaan kerja)`
    pub name: String,
    /// Rupiah.
    pub amount: u64,
}

/// What became of one payment, as the office says.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReceiptView {
    /// The office's number of it.
    pub number: String,
    /// The bill that was paid.
    pub bill: String,
    /// When the money was paid, in milliseconds since 1970 (UTC).
    pub paid_at_millis: i64,
    /// "27 November 2026 pukul 10.00 WIB"
    pub paid_at_words: String,
    /// Where it was paid, in words.
    pub channel_name: String,
    /// The acquirer's reference; may be empty.
    pub reference: String,
    /// Rupiah that came.
    pub received: u64,
    /// Rupiah of the payer's credit that was used besides.
    pub credit: u64,
    /// Rupiah that are left over: credit of the payer.
    pub unapplied: u64,
    /// The months that were credited by it.
    pub lines: Vec<BillLineView>,
    /// One line.
    pub title: String,
    /// All of the above in words, to be shown as it is.
    pub rows: Vec<ReceiptRow>,
    /// What this is and what it is not.
    pub note: String,
}

/// One row of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReceiptRow {
    /// What it is.
    pub label: String,
    /// In words.
    pub value: String,
}

/// The months of one year, as the office credited them.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct StatementView {
    /// The year.
    pub year: u16,
    /// One line: "Iuran tahun 2026".
    pub title: String,
    /// The credited months, in their order.
    pub months: Vec<StatementMonth>,
    /// Rupiah that were paid in for JHT, as far as receipts of this phone say; without any yield.
    pub jht_paid_in: u64,
    /// Rupiah for all programmes, as far as receipts of this phone say.
    pub total: u64,
    /// What it says altogether, one thought each.
    pub lines: Vec<String>,
    /// What it is not.
    pub note: String,
}

/// One credited month.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct StatementMonth {
    /// `YYYY-MM`
    pub month: String,
    /// "November 2026"
    pub month_words: String,
    /// The day on which the money came, `YYYY-MM-DD`.
    pub paid_on: String,
    /// Rupiah; none when no receipt of this phone says it, as when somebody else paid.
    pub amount: Option<u64>,
    /// Who paid, if it was somebody else.
    pub sponsor: Option<String>,
    /// The month in one line.
    pub words: String,
}

/// What the office wants somebody to know about money or data.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct NoticeView {
    /// A short name that stays.
    pub code: String,
    /// For the worker.
    pub words: String,
    /// Rupiah, where it is about an amount.
    pub amount: Option<u64>,
    /// The bill, where it is about one.
    pub bill: Option<String>,
    /// When it was written, in milliseconds since 1970 (UTC).
    pub at_millis: i64,
}
