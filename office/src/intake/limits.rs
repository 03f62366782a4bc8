//! How much the intake accepts.

use std::net::IpAddr;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName};

use crate::server::network;
use crate::store::Amount;

/// The limits. The defaults are those of `office serve`.
#[derive(Clone, Debug)]
pub struct Limits {
    /// With fewer free bytes on the disk no photo is accepted (503 `full`), but records still are.
    pub min_free: u64,
    /// With fewer free bytes no record is accepted either.
    pub min_free_for_records: u64,
    /// Requests at the same time. Any further request is answered 429 `slow_down`.
    pub requests: usize,
    /// Requests that the owner of one registration may make in a burst.
    pub burst: u16,
    /// Requests per second that the owner of one registration may make without end.
    pub per_second: u16,
    /// The header in which a proxy (on this machine, or in a private network) writes the client's
    /// address. Without it all clients behind a proxy count as one.
    pub address_header: Option<HeaderName>,
    /// A body is given up when no byte of it came for this long.
    pub idle: Duration,
    /// A body is given up when it is behind this many bytes a second, after `grace`. A line that is
    /// slower than a kilobyte in ten seconds would not bring a photo in a day.
    pub least_rate: u64,
    /// How long a body may be slower than `least_rate`: mobile networks stop for seconds and go on.
    pub grace: Duration,
    /// A body is given up when it is not complete after this long. The bytes of a photo that came
    /// are kept.
    pub whole: Duration,
    /// While more registrations than this wait for the opener or for their photos, each address may
    /// send a few new ones only; with four times as many nobody may. Corrections are always taken.
    pub most_waiting: u64,
    /// The same bound on the bytes of what waits: its records, and its photos that came whole.
    pub most_waiting_bytes: u64,
    /// Machines that share a database and a bucket keep no more of uploads that were cut while these
    /// have more bytes than this together (503 `full`). A photo that comes in one request needs none.
    pub most_unfinished: u64,
    /// An unfinished upload is removed when nothing was added to it for this long.
    pub keep_uploads: Duration,
}

/// One day.
pub const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Limits {
    /// How much may wait before new registrations are shared by address.
    pub(super) fn most(&self) -> Amount {
        Amount {
            rows: self.most_waiting,
            bytes: self.most_waiting_bytes,
        }
    }
}

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
            least_rate: 100,
            grace: Duration::from_secs(45),
            whole: Duration::from_secs(15 * 60),
            most_waiting: 50_000,
            most_waiting_bytes: 4096 << 20,
            most_unfinished: 4096 << 20,
            keep_uploads: 14 * DAY,
        }
    }
}

impl Limits {
    /// Requests at the same time from one address: three quarters of all. Many customers of a
    /// carrier share one address, so the share is large and there is no rate. It only keeps one
    /// address from excluding all others.
    pub fn per_address(&self) -> usize {
        (self.requests - self.requests / 4).max(1)
    }

    /// The address that a request comes from: the other end of the connection or, if that is a
    /// proxy, the last address in its header, which the proxy itself wrote. None for a proxy that
    /// names no address, because it speaks for everybody.
    pub fn address(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer?.to_canonical();
        if let Some(header) = self.address_header.as_ref().filter(|_| is_near(peer)) {
            // The last value is the near proxy's own. Values before it may be what a client wrote.
            let value = headers.get_all(header).iter().next_back()?.to_str().ok()?;
            return value.rsplit(',').next()?.trim().parse().ok().map(network);
        }
        (!peer.is_loopback()).then(|| network(peer))
    }
}

/// True for an address where a proxy may be: on this machine, or beside its container.
fn is_near(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
        IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
    }
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
        let limits = Limits {
            address_header: header.then_some(name),
            ..Limits::default()
        };
        limits.address(Some(peer.parse().unwrap()), &headers)
    }

    #[test]
    fn an_address_is_the_proxys_word_only_from_near_and_only_its_last() {
        let address = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        assert_eq!(
            from("127.0.0.1", &["10.0.0.1, 36.68.0.1"], true),
            address("36.68.0.1")
        );
        assert_eq!(
            from("127.0.0.1", &["10.0.0.1", "36.68.0.2"], true),
            address("36.68.0.2")
        );
        assert_eq!(
            from("36.68.0.9", &["10.0.0.1"], true),
            address("36.68.0.9"),
            "who is no proxy says nothing"
        );
        assert_eq!(
            from("127.0.0.1", &["36.68.0.1"], false),
            None,
            "nobody reads a header that was not agreed on"
        );
        assert_eq!(from("127.0.0.1", &["unknown"], true), None);
        assert_eq!(
            from("10.88.0.1", &["36.68.0.1"], true),
            address("36.68.0.1"),
            "a container's gateway"
        );
        assert_eq!(
            from("10.88.0.1", &["36.68.0.1"], false),
            address("10.88.0.1")
        );
    }

    #[test]
    fn an_ipv6_network_is_one_address_and_a_mapped_one_is_ipv4() {
        assert_eq!(
            from("2001:db8:1:2::5", &[], true),
            from("2001:db8:1:2:9::1", &[], true)
        );
        assert_ne!(
            from("2001:db8:1:2::5", &[], true),
            from("2001:db8:1:3::5", &[], true)
        );
        assert_eq!(
            from("::ffff:36.68.0.1", &[], true),
            from("36.68.0.1", &[], true)
        );
    }
}
