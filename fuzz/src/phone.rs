//! Mobile numbers: one number has one E.164 text, whatever way it was written.

use payung_model::person::{Phone, PhoneProblem, PhoneWarning};
use payung_model::typed::clean;

use crate::{of_vectors, text};

/// The shared vectors' texts.
pub fn seeds() -> Vec<Vec<u8>> {
    of_vectors(include_str!("../../tests/vectors/phone.json"), "text")
}

/// Reads the bytes as a typed number.
pub fn check(data: &[u8]) {
    let text = clean(&text(data)).to_string();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let read = Phone::parse(&text);
    match &read {
        Ok(phone) => good(phone, &digits),
        Err(PhoneProblem::Empty) => assert!(digits.is_empty()),
        Err(PhoneProblem::TooShort { count }) => assert!(*count < 10),
        Err(PhoneProblem::TooLong { count }) => assert!(*count > 13),
        // With a plus comes a country: +08… is none.
        Err(PhoneProblem::NotMobile) => {
            assert!(
                !digits.starts_with("628") && (!digits.starts_with("08") || text.contains('+'))
            );
        }
        Err(PhoneProblem::NotDigits) => assert!(text.chars().any(|sign| !sign.is_ascii_digit())),
    }
    assert_eq!(
        Phone::parse(&format!(" ({text}) ")),
        read,
        "brackets and spaces only group"
    );
    assert!(Phone::parse(&format!("{text}x")).is_err());
}

fn good(phone: &Phone, typed: &str) {
    let subscriber = phone.e164().strip_prefix("+62").expect("Indonesian");
    assert!((9..=12).contains(&subscriber.len()) && subscriber.starts_with('8'));
    assert!(subscriber.bytes().all(|byte| byte.is_ascii_digit()));
    assert!(typed.ends_with(subscriber), "no digit is made up");
    let before = &typed[..typed.len() - subscriber.len()];
    assert!(
        ["", "0", "62", "620"].contains(&before),
        "{before} was dropped"
    );

    let national = phone.national();
    assert_eq!(national.replace('-', ""), format!("0{subscriber}"));
    let written = [
        phone.e164().to_owned(),
        national,
        format!("0{subscriber}"),
        format!("62{subscriber}"),
        format!("+620{subscriber}"),
    ];
    for text in written {
        // Without a 0 or a country code in front, 62… would be the country.
        assert_eq!(
            Phone::parse(&text).as_ref(),
            Ok(phone),
            "written in another way"
        );
    }
    for PhoneWarning::UnknownPrefix { prefix } in phone.warnings() {
        assert_eq!(prefix, format!("0{}", &subscriber[..3]));
    }
    assert!(
        !format!("{phone:?}").contains(&subscriber[..4]),
        "it prints"
    );
}
