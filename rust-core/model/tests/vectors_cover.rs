//! Cover and reminders (`tests/vectors/cover.json`, `reminders.json`), worked out by scripts that
//! do not know this code.

#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "tests may")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use payung_model::content::Content;
use payung_model::cover::reminder::{Dues, Facts, IcsEvent, OpenBill, ReminderSettings, ics, plan};
use payung_model::cover::{Cover, CoverState, PaidMonth, PaidMonths};
use payung_model::units::Date;
use serde_json::{Map, Value, json};

#[test]
fn every_day_has_the_cover_that_the_vectors_say() {
    let (content, vectors) = (Content::built_in().unwrap(), read("cover.json"));
    for case in vectors["cases"].as_array().unwrap() {
        let since: Option<Date> = parsed(&case["since"]);
        let paid = PaidMonths::new(since, months(&case["months"]));
        let on = parsed(&case["cover"]["on"]).unwrap();
        let cover = Cover::of(&content.cover, &content.calendar, &paid, on);
        assert_eq!(written(&cover), case["cover"], "{}", case["months"]);
    }
    for case in vectors["in_time"].as_array().unwrap() {
        let until = content
            .calendar
            .in_time_until(parsed(&case["month"]).unwrap(), content.cover.due_day.day);
        assert_eq!(json!(until), case["until"], "{}", case["month"]);
    }
}

#[test]
fn the_umbrella_is_whole_only_with_cover_and_folded_without_colour_only_when_membership_ended() {
    let (content, vectors) = (Content::built_in().unwrap(), read("cover.json"));
    let mut seen = BTreeMap::new();
    for case in vectors["cases"].as_array().unwrap() {
        let paid = PaidMonths::new(parsed(&case["since"]), months(&case["months"]));
        let cover = Cover::of(
            &content.cover,
            &content.calendar,
            &paid,
            parsed(&case["cover"]["on"]).unwrap(),
        );
        let umbrella = cover.umbrella(6);
        assert_eq!(umbrella.panels, 7);
        seen.entry(cover.state.code())
            .or_insert_with(BTreeSet::new)
            .insert((umbrella.filled, umbrella.state.code()));
    }
    let only = |filled, state| BTreeSet::from([(filled, state)]);
    assert_eq!(
        seen,
        BTreeMap::from([
            ("not_yet", only(6, "open")),
            ("protected", only(7, "open")),
            ("grace", only(7, "half")),
            ("ended", only(0, "folded")),
        ])
    );
}

#[test]
fn every_reminder_comes_when_the_vectors_say() {
    let (content, vectors) = (Content::built_in().unwrap(), read("reminders.json"));
    for case in vectors.as_array().unwrap() {
        let paid = PaidMonths::new(None, months(&case["months"]));
        let dues = (!case["dues"].is_null()).then(|| Dues {
            income: serde_json::from_value(case["dues"]["income"].clone()).unwrap(),
            work: parsed(&case["dues"]["work"]).unwrap(),
            payer: parsed(&case["dues"]["payer"]).unwrap(),
            programmes: serde_json::from_value(case["dues"]["programmes"].clone()).unwrap(),
        });
        let bill = |given: &Value| {
            (!given.is_null()).then(|| OpenBill {
                amount: serde_json::from_value(given["amount"].clone()).unwrap(),
                issued: parsed(&given["issued"]).unwrap(),
                said_paid: parsed(&given["said_paid"]),
                expires: parsed(&given["expires"]).unwrap(),
            })
        };
        let taken: Vec<Date> = case["taken"].as_array().map_or_else(Vec::new, |days| {
            days.iter().map(|day| parsed(day).unwrap()).collect()
        });
        let facts = Facts {
            cover: &content.cover,
            reminders: &content.reminders,
            calendar: &content.calendar,
            tariff: &content.tariff,
            paid: &paid,
            dues: dues.as_ref(),
            bill: bill(&case["bill"]),
            bill_for_others: bill(&case["bill_for_others"]),
            somebody_pays: case["somebody_pays"] == true,
            taken: &taken,
        };
        let found = plan(
            &facts,
            &settings(&case["settings"], &content),
            parsed(&case["from"]).unwrap(),
            u16::try_from(case["days"].as_u64().unwrap()).unwrap(),
        );
        let found: Vec<Value> = found
            .iter()
            .map(|it| {
                let actions = it.actions.iter().map(|action| action.code());
                json!({
                    "id": it.id, "at": it.at.to_string(), "months": it.months, "amount": it.amount,
                    "tomorrow": actions.clone().any(|code| code == "tomorrow"),
                })
            })
            .collect();
        assert_eq!(json!(found), case["reminders"], "{case}");
    }
}

#[test]
fn every_calendar_file_is_byte_for_byte_what_the_vectors_say() {
    for case in read("ics.json").as_array().unwrap() {
        let event = |event: &Value| IcsEvent {
            id: event["id"].as_str().unwrap().to_owned(),
            at: parsed(&event["at"]).unwrap(),
            title: event["title"].as_str().unwrap().to_owned(),
            text: event["text"].as_str().unwrap().to_owned(),
        };
        let events: Vec<IcsEvent> = case["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(event)
            .collect();
        let zone = parsed(&case["zone"]).unwrap();
        let file = ics(
            case["owner"].as_str().unwrap(),
            zone,
            parsed(&case["now"]).unwrap(),
            &events,
        );
        assert_eq!(file, case["file"].as_str().unwrap());
    }
}

/// The vectors write moments as texts; they are kept as milliseconds.
fn settings(given: &Value, content: &Content) -> ReminderSettings {
    let mut given = given.clone();
    for at in ["/told", "/late/at"] {
        if let Some(moment) = given.pointer_mut(at).filter(|moment| moment.is_string()) {
            *moment = json!(parsed::<payung_model::units::Timestamp>(moment).unwrap());
        }
    }
    ReminderSettings::parse(given.to_string().as_bytes(), &content.reminders).unwrap()
}

fn months(given: &Value) -> Vec<PaidMonth> {
    serde_json::from_value(given.clone()).unwrap()
}

fn written(cover: &Cover) -> Value {
    let programmes: Vec<Value> = cover
        .programmes
        .iter()
        .map(|it| {
            json!({ "programme": it.programme, "level": it.level.code(), "until": it.until, "full_from": it.full_from })
        })
        .collect();
    let mut written: Map<String, Value> = Map::new();
    let mut put = |name: &str, value: Value| drop(written.insert(name.to_owned(), value));
    put("on", json!(cover.on));
    put("state", json!(cover.state.code()));
    put("since", json!(cover.since));
    put("paid_until", json!(cover.paid_until));
    put("missing", json!(cover.missing));
    put("sponsor", json!(cover.sponsor));
    put("programmes", json!(programmes));
    match cover.state {
        CoverState::NotYet { starts } => put("starts", json!(starts)),
        CoverState::Protected { until } => put("until", json!(until)),
        CoverState::Grace {
            unpaid,
            in_time_until,
            certain_until,
            ends,
        } => {
            put("unpaid", json!(unpaid));
            put("in_time_until", json!(in_time_until));
            put("certain_until", json!(certain_until));
            put("ends", json!(ends));
        }
        CoverState::Ended {
            since,
            full_death_from,
        } => {
            put("ended_since", json!(since));
            put("full_death_from", json!(full_death_from));
        }
    }
    Value::Object(written)
}

fn parsed<T: std::str::FromStr>(text: &Value) -> Option<T> {
    text.as_str().and_then(|text| text.parse().ok())
}

fn read(name: &str) -> Value {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/vectors")
        .join(name);
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}
