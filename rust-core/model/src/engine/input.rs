//! How an answer is typed, from the question's kind and checks.

use super::view::{Autofill, Capitals, Input, Keyboard};
use crate::form::{Check, Kind, Question};
use crate::units::Date;

/// Texts longer than this are given more than one line.
const ONE_LINE: u16 = 60;

/// Keyboard, bounds and grouping of a question. Without a day that is sure there is no latest one.
pub(super) fn input(question: &Question, today: Option<Date>) -> Input {
    let mut input = Input { lines: 1, ..Input::default() };
    match &question.kind {
        Kind::Text { max } => {
            input.keyboard = Keyboard::Text;
            input.capitals = Capitals::Words;
            input.max_length = Some(*max);
            input.lines = if *max > ONE_LINE { 3 } else { 1 };
        }
        Kind::Digits { max } => {
            input.keyboard = Keyboard::Digits;
            input.max_length = Some(*max);
        }
        Kind::Date => input.keyboard = Keyboard::Date,
        Kind::Money => {
            input.keyboard = Keyboard::Digits;
            input.groups = vec![3];
        }
        Kind::Search { .. } | Kind::District { .. } | Kind::Village { .. } => input.keyboard = Keyboard::Text,
        _ => input.lines = 0,
    }
    for check in &question.checks {
        apply(check, today, &mut input);
    }
    input
}

fn apply(check: &Check, today: Option<Date>, input: &mut Input) {
    match check {
        Check::Nik => input.groups = vec![4],
        Check::Phone => {
            (input.keyboard, input.autofill) = (Keyboard::Phone, Autofill::Phone);
            input.groups = vec![4];
        }
        Check::Name | Check::Place => (input.capitals, input.lines) = (Capitals::All, 1),
        Check::Email => {
            (input.keyboard, input.autofill) = (Keyboard::Email, Autofill::Email);
            (input.capitals, input.lines) = (Capitals::None, 1);
        }
        Check::TimeOfDay => (input.keyboard, input.capitals) = (Keyboard::Time, Capitals::None),
        Check::Length { min } => input.min_length = Some(*min),
        Check::Past => input.latest = today.map(|day| day.to_string()),
        Check::Count(digits) => input.min_length = Some(*digits),
        Check::PostalOf(_) => input.autofill = Autofill::PostalCode,
        Check::Amount { min, max } => {
            (input.min_amount, input.max_amount) = (min.map(|it| it.0), max.map(|it| it.0));
        }
        Check::Age { .. } | Check::MatchesNik(_) | Check::RtRw | Check::PerDay { .. } | Check::MayBeUnknown => {}
    }
}
