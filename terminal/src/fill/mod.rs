//! Filling in a form, to its end. It has two drivers over the same screens: [`crate::talk`] asks a
//! person, [`scripted`] takes the answers from a file. What is whole is sealed and sent.

mod answers;
mod scripted;

use std::io::IsTerminal;
use std::path::PathBuf;

use payung_core::DraftView;
use payung_model::engine::ScreenKind;

use self::answers::Answers;
use self::scripted::Script;
use crate::options::Language;
use crate::out::print_notice;
use crate::outcome::{Outcome, Stop};
use crate::sending::{is_on_its_way, kept_if, print_registration, send};
use crate::session::Session;
use crate::{json, talk, words};

/// The one form there is for registering.
pub const FORM: &str = "bpu";

/// How a form is filled in.
#[derive(Debug, clap::Args)]
pub struct Fill {
    /// JSON object of answers by question: text, number, true/false, or a list of ids; `-` reads
    /// stdin
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Where the photos named in the answers lie [default: beside the answers file]
    #[arg(long, value_name = "DIR", requires = "answers")]
    photos: Option<PathBuf>,
    /// Seal it and do not send yet
    #[arg(long)]
    no_sync: bool,
}

impl Fill {
    /// Somebody is at a terminal, and no file was named.
    pub fn is_conversation(&self) -> bool {
        !self.has_answers() && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// A file was named.
    pub fn has_answers(&self) -> bool {
        self.answers.is_some()
    }

    /// Refuses where neither somebody is at a terminal nor a file was named.
    pub fn must_have_answers(&self, lang: Language) -> Result<(), Stop> {
        if self.has_answers() || self.is_conversation() {
            return Ok(());
        }
        let what = lang.of(
            "tanpa terminal, jawabannya dari berkas",
            "without a terminal, the answers come from a file",
        );
        Err(Stop::input("--answers", what))
    }

    /// Refuses what cannot be read and questions that the form does not have, before anything is
    /// begun.
    pub fn check(&self, session: &Session, form: &str) -> Result<(), Stop> {
        self.must_have_answers(session.lang)?;
        if self.has_answers() {
            scripted::check_questions(session, form, &self.read(session.lang)?)?;
        }
        Ok(())
    }

    fn read(&self, lang: Language) -> Result<Answers, Stop> {
        Answers::of(self.answers.as_deref(), self.photos.as_deref(), lang)
    }
}

/// Begins a form and fills it in from the answers file. A question that the form does not have is
/// refused before anything is begun.
pub fn begin_with_answers(session: &Session, form: &str, fill: &Fill) -> Result<Outcome, Stop> {
    let answers = fill.read(session.lang)?;
    scripted::check_questions(session, form, &answers)?;
    let view = session.payung.drafts().start(form.to_owned())?;
    script(session, view, &answers, fill, false)
}

/// By conversation or by script, to its end.
pub fn fill_in(
    session: &Session,
    view: DraftView,
    fill: &Fill,
    correction: bool,
) -> Result<Outcome, Stop> {
    if fill.is_conversation() {
        let kept = words::kept(session.lang, session.number_of(&view.draft));
        let Some(end) = talk::fill(session, view).map_err(|stop| stop.then(&kept, session.lang))?
        else {
            print_notice(&kept);
            return Ok(Outcome::KeptForLater);
        };
        return finish(session, &end, fill);
    }
    let answers = fill.read(session.lang)?;
    // The view does not name its form. The list of drafts does.
    let drafts = session.drafts()?;
    let form = drafts
        .into_iter()
        .find(|line| line.draft == view.draft)
        .map_or_else(|| FORM.to_owned(), |line| line.form);
    scripted::check_questions(session, &form, &answers)?;
    script(session, view, &answers, fill, correction)
}

fn script(
    session: &Session,
    view: DraftView,
    answers: &Answers,
    fill: &Fill,
    correction: bool,
) -> Result<Outcome, Stop> {
    let end = Script::new(session, answers, correction).fill(view)?;
    finish(session, &end, fill)
}

/// At the review or an ending: seals, sends, says how it stands.
fn finish(session: &Session, end: &DraftView, fill: &Fill) -> Result<Outcome, Stop> {
    let lang = session.lang;
    if end.step.kind == ScreenKind::Ending {
        session.result(
            &json::draft(end),
            &format!("{}\n{}\n", end.step.title, end.step.help),
        )?;
        print_notice(&words::ended(lang, session.number_of(&end.draft)));
        return Ok(Outcome::WrongInput);
    }
    // Without an office there is no key to seal to, so the draft stays a draft.
    if !session.payung.home()?.knows_office {
        print_notice(words::no_office(lang));
        session.result(
            &json::draft(end),
            &format!("{}\n", words::kept(lang, session.number_of(&end.draft))),
        )?;
        return Ok(Outcome::KeptForLater);
    }
    let view = session.payung.registrations().ready(end.draft.clone())?;
    if fill.no_sync {
        print_registration(session, &view)?;
        return Ok(kept_if(is_on_its_way(&view)));
    }
    send(session, &view)
}
