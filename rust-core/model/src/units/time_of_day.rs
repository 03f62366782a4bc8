//! Times of the day.

use std::fmt;

use crate::typed::clean;

/// A minute of the day, 00.00 to 23.59. Written as `07.00`, as clocks are read in Indonesia.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
}

/// Why a typed time is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeOfDayProblem {
    /// Nothing was typed.
    #[error("no time")]
    Empty,
    /// Not an hour, or hour and minute.
    #[error("not a time: write it as 07.00")]
    NotATime,
    /// An hour past 23, or a minute past 59.
    #[error("a day ends at 23.59")]
    NoSuchTime,
}

impl TimeOfDay {
    /// 00.00
    pub const MIDNIGHT: Self = Self { hour: 0, minute: 0 };

    /// That hour (0–23) and minute (0–59).
    pub fn new(hour: u8, minute: u8) -> Result<Self, TimeOfDayProblem> {
        if hour < 24 && minute < 60 {
            Ok(Self { hour, minute })
        } else {
            Err(TimeOfDayProblem::NoSuchTime)
        }
    }

    /// The hour, 0 to 23.
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, 0 to 59.
    pub fn minute(self) -> u8 {
        self.minute
    }

    /// Reads a time as it is typed: `07.00`, `7:00`, `7`, `0700`, `jam 7`, `pukul 07.00 WIB`.
    pub fn parse_typed(text: &str) -> Result<Self, TimeOfDayProblem> {
        let lower = clean(text).to_lowercase();
        if lower.is_empty() {
            return Err(TimeOfDayProblem::Empty);
        }
        let front = ["jam", "pukul"]
            .iter()
            .find_map(|word| lower.strip_prefix(word))
            .unwrap_or(&lower);
        let bare = ["wib", "wita", "wit"]
            .iter()
            .find_map(|zone| front.strip_suffix(zone))
            .unwrap_or(front)
            .trim();
        let (hour, minute) = match bare.split_once(['.', ':', ',']) {
            Some((hour, minute)) if minute.trim().len() == 2 => (hour.trim(), minute.trim()),
            Some(_) => return Err(TimeOfDayProblem::NotATime),
            None if bare.len() == 4 && bare.is_ascii() => bare.split_at(2),
            None => (bare, "0"),
        };
        let number = |part: &str| {
            let digits =
                (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse()
                .ok()
                .filter(|_| digits)
                .ok_or(TimeOfDayProblem::NotATime)
        };
        Self::new(number(hour)?, number(minute)?)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}.{:02}", self.hour, self.minute)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_read_as_people_type_them() {
        for text in [
            "07.00",
            "7:00",
            "7",
            " 07 ",
            "0700",
            "7,00",
            "jam 7",
            "Pukul 07.00 WIB",
            "7 wita",
            "07 . 00",
        ] {
            assert_eq!(
                TimeOfDay::parse_typed(text).map(|time| time.to_string()),
                Ok("07.00".to_owned()),
                "{text}"
            );
        }
        assert_eq!(
            TimeOfDay::parse_typed("23.59").map(|time| time.to_string()),
            Ok("23.59".to_owned())
        );
        assert_eq!(
            TimeOfDay::parse_typed("0").map(|time| time.to_string()),
            Ok("00.00".to_owned())
        );
    }

    #[test]
    fn what_is_no_time_says_why() {
        assert_eq!(TimeOfDay::parse_typed(" "), Err(TimeOfDayProblem::Empty));
        for text in [
            "pagi", "7.5", "7.", "700", "07.000", "7.00.00", "+7", "tujuh", "7-8", "٧",
        ] {
            assert_eq!(
                TimeOfDay::parse_typed(text),
                Err(TimeOfDayProblem::NotATime),
                "{text}"
            );
        }
        for text in ["24.00", "25", "07.60", "99"] {
            assert_eq!(
                TimeOfDay::parse_typed(text),
                Err(TimeOfDayProblem::NoSuchTime),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(hour in 0_u8..24, minute in 0_u8..60) {
            let time = TimeOfDay::new(hour, minute).unwrap();
            prop_assert_eq!(TimeOfDay::parse_typed(&time.to_string()), Ok(time));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = TimeOfDay::parse_typed(&text);
        }
    }
}
