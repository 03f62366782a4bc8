//! Validates one question: its kind, its options, what it derives and how it is checked.

use std::collections::BTreeSet;

use super::super::misfits::{check_misfit, derivation_misfit};
use super::super::{Check, ChoiceOption, FormProblem, Kind, Question, Shown, Years};
use super::parts::{Earlier, amount, check_condition, id, once, problem, shaped};

/// A longer list is asked for by search.
const MOST_OPTIONS: usize = 20;
const MOST_SEARCHED: usize = 1000;
const MOST_CONFIRMED: usize = 6;
const MOST_TEXT: u16 = 500;

pub(super) fn check_question(
    place: &str,
    question: &Question,
    earlier: &Earlier<'_>,
) -> Result<(), FormProblem> {
    id(&format!("{place}.id"), &question.id)?;
    if earlier.question(&question.id).is_some() {
        return problem(
            &format!("{place}.id"),
            format!("{} is there twice", question.id),
        );
    }
    let kind = format!("{place}.kind");
    match &question.kind {
        Kind::Text { max } | Kind::Digits { max } => {
            amount(&kind, usize::from(*max), 1, usize::from(MOST_TEXT))?;
        }
        Kind::Choice { options } => check_options(&kind, options, 2, MOST_OPTIONS)?,
        Kind::Several { options } => check_options(&kind, options, 1, MOST_OPTIONS)?,
        Kind::Search { groups, options } => {
            check_options(&kind, options, 2, MOST_SEARCHED)?;
            check_groups(&kind, groups, options)?;
        }
        Kind::Confirm { of, shows, options } => {
            check_options(&kind, options, 2, MOST_CONFIRMED)?;
            let shown = earlier
                .question(of)
                .filter(|other| *shows == Shown::Answer || other.checks.contains(&Check::Nik));
            // A note or another confirmation has no answer of its own that could be confirmed.
            if shown.is_none_or(|other| !other.is_reviewed()) {
                return problem(
                    &kind,
                    format!("{of} is no earlier question that could be shown so"),
                );
            }
        }
        Kind::Village { of, options } => {
            check_options(&kind, options, 1, MOST_CONFIRMED)?;
            if !matches!(
                earlier.question(of),
                Some(Question {
                    kind: Kind::District { .. },
                    ..
                })
            ) {
                return problem(&kind, format!("{of} is no earlier question of a district"));
            }
        }
        Kind::District { near: Some(near) } if !earlier.has_nik(near) => {
            return problem(&kind, format!("{near} is no earlier question with a NIK"));
        }
        _ => {}
    }
    if !matches!(question.kind, Kind::Search { .. })
        && question
            .options()
            .iter()
            .any(|option| option.group.is_some())
    {
        return problem(&kind, "only options of a search have groups");
    }
    check_derivations(place, question, earlier)?;
    // An answer that may wait is left out of what is sent, so it cannot be required as well.
    if question.may_wait && question.required {
        return problem(
            &format!("{place}.may_wait"),
            "what may wait is not required",
        );
    }
    if !matches!(question.kind, Kind::Several { .. })
        && question.options().iter().any(|option| option.fixed)
    {
        return problem(&kind, "only one of several choices can be fixed");
    }
    if !question.required && !question.is_reviewed() {
        return problem(
            &format!("{place}.required"),
            "a note is always read, a confirmation always given",
        );
    }
    if let Some(when) = &question.when {
        check_condition(&format!("{place}.when"), when, earlier)?;
    }
    amount(&format!("{place}.checks"), question.checks.len(), 0, 8)?;
    for (c, check) in question.checks.iter().enumerate() {
        if let Some(what) = check_misfit(check, question, &|id| earlier.question(id)) {
            return problem(&format!("{place}.checks[{c}]"), what);
        }
    }
    // Reading a text ends at the first of these checks (`textual` in `evaluation/answer.rs`), so a
    // second one would never run.
    let identifiers = question.checks.iter().filter(|check| {
        use Check::{Email, Name, Nik, PayCode, Phone, Place, RtRw, TimeOfDay};
        matches!(
            check,
            Nik | Phone | Name | Place | RtRw | Email | TimeOfDay | PayCode
        )
    });
    if identifiers.count() > 1 {
        return problem(
            &format!("{place}.checks"),
            "a text is one of NIK, phone, name, place, RT/RW, e-mail, time and pay-for code",
        );
    }
    Ok(())
}

fn check_groups(
    place: &str,
    groups: &[String],
    options: &[ChoiceOption],
) -> Result<(), FormProblem> {
    amount(&format!("{place}.groups"), groups.len(), 0, MOST_OPTIONS)?;
    let mut seen = BTreeSet::new();
    for (g, group) in groups.iter().enumerate() {
        id(&format!("{place}.groups[{g}]"), group)?;
        once(&format!("{place}.groups[{g}]"), &mut seen, group)?;
    }
    let strays = |option: &ChoiceOption| match &option.group {
        Some(group) => !seen.contains(group.as_str()),
        None => !groups.is_empty(),
    };
    match options.iter().position(strays) {
        Some(o) => problem(
            &format!("{place}.options[{o}].group"),
            "it is in none of the groups",
        ),
        None => Ok(()),
    }
}

fn check_derivations(
    place: &str,
    question: &Question,
    earlier: &Earlier<'_>,
) -> Result<(), FormProblem> {
    amount(&format!("{place}.derive"), question.derive.len(), 0, 8)?;
    for (d, derivation) in question.derive.iter().enumerate() {
        let place = format!("{place}.derive[{d}]");
        if let Some(when) = &derivation.when {
            check_condition(&format!("{place}.when"), when, earlier)?;
        }
        if let Some(what) =
            derivation_misfit(&derivation.from, question, &|id| earlier.question(id))
        {
            return problem(&format!("{place}.from"), what);
        }
        if let Some(id) = derivation
            .change_at
            .as_ref()
            .filter(|id| earlier.question(id).is_none())
        {
            return problem(
                &format!("{place}.change_at"),
                format!("{id} is no question that is asked earlier"),
            );
        }
    }
    Ok(())
}

fn check_options(
    place: &str,
    options: &[ChoiceOption],
    least: usize,
    most: usize,
) -> Result<(), FormProblem> {
    amount(&format!("{place}.options"), options.len(), least, most)?;
    let mut seen = BTreeSet::new();
    for (o, option) in options.iter().enumerate() {
        let place = format!("{place}.options[{o}].id");
        if !shaped(&option.id, |first| {
            first.is_ascii_lowercase() || first.is_ascii_digit()
        }) {
            return problem(&place, "an option's id is small letters, digits and _");
        }
        once(&place, &mut seen, &option.id)?;
    }
    check_years(place, options)
}

/// An age means one option at most.
fn check_years(place: &str, options: &[ChoiceOption]) -> Result<(), FormProblem> {
    for (o, option) in options.iter().enumerate() {
        let Some(years) = option.years else { continue };
        let place = format!("{place}.options[{o}].years");
        if years.from > years.last() || years.last() > Years::MOST {
            return problem(&place, "ages go from the least to the most, up to 130");
        }
        let others = options[..o].iter().filter_map(|other| other.years);
        if others
            .into_iter()
            .any(|other| other.from <= years.last() && years.from <= other.last())
        {
            return problem(&place, "an earlier option has some of these ages");
        }
    }
    Ok(())
}
