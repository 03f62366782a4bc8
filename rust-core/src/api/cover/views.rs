//! The records of cover.

use payung_model::cover::{CoverLevel, UmbrellaState};
use payung_model::programme::Programme;

/// Cover on one day, in words and as data. Days are `YYYY-MM-DD`, months `YYYY-MM`.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CoverView {
    /// The day this is about.
    pub on: String,
    /// Which of the four states.
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
    /// How many of them are filled.
    pub panels_filled: u8,
    /// The state of the umbrella.
    pub umbrella: UmbrellaState,
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
