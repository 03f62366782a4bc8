//! From credited months to memberships: when each began, and up to which month it was paid.

use super::{CoverRules, PaidMonth, PaidMonths};
use crate::units::{Date, Month};

/// One membership without a break, as it stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Membership {
    /// The day it began.
    pub since: Date,
    /// The last paid month that has begun.
    pub last: Month,
}

impl Membership {
    /// The membership that a day belongs to, or the last one before it; none before the first.
    ///
    /// A month counts from the day it was paid, or from its first day if it was paid before. Paid
    /// after more unpaid months than `grace` allows, it begins a new membership, and an older month
    /// counts for nothing then: no arrears are due.
    pub fn on(rules: &CoverRules, paid: &PaidMonths, day: Date) -> Option<Self> {
        let mut events: Vec<(Date, &PaidMonth)> = paid
            .months()
            .iter()
            .map(|paid| (begins(paid), paid))
            .collect();
        events.retain(|(at, _)| *at <= day);
        // Payments are walked in the order in which they began to count, and not by their months:
        // whether a payment came in time depends on what was paid before it.
        events.sort_by_key(|(at, paid)| (*at, paid.month));
        let mut current: Option<Self> = None;
        for (at, paid_month) in events {
            let month = paid_month.month;
            current = match current {
                Some(known) if at < known.ends_on(rules) => Some(Self {
                    last: known.last.max(month),
                    ..known
                }),
                // Too late for this membership, and too old to begin another one with.
                Some(known) if month < at.month() => Some(known),
                Some(_) => Some(Self {
                    since: at,
                    last: month,
                }),
                None => {
                    // The office may know of an earlier beginning than the first month that this
                    // phone was told of.
                    let since = paid.since().map_or(at, |since| since.min(at));
                    Some(Self { since, last: month })
                }
            };
        }
        current
    }

    /// The membership that goes on on that day.
    pub fn going_on(rules: &CoverRules, paid: &PaidMonths, day: Date) -> Option<Self> {
        Self::on(rules, paid, day).filter(|member| day < member.ends_on(rules))
    }

    /// The first day on which more months in a row are unpaid than may be.
    pub fn ends_on(self, rules: &CoverRules) -> Date {
        self.last.plus(rules.grace.months + 1).first_day()
    }
}

/// From when a paid month counts.
fn begins(paid: &PaidMonth) -> Date {
    paid.paid_on.max(paid.month.first_day())
}
