//! From pixels to a small JPEG.
//!
//! Peak memory: what [`super::read`] returns and the first resized copy; from there on only copies of that one.

use std::panic::resume_unwind;
use std::thread;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::judge::{Measures, measure};
use super::orientation::Orientation;
use super::read::Pixels;

/// What a photo may become.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Pixels.
    pub long_side: u32,
    /// Of the JPEG.
    pub most_bytes: usize,
}

impl Limits {
    /// A KTP: legible, ≤ 80 kB (design §5).
    pub const KTP: Self = Self { long_side: 1280, most_bytes: 80_000 };
}

/// What is left of a picture, and what could be seen on it.
pub struct Small {
    /// Baseline, 4:2:0, upright; it holds nothing but pixels.
    pub jpeg: Vec<u8>,
    /// Of the pixels before they were encoded.
    pub measures: Measures,
}

/// Above it, a JPEG of a card only grows.
const BEST_QUALITY: u8 = 82;
/// Below it, small print turns into squares: fewer pixels are then easier to read.
const LEAST_QUALITY: u8 = 35;
/// The last size has to fit somehow.
const LAST_QUALITY: u8 = 8;
/// In percent of the long side, when it does not fit in its own size.
const SMALLER: [u32; 4] = [80, 64, 50, 40];
/// How much of the room to aim for, and how much is near enough not to encode again.
const AIM: f64 = 0.94;
const NEAR: f64 = 0.7;

/// Resizes to the long side of the limits: what is measured and encoded. Never larger.
pub fn fit(pixels: Pixels, limits: Limits) -> Option<Pixels> {
    resize(pixels, limits.long_side)
}

/// Resizes, measures, turns upright and encodes, lowering quality then size until it fits. None when not even the
/// smallest size fits.
pub fn shrink(pixels: Pixels, limits: Limits) -> Option<Small> {
    let pixels = fit(pixels, limits)?;
    // Measuring only reads, and takes no longer than the first try.
    let (first, measures) = both(|| encode_upright(&pixels, limits.most_bytes), || measure(&pixels));
    let jpeg = match first {
        Some(jpeg) => jpeg,
        None => encode_smaller(pixels, limits.most_bytes)?,
    };
    Some(Small { jpeg, measures })
}

/// In its own size, when that fits.
fn encode_upright(pixels: &Pixels, most_bytes: usize) -> Option<Vec<u8>> {
    let quality = likely_quality(pixels, LEAST_QUALITY, most_bytes)?;
    let turned;
    let upright = if pixels.orientation == Orientation::default() {
        pixels
    } else {
        turned = turn(Pixels { rgb: pixels.rgb.clone(), ..*pixels })?;
        &turned
    };
    best_that_fits(upright, quality, LEAST_QUALITY, most_bytes)
}

/// In the first of the smaller sizes that fits.
fn encode_smaller(pixels: Pixels, most_bytes: usize) -> Option<Vec<u8>> {
    let mut upright = turn(pixels)?;
    let long_side = upright.width.max(upright.height);
    for percent in SMALLER {
        upright = resize(upright, long_side * percent / 100)?;
        let least = if Some(&percent) == SMALLER.last() { LAST_QUALITY } else { LEAST_QUALITY };
        let quality = likely_quality(&upright, least, most_bytes)?;
        if let Some(jpeg) = best_that_fits(&upright, quality, least, most_bytes) {
            return Some(jpeg);
        }
    }
    None
}

fn turn(pixels: Pixels) -> Option<Pixels> {
    let (width, height, rgb) = pixels.orientation.apply(pixels.width, pixels.height, pixels.rgb)?;
    Some(Pixels { width, height, rgb, orientation: Orientation::default() })
}

/// Never larger. Upper and lower half at the same time: each looks over its border into the other's pixels, so there is no seam.
fn resize(pixels: Pixels, long_side: u32) -> Option<Pixels> {
    let longest = pixels.width.max(pixels.height);
    if longest <= long_side {
        return Some(pixels);
    }
    let scaled = |side: u32| {
        ((u64::from(side) * u64::from(long_side) + u64::from(longest) / 2) / u64::from(longest)).max(1) as u32
    };
    let (width, height) = (scaled(pixels.width), scaled(pixels.height));
    let orientation = pixels.orientation;
    // Typed: the other call would bring the code for each kind of pixel there is, half a megabyte.
    let from = TypedImageRef::<U8x3>::from_buffer(pixels.width, pixels.height, &pixels.rgb).ok()?;
    let mut rgb = vec![0; width as usize * height as usize * 3];
    let half = height / 2;
    let (upper, lower) = rgb.split_at_mut(width as usize * half as usize * 3);
    let middle = f64::from(pixels.height) * f64::from(half) / f64::from(height);
    let stretch = |top: f64, bottom: f64, rows: u32, into: &mut [u8]| -> Option<()> {
        if rows == 0 {
            return Some(());
        }
        let mut to = TypedImage::<U8x3>::from_buffer(width, rows, into).ok()?;
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).crop(
            0.0,
            top,
            f64::from(pixels.width),
            bottom - top,
        );
        Resizer::new().resize_typed(&from, &mut to, &options).ok()
    };
    let bottom = f64::from(pixels.height);
    let done = both(|| stretch(0.0, middle, half, upper), || stretch(middle, bottom, height - half, lower));
    done.0.and(done.1)?;
    Some(Pixels { width, height, rgb, orientation })
}

/// Does both, the second in another thread. A phone that has no thread left does one after the other.
fn both<A, B: Send>(here: impl FnOnce() -> A, mut there: impl FnMut() -> B + Send) -> (A, B) {
    let (a, b) = thread::scope(|scope| {
        let started = thread::Builder::new().spawn_scoped(scope, &mut there);
        (here(), started.ok().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))))
    });
    (a, b.unwrap_or_else(there))
}

/// The quality at which a picture should fill its room; calculated on samples, for each whole try costs more than the
/// resizing. None when it cannot be encoded.
fn likely_quality(pixels: &Pixels, least: u8, most_bytes: usize) -> Option<u8> {
    let mut quality = 64.clamp(least, BEST_QUALITY);
    // A small one tells where to look, a larger one what is there.
    for every in [8, 4] {
        let sample = sample(pixels, every);
        let share = f64::from(sample.height) / f64::from(pixels.height);
        let expected = encode(&sample, quality)?.len() as f64 / share;
        quality = coarser(quality, expected / most_bytes as f64 / AIM).clamp(least, BEST_QUALITY);
    }
    Some(quality)
}

/// The best quality between `least` and [`BEST_QUALITY`] that fits, or nearly so: `quality` is tried first, the next one
/// calculated from the size seen, not halved. Most pictures are encoded once or twice.
fn best_that_fits(pixels: &Pixels, mut quality: u8, least: u8, most_bytes: usize) -> Option<Vec<u8>> {
    let (mut low, mut high) = (least, BEST_QUALITY);
    let mut best = None;
    while low <= high {
        let jpeg = encode(pixels, quality)?;
        let filled = jpeg.len() as f64 / most_bytes as f64;
        if filled <= 1.0 {
            low = quality + 1;
            best = Some(jpeg);
            if filled >= NEAR {
                break;
            }
        } else {
            high = quality - 1;
        }
        quality = coarser(quality, filled / AIM).clamp(low, high.max(low));
    }
    best
}

/// One stripe of 16 rows (a row of 4:2:0 blocks) out of so many, from all over the picture.
fn sample(pixels: &Pixels, every: usize) -> Pixels {
    let stripe = pixels.width as usize * 3 * 16;
    let rgb: Vec<u8> = pixels.rgb.chunks(stripe).skip(1).step_by(every).flatten().copied().collect();
    if rgb.is_empty() {
        return Pixels { rgb: pixels.rgb.clone(), ..*pixels };
    }
    Pixels { height: (rgb.len() / 3) as u32 / pixels.width, rgb, ..*pixels }
}

/// The quality at which a picture takes that many times less room. A JPEG's size goes roughly with the 0.7th power of
/// how finely it is quantised; the tables' scale in percent is libjpeg's function of the quality.
fn coarser(quality: u8, times: f64) -> u8 {
    let quality = f64::from(quality);
    let scale = if quality < 50.0 { 5000.0 / quality } else { 200.0 - 2.0 * quality };
    let wanted = scale.max(1.0) * times.powf(1.0 / 0.7);
    let quality = if wanted > 100.0 { 5000.0 / wanted } else { (200.0 - wanted) / 2.0 };
    #[expect(clippy::cast_sign_loss, reason = "clamped")]
    let quality = quality.round().clamp(1.0, 100.0) as u8;
    quality
}

fn encode(pixels: &Pixels, quality: u8) -> Option<Vec<u8>> {
    let mut jpeg = Vec::with_capacity(128 << 10);
    let mut encoder = Encoder::new(&mut jpeg, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_optimized_huffman_tables(true);
    let (width, height) = (u16::try_from(pixels.width).ok()?, u16::try_from(pixels.height).ok()?);
    encoder.encode(&pixels.rgb, width, height, ColorType::Rgb).ok()?;
    Some(jpeg)
}
