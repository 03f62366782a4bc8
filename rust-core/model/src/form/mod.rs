//! Forms: the definition (data), the answers so far, and what the two mean together.
//!
//! - [`Form`]: the definition; [`Form::parse`] refuses a bad one with the place named.
//! - [`Draft`]: the answers so far, raw text kept beside the value it was understood as.
//! - `Evaluation`: which questions are asked, which answers stand, where the form ends.
//!
//! Each of these three uses only the ones before it. None of them knows the content: texts and
//! screens are made in [`crate::engine`].

pub(crate) mod definition;
pub(crate) mod draft;
mod entry;
pub(crate) mod evaluation;

pub use definition::{
    AnswerWithin, Check, ChoiceOption, Condition, Derivation, DerivationSource, Ending, Form,
    FormProblem, Kind, Purpose, Question, QuoteSource, REVIEW, Sensitivity, Shown, Step,
};
pub use draft::{Draft, Entry, PhotoFault, Value};
pub use evaluation::Screen;
pub use evaluation::answer::{AcceptedAnswer, RefusedAnswer, yes_or_no};
