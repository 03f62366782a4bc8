//! What needs no draft: NIK, phone, dues, programmes, the form as data.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

mod common;

use common::{DONE, Desk, WRONG_INPUT};
use serde_json::json;

#[test]
fn a_nik_is_read_with_the_keys_that_stay() {
    let (view, code) = Desk::new().json(&["nik", "3201015501900001"]);
    assert_eq!(code, DONE);
    assert_eq!(view["valid"], true);
    assert_eq!(view["birth_date"], "1990-01-15");
    assert_eq!(view["sex"], "female");
    assert_eq!(view["region"], "32.01.01");
    assert_eq!(view["problems"], json!([]));
    assert!(view["warnings"].is_array());
}

#[test]
fn a_date_is_said_as_people_say_it_and_given_to_programs_as_they_read_it() {
    let desk = Desk::new();
    assert!(
        desk.run(&["nik", "3201015501900001"])
            .out
            .contains("Tanggal lahir: 15 Januari 1990\n")
    );
    assert!(
        desk.run(&["nik", "3201015501900001", "--lang", "en"])
            .out
            .contains("Birth date: 15 January 1990\n")
    );
    assert_eq!(
        desk.json(&["nik", "3201015501900001"]).0["birth_date"],
        "1990-01-15"
    );
}

#[test]
fn a_nik_that_is_too_short_is_wrong_input_and_says_what_to_do() {
    let desk = Desk::new();
    let run = desk.run(&["--json", "nik", "320101550190000"]);
    assert_eq!(run.code, WRONG_INPUT);
    let view: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(view["valid"], false);
    let problem = view["problems"][0].as_str().unwrap();
    assert!(
        problem.contains("15") && problem.contains("16"),
        "{problem}"
    );
    assert!(run.err.contains(&format!("nik: {problem}")), "{}", run.err);
}

#[test]
fn a_number_is_read_from_stdin_so_that_nobody_sees_it_among_the_processes() {
    let desk = Desk::new();
    let run = desk.run_with(&["--json", "nik", "-"], "3201015501900001\n");
    assert_eq!(run.code, DONE, "{run:?}");
    assert!(run.out.contains("1990-01-15"));
    let run = desk.run_with(&["--json", "phone", "-"], "0812 3456 7890\n");
    assert_eq!(run.code, DONE, "{run:?}");
    assert!(run.out.contains("+6281234567890"));
}

#[test]
fn a_phone_number_is_written_internationally_and_a_landline_is_wrong_input() {
    let desk = Desk::new();
    let (view, code) = desk.json(&["phone", "0812-3456-7890"]);
    assert_eq!(
        (view["e164"].as_str(), view["valid"].as_bool(), code),
        (Some("+6281234567890"), Some(true), DONE)
    );
    let (view, code) = desk.json(&["phone", "021-555"]);
    assert_eq!((view["valid"].as_bool(), code), (Some(false), WRONG_INPUT));
}

#[test]
fn the_discount_ends_with_the_year() {
    let desk = Desk::new();
    let dues = |from| {
        desk.json(&[
            "dues",
            "--income",
            "1100000",
            "--work",
            "other",
            "--programmes",
            "jkk,jkm",
            "--months",
            "1",
            "--from",
            from,
        ])
    };
    let (view, code) = dues("2026-05");
    assert_eq!((view["total"].as_u64(), code), (Some(9_400), DONE));
    assert_eq!(dues("2027-01").0["total"], 18_800);
    for line in view["lines"].as_array().unwrap() {
        assert_eq!(line["month"], "2026-05");
        assert!(
            line["amount"].is_u64() && line["programme"].is_string() && line["source"].is_string(),
            "{line}"
        );
    }
}

#[test]
fn dues_without_a_first_month_begin_with_the_given_one() {
    let (view, code) = Desk::new().json(&[
        "dues",
        "--income",
        "1100000",
        "--work",
        "other",
        "--programmes",
        "jkk,jkm",
    ]);
    assert_eq!(code, DONE);
    assert_eq!(view["lines"][0]["month"], "2026-11");
}

#[test]
fn what_government_pays_is_dearer_and_the_words_say_why() {
    let desk = Desk::new();
    let asked = [
        "dues",
        "--income",
        "1100000",
        "--work",
        "other",
        "--programmes",
        "jkk,jkm",
        "--from",
        "2026-05",
    ];
    let (own, _) = desk.json(&asked);
    let (government, code) = desk.json(&[&asked[..], &["--payer", "government"]].concat());
    assert_eq!(
        (own["total"].as_u64(), government["total"].as_u64(), code),
        (Some(9_400), Some(18_800), DONE)
    );
    assert_eq!(
        government["words"]["reasons"],
        json!(["Tidak ada diskon, karena iuran dibayar pemerintah."])
    );
    assert_eq!(government["lines"][0]["discount"], json!(null));
    let run = desk.run(&[&asked[..], &["--payer", "village"]].concat());
    assert_eq!(run.code, WRONG_INPUT, "{run:?}");
}

#[test]
fn dues_across_a_change_of_rule_are_told_in_parts_that_add_up() {
    let desk = Desk::new();
    let asked = [
        "dues",
        "--income",
        "1500000",
        "--work",
        "other",
        "--programmes",
        "jkk,jkm",
        "--months",
        "3",
    ];
    let (view, code) = desk.json(&asked);
    assert_eq!((view["total"].as_u64(), code), (Some(45_600), DONE));
    let parts = view["words"]["parts"].as_array().unwrap();
    let told: Vec<_> = parts
        .iter()
        .map(|part| (part["months"].as_str(), part["sum"].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Some("Nov, Des"), Some("2 × Rp11.400 = Rp22.800")),
            (Some("Jan"), Some("Rp22.800"))
        ]
    );
    for line in view["lines"].as_array().unwrap() {
        let source = line["source"].as_str().unwrap();
        assert!(source.ends_with(']'), "{source}");
    }
    let words = desk.run(&asked).out;
    assert!(
        words.contains("  Nov, Des: 2 × Rp11.400 = Rp22.800\n    JKK"),
        "{words}"
    );
    assert!(view.to_string().len() < 8 * 1024);
}

#[test]
fn dues_of_months_before_the_tariff_are_refused_in_the_language_asked_for() {
    let desk = Desk::new();
    let asked = [
        "dues",
        "--income",
        "1500000",
        "--work",
        "other",
        "--programmes",
        "jkk,jkm",
        "--from",
        "2021-12",
    ];
    let run = desk.run(&asked);
    assert_eq!((run.code, run.out.as_str()), (WRONG_INPUT, ""), "{run:?}");
    assert!(
        run.err
            .contains("Iuran sebelum Januari 2022 tidak dihitung di sini."),
        "{}",
        run.err
    );
    let run = desk.run(&[&asked[..], &["--lang", "en"]].concat());
    assert!(
        run.err
            .contains("Dues before January 2022 are not calculated here."),
        "{}",
        run.err
    );
}

#[test]
fn the_first_screen_tells_the_lowest_price_and_until_when_it_holds() {
    let desk = Desk::new();
    let (home, code) = desk.json(&["home"]);
    assert_eq!(
        (home["lowest"].as_str(), code),
        (
            Some("Mulai Rp8.400 sebulan, sampai iuran Desember 2026."),
            DONE
        )
    );
    assert!(desk.run(&["home"]).out.contains("Mulai Rp8.400 sebulan"));
}

#[test]
fn programmes_are_explained_with_sources_and_what_is_not_certain_says_so() {
    let desk = Desk::new();
    let (views, code) = desk.json(&["programmes"]);
    assert_eq!(code, DONE);
    let views = views.as_array().unwrap();
    let joins: Vec<_> = views
        .iter()
        .map(|view| {
            (
                view["id"].as_str().unwrap(),
                view["joins"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("jkk", "compulsory"),
        ("jkm", "compulsory"),
        ("jht", "optional"),
        ("jp", "closed"),
        ("jkp", "closed"),
    ];
    assert_eq!(joins, expected);
    for view in views {
        assert!(view.to_string().len() < 8 * 1024, "{}", view["id"]);
        for benefit in view["benefits"].as_array().unwrap() {
            let words = benefit["words"].as_str().unwrap();
            assert_eq!(
                words.ends_with("belum kami pastikan."),
                benefit["confidence"] == "R",
                "{benefit}"
            );
            assert_ne!(benefit["source"], "");
        }
    }
    let words = desk.run(&["programmes", "--lang", "en"]).out;
    assert!(
        words.contains("Your family receives Rp42.000.000"),
        "{words}"
    );
    // JP and JKP are explained and cannot be paid for.
    let run = desk.run(&[
        "dues",
        "--income",
        "1100000",
        "--work",
        "other",
        "--programmes",
        "jkk,jkm,jp",
    ]);
    assert_eq!(run.code, WRONG_INPUT, "{run:?}");
}

#[test]
fn dues_of_what_is_no_programme_or_no_month_are_wrong_input() {
    let desk = Desk::new();
    for (programmes, from) in [
        ("jkk,jkm,jkn", "2026-05"),
        ("jkk,jkm", "2026-13"),
        ("jkk,jkm", "May"),
    ] {
        let run = desk.run(&[
            "dues",
            "--income",
            "1100000",
            "--work",
            "other",
            "--programmes",
            programmes,
            "--from",
            from,
        ]);
        assert_eq!(run.code, WRONG_INPUT, "{run:?}");
        assert_eq!(run.out, "");
        assert_ne!(run.err, "");
    }
}

#[test]
fn the_form_lists_what_an_answers_file_can_hold() {
    let (lines, code) = Desk::new().json(&["form"]);
    assert_eq!(code, DONE);
    let asked: Vec<&str> = lines
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["question"].as_str().unwrap())
        .collect();
    for (question, _) in payung_tests::samples::answers().as_object().unwrap() {
        assert!(
            asked.contains(&question.as_str()),
            "{question} is not in {asked:?}"
        );
    }
}

#[test]
fn words_come_in_the_language_that_is_asked_for() {
    let desk = Desk::new();
    let indonesian = desk.run(&["nik", "1"]).err;
    let english = desk.run(&["nik", "1", "--lang", "en"]).err;
    assert_ne!(indonesian, english);
    assert!(!indonesian.is_empty() && !english.is_empty());
}

#[test]
fn nobody_reading_the_result_is_no_reason_to_panic() {
    let desk = Desk::new();
    let mut child = desk
        .command(&["form"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(DONE));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
