//! Which files are read as pictures, and what is said about the others.

use super::*;

#[test]
fn a_progressive_picture_is_read() {
    let picture = jpeg_of(2700, 1800, |encoder| encoder.set_progressive(true));
    let read = read_bytes(&picture).unwrap();
    assert_eq!((read.width, read.height), (1350, 900));
    shows_the_sample(&shrink(read, Limits::KTP).unwrap().jpeg);
}

#[test]
fn grey_and_print_colours_become_rgb() {
    let mut grey = Vec::new();
    Encoder::new(&mut grey, 90)
        .encode(&vec![128; 600 * 500], 600, 500, ColorType::Luma)
        .unwrap();
    let read = read_bytes(&grey).unwrap();
    assert!(
        read.rgb.len() == 600 * 500 * 3 && read.rgb.iter().all(|colour| colour.abs_diff(128) < 3)
    );

    // Cyan ink on half the paper, black on the other.
    let ink = [[255, 0, 0, 0]; 300].concat();
    let black = [[0, 0, 0, 255]; 300].concat();
    let cmyk = [ink, black].concat().repeat(500);
    for color in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let mut picture = Vec::new();
        Encoder::new(&mut picture, 95)
            .encode(&cmyk, 600, 500, color)
            .unwrap();
        let read = read_bytes(&picture).unwrap();
        let near = |at: usize, expected: [u8; 3]| {
            let seen = &read.rgb[at * 3..at * 3 + 3];
            assert!(
                seen.iter()
                    .zip(expected)
                    .all(|(seen, expected)| seen.abs_diff(expected) < 12),
                "{color:?} {seen:?}"
            );
        };
        near(100, [0, 255, 255]);
        near(500, [0, 0, 0]);
    }
}

#[test]
fn png_is_averaged_down_on_white_paper_without_its_texts() {
    use ::png::{BitDepth, ColorType};
    let rgb = png_of(
        2700,
        1600,
        ColorType::Rgb,
        BitDepth::Eight,
        &pixels(2700, 1600),
    );
    let read = read_bytes(&rgb).unwrap();
    assert_eq!((read.width, read.height), (1350, 800));
    let small = shrink(read, Limits::KTP).unwrap().jpeg;
    shows_the_sample(&small);
    assert!(contains(&rgb, CANARY) && !contains(&small, CANARY));

    let half_black = [0, 0, 0, 128].repeat(500 * 480);
    let read = read_bytes(&png_of(
        500,
        480,
        ColorType::Rgba,
        BitDepth::Eight,
        &half_black,
    ))
    .unwrap();
    assert!(read.rgb.iter().all(|colour| *colour == 127));

    let deep = [0x80, 0xFF].repeat(500 * 480);
    let read = read_bytes(&png_of(
        500,
        480,
        ColorType::Grayscale,
        BitDepth::Sixteen,
        &deep,
    ))
    .unwrap();
    assert!(read.rgb.len() == 500 * 480 * 3 && read.rgb.iter().all(|colour| *colour == 0x80));

    let one_bit = vec![0xF0; 500_usize.div_ceil(8) * 480];
    let read = read_bytes(&png_of(
        500,
        480,
        ColorType::Grayscale,
        BitDepth::One,
        &one_bit,
    ))
    .unwrap();
    assert_eq!(read.rgb[..24], [[255; 12], [0; 12]].concat());
}

#[test]
fn an_interlaced_png_is_read() {
    // A grey 480 × 300 in Adam7, put together by hand. Row and column tell each pixel.
    let (width, height) = (480_usize, 300_usize);
    let grey = |x: usize, y: usize| ((x * 7 + y * 13) % 251) as u8;
    let mut data = Vec::new();
    for (x0, y0, dx, dy) in [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ] {
        for y in (y0..height).step_by(dy) {
            data.push(0);
            data.extend((x0..width).step_by(dx).map(|x| grey(x, y)));
        }
    }
    let stored = miniz_oxide::deflate::compress_to_vec_zlib(&data, 1);
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [
        &480_u32.to_be_bytes()[..],
        &300_u32.to_be_bytes(),
        &[8, 0, 0, 0, 1],
    ]
    .concat();
    for (kind, body) in [(b"IHDR", header), (b"IDAT", stored), (b"IEND", Vec::new())] {
        picture.extend((body.len() as u32).to_be_bytes());
        let named = [&kind[..], &body].concat();
        picture.extend(&named);
        picture.extend(crc32(&named).to_be_bytes());
    }
    let read = read_bytes(&picture).unwrap();
    let expected: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).flat_map(move |x| [grey(x, y); 3]))
        .collect();
    assert_eq!(read.rgb, expected);
}

#[test]
fn what_cannot_be_taken_in_is_named() {
    assert_eq!(
        problem(b"%PDF-1.7 not a picture at all"),
        PhotoProblem::NotAPicture
    );
    assert_eq!(problem(b""), PhotoProblem::Truncated);
    for brand in [b"heic", b"heix", b"mif1"] {
        assert_eq!(
            problem(&[b"\0\0\0\x18ftyp", &brand[..], b"\0\0\0\0"].concat()),
            PhotoProblem::Heic
        );
    }
    assert_eq!(
        problem(b"\0\0\0\x18ftypisom\0\0\0\0"),
        PhotoProblem::NotAPicture,
        "a film"
    );
    assert_eq!(problem(&jpeg_of(479, 300, |_| {})), PhotoProblem::TooSmall);
    assert!(read_bytes(&jpeg_of(480, 300, |_| {})).is_ok());
    assert_eq!(
        read(std::path::Path::new("/"), 1280).err(),
        Some(PhotoProblem::Unreadable)
    );
    assert_eq!(
        read(std::path::Path::new("/no such file"), 1280).err(),
        Some(PhotoProblem::Unreadable)
    );
}

#[test]
fn what_is_no_file_is_refused_without_waiting_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(read(&pipe, 1280).err(), Some(PhotoProblem::Unreadable));
}

#[test]
fn a_small_file_that_unpacks_to_much_is_taken_for_what_its_header_says() {
    // 16 megapixels of white in some kilobytes, and a colour profile that would inflate to 64 MiB:
    // never inflated.
    let mut white = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut white, 4608, 3456);
    encoder.set_color(::png::ColorType::Grayscale);
    encoder.set_depth(::png::BitDepth::One);
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&vec![0xFF; 4608 / 8 * 3456])
        .unwrap();
    let profile = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 64 << 20], 6);
    let named = [&b"iCCPCONTOH\0\0"[..], &profile].concat();
    white.splice(
        33..33,
        [
            &(named.len() as u32 - 4).to_be_bytes()[..],
            &named,
            &crc32(&named).to_be_bytes(),
        ]
        .concat(),
    );
    let read = read_bytes(&white).unwrap();
    assert_eq!((read.width, read.height), (1536, 1152));
    assert!(read.rgb.iter().all(|colour| *colour == 255));
}

#[test]
fn a_file_above_64_mebibytes_is_not_even_opened() {
    let picture = file(&jpeg_of(640, 480, |_| {}));
    fs::OpenOptions::new()
        .write(true)
        .open(&picture.1)
        .unwrap()
        .set_len((64 << 20) + 1)
        .unwrap();
    assert_eq!(read(&picture.1, 1280).err(), Some(PhotoProblem::TooLarge));
}

/// A header alone: were more of it asked for, the answer would be `Truncated`.
fn frame_header(marker: u8, width: u16, height: u16, luma_sampling: u8) -> Vec<u8> {
    let [h1, h0] = height.to_be_bytes();
    let [w1, w0] = width.to_be_bytes();
    let components = [1, luma_sampling, 0, 2, 0x11, 0, 3, 0x11, 0];
    [
        &[0xFF, 0xD8, 0xFF, marker, 0, 17, 8, h1, h0, w1, w0, 3][..],
        &components,
    ]
    .concat()
}

#[test]
fn too_many_pixels_are_refused_from_the_header() {
    let of =
        |marker, width, height, sampling| problem(&frame_header(marker, width, height, sampling));
    let megapixels = |megapixels| PhotoProblem::TooManyPixels { megapixels };
    assert_eq!(of(0xC0, 9000, 7000, 0x22), megapixels(63));
    assert_eq!(
        of(0xC0, 8944, 6708, 0x22),
        PhotoProblem::Truncated,
        "60 megapixels, baseline"
    );
    assert_eq!(
        of(0xC0, 8160, 6144, 0x22),
        PhotoProblem::Truncated,
        "50 megapixels, baseline: a new phone's camera"
    );
    assert_eq!(of(0xC2, 8160, 6144, 0x22), megapixels(51));
    assert_eq!(of(0xC2, 5000, 4000, 0x22), megapixels(20));
    assert_eq!(
        of(0xC2, 4608, 3456, 0x22),
        PhotoProblem::Truncated,
        "16 megapixels, progressive"
    );
    assert_eq!(
        of(0xC2, 4608, 3456, 0x11),
        megapixels(16),
        "with fully sampled colour it needs twice the memory"
    );
    assert_eq!(
        of(0xC9, 640, 480, 0x22),
        PhotoProblem::Unreadable,
        "arithmetic coding"
    );
    assert_eq!(of(0xC0, 0, 480, 0x22), PhotoProblem::Unreadable);

    let mut png = png_of(
        1,
        1,
        ::png::ColorType::Grayscale,
        ::png::BitDepth::Eight,
        &[0],
    );
    png[16..24].copy_from_slice(&[5000_u32.to_be_bytes(), 4000_u32.to_be_bytes()].concat());
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    assert_eq!(problem(&png), megapixels(20));
    png[16..24].copy_from_slice(&[8160_u32.to_be_bytes(), 6144_u32.to_be_bytes()].concat());
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    assert_eq!(problem(&png), megapixels(51));
}

#[test]
fn a_file_that_ends_early_is_said_wherever_it_ends() {
    let pictures = [
        jpeg_of(1000, 700, |encoder| {
            encoder.add_exif_metadata(&exif(6)).unwrap();
        }),
        jpeg_of(1000, 700, |encoder| encoder.set_progressive(true)),
        png_of(
            600,
            500,
            ::png::ColorType::Rgb,
            ::png::BitDepth::Eight,
            &pixels(600, 500),
        ),
    ];
    for (number, picture) in pictures.iter().enumerate() {
        for twentieth in 0..20 {
            let cut = &picture[..picture.len() * twentieth / 20];
            assert_eq!(
                problem(cut),
                PhotoProblem::Truncated,
                "picture {number} at {twentieth}/20"
            );
        }
    }
}

#[test]
fn every_problem_has_a_text_of_its_own() {
    use PhotoProblem as P;
    let all = [
        P::NotAPicture,
        P::Heic,
        P::Avif,
        P::WebP,
        P::TooManyPixels { megapixels: 1 },
        P::TooLarge,
        P::Truncated,
        P::TooSmall,
        P::Unreadable,
    ];
    let ids: std::collections::BTreeSet<_> = all.into_iter().map(P::message_id).collect();
    assert_eq!(ids.len(), all.len());
    assert!(ids.iter().all(|id| id.starts_with("photo-")));
}
