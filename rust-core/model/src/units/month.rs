//! Calendar months: the unit dues are counted in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A calendar month between 1900-01 and 2999-12. Written and read as `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: u16,
    month: u8,
}

/// The text is not `YYYY-MM` with a year between 1900 and 2999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a month: write it as YYYY-MM, for example 2026-05")]
pub struct MonthProblem;

impl Month {
    /// The month of that year (1900–2999) and number (1–12).
    pub fn new(year: u16, month: u8) -> Result<Self, MonthProblem> {
        if (1900..=2999).contains(&year) && (1..=12).contains(&month) {
            Ok(Self { year, month })
        } else {
            Err(MonthProblem)
        }
    }

    /// The year, four digits.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month of the year, 1 to 12.
    pub fn number(self) -> u8 {
        self.month
    }

    /// This month and the following ones, `count` in all, ending early at the last month there is.
    pub fn run(self, count: u8) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |month| month.next()).take(usize::from(count))
    }

    /// The month after this one; none after 2999-12.
    pub fn next(self) -> Option<Self> {
        if self.month == 12 {
            Self::new(self.year + 1, 1).ok()
        } else {
            Self::new(self.year, self.month + 1).ok()
        }
    }

    /// The month before this one; none before 1900-01.
    pub fn previous(self) -> Option<Self> {
        if self.month == 1 {
            Self::new(self.year - 1, 12).ok()
        } else {
            Self::new(self.year, self.month - 1).ok()
        }
    }
}

impl FromStr for Month {
    type Err = MonthProblem;

    fn from_str(text: &str) -> Result<Self, MonthProblem> {
        let (year, month) = text.split_once('-').ok_or(MonthProblem)?;
        let digits =
            |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(MonthProblem);
        }
        Self::new(
            year.parse().map_err(|_| MonthProblem)?,
            month.parse().map_err(|_| MonthProblem)?,
        )
    }
}

impl TryFrom<String> for Month {
    type Error = MonthProblem;

    fn try_from(text: String) -> Result<Self, MonthProblem> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn december_is_followed_by_january() {
        let months: Vec<String> = Month::new(2026, 11)
            .unwrap()
            .run(3)
            .map(|m| m.to_string())
            .collect();
        assert_eq!(months, ["2026-11", "2026-12", "2027-01"]);
    }

    #[test]
    fn the_month_before_the_one_after_is_the_same_until_the_ends() {
        let december = Month::new(2026, 12).unwrap();
        assert_eq!(december.next().and_then(Month::previous), Some(december));
        assert_eq!(Month::new(1900, 1).unwrap().previous(), None);
        assert_eq!(Month::new(2999, 12).unwrap().next(), None);
    }

    #[test]
    fn only_year_dash_month_is_a_month() {
        for text in [
            "2026-13",
            "2026-00",
            "26-05",
            "2026-5",
            "2026/05",
            "+026-05",
            "1899-12",
            "3000-01",
            "2026-05-01",
            "",
        ] {
            assert_eq!(text.parse::<Month>(), Err(MonthProblem), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(year in 1900_u16..=2999, number in 1_u8..=12) {
            let month = Month::new(year, number).unwrap();
            prop_assert_eq!(month.to_string().parse(), Ok(month));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = text.parse::<Month>();
        }
    }
}
