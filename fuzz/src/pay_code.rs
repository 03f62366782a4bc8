//! Pay-for codes: what is read is shown in one way, and read again from that.

use payung_model::sealed::{CodeProblem, PayCode};
use payung_model::typed::clean;

use crate::{of_vectors, text};

/// The shared vectors' texts.
pub fn seeds() -> Vec<Vec<u8>> {
    of_vectors(include_str!("../../tests/vectors/pay_code.json"), "text")
}

/// Reads the bytes as a typed code.
pub fn check(data: &[u8]) {
    let text = clean(&text(data)).to_string();
    let signs = text.chars().filter(|sign| !matches!(sign, '-' | ' '));
    let count = signs.count();
    let found = PayCode::find(&text);
    match PayCode::read(&text) {
        Ok(code) => {
            assert!(found == Ok(code.clone()));
            let message = format!("Kodenya: {code}. Sampai besok.");
            assert!(PayCode::find(&message) == Ok(code.clone()));
            let shown = code.to_string();
            assert_eq!((count, shown.len()), (PayCode::SIGNS, 14));
            assert!(PayCode::read(&shown) == Ok(code.clone()));
            assert!(PayCode::read(&shown.to_lowercase()) == Ok(code.clone()));
            assert_eq!(format!("{code:?}"), "PayCode(…)");
        }
        Err(CodeProblem::Length(said)) => {
            assert_eq!(said, count);
            assert_ne!(said, PayCode::SIGNS);
        }
        Err(CodeProblem::Sign(before)) => assert!(before < count),
        Err(CodeProblem::Mistyped) => assert_eq!(count, PayCode::SIGNS),
    }
}
