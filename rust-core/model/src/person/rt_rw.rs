//! RT and RW: the neighbourhood (rukun tetangga) and the group of neighbourhoods (rukun warga) of
//! an address.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::typed::clean;

/// RT and RW as on the KTP: `003/007`. Some villages add a letter when they split one: `003A/012C`.
/// It never prints.
///
/// Nothing that was typed is left out: a letter that cannot be told makes the question be asked
/// again, for RT 5 is another neighbourhood than RT 5B.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RtRw(String);

/// Why the text is no RT and RW.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RtRwProblem {
    /// Nothing that can be seen.
    #[error("no RT and RW")]
    Empty,
    /// Anything else than two numbers of at most three digits, each with at most one letter behind.
    #[error("not RT and RW: write them as 003/007")]
    Shape,
}

/// Which of the two a label announces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Rt,
    Rw,
}

impl RtRw {
    /// Reads RT, then RW, as people write them: `3/7`, `003 007`, `RT 03 RW 07`, `RT.5B/RW.12C`,
    /// `RT/RW 3/7`. With labels the order does not matter.
    pub fn parse(text: &str) -> Result<Self, RtRwProblem> {
        let text = clean(text);
        if text.is_empty() {
            return Err(RtRwProblem::Empty);
        }
        let mut read = Reading { rest: &text };
        let first = read.label();
        // The words of the form itself, copied before the numbers: "RT/RW 3/7".
        let both = if first == Some(Label::Rt) {
            read.label()
        } else {
            None
        };
        let one = read.number()?;
        let second = read.label();
        let other = read.number()?;
        read.end()?;
        match (first, both, second) {
            (None | Some(Label::Rt), None, None | Some(Label::Rw))
            | (Some(Label::Rt), Some(Label::Rw), None) => Ok(Self(format!("{}/{}", *one, *other))),
            (Some(Label::Rw), None, Some(Label::Rt)) => Ok(Self(format!("{}/{}", *other, *one))),
            _ => Err(RtRwProblem::Shape),
        }
    }

    /// RT and RW, both with three digits at least: `003/007`.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// What is still to be read.
struct Reading<'t> {
    rest: &'t str,
}

impl Reading<'_> {
    /// RT or RW, if that stands next.
    fn label(&mut self) -> Option<Label> {
        self.separators();
        let word = self.rest.get(..2)?;
        let label = if word.eq_ignore_ascii_case("rt") {
            Label::Rt
        } else if word.eq_ignore_ascii_case("rw") {
            Label::Rw
        } else {
            return None;
        };
        self.rest = &self.rest[2..];
        Some(label)
    }

    /// One to three digits and at most one letter, in three digits and a capital.
    fn number(&mut self) -> Result<zeroize::Zeroizing<String>, RtRwProblem> {
        self.separators();
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=3).contains(&digits) {
            return Err(RtRwProblem::Shape);
        }
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        let letter = self.letter();
        Ok(zeroize::Zeroizing::new(format!(
            "{number:0>3}{}",
            letter.map(String::from).unwrap_or_default()
        )))
    }

    /// One letter, with or without a space before it, that does not begin a label.
    fn letter(&mut self) -> Option<char> {
        let rest = self.rest.strip_prefix(' ').unwrap_or(self.rest);
        let letter = rest.chars().next().filter(char::is_ascii_alphabetic)?;
        let begins_label = rest
            .get(..2)
            .is_some_and(|word| ["rt", "rw"].contains(&&*word.to_ascii_lowercase()));
        if begins_label {
            return None;
        }
        self.rest = &rest[1..];
        Some(letter.to_ascii_uppercase())
    }

    fn separators(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '.', ',', ':', '/', '-']);
    }

    fn end(&mut self) -> Result<(), RtRwProblem> {
        self.rest = self.rest.trim_start_matches('.');
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(RtRwProblem::Shape)
        }
    }
}

impl fmt::Debug for RtRw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RtRw(••••)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<String, RtRwProblem> {
        RtRw::parse(text).map(|it| it.text().to_owned())
    }

    #[test]
    fn they_are_read_as_people_write_them() {
        for (typed, kept) in [
            ("003/007", "003/007"),
            ("3/7", "003/007"),
            ("3 7", "003/007"),
            ("RT 3 RW 7", "003/007"),
            ("rt.003/rw.007", "003/007"),
            ("RT03RW07", "003/007"),
            ("RT: 03, RW: 07.", "003/007"),
            ("RT/RW 003/007", "003/007"),
            ("RT 3/7", "003/007"),
            ("3/RW 7", "003/007"),
            ("RW 7 RT 3", "003/007"),
            ("\u{202a}３–７\u{202c}", "003/007"),
        ] {
            assert_eq!(read(typed).as_deref(), Ok(kept), "{typed}");
        }
    }

    #[test]
    fn a_letter_stays() {
        for (typed, kept) in [
            ("RT 03A RW 02", "003A/002"),
            ("3a/7", "003A/007"),
            ("RT 003/RW 00A", "003/000A"),
            ("RT 5B RW 12C", "005B/012C"),
            ("RT5BRW12C", "005B/012C"),
            ("RT 5 B RW 12 C", "005B/012C"),
        ] {
            assert_eq!(read(typed).as_deref(), Ok(kept), "{typed}");
        }
    }

    #[test]
    fn what_is_not_understood_is_asked_again() {
        assert_eq!(read("\u{200b}"), Err(RtRwProblem::Empty));
        for text in [
            "3",
            "RT 3",
            "RT tiga RW tujuh",
            "3AB/7",
            "0003/7",
            "3/7/9",
            "RW 3/7",
            "3 RT 7 RW",
            "RT 3 RT 7",
            "+3/7",
            "3/7!",
            "٣/٧",
        ] {
            assert_eq!(read(text), Err(RtRwProblem::Shape), "{text}");
        }
    }

    #[test]
    fn they_never_print() {
        assert_eq!(format!("{:?}", RtRw::parse("3/7").unwrap()), "RtRw(••••)");
    }

    proptest! {
        #[test]
        fn what_is_read_is_read_again(text in "[RTWrtw0-9A-C /.]{0,16}|.{0,16}") {
            if let Ok(kept) = read(&text) {
                prop_assert_eq!(read(&kept), Ok(kept));
            }
        }
    }
}
