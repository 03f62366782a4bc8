//! Helvetica and Helvetica Bold, two of the fourteen fonts that every PDF reader brings along: their
//! encoding and the widths of their signs, by which lines are broken.

/// One of the two faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Face {
    /// Upright.
    Plain,
    /// For titles and amounts.
    Bold,
}

/// The sign in place of one that the encoding does not have.
const UNKNOWN: u8 = b'?';
/// Code points of 0x80 to 0x9F in `WinAnsi` (Windows-1252); 0 where it has none.
const HIGH: [u16; 32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
    0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
];

/// The text in `WinAnsi`, the encoding of the fonts. Of a letter with a mark that it does not have, and
/// of any other sign that it does not have, `?` is left, so that nobody takes a name for whole that
/// is not.
pub(super) fn encode(text: &str) -> Vec<u8> {
    text.chars().map(encoded).collect()
}

fn encoded(sign: char) -> u8 {
    let code = u32::from(sign);
    match code {
        // A no-break hyphen and a minus are hyphens on paper.
        0x2010 | 0x2011 | 0x2212 => return b'-',
        0x20..=0x7E | 0xA0..=0xFF => return u8::try_from(code).unwrap_or(UNKNOWN),
        _ => {}
    }
    let high = HIGH
        .iter()
        .position(|known| *known != 0 && u32::from(*known) == code);
    high.and_then(|place| u8::try_from(0x80 + place).ok())
        .unwrap_or(UNKNOWN)
}

/// How wide an encoded text is, in thousandths of the font's size.
pub(super) fn width(face: Face, text: &[u8]) -> u32 {
    let widths = match face {
        Face::Plain => &PLAIN,
        Face::Bold => &BOLD,
    };
    let one = |code: &u8| widths.get(usize::from(code.saturating_sub(32))).copied();
    text.iter().filter_map(one).map(u32::from).sum()
}

/// From 32 to 255, as Adobe's metrics have them.
#[rustfmt::skip]
const PLAIN: [u16; 224] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 0,
    556, 0, 222, 556, 333, 1000, 556, 556, 333, 1000, 667, 333, 1000, 0, 611, 0,
    0, 222, 222, 333, 333, 350, 556, 1000, 333, 1000, 500, 333, 944, 0, 500, 667,
    278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333,
    400, 584, 333, 333, 333, 556, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611,
    667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
    722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
    556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 584, 611, 556, 556, 556, 556, 500, 556, 500,
];

/// From 32 to 255, as Adobe's metrics have them.
#[rustfmt::skip]
const BOLD: [u16; 224] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584, 0,
    556, 0, 278, 556, 500, 1000, 556, 556, 333, 1000, 667, 333, 1000, 0, 611, 0,
    0, 278, 278, 500, 500, 350, 556, 1000, 333, 1000, 556, 333, 944, 0, 500, 667,
    278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 333,
    400, 584, 333, 333, 333, 611, 556, 278, 333, 333, 365, 556, 834, 834, 834, 611,
    722, 722, 722, 722, 722, 722, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
    722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
    556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278, 278, 278, 278,
    611, 611, 611, 611, 611, 611, 611, 584, 611, 611, 611, 611, 611, 556, 611, 556,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_our_texts_have_a_place_and_others_are_seen_to_be_missing() {
        assert_eq!(
            encode("Rp16.800 · 6 × “x” – •"),
            b"Rp16.800 \xB7 6 \xD7 \x93x\x94 \x96 \x95"
        );
        assert_eq!(encode("Nuñez Ł 李"), b"Nu\xF1ez ? ?");
    }

    #[test]
    fn widths_add_up() {
        assert_eq!(width(Face::Plain, b"ii"), 444);
        assert_eq!(width(Face::Bold, b"W "), 944 + 278);
        assert_eq!(
            width(Face::Plain, b"\n"),
            278,
            "a sign without a width is as wide as a space"
        );
    }
}
