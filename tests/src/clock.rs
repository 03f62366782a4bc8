//! Clocks of tests. An office and the phones that know it go either all by hand, beginning on one
//! fixed day, or all by the machine's clock. Mixing the two works only until the machine's day is
//! far enough from the fixed one, so no function here hands out such a pair: a phone learns of an
//! office only through [`crate::office::Office`], with that office's clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use payung_core::Clock;
use payung_model::units::Timestamp;

use crate::Outcome;

/// 23 November 2026, 09:00 in Jakarta: where every clock that is moved by hand begins.
pub const NOW: i64 = 1_795_399_200_000;

/// A clock that stands until it is moved.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

/// The clock that a process of its own goes by.
#[derive(Clone, Debug)]
pub enum Time {
    /// The machine's clock: processes that run for a while and take turns see time pass.
    Machine,
    /// The process is given `--now` with what this clock shows when the process starts.
    Hand(Arc<HandClock>),
}

impl HandClock {
    /// Begins at that point, in milliseconds since 1970.
    pub fn new(millis: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(millis)))
    }

    /// Shows this, in milliseconds since 1970.
    pub fn set(&self, millis: i64) {
        self.0.store(millis, Ordering::Release);
    }

    /// So much later.
    pub fn forward(&self, time: Duration) {
        self.0.fetch_add(time.as_millis() as i64, Ordering::AcqRel);
    }
}

impl Clock for HandClock {
    fn now_millis(&self) -> Result<i64, payung_core::PlatformError> {
        Ok(self.0.load(Ordering::Acquire))
    }
}

impl Time {
    /// By hand, from [`NOW`].
    pub fn by_hand() -> Self {
        Self::Hand(HandClock::new(NOW))
    }

    /// By hand, from a point such as `2026-11-23T09:00:00+07:00`.
    pub fn at(text: &str) -> Outcome<Self> {
        Ok(Self::Hand(HandClock::new(
            text.parse::<Timestamp>()?.millis(),
        )))
    }

    /// The options that tell a process its time.
    pub fn options(&self) -> Outcome<Vec<String>> {
        match self {
            Self::Machine => Ok(Vec::new()),
            Self::Hand(clock) => Ok(vec![
                "--now".into(),
                Timestamp::from_millis(clock.now_millis()?)?.to_string(),
            ]),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::office::Office;

    fn office(time: Time) -> Office {
        Office {
            time,
            ..Office::in_folder(Path::new("nowhere"))
        }
    }

    #[test]
    fn an_office_by_the_machines_clock_has_no_phone_whose_clock_is_moved_by_hand() {
        assert!(
            office(Time::Machine)
                .phone()
                .time
                .options()
                .is_ok_and(|options| options.is_empty())
        );
        let refused = office(Time::Machine)
            .shell()
            .err()
            .map(|error| error.to_string());
        assert!(refused.is_some_and(|why| why.contains("moved by hand")));
    }

    #[test]
    fn a_phone_of_an_office_whose_clock_is_moved_by_hand_shows_the_same_time() -> Outcome<()> {
        let (clock, office) = match Time::by_hand() {
            Time::Hand(clock) => (Arc::clone(&clock), office(Time::Hand(clock))),
            Time::Machine => return Err("not by hand".into()),
        };
        let phone = office.phone();
        clock.forward(Duration::from_secs(60));
        assert_eq!(
            phone.time.options()?,
            ["--now", "2026-11-23T09:01:00+07:00"]
        );
        assert_eq!(phone.time.options()?, office.time.options()?);
        Ok(())
    }
}
