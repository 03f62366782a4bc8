use std::collections::BTreeSet;

use super::Content;
use super::built_in::SENDING;
use super::ids::own_ids;
use crate::cover::reminder::REMINDER_IDS;
use crate::cover::{COVER_IDS, INCIDENT_IDS};
use crate::text::{
    BILL_IDS, CARD_IDS, CORE_IDS, ENGINE_IDS, Lang, Message, PAPER_IDS, PAYMENT_IDS, PLACES_IDS,
    RECOVERY_IDS,
};

fn problem(name: &str, change: impl Fn(String) -> String) -> String {
    let mut files = Content::built_in_files();
    let text = String::from_utf8(files[name].clone()).unwrap();
    let changed = change(text.clone());
    assert_ne!(changed, text, "the change must hit something");
    files.insert(name.to_owned(), changed.into_bytes());
    Content::parse(&files)
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default()
}

#[test]
fn the_built_in_content_is_whole() {
    let content = Content::built_in().unwrap();
    assert_eq!(
        content.forms.keys().collect::<Vec<_>>(),
        [
            "bpu",
            "bpu_more",
            "bpu_request",
            "complaint",
            "incident_accident",
            "incident_death",
            "payer",
            "payer_request"
        ]
    );
    assert_eq!(content.controller.name, "KANTOR CONTOH PAYUNG");
    assert_eq!(content.texts.fallback_ids().count(), 0);
}

#[test]
fn files_that_an_editor_wrote_with_a_byte_order_mark_are_read() {
    let mut files = Content::built_in_files();
    files.insert("sending.json".to_owned(), SENDING.to_vec());
    for bytes in files.values_mut() {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
    }
    let content = Content::parse(&files).unwrap();
    assert_eq!(
        content.texts.ids(Lang::Id),
        Content::built_in().unwrap().texts.ids(Lang::Id)
    );
}

#[test]
fn both_languages_say_the_same_things_with_the_same_values() {
    let texts = Content::built_in().unwrap().texts;
    assert_eq!(texts.ids(Lang::Id), texts.ids(Lang::En));
    for id in texts.ids(Lang::Id) {
        assert_eq!(
            texts.variables(Lang::Id, &id),
            texts.variables(Lang::En, &id),
            "{id}"
        );
    }
}

#[test]
fn there_is_no_text_that_nobody_asks_for() {
    let content = Content::built_in().unwrap();
    let mut asked: BTreeSet<String> = own_ids().map(|(id, _)| (*id).to_owned()).collect();
    asked.extend(content.programmes.texts().into_iter().map(|(id, ..)| id));
    for form in content.forms.values() {
        asked.extend(form.texts());
        asked.extend(form.optional_texts());
    }
    let unused: Vec<String> = content
        .texts
        .ids(Lang::Id)
        .into_iter()
        .filter(|id| !asked.contains(id))
        .collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn the_lists_of_ids_are_sorted_and_name_each_once() {
    for list in [
        CORE_IDS,
        ENGINE_IDS,
        COVER_IDS,
        REMINDER_IDS,
        INCIDENT_IDS,
        PAPER_IDS,
        BILL_IDS,
        CARD_IDS,
        PAYMENT_IDS,
        PLACES_IDS,
        RECOVERY_IDS,
    ] {
        assert!(
            list.windows(2).all(|pair| pair[0].0 < pair[1].0),
            "{list:?}"
        );
    }
}

#[test]
fn a_missing_text_is_refused_by_name() {
    let without =
        |id: &'static str| move |text: String| text.replace(&format!("\n{id} ="), "\nlain =");
    assert_eq!(
        problem("texts/en.ftl", without("q-nik")),
        "texts/en.ftl: q-nik is missing"
    );
    assert_eq!(
        problem("texts/id.ftl", without("o-months-12")),
        "texts/id.ftl: o-months-12 is missing"
    );
    assert_eq!(
        problem("texts/en.ftl", without("benefit-jkm-total")),
        "texts/en.ftl: benefit-jkm-total is missing"
    );
}

#[test]
fn what_the_program_says_itself_is_said_in_its_own_words_where_a_bundle_has_none() {
    let said = |content: &Content, lang, id: &str| content.texts.format(lang, &Message::new(id));
    let mut files = Content::built_in_files();
    for name in ["texts/id.ftl", "texts/en.ftl"] {
        let text = String::from_utf8(files[name].clone()).unwrap();
        let changed = text.replace("\nwait-tls =", "\nlain =");
        files.insert(name.to_owned(), changed.into_bytes());
    }
    let (older, own) = (
        Content::parse(&files).unwrap(),
        Content::built_in().unwrap(),
    );
    assert_eq!(older.texts.fallback_ids().collect::<Vec<_>>(), ["wait-tls"]);
    for lang in Lang::ALL {
        assert_eq!(said(&older, lang, "wait-tls"), said(&own, lang, "wait-tls"));
    }
    // One language alone: English is not said in Indonesian.
    files.insert(
        "texts/id.ftl".to_owned(),
        Content::built_in_files()["texts/id.ftl"].clone(),
    );
    let older = Content::parse(&files).unwrap();
    assert_eq!(
        said(&older, Lang::En, "wait-tls"),
        said(&own, Lang::En, "wait-tls")
    );
}

#[test]
fn a_value_that_nobody_gives_is_refused() {
    let said = problem("programmes.json", |json| {
        json.replace(r#""burial""#, r#""funeral""#)
    });
    assert_eq!(
        said,
        "texts/id.ftl: benefit-jkk-death uses $burial, which nobody gives"
    );
    let said = problem("texts/id.ftl", |text| {
        text.replace("kurang { $left }", "kurang { $sisa }")
    });
    assert_eq!(
        said,
        "texts/id.ftl: digits-too-few uses $sisa, which nobody gives"
    );
}

#[test]
fn a_form_asks_only_for_months_that_the_tariff_sells() {
    let said = problem("forms/bpu.json", |json| {
        json.replace(r#"{ "id": "12" }"#, r#"{ "id": "9" }"#)
    });
    // Its texts are missing as well; either is said before any screen can show it.
    assert!(said.contains("-9"), "{said}");
    let said = problem("tariff.json", |json| {
        let mut tariff: serde_json::Value = serde_json::from_str(&json).unwrap();
        tariff["periods"] = serde_json::json!([1, 3, 6]);
        tariff.to_string()
    });
    assert_eq!(
        said,
        "forms/bpu.json: months: the tariff has no period of 12 months"
    );
}

#[test]
fn a_bad_file_is_refused_with_its_name_and_place() {
    let said = problem("forms/bpu.json", |json| {
        json.replace(r#""matches_nik": "nik""#, r#""matches_nik": "name""#)
    });
    assert!(
        said.starts_with("forms/bpu.json: steps[2].questions[3].checks[1]: "),
        "{said}"
    );
    let said = problem("programmes.json", |json| {
        json.replace("PP 82/2019, dari ingatan [R]", "PP 82/2019")
    });
    assert!(
        said.starts_with("programmes.json: programmes[0].benefits[7].source: a source names where"),
        "{said}"
    );
    assert!(
        problem("texts/en.ftl", |text| text + "\nq-nik = x\n").starts_with("texts/en.ftl: line ")
    );
    assert!(
        problem("controller.json", |json| json
            .replace("KANTOR CONTOH PAYUNG", " "))
        .contains("name: 1 to 200")
    );
    assert!(
        problem("forms/bpu.json", |json| json
            .replace(r#""bpu""#, r#""upb""#))
        .contains("its id is upb")
    );
    let mut files = Content::built_in_files();
    files.remove("tariff.json");
    assert_eq!(
        Content::parse(&files).err().unwrap().to_string(),
        "tariff.json: it is missing"
    );
}

#[test]
fn days_of_keeping_and_forms_that_complete_others_are_checked() {
    let said = problem("retention.json", |json| {
        json.replace("\"days\": 90", "\"days\": 3")
    });
    assert_eq!(
        said,
        "retention.json: draft_days: 3 days; at least 7 and at most 3650"
    );
    for other in ["bpu_more", "complaint", "upb"] {
        let said = problem("forms/bpu_more.json", |json| {
            json.replace(
                r#""completes": "bpu""#,
                &format!(r#""completes": "{other}""#),
            )
        });
        assert_eq!(
            said,
            format!("forms/bpu_more.json: completes: {other} is no form that could be completed")
        );
    }
}

#[test]
fn names_this_version_does_not_know_are_ignored() {
    let mut files = Content::built_in_files();
    files.insert("channels.json".to_owned(), b"later".to_vec());
    assert!(Content::parse(&files).is_ok());
}
