//! Pictures made here, read and shrunk as a worker's would be.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use proptest::prelude::*;

use super::picture::Pixels;
use super::*;

/// Written into metadata, sought in results.
const CANARY: &[u8] = b"CANARY-6f1d-SITI-CONTOH";

/// A file of its own, removed with its folder.
struct Picture(#[expect(dead_code, reason = "keeps the folder")] tempfile::TempDir, PathBuf);

fn file(bytes: &[u8]) -> Picture {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture");
    fs::write(&path, bytes).unwrap();
    Picture(folder, path)
}

pub(super) fn read_bytes(bytes: &[u8]) -> Result<Pixels, PhotoProblem> {
    read(&file(bytes).1, Limits::KTP.long_side)
}

/// What would be sealed.
pub(super) fn small(bytes: &[u8]) -> Vec<u8> {
    shrink(read_bytes(bytes).unwrap(), Limits::KTP).unwrap().jpeg
}

pub(super) fn problem(bytes: &[u8]) -> PhotoProblem {
    read_bytes(bytes).err().unwrap()
}

/// Colour of a pixel of our sample: a red, a green, a blue and a yellow quarter, with fine print all over.
fn sample(x: u32, y: u32, width: u32, height: u32) -> [u8; 3] {
    let quarter = [[200, 40, 40], [40, 170, 40], [40, 40, 200], [220, 200, 40]]
        [usize::from(x * 2 >= width) + 2 * usize::from(y * 2 >= height)];
    let print = x / 3 % 5 == y / 4 % 3;
    quarter.map(|colour: u8| if print { colour - 30 } else { colour })
}

pub(super) fn pixels(width: u32, height: u32) -> Vec<u8> {
    // Only six rows differ: for 12 megapixels they are made once.
    let mut rows = std::collections::BTreeMap::new();
    let mut pixels = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        let make = || (0..width).flat_map(|x| sample(x, y, width, height)).collect::<Vec<u8>>();
        pixels.extend_from_slice(rows.entry((y * 2 >= height, y / 4 % 3)).or_insert_with(make));
    }
    pixels
}

pub(super) fn jpeg_of(width: u32, height: u32, with: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, 90);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    with(&mut encoder);
    encoder.encode(&pixels(width, height), width as u16, height as u16, ColorType::Rgb).unwrap();
    jpeg
}

fn png_of(width: u32, height: u32, color: ::png::ColorType, depth: ::png::BitDepth, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    encoder.add_text_chunk("Comment".into(), String::from_utf8(CANARY.to_vec()).unwrap()).unwrap();
    encoder.write_header().unwrap().write_image_data(data).unwrap();
    bytes
}

/// A TIFF with an orientation, GPS coordinates and a description.
pub(super) fn exif(orientation: u8) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let mut exif = [b"II*\0".as_slice(), &8_u32.to_le_bytes(), &3_u16.to_le_bytes()].concat();
    exif.extend(entry(0x010E, 2, CANARY.len() as u32, 50)); // ImageDescription
    exif.extend(entry(0x0112, 3, 1, orientation.into()));
    exif.extend(entry(0x8825, 4, 1, 80)); // GPS directory
    exif.extend([0; 4]);
    assert_eq!(exif.len(), 50);
    exif.extend(CANARY);
    exif.resize(80, 0);
    exif.extend([&1_u16.to_le_bytes()[..], &entry(1, 2, 2, u32::from(b'S')), &[0; 4]].concat());
    exif
}

fn decode(jpeg: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut decoder = jpeg_decoder::Decoder::new(jpeg);
    let rgb = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    assert_eq!(info.pixel_format, jpeg_decoder::PixelFormat::RGB24);
    assert_eq!(info.coding_process, jpeg_decoder::CodingProcess::DctSequential);
    (info.width.into(), info.height.into(), rgb)
}

/// Mean colour of a quarter's middle: `right` and `low` name it.
fn quarter(width: u32, height: u32, rgb: &[u8], right: bool, low: bool) -> [u8; 3] {
    let (x0, y0) = (width / 8 + u32::from(right) * width / 2, height / 8 + u32::from(low) * height / 2);
    let mut sums = [0_u32; 3];
    for y in y0..y0 + height / 4 {
        for x in x0..x0 + width / 4 {
            let at = ((y * width + x) * 3) as usize;
            sums.iter_mut().zip(&rgb[at..at + 3]).for_each(|(sum, colour)| *sum += u32::from(*colour));
        }
    }
    sums.map(|sum| (sum / ((height / 4) * (width / 4))) as u8)
}

pub(super) fn shows_the_sample(jpeg: &[u8]) {
    let (width, height, rgb) = decode(jpeg);
    let expected = [[190, 30, 30], [30, 160, 30], [30, 30, 190], [210, 190, 30]];
    for (at, expected) in expected.into_iter().enumerate() {
        let seen = quarter(width, height, &rgb, at % 2 == 1, at / 2 == 1);
        let near = seen.iter().zip(expected).all(|(seen, expected): (&u8, u8)| seen.abs_diff(expected) < 16);
        assert!(near, "quarter {at}: {seen:?} instead of {expected:?}");
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_camera_picture_of_12_megapixels_becomes_at_most_80_kilobytes() {
    let picture = jpeg_of(4000, 3000, |_| {});
    let read = read_bytes(&picture).unwrap();
    assert_eq!((read.width, read.height), (2000, 1500), "scaled while decoding");
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
    Encoder::new(&mut jpeg, 95).encode(&noise, 1600, 1200, ColorType::Rgb).unwrap();
    let small = small(&jpeg);
    assert!(small.len() <= 80_000, "{}", small.len());
}

#[test]
fn two_halves_resized_at_once_have_no_seam() {
    // Odd: upside down the border between the halves lies elsewhere.
    let (width, height) = (1600, 1201);
    let rows =
        |rgb: &[u8], width: u32| -> Vec<u8> { rgb.chunks(width as usize * 3).rev().flatten().copied().collect() };
    let fitted =
        |rgb: Vec<u8>| fit(Pixels { width, height, rgb, orientation: Orientation::default() }, Limits::KTP).unwrap();
    let busy: Vec<u8> = (0..width * height * 3).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let (one, turned) = (fitted(busy.clone()), fitted(rows(&busy, width)));
    assert_eq!((one.width, one.height % 2), (1280, 1), "halves of different height");
    let apart = one.rgb.iter().zip(rows(&turned.rgb, one.width)).map(|(one, other)| one.abs_diff(other)).max();
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
    let limits = Limits { most_bytes: 300, ..Limits::KTP };
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
        let (width, height, stored) = Orientation::from_exif(&exif(inverse)).apply(800, 600, pixels(800, 600)).unwrap();
        let mut picture = Vec::new();
        let mut encoder = Encoder::new(&mut picture, 90);
        encoder.add_exif_metadata(&exif(orientation)).unwrap();
        encoder.add_app_segment(13, CANARY.to_vec()).unwrap();
        encoder.encode(&stored, width as u16, height as u16, ColorType::Rgb).unwrap();
        assert!(contains(&picture, CANARY) && contains(&picture, b"Exif"));

        let small = small(&picture);
        assert_eq!((decode(&small).0, decode(&small).1), (800, 600), "orientation {orientation}");
        shows_the_sample(&small);
        assert!(!contains(&small, CANARY) && !contains(&small, b"Exif"));
    }
}

#[test]
fn where_a_photo_was_taken_is_gone_says_another_reader() {
    let location = |picture: &[u8]| {
        let read = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(picture));
        read.map(|exif| exif.get_field(exif::Tag::GPSLatitudeRef, exif::In::PRIMARY).is_some())
    };
    let jpeg = jpeg_of(800, 600, |encoder| encoder.add_exif_metadata(&exif(1)).unwrap());
    let mut png = png_of(800, 600, ::png::ColorType::Rgb, ::png::BitDepth::Eight, &pixels(800, 600));
    let named = [&b"eXIf"[..], &exif(1)].concat();
    let chunk = [&(exif(1).len() as u32).to_be_bytes()[..], &named, &crc32(&named).to_be_bytes()].concat();
    png.splice(33..33, chunk);
    for picture in [jpeg, png] {
        assert!(location(&picture).unwrap(), "the reader sees it where it is");
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
    Encoder::new(&mut grey, 90).encode(&vec![128; 600 * 500], 600, 500, ColorType::Luma).unwrap();
    let read = read_bytes(&grey).unwrap();
    assert!(read.rgb.len() == 600 * 500 * 3 && read.rgb.iter().all(|colour| colour.abs_diff(128) < 3));

    // Cyan ink on half the paper, black on the other.
    let ink = [[255, 0, 0, 0]; 300].concat();
    let black = [[0, 0, 0, 255]; 300].concat();
    let cmyk = [ink, black].concat().repeat(500);
    for color in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let mut picture = Vec::new();
        Encoder::new(&mut picture, 95).encode(&cmyk, 600, 500, color).unwrap();
        let read = read_bytes(&picture).unwrap();
        let near = |at: usize, expected: [u8; 3]| {
            let seen = &read.rgb[at * 3..at * 3 + 3];
            assert!(
                seen.iter().zip(expected).all(|(seen, expected)| seen.abs_diff(expected) < 12),
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
    let rgb = png_of(2700, 1600, ColorType::Rgb, BitDepth::Eight, &pixels(2700, 1600));
    let read = read_bytes(&rgb).unwrap();
    assert_eq!((read.width, read.height), (1350, 800));
    let small = shrink(read, Limits::KTP).unwrap().jpeg;
    shows_the_sample(&small);
    assert!(contains(&rgb, CANARY) && !contains(&small, CANARY));

    let half_black = [0, 0, 0, 128].repeat(500 * 480);
    let read = read_bytes(&png_of(500, 480, ColorType::Rgba, BitDepth::Eight, &half_black)).unwrap();
    assert!(read.rgb.iter().all(|colour| *colour == 127));

    let deep = [0x80, 0xFF].repeat(500 * 480);
    let read = read_bytes(&png_of(500, 480, ColorType::Grayscale, BitDepth::Sixteen, &deep)).unwrap();
    assert!(read.rgb.len() == 500 * 480 * 3 && read.rgb.iter().all(|colour| *colour == 0x80));

    let one_bit = vec![0xF0; 500_usize.div_ceil(8) * 480];
    let read = read_bytes(&png_of(500, 480, ColorType::Grayscale, BitDepth::One, &one_bit)).unwrap();
    assert_eq!(read.rgb[..24], [[255; 12], [0; 12]].concat());
}

#[test]
fn an_interlaced_png_is_read() {
    // A grey 480 × 300 in Adam7, put together by hand. Row and column tell each pixel.
    let (width, height) = (480_usize, 300_usize);
    let grey = |x: usize, y: usize| ((x * 7 + y * 13) % 251) as u8;
    let mut data = Vec::new();
    for (x0, y0, dx, dy) in
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    {
        for y in (y0..height).step_by(dy) {
            data.push(0);
            data.extend((x0..width).step_by(dx).map(|x| grey(x, y)));
        }
    }
    let stored = miniz_oxide::deflate::compress_to_vec_zlib(&data, 1);
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&480_u32.to_be_bytes()[..], &300_u32.to_be_bytes(), &[8, 0, 0, 0, 1]].concat();
    for (kind, body) in [(b"IHDR", header), (b"IDAT", stored), (b"IEND", Vec::new())] {
        picture.extend((body.len() as u32).to_be_bytes());
        let named = [&kind[..], &body].concat();
        picture.extend(&named);
        picture.extend(crc32(&named).to_be_bytes());
    }
    let read = read_bytes(&picture).unwrap();
    let expected: Vec<u8> = (0..height).flat_map(|y| (0..width).flat_map(move |x| [grey(x, y); 3])).collect();
    assert_eq!(read.rgb, expected);
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[test]
fn what_cannot_be_taken_in_is_named() {
    assert_eq!(problem(b"%PDF-1.7 not a picture at all"), PhotoProblem::NotAPicture);
    assert_eq!(problem(b""), PhotoProblem::Truncated);
    for brand in [b"heic", b"heix", b"mif1"] {
        assert_eq!(problem(&[b"\0\0\0\x18ftyp", &brand[..], b"\0\0\0\0"].concat()), PhotoProblem::Heic);
    }
    assert_eq!(problem(b"\0\0\0\x18ftypisom\0\0\0\0"), PhotoProblem::NotAPicture, "a film");
    assert_eq!(problem(&jpeg_of(479, 300, |_| {})), PhotoProblem::TooSmall);
    assert!(read_bytes(&jpeg_of(480, 300, |_| {})).is_ok());
    assert_eq!(read(std::path::Path::new("/"), 1280).err(), Some(PhotoProblem::Unreadable));
    assert_eq!(read(std::path::Path::new("/no such file"), 1280).err(), Some(PhotoProblem::Unreadable));
}

#[test]
fn what_is_no_file_is_refused_without_waiting_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(read(&pipe, 1280).err(), Some(PhotoProblem::Unreadable));
}

#[test]
fn a_small_file_that_unpacks_to_much_is_taken_for_what_its_header_says() {
    // 16 megapixels of white in some kilobytes, and a colour profile that would inflate to 64 MiB: never inflated.
    let mut white = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut white, 4608, 3456);
    encoder.set_color(::png::ColorType::Grayscale);
    encoder.set_depth(::png::BitDepth::One);
    encoder.write_header().unwrap().write_image_data(&vec![0xFF; 4608 / 8 * 3456]).unwrap();
    let profile = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 64 << 20], 6);
    let named = [&b"iCCPCONTOH\0\0"[..], &profile].concat();
    white.splice(33..33, [&(named.len() as u32 - 4).to_be_bytes()[..], &named, &crc32(&named).to_be_bytes()].concat());
    let read = read_bytes(&white).unwrap();
    assert_eq!((read.width, read.height), (1536, 1152));
    assert!(read.rgb.iter().all(|colour| *colour == 255));
}

#[test]
fn a_file_above_64_mebibytes_is_not_even_opened() {
    let picture = file(&jpeg_of(640, 480, |_| {}));
    fs::OpenOptions::new().write(true).open(&picture.1).unwrap().set_len((64 << 20) + 1).unwrap();
    assert_eq!(read(&picture.1, 1280).err(), Some(PhotoProblem::TooLarge));
}

/// A header alone: were more of it asked for, the answer would be `Truncated`.
fn frame_header(marker: u8, width: u16, height: u16, luma_sampling: u8) -> Vec<u8> {
    let [h1, h0] = height.to_be_bytes();
    let [w1, w0] = width.to_be_bytes();
    let components = [1, luma_sampling, 0, 2, 0x11, 0, 3, 0x11, 0];
    [&[0xFF, 0xD8, 0xFF, marker, 0, 17, 8, h1, h0, w1, w0, 3][..], &components].concat()
}

#[test]
fn too_many_pixels_are_refused_from_the_header() {
    let of = |marker, width, height, sampling| problem(&frame_header(marker, width, height, sampling));
    let megapixels = |megapixels| PhotoProblem::TooManyPixels { megapixels };
    assert_eq!(of(0xC0, 9000, 7000, 0x22), megapixels(63));
    assert_eq!(of(0xC0, 8944, 6708, 0x22), PhotoProblem::Truncated, "60 megapixels, baseline");
    assert_eq!(of(0xC0, 8160, 6144, 0x22), PhotoProblem::Truncated, "50 megapixels, baseline: a new phone's camera");
    assert_eq!(of(0xC2, 8160, 6144, 0x22), megapixels(51));
    assert_eq!(of(0xC2, 5000, 4000, 0x22), megapixels(20));
    assert_eq!(of(0xC2, 4608, 3456, 0x22), PhotoProblem::Truncated, "16 megapixels, progressive");
    assert_eq!(of(0xC2, 4608, 3456, 0x11), megapixels(16), "with fully sampled colour it needs twice the memory");
    assert_eq!(of(0xC9, 640, 480, 0x22), PhotoProblem::Unreadable, "arithmetic coding");
    assert_eq!(of(0xC0, 0, 480, 0x22), PhotoProblem::Unreadable);

    let mut png = png_of(1, 1, ::png::ColorType::Grayscale, ::png::BitDepth::Eight, &[0]);
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
        jpeg_of(1000, 700, |encoder| encoder.add_exif_metadata(&exif(6)).unwrap()),
        jpeg_of(1000, 700, |encoder| encoder.set_progressive(true)),
        png_of(600, 500, ::png::ColorType::Rgb, ::png::BitDepth::Eight, &pixels(600, 500)),
    ];
    for (number, picture) in pictures.iter().enumerate() {
        for twentieth in 0..20 {
            let cut = &picture[..picture.len() * twentieth / 20];
            assert_eq!(problem(cut), PhotoProblem::Truncated, "picture {number} at {twentieth}/20");
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

/// Of one colour everywhere, but for what `paint` does with a place.
pub(super) fn drawn(width: u32, height: u32, paint: impl Fn(u32, u32) -> u8) -> Pixels {
    let rgb = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| [paint(x, y); 3]).collect();
    Pixels { width, height, rgb, orientation: Orientation::default() }
}

#[test]
fn squares_are_sharp_and_what_was_moved_is_not() {
    let page = |ink: fn(u32, u32) -> u8| {
        let measures = measure(&drawn(1280, 960, move |x, y| {
            let is_card = (200..1080).contains(&x) && (200..760).contains(&y);
            if is_card { ink(x, y) } else { 90 }
        }));
        (judge(&measures, Limits::KTP), measures)
    };
    let (faults, measures) = page(|x, y| if (x / 5 + y / 5) % 2 == 0 { 40 } else { 200 });
    assert_eq!(faults, [], "{measures:?}");
    // Lines, moved along themselves until nothing but them is left.
    let (faults, measures) = page(|x, y| {
        if y / 12 % 2 == 1 {
            return 200;
        }
        let phase = f64::from(x) * std::f64::consts::TAU / 60.0;
        u8::try_from((120.0 + 50.0 * phase.sin()) as i16).unwrap_or_default()
    });
    assert_eq!(faults, [payung_model::form::PhotoFault::Blurred], "{measures:?}");
}

/// Is that place on a card so wide, whose upper left corner lies there?
pub(super) fn on_card(x: u32, y: u32, left: u32, top: u32, width: u32) -> bool {
    (left..left + width).contains(&x) && (top..top + width * 54 / 86).contains(&y)
}

/// A card's paper, with print.
pub(super) fn paper(x: u32, y: u32) -> u8 {
    if (x / 4).is_multiple_of(3) && (y / 8).is_multiple_of(3) { 40 } else { 200 }
}

#[test]
fn a_card_on_a_table_is_cut_out_with_a_margin() {
    let pixels = drawn(1280, 960, |x, y| if on_card(x, y, 300, 300, 640) { paper(x, y) } else { 90 });
    let part = card_part(&pixels).unwrap();
    let near = |share: f64, of: f64, at: f64| (share * of - at).abs() <= 16.0;
    // 8 % of 640 around 300 to 940 and 300 to 701.
    assert!(near(part.left, 1280.0, 249.0) && near(part.right, 1280.0, 991.0), "{part:?}");
    assert!(near(part.top, 960.0, 249.0) && near(part.bottom, 960.0, 752.0), "{part:?}");

    let small = shrink(pixels, Limits::KTP).unwrap();
    let (width, height, _) = decode(&small.jpeg);
    assert_eq!(small.part, Some(part));
    assert!(width.abs_diff(742) <= 32 && height.abs_diff(503) <= 32, "{width} × {height}");
}

#[test]
fn a_card_far_away_in_a_large_picture_is_as_small_as_a_small_picture() {
    let taken =
        |width: u32| drawn(1280, 960, move |x, y| if on_card(x, y, 400, 300, width) { paper(x, y) } else { 90 });
    assert!(card_part(&taken(384)).is_some(), "it is found, and would be cut out");
    assert!(shrink(taken(384), Limits::KTP).is_none(), "some 445 pixels wide with its margin");
    let small = shrink(taken(480), Limits::KTP).unwrap();
    assert!(small.part.is_some() && decode(&small.jpeg).1 >= 300);
    let whole = Limits { cut_to_card: false, ..Limits::KTP };
    assert!(shrink(taken(384), whole).is_some(), "what is not cut is judged by its own sides");
}

#[test]
fn a_card_that_is_cut_out_keeps_more_of_the_cameras_pixels_and_its_measures() {
    let taken = || drawn(2560, 1920, |x, y| if on_card(x, y, 700, 600, 1000) { paper(x / 2, y / 2) } else { 90 });
    let (cut, whole) = (shrink(taken(), Limits::KTP), shrink(taken(), Limits { cut_to_card: false, ..Limits::KTP }));
    let (cut, whole) = (cut.unwrap(), whole.unwrap());
    assert_eq!(cut.measures, whole.measures);
    assert_eq!((decode(&whole.jpeg).0, whole.part), (1280, None));
    let share = cut.part.map(|part| part.right - part.left).unwrap();
    let own = share * 2560.0;
    assert!((f64::from(decode(&cut.jpeg).0) - own).abs() <= 1.5, "in its own size, for that fits: {own}");
}

#[test]
fn which_way_the_camera_was_held_does_not_matter_to_the_cut() {
    let taken = |orientation: u8| {
        let pixels = drawn(1280, 960, |x, y| if on_card(x, y, 200, 300, 640) { paper(x, y) } else { 90 });
        Pixels { orientation: Orientation::from_exif(&exif(orientation)), ..pixels }
    };
    let (straight, turned) = (shrink(taken(1), Limits::KTP).unwrap(), shrink(taken(6), Limits::KTP).unwrap());
    assert_eq!(straight.part, turned.part, "in the picture as stored");
    let ((width, height, _), (high, wide, _)) = (decode(&straight.jpeg), decode(&turned.jpeg));
    assert_eq!((width, height), (wide, high));
}

#[test]
fn what_is_not_surely_one_whole_card_is_left_whole() {
    let whole = |what: &str, paint: &dyn Fn(u32, u32) -> u8| {
        assert_eq!(card_part(&drawn(1280, 960, paint)), None, "{what}");
    };
    let card = |left: u32, top: u32, width: u32| {
        move |x: u32, y: u32| if on_card(x, y, left, top, width) { paper(x, y) } else { 90 }
    };
    whole("no card", &|_, _| 200);
    whole("print everywhere", &paper);
    whole("over the left edge", &|x, y| card(200, 300, 640)(x + 200, y));
    whole("at the left edge", &card(0, 300, 640));
    whole("at the lower edge", &card(300, 960 - 640 * 54 / 86, 640));
    whole("nearly all of the picture", &card(30, 90, 1220));
    whole("a square", &|x, y| if (400..900).contains(&x) && (200..700).contains(&y) { paper(x, y) } else { 90 });
    whole("a card whose right third lies in the shadow", &|x, y| {
        if x < 760 { card(300, 300, 640)(x, y) } else { card(300, 300, 640)(x, y) / 3 }
    });
    whole("two cards, one above the other", &|x, y| card(400, 40, 560)(x, y).max(card(400, 500, 560)(x, y)));
    whole("a card and half of another", &|x, y| card(340, 400, 600)(x, y).max(card(340, 20, 560)(x, y)));
    whole("a card in a round frame", &|x, y| {
        let (dx, dy) = ((f64::from(x) - 640.0) / 400.0, (f64::from(y) - 480.0) / 250.0);
        if dx * dx + dy * dy < 1.0 { paper(x, y) } else { 90 }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_pixels_make_the_judge_panic(width in 1_u32..300, height in 1_u32..300, bytes in prop::collection::vec(any::<u8>(), 1..64)) {
        let rgb = bytes.iter().copied().cycle().take((width * height * 3) as usize).collect();
        judge(&measure(&Pixels { width, height, rgb, orientation: Orientation::default() }), Limits::KTP);
    }

    #[test]
    fn no_bytes_make_it_panic(start in 0_usize..4, bytes: Vec<u8>) {
        let magic: &[u8] = [&b"\xFF\xD8\xFF"[..], b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftyp", b""][start];
        prop_assert!(read_bytes(&[magic, &bytes].concat()).is_err());
    }

    #[test]
    fn no_damage_to_a_real_picture_makes_it_panic(progressive: bool, damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        static WHOLE: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| [false, true].map(|progressive| jpeg_of(480, 304, |encoder| {
            encoder.set_progressive(progressive);
            encoder.add_exif_metadata(&exif(6)).unwrap();
        })));
        let mut picture = WHOLE[usize::from(progressive)].clone();
        for (at, byte) in damage {
            let at = at.index(picture.len());
            picture[at] = byte;
        }
        if let Ok(pixels) = read_bytes(&picture) {
            let whole = shrink(read_bytes(&picture).unwrap(), Limits { cut_to_card: false, ..Limits::KTP });
            prop_assert!(whole.is_some(), "what can be read can be kept as it is");
            // Damage may draw a card of its own. Only one that is too small to be read is refused.
            let fitted = fit(read_bytes(&picture).unwrap(), Limits::KTP).unwrap();
            let card = card_part(&fitted).map(|part| {
                let (wide, high) = (f64::from(pixels.width), f64::from(pixels.height));
                ((part.right - part.left) * wide, (part.bottom - part.top) * high)
            });
            let is_small = card.is_some_and(|(wide, high)| wide.max(high) < 481.0 || wide.min(high) < 301.0);
            prop_assert!(shrink(pixels, Limits::KTP).is_some() || is_small, "{card:?}");
        }
    }
}
