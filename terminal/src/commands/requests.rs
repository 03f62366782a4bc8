//! `request`, `update`, `consent`, `requests`, `complain`: asking the office, and its answers.

use payung_core::DraftView;
use payung_model::engine::ScreenKind;
use payung_model::secret::Secret;
use serde_json::Value;

use crate::commands::run::Run;
use crate::fill::{self, Fill};
use crate::out::print_notice;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::{json, print, words};

/// The form for a complaint of somebody who never registered.
const COMPLAINT: &str = "complaint";
/// The questions that the command line can answer.
const KIND: &str = "request";
pub(super) const MONTHS: &str = "months";

/// Ask the office for something: another bill, a copy, erasure, a complaint and more
#[derive(Debug, clap::Args)]
pub struct Request {
    /// Its number in `status`, or its code [default: the only one there is]
    registration: Option<String>,
    #[command(flatten)]
    wish: Wish,
    #[command(flatten)]
    fill: Fill,
}

impl Run for Request {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        request(
            session,
            self.registration.as_deref(),
            &self.wish,
            &self.fill,
        )
    }
}

/// What is asked for, where the command line says it already.
#[derive(Debug, clap::Args)]
struct Wish {
    /// bill, `pay_code`, `pay_for`, `pay_end`, update, employee, consent, copy, `who_looked`, erasure, refund
    /// or complaint [default: it is asked]
    #[arg(long)]
    kind: Option<String>,
    /// Of another bill: for so many months, 1, 3, 6 or 12
    #[arg(long, requires = "kind")]
    months: Option<u8>,
}

impl Wish {
    /// That kind of request.
    fn of(kind: &str) -> Self {
        Self {
            kind: Some(kind.to_owned()),
            months: None,
        }
    }
}

/// Tell the office what has changed: work, income, address, phone number, who pays
#[derive(Debug, clap::Args)]
pub struct Update {
    /// Its number in `status`, or its code [default: the only one there is]
    registration: Option<String>,
    #[command(flatten)]
    fill: Fill,
}

impl Run for Update {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        request(
            session,
            self.registration.as_deref(),
            &Wish::of("update"),
            &self.fill,
        )
    }
}

/// Withdraw a consent
#[derive(Debug, clap::Args)]
pub struct Consent {
    /// Its number in `status`, or its code [default: the only one there is]
    registration: Option<String>,
    #[command(flatten)]
    fill: Fill,
}

impl Run for Consent {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        request(
            session,
            self.registration.as_deref(),
            &Wish::of("consent"),
            &self.fill,
        )
    }
}

/// What the office was asked for, until when it answers, and what it answered
#[derive(Debug, clap::Args)]
pub struct Requests {
    /// Of this registration: its number in `status`, or its code [default: of all]
    registration: Option<String>,
}

impl Run for Requests {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.unlocked()?;
        let registration = self
            .registration
            .as_deref()
            .map(|named| session.registration(named))
            .transpose()?;
        let views = session.payung.registrations().requests(registration)?;
        let document = Value::Array(views.iter().map(json::request).collect());
        let none = session
            .lang
            .of("Belum ada permintaan.\n", "Nothing was asked for yet.\n");
        let text: String = views
            .iter()
            .map(|view| print::request(view, session.lang))
            .collect();
        session.result(&document, if views.is_empty() { none } else { &text })?;
        Ok(Outcome::Done)
    }
}

/// Complain without any registration: no name, no NIK, no account
#[derive(Debug, clap::Args)]
pub struct Complain {
    #[command(flatten)]
    fill: Fill,
}

impl Run for Complain {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.unlocked()?;
        self.fill.check(session, COMPLAINT)?;
        let view = session.payung.drafts().start(COMPLAINT.to_owned())?;
        fill::fill_in(session, view, &self.fill, false)
    }
}

/// Begins or goes on with a request. What the command line says is answered first.
fn request(
    session: &Session,
    named: Option<&str>,
    wish: &Wish,
    fill: &Fill,
) -> Result<Outcome, Stop> {
    session.unlocked()?;
    if wish.kind.is_none() && !fill.is_conversation() && !fill.has_answers() {
        let what = session.lang.of(
            "tanpa terminal: tulis --kind, atau jawabannya dari berkas dengan --answers",
            "without a terminal: write --kind, or take the answers from a file with --answers",
        );
        return Err(Stop::input("--kind", what));
    }
    let registration = match named {
        Some(named) => session.membership(named)?,
        None => session.registration_or_only(None)?,
    };
    let begun: Vec<String> = session.drafts()?.into_iter().map(|it| it.draft).collect();
    let mut view = session.payung.registrations().request(registration)?;
    if begun.contains(&view.draft) && fill.is_conversation() {
        say_what_goes_on(session, &view.draft)?;
    }
    if let Some(kind) = &wish.kind {
        view = answered(session, view, "--kind", KIND, kind)?;
    }
    if let Some(months) = wish.months {
        view = answered(session, view, "--months", MONTHS, &months.to_string())?;
    }
    fill::fill_in(session, view, fill, false)
}

/// An unfinished request is gone on with, which somebody who wants something else must know.
fn say_what_goes_on(session: &Session, draft: &str) -> Result<(), Stop> {
    let drafts = session.drafts()?;
    let line = drafts.iter().find(|it| it.draft == draft);
    let line = line.map_or("", |it| it.line.as_str());
    let (goes_on, other) = (
        session.lang.of("Ini meneruskan", "This goes on with"),
        session.lang.of(
            "Mau yang lain? Hapus dulu dengan:",
            "Something else? Delete it first with:",
        ),
    );
    let discard = words::command(format_args!("discard {}", session.number_of(draft)));
    print_notice(&format!("{goes_on}: {line}\n{other}\n{discard}"));
    Ok(())
}

/// Answers one question of a draft with a word of the command line; refused with its option.
pub(super) fn answered(
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
