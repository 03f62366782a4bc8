//! How much the intake takes on.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName};

use super::{Intake, Problem};

/// What is taken, from whom, and for how long. The defaults are `office serve`'s.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Below this many free bytes on the disk no photo is taken (503 `full`); a record still is.
    pub min_free: u64,
    /// Below this many not even a record.
    pub min_free_for_records: u64,
    /// Requests at once; one more is asked to come later (429 `slow_down`).
    pub requests: usize,
    /// Requests one registration's owner may make at once …
    pub burst: u16,
    /// … and per second, for ever.
    pub per_second: u16,
    /// Where a proxy (on this machine, or in a private network) writes whom it speaks for. Only with it are addresses told
    /// apart behind one.
    pub address_header: Option<HeaderName>,
    /// A body that brings nothing for this long has ended.
    pub idle: Duration,
    /// So has one that is not whole after this long; what came of a photo is kept.
    pub whole: Duration,
    /// An unfinished upload to which nothing was added for this long is removed.
    pub keep_uploads: Duration,
}

/// A day.
pub const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Default for Limits {
    fn default() -> Self {
        Self {
            min_free: 256 << 20,
            min_free_for_records: 32 << 20,
            requests: 256,
            burst: 240,
            per_second: 4,
            address_header: None,
            idle: Duration::from_secs(30),
            whole: Duration::from_secs(15 * 60),
            keep_uploads: 14 * DAY,
        }
    }
}

impl Limits {
    /// Requests at once from one address: all but a quarter. A carrier's customers share one address, so this is no small
    /// share, and no rate; it only keeps one address from shutting all others out.
    pub fn per_address(&self) -> usize {
        (self.requests - self.requests / 4).max(1)
    }

    /// Whom a request is from: the connection's other end, or whom the proxy there says it speaks for (the last one named,
    /// which it wrote itself). None for a proxy that says nothing: it speaks for everybody.
    pub fn address(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer?.to_canonical();
        if let Some(header) = self.address_header.as_ref().filter(|_| is_near(peer)) {
            let value = headers.get_all(header).iter().next_back()?.to_str().ok()?;
            return value.rsplit(',').next()?.trim().parse().ok().map(network);
        }
        (!peer.is_loopback()).then(|| network(peer))
    }
}

/// Where a proxy is: on this machine, or beside its container.
fn is_near(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
        IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
    }
}

/// IPv6 customers have a network each, not an address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) & (u128::MAX << 64)).into()),
        IpAddr::V4(_) => address.to_canonical(),
    }
}

/// Bytes that requests under way may still write, so that many at once do not fill the disk that each found room on.
#[derive(Clone, Default)]
pub struct Promised(Arc<AtomicU64>);

/// Room for so many bytes, until dropped.
pub struct Promise(u64, Promised);

impl Drop for Promise {
    fn drop(&mut self) {
        self.1.0.fetch_sub(self.0, Ordering::AcqRel);
    }
}

/// Whether the disk had room for records when it was last asked: once in [`ROOM_HOLDS`], not for each of thousands a second.
#[derive(Default)]
pub struct Room(Mutex<Option<(Duration, bool)>>);

/// In this time records fill far less than what is kept free for them.
const ROOM_HOLDS: Duration = Duration::from_millis(50);

/// Room for a record, which is small and comes first.
pub fn room_for_record(intake: &Intake) -> Result<(), Problem> {
    let now = intake.since.elapsed();
    let mut known = intake.room.0.lock().unwrap_or_else(PoisonError::into_inner);
    let enough = match *known {
        Some((asked, enough)) if now.saturating_sub(asked) < ROOM_HOLDS => enough,
        _ => {
            let enough = crate::files::free_bytes(&intake.dir)? >= intake.limits.min_free_for_records;
            *known = Some((now, enough));
            enough
        }
    };
    if enough { Ok(()) } else { Err(Problem::Full) }
}

/// Room for so many bytes of a photo.
pub fn room_for_photo(intake: &Intake, bytes: u64) -> Result<Promise, Problem> {
    let promise = Promise(bytes, intake.promised.clone());
    let promised = bytes + intake.promised.0.fetch_add(bytes, Ordering::AcqRel);
    let free = crate::files::free_bytes(&intake.dir)?;
    if free.saturating_sub(promised) < intake.limits.min_free { Err(Problem::Full) } else { Ok(promise) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, value: &[&'static str], header: bool) -> Option<IpAddr> {
        let name = HeaderName::from_static("x-forwarded-for");
        let mut headers = HeaderMap::new();
        for value in value {
            headers.append(name.clone(), (*value).parse().unwrap());
        }
        let limits = Limits { address_header: header.then_some(name), ..Limits::default() };
        limits.address(Some(peer.parse().unwrap()), &headers)
    }

    #[test]
    fn an_address_is_the_proxys_word_only_from_near_and_only_its_last() {
        let address = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        assert_eq!(from("127.0.0.1", &["10.0.0.1, 36.68.0.1"], true), address("36.68.0.1"));
        assert_eq!(from("127.0.0.1", &["10.0.0.1", "36.68.0.2"], true), address("36.68.0.2"));
        assert_eq!(from("36.68.0.9", &["10.0.0.1"], true), address("36.68.0.9"), "who is no proxy says nothing");
        assert_eq!(from("127.0.0.1", &["36.68.0.1"], false), None, "nobody reads a header that was not agreed on");
        assert_eq!(from("127.0.0.1", &["unknown"], true), None);
        assert_eq!(from("10.88.0.1", &["36.68.0.1"], true), address("36.68.0.1"), "a container's gateway");
        assert_eq!(from("10.88.0.1", &["36.68.0.1"], false), address("10.88.0.1"));
    }

    #[test]
    fn an_ipv6_network_is_one_address_and_a_mapped_one_is_ipv4() {
        assert_eq!(from("2001:db8:1:2::5", &[], true), from("2001:db8:1:2:9::1", &[], true));
        assert_ne!(from("2001:db8:1:2::5", &[], true), from("2001:db8:1:3::5", &[], true));
        assert_eq!(from("::ffff:36.68.0.1", &[], true), from("36.68.0.1", &[], true));
    }
}
