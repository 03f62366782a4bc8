//! PNG of one bit a pixel, for pictures of large black and white modules.
//!
//! Most lines of such a picture are the line above once more. PNG's filter *Up* makes zeros of
//! those, and `fdeflate`, which compresses such data for the `png` crate, packs them hundreds at a time.
//! docs/performance.md says what that gains.

use std::ops::Range;

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1A\n";
/// The filter of a line that stands as it is.
const NONE: u8 = 0;
/// The filter of a line that stands as what differs from the line above.
const UP: u8 = 2;

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
        bytes[0] = NONE;
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
    chunk(
        &mut file,
        *b"IDAT",
        &fdeflate::compress_to_vec(&filtered(lines)),
    );
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

/// All lines: each once as it is, and then as nothing that differs from it.
fn filtered(lines: &[Line]) -> Vec<u8> {
    let length = lines.iter().map(|line| line.bytes.len() * line.times).sum();
    let mut all = Vec::with_capacity(length);
    for Line { bytes, times } in lines.iter().filter(|line| line.times > 0) {
        all.extend_from_slice(bytes);
        for _ in 1..*times {
            all.push(UP);
            all.resize(all.len() + bytes.len() - 1, 0);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_line_that_stands_again_is_filtered_to_zeros() {
        let mut line = Line::light(16, 3);
        line.darken(4..12);
        let lines = [Line::light(16, 0), line, Line::light(16, 2)];
        assert_eq!(
            filtered(&lines),
            [
                [NONE, 0xF0, 0x0F],
                [UP, 0, 0],
                [UP, 0, 0],
                [NONE, 0xFF, 0xFF],
                [UP, 0, 0],
            ]
            .concat()
        );
    }
}
