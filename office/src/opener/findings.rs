//! What the form's own checks say of the answers: the same engine that asked on the phone looks once more at the office.
//!
//! A warning (a birth date that differs from the NIK's, a postal code of another district) was shown to the worker, who
//! went on: an officer should know of it too. An answer that the form refuses cannot have come from our app.

use payung_model::content::Content;
use payung_model::engine::Engine;
use payung_model::form::{Draft, Entry, Form};
use payung_model::sealed::Registration;
use payung_model::text::{Lang, Message};

/// Something to look at, found by a machine.
pub struct AnswerFinding {
    /// Question id.
    pub question: String,
    /// In the content's words, with both values: personal.
    pub message: Message,
    /// The form would refuse this answer; otherwise it is unusual only.
    pub refused: bool,
}

impl AnswerFinding {
    /// As a flag: the text's id with underscores for what is unusual (`nik_date_differs`).
    pub fn flag(&self) -> String {
        if self.refused { super::Flag::AnswerWrong.word().to_owned() } else { self.message.id.replace('-', "_") }
    }
}

/// Asks the form about every answer, in the order they were sent, each beside those before it, at the time of sealing.
pub fn findings(content: &Content, form: &Form, registration: &Registration) -> Vec<AnswerFinding> {
    let mut draft = Draft::of(form.id.clone());
    let mut found = Vec::new();
    for answer in registration.answers.iter().filter(|answer| form.question(&answer.question).is_some()) {
        let now = registration.sealed_at;
        let engine = Engine { content, form, draft: &draft, lang: Lang::Id, now, only: &[] };
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
