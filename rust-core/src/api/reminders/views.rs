//! The records of [`super::Reminders`].

use payung_model::cover::reminder::{ReminderAction, ReminderKind};
use payung_model::units::Zone;

/// The notifications to be scheduled for one registration, in place of all that was scheduled for
/// it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct MemberReminders {
    /// The registration's id.
    pub registration: String,
    /// The registration's notifications, in the order in which they come.
    pub reminders: Vec<ReminderView>,
}

/// One notification that a shell schedules.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReminderView {
    /// Stable: what was scheduled with this id before is replaced.
    pub id: String,
    /// The reason for which the notification comes.
    pub kind: ReminderKind,
    /// The moment at which it comes, in milliseconds since 1970 (UTC).
    pub at_millis: i64,
    /// "10 Februari 2027 pukul 08.00 WITA", in the member's zone.
    #[uniffi(default = "")]
    pub at_words: String,
    /// A phone that rings only after that moment does not show it, and asks anew what there is to show.
    pub latest_millis: i64,
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
    /// The possible answers, in the order of the buttons.
    pub actions: Vec<ReminderActionView>,
}

/// A button below a notification.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReminderActionView {
    /// For [`super::Reminders::answer`]; `Pay` opens the screen of the bill.
    pub action: ReminderAction,
    /// The word on the button.
    pub label: String,
}

/// The member's choices about reminders.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReminderChoices {
    /// Whether any come.
    pub on: bool,
    /// The days on which money comes in.
    pub payday: PaydayChoice,
    /// The minute of the day: `08.00`.
    pub at: String,
    /// The first quiet minute, `20.00`; none, with the next, for no quiet hours.
    pub quiet_from: Option<String>,
    /// The first minute that is no longer quiet: `07.00`.
    pub quiet_to: Option<String>,
    /// The member's time zone.
    pub zone: Zone,
    /// The end of a pause: the day on which messages come again.
    pub paused_until: Option<String>,
    /// The end of the pause in words, "10 Februari 2027". A text that a shell puts here is not
    /// read.
    #[uniffi(default = None)]
    pub paused_until_words: Option<String>,
}

/// The days on which money comes in.
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
