//! Judges whether the print on a card can be read. It looks at the few pixels that are kept, while
//! the worker still holds the card and can take another photo.
//!
//! The picture is measured in cells of 16 × 16 pixels, which takes a few bytes a cell and a few
//! milliseconds.
//!
//! 1. **Card**: from the middle outwards, the cells whose *paper* (their brighter half: ink does
//!    not count) goes on in colour and brightness. No colour is expected, so warm light and
//!    gradients do not matter. What is found may be nothing: then only what needs no card is said.
//! 2. **Dark**: the card's paper.
//! 3. **Blurred**: where ink stands on paper, how much of the difference between two points 8
//!    pixels apart is there already after 2. At a sharp edge all of it, at a blurred one a quarter;
//!    squared, and the noise of the plain paper subtracted. In each of four directions: a hand
//!    moves in one, and print stays sharp across it.
//! 4. **Glare**: burnt-out cells with card around them.
//! 5. **No print**: hardly a cell in which anything stands, as on a wall, or nothing but grain,
//!    whose neighbouring points differ as much as distant ones. A busy table without a card is not
//!    told from a card this way.
//! 6. **Cut off**: the card goes on over the picture's edge. A background of the card's colour
//!    cannot be told from a card: what reaches too much of the border is left undecided, and then
//!    nothing is said.
//!
//! Thresholds were chosen on the tuning part of a drawn set and tried on its held-out part:
//! `docs/photos.md`.

use payung_model::form::PhotoFault;

use super::cells::{CELL, Card, Cells};
use super::limits::Limits;
use super::picture::Pixels;

/// A card whose paper has a luma below this is too dark.
const DARK: u8 = 70;
/// A picture with less [`Measures::sharpness`] is blurred.
const BLURRED: f32 = 0.12;
/// A picture with less [`Measures::evenness`] was moved.
const MOVED: f32 = 0.42;
/// The share of the card's cells from which on one burnt-out spot is glare.
const GLARE: f32 = 0.0015;
/// The share of the card's height or width along the picture's edge from which on the card is cut
/// off.
const CUT_OFF: f32 = 0.5;

/// The least share of the picture's cells that have ink when a card is on it. A card takes at least
/// 6 % of a picture, and half of its cells have print.
const PRINTED: f32 = 0.03;
/// A picture with at least this [`Measures::sharpness`] shows grain. Print has edges with plain
/// paper between them, grain has neither.
const GRAIN: f32 = 0.8;

/// The most noise that is believed, as a standard deviation by the paper's luma. More than that is
/// ink, because some cards have no bare cell.
const MOST_NOISE: f32 = 0.05;

/// The measures of a picture. A figure that cannot be told is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// The share of the picture that the card takes.
    pub card: Option<f32>,
    /// The luma of the card's paper, 0 to 255. Without a card it is that of the brightest twentieth
    /// of the picture.
    pub paper: Option<u8>,
    /// The energy of differences over 2 pixels in the worst direction, divided by the energy over 8
    /// pixels in the mean of all directions. It is below 0.1 when the picture is blurred, and 0.2
    /// to 0.5 where print is sharp.
    pub sharpness: Option<f32>,
    /// The energy over 2 pixels in one direction divided by the energy across it. It is above 0.5
    /// in any print, and less where a hand moved.
    pub evenness: Option<f32>,
    /// The share of the picture's cells that have print, a pattern or an edge, sharp or not.
    pub inked: Option<f32>,
    /// The largest burnt-out spot with card around it, as a share of the card.
    pub glare: Option<f32>,
    /// The longest run of card along an edge of the picture, as a share of the card's extent.
    pub cut: Option<f32>,
}

/// What is wrong with the picture, the worst first. The list is empty when nothing is wrong or
/// nothing can be told. Faults of a card are looked for only when the limits are those of a card.
pub fn judge(measures: &Measures, limits: Limits) -> Vec<PhotoFault> {
    let below = |figure: Option<f32>, limit: f32| figure.is_some_and(|figure| figure < limit);
    let above = |figure: Option<f32>, limit: f32| figure.is_some_and(|figure| figure >= limit);
    // In the dark nothing else can be told: noise looks like sharpness, and the card cannot be told
    // from the table.
    if measures.paper.is_some_and(|paper| paper < DARK) {
        return vec![PhotoFault::Dark];
    }
    let is_card = limits.cut_to_card;
    // Without print nothing can be blurred. Within a card even the finest pattern is print.
    let is_grain = measures.card.is_none()
        && measures
            .sharpness
            .is_none_or(|sharpness| sharpness >= GRAIN);
    if is_card
        && measures
            .inked
            .is_some_and(|inked| inked < PRINTED || is_grain)
    {
        return vec![PhotoFault::NoPrint];
    }
    [
        (
            PhotoFault::Blurred,
            below(measures.sharpness, BLURRED) || below(measures.evenness, MOVED),
        ),
        (PhotoFault::CutOff, is_card && above(measures.cut, CUT_OFF)),
        (PhotoFault::Glare, is_card && above(measures.glare, GLARE)),
    ]
    .into_iter()
    .filter_map(|(fault, found)| found.then_some(fault))
    .collect()
}

/// Measures a picture, whichever way is up.
pub fn measure(pixels: &Pixels) -> Measures {
    let cells = Cells::of(pixels);
    measure_cells(
        pixels,
        cells.as_ref(),
        cells.as_ref().and_then(Cells::card).as_ref(),
    )
}

/// Measures a picture whose cells and card are known already.
pub(super) fn measure_cells(
    pixels: &Pixels,
    cells: Option<&Cells>,
    card: Option<&Card<'_>>,
) -> Measures {
    let Some(cells) = cells else {
        return Measures::default();
    };
    let all = || 0..cells.len();
    let (paper, sharpness) = match card {
        Some(card) => (
            percentile(card.cells().map(|cell| cells.paper(cell)), 50),
            sharpness(pixels, cells, &card.inside().collect::<Vec<_>>()),
        ),
        None => (
            percentile(all().map(|cell| cells.paper(cell)), 95),
            sharpness(pixels, cells, &all().collect::<Vec<_>>()),
        ),
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

/// Sharpness and evenness of the cells with most ink. The result is none when there is too little
/// ink.
fn sharpness(pixels: &Pixels, cells: &Cells, among: &[usize]) -> Option<(f32, f32)> {
    let range = |cell: usize| f32::from(cells.range(cell));
    // Noise is measured in the plainest cells that are not burnt out.
    let mut plain: Vec<usize> = among
        .iter()
        .copied()
        .filter(|cell| cells.range(*cell) > 0 && cells.paper(*cell) < 245)
        .collect();
    plain.sort_unstable_by_key(|cell| cells.range(*cell));
    plain.truncate(plain.len() / 10 + 1);
    let mut inked: Vec<usize> = among
        .iter()
        .copied()
        .filter(|cell| range(*cell) >= 0.16 * f32::from(cells.paper(*cell)))
        .collect();
    inked.sort_unstable_by_key(|cell| std::cmp::Reverse(cells.range(*cell)));
    inked.truncate(inked.len() / 2 + 1);
    if inked.len() < 8 {
        return None;
    }
    let paper = percentile(inked.iter().map(|cell| cells.paper(*cell)), 50);
    let most_noise = 2.0 * (MOST_NOISE * f32::from(paper)).powi(2);
    let directions = [(1, 0), (0, 1), (1, 1), (1, -1)];
    let noise =
        directions.map(|direction| energy(pixels, cells, &plain, direction, 2).min(most_noise));
    let [fine, coarse] = [2, 8].map(|apart| {
        let of = |at: usize| energy(pixels, cells, &inked, directions[at], apart) - noise[at];
        [of(0), of(1), of(2), of(3)]
    });
    let coarse = coarse.iter().sum::<f32>() / 4.0;
    let [across, down, falling, rising] =
        fine.map(|fine| (fine / coarse.max(1.0)).max(f32::EPSILON));
    let even = |one: f32, other: f32| one.min(other) / one.max(other);
    Some((
        across.min(down).min(falling).min(rising),
        even(across, down).min(even(falling, rising)),
    ))
}

/// The mean squared difference of luma between points that are `apart` pixels from each other.
fn energy(
    pixels: &Pixels,
    cells: &Cells,
    among: &[usize],
    (dx, dy): (isize, isize),
    apart: isize,
) -> f32 {
    let (width, height) = (
        (pixels.width as usize).cast_signed(),
        (pixels.height as usize).cast_signed(),
    );
    let luma = |x: isize, y: isize| cells.luma(x.cast_unsigned(), y.cast_unsigned());
    let (mut sum, mut count) = (0_u64, 0_u32);
    for cell in among {
        let (left, top) = cells.place(*cell);
        let (left, top) = (left.cast_signed(), top.cast_signed());
        for y in (top..top + CELL.cast_signed()).filter(|y| (0..height).contains(&(y + dy * apart)))
        {
            for x in
                (left..left + CELL.cast_signed()).filter(|x| (0..width).contains(&(x + dx * apart)))
            {
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
    values
        .get(last * percent / 100)
        .copied()
        .unwrap_or_default()
}
