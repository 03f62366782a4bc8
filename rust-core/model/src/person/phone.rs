//! Indonesian mobile numbers.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::small;
use crate::typed::clean;

/// An Indonesian mobile number. It never prints, and is wiped from memory on drop.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Phone(String);

/// Why the text is no Indonesian mobile number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneProblem {
    /// No digit at all.
    #[error("no number")]
    Empty,
    /// Something else than digits and what groups them.
    #[error("only digits, spaces, dots, dashes, brackets and a leading +")]
    NotDigits,
    /// Not 08… / 8… / 62… / +62….
    #[error("not an Indonesian mobile number: it starts with 08 or +628")]
    NotMobile,
    /// Fewer than 10 digits.
    #[error("{count} digits from the 0 on; a mobile number has 10 to 13")]
    TooShort {
        /// Digits there are, the leading 0 included.
        count: u8,
    },
    /// More than 13 digits.
    #[error("{count} digits from the 0 on; a mobile number has 10 to 13")]
    TooLong {
        /// Digits there are, the leading 0 included, at most 255.
        count: u8,
    },
}

/// What is unusual about a possible number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneWarning {
    /// No operator is known to have it. Operators get new ones, so it may well exist.
    UnknownPrefix {
        /// Four digits: `0870`.
        prefix: String,
    },
}

impl Phone {
    /// A number has at least so many digits when it is typed from the 8 on.
    pub const LEAST_DIGITS: u16 = 9;

    /// Reads a number as people write it: `0812-3456-7890`, `812 3456 7890`, `62812…`, `+62 (812)
    /// …`, `+62 0812…`.
    pub fn parse(text: &str) -> Result<Self, PhoneProblem> {
        let typed = Typed::read(text)?;
        let abroad = typed.digits.strip_prefix("62");
        let rest = match (typed.plus, abroad) {
            // Many write the 0 after +62 as well; no other number is meant by it.
            (_, Some(rest)) => rest.strip_prefix('0').unwrap_or(rest),
            (true, None) => return Err(PhoneProblem::NotMobile),
            (false, None) => typed.digits.strip_prefix('0').unwrap_or(&typed.digits),
        };
        if !rest.is_empty() && !rest.starts_with('8') {
            return Err(PhoneProblem::NotMobile);
        }
        // The 0 in front is counted too, as people count the digits of their number.
        match rest.len() + 1 {
            count @ ..10 => Err(PhoneProblem::TooShort {
                count: small(count),
            }),
            count @ 14.. => Err(PhoneProblem::TooLong {
                count: small(count),
            }),
            _ => Ok(Self(format!("+62{rest}"))),
        }
    }

    /// E.164: `+6281234567890`
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// `0812-3456-7890`: as people read it aloud.
    pub fn national(&self) -> String {
        let rest = self.subscriber();
        format!("0{}-{}-{}", &rest[..3], &rest[3..7], &rest[7..])
    }

    /// The warnings about the number.
    pub fn warnings(&self) -> Vec<PhoneWarning> {
        let prefix = &self.subscriber()[..3];
        if PREFIXES.contains(&prefix) {
            return Vec::new();
        }
        vec![PhoneWarning::UnknownPrefix {
            prefix: format!("0{prefix}"),
        }]
    }

    /// The 9 to 12 digits after `+62`.
    fn subscriber(&self) -> &str {
        &self.0[3..]
    }
}

/// Prefixes after the 0, by the operator that got them.
const PREFIXES: [&str; 40] = [
    "811", "812", "813", "821", "822", "823", "851", "852", "853", // Telkomsel
    "814", "815", "816", "855", "856", "857", "858", // Indosat
    "895", "896", "897", "898", "899", // Tri
    "817", "818", "819", "859", "877", "878", // XL
    "831", "832", "833", "838", // Axis
    "881", "882", "883", "884", "885", "886", "887", "888", "889", // Smartfren
];

/// Digits without what grouped them.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Typed {
    plus: bool,
    digits: String,
}

impl Typed {
    fn read(text: &str) -> Result<Self, PhoneProblem> {
        // The string has its full length at once, because one that grows leaves copies behind.
        let mut typed = Self {
            plus: false,
            digits: String::with_capacity(text.len()),
        };
        for sign in clean(text)
            .chars()
            .filter(|sign| !matches!(sign, ' ' | '.' | '-' | '(' | ')'))
        {
            match sign {
                '0'..='9' => typed.digits.push(sign),
                '+' if !typed.plus && typed.digits.is_empty() => typed.plus = true,
                _ => return Err(PhoneProblem::NotDigits),
            }
        }
        if typed.digits.is_empty() {
            Err(PhoneProblem::Empty)
        } else {
            Ok(typed)
        }
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(••••)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_number_can_be_written_in_many_ways() {
        for text in [
            "081234567890",
            "0812-3456-7890",
            "81234567890",
            "6281234567890",
            "+62 812 3456 7890",
            "+62 (812) 3456.7890",
            "(0812) 34567890",
            "+62 0812 3456 7890",
            "\u{202a}+62 812\u{2011}3456\u{2011}7890\u{202c}",
            "０８１２３４５６７８９０",
            "+62−812−𝟑𝟒𝟓𝟔−7890",
        ] {
            let phone = Phone::parse(text).unwrap();
            assert_eq!(
                (phone.e164(), phone.national().as_str()),
                ("+6281234567890", "0812-3456-7890"),
                "{text}"
            );
        }
    }

    #[test]
    fn ten_to_thirteen_digits_from_the_0_on() {
        assert_eq!(
            Phone::parse("081234567"),
            Err(PhoneProblem::TooShort { count: 9 })
        );
        assert_eq!(
            Phone::parse("0812345678").unwrap().national(),
            "0812-3456-78"
        );
        assert_eq!(
            Phone::parse("0812345678901").unwrap().national(),
            "0812-3456-78901"
        );
        assert_eq!(
            Phone::parse("08123456789012"),
            Err(PhoneProblem::TooLong { count: 14 })
        );
        assert_eq!(
            Phone::parse("+62812345678901234"),
            Err(PhoneProblem::TooLong { count: 16 })
        );
        assert_eq!(Phone::parse("0"), Err(PhoneProblem::TooShort { count: 1 }));
    }

    #[test]
    fn what_is_no_indonesian_mobile_number_says_why() {
        for text in [
            "021 555 1234",
            "+65 8123 4567",
            "+81 234 567 890",
            "+0812 3456 7890",
            "622155501234",
            "0062 812",
        ] {
            assert_eq!(Phone::parse(text), Err(PhoneProblem::NotMobile), "{text}");
        }
        for text in ["0812x", "0812+3456", "++62812", "٠٨١٢٣٤٥٦٧٨٩", "0812/3456"] {
            assert_eq!(Phone::parse(text), Err(PhoneProblem::NotDigits), "{text}");
        }
        for text in ["", "  ", "+", "(-)"] {
            assert_eq!(Phone::parse(text), Err(PhoneProblem::Empty), "{text}");
        }
    }

    #[test]
    fn an_unknown_prefix_is_a_warning() {
        let warnings = Phone::parse("087012345678").unwrap().warnings();
        assert_eq!(
            warnings,
            [PhoneWarning::UnknownPrefix {
                prefix: "0870".into()
            }]
        );
        assert!(Phone::parse("081234567890").unwrap().warnings().is_empty());
    }

    #[test]
    fn a_number_never_prints() {
        assert_eq!(
            format!("{:?}", Phone::parse("081234567890").unwrap()),
            "Phone(••••)"
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "[+0-9 ().x-]*|.*") {
            let _ = Phone::parse(&text);
        }

        #[test]
        fn what_is_printed_is_read_back(rest in "8[0-9]{8,11}") {
            let phone = Phone::parse(&rest).unwrap();
            prop_assert_eq!(Phone::parse(phone.e164()).unwrap(), phone.clone());
            prop_assert_eq!(Phone::parse(&phone.national()).unwrap(), phone);
        }
    }
}
