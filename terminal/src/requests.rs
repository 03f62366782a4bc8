//! `request`, `update`, `consent`, `requests`, `complain`: asking the office, and its answers.
//!
//! What begins a draft is here; `run` fills it in as it does every other.

use std::fmt::Write as _;

use payung_core::{DraftView, Purpose, RequestView};
use payung_model::engine::ScreenKind;
use payung_model::secret::Secret;
use serde_json::{Value, json};

use crate::args::Wish;
use crate::outcome::{Outcome, Stop};
use crate::print::moment;
use crate::session::Session;
use crate::words;

/// The form for a complaint of somebody who never registered.
const COMPLAINT: &str = "complaint";
/// The questions that the command line can answer.
const KIND: &str = "request";
const MONTHS: &str = "months";

/// Begins or goes on with a request; what the command line says is answered first. `asks`: somebody
/// is at a terminal; `has_answers`: an answers file was named.
pub fn request(
    session: &Session,
    registration: &str,
    wish: &Wish,
    (asks, has_answers): (bool, bool),
) -> Result<DraftView, Stop> {
    session.unlocked()?;
    if wish.kind.is_none() && !asks && !has_answers {
        let what = session.lang.of(
            "tanpa terminal: tulis --kind, atau jawabannya dari berkas dengan --answers",
            "without a terminal: write --kind, or take the answers from a file with --answers",
        );
        return Err(Stop::input("--kind", what));
    }
    let mut view = session
        .payung
        .registrations()
        .request(session.registration(registration)?)?;
    if let Some(kind) = &wish.kind {
        view = answered(session, view, "--kind", KIND, kind)?;
    }
    if let Some(months) = wish.months {
        view = answered(session, view, "--months", MONTHS, &months.to_string())?;
    }
    Ok(view)
}

/// Begins a complaint without any registration.
pub fn complain(session: &Session, (asks, has_answers): (bool, bool)) -> Result<DraftView, Stop> {
    session.unlocked()?;
    if !asks && !has_answers {
        let what = session.lang.of(
            "tanpa terminal, jawabannya dari berkas",
            "without a terminal, the answers come from a file",
        );
        return Err(Stop::input("--answers", what));
    }
    Ok(session.payung.drafts().start(COMPLAINT.to_owned())?)
}

/// What was asked for, and what became of it.
pub fn list(session: &Session, registration: Option<&str>) -> Result<Outcome, Stop> {
    session.unlocked()?;
    let registration = registration
        .map(|named| session.registration(named))
        .transpose()?;
    let views = session.payung.registrations().requests(registration)?;
    let document = Value::Array(views.iter().map(document).collect());
    let none = session
        .lang
        .of("Belum ada permintaan.\n", "Nothing was asked for yet.\n");
    let text: String = views.iter().map(|view| text(session, view)).collect();
    session.result(&document, if views.is_empty() { none } else { &text })?;
    Ok(Outcome::Done)
}

/// Answers one question of a draft with a word of the command line; refused with its option.
fn answered(
    session: &Session,
    view: DraftView,
    option: &str,
    question: &str,
    text: &str,
) -> Result<DraftView, Stop> {
    let kept = words::kept(session.lang, session.number_of(&view.draft));
    let next = session
        .payung
        .drafts()
        .answer(view.draft, question.to_owned(), Secret::new(text))
        .map_err(|error| {
            let stop = Stop::from(error).at(option, session.lang);
            stop.then(&kept, session.lang)
        })?;
    let refused = next.step.kind == ScreenKind::Question && next.step.id == question;
    match next.step.problems.first().filter(|_| refused) {
        Some(problem) => {
            let known = next.step.field.options().iter();
            let known: Vec<&str> = known.map(|it| it.id.as_str()).collect();
            let stop = Stop::input(
                option,
                format_args!("{} ({})", problem.reveal(), known.join(", ")),
            );
            Err(stop.then(&kept, session.lang))
        }
        None => Ok(next),
    }
}

pub fn document(view: &RequestView) -> Value {
    let corrections = view.corrections.iter().map(|asked| {
        json!({ "question": asked.question, "title": asked.title, "words": asked.words.reveal() })
    });
    json!({
        "id": view.id,
        "number": view.number,
        "purpose": view.purpose.map_or("", Purpose::code),
        "title": view.title,
        "state": view.state.as_str(),
        "words": view.words,
        "asked_at_millis": view.asked_at_millis,
        "answer_until": view.answer_until,
        "answer": view.answer.as_ref().map(Secret::reveal),
        "corrections": corrections.collect::<Vec<_>>(),
        "registration": view.registration,
    })
}

pub fn text(session: &Session, view: &RequestView) -> String {
    let lang = session.lang;
    let asked = moment(lang, view.asked_at_millis);
    let mut text = format!(
        "{}  {}: {}\n  {asked}\n",
        view.number, view.title, view.words
    );
    let answer = view.answer.as_ref().map(|answer| {
        let says = lang.of("Kata kantor", "The office says");
        format!("{says}: {}", answer.reveal())
    });
    for line in [&view.answer_until, &answer].into_iter().flatten() {
        let _ = writeln!(text, "  {}", line.replace('\n', "\n  "));
    }
    for asked in &view.corrections {
        let _ = writeln!(text, "  > {}: {}", asked.title, asked.words.reveal());
    }
    text
}
