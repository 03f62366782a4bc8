//! Finds where the card surely lies, so that the picture's few bytes are spent on the card and not
//! on the table.
//!
//! What is cut away cannot be brought back, so a picture is cut only when the whole card was surely
//! found: a region of paper ([`super::cells`]) that
//!
//! 1. keeps away from all four edges of the picture,
//! 2. fills a rectangle, which may be turned,
//! 3. has nearly the sides of an ID-1 card: paper that ends at a shadow or at glare has others,
//! 4. and is the only one: there is no second card, and no more of its paper, outside of it.
//!
//! A margin is kept around it that is wider than the error that rule 3 allows.

use std::ops::RangeInclusive;

use super::cells::{CELL, Card, Cells, Spread};
use super::picture::Pixels;

/// A part of a picture, in shares of the stored width and height from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The share of the width at which the part begins.
    pub left: f64,
    /// The share of the height at which the part begins.
    pub top: f64,
    /// The share of the width at which the part ends.
    pub right: f64,
    /// The share of the height at which the part ends.
    pub bottom: f64,
}

/// The long side of a card divided by its short one: 85.60 × 53.98 mm (ISO/IEC 7810).
const ID_1: f64 = 85.6 / 53.98;
/// How far the sides of a region may be from those of [`ID_1`]. A tilted camera and the size of the
/// cells cause such differences.
const SIDES: RangeInclusive<f64> = 0.90..=1.10;
/// The margin on each side, as a share of the card's long side.
const MARGIN: f64 = 0.08;
/// The least share of the rectangle that the card fills, counted from the first to the last cell of
/// each row.
const SOLID: f64 = 0.86;
/// The most degrees by which a card may be turned to either side. The bounding box of a card that
/// is turned further is mostly table.
const MOST_TURN: i32 = 30;
/// The most printed cells of the card's paper that may lie outside, as a share of the card's cells.
const MOST_OUTSIDE: f64 = 0.03;
/// A second region is a card when it has at least this share of the first one's cells.
const SECOND: f64 = 0.25;
/// A part that is larger than this share is not cut out, since little would be gained.
const MOST_KEPT: f64 = 0.9;

impl Part {
    /// The share of the picture that the part takes.
    pub fn area(&self) -> f64 {
        (self.right - self.left) * (self.bottom - self.top)
    }
}

/// The part of a picture of at most 1280 pixels that is kept when it is cut to its card.
pub fn card_part(pixels: &Pixels) -> Option<Part> {
    let cells = Cells::of(pixels)?;
    place(&cells, &cells.card()?)
}

/// The part of the picture that holds the whole card. The result is none when in doubt, and when
/// the part is nearly all of the picture.
pub(super) fn place(cells: &Cells, card: &Card<'_>) -> Option<Part> {
    let spread = card.spread();
    let (across, down) = cells.size();
    if spread.left == 0
        || spread.top == 0
        || spread.right + 1 >= across
        || spread.bottom + 1 >= down
    {
        return None;
    }
    let (long, short, filled) = rectangle(card);
    if !SIDES.contains(&(long / short / ID_1)) || filled < SOLID {
        return None;
    }
    let part = around(cells, spread, long * MARGIN);
    (part.area() <= MOST_KEPT && is_alone(cells, card, &part)).then_some(part)
}

/// The extent of a region with a margin, which is given in cells.
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

/// The smallest rectangle around the card, which may be turned: its long and its short side in
/// cells, and the share of it that the card fills.
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
            let (least, most) = ends
                .iter()
                .map(along)
                .fold((f64::MAX, f64::MIN), |(least, most), at| {
                    (least.min(at), most.max(at))
                });
            most - least + 1.0
        };
        (
            extent(&|(x, y)| x * cos + y * sin),
            extent(&|(x, y)| y * cos - x * sin),
        )
    };
    let area = |(one, other): &(f64, f64)| one * other;
    let all = (-MOST_TURN..=MOST_TURN).map(sides);
    let (one, other) = all
        .min_by(|a, b| area(a).total_cmp(&area(b)))
        .unwrap_or((1.0, 1.0));
    (
        one.max(other),
        one.min(other),
        filled as f64 / (one * other),
    )
}

/// Whether there is no second card outside of that part, and no printed paper like the card's.
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
    let (x, y) = (
        (x + CELL / 2) as f64 / width as f64,
        (y + CELL / 2) as f64 / height as f64,
    );
    (part.left..part.right).contains(&x) && (part.top..part.bottom).contains(&y)
}
