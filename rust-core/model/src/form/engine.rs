//! Everything that can be asked of a form and a draft.

use super::{Answered, ChoiceView, Draft, Form, Hints, Refused, StepView};
use crate::content::Content;
use crate::programme::Quote;
use crate::sealed::{Answer, Consent};
use crate::text::Lang;
use crate::units::Timestamp;

/// A form, a draft, the language and the moment.
#[derive(Clone, Copy)]
pub struct Engine<'a> {
    pub content: &'a Content,
    pub form: &'a Form,
    pub draft: &'a Draft,
    pub lang: Lang,
    pub now: Timestamp,
    /// Questions to ask, when the office asked for a correction of these only. Empty: all.
    pub only: &'a [String],
}

/// Where the worker is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    Question(String),
    Ending(String),
    Review,
}

impl Engine<'_> {
    /// The first screen that still needs something: resuming goes here.
    pub fn first_open(&self) -> Screen {
        todo!()
    }
    /// The screen after that question (visible, in order; an ending if one holds; the review at the end).
    pub fn after(&self, _question: &str) -> Screen {
        todo!()
    }
    /// The screen before; none on the first.
    pub fn before(&self, _screen: &Screen) -> Option<Screen> {
        todo!()
    }
    pub fn visible(&self, _question: &str) -> bool {
        todo!()
    }
    /// Would this text be an answer? Photos cannot be answered by text.
    pub fn check(&self, _question: &str, _text: &str) -> Result<Answered, Refused> {
        todo!()
    }
    /// While typing: what is understood, what is unusual; problems only when nothing typed on could mend them.
    pub fn hints(&self, _question: &str, _text: &str) -> Hints {
        todo!()
    }
    /// The screen in words. `problems`: of the answer just refused.
    pub fn view(&self, _screen: &Screen, _refused: Option<&Refused>) -> StepView {
        todo!()
    }
    /// Options of a choice or search question, best first, forgiving spelling.
    pub fn choices(&self, _question: &str, _search: &str, _limit: usize) -> Vec<ChoiceView> {
        todo!()
    }
    /// The quote as far as it can be made.
    pub fn quote(&self) -> Option<Quote> {
        todo!()
    }
    /// Questions that still stand between this draft and sending.
    pub fn missing(&self) -> Vec<String> {
        todo!()
    }
    /// What is sent: visible answers in canonical text and consents; photos are the caller's.
    pub fn answers(&self) -> (Vec<Answer>, Vec<Consent>) {
        todo!()
    }
}
