//! Where each line of a paper stands.

use super::blocks::{Block, Paper};
use super::font::{Face, encode, width};
use crate::payment::picture::Modules;

/// A5, in points; the origin is at the lower left.
pub(super) const WIDTH: f32 = 419.53;
pub(super) const HEIGHT: f32 = 595.28;
pub(super) const MARGIN: f32 = 32.0;
/// Above the lower edge: the footer's base line.
const FOOTER: f32 = 24.0;
/// No text stands below it.
const BOTTOM: f32 = 38.0;
/// Of normal letters, the largest that brings a paper onto one page is taken. Smaller ones are not
/// read on a copy.
const SIZES: [f32; 4] = [11.0, 10.0, 9.0, 8.0];
/// The distance between lines, as a multiple of the size of letters.
const LEADING: f32 = 1.25;
/// Left of steps and items: room for their numbers.
const INDENT: f32 = 16.0;
/// How much of a row is its label's.
const LABEL: f32 = 0.42;
/// The side of a code, quiet zone included.
const CODE: f32 = 170.0;
/// Light modules around a QR code.
const QUIET: usize = 4;

/// What is drawn on a page.
pub(super) type Page = Vec<Mark>;

/// One thing on a page.
pub(super) enum Mark {
    /// A line of text, from its left end on its base line.
    Text {
        x: f32,
        y: f32,
        face: Face,
        size: f32,
        text: Vec<u8>,
    },
    /// A thin line from one margin to the other.
    Rule { y: f32 },
    /// A filled rectangle, by its lower left corner.
    Box { x: f32, y: f32, w: f32, h: f32 },
}

/// The pages of a paper, at least one.
pub(super) fn lay_out(paper: &Paper) -> Vec<Page> {
    SIZES
        .into_iter()
        .map(|size| Pen::new(size).write(paper))
        .find(|pages| pages.len() == 1)
        // The paper needs more pages anyway, so they are easy to read.
        .unwrap_or_else(|| Pen::new(SIZES[0]).write(paper))
}

/// A place on the page that is being filled.
struct Pen {
    size: f32,
    y: f32,
    pages: Vec<Page>,
}

impl Pen {
    fn new(size: f32) -> Self {
        Self {
            size,
            y: HEIGHT - MARGIN,
            pages: vec![Page::new()],
        }
    }

    fn write(mut self, paper: &Paper) -> Vec<Page> {
        self.paragraph(Face::Bold, self.size * 1.5, MARGIN, &paper.title);
        self.down(self.size * 0.4);
        self.mark_rule();
        for block in &paper.blocks {
            self.block(block);
        }
        let count = self.pages.len();
        for (number, page) in self.pages.iter_mut().enumerate() {
            let text = if count > 1 {
                format!("{} · {}/{count}", paper.footer, number + 1)
            } else {
                paper.footer.clone()
            };
            // One line: a footer that is too long loses its end and no text of the paper.
            let mut lines = broken(&text, Face::Plain, 7.0, WIDTH - 2.0 * MARGIN);
            lines.truncate(1);
            page.extend(lines.into_iter().map(|text| Mark::Text {
                x: MARGIN,
                y: FOOTER,
                face: Face::Plain,
                size: 7.0,
                text,
            }));
        }
        self.pages
    }

    fn block(&mut self, block: &Block) {
        let size = self.size;
        match block {
            Block::Heading(text) => {
                // A heading alone at the foot of a page leads to nothing.
                self.need(size * 5.0);
                self.down(size * 0.7);
                self.paragraph(Face::Bold, size * 1.1, MARGIN, text);
            }
            Block::Text(text) => self.spaced(Face::Plain, size, text),
            Block::Strong(text) => self.spaced(Face::Bold, size * 1.25, text),
            Block::Small(text) => self.spaced(Face::Plain, (size * 0.8).max(7.0), text),
            Block::Rows(rows) => {
                for (label, value) in rows {
                    self.row(label, value);
                }
                self.down(size * 0.3);
            }
            Block::Steps(steps) => {
                for (number, step) in steps.iter().enumerate() {
                    self.item(&format!("{}.", number + 1), step);
                }
                self.down(size * 0.3);
            }
            Block::Items(items) => {
                for item in items {
                    self.item("•", item);
                }
                self.down(size * 0.3);
            }
            Block::Code(modules, caption) => self.code(modules, caption),
        }
    }

    fn spaced(&mut self, face: Face, size: f32, text: &str) {
        self.paragraph(face, size, MARGIN, text);
        self.down(self.size * 0.4);
    }

    /// Text from `x` to the right margin.
    fn paragraph(&mut self, face: Face, size: f32, x: f32, text: &str) {
        for line in broken(text, face, size, WIDTH - MARGIN - x) {
            self.need(size * LEADING);
            self.down(size * LEADING);
            self.text(face, size, x, line);
        }
    }

    fn item(&mut self, mark: &str, text: &str) {
        let size = self.size;
        self.need(size * LEADING);
        let (page, y) = (self.pages.len(), self.y - size * LEADING);
        self.paragraph(Face::Plain, size, MARGIN + INDENT, text);
        // Beside the first line, which may be alone on the page before.
        if let Some(page) = self.pages.get_mut(page - 1) {
            page.push(Mark::Text {
                x: MARGIN,
                y,
                face: Face::Plain,
                size,
                text: encode(mark),
            });
        }
    }

    /// A label at the left, its value at the right; both may need several lines.
    fn row(&mut self, label: &str, value: &str) {
        let size = self.size;
        let all = WIDTH - 2.0 * MARGIN;
        let middle = MARGIN + all * LABEL;
        let label = broken(label, Face::Plain, size, all * LABEL - 8.0);
        let value = broken(value, Face::Bold, size, all * (1.0 - LABEL));
        let lines = label.len().max(value.len());
        let (mut label, mut value) = (label.into_iter(), value.into_iter());
        for _ in 0..lines {
            self.need(size * LEADING);
            self.down(size * LEADING);
            if let Some(line) = label.next() {
                self.text(Face::Plain, size, MARGIN, line);
            }
            if let Some(line) = value.next() {
                self.text(Face::Bold, size, middle, line);
            }
        }
        self.down(size * 0.15);
    }

    /// A code as dark rectangles: one for each run of dark modules, so that no light line shows
    /// between neighbours.
    #[allow(
        clippy::cast_precision_loss,
        reason = "a code has at most some hundred modules in a row"
    )]
    fn code(&mut self, modules: &Modules, caption: &str) {
        self.need(CODE + self.size * LEADING * 2.0);
        let across = modules.width() + 2 * QUIET;
        let side = CODE / across as f32;
        let (left, top) = ((WIDTH - CODE) / 2.0, self.y);
        for y in 0..modules.height() {
            let mut x = 0;
            while x < modules.width() {
                let run = (x..modules.width())
                    .take_while(|x| modules.is_dark(*x, y))
                    .count();
                if run > 0 {
                    self.mark(Mark::Box {
                        x: left + (QUIET + x) as f32 * side,
                        y: top - (QUIET + y + 1) as f32 * side,
                        w: run as f32 * side,
                        h: side,
                    });
                }
                x += run.max(1);
            }
        }
        self.down((modules.height() + 2 * QUIET) as f32 * side);
        self.spaced(Face::Plain, self.size, caption);
    }

    fn mark_rule(&mut self) {
        let y = self.y;
        self.mark(Mark::Rule { y });
        self.down(self.size * 0.4);
    }

    fn text(&mut self, face: Face, size: f32, x: f32, text: Vec<u8>) {
        let y = self.y;
        self.mark(Mark::Text {
            x,
            y,
            face,
            size,
            text,
        });
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    fn down(&mut self, by: f32) {
        self.y -= by;
    }

    /// Begins a page where there is not so much room left.
    fn need(&mut self, room: f32) {
        if self.y - room < BOTTOM {
            self.pages.push(Page::new());
            self.y = HEIGHT - MARGIN;
        }
    }
}

/// The text in lines that are no wider than that, broken at spaces, and within a word only where it
/// is wider than a line. A line break of the text is one here.
fn broken(text: &str, face: Face, size: f32, room: f32) -> Vec<Vec<u8>> {
    let fits = |line: &[u8]| points(face, size, line) <= room;
    let mut lines = Vec::new();
    for part in text.lines() {
        let mut line: Vec<u8> = Vec::new();
        for word in part.split_whitespace() {
            let word = encode(word);
            let mut longer = line.clone();
            if !line.is_empty() {
                longer.push(b' ');
            }
            longer.extend_from_slice(&word);
            if fits(&longer) {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            // A word that is wider than a whole line, such as a link or a long number, is broken
            // where the line ends.
            for sign in word {
                line.push(sign);
                if line.len() > 1 && !fits(&line) {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, vec![sign]));
                }
            }
        }
        lines.push(line);
    }
    lines
}

#[allow(clippy::cast_precision_loss, reason = "a line is some thousand wide")]
fn points(face: Face, size: f32, text: &[u8]) -> f32 {
    width(face, text) as f32 * size / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, room: f32) -> Vec<String> {
        let lines = broken(text, Face::Plain, 10.0, room);
        let text = |line: Vec<u8>| String::from_utf8(line).unwrap();
        lines.into_iter().map(text).collect()
    }

    #[test]
    fn lines_are_broken_at_spaces_and_long_words_where_they_must() {
        assert_eq!(
            lines("iuran bulan November", 60.0),
            ["iuran bulan", "November"]
        );
        assert_eq!(lines("iiiiii", 10.0), ["iiii", "ii"]);
        assert_eq!(lines("a  b\n\nc", 100.0), ["a b", "", "c"]);
        assert_eq!(lines("", 100.0), [""; 0]);
        assert_eq!(
            lines("WWW", 1.0),
            ["W", "W", "W"],
            "one sign is always written"
        );
    }

    #[test]
    fn every_mark_stands_within_the_page() {
        let paper = Paper {
            lang: crate::text::Lang::Id,
            title: "Judul yang panjang sekali ".repeat(8),
            blocks: vec![
                Block::Steps(vec!["langkah ".repeat(30); 12]),
                Block::Code(Modules::qr("contoh").unwrap(), "kode".to_owned()),
                Block::Rows(vec![("label ".repeat(9), "nilai ".repeat(20)); 30]),
            ],
            footer: "kaki ".repeat(60),
        };
        let pages = lay_out(&paper);
        assert!(pages.len() > 1);
        for mark in pages.iter().flatten() {
            let (left, right, low, high) = match mark {
                Mark::Text {
                    x,
                    y,
                    face,
                    size,
                    text,
                } => (*x, x + points(*face, *size, text), *y, y + size),
                Mark::Rule { y } => (MARGIN, WIDTH - MARGIN, *y, *y),
                Mark::Box { x, y, w, h } => (*x, x + w, *y, y + h),
            };
            assert!(
                left >= MARGIN - 0.1 && right <= WIDTH - MARGIN + 0.1,
                "{left} {right}"
            );
            assert!(
                low >= FOOTER - 0.1 && high <= HEIGHT - MARGIN + 1.0,
                "{low} {high}"
            );
        }
    }
}
