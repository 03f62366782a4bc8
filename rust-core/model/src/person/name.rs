//! Names as on the KTP.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::typed::{clean, is_apostrophe, is_letter, is_quotation_mark};

/// One name as on the KTP, trimmed, inner spaces single, as many words as there are. It never
/// prints, and is wiped from memory on drop.
///
/// A name on a card is right, whatever today's naming rule (Permendagri 73/2022: two words, no
/// signs) would say of it: one word and even one letter are registered names. So this refuses only
/// what is a slip: digits, or signs no card has.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct PersonName(String);

/// Why the text is no name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonNameProblem {
    /// Nothing but white space.
    #[error("no name")]
    Empty,
    /// Signs, but no letter.
    #[error("a name has at least one letter")]
    TooShort,
    /// More than [`PersonName::MOST`] characters.
    #[error("longer than 100 characters")]
    TooLong,
    /// A digit.
    #[error("a name has no digits")]
    Digits,
    /// Anything but letters, spaces and the signs of [`PersonName::parse`].
    #[error("a sign that does not occur in names")]
    Sign {
        /// The first such sign.
        sign: char,
    },
}

impl PersonName {
    /// Characters a name can have, spaces included.
    pub const MOST: usize = 100;

    /// Reads letters of any script, each with any marks, and the signs that names on cards have:
    /// apostrophe (`NUR'AINI`), dot and comma (`R. CONTOH, S.PD.`), hyphen (`ABDUL-AZIZ`), slash
    /// (`A/L`, `S/O` between a name and the father's), and inside a word a quotation mark
    /// (`SYA"RONI`). Quotation marks around a name are not part of it and are asked about.
    pub fn parse(text: &str) -> Result<Self, PersonNameProblem> {
        let name = Self(std::mem::take(&mut *clean(text)));
        let mut before = ' ';
        let mut signs = name.0.chars().peekable();
        while let Some(sign) = signs.next() {
            if sign.is_numeric() {
                return Err(PersonNameProblem::Digits);
            }
            let mut inside =
                || is_letter(before) && signs.peek().is_some_and(|next| is_letter(*next));
            if !(occurs_in_names(sign) || is_quotation_mark(sign) && inside()) {
                return Err(PersonNameProblem::Sign { sign });
            }
            before = sign;
        }
        if name.0.is_empty() {
            return Err(PersonNameProblem::Empty);
        }
        if name.0.chars().count() > Self::MOST {
            return Err(PersonNameProblem::TooLong);
        }
        if !name.0.chars().any(char::is_alphabetic) {
            return Err(PersonNameProblem::TooShort);
        }
        Ok(name)
    }

    /// The name, with single spaces.
    pub fn text(&self) -> &str {
        &self.0
    }
}

fn occurs_in_names(sign: char) -> bool {
    is_letter(sign) || is_apostrophe(sign) || matches!(sign, ' ' | '-' | '.' | ',' | '/')
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(••••)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<String, PersonNameProblem> {
        PersonName::parse(text).map(|name| name.text().to_owned())
    }

    #[test]
    fn names_on_cards_are_names() {
        for text in [
            "SITI CONTOH",
            "CONTOH",
            "N",
            "NUR'AINI CONTOH",
            "NUR’AINI CONTOH",
            "R. CONTOH, S.PD., M.M.",
            "ABDUL-AZIZ CONTOH",
            "CONTOH A/L MISAL",
            "José Conto\u{301}h",
            "陳例",
            "SYA''RONI",
            "SYA\"RONI",
            "SYA”RONI",
            "MA′RUF",
            "مُحَمَّد مثال",
            "ꦱꦶꦠꦶ ꦕꦺꦴꦤ꧀ꦠꦺꦴꦃ",
            "ᬲᬶᬢᬶ ᬘᭀᬦ᭄ᬢᭀᬄ",
            "ᮞᮤᮒᮤ ᮎᮧᮔ᮪ᮒᮧᮂ",
            "பக்தி",
            "काव्य",
            "สมชาย ตัวอย่าง",
            "ကောင်းထက်စံ",
        ] {
            assert_eq!(read(text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn inner_spaces_become_single_and_outer_ones_go() {
        assert_eq!(
            read("  SITI \u{a0}\t CONTOH\u{200b}\n").as_deref(),
            Ok("SITI CONTOH")
        );
    }

    #[test]
    fn what_is_no_name_says_why() {
        assert_eq!(read(" \n"), Err(PersonNameProblem::Empty));
        assert_eq!(read("."), Err(PersonNameProblem::TooShort));
        assert_eq!(read("S1TI"), Err(PersonNameProblem::Digits));
        assert_eq!(read("SITI ٣"), Err(PersonNameProblem::Digits));
        assert_eq!(
            read("siti@contoh.example"),
            Err(PersonNameProblem::Sign { sign: '@' })
        );
        assert_eq!(read("SITI 🙂"), Err(PersonNameProblem::Sign { sign: '🙂' }));
        assert_eq!(
            read("\"SITI\""),
            Err(PersonNameProblem::Sign { sign: '"' }),
            "around a name it is no part of it"
        );
        assert_eq!(
            read("\u{200b}\u{ad}\u{2060}"),
            Err(PersonNameProblem::Empty)
        );
        assert_eq!(read(&"A".repeat(100)).map(|name| name.len()), Ok(100));
        assert_eq!(read(&"A".repeat(101)), Err(PersonNameProblem::TooLong));
    }

    #[test]
    fn a_name_never_prints() {
        assert_eq!(
            format!("{:?}", PersonName::parse("SITI CONTOH").unwrap()),
            "PersonName(••••)"
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = PersonName::parse(&text);
        }

        #[test]
        fn what_was_read_is_read_again_unchanged(text in "[\\p{L} '.,/\t-]{0,110}") {
            if let Ok(name) = read(&text) {
                prop_assert_eq!(read(&name), Ok(name));
            }
        }
    }
}
