//! Turns a camera's picture into a few kilobytes: it is read, oriented, judged, shrunk and
//! stripped.
//!
//! Only pixels are kept: the result is a new baseline JPEG without EXIF, GPS, thumbnails or
//! comments. The whole picture is never in memory twice: jpeg-decoder scales while it decodes, a
//! PNG is averaged row by row, and pixels are turned upright after they were shrunk. The measured
//! peak of memory is 21 MiB for a camera picture of 12 MP and 24 MiB for one of 60 MP, 50 and 63
//! MiB for progressive ones of 12 and 16 MP, and 17 MiB for a PNG of 16 MP.

mod cells;
mod jpeg;
mod jpeg_header;
mod judge;
mod limits;
#[cfg(test)]
mod odd_tests;
mod orientation;
mod parallel;
mod picture;
mod place;
mod png;
mod read;
mod shrink;
#[cfg(test)]
mod tests;

pub use judge::{Measures, judge, measure};
pub use limits::Limits;
pub use orientation::Orientation;
pub use picture::{PhotoProblem, Pixels};
pub use place::{Part, card_part};
pub use read::read;
pub use shrink::{Small, fit, shrink};
