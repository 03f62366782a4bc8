//! NIK, the single identity number on the KTP.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::region::{Region, Regions};
use super::small;
use crate::typed::{clean, is_apostrophe};
use crate::units::Date;

/// A structurally possible NIK: `PPKKCC DDMMYY SSSS`.
///
/// Province, regency and district where it was issued; birth date, the day 40 higher for women;
/// serial. It has no check digit, so a possible NIK need not exist: only Dukcapil knows that. It
/// never prints, and is wiped from memory on drop.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Nik([u8; 16]);

/// Sex as the NIK encodes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// The day is 41 to 71.
    Female,
    /// The day is 1 to 31.
    Male,
}

/// Why the digits cannot be a NIK.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NikProblem {
    /// Nothing but separators.
    #[error("no NIK")]
    Empty,
    /// Something other than the digits 0 to 9 and separators.
    #[error("a NIK has digits only")]
    NotDigits,
    /// Fewer than 16 digits.
    #[error("{count} digits so far; a NIK has 16")]
    TooShort {
        /// Digits there are.
        count: u8,
    },
    /// More than 16 digits.
    #[error("{count} digits; a NIK has 16")]
    TooLong {
        /// Digits there are, at most 255.
        count: u8,
    },
    /// A part of the region code that is never issued.
    #[error("the province, regency or district code is 00")]
    Region,
    /// No century has that day.
    #[error("the birth date in the NIK does not exist")]
    BirthDate,
    /// Serials start at 0001.
    #[error("the last four digits are 0000")]
    Serial,
}

/// What is unusual about a possible NIK, or differs from another answer.
#[derive(Clone, PartialEq, Eq)]
pub enum NikWarning {
    /// No province has this code today. Old cards keep codes of regions that were split or are
    /// gone.
    UnknownProvince {
        /// The NIK's first two digits.
        code: String,
    },
    /// The province is known, the regency is not.
    UnknownRegency {
        /// The NIK's first four digits.
        code: String,
        /// The province: `Jawa Barat`.
        within: String,
    },
    /// The regency is known, the district is not.
    UnknownDistrict {
        /// The NIK's first six digits.
        code: String,
        /// The regency: `Kabupaten Bogor, Jawa Barat`.
        within: String,
    },
    /// The birth date given is not the one in the NIK.
    BirthDateDiffers {
        /// As in the NIK, in the century nearest to what was given.
        nik: Date,
        /// As given.
        given: Date,
    },
    /// The sex given is not the one in the NIK.
    SexDiffers {
        /// As in the NIK.
        nik: Sex,
        /// As given.
        given: Sex,
    },
}

impl Nik {
    /// Every NIK has so many digits.
    pub const DIGITS: u16 = 16;

    /// Reads sixteen digits; spaces, dots and dashes between them do not count, and neither does
    /// the word NIK in front, nor the apostrophe by which a spreadsheet is told that a number is
    /// text.
    ///
    /// A `.0` behind is asked about again: a spreadsheet that took the NIK for a number has rounded
    /// its last digit.
    pub fn parse(text: &str) -> Result<Self, NikProblem> {
        let nik = Self::sixteen_digits(text)?;
        if [nik.number(0, 2), nik.number(2, 4), nik.number(4, 6)].contains(&0) {
            return Err(NikProblem::Region);
        }
        if nik.readings().next().is_none() {
            return Err(NikProblem::BirthDate);
        }
        if nik.number(12, 16) == 0 {
            return Err(NikProblem::Serial);
        }
        Ok(nik)
    }

    /// The sixteen digits.
    pub fn digits(&self) -> &str {
        // ASCII by construction.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The district where the NIK was issued, as Kemendagri writes it: `32.01.01`.
    pub fn region(&self) -> String {
        let digits = self.digits();
        format!("{}.{}.{}", &digits[..2], &digits[2..4], &digits[4..6])
    }

    /// The district where it was issued, if there is one with its code today. Moving does not
    /// change a NIK.
    pub fn district(&self) -> Option<Region> {
        Regions::get(&self.region())
    }

    /// The place where the NIK was issued, as far as its code is known: `Cibinong, Kabupaten Bogor,
    /// Jawa Barat`, or `Jawa Barat`.
    pub fn place(&self) -> Option<String> {
        let region = self.region();
        [8, 5, 2]
            .into_iter()
            .find_map(|length| Regions::path(&region[..length]))
    }

    /// Sex as the day of birth tells it.
    pub fn sex(&self) -> Sex {
        if self.number(6, 8) > 40 {
            Sex::Female
        } else {
            Sex::Male
        }
    }

    /// Birth date with the century inferred: the latest one not after `today`.
    pub fn birth_date(&self, today: Date) -> Date {
        let past = self.readings().take_while(|date| *date <= today).last();
        // A `today` before the first reading cannot know better than that reading; `parse` saw that
        // there is one.
        past.or_else(|| self.readings().next()).unwrap_or(today)
    }

    /// What is unusual about the number itself: the first part of its region that is not known.
    pub fn warnings(&self) -> Vec<NikWarning> {
        let (region, digits) = (self.region(), self.digits());
        let code = |length| String::from(&digits[..length]);
        let Some(province) = Regions::path(&region[..2]) else {
            return vec![NikWarning::UnknownProvince { code: code(2) }];
        };
        let Some(regency) = Regions::path(&region[..5]) else {
            return vec![NikWarning::UnknownRegency {
                code: code(4),
                within: province,
            }];
        };
        match self.district() {
            None => vec![NikWarning::UnknownDistrict {
                code: code(6),
                within: regency,
            }],
            Some(_) => Vec::new(),
        }
    }

    /// The century on the card is not known, so only day, month and two-digit year are compared.
    pub fn compare_birth_date(&self, given: Date, today: Date) -> Option<NikWarning> {
        let same = given.day() == self.day()
            && given.month_number() == self.month()
            && given.year() % 100 == self.year();
        if same {
            return None;
        }
        // Shown in the century that makes the two comparable: "12 May 1926", not "2026", beside "11
        // May 1926".
        let past = self.readings().rev().filter(|date| *date <= today);
        let nearest = past.min_by_key(|date| date.year().abs_diff(given.year()));
        Some(NikWarning::BirthDateDiffers {
            nik: nearest.unwrap_or_else(|| self.birth_date(today)),
            given,
        })
    }

    /// Sex given elsewhere against the one in the NIK.
    pub fn compare_sex(&self, given: Sex) -> Option<NikWarning> {
        let nik = self.sex();
        (nik != given).then_some(NikWarning::SexDiffers { nik, given })
    }

    /// `3201 •••• •••• 0001`: for lists and logs.
    pub fn masked(&self) -> String {
        let digits = self.digits();
        format!("{} •••• •••• {}", &digits[..4], &digits[12..])
    }

    fn sixteen_digits(text: &str) -> Result<Self, NikProblem> {
        let mut nik = Self([b'0'; 16]);
        let mut count = 0;
        let text = clean(text);
        let bare = text.trim_start_matches(is_apostrophe);
        let bare = match bare.get(..3) {
            Some(label) if label.eq_ignore_ascii_case("nik") => {
                bare[3..].trim_start_matches([' ', ':', '='])
            }
            _ => bare,
        };
        for sign in bare.chars().filter(|sign| !matches!(sign, ' ' | '.' | '-')) {
            if !sign.is_ascii_digit() {
                return Err(NikProblem::NotDigits);
            }
            // Digits beyond the sixteenth are counted only, so that the worker hears how many there
            // are too many.
            if let Some(place) = nik.0.get_mut(count) {
                *place = sign as u8;
            }
            count += 1;
        }
        match count {
            0 => Err(NikProblem::Empty),
            1..16 => Err(NikProblem::TooShort {
                count: small(count),
            }),
            16 => Ok(nik),
            _ => Err(NikProblem::TooLong {
                count: small(count),
            }),
        }
    }

    /// The birth date in every century that has that day, earliest first: 29 February of 00 is none
    /// of 1900.
    fn readings(&self) -> impl DoubleEndedIterator<Item = Date> {
        let (year, month, day) = (self.year(), self.month(), self.day());
        (19..=29).filter_map(move |century| Date::new(century * 100 + year, month, day).ok())
    }

    fn day(&self) -> u8 {
        let day = self.number(6, 8) as u8;
        if day > 40 { day - 40 } else { day }
    }

    fn month(&self) -> u8 {
        self.number(8, 10) as u8
    }

    fn year(&self) -> u16 {
        self.number(10, 12)
    }

    /// At most four digits as a number.
    fn number(&self, from: usize, to: usize) -> u16 {
        self.0[from..to]
            .iter()
            .fold(0, |number, digit| number * 10 + u16::from(digit - b'0'))
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nik(••••)")
    }
}

/// Names the kind only: the values are somebody's birth date, sex and origin.
impl fmt::Debug for NikWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownProvince { .. } => "UnknownProvince(••)",
            Self::UnknownRegency { .. } => "UnknownRegency(••••)",
            Self::UnknownDistrict { .. } => "UnknownDistrict(••••)",
            Self::BirthDateDiffers { .. } => "BirthDateDiffers(••••)",
            Self::SexDiffers { .. } => "SexDiffers(••••)",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_womans_day_is_forty_higher() {
        let (woman, man) = (
            Nik::parse("3201015501900001").unwrap(),
            Nik::parse("3201011501900001").unwrap(),
        );
        assert_eq!((woman.sex(), man.sex()), (Sex::Female, Sex::Male));
        assert_eq!(woman.birth_date(date("2026-11-23")), date("1990-01-15"));
        assert_eq!(man.birth_date(date("2026-11-23")), date("1990-01-15"));
        assert_eq!(woman.region(), "32.01.01");
        assert_eq!(woman.compare_sex(Sex::Female), None);
        assert!(woman.compare_sex(Sex::Male).is_some());
    }

    #[test]
    fn spaces_dots_dashes_and_marks_pasted_along_do_not_count() {
        for text in [
            "320101 550190 0001",
            "32.01.01-550190.0001",
            "\u{202a}3201015501900001\u{202c}",
            " 3201\u{a0}0155–01900001\n",
            "NIK: 3201015501900001",
            "nik 3201015501900001",
            "'3201015501900001",
            "３２０１０１５５０１９００００１",
        ] {
            assert_eq!(
                Nik::parse(text).map(|nik| nik.digits() == "3201015501900001"),
                Ok(true),
                "{text}"
            );
        }
    }

    #[test]
    fn the_century_is_the_latest_that_is_not_in_the_future() {
        let born_on_the_23rd = Nik::parse("3201012311260001").unwrap();
        assert_eq!(
            born_on_the_23rd.birth_date(date("2026-11-22")),
            date("1926-11-23")
        );
        assert_eq!(
            born_on_the_23rd.birth_date(date("2026-11-23")),
            date("2026-11-23")
        );
    }

    #[test]
    fn the_leap_day_of_00_is_one_of_2000() {
        let leap = Nik::parse("3201012902000001").unwrap();
        assert_eq!(leap.birth_date(date("2026-11-23")), date("2000-02-29"));
        assert_eq!(leap.birth_date(date("1999-01-01")), date("2000-02-29"));
        assert_eq!(Nik::parse("3201012902010001"), Err(NikProblem::BirthDate));
    }

    #[test]
    fn an_unknown_region_is_a_warning_about_its_first_unknown_part_and_never_a_rejection() {
        let said = |region: &str| {
            let nik = Nik::parse(&format!("{region}1501700001")).unwrap();
            (nik.warnings(), nik.place())
        };
        let text = |text: &str| text.to_owned();
        assert!(
            said("320101")
                == (
                    Vec::new(),
                    Some(text("Cibinong, Kabupaten Bogor, Jawa Barat"))
                )
        );
        let district = NikWarning::UnknownDistrict {
            code: text("320199"),
            within: text("Kabupaten Bogor, Jawa Barat"),
        };
        assert!(said("320199") == (vec![district], Some(text("Kabupaten Bogor, Jawa Barat"))));
        let regency = NikWarning::UnknownRegency {
            code: text("3299"),
            within: text("Jawa Barat"),
        };
        assert!(said("329901") == (vec![regency], Some(text("Jawa Barat"))));
        let east_timor = NikWarning::UnknownProvince { code: text("54") };
        assert!(said("540101") == (vec![east_timor], None));
    }

    #[test]
    fn only_day_month_and_two_digit_year_are_compared() {
        let nik = Nik::parse("3201011205260001").unwrap();
        let today = date("2026-11-23");
        assert_eq!(nik.compare_birth_date(date("1926-05-12"), today), None);
        assert_eq!(nik.compare_birth_date(date("2026-05-12"), today), None);
        let given = date("1926-05-11");
        let shown = NikWarning::BirthDateDiffers {
            nik: date("1926-05-12"),
            given,
        };
        assert!(
            nik.compare_birth_date(given, today) == Some(shown),
            "both are shown in the same century"
        );
    }

    #[test]
    fn a_nik_and_what_differs_from_it_never_print() {
        let nik = Nik::parse("3201015501900001").unwrap();
        assert_eq!(format!("{nik:?}"), "Nik(••••)");
        assert_eq!(nik.masked(), "3201 •••• •••• 0001");
        let warning = nik.compare_birth_date(date("1990-01-16"), date("2026-11-23"));
        assert_eq!(format!("{warning:?}"), "Some(BirthDateDiffers(••••))");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = Nik::parse(&text);
        }

        #[test]
        fn any_sixteen_digits_are_refused_or_kept_as_they_are(text in "[0-9]{16}", today in 1900_u16..=2999) {
            if let Ok(nik) = Nik::parse(&text) {
                prop_assert_eq!(nik.digits(), &text);
                let born = nik.birth_date(Date::new(today, 12, 31).unwrap());
                prop_assert_eq!(born.year() % 100, text[10..12].parse::<u16>().unwrap());
                prop_assert!(nik.compare_birth_date(born, born).is_none());
            }
        }

        #[test]
        fn every_day_somebody_can_be_born_on_is_possible(year in 1927_u16..=2026, month in 1_u8..=12, day in 1_u8..=31, woman: bool) {
            let Ok(born) = Date::new(year, month, day) else { return Ok(()) };
            let text = format!("320101{:02}{month:02}{:02}0001", day + if woman { 40 } else { 0 }, year % 100);
            let nik = Nik::parse(&text).unwrap();
            prop_assert_eq!(nik.birth_date(Date::new(2026, 12, 31).unwrap()), born);
            prop_assert_eq!(nik.sex() == Sex::Female, woman);
        }
    }
}
