//! The real form, walked as a worker walks it: which screen comes, what is said, what is sent.

#[path = "form/endings.rs"]
mod endings;
#[path = "form/words.rs"]
mod words;
#[path = "form/worker.rs"]
mod worker;

use payung_model::engine::{Field, ScreenKind};
use payung_model::form::{Screen, Value};
use payung_model::secret::Secret;
use worker::{ANSWERS, Worker, at, photo, question};

#[test]
fn a_worker_walks_from_the_first_question_to_the_review() {
    let mut worker = Worker::new();
    for (index, (id, text)) in ANSWERS.iter().enumerate() {
        assert_eq!(worker.engine().first_open(), question(id));
        let next = worker.answer(id, text);
        if *id == "phone" {
            assert_eq!(next, question("ktp"));
            worker.put("ktp", "", photo());
        } else if let Some((following, _)) = ANSWERS.get(index + 1) {
            assert_eq!(next, question(following));
        } else {
            assert_eq!(next, Screen::Review);
        }
    }
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert_eq!(worker.engine().missing(), Vec::<String>::new());
}

#[test]
fn back_from_the_review_leads_through_every_question_to_the_first() {
    let worker = Worker::filled();
    let mut screen = Screen::Review;
    let mut passed = 0;
    while let Some(before) = worker.engine().before(&screen) {
        assert_eq!(
            worker.engine().view(&before, None).kind,
            ScreenKind::Question
        );
        assert!(worker.engine().view(&screen, None).can_go_back);
        screen = before;
        passed += 1;
    }
    assert_eq!((screen, passed), (question("start"), 26));
    assert!(!worker.engine().view(&question("start"), None).can_go_back);
}

#[test]
fn an_amount_of_another_period_is_asked_about_and_never_guessed() {
    let mut worker = Worker::filled();
    worker.answer("income_per", "day");
    let said = worker.refusal("income_day", "6 juta sekali panen");
    assert!(
        said.contains("Rp6.000.000 sekali panen") && said.contains("jumlah sehari"),
        "{said}"
    );
    assert_eq!(worker.refusal("income_day", "5jt sehari"), "");
    assert_eq!(worker.refusal("income_day", "90 ribu rupiah"), "");
    worker.answer("income_per", "harvest");
    worker.answer("income_harvest", "6 juta sekali panen");
    worker.answer("harvests", "2");
    assert!(
        worker
            .sent()
            .0
            .iter()
            .any(|answer| answer.question == "income" && answer.value.reveal() == "1000000")
    );
}

#[test]
fn hidden_answers_are_kept_and_not_sent() {
    let mut worker = Worker::filled();
    assert_eq!(worker.engine().purpose(), "register");
    worker.answer("employer", "more");
    let (answers, _) = worker.sent();
    assert!(
        !answers
            .iter()
            .any(|answer| ["nik", "income", "village"].contains(&answer.question.as_str()))
    );
    worker.answer("employer", "no");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert!(
        worker
            .sent()
            .0
            .iter()
            .any(|answer| answer.question == "nik")
    );
}

#[test]
fn what_the_nik_says_is_confirmed_with_one_tap_and_not_typed() {
    let mut worker = Worker::filled();
    let view = worker.engine().view(&question("nik_right"), None);
    let shown: Vec<&str> = view.shown.iter().map(Secret::reveal).collect();
    assert_eq!(
        shown[..2],
        ["3201 0155 0190 0001", "Perempuan, lahir 15 Januari 1990."]
    );
    assert!(view.secure && matches!(view.field, Field::Confirm { .. }));
    // Another NIK is asked about again.
    worker.answer("nik", "3201011601900001");
    assert_eq!(worker.engine().first_open(), question("nik_right"));
    assert!(
        worker
            .engine()
            .view(&question("nik_right"), None)
            .problems
            .is_empty()
    );
    worker.answer("nik_right", "yes");
    worker.answer("home_here", "yes");
    let sent = worker.sent().0;
    let of = |id: &str| {
        sent.iter()
            .find(|answer| answer.question == id)
            .unwrap()
            .value
            .reveal()
            .to_owned()
    };
    assert_eq!(
        (of("birth_date"), of("sex"), of("district")),
        ("1990-01-16".into(), "male".into(), "32.01.01".into())
    );
}

#[test]
fn that_it_is_typed_wrong_leads_back_to_the_question() {
    let worker = Worker::filled();
    let check = |text: &str| worker.engine().check("nik_right", text).unwrap().value;
    assert_eq!(
        worker
            .engine()
            .question_to_retype("nik_right", &check("retype")),
        Some("nik")
    );
    assert_eq!(
        worker
            .engine()
            .question_to_retype("nik_right", &check("yes")),
        None
    );
}

#[test]
fn a_day_s_income_becomes_a_month_s_and_is_changed_where_it_was_typed() {
    let mut worker = Worker::filled();
    worker.answer("income_per", "day");
    assert_eq!(worker.engine().first_open(), question("income_day"));
    worker.answer("income_day", "100.000");
    worker.answer("work_days", "6");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    let income = worker
        .sent()
        .0
        .into_iter()
        .find(|answer| answer.question == "income")
        .unwrap();
    assert_eq!(income.value.reveal(), "2600000");
    let review = worker.engine().view(&Screen::Review, None).review;
    let line = review
        .iter()
        .find(|line| line.label == "Penghasilan sebulan")
        .unwrap();
    assert_eq!(
        (line.value.reveal(), line.question.as_str()),
        ("Rp2.600.000 (kami hitung)", "income_day")
    );
}

#[test]
fn the_photo_may_wait_and_is_waited_for() {
    let mut worker = Worker::filled();
    let view = worker.engine().view(&question("ktp"), None);
    assert!(!view.skip.is_empty());
    worker.answer("ktp", "");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert_eq!(worker.engine().waited_for(), ["ktp"]);
    worker.put("ktp", "", photo());
    assert_eq!(worker.engine().waited_for(), Vec::<String>::new());
}

#[test]
fn a_worker_is_asked_at_most_30_screens_and_types_at_most_12_answers() {
    let mut worker = Worker::new();
    let (mut asked, mut typed) = (0, 0);
    let daily = [
        ("income_per", "day"),
        ("income_day", "100000"),
        ("work_days", "6"),
    ];
    while let Screen::Question(id) = worker.engine().first_open() {
        asked += 1;
        let view = worker.view(&id);
        let types = matches!(
            view.field,
            Field::Text { .. } | Field::Digits { .. } | Field::Money | Field::Date
        );
        typed += u32::from(types || matches!(view.field, Field::Search { .. }));
        if id == "ktp" {
            worker.put("ktp", "", photo());
            continue;
        }
        let (_, text) = daily
            .iter()
            .chain(&ANSWERS)
            .find(|(question, _)| *question == id)
            .unwrap();
        worker.answer(&id, text);
    }
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert!(
        (asked, typed) <= (30, 12) && typed <= 12,
        "{asked} asked, {typed} typed"
    );
}

#[test]
fn an_answer_that_no_longer_stands_is_asked_again() {
    let mut worker = Worker::filled();
    worker.put(
        "occupation",
        "fishmonger",
        Some(Value::Choice("fishmonger".into())),
    );
    assert_eq!(worker.engine().first_open(), question("occupation"));

    let mut worker = Worker::filled();
    worker.put(
        "consent_processing",
        "ya",
        Some(Value::Consent { version: 0 }),
    );
    assert_eq!(worker.engine().missing(), ["consent_processing"]);

    // Years pass over a draft: on the 65th birthday the form ends, and says why.
    let mut worker = Worker::filled();
    worker.now = at("2055-01-14T09:00:00+07:00");
    // From three months before on, a note says until when to pay.
    assert_eq!(worker.engine().first_open(), question("pay_soon"));
    worker.answer("pay_soon", "ya");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    worker.now = at("2055-01-15T09:00:00+07:00");
    assert_eq!(
        worker.engine().first_open(),
        Screen::Ending("too_old".into())
    );
}

#[test]
fn what_is_sent_is_canonical_and_without_notes_and_photos() {
    let (answers, consents) = Worker::filled().sent();
    let sent: Vec<(&str, &str)> = answers
        .iter()
        .map(|a| (a.question.as_str(), a.value.reveal()))
        .collect();
    assert_eq!(
        sent,
        [
            ("ever_member", "never"),
            ("age", "17_64"),
            ("employer", "no"),
            ("payer", "self"),
            ("occupation", "street_vendor"),
            ("income_per", "month"),
            ("income", "1500000"),
            ("programmes", "jkk,jkm"),
            ("months", "3"),
            ("nik", "3201015501900001"),
            ("nik_right", "yes"),
            ("birth_date", "1990-01-15"),
            ("sex", "female"),
            ("name", "SITI CONTOH"),
            ("birth_place", "KOTA CONTOH"),
            ("mother_name", "AMINAH CONTOH"),
            ("home_here", "yes"),
            ("district", "32.01.01"),
            ("village_code", "other"),
            ("village", "Kelurahan Contoh"),
            ("street", "Jalan Contoh nomor 0"),
            ("rt_rw", "003/007"),
            ("postal_code", "16911"),
            ("phone", "+6281234567890"),
        ]
    );
    let given: Vec<_> = consents
        .iter()
        .map(|it| (it.question.as_str(), it.version, it.at))
        .collect();
    let now = at(worker::NOW);
    assert_eq!(
        given,
        [("declaration", 1, now), ("consent_processing", 4, now)]
    );
}

#[test]
fn a_correction_asks_only_what_was_asked_for_and_then_shows_the_review() {
    let mut worker = Worker::filled();
    worker.only = vec!["nik".into(), "ktp".into()];
    for id in ["nik", "ktp"] {
        worker.draft.entries.get_mut(id).unwrap().value = None;
    }
    assert_eq!(worker.engine().first_open(), question("nik"));
    assert_eq!(
        worker.engine().view(&question("nik"), None).typed.reveal(),
        "3201 0155 0190 0001"
    );
    // Another NIK has to be confirmed as well, and where its owner lives.
    assert_eq!(
        worker.answer("nik", "3201015501900002"),
        question("nik_right")
    );
    assert_eq!(worker.answer("nik_right", "yes"), question("home_here"));
    assert_eq!(worker.answer("home_here", "yes"), question("ktp"));
    assert_eq!(
        worker.engine().before(&question("ktp")),
        Some(question("nik"))
    );
    assert_eq!(worker.engine().before(&question("nik")), None);
    worker.put("ktp", "", photo());
    assert_eq!(worker.engine().after("ktp"), Screen::Review);
    let review = worker.engine().view(&Screen::Review, None).review;
    let editable: Vec<&str> = review
        .iter()
        .filter(|line| line.editable)
        .map(|line| line.question.as_str())
        .collect();
    assert_eq!(editable, ["nik", "ktp"]);
}

#[test]
fn a_correction_also_asks_what_sending_cannot_do_without() {
    let mut worker = Worker::filled();
    worker.only = vec!["nik".into()];
    worker.put(
        "consent_processing",
        "ya",
        Some(Value::Consent { version: 0 }),
    );
    worker.answer("nik", "3201015501900002");
    worker.answer("nik_right", "yes");
    assert_eq!(
        worker.answer("home_here", "yes"),
        question("consent_processing")
    );
    assert_eq!(worker.answer("consent_processing", "ya"), Screen::Review);
}

#[test]
fn the_way_never_gets_longer_by_an_answer() {
    let mut worker = Worker::new();
    let mut steps = worker.view("start").progress.steps;
    assert_eq!(steps, 6, "before anything is known");
    for (id, text) in ANSWERS {
        worker.answer(id, text);
        let progress = worker.view(id).progress;
        assert!(progress.steps <= steps, "{id}: {}", progress.line);
        steps = progress.steps;
    }
    assert_eq!(steps, 6);
    // Who is a member is asked for less, and sees that at once; who resumes sees it behind the step
    // that is left out.
    let mut worker = Worker::new();
    worker.answer("ever_member", "still");
    assert_eq!(worker.view("ever_member").progress.steps, 5);
    for (id, text) in [
        ("ever_member", "stopped"),
        ("employer", "no"),
        ("payer", "self"),
    ] {
        worker.answer(id, text);
    }
    assert_eq!(worker.view("phone").progress.steps, 5);
}

#[test]
fn an_unknown_screen_shows_the_first_open_one() {
    let worker = Worker::new();
    for screen in [question("tidak_ada"), Screen::Ending("tidak_ada".into())] {
        assert_eq!(worker.engine().view(&screen, None).id, "start");
    }
    assert_eq!(worker.engine().after("tidak_ada"), question("start"));
    assert!(worker.engine().check("tidak_ada", "ya").is_err());
}

/// So many screens a street vendor who is paid by the day has to pass to send, the review among
/// them.
const MOST_SCREENS: usize = 26;

#[test]
fn the_usual_way_is_no_longer_than_people_have_patience_for() {
    let mut worker = Worker::filled();
    worker.answer("income_per", "day");
    worker.answer("income_day", "90rb");
    worker.answer("work_days", "6");
    worker.answer("village_code", "32.01.01.1005");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    let mut screens = Vec::new();
    let mut screen = Some(Screen::Review);
    while let Some(at) = screen {
        screen = worker.engine().before(&at);
        screens.push(at);
    }
    assert!(
        screens.len() <= MOST_SCREENS,
        "{} screens: {screens:?}",
        screens.len()
    );
}
