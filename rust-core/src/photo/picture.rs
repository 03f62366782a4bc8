//! A decoded picture, and why a picture cannot be taken in.

use std::io;

use super::orientation::Orientation;

/// Decoded pixels, at most as large as asked for (RGB, 3 bytes each, rows from the top as the file has them).
///
/// They are turned upright by [`super::shrink`], when little is left of them: a turn needs a second copy.
pub struct Pixels {
    /// As the file stores it, before the picture is turned upright.
    pub width: u32,
    /// As the file stores it, before the picture is turned upright.
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

/// The sides of a picture on which a card can still be read, in pixels: a card 480 wide is 300 high. The short side is judged
/// as it will be kept, for of a panorama only a strip is left.
const LEAST_LONG_SIDE: u32 = 480;
const LEAST_SHORT_SIDE: u32 = 300;

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
    if is_readable(long, u32::try_from(kept).unwrap_or(u32::MAX)) { Ok(()) } else { Err(PhotoProblem::TooSmall) }
}

/// Whether a card can still be read on a picture with these sides.
pub(super) fn is_readable(one: u32, other: u32) -> bool {
    one.max(other) >= LEAST_LONG_SIDE && one.min(other) >= LEAST_SHORT_SIDE
}

/// What an error in the middle of a file means.
pub(super) fn io_problem(error: &io::Error) -> PhotoProblem {
    if error.kind() == io::ErrorKind::UnexpectedEof { PhotoProblem::Truncated } else { PhotoProblem::Unreadable }
}
