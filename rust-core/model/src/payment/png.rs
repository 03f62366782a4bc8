//! PNG of one bit a pixel, for pictures of large black and white modules.
//!
//! Most lines of such a picture are the line above once more. A general compressor has to see every
//! pixel to find that out; this one is told, and looks at each line once. docs/performance.md says
//! what that gains.

use std::ops::Range;

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1A\n";
/// Deflate, a window of 32 kB: two lines are never further apart.
const ZLIB_HEADER: [u8; 2] = [0x78, 0x01];
/// Adler-32 counts modulo this prime.
const ADLER_PRIME: u64 = 65_521;
/// The shortest and the longest stretch that deflate can repeat.
const REPEAT: (usize, usize) = (3, 258);

/// A line of pixels, and how often it stands in the picture.
#[derive(Clone)]
pub(super) struct Line {
    /// The filter (none), then the pixels, a bit each: 1 is light.
    bytes: Vec<u8>,
    times: usize,
}

impl Line {
    pub(super) fn light(width: usize, times: usize) -> Self {
        let mut bytes = vec![0xFF; 1 + width.div_ceil(8)];
        bytes[0] = 0;
        Self { bytes, times }
    }

    pub(super) fn darken(&mut self, pixels: Range<usize>) {
        if pixels.is_empty() {
            return;
        }
        // In the first byte the pixels before them stay, in the last one those from their end on.
        let (first, last) = (1 + pixels.start / 8, 1 + pixels.end / 8);
        let before = !(0xFF >> (pixels.start % 8));
        let behind = 0xFF >> (pixels.end % 8);
        if first == last {
            self.bytes[first] &= before | behind;
            return;
        }
        self.bytes[first] &= before;
        self.bytes[first + 1..last].fill(0);
        if let Some(byte) = self.bytes.get_mut(last) {
            *byte &= behind;
        }
    }
}

/// Lines from above, each as wide as `width` says.
pub(super) fn png(width: usize, lines: &[Line]) -> Vec<u8> {
    let height: usize = lines.iter().map(|line| line.times).sum();
    let mut header = Vec::with_capacity(13);
    for side in [width, height] {
        header.extend(u32::try_from(side).unwrap_or(u32::MAX).to_be_bytes());
    }
    // One bit, greyscale, the only compression and filters there are, not interlaced.
    header.extend([1, 0, 0, 0, 0]);
    let mut file = SIGNATURE.to_vec();
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"IDAT", &zlib(lines));
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    file.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    let from = file.len();
    file.extend(kind);
    file.extend(data);
    let crc = crc32fast::hash(&file[from..]);
    file.extend(crc.to_be_bytes());
}

/// All lines as one deflated block with the fixed code (RFC 1951, 3.2.6) and the checksum.
fn zlib(lines: &[Line]) -> Vec<u8> {
    let mut bits = Bits::new();
    // The last block there is, and its kind.
    bits.low_first(0b011, 3);
    let mut above: &[u8] = &[];
    for line in lines.iter().filter(|line| line.times > 0) {
        line_beneath(&mut bits, above, &line.bytes);
        let distance = line.bytes.len();
        repeat(
            &mut bits,
            &line.bytes,
            distance,
            distance * (line.times - 1),
        );
        above = &line.bytes;
    }
    bits.symbol(256);
    let mut bytes = bits.end();
    bytes.extend(adler32(lines).to_be_bytes());
    bytes
}

/// A line as bytes, and as repetitions of its byte before or of the line above.
fn line_beneath(bits: &mut Bits, above: &[u8], line: &[u8]) {
    let mut at = 0;
    while let Some(byte) = line.get(at) {
        let alike = |other: &[u8]| {
            let pairs = other.iter().zip(&line[at..]);
            pairs.take_while(|(one, two)| one == two).count()
        };
        let as_above = alike(above.get(at..).unwrap_or_default());
        let as_before = if at == 0 { 0 } else { alike(&line[at - 1..]) };
        let (count, distance) = if as_before < as_above {
            (as_above, line.len())
        } else {
            (as_before, 1)
        };
        if count < REPEAT.0 {
            bits.symbol(u16::from(*byte));
            at += 1;
        } else {
            repeat(bits, &line[at..], distance, count);
            at += count;
        }
    }
}

/// So many bytes as stand `distance` before; `bytes` are the first of them.
fn repeat(bits: &mut Bits, bytes: &[u8], distance: usize, mut count: usize) {
    while count >= REPEAT.0 {
        // No one or two are left over, which could not be repeated.
        let part = match count {
            259 | 260 => count - REPEAT.0,
            _ => count.min(REPEAT.1),
        };
        bits.length(part);
        bits.distance(distance);
        count -= part;
    }
    for byte in bytes.iter().cycle().take(count) {
        bits.symbol(u16::from(*byte));
    }
}

/// Adler-32 of all lines (RFC 1950). What a line adds is summed up once.
fn adler32(lines: &[Line]) -> u32 {
    let (mut sum, mut sums) = (1_u64, 0_u64);
    for Line { bytes, times } in lines {
        let count = bytes.len() as u64;
        let (of_line, of_sums) =
            bytes
                .iter()
                .zip((1..=count).rev())
                .fold((0, 0), |(of_line, of_sums), (byte, left)| {
                    let byte = u64::from(*byte);
                    (of_line + byte, of_sums + byte * left)
                });
        // Each time `sum` has grown by the line: over all times, an arithmetic series.
        let times = *times as u64;
        let before = times * times.saturating_sub(1) / 2;
        sums = (sums + times * (sum * count + of_sums) + of_line * count * before) % ADLER_PRIME;
        sum = (sum + times * of_line) % ADLER_PRIME;
    }
    (sums << 16 | sum) as u32
}

/// Bits in deflate's order: the first one in the lowest bit of a byte.
struct Bits {
    bytes: Vec<u8>,
    waiting: u64,
    count: u32,
}

impl Bits {
    fn new() -> Self {
        Self {
            bytes: ZLIB_HEADER.to_vec(),
            waiting: 0,
            count: 0,
        }
    }

    /// A number, its lowest bit first.
    fn low_first(&mut self, number: usize, count: u32) {
        self.waiting |= (number as u64) << self.count;
        self.count += count;
        if self.count >= 32 {
            self.bytes.extend((self.waiting as u32).to_le_bytes());
            self.waiting >>= 32;
            self.count -= 32;
        }
    }

    /// A byte, the end of the block (256), or a length (from 257 on) in the fixed code, whose words
    /// stand with the highest bit first.
    fn symbol(&mut self, symbol: u16) {
        let (word, count) = match symbol {
            0..=143 => (0x30 + symbol, 8),
            144..=255 => (0x190 + symbol - 144, 9),
            256..=279 => (symbol - 256, 7),
            _ => (0xC0 + symbol - 280, 8),
        };
        self.low_first(usize::from(word.reverse_bits() >> (16 - count)), count);
    }

    /// How many bytes are repeated: 3 to 258. Of each power of two there are four symbols, and what
    /// they leave open follows as a number.
    fn length(&mut self, length: usize) {
        let more = length - REPEAT.0;
        if length == REPEAT.1 {
            return self.symbol(285);
        }
        let open = (more | 4).ilog2() - 2;
        let symbol = 257 + 4 * open as usize + (more >> open);
        self.symbol(symbol as u16);
        self.low_first(more & ((1 << open) - 1), open);
    }

    /// How far before: 1 to 32,768. Of each power of two there are two words.
    fn distance(&mut self, distance: usize) {
        let more = distance - 1;
        let open = (more | 2).ilog2() - 1;
        let word = 2 * open as u16 + (more >> open) as u16;
        self.low_first(usize::from(word.reverse_bits() >> 11), 5);
        self.low_first(more & ((1 << open) - 1), open);
    }

    /// The last byte is filled with zeros.
    fn end(mut self) -> Vec<u8> {
        let left = self.count.div_ceil(8) as usize;
        self.bytes
            .extend(self.waiting.to_le_bytes().iter().take(left));
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use miniz_oxide::inflate::decompress_to_vec_zlib;
    use proptest::prelude::*;

    use super::*;

    /// All lines, as often as they stand there.
    fn plain(lines: &[Line]) -> Vec<u8> {
        let line = |line: &Line| line.bytes.repeat(line.times);
        lines.iter().flat_map(line).collect()
    }

    #[test]
    fn a_picture_of_one_pixel_is_this_file() {
        // Written by hand from the two standards; the checksums by Python's zlib.
        let mut dark = Line::light(1, 1);
        dark.darken(0..1);
        let file = png(1, &[dark]);
        let (header, rest) = file.split_at(33);
        assert_eq!(&header[..8], b"\x89PNG\r\n\x1A\n");
        assert_eq!(
            &header[8..29],
            b"\0\0\0\x0DIHDR\0\0\0\x01\0\0\0\x01\x01\0\0\0\0"
        );
        assert_eq!(header[29..], [0x37, 0x6E, 0xF9, 0x24]);
        assert!(rest.ends_with(b"\0\0\0\0IEND\xAE\x42\x60\x82"));
    }

    #[test]
    fn pixels_are_darkened_one_by_one_or_many() {
        for width in [1, 7, 8, 9, 40] {
            for from in 0..=width {
                for to in from..=width {
                    let mut line = Line::light(width, 1);
                    line.darken(from..to);
                    for pixel in 0..width.next_multiple_of(8) {
                        let is_light = line.bytes[1 + pixel / 8] & (0x80 >> (pixel % 8)) != 0;
                        assert_eq!(
                            is_light,
                            !(from..to).contains(&pixel),
                            "{width} {from} {to}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn every_length_and_distance_is_read_back() {
        // A line of its own each, repeated as a whole: lengths by the times, distances by the width.
        for width in (1..600).chain([4_095, 4_096]) {
            let mut line = Line::light(width, 1 + width % 7);
            line.darken(width / 3..width / 2);
            let lines = [line];
            assert_eq!(
                decompress_to_vec_zlib(&zlib(&lines)).unwrap(),
                plain(&lines),
                "{width}"
            );
        }
        for count in 0..600 {
            let mut bits = Bits::new();
            bits.low_first(0b011, 3);
            bits.symbol(65);
            repeat(&mut bits, &[65], 1, count);
            bits.symbol(256);
            let bytes = bits.end();
            let read = miniz_oxide::inflate::decompress_to_vec(&bytes[2..]).unwrap();
            assert_eq!(read, vec![65; 1 + count]);
        }
    }

    proptest! {
        #[test]
        fn what_is_packed_is_what_is_unpacked(
            lines in (1_usize..60).prop_flat_map(|width| proptest::collection::vec(
                (proptest::collection::vec(prop_oneof![Just(0), Just(255), any::<u8>()], width), 0_usize..50),
                0..30,
            )),
        ) {
            let lines: Vec<Line> = lines.into_iter().map(|(bytes, times)| Line { bytes, times }).collect();
            // The reader compares the checksum as well.
            prop_assert_eq!(decompress_to_vec_zlib(&zlib(&lines)).unwrap(), plain(&lines));
        }
    }
}
