//! What is left of a picture: its size, the way up, and nothing but pixels.

use super::*;

#[test]
fn a_camera_picture_of_12_megapixels_becomes_at_most_80_kilobytes() {
    let picture = jpeg_of(4000, 3000, |_| {});
    let read = read_bytes(&picture).unwrap();
    assert_eq!(
        (read.width, read.height),
        (2000, 1500),
        "scaled while decoding"
    );
    let small = shrink(read, Limits::KTP).unwrap().jpeg;
    assert!(small.len() <= 80_000, "{}", small.len());
    assert_eq!(decode(&small).0, 1280);
    shows_the_sample(&small);
}

#[test]
fn pure_noise_fits_too() {
    let mut state = 1_u32;
    let noise: Vec<u8> = (0..1600 * 1200 * 3)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    let mut jpeg = Vec::new();
    Encoder::new(&mut jpeg, 95)
        .encode(&noise, 1600, 1200, ColorType::Rgb)
        .unwrap();
    let small = small(&jpeg);
    assert!(small.len() <= 80_000, "{}", small.len());
}

#[test]
fn two_halves_resized_at_once_have_no_seam() {
    // Odd: upside down the border between the halves lies elsewhere.
    let (width, height) = (1600, 1201);
    let rows = |rgb: &[u8], width: u32| -> Vec<u8> {
        rgb.chunks(width as usize * 3)
            .rev()
            .flatten()
            .copied()
            .collect()
    };
    let fitted = |rgb: Vec<u8>| {
        fit(
            Pixels {
                width,
                height,
                rgb,
                orientation: Orientation::default(),
            },
            Limits::KTP,
        )
        .unwrap()
    };
    let busy: Vec<u8> = (0..width * height * 3)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let (one, turned) = (fitted(busy.clone()), fitted(rows(&busy, width)));
    assert_eq!(
        (one.width, one.height % 2),
        (1280, 1),
        "halves of different height"
    );
    let apart = one
        .rgb
        .iter()
        .zip(rows(&turned.rgb, one.width))
        .map(|(one, other)| one.abs_diff(other))
        .max();
    assert!(apart.unwrap() <= 1, "{apart:?}");
}

#[test]
fn a_picture_that_is_small_already_is_not_enlarged() {
    let small = small(&jpeg_of(640, 400, |_| {}));
    assert_eq!((decode(&small).0, decode(&small).1), (640, 400));
    shows_the_sample(&small);
}

#[test]
fn what_fits_nowhere_is_said() {
    let limits = Limits {
        most_bytes: 300,
        ..Limits::KTP
    };
    assert!(shrink(read_bytes(&jpeg_of(640, 400, |_| {})).unwrap(), limits).is_none());
}

#[test]
fn every_way_to_hold_a_camera_ends_upright_and_only_pixels_are_left() {
    for orientation in 1..=8_u8 {
        // What the camera stores when the world looks like our sample: the inverse turn.
        let inverse = if orientation == 6 {
            8
        } else if orientation == 8 {
            6
        } else {
            orientation
        };
        let (width, height, stored) = Orientation::from_exif(&exif(inverse))
            .apply(800, 600, pixels(800, 600))
            .unwrap();
        let mut picture = Vec::new();
        let mut encoder = Encoder::new(&mut picture, 90);
        encoder.add_exif_metadata(&exif(orientation)).unwrap();
        encoder.add_app_segment(13, CANARY.to_vec()).unwrap();
        encoder
            .encode(&stored, width as u16, height as u16, ColorType::Rgb)
            .unwrap();
        assert!(contains(&picture, CANARY) && contains(&picture, b"Exif"));

        let small = small(&picture);
        assert_eq!(
            (decode(&small).0, decode(&small).1),
            (800, 600),
            "orientation {orientation}"
        );
        shows_the_sample(&small);
        assert!(!contains(&small, CANARY) && !contains(&small, b"Exif"));
    }
}

#[test]
fn where_a_photo_was_taken_is_gone_says_another_reader() {
    let location = |picture: &[u8]| {
        let read = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(picture));
        read.map(|exif| {
            exif.get_field(exif::Tag::GPSLatitudeRef, exif::In::PRIMARY)
                .is_some()
        })
    };
    let jpeg = jpeg_of(800, 600, |encoder| {
        encoder.add_exif_metadata(&exif(1)).unwrap();
    });
    let mut png = png_of(
        800,
        600,
        ::png::ColorType::Rgb,
        ::png::BitDepth::Eight,
        &pixels(800, 600),
    );
    let named = [&b"eXIf"[..], &exif(1)].concat();
    let chunk = [
        &(exif(1).len() as u32).to_be_bytes()[..],
        &named,
        &crc32(&named).to_be_bytes(),
    ]
    .concat();
    png.splice(33..33, chunk);
    for picture in [jpeg, png] {
        assert!(
            location(&picture).unwrap(),
            "the reader sees it where it is"
        );
        let small = small(&picture);
        assert!(matches!(location(&small), Err(exif::Error::NotFound(_))));
        assert!(!contains(&small, CANARY) && !contains(&small, b"Exif"));
        assert_eq!(
            markers(&small),
            [0xE0, 0xC0, 0xDB, 0xDB, 0xC4, 0xC4, 0xC4, 0xC4, 0xDA],
            "JFIF, frame, tables, scan"
        );
    }
}

/// The markers of a JPEG's segments up to its scan.
fn markers(jpeg: &[u8]) -> Vec<u8> {
    let (mut at, mut markers) = (2, Vec::new());
    while let [0xFF, marker, high, low, ..] = jpeg[at..] {
        markers.push(marker);
        if marker == 0xDA {
            break;
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    markers
}
