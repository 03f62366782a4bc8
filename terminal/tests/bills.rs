//! Bills at a desk, before the office has made any: what is said, and what is wrong input.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

mod common;

use common::{DONE, Desk, KEPT_FOR_LATER, WRONG_INPUT};
use payung_tests::samples;
use serde_json::json;

#[test]
fn without_a_registration_there_is_nothing_to_pay_for() {
    let desk = Desk::new();
    for args in [
        &["bill"][..],
        &["pay", "--channel", "qris"],
        &["receipts"],
        &["statement"],
    ] {
        let run = desk.run(args);
        assert_eq!(run.code, WRONG_INPUT, "{args:?}");
        assert!(
            run.err.starts_with("Belum ada pendaftaran di HP ini."),
            "{args:?}: {}",
            run.err
        );
    }
}

#[test]
fn before_a_bill_came_that_is_said_and_wrong_input_has_its_place() {
    let desk = Desk::with_answers(&samples::answers());
    desk.register();
    let (view, code) = desk.json(&["bill"]);
    assert_eq!((view, code), (json!({ "bills": [], "notices": [] }), DONE));
    let none = desk.run(&["bill"]).out;
    assert!(
        none.starts_with("Belum ada tagihan.") && none.ends_with(" sync\n"),
        "{none}"
    );
    let (receipts, code) = desk.json(&["receipts"]);
    assert_eq!((receipts, code), (json!([]), DONE));
    let (year, code) = desk.json(&["statement", "--year", "2026"]);
    assert_eq!(
        (&year["months"], &year["total"], code),
        (&json!([]), &json!(0), DONE)
    );
    for (args, place) in [
        (&["pay", "--channel", "qris"][..], "tagihan: "),
        (&["bill", "CONTOH.CONTOH"], "bill: "),
        (
            &["statement", "--year", "0"],
            "--year: tahun ini tidak bisa.",
        ),
        (&["statement", "7K2M-94QX"], ""),
    ] {
        let run = desk.run(args);
        assert_eq!(run.code, WRONG_INPUT, "{args:?}: {}", run.err);
        assert!(run.err.starts_with(place), "{args:?}: {}", run.err);
    }
    let home = desk.json(&["home"]).0;
    assert_eq!(
        (&home["bill"], &home["registrations"][0]["bill"]),
        (&json!(null), &json!(null))
    );
}

#[test]
fn before_a_card_came_it_is_said_why_there_is_none_and_no_picture_is_written() {
    let desk = Desk::with_answers(&samples::answers());
    desk.register();
    let (view, code) = desk.json(&["card"]);
    assert_eq!((&view["state"], code), (&json!("none"), DONE));
    assert_eq!(
        (&view["text"], &view["code"], &view["file"]),
        (&json!(null), &json!(null), &json!(null))
    );
    assert!(desk.run(&["card"]).out.starts_with("Belum ada kartu\n"));
    let file = desk.file("kartu.png");
    let run = desk.run(&["card", "--png", file.to_str().unwrap()]);
    assert_eq!(
        (run.code, file.exists()),
        (WRONG_INPUT, false),
        "{}",
        run.err
    );
}

#[test]
fn whoever_pays_for_somebody_needs_no_registration_and_a_mistyped_code_begins_nothing() {
    let desk = Desk::with_answers(&json!({
        "payer_note": true, "name": "Rini Contoh", "phone": "0812 3456 7890", "consent_payer": true,
    }));
    let file = desk.path("answers/answers.json");
    let pay_for = |code: &str| desk.run(&["pay-for", code, "--answers", &file, "--no-sync"]);
    let nowhere = desk.run(&["pay-for", "84g7 zwyr d6ze", "--answers", "CONTOH.json"]);
    assert_eq!(nowhere.code, WRONG_INPUT);
    let mistyped = pay_for("84G7-ZWYR-D6ZF");
    assert_eq!(mistyped.code, WRONG_INPUT);
    assert!(
        mistyped.err.starts_with("Kode itu salah ketik."),
        "{}",
        mistyped.err
    );
    assert_eq!(desk.json(&["home"]).0["drafts"], json!([]));
    let taken = pay_for("84g7 zwyr d6ze");
    let registrations = desk.json(&["status"]).0;
    assert_eq!(
        (&registrations[0]["purpose"], taken.code),
        (&json!("payer"), KEPT_FOR_LATER),
        "{}",
        taken.err
    );
    // From then on it is the one that pays.
    let twice = pay_for("84g7 zwyr d6ze");
    assert_eq!(twice.code, WRONG_INPUT);
    assert!(twice.err.starts_with("--answers: "), "{}", twice.err);
}

#[test]
fn a_command_without_a_number_means_the_membership_and_asks_where_there_are_two() {
    let desk = Desk::with_answers(&json!({
        "payer_note": true, "name": "Rini Contoh", "phone": "0812 3456 7890", "consent_payer": true,
    }));
    let file = desk.path("answers/answers.json");
    let paying = desk.run(&["pay-for", "84g7 zwyr d6ze", "--answers", &file, "--no-sync"]);
    assert_eq!(paying.code, KEPT_FOR_LATER, "{}", paying.err);
    // What she pays for others is meant while there is nothing else.
    let own = desk.run(&["payers"]);
    assert_eq!(
        (own.code, own.out.as_str()),
        (DONE, "Anda tidak membayar iuran siapa pun sekarang.\n")
    );
    samples::write(&desk.file("answers"), &samples::answers(), None).unwrap();
    desk.register();
    let cover = desk.run(&["cover"]);
    assert_eq!(cover.code, DONE, "{}", cover.err);
    assert!(cover.out.starts_with("Belum terlindungi"), "{}", cover.out);
    desk.register();
    let several = desk.run(&["cover"]);
    assert_eq!(several.code, WRONG_INPUT);
    assert!(
        several.err.starts_with("Di sini ada beberapa pendaftaran."),
        "{}",
        several.err
    );
    let named = several.err.lines().nth(1).unwrap_or_default();
    let number = named.split_whitespace().next().unwrap_or_default();
    assert_eq!(desk.run(&["cover", number]).code, DONE, "{}", several.err);
    // Another thing stands behind these commands.
    for args in [
        &["jar"][..],
        &["ics", &desk.path("pengingat.ics")],
        &["incident", "accident", "--tick", "1"],
        &["stop-paying", "1"],
    ] {
        let run = desk.run(args);
        assert_eq!(run.code, WRONG_INPUT, "{args:?}: {run:?}");
        let told = run.err.lines().next().unwrap_or_default();
        assert!(told.ends_with("--registration NOMOR:"), "{args:?}: {told}");
        assert_eq!(
            run.err.lines().nth(1),
            Some(named),
            "the same list: {args:?}"
        );
    }
    let code = named.split_whitespace().nth(1).unwrap_or_default();
    for named in [number, code] {
        let jar = desk.run(&["jar", "--registration", named]);
        assert_eq!(jar.code, DONE, "{named}: {}", jar.err);
    }
    let lines = several.err.lines().count();
    assert_eq!(
        lines, 3,
        "what she pays for others is not asked about: {}",
        several.err
    );
}

#[test]
fn a_registrations_number_in_place_of_a_code_is_told_apart() {
    let desk = Desk::with_answers(&json!({}));
    let file = desk.path("answers/answers.json");
    let run = desk.run(&["pay-for", "QA9B-51GT", "--answers", &file, "--no-sync"]);
    assert_eq!(run.code, WRONG_INPUT);
    assert!(
        run.err
            .starts_with("Itu nomor pendaftaran, bukan kode bayar."),
        "{}",
        run.err
    );
}
