//! Reads and validates a form definition. Whatever could fail when the form is used is refused
//! here, with its place.

mod parts;
mod question;
mod quote;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::{AnswerWithin, Form, FormProblem, Purpose, REVIEW};
use crate::programme::Confidence;
use parts::{Earlier, amount, check_condition, id, once, problem};
use question::check_question;
use quote::check_quote;

/// The largest definition in bytes.
const MOST_BYTES: usize = 256 * 1024;
const MOST_STEPS: usize = 12;
const MOST_QUESTIONS: usize = 60;
/// The review lists one line for each of these, and a screen has at most 150 strings.
const MOST_REVIEWED: usize = 40;
const MOST_ENDINGS: usize = 20;

impl Form {
    /// Reads and checks a definition: what is returned cannot fail when it runs.
    pub fn parse(json: &[u8]) -> Result<Self, FormProblem> {
        read(json)
    }
}

fn read(json: &[u8]) -> Result<Form, FormProblem> {
    if json.len() > MOST_BYTES {
        return problem(
            "form",
            format!("{} bytes; at most {MOST_BYTES}", json.len()),
        );
    }
    // serde_json itself stops at 128 levels, so deep JSON cannot exhaust the stack.
    let form: Form = serde_json::from_slice(json).map_err(|error| FormProblem {
        place: format!("line {}, column {}", error.line(), error.column()),
        what: error.to_string(),
    })?;
    let form = form.with_positions();
    check(&form)?;
    Ok(form)
}

fn check(form: &Form) -> Result<(), FormProblem> {
    id("id", &form.id)?;
    form.completes
        .as_ref()
        .map_or(Ok(()), |completed| id("completes", completed))?;
    amount("steps", form.steps.len(), 1, MOST_STEPS)?;
    amount("endings", form.endings.len(), 0, MOST_ENDINGS)?;
    amount("steps", form.questions().count(), 1, MOST_QUESTIONS)?;
    let reviewed = form
        .questions()
        .filter(|question| question.is_reviewed())
        .count();
    amount("steps", reviewed, 0, MOST_REVIEWED)?;

    let mut steps = BTreeSet::new();
    let mut earlier = Earlier::default();
    for (s, step) in form.steps.iter().enumerate() {
        let place = format!("steps[{s}]");
        id(&format!("{place}.id"), &step.id)?;
        once(&format!("{place}.id"), &mut steps, &step.id)?;
        amount(
            &format!("{place}.questions"),
            step.questions.len(),
            1,
            MOST_QUESTIONS,
        )?;
        for (q, question) in step.questions.iter().enumerate() {
            check_question(&format!("{place}.questions[{q}]"), question, &earlier)?;
            // A question joins the earlier ones only after its own check. Whatever refers to it
            // must therefore stand below it, and one pass evaluates the form.
            earlier.0.push(question);
        }
    }
    let mut endings = BTreeSet::new();
    for (e, ending) in form.endings.iter().enumerate() {
        id(&format!("endings[{e}].id"), &ending.id)?;
        once(&format!("endings[{e}].id"), &mut endings, &ending.id)?;
        // Screens are named by these ids: one of them must not be two screens.
        if form.question(&ending.id).is_some() || ending.id == REVIEW {
            return problem(
                &format!("endings[{e}].id"),
                format!("{} is another screen already", ending.id),
            );
        }
        check_condition(&format!("endings[{e}].when"), &ending.when, &earlier)?;
    }
    amount("purposes", form.purposes.len(), 0, MOST_ENDINGS)?;
    let mut purposes = BTreeSet::from([Form::REGISTER]);
    for (p, purpose) in form.purposes.iter().enumerate() {
        id(&format!("purposes[{p}].id"), &purpose.id)?;
        once(&format!("purposes[{p}].id"), &mut purposes, &purpose.id)?;
        check_condition(&format!("purposes[{p}].when"), &purpose.when, &earlier)?;
        check_answer_within(&format!("purposes[{p}]"), purpose)?;
    }
    // Endings, purposes, the calculator and the quote may refer to any question, so they are
    // checked after all of them.
    for (c, asked) in form.calculator.iter().enumerate() {
        if earlier.question(asked).is_none() {
            return problem(
                &format!("calculator[{c}]"),
                format!("{asked} is no question"),
            );
        }
    }
    form.quote
        .as_ref()
        .map_or(Ok(()), |quote| check_quote(quote, &earlier))
}

/// A time within which somebody is answered is a promise, so it says where it comes from.
fn check_answer_within(place: &str, purpose: &Purpose) -> Result<(), FormProblem> {
    let (time, most) = match purpose.answer_within {
        None => return Ok(()),
        Some(AnswerWithin::WorkingDays(days)) => (u16::from(days), AnswerWithin::MOST_DAYS.into()),
        Some(AnswerWithin::Hours(hours)) => (hours, AnswerWithin::MOST_HOURS),
    };
    let within = format!("{place}.answer_within");
    amount(&within, usize::from(time), 1, usize::from(most))?;
    match purpose.source.as_deref().and_then(Confidence::of) {
        Some(_) => Ok(()),
        None => problem(&format!("{place}.source"), Confidence::MISSING),
    }
}
