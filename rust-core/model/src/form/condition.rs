//! Conditions as typed expressions: they are checked when the form is read, and cannot fail when they run.

use serde::{Deserialize, Serialize};

use super::{Check, Kind, Question, Value};
use crate::person::{Nik, Regions};
use crate::units::{Date, Rupiah};

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
    /// Does it hold today, given the answer of each question that has one?
    pub(super) fn holds<'v>(&self, today: Date, answer: &impl Fn(&str) -> Option<(&'v Question, &'v Value)>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(today, answer)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(today, answer)),
            Self::Not(part) => !part.holds(today, answer),
            Self::Answered(question) => answer(question).is_some(),
            Self::Is(question, option) => {
                let chosen = match answer(question) {
                    Some((_, Value::Choice(chosen) | Value::Confirmed { option: chosen, .. })) => Some(chosen),
                    _ => None,
                };
                chosen == Some(option)
            }
            Self::Has(question, option) => {
                matches!(answer(question), Some((_, Value::Choices(chosen))) if chosen.contains(option))
            }
            Self::Tagged(question, tag) => match answer(question) {
                Some((question, Value::Choice(chosen))) => {
                    question.options().iter().any(|option| option.id == *chosen && option.tags.contains(tag))
                }
                _ => false,
            },
            Self::AtLeast(question, least) => {
                matches!(answer(question), Some((_, Value::Money(amount))) if amount >= least)
            }
            Self::Older(question, years) => match answer(question) {
                Some((_, Value::Date(born))) => born.age_on(today).is_some_and(|age| age >= *years),
                _ => false,
            },
            Self::InDistrict(question) => match answer(question) {
                Some((_, Value::Text(text))) => {
                    Nik::parse(text.reveal()).is_ok_and(|nik| Regions::get(&nik.region()).is_some())
                }
                _ => false,
            },
        }
    }

    /// Every question it speaks of, with what is asked of it, in order.
    pub(super) fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::leaves).collect(),
            Self::Not(part) => part.leaves(),
            leaf => vec![leaf],
        }
    }

    /// How deep it nests; a leaf is 1.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(part) => 1 + part.depth(),
            _ => 1,
        }
    }

    /// The question a leaf speaks of; none for a junction.
    pub(super) fn question(&self) -> Option<&str> {
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

    /// Why a leaf cannot be asked of that question; none when it can.
    pub(super) fn misfit(&self, question: &Question) -> Option<String> {
        let id = &question.id;
        let has = |option: &str| question.options().iter().any(|known| known.id == option);
        match (self, &question.kind) {
            (Self::Is(_, option), Kind::YesNo) => {
                (option != "yes" && option != "no").then(|| format!("{id} is answered yes or no, not {option}"))
            }
            (Self::Is(_, option), Kind::Choice { .. } | Kind::Search { .. } | Kind::Confirm { .. })
            | (Self::Has(_, option), Kind::Several { .. }) => {
                (!has(option)).then(|| format!("{id} has no option {option}"))
            }
            (Self::Tagged(_, tag), Kind::Choice { options } | Kind::Search { options, .. }) => {
                let carried = options.iter().any(|option| option.tags.contains(tag));
                (!carried).then(|| format!("no option of {id} carries the tag {tag}"))
            }
            (Self::AtLeast(..), Kind::Money)
            | (Self::Older(..), Kind::Date)
            | (Self::Answered(_) | Self::All(_) | Self::Any(_) | Self::Not(_), _) => None,
            (Self::InDistrict(_), _) if question.checks.contains(&Check::Nik) => None,
            (Self::Is(..), _) => Some(format!("`is` needs a choice or yes/no; {id} is none")),
            (Self::Has(..), _) => Some(format!("`has` needs several choices; {id} is none")),
            (Self::Tagged(..), _) => Some(format!("`tagged` needs a choice; {id} is none")),
            (Self::AtLeast(..), _) => Some(format!("`at_least` needs an amount of money; {id} is none")),
            (Self::Older(..), _) => Some(format!("`older` needs a date; {id} is none")),
            (Self::InDistrict(_), _) => Some(format!("`in_district` needs a NIK; {id} is none")),
        }
    }
}
