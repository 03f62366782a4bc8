//! Whole rupiah.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::typed::clean;

/// An amount of money in whole rupiah, never negative.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Rupiah(pub u64);

/// Why a typed amount is not money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RupiahProblem {
    /// Nothing was typed.
    #[error("no amount")]
    Empty,
    /// Something other than digits, separators, "Rp" and a word for thousands or millions.
    #[error("not an amount: only digits, dots, Rp, ribu and juta")]
    NotAnAmount,
    /// More than [`Rupiah::MOST`].
    #[error("larger than any amount this form can mean")]
    TooLarge,
}

impl Rupiah {
    /// The largest amount that can be typed: a thousand million rupiah.
    pub const MOST: Self = Self(1_000_000_000);

    /// What people write for thousands and millions. Longer words first: `rb` is no end of `ribu`,
    /// but might be of others.
    const WORDS: [(&str, u64); 5] = [
        ("juta", 1_000_000),
        ("ribu", 1_000),
        ("jt", 1_000_000),
        ("rb", 1_000),
        ("k", 1_000),
    ];

    /// The sum of two amounts; none when it is too large for any amount.
    ///
    /// There is no `+` for money: a sum that does not fit is an error of its caller and never a
    /// wrong amount.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// This amount without the other; none when it is less.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The sum of all amounts; none when it is too large for any amount.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self(0), Self::checked_add)
    }

    /// Reads an amount as people write it: `1100000`, `1.100.000`, `Rp 1,100,000`, `Rp1.100.000,-`,
    /// `80rb`, `1,5 juta`.
    pub fn parse(text: &str) -> Result<Self, RupiahProblem> {
        let text = clean(text);
        let text = text.as_str();
        let text = match text.get(..2) {
            Some(sign) if sign.eq_ignore_ascii_case("rp") => {
                text[2..].trim_start_matches('.').trim()
            }
            _ => text,
        };
        let text = text
            .strip_suffix(",-")
            .or_else(|| text.strip_suffix(",00"))
            .unwrap_or(text);
        if text.is_empty() {
            return Err(RupiahProblem::Empty);
        }
        let small = text.to_ascii_lowercase();
        // "90 ribu rupiah": the name of the money behind the amount adds nothing to it.
        let (text, small) = match small.strip_suffix("rupiah") {
            Some(before) => (text[..before.len()].trim_end(), before.trim_end()),
            None => (text, small.as_str()),
        };
        if text.is_empty() {
            return Err(RupiahProblem::NotAnAmount);
        }
        let worded = Self::WORDS
            .iter()
            .find_map(|(word, worth)| Some((small.strip_suffix(word)?.trim_end(), *worth)));
        if let Some((number, worth)) = worded {
            return Self::parse_worded(number, worth);
        }
        let groups: Vec<&str> = text.split(['.', ',', ' ']).collect();
        let digits_only = groups
            .iter()
            .all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
        // Separated groups after the first have three digits, so "1.5" is not read as fifteen
        // rupiah.
        if !digits_only
            || groups.iter().skip(1).any(|group| group.len() != 3)
            || (groups.len() > 1 && groups[0].len() > 3)
        {
            return Err(RupiahProblem::NotAnAmount);
        }
        let digits = groups.concat();
        let amount = digits.trim_start_matches('0');
        // The length is looked at before the digits are added up, so that no amount overflows.
        if amount.len() > 10 {
            return Err(RupiahProblem::TooLarge);
        }
        let value = amount
            .bytes()
            .fold(0_u64, |sum, b| sum * 10 + u64::from(b - b'0'));
        if value > Self::MOST.0 {
            Err(RupiahProblem::TooLarge)
        } else {
            Ok(Self(value))
        }
    }

    /// So many thousands or millions. After a dot or comma one or two digits: with three, `1.250
    /// juta` could be either.
    fn parse_worded(number: &str, worth: u64) -> Result<Self, RupiahProblem> {
        let (whole, part) = number.split_once([',', '.']).unwrap_or((number, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || part.len() > 2
            || part.is_empty() != (whole == number)
            || !digits(whole)
            || !digits(part)
        {
            return Err(RupiahProblem::NotAnAmount);
        }
        let hundredths = format!("{whole}{part:0<2}");
        let hundredths = hundredths.trim_start_matches('0');
        if hundredths.len() > 12 {
            return Err(RupiahProblem::TooLarge);
        }
        let value = hundredths
            .bytes()
            .fold(0_u64, |sum, b| sum * 10 + u64::from(b - b'0'))
            * (worth / 100);
        if value > Self::MOST.0 {
            Err(RupiahProblem::TooLarge)
        } else {
            Ok(Self(value))
        }
    }
}

/// Grouped by dots as in Indonesia, without the sign: `45.600`.
impl fmt::Display for Rupiah {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        f.write_str(&grouped)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for text in [
            "1100000",
            "1.100.000",
            "1,100,000",
            "Rp1.100.000",
            "Rp 1 100 000",
            "rp. 1.100.000",
            "Rp1.100.000,-",
            "1.100.000,00",
        ] {
            assert_eq!(Rupiah::parse(text), Ok(Rupiah(1_100_000)), "{text}");
        }
    }

    #[test]
    fn thousands_and_millions_may_be_said() {
        for (text, amount) in [
            ("80rb", 80_000),
            ("Rp 80 ribu", 80_000),
            ("90K", 90_000),
            ("12,5 rb", 12_500),
            ("1,5 juta", 1_500_000),
            ("1.25jt", 1_250_000),
            ("1000 JUTA", 1_000_000_000),
            ("0jt", 0),
        ] {
            assert_eq!(Rupiah::parse(text), Ok(Rupiah(amount)), "{text}");
        }
        for text in [
            "1.250 juta",
            "1.000.000 rb",
            "rb",
            "juta",
            ",5 juta",
            "1, juta",
            "1,5,5 jt",
            "-1 jt",
            "satu juta",
        ] {
            assert_eq!(
                Rupiah::parse(text),
                Err(RupiahProblem::NotAnAmount),
                "{text}"
            );
        }
        for text in ["1001 juta", "99999999999999999999999 rb"] {
            assert_eq!(Rupiah::parse(text), Err(RupiahProblem::TooLarge), "{text}");
        }
    }

    #[test]
    fn what_is_not_clearly_an_amount_is_refused() {
        for text in [
            "1.5", "-1000", "1..000", "1.0000", "1000.000", ".500", "seribu", "1e6", "٣",
        ] {
            assert_eq!(
                Rupiah::parse(text),
                Err(RupiahProblem::NotAnAmount),
                "{text}"
            );
        }
        assert_eq!(Rupiah::parse(" Rp "), Err(RupiahProblem::Empty));
        assert_eq!(Rupiah::parse("1000000001"), Err(RupiahProblem::TooLarge));
        assert_eq!(
            Rupiah::parse(&"9".repeat(400)),
            Err(RupiahProblem::TooLarge)
        );
    }

    #[test]
    fn a_sum_that_does_not_fit_is_none() {
        assert_eq!(Rupiah(2).checked_add(Rupiah(3)), Some(Rupiah(5)));
        assert_eq!(Rupiah(u64::MAX).checked_add(Rupiah(1)), None);
        assert_eq!(
            Rupiah::checked_sum([Rupiah(1), Rupiah(2), Rupiah(3)]),
            Some(Rupiah(6))
        );
        assert_eq!(
            Rupiah::checked_sum([Rupiah(u64::MAX), Rupiah(1), Rupiah(0)]),
            None
        );
        assert_eq!(Rupiah::checked_sum([]), Some(Rupiah(0)));
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(amount in 0..=Rupiah::MOST.0) {
            prop_assert_eq!(Rupiah::parse(&Rupiah(amount).to_string()), Ok(Rupiah(amount)));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = Rupiah::parse(&text);
        }
    }
}
