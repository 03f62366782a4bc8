//! Whether a condition of a form holds for the answers so far.

use crate::form::definition::{Condition, Question};
use crate::form::draft::Value;
use crate::person::{Nik, Regions};
use crate::units::Date;

/// Does the condition hold today, given the answer of each question that has one?
pub(super) fn holds<'v>(
    condition: &Condition,
    today: Date,
    answer: &impl Fn(&str) -> Option<(&'v Question, &'v Value)>,
) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(part, today, answer)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, today, answer)),
        Condition::Not(part) => !holds(part, today, answer),
        Condition::Answered(question) => answer(question).is_some(),
        Condition::Is(question, option) => {
            let chosen = match answer(question) {
                Some((_, Value::Choice(chosen) | Value::Confirmed { option: chosen, .. })) => Some(chosen),
                _ => None,
            };
            chosen == Some(option)
        }
        Condition::Has(question, option) => {
            matches!(answer(question), Some((_, Value::Choices(chosen))) if chosen.contains(option))
        }
        Condition::Tagged(question, tag) => match answer(question) {
            Some((question, Value::Choice(chosen))) => {
                question.options().iter().any(|option| option.id == *chosen && option.tags.contains(tag))
            }
            _ => false,
        },
        Condition::AtLeast(question, least) => {
            matches!(answer(question), Some((_, Value::Money(amount))) if amount >= least)
        }
        Condition::Older(question, years) => match answer(question) {
            Some((_, Value::Date(born))) => born.age_on(today).is_some_and(|age| age >= *years),
            _ => false,
        },
        Condition::InDistrict(question) => match answer(question) {
            Some((_, Value::Text(text))) => {
                Nik::parse(text.reveal()).is_ok_and(|nik| Regions::get(&nik.region()).is_some())
            }
            _ => false,
        },
    }
}
