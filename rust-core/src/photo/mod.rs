//! From a camera's picture to a few sealed kilobytes: read, orient, shrink, strip.
//!
//! Everything that is not pixels is left behind: the result is a new baseline JPEG without EXIF, GPS, thumbnails or
//! comments. Never the whole picture twice in memory: jpeg-decoder scales while it decodes, a PNG is averaged row by row,
//! and pixels are turned upright once they are few.

mod jpeg;
mod orientation;
mod png;
mod read;
mod shrink;
#[cfg(test)]
mod tests;

pub use read::{PhotoProblem, read};
pub use shrink::{Limits, shrink};
