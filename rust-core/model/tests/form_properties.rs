//! What holds for every sequence of answers and every definition: no panic, no screen over its
//! limits, no dead end.

#![allow(clippy::unwrap_used, reason = "tests may")]

#[path = "form/worker.rs"]
mod worker;

use payung_model::engine::{Field, StepView};
use payung_model::form::{Form, Screen, Value};
use payung_model::secret::Secret;
use payung_model::text::Lang;
use proptest::prelude::*;
use worker::{ANSWERS, Worker, photo, question};

const MOST_STRINGS: usize = 150;
const MOST_BYTES: usize = 8 * 1024;
const DERIVED: [&str; 5] = ["birth_date", "sex", "income", "district", "postal_code"];

fn within_limits(view: &StepView) {
    let strings = view.strings();
    let bytes: usize = strings.iter().map(|text| text.len()).sum();
    assert!(
        strings.len() <= MOST_STRINGS,
        "{}: {} strings",
        view.id,
        strings.len()
    );
    assert!(bytes <= MOST_BYTES, "{}: {bytes} bytes", view.id);
    assert!(view.field.options().len() <= 20, "{}", view.id);
    let typed = view.typed.reveal();
    let unsaid = |text: &&str| *text != typed && is_no_text(text);
    assert!(
        !strings.iter().any(unsaid),
        "{}: a text is missing",
        view.id
    );
}

/// Whether it is what stands in place of a text that is missing, `[its-id]`, or lacks an argument.
/// An answer may begin with a bracket too.
fn is_no_text(text: &str) -> bool {
    let of_an_id = |sign: char| sign.is_ascii_lowercase() || "0123456789-_.".contains(sign);
    let inner = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let argument = text.split_once("{$").map(|(_, name)| name);
    inner.is_some_and(|id| !id.is_empty() && id.chars().all(of_an_id))
        || argument.is_some_and(|name| name.starts_with(of_an_id))
}

#[test]
fn a_missing_text_is_told_from_an_answer() {
    for missing in ["[title-name]", "Sampai {$date}."] {
        assert!(is_no_text(missing), "{missing}");
    }
    for answer in ["[¡!", "[]", "{$", "[A]", "SITI [CONTOH]"] {
        assert!(!is_no_text(answer), "{answer}");
    }
}

fn every_screen(worker: &Worker) -> Vec<StepView> {
    let form = &worker.content.forms[worker.form];
    let mut screens: Vec<Screen> = form.questions().map(|q| question(&q.id)).collect();
    screens.push(Screen::Review);
    screens.extend(
        form.endings
            .iter()
            .map(|ending| Screen::Ending(ending.id.clone())),
    );
    screens
        .iter()
        .map(|screen| worker.engine().view(screen, None))
        .collect()
}

#[test]
fn every_screen_of_the_real_form_stays_within_its_limits_in_both_languages() {
    for lang in Lang::ALL {
        for mut worker in [Worker::new(), Worker::filled()] {
            worker.lang = lang;
            every_screen(&worker).iter().for_each(within_limits);
            for (id, text) in [
                ("ever_member", "still"),
                ("ever_member", "stopped"),
                ("employer", "more"),
            ] {
                worker.answer("ever_member", "never");
                worker.answer(id, text);
                every_screen(&worker).iter().for_each(within_limits);
            }
        }
    }
}

#[test]
fn a_text_of_any_length_does_not_break_a_screen_s_limits() {
    let mut worker = Worker::filled();
    for (id, _) in ANSWERS {
        worker.answer(id, &"日本".repeat(20_000));
        within_limits(&worker.view(id));
    }
}

/// The largest review there may be: forty questions, each with a text of its full length in letters
/// of four bytes.
#[test]
fn a_review_of_very_long_answers_is_cut_to_its_limits_and_short_answers_stay_whole() {
    let questions: Vec<String> = (0..40)
        .map(|n| format!(r#"{{ "id": "pertanyaan_{n}", "kind": {{ "text": {{ "max": 500 }} }} }}"#))
        .collect();
    let json = format!(
        r#"{{ "id": "panjang", "version": 1, "steps": [{{ "id": "a", "questions": [{}] }}] }}"#,
        questions.join(",")
    );
    let mut worker = Worker::new();
    worker
        .content
        .forms
        .insert("panjang".into(), Form::parse(json.as_bytes()).unwrap());
    worker.form = "panjang";
    for n in 0..40 {
        worker.answer(
            &format!("pertanyaan_{n}"),
            &if n % 4 == 0 {
                "CONTOH".to_owned()
            } else {
                "🙂".repeat(500)
            },
        );
    }
    let view = worker.engine().view(&Screen::Review, None);
    let bytes: usize = view.strings().iter().map(|text| text.len()).sum();
    assert!(
        (MOST_BYTES - 200..=MOST_BYTES).contains(&bytes),
        "{bytes} bytes: full, and not over"
    );
    assert!(view.strings().len() <= MOST_STRINGS && view.primary_enabled);
    for (n, line) in view.review.iter().enumerate() {
        let shown = line.value.reveal();
        if n % 4 == 0 {
            assert_eq!(shown, "CONTOH");
        } else {
            assert!(
                shown.starts_with("🙂🙂") && shown.ends_with("🙂…"),
                "{shown}"
            );
        }
    }
    assert_eq!(
        worker.sent().0[1].value.reveal().chars().count(),
        500,
        "what is sent is whole"
    );
}

#[test]
fn what_is_read_aloud_never_holds_an_answer() {
    let worker = Worker::filled();
    for view in every_screen(&worker) {
        let personal = ["income", "nik", "name", "birth_date", "phone"];
        for (_, raw) in ANSWERS
            .iter()
            .filter(|(question, _)| personal.contains(question))
        {
            assert!(!view.spoken.contains(raw), "{}: {raw}", view.id);
        }
        let said: Vec<&str> = view.understood.iter().map(Secret::reveal).collect();
        assert!(
            said.iter().all(|text| !view.spoken.contains(text)),
            "{}",
            view.id
        );
    }
}

#[test]
fn no_answer_prints_with_a_view() {
    let mut worker = Worker::filled();
    worker.answer("name", "CONTOH RAHASIA");
    for view in every_screen(&worker) {
        assert!(!format!("{view:?}").contains("RAHASIA"));
    }
    assert!(!format!("{:?} {:?}", worker.draft, worker.engine().answers()).contains("RAHASIA"));
    assert!(!format!("{:?}", worker.engine().check("name", "CONTOH RAHASIA")).contains("RAHASIA"));
}

/// A form that the real one does not show: hidden questions, an optional text, a searched list that
/// is long.
fn hidden() -> Worker {
    let options: Vec<String> = (0..50).map(|n| format!(r#"{{ "id": "o{n}" }}"#)).collect();
    let json = format!(
        r#"{{ "id": "uji", "version": 1, "steps": [
            {{ "id": "a", "questions": [
                {{ "id": "punya", "kind": "yes_no" }},
                {{ "id": "apa", "kind": {{ "search": {{ "options": [{}] }} }}, "when": {{ "is": ["punya", "yes"] }} }},
                {{ "id": "berapa", "kind": "money", "when": {{ "answered": "apa" }} }}] }},
            {{ "id": "b", "questions": [
                {{ "id": "catatan", "kind": {{ "text": {{ "max": 20 }} }}, "required": false, "checks": [{{ "length": {{ "min": 3 }} }}] }},
                {{ "id": "sandi", "kind": {{ "digits": {{ "max": 6 }} }} }},
                {{ "id": "besar", "kind": "note", "when": {{ "at_least": ["berapa", 5] }} }}] }}] }}"#,
        options.join(",")
    );
    let mut worker = Worker::new();
    worker
        .content
        .forms
        .insert("uji".into(), Form::parse(json.as_bytes()).unwrap());
    worker.form = "uji";
    worker
}

#[test]
fn a_hidden_question_is_not_asked_not_counted_and_not_sent_but_kept() {
    let mut worker = hidden();
    worker.answer("punya", "ya");
    worker.answer("apa", "o7");
    worker.answer("berapa", "10");
    assert!(worker.engine().visible("besar"));
    assert_eq!(worker.answer("punya", "tidak"), question("catatan"));
    assert!(
        !worker.engine().visible("berapa"),
        "blind to the answer of a hidden question"
    );
    assert!(!worker.engine().visible("besar"));
    let sent: Vec<String> = worker
        .sent()
        .0
        .into_iter()
        .map(|answer| answer.question)
        .collect();
    assert_eq!(sent, ["punya"]);
    assert_eq!(worker.answer("punya", "ya"), question("apa"));
    assert_eq!(worker.sent().0.len(), 3, "the answers were kept");
}

#[test]
fn a_question_that_may_be_left_out_is_seen_once_and_then_not_asked_again() {
    let mut worker = hidden();
    worker.answer("punya", "tidak");
    assert_eq!(worker.engine().first_open(), question("catatan"));
    assert_eq!(worker.answer("catatan", "  "), question("sandi"));
    assert_eq!(worker.engine().first_open(), question("sandi"));
    assert_eq!(
        worker.refusal("catatan", "ab"),
        "Baru 2 huruf. Perlu paling sedikit 3."
    );
    assert!(
        worker
            .refusal("catatan", &"a".repeat(21))
            .starts_with("Ada 21 huruf. Paling banyak 20")
    );
    assert_eq!(worker.refusal("sandi", "12a"), "Tulis dengan angka saja.");
    worker.answer("sandi", "12 34-56");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    let sent: Vec<String> = worker
        .sent()
        .0
        .iter()
        .map(|a| format!("{}={}", a.question, a.value.reveal()))
        .collect();
    assert_eq!(sent, ["punya=no", "sandi=123456"]);
    assert_eq!(
        worker.engine().view(&Screen::Review, None).review[1]
            .value
            .reveal(),
        "Tidak diisi"
    );
}

#[test]
fn a_long_list_shows_twenty_and_says_that_there_are_more() {
    let mut worker = hidden();
    worker.answer("punya", "ya");
    let Field::Search { options, more, .. } = worker.view("apa").field else {
        panic!("a search")
    };
    assert_eq!((options.len(), more), (20, true));
    worker.answer("apa", "o44");
    let Field::Search { options, .. } = worker.view("apa").field else {
        panic!("a search")
    };
    assert_eq!((options[0].id.as_str(), options[0].chosen), ("o44", true));
}

#[test]
fn a_hidden_question_s_screen_shows_the_first_open_one() {
    assert_eq!(hidden().view("besar").id, "punya");
}

/// Every place of a JSON value, as pointers.
fn places(json: &serde_json::Value, at: &str) -> Vec<String> {
    let inner: Vec<(String, &serde_json::Value)> = match json {
        serde_json::Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (format!("{at}/{key}"), value))
            .collect(),
        serde_json::Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, value)| (format!("{at}/{index}"), value))
            .collect(),
        _ => Vec::new(),
    };
    inner
        .into_iter()
        .flat_map(|(place, value)| [vec![place.clone()], places(value, &place)].concat())
        .collect()
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(ANSWERS.map(|(_, text)| text.to_owned()).to_vec()),
        2 => proptest::sample::select(vec!["still", "stopped", "unknown", "ya", "tidak", "jht", "ojek", "12", "", "500"])
            .prop_map(str::to_owned),
        1 => "[0-9]{1,18}",
        1 => ".{0,60}",
    ]
}

fn steps() -> impl Strategy<Value = Vec<(proptest::sample::Index, String, bool)>> {
    proptest::collection::vec(
        (any::<proptest::sample::Index>(), texts(), any::<bool>()),
        0..40,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_sequence_of_answers_panics_or_breaks_a_limit(steps in steps(), english: bool) {
        let mut worker = Worker::new();
        worker.lang = if english { Lang::En } else { Lang::Id };
        let ids: Vec<String> = worker.content.forms["bpu"].questions().map(|q| q.id.clone()).collect();
        for (index, text, own) in steps {
            let id = &ids[index.index(ids.len())];
            let text = ANSWERS.iter().find(|(known, _)| own && known == id).map_or(text, |(_, text)| (*text).to_owned());
            if id == "ktp" && own {
                worker.put(id, "", photo());
            } else {
                let hints = worker.hints(id, &text);
                prop_assert_eq!(hints.complete, payung_model::typed::is_visible(&text) && worker.engine().check(id, &text).is_ok());
                let next = worker.answer(id, &text);
                within_limits(&worker.engine().view(&next, None));
            }
            within_limits(&worker.view(id));
            let first = worker.engine().first_open();
            prop_assert_eq!(worker.engine().missing().is_empty(), first == Screen::Review);
            let review = worker.engine().view(&Screen::Review, None);
            prop_assert_eq!(review.primary_enabled, first == Screen::Review);
            prop_assert!(review.progress.panels_filled < review.progress.panels);
            within_limits(&review);
        }
    }

    #[test]
    fn a_mutated_definition_is_refused_with_a_place_or_runs(
        at: proptest::sample::Index, from: proptest::sample::Index, steps in steps()
    ) {
        let mut worker = Worker::filled();
        let mut json = serde_json::to_value(&worker.content.forms["bpu"]).unwrap();
        let places = places(&json, "");
        let by = json.pointer(&places[from.index(places.len())]).unwrap().clone();
        *json.pointer_mut(&places[at.index(places.len())]).unwrap() = by;
        match Form::parse(json.to_string().as_bytes()) {
            Err(problem) => prop_assert!(!problem.place.is_empty() && !problem.what.is_empty()),
            Ok(form) => {
                let ids: Vec<String> = form.questions().map(|question| question.id.clone()).collect();
                worker.content.forms.insert("bpu".into(), form);
                for (index, text, _) in steps {
                    let screen = worker.answer(&ids[index.index(ids.len())], &text);
                    worker.engine().view(&screen, None);
                }
                let done = worker.engine().first_open() == Screen::Review;
                prop_assert_eq!(worker.engine().missing().is_empty(), done);
            }
        }
    }

    #[test]
    fn going_on_from_the_first_open_screen_always_ends(steps in steps()) {
        let mut worker = Worker::new();
        let ids: Vec<String> = worker.content.forms["bpu"].questions().map(|q| q.id.clone()).collect();
        for (index, text, _) in steps {
            worker.answer(&ids[index.index(ids.len())], &text);
        }
        // A NIK that the card contradicts, or an age that cannot join, may stand there: the usual
        // worker has neither.
        for (id, text) in &ANSWERS[..11] {
            worker.answer(id, text);
        }
        let rest = [("income_day", "100000"), ("work_days", "6"), ("income_week", "600000"), ("district", "32.01.01")];
        let mut turns = 0;
        while let Screen::Question(id) = worker.engine().first_open() {
            match ANSWERS.iter().chain(&rest).find(|(known, _)| *known == id) {
                Some((_, text)) => { worker.answer(&id, text); }
                None => worker.put(&id, "", photo()),
            }
            turns += 1;
            prop_assert!(turns <= ids.len(), "{} is asked for ever", id);
        }
        prop_assert_eq!(worker.engine().first_open(), Screen::Review);
    }

    #[test]
    fn what_was_sent_is_taken_again_as_the_same_answer(steps in steps()) {
        let mut worker = Worker::filled();
        let ids: Vec<String> = worker.content.forms["bpu"].questions().map(|q| q.id.clone()).collect();
        for (index, text, _) in steps {
            worker.answer(&ids[index.index(ids.len())], &text);
        }
        for answer in worker.sent().0 {
            let value = worker.engine().check(&answer.question, answer.value.reveal()).map(|answered| answered.value);
            let kept: Option<Value> = worker.draft.entries.get(&answer.question).and_then(|entry| entry.value.clone());
            // A derived answer has no entry, or an older one that does not count.
            if let Some(kept) = kept.filter(|kept| *kept != Value::skipped() && !DERIVED.contains(&answer.question.as_str())) {
                prop_assert_eq!(value.ok(), Some(kept), "{}", answer.question);
            } else {
                prop_assert!(value.is_ok(), "{}", answer.question);
            }
        }
    }
}
