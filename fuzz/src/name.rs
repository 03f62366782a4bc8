//! Names: what was read is read again unchanged, and nothing on a card is lost but white space.

use payung_model::person::{PersonName, PersonNameProblem};
use payung_model::typed::clean;

use crate::{of_vectors, text};

/// The shared vectors' texts.
pub fn seeds() -> Vec<Vec<u8>> {
    of_vectors(include_str!("../../tests/vectors/names.json"), "text")
}

/// Reads the bytes as a typed name.
pub fn check(data: &[u8]) {
    let text = clean(&text(data)).to_string();
    let read = PersonName::parse(&text);
    match &read {
        Ok(name) => good(name, &text),
        Err(PersonNameProblem::Empty) => assert!(!text.chars().any(char::is_alphanumeric)),
        Err(PersonNameProblem::TooShort) => assert!(!text.chars().any(char::is_alphabetic)),
        Err(PersonNameProblem::TooLong) => assert!(text.chars().count() > PersonName::MOST),
        Err(PersonNameProblem::Digits) => assert!(text.chars().any(char::is_numeric)),
        Err(PersonNameProblem::Sign { sign }) => {
            assert!(text.contains(*sign));
            assert!(!sign.is_alphabetic() && !sign.is_whitespace() && !sign.is_numeric());
        }
    }
    assert_eq!(
        PersonName::parse(&format!("\u{feff}  {text}\t")),
        read,
        "what surrounds a name is not it"
    );
    assert!(PersonName::parse(&format!("{text}@")).is_err());
}

fn good(name: &PersonName, typed: &str) {
    let read = name.text();
    assert_eq!(PersonName::parse(read).as_ref(), Ok(name));
    assert!((1..=PersonName::MOST).contains(&read.chars().count()));
    assert!(
        read.chars().any(char::is_alphabetic)
            && !read
                .chars()
                .any(|sign| sign.is_numeric() || sign.is_control())
    );
    assert!(!read.starts_with(' ') && !read.ends_with(' ') && !read.contains("  "));
    let letters = |text: &str| {
        text.chars()
            .filter(|sign| sign.is_alphabetic())
            .collect::<String>()
    };
    assert_eq!(letters(read), letters(typed), "every letter, in its order");
    assert_eq!(format!("{name:?}"), "PersonName(••••)");
}
