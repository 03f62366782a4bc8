//! How often one recovery code may be tried.

use std::collections::HashMap;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use payung_model::sealed::Digest;

use super::rates::Rates;

/// How often one code may be tried: so that whoever finds the paper cannot try out birth dates.
///
/// There is no rate by address (docs/adr/0009), and none for all codes together, which a stranger
/// could use up. Codes that are kept here have exact buckets, which only somebody who has the code can
/// reach. All others share a table that does not grow; whoever empties it keeps nobody out, because
/// nothing is kept under those codes.
pub struct RecoveryRates {
    known: Mutex<HashMap<Digest, Bucket>>,
    unknown: Rates,
}

#[derive(Clone, Copy)]
struct Bucket {
    tries: f32,
    at: Duration,
}

/// Tries of one code in a row.
const BURST: u16 = 8;
/// After them, one more in this time.
const EVERY: Duration = Duration::from_secs(3600);
/// Beyond so many buckets, those that are full again are removed.
const MANY: usize = 1024;

impl RecoveryRates {
    /// Nobody has tried anything yet. `processes` serve the office: each grants its part.
    pub fn new(processes: Arc<AtomicU32>) -> Self {
        Self {
            known: Mutex::default(),
            unknown: Rates::slow(BURST, EVERY, processes),
        }
    }

    /// Counts a try at `now` (since the start); false when there were too many.
    pub fn take(&self, locator: Digest, known: bool, now: Duration) -> bool {
        if !known {
            return self.unknown.take(locator, now);
        }
        let burst = (f32::from(BURST) / self.unknown.processes() as f32).max(1.0);
        let every = EVERY.as_secs_f32() * self.unknown.processes() as f32;
        let refilled = |bucket: &Bucket| {
            let waited = now.saturating_sub(bucket.at).as_secs_f32();
            (bucket.tries + waited / every).min(burst)
        };
        let mut buckets = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MANY {
            // A bucket that is full again remembers nothing, so removing it gives nobody a try.
            buckets.retain(|_, bucket| refilled(bucket) < burst);
        }
        let full = Bucket {
            tries: burst,
            at: now,
        };
        let bucket = buckets.entry(locator).or_insert(full);
        let tries = refilled(bucket);
        let granted = tries >= 1.0;
        *bucket = Bucket {
            tries: if granted { tries - 1.0 } else { tries },
            at: now,
        };
        granted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(number: u32) -> Digest {
        Digest::of(&number.to_be_bytes())
    }

    fn hours(hours: u64) -> Duration {
        Duration::from_secs(3600 * hours)
    }

    #[test]
    fn one_code_is_tried_a_few_times_and_then_once_an_hour_whether_it_is_known_or_not() {
        for known in [true, false] {
            let rates = RecoveryRates::new(Arc::default());
            let granted = |now| (0..100).filter(|_| rates.take(code(1), known, now)).count();
            assert_eq!(granted(hours(0)), usize::from(BURST), "{known}");
            assert_eq!(granted(hours(3)), 3, "{known}");
            assert_eq!(granted(hours(1000)), usize::from(BURST), "{known}");
        }
    }

    #[test]
    fn a_stranger_who_tries_any_number_of_codes_keeps_nobody_out() {
        let rates = RecoveryRates::new(Arc::default());
        for number in 2..100_000 {
            rates.take(code(number), false, hours(0));
        }
        assert!(rates.take(code(1), true, hours(0)));
        for number in 2..3000 {
            rates.take(code(number), true, hours(0));
        }
        let tries = (0..100).filter(|_| rates.take(code(1), true, hours(0)));
        assert_eq!(tries.count(), usize::from(BURST) - 1, "nor lets anybody in");
        assert!(rates.take(code(1), true, hours(50)));
        let buckets = rates.known.lock().unwrap().len();
        assert_eq!(buckets, 1, "and full buckets are forgotten");
    }
}
