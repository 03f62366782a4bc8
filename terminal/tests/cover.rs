//! Cover and reminders at a desk: what months are worth, what comes, what to do when something
//! happens.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

mod common;

use common::{DONE, Desk, WRONG_INPUT};
use payung_tests::samples;
use serde_json::json;

#[test]
fn months_that_are_given_have_their_cover_on_a_day() {
    let desk = Desk::new();
    let (view, code) = desk.json(&[
        "cover",
        "--paid",
        "2026-11@2026-11-27",
        "--at",
        "2026-11-28",
    ]);
    assert_eq!((code, view["state"].as_str()), (DONE, Some("protected")));
    assert_eq!(
        view["programmes"][1]["level"], "early",
        "a death in the first three months pays the burial only"
    );
    let umbrella = &view["umbrella"];
    assert_eq!(umbrella["filled"], umbrella["panels"]);
    let (view, _) = desk.json(&["cover", "--paid", "2026-11", "--at", "2027-02-01"]);
    assert_eq!(
        (
            view["state"].as_str(),
            view["missing"].as_array().map(Vec::len)
        ),
        (Some("grace"), Some(3))
    );
    let said = desk
        .run(&["cover", "--paid", "2026-11", "--at", "2027-02-01"])
        .out;
    assert!(
        said.contains("Perlindungan mungkin sudah berakhir"),
        "{said}"
    );
}

#[test]
fn cover_ends_with_the_command_for_what_there_is_to_do() {
    let desk = Desk::with_answers(&samples::answers());
    desk.register();
    let (home, _) = desk.json(&["home"]);
    let registration = &home["registrations"][0];
    assert_eq!(home["step"]["step"], "register_other");
    assert_eq!(registration["step"], json!({ "step": "sync", "id": null }));
    let (view, code) = desk.json(&["cover"]);
    assert_eq!(code, DONE);
    let wait = json!({ "step": "wait", "id": registration["registration"] });
    assert_eq!(view["step"], wait);
    let said = desk.run(&["cover"]).out;
    let receipt = registration["receipt"].as_str().unwrap();
    assert!(said.ends_with(&format!(" status {receipt}\n")), "{said}");
    // Months that are given by hand are nobody's.
    let (given, _) = desk.json(&["cover", "--paid", "2026-11"]);
    assert!(given["step"].is_null(), "{given}");
}

#[test]
fn a_reminder_has_a_day_words_and_what_can_be_answered() {
    let desk = Desk::new();
    let (views, code) = desk.json(&[
        "reminders",
        "--paid",
        "2026-11",
        "--from",
        "2026-12-11",
        "--days",
        "10",
    ]);
    assert_eq!(code, DONE);
    assert_eq!(
        (views[0]["id"].as_str(), views[0]["at"].as_str()),
        (Some("due-2026-12-15"), Some("2026-12-15T08:00:00+07:00"))
    );
    assert_eq!(views[0]["actions"][1], "tomorrow");
    let run = desk.run(&[
        "reminders",
        "--paid",
        "2026-11,2026-12",
        "--from",
        "2026-12-01",
        "--days",
        "5",
        "--lang",
        "en",
    ]);
    assert!(
        run.out
            .starts_with("No reminder comes in so many days: 5. The first one: "),
        "{run:?}"
    );
    // The command that is told shows that first one, and no second.
    let days = run.out.trim_end().rsplit(' ').next().unwrap();
    let (views, _) = desk.json(&[
        "reminders",
        "--paid",
        "2026-11,2026-12",
        "--from",
        "01-12-2026",
        "--days",
        days,
    ]);
    assert_eq!(views.as_array().map(Vec::len), Some(1), "{days}");
}

#[test]
fn a_day_is_understood_as_people_write_it_and_refused_in_their_language() {
    let desk = Desk::new();
    let on = |day: &str| desk.json(&["cover", "--paid", "2026-11", "--at", day]).0["on"].clone();
    for day in ["2026-11-28", "28-11-2026", "28/11/2026", "28 November 2026"] {
        assert_eq!(on(day), "2026-11-28", "{day}");
    }
    let said = desk
        .run(&["cover", "--paid", "2026-11", "--at", "lusa"])
        .err;
    assert!(said.contains("tanggalnya belum terbaca"), "{said}");
}

#[test]
fn an_incident_is_named_as_its_title_says_and_its_papers_by_their_numbers() {
    let desk = Desk::new();
    let list = desk.run(&["incident"]).out;
    assert!(list.contains("incident kecelakaan"), "{list}");
    let (view, code) = desk.json(&["incident", "kecelakaan"]);
    assert_eq!((code, view["id"].as_str()), (DONE, Some("accident")));
    assert_eq!(desk.json(&["incident", "meninggal"]).0["id"], "death");
    let said = desk.run(&["incident", "accident"]).out;
    assert!(said.contains("[ ]  2  KTP"), "{said}");
}

#[test]
fn what_to_do_can_be_read_by_anybody_and_begins_with_the_clocks() {
    let desk = Desk::new();
    let (view, code) = desk.json(&["incident", "accident"]);
    assert_eq!(
        (code, view["clocks"][0]["id"].as_str()),
        (DONE, Some("report"))
    );
    let said = desk.run(&["incident", "accident"]).out;
    assert!(said.find("48 jam") < said.find("PLKK"), "{said}");
}

#[test]
fn a_noted_outcome_stays_when_the_time_of_the_accident_is_noted_again() {
    let desk = Desk::with_answers(&samples::answers());
    desk.register();
    let (first, after) = ("2026-11-20T09:00:00+07:00", "2026-11-22T09:00:00+07:00");
    let (view, code) = desk.json(&[
        "incident",
        "accident",
        "--happened",
        first,
        "--outcome",
        after,
    ]);
    assert_eq!(code, DONE, "{view}");
    // Its clock runs from then on.
    let noted = view["clocks"][1].clone();
    assert!(
        noted["id"] == "outcome" && noted["until_millis"].is_i64(),
        "{view}"
    );
    let (view, _) = desk.json(&[
        "incident",
        "accident",
        "--happened",
        "2026-11-19T09:00:00+07:00",
    ]);
    assert_eq!(view["clocks"][1], noted, "{view}");
}

#[test]
fn a_photo_whose_file_is_not_there_is_told_as_such() {
    let desk = Desk::with_answers(&samples::answers());
    desk.register();
    let run = desk.run(&["report", "accident", "--photo", "police=nowhere.jpg"]);
    assert_eq!(run.code, WRONG_INPUT, "{run:?}");
    let told = "--photo: nowhere.jpg: Berkas ini tidak ada.";
    assert!(run.err.starts_with(told), "{}", run.err);
}

#[test]
fn wrong_input_is_told_with_its_place() {
    let desk = Desk::new();
    for (args, place) in [
        (&["cover", "--paid", "2026-13"][..], "--paid 2026-13: "),
        (
            &["cover", "--paid", "2026-11@kemarin"],
            "--paid 2026-11@kemarin: ",
        ),
        (
            &["cover", "--paid", "2026-11", "--programmes", "jp"],
            "--programmes: ",
        ),
        (
            &[
                "dues",
                "--income",
                "1500000",
                "--work",
                "other",
                "--programmes",
                "abc",
            ],
            "--programmes: yang bisa: jkk, jkm, jht",
        ),
        (
            &["cover", "--paid", "2026-11", "--at", "2026-02-30"],
            "--at: ",
        ),
        (
            &["reminders", "--paid", "2026-11", "--from", "besok"],
            "--from: ",
        ),
        (&["cover"], "Belum ada pendaftaran"),
        (&["ics", "pengingat.ics"], "Belum ada pendaftaran"),
        (&["jar", "--begin", "500"], "Belum ada pendaftaran"),
    ] {
        let run = desk.run(args);
        assert_eq!(run.code, WRONG_INPUT, "{args:?} {run:?}");
        assert!(run.err.starts_with(place), "{args:?}: {}", run.err);
    }
}

#[test]
fn the_card_for_the_family_is_read_here_and_not_on_the_phone_of_who_only_pays() {
    let desk = Desk::with_answers(&samples::answers());
    desk.register();
    let family = desk.run(&["card", "--family"]);
    assert_eq!(family.code, DONE, "{}", family.err);
    assert!(family.out.contains("SITI CONTOH"), "{}", family.out);
    assert!(!family.out.contains("3201015501900001"), "{}", family.out);

    let payer = Desk::with_answers(&json!({
        "payer_note": true, "name": "Rini Contoh", "phone": "0812 3456 7890", "consent_payer": true,
    }));
    let file = payer.path("answers/answers.json");
    payer.run(&["pay-for", "84g7 zwyr d6ze", "--answers", &file, "--no-sync"]);
    let none = payer.run(&["card", "--family"]);
    assert_eq!(none.code, WRONG_INPUT, "{}", none.out);
    let card = payer.run(&["card"]);
    assert!(
        card.out.contains("Kartunya di HP orang itu."),
        "{}",
        card.out
    );
}
