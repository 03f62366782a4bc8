//! The time, given to the core: the machine's, or the one of `--now`.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payung_core::{Clock, PlatformError};
use payung_model::units::Timestamp;

/// The machine's clock, or a fixed point in time that moves only while the terminal waits.
pub enum GivenClock {
    System,
    Fixed(AtomicI64),
}

impl GivenClock {
    pub fn new(fixed: Option<Timestamp>) -> Self {
        fixed.map_or(Self::System, |at| Self::Fixed(AtomicI64::new(at.millis())))
    }

    /// Sleeps. A fixed clock moves by as much, so that what waits for a moment sees it come.
    pub fn wait(&self, span: Duration) {
        std::thread::sleep(span);
        if let Self::Fixed(at) = self {
            at.fetch_add(
                i64::try_from(span.as_millis()).unwrap_or(0),
                Ordering::Relaxed,
            );
        }
    }
}

impl Clock for GivenClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where the terminal's time enters: everything else asks it"
    )]
    fn now_millis(&self) -> Result<i64, PlatformError> {
        Ok(match self {
            Self::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| {
                    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
                }),
            Self::Fixed(at) => at.load(Ordering::Relaxed),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_moves_only_by_what_was_waited() {
        let clock = GivenClock::new(Some("2026-11-23T09:00:00+07:00".parse().unwrap()));
        assert_eq!(clock.now_millis(), Ok(1_795_399_200_000));
        clock.wait(Duration::from_millis(3));
        assert_eq!(clock.now_millis(), Ok(1_795_399_200_003));
    }

    #[test]
    fn the_machines_clock_is_after_this_was_written() {
        assert!(GivenClock::new(None).now_millis().unwrap() > 1_700_000_000_000);
    }
}
