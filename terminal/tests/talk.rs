//! The conversation, typed into a terminal.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

mod common;

use common::{Desk, KEPT_FOR_LATER, WRONG_INPUT};
use payung_tests::pty::Pty;
use payung_tests::samples;

/// The questions' titles, asked for while no conversation has the home open.
struct Titles(serde_json::Value);

impl Titles {
    fn of(desk: &Desk) -> Self {
        Self(desk.json(&["form"]).0)
    }

    fn of_question(&self, question: &str) -> &str {
        let line = self
            .0
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["question"] == question);
        line.unwrap()["title"].as_str().unwrap()
    }
}

/// A screen appears at once: when its title stands there, it can be answered.
fn answer(terminal: &mut Pty, title: &str, typed: &str) {
    terminal.wait_for(title).unwrap();
    terminal.type_line(typed).unwrap();
}

#[test]
fn a_worker_registers_by_conversation_with_a_mistake_a_step_back_and_a_pause() {
    let desk = Desk::with_answers(&samples::answers());
    let titles = Titles::of(&desk);
    let ask = |terminal: &mut Pty, question: &str, typed: &str| {
        answer(terminal, titles.of_question(question), typed);
    };

    let mut terminal = Pty::start(desk.command(&["register"])).unwrap();
    ask(&mut terminal, "start", "");
    ask(&mut terminal, "ever_member", "9");
    answer(&mut terminal, "1–4", "1");
    ask(&mut terminal, "age", "3");
    ask(&mut terminal, "employer", "kerja sendiri");
    ask(&mut terminal, "payer", ":b");
    ask(&mut terminal, "employer", "");
    ask(&mut terminal, "payer", ":q");
    terminal.wait_for("payung-term resume").unwrap();
    assert_eq!(terminal.end().unwrap(), Some(KEPT_FOR_LATER));

    // The draft that exists is offered first; Enter takes it.
    let mut terminal = Pty::start(desk.command(&["register"])).unwrap();
    answer(&mut terminal, "Teruskan isian tadi", "");
    ask(&mut terminal, "payer", "1");
    ask(&mut terminal, "occupation", "gorengan");
    answer(&mut terminal, " 1  ", "1");
    ask(&mut terminal, "income_per", "1");
    ask(&mut terminal, "income_day", "100000");
    ask(&mut terminal, "work_days", "6");
    ask(&mut terminal, "programmes", "");
    ask(&mut terminal, "months", "1");
    ask(&mut terminal, "notice", "");
    ask(&mut terminal, "nik", "320101550190000");
    answer(&mut terminal, "15 angka", samples::NIK);
    ask(&mut terminal, "nik_right", "ya");
    ask(&mut terminal, "name", "SITI CONTOH");
    ask(&mut terminal, "birth_place", "KOTA CONTOH");
    ask(&mut terminal, "mother_name", "AMINAH CONTOH");
    ask(&mut terminal, "home_here", "ya");
    ask(&mut terminal, "village_code", "pondok rajg");
    answer(&mut terminal, " 1  ", "1");
    ask(&mut terminal, "street", "JALAN CONTOH NOMOR 0");
    ask(&mut terminal, "rt_rw", "");
    ask(&mut terminal, "phone", "0812 0000 0001");
    ask(&mut terminal, "ktp", &desk.path("nowhere.jpg"));
    answer(&mut terminal, "!", &desk.path("answers/ktp.jpg"));
    ask(&mut terminal, "declaration", "ya");
    ask(&mut terminal, "consent_processing", "ya");
    answer(&mut terminal, "SITI CONTOH", "");
    assert_eq!(terminal.end().unwrap(), Some(KEPT_FOR_LATER));
    assert_eq!(desk.json(&["outbox"]).0.as_array().map(Vec::len), Some(1));
}

#[test]
fn killed_in_the_middle_everything_answered_is_still_there() {
    let desk = Desk::new();
    let titles = Titles::of(&desk);
    let mut terminal = Pty::start(desk.command(&["register"])).unwrap();
    answer(&mut terminal, titles.of_question("start"), "");
    answer(&mut terminal, titles.of_question("ever_member"), "1");
    answer(&mut terminal, titles.of_question("age"), "3");
    terminal.wait_for(titles.of_question("employer")).unwrap();
    terminal.kill().unwrap();

    let (drafts, _) = desk.json(&["drafts"]);
    let mut terminal =
        Pty::start(desk.command(&["resume", drafts[0]["draft"].as_str().unwrap()])).unwrap();
    terminal.wait_for(titles.of_question("employer")).unwrap();
    terminal.kill().unwrap();
}

#[test]
fn leaving_in_the_middle_of_a_line_keeps_what_was_typed() {
    let mut answers = samples::answers();
    answers.as_object_mut().unwrap().remove("name");
    let desk = Desk::with_answers(&answers);
    let titles = Titles::of(&desk);
    assert_eq!(desk.register().code, WRONG_INPUT);
    let (drafts, _) = desk.json(&["drafts"]);
    let draft = drafts[0]["draft"].as_str().unwrap();

    // Ctrl-D hands over what stands in the line, and on an empty line it is the end.
    let mut terminal = Pty::start(desk.command(&["resume", draft])).unwrap();
    answer(
        &mut terminal,
        titles.of_question("name"),
        "SITI CON\u{4}\u{4}",
    );
    terminal.wait_for("payung-term resume").unwrap();
    assert_eq!(terminal.end().unwrap(), Some(KEPT_FOR_LATER));
    assert_eq!(desk.json(&["drafts"]).0[0]["name"], "SITI CON");
}

#[test]
fn a_dumb_terminal_gets_the_same_words_without_colours_and_signs() {
    let desk = Desk::new();
    let titles = Titles::of(&desk);
    let mut command = desk.command(&["register"]);
    command.env("TERM", "dumb");
    let mut terminal = Pty::start(command).unwrap();
    answer(&mut terminal, titles.of_question("start"), "");
    terminal
        .wait_for(titles.of_question("ever_member"))
        .unwrap();
    assert!(terminal.shown.contains("[-"), "{}", terminal.shown);
    assert!(
        !terminal.shown.contains('\u{1b}') && !terminal.shown.contains('☂'),
        "{}",
        terminal.shown
    );
    terminal.kill().unwrap();
}

#[test]
fn a_draft_is_offered_with_the_day_of_its_end_and_ends_only_then() {
    let mut answers = samples::answers();
    answers.as_object_mut().unwrap().remove("birth_place");
    let desk = Desk::with_answers(&answers);
    assert_eq!(desk.register().code, WRONG_INPUT);
    let on = |now: &str, args: &[&str]| {
        let mut command = desk.command(args);
        command.args(["--now", now]);
        command
    };

    let mut terminal = Pty::start(on("2027-02-07T09:00:00+07:00", &["register"])).unwrap();
    terminal.wait_for("Teruskan isian tadi").unwrap();
    // 90 days after 23 November.
    let before = terminal.until("21 Februari 2027").unwrap();
    assert!(before.contains("! "), "{before}");
    // What was drawn counts as seen before anything can be typed.
    terminal.wait_for("›").unwrap();
    terminal.kill().unwrap();

    let mut later = on("2027-03-10T09:00:00+07:00", &["--json", "drafts"]);
    let drafts = String::from_utf8(later.output().unwrap().stdout).unwrap();
    assert_eq!(drafts.trim(), "[]");
}
