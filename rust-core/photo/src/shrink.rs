//! Shrinks a picture to a small JPEG.
//!
//! The peak of memory is the picture that [`super::read`] returns and its first resized copy. From
//! there on only copies of that copy are made.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::cells::Cells;
use super::judge::{Measures, measure_cells};
use super::limits::Limits;
use super::orientation::Orientation;
use super::parallel::both;
use super::picture::{Pixels, is_readable};
use super::place::{Part, place};

/// A shrunk picture, and what was measured before it was cut.
pub struct Small {
    /// An upright baseline JPEG with colour at a quarter of the resolution (4:2:0). It holds
    /// nothing but pixels.
    pub jpeg: Vec<u8>,
    /// What was measured in the whole picture, before it was cut and encoded.
    pub measures: Measures,
    /// The part that was kept, when the surroundings of the card were cut away.
    pub part: Option<Part>,
}

/// The best quality. Above it, the JPEG of a card grows without becoming more legible.
const BEST_QUALITY: u8 = 82;
/// The least quality. Below it small print turns into squares, and fewer pixels are easier to read.
const LEAST_QUALITY: u8 = 35;
/// The least quality of the smallest size, which is the last that is tried.
const LAST_QUALITY: u8 = 8;
/// The sizes that are tried when a picture does not fit in its own, in percent of the long side.
const SMALLER: [u32; 4] = [80, 64, 50, 40];
/// Which share of the allowed bytes is aimed for, and which share is enough not to encode again.
const AIM: f64 = 0.94;
const NEAR: f64 = 0.7;

/// Resizes a picture to the long side of the limits, and never enlarges it. The result is measured,
/// and also encoded unless a card is cut out.
pub fn fit(pixels: Pixels, limits: Limits) -> Option<Pixels> {
    if pixels.width.max(pixels.height) <= limits.long_side {
        Some(pixels)
    } else {
        resize(&pixels, ALL, limits.long_side)
    }
}

/// Resizes a picture, measures it, cuts it to the card, turns it upright and encodes it with less
/// quality and then fewer pixels until it fits. The result is none when not even the smallest size
/// fits, and when the card that was cut out is too small to be read.
pub fn shrink(pixels: Pixels, limits: Limits) -> Option<Small> {
    let (whole, decoded) = if pixels.width.max(pixels.height) <= limits.long_side {
        (pixels, None)
    } else {
        (resize(&pixels, ALL, limits.long_side)?, Some(pixels))
    };
    let cells = Cells::of(&whole);
    let card = cells.as_ref().and_then(Cells::card);
    let part = cells
        .as_ref()
        .zip(card.as_ref())
        .and_then(|(cells, card)| place(cells, card));
    let part = part.filter(|_| limits.cut_to_card);
    let cut = match part {
        // The card is cut from the decoded picture, so that it keeps more of its pixels, often all.
        Some(part) => Some(resize(
            decoded.as_ref().unwrap_or(&whole),
            part,
            limits.long_side,
        )?),
        None => None,
    };
    drop(decoded);
    if cut
        .as_ref()
        .is_some_and(|cut| !is_readable(cut.width, cut.height))
    {
        return None;
    }
    // Measuring only reads the picture and takes no longer than the first encoding, so both run at
    // once.
    let (first, measures) = both(
        || encode_upright(cut.as_ref().unwrap_or(&whole), limits.most_bytes),
        || measure_cells(&whole, cells.as_ref(), card.as_ref()),
    );
    let jpeg = match first {
        Some(jpeg) => jpeg,
        None => encode_smaller(cut.unwrap_or(whole), limits.most_bytes)?,
    };
    Some(Small {
        jpeg,
        measures,
        part,
    })
}

/// Encodes a picture in its own size. The result is none when it does not fit.
fn encode_upright(pixels: &Pixels, most_bytes: usize) -> Option<Vec<u8>> {
    let quality = likely_quality(pixels, LEAST_QUALITY, most_bytes)?;
    let turned;
    let upright = if pixels.orientation == Orientation::default() {
        pixels
    } else {
        turned = turn(Pixels {
            rgb: pixels.rgb.clone(),
            ..*pixels
        })?;
        &turned
    };
    best_that_fits(upright, quality, LEAST_QUALITY, most_bytes)
}

/// Encodes a picture in the first of the smaller sizes that fits.
fn encode_smaller(pixels: Pixels, most_bytes: usize) -> Option<Vec<u8>> {
    let mut upright = turn(pixels)?;
    let long_side = upright.width.max(upright.height);
    for percent in SMALLER {
        upright = resize(&upright, ALL, long_side * percent / 100)?;
        let least = if Some(&percent) == SMALLER.last() {
            LAST_QUALITY
        } else {
            LEAST_QUALITY
        };
        let quality = likely_quality(&upright, least, most_bytes)?;
        if let Some(jpeg) = best_that_fits(&upright, quality, least, most_bytes) {
            return Some(jpeg);
        }
    }
    None
}

fn turn(pixels: Pixels) -> Option<Pixels> {
    let (width, height, rgb) = pixels
        .orientation
        .apply(pixels.width, pixels.height, pixels.rgb)?;
    Some(Pixels {
        width,
        height,
        rgb,
        orientation: Orientation::default(),
    })
}

const ALL: Part = Part {
    left: 0.0,
    top: 0.0,
    right: 1.0,
    bottom: 1.0,
};

/// Cuts a part out and makes it smaller when it is larger than `long_side`. Two threads make the
/// upper and the lower half. Each of them reads pixels across the border, so there is no seam.
fn resize(pixels: &Pixels, part: Part, long_side: u32) -> Option<Pixels> {
    #[expect(clippy::cast_sign_loss, reason = "clamped")]
    let place = |share: f64, side: u32| {
        (share * f64::from(side))
            .round()
            .clamp(0.0, f64::from(side)) as u32
    };
    let (left, right) = (
        place(part.left, pixels.width),
        place(part.right, pixels.width),
    );
    let (top, bottom) = (
        place(part.top, pixels.height),
        place(part.bottom, pixels.height),
    );
    let (from_width, from_height) = (right.checked_sub(left)?, bottom.checked_sub(top)?);
    let longest = from_width.max(from_height);
    let orientation = pixels.orientation;
    if longest <= long_side {
        let row = pixels.width as usize * 3;
        let rows = pixels
            .rgb
            .chunks(row)
            .skip(top as usize)
            .take(from_height as usize);
        let rgb = rows
            .flat_map(|row| &row[left as usize * 3..right as usize * 3])
            .copied()
            .collect();
        return Some(Pixels {
            width: from_width,
            height: from_height,
            rgb,
            orientation,
        });
    }
    let scaled = |side: u32| {
        ((u64::from(side) * u64::from(long_side) + u64::from(longest) / 2) / u64::from(longest))
            .max(1) as u32
    };
    let (width, height) = (scaled(from_width), scaled(from_height));
    // The call for any kind of pixel would add half a megabyte of code, so the typed one is used.
    let from = TypedImageRef::<U8x3>::from_buffer(pixels.width, pixels.height, &pixels.rgb).ok()?;
    let mut rgb = vec![0; width as usize * height as usize * 3];
    let half = height / 2;
    let (upper, lower) = rgb.split_at_mut(width as usize * half as usize * 3);
    let stretch = |first: u32, rows: u32, into: &mut [u8]| -> Option<()> {
        if rows == 0 {
            return Some(());
        }
        let mut to = TypedImage::<U8x3>::from_buffer(width, rows, into).ok()?;
        let times = f64::from(from_height) / f64::from(height);
        let start = f64::from(top) + f64::from(first) * times;
        let end = if first + rows == height {
            f64::from(bottom)
        } else {
            f64::from(top) + f64::from(first + rows) * times
        };
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            .crop(f64::from(left), start, f64::from(from_width), end - start);
        Resizer::new().resize_typed(&from, &mut to, &options).ok()
    };
    let done = both(
        || stretch(0, half, upper),
        || stretch(half, height - half, lower),
    );
    done.0.and(done.1)?;
    Some(Pixels {
        width,
        height,
        rgb,
        orientation,
    })
}

/// The quality at which a picture should take `most_bytes`. It is calculated on samples, because
/// encoding the whole picture costs more than resizing it. The result is none when the picture
/// cannot be encoded.
fn likely_quality(pixels: &Pixels, least: u8, most_bytes: usize) -> Option<u8> {
    let mut quality = 64.clamp(least, BEST_QUALITY);
    // The small sample gives a first estimate, the larger one corrects it.
    for every in [8, 4] {
        let sample = sample(pixels, every);
        let share = f64::from(sample.height) / f64::from(pixels.height);
        let expected = encode(&sample, quality)?.len() as f64 / share;
        quality = coarser(quality, expected / most_bytes as f64 / AIM).clamp(least, BEST_QUALITY);
    }
    Some(quality)
}

/// Encodes with nearly the best quality between `least` and [`BEST_QUALITY`] that fits. It begins
/// with `quality` and calculates the next one from the size of the last result, so most pictures
/// are encoded once or twice.
fn best_that_fits(
    pixels: &Pixels,
    mut quality: u8,
    least: u8,
    most_bytes: usize,
) -> Option<Vec<u8>> {
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

/// One of every `every` stripes of 16 rows, which is a row of 4:2:0 blocks, from all over the
/// picture.
fn sample(pixels: &Pixels, every: usize) -> Pixels {
    let stripe = pixels.width as usize * 3 * 16;
    let rgb: Vec<u8> = pixels
        .rgb
        .chunks(stripe)
        .skip(1)
        .step_by(every)
        .flatten()
        .copied()
        .collect();
    if rgb.is_empty() {
        return Pixels {
            rgb: pixels.rgb.clone(),
            ..*pixels
        };
    }
    Pixels {
        height: (rgb.len() / 3) as u32 / pixels.width,
        rgb,
        ..*pixels
    }
}

/// The quality at which a picture takes `times` fewer bytes. The size of a JPEG is roughly
/// proportional to the 0.7th power of how finely it is quantised. The scale of the tables in
/// percent follows from the quality as in libjpeg.
fn coarser(quality: u8, times: f64) -> u8 {
    let quality = f64::from(quality);
    let scale = if quality < 50.0 {
        5000.0 / quality
    } else {
        200.0 - 2.0 * quality
    };
    let wanted = scale.max(1.0) * times.powf(1.0 / 0.7);
    let quality = if wanted > 100.0 {
        5000.0 / wanted
    } else {
        (200.0 - wanted) / 2.0
    };
    #[expect(clippy::cast_sign_loss, reason = "clamped")]
    let quality = quality.round().clamp(1.0, 100.0) as u8;
    quality
}

fn encode(pixels: &Pixels, quality: u8) -> Option<Vec<u8>> {
    let mut jpeg = Vec::with_capacity(128 << 10);
    let mut encoder = Encoder::new(&mut jpeg, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_optimized_huffman_tables(true);
    let (width, height) = (
        u16::try_from(pixels.width).ok()?,
        u16::try_from(pixels.height).ok()?,
    );
    encoder
        .encode(&pixels.rgb, width, height, ColorType::Rgb)
        .ok()?;
    Some(jpeg)
}
