//! A bill: a payer, lines for members and months, one code.

use std::str::FromStr;

use payung_model::programme::Programme;
use payung_model::sealed::RegistrationId;
pub use payung_model::sealed::inbox::BillId;
use payung_model::units::{Date, Month, Rupiah};

/// Who pays: the registration whose phone gets the bill.
pub type PayerId = RegistrationId;
/// Whose month it is: the first registration of that person.
pub type MemberId = RegistrationId;

/// One month of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillLine {
    /// Whose month it is.
    pub member: MemberId,
    /// The month the dues are for.
    pub month: Month,
    /// Rupiah for each programme in that month, at that month's price.
    pub parts: Vec<(Programme, Rupiah)>,
}

/// Where a bill stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillState {
    /// It is made, and its code is to be asked for at the acquirer.
    Wanted,
    /// Its code can be paid.
    Open,
    /// Paid, on its own terms.
    Paid,
    /// Its last day is over; where it could not be cancelled, for days.
    Expired,
    /// Its code is to be cancelled at the acquirer; until that is done it may be paid.
    Cancelling,
    /// Its code was cancelled at the acquirer.
    Cancelled,
}

/// What a payer is asked for by one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// Which bill.
    pub id: BillId,
    /// Who pays.
    pub payer: PayerId,
    /// Each member's month once, in the order in which they are credited.
    pub lines: Vec<BillLine>,
    /// The payer's unapplied money that it uses, less than the sum of the lines.
    pub credit: Rupiah,
    /// What is to be paid: the sum of the lines without the credit.
    pub total: Rupiah,
    /// The last day on which it can be paid.
    pub last_day: Date,
    /// Why there is this bill: `first`, `asked`, `next`, `rules`, `expired`, `replaced`.
    pub why: String,
    /// Where it stands.
    pub state: BillState,
}

impl Bill {
    /// How long after its last day a bill that is being cancelled waits for the acquirer. It cannot
    /// be paid any more, but what was paid may be reported late.
    const PATIENCE: i32 = 3;

    /// Bills that are being cancelled and whose last day is before this one are given up.
    pub fn given_up_on(today: Date) -> Date {
        today.plus_days(-Self::PATIENCE).unwrap_or(today)
    }
}

impl BillLine {
    /// What the month costs; none when the sum is larger than any amount.
    pub fn amount(&self) -> Option<Rupiah> {
        Rupiah::checked_sum(self.parts.iter().map(|(_, amount)| *amount))
    }
}

impl BillState {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Wanted,
        Self::Open,
        Self::Paid,
        Self::Expired,
        Self::Cancelling,
        Self::Cancelled,
    ];

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wanted => "wanted",
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Expired => "expired",
            Self::Cancelling => "cancelling",
            Self::Cancelled => "cancelled",
        }
    }

    /// Another bill of the same payer for one of its months would be a second way to pay it.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Wanted | Self::Open | Self::Cancelling)
    }

    /// A payment in time is taken. A bill that expired was payable on its last day, and a code that
    /// is being cancelled may have been paid before.
    pub(super) fn takes_payment(self) -> bool {
        self.is_live() || self == Self::Expired
    }
}

/// Not a state of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown; possible: wanted, open, paid, expired, cancelling, cancelled")]
pub struct NotAState;

impl FromStr for BillState {
    type Err = NotAState;

    fn from_str(word: &str) -> Result<Self, NotAState> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or(NotAState)
    }
}
