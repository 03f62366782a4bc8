//! Which pictures reach an officer's browser: JPEGs of bounded size, told by their headers.
//!
//! A photo comes from a stranger, and a decoder of pictures is a large program. Payung's phones
//! send one kind only: a JPEG of at most 1280 pixels on its long side. Everything else (another
//! format, a picture of 60,000 × 60,000 pixels in a few bytes, hundreds of scans that each cost a
//! pass over the picture) is flagged by the opener and shown to nobody.

/// Pixels on the longer side, at most. Phones keep 1280; a later version may keep more.
pub const MOST_SIDE: u16 = 4096;
/// Scans of one picture, at most. A progressive picture of a phone has about ten.
const MOST_SCANS: u32 = 32;

/// Width and height in pixels of a JPEG that may be shown; none for anything else.
///
/// The bytes are walked from segment to segment and never decoded. The function reads each byte at
/// most once.
///
/// ```
/// assert_eq!(payung_office::opener::picture::size(b"<svg onload=alert(1)>"), None);
/// ```
pub fn size(bytes: &[u8]) -> Option<(u16, u16)> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let (mut found, mut scans) = (None, 0);
    loop {
        let (marker, after) = next_marker(rest)?;
        match marker {
            // The end of the picture.
            0xd9 => return found.filter(|_| scans > 0),
            // Restart markers and a lone TEM have no length.
            0x01 | 0xd0..=0xd7 => rest = after,
            // A second picture inside.
            0xd8 => return None,
            _ => {
                let (body, after) = segment(after)?;
                match marker {
                    // Baseline, extended and progressive, by Huffman coding. A second frame is a
                    // trick.
                    0xc0..=0xc2 if found.is_none() => found = Some(frame(body)?),
                    // Lossless, hierarchical and arithmetic coding: no browser needs them here.
                    0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return None,
                    0xda => {
                        scans += 1;
                        if scans > MOST_SCANS || found.is_none() {
                            return None;
                        }
                    }
                    _ => {}
                }
                rest = after;
            }
        }
    }
}

/// The next marker, and what follows it. Between two segments there may be entropy-coded data, in
/// which a byte of ones is followed by zero.
fn next_marker(mut bytes: &[u8]) -> Option<(u8, &[u8])> {
    loop {
        let at = bytes.iter().position(|byte| *byte == 0xff)?;
        bytes = bytes.get(at + 1..)?;
        match *bytes.first()? {
            // Stuffing, or a fill byte before the marker.
            0x00 => bytes = bytes.get(1..)?,
            0xff => {}
            marker => return Some((marker, bytes.get(1..)?)),
        }
    }
}

/// A segment's body, and what follows it.
fn segment(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = usize::from(u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]));
    Some((bytes.get(2..length)?, bytes.get(length..)?))
}

/// Width and height of a frame of eight bits with one or three components.
fn frame(body: &[u8]) -> Option<(u16, u16)> {
    let [precision, high, high_low, wide, wide_low, components] = *body.first_chunk()?;
    let (height, width) = (
        u16::from_be_bytes([high, high_low]),
        u16::from_be_bytes([wide, wide_low]),
    );
    let good = precision == 8 && matches!(components, 1 | 3);
    let bounded = (1..=MOST_SIDE).contains(&width) && (1..=MOST_SIDE).contains(&height);
    (good && bounded).then_some((width, height))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A frame and scans, without any picture in them.
    fn jpeg(width: u16, height: u16, scans: usize) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, b'C', b'O'];
        bytes.extend([0xff, 0xc0, 0, 11, 8]);
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 1, 0x11, 0]);
        for _ in 0..scans {
            bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xff, 0x00, 0x34]);
        }
        bytes.extend([0xff, 0xd9]);
        bytes
    }

    #[test]
    fn a_jpeg_of_a_phones_size_may_be_shown() {
        assert_eq!(size(&jpeg(1280, 808, 1)), Some((1280, 808)));
        assert_eq!(size(&jpeg(808, 1280, 10)), Some((808, 1280)));
        assert_eq!(
            size(&jpeg(MOST_SIDE, MOST_SIDE, 1)),
            Some((MOST_SIDE, MOST_SIDE))
        );
    }

    #[test]
    fn what_is_huge_endless_cut_or_no_jpeg_is_not_shown() {
        for (bytes, why) in [
            (jpeg(MOST_SIDE + 1, 10, 1), "too wide"),
            (jpeg(10, 60_000, 1), "too high"),
            (jpeg(0, 10, 1), "no width"),
            (jpeg(10, 10, 33), "too many scans"),
            (jpeg(10, 10, 0), "no scan"),
            (jpeg(10, 10, 1)[..20].to_vec(), "cut"),
            (
                [jpeg(10, 10, 1), vec![]].concat()[..jpeg(10, 10, 1).len() - 2].to_vec(),
                "no end",
            ),
            (b"\x89PNG\r\n\x1a\n".to_vec(), "another format"),
            (
                b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
                "a drawing with scripts",
            ),
            (Vec::new(), "nothing"),
        ] {
            assert_eq!(size(&bytes), None, "{why}");
        }
        let twice = [
            &jpeg(10, 10, 1)[..jpeg(10, 10, 1).len() - 2],
            &jpeg(10, 10, 1)[2..],
        ]
        .concat();
        assert_eq!(size(&twice), None, "two frames");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(prop_oneof![Just(0xff_u8), Just(0xda), any::<u8>()], 0..400)) {
            let _ = size(&bytes);
            let _ = size(&[&[0xff, 0xd8][..], &bytes].concat());
        }
    }
}
