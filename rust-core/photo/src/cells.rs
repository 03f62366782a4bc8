//! Divides a picture into cells of 16 × 16 pixels and finds the cells that show the card.

use super::parallel::both;
use super::picture::Pixels;

/// Width and height of a cell in pixels.
pub(super) const CELL: usize = 16;
/// The least and the most of a picture that a card can take, in percent of the picture's cells.
const LEAST_CARD: usize = 6;
const MOST_CARD: usize = 92;
/// The places from which a card is looked for, in percent of width and height, in this order.
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
/// How much the paper's luma may change from one cell to its neighbour, as a share; 2 is added so
/// that dark paper is not split by rounding.
const STEP: f32 = 0.12;
/// How much the paper's colour may change from one cell to its neighbour, as a share of the sum of
/// red, green and blue.
const COLOUR_STEP: f32 = 0.018;
/// How much the paper's colour may differ between the first cell of a region and any other.
const COLOUR: f32 = 0.032;
const DARKEST: f32 = 0.45;
const BRIGHTEST: f32 = 1.9;
/// The share of inked cells along an edge of the picture from which on the region there is taken
/// for a card and not for a bare table.
const INK_AT_EDGE: f32 = 0.15;
const EDGE_DEPTH: usize = 2;
/// A cell whose mean luma is at least this is burnt out.
const BURNT: u8 = 251;

/// What was measured in each cell of a picture.
pub(super) struct Cells {
    across: usize,
    down: usize,
    width: usize,
    height: usize,
    luma: Vec<u8>,
    all: Vec<Cell>,
}

/// The extent of a region of cells: its first and last column and row, its number of cells, and the
/// number of those that have ink.
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
    /// Mean luma of the brighter half of the pixels: ink is in the darker half.
    paper: u8,
    /// The brightest place less the darkest one, each averaged over two pixels.
    range: u8,
    /// Mean luma of all pixels.
    mean: u8,
    /// Red and blue of the brighter half, as shares of the sum of red, green and blue.
    colour: [f32; 2],
}

impl Cells {
    /// Measures a picture. The result is none when the picture has too few cells to tell anything.
    pub fn of(pixels: &Pixels) -> Option<Self> {
        let (width, height) = (pixels.width as usize, pixels.height as usize);
        let (across, down) = (width / CELL, height / CELL);
        if across < 12 || down < 12 {
            return None;
        }
        // The encoder waits for this measurement, so two threads share the work.
        let middle = down / 2 * CELL * width;
        let (upper, lower) = pixels.rgb.split_at_checked(middle * 3)?;
        let mut luma = vec![0; width * height];
        let (luma_above, luma_below) = luma.split_at_mut_checked(middle)?;
        let (mut all, rest) = both(
            || cells(upper, luma_above, width),
            || cells(lower, luma_below, width),
        );
        all.extend(rest);
        Some(Self {
            across,
            down,
            width,
            height,
            luma,
            all,
        })
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The numbers of columns and rows.
    pub fn size(&self) -> (usize, usize) {
        (self.across, self.down)
    }

    /// Width and height of the picture in pixels.
    pub fn pixels(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    pub fn luma(&self, x: usize, y: usize) -> u8 {
        self.luma
            .get(y * self.width + x)
            .copied()
            .unwrap_or_default()
    }

    pub fn paper(&self, cell: usize) -> u8 {
        self.all[cell].paper
    }

    pub fn range(&self, cell: usize) -> u8 {
        self.all[cell].range
    }

    /// The upper left pixel of a cell, as x and y.
    pub fn place(&self, cell: usize) -> (usize, usize) {
        (cell % self.across * CELL, cell / self.across * CELL)
    }

    /// The first region around the middle that could be a card. A region that reaches three of the
    /// picture's edges may be the table, so it is taken only when there is no other.
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

    /// Whether anything is printed, drawn or visible in this cell, sharp or not.
    pub fn is_inked(&self, cell: usize) -> bool {
        let Cell { paper, range, .. } = self.all[cell];
        f32::from(range) >= 0.12 * f32::from(paper)
    }

    /// Whether this region would be taken for a card if the search had begun there. A region that
    /// reaches more than two of the picture's edges is a table.
    pub fn could_be_a_card(&self, region: &Spread) -> bool {
        let Spread {
            left,
            top,
            right,
            bottom,
            ..
        } = *region;
        let edges = [
            left == 0,
            top == 0,
            right + 1 == self.across,
            bottom + 1 == self.down,
        ];
        region.has_print() && edges.into_iter().filter(|edge| *edge).count() <= 2
    }

    /// All cells that the paper of `seed` reaches from neighbour to neighbour.
    fn region(&self, seed: usize) -> Card<'_> {
        let mut marked = vec![false; self.len()];
        let spread = self.spread(seed, &mut marked);
        Card {
            of: self,
            seed,
            marked,
            spread,
        }
    }

    /// Marks all cells that the paper of `seed` reaches. Cells that are marked already are left
    /// out.
    pub fn spread(&self, seed: usize, marked: &mut [bool]) -> Spread {
        let first = self.all[seed];
        let mut spread = Spread {
            left: self.across,
            top: self.down,
            right: 0,
            bottom: 0,
            count: 0,
            inked: 0,
        };
        let mut open = vec![seed];
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut marked[at], true) {
                continue;
            }
            spread.add(at % self.across, at / self.across, self.is_inked(at));
            let next = self.around(at).filter(|next| {
                !marked[*next]
                    && self.all[at].goes_on_to(&self.all[*next])
                    && first.is_like(&self.all[*next])
            });
            open.extend(next);
        }
        spread
    }

    fn around(&self, at: usize) -> impl Iterator<Item = usize> {
        let (x, y) = (at % self.across, at / self.across);
        let (across, down) = (self.across, self.down);
        [
            (x.wrapping_sub(1), y),
            (x + 1, y),
            (x, y.wrapping_sub(1)),
            (x, y + 1),
        ]
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

/// Measures the cells of some rows, and writes the luma of their pixels into `luma`.
fn cells(rgb: &[u8], luma: &mut [u8], width: usize) -> Vec<Cell> {
    for (luma, rgb) in luma.iter_mut().zip(rgb.as_chunks().0) {
        *luma = luma_of(*rgb);
    }
    let (across, down) = (width / CELL, luma.len() / width / CELL);
    (0..across * down)
        .map(|at| Cell::of(rgb, luma, width, at % across * CELL, at / across * CELL))
        .collect()
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
        for at in rows()
            .flat_map(|row| row..row + CELL)
            // Only the brighter half counts as paper. Ink in the cell would make the same paper
            // look darker.
            .filter(|at| luma[*at] >= mean)
        {
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
        (self.colour[0] - other.colour[0])
            .abs()
            .max((self.colour[1] - other.colour[1]).abs())
    }
}

/// The luma of a colour by ITU-R BT.601, calculated in 256ths.
fn luma_of([r, g, b]: [u8; 3]) -> u8 {
    ((77 * u32::from(r) + 150 * u32::from(g) + 29 * u32::from(b)) >> 8) as u8
}

/// The cells that show the card.
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

    /// For each cell of the picture, whether it shows the card.
    pub fn marks(&self) -> &[bool] {
        &self.marked
    }

    /// Whether the paper of that cell is like the card's.
    pub fn is_like(&self, cell: usize) -> bool {
        self.of.all[self.seed].is_like(&self.of.all[cell])
    }

    /// Each row that shows a part of the card, with the first and the last column of that part.
    pub fn rows(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let rows = self.marked.chunks(self.of.across).enumerate();
        rows.filter_map(|(row, marked)| {
            let first = marked.iter().position(|is| *is)?;
            Some((row, first, marked.iter().rposition(|is| *is)?))
        })
    }

    pub fn cells(&self) -> impl Iterator<Item = usize> {
        self.marked
            .iter()
            .enumerate()
            .filter_map(|(at, is)| is.then_some(at))
    }

    /// The card's cells that are not at its border. At the border the edge of a table may be sharp
    /// while the card's print is blurred.
    pub fn inside(&self) -> impl Iterator<Item = usize> {
        self.cells()
            .filter(|at| self.of.around(*at).all(|next| self.marked[next]))
    }

    /// The number of cells of the largest burnt-out spot that has the card on at least three of its
    /// four sides.
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
        let column = |rows: std::ops::Range<usize>| {
            rows.into_iter().any(|row| self.marked[row * across + x])
        };
        let sides = [
            row[..x].contains(&true),
            row[x..].contains(&true),
            column(0..y),
            column(y..self.of.down),
        ];
        sides.into_iter().filter(|side| *side).count() >= 3
    }

    /// The longest stretch of the card along an edge of the picture, as a share of the card's own
    /// extent in that direction. An edge counts only where print comes near it, because a bare
    /// table of the card's colour has none. The result is none when the region reaches three edges.
    pub fn over_the_edge(&self) -> Option<f32> {
        let (across, down) = (self.of.across, self.of.down);
        let Spread {
            left: first,
            right: last,
            top: highest,
            bottom: lowest,
            ..
        } = self.spread;
        let (columns, rows) = (last + 1 - first, lowest + 1 - highest);
        // Each closure gives the cell at a place along its edge and at a depth from it.
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
        let cut = sides
            .into_iter()
            .filter(|(_, ink)| *ink >= INK_AT_EDGE)
            .map(|(share, _)| share);
        (touched <= 2).then(|| cut.fold(0.0, f32::max))
    }

    /// The stretch of the card along one edge as a share of `extent`, and the share of cells near
    /// that edge that have ink.
    fn along(
        &self,
        length: usize,
        extent: usize,
        cell: impl Fn(usize, usize) -> usize,
    ) -> (f32, f32) {
        let Some(stretch) = stretch((0..length).map(|along| self.marked[cell(along, 0)])) else {
            return (0.0, 0.0);
        };
        let near = |depth: usize| {
            stretch
                .clone()
                .filter(|along| self.of.is_inked(cell(*along, depth)))
                .count()
        };
        let inked: usize = (0..EDGE_DEPTH).map(near).sum();
        (
            stretch.len() as f32 / extent.max(1) as f32,
            inked as f32 / (stretch.len() * EDGE_DEPTH) as f32,
        )
    }
}

/// The range from the first to the last marked cell. The result is none when less than a third of
/// the cells between are marked: the gap may be a portrait, but not most of the range.
fn stretch(cells: impl Iterator<Item = bool>) -> Option<std::ops::Range<usize>> {
    let (mut first, mut last, mut count) = (None, 0, 0);
    for (at, _) in cells.enumerate().filter(|(_, marked)| *marked) {
        first.get_or_insert(at);
        (last, count) = (at, count + 1);
    }
    first
        .map(|first| first..last + 1)
        .filter(|stretch| count * 3 >= stretch.len())
}
