//! What each programme gives (`tests/vectors/benefits.json`), written down by an independent
//! script.

#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "tests may")]

use std::path::PathBuf;

use payung_model::content::Content;
use payung_model::programme::{BenefitFigure, Confidence};
use serde_json::Value;

#[test]
fn every_benefit_has_the_figures_and_the_confidence_of_the_vectors() {
    let vectors =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/benefits.json");
    let cases: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(vectors).unwrap()).unwrap();
    let content = Content::built_in().unwrap();
    for case in &cases {
        let programme = content
            .programmes
            .programmes
            .iter()
            .find(|it| case["programme"] == it.id.as_str())
            .unwrap();
        let benefit = programme
            .benefits
            .iter()
            .find(|it| case["benefit"] == it.id.as_str())
            .unwrap();
        assert_eq!(
            serde_json::to_value(&benefit.figures).unwrap(),
            case["figures"],
            "{}",
            benefit.id
        );
        assert_eq!(
            case["confidence"],
            Confidence::of(&benefit.source).unwrap().code(),
            "{}",
            benefit.id
        );
        let rupiah = |name: &str| match benefit.figures.get(name) {
            Some(BenefitFigure::Rupiah(amount)) => amount.0,
            _ => 0,
        };
        for pair in case["of_income"].as_array().into_iter().flatten() {
            let Some(BenefitFigure::Times(times)) = benefit.figures.get("times") else {
                unreachable!()
            };
            let sum = u64::from(*times) * pair[0].as_u64().unwrap()
                + rupiah("periodic")
                + rupiah("burial");
            assert_eq!(pair[1], sum, "{} {pair}", benefit.id);
        }
    }
    assert!(cases.len() >= 12);
}
