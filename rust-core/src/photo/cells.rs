//! A picture in cells of 16 × 16 pixels, and the card among them.

use super::parallel::both;
use super::picture::Pixels;

/// Pixels.
pub(super) const CELL: usize = 16;
/// A card takes at least and at most so much of a picture, in percent of its cells.
const LEAST_CARD: usize = 6;
const MOST_CARD: usize = 92;
/// Where a card is looked for, in percent of width and height: the middle first.
const SEEDS: [(usize, usize); 13] = [
    (50, 50),
    (40, 50),
    (60, 50),
    (50, 40),
    (50, 60),
    (35, 35),
    (65, 35),
    (35, 65),
    (65, 65),
    (50, 25),
    (50, 75),
    (25, 50),
    (75, 50),
];
/// From one cell to the next, the paper's luma may change by this share (and a little)…
const STEP: f32 = 0.12;
/// … and its colour by so much of the sum of red, green and blue.
const COLOUR_STEP: f32 = 0.018;
/// From the first cell to any.
const COLOUR: f32 = 0.032;
const DARKEST: f32 = 0.45;
const BRIGHTEST: f32 = 1.9;
/// Share of inked cells, and in how many rows of cells along an edge, that make it the card's.
const INK_AT_EDGE: f32 = 0.15;
const EDGE_DEPTH: usize = 2;
/// Mean luma of what is burnt out.
const BURNT: u8 = 251;

/// What is seen in each cell.
pub(super) struct Cells {
    across: usize,
    down: usize,
    width: usize,
    height: usize,
    luma: Vec<u8>,
    all: Vec<Cell>,
}

/// What a region of cells takes: the first and last of columns and rows, how many, and how many of them have ink.
#[derive(Clone, Copy)]
pub(super) struct Spread {
    pub left: usize,
    pub top: usize,
    pub right: usize,
    pub bottom: usize,
    pub count: usize,
    pub inked: usize,
}

#[derive(Clone, Copy)]
struct Cell {
    /// Mean luma of the brighter half.
    paper: u8,
    /// Brightest by darkest, each averaged over two pixels.
    range: u8,
    /// Mean luma.
    mean: u8,
    /// Red and blue of the brighter half, as shares of the sum.
    colour: [f32; 2],
}

impl Cells {
    /// None when the picture has too few cells to tell anything.
    pub fn of(pixels: &Pixels) -> Option<Self> {
        let (width, height) = (pixels.width as usize, pixels.height as usize);
        let (across, down) = (width / CELL, height / CELL);
        if across < 12 || down < 12 {
            return None;
        }
        // The encoder waits for it: in two halves at once.
        let middle = down / 2 * CELL * width;
        let (upper, lower) = pixels.rgb.split_at_checked(middle * 3)?;
        let mut luma = vec![0; width * height];
        let (luma_above, luma_below) = luma.split_at_mut_checked(middle)?;
        let (mut all, rest) = both(|| cells(upper, luma_above, width), || cells(lower, luma_below, width));
        all.extend(rest);
        Some(Self { across, down, width, height, luma, all })
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Columns and rows.
    pub fn size(&self) -> (usize, usize) {
        (self.across, self.down)
    }

    /// Of the picture.
    pub fn pixels(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    pub fn luma(&self, x: usize, y: usize) -> u8 {
        self.luma.get(y * self.width + x).copied().unwrap_or_default()
    }

    pub fn paper(&self, cell: usize) -> u8 {
        self.all[cell].paper
    }

    pub fn range(&self, cell: usize) -> u8 {
        self.all[cell].range
    }

    /// The cell's first pixel.
    pub fn place(&self, cell: usize) -> (usize, usize) {
        (cell % self.across * CELL, cell / self.across * CELL)
    }

    /// The card: the first region around the middle that could be one, rather not one that reaches three of the
    /// picture's edges: that may be the table.
    pub fn card(&self) -> Option<Card<'_>> {
        let mut table = None;
        for (x, y) in SEEDS {
            let seed = self.down * y / 100 * self.across + self.across * x / 100;
            if self.all[seed].mean >= BURNT {
                continue;
            }
            let card = self.region(seed);
            let share = card.count() * 100 / self.len();
            if (LEAST_CARD..=MOST_CARD).contains(&share) && card.spread.has_print() {
                if card.over_the_edge().is_some() {
                    return Some(card);
                }
                table.get_or_insert(card);
            }
        }
        table
    }

    /// Something stands in this cell, sharp or not.
    pub fn is_inked(&self, cell: usize) -> bool {
        let Cell { paper, range, .. } = self.all[cell];
        f32::from(range) >= 0.12 * f32::from(paper)
    }

    /// Would it be one, if it were looked for there? A table reaches more of the picture's edges.
    pub fn could_be_a_card(&self, region: &Spread) -> bool {
        let Spread { left, top, right, bottom, .. } = *region;
        let edges = [left == 0, top == 0, right + 1 == self.across, bottom + 1 == self.down];
        region.has_print() && edges.into_iter().filter(|edge| *edge).count() <= 2
    }

    /// All cells to which the paper of `seed` goes on.
    fn region(&self, seed: usize) -> Card<'_> {
        let mut marked = vec![false; self.len()];
        let spread = self.spread(seed, &mut marked);
        Card { of: self, seed, marked, spread }
    }

    /// Marks all cells to which the paper of `seed` goes on, but for those that are marked already.
    pub fn spread(&self, seed: usize, marked: &mut [bool]) -> Spread {
        let first = self.all[seed];
        let mut spread = Spread { left: self.across, top: self.down, right: 0, bottom: 0, count: 0, inked: 0 };
        let mut open = vec![seed];
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut marked[at], true) {
                continue;
            }
            spread.add(at % self.across, at / self.across, self.is_inked(at));
            let next = self.around(at).filter(|next| {
                !marked[*next] && self.all[at].goes_on_to(&self.all[*next]) && first.is_like(&self.all[*next])
            });
            open.extend(next);
        }
        spread
    }

    fn around(&self, at: usize) -> impl Iterator<Item = usize> {
        let (x, y) = (at % self.across, at / self.across);
        let (across, down) = (self.across, self.down);
        [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)]
            .into_iter()
            .filter(move |(x, y)| *x < across && *y < down)
            .map(move |(x, y)| y * across + x)
    }
}

impl Spread {
    fn add(&mut self, x: usize, y: usize, is_inked: bool) {
        (self.left, self.right) = (self.left.min(x), self.right.max(x));
        (self.top, self.bottom) = (self.top.min(y), self.bottom.max(y));
        self.count += 1;
        self.inked += usize::from(is_inked);
    }

    fn has_print(&self) -> bool {
        self.inked * 12 > self.count
    }
}

/// The cells of some rows, and the luma of their pixels.
fn cells(rgb: &[u8], luma: &mut [u8], width: usize) -> Vec<Cell> {
    for (luma, rgb) in luma.iter_mut().zip(rgb.as_chunks().0) {
        *luma = luma_of(*rgb);
    }
    let (across, down) = (width / CELL, luma.len() / width / CELL);
    (0..across * down).map(|at| Cell::of(rgb, luma, width, at % across * CELL, at / across * CELL)).collect()
}

impl Cell {
    fn of(rgb: &[u8], luma: &[u8], width: usize, left: usize, top: usize) -> Self {
        let (mut least, mut most, mut sum) = (u8::MAX, 0, 0_u32);
        let rows = || (top..top + CELL).map(|y| y * width + left);
        for row in rows() {
            for pair in luma[row..row + CELL].as_chunks::<2>().0 {
                let mean = pair[0].midpoint(pair[1]);
                (least, most) = (least.min(mean), most.max(mean));
                sum += u32::from(pair[0]) + u32::from(pair[1]);
            }
        }
        let mean = (sum / (CELL * CELL) as u32) as u8;
        let (mut bright, mut sums, mut count) = (0_u32, [0_u32; 3], 0_u32);
        for at in rows().flat_map(|row| row..row + CELL).filter(|at| luma[*at] >= mean) {
            bright += u32::from(luma[at]);
            for (sum, colour) in sums.iter_mut().zip(&rgb[at * 3..at * 3 + 3]) {
                *sum += u32::from(*colour);
            }
            count += 1;
        }
        let all = sums.iter().sum::<u32>().max(1) as f32;
        Self {
            paper: (bright / count.max(1)) as u8,
            range: most.saturating_sub(least),
            mean,
            colour: [sums[0] as f32 / all, sums[2] as f32 / all],
        }
    }

    fn goes_on_to(&self, next: &Self) -> bool {
        let (one, other) = (f32::from(self.paper), f32::from(next.paper));
        (one - other).abs() <= STEP * one.max(other) + 2.0 && self.differs_by(next) <= COLOUR_STEP
    }

    fn is_like(&self, other: &Self) -> bool {
        let times = f32::from(other.paper) / f32::from(self.paper.max(1));
        (DARKEST..=BRIGHTEST).contains(&times) && self.differs_by(other) <= COLOUR
    }

    fn differs_by(&self, other: &Self) -> f32 {
        (self.colour[0] - other.colour[0]).abs().max((self.colour[1] - other.colour[1]).abs())
    }
}

/// ITU-R BT.601, in 256ths.
fn luma_of([r, g, b]: [u8; 3]) -> u8 {
    ((77 * u32::from(r) + 150 * u32::from(g) + 29 * u32::from(b)) >> 8) as u8
}

/// The cells that are card.
pub(super) struct Card<'a> {
    of: &'a Cells,
    seed: usize,
    marked: Vec<bool>,
    spread: Spread,
}

impl Card<'_> {
    pub fn count(&self) -> usize {
        self.spread.count
    }

    pub fn spread(&self) -> &Spread {
        &self.spread
    }

    /// Whether each cell of the picture is card.
    pub fn marks(&self) -> &[bool] {
        &self.marked
    }

    /// Is that cell's paper as the card's?
    pub fn is_like(&self, cell: usize) -> bool {
        self.of.all[self.seed].is_like(&self.of.all[cell])
    }

    /// Each row that has card, with its first and last column of it.
    pub fn rows(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let rows = self.marked.chunks(self.of.across).enumerate();
        rows.filter_map(|(row, marked)| {
            let first = marked.iter().position(|is| *is)?;
            Some((row, first, marked.iter().rposition(|is| *is)?))
        })
    }

    pub fn cells(&self) -> impl Iterator<Item = usize> {
        self.marked.iter().enumerate().filter_map(|(at, is)| is.then_some(at))
    }

    /// The card's cells that are not at its border: the table's edge is as sharp as the card's print may be blurred.
    pub fn inside(&self) -> impl Iterator<Item = usize> {
        self.cells().filter(|at| self.of.around(*at).all(|next| self.marked[next]))
    }

    /// Cells of the largest burnt-out spot that has card on at least three of its four sides.
    pub fn largest_burnt(&self) -> usize {
        let cells = &self.of.all;
        let mut seen = vec![false; cells.len()];
        let mut largest = 0;
        for start in 0..cells.len() {
            let (mut open, mut count, mut sum) = (vec![start], 0, (0, 0));
            while let Some(at) = open.pop() {
                if cells[at].mean < BURNT || std::mem::replace(&mut seen[at], true) {
                    continue;
                }
                count += 1;
                sum = (sum.0 + at % self.of.across, sum.1 + at / self.of.across);
                open.extend(self.of.around(at));
            }
            if count > largest && self.is_around(sum.0 / count, sum.1 / count) {
                largest = count;
            }
        }
        largest
    }

    fn is_around(&self, x: usize, y: usize) -> bool {
        let across = self.of.across;
        let row = &self.marked[y * across..(y + 1) * across];
        let column = |rows: std::ops::Range<usize>| rows.into_iter().any(|row| self.marked[row * across + x]);
        let sides = [row[..x].contains(&true), row[x..].contains(&true), column(0..y), column(y..self.of.down)];
        sides.into_iter().filter(|side| *side).count() >= 3
    }

    /// The longest stretch of card along an edge of the picture, by the card's own extent in that direction. Only where
    /// print comes near the edge: a bare table of the card's colour has none. None when card reaches three edges.
    pub fn over_the_edge(&self) -> Option<f32> {
        let (across, down) = (self.of.across, self.of.down);
        let Spread { left: first, right: last, top: highest, bottom: lowest, .. } = self.spread;
        let (columns, rows) = (last + 1 - first, lowest + 1 - highest);
        // Cells by place along the edge and depth from it.
        let top = |along: usize, depth: usize| depth * across + along;
        let bottom = |along: usize, depth: usize| (down - 1 - depth) * across + along;
        let left = |along: usize, depth: usize| along * across + depth;
        let right = |along: usize, depth: usize| along * across + across - 1 - depth;
        let sides = [
            self.along(across, columns, top),
            self.along(across, columns, bottom),
            self.along(down, rows, left),
            self.along(down, rows, right),
        ];
        let touched = sides.iter().filter(|(share, _)| *share > 0.15).count();
        let cut = sides.into_iter().filter(|(_, ink)| *ink >= INK_AT_EDGE).map(|(share, _)| share);
        (touched <= 2).then(|| cut.fold(0.0, f32::max))
    }

    /// The stretch of card along one edge as a share of `extent`, and the share of cells near it that have ink.
    fn along(&self, length: usize, extent: usize, cell: impl Fn(usize, usize) -> usize) -> (f32, f32) {
        let Some(stretch) = stretch((0..length).map(|along| self.marked[cell(along, 0)])) else { return (0.0, 0.0) };
        let near = |depth: usize| stretch.clone().filter(|along| self.of.is_inked(cell(*along, depth))).count();
        let inked: usize = (0..EDGE_DEPTH).map(near).sum();
        (stretch.len() as f32 / extent.max(1) as f32, inked as f32 / (stretch.len() * EDGE_DEPTH) as f32)
    }
}

/// From the first to the last cell of card, when a third of what lies between is card too: a portrait may lie there.
fn stretch(cells: impl Iterator<Item = bool>) -> Option<std::ops::Range<usize>> {
    let (mut first, mut last, mut count) = (None, 0, 0);
    for (at, _) in cells.enumerate().filter(|(_, marked)| *marked) {
        first.get_or_insert(at);
        (last, count) = (at, count + 1);
    }
    first.map(|first| first..last + 1).filter(|stretch| count * 3 >= stretch.len())
}
