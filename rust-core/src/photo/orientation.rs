//! How a camera was held: the one EXIF tag that is read, and what it does to pixels.

use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
use image::metadata::Orientation as Exif;
use image::{ImageBuffer, Rgb};

/// EXIF's orientation; upright when nothing or nonsense is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(Exif);

type Picture = ImageBuffer<Rgb<u8>, Vec<u8>>;

impl Default for Orientation {
    fn default() -> Self {
        Self(Exif::NoTransforms)
    }
}

impl Orientation {
    /// From EXIF data, with or without the `Exif\0\0` in front.
    pub fn from_exif(exif: &[u8]) -> Self {
        let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
        Exif::from_exif_chunk(tiff).map_or_else(Self::default, Self)
    }

    /// Turns RGB pixels upright; the new width and height with them. Needs a second copy, unless they are upright. None
    /// when there are not as many pixels as width and height say.
    pub fn apply(self, width: u32, height: u32, rgb: Vec<u8>) -> Option<(u32, u32, Vec<u8>)> {
        let picture = Picture::from_raw(width, height, rgb)?;
        let upright = match self.0 {
            Exif::NoTransforms => picture,
            Exif::FlipHorizontal => flip_horizontal(&picture),
            Exif::FlipVertical => flip_vertical(&picture),
            Exif::Rotate90 => rotate90(&picture),
            Exif::Rotate180 => rotate180(&picture),
            Exif::Rotate270 => rotate270(&picture),
            Exif::Rotate90FlipH => flip_horizontal(&rotate90(&picture)),
            Exif::Rotate270FlipH => flip_horizontal(&rotate270(&picture)),
        };
        Some((upright.width(), upright.height(), upright.into_raw()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TAG: u16 = 0x0112;
    const SHORT: u16 = 3;

    fn number(orientation: u8) -> Orientation {
        Exif::from_exif(orientation).map(Orientation).unwrap()
    }

    fn exif(little: bool, orientation: u16) -> Vec<u8> {
        let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let long = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let entry = |tag, kind, value: [u8; 2]| [&short(tag)[..], &short(kind), &long(1), &value, &[0, 0]].concat();
        [
            if little { b"II" } else { b"MM" },
            &short(42)[..],
            &long(8),
            &short(2),
            &entry(0x0100, SHORT, short(4000)),
            &entry(TAG, SHORT, short(orientation)),
            &long(0),
        ]
        .concat()
    }

    #[test]
    fn the_tag_is_found_in_both_byte_orders() {
        for orientation in 1..=8 {
            for little in [true, false] {
                let exif = exif(little, orientation);
                assert_eq!(Orientation::from_exif(&exif), number(orientation as u8));
                assert_eq!(Orientation::from_exif(&[b"Exif\0\0", &exif[..]].concat()), number(orientation as u8));
            }
        }
    }

    #[test]
    fn nonsense_means_upright() {
        for exif in [exif(true, 0), exif(true, 9), exif(true, 6)[..20].to_vec(), b"II*\0".to_vec(), Vec::new()] {
            assert_eq!(Orientation::from_exif(&exif), Orientation::default());
        }
    }

    #[test]
    fn each_orientation_puts_the_corners_where_they_belong() {
        // A picture of 2 × 3, upright:    a b / c d / e f. How each orientation stores it, row by row:
        let stored: [(u8, u32, &[u8; 6]); 8] = [
            (1, 2, b"abcdef"),
            (2, 2, b"badcfe"),
            (3, 2, b"fedcba"),
            (4, 2, b"efcdab"),
            (5, 3, b"acebdf"),
            (6, 3, b"bdface"),
            (7, 3, b"fdbeca"),
            (8, 3, b"ecafdb"),
        ];
        for (orientation, width, pixels) in stored {
            let rgb = pixels.iter().flat_map(|pixel| [*pixel; 3]).collect();
            let (across, down, upright) = number(orientation).apply(width, 6 / width, rgb).unwrap();
            let upright: Vec<u8> = upright.chunks(3).map(|pixel| pixel[0]).collect();
            assert_eq!((across, down, &upright[..]), (2, 3, &b"abcdef"[..]), "orientation {orientation}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(exif: Vec<u8>) {
            let _ = Orientation::from_exif(&exif);
        }

        #[test]
        fn no_damage_to_real_exif_makes_it_panic(at in 0_usize..38, byte: u8, end in 0_usize..38) {
            let mut exif = exif(true, 6);
            exif[at] = byte;
            let _ = Orientation::from_exif(&exif[..end]);
        }
    }
}
