//! Where the card surely lies, so that the bytes there are go to it and not to the table.
//!
//! What is cut away is gone: a card that is not surely known whole is left in its whole picture. Sure is a region of paper
//! ([`super::cells`]) that
//!
//! 1. keeps away from all four edges of the picture,
//! 2. fills a rectangle, turned as it may be,
//! 3. with the sides of an ID-1 card, nearly: paper that ends at a shadow or at glare has others,
//! 4. and is the only one: neither its paper nor a second card goes on outside.
//!
//! Around it a margin is kept that is wider than what rule 3 would not see.

use std::ops::RangeInclusive;

use super::cells::{CELL, Card, Cells, Spread};
use super::picture::Pixels;

/// A part of a picture, in shares of its width and height as stored, from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Where it begins.
    pub left: f64,
    /// Where it begins.
    pub top: f64,
    /// Where it ends.
    pub right: f64,
    /// Where it ends.
    pub bottom: f64,
}

/// ISO/IEC 7810: 85.60 × 53.98 mm.
const ID_1: f64 = 85.6 / 53.98;
/// The long side by the short one, by that of [`ID_1`]; what lies between is a tilt, or cells of 16 pixels.
const SIDES: RangeInclusive<f64> = 0.90..=1.10;
/// Of the card's long side, on each side.
const MARGIN: f64 = 0.08;
/// How much of the rectangle is card, from the first to the last cell of each row.
const SOLID: f64 = 0.86;
/// In degrees, to either side: the bounding box of what is turned further is mostly table.
const MOST_TURN: i32 = 30;
/// Cells outside with print on the card's paper, by the card's cells.
const MOST_OUTSIDE: f64 = 0.03;
/// A second card is so much of the first one.
const SECOND: f64 = 0.25;
/// Cutting away less is not worth it.
const MOST_KEPT: f64 = 0.9;

impl Part {
    /// Share of the picture.
    pub fn area(&self) -> f64 {
        (self.right - self.left) * (self.bottom - self.top)
    }
}

/// The part of a picture of at most 1280 pixels that is kept when it is cut to its card.
pub fn card_part(pixels: &Pixels) -> Option<Part> {
    let cells = Cells::of(pixels)?;
    place(&cells, &cells.card()?)
}

/// The part of the picture that holds all of the card. None when in doubt, or when that is nearly all of the picture.
pub(super) fn place(cells: &Cells, card: &Card<'_>) -> Option<Part> {
    let spread = card.spread();
    let (across, down) = cells.size();
    if spread.left == 0 || spread.top == 0 || spread.right + 1 >= across || spread.bottom + 1 >= down {
        return None;
    }
    let (long, short, filled) = rectangle(card);
    if !SIDES.contains(&(long / short / ID_1)) || filled < SOLID {
        return None;
    }
    let part = around(cells, spread, long * MARGIN);
    (part.area() <= MOST_KEPT && is_alone(cells, card, &part)).then_some(part)
}

/// With a margin, in cells.
fn around(cells: &Cells, spread: &Spread, margin: f64) -> Part {
    let (width, height) = cells.pixels();
    let share = |cell: f64, of: usize| (cell * CELL as f64 / of as f64).clamp(0.0, 1.0);
    Part {
        left: share(spread.left as f64 - margin, width),
        top: share(spread.top as f64 - margin, height),
        right: share(spread.right as f64 + 1.0 + margin, width),
        bottom: share(spread.bottom as f64 + 1.0 + margin, height),
    }
}

/// The least rectangle around the card, turned as it may be: its long side and its short one in cells, and how much of it
/// is card.
fn rectangle(card: &Card<'_>) -> (f64, f64, f64) {
    let mut ends = Vec::new();
    let mut filled = 0;
    for (row, first, last) in card.rows() {
        filled += last + 1 - first;
        ends.extend([(first as f64, row as f64), (last as f64, row as f64)]);
    }
    let sides = |degrees: i32| {
        let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
        let extent = |along: &dyn Fn(&(f64, f64)) -> f64| {
            let (least, most) =
                ends.iter().map(along).fold((f64::MAX, f64::MIN), |(least, most), at| (least.min(at), most.max(at)));
            most - least + 1.0
        };
        (extent(&|(x, y)| x * cos + y * sin), extent(&|(x, y)| y * cos - x * sin))
    };
    let area = |(one, other): &(f64, f64)| one * other;
    let all = (-MOST_TURN..=MOST_TURN).map(sides);
    let (one, other) = all.min_by(|a, b| area(a).total_cmp(&area(b))).unwrap_or((1.0, 1.0));
    (one.max(other), one.min(other), filled as f64 / (one * other))
}

/// Neither goes the card's paper on outside of that part with print on it, nor is there a second card.
fn is_alone(cells: &Cells, card: &Card<'_>, part: &Part) -> bool {
    let is_over = |count: usize, share: f64| count as f64 > card.count() as f64 * share;
    let mut outside = 0;
    let mut seen = card.marks().to_vec();
    for at in 0..cells.len() {
        if is_in(cells, at, part) {
            continue;
        }
        if cells.is_inked(at) && card.is_like(at) {
            outside += 1;
        }
        if !seen[at] {
            let other = cells.spread(at, &mut seen);
            if is_over(other.count, SECOND) && cells.could_be_a_card(&other) {
                return false;
            }
        }
    }
    !is_over(outside, MOST_OUTSIDE)
}

fn is_in(cells: &Cells, at: usize, part: &Part) -> bool {
    let (width, height) = cells.pixels();
    let (x, y) = cells.place(at);
    let (x, y) = ((x + CELL / 2) as f64 / width as f64, (y + CELL / 2) as f64 / height as f64);
    (part.left..part.right).contains(&x) && (part.top..part.bottom).contains(&y)
}
