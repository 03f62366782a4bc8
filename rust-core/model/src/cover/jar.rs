//! Saving marks: a tick for each day on which something was put aside at home toward the next
//! month.
//!
//! The jar holds no money and knows nothing of the office; it counts marks. It helps people who
//! earn by the day: the month's dues are shown as so many marks of a small amount.

use serde::{Deserialize, Serialize};

use crate::units::{Date, Month, Rupiah};

/// Marks toward one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jar {
    /// The month the marks are for.
    pub month: Month,
    /// What the month costs.
    pub goal: Rupiah,
    /// The amount that one mark stands for.
    pub each: Rupiah,
    /// The days that have a mark, in their order.
    pub days: Vec<Date>,
}

/// Why a jar cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JarProblem {
    /// A mark of nothing, or one larger than the goal.
    #[error("a mark is worth at least one rupiah and at most the whole month")]
    Each,
    /// A day that has not come yet.
    #[error("that day has not come yet")]
    Future,
}

impl Jar {
    /// An empty jar. Marks of `each` rupiah; the last one may be smaller.
    pub fn new(month: Month, goal: Rupiah, each: Rupiah) -> Result<Self, JarProblem> {
        if each.0 == 0 || each > goal {
            Err(JarProblem::Each)
        } else {
            Ok(Self {
                month,
                goal,
                each,
                days: Vec::new(),
            })
        }
    }

    /// Marks a day, or takes its mark away. There is one mark a day.
    pub fn toggle(&mut self, day: Date, today: Date) -> Result<(), JarProblem> {
        if day > today {
            return Err(JarProblem::Future);
        }
        match self.days.binary_search(&day) {
            Ok(place) => drop(self.days.remove(place)),
            Err(place) => self.days.insert(place, day),
        }
        Ok(())
    }

    /// How many marks make the whole month.
    pub fn needed(&self) -> u32 {
        u32::try_from(self.goal.0.div_ceil(self.each.0.max(1))).unwrap_or(u32::MAX)
    }

    /// What the marks stand for, at most the goal.
    pub fn marked(&self) -> Rupiah {
        let worth = u64::try_from(self.days.len())
            .ok()
            .and_then(|days| days.checked_mul(self.each.0));
        // More than any amount is more than the goal too.
        worth.map_or(self.goal, |worth| Rupiah(worth).min(self.goal))
    }

    /// As many marks as the month needs.
    pub fn is_full(&self) -> bool {
        self.marked() == self.goal
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_has_one_mark_and_a_full_jar_is_the_month() {
        let mut jar = Jar::new("2027-01".parse().unwrap(), Rupiah(16_800), Rupiah(1_000)).unwrap();
        let today = day("2026-12-20");
        jar.toggle(day("2026-12-19"), today).unwrap();
        jar.toggle(day("2026-12-20"), today).unwrap();
        jar.toggle(day("2026-12-19"), today).unwrap();
        assert_eq!(
            (jar.days.as_slice(), jar.marked(), jar.needed()),
            (&[today][..], Rupiah(1_000), 17)
        );
        assert_eq!(
            jar.toggle(day("2026-12-21"), today),
            Err(JarProblem::Future)
        );
        for number in 1..=16 {
            jar.toggle(today.plus_days(-number).unwrap(), today)
                .unwrap();
        }
        assert!(jar.is_full());
        assert_eq!(jar.marked(), Rupiah(16_800), "the last mark is smaller");
    }

    #[test]
    fn a_mark_of_nothing_or_of_more_than_the_month_is_refused() {
        let jar = |each| Jar::new("2027-01".parse().unwrap(), Rupiah(16_800), Rupiah(each));
        assert_eq!(jar(0), Err(JarProblem::Each));
        assert_eq!(jar(16_801), Err(JarProblem::Each));
        assert_eq!(jar(16_800).unwrap().needed(), 1);
    }

    proptest! {
        #[test]
        fn marks_are_in_order_and_never_more_than_the_goal(
            goal in 1..1_000_000_u64, each in 1..100_000_u64, days in prop::collection::vec(0..60_i32, 0..80)
        ) {
            prop_assume!(each <= goal);
            let (first, mut jar) = (day("2026-12-01"), Jar::new("2027-01".parse().unwrap(), Rupiah(goal), Rupiah(each)).unwrap());
            let today = first.plus_days(59).unwrap();
            for number in days {
                jar.toggle(first.plus_days(number).unwrap(), today).unwrap();
            }
            prop_assert!(jar.days.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(jar.marked() <= jar.goal);
            prop_assert_eq!(jar.is_full(), jar.days.len() as u64 >= u64::from(jar.needed()));
        }
    }
}
