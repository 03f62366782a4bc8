//! The form engine: a form and the answers so far in, one screen out.
//!
//! - [`Engine`]: everything that can be asked of the two: which question is next, is this text an
//!   answer, what does the screen look like, may it be sent. A pure function of its fields.
//! - [`StepView`]: one screen, in words, as a shell draws it.
//! - [`quote_view`], [`programme_views`], [`channel_views`]: what is shown without a form.
//!
//! [`crate::form`] decides what is asked and which answers are valid. This room adds the texts and
//! makes the screens.

mod answer_text;
mod calls;
mod channel_view;
mod choices;
mod draft_quote;
mod explain;
mod input;
mod noted;
mod pictogram;
mod present;
mod programme_view;
mod quote_view;
mod review;
mod spoken;
mod typed;
mod view;

pub use answer_text::{format_answer, question_label};
pub use channel_view::{ChannelView, CodeAction, CodeActionView, channel_views};
pub use pictogram::Pictogram;
pub use programme_view::{
    BenefitView, ProgrammeView, benefit_words, lowest_dues_texts, programme_views,
};
pub use quote_view::{QuoteContext, quote_problem, quote_view, zone_reason};
pub use view::{
    Autofill, Capitals, ChoiceView, Field, FrameShape, GroupView, Hints, Input, Keyboard,
    PhotoFrame, PhotoQuality, PhotoVerdict, Progress, QuoteLineView, QuotePartView, QuoteView,
    ReviewLine, ReviewSection, ScreenKind, StepView,
};

use crate::content::Content;
use crate::form::evaluation::Evaluation;
use crate::form::{Draft, Form};
use crate::secret::Secret;
use crate::text::{Lang, Message};
use crate::units::{Date, Timestamp, Zone};

/// A form, a draft, the language and the moment.
///
/// Each call evaluates the whole form once and keeps nothing for the next call.
#[derive(Clone, Copy)]
pub struct Engine<'a> {
    /// Texts, tariff and the receiver of the data.
    pub content: &'a Content,
    /// One of the content's forms.
    pub form: &'a Form,
    /// The answers so far.
    pub draft: &'a Draft,
    /// The language of all words.
    pub lang: Lang,
    /// The present time. Consents and answers are noted with it.
    pub now: Timestamp,
    /// The day on which ages, centuries and prices depend. None while nobody can be sure what day
    /// it is: then none of these is decided.
    pub today: Option<Date>,
    /// The zone in which times of the day are meant where none is typed. Without one a time is kept
    /// as it is typed.
    pub zone: Option<Zone>,
    /// The questions that the office wants corrected. Empty when all questions are asked.
    ///
    /// They are asked even if their old answers are valid. To start at them, the caller clears
    /// their values (`entry.value = None`) and keeps the raw text. Open questions are asked as
    /// well, because they block sending.
    pub only: &'a [String],
}

impl<'a> Engine<'a> {
    pub(crate) fn evaluation(&self) -> Evaluation<'a> {
        Evaluation::of(self.form, self.draft, self.only, self.today)
    }

    /// A question in short, for lists: its `.review` text, or the question itself.
    pub fn label(&self, question: &str) -> String {
        question_label(self.content, self.lang, question)
            .unwrap_or_else(|| format!("[q-{question}]"))
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
        messages
            .iter()
            .map(|message| Secret::new(self.text(message)))
            .collect()
    }
}
