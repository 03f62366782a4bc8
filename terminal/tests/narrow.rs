//! A new user in a window of 40 columns: no line is wider, so the terminal breaks no word.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

mod common;

use common::{Desk, KEPT_FOR_LATER};
use payung_tests::pty::Pty;
use payung_tests::samples;
use serde_json::Value;

const COLUMNS: u16 = 40;
/// Before the cursor, in colour.
const PROMPT: &str = "›\u{1b}[0m ";
/// More screens than the longest path has.
const MOST_SCREENS: usize = 90;

/// What the screen shows, without colours.
fn plain(shown: &str) -> String {
    let mut text = String::new();
    let mut parts = shown.split('\u{1b}');
    text.push_str(parts.next().unwrap());
    for part in parts {
        text.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    text.replace('\r', "")
}

fn in_one_row(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// No line that the program wrote is wider than the window. A line with the prompt holds what was
/// typed.
fn fits(shown: &str) {
    for line in plain(shown).lines().filter(|line| !line.starts_with('›')) {
        assert!(
            line.chars().count() <= usize::from(COLUMNS),
            "{} columns: {line}",
            line.chars().count()
        );
    }
}

fn start(desk: &Desk, args: &[&str]) -> Pty {
    let mut command = desk.command(args);
    command.env("PAYUNG_CALLED", "./payung term");
    Pty::start_with_columns(command, COLUMNS).unwrap()
}

/// Runs a command that asks nothing, to its end.
fn printed(desk: &Desk, args: &[&str]) -> String {
    let mut command = std::process::Command::new("sh");
    let asked = desk.command(args);
    command
        .env("PAYUNG_CALLED", "./payung term")
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm");
    command
        .args(["-c", "\"$@\"; echo END-OF-TEST", "sh"])
        .arg(asked.get_program())
        .args(asked.get_args());
    let mut terminal = Pty::start_with_columns(command, COLUMNS).unwrap();
    let shown = terminal.until("END-OF-TEST").unwrap();
    terminal.end().unwrap();
    shown.replace("END-OF-TEST", "")
}

/// Reads each screen as a person does, and answers it. A question that the table does not know gets
/// the plainest answer.
fn newcomer(desk: &Desk, terminal: &mut Pty) {
    let form = desk.json(&["form"]).0;
    let form = form.as_array().unwrap();
    let mut asked: Option<&Value> = None;
    for _ in 0..MOST_SCREENS {
        let screen = in_one_row(&plain(&terminal.until(PROMPT).unwrap()));
        if screen.contains("nomor: ubah") {
            terminal.type_line("").unwrap();
            return;
        }
        let title = |line: &&Value| {
            line["title"]
                .as_str()
                .is_some_and(|title| screen.contains(&in_one_row(title)))
        };
        let shown = form
            .iter()
            .filter(title)
            .max_by_key(|line| line["title"].as_str().unwrap().len());
        let typed = match shown {
            // Found by a search: the first.
            None => {
                assert!(asked.is_some(), "a screen without a question: {screen}");
                "1".to_owned()
            }
            Some(question) => {
                asked = Some(question);
                answer(desk, question)
            }
        };
        terminal.type_line(&typed).unwrap();
    }
    panic!("the form does not end:\n{}", plain(&terminal.shown));
}

fn answer(desk: &Desk, question: &Value) -> String {
    let typed = match question["question"].as_str().unwrap() {
        "ever_member" => "belum",
        "age" => "3",
        "employer" => "1",
        "occupation" => "gorengan",
        "income_day" => "90rb",
        "nik" => samples::NIK,
        "name" => "SITI CONTOH",
        "mother_name" => "AMINAH CONTOH",
        "phone" => "0812 0000 0001",
        "postal_code" => "16911",
        "rt_rw" => "003/007",
        "ktp" => return desk.path("answers/ktp.jpg"),
        _ => match question["kind"].as_str().unwrap() {
            "choice" | "several" | "village" => "1",
            "yes_no" | "confirm" | "consent" => "ya",
            "text" => "CONTOH",
            _ => "",
        },
    };
    typed.to_owned()
}

#[test]
fn a_new_user_registers_in_a_window_of_forty_columns_and_no_word_is_broken() {
    let desk = Desk::with_answers(&samples::answers());
    let mut terminal = start(&desk, &["register"]);
    // The conversation has its home open: the form is read with another one.
    let reader = Desk::with_answers(&samples::answers());
    newcomer(&reader, &mut terminal);
    terminal.wait_for(" · ").unwrap();
    fits(&terminal.shown);
    assert!(
        plain(&terminal.shown).lines().count() > 100,
        "hardly anything was shown"
    );
    assert_eq!(terminal.end().unwrap(), Some(KEPT_FOR_LATER));
}

#[test]
fn what_is_printed_fits_a_window_of_forty_columns_and_shows_no_ids() {
    let mut answers = samples::answers();
    answers.as_object_mut().unwrap().remove("name");
    let desk = Desk::with_answers(&samples::answers());
    assert_eq!(desk.register().code, KEPT_FOR_LATER);
    samples::write(&desk.file("answers"), &answers, None).unwrap();
    desk.register();
    let id = desk.json(&["status"]).0[0]["registration"]
        .as_str()
        .unwrap()
        .to_owned();
    let draft = desk.json(&["drafts"]).0[0]["draft"]
        .as_str()
        .unwrap()
        .to_owned();
    for args in [
        &["home"][..],
        &["drafts"],
        &["status"],
        &["status", "1"],
        &["outbox"],
        &["sync"],
        &["programmes"],
        &["form", "--print"],
        &["calculator", "payer=self"],
        &["nik", samples::NIK],
        &["resume", "9"],
        &["no-such-command"],
    ] {
        let shown = printed(&desk, args);
        fits(&shown);
        assert!(
            !shown.contains(&id) && !shown.contains(&draft),
            "{args:?} shows an id:\n{shown}"
        );
        assert!(shown.lines().count() > 0, "{args:?}");
    }
}

#[test]
fn a_draft_and_a_registration_are_named_by_their_number_or_code() {
    let desk = Desk::with_answers(&samples::answers());
    assert_eq!(desk.register().code, KEPT_FOR_LATER);
    let first = desk.json(&["status"]).0[0].clone();
    let receipt = first["receipt"].as_str().unwrap();
    for named in ["1", receipt, &receipt.replace('-', "").to_lowercase()] {
        assert_eq!(
            desk.json(&["status", named]).0["registration"],
            first["registration"],
            "{named}"
        );
    }
    let refused = desk.run(&["status", "7"]);
    assert!(
        refused.code == 2 && refused.err.contains("tidak ada dalam daftar"),
        "{refused:?}"
    );
}

#[test]
fn withdrawing_asks_once_and_only_a_yes_withdraws() {
    let desk = Desk::with_answers(&samples::answers());
    assert_eq!(desk.register().code, KEPT_FOR_LATER);
    let mut terminal = start(&desk, &["withdraw", "1"]);
    terminal.wait_for("Ketik ya atau tidak").unwrap();
    terminal.type_line("tidak").unwrap();
    terminal.wait_for("Tidak jadi").unwrap();
    terminal.end().unwrap();
    assert_ne!(desk.json(&["status", "1"]).0["state"], "withdrawn");
    let mut terminal = start(&desk, &["withdraw", "1"]);
    terminal.wait_for("Ketik ya atau tidak").unwrap();
    terminal.type_line("ya").unwrap();
    terminal.end().unwrap();
    assert_eq!(desk.json(&["status", "1"]).0["state"], "withdrawn");
}
