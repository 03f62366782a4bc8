//! One pass over a form and a draft: what is visible, what stands, where the form ends.
//!
//! Conditions speak only of earlier questions ([`super::Form::parse`] sees to it), so one pass in order is enough.

use super::{Condition, Ending, Engine, Entry, Question, Screen, Value, answer, judge};
use crate::person::Nik;

/// A question as the draft stands.
pub(super) struct Stand<'a> {
    /// Index of its step.
    pub step: usize,
    pub question: &'a Question,
    pub visible: bool,
    pub entry: Option<&'a Entry>,
    /// The answer, when it is still one: visible, of the right kind, through its checks.
    pub value: Option<&'a Value>,
}

impl Stand<'_> {
    /// Does it still need something?
    pub fn is_open(&self) -> bool {
        self.visible && self.value.is_none()
    }
}

/// All questions as the draft stands.
pub(super) struct Walk<'a> {
    pub stands: Vec<Stand<'a>>,
    endings: &'a [Ending],
    only: &'a [String],
}

impl<'a> Walk<'a> {
    pub fn of(engine: &Engine<'a>) -> Self {
        let form = engine.form;
        let mut walk = Self { stands: Vec::new(), endings: &form.endings, only: engine.only };
        for (step, questions) in form.steps.iter().map(|step| &step.questions).enumerate() {
            for question in questions {
                let visible = question.when.as_ref().is_none_or(|when| walk.holds(when, walk.stands.len()));
                let entry = engine.draft.entries.get(&question.id);
                let value = entry
                    .and_then(|entry| entry.value.as_ref())
                    .filter(|value| visible && walk.stands_up(engine, question, value));
                walk.stands.push(Stand { step, question, visible, entry, value });
            }
        }
        walk
    }

    pub fn stand(&self, question: &str) -> Option<&Stand<'a>> {
        self.index(question).and_then(|index| self.stands.get(index))
    }

    /// The NIK that answers that question.
    pub fn nik(&self, question: &str) -> Option<Nik> {
        match self.stand(question)?.value? {
            Value::Text(text) => Nik::parse(text.reveal()).ok(),
            _ => None,
        }
    }

    /// Does the condition hold for the draft as a whole?
    pub fn holds_now(&self, condition: &Condition) -> bool {
        self.holds(condition, self.stands.len())
    }

    /// The ending that holds, and the question whose answer made it hold.
    pub fn ending(&self) -> Option<(&'a Ending, &Stand<'a>)> {
        let ending = self.ending_within(self.stands.len())?;
        let last = (1..=self.stands.len()).find(|upto| self.holds(&ending.when, *upto))?;
        Some((ending, self.stands.get(last - 1)?))
    }

    /// Open questions, and the one whose answer ends the form.
    pub fn missing(&self) -> impl Iterator<Item = &Stand<'a>> {
        let ends = self.ending().map(|(_, stand)| stand.question.id.as_str());
        self.stands.iter().filter(move |stand| stand.is_open() || Some(stand.question.id.as_str()) == ends)
    }

    pub fn first_open(&self) -> Screen {
        if let Some((ending, _)) = self.ending() {
            return Screen::Ending(ending.id.clone());
        }
        let open = self.stands.iter().find(|stand| stand.is_open());
        open.map_or(Screen::Review, |stand| Screen::Question(stand.question.id.clone()))
    }

    pub fn after(&self, question: &str) -> Screen {
        let Some(index) = self.index(question) else { return self.first_open() };
        if let Some(ending) = self.ending_within(index + 1) {
            return Screen::Ending(ending.id.clone());
        }
        let next = self.stands.iter().skip(index + 1).find(|stand| self.is_asked(stand));
        next.map_or(Screen::Review, |stand| Screen::Question(stand.question.id.clone()))
    }

    pub fn before(&self, screen: &Screen) -> Option<Screen> {
        let upto = match screen {
            Screen::Question(question) => self.index(question)?,
            Screen::Review => self.stands.len(),
            Screen::Ending(_) => {
                return self.ending().map(|(_, stand)| Screen::Question(stand.question.id.clone()));
            }
        };
        let previous = self.stands.iter().take(upto).rev().find(|stand| self.is_asked(stand));
        previous.map(|stand| Screen::Question(stand.question.id.clone()))
    }

    /// Is it a screen of this walk? In a correction: what was asked for, and what sending cannot do without.
    fn is_asked(&self, stand: &Stand<'_>) -> bool {
        stand.visible && (self.only.is_empty() || self.only.contains(&stand.question.id) || stand.is_open())
    }

    /// The ending that holds by the answers to the first `upto` questions.
    fn ending_within(&self, upto: usize) -> Option<&'a Ending> {
        self.endings.iter().find(|ending| self.holds(&ending.when, upto))
    }

    fn holds(&self, condition: &Condition, upto: usize) -> bool {
        condition.holds(&|id| {
            let stand = self.stands.iter().take(upto).find(|stand| stand.question.id == id)?;
            stand.value.filter(|value| !value.is_skipped()).map(|value| (stand.question, value))
        })
    }

    fn stands_up(&self, engine: &Engine<'a>, question: &Question, value: &Value) -> bool {
        answer::still_fits(question, value)
            && (value.is_skipped()
                || judge::judge(question, value, engine.now.date(), |id| self.nik(id)).problems.is_empty())
    }

    fn index(&self, question: &str) -> Option<usize> {
        self.stands.iter().position(|stand| stand.question.id == question)
    }
}
