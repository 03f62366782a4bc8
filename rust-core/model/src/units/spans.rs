//! Spans of days and months, and the two ends of a month.

use super::{Date, Month};

impl Date {
    /// The day so many days later, or earlier for a negative number; none beyond the calendar (1900
    /// to 2999).
    ///
    /// ```
    /// use payung_model::units::Date;
    /// let day = Date::new(2026, 12, 31).unwrap();
    /// assert_eq!(day.plus_days(1).unwrap().to_string(), "2027-01-01");
    /// ```
    pub fn plus_days(self, days: i32) -> Option<Self> {
        self.time()
            .checked_add(time::Duration::days(i64::from(days)))
            .and_then(Self::from_time)
    }

    /// How many days this day is after `earlier`; negative when it is before it.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.time().to_julian_day() - earlier.time().to_julian_day()
    }

    /// The day of the week, 1 for Monday to 7 for Sunday (ISO 8601).
    pub fn iso_weekday(self) -> u8 {
        self.time().weekday().number_from_monday()
    }
}

impl Month {
    /// The first day of the month.
    pub fn first_day(self) -> Date {
        // Each month of the range has a first day; the fallback cannot be reached.
        Date::new(self.year(), self.number(), 1)
            .unwrap_or_else(|_| unreachable!("a month begins with a day of the calendar"))
    }

    /// The last day of the month, the 28th to the 31st.
    pub fn last_day(self) -> Date {
        self.day(31)
    }

    /// The given day of the month, or its last day when the month is shorter; the first day for 0.
    pub fn day(self, day: u8) -> Date {
        (1..=day)
            .rev()
            .find_map(|day| Date::new(self.year(), self.number(), day).ok())
            .unwrap_or_else(|| self.first_day())
    }

    /// The month so many months later; the last month there is when the calendar ends before.
    #[must_use]
    pub fn plus(self, months: u8) -> Self {
        self.run(months.saturating_add(1)).last().unwrap_or(self)
    }

    /// How many months this month is after `earlier`; negative when it is before it.
    pub fn months_since(self, earlier: Self) -> i32 {
        let number = |month: Self| i32::from(month.year()) * 12 + i32::from(month.number());
        number(self) - number(earlier)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_ends_where_the_calendar_says() {
        for (text, last) in [
            ("2026-02", "2026-02-28"),
            ("2028-02", "2028-02-29"),
            ("2026-04", "2026-04-30"),
        ] {
            assert_eq!(month(text).last_day().to_string(), last);
        }
        assert_eq!(month("2026-02").day(30), month("2026-02").last_day());
        assert_eq!(month("2026-11").plus(2), month("2027-01"));
        assert_eq!(month("2999-11").plus(12), month("2999-12"));
        assert_eq!(month("2026-11").months_since(month("2027-01")), -2);
    }

    #[test]
    fn the_calendar_ends_and_weeks_begin_with_monday() {
        assert_eq!(Date::new(2999, 12, 31).unwrap().plus_days(1), None);
        assert_eq!(Date::new(1900, 1, 1).unwrap().plus_days(-1), None);
        assert_eq!(Date::new(2026, 11, 27).unwrap().iso_weekday(), 5);
    }

    proptest! {
        #[test]
        fn going_and_coming_back_is_the_same_day(year in 1901_u16..2998, ordinal in 0..365_i32, days in -300..300_i32) {
            let day = Date::new(year, 1, 1).unwrap().plus_days(ordinal).unwrap();
            let there = day.plus_days(days).unwrap();
            prop_assert_eq!(there.days_since(day), days);
            prop_assert_eq!(there.plus_days(-days), Some(day));
        }
    }
}
