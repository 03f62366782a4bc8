//! What people type where no other target looks: the filter, places, RT and RW, receipt codes,
//! times, e-mail addresses.

use payung_model::person::{Email, PlaceName, RtRw};
use payung_model::sealed::RegistrationId;
use payung_model::typed::{clean, clean_lines, is_invisible, is_visible};
use payung_model::units::{Date, TimeOfDay};

use crate::text;

/// The shared vectors' texts, and some of the kinds that they have not.
pub fn seeds() -> Vec<Vec<u8>> {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/vectors/typed.json"))
            .expect("the vectors are JSON");
    let kinds = vectors
        .as_object()
        .expect("cases by kind")
        .values()
        .filter_map(|cases| cases.as_array());
    let texts = kinds.flatten().filter_map(|case| case["text"].as_str());
    let others = [
        "1G60-EECF",
        "lg6o eecf",
        "07.00",
        "jam 7 WIB",
        "pukul 0700",
        "siti@contoh.example",
        "o'contoh+1@contoh-2.example",
    ];
    texts
        .chain(others)
        .map(|text| text.as_bytes().to_vec())
        .collect()
}

/// Reads the bytes as each of them.
pub fn check(data: &[u8]) {
    let typed = text(data);
    let text = clean(&typed);
    filter(&typed, &text);
    // What was cleaned is read as what was typed, and what is kept is read again as the same.
    if let Ok(place) = PlaceName::parse(&typed) {
        assert_eq!(place.text(), *text, "no sign is dropped or made up");
        assert_eq!(PlaceName::parse(place.text()).as_ref(), Ok(&place));
    }
    if let Ok(both) = RtRw::parse(&typed) {
        assert_eq!(RtRw::parse(both.text()).as_ref(), Ok(&both));
        let letters = text.to_uppercase().replace("RT", "").replace("RW", "");
        let sorted = |text: &str| {
            let mut signs: Vec<char> = signs(text).chars().collect();
            signs.sort_unstable();
            signs
        };
        assert_eq!(
            sorted(&letters),
            sorted(both.text()),
            "each digit and each letter is kept"
        );
    }
    if let Some(code) = RegistrationId::read_receipt(&typed) {
        assert_eq!(RegistrationId::read_receipt(&code).as_ref(), Some(&code));
        assert_eq!(text.chars().filter(char::is_ascii_alphanumeric).count(), 8);
    }
    if let Ok(time) = TimeOfDay::parse_typed(&typed) {
        assert_eq!(TimeOfDay::parse_typed(&time.to_string()), Ok(time));
    }
    if let Ok(email) = Email::parse(&typed) {
        assert!(
            email.text().eq_ignore_ascii_case(&text),
            "no sign is dropped or made up"
        );
    }
    assert_eq!(Date::parse_typed(&typed), Date::parse_typed(&text));
}

fn filter(typed: &str, text: &str) {
    assert_eq!(*clean(text), *text, "clean once, clean for ever");
    assert!(
        !text
            .chars()
            .any(|sign| is_invisible(sign) || sign.is_control())
    );
    assert_eq!(is_visible(typed), !text.is_empty());
    let visible = |text: &str| {
        text.chars()
            .filter(|sign| !sign.is_whitespace() && !is_invisible(*sign))
            .count()
    };
    assert_eq!(visible(text), visible(typed), "a visible sign was lost");
    let lines = clean_lines(typed);
    assert_eq!(*clean_lines(&lines), *lines);
    assert_eq!(visible(&lines), visible(typed));
}

/// Digits but zeros, which fill up to three places, and letters.
fn signs(text: &str) -> String {
    text.chars()
        .filter(|sign| sign.is_ascii_alphanumeric() && *sign != '0')
        .collect()
}
