//! Random moments that can be had again: `PAYUNG_SEED=N` repeats them as far as the machine does.

use std::time::Duration;

use crate::Outcome;

/// Draws from a seed that is printed.
pub struct Moments(u64);

impl Moments {
    /// With the seed that `PAYUNG_SEED` gives, or a new one.
    pub fn new() -> Outcome<Self> {
        let seed = match std::env::var("PAYUNG_SEED") {
            Ok(given) => given.parse()?,
            Err(_) => getrandom::u64()?,
        };
        println!("PAYUNG_SEED={seed}");
        Ok(Self(seed | 1))
    }

    /// A number below that limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }

    /// Anywhere in a run of that length, and a little after it.
    pub fn moment(&mut self, run: Duration) -> Duration {
        Duration::from_micros(self.below(run.as_micros() as u64 * 11 / 10))
    }
}
