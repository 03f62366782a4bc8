//! Whole rupiah.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

use serde::{Deserialize, Serialize};

/// An amount of money in whole rupiah, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rupiah(pub u64);

/// Why a typed amount is not money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RupiahProblem {
    /// Nothing was typed.
    #[error("no amount")]
    Empty,
    /// Something other than digits, separators and "Rp".
    #[error("not an amount: only digits, dots and Rp")]
    NotAnAmount,
    /// More than [`Rupiah::MOST`].
    #[error("larger than any amount this form can mean")]
    TooLarge,
}

impl Rupiah {
    /// The largest amount that can be typed: a thousand million rupiah.
    pub const MOST: Self = Self(1_000_000_000);

    /// Reads an amount as people write it: `1100000`, `1.100.000`, `Rp 1,100,000`, `Rp1.100.000,-`.
    pub fn parse(text: &str) -> Result<Self, RupiahProblem> {
        let text = text.trim();
        let text = match text.get(..2) {
            Some(sign) if sign.eq_ignore_ascii_case("rp") => text[2..].trim_start_matches('.').trim(),
            _ => text,
        };
        let text = text.strip_suffix(",-").or_else(|| text.strip_suffix(",00")).unwrap_or(text);
        if text.is_empty() {
            return Err(RupiahProblem::Empty);
        }
        let groups: Vec<&str> = text.split(['.', ',', ' ', '\u{a0}']).collect();
        let digits_only = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
        // Separated groups after the first have three digits, so "1.5" is not read as fifteen rupiah.
        if !digits_only
            || groups.iter().skip(1).any(|group| group.len() != 3)
            || (groups.len() > 1 && groups[0].len() > 3)
        {
            return Err(RupiahProblem::NotAnAmount);
        }
        let digits = groups.concat();
        let amount = digits.trim_start_matches('0');
        if amount.len() > 10 {
            return Err(RupiahProblem::TooLarge);
        }
        let value = amount.bytes().fold(0_u64, |sum, b| sum * 10 + u64::from(b - b'0'));
        if value > Self::MOST.0 { Err(RupiahProblem::TooLarge) } else { Ok(Self(value)) }
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

impl Add for Rupiah {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Rupiah {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self(0), Add::add)
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
    fn what_is_not_clearly_an_amount_is_refused() {
        for text in ["1.5", "1.5 juta", "-1000", "1..000", "1.0000", "1000.000", ".500", "seribu", "1e6", "٣"] {
            assert_eq!(Rupiah::parse(text), Err(RupiahProblem::NotAnAmount), "{text}");
        }
        assert_eq!(Rupiah::parse(" Rp "), Err(RupiahProblem::Empty));
        assert_eq!(Rupiah::parse("1000000001"), Err(RupiahProblem::TooLarge));
        assert_eq!(Rupiah::parse(&"9".repeat(400)), Err(RupiahProblem::TooLarge));
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
