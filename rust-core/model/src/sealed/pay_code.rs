//! A pay-for code: by it a member lets somebody else ask to pay.

use std::fmt;

use super::signs::{CodeProblem, GROUP, Signs};
use super::{Digest, NoRandomness, Random};
use crate::typed::clean;

/// Twelve signs of Crockford's base32: eleven are random (55 bits), the last one checks them. It
/// holds nothing about the member. Debug prints dots, because whoever reads it may use it.
#[derive(Clone, PartialEq, Eq)]
pub struct PayCode(Signs<{ PayCode::SIGNS }>);

impl PayCode {
    /// Signs, without the dashes.
    pub const SIGNS: usize = 12;

    /// A fresh one.
    pub fn new(random: &mut dyn Random) -> Result<Self, NoRandomness> {
        Signs::new(random).map(Self)
    }

    /// Reads one as a person types or pastes it: case, spaces and dashes do not matter, and O, I, L
    /// are read as 0, 1, 1.
    pub fn read(text: &str) -> Result<Self, CodeProblem> {
        Signs::read(text).map(Self)
    }

    /// Reads one that is typed, or that stands in a message as it is shown: people copy and send
    /// whole messages. Two different codes in one message are none.
    pub fn find(text: &str) -> Result<Self, CodeProblem> {
        let alone = Self::read(text);
        if alone.is_ok() {
            return alone;
        }
        let text = clean(text);
        let words = text.split(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '-'));
        let shown = words.filter(|word| {
            let groups: Vec<usize> = word.split('-').map(str::len).collect();
            groups == [GROUP; Self::SIGNS / GROUP]
        });
        let mut found = shown.filter_map(|word| Self::read(word).ok());
        let Some(first) = found.next() else {
            return alone;
        };
        if found.all(|other| other == first) {
            Ok(first)
        } else {
            alone
        }
    }

    /// The digest, which is all that the office keeps of the code.
    pub fn digest(&self) -> Digest {
        Digest::of(self.to_string().as_bytes())
    }
}

/// `7K2M-94QX-3HTB`
impl fmt::Display for PayCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for PayCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PayCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::signs::ALPHABET;
    use super::*;

    struct Bytes(Vec<u8>);

    impl Random for Bytes {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
            for byte in bytes {
                *byte = self.0.pop().ok_or(NoRandomness)?;
            }
            Ok(())
        }
    }

    fn code(bytes: Vec<u8>) -> PayCode {
        PayCode::new(&mut Bytes(bytes)).unwrap()
    }

    #[test]
    fn codes_are_read_as_they_are_typed_and_debug_prints_none() {
        for (text, is) in [
            ("0000-0000-0000", Ok("0000-0000-0000")),
            ("oooo oooo oooo", Ok("0000-0000-0000")),
            ("0000-0000-000", Err(CodeProblem::Length(11))),
            ("", Err(CodeProblem::Length(0))),
            ("0000-0000-0000-0", Err(CodeProblem::Length(13))),
            ("00u0-0000-0000", Err(CodeProblem::Sign(2))),
            ("0000-0000-0001", Err(CodeProblem::Mistyped)),
        ] {
            let read = PayCode::read(text).map(|code| code.to_string());
            assert_eq!(read, is.map(str::to_owned), "{text}");
        }
        assert_eq!(format!("{:?}", code(vec![7; 12])), "PayCode(…)");
    }

    #[test]
    fn a_code_in_a_message_is_found_as_it_is_shown_and_nothing_else_is() {
        for (message, is) in [
            (
                "Kodenya: oooo-0000-0000. Berlaku sampai 27 Desember 2026.",
                true,
            ),
            ("0000-0000-0000 atau 0000-0000-0000", true),
            ("Kodenya 0000-0000-0001.", false),
            ("Kodenya 0000 0000 0000.", false),
            ("Kodenya 00000-0000-000.", false),
            ("Kodenya 1-0000-0000-0000.", false),
            ("", false),
        ] {
            assert_eq!(PayCode::find(message).is_ok(), is, "{message}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back_and_one_wrong_or_two_swapped_signs_are_found(
            bytes in prop::collection::vec(any::<u8>(), 12),
            place in 0_usize..12, other in 0_usize..12, sign in 0_usize..32,
        ) {
            let code = code(bytes);
            let shown = code.to_string();
            prop_assert!(PayCode::read(&shown).as_ref() == Ok(&code));
            prop_assert!(PayCode::read(&shown.to_lowercase().replace('-', " ")).as_ref() == Ok(&code));
            let signs: Vec<char> = shown.chars().filter(|sign| *sign != '-').collect();
            let mut wrong = signs.clone();
            wrong[place] = char::from(ALPHABET[sign]);
            let read = PayCode::read(&wrong.iter().collect::<String>());
            prop_assert_eq!(read.is_ok(), wrong == signs);
            let mut swapped = signs.clone();
            swapped.swap(place, other);
            let read = PayCode::read(&swapped.iter().collect::<String>());
            prop_assert_eq!(read.is_ok(), swapped == signs);
        }

        #[test]
        fn a_code_is_found_in_whatever_message_it_stands(
            bytes in prop::collection::vec(any::<u8>(), 12),
            other in prop::collection::vec(any::<u8>(), 12),
            before in "(.{0,20}[ :\n])?", after in "([ .,\n].{0,20})?",
        ) {
            let (code, other) = (code(bytes), code(other));
            let message = format!("{before}{code}{after}");
            // What stands around it may be a code too, by chance.
            prop_assume!(PayCode::find(&before).is_err() && PayCode::find(&after).is_err());
            prop_assume!(PayCode::read(&message).is_err() || PayCode::read(&message).as_ref() == Ok(&code));
            prop_assert!(PayCode::find(&message).as_ref() == Ok(&code), "{}", message);
            let twice = format!("{code}, {code}");
            prop_assert!(PayCode::find(&twice).as_ref() == Ok(&code));
            let two = PayCode::find(&format!("{code}, {other}"));
            prop_assert_eq!(two.is_ok(), code == other);
        }

        #[test]
        fn no_text_is_read_as_something_that_is_shown_otherwise(text in ".{0,20}") {
            if let Ok(code) = PayCode::read(&text) {
                prop_assert!(PayCode::read(&code.to_string()) == Ok(code));
            }
        }
    }
}
