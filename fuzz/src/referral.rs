//! Referral codes: what is read is shown in one way and read again from that, and no link of
//! another site is followed.

use payung_model::sealed::{ReferralCode, ReferralProblem};

use crate::{of_vectors, text};

const HOST: &str = "payung.example";

/// The shared vectors' texts.
pub fn seeds() -> Vec<Vec<u8>> {
    of_vectors(include_str!("../../tests/vectors/referral.json"), "text")
}

/// Reads the bytes as a typed code or a link.
pub fn check(data: &[u8]) {
    let text = text(data);
    let found = ReferralCode::find(&text, Some(HOST));
    match &found {
        Ok(code) => {
            let shown = code.as_str();
            assert!((ReferralCode::LEAST..=ReferralCode::MOST).contains(&shown.len()));
            assert!(
                shown
                    .bytes()
                    .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
            );
            for again in [
                shown.to_owned(),
                shown.to_lowercase(),
                format!("payung://daftar?kode={shown}"),
                format!("https://{HOST}/app/daftar?kode={shown}"),
            ] {
                assert_eq!(ReferralCode::find(&again, Some(HOST)).as_ref(), Ok(code));
            }
        }
        Err(ReferralProblem::Length(count)) => {
            assert!(!(ReferralCode::LEAST..=ReferralCode::MOST).contains(count));
        }
        Err(ReferralProblem::Sign(before)) => assert!(*before < text.chars().count()),
        Err(ReferralProblem::NotOurs | ReferralProblem::Link) => assert!(text.len() >= 3),
    }
    // Only a site's link depends on the host.
    if ReferralCode::find(&text, None) != found {
        let cleaned = payung_model::typed::clean(&text).to_ascii_lowercase();
        assert!(cleaned.starts_with(&format!("https://{HOST}")));
    }
}
