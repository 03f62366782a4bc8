//! Requests and complaints, walked as a worker walks them, and the days within which they are
//! answered.

#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "tests may")]

#[path = "form/worker.rs"]
mod worker;

use std::path::PathBuf;
use std::sync::LazyLock;

use payung_model::content::Content;
use payung_model::cover::Calendar;
use payung_model::form::{AnswerWithin, Draft, Form, Kind, Question, Screen};
use payung_model::text::{Lang, Message};
use payung_model::units::{Date, Timestamp};
use proptest::prelude::*;
use serde_json::Value as Json;
use worker::{Worker, question};

fn at_form(form: &'static str) -> Worker {
    let mut worker = Worker::new();
    worker.form = form;
    worker.draft = Draft::of(form);
    worker
}

/// Answers in order, each asked for and none besides; then the review. What is sent, and as what.
fn walked(form: &'static str, answers: &[(&str, &str)]) -> (Vec<String>, &'static str) {
    let mut worker = at_form(form);
    for (id, text) in answers {
        assert_eq!(worker.engine().first_open(), question(id));
        worker.answer(id, text);
    }
    assert_eq!(worker.engine().first_open(), Screen::Review);
    let sent = worker.sent().0.into_iter();
    let sent = sent.map(|it| format!("{}={}", it.question, it.value.reveal()));
    (sent.collect(), worker.engine().purpose().to_owned().leak())
}

#[test]
fn every_request_asks_only_what_it_needs_and_is_sent_under_its_own_name() {
    let asked: [(&str, &[(&str, &str)]); 12] = [
        ("bill", &[("months", "3")]),
        (
            "pay_code",
            &[("pay_code_note", "ya"), ("consent_pay_code", "ya")],
        ),
        (
            "pay_for",
            &[("pay_for_code", "0000-0000-0000"), ("months", "1")],
        ),
        (
            "pay_end",
            &[("pay_end_what", "member"), ("pay_end_number", "7K2M-94QX")],
        ),
        (
            "update",
            &[
                ("changes", "phone"),
                ("phone", "0812 3456 7890"),
                ("consent_request", "ya"),
            ],
        ),
        (
            "employee",
            &[("employee_note", "ya"), ("employee_since", "1-12-2026")],
        ),
        (
            "consent",
            &[("consent_which", "more"), ("consent_note", "ya")],
        ),
        ("copy", &[("copy_note", "ya")]),
        ("who_looked", &[("who_looked_note", "ya")]),
        ("erasure", &[("erasure_note", "ya")]),
        ("refund", &[("refund_note", "ya"), ("refund_by", "cash")]),
        (
            "complaint",
            &[
                ("complaint_about", "fee"),
                ("complaint_words", "Diminta 50 ribu."),
            ],
        ),
    ];
    let content = Content::built_in().unwrap();
    let purposes = &content.forms["bpu_request"].purposes;
    assert_eq!(purposes.len(), asked.len());
    for (wish, rest) in asked {
        let answers = [&[("request", wish)], rest].concat();
        let (sent, purpose) = walked("bpu_request", &answers);
        assert_eq!(purpose, wish);
        assert_eq!(sent[0], format!("request={wish}"));
        assert!(
            answers.len() <= 4,
            "{wish}: {} screens are not few",
            answers.len()
        );
        let known = purposes.iter().find(|it| it.id == wish).unwrap();
        assert!(known.answer_within.is_some(), "{wish} is answered some day");
    }
}

#[test]
fn a_change_of_everything_is_asked_with_the_questions_of_the_first_form() {
    let (sent, purpose) = walked(
        "bpu_request",
        &[
            ("request", "update"),
            ("changes", "job,income,address,phone,payer"),
            ("occupation", "ojek"),
            ("driver_note", "ya"),
            ("income_per", "day"),
            ("income_day", "90 ribu"),
            ("work_days", "6"),
            ("district", "32.01.01"),
            ("village_code", "32.01.01.1001"),
            ("street", "Jalan Contoh nomor 1"),
            ("rt_rw", ""),
            ("phone", "0812 3456 7890"),
            ("payer", "self"),
            ("consent_request", "ya"),
        ],
    );
    assert_eq!(purpose, "update");
    for expected in [
        "income=2340000",
        "district=32.01.01",
        "phone=+6281234567890",
    ] {
        assert!(sent.iter().any(|it| it == expected), "{expected}: {sent:?}");
    }
    assert!(sent.iter().any(|it| it.starts_with("postal_code=1691")));
}

#[test]
fn a_complaint_needs_no_registration_no_name_no_nik_and_no_number() {
    let (sent, purpose) = walked(
        "complaint",
        &[
            ("complaint_note", "ya"),
            ("complaint_about", "agent"),
            ("complaint_words", "Agen tidak datang lagi."),
            ("phone", ""),
        ],
    );
    assert_eq!(
        (purpose, sent.len()),
        ("complaint", 2),
        "nothing about the person: {sent:?}"
    );
    let content = Content::built_in().unwrap();
    let form = &content.forms["complaint"];
    assert!(form.request && form.completes.is_none());
    // Who leaves a number agrees to its use.
    let (sent, _) = walked(
        "complaint",
        &[
            ("complaint_note", "ya"),
            ("complaint_about", "other"),
            ("complaint_words", "Tidak ada kabar."),
            ("phone", "0812 3456 7890"),
            ("consent_request", "ya"),
        ],
    );
    assert_eq!(sent.len(), 3);
}

#[test]
fn new_data_and_an_account_need_consent_and_a_right_needs_none() {
    for (wish, more, asks) in [
        ("refund", Some(("refund_by", "bank")), true),
        ("refund", Some(("refund_by", "cash")), false),
        ("copy", None, false),
        ("erasure", None, false),
    ] {
        let mut worker = at_form("bpu_request");
        worker.answer("request", wish);
        if let Some((id, text)) = more {
            worker.answer(id, text);
        }
        assert_eq!(
            worker.engine().visible("consent_request"),
            asks,
            "{wish} {more:?}"
        );
    }
}

#[test]
fn a_request_is_sent_and_not_a_registration() {
    for (form, label) in [("bpu_request", "Kirim"), ("complaint", "Kirim")] {
        let worker = at_form(form);
        let view = worker.engine().view(&Screen::Review, None);
        // Nothing is answered, so the review is shown as the first open question.
        assert_ne!(view.primary, "Kirim pendaftaran");
        let said = worker
            .content
            .texts
            .format(Lang::Id, &Message::new("button-send-request"));
        assert_eq!(said, label);
    }
    let mut worker = at_form("bpu_request");
    worker.answer("request", "copy");
    worker.answer("copy_note", "ya");
    let view = worker.engine().view(&Screen::Review, None);
    assert_eq!(
        (view.primary.as_str(), view.primary_enabled),
        ("Kirim", true)
    );
}

/// Texts are found by the id of a question, so two questions of one id must ask the same.
#[test]
fn questions_of_one_id_ask_the_same_in_every_form() {
    let content = Content::built_in().unwrap();
    let first = &content.forms["bpu"];
    let mut shared = 0;
    for (id, form) in content.forms.iter().filter(|(id, _)| *id != "bpu") {
        for asked in form.questions() {
            let others = content.forms.values().filter(|other| other.id != *id);
            for known in others.filter_map(|other| other.question(&asked.id)) {
                shared += 1;
                assert!(asks_the_same(asked, known), "{id}: {}", asked.id);
                assert_eq!(asked.checks, known.checks, "{id}: {}", asked.id);
                assert_eq!(asked.sensitivity, known.sensitivity, "{id}: {}", asked.id);
            }
        }
    }
    assert!(
        shared > 20 && first.question("occupation").is_some(),
        "{shared}"
    );
}

/// A form may offer fewer options of a choice than another; each of them has one text.
fn asks_the_same(one: &Question, other: &Question) -> bool {
    match (&one.kind, &other.kind) {
        (Kind::Choice { options: one }, Kind::Choice { options: other }) => {
            let (few, many) = if one.len() < other.len() {
                (one, other)
            } else {
                (other, one)
            };
            few.iter().all(|option| many.contains(option))
        }
        _ => kind(one) == kind(other),
    }
}

/// A district is asked for near the NIK's only where there is one.
fn kind(question: &Question) -> Kind {
    match &question.kind {
        Kind::District { .. } => Kind::District { near: None },
        kind => kind.clone(),
    }
}

#[test]
fn a_bundle_of_an_older_office_is_read_without_requests() {
    let mut files = Content::built_in_files();
    files.remove("forms/bpu_request.json");
    files.remove("forms/complaint.json");
    files.remove("forms/payer.json");
    files.remove("forms/payer_request.json");
    files.remove("forms/incident_accident.json");
    files.remove("forms/incident_death.json");
    for name in ["texts/id.ftl", "texts/en.ftl"] {
        let text = String::from_utf8(files[name].clone()).unwrap();
        let begin = text
            .find("## Permintaan dan")
            .or(text.find("## Requests and"));
        let (before, section) = text.split_at(begin.unwrap());
        let after = section.split_once("\n## ").unwrap().1;
        files.insert(name.to_owned(), format!("{before}## {after}").into_bytes());
    }
    let content = Content::parse(&files).unwrap();
    assert!(content.forms.values().all(|form: &Form| !form.request));
    // What the app says by itself it says in its own words.
    let said = content
        .texts
        .format(Lang::Id, &Message::new("not-possible-request"));
    assert!(said.starts_with("Permintaan"), "{said}");
}

#[test]
fn the_last_day_for_an_answer_is_the_one_that_the_vectors_say() {
    let file =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/answer_days.json");
    let cases: Vec<Json> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let calendar = Content::built_in().unwrap().calendar;
    for case in &cases {
        let arrived: Timestamp = case["arrived"].as_str().unwrap().parse().unwrap();
        let within: AnswerWithin = serde_json::from_value(case["within"].clone()).unwrap();
        let last = within.last_day(arrived, &calendar).unwrap();
        assert_eq!(
            last.to_string(),
            case["last_day"].as_str().unwrap(),
            "{case}"
        );
        if let AnswerWithin::WorkingDays(days) = within {
            let left = calendar.working_days_between(arrived.date(), last);
            assert_eq!(left, i32::from(days), "{case}");
        }
    }
    assert!(cases.len() > 500);
}

/// Reading the content takes longer than all days.
static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Content::built_in().unwrap().calendar);

proptest! {
    #[test]
    fn working_days_are_counted_the_same_both_ways(start in 0_i32..700, days in 0_i32..60) {
        let calendar = &*CALENDAR;
        let first: Date = "2026-01-01".parse().unwrap();
        let from = first.plus_days(start).unwrap();
        let to = from.plus_days(days).unwrap();
        let (forth, back) =
            (calendar.working_days_between(from, to), calendar.working_days_between(to, from));
        prop_assert_eq!(forth, -back);
        prop_assert!(forth <= days);
    }
}

#[test]
fn whoever_pays_for_somebody_is_asked_for_a_code_a_name_and_a_number_and_no_nik() {
    let (sent, purpose) = walked(
        "payer",
        &[
            ("payer_note", "ya"),
            ("pay_for_code", "84g7 zwyr d6ze"),
            ("months", "3"),
            ("name", "Rini Contoh"),
            ("phone", "0812 3456 7890"),
            ("consent_payer", "ya"),
        ],
    );
    assert_eq!(purpose, "payer");
    assert_eq!(
        sent,
        [
            "pay_for_code=84G7-ZWYR-D6ZE",
            "months=3",
            "name=RINI CONTOH",
            "phone=+6281234567890"
        ]
    );
    let content = Content::built_in().unwrap();
    let form = &content.forms["payer"];
    assert!(!form.request && form.completes.is_none() && form.quote.is_none());
    // What is asked about it later is a part of what a member may ask, with the same clocks.
    let (few, all) = (
        &content.forms["payer_request"].purposes,
        &content.forms["bpu_request"].purposes,
    );
    assert!(!few.is_empty() && few.iter().all(|one| all.contains(one)));
}

#[test]
fn a_code_that_is_no_code_is_refused_where_it_is_typed() {
    for (typed, problem) in [
        ("0000-0000-0001", "Kode itu salah ketik."),
        ("kode dari ibu", "Kode itu salah ketik."),
        ("", "Isi"),
    ] {
        let mut worker = at_form("payer");
        worker.answer("payer_note", "ya");
        let said = worker.refusal("pay_for_code", typed);
        assert!(said.starts_with(problem), "{typed}: {said}");
    }
}

#[test]
fn a_change_of_the_income_replaces_the_other_ways_of_saying_it_and_nothing_else() {
    let content = Content::built_in().unwrap();
    let form = &content.forms["bpu_request"];
    for question in form.questions().map(|question| question.id.as_str()) {
        let of_income = question.starts_with("income")
            || ["work_days", "harvests", "trips"].contains(&question);
        let is_replaced = form.replaces(question, ["income_per", "income_week"]);
        assert_eq!(is_replaced, of_income, "{question}");
    }
    assert!(
        !form.replaces("programmes", ["income_per"]),
        "it is not asked for"
    );
}
