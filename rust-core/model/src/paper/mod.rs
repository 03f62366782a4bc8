//! Papers: a receipt, a year's statement and the heirs' card as PDF files, to be kept, sent or
//! printed.
//!
//! A [`Paper`] is a title and blocks of text, already in words. [`Paper::pdf`] lays it out on pages
//! of A5 and writes the file. It uses fonts that every reader brings along, so a file is a few
//! kilobytes, which a phone sends over any line. The same paper is the same file, byte by byte: no
//! time and no random id is in it.
//!
//! Papers are handed around and copied in shops, so none of them holds a NIK: whoever makes one
//! masks it before.
//!
//! ```
//! use payung_model::paper::{Block, Paper};
//! use payung_model::text::Lang;
//!
//! let row = ("Jumlah".to_owned(), "Rp16.800".to_owned());
//! let paper = Paper {
//!     lang: Lang::Id,
//!     title: "Tanda terima".to_owned(),
//!     blocks: vec![Block::Rows(vec![row])],
//!     footer: "Payung".to_owned(),
//! };
//! assert!(paper.pdf().starts_with(b"%PDF-1.7"));
//! ```

mod blocks;
mod font;
mod heirs;
mod layout;
mod pdf;

pub use blocks::{Block, Paper};
pub use heirs::{HeirsFacts, heirs_card};

impl Paper {
    /// The file: A5, upright. It gets smaller letters where that brings it onto one page, and more
    /// pages where not; nothing is cut.
    pub fn pdf(&self) -> Vec<u8> {
        pdf::write(self, &layout::lay_out(self))
    }

    /// The paper's text, line by line: for a voice, for a message, and for somebody who cannot open
    /// the file.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.title.clone()];
        for block in &self.blocks {
            match block {
                Block::Heading(text)
                | Block::Text(text)
                | Block::Strong(text)
                | Block::Small(text)
                | Block::Code(_, text) => lines.push(text.clone()),
                Block::Rows(rows) => {
                    lines.extend(
                        rows.iter()
                            .map(|(label, value)| format!("{label}: {value}")),
                    );
                }
                Block::Steps(steps) => {
                    let numbered = (1..).zip(steps);
                    lines.extend(numbered.map(|(number, step)| format!("{number}. {step}")));
                }
                Block::Items(items) => lines.extend(items.iter().cloned()),
            }
        }
        lines.push(self.footer.clone());
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        layout::lay_out(self).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn paper(blocks: Vec<Block>) -> Paper {
        Paper {
            lang: Lang::Id,
            title: "Tanda terima".to_owned(),
            blocks,
            footer: "Payung".to_owned(),
        }
    }

    #[test]
    fn the_same_paper_is_the_same_file_and_an_empty_one_has_a_page() {
        let empty = paper(Vec::new());
        assert_eq!((empty.pages(), empty.pdf()), (1, empty.pdf()));
        assert!(empty.pdf().len() < 2_000, "{}", empty.pdf().len());
    }

    #[test]
    fn its_lines_say_all_of_it_in_its_order() {
        let row = ("Jumlah".to_owned(), "Rp16.800".to_owned());
        let steps = vec!["Lapor.".to_owned(), "Simpan suratnya.".to_owned()];
        let blocks = vec![
            Block::Rows(vec![row]),
            Block::Steps(steps),
            Block::Small(String::new()),
        ];
        assert_eq!(
            paper(blocks).lines(),
            [
                "Tanda terima",
                "Jumlah: Rp16.800",
                "1. Lapor.",
                "2. Simpan suratnya.",
                "Payung"
            ]
        );
    }

    #[test]
    fn what_does_not_fit_a_page_goes_on_on_the_next() {
        let lines = |count: usize| (1..=count).map(|it| format!("Baris ke-{it}")).collect();
        assert_eq!(paper(vec![Block::Items(lines(25))]).pages(), 1);
        let long = paper(vec![Block::Items(lines(200))]);
        assert!(long.pages() > 2, "{}", long.pages());
    }

    #[test]
    fn a_word_without_spaces_and_a_sign_that_is_no_letter_hurt_nothing() {
        let blocks = vec![
            Block::Text("x".repeat(3_000)),
            Block::Rows(vec![("y".repeat(300), "z".repeat(300))]),
            Block::Steps(vec![String::new(), "\n\t\u{0}\u{202E}".to_owned()]),
            Block::Heading(String::new()),
        ];
        assert!(paper(blocks).pages() >= 1);
    }
}
