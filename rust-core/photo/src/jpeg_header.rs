//! A JPEG's segments up to its first scan, read as tolerantly as viewers read them (ITU-T T.81,
//! Annex B).
//!
//! Cameras leave bytes between segments, write a marker as `00 E1`, and put megabytes of their own
//! data beside the picture. So the segments that the decoder needs are copied into a clean header,
//! and nothing else reaches the decoder.

use std::io::{BufRead, Read, Seek, SeekFrom};

use super::orientation::Orientation;
use super::picture::{PhotoProblem, check_size, io_problem};

/// The most megapixels of a baseline picture, which is decoded row by row.
const BASELINE_MEGAPIXELS: u64 = 60;
const PROGRESSIVE_MEGAPIXELS: u64 = 16;
/// The most bytes of coefficients that a progressive picture may take: 16 megapixels with colour at
/// a quarter of the resolution (4:2:0), as cameras and messengers write it.
const MOST_COEFFICIENTS: u64 = 48 << 20;
/// The most bytes between segments that belong to no segment. Some cameras leave a few; many mean
/// that the file is damaged.
const MOST_STRAYS: u32 = 4096;
/// The most bytes that all tables may take together. Useful ones take a few kilobytes.
const MOST_HEADER: usize = 256 << 10;
/// The most bytes of an application segment that describes the colours.
const COLOUR_SEGMENT: usize = 256;

/// What a JPEG file says before the data of its first scan.
pub(super) struct Header {
    /// The tables, the frame and the scan's own header, as a decoder reads them.
    pub bytes: Vec<u8>,
    pub orientation: Orientation,
    /// Whether the first scan holds the whole picture: a baseline one with all components.
    pub is_single_scan: bool,
}

impl Header {
    /// Reads up to the data of the first scan and leaves the file at that position. A picture that
    /// is too large or too small is refused here, before anything is decoded.
    pub fn read(file: &mut (impl BufRead + Seek), long_side: u32) -> Result<Self, PhotoProblem> {
        file.seek(SeekFrom::Start(2))
            .map_err(|error| io_problem(&error))?;
        let mut bytes = vec![0xFF, 0xD8];
        let (mut frame, mut orientation, mut strays) = (None, None, 0);
        loop {
            let marker = next_marker(file, &mut strays)?;
            match marker {
                // These markers have no segment: a second beginning, a restart.
                0x01 | 0xD0..=0xD8 => {}
                0xC0..=0xC2 => {
                    let segment = segment(file)?;
                    // A second frame could name a larger size than the one that was checked.
                    if frame.is_some() {
                        return Err(PhotoProblem::Unreadable);
                    }
                    let found = Frame::parse(marker, &segment)?;
                    found.check(long_side)?;
                    frame = Some(found);
                    copy(&mut bytes, marker, &segment)?;
                }
                0xC4 | 0xDB | 0xDD => copy(&mut bytes, marker, &segment(file)?)?,
                0xDA => {
                    let (segment, frame) = (segment(file)?, frame.ok_or(PhotoProblem::Unreadable)?);
                    copy(&mut bytes, marker, &segment)?;
                    let is_single_scan =
                        !frame.progressive && segment.first() == Some(&frame.components);
                    return Ok(Self {
                        bytes,
                        orientation: orientation.unwrap_or_default(),
                        is_single_scan,
                    });
                }
                // Lossless, hierarchical and arithmetic pictures, which no camera writes, and a
                // file that ends before any scan.
                0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xD9 | 0x02..=0xBF | 0x00 => {
                    return Err(PhotoProblem::Unreadable);
                }
                // Viewers take the orientation from the first block that has one; a second one may
                // describe the thumbnail.
                0xE1 if orientation.is_none() => orientation = Orientation::find(&segment(file)?),
                0xE0 | 0xEE => {
                    let segment = segment(file)?;
                    // The decoder needs only the few bytes that name the colours. A longer segment
                    // carries something else beside them.
                    if segment.len() <= COLOUR_SEGMENT {
                        copy(&mut bytes, marker, &segment)?;
                    }
                }
                _ => {
                    let length = length(file)?;
                    // Everything else (EXIF, thumbnails, a maker's own data) is passed over and
                    // never reaches the decoder.
                    file.seek_relative(i64::from(length))
                        .map_err(|error| io_problem(&error))?;
                }
            }
        }
    }
}

/// Reads the next marker and skips bytes that belong to no segment.
fn next_marker(file: &mut impl Read, strays: &mut u32) -> Result<u8, PhotoProblem> {
    let mut before = byte(file)?;
    loop {
        let next = byte(file)?;
        match (before, next) {
            (0xFF, 0xFF) => {}
            // Some cameras write 00 instead of FF in front of an application's marker.
            (0xFF, 0x01..) | (0x00, 0xE0..=0xEF) => return Ok(next),
            _ => *strays += 1,
        }
        if *strays > MOST_STRAYS {
            return Err(PhotoProblem::Unreadable);
        }
        before = next;
    }
}

fn copy(bytes: &mut Vec<u8>, marker: u8, segment: &[u8]) -> Result<(), PhotoProblem> {
    let length = u16::try_from(segment.len() + 2).map_err(|_| PhotoProblem::Unreadable)?;
    if bytes.len() + usize::from(length) > MOST_HEADER {
        return Err(PhotoProblem::Unreadable);
    }
    bytes.extend([0xFF, marker]);
    bytes.extend(length.to_be_bytes());
    bytes.extend_from_slice(segment);
    Ok(())
}

/// A frame header (B.2.2).
#[derive(Debug, PartialEq, Eq)]
struct Frame {
    progressive: bool,
    width: u16,
    height: u16,
    components: u8,
    /// How many bytes the coefficients of a progressive picture take.
    coefficients: u64,
}

impl Frame {
    fn parse(marker: u8, segment: &[u8]) -> Result<Self, PhotoProblem> {
        let [_precision, h1, h0, w1, w0, count, components @ ..] = segment else {
            return Err(PhotoProblem::Unreadable);
        };
        let (width, height) = (
            u16::from_be_bytes([*w1, *w0]),
            u16::from_be_bytes([*h1, *h0]),
        );
        let sampling: Vec<(u64, u64)> = components
            .chunks_exact(3)
            .map(|component| (u64::from(component[1] >> 4), u64::from(component[1] & 15)))
            .collect();
        let widest = sampling
            .iter()
            .map(|(across, _)| *across)
            .max()
            .unwrap_or(0);
        let highest = sampling.iter().map(|(_, down)| *down).max().unwrap_or(0);
        if sampling.len() != usize::from(*count) || widest == 0 || highest == 0 {
            return Err(PhotoProblem::Unreadable);
        }
        // A unit has 8 × 8 samples of 2 bytes; the largest component has one unit for every 8 × 8
        // pixels.
        let units = u64::from(width).div_ceil(8 * widest) * u64::from(height).div_ceil(8 * highest);
        let coefficients = sampling
            .iter()
            .map(|(across, down)| units * across * down * 64 * 2)
            .sum();
        Ok(Self {
            progressive: marker == 0xC2,
            width,
            height,
            components: *count,
            coefficients,
        })
    }

    fn check(&self, long_side: u32) -> Result<(), PhotoProblem> {
        let (width, height) = (self.width.into(), self.height.into());
        if !self.progressive {
            return check_size(width, height, BASELINE_MEGAPIXELS, long_side);
        }
        // Colour at full resolution doubles the memory that is needed.
        let most = if self.coefficients > MOST_COEFFICIENTS {
            0
        } else {
            PROGRESSIVE_MEGAPIXELS
        };
        check_size(width, height, most.min(PROGRESSIVE_MEGAPIXELS), long_side)
    }
}

fn byte(file: &mut impl Read) -> Result<u8, PhotoProblem> {
    let mut byte = [0];
    file.read_exact(&mut byte)
        .map_err(|error| io_problem(&error))?;
    Ok(byte[0])
}

/// Reads the length of a segment, without the two bytes of the length itself.
fn length(file: &mut impl Read) -> Result<u16, PhotoProblem> {
    u16::from_be_bytes([byte(file)?, byte(file)?])
        .checked_sub(2)
        .ok_or(PhotoProblem::Unreadable)
}

fn segment(file: &mut impl Read) -> Result<Vec<u8>, PhotoProblem> {
    let mut segment = vec![0; length(file)?.into()];
    file.read_exact(&mut segment)
        .map_err(|error| io_problem(&error))?;
    Ok(segment)
}
