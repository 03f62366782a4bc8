//! The records of [`super::Bills`].

use payung_model::engine::ChannelView;
use payung_model::programme::Programme;

/// A bill: what is to be paid, for which months, until when, and how.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct BillView {
    /// The bill's id, for the other calls.
    pub id: String,
    /// The registration that the bill belongs to.
    pub registration: String,
    /// The bill's phase.
    pub phase: BillPhase,
    /// "Iuran November 2026"
    pub title: String,
    /// Rupiah to be paid.
    pub amount: u64,
    /// The amount in words: "Rp16.800".
    pub amount_words: String,
    /// Month by month, in the order in which they are credited.
    pub lines: Vec<BillLineView>,
    /// The payer's credit that is used, in rupiah: the lines together are the amount and this.
    pub credit: u64,
    /// The credit in words: "Rp2.000"; empty when none is used.
    #[uniffi(default = "")]
    pub credit_words: String,
    /// The last day on which its codes can be paid, `YYYY-MM-DD`, in Western Indonesia Time.
    pub last_day: String,
    /// The phase in words: "Bayar paling lambat 30 November 2026."
    pub until: String,
    /// The reason for this bill; none where this app has no words for it.
    pub why: Option<String>,
    /// The cover once the office says that the bill is paid; for whoever joins in the last days of a
    /// month also what paying in the next month would bring instead. Empty when it cannot be paid,
    /// and while the clock is not sure.
    pub after: String,
    /// A note that a discount ends, in a month of this bill or later, with the price from then on;
    /// and about the price after its last day.
    pub price_note: Option<String>,
    /// The channels at which the bill can be paid, and then the others with their reason. Empty
    /// when it cannot be paid. The id is for the other calls.
    pub channels: Vec<ChannelView>,
    /// The reason why no code is shown, when the phase is [`BillPhase::Refused`].
    pub refused: Option<String>,
    /// The text that "Dengarkan" reads.
    pub spoken: String,
    /// Whether somebody said that it was paid ([`super::Bills::said_paid`]) and the office is not
    /// expected to know of it yet. False once it cannot be paid any more.
    #[uniffi(default = false)]
    pub said_paid: bool,
    /// What the one primary button does, so that every shell offers the same first.
    pub step: BillStep,
}

/// What somebody who looks at a bill most likely wants.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum BillStep {
    /// It can be paid: to say that it was ([`super::Bills::said_paid`]), and then
    /// [`crate::Connection::sync`].
    SayPaid,
    /// Somebody said that it was paid: the office's news are fetched ([`crate::Connection::sync`]).
    Sync,
    /// It is paid: to what holds now ([`crate::Cover::of`]).
    ShowCover {
        /// The registration's id.
        registration: String,
    },
    /// It is paid, and all of it was for others: to [`super::Bills::receipts`].
    ShowReceipts {
        /// The registration's id.
        registration: String,
    },
    /// It is over, and another one can be paid: to [`super::Bills::bill`].
    Pay {
        /// The other bill's id.
        bill: String,
    },
    /// It is over, and its months are still to be paid: [`super::Bills::another`] begins a request for
    /// another one.
    Renew,
    /// It is over, and somebody else is to pay: to [`crate::Payers::of`].
    AskPayer {
        /// The registration's id.
        registration: String,
    },
    /// It is over, and there is nothing to do now: to [`crate::Registrations::status`], which says
    /// what is waited for, or why nothing comes.
    Wait {
        /// The id of the registration, or of the request for a bill that the office has not decided.
        registration: String,
    },
    /// Its code may not be shown: to how the office is reached ([`crate::Payung::about`], `contact`).
    AskOffice,
}

impl BillStep {
    /// `say_paid`, `sync`, `show_cover`, `show_receipts`, `pay`, `renew`, `ask_payer`, `wait`,
    /// `ask_office`
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SayPaid => "say_paid",
            Self::Sync => "sync",
            Self::ShowCover { .. } => "show_cover",
            Self::ShowReceipts { .. } => "show_receipts",
            Self::Pay { .. } => "pay",
            Self::Renew => "renew",
            Self::AskPayer { .. } => "ask_payer",
            Self::Wait { .. } => "wait",
            Self::AskOffice => "ask_office",
        }
    }
}

/// The outcome of asking for a bill in place of one that cannot be paid any more.
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
        /// The request's draft.
        draft: String,
    },
}

/// The phase of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum BillPhase {
    /// The bill can be paid.
    Open,
    /// The office says that it is paid.
    Paid,
    /// The bill's last day is over.
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
    /// The member whose month it is; none for the member whose registration this is.
    pub member: Option<String>,
    /// Rupiah.
    pub amount: u64,
    /// The line in one: "November 2026: Rp16.800".
    pub words: String,
    /// The amount for each programme.
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

/// One payment, as the office says what became of it.
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
    /// The channel of the payment, in words.
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
    /// A sentence that says what a receipt is and what it is not.
    pub note: String,
}

/// One row of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReceiptRow {
    /// The name of the row.
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
    /// The sums of the year, one thought in each line.
    pub lines: Vec<String>,
    /// A sentence that says what a statement is not.
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
    /// The name of the payer, if it was somebody else.
    pub sponsor: Option<String>,
    /// The month in one line.
    pub words: String,
}

/// A notice of the office about money or data.
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
    /// When the notice was written, in milliseconds since 1970 (UTC).
    pub at_millis: i64,
    /// "27 November 2026 pukul 10.00 WIB"
    #[uniffi(default = "")]
    pub at_words: String,
}
