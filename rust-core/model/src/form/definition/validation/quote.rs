//! Validates what the live quote is made of.

use super::super::{FormProblem, Kind, Question, QuoteSource};
use super::parts::{Earlier, check_condition, problem};
use crate::programme::Programme;

pub(super) fn check_quote(quote: &QuoteSource, all: &Earlier<'_>) -> Result<(), FormProblem> {
    if !matches!(
        all.question(&quote.income),
        Some(Question {
            kind: Kind::Money,
            ..
        })
    ) {
        return problem(
            "quote.income",
            format!("{} is no question of an amount of money", quote.income),
        );
    }
    // The tariff asks only for income, work, payer, programmes and months. Each must be a question
    // whose every answer the tariff can read.
    check_condition("quote.transport", &quote.transport, all)?;
    let more = [
        ("government", &quote.government),
        ("unsure_payer", &quote.unsure_payer),
        ("daily", &quote.daily),
    ];
    for (name, condition) in more {
        condition.as_ref().map_or(Ok(()), |condition| {
            check_condition(&format!("quote.{name}"), condition, all)
        })?;
    }
    let Some(Question {
        kind: Kind::Several { options },
        ..
    }) = all.question(&quote.programmes)
    else {
        return problem(
            "quote.programmes",
            format!("{} is no question of several choices", quote.programmes),
        );
    };
    if let Some(option) = options
        .iter()
        .find(|option| option.id.parse::<Programme>().is_err())
    {
        return problem(
            "quote.programmes",
            format!("{} is none of jkk, jkm and jht", option.id),
        );
    }
    let Some(Question {
        kind: Kind::Choice { options },
        ..
    }) = all.question(&quote.months)
    else {
        return problem("quote.months", format!("{} is no choice", quote.months));
    };
    if let Some(option) = options
        .iter()
        .find(|option| !option.id.parse::<u8>().is_ok_and(|months| months > 0))
    {
        return problem(
            "quote.months",
            format!("{} is no number of months", option.id),
        );
    }
    for (s, shown) in quote.shown_at.iter().enumerate() {
        if all.question(shown).is_none() {
            return problem(
                &format!("quote.shown_at[{s}]"),
                format!("{shown} is no question"),
            );
        }
    }
    Ok(())
}
