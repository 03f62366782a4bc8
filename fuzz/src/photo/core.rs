//! The readers of `payung-photo`, built from their files: what shrinks and turns a picture would take
//! minutes to build.

#[path = "../../../rust-core/photo/src/jpeg.rs"]
mod jpeg;
#[path = "../../../rust-core/photo/src/jpeg_header.rs"]
mod jpeg_header;
#[path = "../../../rust-core/photo/src/picture.rs"]
#[allow(dead_code, reason = "nothing is turned upright here")]
mod picture;
#[path = "../../../rust-core/photo/src/png.rs"]
mod png;
#[path = "../../../rust-core/photo/src/read.rs"]
#[allow(dead_code, reason = "pictures come from memory here")]
mod read;

pub use picture::Pixels;
pub use read::read_from;

/// Stands in for the core's, which leaves the reading of EXIF to the `image` crate.
mod orientation {
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Orientation(u8);

    impl Orientation {
        pub fn from_exif(exif: &[u8]) -> Self {
            Self(exif.first().copied().unwrap_or_default())
        }

        pub fn find(segment: &[u8]) -> Option<Self> {
            segment.strip_prefix(b"Exif\0\0").map(Self::from_exif)
        }
    }
}
