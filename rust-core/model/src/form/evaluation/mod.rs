//! One pass over a form and a draft: what is visible, what stands, where the form ends.
//!
//! Conditions and derivations speak only of earlier questions ([`Form::parse`] sees to it), so one pass in order is
//! enough.

pub(crate) mod answer;
mod checks;
mod conditions;
mod derivations;

use std::borrow::Cow;

pub(crate) use checks::CheckResult;
use conditions::holds;
use derivations::derive;

use super::definition::{Condition, Ending, Form, Kind, Question};
use super::draft::{Draft, Entry, Value};
use crate::person::Nik;
use crate::secret::Secret;
use crate::units::Date;

/// Where the worker is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// A question, by id.
    Question(String),
    /// An ending, by id: nothing is sent.
    Ending(String),
    /// All answers, to be looked over and sent.
    Review,
}

/// A question as the draft stands.
pub(crate) struct QuestionState<'a> {
    /// Index of its step.
    pub step: usize,
    pub question: &'a Question,
    /// It is asked, or answered by an earlier answer.
    pub visible: bool,
    pub entry: Option<&'a Entry>,
    /// The answer, when it is still one: visible, of the right kind, through its checks.
    value: Option<Cow<'a, Value>>,
    /// The earlier question at which a derived answer is changed.
    change_at: Option<&'a str>,
}

impl<'a> QuestionState<'a> {
    /// The answer, when it is still one.
    pub fn value(&self) -> Option<&Value> {
        self.value.as_deref()
    }

    /// Does it still need something?
    pub fn is_open(&self) -> bool {
        self.visible && self.value.is_none()
    }

    /// Was the answer made of earlier ones?
    pub fn is_derived(&self) -> bool {
        matches!(self.value, Some(Cow::Owned(_)))
    }

    /// The question to go to for changing the answer.
    pub fn change_at(&self) -> &'a str {
        self.change_at.filter(|_| self.is_derived()).unwrap_or(&self.question.id)
    }
}

/// All questions as the draft stands.
pub(crate) struct Evaluation<'a> {
    pub states: Vec<QuestionState<'a>>,
    form: &'a Form,
    only: &'a [String],
    today: Date,
}

impl<'a> Evaluation<'a> {
    pub fn of(form: &'a Form, draft: &'a Draft, only: &'a [String], today: Date) -> Self {
        let mut evaluation = Self { states: Vec::with_capacity(form.positions.len()), form, only, today };
        for (step, questions) in form.steps.iter().map(|step| &step.questions).enumerate() {
            for question in questions {
                let state = evaluation.evaluate_question(step, question, draft.entries.get(&question.id));
                evaluation.states.push(state);
            }
        }
        evaluation
    }

    pub fn state(&self, question: &str) -> Option<&QuestionState<'a>> {
        self.index(question).and_then(|index| self.states.get(index))
    }

    /// The NIK that answers that question.
    pub fn nik(&self, question: &str) -> Option<Nik> {
        match self.state(question)?.value()? {
            Value::Text(text) => Nik::parse(text.reveal()).ok(),
            _ => None,
        }
    }

    /// The answer to that question in canonical text; empty when there is none.
    pub fn text_of(&self, question: &str) -> Secret {
        self.state(question).and_then(|state| state.value()?.canonical()).unwrap_or_default()
    }

    /// What the checks of a question say of a value, beside the answers so far.
    pub fn check_value(&self, question: &Question, value: &Value) -> CheckResult {
        checks::check_value(question, value, self.today, &|id| self.text_of(id))
    }

    /// Likely answers before anything is typed: the postal codes of the district.
    pub fn suggested(&self, question: &Question) -> Vec<String> {
        checks::suggested(question, &|id| self.text_of(id))
    }

    /// Does the condition hold for the draft as a whole?
    pub fn holds_now(&self, condition: &Condition) -> bool {
        self.holds(condition, self.states.len())
    }

    /// The ending that holds, and the question whose answer made it hold.
    pub fn ending(&self) -> Option<(&'a Ending, &QuestionState<'a>)> {
        let ending = self.ending_within(self.states.len())?;
        let last = (1..=self.states.len()).find(|upto| self.holds(&ending.when, *upto))?;
        Some((ending, self.states.get(last - 1)?))
    }

    /// Open questions, and the one whose answer ends the form.
    pub fn missing(&self) -> impl Iterator<Item = &QuestionState<'a>> {
        let ends = self.ending().map(|(_, state)| state.question.id.as_str());
        self.states.iter().filter(move |state| state.is_open() || Some(state.question.id.as_str()) == ends)
    }

    pub fn first_open(&self) -> Screen {
        if let Some((ending, _)) = self.ending() {
            return Screen::Ending(ending.id.clone());
        }
        let open = self.states.iter().find(|state| state.is_open());
        open.map_or(Screen::Review, |state| Screen::Question(state.question.id.clone()))
    }

    pub fn after(&self, question: &str) -> Screen {
        let Some(index) = self.index(question) else { return self.first_open() };
        let next = (index + 1..self.states.len()).find(|next| self.is_asked(&self.states[*next]));
        // What the answer gave by itself counts: a birth date that stands in the NIK may end the form.
        if let Some(ending) = self.ending_within(next.unwrap_or(self.states.len())) {
            return Screen::Ending(ending.id.clone());
        }
        next.map_or(Screen::Review, |next| Screen::Question(self.states[next].question.id.clone()))
    }

    pub fn before(&self, screen: &Screen) -> Option<Screen> {
        let upto = match screen {
            Screen::Question(question) => self.index(question)?,
            Screen::Review => self.states.len(),
            Screen::Ending(_) => self.index(&self.ending()?.1.question.id)? + 1,
        };
        let previous = self.states.iter().take(upto).rev().find(|state| self.is_asked(state));
        previous.map(|state| Screen::Question(state.question.id.clone()))
    }

    /// The question with its answer, by the questions before it.
    fn evaluate_question(&self, step: usize, question: &'a Question, entry: Option<&'a Entry>) -> QuestionState<'a> {
        let upto = self.states.len();
        // What the office asks to be answered again is asked, whatever earlier answers give.
        let corrected = self.only.contains(&question.id);
        let wanted = corrected || question.when.as_ref().is_none_or(|when| self.holds(when, upto));
        let applies = |when: &Option<Condition>| when.as_ref().map_or(wanted, |when| self.holds(when, upto));
        let applying: Vec<_> = question.derive.iter().filter(|it| !corrected && applies(&it.when)).collect();
        let derived = applying.iter().find_map(|it| {
            let value = derive(&it.from, self.today, &|id| self.answer(id, upto).map(|(_, value)| value))?;
            self.is_valid(question, &value).then_some((value, it.change_at.as_deref()))
        });
        let visible = wanted || !applying.is_empty();
        let typed = entry
            .and_then(|entry| entry.value.as_ref())
            .filter(|value| (wanted || (visible && derived.is_none())) && self.is_valid(question, value));
        let (value, change_at) = match (typed, derived) {
            (Some(typed), _) => (Some(Cow::Borrowed(typed)), None),
            (None, Some((derived, change_at))) => (Some(Cow::Owned(derived)), change_at),
            (None, None) => (None, None),
        };
        QuestionState { step, question, visible, entry, value, change_at }
    }

    /// Is it a screen that is asked? In a correction: what was asked for, and what sending cannot do without. What earlier
    /// answers give is not asked.
    fn is_asked(&self, state: &QuestionState<'_>) -> bool {
        let walked = self.only.is_empty() || self.only.contains(&state.question.id) || state.is_open();
        state.visible && walked && !state.is_derived()
    }

    /// The ending that holds by the answers to the first `upto` questions.
    fn ending_within(&self, upto: usize) -> Option<&'a Ending> {
        self.form.endings.iter().find(|ending| self.holds(&ending.when, upto))
    }

    fn holds(&self, condition: &Condition, upto: usize) -> bool {
        holds(condition, self.today, &|id| self.answer(id, upto))
    }

    /// The answer to one of the first `upto` questions, unless it was left out.
    fn answer(&self, id: &str, upto: usize) -> Option<(&'a Question, &Value)> {
        let state = self.states.get(self.index(id).filter(|index| *index < upto)?)?;
        state.value().filter(|value| !value.is_skipped()).map(|value| (state.question, value))
    }

    fn is_valid(&self, question: &Question, value: &Value) -> bool {
        let confirmed = match (&question.kind, value) {
            (Kind::Confirm { of, .. }, Value::Confirmed { of: shown, .. }) => self.text_of(of) == *shown,
            _ => true,
        };
        confirmed
            && answer::still_fits(question, value)
            && (value.is_skipped() || self.check_value(question, value).problems.is_empty())
    }

    fn index(&self, question: &str) -> Option<usize> {
        self.form.position(question).map(|at| at.overall)
    }
}
