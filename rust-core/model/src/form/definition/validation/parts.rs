//! What the parts of a definition have in common: ids, numbers of things, conditions, and the
//! questions that they may refer to.

use std::collections::BTreeSet;

use super::super::misfits::condition_misfit;
use super::super::{Check, Condition, FormProblem, Question};

const MOST_ID: usize = 40;
/// Conditions nest at most this deep.
const MOST_DEPTH: usize = 8;
/// One condition refers to at most this many questions. Each is looked up for each screen; 12,000
/// took seconds.
const MOST_LEAVES: usize = 100;

/// The questions before the one that is being validated.
#[derive(Default)]
pub(super) struct Earlier<'f>(pub(super) Vec<&'f Question>);

impl<'f> Earlier<'f> {
    pub(super) fn question(&self, id: &str) -> Option<&'f Question> {
        self.0.iter().find(|question| question.id == id).copied()
    }

    pub(super) fn has_nik(&self, id: &str) -> bool {
        self.question(id)
            .is_some_and(|question| question.checks.contains(&Check::Nik))
    }
}

pub(super) fn check_condition(
    place: &str,
    condition: &Condition,
    earlier: &Earlier<'_>,
) -> Result<(), FormProblem> {
    if condition.depth() > MOST_DEPTH {
        return problem(place, format!("nested more than {MOST_DEPTH} deep"));
    }
    let leaves = condition.leaves();
    amount(place, leaves.len(), 0, MOST_LEAVES)?;
    for leaf in leaves {
        let Some(id) = leaf.question() else { continue };
        let Some(question) = earlier.question(id) else {
            return problem(place, format!("{id} is no question that is asked earlier"));
        };
        if let Some(what) = condition_misfit(leaf, question) {
            return problem(place, what);
        }
    }
    Ok(())
}

pub(super) fn id(place: &str, id: &str) -> Result<(), FormProblem> {
    if shaped(id, |first| first.is_ascii_lowercase()) {
        return Ok(());
    }
    problem(
        place,
        format!(
            "an id begins with a small letter and has small letters, digits and _, {MOST_ID} at most"
        ),
    )
}

pub(super) fn shaped(id: &str, first: impl Fn(char) -> bool) -> bool {
    id.len() <= MOST_ID
        && id.starts_with(first)
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

pub(super) fn once<'i>(
    place: &str,
    seen: &mut BTreeSet<&'i str>,
    id: &'i str,
) -> Result<(), FormProblem> {
    if seen.insert(id) {
        Ok(())
    } else {
        problem(place, format!("{id} is there twice"))
    }
}

pub(super) fn amount(
    place: &str,
    count: usize,
    least: usize,
    most: usize,
) -> Result<(), FormProblem> {
    if (least..=most).contains(&count) {
        return Ok(());
    }
    problem(
        place,
        format!("{count}; at least {least} and at most {most}"),
    )
}

pub(super) fn problem<T>(place: &str, what: impl Into<String>) -> Result<T, FormProblem> {
    Err(FormProblem {
        place: place.to_owned(),
        what: what.into(),
    })
}
