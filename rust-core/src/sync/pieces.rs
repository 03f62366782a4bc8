//! How many bytes of a photo one request brings.
//!
//! A proxy that reads a request to its end before it passes anything on loses all of a request that
//! is cut. So a photo goes in pieces, and a cut costs one piece at most. Each piece costs a round
//! trip and about 1 kB of heads, so on a good line pieces grow until a photo goes in one or two.
//! Pieces become smaller only when a cut lost a whole one: behind a line that passes bytes on as
//! they come, the office keeps what arrived before the cut.

use std::time::Duration;

use payung_model::sealed::PhotoHeader;

/// No piece is smaller, so that heads stay a small part of each request.
const SMALLEST: u32 = 4 * 1024;
/// The first piece on an unknown line. It takes sixteen seconds at 8 kbit/s.
const FIRST: u32 = 16 * 1024;
/// The largest photo in one piece.
const LARGEST: u32 = PhotoHeader::MOST_BYTES;

/// If a piece took less time than this, the line is good and pieces grow fast.
const FAST: Duration = Duration::from_secs(2);
/// If a piece took less time than this, the next one may be larger.
const QUICK: Duration = Duration::from_secs(8);
/// If a piece took more time than this, it was too large, because a cut would lose all that time.
const SLOW: Duration = Duration::from_secs(20);

/// The size that worked last, and the size above which pieces were lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PieceSize {
    size: u32,
    ceiling: u32,
}

impl Default for PieceSize {
    fn default() -> Self {
        Self {
            size: FIRST,
            ceiling: LARGEST,
        }
    }
}

impl PieceSize {
    /// How many of the `left` bytes the next piece has. A small rest is sent with the last piece.
    pub fn of(self, left: u32) -> u32 {
        if left <= self.size.saturating_add(self.size / 2) {
            left
        } else {
            self.size
        }
    }

    /// Notes that a piece of so many bytes arrived, and how long that took.
    pub fn arrived(&mut self, bytes: u32, time: Duration) {
        if time > SLOW {
            self.size = self.within(bytes.min(self.size) / 2);
        } else if bytes >= self.size {
            // The ceiling rises slowly. A line that broke once may break again, but one that became
            // good shall be used.
            self.ceiling = self.ceiling.saturating_add(self.ceiling / 4).min(LARGEST);
            let factor = if time < FAST {
                4
            } else {
                1 + u32::from(time < QUICK)
            };
            self.size = self.within(self.size.saturating_mul(factor));
        }
    }

    /// Notes that the connection broke during a piece that begins at `from`. `at_office` is how far
    /// the office has the photo; none when it could not be asked.
    ///
    /// When the office has a part of the piece, the line passes bytes on as they come. Such a cut
    /// cost only what was under way, and smaller pieces would cost more heads, so the size stays.
    pub fn cut(&mut self, from: u32, bytes: u32, at_office: Option<u32>) {
        if at_office.is_none_or(|at_office| at_office <= from) {
            self.lost(bytes);
        }
    }

    /// Notes that the whole piece was lost.
    fn lost(&mut self, bytes: u32) {
        self.ceiling = (bytes / 4 * 3).max(SMALLEST);
        self.size = self.within(bytes.min(self.size) / 2);
    }

    /// The bytes that the vault keeps. [`Self::from_bytes`] brings them within the limits again.
    pub fn to_bytes(self) -> [u8; 8] {
        (u64::from(self.size) << 32 | u64::from(self.ceiling)).to_be_bytes()
    }

    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        let both = u64::from_be_bytes(bytes);
        let [size, ceiling] = [both >> 32, both & u64::from(u32::MAX)].map(|half| half as u32);
        let limits = Self {
            size,
            ceiling: ceiling.clamp(SMALLEST, LARGEST),
        };
        Self {
            size: limits.within(size),
            ..limits
        }
    }

    fn within(self, size: u32) -> u32 {
        size.min(self.ceiling).max(SMALLEST)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Sends a photo over a line that takes so many bytes a second, and says in how many pieces it
    /// went.
    fn pieces(size: &mut PieceSize, photo: u32, bytes_a_second: u32) -> u32 {
        let (mut left, mut count) = (photo, 0);
        while left > 0 {
            let piece = size.of(left);
            size.arrived(
                piece,
                Duration::from_secs_f64(f64::from(piece) / f64::from(bytes_a_second)),
            );
            left -= piece;
            count += 1;
        }
        count
    }

    #[test]
    fn a_good_line_needs_two_round_trips_and_then_one() {
        let mut size = PieceSize::default();
        assert_eq!(pieces(&mut size, 75_000, 100_000), 2);
        assert_eq!(pieces(&mut size, 75_000, 100_000), 1);
    }

    #[test]
    fn at_8_kbit_a_piece_stays_a_quarter_of_a_minute() {
        let mut size = PieceSize::default();
        assert_eq!(pieces(&mut size, 75_000, 1_000), 5);
        assert_eq!(size.of(75_000), FIRST);
    }

    #[test]
    fn after_a_cut_pieces_are_smaller_and_grow_again_slowly() {
        let mut size = PieceSize {
            size: 32 * 1024,
            ceiling: LARGEST,
        };
        size.lost(32 * 1024);
        assert_eq!(size.of(LARGEST), 16 * 1024);
        size.arrived(16 * 1024, Duration::from_millis(10));
        assert!(
            size.of(LARGEST) < 32 * 1024,
            "not at once as large as what was lost"
        );
        for _ in 0..12 {
            let piece = size.of(LARGEST);
            size.arrived(piece, Duration::from_millis(10));
        }
        assert!(
            size.of(LARGEST) > 100 * 1024,
            "a line that became good is found out"
        );
    }

    #[test]
    fn a_cut_makes_pieces_smaller_unless_the_office_kept_a_part_of_the_piece() {
        let size = PieceSize {
            size: 32 * 1024,
            ceiling: LARGEST,
        };
        let after = |at_office| {
            let mut size = size;
            size.cut(10_000, 32 * 1024, at_office);
            size
        };
        for kept in [10_001, 20_000, 10_000 + 32 * 1024] {
            assert_eq!(
                after(Some(kept)),
                size,
                "{kept}: what arrived is not sent again, so the piece was not too large"
            );
        }
        for lost in [Some(10_000), Some(0), None] {
            assert_eq!(
                after(lost).of(LARGEST),
                16 * 1024,
                "{lost:?}: nothing of the piece is known to be there"
            );
        }
    }

    proptest! {
        #[test]
        fn a_piece_is_never_empty_nor_more_than_is_left(events in prop::collection::vec((any::<bool>(), 0..100_000_u64), 0..60),
            stored in any::<[u8; 8]>(), left in 1..=LARGEST) {
            let mut size = PieceSize::from_bytes(stored);
            for (arrived, millis) in events {
                let piece = size.of(left);
                prop_assert!(piece >= 1 && piece <= left);
                prop_assert!(piece == left || piece >= SMALLEST);
                if arrived { size.arrived(piece, Duration::from_millis(millis)) } else { size.lost(piece) }
                prop_assert_eq!(PieceSize::from_bytes(size.to_bytes()), size);
            }
        }
    }
}
