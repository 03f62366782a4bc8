//! What crosses the API about cover and reminders.

use payung_model::cover::reminder::{ReminderAction, ReminderKind, Zone};
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
    /// What it means, one thought each.
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
    /// How far the umbrella is open.
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
    /// How much of it holds.
    pub level: CoverLevel,
    /// The same in words.
    pub words: String,
    /// The last day of this level, where it has one.
    pub until: Option<String>,
    /// From when JKM pays in full, while it does not yet.
    pub full_from: Option<String>,
}

/// A month somebody says is paid, for [`super::Cover::preview`].
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PaidMonthGiven {
    /// `YYYY-MM`
    pub month: String,
    /// `YYYY-MM-DD`; none for the first day of the month.
    pub paid_on: Option<String>,
    /// What was paid for.
    pub programmes: Vec<Programme>,
    /// Who paid, if it was somebody else.
    pub sponsor: Option<String>,
}

/// What is to be scheduled for one registration, in place of all that was scheduled for it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct MemberReminders {
    /// Whose.
    pub registration: String,
    /// The member's time zone, in which the moments are written.
    pub zone: Zone,
    /// Its notifications, in the order in which they come.
    pub reminders: Vec<ReminderView>,
}

/// One notification that a shell schedules.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReminderView {
    /// Stable: what was scheduled with this id before is replaced.
    pub id: String,
    /// Why it comes.
    pub kind: ReminderKind,
    /// When, in milliseconds since 1970 (UTC).
    pub at_millis: i64,
    /// The civil day in the member's zone.
    pub on: String,
    /// One line. Neither it nor the text holds a NIK or the member's name.
    pub title: String,
    /// One to four short sentences.
    pub text: String,
    /// Months it asks for, the oldest first.
    pub months: Vec<String>,
    /// Rupiah for them; none if nobody knows.
    pub amount: Option<u64>,
    /// What can be answered, in the order of the buttons.
    pub actions: Vec<ReminderActionView>,
}

/// A button below a notification.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReminderActionView {
    /// For [`super::Cover::answer`]; `Pay` opens the screen of the bill.
    pub action: ReminderAction,
    /// Its word.
    pub label: String,
}

/// How reminders come.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReminderChoices {
    /// Whether any come.
    pub on: bool,
    /// When money comes in.
    pub payday: PaydayChoice,
    /// The minute of the day: `08.00`.
    pub at: String,
    /// The first quiet minute, `20.00`; none, with the next, for no quiet hours.
    pub quiet_from: Option<String>,
    /// The first minute that is no longer quiet: `07.00`.
    pub quiet_to: Option<String>,
    /// The member's time zone.
    pub zone: Zone,
    /// Until when there is a pause: the day on which messages come again.
    pub paused_until: Option<String>,
}

/// When money comes in.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum PaydayChoice {
    /// Not said.
    Unset,
    /// Every day.
    Daily,
    /// Every week.
    Weekly {
        /// 1 for Monday to 7 for Sunday.
        weekday: u8,
    },
    /// Every month.
    Monthly {
        /// 1 to 31.
        day: u8,
    },
    /// With the harvest.
    Harvest {
        /// Months of the year, 1 to 12.
        months: Vec<u16>,
    },
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

#[uniffi::remote(Enum)]
pub enum Zone {
    Wib,
    Wita,
    Wit,
}

#[uniffi::remote(Enum)]
pub enum ReminderAction {
    Pay,
    Tomorrow,
    SaidPaid,
    Pause,
}

#[uniffi::remote(Enum)]
pub enum ReminderKind {
    LastWarning,
    Ended,
    Sponsor,
    Due,
    CoverEnds,
    MonthEnd,
    PriceChange,
    Holiday,
    AfterCertain,
    Harvest,
    Ahead,
    Bill,
    Again,
    NotArrived,
}
