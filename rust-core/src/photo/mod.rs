//! From a camera's picture to a few sealed kilobytes: read, orient, shrink, strip.
//!
//! Everything that is not pixels is left behind: the result is a new baseline JPEG without EXIF, GPS, thumbnails or
//! comments. Never the whole picture twice in memory: jpeg-decoder scales while it decodes.

mod read;
mod shrink;

pub use read::{PhotoProblem, read};
pub use shrink::{Limits, shrink};
