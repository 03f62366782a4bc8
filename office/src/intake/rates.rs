//! How often the owner of one registration may ask, and how many requests one address may have at
//! the same time.
//!
//! There is no rate by address, because thousands of workers share a carrier's address. The owner
//! of a registration is told by its id *and* the token that is sent, so that a stranger who knows
//! only the id cannot use up the owner's requests.
//!
//! Of several processes each grants its part of the rate: no request writes into the database for
//! that. So the rate is approximate: an owner whose requests all go to one process gets only that
//! one's part, and while a process comes or goes, some seconds pass until the others know.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Buckets in the table, which takes 512 KiB however many registrations ask. Each registration uses
/// two buckets, found by two keyed hashes, and the fuller one counts. Another registration empties
/// both only if it shares both, which for two given registrations happens once in 2 000 000 000
/// cases.
const CELLS: usize = 1 << 16;

/// Token buckets for any number of registrations, in a table that does not grow.
pub struct Rates {
    burst: f32,
    per_second: f32,
    hashers: [RandomState; 2],
    cells: Mutex<Vec<Cell>>,
    /// How many processes serve the office: each grants its part.
    processes: Arc<AtomicU32>,
}

/// A bucket: how many tokens it held, and when (milliseconds since the start). The time wraps after
/// 49 days, which only fills a bucket early.
#[derive(Clone, Copy)]
struct Cell {
    tokens: f32,
    at: u32,
}

impl Rates {
    /// Full buckets of `burst` tokens, refilled at `per_second`.
    pub fn new(burst: u16, per_second: u16, processes: Arc<AtomicU32>) -> Self {
        Self::at(burst, f32::from(per_second.max(1)), processes)
    }

    /// Full buckets of `burst` tokens, refilled with one token in each `every`.
    pub fn slow(burst: u16, every: Duration, processes: Arc<AtomicU32>) -> Self {
        Self::at(burst, every.as_secs_f32().max(1.0).recip(), processes)
    }

    fn at(burst: u16, per_second: f32, processes: Arc<AtomicU32>) -> Self {
        let burst = f32::from(burst.max(1));
        let cells = Mutex::new(vec![
            Cell {
                tokens: burst,
                at: 0
            };
            CELLS
        ]);
        Self {
            burst,
            per_second,
            hashers: [RandomState::new(), RandomState::new()],
            cells,
            processes,
        }
    }

    /// How many processes serve the office, as far as this one knows.
    pub fn processes(&self) -> u32 {
        self.processes.load(Ordering::Relaxed).max(1)
    }

    /// Takes a token for a request at `now` (since the start). False when there is none.
    pub fn take(&self, who: impl Hash, now: Duration) -> bool {
        let places = self
            .hashers
            .each_ref()
            .map(|hasher| hasher.hash_one(&who) as usize % CELLS);
        let at = now.as_millis() as u32;
        let processes = self.processes() as f32;
        // A part below one token would refuse everybody for ever.
        let (burst, per_second) = (
            (self.burst / processes).max(1.0),
            self.per_second / processes,
        );
        let mut cells = lock(&self.cells);
        let tokens = places.map(|place| {
            let waited = at.wrapping_sub(cells[place].at) as f32 / 1000.0;
            (cells[place].tokens + waited * per_second).min(burst)
        });
        // One bucket with a token is enough: the other one may have been emptied by another
        // registration.
        let granted = tokens.iter().any(|tokens| *tokens >= 1.0);
        for (place, tokens) in places.into_iter().zip(tokens) {
            cells[place] = Cell {
                tokens: if granted {
                    (tokens - 1.0).max(0.0)
                } else {
                    tokens
                },
                at,
            };
        }
        granted
    }
}

/// Requests under way by address. It has at most as many entries as there are requests.
#[derive(Clone, Default)]
pub struct Shares(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One request of an address, until it is dropped.
pub struct Share(IpAddr, Shares);

impl Shares {
    /// Counts a request of that address; none when the address has `most` already.
    pub fn take(&self, address: IpAddr, most: usize) -> Option<Share> {
        let mut shares = lock(&self.0);
        let held = shares.entry(address).or_default();
        if *held >= most {
            return None;
        }
        *held += 1;
        Some(Share(address, self.clone()))
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut shares = lock(&self.1.0);
        if let Some(held) = shares.get_mut(&self.0) {
            *held -= 1;
            if *held == 0 {
                shares.remove(&self.0);
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn who_hurries_is_slowed_to_the_rate_and_nobody_else_is() {
        let rates = Rates::new(10, 2, Arc::default());
        let granted =
            |who: u32, now, times: usize| (0..times).filter(|_| rates.take(who, now)).count();
        assert_eq!(granted(1, second(0), 100), 10);
        assert_eq!(granted(1, second(3), 100), 6, "two a second");
        assert_eq!(
            granted(1, second(3600), 100),
            10,
            "never more than a bucket"
        );
        // Once each: the places are drawn anew in every run, and others that ask often may share
        // both places of one among them.
        for other in 2..2000 {
            assert_eq!(granted(other, second(3600), 1), 1, "{other}");
        }
    }

    #[test]
    fn of_several_processes_each_grants_its_part() {
        let processes = Arc::new(AtomicU32::new(1));
        let rates = Rates::new(10, 2, processes.clone());
        let granted = |now| (0..100).filter(|_| rates.take(1, now)).count();
        assert_eq!(granted(second(0)), 10);
        processes.store(2, Ordering::Relaxed);
        assert_eq!(granted(second(3)), 3, "one a second");
        assert_eq!(granted(second(3600)), 5);
        processes.store(40, Ordering::Relaxed);
        assert_eq!(granted(second(7200)), 1, "never nothing at all");
        processes.store(1, Ordering::Relaxed);
        assert_eq!(granted(second(9000)), 10);
    }

    #[test]
    fn a_refusal_costs_nothing() {
        let rates = Rates::new(1, 1, Arc::default());
        assert!(rates.take(1, second(0)));
        assert!((1..100).all(|tenth| !rates.take(1, Duration::from_millis(tenth))));
        assert!(
            rates.take(1, Duration::from_millis(1200)),
            "who goes on asking gets its turn all the same"
        );
    }

    #[test]
    fn an_address_gives_its_share_back() {
        let shares = Shares::default();
        let address: IpAddr = "36.68.0.1".parse().unwrap();
        let held: Vec<_> = (0..3).map_while(|_| shares.take(address, 2)).collect();
        assert_eq!(held.len(), 2);
        assert!(shares.take("36.68.0.2".parse().unwrap(), 2).is_some());
        drop(held);
        assert!(lock(&shares.0).is_empty(), "nothing is left of who is gone");
    }
}
