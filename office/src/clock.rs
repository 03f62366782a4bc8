//! The only place where the office reads a clock. All other code is given a [`Clock`] or a time.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use payung_model::units::Timestamp;

/// What time it is: the machine's clock, or a fixed point for tests (`--now`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Always this time.
    Fixed(Timestamp),
}

impl Clock {
    /// The present time. A clock outside the years 1970 to 2999 is taken to be at 1970.
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => system_now(),
            Self::Fixed(at) => at,
        }
    }
}

/// The time so many milliseconds before `now`; 1970 when that is out of range.
pub fn earlier(now: Timestamp, millis: u64) -> Timestamp {
    let at = now
        .millis()
        .saturating_sub(i64::try_from(millis).unwrap_or(i64::MAX));
    Timestamp::from_millis(at).unwrap_or_default()
}

/// Measures durations. It tells no time of day.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(
        clippy::disallowed_methods,
        reason = "durations for logs and metrics come from here only"
    )]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Time since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the office's clock; all others ask it"
)]
fn system_now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis())
        .ok()
        .and_then(|millis| Timestamp::from_millis(millis).ok())
        .unwrap_or_default()
}

/// A time as the system and its files write it.
pub fn moment(at: Timestamp) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(at.millis().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_does_not_move() {
        let at = Timestamp::from_millis(1_795_399_200_000).unwrap();
        assert_eq!(Clock::Fixed(at).now(), at);
    }

    #[test]
    fn the_system_clock_is_after_this_was_written() {
        assert!(Clock::System.now() > Timestamp::from_millis(1_700_000_000_000).unwrap());
    }
}
