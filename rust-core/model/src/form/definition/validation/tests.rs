use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;

fn good() -> Json {
    json!({
        "id": "contoh", "version": 1,
        "steps": [
            { "id": "satu", "questions": [
                { "id": "kerja", "kind": { "choice": { "options": [{ "id": "a", "tags": ["x"] }, { "id": "b" }] } } },
                { "id": "uang", "kind": "money" },
                { "id": "ya", "kind": "yes_no" }] },
            { "id": "dua", "questions": [
                { "id": "nik", "kind": { "digits": { "max": 24 } }, "checks": ["nik"] },
                { "id": "lahir", "kind": "date", "when": { "is": ["ya", "yes"] },
                  "checks": ["past", { "matches_nik": "nik" }] },
                { "id": "program", "kind": { "several": { "options": [{ "id": "jkk", "fixed": true }] } } },
                { "id": "bulan", "kind": { "choice": { "options": [{ "id": "1" }, { "id": "3" }] } } }] }],
        "endings": [{ "id": "habis", "when": { "all": [{ "tagged": ["kerja", "x"] }, { "not": { "answered": "uang" } }] } }],
        "quote": { "income": "uang", "transport": { "tagged": ["kerja", "x"] }, "programmes": "program",
                   "months": "bulan", "shown_at": ["uang"] }
    })
}

/// The place that is named when `at` is replaced.
fn place(at: &str, by: Json) -> String {
    let mut form = good();
    *form.pointer_mut(at).unwrap() = by;
    read(form.to_string().as_bytes()).expect_err(at).place
}

#[test]
fn a_good_definition_is_read_and_written_back() {
    let form = read(good().to_string().as_bytes()).unwrap();
    assert_eq!(read(&serde_json::to_vec(&form).unwrap()).unwrap(), form);
}

#[test]
fn conditions_speak_of_earlier_questions_and_of_what_they_can_be() {
    let when = "/steps/1/questions/1";
    for condition in [
        json!({ "is": ["bulan", "1"] }),
        json!({ "is": ["siapa", "yes"] }),
        json!({ "is": ["ya", "mungkin"] }),
        json!({ "is": ["kerja", "c"] }),
        json!({ "has": ["kerja", "a"] }),
        json!({ "tagged": ["kerja", "y"] }),
        json!({ "tagged": ["ya", "x"] }),
        json!({ "at_least": ["ya", 5] }),
        json!({ "any": [{ "answered": "ya" }, { "not": { "answered": "lahir" } }] }),
    ] {
        assert_eq!(
            place(&format!("{when}/when"), condition),
            "steps[1].questions[1].when"
        );
    }
    assert_eq!(
        place("/endings/0/when", json!({ "answered": "tidak_ada" })),
        "endings[0].when"
    );
    assert_eq!(place("/endings/0/id", json!("kerja")), "endings[0].id");
    assert_eq!(place("/endings/0/id", json!("review")), "endings[0].id");
}

#[test]
fn ids_have_one_shape_and_are_there_once() {
    assert_eq!(place("/id", json!("Contoh")), "id");
    assert_eq!(place("/steps/1/id", json!("satu")), "steps[1].id");
    assert_eq!(
        place("/steps/0/questions/1/id", json!("kerja")),
        "steps[0].questions[1].id"
    );
    assert_eq!(
        place("/steps/0/questions/1/id", json!("1uang")),
        "steps[0].questions[1].id"
    );
    let two = json!({ "choice": { "options": [{ "id": "a" }, { "id": "a" }] } });
    assert_eq!(
        place("/steps/0/questions/0/kind", two),
        "steps[0].questions[0].kind.options[1].id"
    );
}

#[test]
fn checks_fit_the_kind_of_answer() {
    let at = "/steps/0/questions/1/checks";
    let mut form = good();
    form["steps"][0]["questions"][1]["checks"] = json!([]);
    for check in [
        json!("nik"),
        json!("past"),
        json!({ "length": { "min": 3 } }),
        json!({ "matches_nik": "nik" }),
    ] {
        *form.pointer_mut(at).unwrap() = json!([check]);
        let problem = read(form.to_string().as_bytes()).unwrap_err();
        assert_eq!(problem.place, "steps[0].questions[1].checks[0]");
    }
    let date = "/steps/1/questions/1/checks";
    assert_eq!(
        place(date, json!(["past", { "matches_nik": "uang" }])),
        "steps[1].questions[1].checks[1]"
    );
    assert_eq!(
        place(date, json!([{ "age": { "min": 9, "max": 8 } }])),
        "steps[1].questions[1].checks[0]"
    );
    assert_eq!(
        place("/steps/1/questions/0/checks", json!(["nik", "phone"])),
        "steps[1].questions[0].checks"
    );
}

#[test]
fn the_quote_is_made_of_questions_of_the_right_kinds() {
    assert_eq!(place("/quote/income", json!("ya")), "quote.income");
    assert_eq!(
        place("/quote/programmes", json!("kerja")),
        "quote.programmes"
    );
    assert_eq!(place("/quote/months", json!("kerja")), "quote.months");
    assert_eq!(
        place("/quote/transport", json!({ "is": ["uang", "x"] })),
        "quote.transport"
    );
    assert_eq!(
        place("/quote/shown_at", json!(["siapa"])),
        "quote.shown_at[0]"
    );
    for condition in ["government", "unsure_payer", "daily"] {
        let mut form = good();
        form["quote"][condition] = json!({ "is": ["kerja", "a"] });
        assert!(read(form.to_string().as_bytes()).is_ok());
        form["quote"][condition] = json!({ "is": ["kerja", "c"] });
        assert_eq!(
            read(form.to_string().as_bytes()).unwrap_err().place,
            format!("quote.{condition}")
        );
    }
}

#[test]
fn numbers_and_depth_are_limited() {
    let options = |count: usize| {
        (0..count)
            .map(|n| json!({ "id": format!("o{n}") }))
            .collect::<Vec<_>>()
    };
    let at = "/steps/0/questions/2/kind";
    assert_eq!(
        place(at, json!({ "choice": { "options": options(21) } })),
        "steps[0].questions[2].kind.options"
    );
    let question = |n: usize| json!({ "id": format!("q{n}"), "kind": "note" });
    let many: Vec<Json> = (0..61).map(question).collect();
    assert_eq!(place("/steps/0/questions", json!(many)), "steps");
    assert_eq!(place("/steps", json!([])), "steps");
    let deep = (0..9).fold(
        json!({ "answered": "uang" }),
        |inner, _| json!({ "not": inner }),
    );
    assert_eq!(place("/endings/0/when", deep), "endings[0].when");
    let wide = json!({ "any": vec![json!({ "all": vec![json!({ "answered": "uang" }); 20] }); 6] });
    assert_eq!(place("/endings/0/when", wide), "endings[0].when");
    let bottomless = format!("{}{}", r#"{"id":"#, "[".repeat(200_000));
    assert_eq!(
        read(bottomless.as_bytes())
            .unwrap_err()
            .place
            .split(',')
            .next(),
        Some("line 1")
    );
    assert_eq!(read(&vec![b' '; MOST_BYTES + 1]).unwrap_err().place, "form");
}

#[test]
fn a_time_to_answer_is_within_bounds_and_has_a_source() {
    let with = |within: Json, source: Json| {
        let mut form = good();
        form["purposes"] = json!([{
            "id": "keluhan", "when": { "answered": "uang" },
            "answer_within": within, "source": source
        }]);
        read(form.to_string().as_bytes()).map_err(|problem| problem.place)
    };
    let source = json!("our choice [D]");
    let form = with(json!({ "working_days": 5 }), source.clone()).unwrap();
    let written = serde_json::to_vec(&form).unwrap();
    assert_eq!(read(&written).unwrap(), form);
    assert!(with(json!({ "hours": 72 }), source.clone()).is_ok());
    let within = Err("purposes[0].answer_within".to_owned());
    for wrong in [
        json!({ "working_days": 0 }),
        json!({ "working_days": 61 }),
        json!({ "hours": 0 }),
        json!({ "hours": 1441 }),
    ] {
        assert_eq!(with(wrong, source.clone()), within);
    }
    for wrong in [json!("our choice"), json!(null)] {
        let said = with(json!({ "hours": 72 }), wrong);
        assert_eq!(said, Err("purposes[0].source".to_owned()));
    }
}

#[test]
fn an_unknown_field_is_refused() {
    let mut form = good();
    form["steps"][0]["questions"][0]["hidden"] = json!(true);
    assert!(
        read(form.to_string().as_bytes())
            .unwrap_err()
            .place
            .starts_with("line ")
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(!read(&bytes).unwrap_err().place.is_empty());
    }

    #[test]
    fn a_definition_with_one_byte_changed_is_read_or_refused_with_a_place(at: proptest::sample::Index, by: u8) {
        let mut json = good().to_string().into_bytes();
        let index = at.index(json.len());
        json[index] = by;
        if let Err(problem) = read(&json) {
            prop_assert!(!problem.place.is_empty() && !problem.what.is_empty());
        }
    }
}
