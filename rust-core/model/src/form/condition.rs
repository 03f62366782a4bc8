//! Conditions as typed expressions: they are checked when the form is read, and cannot fail when they run.

use serde::{Deserialize, Serialize};

use crate::units::Rupiah;

/// In JSON: `{"is":["employer","yes"]}`, `{"not":{"answered":"nik"}}`, `{"all":[…]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Answered(String),
    /// A choice, or yes/no, equals.
    Is(String, String),
    /// Several choices contain.
    Has(String, String),
    /// The chosen option carries this tag.
    Tagged(String, String),
    AtLeast(String, Rupiah),
}
