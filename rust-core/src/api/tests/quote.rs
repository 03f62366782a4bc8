use payung_model::engine::Field;

use payung_model::programme::{Payer, Programme, Work};

use super::*;

fn typed(answers: &[(&str, &str)]) -> Vec<Typed> {
    answers
        .iter()
        .map(|(question, text)| Typed {
            question: (*question).into(),
            text: secret(text),
        })
        .collect()
}

fn calculate(payung: &Payung, answers: &[(&str, &str)]) -> CalculatorView {
    let view = payung
        .lookup()
        .calculator("bpu".into(), typed(answers))
        .unwrap();
    let strings = strings(&view);
    let bytes: usize = strings.iter().map(|text| text.len()).sum();
    assert!(
        strings.len() <= 150 && bytes <= 8192,
        "{} texts, {bytes} bytes",
        strings.len()
    );
    view
}

fn asked(view: &CalculatorView) -> Vec<&str> {
    view.asked
        .iter()
        .map(|line| line.question.as_str())
        .collect()
}

fn line<'a>(view: &'a CalculatorView, question: &str) -> &'a CalculatorLine {
    view.asked
        .iter()
        .find(|line| line.question == question)
        .expect("asked")
}

const WHOLE: &[(&str, &str)] = &[
    ("payer", "self"),
    ("occupation", "ojek"),
    ("income_per", "day"),
    ("income_day", "100.000"),
    ("work_days", "6"),
    ("programmes", "jkk,jkm,jht"),
    ("months", "6"),
];

#[test]
fn the_calculator_asks_what_the_form_would_ask_for_the_price() {
    let phone = Phone::new();
    let payung = phone.open();
    let empty = calculate(&payung, &[]);
    assert_eq!(asked(&empty), ["payer"]);
    assert!(empty.quote.is_none());
    let begun = calculate(&payung, &[("payer", "self")]);
    assert_eq!(
        asked(&begun),
        ["payer", "occupation", "income_per", "programmes", "months"]
    );
    let day = calculate(&payung, WHOLE);
    assert_eq!(
        asked(&day),
        [
            "payer",
            "occupation",
            "income_per",
            "income_day",
            "work_days",
            "programmes",
            "months"
        ],
        "a month's income follows from a day's"
    );
    let quote = day.quote.expect("a price");
    let month = calculate(
        &payung,
        &[
            ("payer", "self"),
            ("occupation", "ojek"),
            ("income_per", "month"),
            ("income", "2600000"),
            ("programmes", "jkk,jkm,jht"),
            ("months", "6"),
        ],
    );
    let total = month.quote.as_ref().map(|quote| quote.total.as_str());
    assert_eq!(
        Some(quote.total.as_str()),
        total,
        "100,000 a day on 6 days a week"
    );
    assert!(asked(&month).contains(&"income") && !asked(&month).contains(&"income_day"));
}

#[test]
fn every_view_of_the_calculator_stays_within_a_screens_budget() {
    let phone = Phone::new();
    let payung = phone.open();
    for upto in 0..=WHOLE.len() {
        calculate(&payung, &WHOLE[..upto]);
    }
    for occupation in ["", "o", "a", "jual", "tukang", "other", "zzz"] {
        let mut answers = WHOLE.to_vec();
        answers[1].1 = occupation;
        let view = calculate(&payung, &answers);
        assert!(line(&view, "occupation").field.options().len() <= 12);
    }
    let months: Vec<String> = ["1", "3", "6", "12"].map(str::to_owned).to_vec();
    for months in &months {
        let mut answers = WHOLE.to_vec();
        answers[6].1 = months;
        // Over the end of a discount the quote has two parts.
        calculate(&payung, &answers);
    }
}

#[test]
fn a_search_shows_what_is_found_for_what_is_typed_and_no_list() {
    let phone = Phone::new();
    let payung = phone.open();
    let field = |text: &str| {
        let view = calculate(&payung, &[("payer", "self"), ("occupation", text)]);
        line(&view, "occupation").field.clone()
    };
    let Field::Search {
        options,
        more,
        groups,
    } = field("")
    else {
        panic!("a search")
    };
    assert!(options.is_empty() && more && !groups.is_empty());
    let Field::Search {
        options, groups, ..
    } = field("goreng")
    else {
        panic!("a search")
    };
    assert!((1..=12).contains(&options.len()) && groups.is_empty());
    let Field::Search { options, .. } = field("ojek") else {
        panic!("a search")
    };
    assert_eq!(
        options
            .iter()
            .map(|option| (option.id.as_str(), option.chosen))
            .collect::<Vec<_>>(),
        [("ojek", true)]
    );
}

#[test]
fn a_problem_is_said_at_its_line_and_the_rest_is_calculated() {
    let phone = Phone::new();
    let payung = phone.open();
    let mut answers = WHOLE.to_vec();
    answers[3].1 = "seratus";
    let view = calculate(&payung, &answers);
    assert_eq!(
        plain(&line(&view, "income_day").problems),
        [words(&payung, "money-not-an-amount")]
    );
    assert_eq!(line(&view, "income_day").typed.reveal(), "seratus");
    let unusual = calculate(
        &payung,
        &[
            ("payer", "self"),
            ("income_per", "month"),
            ("income", "100000"),
        ],
    );
    assert_eq!(
        line(&unusual, "income").warnings.len(),
        1,
        "is this per day?"
    );
    assert!(line(&view, "payer").problems.is_empty());
}

#[test]
fn it_keeps_nothing_and_needs_no_key() {
    let phone = Phone::new();
    let payung = phone.open();
    calculate(&payung, WHOLE);
    assert!(payung.app.store.drafts().unwrap().is_empty());
    payung.app.forget();
    assert!(payung.app.keys().is_err());
    assert!(calculate(&payung, WHOLE).quote.is_some());
    assert_eq!(
        payung
            .lookup()
            .choices("bpu".into(), "occupation".into(), "gojek".into(), 3)
            .unwrap()
            .options[0]
            .id,
        "ojek"
    );
}

#[test]
fn what_the_calculator_does_not_ask_is_refused_by_it() {
    let payung = Phone::new().open();
    for (question, text) in [("nik", "1"), ("siapa", "1"), ("payer", &*"x".repeat(5000))] {
        assert!(matches!(
            payung
                .lookup()
                .calculator("bpu".into(), typed(&[(question, text)])),
            Err(PayungError::NotPossible { .. })
        ));
    }
    assert!(
        payung
            .lookup()
            .calculator("tidak".into(), Vec::new())
            .is_err()
    );
}

#[test]
fn its_answers_are_carried_into_a_draft_and_only_the_rest_is_asked() {
    let phone = Phone::new();
    let payung = phone.open();
    let view = payung
        .drafts()
        .start_with("bpu".into(), typed(WHOLE))
        .unwrap();
    assert_eq!(view.step.id, "start", "the first open question");
    drop(payung);
    let payung = phone.open();
    let mut view = payung.drafts().resume(view.draft).unwrap();
    let mut asked = Vec::new();
    while view.step.kind == ScreenKind::Question {
        let id = view.step.id.clone();
        let text = ANSWERS
            .iter()
            .find(|(question, _)| *question == id)
            .map(|pair| pair.1)
            .or((id == "driver_note").then_some("yes"))
            .expect("an answer");
        payung
            .drafts()
            .answer(view.draft.clone(), id.clone(), secret(text))
            .unwrap();
        view = payung.drafts().resume(view.draft).unwrap();
        asked.push(id);
    }
    for (carried, _) in WHOLE {
        assert!(
            !asked.iter().any(|id| id == carried),
            "{carried} is asked again"
        );
    }
    let registration = payung
        .registrations()
        .ready(view.draft)
        .unwrap()
        .registration;
    let body = phone.read(&payung, &registration);
    let sent = |id: &str| {
        body.answers
            .iter()
            .find(|a| a.question == id)
            .map(|a| a.value.reveal().to_owned())
    };
    assert_eq!(
        (sent("income").as_deref(), sent("occupation").as_deref()),
        (Some("2600000"), Some("ojek"))
    );
}

#[test]
fn what_does_not_stand_is_kept_as_text_and_asked() {
    let payung = Phone::new().open();
    let answers = typed(&[
        ("start", "yes"),
        ("ever_member", "never"),
        ("age", "17_64"),
        ("employer", "mungkin"),
        ("notice", "yes"),
        ("consent_processing", "yes"),
    ]);
    let view = payung.drafts().start_with("bpu".into(), answers).unwrap();
    // A note is not carried over: it is read in the draft.
    assert_eq!(view.step.id, "start");
    let view = payung
        .drafts()
        .answer(view.draft.clone(), "start".into(), secret("yes"))
        .unwrap();
    let view = payung.drafts().resume(view.draft).unwrap();
    assert_eq!(
        (view.step.id.as_str(), view.step.typed.reveal()),
        ("employer", "mungkin")
    );
    let entries = payung
        .app
        .store
        .entries(&payung.app.keys().unwrap(), id(&view.draft))
        .unwrap();
    let has_value = |question: &str| {
        entries
            .iter()
            .find(|(id, _)| id == question)
            .map(|(_, entry)| entry.value.is_some())
    };
    assert_eq!(has_value("ever_member"), Some(true));
    assert_eq!(
        has_value("consent_processing"),
        Some(false),
        "agreed to only where it can be read"
    );
    assert_eq!(has_value("notice"), Some(false));
    assert!(
        payung
            .drafts()
            .start_with("bpu".into(), typed(&[("siapa", "x")]))
            .is_err()
    );
    assert_eq!(
        payung.home().unwrap().drafts.len(),
        1,
        "what is refused begins nothing"
    );
}

#[test]
fn choices_can_be_asked_without_a_draft() {
    let payung = Phone::new().open();
    let found = |search: &str, limit| {
        payung
            .lookup()
            .choices("bpu".into(), "occupation".into(), search.into(), limit)
            .unwrap()
    };
    assert_eq!(found("", 500).options.len(), 50);
    assert!(found("", 2).more && found("", 2).options.len() == 2);
    assert!(!found("gojek", 5).options.is_empty());
    let districts = payung
        .lookup()
        .choices("bpu".into(), "district".into(), "cibinong".into(), 5)
        .unwrap();
    assert!(
        districts
            .options
            .iter()
            .any(|option| option.id == "32.01.01")
    );
    assert!(
        payung
            .lookup()
            .choices("bpu".into(), "siapa".into(), String::new(), 5)
            .is_err()
    );
    assert!(
        payung
            .lookup()
            .choices("tidak".into(), "occupation".into(), String::new(), 5)
            .is_err()
    );
}

/// Every text that crosses the api with it.
fn strings(view: &CalculatorView) -> Vec<&str> {
    let mut all = Vec::new();
    for line in &view.asked {
        all.extend([
            line.question.as_str(),
            &line.title,
            &line.help,
            line.typed.reveal(),
        ]);
        for said in [&line.understood, &line.problems, &line.warnings] {
            all.extend(said.iter().map(Secret::reveal));
        }
        all.extend(
            line.field
                .options()
                .iter()
                .flat_map(|option| [option.id.as_str(), &option.label, &option.group]),
        );
        all.extend(
            line.field
                .groups()
                .iter()
                .flat_map(|group| [group.id.as_str(), &group.label]),
        );
    }
    if let Some(quote) = &view.quote {
        all.extend([quote.total.as_str(), &quote.months]);
        all.extend(quote.reasons.iter().map(String::as_str));
        for part in &quote.parts {
            all.extend([part.months.as_str(), &part.sum, &part.per_day]);
            all.extend(
                part.lines
                    .iter()
                    .flat_map(|line| [line.label.as_str(), &line.amount]),
            );
        }
    }
    all.retain(|text| !text.is_empty());
    all
}

#[test]
fn when_it_is_another_month_in_the_east_the_zone_of_the_dues_month_is_said() {
    let phone = Phone::new();
    let reasons = |day: i64, hour: i64, from: &str| {
        phone.set_day(day, hour);
        let request = DuesRequest {
            income: 1_500_000,
            work: Work::Other,
            payer: Payer::Own,
            programmes: vec![Programme::Jkk, Programme::Jkm],
            months: 1,
            from: from.into(),
        };
        phone.open().lookup().dues(request).unwrap().words.reasons
    };
    let is_said = |reasons: &[String]| {
        reasons
            .iter()
            .any(|words| words.contains("menurut jam WIB"))
    };
    // 30 November, 22.00 in Jakarta, is 1 December in Jayapura.
    assert!(is_said(&reasons(7, 22, "2026-11")));
    assert!(
        !is_said(&reasons(7, 21, "2026-11")),
        "still November everywhere"
    );
    assert!(
        !is_said(&reasons(7, 22, "2026-12")),
        "asked for by its name"
    );
    assert!(
        !is_said(&reasons(4007, 22, "2037-11")),
        "a clock that is not sure knows no month"
    );
}
