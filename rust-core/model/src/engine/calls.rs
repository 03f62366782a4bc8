//! The public calls of the engine.

use super::view::{ChoiceView, Hints, StepView};
use super::{Engine, choices, draft_quote, explain, present, typed};
use crate::form::{AcceptedAnswer, Form, Kind, Question, RefusedAnswer, Screen, Value};
use crate::programme::Quote;
use crate::sealed::{Answer, Consent};

impl<'a> Engine<'a> {
    /// The screen to resume at: an ending that holds, else the first open question, else the
    /// review.
    pub fn first_open(&self) -> Screen {
        self.evaluation().first_open()
    }

    /// The screen after that question (visible, in order; an ending if the answers up to here make
    /// one hold; the review at the end).
    pub fn after(&self, question: &str) -> Screen {
        self.evaluation().after(question)
    }

    /// The screen before; none on the first. Before an ending: the question whose answer ended the
    /// form.
    pub fn before(&self, screen: &Screen) -> Option<Screen> {
        self.evaluation().before(screen)
    }

    /// True when the question is visible with the present answers.
    pub fn visible(&self, question: &str) -> bool {
        self.evaluation()
            .state(question)
            .is_some_and(|state| state.visible)
    }

    /// Reads a text as an answer without keeping it. Photos cannot be answered by text.
    pub fn check(&self, question: &str, text: &str) -> Result<AcceptedAnswer, RefusedAnswer> {
        typed::check(self, question, text)
    }

    /// The earlier question that the worker wants to type again. The caller clears its value and
    /// keeps its raw text.
    pub fn question_to_retype(&self, question: &str, value: &Value) -> Option<&'a str> {
        match (&self.form.question(question)?.kind, value) {
            (Kind::Confirm { of, .. }, Value::Confirmed { option, .. })
                if option == Question::RETYPE =>
            {
                Some(of)
            }
            _ => None,
        }
    }

    /// The hints to show while the worker types. A problem is among them only when more typing
    /// cannot mend it.
    pub fn hints(&self, question: &str, text: &str) -> Hints {
        typed::hints(self, question, text)
    }

    /// The screen in words. `refused`: problems of the answer just refused.
    ///
    /// For an unknown or hidden question and for an ending that does not hold it shows the first
    /// open screen.
    pub fn view(&self, screen: &Screen, refused: Option<&RefusedAnswer>) -> StepView {
        present::view(self, screen, refused)
    }

    /// Options of a choice, search or district question, best first, forgiving spelling. `#GROUP`
    /// finds those of a group.
    pub fn choices(&self, question: &str, search: &str, limit: usize) -> Vec<ChoiceView> {
        let Some(question) = self.form.question(question) else {
            return Vec::new();
        };
        choices::find(self, question, search, limit)
    }

    /// The quote as far as it can be made: with the compulsory programmes for the shortest period
    /// until others are chosen, from this month on.
    pub fn quote(&self) -> Option<Quote> {
        draft_quote::of_draft(self, &self.evaluation()).map(|draft_quote| draft_quote.quote)
    }

    /// Questions that block sending: the open ones, and the one whose answer ends the form.
    /// Empty exactly when [`Engine::first_open`] is the review.
    pub fn missing(&self) -> Vec<String> {
        self.evaluation()
            .missing()
            .map(|state| state.question.id.clone())
            .collect()
    }

    /// What the office is asked for.
    pub fn purpose(&self) -> &'a str {
        let evaluation = self.evaluation();
        let purpose = self
            .form
            .purposes
            .iter()
            .find(|purpose| evaluation.holds_now(&purpose.when));
        purpose.map_or(Form::REGISTER, |purpose| &purpose.id)
    }

    /// Questions that were skipped for now and must be answered later.
    pub fn waited_for(&self) -> Vec<String> {
        let evaluation = self.evaluation();
        let waiting = evaluation.states.iter().filter(|state| {
            state.question.may_wait && state.visible && state.value().is_some_and(Value::is_skipped)
        });
        waiting.map(|state| state.question.id.clone()).collect()
    }

    /// Sentences that say when a question is asked and what derives its answer; none when it is
    /// always asked.
    pub fn explain(&self, question: &str) -> Vec<String> {
        self.form
            .question(question)
            .map_or_else(Vec::new, |question| explain::question(self, question))
    }

    /// Where the form ends without sending and what else it may ask the office for, in words.
    pub fn outcomes(&self) -> Vec<String> {
        explain::outcomes(self)
    }

    /// What is sent: visible answers in canonical text and consents; photos are the caller's. Notes
    /// and questions left out are not in it.
    pub fn answers(&self) -> (Vec<Answer>, Vec<Consent>) {
        let (mut answers, mut consents) = (Vec::new(), Vec::new());
        for state in &self.evaluation().states {
            let Some(value) = state.value() else { continue };
            let question = state.question.id.clone();
            if let (Value::Consent { version }, Some(entry)) = (value, state.entry) {
                consents.push(Consent {
                    question,
                    version: *version,
                    at: entry.at,
                });
            } else if let Some(text) = value.canonical() {
                answers.push(Answer {
                    question,
                    value: text,
                });
            }
        }
        (answers, consents)
    }
}
