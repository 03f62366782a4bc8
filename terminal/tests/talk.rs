//! The conversation, typed into a terminal.

mod common;

use common::{Desk, KEPT_FOR_LATER};
use payung_tests::pty::Pty;
use payung_tests::samples;

fn title(desk: &Desk, question: &str) -> String {
    let (lines, _) = desk.json(&["form"]);
    let line = lines.as_array().unwrap().iter().find(|line| line["question"] == question).unwrap().clone();
    line["title"].as_str().unwrap().to_owned()
}

fn asked(terminal: &mut Pty, desk: &Desk, question: &str) {
    terminal.wait_for(&title(desk, question)).unwrap();
    terminal.wait_for("›").unwrap();
}

#[test]
fn a_worker_registers_by_conversation_with_a_mistake_a_step_back_and_a_pause() {
    let desk = Desk::with_answers(&samples::answers());
    let titles = |question: &str| title(&desk, question);
    let [member, employer, occupation, income] = ["ever_member", "employer", "occupation", "income"].map(titles);
    let questions =
        ["programmes", "months", "notice", "nik", "name", "birth_date", "phone", "ktp", "consent_processing"];
    let [programmes, months, notice, nik, name, birth, phone, ktp, consent] = questions.map(titles);

    let mut terminal = Pty::start(desk.command(&["register"])).unwrap();
    let ask = |terminal: &mut Pty, title: &str, typed: &str| {
        terminal.wait_for(title).unwrap();
        terminal.wait_for("›").unwrap();
        terminal.type_line(typed).unwrap();
    };
    ask(&mut terminal, &member, "9");
    ask(&mut terminal, "!", "1");
    ask(&mut terminal, &employer, ":b");
    ask(&mut terminal, &member, "");
    ask(&mut terminal, &employer, "tidak");
    ask(&mut terminal, &occupation, ":q");
    terminal.wait_for("payung-term resume").unwrap();
    assert_eq!(terminal.end().unwrap(), Some(KEPT_FOR_LATER));

    // The draft that exists is offered first; Enter takes it.
    let mut terminal = Pty::start(desk.command(&["register"])).unwrap();
    terminal.wait_for("Teruskan isian tadi").unwrap();
    terminal.wait_for("›").unwrap();
    terminal.type_line("").unwrap();
    ask(&mut terminal, &occupation, "1");
    ask(&mut terminal, &income, "1500000");
    ask(&mut terminal, &programmes, "");
    ask(&mut terminal, &months, "1");
    ask(&mut terminal, &notice, "");
    ask(&mut terminal, &nik, "320101550190000");
    ask(&mut terminal, "15 angka", samples::NIK);
    ask(&mut terminal, &name, "SITI CONTOH");
    ask(&mut terminal, &birth, "15-01-1990");
    ask(&mut terminal, &phone, "0812 0000 0001");
    ask(&mut terminal, &ktp, &desk.path("nowhere.jpg"));
    ask(&mut terminal, "!", &desk.path("answers/ktp.jpg"));
    ask(&mut terminal, &consent, "ya");
    terminal.wait_for("SITI CONTOH").unwrap();
    terminal.wait_for("›").unwrap();
    terminal.type_line("").unwrap();
    assert_eq!(terminal.end().unwrap(), Some(KEPT_FOR_LATER));
    assert_eq!(desk.json(&["outbox"]).0.as_array().map(Vec::len), Some(1));
}

#[test]
fn killed_in_the_middle_everything_answered_is_still_there() {
    let desk = Desk::new();
    let (member, employer) = (title(&desk, "ever_member"), title(&desk, "employer"));
    let mut terminal = Pty::start(desk.command(&["register"])).unwrap();
    terminal.wait_for(&member).unwrap();
    terminal.type_line("1").unwrap();
    terminal.wait_for(&employer).unwrap();
    terminal.kill().unwrap();

    let (drafts, _) = desk.json(&["drafts"]);
    let mut terminal = Pty::start(desk.command(&["resume", drafts[0]["draft"].as_str().unwrap()])).unwrap();
    asked(&mut terminal, &desk, "employer");
    terminal.kill().unwrap();
}

#[test]
fn a_dumb_terminal_gets_the_same_words_without_colours_and_signs() {
    let desk = Desk::new();
    let member = title(&desk, "ever_member");
    let mut command = desk.command(&["register"]);
    command.env("TERM", "dumb");
    let mut terminal = Pty::start(command).unwrap();
    terminal.wait_for(&member).unwrap();
    terminal.wait_for(":q").unwrap();
    assert!(terminal.shown.contains("[-"), "{}", terminal.shown);
    assert!(!terminal.shown.contains('\u{1b}') && !terminal.shown.contains('☂'), "{}", terminal.shown);
    terminal.kill().unwrap();
}
