//! From a file to pixels.

use std::path::Path;

/// Decoded pixels, upright, at most as large as asked for (RGB, 3 bytes each).
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    pub rgb: Vec<u8>,
}

/// Why a picture cannot be taken in. Message ids: `photo-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoProblem {
    #[error("not a picture")]
    NotAPicture,
    #[error("HEIC pictures cannot be read yet")]
    Heic,
    #[error("{megapixels} megapixels are too many")]
    TooManyPixels { megapixels: u32 },
    #[error("the file is larger than a picture may be")]
    TooLarge,
    #[error("the file ends too early")]
    Truncated,
    #[error("too small to read a card")]
    TooSmall,
    #[error("the file cannot be read")]
    Unreadable,
}

impl PhotoProblem {
    /// The text that says it.
    pub fn message_id(self) -> &'static str {
        todo!()
    }
}

/// Reads a JPEG or PNG, scaled while decoding to the smallest size not below `long_side`, EXIF orientation applied.
pub fn read(_path: &Path, _long_side: u32) -> Result<Pixels, PhotoProblem> {
    todo!()
}
