//! The one stopwatch of demo and bench: what is measured needs a real clock, what is decided never asks it.

use std::time::{Duration, Instant};

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
