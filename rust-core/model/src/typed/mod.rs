//! One filter for all that is typed or pasted, on the phone and at the office.
//!
//! A text that was pasted brings signs along that nobody sees: direction marks around a number, a
//! soft hyphen, a no-break space, a byte order mark at the beginning of a file. Every parser of
//! typed text begins with [`clean`], so no parser needs a list of such signs of its own, and none
//! of them refuses an answer for a sign that its writer cannot see.

mod marks;
mod signs;

use zeroize::Zeroizing;

pub use marks::is_mark;
pub use signs::is_invisible;

use signs::{is_dash, plain};

/// The text in one line, as every parser reads it. An answer without a visible sign becomes the
/// empty text.
///
/// Invisible signs are gone, white space of any kind is one space and none at the ends, dashes of
/// any kind are `-`, full-width and mathematical letters and digits are plain ones. What is cleaned
/// once stays as it is when it is cleaned again. The result is wiped from memory on drop.
pub fn clean(text: &str) -> Zeroizing<String> {
    // No sign becomes longer, so the string never grows: a string that grows leaves copies behind.
    let mut clean = Zeroizing::new(String::with_capacity(text.len()));
    let mut space = false;
    for sign in text.chars().filter(|sign| !is_invisible(*sign)) {
        if sign.is_whitespace() {
            space = !clean.is_empty();
            continue;
        }
        if std::mem::take(&mut space) {
            clean.push(' ');
        }
        clean.push(if is_dash(sign) { '-' } else { plain(sign) });
    }
    clean
}

/// Cleans a text of several lines, such as an officer's words. Line breaks stay; lines without a
/// visible sign at the beginning and at the end are gone.
pub fn clean_lines(text: &str) -> Zeroizing<String> {
    let mut clean_text = Zeroizing::new(String::with_capacity(text.len()));
    let mut breaks = 0;
    for line in text.lines() {
        let line = clean(line);
        if !line.is_empty() {
            clean_text.extend(std::iter::repeat_n('\n', breaks));
            clean_text.push_str(&line);
            breaks = 0;
        }
        breaks += usize::from(!clean_text.is_empty());
    }
    clean_text
}

/// Can anything be seen of the text?
pub fn is_visible(text: &str) -> bool {
    !clean(text).is_empty()
}

/// A file's bytes without the byte order mark (UTF-8) that some editors and spreadsheets write in
/// front.
pub fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// A letter of any script, or a mark that a letter carries.
pub(crate) fn is_letter(sign: char) -> bool {
    sign.is_alphabetic() || is_mark(sign)
}

/// An apostrophe as keyboards and word processors write it; `NUR'AINI`. Some of them are letters to
/// Unicode already.
pub(crate) fn is_apostrophe(sign: char) -> bool {
    matches!(sign, '\'' | '’' | '‘' | '‛' | '`' | '´' | '′')
}

/// A quotation mark that some write for a doubled apostrophe: `SYA"RONI`.
pub(crate) fn is_quotation_mark(sign: char) -> bool {
    matches!(sign, '"' | '“' | '”' | '″')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_seen_is_gone_and_white_space_is_one_space() {
        for (typed, read) in [
            ("\u{202a}3201\u{202c}", "3201"),
            ("\u{feff}a\u{ad}b\u{200b}c\u{2060}d\u{fe0f}", "abcd"),
            (" a \u{a0}\u{202f}\t\n b\u{3000}", "a b"),
            (
                "\u{200b}\u{2060}\u{ad}\u{feff}\u{200e}\u{3164}\u{2800}\u{e0041}\u{7}",
                "",
            ),
            (" \u{200b} ", ""),
            ("a\u{200b} \u{200b}b", "a b"),
        ] {
            assert_eq!(*clean(typed), read, "{}", typed.escape_unicode());
        }
    }

    #[test]
    fn every_dash_is_the_keyboards_and_full_width_and_mathematical_signs_are_plain() {
        assert_eq!(*clean("1‐2‑3‒4–5—6―7−8－9⁃0"), "1-2-3-4-5-6-7-8-9-0");
        assert_eq!(*clean("ＳＩＴＩ　０８１２（＠）"), "SITI 0812(@)");
        assert_eq!(*clean("𝐒𝑖𝓣𝕀 𝟎𝟙𝟐𝟛𝟺 𝚉𝚣 ℎℬ"), "SiTI 01234 Zz hB");
        assert_eq!(
            *clean("陳例 ٣ É"),
            "陳例 ٣ É",
            "other letters and digits stay"
        );
    }

    #[test]
    fn an_officers_words_keep_their_lines() {
        assert_eq!(
            *clean_lines("\u{feff}\r\nSatu\u{a0} dua\r\n\r\n \u{200b}\nTiga\n\n"),
            "Satu dua\n\n\nTiga"
        );
        assert_eq!(*clean_lines("\n \u{200b}\r\n"), "");
    }

    #[test]
    fn a_byte_order_mark_is_taken_off_once() {
        assert_eq!(without_bom(b"\xEF\xBB\xBF{}"), b"{}");
        assert_eq!(without_bom(b"{}"), b"{}");
        assert_eq!(without_bom(b"\xEF\xBB"), b"\xEF\xBB");
    }

    proptest! {
        #[test]
        fn a_clean_text_stays_as_it_is_and_has_no_sign_that_shows_nothing(text in "(.|[\u{200b}-\u{200f}\u{a0}\u{2010}-\u{2015}\u{1d400}-\u{1d7ff}\u{ff01}-\u{ff5e}]){0,40}") {
            let once = clean(&text);
            prop_assert_eq!(&*clean(&once), &*once);
            prop_assert!(once.len() <= text.len() && !once.chars().any(|sign| is_invisible(sign) || sign.is_control()));
            prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
            prop_assert_eq!(is_visible(&text), text.chars().any(|sign| !sign.is_whitespace() && !is_invisible(sign)));
        }

        #[test]
        fn no_visible_sign_is_lost(text in ".{0,40}") {
            let visible = |text: &str| text.chars().filter(|sign| !sign.is_whitespace() && !is_invisible(*sign)).count();
            prop_assert_eq!(visible(&clean(&text)), visible(&text));
        }
    }
}
