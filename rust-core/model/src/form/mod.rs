//! The form engine: definition (data) and answers so far in, one screen out.
//!
//! - [`Form`]: the definition; [`Form::parse`] refuses a bad one with the place named.
//! - [`Draft`]: the answers so far, raw text kept beside the value it was understood as.
//! - [`Engine`]: everything that can be asked of the two: which question is next, is this text an answer, what does the
//!   screen look like, may it be sent. A pure function of its fields.
//! - [`StepView`]: one screen, in words, as a shell draws it.

mod answer;
mod calculator;
mod checks;
mod choices;
mod condition;
mod definition;
mod derive;
mod draft;
mod engine;
mod entry;
mod evaluation;
mod explain;
mod present;
mod quote;
mod quote_words;
mod review;
mod validate;
mod view;

pub use answer::{AcceptedAnswer, RefusedAnswer, yes_or_no};
pub use condition::Condition;
pub use definition::{
    Check, ChoiceOption, Ending, Form, FormProblem, Kind, Purpose, Question, QuoteSource, Sensitivity, Shown, Step,
};
pub use derive::{Derivation, DerivationSource};
pub use draft::{Draft, Entry, PhotoFault, Value};
pub use engine::{Engine, Screen};
pub use quote_words::{QuoteContext, quote_problem, quote_view};
pub use view::{
    ChoiceView, Field, GroupView, Hints, Progress, QuoteLineView, QuotePartView, QuoteView, REVIEW, ReviewLine,
    ScreenKind, StepView,
};
