//! From a file to pixels.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::picture::{PhotoProblem, Pixels};
use super::{jpeg, png};

/// A picture's file, in bytes.
const MOST_BYTES: u64 = 64 << 20;
/// As much of a file as tells what it is: the file type box of a HEIF picture with some of its compatible brands.
const MAGIC: usize = 32;

/// Reads a JPEG or PNG, scaled while decoding to the smallest size not below `long_side`; EXIF orientation noted.
///
/// What is too large is refused from the header: 60 megapixels for a baseline JPEG, 16 for all that must be decoded whole.
pub fn read(path: &Path, long_side: u32) -> Result<Pixels, PhotoProblem> {
    // Looked at before it is opened: a named pipe would wait for somebody to write into it.
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

/// The same from anything that can be read and rewound; of its length nothing is known.
pub fn read_from(file: &mut (impl BufRead + Seek), long_side: u32) -> Result<Pixels, PhotoProblem> {
    let format = sniff(file)?;
    // Two decoders of others read what strangers' cameras and apps wrote: a panic in one is an answer about the file.
    let pixels = catch_unwind(AssertUnwindSafe(|| match format {
        Format::Jpeg => jpeg::read(file, long_side),
        Format::Png => png::read(file, long_side),
    }))
    .unwrap_or(Err(PhotoProblem::Unreadable))?;
    // Both decoders promise it; what follows relies on it.
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
    file.by_ref().take(MAGIC as u64).read_to_end(&mut magic).map_err(|_| PhotoProblem::Unreadable)?;
    file.rewind().map_err(|_| PhotoProblem::Unreadable)?;
    match *magic {
        [] => Err(PhotoProblem::Truncated),
        [0xFF, 0xD8, 0xFF, ..] => Ok(Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(Format::Png),
        // ISO 14496-12 §4.3: the file type box, with its major brand.
        [_, _, _, _, b'f', b't', b'y', b'p', ref brands @ ..] => Err(heif(brands)),
        // The container's size stands between.
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Err(PhotoProblem::WebP),
        _ => Err(PhotoProblem::NotAPicture),
    }
}

/// What a file type box says: the major brand, its version, then compatible brands (ISO 23008-12 §10; AVIF 1.1 §6). `mif1` alone
/// only says that there is a picture, so the others tell which.
fn heif(brands: &[u8]) -> PhotoProblem {
    const AVIF: [&[u8; 4]; 2] = [b"avif", b"avis"];
    const HEIC: [&[u8; 4]; 10] =
        [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"];
    let (major, others) = brands.as_chunks::<4>().0.split_first().unwrap_or((&[0; 4], &[]));
    if AVIF.contains(&major) || HEIC.contains(&major) && others.iter().any(|other| AVIF.contains(&other)) {
        PhotoProblem::Avif
    } else if HEIC.contains(&major) {
        PhotoProblem::Heic
    } else {
        PhotoProblem::NotAPicture
    }
}
