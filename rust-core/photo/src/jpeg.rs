//! Reads JPEG files: first the header, then the picture, which is scaled while it is decoded.
//!
//! A 12 MP picture scaled to 2000 × 1500 takes 4.5 MB for its planes and 9 MB for its pixels. A
//! progressive picture also keeps all its coefficients: 2 bytes for each sample of the full size.
//!
//! Some cameras leave the end marker out, or put their own data in its place, and every gallery
//! shows these pictures. A copy that broke off lacks the end marker too. The two are told apart by
//! decoding twice, see [`read`].

use std::hash::{DefaultHasher, Hasher};
use std::io::{self, BufRead, Cursor, Read, Seek, SeekFrom};

use jpeg_decoder::{Decoder, Error, PixelFormat};

use super::jpeg_header::Header;
use super::picture::{PhotoProblem, Pixels, io_problem};

/// Bytes that are put behind the data of a scan that has no end marker. A decoder takes them for
/// blocks when blocks are missing.
const PADDING: [u8; 64] = [0xA5; 64];
/// The bytes that are put there when the data ends with 0xFF. Their first byte, zero, makes that
/// 0xFF data (T.81, B.1.1.5).
const AFTER_FF: [u8; 16] = [
    0, 0xA5, 0x5A, 0xA5, 0x5A, 0xA5, 0x5A, 0xA5, 0x5A, 0xA5, 0x5A, 0xA5, 0x5A, 0xA5, 0x5A, 0xA5,
];
const END: [u8; 2] = [0xFF, 0xD9];

/// Reads a picture whose blocks are all there.
///
/// Where a baseline picture ends without an end marker, it is decoded once with the end marker
/// behind its data and once with other bytes before that marker. When all blocks are there, neither
/// is looked at and both results are the same. A progressive picture without an end is refused:
/// what it lacks may be a whole scan.
pub(super) fn read(
    file: &mut (impl BufRead + Seek),
    long_side: u32,
) -> Result<Pixels, PhotoProblem> {
    let header = Header::read(file, long_side)?;
    let start = file.stream_position().map_err(|error| io_problem(&error))?;
    let mut scan = Scan::new(file, header.is_single_scan, &[]);
    let pixels = decode(&header, &mut scan, long_side)?;
    if scan.state != State::EndMissing {
        return Ok(pixels);
    }
    let first = fingerprint(pixels);
    file.seek(SeekFrom::Start(start))
        .map_err(|error| io_problem(&error))?;
    let mut padded = Scan::new(file, true, &PADDING);
    let pixels = decode(&header, &mut padded, long_side).map_err(|_| PhotoProblem::Truncated)?;
    let (second, pixels) = fingerprint_of(pixels);
    if first == second {
        Ok(pixels)
    } else {
        Err(PhotoProblem::Truncated)
    }
}

fn decode(header: &Header, scan: &mut impl Read, long_side: u32) -> Result<Pixels, PhotoProblem> {
    let asked = u16::try_from(long_side).unwrap_or(u16::MAX);
    let mut decoder = Decoder::new(Cursor::new(&header.bytes).chain(scan));
    // The decoder keeps at least one axis at or above what was asked for; that is the long one.
    decoder.scale(asked, asked).map_err(problem)?;
    let decoded = decoder.decode().map_err(problem)?;
    let info = decoder.info().ok_or(PhotoProblem::Unreadable)?;
    Ok(Pixels {
        width: info.width.into(),
        height: info.height.into(),
        rgb: to_rgb(decoded, info.pixel_format),
        orientation: header.orientation,
    })
}

/// A fingerprint of the pixels. They are dropped here, so that two decoded pictures are never in
/// memory at once.
fn fingerprint(pixels: Pixels) -> u64 {
    fingerprint_of(pixels).0
}

fn fingerprint_of(pixels: Pixels) -> (u64, Pixels) {
    let mut hasher = DefaultHasher::new();
    hasher.write(&pixels.rgb);
    (hasher.finish(), pixels)
}

/// Reads the data of a scan. Where the only scan of a picture ends without an end marker, the
/// reader goes on with padding and end markers instead of what the file holds there: another
/// picture, a film, or nothing.
struct Scan<'f, F> {
    file: &'f mut F,
    may_lack_end: bool,
    state: State,
    padding: &'static [u8],
    /// How many bytes of end markers were handed out so far.
    ends: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The reader is within the data.
    Data,
    /// The last byte handed out was 0xFF, which may begin a marker.
    Marker,
    /// The end marker was read.
    Ended,
    /// The end marker is missing. From here on nothing is read from the file.
    EndMissing,
}

impl<'f, F: BufRead> Scan<'f, F> {
    fn new(file: &'f mut F, may_lack_end: bool, padding: &'static [u8]) -> Self {
        Self {
            file,
            may_lack_end,
            state: State::Data,
            padding,
            ends: 0,
        }
    }

    /// Begins to hand out padding and end markers. If the last byte was 0xFF, it becomes data or
    /// the first half of the end marker.
    fn end_is_missing(&mut self) {
        if self.state == State::Marker {
            if self.padding.is_empty() {
                self.ends = 1;
            } else {
                self.padding = &AFTER_FF;
            }
        }
        self.state = State::EndMissing;
    }

    fn stand_in(&mut self) -> u8 {
        if let Some((first, rest)) = self.padding.split_first() {
            self.padding = rest;
            return *first;
        }
        self.ends += 1;
        END[(self.ends - 1) % END.len()]
    }
}

impl<F: BufRead> Read for Scan<'_, F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if !self.may_lack_end || self.state == State::Ended {
            return self.file.read(into);
        }
        let mut count = 0;
        if self.state != State::EndMissing {
            let available = self.file.fill_buf()?;
            let is_over = available.is_empty() && !into.is_empty();
            let mut foreign = false;
            for (byte, place) in available.iter().zip(into.iter_mut()) {
                self.state = match (self.state, byte) {
                    (_, 0xFF) => State::Marker,
                    (State::Marker, 0xD9) => State::Ended,
                    (State::Marker, 0x00 | 0xD0..=0xD7) | (State::Data, _) => State::Data,
                    _ => {
                        foreign = true;
                        break;
                    }
                };
                *place = *byte;
                count += 1;
                if self.state == State::Ended {
                    break;
                }
            }
            self.file.consume(count);
            if is_over || foreign {
                self.end_is_missing();
            }
        }
        if count == 0 && self.state == State::EndMissing {
            for place in &mut *into {
                *place = self.stand_in();
            }
            count = into.len();
        }
        Ok(count)
    }
}

fn problem(error: Error) -> PhotoProblem {
    match error {
        Error::Io(error) => io_problem(&error),
        _ => PhotoProblem::Unreadable,
    }
}

fn to_rgb(decoded: Vec<u8>, format: PixelFormat) -> Vec<u8> {
    match format {
        PixelFormat::RGB24 => decoded,
        PixelFormat::L8 => decoded.into_iter().flat_map(|grey| [grey; 3]).collect(),
        // Each sample is 16 bits in native byte order; the high byte is kept. Only lossless JPEGs
        // have this format, and those were refused before.
        PixelFormat::L16 => decoded
            .as_chunks()
            .0
            .iter()
            .flat_map(|pair| [(u16::from_ne_bytes(*pair) >> 8) as u8; 3])
            .collect(),
        PixelFormat::CMYK32 => decoded
            .as_chunks()
            .0
            .iter()
            .flat_map(|[c, m, y, k]| [c, m, y].map(|ink| paper(*ink, *k)))
            .collect(),
    }
}

/// The brightness of white paper under one ink and black.
fn paper(ink: u8, black: u8) -> u8 {
    (u16::from(255 - ink) * u16::from(255 - black) / 255) as u8
}
