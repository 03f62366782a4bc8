//! The shared paths through the forms (`tests/vectors/form.json`), made by a second engine.

#![cfg(test)]

#[path = "form/worker.rs"]
mod worker;

use std::collections::BTreeMap;
use std::path::PathBuf;

use payung_model::engine::Engine;
use payung_model::form::{Draft, Form, Kind, Screen};
use payung_model::text::{Message, format};
use payung_model::units::Rupiah;
use serde_json::{Value, json};
use worker::{Worker, at, photo};

/// More questions than any form has: a path that is longer does not end.
const MOST: usize = 80;

#[test]
fn every_path_asks_ends_and_sends_as_the_vectors_say() {
    let cases = cases();
    for case in &cases {
        let mut worker = begun(case);
        let mut asked = Vec::new();
        while let Screen::Question(id) = worker.engine().first_open() {
            let answer = case["answers"][&id].as_str();
            asked.push(id.clone());
            let Some(text) = answer.filter(|_| asked.len() < MOST) else {
                break;
            };
            type_in(&mut worker, case, &id, text);
        }
        assert_eq!(found(case, &worker, &asked), *case, "{}", case["name"]);
    }
    assert!(cases.len() >= 40);
}

/// Going on from each answer leads through the same questions as resuming does, in the same order;
/// between them there is only what is answered already.
#[test]
fn going_on_from_each_answer_comes_by_every_question_that_is_asked() {
    for case in &cases() {
        let mut worker = begun(case);
        let mut ahead = case["asked"]
            .as_array()
            .unwrap()
            .iter()
            .map(|id| id.as_str().unwrap())
            .peekable();
        let mut screen = Screen::Question(ahead.peek().unwrap_or(&"").to_string());
        for _ in 0..MOST {
            let Screen::Question(id) = screen else { break };
            if ahead.next_if_eq(&id.as_str()).is_some() {
                type_in(
                    &mut worker,
                    case,
                    &id,
                    case["answers"][&id].as_str().unwrap(),
                );
            }
            screen = worker.engine().after(&id);
        }
        assert_eq!(ahead.next(), None, "{}", case["name"]);
        assert_eq!(end(&worker.engine()), case["end"], "{}", case["name"]);
    }
}

/// What the script promises of its cases, seen from this side: a form without cases would pass the
/// tests above.
#[test]
fn the_vectors_come_to_every_ending_and_purpose_of_every_form() {
    let cases = cases();
    for (id, form) in &worker().content.forms {
        let of_form = || cases.iter().filter(|case| case["form"] == *id);
        for ending in form
            .endings
            .iter()
            .filter(|ending| ending.enabled)
            .map(|ending| ending.id.as_str())
            .chain(["review"])
        {
            assert!(
                of_form().any(|case| case["end"] == ending),
                "{id}: {ending}"
            );
        }
        for purpose in &form.purposes {
            assert!(
                of_form().any(|case| case["purpose"] == purpose.id),
                "{id}: {}",
                purpose.id
            );
        }
        for question in form.questions() {
            assert!(
                of_form().any(|case| case["answers"][&question.id].is_string()),
                "{id}: {}",
                question.id
            );
        }
    }
}

/// With the built-in forms, and the invented one of the vectors.
fn worker() -> Worker {
    let mut worker = Worker::new();
    let contoh = Form::parse(read("form_contoh.json").as_bytes()).unwrap();
    worker.content.forms.insert(contoh.id.clone(), contoh);
    worker
}

/// A draft of the case's form with what was typed before.
fn begun(case: &Value) -> Worker {
    let mut worker = worker();
    worker.form = text(case, "form").to_owned().leak();
    worker.draft = Draft::of(worker.form);
    worker.now = at(text(case, "now"));
    for pair in case["before"].as_array().into_iter().flatten() {
        type_in(
            &mut worker,
            case,
            pair[0].as_str().unwrap(),
            pair[1].as_str().unwrap(),
        );
    }
    worker
}

fn type_in(worker: &mut Worker, case: &Value, id: &str, text: &str) {
    let is_photo = worker.content.forms[worker.form]
        .question(id)
        .is_some_and(|question| question.kind == Kind::Photo);
    if is_photo && !text.is_empty() {
        worker.put(id, "", photo());
        return;
    }
    let problems = worker.refusal(id, text);
    assert_eq!(problems, "", "{}: {id} is answered {text:?}", case["name"]);
    worker.answer(id, text);
}

/// What the engine says of the path, as the vectors write it.
fn found(case: &Value, worker: &Worker, asked: &[String]) -> Value {
    let engine = worker.engine();
    let mut found = json!({ "asked": asked, "end": end(&engine) });
    for given in ["name", "form", "now", "before", "answers"] {
        if !case[given].is_null() {
            found[given] = case[given].clone();
        }
    }
    // Empty exactly at the review.
    assert_eq!(
        engine.missing().is_empty(),
        found["end"] == "review",
        "{}",
        case["name"]
    );
    if found["end"] != "review" {
        return found;
    }
    let (answers, consents) = engine.answers();
    let answers: Vec<(String, String)> = answers
        .into_iter()
        .map(|it| (it.question, it.value.reveal().to_owned()))
        .collect();
    let order: Vec<&str> = engine
        .form
        .questions()
        .map(|question| question.id.as_str())
        .collect();
    assert!(answers.is_sorted_by_key(|(question, _)| order.iter().position(|id| id == question)));
    found["sent"] = json!(answers.into_iter().collect::<BTreeMap<_, _>>());
    found["consents"] = json!(
        consents
            .into_iter()
            .map(|it| (it.question, it.version))
            .collect::<BTreeMap<_, _>>()
    );
    found["purpose"] = json!(engine.purpose());
    found["waited_for"] = json!(engine.waited_for());
    if let Some(quote) = engine.quote() {
        found["quote"] = quote_beside(&engine, quote.total);
    }
    found
}

/// The quote as the review shows it.
fn quote_beside(engine: &Engine<'_>, total: Rupiah) -> Value {
    let view = engine.view(&Screen::Review, None).quote.unwrap();
    assert_eq!(view.total, format::money(total));
    let unsure = engine
        .content
        .texts
        .format(engine.lang, &Message::new("quote-unsure-payer"));
    // The sentence up to the amount that it ends with.
    let unsure = unsure.split("{$").next().unwrap().to_owned();
    let per_day: Vec<bool> = view
        .parts
        .iter()
        .map(|part| !part.per_day.is_empty())
        .collect();
    json!({ "total": total, "per_day": per_day.contains(&true), "unsure_payer": view.reasons.iter().any(|reason| reason.starts_with(&unsure)) })
}

fn end(engine: &Engine<'_>) -> String {
    match engine.first_open() {
        Screen::Question(id) => format!("question {id}"),
        Screen::Ending(id) => id,
        Screen::Review => "review".to_owned(),
    }
}

fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap()
}

fn cases() -> Vec<Value> {
    serde_json::from_str(&read("form.json")).unwrap()
}

fn read(file: &str) -> String {
    let vectors = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    std::fs::read_to_string(vectors.join(file)).unwrap()
}
