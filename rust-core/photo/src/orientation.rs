//! The orientation of a camera: the one EXIF tag that is read, and how pixels are turned by it.

use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
use image::metadata::Orientation as Exif;
use image::{ImageBuffer, Rgb};

/// The orientation by EXIF. It is upright when the tag is missing or has no known value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(Exif);

/// The bytes in front of EXIF data in a JPEG.
const EXIF: &[u8] = b"Exif\0\0";
/// The number of the tag, and the two types in which cameras write it (TIFF 6.0, EXIF 2.3).
const TAG: u16 = 0x0112;
const SHORT: u16 = 3;
const LONG: u16 = 4;

type Picture = ImageBuffer<Rgb<u8>, Vec<u8>>;

impl Default for Orientation {
    fn default() -> Self {
        Self(Exif::NoTransforms)
    }
}

impl Orientation {
    /// Reads EXIF data, with or without the `Exif\0\0` in front.
    pub fn from_exif(exif: &[u8]) -> Self {
        Self::of_tiff(exif.strip_prefix(EXIF).unwrap_or(exif)).unwrap_or_default()
    }

    /// Reads a segment of a JPEG. The result is none when it is no EXIF or has no orientation.
    pub(super) fn find(segment: &[u8]) -> Option<Self> {
        Self::of_tiff(segment.strip_prefix(EXIF)?)
    }

    /// Reads the tag in the first directory, because the second one describes the thumbnail. Some
    /// cameras write the tag as LONG, and viewers read that too.
    fn of_tiff(tiff: &[u8]) -> Option<Self> {
        let little = match tiff.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        let short = |at: usize| {
            let bytes = *tiff.get(at..)?.first_chunk()?;
            Some(if little {
                u16::from_le_bytes(bytes)
            } else {
                u16::from_be_bytes(bytes)
            })
        };
        let long = |at: usize| {
            let bytes = *tiff.get(at..)?.first_chunk()?;
            Some(if little {
                u32::from_le_bytes(bytes)
            } else {
                u32::from_be_bytes(bytes)
            })
        };
        // The offset comes from the file, so every read from here on may lie outside of it and is
        // checked.
        let directory = usize::try_from(long(4)?).ok()?;
        let entries = usize::from(short(directory)?);
        let entry = |number: usize| directory.checked_add(2 + 12 * number);
        let at = (0..entries)
            .filter_map(entry)
            .find(|at| short(*at) == Some(TAG))?;
        let value = match short(at + 2)? {
            SHORT => u32::from(short(at + 8)?),
            LONG => long(at + 8)?,
            _ => return None,
        };
        u8::try_from(value).ok().and_then(Exif::from_exif).map(Self)
    }

    /// Turns RGB pixels upright and returns the new width and height with them. This takes a second
    /// copy unless the pixels are upright already. The result is none when their number does not
    /// fit width and height.
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

    fn number(orientation: u8) -> Orientation {
        Exif::from_exif(orientation).map(Orientation).unwrap()
    }

    fn exif(little: bool, orientation: u16) -> Vec<u8> {
        let short = |n: u16| {
            if little {
                n.to_le_bytes()
            } else {
                n.to_be_bytes()
            }
        };
        let long = |n: u32| {
            if little {
                n.to_le_bytes()
            } else {
                n.to_be_bytes()
            }
        };
        let entry = |tag, kind, value: [u8; 2]| {
            [&short(tag)[..], &short(kind), &long(1), &value, &[0, 0]].concat()
        };
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
                assert_eq!(
                    Orientation::from_exif(&[b"Exif\0\0", &exif[..]].concat()),
                    number(orientation as u8)
                );
            }
        }
    }

    #[test]
    fn a_tag_of_four_bytes_is_read_as_viewers_read_it() {
        for little in [true, false] {
            let mut exif = exif(little, 6);
            // The second entry begins at byte 22 with tag, type, count and value.
            exif[24..26].copy_from_slice(&if little {
                LONG.to_le_bytes()
            } else {
                LONG.to_be_bytes()
            });
            let value = if little {
                6_u32.to_le_bytes()
            } else {
                6_u32.to_be_bytes()
            };
            exif[30..34].copy_from_slice(&value);
            assert_eq!(Orientation::from_exif(&exif), number(6), "little: {little}");
        }
    }

    #[test]
    fn a_segment_that_says_nothing_of_it_is_told_from_one_that_says_upright() {
        let segment = |exif: &[u8]| Orientation::find(&[EXIF, exif].concat());
        assert_eq!(segment(&exif(true, 1)), Some(number(1)));
        assert_eq!(segment(&exif(true, 0)), None);
        assert_eq!(segment(b"II*\0\x08\0\0\0\0\0"), None);
        assert_eq!(
            Orientation::find(b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"),
            None
        );
    }

    #[test]
    fn nonsense_means_upright() {
        for exif in [
            exif(true, 0),
            exif(true, 9),
            exif(true, 6)[..20].to_vec(),
            b"II*\0".to_vec(),
            Vec::new(),
        ] {
            assert_eq!(Orientation::from_exif(&exif), Orientation::default());
        }
    }

    #[test]
    fn each_orientation_puts_the_corners_where_they_belong() {
        // A picture of 2 × 3, upright:    a b / c d / e f. How each orientation stores it, row by
        // row:
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
            assert_eq!(
                (across, down, &upright[..]),
                (2, 3, &b"abcdef"[..]),
                "orientation {orientation}"
            );
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
