//! How a camera was held: the one EXIF tag that is read, and what it does to pixels.
//!
//! EXIF is a TIFF file (EXIF 2.32 §4.6): byte order, offset of the first directory, and in it 12-byte entries
//! `tag (2) · type (2) · count (4) · value or offset (4)`. Only the first directory is looked at, nothing is followed.

/// EXIF's orientation, 1 to 8; 1 when nothing or nonsense is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(u8);

const TAG: u16 = 0x0112;
const SHORT: u16 = 3;
const ENTRY: usize = 12;

impl Default for Orientation {
    fn default() -> Self {
        Self(1)
    }
}

impl Orientation {
    /// From EXIF data, with or without the `Exif\0\0` in front.
    pub fn from_exif(exif: &[u8]) -> Self {
        let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
        find(tiff)
            .and_then(|value| u8::try_from(value).ok())
            .filter(|value| (1..=8).contains(value))
            .map_or(Self(1), Self)
    }

    /// Whether width and height change places.
    pub fn swaps_sides(self) -> bool {
        self.0 >= 5
    }

    /// Turns RGB pixels upright; the new width and height with them. Needs a second copy, unless they are upright.
    pub fn apply(self, width: usize, height: usize, rgb: Vec<u8>) -> (usize, usize, Vec<u8>) {
        if self.0 == 1 {
            return (width, height, rgb);
        }
        let (across, down) = if self.swaps_sides() { (height, width) } else { (width, height) };
        let mut upright = Vec::with_capacity(rgb.len());
        for y in 0..down {
            for x in 0..across {
                let (from_x, from_y) = match self.0 {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, height - 1 - x),
                    7 => (width - 1 - y, height - 1 - x),
                    _ => (width - 1 - y, x),
                };
                let at = (from_y * width + from_x) * 3;
                upright.extend_from_slice(&rgb[at..at + 3]);
            }
        }
        (across, down, upright)
    }
}

fn find(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    if short(2)? != 42 {
        return None;
    }
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = directory.checked_add(2)?;
    for number in 0..usize::from(short(directory)?) {
        let entry = entries.checked_add(number * ENTRY)?;
        if short(entry)? == TAG {
            return if short(entry + 2)? == SHORT && long(entry + 4)? == 1 { short(entry + 8) } else { None };
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
                assert_eq!(Orientation::from_exif(&exif), Orientation(orientation as u8));
                assert_eq!(Orientation::from_exif(&[b"Exif\0\0", &exif[..]].concat()), Orientation(orientation as u8));
            }
        }
    }

    #[test]
    fn nonsense_means_upright() {
        for exif in [exif(true, 0), exif(true, 9), exif(true, 6)[..20].to_vec(), b"II*\0".to_vec(), Vec::new()] {
            assert_eq!(Orientation::from_exif(&exif), Orientation(1));
        }
    }

    #[test]
    fn each_orientation_puts_the_corners_where_they_belong() {
        // A picture of 2 × 3, upright:    a b / c d / e f. How each orientation stores it, row by row:
        let stored: [(u8, usize, &[u8; 6]); 8] = [
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
            let (across, down, upright) = Orientation(orientation).apply(width, 6 / width, rgb);
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
            prop_assert!((1..=8).contains(&Orientation::from_exif(&exif).0));
        }
    }
}
