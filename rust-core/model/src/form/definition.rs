//! The definition of a form, as data.
//!
//! A definition carries no words: texts are found by id. For question `nik`: `q-nik`, with attributes `.help`, `.example`,
//! `.spoken`, `.review`; options: `o-QUESTION-OPTION`; steps: `step-ID`; endings: `end-ID` with `.help`.

use serde::{Deserialize, Serialize};

use super::Condition;
use crate::units::Rupiah;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub id: String,
    pub version: u32,
    pub steps: Vec<Step>,
    #[serde(default)]
    pub endings: Vec<Ending>,
    #[serde(default)]
    pub quote: Option<QuoteSource>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub id: String,
    pub questions: Vec<Question>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// `[a-z][a-z0-9_]*`, unique in the form, stable for ever.
    pub id: String,
    pub kind: Kind,
    #[serde(default = "yes")]
    pub required: bool,
    /// Asked only when this holds; hidden answers are kept and not sent.
    #[serde(default)]
    pub when: Option<Condition>,
    #[serde(default)]
    pub checks: Vec<Check>,
    #[serde(default)]
    pub sensitivity: Sensitivity,
    /// Where the rule comes from, with its confidence.
    #[serde(default)]
    pub source: Option<String>,
}

fn yes() -> bool {
    true
}

/// What kind of answer is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    Text {
        max: u16,
    },
    Digits {
        max: u16,
    },
    Date,
    Choice {
        options: Vec<ChoiceOption>,
    },
    /// A long list, asked for by search.
    Search {
        options: Vec<ChoiceOption>,
    },
    Several {
        options: Vec<ChoiceOption>,
    },
    Money,
    YesNo,
    Photo,
    /// Wording's version; a new wording asks again.
    Consent {
        version: u32,
    },
    /// Something to read; going on is the answer.
    Note,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    pub id: String,
    /// Of several choices: always chosen.
    #[serde(default)]
    pub fixed: bool,
    #[serde(default)]
    pub tags: Vec<String>,
}

/// A check of an answer; problems refuse it, warnings do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Check {
    Nik,
    Phone,
    Name,
    Length {
        min: u16,
    },
    /// A date in the past.
    Past,
    /// Full years today; below or above is a problem.
    Age {
        min: Option<u16>,
        max: Option<u16>,
    },
    /// A date against the NIK in that question: a difference is a warning.
    MatchesNik(String),
    Amount {
        min: Option<Rupiah>,
        max: Option<Rupiah>,
    },
    /// Below this amount the text asks whether it is per day: a warning.
    PerDay {
        below: Rupiah,
    },
}

/// How careful a screen is with it: identity screens are not to be photographed by other apps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    Plain,
    #[default]
    Personal,
    Identity,
}

/// The form ends here, with words and without sending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    pub id: String,
    pub when: Condition,
}

/// Which answers make the live quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteSource {
    /// A money question: per month.
    pub income: String,
    /// When the work is transport.
    pub transport: Condition,
    /// A several-choice question with options `jkk`, `jkm`, `jht`.
    pub programmes: String,
    /// A choice whose option ids are numbers of months.
    pub months: String,
    /// Questions beside which the quote is shown.
    pub shown_at: Vec<String>,
}

/// A definition that cannot be right, with the place: `steps[2].questions[0].when`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("form: {place}: {what}")]
pub struct FormProblem {
    pub place: String,
    pub what: String,
}

impl Form {
    pub fn parse(_json: &[u8]) -> Result<Self, FormProblem> {
        todo!()
    }
    pub fn question(&self, _id: &str) -> Option<&Question> {
        todo!()
    }
}
