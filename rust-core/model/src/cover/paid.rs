//! Months that the office has credited to one member.

use serde::{Deserialize, Serialize};

use crate::programme::Programme;
use crate::units::{Date, Month};

/// One month that was paid for, as the office's signed receipt says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaidMonth {
    /// The month the dues are for.
    pub month: Month,
    /// The day the money came in, in Western Indonesia Time. A month that is paid late covers from
    /// this day on.
    pub paid_on: Date,
    /// What was paid for; read as a set.
    pub programmes: Vec<Programme>,
    /// The name of who paid, if it was not the member: a cooperative, a village, a daughter.
    #[serde(default)]
    pub sponsor: Option<String>,
}

/// All of one member's credited months: in their order, each month once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaidMonths {
    since: Option<Date>,
    months: Vec<PaidMonth>,
}

impl PaidMonths {
    /// Takes credited months in any order. Of a month that is there twice, the earlier payment
    /// counts, and the programmes of both. `since`: the office's word since when somebody has been
    /// a member without a break, if it was before the first of these months.
    pub fn new(since: Option<Date>, mut months: Vec<PaidMonth>) -> Self {
        months.sort_by_key(|paid| (paid.month, paid.paid_on));
        months.dedup_by(|later, kept| {
            let same = later.month == kept.month;
            if same {
                kept.programmes.append(&mut later.programmes);
            }
            same
        });
        for paid in &mut months {
            paid.programmes.sort_unstable();
            paid.programmes.dedup();
        }
        Self { since, months }
    }

    /// The months, the earliest first.
    pub fn months(&self) -> &[PaidMonth] {
        &self.months
    }

    /// Since when somebody is known to have been a member.
    pub fn since(&self) -> Option<Date> {
        self.since
    }

    /// The months that were paid by the end of that day.
    #[must_use]
    pub fn known_on(&self, day: Date) -> Self {
        Self {
            since: self.since,
            months: self
                .months
                .iter()
                .filter(|paid| paid.paid_on <= day)
                .cloned()
                .collect(),
        }
    }

    /// The payment for that month.
    pub fn of(&self, month: Month) -> Option<&PaidMonth> {
        self.months
            .binary_search_by_key(&month, |paid| paid.month)
            .ok()
            .and_then(|place| self.months.get(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paid(month: &str, on: &str, programmes: &[Programme]) -> PaidMonth {
        let (month, paid_on) = (month.parse().unwrap(), on.parse().unwrap());
        PaidMonth {
            month,
            paid_on,
            programmes: programmes.to_vec(),
            sponsor: None,
        }
    }

    #[test]
    fn a_month_paid_twice_counts_once_from_the_earlier_payment_with_all_programmes() {
        let months = PaidMonths::new(
            None,
            vec![
                paid("2026-12", "2026-12-20", &[Programme::Jht, Programme::Jkk]),
                paid("2026-11", "2026-11-27", &[Programme::Jkk]),
                paid("2026-12", "2026-12-01", &[Programme::Jkk, Programme::Jkm]),
            ],
        );
        assert_eq!(months.months().len(), 2);
        let december = months.of("2026-12".parse().unwrap()).unwrap();
        assert_eq!(december.paid_on, "2026-12-01".parse().unwrap());
        assert_eq!(december.programmes, Programme::ALL);
        assert_eq!(
            months
                .known_on("2026-11-30".parse().unwrap())
                .months()
                .len(),
            1
        );
    }
}
