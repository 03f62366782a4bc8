//! Drafts survive newer and older forms.

use payung_model::sealed::Answer;

use super::*;

/// The form as a later office has it: a question less, one more, one of another kind, an option
/// less, new words to agree to, a step with another name.
fn newer(files: &mut BTreeMap<String, Vec<u8>>) {
    edit_json(files, "forms/bpu.json", |form| {
        form["version"] = (form["version"].as_u64().unwrap() + 1).into();
        for step in form["steps"].as_array_mut().unwrap() {
            if step["id"] == "address" {
                step["id"] = "home".into();
            }
            let questions = step["questions"].as_array_mut().unwrap();
            questions.retain(|question| question["id"] != "rt_rw");
            for question in questions.iter_mut() {
                if question["id"] == "birth_place" {
                    question["kind"] = serde_json::json!({ "digits": { "max": 24 } });
                    question["checks"] = serde_json::json!([]);
                }
                if question["id"] == "occupation" {
                    let options = question["kind"]["search"]["options"]
                        .as_array_mut()
                        .unwrap();
                    options.retain(|option| option["id"] != "street_vendor");
                }
                if question["id"] == "consent_processing" {
                    question["kind"]["consent"]["version"] = 99.into();
                }
            }
            if let Some(at) = questions
                .iter()
                .position(|question| question["id"] == "mother_name")
            {
                let added = serde_json::json!({ "id": "nickname", "kind": { "text": { "max": 40 } }, "source": "CONTOH [D]" });
                questions.insert(at + 1, added);
            }
        }
    });
    add_texts(files, "step-home = Rumah\nq-nickname = Nama panggilan?");
}

const NEW_ANSWERS: &[(&str, &str)] = &[
    ("occupation", "other"),
    ("birth_place", "3201"),
    ("nickname", "SITI CONTOH"),
    ("consent_processing", "yes"),
];

/// The questions that are asked from here on, each answered.
fn asked(payung: &Payung, mut view: DraftView, answers: &[(&str, &str)]) -> Vec<String> {
    let mut asked = Vec::new();
    while view.step.kind == ScreenKind::Question {
        let (id, text) = answers
            .iter()
            .find(|(id, _)| *id == view.step.id)
            .copied()
            .expect("an answer");
        asked.push(id.to_owned());
        payung
            .drafts()
            .answer(view.draft.clone(), id.to_owned(), secret(text))
            .unwrap();
        view = payung.drafts().resume(view.draft).unwrap();
    }
    asked
}

fn raw(payung: &Payung, draft: &str, question: &str) -> Option<String> {
    let entries = payung
        .app
        .store
        .entries(&payung.app.keys().unwrap(), id(draft))
        .unwrap();
    entries
        .into_iter()
        .find(|(id, _)| id == question)
        .map(|(_, entry)| entry.raw.reveal().to_owned())
}

fn sent<'a>(answers: &'a [Answer], question: &str) -> Option<&'a str> {
    answers
        .iter()
        .find(|answer| answer.question == question)
        .map(|answer| answer.value.reveal())
}

#[test]
fn a_newer_form_asks_what_is_new_or_no_longer_fits_and_says_so_once() {
    let phone = Phone::new();
    let payung = phone.open();
    let draft = filled(&payung);
    assert_eq!(
        payung.drafts().resume(draft.clone()).unwrap().notice,
        None,
        "the same form"
    );
    phone.bring(&payung, 0, newer);
    drop(payung);

    let payung = phone.open();
    let view = payung.drafts().resume(draft.clone()).unwrap();
    assert_eq!(view.notice, Some(words(&payung, "draft-older-form")));
    assert_eq!(view.step.id, "occupation");
    assert_eq!(
        plain(&view.step.problems),
        [words(&payung, "problem-changed")]
    );
    drop(payung);

    let payung = phone.open();
    let view = payung.drafts().resume(draft.clone()).unwrap();
    assert_eq!(view.notice, None, "once, also after a restart");
    let asked = asked(&payung, view, NEW_ANSWERS);
    assert_eq!(
        asked,
        [
            "occupation",
            "birth_place",
            "nickname",
            "consent_processing"
        ]
    );

    let registration = payung
        .registrations()
        .ready(draft.clone())
        .unwrap()
        .registration;
    let body = phone.read(&payung, &registration);
    assert_eq!(
        body.form_version,
        payung.app.rules().content.forms["bpu"].version
    );
    assert_eq!(
        sent(&body.answers, "name"),
        Some("SITI CONTOH"),
        "carried over"
    );
    assert_eq!(sent(&body.answers, "nickname"), Some("SITI CONTOH"));
    assert_eq!(
        sent(&body.answers, "rt_rw"),
        None,
        "the form does not ask it any more"
    );
    assert_eq!(body.consents.last().unwrap().version, 99);
    assert_eq!(
        raw(&payung, &draft, "rt_rw").as_deref(),
        Some("003/007"),
        "kept on the phone"
    );
}

#[test]
fn an_older_form_keeps_what_it_does_not_know_untouched_and_unsent() {
    let phone = Phone::new();
    let payung = phone.open();
    phone.bring(&payung, 0, newer);
    let answers: Vec<(&str, &str)> = ANSWERS
        .iter()
        .map(|pair| {
            *NEW_ANSWERS
                .iter()
                .find(|new| new.0 == pair.0)
                .unwrap_or(pair)
        })
        .collect();
    let answers = [&answers[..], &[("nickname", "SITI CONTOH")]].concat();
    let draft = fill(
        &payung,
        payung.drafts().start("bpu".into()).unwrap(),
        &answers,
    )
    .draft;
    let untouched = entry(&payung, &draft, "nickname");
    // The office takes its newer form back: old content, signed again.
    phone.bring(&payung, 0, |_| {});
    drop(payung);

    let payung = phone.open();
    let view = payung.drafts().resume(draft.clone()).unwrap();
    assert_eq!(view.notice, Some(words(&payung, "draft-older-form")));
    let old = [
        ("birth_place", "KOTA CONTOH"),
        ("rt_rw", ""),
        ("consent_processing", "yes"),
    ];
    assert_eq!(
        asked(&payung, view, &old),
        ["birth_place", "rt_rw", "consent_processing"]
    );
    let registration = payung
        .registrations()
        .ready(draft.clone())
        .unwrap()
        .registration;
    let body = phone.read(&payung, &registration);
    assert_eq!(sent(&body.answers, "nickname"), None);
    assert_eq!(
        sent(&body.answers, "occupation"),
        Some("other"),
        "an option both know"
    );
    assert_eq!(entry(&payung, &draft, "nickname"), untouched);

    // And forward again: it is an answer again.
    payung.registrations().take_back(registration).unwrap();
    phone.bring(&payung, 0, newer);
    let view = payung.drafts().resume(draft.clone()).unwrap();
    assert_eq!(
        asked(&payung, view, NEW_ANSWERS),
        ["birth_place", "consent_processing"]
    );
}

#[test]
fn a_hidden_answer_is_kept_and_not_sent() {
    let phone = Phone::new();
    let payung = phone.open();
    let draft = filled(&payung);
    payung
        .drafts()
        .answer(draft.clone(), "income_per".into(), secret("week"))
        .unwrap();
    let view = payung
        .drafts()
        .answer(draft.clone(), "income_week".into(), secret("600000"))
        .unwrap();
    let view = fill(&payung, view, ANSWERS);
    assert_eq!(view.step.kind, ScreenKind::Review);
    let registration = payung
        .registrations()
        .ready(draft.clone())
        .unwrap()
        .registration;
    let body = phone.read(&payung, &registration);
    assert_eq!(
        sent(&body.answers, "income"),
        Some("2600000"),
        "by the week"
    );
    assert_eq!(
        raw(&payung, &draft, "income").as_deref(),
        Some("1500000"),
        "what was typed by the month"
    );
}

#[test]
fn a_bundle_signed_before_this_app_knew_a_text_stays_in_force_after_an_update() {
    let phone = Phone::new();
    let payung = phone.open();
    let own = words(&payung, "draft-older-form");
    phone.bring(&payung, 0, |files| {
        newer(files);
        for name in ["texts/id.ftl", "texts/en.ftl"] {
            let texts = String::from_utf8(files[name].clone()).unwrap();
            files.insert(
                name.to_owned(),
                texts
                    .replace("\ndraft-older-form =", "\nbelum-ada =")
                    .into_bytes(),
            );
        }
    });
    drop(payung);

    let payung = phone.open();
    assert_eq!(
        payung.app.rules().sequence,
        1,
        "its form, its prices and the office's keys in it"
    );
    assert_eq!(words(&payung, "q-nickname"), "Nama panggilan?");
    assert_eq!(words(&payung, "draft-older-form"), own);
}

#[test]
fn a_draft_of_a_form_that_is_gone_keeps_the_rest_of_the_start_screen_alive() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    reach(&payung, &registration, State::Sending);
    let draft = payung.registrations().complete(registration).unwrap().draft;
    phone.bring(&payung, 0, |files| {
        files.remove("forms/bpu_more.json");
    });
    let home = payung.home().unwrap();
    assert_eq!((home.drafts.len(), home.registrations.len()), (1, 1));
    assert_eq!(
        (home.drafts[0].name.reveal(), home.drafts[0].line.as_str()),
        ("SITI CONTOH", "")
    );
    assert!(!home.registrations[0].can_complete);
    let PayungError::NotPossible { words: said } =
        payung.drafts().resume(draft.clone()).unwrap_err()
    else {
        panic!("not possible")
    };
    assert_eq!(said, words(&payung, "not-possible-form"));
    phone.bring(&payung, 0, |_| {});
    assert_eq!(
        payung.drafts().resume(draft).unwrap().step.id,
        "cards",
        "and with its form it goes on"
    );
}

fn entry(payung: &Payung, draft: &str, question: &str) -> Option<payung_model::form::Entry> {
    let entries = payung
        .app
        .store
        .entries(&payung.app.keys().unwrap(), id(draft))
        .unwrap();
    entries
        .into_iter()
        .find(|(id, _)| id == question)
        .map(|(_, entry)| entry)
}
