//! Room on the disk: whether a record or a photo may still be written.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::Problem;
use super::limits::Limits;
use super::rates::Rates;
use crate::clock::Stopwatch;
use crate::files::free_bytes;
use crate::store::Amount;

/// How long an answer of the disk holds. Records that come within this time fill far less than what
/// is kept free for them.
const HOLDS: Duration = Duration::from_millis(50);

/// New registrations that one address may send at once while it is crowded: a carrier's address is
/// many phones.
const CROWD_BURST: u16 = 60;
/// After the burst, an address may send one more new registration in this time.
const CROWD_EVERY: Duration = Duration::from_secs(5);
/// With so many times as many waiting as may, no new registration is taken from anybody.
pub(super) const PACKED: u64 = 4;

/// The disk under the data folder, and what is promised of its free bytes.
pub struct Room {
    dir: PathBuf,
    min_free: u64,
    min_free_for_records: u64,
    since: Stopwatch,
    /// When the disk was last asked whether there is room for records, and what it said. It is not
    /// asked for each of thousands of records a second.
    known: Mutex<Option<(Duration, bool)>>,
    /// Bytes that requests under way may still write. Without it many requests at once would each
    /// find the same room, and together fill the disk.
    promised: Arc<AtomicU64>,
    /// True while too many registrations wait for the opener.
    crowded: AtomicBool,
    /// New registrations of one address while the queue is crowded.
    crowd: Rates,
    /// True while so many wait that no new registration is taken from anybody.
    packed: AtomicBool,
}

/// Room for so many bytes, until it is dropped.
pub struct Reservation {
    bytes: u64,
    promised: Arc<AtomicU64>,
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.promised.fetch_sub(self.bytes, Ordering::AcqRel);
    }
}

impl Room {
    /// The room in that folder, above the free bytes that the limits keep.
    pub fn new(dir: PathBuf, limits: &Limits, processes: Arc<AtomicU32>) -> Self {
        Self {
            dir,
            min_free: limits.min_free,
            min_free_for_records: limits.min_free_for_records,
            since: Stopwatch::start(),
            known: Mutex::default(),
            promised: Arc::default(),
            crowded: AtomicBool::new(false),
            crowd: Rates::slow(CROWD_BURST, CROWD_EVERY, processes),
            packed: AtomicBool::new(false),
        }
    }

    /// Says how much waits for the opener or for photos, and how much may. Anybody can send what
    /// does not open, so it is bounded, in registrations and in bytes.
    pub fn set_waiting(&self, waiting: Amount, most: Amount) {
        let more_than = |times: u64| {
            waiting.rows > most.rows.saturating_mul(times)
                || waiting.bytes > most.bytes.saturating_mul(times)
        };
        let (crowded, packed) = (more_than(1), more_than(PACKED));
        self.packed.store(packed, Ordering::Relaxed);
        // Said when it changes and not at each look, which comes every few seconds.
        if self.crowded.swap(crowded, Ordering::Relaxed) != crowded {
            tracing::warn!(
                crowded,
                "while too many registrations wait to be opened, each address may send a few new ones only"
            );
        }
    }

    /// True while a new registration is not taken from everybody.
    pub fn is_crowded(&self) -> bool {
        self.crowded.load(Ordering::Relaxed)
    }

    /// Is there room for a new registration from that address while it is crowded? Whoever fills the
    /// queue has used up what an address may send; everybody else goes on.
    pub fn for_newcomer(&self, address: Option<IpAddr>) -> Result<(), Problem> {
        let taken =
            !self.packed.load(Ordering::Relaxed) && self.crowd.take(address, self.since.elapsed());
        if taken { Ok(()) } else { Err(Problem::Full) }
    }

    /// Is there room for a record? It is small and comes first, so it may use what photos may not.
    pub fn for_record(&self) -> Result<(), Problem> {
        let now = self.since.elapsed();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let enough = match *known {
            Some((asked, enough)) if now.saturating_sub(asked) < HOLDS => enough,
            _ => {
                let enough = free_bytes(&self.dir)? >= self.min_free_for_records;
                *known = Some((now, enough));
                enough
            }
        };
        if enough { Ok(()) } else { Err(Problem::Full) }
    }

    /// Reserves room for so many bytes of a photo.
    pub fn for_photo(&self, bytes: u64) -> Result<Reservation, Problem> {
        // Counted before the disk is asked: two requests that ask at the same time must see each
        // other.
        let promised = bytes + self.promised.fetch_add(bytes, Ordering::AcqRel);
        let reservation = Reservation {
            bytes,
            promised: self.promised.clone(),
        };
        let free = free_bytes(&self.dir)?;
        if free.saturating_sub(promised) < self.min_free {
            Err(Problem::Full)
        } else {
            Ok(reservation)
        }
    }
}
