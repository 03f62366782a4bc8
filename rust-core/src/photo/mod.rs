//! From a camera's picture to a few sealed kilobytes: read, orient, judge, shrink, strip.
//!
//! Everything that is not pixels is left behind: the result is a new baseline JPEG without EXIF, GPS, thumbnails or
//! comments. Never the whole picture twice in memory: jpeg-decoder scales while it decodes, a PNG is averaged row by row,
//! and pixels are turned upright once they are few. Peak memory of the whole, measured: 21 MiB for a 12 MP camera picture,
//! 24 MiB for 60 MP; 50 and 63 MiB for progressive ones of 12 and 16 MP; 17 MiB for a PNG of 16 MP.

mod cells;
mod jpeg;
mod jpeg_header;
mod judge;
#[cfg(test)]
mod odd_tests;
mod orientation;
mod place;
mod png;
mod read;
mod shrink;
#[cfg(test)]
mod tests;

pub use judge::{Measures, judge, measure};
pub use orientation::Orientation;
pub use place::{Part, card_part};
pub use read::{PhotoProblem, Pixels, read};
pub use shrink::{Limits, Small, fit, shrink};
