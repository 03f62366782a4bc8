//! Lines that are no wider than the terminal, broken between words.
//!
//! A line is folded where it is printed, so a result in a file or a pipe keeps its own lines. The
//! rows that a line is folded into stand under its first word: under the text of a list entry, not
//! under its number or sign.

use std::os::fd::AsFd;

use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter};

use crate::words;

/// A window that is narrower shows lines of this width, which the terminal breaks by itself.
const NARROWEST: usize = 20;
/// A row of running text is hard to read beyond this width.
const WIDEST: usize = 100;

/// The width of the terminal that this stream writes to; none when the stream is no terminal, or
/// does not tell its size.
pub fn width_of(stream: impl AsFd) -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(stream)?;
    (width.0 > 0).then(|| usize::from(width.0).clamp(NARROWEST, WIDEST))
}

/// Folds a text into rows of at most `width` signs. A word that is longer than a row keeps its row
/// for itself.
pub fn fold(text: &str, width: usize) -> String {
    let mut folded = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let (words, end) = line
            .strip_suffix('\n')
            .map_or((line, ""), |words| (words, "\n"));
        folded.push_str(&fold_line(words, width));
        folded.push_str(end);
    }
    folded
}

fn fold_line(line: &str, width: usize) -> String {
    // A command stays in one line, so that it can be copied.
    if display_width(line) <= width || line.trim_start().starts_with(words::called()) {
        return line.to_owned();
    }
    let under = " ".repeat(hanging(line).min(width / 3));
    let options = Options::new(width)
        .subsequent_indent(&under)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(line, options).join("\n")
}

/// How far the first word of the text stands from the edge, behind spaces and the number or sign of
/// a list entry.
fn hanging(line: &str) -> usize {
    let line = without_colour(line);
    let inside = line.trim_start_matches(' ');
    let edge = line.len() - inside.len();
    let Some((mark, _)) = inside.split_once(' ') else {
        return edge;
    };
    let is_number = mark
        .trim_end_matches('.')
        .bytes()
        .all(|sign| sign.is_ascii_digit());
    let is_sign = mark.chars().count() == 1 && !mark.chars().all(char::is_alphabetic);
    if !is_number && !is_sign {
        return edge;
    }
    let behind = &inside[mark.len()..];
    edge + display_width(mark) + behind.len() - behind.trim_start_matches(' ').len()
}

/// The line without the colour that it begins with.
fn without_colour(line: &str) -> &str {
    line.strip_prefix("\u{1b}[")
        .and_then(|rest| rest.split_once('m'))
        .map_or(line, |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_fits_stays_as_it_is() {
        assert_eq!(fold("satu dua\n\n  tiga\n", 20), "satu dua\n\n  tiga\n");
    }

    #[test]
    fn a_long_line_is_broken_between_words() {
        assert_eq!(
            fold("satu dua tiga empat lima enam", 20),
            "satu dua tiga empat\nlima enam"
        );
    }

    #[test]
    fn the_rows_of_a_list_entry_stand_under_its_text() {
        assert_eq!(
            fold("  1  Jual gorengan, jajanan", 20),
            "  1  Jual gorengan,\n     jajanan"
        );
        assert_eq!(
            fold("✓  2  Jual gorengan, jajanan", 20),
            "✓  2  Jual gorengan,\n   jajanan"
        );
        assert_eq!(
            fold("! Nomor ini belum lengkap.", 20),
            "! Nomor ini belum\n  lengkap."
        );
    }

    #[test]
    fn a_word_longer_than_a_row_is_not_broken() {
        let path = "/rumah/siti/foto-foto/ktp-siti.jpg";
        assert_eq!(
            fold(&format!("berkas {path} hilang"), 20),
            format!("berkas\n{path}\nhilang")
        );
    }

    #[test]
    fn colours_have_no_width() {
        let bold = "\u{1b}[1msatu dua tiga empat\u{1b}[0m";
        assert_eq!(fold(bold, 20), bold);
        assert_eq!(
            fold("\u{1b}[33m? satu dua tiga empat\u{1b}[0m", 20),
            "\u{1b}[33m? satu dua tiga\n  empat\u{1b}[0m"
        );
    }

    #[test]
    fn no_row_is_wider_than_asked_for_and_no_word_is_lost() {
        let text = "Iuran dibayar per bulan · mulai Rp8.400 · sampai Desember 2026, lalu Rp16.800 — tanya kantor cabang.";
        for width in NARROWEST..60 {
            let folded = fold(text, width);
            assert!(
                folded.lines().all(|row| display_width(row) <= width),
                "{width}: {folded}"
            );
            assert!(
                folded.split_whitespace().eq(text.split_whitespace()),
                "{width}: {folded}"
            );
        }
    }
}
