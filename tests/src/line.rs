//! A 2G line by calculation: what bytes that passed a [`crate::wire::Wire`] would have been on one,
//! with everything that a loopback does not have: names to look up, TLS, TCP and IP heads, round
//! trips, bytes that were under way at a cut.
//!
//! All of it is an upper bound where it is not exact: no connection is kept open longer than the
//! wire saw it open, each question waits a whole round trip beside the time its bytes take, and TLS
//! is counted with a chain of certificates larger than the one that a handshake in this repository
//! measures (`tests/tests/line.rs`).

use std::time::Duration;

/// What passed a wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Bytes towards the office.
    pub up: u64,
    /// Bytes back.
    pub down: u64,
    /// Connections.
    pub connections: u64,
    /// Times that somebody asked and waited.
    pub questions: u64,
    /// Connections that were cut.
    pub cuts: u64,
}

/// A line, and what TLS costs on it.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Bits a second towards the office.
    pub up: u64,
    /// Bits a second towards the phone.
    pub down: u64,
    /// There and back.
    pub round_trip: Duration,
    /// Bytes towards the office after which it breaks.
    pub cut_every: u32,
    /// Bytes of a first handshake: up, down.
    pub tls_first: (u64, u64),
    /// Bytes of a handshake that goes on with an earlier session: up, down.
    pub tls_again: (u64, u64),
}

/// What it came to.
#[derive(Clone, Copy, Debug)]
pub struct Air {
    /// Bytes in both directions, heads and TLS and all.
    pub bytes: u64,
    /// With everything that is waited for.
    pub time: Duration,
}

/// IP and TCP heads with timestamps.
const HEADS: u64 = 52;
/// Payload of one packet.
const PACKET: u64 = 1_348;
/// TLS 1.3 around a record: head, kind and tag.
const RECORD: u64 = 22;
/// A name looked up: question and answer, with their heads.
const NAME: (u64, u64) = (70, 120);
/// Before the first byte of a request: name, TCP, TLS 1.3.
const ROUND_TRIPS_TO_CONNECT: u64 = 3;
/// SYN, ACK and FIN in either direction.
const TCP_PACKETS: u64 = 3;

impl Line {
    /// GPRS as at the edge of a cell: 20 and 40 kbit/s, 800 ms, cut every 30 kB.
    pub const GPRS: Self = Self {
        up: 20_000,
        down: 40_000,
        round_trip: Duration::from_millis(800),
        cut_every: 30_000,
        tls_first: (700, 4_500),
        tls_again: (900, 600),
    };

    /// The same bytes on this line.
    pub fn carry(&self, traffic: &Traffic) -> Air {
        let again = traffic.connections.saturating_sub(1);
        let first = traffic.connections - again;
        // Head and body of each message are written apart, and a body is split at 16 KiB: three
        // records for each at least.
        let records = traffic.questions * 3;
        // Bytes that were under way at a cut went on air and were lost.
        let lost = traffic.cuts * self.under_way();
        let names = |one: u64| traffic.connections * one;
        let up =
            traffic.up + lost + first * self.tls_first.0 + again * self.tls_again.0 + names(NAME.0);
        let down =
            traffic.down + first * self.tls_first.1 + again * self.tls_again.1 + names(NAME.1);
        let (up, down) = (
            up + (records + traffic.up / 16_384) * RECORD,
            down + records * RECORD,
        );
        // Each message ends in a packet of its own, and every second packet is acknowledged by one.
        let packets = |bytes: u64| {
            bytes.div_ceil(PACKET) + traffic.questions + traffic.connections * TCP_PACKETS
        };
        let (packets_up, packets_down) = (packets(up), packets(down));
        let up = up + (packets_up + packets_down.div_ceil(2)) * HEADS;
        let down = down + (packets_down + packets_up.div_ceil(2)) * HEADS;
        let waits = traffic.questions + traffic.connections * ROUND_TRIPS_TO_CONNECT;
        let seconds = up as f64 * 8.0 / self.up as f64
            + down as f64 * 8.0 / self.down as f64
            + waits as f64 * self.round_trip.as_secs_f64();
        Air {
            bytes: up + down,
            time: Duration::from_secs_f64(seconds),
        }
    }

    fn under_way(&self) -> u64 {
        self.up * self.round_trip.as_millis() as u64 / 8_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_on_a_new_line_costs_its_round_trips_and_heads() {
        let none = Line::GPRS.carry(&Traffic::default());
        assert_eq!((none.bytes, none.time), (0, Duration::ZERO));
        let one = Traffic {
            up: 1_000,
            down: 500,
            connections: 1,
            questions: 1,
            cuts: 0,
        };
        let air = Line::GPRS.carry(&one);
        // 1,770 + 66 bytes of payload up in 6 packets, 5,120 + 66 down in 8.
        let (up, down) = (1_770 + 66 + (6 + 4) * 52, 5_120 + 66 + (8 + 3) * 52);
        assert_eq!(air.bytes, up + down);
        let seconds = up as f64 * 8.0 / 20_000.0 + down as f64 * 8.0 / 40_000.0 + 4.0 * 0.8;
        assert!((air.time.as_secs_f64() - seconds).abs() < 0.001);
        let cut = Line::GPRS.carry(&Traffic { cuts: 1, ..one });
        assert!(cut.bytes >= air.bytes + 2_000, "what was under way is lost");
    }
}
