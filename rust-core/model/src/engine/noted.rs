//! Warnings that the form itself cannot know, put where they belong on a screen.

use super::Engine;
use super::view::{ScreenKind, StepView};
use crate::form::{Check, Kind, Question, Shown};
use crate::secret::Secret;
use crate::text::Message;

impl<'a> Engine<'a> {
    /// The question whose answer is the NIK of who registers, if this form has one.
    pub fn nik_question(&self) -> Option<&'a str> {
        self.form
            .questions()
            .find(|question| question.checks.contains(&Check::Nik))
            .map(|question| question.id.as_str())
    }

    /// Adds a warning about the answer to a question, if this screen is about it: the question
    /// itself, its confirmation, or its line of the review. A screen whose answer was refused gets
    /// none: its problem is what has to be read first.
    pub fn add_warning(&self, view: &mut StepView, question: &str, warning: &Message) {
        match view.kind {
            ScreenKind::Question if self.shows_answer_to(view, question) => {
                view.warnings.push(Secret::new(self.text(warning)));
            }
            ScreenKind::Review => {
                let number = u8::try_from(view.warnings.len()).unwrap_or(u8::MAX);
                let Some(line) = view
                    .review
                    .iter_mut()
                    .find(|line| line.question == question)
                else {
                    return;
                };
                line.warnings.push(number);
                view.warnings.push(Secret::new(self.text(warning)));
                view.fit_review(&mut [], 0);
            }
            _ => {}
        }
    }

    /// Is the answer to that question on this screen, and not refused there?
    pub fn shows_answer_to(&self, view: &StepView, question: &str) -> bool {
        let confirms = |it: &Question| matches!(&it.kind, Kind::Confirm { of, shows: Shown::Answer, .. } if of == question);
        match view.kind {
            ScreenKind::Question => {
                let about =
                    view.id == question || self.form.question(&view.id).is_some_and(confirms);
                about && view.problems.is_empty()
            }
            ScreenKind::Review => view.review.iter().any(|line| line.question == question),
            ScreenKind::Ending => false,
        }
    }
}
