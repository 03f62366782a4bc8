//! Reads a file as a picture.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::picture::{PhotoProblem, Pixels};
use super::{jpeg, png};

/// The most bytes that a picture's file may have.
const MOST_BYTES: u64 = 64 << 20;
/// How many bytes at the beginning of a file are looked at to tell its kind: enough for the file
/// type box of a HEIF picture with some of its compatible brands.
const MAGIC: usize = 32;

/// Reads a JPEG or PNG file. It is scaled while it is decoded, to the smallest size that is not
/// below `long_side`, and its EXIF orientation is noted.
///
/// A picture that is too large is refused from its header: one with more than 60 megapixels if it
/// is a baseline JPEG, with more than 16 if it must be decoded whole.
pub fn read(path: &Path, long_side: u32) -> Result<Pixels, PhotoProblem> {
    // The kind of file is looked at first: opening a named pipe would wait for somebody to write
    // into it.
    let about = std::fs::metadata(path).map_err(|_| PhotoProblem::Unreadable)?;
    if !about.is_file() {
        return Err(PhotoProblem::Unreadable);
    }
    if about.len() > MOST_BYTES {
        return Err(PhotoProblem::TooLarge);
    }
    let file = File::open(path).map_err(|_| PhotoProblem::Unreadable)?;
    read_from(&mut BufReader::with_capacity(64 << 10, file), long_side)
}

/// Does the same with anything that can be read and rewound. Its length is not known.
pub fn read_from(file: &mut (impl BufRead + Seek), long_side: u32) -> Result<Pixels, PhotoProblem> {
    let format = sniff(file)?;
    // The decoders read files of any camera or app. A panic in a decoder means that the file cannot
    // be read, and the app goes on.
    let pixels = catch_unwind(AssertUnwindSafe(|| match format {
        Format::Jpeg => jpeg::read(file, long_side),
        Format::Png => png::read(file, long_side),
    }))
    .unwrap_or(Err(PhotoProblem::Unreadable))?;
    // Both decoders promise this length, and the code below relies on it.
    if pixels.rgb.len() as u64 == u64::from(pixels.width) * u64::from(pixels.height) * 3 {
        Ok(pixels)
    } else {
        Err(PhotoProblem::Unreadable)
    }
}

enum Format {
    Jpeg,
    Png,
}

fn sniff(file: &mut (impl Read + Seek)) -> Result<Format, PhotoProblem> {
    let mut magic = Vec::with_capacity(MAGIC);
    file.by_ref()
        .take(MAGIC as u64)
        .read_to_end(&mut magic)
        .map_err(|_| PhotoProblem::Unreadable)?;
    file.rewind().map_err(|_| PhotoProblem::Unreadable)?;
    match *magic {
        [] => Err(PhotoProblem::Truncated),
        [0xFF, 0xD8, 0xFF, ..] => Ok(Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(Format::Png),
        // The file type box with its major brand (ISO 14496-12 §4.3).
        [_, _, _, _, b'f', b't', b'y', b'p', ref brands @ ..] => Err(heif(brands)),
        // The size of the container lies between these two names.
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Err(PhotoProblem::WebP),
        _ => Err(PhotoProblem::NotAPicture),
    }
}

/// Reads a file type box: the major brand, its version, then compatible brands (ISO 23008-12 §10;
/// AVIF 1.1 §6). `mif1` only says that there is a picture, so the other brands tell its kind.
fn heif(brands: &[u8]) -> PhotoProblem {
    const AVIF: [&[u8; 4]; 2] = [b"avif", b"avis"];
    const HEIC: [&[u8; 4]; 10] = [
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1",
    ];
    let (major, others) = brands
        .as_chunks::<4>()
        .0
        .split_first()
        .unwrap_or((&[0; 4], &[]));
    if AVIF.contains(&major)
        || HEIC.contains(&major) && others.iter().any(|other| AVIF.contains(&other))
    {
        PhotoProblem::Avif
    } else if HEIC.contains(&major) {
        PhotoProblem::Heic
    } else {
        PhotoProblem::NotAPicture
    }
}
