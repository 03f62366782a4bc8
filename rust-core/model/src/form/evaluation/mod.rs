//! Evaluates a draft against its form: which questions are visible, which answers are valid, and
//! where the form ends.
//!
//! Conditions and derivations refer to earlier questions only; [`Form::parse`] refuses anything
//! else. So one pass over the questions in their order is enough.

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

/// What the evaluation found out about one question.
pub(crate) struct QuestionState<'a> {
    /// Index of its step.
    pub step: usize,
    pub question: &'a Question,
    /// The question is asked, or an earlier answer already answers it.
    pub visible: bool,
    pub entry: Option<&'a Entry>,
    /// The answer, if the question is visible and the kept or derived value still passes all
    /// checks.
    value: Option<Cow<'a, Value>>,
    /// The earlier question where the worker changes a derived answer.
    change_at: Option<&'a str>,
}

impl<'a> QuestionState<'a> {
    /// The valid answer, if there is one.
    pub fn value(&self) -> Option<&Value> {
        self.value.as_deref()
    }

    /// True when the question is asked and has no valid answer.
    pub fn is_open(&self) -> bool {
        self.visible && self.value.is_none()
    }

    /// True when the answer was derived from earlier answers.
    pub fn is_derived(&self) -> bool {
        matches!(self.value, Some(Cow::Owned(_)))
    }

    /// The question that the review opens when the worker wants to change this answer.
    pub fn change_at(&self) -> &'a str {
        self.change_at
            .filter(|_| self.is_derived())
            .unwrap_or(&self.question.id)
    }
}

/// The result: one [`QuestionState`] for each question, in the order of the form.
pub(crate) struct Evaluation<'a> {
    pub states: Vec<QuestionState<'a>>,
    form: &'a Form,
    only: &'a [String],
    /// None while nobody can be sure what day it is: then no age, no century and no month is
    /// decided.
    today: Option<Date>,
}

impl<'a> Evaluation<'a> {
    pub fn of(form: &'a Form, draft: &'a Draft, only: &'a [String], today: Option<Date>) -> Self {
        let mut evaluation = Self {
            states: Vec::with_capacity(form.positions.len()),
            form,
            only,
            today,
        };
        for (step, questions) in form.steps.iter().map(|step| &step.questions).enumerate() {
            for question in questions {
                let state =
                    evaluation.evaluate_question(step, question, draft.entries.get(&question.id));
                evaluation.states.push(state);
            }
        }
        evaluation
    }

    pub fn state(&self, question: &str) -> Option<&QuestionState<'a>> {
        self.index(question)
            .and_then(|index| self.states.get(index))
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
        self.state(question)
            .and_then(|state| state.value()?.canonical())
            .unwrap_or_default()
    }

    /// What the checks of a question say of a value, beside the answers so far. Nothing is said of
    /// a question that was skipped: there is no answer that could be compared with another one.
    pub fn check_value(&self, question: &Question, value: &Value) -> CheckResult {
        if value.is_skipped() {
            return CheckResult::default();
        }
        checks::check_value(question, value, self.today, &|id| self.text_of(id))
    }

    /// Likely answers before anything is typed: the postal codes of the district.
    pub fn suggested(&self, question: &Question) -> Vec<String> {
        checks::suggested(question, &|id| self.text_of(id))
    }

    /// Whether the question is asked, or would be after one of the answers that may still be given.
    /// Earlier questions only can decide that, so this ends.
    pub fn may_be_asked(&self, question: &str) -> bool {
        self.state(question).is_some_and(|state| {
            let when = state.question.when.as_ref();
            state.visible
                || when.is_some_and(|when| {
                    when.leaves()
                        .into_iter()
                        .filter_map(|leaf| self.state(leaf.question()?))
                        .any(|decides| {
                            decides.is_open()
                                || !decides.visible && self.may_be_asked(&decides.question.id)
                        })
                })
        })
    }

    /// Does the condition hold for the draft as a whole?
    pub fn holds_now(&self, condition: &Condition) -> bool {
        self.holds(condition, self.states.len())
    }

    /// The ending whose condition holds, and the question whose answer made it hold.
    pub fn ending(&self) -> Option<(&'a Ending, &QuestionState<'a>)> {
        let ending = self.ending_within(self.states.len())?;
        let last = (1..=self.states.len()).find(|upto| self.holds(&ending.when, *upto))?;
        Some((ending, self.states.get(last - 1)?))
    }

    /// The open questions and, if the form ends early, the question whose answer ends it.
    pub fn missing(&self) -> impl Iterator<Item = &QuestionState<'a>> {
        let ends = self.ending().map(|(_, state)| state.question.id.as_str());
        self.states
            .iter()
            .filter(move |state| state.is_open() || Some(state.question.id.as_str()) == ends)
    }

    pub fn first_open(&self) -> Screen {
        if let Some((ending, _)) = self.ending() {
            return Screen::Ending(ending.id.clone());
        }
        let open = self.states.iter().find(|state| state.is_open());
        open.map_or(Screen::Review, |state| {
            Screen::Question(state.question.id.clone())
        })
    }

    pub fn after(&self, question: &str) -> Screen {
        let Some(index) = self.index(question) else {
            return self.first_open();
        };
        let next = (index + 1..self.states.len()).find(|next| self.is_asked(&self.states[*next]));
        // Derived answers after this question count too: the birth date in a NIK may end the form.
        if let Some(ending) = self.ending_within(next.unwrap_or(self.states.len())) {
            return Screen::Ending(ending.id.clone());
        }
        next.map_or(Screen::Review, |next| {
            Screen::Question(self.states[next].question.id.clone())
        })
    }

    pub fn before(&self, screen: &Screen) -> Option<Screen> {
        let upto = match screen {
            Screen::Question(question) => self.index(question)?,
            Screen::Review => self.states.len(),
            Screen::Ending(_) => self.index(&self.ending()?.1.question.id)? + 1,
        };
        let previous = self
            .states
            .iter()
            .take(upto)
            .rev()
            .find(|state| self.is_asked(state));
        previous.map(|state| Screen::Question(state.question.id.clone()))
    }

    /// Evaluates one question. All questions before it must have been evaluated already.
    fn evaluate_question(
        &self,
        step: usize,
        question: &'a Question,
        entry: Option<&'a Entry>,
    ) -> QuestionState<'a> {
        let upto = self.states.len();
        // A question that the office wants corrected is always asked. Its condition and derivations
        // are ignored, because the office has seen an answer to it and refused that answer.
        let corrected = self.only.contains(&question.id);
        let wanted = corrected
            || question
                .when
                .as_ref()
                .is_none_or(|when| self.holds(when, upto));
        let applies =
            |when: &Option<Condition>| when.as_ref().map_or(wanted, |when| self.holds(when, upto));
        // A derivation without a condition of its own applies where the question is asked.
        let applying: Vec<_> = question
            .derive
            .iter()
            .filter(|it| !corrected && applies(&it.when))
            .collect();
        let derived = applying.iter().find_map(|it| {
            let value = derive(&it.from, self.today, &|id| {
                self.answer(id, upto).map(|(_, value)| value)
            })?;
            self.is_valid(question, &value)
                .then_some((value, it.change_at.as_deref()))
        });
        // A derived answer makes its question visible on the review even where it is never asked.
        let visible = wanted || !applying.is_empty();
        // A typed answer wins where the question is asked. Elsewhere it counts only if no derived
        // answer is valid: it may stem from a time when the question was still asked.
        let typed = entry
            .and_then(|entry| entry.value.as_ref())
            .filter(|value| {
                (wanted || (visible && derived.is_none())) && self.is_valid(question, value)
            });
        let (value, change_at) = match (typed, derived) {
            (Some(typed), _) => (Some(Cow::Borrowed(typed)), None),
            (None, Some((derived, change_at))) => (Some(Cow::Owned(derived)), change_at),
            (None, None) => (None, None),
        };
        QuestionState {
            step,
            question,
            visible,
            entry,
            value,
            change_at,
        }
    }

    /// True when the question has a screen. In a correction these are the questions that the office
    /// names, and open ones, because nothing can be sent without them. A derived answer needs no
    /// screen.
    fn is_asked(&self, state: &QuestionState<'_>) -> bool {
        let walked =
            self.only.is_empty() || self.only.contains(&state.question.id) || state.is_open();
        state.visible && walked && !state.is_derived()
    }

    /// The first ending whose condition holds for the answers to the first `upto` questions.
    fn ending_within(&self, upto: usize) -> Option<&'a Ending> {
        self.form
            .endings
            .iter()
            .find(|ending| ending.enabled && self.holds(&ending.when, upto))
    }

    fn holds(&self, condition: &Condition, upto: usize) -> bool {
        holds(condition, self.today, &|id| self.answer(id, upto)).unwrap_or(false)
    }

    /// The answer to one of the first `upto` questions. A question that was left out has none.
    fn answer(&self, id: &str, upto: usize) -> Option<(&'a Question, &Value)> {
        let state = self
            .states
            .get(self.index(id).filter(|index| *index < upto)?)?;
        state
            .value()
            .filter(|value| !value.is_skipped())
            .map(|value| (state.question, value))
    }

    /// True when the value still fits the question's kind and passes all checks beside the answers
    /// before it.
    fn is_valid(&self, question: &Question, value: &Value) -> bool {
        // A confirmation is valid only for the very answer that was shown to the worker.
        let confirmed = match (&question.kind, value) {
            (Kind::Confirm { of, .. }, Value::Confirmed { of: shown, .. }) => {
                self.text_of(of) == *shown
            }
            _ => true,
        };
        confirmed
            && answer::still_fits(question, value)
            && self.check_value(question, value).problems.is_empty()
    }

    fn index(&self, question: &str) -> Option<usize> {
        self.form.position(question).map(|at| at.overall)
    }
}
