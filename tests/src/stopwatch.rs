//! How long something takes. The tests of the office include this file too.

use std::time::{Duration, Instant};

/// Measures how long something takes.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    #[expect(
        clippy::disallowed_methods,
        reason = "a stopwatch measures; no rule depends on it"
    )]
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
