//! Whether the parts of a definition fit each other: a condition, a derivation or a check, and the
//! question it speaks of.

use super::{Check, Condition, DerivationSource, Kind, Question};

/// Why a condition makes no sense for the question that it refers to; none when it does.
pub(super) fn condition_misfit(leaf: &Condition, question: &Question) -> Option<String> {
    let id = &question.id;
    let has = |option: &str| question.options().iter().any(|known| known.id == option);
    match (leaf, &question.kind) {
        (Condition::Is(_, option), Kind::YesNo) => (option != "yes" && option != "no")
            .then(|| format!("{id} is answered yes or no, not {option}")),
        (
            Condition::Is(_, option),
            Kind::Choice { .. } | Kind::Search { .. } | Kind::Village { .. } | Kind::Confirm { .. },
        )
        | (Condition::Has(_, option), Kind::Several { .. }) => {
            (!has(option)).then(|| format!("{id} has no option {option}"))
        }
        (Condition::Tagged(_, tag), Kind::Choice { options } | Kind::Search { options, .. }) => {
            let carried = options.iter().any(|option| option.tags.contains(tag));
            (!carried).then(|| format!("no option of {id} carries the tag {tag}"))
        }
        (Condition::AtLeast(..), Kind::Money)
        | (Condition::Older(..) | Condition::OlderMonths(..), Kind::Date)
        | (Condition::Answered(_) | Condition::All(_) | Condition::Any(_) | Condition::Not(_), _) => {
            None
        }
        (Condition::InDistrict(_), _) if question.checks.contains(&Check::Nik) => None,
        (Condition::Is(..), _) => Some(format!("`is` needs a choice or yes/no; {id} is none")),
        (Condition::Has(..), _) => Some(format!("`has` needs several choices; {id} is none")),
        (Condition::Tagged(..), _) => Some(format!("`tagged` needs a choice; {id} is none")),
        (Condition::AtLeast(..), _) => {
            Some(format!("`at_least` needs an amount of money; {id} is none"))
        }
        (Condition::Older(..), _) => Some(format!("`older` needs a date; {id} is none")),
        (Condition::OlderMonths(..), _) => {
            Some(format!("`older_months` needs a date; {id} is none"))
        }
        (Condition::InDistrict(_), _) => Some(format!("`in_district` needs a NIK; {id} is none")),
    }
}

/// Why a derivation cannot answer `question`; none when it can. `earlier` gives the questions
/// before it.
pub(super) fn derivation_misfit<'f>(
    from: &DerivationSource,
    question: &Question,
    earlier: &impl Fn(&str) -> Option<&'f Question>,
) -> Option<String> {
    // Whatever is wrong here would only show as an answer that is never derived, so it is refused
    // with its reason.
    let is = |id: &str, fits: &dyn Fn(&Question) -> bool, what: &str| {
        (!earlier(id).is_some_and(fits)).then(|| format!("{id} is no earlier question {what}"))
    };
    let nik = |id: &str| {
        is(
            id,
            &|question| question.checks.contains(&Check::Nik),
            "with a NIK",
        )
    };
    let money = |id: &str| {
        is(
            id,
            &|question| question.kind == Kind::Money,
            "of an amount of money",
        )
    };
    let wrong = |fits: bool, what: &str| (!fits).then(|| format!("it gives {what}"));
    match from {
        DerivationSource::NikBirthDate(id) => {
            nik(id).or_else(|| wrong(question.kind == Kind::Date, "a date"))
        }
        DerivationSource::NikSex(id) => {
            nik(id).or_else(|| wrong(asks_for_sex(question), "a choice of female and male"))
        }
        DerivationSource::NikDistrict(id) => {
            nik(id).or_else(|| wrong(matches!(question.kind, Kind::District { .. }), "a district"))
        }
        DerivationSource::PostalCode(id) => is(
            id,
            &|other| matches!(other.kind, Kind::District { .. }),
            "of a district",
        )
        .or_else(|| {
            wrong(
                matches!(question.kind, Kind::Digits { max: 5.. }),
                "five digits",
            )
        }),
        DerivationSource::VillagePostalCode(id) => is(
            id,
            &|other| matches!(other.kind, Kind::Village { .. }),
            "of a village",
        )
        .or_else(|| {
            wrong(
                matches!(question.kind, Kind::Digits { max: 5.. }),
                "five digits",
            )
        }),
        DerivationSource::PerDay { amount, days } => money(amount)
            .or_else(|| is(days, &counts_days, "whose options are 1 to 7 days"))
            .or_else(|| wrong(question.kind == Kind::Money, "an amount of money")),
        DerivationSource::PerTimes {
            amount,
            times,
            months,
        } => money(amount)
            .or_else(|| is(times, &counts_times, "whose options are 1 to 99 times"))
            .or_else(|| wrong(question.kind == Kind::Money, "an amount of money"))
            .or_else(|| (*months == 0).then(|| "no month at all".to_owned())),
        DerivationSource::PerWeek(id) => {
            money(id).or_else(|| wrong(question.kind == Kind::Money, "an amount of money"))
        }
    }
}

/// A choice of exactly `female` and `male`?
fn asks_for_sex(question: &Question) -> bool {
    let Kind::Choice { options } = &question.kind else {
        return false;
    };
    options.len() == 2
        && ["female", "male"]
            .iter()
            .all(|id| options.iter().any(|option| option.id == *id))
}

fn counts_days(question: &Question) -> bool {
    let days = |id: &str| id.parse::<u8>().is_ok_and(|days| (1..=7).contains(&days));
    matches!(&question.kind, Kind::Choice { options } if options.iter().all(|option| days(&option.id)))
}

fn counts_times(question: &Question) -> bool {
    let times = |id: &str| {
        id.parse::<u8>()
            .is_ok_and(|times| (1..=99).contains(&times))
    };
    matches!(&question.kind, Kind::Choice { options } if options.iter().all(|option| times(&option.id)))
}

/// Why a check cannot be run on this kind of answer; none when it can.
pub(super) fn check_misfit<'f>(
    check: &Check,
    question: &Question,
    earlier: &impl Fn(&str) -> Option<&'f Question>,
) -> Option<String> {
    let kind = &question.kind;
    let textual = matches!(kind, Kind::Text { .. } | Kind::Digits { .. });
    match check {
        // A check on another kind of answer would never find anything, and its author would believe
        // it kept.
        Check::Nik | Check::Phone if !textual => Some("this check needs text or digits".to_owned()),
        Check::Name
        | Check::Place
        | Check::Email
        | Check::TimeOfDay
        | Check::RtRw
        | Check::PayCode
            if !matches!(kind, Kind::Text { .. }) =>
        {
            Some("this check needs text".to_owned())
        }
        Check::MayBeUnknown if !question.checks.contains(&Check::Name) => {
            Some("this check goes with that of a name".to_owned())
        }
        Check::Length { min } => match kind {
            Kind::Text { max } | Kind::Digits { max } if min > max => {
                Some("longer than the longest text".to_owned())
            }
            Kind::Text { .. } | Kind::Digits { .. } => None,
            _ => Some("this check needs text or digits".to_owned()),
        },
        Check::Past | Check::UpToToday | Check::Age { .. } | Check::JoinBefore { .. }
            if *kind != Kind::Date =>
        {
            Some("this check needs a date".to_owned())
        }
        Check::MatchesNik(_) if *kind != Kind::Date && !asks_for_sex(question) => {
            Some("this check needs a date, or a choice of female and male".to_owned())
        }
        Check::Count(_) | Check::PostalOf(_) if !matches!(kind, Kind::Digits { .. }) => {
            Some("this check needs digits".to_owned())
        }
        Check::PostalOf(id) => match earlier(id) {
            Some(Question {
                kind: Kind::District { .. },
                ..
            }) => None,
            _ => Some(format!("{id} is no earlier question of a district")),
        },
        Check::Amount { .. } | Check::PerDay { .. } | Check::Per(_) if *kind != Kind::Money => {
            Some("this check needs an amount of money".to_owned())
        }
        Check::Age {
            min: Some(min),
            max: Some(max),
        } if min > max => Some("min is above max".to_owned()),
        Check::Amount {
            min: Some(min),
            max: Some(max),
        } if min > max => Some("min is above max".to_owned()),
        Check::MatchesNik(id) if !earlier(id).is_some_and(|it| it.checks.contains(&Check::Nik)) => {
            Some(format!("{id} is no earlier question with a NIK"))
        }
        _ => None,
    }
}
