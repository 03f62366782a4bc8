//! Everything that can be asked of a form and a draft.

use super::answer::{is_final, understand};
use super::checks::{CheckResult, check_value};
use super::evaluation::Evaluation;
use super::{
    AcceptedAnswer, ChoiceView, Draft, Form, Hints, Kind, Question, RefusedAnswer, StepView, Value, choices, explain,
    present, quote,
};
use crate::content::Content;
use crate::programme::Quote;
use crate::sealed::{Answer, Consent};
use crate::secret::Secret;
use crate::text::{Arg, Lang, Message};
use crate::units::Timestamp;

/// A form, a draft, the language and the moment.
///
/// Each question asked of it walks the form once; nothing is kept between two calls.
#[derive(Clone, Copy)]
pub struct Engine<'a> {
    /// Texts, tariff and who receives the data.
    pub content: &'a Content,
    /// One of the content's forms.
    pub form: &'a Form,
    /// The answers so far.
    pub draft: &'a Draft,
    /// The language of all words.
    pub lang: Lang,
    /// Ages, prices and consents turn on it.
    pub now: Timestamp,
    /// Questions to ask, when the office asked for a correction of these only. Empty: all.
    ///
    /// They are asked although their old answers stand; to reopen at them, the caller forgets their values
    /// (`entry.value = None`, the raw text stays). What sending cannot do without is asked as well.
    pub only: &'a [String],
}

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

impl<'a> Engine<'a> {
    /// The first screen that still needs something: resuming goes here. An ending that holds comes first.
    pub fn first_open(&self) -> Screen {
        Evaluation::of(self).first_open()
    }

    /// The screen after that question (visible, in order; an ending if the answers up to here make one hold; the review
    /// at the end).
    pub fn after(&self, question: &str) -> Screen {
        Evaluation::of(self).after(question)
    }

    /// The screen before; none on the first. Before an ending: the question whose answer ended the form.
    pub fn before(&self, screen: &Screen) -> Option<Screen> {
        Evaluation::of(self).before(screen)
    }

    /// Is that question asked, as the answers are now?
    pub fn visible(&self, question: &str) -> bool {
        Evaluation::of(self).state(question).is_some_and(|state| state.visible)
    }

    /// Would this text be an answer? Photos cannot be answered by text.
    pub fn check(&self, question: &str, text: &str) -> Result<AcceptedAnswer, RefusedAnswer> {
        let Some(question) = self.form.question(question) else {
            return Err(RefusedAnswer { problems: vec![Message::new("problem-option")] });
        };
        let mut value = understand(question, text).map_err(|problem| RefusedAnswer { problems: vec![problem] })?;
        let evaluation = Evaluation::of(self);
        if let (Kind::Confirm { of, .. }, Value::Choice(option)) = (&question.kind, &value) {
            value = Value::Confirmed { option: option.clone(), of: evaluation.text_of(of) };
        }
        let result =
            if value.is_skipped() { CheckResult::default() } else { self.check_value(&evaluation, question, &value) };
        if !result.problems.is_empty() {
            return Err(RefusedAnswer { problems: result.problems });
        }
        Ok(AcceptedAnswer { value, warnings: result.warnings, understood: result.understood })
    }

    /// The earlier question that this answer leads back to, to be typed again; its value is forgotten, its text stays.
    pub fn question_to_retype(&self, question: &str, value: &Value) -> Option<&'a str> {
        match (&self.form.question(question)?.kind, value) {
            (Kind::Confirm { of, .. }, Value::Confirmed { option, .. }) if option == Question::RETYPE => Some(of),
            _ => None,
        }
    }

    /// While typing: what is understood, what is unusual; problems only when nothing typed on could mend them.
    pub fn hints(&self, question: &str, text: &str) -> Hints {
        let mut hints = Hints::default();
        let Some(question) = self.form.question(question).filter(|_| !text.trim().is_empty()) else { return hints };
        match self.check(&question.id, text) {
            Ok(answered) => {
                hints.complete = true;
                hints.understood = self.secret_texts(&answered.understood);
                hints.warnings = self.secret_texts(&answered.warnings);
            }
            Err(refused) => {
                let last: Vec<Message> =
                    refused.problems.into_iter().filter(|problem| is_final(question, text, problem)).collect();
                hints.problems = self.secret_texts(&last);
                if matches!(question.kind, Kind::Search { .. } | Kind::District { .. })
                    && self.choices(&question.id, text, 1).is_empty()
                {
                    hints.warnings = self.secret_texts(&[Message::new("search-none")]);
                }
            }
        }
        hints
    }

    /// The screen in words. `refused`: problems of the answer just refused.
    ///
    /// A screen that is none (an unknown or hidden question, an ending that does not hold) shows the first open one.
    pub fn view(&self, screen: &Screen, refused: Option<&RefusedAnswer>) -> StepView {
        present::view(self, screen, refused)
    }

    /// Options of a choice, search or district question, best first, forgiving spelling. `#GROUP` finds those of a group.
    pub fn choices(&self, question: &str, search: &str, limit: usize) -> Vec<ChoiceView> {
        let Some(question) = self.form.question(question) else { return Vec::new() };
        choices::find(self, question, search, limit)
    }

    /// The quote as far as it can be made: with the compulsory programmes for the shortest period until others are
    /// chosen, from this month on.
    pub fn quote(&self) -> Option<Quote> {
        quote::of_draft(self, &Evaluation::of(self)).map(|draft_quote| draft_quote.quote)
    }

    /// Questions that still stand between this draft and sending: open ones, and the one whose answer ends the form.
    /// Empty exactly when [`Engine::first_open`] is the review.
    pub fn missing(&self) -> Vec<String> {
        Evaluation::of(self).missing().map(|state| state.question.id.clone()).collect()
    }

    /// A question in short, for lists: its `.review` text, or the question itself.
    pub fn label(&self, question: &str) -> String {
        let short = self.text_if_any(&format!("q-{question}.review"));
        if short.is_empty() { self.text(&Message::new(format!("q-{question}"))) } else { short }
    }

    /// What the office is asked for.
    pub fn purpose(&self) -> &'a str {
        let evaluation = Evaluation::of(self);
        let purpose = self.form.purposes.iter().find(|purpose| evaluation.holds_now(&purpose.when));
        purpose.map_or(Form::REGISTER, |purpose| &purpose.id)
    }

    /// Questions that were left out and are still waited for.
    pub fn waited_for(&self) -> Vec<String> {
        let evaluation = Evaluation::of(self);
        let waiting = evaluation
            .states
            .iter()
            .filter(|state| state.question.may_wait && state.visible && state.value().is_some_and(Value::is_skipped));
        waiting.map(|state| state.question.id.clone()).collect()
    }

    /// When a question is asked and what fills it in, in words; nothing for one that is always asked.
    pub fn explain(&self, question: &str) -> Vec<String> {
        self.form.question(question).map_or_else(Vec::new, |question| explain::question(self, question))
    }

    /// Where the form ends without sending and what else it may ask the office for, in words.
    pub fn outcomes(&self) -> Vec<String> {
        explain::outcomes(self)
    }

    /// What is sent: visible answers in canonical text and consents; photos are the caller's. Notes and questions left
    /// out are not in it.
    pub fn answers(&self) -> (Vec<Answer>, Vec<Consent>) {
        let (mut answers, mut consents) = (Vec::new(), Vec::new());
        for state in &Evaluation::of(self).states {
            let Some(value) = state.value() else { continue };
            let question = state.question.id.clone();
            if let (Value::Consent { version }, Some(entry)) = (value, state.entry) {
                consents.push(Consent { question, version: *version, at: entry.at });
            } else if let Some(text) = canonical(value) {
                answers.push(Answer { question, value: text });
            }
        }
        (answers, consents)
    }

    /// A text with who receives the data at hand.
    pub(super) fn text(&self, message: &Message) -> String {
        self.content.texts.format(self.lang, &self.with_office(message.clone()))
    }

    /// The same, or nothing when there is no such text in any language.
    pub(super) fn text_if_any(&self, id: &str) -> String {
        let message = self.with_office(Message::new(id));
        self.content.texts.try_format(self.lang, &message).unwrap_or_default()
    }

    pub(super) fn secret_texts(&self, messages: &[Message]) -> Vec<Secret> {
        messages.iter().map(|message| Secret::new(self.text(message))).collect()
    }

    pub(super) fn check_value(&self, evaluation: &Evaluation<'a>, question: &Question, value: &Value) -> CheckResult {
        check_value(question, value, self.now.date(), evaluation)
    }

    fn with_office(&self, message: Message) -> Message {
        let controller = &self.content.controller;
        message
            .with("office", Arg::Text(controller.name.clone()))
            .with("office-address", Arg::Text(controller.address.clone()))
            .with("office-contact", Arg::Text(controller.contact.clone()))
    }
}

/// An answer as it is sent; none for what is not sent as one.
pub(super) fn canonical(value: &Value) -> Option<Secret> {
    Some(match value {
        Value::Text(text) if text.is_empty() => return None,
        Value::Text(text) => text.clone(),
        Value::Date(date) => Secret::new(date.to_string()),
        Value::Choice(option) | Value::Confirmed { option, .. } => Secret::new(option.as_str()),
        Value::Choices(options) => Secret::new(options.join(",")),
        Value::Money(amount) => Secret::new(amount.0.to_string()),
        Value::Photo { .. } | Value::Consent { .. } | Value::Seen => return None,
    })
}
