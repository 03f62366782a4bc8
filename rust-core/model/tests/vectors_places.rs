//! Offices and counters (`tests/vectors/places.json`), worked out by a script that does not know
//! this code: what is found near a district, and when a place is open.

#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "tests may")]

use std::collections::BTreeSet;

use payung_model::content::Content;
use payung_model::places::{DayHours, Openness, Places, Reach, Service};
use payung_model::units::Date;
use serde_json::{Value, json};

#[test]
fn the_nearest_are_found_as_the_vectors_say() {
    let vectors = vectors();
    let list = list(&vectors).open();
    let cases = vectors["near"].as_array().unwrap();
    assert!(cases.len() > 100);
    let mut reaches = BTreeSet::new();
    for case in cases {
        let does = case["does"]
            .as_str()
            .map(|code| Service::of_code(code).unwrap());
        let day = case["day"].as_str().map(|day| day.parse().unwrap());
        let found = list.near(case["region"].as_str().unwrap(), does, day);
        let written: Vec<Value> = found
            .places
            .iter()
            .map(|it| {
                reaches.insert(it.reach);
                json!([it.place.id, reach(it.reach)])
            })
            .collect();
        assert_eq!(Value::from(written), case["found"], "{case}");
    }
    assert_eq!(reaches.len(), 4, "every reach is met");
}

#[test]
fn a_place_is_open_when_the_vectors_say() {
    let vectors = vectors();
    let content = Content::built_in().unwrap();
    let places = list(&vectors).open().all();
    let cases = vectors["open"].as_array().unwrap();
    assert!(cases.len() > 1000);
    let mut states = BTreeSet::new();
    for case in cases {
        let place = places.iter().find(|it| it.id == case["place"]).unwrap();
        let at = case["at"].as_str().unwrap().parse().unwrap();
        let day: Date = place.zone().unwrap().day(at);
        let hours = match place.hours_on(day, &content.calendar) {
            DayHours::Unknown => json!("unknown"),
            DayHours::Unsure(_) => json!("unsure"),
            DayHours::Closed(_) => json!([]),
            DayHours::Open(spans) => {
                // The script counts minutes, so it does not tell spans that touch each other.
                spans
                    .iter()
                    .map(|it| format!("{}-{}", it.from, it.to))
                    .collect()
            }
        };
        assert_eq!(hours, case["hours"], "{case}");
        let said = match place.at(at, &content.calendar) {
            Openness::Unknown => json!(["unknown", null, null]),
            Openness::Open { until } => json!(["open", until.to_string(), null]),
            Openness::Closed { next } => {
                json!([
                    "closed",
                    null,
                    next.map(|(day, from)| [day.to_string(), from.to_string()])
                ])
            }
        };
        assert_eq!(
            said,
            json!([case["state"], case["until"], case["next"]]),
            "{case}"
        );
        states.insert(case["state"].as_str().unwrap().to_owned());
    }
    assert_eq!(states.len(), 3);
}

fn list(vectors: &Value) -> Places {
    Places::parse(vectors["list"].to_string().as_bytes()).unwrap()
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../tests/vectors/places.json")).unwrap()
}

fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::District => "district",
        Reach::Regency => "regency",
        Reach::Serves => "serves",
        Reach::Province => "province",
    }
}
