//! How large a sealed photo may be.

use payung_model::content::PhotoLimit;

/// How large a photo may become, and whether it may be cut.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most pixels of the long side.
    pub long_side: u32,
    /// The most bytes of the JPEG.
    pub most_bytes: usize,
    /// Whether the surroundings of a card are cut away when the card is surely found. This is never
    /// done with a face.
    pub cut_to_card: bool,
}

impl Limits {
    /// The limits of an identity card, which stays legible in 80 kB.
    pub const KTP: Self = Self {
        long_side: 1280,
        most_bytes: 80_000,
        cut_to_card: true,
    };
}

impl From<PhotoLimit> for Limits {
    fn from(limit: PhotoLimit) -> Self {
        Self {
            long_side: limit.long_side,
            most_bytes: limit.bytes as usize,
            cut_to_card: limit.cut_to_card,
        }
    }
}
