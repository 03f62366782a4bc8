//! JPEG: looked at first, then decoded and scaled in one go.
//!
//! Memory, for a 12 MP picture scaled to 2000 × 1500: the planes 4.5 MB, the pixels 9 MB. A progressive one keeps all its
//! coefficients as well: 2 bytes per sample of the full size.

use std::io::{BufRead, Read, Seek, SeekFrom};

use jpeg_decoder::{Decoder, Error, PixelFormat};

use super::orientation::Orientation;
use super::read::{PhotoProblem, Pixels, check_size, io_problem};

/// Decoded row by row, whatever its size.
const BASELINE_MEGAPIXELS: u64 = 60;
const PROGRESSIVE_MEGAPIXELS: u64 = 16;
/// Bytes: 16 megapixels with colour at a quarter of the resolution (4:2:0), as cameras and messengers write it.
const MOST_COEFFICIENTS: u64 = 48 << 20;

pub(super) fn read(file: &mut (impl BufRead + Seek), long_side: u32) -> Result<Pixels, PhotoProblem> {
    let frame = Frame::find(file)?;
    frame.check()?;
    file.rewind().map_err(|error| io_problem(&error))?;

    let asked = u16::try_from(long_side).unwrap_or(u16::MAX);
    let mut decoder = Decoder::new(file);
    // "At least one axis" not below what was asked: that is the long one.
    decoder.scale(asked, asked).map_err(problem)?;
    let decoded = decoder.decode().map_err(problem)?;
    let info = decoder.info().ok_or(PhotoProblem::Unreadable)?;
    Ok(Pixels {
        width: info.width.into(),
        height: info.height.into(),
        rgb: to_rgb(decoded, info.pixel_format),
        orientation: decoder.exif_data().map_or(Orientation::default(), Orientation::from_exif),
    })
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
        // Native byte order, the high byte is the picture. Only lossless JPEGs have it, and those are refused.
        PixelFormat::L16 => {
            decoded.as_chunks().0.iter().flat_map(|pair| [(u16::from_ne_bytes(*pair) >> 8) as u8; 3]).collect()
        }
        PixelFormat::CMYK32 => {
            decoded.as_chunks().0.iter().flat_map(|[c, m, y, k]| [c, m, y].map(|ink| paper(*ink, *k))).collect()
        }
    }
}

/// What is left of white paper under a colour and black.
fn paper(ink: u8, black: u8) -> u8 {
    (u16::from(255 - ink) * u16::from(255 - black) / 255) as u8
}

/// A JPEG's frame header (ITU-T T.81, B.2.2).
#[derive(Debug, PartialEq, Eq)]
struct Frame {
    progressive: bool,
    width: u16,
    height: u16,
    /// Bytes that a progressive picture's coefficients take.
    coefficients: u64,
}

impl Frame {
    /// Walks the segments up to the frame header; decodes nothing.
    fn find(file: &mut (impl BufRead + Seek)) -> Result<Self, PhotoProblem> {
        let eof = |error| io_problem(&error);
        file.seek(SeekFrom::Start(2)).map_err(eof)?;
        loop {
            if byte(file)? != 0xFF {
                return Err(PhotoProblem::Unreadable);
            }
            let mut marker = byte(file)?;
            while marker == 0xFF {
                marker = byte(file)?;
            }
            match marker {
                0xC0..=0xC2 => return Self::parse(marker, &segment(file)?),
                // Lossless, hierarchical, arithmetic: nobody's camera writes them. A scan or the end before any frame.
                0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xDA | 0x00..=0xBF => return Err(PhotoProblem::Unreadable),
                _ => {
                    let length = length(file)?;
                    file.seek_relative(i64::from(length)).map_err(eof)?;
                }
            }
        }
    }

    fn parse(marker: u8, segment: &[u8]) -> Result<Self, PhotoProblem> {
        let [_precision, h1, h0, w1, w0, count, components @ ..] = segment else {
            return Err(PhotoProblem::Unreadable);
        };
        let (width, height) = (u16::from_be_bytes([*w1, *w0]), u16::from_be_bytes([*h1, *h0]));
        let sampling: Vec<(u64, u64)> = components
            .chunks_exact(3)
            .map(|component| (u64::from(component[1] >> 4), u64::from(component[1] & 15)))
            .collect();
        let widest = sampling.iter().map(|(across, _)| *across).max().unwrap_or(0);
        let highest = sampling.iter().map(|(_, down)| *down).max().unwrap_or(0);
        if sampling.len() != usize::from(*count) || widest == 0 || highest == 0 {
            return Err(PhotoProblem::Unreadable);
        }
        // In units of 8 × 8 samples, 2 bytes each; the largest component has one for every 8 × 8 pixels.
        let units = u64::from(width).div_ceil(8 * widest) * u64::from(height).div_ceil(8 * highest);
        let coefficients = sampling.iter().map(|(across, down)| units * across * down * 64 * 2).sum();
        Ok(Self { progressive: marker == 0xC2, width, height, coefficients })
    }

    fn check(&self) -> Result<(), PhotoProblem> {
        let (width, height) = (self.width.into(), self.height.into());
        if !self.progressive {
            return check_size(width, height, BASELINE_MEGAPIXELS);
        }
        check_size(width, height, PROGRESSIVE_MEGAPIXELS)?;
        // Fully sampled colour doubles what must be held.
        let most = if self.coefficients > MOST_COEFFICIENTS { 0 } else { PROGRESSIVE_MEGAPIXELS };
        check_size(width, height, most)
    }
}

fn byte(file: &mut impl Read) -> Result<u8, PhotoProblem> {
    let mut byte = [0];
    file.read_exact(&mut byte).map_err(|error| io_problem(&error))?;
    Ok(byte[0])
}

/// Of what follows the length itself.
fn length(file: &mut impl Read) -> Result<u16, PhotoProblem> {
    u16::from_be_bytes([byte(file)?, byte(file)?]).checked_sub(2).ok_or(PhotoProblem::Unreadable)
}

fn segment(file: &mut impl Read) -> Result<Vec<u8>, PhotoProblem> {
    let mut segment = vec![0; length(file)?.into()];
    file.read_exact(&mut segment).map_err(|error| io_problem(&error))?;
    Ok(segment)
}
