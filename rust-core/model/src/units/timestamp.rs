//! Points in time.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use super::Date;

/// A point in time: milliseconds since 1970-01-01T00:00Z, between 1970 and the end of 2999 (WIB).
///
/// It is only ever given, never read from a system clock: see the phone's `Clock`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "i64", into = "i64")]
pub struct Timestamp(i64);

/// Out of range, or not written as `YYYY-MM-DDTHH:MM:SSZ` (or with an offset such as `+07:00`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time: write it as 2026-11-23T09:00:00+07:00")]
pub struct TimestampProblem;

/// The first millisecond of the year 3000 in Western Indonesia Time: every day before it is a
/// [`Date`].
const END: i64 = 32_503_654_800_000;

impl Timestamp {
    /// 2026-01-01T00:00Z: no build of Payung is older, so a clock that shows an earlier time is
    /// wrong.
    pub const EARLIEST: Self = Self(1_767_225_600_000);

    /// The moment so many milliseconds after 1970-01-01T00:00Z.
    pub fn from_millis(millis: i64) -> Result<Self, TimestampProblem> {
        if (0..END).contains(&millis) {
            Ok(Self(millis))
        } else {
            Err(TimestampProblem)
        }
    }

    /// Milliseconds since 1970-01-01T00:00Z.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The civil day in Western Indonesia Time (UTC+7).
    pub fn date(self) -> Date {
        Date::from_time(self.wib().date())
            .unwrap_or_else(|| unreachable!("the range of Timestamp lies inside that of Date"))
    }

    /// Hour and minute in Western Indonesia Time (UTC+7).
    pub fn hour_minute(self) -> (u8, u8) {
        let wib = self.wib();
        (wib.hour(), wib.minute())
    }

    /// The first moment of the next civil day in Western Indonesia Time.
    #[must_use]
    pub fn next_day(self) -> Self {
        const DAY: i64 = 86_400_000;
        const WIB: i64 = 7 * 3_600_000;
        Self(((self.0 + WIB).div_euclid(DAY) * DAY + DAY - WIB).min(END - 1))
    }

    /// This point and `span` later, at most the end of the range.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX))
                .min(END - 1),
        )
    }

    /// How long after `earlier`; zero when it is not after it.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    fn wib(self) -> OffsetDateTime {
        let utc = OffsetDateTime::UNIX_EPOCH + time::Duration::milliseconds(self.0);
        utc.to_offset(UtcOffset::from_hms(7, 0, 0).unwrap_or(UtcOffset::UTC))
    }
}

impl TryFrom<i64> for Timestamp {
    type Error = TimestampProblem;

    fn try_from(millis: i64) -> Result<Self, TimestampProblem> {
        Self::from_millis(millis)
    }
}

impl From<Timestamp> for i64 {
    fn from(at: Timestamp) -> Self {
        at.0
    }
}

impl FromStr for Timestamp {
    type Err = TimestampProblem;

    /// Reads RFC 3339: `2026-11-23T09:00:00+07:00`, `2026-11-23T02:00:00.123Z`.
    fn from_str(text: &str) -> Result<Self, TimestampProblem> {
        let at = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| TimestampProblem)?;
        // The milliseconds are rounded down, also before 1970: those are refused as what they are.
        let millis = at.unix_timestamp_nanos().div_euclid(1_000_000);
        i64::try_from(millis)
            .map_err(|_| TimestampProblem)
            .and_then(Self::from_millis)
    }
}

/// RFC 3339 in Western Indonesia Time, to the second: `2026-11-23T09:00:00+07:00`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wib = self.wib();
        write!(
            f,
            "{}T{:02}:{:02}:{:02}+07:00",
            self.date(),
            wib.hour(),
            wib.minute(),
            wib.second()
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_point_in_two_zones_is_equal() {
        let jakarta: Timestamp = "2026-11-23T09:00:00+07:00".parse().unwrap();
        let utc: Timestamp = "2026-11-23T02:00:00Z".parse().unwrap();
        assert_eq!(jakarta, utc);
        assert_eq!(jakarta.millis(), 1_795_399_200_000);
    }

    #[test]
    fn the_day_is_the_offices_day() {
        let late: Timestamp = "2026-11-30T18:30:00Z".parse().unwrap();
        assert_eq!(late.date(), Date::new(2026, 12, 1).unwrap());
        assert_eq!(late.hour_minute(), (1, 30));
    }

    #[test]
    fn the_first_and_the_last_point_have_a_day() {
        assert_eq!(Timestamp::default().date(), Date::new(1970, 1, 1).unwrap());
        let last = Timestamp::default().plus(Duration::MAX);
        assert_eq!(last.to_string(), "2999-12-31T23:59:59+07:00");
        assert_eq!(
            Timestamp::from_millis(last.millis() + 1),
            Err(TimestampProblem)
        );
    }

    #[test]
    fn what_is_not_a_time_is_refused() {
        for text in [
            "",
            "2026-11-23",
            "2026-11-23T09:00:00",
            "2026-11-23T24:00:00Z",
            "2026-11-23T09:00Z",
            "2026-11-23T09:00:00+7",
            "2026-1 -23T09:00:00Z",
            "2026-11-23T09:00:0١Z",
            "2999-12-31T17:00:00Z",
            "3000-01-01T00:00:00Z",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(TimestampProblem), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(seconds in 0_i64..END / 1000) {
            let at = Timestamp::from_millis(seconds * 1000).unwrap();
            prop_assert_eq!(at.to_string().parse(), Ok(at));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = text.parse::<Timestamp>();
        }
    }
}
