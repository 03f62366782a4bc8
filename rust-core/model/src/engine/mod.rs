//! The form engine: a form and the answers so far in, one screen out.
//!
//! - [`Engine`]: everything that can be asked of the two: which question is next, is this text an answer, what does the
//!   screen look like, may it be sent. A pure function of its fields.
//! - [`StepView`]: one screen, in words, as a shell draws it.
//! - [`quote_view`], [`programme_views`]: what is shown without a form.
//!
//! What is asked and which answers stand is decided below, in [`crate::form`]; here it gets its words and its screen.

mod answer_text;
mod calls;
mod choices;
mod draft_quote;
mod explain;
mod present;
mod programme_view;
mod quote_view;
mod review;
mod typed;
mod view;

pub use answer_text::{format_answer, question_label};
pub use programme_view::{BenefitView, ProgrammeView, lowest_dues_texts, programme_views};
pub use quote_view::{QuoteContext, quote_problem, quote_view};
pub use view::{
    ChoiceView, Field, GroupView, Hints, Progress, QuoteLineView, QuotePartView, QuoteView, ReviewLine, ScreenKind,
    StepView,
};

use crate::content::Content;
use crate::form::evaluation::Evaluation;
use crate::form::{Draft, Form};
use crate::secret::Secret;
use crate::text::{Lang, Message};
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

impl<'a> Engine<'a> {
    pub(crate) fn evaluation(&self) -> Evaluation<'a> {
        Evaluation::of(self.form, self.draft, self.only, self.now.date())
    }

    /// A question in short, for lists: its `.review` text, or the question itself.
    pub fn label(&self, question: &str) -> String {
        question_label(self.content, self.lang, question).unwrap_or_else(|| format!("[q-{question}]"))
    }

    /// A text with the receiver's name, address and contact at hand.
    pub(crate) fn text(&self, message: &Message) -> String {
        self.content.text(self.lang, message)
    }

    /// The same; empty when there is no such text.
    pub(crate) fn text_if_any(&self, id: &str) -> String {
        self.content.text_if_any(self.lang, id).unwrap_or_default()
    }

    pub(crate) fn secret_texts(&self, messages: &[Message]) -> Vec<Secret> {
        messages.iter().map(|message| Secret::new(self.text(message))).collect()
    }
}
