//! What typed text is read as, by `tests/vectors/typed.json`, which another implementation makes
//! (`make_typed.py`).

#![allow(clippy::unwrap_used, reason = "tests may")]

use std::path::PathBuf;

use payung_model::person::{PlaceName, PlaceNameProblem, RtRw, RtRwProblem};
use payung_model::typed::clean;
use payung_model::units::{Date, DateProblem};
use serde_json::{Value, json};

#[test]
fn every_typed_text_is_cleaned_as_the_vectors_say() {
    compare(
        "clean",
        |text| json!({"text": text, "clean": clean(text).as_str()}),
    );
}

#[test]
fn every_typed_date_is_read_as_the_vectors_say() {
    compare("dates", |text| match Date::parse_typed(text) {
        Ok(date) => json!({"text": text, "read": date.to_string()}),
        Err(DateProblem::Empty) => json!({"text": text, "problem": "empty"}),
        Err(DateProblem::NotADate) => json!({"text": text, "problem": "not_a_date"}),
        Err(DateProblem::NoSuchDay) => json!({"text": text, "problem": "no_such_day"}),
        Err(DateProblem::Weekday) => json!({"text": text, "problem": "weekday"}),
        Err(DateProblem::Year) => json!({"text": text, "problem": "year"}),
    });
}

#[test]
fn every_place_is_read_as_the_vectors_say() {
    compare("places", |text| match PlaceName::parse(text) {
        Ok(place) => json!({"text": text, "read": place.text()}),
        Err(PlaceNameProblem::Empty) => json!({"text": text, "problem": "empty"}),
        Err(PlaceNameProblem::NoLetter) => json!({"text": text, "problem": "no_letter"}),
        Err(PlaceNameProblem::Digits) => json!({"text": text, "problem": "digits"}),
        Err(PlaceNameProblem::Sign { sign }) => {
            json!({"text": text, "problem": "sign", "sign": sign})
        }
    });
}

#[test]
fn every_rt_and_rw_is_read_as_the_vectors_say() {
    compare("rt_rw", |text| match RtRw::parse(text) {
        Ok(both) => json!({"text": text, "read": both.text()}),
        Err(RtRwProblem::Empty) => json!({"text": text, "problem": "empty"}),
        Err(RtRwProblem::Shape) => json!({"text": text, "problem": "shape"}),
    });
}

fn compare(kind: &str, read: impl Fn(&str) -> Value) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/typed.json");
    let vectors: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let cases = vectors[kind].as_array().unwrap();
    assert!(cases.len() >= 15, "{kind}");
    for case in cases {
        assert_eq!(&read(case["text"].as_str().unwrap()), case);
    }
}
