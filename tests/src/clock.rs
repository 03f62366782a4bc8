//! The one stopwatch of demo and bench, and the machine's own clock: what is measured, and what real offices sign with. What is
//! decided never asks it.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Started when made.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    #[expect(clippy::disallowed_methods, reason = "a stopwatch measures; no rule depends on it")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Time since the start.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    /// Runs `work` and says how long it took.
    pub fn time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
        let watch = Self::start();
        let result = work();
        (result, watch.elapsed())
    }
}

/// The machine's clock, in milliseconds since 1970: what real offices sign with.
#[expect(clippy::disallowed_methods, reason = "a real office in another process goes by it")]
pub fn machine_millis() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}
