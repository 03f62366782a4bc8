//! Drafts and their screens, the calculator, and the form to be read.

use std::fmt;

use payung_model::engine::{ChoiceView, Field, QuoteView, StepView};
use payung_model::form::Kind;
use payung_model::secret::Secret;

use super::referral::ReferralView;

/// A page of drafts.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DraftsView {
    /// At most 20.
    pub drafts: Vec<DraftLine>,
    /// There are more.
    pub more: bool,
}

/// A draft that can be resumed.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DraftLine {
    /// The draft's id.
    pub draft: String,
    /// The form's id.
    pub form: String,
    /// The name typed so far, if any.
    pub name: Secret,
    /// "Langkah 3 dari 6"
    pub line: String,
    /// Milliseconds since 1970-01-01T00:00Z.
    pub started_at_millis: i64,
    /// Milliseconds since 1970-01-01T00:00Z.
    pub changed_at_millis: i64,
    /// "27 November 2026 pukul 10.00 WIB"
    #[uniffi(default = "")]
    pub changed_at_words: String,
    /// Set when this draft answers a correction.
    pub registration: Option<String>,
    /// The registration that this draft adds to; the name is then that of its person.
    pub completes: Option<String>,
    /// The sentence that says when the draft will be deleted; none while that day is not near. A
    /// shell that has shown the sentence says so: [`crate::Drafts::seen`].
    pub expires: Option<String>,
}

/// One screen of a draft.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DraftView {
    /// The draft's id.
    pub draft: String,
    /// Grows with every change; a shell never overwrites a focused field from an older view.
    pub seq: u64,
    /// The screen.
    pub step: StepView,
    /// To be said once: the questions are others than when it was begun.
    pub notice: Option<String>,
    /// The office's words: about this question, or on the review about everything that it asked to
    /// be answered again.
    pub corrections: Vec<CorrectionView>,
    /// On the review: the code of a poster or a helper that this registration takes along.
    #[uniffi(default = None)]
    pub referral: Option<ReferralView>,
}

/// A text typed at a question.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Typed {
    /// The question's id.
    pub question: String,
    /// As it was typed; a choice by id, several joined by commas.
    pub text: Secret,
}

/// The dues calculator as one screen: at most 150 texts and 8 KiB.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CalculatorView {
    /// What is asked, as the answers are now.
    pub asked: Vec<CalculatorLine>,
    /// The price as far as it can be made.
    pub quote: Option<QuoteView>,
}

/// One question of the calculator.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CalculatorLine {
    /// The question's id.
    pub question: String,
    /// The question in words.
    pub title: String,
    /// Help in one line; may be empty.
    pub help: String,
    /// What to draw for the answer. A search has the options found for what is typed, at most 12;
    /// groups while nothing is.
    pub field: Field,
    /// As it was typed.
    pub typed: Secret,
    /// What we understood.
    pub understood: Vec<Secret>,
    /// Why the text is no answer, and what to do.
    pub problems: Vec<Secret>,
    /// What is unusual.
    pub warnings: Vec<Secret>,
}

/// What kind of answer a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum QuestionKind {
    /// A line of text.
    Text,
    /// A number, typed digit by digit.
    Digits,
    /// A day of the calendar.
    Date,
    /// One of a few options.
    Choice,
    /// One of many options, found by search.
    Search,
    /// A district, found by search.
    District,
    /// A village of a district, found by search.
    Village,
    /// Whether an earlier answer is right.
    Confirm,
    /// Any number of a few options.
    Several,
    /// An amount in rupiah.
    Money,
    /// Yes or no.
    YesNo,
    /// A picture.
    Photo,
    /// Agreeing is the answer.
    Consent,
    /// Something to read.
    Note,
}

impl QuestionKind {
    /// The kind as a form's definition writes it: `text`, `yes_no` …
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Digits => "digits",
            Self::Date => "date",
            Self::Choice => "choice",
            Self::Search => "search",
            Self::District => "district",
            Self::Village => "village",
            Self::Confirm => "confirm",
            Self::Several => "several",
            Self::Money => "money",
            Self::YesNo => "yes_no",
            Self::Photo => "photo",
            Self::Consent => "consent",
            Self::Note => "note",
        }
    }
}

impl From<&Kind> for QuestionKind {
    fn from(kind: &Kind) -> Self {
        match kind {
            Kind::Text { .. } => Self::Text,
            Kind::Digits { .. } => Self::Digits,
            Kind::Date => Self::Date,
            Kind::Choice { .. } => Self::Choice,
            Kind::Search { .. } => Self::Search,
            Kind::District { .. } => Self::District,
            Kind::Village { .. } => Self::Village,
            Kind::Confirm { .. } => Self::Confirm,
            Kind::Several { .. } => Self::Several,
            Kind::Money => Self::Money,
            Kind::YesNo => Self::YesNo,
            Kind::Photo => Self::Photo,
            Kind::Consent { .. } => Self::Consent,
            Kind::Note => Self::Note,
        }
    }
}

/// What the office asks to be corrected.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CorrectionView {
    /// The question's id.
    pub question: String,
    /// The question in words.
    pub title: String,
    /// The office's words about the question.
    pub words: Secret,
}

/// A photo's place in the world.
#[derive(Clone, uniffi::Enum)]
pub enum PhotoSource {
    /// A file the worker picked: read, never copied or removed.
    Picked {
        /// The path of the file.
        path: String,
    },
    /// A file the app's camera made inside the app's capture folder: removed on success and on
    /// error.
    Captured {
        /// The path of the file.
        path: String,
    },
}

/// A page of options.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ChoicesView {
    /// What can be chosen; an answers file names the ids.
    pub options: Vec<ChoiceView>,
    /// There are more than were asked for.
    pub more: bool,
}

/// A form as a person would read it.
#[derive(Clone, Debug, uniffi::Record)]
pub struct FormLine {
    /// The step in words.
    pub step: String,
    /// The question's id.
    pub question: String,
    /// The kind of answer that the question asks for.
    pub kind: QuestionKind,
    /// The question in words.
    pub title: String,
    /// False when it may be left out.
    pub required: bool,
    /// What can be chosen; an answers file names the ids.
    pub options: Vec<ChoiceView>,
    /// The condition under which it is asked, as JSON.
    pub when: Option<String>,
    /// When the question is asked and what fills it in, in words.
    pub explained: Vec<String>,
    /// Where the rule comes from, with its confidence.
    pub source: Option<String>,
}

impl fmt::Debug for PhotoSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Picked { .. } => "Picked(••••)",
            Self::Captured { .. } => "Captured(••••)",
        })
    }
}
