//! Pictures as odd cameras and apps write them, made here: whole ones are taken, half ones and
//! strips are not.

use jpeg_encoder::{ColorType, Encoder};
use payung_model::form::PhotoFault;

use super::tests::{drawn, exif, jpeg_of, pixels, problem, read_bytes, shows_the_sample, small};
use super::*;

/// Where the first scan's data begins.
fn scan_start(jpeg: &[u8]) -> usize {
    let sos = jpeg
        .windows(2)
        .position(|pair| pair == [0xFF, 0xDA])
        .unwrap();
    sos + 2 + usize::from(u16::from_be_bytes([jpeg[sos + 2], jpeg[sos + 3]]))
}

/// A camera's own block behind the picture, with a small picture and a film in it.
fn trailer() -> Vec<u8> {
    [
        &b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1669500000000"[..],
        &jpeg_of(480, 304, |_| {}),
        b"....ftypmp42 film SEFT",
    ]
    .concat()
}

fn without_end(mut jpeg: Vec<u8>) -> Vec<u8> {
    assert_eq!(jpeg.split_off(jpeg.len() - 2), [0xFF, 0xD9]);
    jpeg
}

#[test]
fn a_whole_picture_without_an_end_marker_is_taken_whatever_follows_it() {
    let plain = small(&jpeg_of(1000, 700, |_| {}));
    let restarts = small(&jpeg_of(1000, 700, |encoder| {
        encoder.set_restart_interval(7);
    }));
    for (interval, whole) in [(0, plain), (7, restarts)] {
        let picture = || {
            without_end(jpeg_of(1000, 700, |encoder| {
                encoder.set_restart_interval(interval);
            }))
        };
        for tail in [
            Vec::new(),
            vec![0xFF],
            b"SEFH".to_vec(),
            trailer(),
            vec![0xFF, 0xD8, 0xFF, 0xE1, 0, 9],
            vec![0; 70_000],
        ] {
            let taken = small(&[picture(), tail.clone()].concat());
            assert!(
                taken == whole,
                "{} bytes behind it, restarts: {interval}",
                tail.len()
            );
        }
    }
}

#[test]
fn a_picture_whose_data_break_off_is_refused_wherever_that_is_and_whatever_follows() {
    for interval in [0, 7] {
        let whole = jpeg_of(1000, 700, |encoder| encoder.set_restart_interval(interval));
        let (start, end) = (scan_start(&whole), whole.len() - 2);
        for share in [0, 1, 10, 50, 90, 98] {
            let cut = &whole[..start + (end - start) * share / 100];
            for tail in [
                Vec::new(),
                vec![0xFF],
                trailer()[200..].to_vec(),
                vec![0xFF, 0xD8, 0xFF],
            ] {
                let seen = read_bytes(&[cut, &tail].concat()).err();
                // Bytes behind it that are no end may be taken for data that cannot be decoded.
                let refused = matches!(
                    seen,
                    Some(PhotoProblem::Truncated | PhotoProblem::Unreadable)
                );
                assert!(
                    refused,
                    "{share} %, {} bytes behind it: {seen:?}",
                    tail.len()
                );
            }
        }
        assert_eq!(
            problem(&whole[..end - 40]),
            PhotoProblem::Truncated,
            "some blocks of the last row"
        );
    }
}

#[test]
fn a_progressive_picture_without_its_end_is_refused_because_a_scan_may_be_missing() {
    let whole = jpeg_of(1000, 700, |encoder| encoder.set_progressive(true));
    assert_eq!(problem(&without_end(whole)), PhotoProblem::Truncated);
}

#[test]
fn bytes_between_segments_and_odd_markers_are_passed_over() {
    let whole = jpeg_of(800, 600, |encoder| {
        encoder.add_exif_metadata(&exif(1)).unwrap();
    });
    let expected = small(&whole);
    let second = 2 + 2 + usize::from(u16::from_be_bytes([whole[4], whole[5]]));
    let insert = |at: usize, bytes: &[u8]| [&whole[..at], bytes, &whole[at..]].concat();
    for (what, picture) in [
        ("two bytes between segments", insert(second, &[0x12, 0x34])),
        ("zeros between segments", insert(second, &[0; 40])),
        ("fill bytes before a marker", insert(second, &[0xFF; 5])),
        (
            "an application's segment written 00 E1",
            insert(second, b"\0\xE1\0\x10Samsung 123456"),
        ),
        ("a second beginning", insert(second, &[0xFF, 0xD8])),
        (
            "two bytes before the end",
            insert(whole.len() - 2, &[0x12, 0x34]),
        ),
        ("a film behind it", [&whole[..], &trailer()].concat()),
        (
            "another picture behind it",
            [&whole[..], &jpeg_of(640, 480, |_| {})].concat(),
        ),
    ] {
        assert!(small(&picture) == expected, "{what}");
    }
    assert_eq!(
        problem(&insert(second, &[0x12; 5000])),
        PhotoProblem::Unreadable,
        "more than a slip"
    );
}

#[test]
fn the_first_block_that_tells_an_orientation_turns_the_picture() {
    let stored = |blocks: &[Vec<u8>]| {
        // What a camera stores that is held by a quarter turn: orientation 6 turns it back.
        let (width, height, turned) = Orientation::from_exif(&exif(8))
            .apply(800, 600, pixels(800, 600))
            .unwrap();
        let mut picture = Vec::new();
        let mut encoder = Encoder::new(&mut picture, 90);
        for block in blocks {
            encoder.add_app_segment(1, block.clone()).unwrap();
        }
        encoder
            .encode(&turned, width as u16, height as u16, ColorType::Rgb)
            .unwrap();
        picture
    };
    let block = |orientation: u8| [b"Exif\0\0".to_vec(), exif(orientation)].concat();
    let long = || {
        let mut block = block(6);
        // The orientation is the second entry: its type becomes LONG, of which the value's other
        // bytes are zero already.
        block[6 + 24..6 + 26].copy_from_slice(&4_u16.to_le_bytes());
        block
    };
    let xmp = || b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>".to_vec();
    let nothing = || b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
    for (what, blocks) in [
        ("one block", vec![block(6)]),
        ("as LONG", vec![long()]),
        ("behind XMP", vec![xmp(), block(6)]),
        (
            "a second block, about the thumbnail",
            vec![block(6), block(1)],
        ),
        (
            "behind a block that says nothing",
            vec![nothing(), block(6)],
        ),
    ] {
        let picture = small(&stored(&blocks));
        let (width, height) = image_size(&picture);
        assert_eq!((width, height), (800, 600), "{what}");
        shows_the_sample(&picture);
    }
}

fn image_size(jpeg: &[u8]) -> (u16, u16) {
    let mut decoder = jpeg_decoder::Decoder::new(jpeg);
    decoder.read_info().unwrap();
    decoder
        .info()
        .map(|info| (info.width, info.height))
        .unwrap()
}

#[test]
fn the_short_side_is_judged_as_it_will_be_kept() {
    for (width, height) in [
        (480, 1),
        (2000, 8),
        (480, 299),
        (299, 480),
        (5000, 1000),
        (479, 400),
    ] {
        assert_eq!(
            problem(&jpeg_of(width, height, |_| {})),
            PhotoProblem::TooSmall,
            "{width} × {height}"
        );
    }
    for (width, height) in [(480, 300), (300, 480), (860, 540), (5000, 1200)] {
        assert!(
            read_bytes(&jpeg_of(width, height, |_| {})).is_ok(),
            "{width} × {height}"
        );
    }
}

#[test]
fn kinds_of_pictures_that_cannot_be_read_are_called_by_their_names() {
    let heif = |brands: &[u8]| problem(&[b"\0\0\0\x20ftyp", brands].concat());
    assert_eq!(heif(b"avif\0\0\0\0avifmif1"), PhotoProblem::Avif);
    assert_eq!(heif(b"avis\0\0\0\0"), PhotoProblem::Avif);
    assert_eq!(heif(b"mif1\0\0\0\0mif1avifmiaf"), PhotoProblem::Avif);
    assert_eq!(heif(b"mif1\0\0\0\0mif1heic"), PhotoProblem::Heic);
    assert_eq!(heif(b"heic\0\0\0\0mif1heic"), PhotoProblem::Heic);
    assert_eq!(heif(b"isom\0\0\0\0"), PhotoProblem::NotAPicture);
    assert_eq!(problem(b"RIFF\x24\0\0\0WEBPVP8 "), PhotoProblem::WebP);
    assert_eq!(
        problem(b"RIFF\x24\0\0\0WAVEfmt "),
        PhotoProblem::NotAPicture
    );
}

/// Grain: neighbouring points have nothing to do with each other.
fn grain(x: u32, y: u32, most: u32) -> u8 {
    let mixed =
        (x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77)).wrapping_mul(0xC2B2_AE3D);
    (128 + (mixed >> 20) % most - most / 2) as u8
}

#[test]
fn where_nothing_looks_like_print_it_is_said() {
    let said =
        |paint: &dyn Fn(u32, u32) -> u8| judge(&measure(&drawn(1280, 960, paint)), Limits::KTP);
    for (what, faults) in [
        ("grey", said(&|_, _| 128)),
        ("white", said(&|_, _| 255)),
        (
            "a wall in slanting light",
            said(&|x, y| (60 + x / 16 + y / 12) as u8),
        ),
        ("an edge", said(&|x, _| if x < 700 { 100 } else { 190 })),
        ("a little grain", said(&|x, y| grain(x, y, 20))),
        ("grain", said(&|x, y| grain(x, y, 120))),
        ("nothing but grain", said(&|x, y| grain(x, y, 250))),
    ] {
        assert_eq!(faults, [PhotoFault::NoPrint], "{what}");
    }
    assert_eq!(
        said(&|_, _| 20),
        [PhotoFault::Dark],
        "in the dark nothing else can be told"
    );
    assert_eq!(
        judge(&measure(&drawn(480, 1, |_, _| 20)), Limits::KTP),
        [],
        "too few pixels to tell anything"
    );
}

#[test]
fn of_a_face_no_print_is_expected() {
    let face = Limits {
        cut_to_card: false,
        ..Limits::KTP
    };
    assert_eq!(judge(&measure(&drawn(1280, 960, |_, _| 128)), face), []);
}
