//! The facts that reminders are worked out from, and the reminders.

use serde::{Deserialize, Serialize};

use super::rules::ReminderRules;
use crate::cover::{Calendar, Cover, CoverRules, CoverState, PaidMonths};
use crate::programme::{Payer, Programme, QuoteRequest, Tariff, Work};
use crate::units::{Date, Month, Rupiah, Timestamp};

/// What is known of a member, and the rules.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// When cover begins and ends.
    pub cover: &'a CoverRules,
    /// When reminders come.
    pub reminders: &'a ReminderRules,
    /// Holidays.
    pub calendar: &'a Calendar,
    /// The tariff: the price of a month, and when that changes.
    pub tariff: &'a Tariff,
    /// What was paid.
    pub paid: &'a PaidMonths,
    /// The answers that the member's dues depend on; without them no message names an amount.
    pub dues: Option<&'a Dues>,
    /// A bill of the member's own months that waits to be paid.
    pub bill: Option<OpenBill>,
    /// One that is for others alone: paying it does not protect the person who is reminded.
    pub bill_for_others: Option<OpenBill>,
    /// Somebody else pays month by month, until one of both ends it: the member is told only of what
    /// stays unpaid.
    pub somebody_pays: bool,
    /// Days on which this phone reminds somebody else: one message a day is enough for whoever holds
    /// it.
    pub taken: &'a [Date],
}

/// What a member's dues depend on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dues {
    /// Per month.
    pub income: Rupiah,
    /// The kind of work.
    pub work: Work,
    /// Who pays.
    pub payer: Payer,
    /// What is paid for.
    pub programmes: Vec<Programme>,
}

/// A bill nobody has paid yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenBill {
    /// The bill's total.
    pub amount: Rupiah,
    /// The moment at which the office made it. Nobody is reminded of it before.
    pub issued: Timestamp,
    /// The last day on which its code can be paid.
    pub expires: Date,
    /// The day on which somebody said that it was paid: after it there is silence, as about a month.
    pub said_paid: Option<Date>,
}

/// One message that will come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Stable: the same message has the same id whenever it is asked for. `due-2026-12-15`
    pub id: String,
    /// Why the message comes.
    pub kind: ReminderKind,
    /// The civil day in the member's zone.
    pub on: Date,
    /// The moment.
    pub at: Timestamp,
    /// A phone that rings after that moment does not show it, and plans anew instead: quiet hours may
    /// have begun, or it woke up so late that other messages have come due as well.
    pub latest: Timestamp,
    /// The months it asks for, the oldest first.
    pub months: Vec<Month>,
    /// Whether the message is about a bill for others alone.
    pub for_others: bool,
    /// The price of these months together, if it is known.
    pub amount: Option<Rupiah>,
    /// The cover on that day if nothing is paid until then.
    pub cover: Cover,
    /// The due day of the newest of these months, or the last day of a bill's code.
    pub until: Option<Date>,
    /// The answers that the member can give.
    pub actions: Vec<ReminderAction>,
}

/// Why a message comes. Of two that would come too close to each other, the one that is named first
/// here comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReminderKind {
    /// The second unpaid month is about to end.
    LastWarning,
    /// Membership has ended.
    Ended,
    /// Somebody else's payments are about to end.
    Sponsor,
    /// The due day itself.
    Due,
    /// The last paid day is near.
    CoverEnds,
    /// The first unpaid month is about to end.
    MonthEnd,
    /// The last working day before a long holiday.
    Holiday,
    /// A discount is about to end. It can be said on another day; a holiday cannot wait.
    PriceChange,
    /// The third unpaid month: cover has perhaps ended already.
    AfterCertain,
    /// A month of harvest: several months may be paid at once.
    Harvest,
    /// Money is at hand, and the due day is ahead.
    Ahead,
    /// The first code is about to expire, or one that is paid for others.
    Bill,
    /// The member asked to be asked again.
    Again,
    /// The member said it was paid, and the office knows nothing of it.
    NotArrived,
}

/// What can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReminderAction {
    /// Show how to pay.
    Pay,
    /// "Ask me again tomorrow."
    Tomorrow,
    /// "I paid already."
    SaidPaid,
    /// Silence for a while.
    Pause,
}

impl ReminderKind {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::LastWarning,
        Self::Ended,
        Self::Sponsor,
        Self::Due,
        Self::CoverEnds,
        Self::MonthEnd,
        Self::Holiday,
        Self::PriceChange,
        Self::AfterCertain,
        Self::Harvest,
        Self::Ahead,
        Self::Bill,
        Self::Again,
        Self::NotArrived,
    ];

    /// As in ids: `last-warning`.
    pub fn code(self) -> &'static str {
        match self {
            Self::LastWarning => "last-warning",
            Self::Ended => "ended",
            Self::Sponsor => "sponsor",
            Self::Due => "due",
            Self::CoverEnds => "cover-ends",
            Self::MonthEnd => "month-end",
            Self::PriceChange => "price-change",
            Self::Holiday => "holiday",
            Self::AfterCertain => "after-certain",
            Self::Harvest => "harvest",
            Self::Ahead => "ahead",
            Self::Bill => "bill",
            Self::Again => "again",
            Self::NotArrived => "not-arrived",
        }
    }

    /// Says that a month stays unpaid, and asks for none ahead.
    #[must_use]
    pub fn is_of_unpaid(self) -> bool {
        matches!(
            self,
            Self::MonthEnd | Self::LastWarning | Self::AfterCertain | Self::Ended
        )
    }

    /// The member asked for it: it keeps neither gap nor cap.
    pub(super) fn is_asked_for(self) -> bool {
        matches!(self, Self::Again | Self::NotArrived)
    }

    /// Comes during a pause and closer to another one than the gap.
    pub(super) fn is_critical(self) -> bool {
        self == Self::LastWarning
    }
}

impl ReminderAction {
    /// `pay`, `tomorrow`, `said-paid`, `pause`
    pub fn code(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Tomorrow => "tomorrow",
            Self::SaidPaid => "said-paid",
            Self::Pause => "pause",
        }
    }
}

impl Reminder {
    /// The day its words name: until when to pay, until when cover holds, or from when it holds in
    /// full again.
    pub(super) fn date(&self) -> Option<Date> {
        match (self.kind, self.cover.state) {
            (ReminderKind::Bill | ReminderKind::Ahead | ReminderKind::Due, _)
            | (ReminderKind::Again, CoverState::NotYet { .. }) => self.until,
            (_, CoverState::NotYet { starts }) => starts,
            (_, CoverState::Protected { until }) => Some(until),
            (ReminderKind::AfterCertain, CoverState::Grace { ends, .. }) => Some(ends),
            (_, CoverState::Grace { certain_until, .. }) => Some(certain_until),
            (
                _,
                CoverState::Ended {
                    full_death_from, ..
                },
            ) => Some(full_death_from),
        }
    }
}

impl Dues {
    /// The dues of that month.
    pub fn monthly(&self, tariff: &Tariff, month: Month) -> Option<Rupiah> {
        let request = QuoteRequest {
            income: self.income,
            work: self.work,
            payer: self.payer,
            programmes: self.programmes.clone(),
            months: 1,
            from: month,
        };
        tariff.monthly_dues(&request, month)
    }

    /// The dues of these months together, each at its own price.
    pub fn of(&self, tariff: &Tariff, months: &[Month]) -> Option<Rupiah> {
        let each: Option<Vec<Rupiah>> = months
            .iter()
            .map(|month| self.monthly(tariff, *month))
            .collect();
        Rupiah::checked_sum(each?)
    }
}
