//! The home folder's key: a file, a passphrase, gone, wiped.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

mod common;

use common::{DONE, Desk, FAILED, KEPT_FOR_LATER, WRONG_INPUT};
use payung_tests::pty::Pty;
use payung_tests::samples;
use serde_json::json;

/// A home with one draft that waits for its NIK.
fn with_a_draft(desk: &Desk, more: &[&str]) {
    let mut answers = samples::answers();
    answers.as_object_mut().unwrap().remove("nik");
    samples::write(&desk.file("answers"), &answers, None).unwrap();
    let run = desk.run(
        &[
            more,
            &["register", "--answers", &desk.path("answers/answers.json")],
        ]
        .concat(),
    );
    assert_eq!(run.code, WRONG_INPUT, "{run:?}");
}

#[test]
fn a_key_that_is_gone_is_said_and_starting_clean_sets_the_old_data_aside() {
    let desk = Desk::new();
    with_a_draft(&desk, &[]);
    std::fs::remove_file(desk.file("home/key")).unwrap();

    let (home, code) = desk.json(&["home"]);
    assert_eq!((home["key"].as_str(), code), (Some("gone"), DONE), "{home}");
    let run = desk.run(&["drafts"]);
    assert_eq!(run.code, FAILED, "{run:?}");
    assert!(run.err.contains("start-clean"), "{}", run.err);

    let (home, code) = desk.json(&["start-clean", "--yes"]);
    assert_eq!((home["key"].as_str(), code), (Some("open"), DONE), "{home}");
    assert_eq!(desk.json(&["drafts"]).0, json!([]));
    let aside = std::fs::read_dir(desk.file("home")).unwrap().any(|entry| {
        entry
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("set-aside")
    });
    assert!(aside, "the old data is not there any more");
}

#[test]
fn a_key_file_that_comes_back_opens_the_data_again() {
    let desk = Desk::new();
    with_a_draft(&desk, &[]);
    std::fs::rename(desk.file("home/key"), desk.file("key")).unwrap();
    assert_eq!(desk.json(&["home"]).0["key"], "gone");
    std::fs::rename(desk.file("key"), desk.file("home/key")).unwrap();
    assert_eq!(desk.json(&["drafts"]).0.as_array().map(Vec::len), Some(1));
}

#[test]
fn a_passphrase_protects_without_a_key_file_and_a_wrong_one_is_said() {
    let desk = Desk::new();
    let (right, wrong) = (desk.path("right"), desk.path("wrong"));
    std::fs::write(&right, "payung teduh\n").unwrap();
    std::fs::write(&wrong, "payung bocor\n").unwrap();
    with_a_draft(&desk, &["--passphrase-file", &right]);
    assert!(!desk.file("home/key").exists());

    assert_eq!(
        desk.json(&["--passphrase-file", &right, "drafts"])
            .0
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let run = desk.run(&["--passphrase-file", &wrong, "drafts"]);
    assert_eq!((run.code, run.out.as_str()), (WRONG_INPUT, ""), "{run:?}");
    assert_eq!(desk.json(&["home"]).0["key"], "locked_now");
    assert_eq!(desk.run(&["drafts"]).code, FAILED);
}

#[test]
fn a_passphrase_is_asked_for_at_the_terminal_and_not_shown() {
    let desk = Desk::new();
    let file = desk.path("passphrase");
    std::fs::write(&file, "payung teduh\n").unwrap();
    with_a_draft(&desk, &["--passphrase-file", &file]);

    // `setsid -c` makes the pseudo-terminal the one that passphrases are asked at.
    let asking = desk.command(&["drafts"]);
    let mut command = std::process::Command::new("setsid");
    command
        .arg("-cw")
        .arg(asking.get_program())
        .args(asking.get_args());
    let mut terminal = Pty::start(command).unwrap();
    terminal.wait_for("Kata sandi: ").unwrap();
    terminal.type_line("payung bocor").unwrap();
    terminal.wait_for("Kata sandi: ").unwrap();
    // The prompt comes first and then the silence: nobody types that fast.
    std::thread::sleep(std::time::Duration::from_secs(1));
    terminal.type_line("payung teduh").unwrap();
    terminal.wait_for("langkah").unwrap();
    assert!(!terminal.shown.contains("teduh"), "{}", terminal.shown);
    assert_eq!(terminal.end().unwrap(), Some(DONE));
}

#[test]
fn a_wrong_passphrase_from_a_file_is_tried_once_also_at_a_terminal() {
    let desk = Desk::new();
    let (right, wrong) = (desk.path("right"), desk.path("wrong"));
    std::fs::write(&right, "payung teduh\n").unwrap();
    std::fs::write(&wrong, "payung bocor\n").unwrap();
    with_a_draft(&desk, &["--passphrase-file", &right]);
    let asking = desk.command(&["--passphrase-file", &wrong, "drafts"]);
    let mut command = std::process::Command::new("setsid");
    command
        .args(["-cw", "sh", "-c", r#""$0" "$@"; echo ended $?"#])
        .arg(asking.get_program())
        .args(asking.get_args());
    let mut terminal = Pty::start(command).unwrap();
    let shown = terminal.until(&format!("ended {WRONG_INPUT}")).unwrap();
    assert_eq!(shown.matches("tidak cocok").count(), 1, "{shown}");
}

#[test]
fn reckoning_first_leaves_the_choice_of_a_passphrase_open() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["nik", samples::NIK]).code, DONE);
    assert!(!desk.file("home/key").exists());
    let file = desk.path("passphrase");
    std::fs::write(&file, "payung teduh\n").unwrap();
    assert_eq!(
        desk.json(&["--passphrase-file", &file, "home"]).0["key"],
        "open"
    );
    assert!(!desk.file("home/key").exists());
}

#[test]
fn wiping_leaves_neither_data_nor_key() {
    let desk = Desk::with_answers(&samples::answers());
    assert_eq!(desk.register().code, KEPT_FOR_LATER);
    let run = desk.run(&["wipe", "--yes"]);
    assert_eq!(run.code, DONE, "{run:?}");
    assert!(!desk.file("home/key").exists() && !desk.file("home/payung.db").exists());
    assert_eq!(
        std::fs::read_dir(desk.file("home/photos")).map_or(0, Iterator::count),
        0
    );
    let (home, _) = desk.json(&["home"]);
    assert_eq!(
        (
            home["key"].as_str(),
            home["registrations"].as_array().map(Vec::len)
        ),
        (Some("open"), Some(0))
    );
}

#[test]
fn the_home_folder_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    assert_eq!(desk.run(&["home"]).code, DONE);
    assert_eq!(
        std::fs::metadata(desk.file("home"))
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o700
    );
    assert_eq!(
        std::fs::metadata(desk.file("home/key"))
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o600
    );
}
