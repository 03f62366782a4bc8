//! A bill: a payer, lines for members and months, one code.

use payung_model::units::{Date, Month, Rupiah};

/// Who pays.
pub type PayerId = u64;
/// Whose month it is.
pub type MemberId = u64;
/// A bill, from 0.
pub type BillId = usize;

/// One month of one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BillLine {
    /// Whose month it is.
    pub member: MemberId,
    /// The month the dues are for.
    pub month: Month,
    /// Rupiah for that month, at that month's price.
    pub amount: Rupiah,
}

/// Where a bill stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillState {
    /// Its code can be paid.
    Open,
    /// Paid, on its own terms.
    Paid,
    /// Its last day is over.
    Expired,
    /// Its code was cancelled at the acquirer.
    Cancelled,
}

/// What a payer is asked for by one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// Who pays.
    pub payer: PayerId,
    /// Each member's month once, in the order in which they are credited.
    pub lines: Vec<BillLine>,
    /// The sum of the lines.
    pub total: Rupiah,
    /// The last day on which it can be paid.
    pub last_day: Date,
    /// Where it stands.
    pub state: BillState,
}
