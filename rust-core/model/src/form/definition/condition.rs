//! Conditions on answers, as data. They are checked when the form is read, so evaluating one cannot
//! fail.

use serde::{Deserialize, Serialize};

use crate::units::Rupiah;

/// In JSON: `{"is":["employer","yes"]}`, `{"not":{"answered":"nik"}}`, `{"all":[…]}`.
///
/// Only answers of visible questions count. The answer to a hidden question is treated as missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The question has an answer (a skipped one has none).
    Answered(String),
    /// A choice, or yes/no, equals.
    Is(String, String),
    /// Several choices contain.
    Has(String, String),
    /// The chosen option carries this tag.
    Tagged(String, String),
    /// An amount of money is this or more.
    AtLeast(String, Rupiah),
    /// A birth date at least so many full years ago.
    Older(String, u16),
    /// A birth date at least so many full months ago.
    OlderMonths(String, u16),
    /// The district in the NIK exists today.
    InDistrict(String),
}

impl Condition {
    /// The conditions on single questions that this one is made of, in order.
    pub fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::leaves).collect(),
            Self::Not(part) => part.leaves(),
            leaf => vec![leaf],
        }
    }

    /// How deep it nests; a leaf is 1.
    pub fn depth(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                1 + parts.iter().map(Self::depth).max().unwrap_or(0)
            }
            Self::Not(part) => 1 + part.depth(),
            _ => 1,
        }
    }

    /// The question that a condition on a single question refers to; none for `all`, `any` and
    /// `not`.
    pub fn question(&self) -> Option<&str> {
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => None,
            Self::Answered(question)
            | Self::Is(question, _)
            | Self::Has(question, _)
            | Self::Tagged(question, _)
            | Self::AtLeast(question, _)
            | Self::Older(question, _)
            | Self::OlderMonths(question, _)
            | Self::InDistrict(question) => Some(question),
        }
    }
}
