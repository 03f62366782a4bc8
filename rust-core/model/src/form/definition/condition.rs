//! Conditions as typed expressions: they are checked when the form is read, and cannot fail when they run.

use serde::{Deserialize, Serialize};

use crate::units::Rupiah;

/// In JSON: `{"is":["employer","yes"]}`, `{"not":{"answered":"nik"}}`, `{"all":[…]}`.
///
/// Only answers of visible questions count: to anything else a condition is as blind as to an unanswered question.
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
    /// A NIK of a district that there is today.
    InDistrict(String),
}

impl Condition {
    /// Every question it speaks of, with what is asked of it, in order.
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
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(part) => 1 + part.depth(),
            _ => 1,
        }
    }

    /// The question a leaf speaks of; none for a junction.
    pub fn question(&self) -> Option<&str> {
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => None,
            Self::Answered(question)
            | Self::Is(question, _)
            | Self::Has(question, _)
            | Self::Tagged(question, _)
            | Self::AtLeast(question, _)
            | Self::Older(question, _)
            | Self::InDistrict(question) => Some(question),
        }
    }
}
