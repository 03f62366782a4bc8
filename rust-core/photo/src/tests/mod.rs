//! Pictures made here, read and shrunk as a worker's would be.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use proptest::prelude::*;

use super::picture::Pixels;
use super::*;

mod cutting;
mod reading;
mod shrinking;

/// Written into metadata, sought in results.
const CANARY: &[u8] = b"CANARY-6f1d-SITI-CONTOH";

/// A file of its own, removed with its folder.
struct Picture(
    #[expect(dead_code, reason = "keeps the folder")] tempfile::TempDir,
    PathBuf,
);

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
    shrink(read_bytes(bytes).unwrap(), Limits::KTP)
        .unwrap()
        .jpeg
}

pub(super) fn problem(bytes: &[u8]) -> PhotoProblem {
    read_bytes(bytes).err().unwrap()
}

/// Colour of a pixel of our sample: a red, a green, a blue and a yellow quarter, with fine print
/// all over.
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
        let make = || {
            (0..width)
                .flat_map(|x| sample(x, y, width, height))
                .collect::<Vec<u8>>()
        };
        pixels.extend_from_slice(
            rows.entry((y * 2 >= height, y / 4 % 3))
                .or_insert_with(make),
        );
    }
    pixels
}

pub(super) fn jpeg_of(
    width: u32,
    height: u32,
    with: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, 90);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    with(&mut encoder);
    encoder
        .encode(
            &pixels(width, height),
            width as u16,
            height as u16,
            ColorType::Rgb,
        )
        .unwrap();
    jpeg
}

fn png_of(
    width: u32,
    height: u32,
    color: ::png::ColorType,
    depth: ::png::BitDepth,
    data: &[u8],
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    encoder
        .add_text_chunk(
            "Comment".into(),
            String::from_utf8(CANARY.to_vec()).unwrap(),
        )
        .unwrap();
    encoder
        .write_header()
        .unwrap()
        .write_image_data(data)
        .unwrap();
    bytes
}

/// A TIFF with an orientation, GPS coordinates and a description.
pub(super) fn exif(orientation: u8) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [
            &tag.to_le_bytes()[..],
            &kind.to_le_bytes(),
            &count.to_le_bytes(),
            &value.to_le_bytes(),
        ]
        .concat()
    };
    let mut exif = [
        b"II*\0".as_slice(),
        &8_u32.to_le_bytes(),
        &3_u16.to_le_bytes(),
    ]
    .concat();
    exif.extend(entry(0x010E, 2, CANARY.len() as u32, 50)); // ImageDescription
    exif.extend(entry(0x0112, 3, 1, orientation.into()));
    exif.extend(entry(0x8825, 4, 1, 80)); // GPS directory
    exif.extend([0; 4]);
    assert_eq!(exif.len(), 50);
    exif.extend(CANARY);
    exif.resize(80, 0);
    exif.extend(
        [
            &1_u16.to_le_bytes()[..],
            &entry(1, 2, 2, u32::from(b'S')),
            &[0; 4],
        ]
        .concat(),
    );
    exif
}

fn decode(jpeg: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut decoder = jpeg_decoder::Decoder::new(jpeg);
    let rgb = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    assert_eq!(info.pixel_format, jpeg_decoder::PixelFormat::RGB24);
    assert_eq!(
        info.coding_process,
        jpeg_decoder::CodingProcess::DctSequential
    );
    (info.width.into(), info.height.into(), rgb)
}

/// Mean colour of a quarter's middle: `right` and `low` name it.
fn quarter(width: u32, height: u32, rgb: &[u8], right: bool, low: bool) -> [u8; 3] {
    let (x0, y0) = (
        width / 8 + u32::from(right) * width / 2,
        height / 8 + u32::from(low) * height / 2,
    );
    let mut sums = [0_u32; 3];
    for y in y0..y0 + height / 4 {
        for x in x0..x0 + width / 4 {
            let at = ((y * width + x) * 3) as usize;
            sums.iter_mut()
                .zip(&rgb[at..at + 3])
                .for_each(|(sum, colour)| *sum += u32::from(*colour));
        }
    }
    sums.map(|sum| (sum / ((height / 4) * (width / 4))) as u8)
}

pub(super) fn shows_the_sample(jpeg: &[u8]) {
    let (width, height, rgb) = decode(jpeg);
    let expected = [[190, 30, 30], [30, 160, 30], [30, 30, 190], [210, 190, 30]];
    for (at, expected) in expected.into_iter().enumerate() {
        let seen = quarter(width, height, &rgb, at % 2 == 1, at / 2 == 1);
        let near = seen
            .iter()
            .zip(expected)
            .all(|(seen, expected): (&u8, u8)| seen.abs_diff(expected) < 16);
        assert!(near, "quarter {at}: {seen:?} instead of {expected:?}");
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Of one colour everywhere, but for what `paint` does with a place.
pub(super) fn drawn(width: u32, height: u32, paint: impl Fn(u32, u32) -> u8) -> Pixels {
    let rgb = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| [paint(x, y); 3])
        .collect();
    Pixels {
        width,
        height,
        rgb,
        orientation: Orientation::default(),
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    })
}
