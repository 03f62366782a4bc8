//! Whether a condition of a form holds for the answers so far.

use crate::form::definition::{Condition, Question};
use crate::form::draft::Value;
use crate::person::{Nik, Regions};
use crate::units::Date;

/// True when the condition holds. `answer` gives a question with its answer; none when it has no
/// answer. Without a sure day a condition about an age is unknown, and so is its opposite, because
/// a clock that is wrong may neither end a form nor ask a question.
pub(super) fn holds<'v>(
    condition: &Condition,
    today: Option<Date>,
    answer: &impl Fn(&str) -> Option<(&'v Question, &'v Value)>,
) -> Option<bool> {
    Some(match condition {
        Condition::All(parts) => {
            let mut parts = parts.iter().map(|part| holds(part, today, answer));
            return decided(&mut parts, false);
        }
        Condition::Any(parts) => {
            let mut parts = parts.iter().map(|part| holds(part, today, answer));
            return decided(&mut parts, true);
        }
        // An unknown part stays unknown under `not`. Otherwise "not older than 65" would hold for
        // everybody while the clock is wrong.
        Condition::Not(part) => !holds(part, today, answer)?,
        Condition::Answered(question) => answer(question).is_some(),
        Condition::Is(question, option) => {
            let chosen = match answer(question) {
                Some((_, Value::Choice(chosen) | Value::Confirmed { option: chosen, .. })) => {
                    Some(chosen)
                }
                _ => None,
            };
            chosen == Some(option)
        }
        Condition::Has(question, option) => {
            matches!(answer(question), Some((_, Value::Choices(chosen))) if chosen.contains(option))
        }
        Condition::Tagged(question, tag) => match answer(question) {
            Some((question, Value::Choice(chosen))) => question
                .options()
                .iter()
                .any(|option| option.id == *chosen && option.tags.contains(tag)),
            _ => false,
        },
        Condition::AtLeast(question, least) => {
            matches!(answer(question), Some((_, Value::Money(amount))) if amount >= least)
        }
        Condition::Older(question, years) => match answer(question) {
            Some((_, Value::Date(born))) => born.age_on(today?).is_some_and(|age| age >= *years),
            _ => false,
        },
        Condition::OlderMonths(question, months) => match answer(question) {
            Some((_, Value::Date(born))) => {
                born.months_on(today?).is_some_and(|age| age >= *months)
            }
            _ => false,
        },
        Condition::InDistrict(question) => match answer(question) {
            Some((_, Value::Text(text))) => {
                Nik::parse(text.reveal()).is_ok_and(|nik| Regions::get(&nik.region()).is_some())
            }
            _ => false,
        },
    })
}

/// One part with the `deciding` outcome decides all of them; otherwise one unknown part leaves the
/// whole unknown.
fn decided(parts: &mut impl Iterator<Item = Option<bool>>, deciding: bool) -> Option<bool> {
    let mut all_known = true;
    for part in parts {
        if part == Some(deciding) {
            return Some(deciding);
        }
        all_known &= part.is_some();
    }
    all_known.then_some(!deciding)
}
