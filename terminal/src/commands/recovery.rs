//! `recovery-code` and `recover`: a code on paper, and getting a registration back by it.

use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal};

use payung_core::{RecoveredView, RecoveryCodeView};
use payung_model::secret::Secret;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::commands::run::Run;
use crate::out::print_notice;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::{json as views, words};

/// Room for one typed line from the beginning. A buffer that has to grow leaves copies of the code
/// behind that are not wiped.
const LINE: usize = 256;

/// The code by which another phone gets a registration back: write it on paper
#[derive(Debug, clap::Args)]
pub struct RecoveryCode {
    /// Its number in `status`, or its code [default: the only one there is]
    registration: Option<String>,
    /// Make another code, which replaces this one
    #[arg(long)]
    new: bool,
    /// It was written down: delete it from this phone
    #[arg(long, conflicts_with = "new")]
    written: bool,
}

impl Run for RecoveryCode {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let registration = session.registration_or_only(self.registration.as_deref())?;
        let recovery = session.payung.recovery();
        let view = if self.new {
            recovery.new_code(registration)?
        } else if self.written {
            recovery.written_down(registration)?
        } else {
            recovery.code(registration)?
        };
        session.result(&document(&view), &text(session, &view))?;
        Ok(Outcome::Done)
    }
}

/// Get a registration back on this phone: asks for the code and the birth date, or reads them
/// from two lines of stdin
#[derive(Debug, clap::Args)]
pub struct Recover;

impl Run for Recover {
    /// Code and birth date are typed, never given as arguments, which others on this machine can
    /// read.
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.unlocked()?;
        let lang = session.lang;
        let recovery = session.payung.recovery();
        let of_code = lang.of("Kode pemulihan", "Recovery code");
        let code = typed(session, of_code)?;
        // The last sign checks the others, so a slip is found before the birth date is asked for
        // and without the office (ADR 21).
        if let Some(problem) = recovery.problems(code.clone(), Secret::default()).code {
            return Err(Stop::input(of_code, problem));
        }
        let of_date = lang.of("Tanggal lahir", "Birth date");
        let birth_date = typed(session, of_date)?;
        let problems = recovery.problems(code.clone(), birth_date.clone());
        if let Some(problem) = problems.birth_date {
            return Err(Stop::input(of_date, problem));
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Stop::failed(words::file(lang, &error)))?;
        let view = runtime.block_on(recovery.recover(code, birth_date))?;
        session.result(&recovered(&view), &found(session, &view))?;
        Ok(Outcome::Done)
    }
}

/// The next line of stdin; somebody at a terminal is asked for it.
fn typed(session: &Session, what: &str) -> Result<Secret, Stop> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        print_notice(&format!("{what}:"));
    }
    let mut line = Zeroizing::new(String::with_capacity(LINE));
    stdin
        .lock()
        .read_line(&mut line)
        .map_err(|error| Stop::file("stdin", &error, session.lang))?;
    Ok(Secret::new(line.trim()))
}

fn document(view: &RecoveryCodeView) -> Value {
    let code: Vec<&str> = view.groups.iter().map(Secret::reveal).collect();
    json!({
        "registration": view.registration,
        "title": view.title,
        "code": (!code.is_empty()).then(|| code.join("-")),
        "words": view.words,
        "birth_date": view.birth_date.as_ref().map(Secret::reveal),
        "works": view.works,
    })
}

fn text(session: &Session, view: &RecoveryCodeView) -> String {
    let mut text = format!("{}\n", view.title);
    if !view.groups.is_empty() {
        let groups: Vec<&str> = view.groups.iter().map(Secret::reveal).collect();
        let _ = writeln!(text, "\n    {}\n", groups.join("  "));
    }
    let words = view.words.iter().map(String::as_str);
    for words in words.chain(view.birth_date.as_ref().map(Secret::reveal)) {
        let _ = writeln!(text, "{words}");
    }
    let next = match (&view.written, &view.new_code) {
        (Some(label), _) => Some((label, "--written")),
        (None, Some(label)) => Some((label, "--new")),
        (None, None) => None,
    };
    if let Some((label, option)) = next {
        let command = session.lang.of("perintah", "command");
        let _ = writeln!(text, "{label}: {command} recovery-code {option}");
    }
    text
}

fn recovered(view: &RecoveredView) -> Value {
    json!({
        "registration": views::registration(&view.registration),
        "words": view.words,
    })
}

fn found(session: &Session, view: &RecoveredView) -> String {
    let mut text = format!("{}\n", view.words.join("\n"));
    text.push_str(session.lang.of(
        "Sekarang: perintah sync, lalu cover, receipts, bill.\n",
        "Now: sync, then cover, receipts, bill.\n",
    ));
    text
}
