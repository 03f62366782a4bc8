//! All open connections. There is a most, and nobody who comes waits for a place: somebody slow
//! gives up theirs.
//!
//! Whoever comes is let in at once. When all places are taken, the connection goes that holds the
//! office up most: of the address with the most connections, the one that has waited longest on its
//! client for least. So a thousand clients that send a byte a second push out one another, and not
//! the phone that needs a second from another address; and behind a carrier's shared address nobody
//! is refused as long as there is room, and later those who get on stay.
//!
//! A connection that the office itself works for is never closed.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::clock::Stopwatch;

/// A client that reads nothing of its answer for this long is gone.
const STALLED: Duration = Duration::from_secs(30);
/// How often stalled clients are looked for.
const LOOK: Duration = Duration::from_secs(5);

/// The open connections of one listener. Clones share them.
#[derive(Clone)]
pub(super) struct Connections {
    most: usize,
    open: Arc<Mutex<Open>>,
}

#[derive(Default)]
struct Open {
    next: u64,
    all: HashMap<u64, Arc<Progress>>,
}

/// One connection's place, until it is dropped.
pub(super) struct Place {
    number: u64,
    progress: Arc<Progress>,
    connections: Connections,
}

/// The progress of a connection, by which slow ones are found. Times are milliseconds since the
/// connection began.
pub struct Progress {
    since: Stopwatch,
    client: Mutex<IpAddr>,
    /// When the present request began, or the time of waiting for the next one.
    began: AtomicU64,
    /// Bytes that passed since then.
    bytes: AtomicU64,
    /// When bytes last passed.
    last: AtomicU64,
    /// True while the client does not take what was written.
    writing: AtomicBool,
    /// True while the office itself works on the request.
    working: AtomicBool,
    close: Notify,
}

impl Connections {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            open: Arc::default(),
        }
    }

    /// A place for a connection from that address. When there is none, somebody is closed for it.
    pub(super) fn enter(&self, peer: IpAddr) -> Place {
        let mut open = lock(&self.open);
        if open.all.len() >= self.most {
            open.close_one();
        }
        let number = open.next;
        open.next += 1;
        let progress = Arc::new(Progress::new(network(peer)));
        open.all.insert(number, Arc::clone(&progress));
        Place {
            number,
            progress,
            connections: self.clone(),
        }
    }

    /// Closes one connection, because the system has no file left for another.
    pub(super) fn make_room(&self) {
        lock(&self.open).close_one();
    }

    /// Closes those who do not read their answers, until the task is dropped.
    pub(super) async fn close_stalled(self) {
        loop {
            tokio::time::sleep(LOOK).await;
            for progress in lock(&self.open).all.values() {
                if progress.is_stalled() {
                    progress.close.notify_one();
                }
            }
        }
    }
}

impl Open {
    /// Closes the slowest connection of the address that has most. Its place is free at once.
    fn close_one(&mut self) {
        // Connections that the office works for do not count: their clients have done their part,
        // and what was begun would be lost.
        let mut held: HashMap<IpAddr, usize> = HashMap::new();
        let waiting = || {
            self.all
                .iter()
                .filter(|(_, progress)| !progress.working.load(Ordering::Relaxed))
        };
        for (_, progress) in waiting() {
            *held.entry(progress.client()).or_default() += 1;
        }
        let Some(most) = held.values().copied().max() else {
            return;
        };
        let of_crowd =
            waiting().filter(|(_, progress)| held.get(&progress.client()) == Some(&most));
        let slowest = of_crowd
            .max_by_key(|(_, progress)| progress.slowness())
            .map(|(number, _)| *number);
        if let Some(progress) = slowest.and_then(|number| self.all.remove(&number)) {
            progress.close.notify_one();
        }
    }
}

impl Place {
    pub(super) fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }

    /// Returns when this connection has to go.
    pub(super) async fn closed(&self) {
        self.progress.close.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.connections.open).all.remove(&self.number);
    }
}

impl Progress {
    fn new(client: IpAddr) -> Self {
        Self {
            since: Stopwatch::start(),
            client: Mutex::new(client),
            began: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            last: AtomicU64::new(0),
            writing: AtomicBool::new(false),
            working: AtomicBool::new(false),
            close: Notify::new(),
        }
    }

    /// A request's head has come. Its body is measured by itself.
    pub(super) fn begin(&self) {
        self.began.store(self.now(), Ordering::Relaxed);
        self.bytes.store(0, Ordering::Relaxed);
    }

    /// Bytes were read or written.
    pub(super) fn passed(&self, bytes: usize) {
        if bytes > 0 {
            self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
            self.last.store(self.now(), Ordering::Relaxed);
            self.writing.store(false, Ordering::Relaxed);
        }
    }

    /// The client has not taken what was written before.
    pub(super) fn waits_to_write(&self) {
        self.writing.store(true, Ordering::Relaxed);
    }

    /// Says for which address the connection is: behind a proxy another one than that of its other
    /// end.
    pub fn set_client(&self, client: IpAddr) {
        *lock(&self.client) = client;
    }

    fn client(&self) -> IpAddr {
        *lock(&self.client)
    }

    /// Says whether the office itself works on the request now. Such a connection is not closed for
    /// another.
    pub fn set_working(&self, working: bool) {
        self.working.store(working, Ordering::Relaxed);
    }

    /// Milliseconds that this connection has cost for each kilobyte that passed.
    fn slowness(&self) -> u64 {
        let waited = self
            .now()
            .saturating_sub(self.began.load(Ordering::Relaxed));
        // A connection on which nothing has passed yet counts as if 64 bytes had: it is slow by the
        // time that it waits, and not at once.
        waited.saturating_mul(1024) / (self.bytes.load(Ordering::Relaxed) + 64)
    }

    fn is_stalled(&self) -> bool {
        let silent = self.now().saturating_sub(self.last.load(Ordering::Relaxed));
        self.writing.load(Ordering::Relaxed) && u128::from(silent) > STALLED.as_millis()
    }

    fn now(&self) -> u64 {
        u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// The network of an IPv6 address, because each customer has a whole network; an IPv4 address as it
/// is.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) & (u128::MAX << 64)).into()),
        IpAddr::V4(_) => address.to_canonical(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn is_closed(connections: &Connections, place: &Place) -> bool {
        !lock(&connections.open).all.contains_key(&place.number)
    }

    #[test]
    fn the_slowest_of_the_address_with_most_makes_room() {
        let connections = Connections::new(4);
        let crowd: Vec<Place> = (0..3)
            .map(|_| connections.enter(address("36.68.0.1")))
            .collect();
        let other = connections.enter(address("36.68.0.2"));
        std::thread::sleep(Duration::from_millis(5));
        for place in [&crowd[0], &crowd[2]] {
            place.progress.passed(1000);
        }
        let new = connections.enter(address("36.68.0.3"));
        assert!(is_closed(&connections, &crowd[1]), "it brought nothing");
        assert!(
            [&crowd[0], &crowd[2], &other, &new]
                .iter()
                .all(|place| !is_closed(&connections, place))
        );
        drop(crowd);
        assert_eq!(lock(&connections.open).all.len(), 2);
    }

    #[test]
    fn whom_the_office_works_for_is_never_closed() {
        let connections = Connections::new(2);
        let places: Vec<Place> = (0..2)
            .map(|_| connections.enter(address("36.68.0.1")))
            .collect();
        for place in &places {
            place.progress.set_working(true);
        }
        let _new = connections.enter(address("36.68.0.1"));
        assert!(places.iter().all(|place| !is_closed(&connections, place)));
    }

    #[test]
    fn a_whole_ipv6_network_is_one_address() {
        assert_eq!(
            network(address("2001:db8:1:2::5")),
            network(address("2001:db8:1:2:9::1"))
        );
        assert_eq!(network(address("::ffff:36.68.0.1")), address("36.68.0.1"));
    }
}
