//! Names of places, as a birth place on the KTP.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::typed::{clean, is_apostrophe, is_letter, is_quotation_mark};

/// A place as people write it. It never prints, and is wiped from memory on drop.
///
/// Places are not named as persons are: districts are called `2 X 11 KAYU TANAM`, `13 ILIR` and
/// `MISOOL (MISOOL UTARA)`. So digits, brackets and slashes are taken. What is refused is a slip: a
/// number such as a NIK, a date, or a sign that no place has.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct PlaceName(String);

/// Why the text is no place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceNameProblem {
    /// Nothing that can be seen.
    #[error("no place")]
    Empty,
    /// Signs or digits, but no letter.
    #[error("a place has at least one letter")]
    NoLetter,
    /// More than [`PlaceName::MOST_DIGITS`] digits: a NIK, or the birth date beside the place.
    #[error("more digits than the name of a place has")]
    Digits,
    /// A sign that no place has.
    #[error("a sign that does not occur in places")]
    Sign {
        /// The first such sign.
        sign: char,
    },
}

impl PlaceName {
    /// Digits that the name of a place can have: `2 X 11 KAYU TANAM` has three.
    pub const MOST_DIGITS: usize = 4;

    /// Reads letters of any script and digits, with the signs that the names of regions have.
    pub fn parse(text: &str) -> Result<Self, PlaceNameProblem> {
        let place = Self(std::mem::take(&mut *clean(text)));
        if place.0.is_empty() {
            return Err(PlaceNameProblem::Empty);
        }
        if place.0.chars().filter(|sign| sign.is_numeric()).count() > Self::MOST_DIGITS {
            return Err(PlaceNameProblem::Digits);
        }
        if let Some(sign) = place.0.chars().find(|sign| !occurs_in_places(*sign)) {
            return Err(PlaceNameProblem::Sign { sign });
        }
        if !place.0.chars().any(char::is_alphabetic) {
            return Err(PlaceNameProblem::NoLetter);
        }
        Ok(place)
    }

    /// The name, with single spaces.
    pub fn text(&self) -> &str {
        &self.0
    }
}

fn occurs_in_places(sign: char) -> bool {
    is_letter(sign)
        || sign.is_ascii_digit()
        || is_apostrophe(sign)
        || is_quotation_mark(sign)
        || matches!(sign, ' ' | '.' | ',' | '-' | '/' | '(' | ')' | '&')
}

impl fmt::Debug for PlaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlaceName(••••)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::person::Regions;

    fn read(text: &str) -> Result<String, PlaceNameProblem> {
        PlaceName::parse(text).map(|place| place.text().to_owned())
    }

    #[test]
    fn every_name_of_the_tables_of_regions_and_villages_is_a_place() {
        let (mut count, mut open) = (0, Regions::provinces());
        while let Some(region) = open.pop() {
            assert_eq!(
                read(&region.name).as_deref(),
                Ok(region.name.as_str()),
                "{}",
                region.code
            );
            assert!(read(&region.name.to_uppercase()).is_ok(), "{}", region.code);
            open.extend(Regions::children(&region.code));
            count += 1;
        }
        assert_eq!(count, 38 + 514 + 7_285);
        // The table itself: asking for each district unpacks its province each time.
        let villages = include_str!("../../regions/villages.csv");
        for line in villages.lines().skip(1) {
            let (_, name) = line.split_once(',').unwrap();
            let (name, _) = name.rsplit_once(',').unwrap();
            assert!(read(name.trim_matches('"')).is_ok(), "{line}");
        }
        assert_eq!(villages.lines().count(), 1 + 83_762);
    }

    #[test]
    fn places_have_digits_brackets_and_slashes() {
        for text in [
            "PALEMBANG",
            "TANJUNG BALAI/ASAHAN",
            "2 X 11 KAYU TANAM",
            "MISOOL (MISOOL UTARA)",
            "13 ILIR",
            "SIMPANG 4",
            "KO'O, NTT",
            "ꦱꦸꦫꦏꦂꦠ",
        ] {
            assert_eq!(read(text).as_deref(), Ok(text));
        }
        assert_eq!(
            read(" \u{feff}ＢＯＧＯＲ \u{a0} – KOTA").as_deref(),
            Ok("BOGOR - KOTA")
        );
    }

    #[test]
    fn a_slip_is_named() {
        assert_eq!(read("\u{200b} "), Err(PlaceNameProblem::Empty));
        assert_eq!(read("-"), Err(PlaceNameProblem::NoLetter));
        assert_eq!(read("11"), Err(PlaceNameProblem::NoLetter));
        assert_eq!(read("3201015501900001"), Err(PlaceNameProblem::Digits));
        assert_eq!(
            read("BOGOR, 15-01-1990"),
            Err(PlaceNameProblem::Digits),
            "the birth date goes elsewhere"
        );
        assert_eq!(
            read("siti@contoh.example"),
            Err(PlaceNameProblem::Sign { sign: '@' })
        );
        assert_eq!(read("BOGOR ٣"), Err(PlaceNameProblem::Sign { sign: '٣' }));
    }

    #[test]
    fn a_place_never_prints() {
        assert!(!format!("{:?}", PlaceName::parse("BOGOR").unwrap()).contains("BOGOR"));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_what_is_read_is_read_again(text in ".{0,40}") {
            if let Ok(place) = read(&text) {
                prop_assert_eq!(read(&place), Ok(place));
            }
        }
    }
}
