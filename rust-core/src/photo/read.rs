//! From a file to pixels.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::orientation::Orientation;
use super::{jpeg, png};

/// Decoded pixels, at most as large as asked for (RGB, 3 bytes each, rows from the top as the file has them).
///
/// They are turned upright by [`super::shrink`], when little is left of them: a turn needs a second copy.
pub struct Pixels {
    /// As stored, not as held.
    pub width: u32,
    /// As stored, not as held.
    pub height: u32,
    /// Rows from the top, 3 bytes a pixel.
    pub rgb: Vec<u8>,
    /// How to turn it upright.
    pub orientation: Orientation,
}

/// Why a picture cannot be taken in. Message ids: `photo-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoProblem {
    /// Not a kind of file that is known to be a picture.
    #[error("not a picture")]
    NotAPicture,
    /// HEIC, by its brand.
    #[error("HEIC pictures cannot be read yet")]
    Heic,
    /// AVIF, by its brand.
    #[error("AVIF pictures cannot be read yet")]
    Avif,
    /// WebP, by its container.
    #[error("WebP pictures cannot be read yet")]
    WebP,
    /// From the header: too many to take in.
    #[error("{megapixels} megapixels are too many")]
    TooManyPixels {
        /// Rounded up.
        megapixels: u32,
    },
    /// In bytes.
    #[error("the file is larger than a picture may be")]
    TooLarge,
    /// A download or a copy that broke off.
    #[error("the file ends too early")]
    Truncated,
    /// Fewer pixels than a card can be read on.
    #[error("too small to read a card")]
    TooSmall,
    /// Damaged, or of a kind that no camera writes.
    #[error("the file cannot be read")]
    Unreadable,
}

/// A picture's file, in bytes.
const MOST_BYTES: u64 = 64 << 20;
/// The sides of a picture on which a card can still be read, in pixels: a card 480 wide is 300 high. The short side is judged
/// as it will be kept, for of a panorama only a strip is left.
const LEAST_LONG_SIDE: u32 = 480;
const LEAST_SHORT_SIDE: u32 = 300;
/// As much of a file as tells what it is: the file type box of a HEIF picture with some of its compatible brands.
const MAGIC: usize = 32;

impl PhotoProblem {
    /// The text that says it.
    pub fn message_id(self) -> &'static str {
        match self {
            Self::NotAPicture => "photo-not-a-picture",
            Self::Heic => "photo-heic",
            Self::Avif => "photo-avif",
            Self::WebP => "photo-webp",
            Self::TooManyPixels { .. } => "photo-too-many-pixels",
            Self::TooLarge => "photo-too-large",
            Self::Truncated => "photo-truncated",
            Self::TooSmall => "photo-too-small",
            Self::Unreadable => "photo-unreadable",
        }
    }
}

/// Reads a JPEG or PNG, scaled while decoding to the smallest size not below `long_side`; EXIF orientation noted.
///
/// What is too large is refused from the header: 60 megapixels for a baseline JPEG, 16 for all that must be decoded whole.
pub fn read(path: &Path, long_side: u32) -> Result<Pixels, PhotoProblem> {
    // Looked at before it is opened: a named pipe would wait for somebody to write into it.
    let about = std::fs::metadata(path).map_err(|_| PhotoProblem::Unreadable)?;
    if !about.is_file() {
        return Err(PhotoProblem::Unreadable);
    }
    if about.len() > MOST_BYTES {
        return Err(PhotoProblem::TooLarge);
    }
    let file = File::open(path).map_err(|_| PhotoProblem::Unreadable)?;
    read_from(&mut BufReader::with_capacity(64 << 10, file), long_side)
}

/// The same from anything that can be read and rewound; of its length nothing is known.
pub fn read_from(file: &mut (impl BufRead + Seek), long_side: u32) -> Result<Pixels, PhotoProblem> {
    let format = sniff(file)?;
    // Two decoders of others read what strangers' cameras and apps wrote: a panic in one is an answer about the file.
    let pixels = catch_unwind(AssertUnwindSafe(|| match format {
        Format::Jpeg => jpeg::read(file, long_side),
        Format::Png => png::read(file, long_side),
    }))
    .unwrap_or(Err(PhotoProblem::Unreadable))?;
    // Both decoders promise it; what follows relies on it.
    if pixels.rgb.len() as u64 == u64::from(pixels.width) * u64::from(pixels.height) * 3 {
        Ok(pixels)
    } else {
        Err(PhotoProblem::Unreadable)
    }
}

/// From a header: whether a picture of this size, decoded with at most `most_megapixels` and kept with at most `long_side` pixels
/// on its long side, can be taken in.
pub(super) fn check_size(width: u32, height: u32, most_megapixels: u64, long_side: u32) -> Result<(), PhotoProblem> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(PhotoProblem::Unreadable);
    }
    if pixels > most_megapixels << 20 {
        let megapixels = u32::try_from(pixels.div_ceil(1_000_000)).unwrap_or(u32::MAX);
        return Err(PhotoProblem::TooManyPixels { megapixels });
    }
    let (short, long) = (width.min(height), width.max(height));
    let kept = u64::from(short) * u64::from(long.min(long_side)) / u64::from(long);
    if long < LEAST_LONG_SIDE || kept < u64::from(LEAST_SHORT_SIDE) {
        return Err(PhotoProblem::TooSmall);
    }
    Ok(())
}

enum Format {
    Jpeg,
    Png,
}

fn sniff(file: &mut (impl Read + Seek)) -> Result<Format, PhotoProblem> {
    let mut magic = Vec::with_capacity(MAGIC);
    file.by_ref().take(MAGIC as u64).read_to_end(&mut magic).map_err(|_| PhotoProblem::Unreadable)?;
    file.rewind().map_err(|_| PhotoProblem::Unreadable)?;
    match *magic {
        [] => Err(PhotoProblem::Truncated),
        [0xFF, 0xD8, 0xFF, ..] => Ok(Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(Format::Png),
        // ISO 14496-12 §4.3: the file type box, with its major brand.
        [_, _, _, _, b'f', b't', b'y', b'p', ref brands @ ..] => Err(heif(brands)),
        // The container's size stands between.
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Err(PhotoProblem::WebP),
        _ => Err(PhotoProblem::NotAPicture),
    }
}

/// What a file type box says: the major brand, its version, then compatible brands (ISO 23008-12 §10; AVIF 1.1 §6). `mif1` alone
/// only says that there is a picture, so the others tell which.
fn heif(brands: &[u8]) -> PhotoProblem {
    const AVIF: [&[u8; 4]; 2] = [b"avif", b"avis"];
    const HEIC: [&[u8; 4]; 10] =
        [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"];
    let (major, others) = brands.as_chunks::<4>().0.split_first().unwrap_or((&[0; 4], &[]));
    if AVIF.contains(&major) || HEIC.contains(&major) && others.iter().any(|other| AVIF.contains(&other)) {
        PhotoProblem::Avif
    } else if HEIC.contains(&major) {
        PhotoProblem::Heic
    } else {
        PhotoProblem::NotAPicture
    }
}

/// What an error in the middle of a file means.
pub(super) fn io_problem(error: &io::Error) -> PhotoProblem {
    if error.kind() == io::ErrorKind::UnexpectedEof { PhotoProblem::Truncated } else { PhotoProblem::Unreadable }
}
