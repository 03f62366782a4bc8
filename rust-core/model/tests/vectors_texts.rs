//! The shared sentences (`tests/vectors/texts.json`), made by a second reader of the texts and
//! writer of values.

#![cfg(test)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use payung_model::content::Content;
use payung_model::text::{Arg, Lang, Message};
use payung_model::units::Rupiah;
use serde_json::{Value, json};

#[test]
fn every_sentence_is_said_as_the_vectors_say_it() {
    let texts = Content::built_in().unwrap().texts;
    for case in &cases() {
        let mut message = Message::new(text(case, "id"));
        for (name, arg) in case["args"].as_object().unwrap() {
            message = message.with(name.clone(), arg_of(arg));
        }
        let mut found = case.clone();
        for (lang, says) in [(Lang::Id, "id_says"), (Lang::En, "en_says")] {
            found[says] = json!(texts.format(lang, &message));
        }
        assert_eq!(&found, case);
    }
}

#[test]
fn the_vectors_say_every_text_that_has_a_value_with_all_its_values() {
    let texts = Content::built_in().unwrap().texts;
    let cases = cases();
    let said: BTreeSet<&str> = cases.iter().map(|case| text(case, "id")).collect();
    for lang in Lang::ALL {
        for id in texts.ids(lang) {
            let wanted = texts.variables(lang, &id).unwrap();
            assert!(
                wanted.is_empty() || said.contains(id.as_str()),
                "{id}: make_texts.py was not run again"
            );
            for case in cases.iter().filter(|case| case["id"] == id) {
                assert!(
                    wanted.iter().all(|name| case["args"][name].is_object()),
                    "{id}"
                );
            }
        }
    }
    assert!(
        cases
            .iter()
            .filter(|case| case["args"] == json!({}))
            .count()
            > 20,
        "and some without"
    );
}

fn arg_of(arg: &Value) -> Arg {
    let number = || arg["value"].as_u64().unwrap();
    let value = || text(arg, "value");
    match text(arg, "kind") {
        "text" => Arg::Text(value().to_owned()),
        "message" => Arg::Message(value().to_owned()),
        "number" => Arg::Number(number()),
        "money" => Arg::Money(Rupiah(number())),
        "words" => Arg::Words(Rupiah(number())),
        "date" => Arg::Date(value().parse().unwrap()),
        "month" => Arg::Month(value().parse().unwrap()),
        "time" => Arg::Time(value().parse().unwrap()),
        other => panic!("{other} is no kind of value"),
    }
}

fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap()
}

fn cases() -> Vec<Value> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/texts.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}
