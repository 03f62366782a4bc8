//! Which messages one row of paid months asks for, before gap, cap and settings choose among them.

use super::facts::{Facts, OpenBill, ReminderKind};
use super::settings::{Payday, ReminderSettings};
use crate::units::{Date, Month, Timestamp};

/// A message that might come on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The day on which it comes.
    pub on: Date,
    /// The last day up to which the message may wait for a free day.
    pub latest: Date,
    /// The day it was first meant for: its id names it, whenever it comes.
    pub of: Date,
    /// The moment, where that is not the chosen minute of the day.
    pub at: Option<Timestamp>,
    pub kind: ReminderKind,
    /// The last paid month of the row it belongs to; none before anything was paid.
    pub last: Option<Month>,
    /// Whether it is about a bill for others alone.
    pub for_others: bool,
}

impl Candidate {
    /// On that day and no other.
    pub fn new(on: Date, kind: ReminderKind, last: Option<Month>) -> Self {
        Self {
            on,
            latest: on,
            of: on,
            at: None,
            kind,
            last,
            for_others: false,
        }
    }

    /// The bill that it is about; none for every other kind.
    pub fn bill(&self, facts: &Facts<'_>) -> Option<OpenBill> {
        let bill = if self.for_others {
            facts.bill_for_others
        } else {
            facts.bill
        };
        bill.filter(|_| self.kind == ReminderKind::Bill)
    }
}

/// All messages after a row of paid months that ends with `last`, if nothing more is paid.
pub(super) fn after(facts: &Facts<'_>, settings: &ReminderSettings, last: Month) -> Vec<Candidate> {
    let mut found = Vec::with_capacity(24);
    let mut add = |on: Option<Date>, kind| {
        found.extend(on.map(|on| Candidate::new(on, kind, Some(last))));
    };
    let before = |day: Date, days: u16| day.plus_days(-i32::from(days));
    let (cover, rules) = (facts.cover, facts.reminders);
    let paid_until = last.last_day();
    let of_sponsor = facts.paid.of(last).is_some_and(|it| it.sponsor.is_some());
    if of_sponsor {
        rules
            .sponsor
            .days
            .iter()
            .for_each(|days| add(before(paid_until, *days), ReminderKind::Sponsor));
    }
    for number in 1..=cover.grace.months {
        let unpaid = last.plus(number);
        let end = unpaid.last_day();
        let kind = match number.cmp(&cover.certain.months) {
            std::cmp::Ordering::Less => ReminderKind::MonthEnd,
            std::cmp::Ordering::Equal => ReminderKind::LastWarning,
            std::cmp::Ordering::Greater => ReminderKind::AfterCertain,
        };
        let (ahead, ahead_kind) = ahead_of(facts, settings, unpaid);
        // While months are paid for there is silence: a payday that lies in them is too early.
        let early = ahead.is_some_and(|day| day <= paid_until);
        let usual = unpaid.day(u8::try_from(rules.ahead_day.days).unwrap_or(1));
        add(if early { Some(usual) } else { ahead }, ahead_kind);
        add(Some(unpaid.day(cover.due_day.day)), ReminderKind::Due);
        add(before(end, rules.month_end.days), kind);
        if kind == ReminderKind::AfterCertain {
            add(before(end, rules.after_certain.days), kind);
        }
    }
    let ended = last.plus(cover.grace.months + 1).first_day();
    add(Some(ended), ReminderKind::Ended);
    add(
        ended.plus_days(i32::from(rules.ended.days)),
        ReminderKind::Ended,
    );
    let unpaid_to = last.plus(cover.grace.months).last_day();
    for holiday in facts
        .calendar
        .long_holidays(paid_until, unpaid_to, rules.long_holiday.days)
    {
        add(
            before(holiday.first, 1).filter(|day| *day > paid_until),
            ReminderKind::Holiday,
        );
    }
    // Whoever paid in the last days of a month is told right after that, as long as cover holds.
    let ends = before(paid_until, rules.cover_ends.days).filter(|_| !of_sponsor);
    found.extend(ends.map(|on| Candidate {
        latest: paid_until,
        ..Candidate::new(on, ReminderKind::CoverEnds, Some(last))
    }));
    // Whoever paid on the last days of a discount is told right after them, until dues at the full
    // price are due.
    let price = price_change(facts, last);
    let price = price.and_then(|dearer| Some((dearer.previous()?, dearer)));
    found.extend(price.map(|(month, dearer)| {
        let on = month.day(u8::try_from(rules.price_day.days).unwrap_or(1));
        Candidate {
            latest: dearer.day(cover.due_day.day),
            ..Candidate::new(on, ReminderKind::PriceChange, Some(last))
        }
    }));
    // Whoever pays is asked; the member only learns when it did not happen.
    found.retain(|it| !facts.somebody_pays || it.kind.is_of_unpaid());
    found
}

/// The first dues month after the row, up to the end of grace, that costs more because a discount
/// has ended.
pub(super) fn price_change(facts: &Facts<'_>, last: Month) -> Option<Month> {
    let dues = facts.dues?;
    let ends = facts
        .tariff
        .discounts
        .iter()
        .filter_map(|discount| discount.to.next());
    let ends = ends.filter(|month| *month > last && *month <= last.plus(facts.cover.grace.months));
    let dearer = |month: &Month| {
        let before = month
            .previous()
            .and_then(|before| dues.monthly(facts.tariff, before));
        before
            .zip(dues.monthly(facts.tariff, *month))
            .is_some_and(|(before, after)| after > before)
    };
    ends.filter(dearer).min()
}

/// The day in or before that month on which money is at hand and its due day is still ahead.
fn ahead_of(
    facts: &Facts<'_>,
    settings: &ReminderSettings,
    month: Month,
) -> (Option<Date>, ReminderKind) {
    let due = month.day(facts.cover.due_day.day);
    let in_month = |day: u16| Some(month.day(u8::try_from(day).unwrap_or(1)));
    match &settings.payday {
        Payday::Unset | Payday::Daily => (
            in_month(facts.reminders.ahead_day.days),
            ReminderKind::Ahead,
        ),
        Payday::Weekly(weekday) => {
            // The last payday before the due day counts: money is at hand then, and a day is left
            // to pay.
            let eve = due.plus_days(-1);
            let back = eve.map(|eve| i32::from((eve.iso_weekday() + 7 - weekday % 7) % 7));
            (
                eve.zip(back).and_then(|(eve, back)| eve.plus_days(-back)),
                ReminderKind::Ahead,
            )
        }
        Payday::Monthly(day) if *day < facts.cover.due_day.day => {
            (Some(month.day(*day)), ReminderKind::Ahead)
        }
        Payday::Monthly(day) => (
            month.previous().map(|before| before.day(*day)),
            ReminderKind::Ahead,
        ),
        Payday::Harvest(months) if months.contains(&month.number()) => (
            in_month(facts.reminders.harvest_day.days),
            ReminderKind::Harvest,
        ),
        Payday::Harvest(_) => (None, ReminderKind::Harvest),
    }
}
