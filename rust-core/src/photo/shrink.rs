//! From pixels to a small JPEG.

use super::read::Pixels;

/// What a photo may become.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub long_side: u32,
    pub most_bytes: usize,
}

impl Limits {
    /// A KTP: legible, ≤ 80 kB (design §5).
    pub const KTP: Self = Self { long_side: 1280, most_bytes: 80_000 };
}

/// Resizes and encodes, lowering quality then size until it fits.
pub fn shrink(_pixels: Pixels, _limits: Limits) -> Option<Vec<u8>> {
    todo!()
}
