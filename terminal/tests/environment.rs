//! The environment and the files that the terminal is given.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

mod common;

use common::{DONE, Desk, KEPT_FOR_LATER};
use payung_tests::samples;

#[test]
fn an_empty_variable_is_an_unset_one_and_the_command_line_wins() {
    let desk = Desk::new();
    for name in ["PAYUNG_HOME", "PAYUNG_TRUST", "PAYUNG_PASSPHRASE_FILE"] {
        let run = desk.command(&["home"]).env(name, "").output().unwrap();
        assert_eq!(
            run.status.code(),
            Some(DONE),
            "{name}: {}",
            String::from_utf8_lossy(&run.stderr)
        );
    }
    // One that is set still counts.
    let run = desk
        .command(&["home"])
        .env("PAYUNG_PASSPHRASE_FILE", desk.path("nowhere"))
        .output()
        .unwrap();
    assert_ne!(run.status.code(), Some(DONE));
}

#[test]
fn files_that_begin_with_a_byte_order_mark_are_read() {
    let desk = Desk::with_answers(&samples::answers());
    for name in ["trust.json", "answers/answers.json"] {
        let text = std::fs::read_to_string(desk.file(name)).unwrap();
        std::fs::write(desk.file(name), format!("\u{feff}{text}")).unwrap();
    }
    let run = desk.run(&[
        "register",
        "--no-sync",
        "--answers",
        &desk.path("answers/answers.json"),
    ]);
    assert_eq!(run.code, KEPT_FOR_LATER, "{run:?}");
}
