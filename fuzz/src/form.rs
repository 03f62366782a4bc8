//! Form definitions: what is taken is written back the same, and a worker can do anything with it
//! without a panic, a dead end, or a screen beyond its bounds. The built-in texts stand beside it.

use std::sync::LazyLock;

use arbitrary::Unstructured;
use payung_model::content::Content;
use payung_model::form::Form;
use serde_json::{Value, json};

use crate::{drive, edits, samples};

const BUILT_IN: &[u8] = include_bytes!("../../rust-core/model/content/forms/bpu.json");

/// The built-in form as it is, answered by random workers; and changed.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut random = samples::Seeded::new(7);
    let mut seeds = Vec::new();
    let plain = BASE[0].to_string().into_bytes();
    for length in [0, 40, 400] {
        seeds.push([plain.as_slice(), &[0], &random.bytes(length)].concat());
    }
    // The largest forms there may be; without a program each question is answered at its greatest
    // length.
    seeds.extend(
        [
            large(json!({ "text": { "max": 500 } })),
            large(several(5)),
            large(json!("money")),
        ]
        .map(|form| form.to_string().into_bytes()),
    );
    seeds.extend((0..60).map(|number| random.bytes(64 + number * 8)));
    seeds
}

/// Begins with a brace: a definition as it is, then after a zero byte the worker's program. Else: a
/// program that changes the built-in form, and then the worker's.
pub fn check(data: &[u8]) {
    if data.first() == Some(&b'{') {
        let (json, program) = data.split_at(
            data.iter()
                .position(|byte| *byte == 0)
                .unwrap_or(data.len()),
        );
        run(
            json,
            &mut Unstructured::new(program.get(1..).unwrap_or_default()),
        );
    } else {
        let mut u = Unstructured::new(data);
        let which = u.int_in_range(0..=BASE.len() - 1).unwrap_or(0);
        let mut form = BASE[which].clone();
        let _ = edits::apply(&mut form, &SPARE, &mut u);
        run(form.to_string().as_bytes(), &mut u);
    }
}

fn run(json: &[u8], u: &mut Unstructured<'_>) {
    thread_local!(static CONTENT: Content = Content::built_in().expect("the built-in content is whole"));
    match Form::parse(json) {
        Err(problem) => assert!(
            !problem.place.is_empty() && !problem.what.is_empty(),
            "refused without a reason"
        ),
        Ok(form) => {
            let written = serde_json::to_vec(&form).expect("a form has JSON");
            assert_eq!(
                Form::parse(&written).as_ref(),
                Ok(&form),
                "written and read again"
            );
            assert!(form.texts().iter().all(|id| !id.is_empty()));
            CONTENT.with(|content| drive::drive(content, &form, u, true));
        }
    }
}

/// What the programs change: the built-in form without its sources, and a small one with the rest.
static BASE: LazyLock<[Value; 2]> = LazyLock::new(|| {
    let mut built_in: Value = serde_json::from_slice(BUILT_IN).expect("the built-in form is JSON");
    without_sources(&mut built_in);
    [built_in, small()]
});

/// What the programs add: every kind of question, check and condition that the two have, and large
/// ones.
static SPARE: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let options = |count: usize| {
        (0..count)
            .map(|n| json!({ "id": format!("option_{n}") }))
            .collect::<Vec<_>>()
    };
    let mut spare = vec![
        json!({ "id": "long", "kind": { "text": { "max": 500 } } }),
        json!({ "id": "many", "kind": { "several": { "options": options(20) } } }),
        json!({ "id": "found", "kind": { "search": { "options": options(60) } }, "required": false }),
        json!({ "any": [{ "answered": "nik" }, { "not": { "answered": "nik" } }] }),
        json!({ "at_least": ["income", 5] }),
        json!({ "has": ["programmes", "jht"] }),
        json!({ "required": false }),
        json!({ "when": { "answered": "employer" } }),
        json!({ "length": { "min": 3 } }),
        json!({ "amount": { "min": 1, "max": 1000 } }),
        json!({ "id": "elsewhere", "when": { "answered": "income" } }),
    ];
    for form in BASE.iter() {
        for step in form["steps"].as_array().into_iter().flatten() {
            spare.push(step.clone());
            spare.extend(step["questions"].as_array().into_iter().flatten().cloned());
        }
        spare.extend(form["endings"].as_array().into_iter().flatten().cloned());
    }
    spare
});

/// As many questions as a review can list, all of one kind and with the longest ids, and notes up
/// to the limit.
fn large(kind: Value) -> Value {
    let id =
        |name: &str, number: usize| format!("{name}_{number:0>width$}", width = 39 - name.len());
    let mut questions: Vec<Value> = (0..40)
        .map(|n| json!({ "id": id("q", n), "kind": kind }))
        .collect();
    questions.extend((0..20).map(|n| json!({ "id": id("note", n), "kind": "note" })));
    json!({ "id": id("form", 0), "version": 1, "steps": [{ "id": id("step", 0), "questions": questions }] })
}

fn several(count: usize) -> Value {
    let options: Vec<Value> = (0..count)
        .map(|n| json!({ "id": format!("{n:0>40}") }))
        .collect();
    json!({ "several": { "options": options } })
}

fn small() -> Value {
    json!({ "id": "contoh", "version": 1, "steps": [
        { "id": "satu", "questions": [
            { "id": "employer", "kind": "yes_no" },
            { "id": "kerja", "kind": { "choice": { "options": [{ "id": "a", "tags": ["x"] }, { "id": "b" }] } } },
            { "id": "income", "kind": "money", "checks": [{ "amount": { "min": 1, "max": 5000000 } }],
              "when": { "any": [{ "is": ["kerja", "a"] }, { "not": { "answered": "employer" } }] } },
            { "id": "catatan", "kind": { "text": { "max": 20 } }, "required": false, "checks": [{ "length": { "min": 3 } }] }] },
        { "id": "dua", "questions": [
            { "id": "nik", "kind": { "digits": { "max": 24 } }, "checks": ["nik"], "required": false },
            { "id": "lahir", "kind": "date", "checks": ["past", { "matches_nik": "nik" }, { "age": { "min": 17, "max": 64 } }],
              "when": { "answered": "nik" } },
            { "id": "programmes", "kind": { "several": { "options": [{ "id": "jkk", "fixed": true }, { "id": "jkm" }, { "id": "jht" }] } } },
            { "id": "bulan", "kind": { "choice": { "options": [{ "id": "1" }, { "id": "12" }] } },
              "when": { "has": ["programmes", "jkm"] } },
            { "id": "setuju", "kind": { "consent": { "version": 2 } } }] }],
      "endings": [{ "id": "habis", "when": { "all": [{ "at_least": ["income", 1000] }, { "tagged": ["kerja", "x"] }] } }],
      "quote": { "income": "income", "transport": { "tagged": ["kerja", "x"] }, "programmes": "programmes",
                 "months": "bulan", "shown_at": ["income", "bulan"] } })
}

/// Sources are half of the built-in form's bytes, and mean nothing to a program.
fn without_sources(value: &mut Value) {
    match value {
        Value::Array(parts) => parts.iter_mut().for_each(without_sources),
        Value::Object(fields) => {
            fields.remove("source");
            fields.values_mut().for_each(without_sources);
        }
        _ => {}
    }
}
