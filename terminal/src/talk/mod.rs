//! The conversation: one question at a time, on stderr, so that stdout carries the result only.
//!
//! What is typed is kept by the core before it is judged, so leaving, a lost connection or Ctrl-C loses nothing.
//! [`style`] knows colours and signs, [`screen`] draws a view, [`input`] understands a typed line.

mod input;
mod screen;
mod style;

use std::io::BufRead;

use payung_core::{DraftLine, DraftView, PayungError, PhotoSource};
use payung_model::form::{ChoiceView, Field, ScreenKind};
use payung_model::secret::Secret;
use zeroize::Zeroizing;

use self::input::Reply;
use self::screen::Screen;
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
const FOUND: u32 = 12;

/// Drafts that exist are offered first: nobody types twice.
pub fn choose_draft(session: &Session, drafts: &[DraftLine]) -> Result<Left, Stop> {
    if drafts.is_empty() {
        return Ok(Left::New);
    }
    let screen = Screen::new(session.lang);
    loop {
        screen.drafts(drafts);
        let Some(line) = read_line(&screen)? else { return Ok(Left::Gone) };
        match line.trim().parse::<usize>() {
            _ if line.trim().is_empty() => return Ok(Left::At(drafts[0].draft.clone())),
            Ok(number) if number == drafts.len() + 1 => return Ok(Left::New),
            Ok(number) if (1..=drafts.len()).contains(&number) => {
                return Ok(Left::At(drafts[number - 1].draft.clone()));
            }
            _ => screen.unclear(drafts.len() + 1),
        }
    }
}

/// Asks until the review is confirmed or an ending is read; none when the person left.
pub fn fill(session: &Session, first: DraftView) -> Result<Option<DraftView>, Stop> {
    let mut talk =
        Talk { session, screen: Screen::new(session.lang), view: first, found: Vec::new(), from_review: false };
    loop {
        talk.screen.draw(&talk.view);
        let heard = talk.listen()?;
        match heard {
            Heard::Again => {}
            Heard::Leave => return Ok(None),
            Heard::End => return Ok(Some(talk.view)),
        }
    }
}

struct Talk<'a> {
    session: &'a Session,
    screen: Screen,
    view: DraftView,
    /// The options that were found and are numbered on the screen now.
    found: Vec<ChoiceView>,
    /// The question was opened from the review: after its answer the review comes again.
    from_review: bool,
}

enum Heard {
    Again,
    Leave,
    End,
}

impl Talk<'_> {
    /// Reads until the screen changes.
    fn listen(&mut self) -> Result<Heard, Stop> {
        loop {
            let Some(line) = read_line(&self.screen)? else { return Ok(Heard::Leave) };
            let cut = !line.ends_with('\n');
            let typed = line.trim_end_matches(['\r', '\n']);
            match input::reply(typed, &self.view.step, &self.found) {
                // The input ended inside a line: kept as typed, not taken as an answer.
                Reply::Text(text) if cut => {
                    self.keep(&text)?;
                    return Ok(Heard::Leave);
                }
                Reply::Leave => return Ok(Heard::Leave),
                Reply::Listen => self.screen.spoken(&self.view),
                Reply::Unclear(choices) => self.screen.unclear(choices),
                Reply::Search(text) => self.search(&text)?,
                Reply::Back => return self.back(),
                Reply::Text(text) => {
                    self.keep(&text)?;
                    return self.answer(text);
                }
                Reply::Choice(ids) => return self.answer(Secret::new(ids)),
                Reply::Photo(path) => return self.photo(path),
                Reply::Forward => {
                    self.view = self.session.payung.resume(self.view.draft.clone())?;
                    return Ok(Heard::Again);
                }
                Reply::Change(question) => {
                    self.found.clear();
                    self.from_review = true;
                    self.view = self.session.payung.show(self.view.draft.clone(), question)?;
                    return Ok(Heard::Again);
                }
                Reply::Finish => return Ok(Heard::End),
            }
        }
    }

    /// Durable before it is judged.
    fn keep(&self, text: &Secret) -> Result<(), Stop> {
        let (draft, question) = (self.view.draft.clone(), self.view.step.id.clone());
        let hints = self.session.payung.edit(draft, question, text.clone(), self.view.seq)?;
        self.screen.hints(&hints);
        Ok(())
    }

    fn answer(&mut self, text: Secret) -> Result<Heard, Stop> {
        let (draft, question) = (self.view.draft.clone(), self.view.step.id.clone());
        let next = self.session.payung.answer(draft, question, text)?;
        self.go_on(next)
    }

    fn photo(&mut self, path: String) -> Result<Heard, Stop> {
        let (draft, question) = (self.view.draft.clone(), self.view.step.id.clone());
        match self.session.payung.photo(draft, question, PhotoSource::Picked { path }) {
            Ok(next) => self.go_on(next),
            Err(error @ (PayungError::Photo(_) | PayungError::NotPossible(_) | PayungError::TryLater(_))) => {
                self.screen.problem(&words::error(self.session.lang, &error));
                Ok(Heard::Again)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn go_on(&mut self, next: DraftView) -> Result<Heard, Stop> {
        let moved = next.step.kind != ScreenKind::Question || next.step.id != self.view.step.id;
        self.view = next;
        if moved {
            self.found.clear();
            if std::mem::take(&mut self.from_review) && self.view.step.kind == ScreenKind::Question {
                self.view = self.session.payung.resume(self.view.draft.clone())?;
            }
        }
        Ok(Heard::Again)
    }

    fn back(&mut self) -> Result<Heard, Stop> {
        if !self.view.step.can_go_back {
            self.screen.first();
            return Ok(Heard::Again);
        }
        self.found.clear();
        self.from_review = false;
        self.view = self.session.payung.back(self.view.draft.clone(), self.view.step.id.clone())?;
        Ok(Heard::Again)
    }

    fn search(&mut self, text: &Secret) -> Result<(), Stop> {
        let (draft, question) = (self.view.draft.clone(), self.view.step.id.clone());
        let found = self.session.payung.choices(draft, question, text.reveal().to_owned(), FOUND)?;
        self.found = found.options;
        self.screen.found(&self.found, found.more);
        Ok(())
    }
}

/// One line with its end, as typed; none at the end of input.
fn read_line(screen: &Screen) -> Result<Option<Zeroizing<String>>, Stop> {
    loop {
        screen.prompt();
        let mut line = Zeroizing::new(Vec::new());
        std::io::stdin().lock().read_until(b'\n', &mut line).map_err(|error| Stop::failed(error.to_string()))?;
        if line.is_empty() {
            Screen::end_of_line();
            return Ok(None);
        }
        match std::str::from_utf8(&line) {
            Ok(text) => return Ok(Some(Zeroizing::new(text.to_owned()))),
            Err(_) => screen.unreadable(),
        }
    }
}

/// Is this field answered by choosing from what is numbered on the screen?
fn is_numbered(field: &Field) -> bool {
    matches!(field, Field::Choice { .. } | Field::Several { .. } | Field::YesNo { .. } | Field::Search { .. })
}
