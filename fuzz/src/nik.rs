//! NIK: what is taken has sixteen digits, says the same however it is grouped, and agrees with a
//! second, plainer reader.

use payung_model::person::{Nik, NikProblem, Sex};
use payung_model::typed::clean;
use payung_model::units::Date;

use crate::{of_vectors, text};

const TODAY: &str = "2026-11-23";

/// The shared vectors' texts.
pub fn seeds() -> Vec<Vec<u8>> {
    of_vectors(include_str!("../../tests/vectors/nik.json"), "text")
}

/// Reads the bytes as a typed NIK.
pub fn check(data: &[u8]) {
    let text = clean(&text(data)).to_string();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let read = Nik::parse(&text);
    match &read {
        Ok(nik) => {
            assert_eq!(nik.digits(), digits, "every digit typed, and no other");
            good(nik);
        }
        Err(NikProblem::Empty) => assert!(digits.is_empty()),
        Err(NikProblem::TooShort { count }) => assert_eq!(usize::from(*count), digits.len()),
        Err(NikProblem::TooLong { count }) => {
            assert_eq!(usize::from(*count), digits.len().min(255))
        }
        Err(NikProblem::NotDigits) => assert!(text.chars().any(|sign| !sign.is_ascii_digit())),
        Err(NikProblem::Region | NikProblem::BirthDate | NikProblem::Serial) => {
            assert_eq!(digits.len(), 16)
        }
    }
    if digits.len() == 16 {
        assert_eq!(
            Nik::parse(&digits).is_ok(),
            is_possible(&digits),
            "the second reader differs"
        );
    }
    // A stray sign is a problem wherever it stands; what only groups is none.
    assert!(Nik::parse(&format!("{text}x")).is_err());
    let grouped = format!("\u{200e} {text} - .");
    assert_eq!(Nik::parse(&grouped), read);
}

fn good(nik: &Nik) {
    let digits = nik.digits();
    assert_eq!(Nik::parse(digits).as_ref(), Ok(nik));
    let part = |from: usize| digits[from..from + 2].to_owned();
    assert_eq!(nik.region(), format!("{}.{}.{}", part(0), part(2), part(4)));
    assert!(
        !nik.masked().contains(&digits[4..12]) && !format!("{nik:?}").contains(&digits[..4]),
        "it prints"
    );
    assert!(nik.warnings().len() <= 1);

    let today: Date = TODAY.parse().expect("a date");
    let born = nik.birth_date(today);
    let day = born.day() + if nik.sex() == Sex::Female { 40 } else { 0 };
    assert_eq!(
        digits[6..12],
        format!("{day:02}{:02}{:02}", born.month_number(), born.year() % 100)
    );
    assert_eq!(nik.compare_birth_date(born, today), None);
    assert_eq!(nik.compare_sex(nik.sex()), None);
    // Read on the day itself or ever after, nobody is born in the future.
    assert!(nik.birth_date(born) <= born);
}

/// The rule, once more and without any type: `PPKKCC DDMMYY SSSS`.
fn is_possible(digits: &str) -> bool {
    let number = |from: usize, to: usize| digits[from..to].parse::<u32>().expect("digits");
    let (day, month, year) = (number(6, 8), number(8, 10), number(10, 12));
    let day = if day > 40 { day - 40 } else { day };
    let last = match month {
        // Some century has a leap year 00: 2000.
        2 if year % 4 == 0 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    [number(0, 2), number(2, 4), number(4, 6), number(12, 16)]
        .iter()
        .all(|part| *part > 0)
        && (1..=last).contains(&day)
}
