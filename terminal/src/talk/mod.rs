//! The conversation: one question at a time, on stderr, so that stdout carries the result only.
//!
//! What is typed is kept by the core before it is judged, so leaving, a lost connection or Ctrl-C
//! loses nothing. [`style`] knows colours and signs, [`screen`] draws a view, [`input`] understands
//! a typed line.

mod field;
mod input;
mod screen;
mod style;

use std::collections::BTreeSet;
use std::io::BufRead;

use payung_core::{AskView, DraftLine, DraftView, PayungError, PhotoSource, RegistrationView};
use payung_model::engine::{ChoiceView, Hints, ScreenKind};
use payung_model::form;
use payung_model::secret::Secret;
use payung_model::typed::clean;
use zeroize::Zeroizing;

use self::input::Reply;
use self::screen::TerminalScreen;
use crate::outcome::Stop;
use crate::session::Session;
use crate::words;

/// Where to begin.
pub enum Left {
    At(String),
    New,
    /// The end of input: nothing was chosen.
    Gone,
}

/// Options found by one search.
const FOUND: u32 = 16;

/// Drafts that exist are offered first: nobody types twice.
pub fn choose_draft(session: &Session, drafts: &[DraftLine]) -> Result<Left, Stop> {
    if drafts.is_empty() {
        return Ok(Left::New);
    }
    let screen = TerminalScreen::new(session.lang);
    loop {
        screen.drafts(drafts);
        // Only what was drawn was seen, and no draft is deleted without a warning that was seen.
        if screen.is_shown() {
            session.warned(drafts)?;
        }
        let Some(line) = read_line(&screen)? else {
            return Ok(Left::Gone);
        };
        let line = clean(&line);
        match line.parse::<usize>() {
            _ if line.is_empty() => return Ok(Left::At(drafts[0].draft.clone())),
            Ok(number) if number == drafts.len() + 1 => return Ok(Left::New),
            Ok(number) if (1..=drafts.len()).contains(&number) => {
                return Ok(Left::At(drafts[number - 1].draft.clone()));
            }
            _ => screen.unclear(drafts.len() + 1),
        }
    }
}

/// Asks once, in the core's words, whether this registration shall be withdrawn. Only a yes is one.
pub fn really_withdraw(session: &Session, view: &RegistrationView) -> Result<bool, Stop> {
    let ask = session
        .payung
        .registrations()
        .ask_to_withdraw(view.registration.clone())?;
    really(session, &ask, &view.receipt)
}

/// Asks once. Only a yes is one.
pub fn really(session: &Session, ask: &AskView, about: &str) -> Result<bool, Stop> {
    let screen = TerminalScreen::new(session.lang);
    screen.ask(ask, about);
    let line = read_line(&screen)?.unwrap_or_default();
    let said = clean(&line);
    Ok(said.as_str() == "1" || form::yes_or_no(&said) == Some(true))
}

/// Asks until the review is confirmed or an ending is read; none when the person left.
pub fn fill(session: &Session, first: DraftView) -> Result<Option<DraftView>, Stop> {
    let screen = TerminalScreen::new(session.lang);
    let mut talk = Talk {
        session,
        screen,
        view: first,
        found: Vec::new(),
        answered: BTreeSet::new(),
    };
    loop {
        talk.screen.draw(&talk.view, talk.stays());
        match talk.listen()? {
            Heard::Moved => {}
            Heard::Leave => return Ok(None),
            Heard::End => return Ok(Some(talk.view)),
        }
    }
}

struct Talk<'a> {
    session: &'a Session,
    screen: TerminalScreen,
    view: DraftView,
    /// The options that were found and are numbered on the screen now.
    found: Vec<ChoiceView>,
    /// The questions that were answered in this conversation.
    answered: BTreeSet<String>,
}

/// What a typed line led to.
enum Heard {
    /// There is another view to draw.
    Moved,
    Leave,
    End,
}

impl Talk<'_> {
    /// Reads until the view changes.
    fn listen(&mut self) -> Result<Heard, Stop> {
        loop {
            let Some(line) = read_line(&self.screen)? else {
                return Ok(Heard::Leave);
            };
            let cut = !line.ends_with('\n');
            let typed = line.trim_end_matches(['\r', '\n']);
            match input::reply(typed, &self.view.step, &self.found, self.stays()) {
                // The input ended inside a line: kept as typed, not taken as an answer.
                Reply::Text(text) if cut => {
                    self.keep(&text)?;
                    return Ok(Heard::Leave);
                }
                Reply::Leave => return Ok(Heard::Leave),
                Reply::Finish => return Ok(Heard::End),
                Reply::Listen => self.screen.spoken(&self.view),
                Reply::YesOrNo => self.screen.yes_or_no(),
                Reply::Unclear(choices) => self.screen.unclear_on(choices, &self.view.step),
                Reply::Search(text) => self.search(&text)?,
                Reply::Back if !self.view.step.can_go_back => self.screen.first(),
                Reply::Back => {
                    let (draft, from) = self.here();
                    return Ok(self.show(self.session.payung.drafts().back(draft, from)?));
                }
                Reply::Text(text) => {
                    let hints = self.keep(&text)?;
                    let (draft, question) = self.here();
                    let is_new = text != self.view.step.typed;
                    let next = self.session.payung.drafts().answer(draft, question, text)?;
                    // What stood there already, and what is refused, is said beside the question.
                    if is_new && next.step.id != self.view.step.id {
                        self.screen.hints(&hints);
                    }
                    return Ok(self.taken(next));
                }
                Reply::Choice(ids) => {
                    let (draft, question) = self.here();
                    // A number on no line is passed on, because it may mean an option all the same:
                    // see `input::one`.
                    let is_typed = ids.starts_with(|sign: char| sign.is_ascii_digit())
                        && (self.view.step.field.options().iter()).all(|option| option.id != ids);
                    let next =
                        self.session
                            .payung
                            .drafts()
                            .answer(draft, question, Secret::new(ids))?;
                    // A number that the core refuses, too, is on no line: the screen still stands.
                    if is_typed && next.step.id == self.view.step.id {
                        let choices = self.view.step.field.options().len();
                        self.screen.unclear_on(choices, &self.view.step);
                        continue;
                    }
                    return Ok(self.taken(next));
                }
                Reply::Photo(path) => {
                    if let Some(next) = self.photo(path)? {
                        self.answered.insert(self.view.step.id.clone());
                        return Ok(self.show(next));
                    }
                }
                Reply::Forward => {
                    return Ok(self.show(
                        self.session
                            .payung
                            .drafts()
                            .resume(self.view.draft.clone())?,
                    ));
                }
                Reply::Change(question) => {
                    return Ok(self.show(
                        self.session
                            .payung
                            .drafts()
                            .show(self.view.draft.clone(), question)?,
                    ));
                }
            }
        }
    }

    /// Draft and question of the screen.
    fn here(&self) -> (String, String) {
        (self.view.draft.clone(), self.view.step.id.clone())
    }

    /// What stands here may be taken with Enter: the office does not ask for another answer, or has
    /// got it just now.
    fn stays(&self) -> bool {
        self.view.step.kind != ScreenKind::Question
            || self.view.corrections.is_empty()
            || self.answered.contains(&self.view.step.id)
    }

    /// The answer to the question on the screen was taken, if the next screen asks for another one.
    fn taken(&mut self, next: DraftView) -> Heard {
        if next.step.id != self.view.step.id {
            self.answered.insert(self.view.step.id.clone());
        }
        self.show(next)
    }

    fn show(&mut self, next: DraftView) -> Heard {
        self.found.clear();
        self.view = next;
        Heard::Moved
    }

    /// Durable before it is judged.
    fn keep(&self, text: &Secret) -> Result<Hints, Stop> {
        let (draft, question) = self.here();
        Ok(self
            .session
            .payung
            .drafts()
            .edit(draft, question, text.clone(), self.view.seq)?)
    }

    /// The next view; none when the picture cannot be taken in, which is said.
    fn photo(&self, path: String) -> Result<Option<DraftView>, Stop> {
        let (draft, question) = self.here();
        // The core reads pictures: to it, no file is no picture.
        if let Err(error) = std::fs::File::open(&path) {
            self.screen.problem(words::file(self.session.lang, &error));
            return Ok(None);
        }
        match self
            .session
            .payung
            .drafts()
            .photo(draft, question, PhotoSource::Picked { path })
        {
            Ok(next) => {
                self.screen.photo_kept();
                Ok(Some(next))
            }
            Err(
                error @ (PayungError::Photo { .. }
                | PayungError::NotPossible { .. }
                | PayungError::TryLater { .. }),
            ) => {
                self.screen
                    .problem(&words::error(self.session.lang, &error));
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn search(&mut self, text: &Secret) -> Result<(), Stop> {
        let (draft, question) = self.here();
        let found = self.session.payung.drafts().choices(
            draft,
            question,
            text.reveal().to_owned(),
            FOUND,
        )?;
        self.found = found.options;
        self.screen.found(&self.found, found.more);
        Ok(())
    }
}

/// One line with its end, as typed; none at the end of input.
fn read_line(screen: &TerminalScreen) -> Result<Option<Zeroizing<String>>, Stop> {
    loop {
        screen.prompt();
        let mut line = Zeroizing::new(Vec::new());
        std::io::stdin()
            .lock()
            .read_until(b'\n', &mut line)
            .map_err(|error| Stop::failed(error.to_string()))?;
        if line.is_empty() {
            screen.end_of_line();
            return Ok(None);
        }
        match std::str::from_utf8(&line) {
            Ok(text) => return Ok(Some(Zeroizing::new(text.to_owned()))),
            Err(_) => screen.unreadable(),
        }
    }
}
