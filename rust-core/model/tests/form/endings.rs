//! Who may join, who must end, and where the form leads them.

use payung_model::form::Form;

use super::*;

/// What somebody answers who was a member before: who pays and what months cost are between these.
const NAMED: [(&str, &str); 8] = [
    ("notice", "ya"),
    ("nik", "3201015501900001"),
    ("nik_right", "yes"),
    ("kpj", ""),
    ("name", "SITI CONTOH"),
    ("phone", "081234567890"),
    ("declaration", "ya"),
    ("consent_processing", "ya"),
];

fn asked_in_order(worker: &mut Worker, asked: &[(&str, &str)]) {
    for (id, text) in asked {
        assert_eq!(worker.engine().first_open(), question(id));
        worker.answer(id, text);
    }
}

#[test]
fn whoever_is_a_member_is_not_registered_anew_but_named_by_nik() {
    let mut worker = Worker::new();
    worker.answer("start", "ya");
    worker.answer("ever_member", "still");
    asked_in_order(
        &mut worker,
        &[("member_note_active", "ya"), ("age", "17_64")],
    );
    asked_in_order(&mut worker, &NAMED);
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert_eq!(worker.engine().purpose(), "active");
    assert_eq!(worker.engine().quote(), None);
}

#[test]
fn whoever_resumes_is_named_by_nik_and_told_what_it_costs() {
    let mut worker = Worker::new();
    worker.answer("start", "ya");
    worker.answer("ever_member", "stopped");
    let priced = [
        ("member_note", "ya"),
        ("member_note_again", "ya"),
        ("age", "17_64"),
        ("employer", "no"),
        ("payer", "self"),
        ("occupation", "street_vendor"),
        ("income_per", "month"),
        ("income", "1500000"),
        ("programmes", "jkk,jkm"),
        ("months", "3"),
    ];
    asked_in_order(&mut worker, &priced);
    assert!(worker.engine().quote().is_some(), "before the NIK is asked");
    asked_in_order(&mut worker, &NAMED);
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert_eq!(worker.engine().purpose(), "resume");
    assert!(worker.engine().quote().is_some());
    worker.answer("employer", "more");
    assert_eq!(worker.engine().purpose(), "employer");
}

#[test]
fn an_employer_is_handed_to_the_branch_without_a_figure_and_without_a_nik() {
    let mut worker = Worker::new();
    worker.answer("start", "ya");
    worker.answer("ever_member", "never");
    worker.answer("age", "17_64");
    assert_eq!(worker.answer("employer", "more"), question("employer_note"));
    let asked = [
        ("employer_note", "ya"),
        ("workers", "3"),
        ("notice", "ya"),
        ("name", "SITI CONTOH"),
        ("district", "32.01.01"),
        ("phone", "081234567890"),
        ("consent_handover", "ya"),
    ];
    for (id, text) in asked {
        assert_eq!(worker.engine().first_open(), question(id));
        worker.answer(id, text);
    }
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert_eq!(worker.engine().purpose(), "employer");
    assert_eq!(worker.engine().quote(), None);
}

#[test]
fn who_pays_one_helper_is_told_so_and_registers_herself() {
    let mut worker = Worker::filled();
    assert_eq!(worker.answer("employer", "one"), question("helper_note"));
    worker.answer("helper_note", "ya");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert_eq!(worker.engine().purpose(), "register");
}

#[test]
fn a_switch_in_the_bundle_leads_household_workers_to_their_employer() {
    let mut worker = Worker::filled();
    worker.answer("occupation", "domestic_worker");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    let json = include_str!("../../content/forms/bpu.json")
        .replace(r#""enabled": false"#, r#""enabled": true"#);
    worker
        .content
        .forms
        .insert("bpu".into(), Form::parse(json.as_bytes()).unwrap());
    assert_eq!(
        worker.engine().first_open(),
        Screen::Ending("household_employer".into())
    );
    worker.answer("occupation", "ojek");
    assert_eq!(worker.engine().first_open(), question("driver_note"));
}

#[test]
fn the_declaration_is_kept_with_its_wording_and_time_and_says_what_to_do_when_it_is_not_true() {
    let worker = Worker::filled();
    let view = worker.engine().view(&question("declaration"), None);
    assert_eq!(view.primary, "Ya, itu benar");
    let (_, consents) = worker.sent();
    let declared = consents
        .iter()
        .find(|consent| consent.question == "declaration")
        .unwrap();
    assert_eq!((declared.version, declared.at), (1, worker.now));
    let refused = worker.refusal("declaration", "tidak");
    assert!(
        refused.contains("jangan kirim dulu") && refused.contains("kantor@contoh.example"),
        "{refused}"
    );
}

#[test]
fn who_is_nearly_65_is_told_until_when_to_pay_beside_the_birth_date() {
    let mut worker = Worker::filled();
    for (nik, told) in [("3201016302620001", true), ("3201016402620001", false)] {
        worker.answer("nik", nik);
        let next = worker.answer("nik_right", "yes");
        assert_eq!(next == question("pay_soon"), told, "{nik}");
        let view = worker.engine().view(&Screen::Review, None);
        let line = view
            .review
            .iter()
            .find(|line| line.label == "Tanggal lahir")
            .unwrap();
        let said = line
            .warnings
            .first()
            .map(|at| view.warnings[usize::from(*at)].reveal().to_owned());
        assert_eq!(
            said.is_some_and(|said| said.contains("sebelum 23 Februari 2027")),
            told,
            "{nik}"
        );
    }
}

#[test]
fn whoever_is_too_old_or_too_young_is_told_as_soon_as_the_nik_says_so() {
    for (nik, ending) in [
        ("3201015511610001", "too_old"),
        ("3201015511100001", "maybe_young"),
        ("3201015511120001", "too_young"),
    ] {
        let mut worker = Worker::filled();
        worker.answer("nik", nik);
        let ending = Screen::Ending(ending.into());
        assert_eq!(worker.answer("nik_right", "yes"), ending);
        assert_eq!(worker.engine().first_open(), ending);
        assert_eq!(worker.engine().before(&ending), Some(question("nik_right")));
        let view = worker.engine().view(&ending, None);
        assert_eq!(
            (view.kind, view.primary_enabled, view.can_go_back),
            (ScreenKind::Ending, false, true)
        );
        assert_eq!(
            worker.engine().view(&Screen::Review, None).kind,
            ScreenKind::Ending
        );
        // The card says something else: it is asked, and that answer counts.
        worker.answer("nik_right", "differs");
        assert_eq!(worker.engine().first_open(), question("birth_date"));
        worker.answer("birth_date", "15-11-1990");
        assert_eq!(worker.engine().first_open(), question("sex"));
    }
}

#[test]
fn the_last_day_before_65_and_the_first_of_17_can_join() {
    for (born, joins) in [
        ("23-11-1961", false),
        ("24-11-1961", true),
        ("23-11-2009", true),
        ("24-11-2009", false),
    ] {
        let mut worker = Worker::filled();
        worker.answer("nik_right", "differs");
        worker.answer("birth_date", born);
        worker.answer("pay_soon", "ya");
        worker.answer("sex", "female");
        assert_eq!(
            worker.engine().first_open() == Screen::Review,
            joins,
            "{born}"
        );
    }
}
