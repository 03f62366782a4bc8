//! A decoded picture, and the reasons why a file is not accepted as one.

use std::io;

use super::orientation::Orientation;

/// Decoded pixels (RGB, 3 bytes each), in rows from the top as the file stores them.
///
/// [`super::shrink`] turns them upright after it made them smaller, because a turn needs a second
/// copy.
pub struct Pixels {
    /// The width in pixels as the file stores it, before the picture is turned upright.
    pub width: u32,
    /// The height in pixels as the file stores it, before the picture is turned upright.
    pub height: u32,
    /// The pixels in rows from the top, 3 bytes each.
    pub rgb: Vec<u8>,
    /// How the picture has to be turned to stand upright.
    pub orientation: Orientation,
}

/// Why a picture is not accepted. The texts that say so have ids that begin with `photo-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoProblem {
    /// The file is of no kind that is known to be a picture.
    #[error("not a picture")]
    NotAPicture,
    /// The file's brand is that of HEIC.
    #[error("HEIC pictures cannot be read yet")]
    Heic,
    /// The file's brand is that of AVIF.
    #[error("AVIF pictures cannot be read yet")]
    Avif,
    /// The file's container is that of WebP.
    #[error("WebP pictures cannot be read yet")]
    WebP,
    /// The header names more pixels than can be decoded on a small phone.
    #[error("{megapixels} megapixels are too many")]
    TooManyPixels {
        /// The number of megapixels, rounded up.
        megapixels: u32,
    },
    /// The file has more bytes than a picture may have.
    #[error("the file is larger than a picture may be")]
    TooLarge,
    /// The file ends too early, as after a download or a copy that broke off.
    #[error("the file ends too early")]
    Truncated,
    /// The picture has too few pixels to read a card.
    #[error("too small to read a card")]
    TooSmall,
    /// The file is damaged, or of a kind that no camera writes.
    #[error("the file cannot be read")]
    Unreadable,
}

/// The least sides in pixels of a picture on which a card can be read: a card that is 480 wide is
/// 300 high. The short side is judged after shrinking, because only a strip is left of a panorama.
const LEAST_LONG_SIDE: u32 = 480;
const LEAST_SHORT_SIDE: u32 = 300;

impl PhotoProblem {
    /// The id of the text that says it.
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

/// Checks from the header whether a picture of this size is accepted. It may have `most_megapixels`
/// at most, and it is judged as it will be kept, with `long_side` pixels on its long side.
pub(super) fn check_size(
    width: u32,
    height: u32,
    most_megapixels: u64,
    long_side: u32,
) -> Result<(), PhotoProblem> {
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
    if is_readable(long, u32::try_from(kept).unwrap_or(u32::MAX)) {
        Ok(())
    } else {
        Err(PhotoProblem::TooSmall)
    }
}

/// Whether a card can still be read on a picture with these sides.
pub(super) fn is_readable(one: u32, other: u32) -> bool {
    one.max(other) >= LEAST_LONG_SIDE && one.min(other) >= LEAST_SHORT_SIDE
}

/// The problem for an error that came while a file was read.
pub(super) fn io_problem(error: &io::Error) -> PhotoProblem {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        PhotoProblem::Truncated
    } else {
        PhotoProblem::Unreadable
    }
}
