//! Which months are to be paid next, and whether paying them means joining.
//!
//! The phone says what is unpaid and when membership has ended ([`super::Cover`]); the office makes
//! bills of the same answer. Both ask here, so that nobody is billed for a month that the phone
//! calls over.

use super::membership::Membership;
use super::{CoverRules, PaidMonths};
use crate::units::{Date, Month};

/// What is to be paid next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The months, the oldest first; each is unpaid.
    pub months: Vec<Month>,
    /// True when there is no membership on that day: it has not begun, or it has ended. Paying then
    /// means joining, and the rules of joining hold ([`CoverRules::last_day_to_join`]).
    pub joins: bool,
}

impl Due {
    /// The next `count` months. While membership goes on they begin after its last paid month;
    /// otherwise with the month of that day, because then nothing of before is owed.
    pub fn of(rules: &CoverRules, paid: &PaidMonths, on: Date, count: u8) -> Self {
        let member = Membership::going_on(rules, paid, on);
        let first = member
            .and_then(|member| member.last.next())
            .unwrap_or(on.month());
        let all = std::iter::successors(Some(first), |month| month.next());
        Self {
            months: all
                .filter(|month| paid.of(*month).is_none())
                .take(usize::from(count))
                .collect(),
            joins: member.is_none(),
        }
    }
}

impl CoverRules {
    /// The last day on which somebody of that birth date may join. The age on the day of the payment
    /// counts, so that is the day before the birthday, and no code may be paid later.
    pub fn last_day_to_join(&self, born: Date) -> Option<Date> {
        born.birthday(self.join.below_age)?.day_before()
    }

    /// On one of the last days of a month, the next one: whoever joins in the month of that day pays
    /// for all of it, and whoever waits pays for the next one instead ([`CoverRules::first_month`]).
    pub fn month_after_late_joining(&self, on: Date) -> Option<Month> {
        let left = on.month().last_day().days_since(on);
        (left < i32::from(self.month_end.days))
            .then(|| on.month().next())
            .flatten()
    }

    /// The oldest month that can be the last paid one of a membership that goes on on that day.
    pub fn oldest_last_month(&self, on: Date) -> Month {
        let earlier = std::iter::successors(Some(on.month()), |month| month.previous());
        earlier
            .take(usize::from(self.grace.months) + 1)
            .last()
            .unwrap_or(on.month())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cover::{Calendar, Cover, CoverState, PaidMonth};
    use crate::programme::Programme;

    fn rules() -> CoverRules {
        CoverRules::parse(include_bytes!("../../content/cover.json")).unwrap()
    }

    fn calendar() -> Calendar {
        Calendar::parse(include_bytes!("../../content/holidays.json")).unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn only_on_the_last_days_of_a_month_is_the_next_one_named() {
        let after = |on| rules().month_after_late_joining(day(on));
        assert_eq!(after("2026-11-25"), None);
        assert_eq!(after("2026-11-26"), "2026-12".parse().ok());
        assert_eq!(after("2026-12-31"), "2027-01".parse().ok());
        assert_eq!(after("2027-01-01"), None);
        assert_eq!(after("2027-02-23"), None);
        assert_eq!(after("2027-02-24"), "2027-03".parse().ok());
        let mut never = rules();
        never.month_end.days = 0;
        assert_eq!(never.month_after_late_joining(day("2026-11-30")), None);
    }

    fn paid(months: &[(&str, &str)]) -> PaidMonths {
        let month = |(month, on): &(&str, &str)| credit(month.parse().unwrap(), day(on));
        PaidMonths::new(None, months.iter().map(month).collect())
    }

    fn credit(month: Month, paid_on: Date) -> PaidMonth {
        PaidMonth {
            month,
            paid_on,
            programmes: vec![Programme::Jkk, Programme::Jkm],
            sponsor: None,
        }
    }

    fn due(paid: &PaidMonths, on: &str, count: u8) -> (Vec<String>, bool) {
        let due = Due::of(&rules(), paid, day(on), count);
        let months = due.months.iter().map(Month::to_string);
        (months.collect(), due.joins)
    }

    fn months(all: &[&str]) -> Vec<String> {
        all.iter().map(|month| (*month).to_owned()).collect()
    }

    #[test]
    fn the_oldest_is_owed_until_membership_ends_and_nothing_of_before_is_owed_then() {
        let january = paid(&[("2027-01", "2027-01-05")]);
        assert_eq!(
            due(&january, "2027-04-30", 1),
            (months(&["2027-02"]), false)
        );
        assert_eq!(
            due(&january, "2027-04-30", 4),
            (months(&["2027-02", "2027-03", "2027-04", "2027-05"]), false)
        );
        for count in [1, 3, 6, 12] {
            let (months, joins) = due(&january, "2027-05-01", count);
            assert_eq!(
                (months[0].as_str(), months.len(), joins),
                ("2027-05", usize::from(count), true)
            );
        }
        assert_eq!(
            due(&PaidMonths::default(), "2027-05-01", 2),
            (months(&["2027-05", "2027-06"]), true),
            "nobody owes before joining"
        );
    }

    #[test]
    fn a_month_that_was_paid_too_late_brings_nothing_back() {
        let late = paid(&[("2027-01", "2027-01-05"), ("2027-02", "2027-05-10")]);
        assert_eq!(due(&late, "2027-05-11", 1), (months(&["2027-05"]), true));
        let again = paid(&[("2027-01", "2027-01-05"), ("2027-05", "2027-05-10")]);
        assert_eq!(due(&again, "2027-05-11", 1), (months(&["2027-06"]), false));
    }

    #[test]
    fn months_that_are_paid_ahead_are_passed_over() {
        let ahead = paid(&[("2027-01", "2027-01-05"), ("2027-03", "2027-01-05")]);
        assert_eq!(
            due(&ahead, "2027-01-20", 2),
            (months(&["2027-02", "2027-04"]), false)
        );
        assert_eq!(
            due(&ahead, "2027-03-01", 1),
            (months(&["2027-04"]), false),
            "what lies before a paid month of the same membership is not owed"
        );
    }

    #[test]
    fn the_oldest_last_month_is_the_one_after_which_membership_ends_next() {
        let rules = rules();
        assert_eq!(
            rules.oldest_last_month(day("2027-05-20")).to_string(),
            "2027-02"
        );
        let mut longer = rules;
        longer.grace.months = 5;
        assert_eq!(
            longer.oldest_last_month(day("2027-05-20")).to_string(),
            "2026-12"
        );
    }

    #[test]
    fn nobody_joins_by_a_bill_that_could_be_paid_on_the_65th_birthday() {
        let (rules, born) = (rules(), day("1962-03-31"));
        assert_eq!(rules.last_day_to_join(born), Some(day("2027-03-30")));
        let leap = day("1964-02-29");
        assert_eq!(rules.last_day_to_join(leap), Some(day("2029-02-28")));
    }

    proptest! {
        /// What the phone says of a day, and what the office would bill on it, over histories of
        /// payments for months before and after.
        #[test]
        fn phone_and_office_never_contradict_each_other(
            grace in 1..=6_u8,
            history in prop::collection::vec((0..500_i32, -5..6_i32), 0..10),
            on in 0..600_i32,
            count in prop::sample::select(vec![1_u8, 2, 3, 6, 12]),
        ) {
            let (mut rules, calendar) = (rules(), calendar());
            rules.grace.months = grace;
            rules.certain.months = rules.certain.months.min(grace);
            let begin = day("2026-01-01");
            let credits = history.into_iter().map(|(after, away)| {
                let paid_on = begin.plus_days(after).unwrap();
                let mut month = paid_on.month();
                for _ in 0..away.abs() {
                    month = if away < 0 { month.previous() } else { month.next() }.unwrap();
                }
                credit(month, paid_on)
            });
            let on = begin.plus_days(on).unwrap();
            let paid = PaidMonths::new(None, credits.collect()).known_on(on);
            let cover = Cover::of(&rules, &calendar, &paid, on);
            let due = Due::of(&rules, &paid, on, count);
            prop_assert_eq!(due.months.len(), usize::from(count));
            let last = paid.months().iter().map(|it| it.month).filter(|it| *it <= on.month()).max();
            if matches!(cover.state, CoverState::Grace { .. } | CoverState::Protected { .. }) {
                prop_assert!(last >= Some(rules.oldest_last_month(on)));
            }
            prop_assert!(due.months.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(due.months.iter().all(|month| paid.of(*month).is_none()));
            let this = on.month();
            match cover.state {
                CoverState::Grace { unpaid, .. } => {
                    prop_assert_eq!(cover.missing.len(), usize::from(unpaid));
                    prop_assert!(due.months.iter().zip(&cover.missing).all(|(due, missing)| due == missing));
                    prop_assert!(!due.joins);
                }
                CoverState::Ended { .. } | CoverState::NotYet { .. } => {
                    prop_assert!(due.joins && cover.missing.is_empty());
                    prop_assert!(due.months[0] >= this, "a month that is over is never billed");
                }
                CoverState::Protected { .. } => {
                    prop_assert!(!due.joins && cover.missing.is_empty() && due.months[0] > this);
                }
            }
            // What is billed and paid on that day is worth something: membership goes on from it,
            // and the phone calls none of these months unpaid any more.
            let bought = due.months.iter().map(|month| credit(*month, on));
            let all = paid.months().iter().cloned().chain(bought).collect();
            let after = Cover::of(&rules, &calendar, &PaidMonths::new(None, all), on);
            prop_assert!(due.months.iter().all(|month| !after.missing.contains(month)));
            let goes_on = matches!(after.state, CoverState::Protected { .. } | CoverState::Grace { .. })
                || due.months[0] > this;
            prop_assert!(goes_on, "{:?}", after.state);
            if let (CoverState::Grace { ends: before, .. }, CoverState::Grace { ends, .. }) = (cover.state, after.state) {
                prop_assert!(ends > before);
            }
        }
    }
}
