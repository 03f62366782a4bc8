//! The form's own checks, run again at the office by the same engine that asked the questions on
//! the phone.
//!
//! A warning (a birth date that differs from the NIK's, a postal code of another district) was
//! shown to the worker, who confirmed the answer; the officer should know of it too. An answer that
//! the form refuses cannot have come from our app.

use payung_model::content::Content;
use payung_model::engine::Engine;
use payung_model::form::{Draft, Entry, Form};
use payung_model::sealed::Registration;
use payung_model::text::{Lang, Message};

/// A finding of the form's checks about one answer.
pub struct AnswerFinding {
    /// Question id.
    pub question: String,
    /// The text, with both values where two answers differ. It is personal.
    pub message: Message,
    /// True when the form would refuse this answer; false when the answer is only unusual.
    pub refused: bool,
}

impl AnswerFinding {
    /// The flag for it: for an unusual answer the id of its text with underscores
    /// (`nik_date_differs`).
    pub fn flag(&self) -> String {
        if self.refused { super::flag::Flag::AnswerWrong.word().to_owned() } else { self.message.id.replace('-', "_") }
    }
}

/// Runs the checks of all answers in the order in which they were sent. Each answer is checked
/// together with those before it, at the time when the phone sealed them.
pub fn findings(content: &Content, form: &Form, registration: &Registration) -> Vec<AnswerFinding> {
    let mut draft = Draft::of(form.id.clone());
    let mut found = Vec::new();
    for answer in registration.answers.iter().filter(|answer| form.question(&answer.question).is_some()) {
        let now = registration.sealed_at;
        let engine = Engine { content, form, draft: &draft, lang: Lang::Id, now, today: Some(now.date()), only: &[] };
        let finding = |refused| move |message| AnswerFinding { question: answer.question.clone(), message, refused };
        let value = match engine.check(&answer.question, answer.value.reveal()) {
            Ok(answered) => {
                found.extend(answered.warnings.into_iter().map(finding(false)));
                Some(answered.value)
            }
            Err(refused) => {
                found.extend(refused.problems.into_iter().map(finding(true)));
                None
            }
        };
        draft.entries.insert(answer.question.clone(), Entry { raw: answer.value.clone(), value, at: now });
    }
    found
}
