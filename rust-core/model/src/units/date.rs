//! Civil dates.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Month;

/// A day of the calendar between 1900-01-01 and 2999-12-31. Written as `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(time::Date);

/// Why a typed date is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    /// Nothing was typed.
    #[error("no date")]
    Empty,
    /// Not three parts (day, month, year), or a word that is no month.
    #[error("not a date: write it as YYYY-MM-DD or DD-MM-YYYY")]
    NotADate,
    /// A day that the month does not have, or a month past 12.
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// The day of the week beside the date is that of another day.
    #[error("that day is another day of the week")]
    Weekday,
    /// A year before 1900 or after 2999, or of two digits.
    #[error("the year needs four digits, from 1900 on")]
    Year,
}

impl Date {
    /// The first day there is.
    pub const EARLIEST: &str = "1900-01-01";

    /// The day of that year, month (1–12) and day.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, DateProblem> {
        if !(1900..=2999).contains(&year) {
            return Err(DateProblem::Year);
        }
        let month = time::Month::try_from(month).map_err(|_| DateProblem::NoSuchDay)?;
        time::Date::from_calendar_date(i32::from(year), month, day)
            .map(Self)
            .map_err(|_| DateProblem::NoSuchDay)
    }

    /// The year, four digits.
    pub fn year(self) -> u16 {
        // In range by construction.
        u16::try_from(self.0.year()).unwrap_or(u16::MAX)
    }

    /// The month of the year, 1 to 12.
    pub fn month_number(self) -> u8 {
        u8::from(self.0.month())
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.0.day()
    }

    /// The calendar month this day lies in.
    pub fn month(self) -> Month {
        // A month and a date have the same range of years, so the fallback cannot be reached.
        Month::new(self.year(), self.month_number()).unwrap_or_else(|_| unreachable_month())
    }

    /// Full years lived on `today` by somebody born on this day; none when born after it.
    /// Somebody born on 29 February is a year older on 1 March of a common year.
    pub fn age_on(self, today: Self) -> Option<u16> {
        let years = today.year().checked_sub(self.year())?;
        let had_birthday = (today.month_number(), today.day()) >= (self.month_number(), self.day());
        if had_birthday {
            Some(years)
        } else {
            years.checked_sub(1)
        }
    }

    /// Full months lived on `today` by somebody born on this day; none when born after it. Somebody
    /// born on the 31st is a month older on the first day of the month after a shorter one.
    pub fn months_on(self, today: Self) -> Option<u16> {
        let number = |date: Self| u32::from(date.year()) * 12 + u32::from(date.month_number());
        let months = number(today).checked_sub(number(self))?;
        let full = if today.day() >= self.day() {
            Some(months)
        } else {
            months.checked_sub(1)
        };
        full.and_then(|months| u16::try_from(months).ok())
    }

    /// The day on which somebody born on this day is so many years old; none beyond the calendar.
    /// After a birth on 29 February it is 1 March in a common year.
    pub fn birthday(self, years: u16) -> Option<Self> {
        let year = self.year().checked_add(years)?;
        Self::new(year, self.month_number(), self.day())
            .or_else(|_| Self::new(year, 3, 1))
            .ok()
    }

    /// The latest birth date of a person who is so many years old today; none before the calendar
    /// begins.
    pub fn years_ago(self, years: u16) -> Option<Self> {
        let year = self.year().checked_sub(years)?;
        // On 29 February of a leap year a person who was born on 28 February of a common one has
        // had the birthday.
        Self::new(year, self.month_number(), self.day())
            .or_else(|_| Self::new(year, 2, 28))
            .ok()
    }

    /// The next day of the calendar.
    pub fn day_after(self) -> Option<Self> {
        self.0.next_day().and_then(Self::from_time)
    }

    /// The day before in the calendar.
    pub fn day_before(self) -> Option<Self> {
        self.0.previous_day().and_then(Self::from_time)
    }

    /// The day of the week, 0 for Monday.
    pub(super) fn weekday(self) -> u8 {
        self.0.weekday().number_days_from_monday()
    }

    pub(super) fn time(self) -> time::Date {
        self.0
    }

    pub(super) fn from_time(date: time::Date) -> Option<Self> {
        (1900..=2999).contains(&date.year()).then_some(Self(date))
    }
}

fn unreachable_month() -> Month {
    Month::new(1900, 1).unwrap_or_else(|_| unreachable!("1900-01 is a month"))
}

impl FromStr for Date {
    type Err = DateProblem;

    /// Reads `YYYY-MM-DD` only.
    fn from_str(text: &str) -> Result<Self, DateProblem> {
        let shaped = |(place, sign): (usize, u8)| {
            if matches!(place, 4 | 7) {
                sign == b'-'
            } else {
                sign.is_ascii_digit()
            }
        };
        if text.len() != 10 || !text.bytes().enumerate().all(shaped) {
            return Err(DateProblem::NotADate);
        }
        Self::parse_typed(text)
    }
}

impl TryFrom<String> for Date {
    type Error = DateProblem;

    fn try_from(text: String) -> Result<Self, DateProblem> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month_number(),
            self.day()
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn in_data_a_date_is_written_in_one_way_only() {
        for text in [
            "1990-1 -15",
            " 990-01-15",
            "15-01-1990",
            "1990-1-15",
            "1990/01/15",
            "1990-01-1٣",
            "",
        ] {
            assert_eq!(text.parse::<Date>(), Err(DateProblem::NotADate), "{text}");
        }
    }

    #[test]
    fn age_turns_on_the_birthday() {
        let born = Date::new(1990, 11, 23).unwrap();
        assert_eq!(born.age_on(Date::new(2026, 11, 22).unwrap()), Some(35));
        assert_eq!(born.age_on(Date::new(2026, 11, 23).unwrap()), Some(36));
        assert_eq!(born.age_on(Date::new(1990, 11, 22).unwrap()), None);
        let leap = Date::new(2000, 2, 29).unwrap();
        assert_eq!(leap.age_on(Date::new(2026, 2, 28).unwrap()), Some(25));
        assert_eq!(leap.age_on(Date::new(2026, 3, 1).unwrap()), Some(26));
    }

    #[test]
    fn months_are_counted_by_the_day_of_birth_and_a_birthday_is_a_day_of_the_calendar() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        for (born, today, months) in [
            ("1961-11-27", "2026-08-26", Some(776)),
            ("1961-11-27", "2026-08-27", Some(777)),
            ("1961-11-27", "2026-11-27", Some(780)),
            ("2026-01-31", "2026-02-28", Some(0)),
            ("2026-01-31", "2026-03-01", Some(1)),
            ("2026-01-31", "2026-01-30", None),
        ] {
            assert_eq!(date(born).months_on(date(today)), months, "{born} {today}");
        }
        assert_eq!(date("1961-11-27").birthday(65), Some(date("2026-11-27")));
        assert_eq!(date("2000-02-29").birthday(17), Some(date("2017-03-01")));
        assert_eq!(date("2000-02-29").birthday(4), Some(date("2004-02-29")));
        assert_eq!(date("2000-02-29").birthday(1000), None);
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(year in 1900_u16..=2999, month in 1_u8..=12, day in 1_u8..=28) {
            let date = Date::new(year, month, day).unwrap();
            prop_assert_eq!(date.to_string().parse(), Ok(date));
            prop_assert_eq!(Date::parse_typed(&format!("{day}/{month}/{year}")), Ok(date));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = Date::parse_typed(&text);
            let _ = text.parse::<Date>();
        }
    }
}
