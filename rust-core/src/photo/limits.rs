//! What a photo may become.

use payung_model::content::PhotoLimit;

/// How large a photo may become, and whether it may be cut.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// In pixels.
    pub long_side: u32,
    /// The size of the JPEG.
    pub most_bytes: usize,
    /// Whether what lies around a card is cut away when the card is surely found. Never for a face.
    pub cut_to_card: bool,
}

impl Limits {
    /// A KTP: legible, ≤ 80 kB (design §5).
    pub const KTP: Self = Self { long_side: 1280, most_bytes: 80_000, cut_to_card: true };
}

impl From<PhotoLimit> for Limits {
    fn from(limit: PhotoLimit) -> Self {
        Self { long_side: limit.long_side, most_bytes: limit.bytes as usize, cut_to_card: limit.cut_to_card }
    }
}
