//! The records of cover.

use payung_model::cover::{CoverLevel, UmbrellaState};
use payung_model::programme::Programme;

/// Cover on one day, in words and as data. Days are `YYYY-MM-DD`, months `YYYY-MM`.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CoverView {
    /// The day this is about.
    pub on: String,
    /// Which of the four states. [`CoverView::umbrella`] and [`CoverView::panels_filled`] follow from it,
    /// so a shell draws those two and asks for no phase.
    pub phase: CoverPhase,
    /// The state in one line: "Terlindungi sampai 31 Januari 2027".
    pub title: String,
    /// The meaning of the phase, one thought in each line.
    pub lines: Vec<String>,
    /// JKK, JKM, and JHT if it was paid for.
    pub programmes: Vec<ProgrammeCoverView>,
    /// Since when somebody has been a member without a break.
    pub since: Option<String>,
    /// The last day that is paid for, also when it has passed.
    pub paid_until: Option<String>,
    /// Unpaid months, the oldest first.
    pub missing: Vec<String>,
    /// Rupiah for the missing months, or for the month in which somebody would begin again; none if
    /// nobody knows.
    pub cost: Option<u64>,
    /// Panels of the umbrella.
    pub panels: u8,
    /// How many of them are coloured, from the left: all while protected and in grace, all but the
    /// last before the first dues, none after the end.
    pub panels_filled: u8,
    /// How far the umbrella is open: open before the first dues and while protected, half in grace,
    /// folded after the end.
    pub umbrella: UmbrellaState,
    /// What the one primary button does, so that every shell offers the same first. None for months
    /// that are given ([`super::Cover::preview`]), since they are nobody's.
    #[uniffi(default = None)]
    pub next: Option<CoverStep>,
}

/// What somebody who looks at their cover most likely came for. What the office waits for goes before
/// what is to be paid, as on the first screen ([`crate::NextStep`]).
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum CoverStep {
    /// The office wants some answers again: to [`crate::Registrations::status`].
    Correct {
        /// The registration's id.
        registration: String,
    },
    /// A bill can be paid: to [`crate::Bills::bill`].
    Pay {
        /// The bill's id.
        bill: String,
    },
    /// Months are unpaid, and the last bill of them is over: to [`crate::Bills::bill`], whose screen
    /// offers another one ([`crate::Bills::another`]).
    Renew {
        /// The bill's id.
        bill: String,
    },
    /// Months are unpaid, and somebody else is to pay them: to [`crate::Payers::of`].
    AskPayer {
        /// The registration's id.
        registration: String,
    },
    /// Months are unpaid, and no bill is here that could be renewed: to what the office can be asked
    /// for ([`crate::Registrations::request`]).
    AskBill {
        /// The registration's id.
        registration: String,
    },
    /// This month is paid: to [`crate::Cover::card`].
    ShowCard {
        /// The registration's id.
        registration: String,
    },
    /// There is nothing to do now. Where it stands says what is waited for, or why nothing comes: to
    /// [`crate::Registrations::status`].
    Wait {
        /// The id of the registration, or of the request for a bill that the office has not decided.
        registration: String,
    },
}

impl CoverStep {
    /// `correct`, `pay`, `renew`, `ask_payer`, `ask_bill`, `show_card`, `wait`
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Correct { .. } => "correct",
            Self::Pay { .. } => "pay",
            Self::Renew { .. } => "renew",
            Self::AskPayer { .. } => "ask_payer",
            Self::AskBill { .. } => "ask_bill",
            Self::ShowCard { .. } => "show_card",
            Self::Wait { .. } => "wait",
        }
    }
}

/// The four states of cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum CoverPhase {
    /// Nothing that was paid holds yet.
    NotYet,
    /// This month is paid.
    Protected,
    /// One to three months are unpaid.
    Grace,
    /// Membership has ended.
    Ended,
}

/// One programme on that day.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ProgrammeCoverView {
    /// Which.
    pub programme: Programme,
    /// `JKK (kecelakaan kerja)`
    pub name: String,
    /// The level at which the programme holds.
    pub level: CoverLevel,
    /// The level in words.
    pub words: String,
    /// The last day of this level, where it has one.
    pub until: Option<String>,
    /// The day from which JKM pays in full, while it does not yet.
    pub full_from: Option<String>,
}

/// A month somebody says is paid, for [`super::Cover::preview`] and [`crate::Reminders::preview`].
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PaidMonthGiven {
    /// `YYYY-MM`
    pub month: String,
    /// `YYYY-MM-DD`; none for the first day of the month.
    pub paid_on: Option<String>,
    /// The programmes that were paid for.
    pub programmes: Vec<Programme>,
    /// The name of the payer, if it was somebody else.
    pub sponsor: Option<String>,
}

#[uniffi::remote(Enum)]
pub enum UmbrellaState {
    Folded,
    Half,
    Open,
}

#[uniffi::remote(Enum)]
pub enum CoverLevel {
    None,
    Early,
    Full,
    Maybe,
    NotPromised,
    Saved,
}
