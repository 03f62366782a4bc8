//! Registering from an answers file, while the office is down.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

mod common;

use common::{DONE, Desk, KEPT_FOR_LATER, WRONG_INPUT};
use payung_tests::samples;
use serde_json::{Value, json};

fn parse(out: &str) -> Value {
    serde_json::from_str(out).unwrap_or_else(|error| panic!("not one document: {error}: {out}"))
}

#[test]
fn a_registration_is_sealed_and_kept_while_the_office_is_down() {
    let desk = Desk::with_answers(&samples::answers());
    let run = desk.register();
    assert_eq!(run.code, KEPT_FOR_LATER, "{run:?}");
    let view = parse(&run.out);
    assert_eq!(view["revision"], 1);
    assert!(
        ["ready", "sending"].contains(&view["state"].as_str().unwrap()),
        "{view}"
    );
    assert_eq!(
        (view["photos"].as_u64(), view["photos_sent"].as_u64()),
        (Some(1), Some(0))
    );
    assert!(
        view["receipt"]
            .as_str()
            .is_some_and(|receipt| receipt.len() == 9),
        "{view}"
    );

    let registration = view["registration"].as_str().unwrap();
    assert_eq!(
        desk.json(&["status", registration]).0["registration"],
        registration
    );
    assert_eq!(desk.json(&["outbox"]).0[0]["registration"], registration);
    assert_eq!(desk.json(&["drafts"]).0, json!([]));
    let (report, code) = desk.json(&["sync", "--wait", "1"]);
    assert_eq!(
        (report["waiting"].as_u64(), code),
        (Some(1), KEPT_FOR_LATER),
        "{report}"
    );
    assert_eq!(report["problem"]["code"], "unreachable", "{report}");
}

#[test]
fn what_was_not_sent_can_be_taken_back_resumed_and_discarded() {
    let desk = Desk::with_answers(&samples::answers());
    let run = desk.run(&[
        "--json",
        "register",
        "--no-sync",
        "--answers",
        &desk.path("answers/answers.json"),
    ]);
    assert_eq!(run.code, KEPT_FOR_LATER, "{run:?}");
    let view = parse(&run.out);
    assert_eq!(
        (view["state"].as_str(), view["bytes_sent"].as_u64()),
        (Some("ready"), Some(0))
    );

    let (draft, code) = desk.json(&["take-back", view["registration"].as_str().unwrap()]);
    assert_eq!(code, DONE, "{draft}");
    let (drafts, _) = desk.json(&["drafts"]);
    assert_eq!(drafts[0]["draft"], draft["draft"]);
    assert_eq!(drafts[0]["name"], "SITI CONTOH");

    let (again, code) = desk.json(&["resume", draft["draft"].as_str().unwrap(), "--no-sync"]);
    assert_eq!(
        (again["state"].as_str(), code),
        (Some("ready"), KEPT_FOR_LATER),
        "{again}"
    );
    let (draft, _) = desk.json(&["take-back", again["registration"].as_str().unwrap()]);
    let (home, code) = desk.json(&["discard", draft["draft"].as_str().unwrap()]);
    assert_eq!(
        (home["drafts"].as_array().map(Vec::len), code),
        (Some(0), DONE)
    );
}

#[test]
fn a_wrong_answer_is_told_with_its_place_and_the_draft_is_kept_and_resumed() {
    let mut answers = samples::answers();
    answers["nik"] = json!("320101550190000");
    let desk = Desk::with_answers(&answers);
    let run = desk.register();
    assert_eq!((run.code, run.out.as_str()), (WRONG_INPUT, ""), "{run:?}");
    assert!(
        run.err.contains("answers.json: nik: ") && run.err.contains("15"),
        "{}",
        run.err
    );

    let (drafts, _) = desk.json(&["drafts"]);
    let draft = drafts[0]["draft"].as_str().unwrap();
    assert!(run.err.contains("payung-term resume 1"), "{}", run.err);

    samples::write(&desk.file("answers"), &samples::answers(), None).unwrap();
    let (view, code) = desk.json(&[
        "resume",
        draft,
        "--answers",
        &desk.path("answers/answers.json"),
    ]);
    assert_eq!(code, KEPT_FOR_LATER, "{view}");
    assert_eq!(desk.json(&["drafts"]).0, json!([]));
}

#[test]
fn an_answer_that_is_missing_is_named_and_the_draft_is_kept() {
    let mut answers = samples::answers();
    answers.as_object_mut().unwrap().remove("birth_place");
    let desk = Desk::with_answers(&answers);
    let run = desk.register();
    assert_eq!(run.code, WRONG_INPUT, "{run:?}");
    assert!(
        run.err.contains("answers.json: birth_place: "),
        "{}",
        run.err
    );
    assert_eq!(desk.json(&["drafts"]).0.as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_unusual_is_said_and_does_not_stop_it() {
    let mut answers = samples::answers();
    answers["nik_right"] = json!("differs");
    answers["birth_date"] = json!("15-01-1991");
    answers["sex"] = json!("female");
    let run = Desk::with_answers(&answers).register();
    assert_eq!(run.code, KEPT_FOR_LATER, "{run:?}");
    assert!(
        run.err.contains("answers.json: birth_date: ? "),
        "{}",
        run.err
    );
}

#[test]
fn a_consent_is_never_given_by_leaving_it_out() {
    let mut answers = samples::answers();
    answers
        .as_object_mut()
        .unwrap()
        .remove("consent_processing");
    let run = Desk::with_answers(&answers).register();
    assert_eq!(run.code, WRONG_INPUT, "{run:?}");
    assert!(
        run.err.contains("answers.json: consent_processing: "),
        "{}",
        run.err
    );
}

#[test]
fn a_question_the_form_does_not_have_is_refused_before_anything_is_begun() {
    let mut answers = samples::answers();
    answers["nikk"] = json!("1");
    let desk = Desk::with_answers(&answers);
    let run = desk.register();
    assert_eq!(run.code, WRONG_INPUT);
    assert!(run.err.contains("answers.json: nikk: "), "{}", run.err);
    assert_eq!(desk.json(&["drafts"]).0, json!([]));
}

#[test]
fn a_photo_that_is_not_there_is_told_with_its_question() {
    let mut answers = samples::answers();
    answers["ktp"] = json!("nowhere.jpg");
    let run = Desk::with_answers(&answers).register();
    assert_eq!(run.code, WRONG_INPUT);
    assert!(run.err.contains("answers.json: ktp: "), "{}", run.err);
}

#[test]
fn an_empty_value_for_a_photo_leaves_it_out_as_an_empty_answer_does() {
    for empty in ["", " "] {
        let mut answers = samples::answers();
        answers["ktp"] = json!(empty);
        let run = Desk::with_answers(&answers).register();
        let view = parse(&run.out);
        assert_eq!(view["photos"], json!(0), "{run:?}");
        let missing = view["missing"].as_array().unwrap();
        assert!(missing.contains(&json!("Foto KTP")), "it may be sent later");
        assert!(!run.err.contains("answers.json: ktp"), "{}", run.err);
    }
}

#[test]
fn somebody_too_old_to_join_is_told_so_and_nothing_is_sealed() {
    let mut answers = samples::answers();
    answers["nik"] = json!("3201015501600001");
    let desk = Desk::with_answers(&answers);
    let run = desk.register();
    let view = parse(&run.out);
    assert_eq!(
        (view["screen"].as_str(), run.code),
        (Some("ending"), WRONG_INPUT),
        "{run:?}"
    );
    assert!(
        run.err.contains("answers.json: mother_name: "),
        "what was not asked is noted: {}",
        run.err
    );
    assert_eq!(desk.json(&["outbox"]).0, json!([]));
}

#[test]
fn without_a_trust_file_the_draft_is_kept_for_later() {
    let desk = Desk::with_answers(&samples::answers());
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_payung-term"));
    command.env_clear().args([
        "--json",
        "--home",
        &desk.path("home"),
        "register",
        "--answers",
    ]);
    let output = command
        .arg(desk.file("answers/answers.json"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(KEPT_FOR_LATER), "{output:?}");
    let view = parse(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(view["screen"], "review");
    let (view, code) = desk.json(&["resume", view["draft"].as_str().unwrap()]);
    assert_eq!(code, KEPT_FOR_LATER);
    assert!(view["receipt"].is_string(), "{view}");
}

#[test]
fn wrong_input_on_the_command_line_is_exit_2_with_nothing_on_stdout() {
    let desk = Desk::new();
    for args in [
        &["register", "--answers", "/nowhere/answers.json"][..],
        &["--json", "resume", "no-such-draft"],
        &["--json", "status", "no-such-registration"],
        &["--json", "withdraw", "no-such-registration"],
        &["--json", "discard", "no-such-draft"],
        &["wipe"],
        &["register"],
        &["start-clean"],
        &["no-such-command"],
        &["--trust", "/nowhere/trust.json", "home"],
    ] {
        let run = desk.run(args);
        assert_eq!(
            (run.code, run.out.as_str()),
            (WRONG_INPUT, ""),
            "{args:?}: {run:?}"
        );
        assert_ne!(run.err, "", "{args:?}");
    }
}

#[test]
fn a_trust_file_that_is_wrong_is_told_with_its_place() {
    let desk = Desk::new();
    std::fs::write(desk.file("trust.json"), "{\"version\":1}").unwrap();
    let run = desk.run(&["home"]);
    assert_eq!((run.code, run.out.as_str()), (WRONG_INPUT, ""), "{run:?}");
    assert!(run.err.contains("trust"), "{}", run.err);
}

#[test]
fn withdrawn_is_withdrawn() {
    let desk = Desk::with_answers(&samples::answers());
    let view = parse(
        &desk
            .run(&[
                "--json",
                "register",
                "--no-sync",
                "--answers",
                &desk.path("answers/answers.json"),
            ])
            .out,
    );
    let (view, code) = desk.json(&["withdraw", view["registration"].as_str().unwrap()]);
    assert_eq!((view["state"].as_str(), code), (Some("withdrawn"), DONE));
    // It is there, and does not wait.
    let outbox = desk.run(&["outbox"]);
    assert_eq!(
        (outbox.out.as_str(), outbox.code),
        ("Tidak ada yang menunggu dikirim.\n", DONE)
    );
}

#[test]
fn a_complaint_whose_answers_cannot_be_read_leaves_no_draft() {
    let desk = Desk::with_answers(&json!({ "no_question": "CONTOH" }));
    for file in ["answers/answers.json", "nowhere.json"] {
        let run = desk.run(&["complain", "--answers", &desk.path(file)]);
        assert_eq!(run.code, WRONG_INPUT, "{run:?}");
    }
    assert_eq!(desk.json(&["drafts"]).0, json!([]));
}

#[test]
fn a_draft_that_was_shown_with_its_end_ends_then_and_one_nobody_looked_at_does_not() {
    let on = |desk: &Desk, now: &str, args: &[&str]| {
        let run = desk.command(args).args(["--now", now]).output().unwrap();
        String::from_utf8(run.stdout).unwrap()
    };
    for looked_at in [true, false] {
        let mut answers = samples::answers();
        answers.as_object_mut().unwrap().remove("birth_place");
        let desk = Desk::with_answers(&answers);
        assert_eq!(desk.register().code, WRONG_INPUT);
        if looked_at {
            let shown = on(&desk, "2027-02-07T09:00:00+07:00", &["home"]);
            assert!(
                shown.contains("21 Februari 2027"),
                "90 days after 23 November: {shown}"
            );
        }
        let later = on(&desk, "2027-03-10T09:00:00+07:00", &["--json", "drafts"]);
        assert_eq!(
            parse(&later).as_array().map(Vec::is_empty),
            Some(looked_at),
            "{later}"
        );
    }
}
