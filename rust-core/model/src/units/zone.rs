//! Time zones.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Date, TimeOfDay, TimeOfDayProblem, Timestamp};
use crate::typed::clean;

/// Indonesia's time zones. None of them changes its clocks in summer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zone {
    /// Western Indonesia, UTC+7.
    #[default]
    Wib,
    /// Central Indonesia, UTC+8.
    Wita,
    /// Eastern Indonesia, UTC+9.
    Wit,
}

/// Not a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown; possible: wib, wita, wit")]
pub struct UnknownZone;

impl Zone {
    /// All of them, from west to east.
    pub const ALL: [Self; 3] = [Self::Wib, Self::Wita, Self::Wit];

    /// `wib`, `wita`, `wit`
    pub fn code(self) -> &'static str {
        match self {
            Self::Wib => "wib",
            Self::Wita => "wita",
            Self::Wit => "wit",
        }
    }

    /// The zone's name in the tz database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wib => "Asia/Jakarta",
            Self::Wita => "Asia/Makassar",
            Self::Wit => "Asia/Jayapura",
        }
    }

    /// Hours ahead of UTC.
    pub fn hours(self) -> u8 {
        match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        }
    }

    /// The civil day there.
    pub fn day(self, at: Timestamp) -> Date {
        let day = (at.millis() + i64::from(self.hours()) * HOUR).div_euclid(24 * HOUR);
        i32::try_from(day)
            .ok()
            .and_then(|days| epoch().plus_days(days))
            .unwrap_or_else(|| at.date())
    }

    /// Hour and minute there.
    pub fn time(self, at: Timestamp) -> TimeOfDay {
        let minutes = (at.millis() + i64::from(self.hours()) * HOUR).rem_euclid(24 * HOUR) / 60_000;
        let part = |number: i64| u8::try_from(number).unwrap_or(0);
        TimeOfDay::new(part(minutes / 60), part(minutes % 60)).unwrap_or(TimeOfDay::MIDNIGHT)
    }

    /// Reads a time as it is typed, with the zone that stands behind it: `07.00 WITA`.
    ///
    /// ```
    /// use payung_model::units::Zone;
    /// let (time, zone) = Zone::read_time("jam 7 WITA")?;
    /// assert_eq!((time.to_string(), zone), ("07.00".to_owned(), Some(Zone::Wita)));
    /// assert_eq!(Zone::Wita.write_time(time), "07.00 WITA");
    /// # Ok::<(), payung_model::units::TimeOfDayProblem>(())
    /// ```
    pub fn read_time(text: &str) -> Result<(TimeOfDay, Option<Self>), TimeOfDayProblem> {
        let lower = clean(text).to_lowercase();
        let zone = Self::ALL
            .into_iter()
            .find(|zone| lower.ends_with(zone.code()));
        Ok((TimeOfDay::parse_typed(text)?, zone))
    }

    /// A time with the zone behind it.
    pub fn write_time(self, time: TimeOfDay) -> String {
        format!("{time} {}", self.code().to_uppercase())
    }

    /// Midnight there; none outside the range of [`Timestamp`].
    pub fn first_moment(self, day: Date) -> Option<Timestamp> {
        self.moment(day, TimeOfDay::MIDNIGHT)
    }

    /// That minute of that day there; none outside the range of [`Timestamp`].
    pub fn moment(self, day: Date, minute: TimeOfDay) -> Option<Timestamp> {
        let days = i64::from(day.days_since(epoch()));
        let (hour, minute) = (i64::from(minute.hour()), i64::from(minute.minute()));
        Timestamp::from_millis(
            (days * 24 + hour - i64::from(self.hours())) * HOUR + minute * 60_000,
        )
        .ok()
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(text: &str) -> Result<Self, UnknownZone> {
        Self::ALL
            .into_iter()
            .find(|it| it.code() == text)
            .ok_or(UnknownZone)
    }
}

const HOUR: i64 = 3_600_000;

fn epoch() -> Date {
    Date::new(1970, 1, 1).unwrap_or_else(|_| unreachable!("1970-01-01 is a day"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_time_with_its_zone_is_read_back(hour in 0_u8..24, minute in 0_u8..60) {
            let time = TimeOfDay::new(hour, minute).unwrap();
            prop_assert_eq!(Zone::read_time(&time.to_string()), Ok((time, None)));
            for zone in Zone::ALL {
                let read = Zone::read_time(&zone.write_time(time));
                prop_assert_eq!(read, Ok((time, Some(zone))));
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".*") {
            let _ = Zone::read_time(&text);
        }
    }
}
