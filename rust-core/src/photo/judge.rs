//! Can what stands on the card be read? Judged on the few pixels that are kept, while the worker still holds the card.
//!
//! The picture is looked at in cells of 16 × 16 pixels: memory is a few bytes a cell, time a few milliseconds.
//!
//! 1. **Card**: from the middle outwards, the cells whose *paper* (their brighter half: ink does not count) goes on in colour
//!    and brightness. No colour is expected, so warm light and gradients do not matter. What is found may be nothing: then
//!    only what needs no card is said.
//! 2. **Dark**: the card's paper.
//! 3. **Blurred**: where ink stands on paper, how much of the difference between two points 8 pixels apart is there already
//!    after 2. At a sharp edge all of it, at a blurred one a quarter; squared, and the noise of the plain paper subtracted.
//!    In each of four directions: a hand moves in one, and print stays sharp across it.
//! 4. **Glare**: burnt-out cells with card around them.
//! 5. **No print**: hardly a cell in which anything stands, as on a wall, or nothing but grain, whose neighbouring points differ as
//!    much as distant ones. A busy table without a card is not told from a card this way.
//! 6. **Cut off**: the card goes on over the picture's edge. A background of the card's colour cannot be told from a card:
//!    what reaches too much of the border is left undecided, and then nothing is said.
//!
//! Thresholds were chosen on the tuning part of a drawn set and tried on its held-out part: `docs/photos.md`.

use payung_model::form::PhotoFault;

use super::cells::{CELL, Card, Cells};
use super::read::Pixels;
use super::shrink::Limits;

/// Luma of the card's paper, below which it is dark.
const DARK: u8 = 70;
/// See [`Measures::sharpness`].
const BLURRED: f32 = 0.12;
/// See [`Measures::evenness`].
const MOVED: f32 = 0.42;
/// Share of the card's cells, in one burnt-out spot.
const GLARE: f32 = 0.0015;
/// Share of the card's own height (or width) that lies along the picture's edge.
const CUT_OFF: f32 = 0.5;

/// Share of the picture's cells in which something stands. A card takes at least 6 % of a picture, and half of its cells have print.
const PRINTED: f32 = 0.03;
/// See [`Measures::sharpness`]: print has edges and plain paper between them, grain has neither.
const GRAIN: f32 = 0.8;

/// More noise than this share of the paper's luma (standard deviation) is ink: some cards have no bare cell.
const MOST_NOISE: f32 = 0.05;

/// What a picture measures. Figures that cannot be told are none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// Share of the picture that is card.
    pub card: Option<f32>,
    /// Luma of the paper; without a card, of the brightest twentieth of the picture. 0 to 255.
    pub paper: Option<u8>,
    /// Energy of differences over 2 pixels in the worst direction, by that over 8 in the mean of all: below 0.1 when
    /// blurred, 0.2 to 0.5 where print is sharp.
    pub sharpness: Option<f32>,
    /// Energy over 2 pixels in one direction by that across it: above 0.5 in any print, less where a hand moved.
    pub evenness: Option<f32>,
    /// Share of the picture's cells in which something stands, sharp or not: print, a pattern, an edge.
    pub inked: Option<f32>,
    /// The largest burnt-out spot with card around it, as a share of the card.
    pub glare: Option<f32>,
    /// The longest run of card along an edge of the picture, as a share of the card's extent.
    pub cut: Option<f32>,
}

/// What is wrong with the picture, the worst first. Empty when nothing is, or nothing can be told. What is said of cards is said
/// only where the limits are those of a card.
pub fn judge(measures: &Measures, limits: Limits) -> Vec<PhotoFault> {
    let below = |figure: Option<f32>, limit: f32| figure.is_some_and(|figure| figure < limit);
    let above = |figure: Option<f32>, limit: f32| figure.is_some_and(|figure| figure >= limit);
    // In the dark nothing else can be told: noise is no sharpness, and the card goes over into the table.
    if measures.paper.is_some_and(|paper| paper < DARK) {
        return vec![PhotoFault::Dark];
    }
    let is_card = limits.cut_to_card;
    // Without print there is nothing that could be blurred. Within a card even the finest pattern is print.
    let is_grain = measures.card.is_none() && measures.sharpness.is_none_or(|sharpness| sharpness >= GRAIN);
    if is_card && measures.inked.is_some_and(|inked| inked < PRINTED || is_grain) {
        return vec![PhotoFault::NoPrint];
    }
    [
        (PhotoFault::Blurred, below(measures.sharpness, BLURRED) || below(measures.evenness, MOVED)),
        (PhotoFault::CutOff, is_card && above(measures.cut, CUT_OFF)),
        (PhotoFault::Glare, is_card && above(measures.glare, GLARE)),
    ]
    .into_iter()
    .filter_map(|(fault, found)| found.then_some(fault))
    .collect()
}

/// Measures pixels; which way is up does not matter.
pub fn measure(pixels: &Pixels) -> Measures {
    let cells = Cells::of(pixels);
    measure_cells(pixels, cells.as_ref(), cells.as_ref().and_then(Cells::card).as_ref())
}

/// The same, when the card was looked for already.
pub(super) fn measure_cells(pixels: &Pixels, cells: Option<&Cells>, card: Option<&Card<'_>>) -> Measures {
    let Some(cells) = cells else { return Measures::default() };
    let all = || 0..cells.len();
    let (paper, sharpness) = match card {
        Some(card) => (
            percentile(card.cells().map(|cell| cells.paper(cell)), 50),
            sharpness(pixels, cells, &card.inside().collect::<Vec<_>>()),
        ),
        None => {
            (percentile(all().map(|cell| cells.paper(cell)), 95), sharpness(pixels, cells, &all().collect::<Vec<_>>()))
        }
    };
    Measures {
        card: card.map(|card| card.count() as f32 / cells.len() as f32),
        paper: Some(paper),
        sharpness: sharpness.map(|(sharpness, _)| sharpness),
        evenness: sharpness.map(|(_, evenness)| evenness),
        inked: Some(all().filter(|cell| cells.is_inked(*cell)).count() as f32 / cells.len() as f32),
        glare: card.map(|card| card.largest_burnt() as f32 / card.count() as f32),
        cut: card.and_then(Card::over_the_edge),
    }
}

/// Sharpness and evenness of the cells with most ink; none when there is no ink.
fn sharpness(pixels: &Pixels, cells: &Cells, among: &[usize]) -> Option<(f32, f32)> {
    let range = |cell: usize| f32::from(cells.range(cell));
    // Noise is measured where there is least to see, but not where all is burnt out.
    let mut plain: Vec<usize> =
        among.iter().copied().filter(|cell| cells.range(*cell) > 0 && cells.paper(*cell) < 245).collect();
    plain.sort_unstable_by_key(|cell| cells.range(*cell));
    plain.truncate(plain.len() / 10 + 1);
    let mut inked: Vec<usize> =
        among.iter().copied().filter(|cell| range(*cell) >= 0.16 * f32::from(cells.paper(*cell))).collect();
    inked.sort_unstable_by_key(|cell| std::cmp::Reverse(cells.range(*cell)));
    inked.truncate(inked.len() / 2 + 1);
    if inked.len() < 8 {
        return None;
    }
    let paper = percentile(inked.iter().map(|cell| cells.paper(*cell)), 50);
    let most_noise = 2.0 * (MOST_NOISE * f32::from(paper)).powi(2);
    let directions = [(1, 0), (0, 1), (1, 1), (1, -1)];
    let noise = directions.map(|direction| energy(pixels, cells, &plain, direction, 2).min(most_noise));
    let [fine, coarse] = [2, 8].map(|apart| {
        let of = |at: usize| energy(pixels, cells, &inked, directions[at], apart) - noise[at];
        [of(0), of(1), of(2), of(3)]
    });
    let coarse = coarse.iter().sum::<f32>() / 4.0;
    let [across, down, falling, rising] = fine.map(|fine| (fine / coarse.max(1.0)).max(f32::EPSILON));
    let even = |one: f32, other: f32| one.min(other) / one.max(other);
    Some((across.min(down).min(falling).min(rising), even(across, down).min(even(falling, rising))))
}

/// Mean squared difference of luma between points so many pixels apart.
fn energy(pixels: &Pixels, cells: &Cells, among: &[usize], (dx, dy): (isize, isize), apart: isize) -> f32 {
    let (width, height) = ((pixels.width as usize).cast_signed(), (pixels.height as usize).cast_signed());
    let luma = |x: isize, y: isize| cells.luma(x.cast_unsigned(), y.cast_unsigned());
    let (mut sum, mut count) = (0_u64, 0_u32);
    for cell in among {
        let (left, top) = cells.place(*cell);
        let (left, top) = (left.cast_signed(), top.cast_signed());
        for y in (top..top + CELL.cast_signed()).filter(|y| (0..height).contains(&(y + dy * apart))) {
            for x in (left..left + CELL.cast_signed()).filter(|x| (0..width).contains(&(x + dx * apart))) {
                let step = i32::from(luma(x + dx * apart, y + dy * apart)) - i32::from(luma(x, y));
                sum += u64::from((step * step).unsigned_abs());
                count += 1;
            }
        }
    }
    sum as f32 / count.max(1) as f32
}

fn percentile(values: impl Iterator<Item = u8>, percent: usize) -> u8 {
    let mut values: Vec<u8> = values.collect();
    values.sort_unstable();
    let last = values.len().saturating_sub(1);
    values.get(last * percent / 100).copied().unwrap_or_default()
}
