//! Cover and reminders at a desk: what months are worth, what comes, what to do when something
//! happens.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

mod common;

use common::{DONE, Desk, WRONG_INPUT};

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
    assert_eq!(run.out, "There are no reminders.\n");
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
            &["cover", "--paid", "2026-11", "--at", "2026-02-30"],
            "--at: ",
        ),
        (
            &["reminders", "--paid", "2026-11", "--from", "besok"],
            "--from: ",
        ),
        (&["cover"], "registration: "),
        (&["ics", "pengingat.ics"], "registration: "),
        (&["jar", "--begin", "500"], "registration: "),
    ] {
        let run = desk.run(args);
        assert_eq!(run.code, WRONG_INPUT, "{args:?} {run:?}");
        assert!(run.err.starts_with(place), "{args:?}: {}", run.err);
    }
}
