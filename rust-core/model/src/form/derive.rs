//! Answers that earlier ones already give: the birth date stands in the NIK, a month's income follows from a day's.

use serde::{Deserialize, Serialize};

use super::{Check, Condition, Kind, Question, Value};
use crate::person::{Nik, Regions, Sex};
use crate::secret::Secret;
use crate::units::{Date, Rupiah};

/// One way to an answer, with the question at which people change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derivation {
    /// It applies only when this holds; without it, where the question is asked.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What the answer is made of.
    pub from: DerivationSource,
    /// The earlier question to go to from the review, to change the derived answer. None: the question itself.
    #[serde(default)]
    pub change_at: Option<String>,
}

/// What an answer is made of. Each names earlier questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DerivationSource {
    /// A date: the birth date in a NIK.
    NikBirthDate(String),
    /// `female` or `male`: the sex in a NIK.
    NikSex(String),
    /// The district in which a NIK was made, where there still is one of that code.
    NikDistrict(String),
    /// The postal code of a district, where it has only one.
    PostalCode(String),
    /// Rupiah a month from rupiah a day and days a week: 52 weeks in 12 months, whole rupiah, rounded down.
    PerDay {
        /// A money question.
        amount: String,
        /// A choice whose option ids are numbers of days, 1 to 7.
        days: String,
    },
    /// Rupiah a month from rupiah a week: 52 weeks in 12 months, whole rupiah, rounded down.
    PerWeek(String),
}

impl DerivationSource {
    /// The answer, if the earlier ones give one.
    pub(super) fn value<'v>(&self, today: Date, answer: &impl Fn(&str) -> Option<&'v Value>) -> Option<Value> {
        match self {
            Self::NikBirthDate(nik) => Some(Value::Date(read_nik(answer(nik)?)?.birth_date(today))),
            Self::NikSex(nik) => {
                let sex = match read_nik(answer(nik)?)?.sex() {
                    Sex::Female => "female",
                    Sex::Male => "male",
                };
                Some(Value::Choice(sex.to_owned()))
            }
            Self::NikDistrict(nik) => Some(Value::Choice(Regions::get(&read_nik(answer(nik)?)?.region())?.code)),
            Self::PostalCode(district) => {
                let Value::Choice(code) = answer(district)? else { return None };
                match <[String; 1]>::try_from(Regions::postal_codes(code)) {
                    Ok([only]) => Some(Value::Text(Secret::new(only))),
                    Err(_) => None,
                }
            }
            Self::PerDay { amount, days } => {
                let (Value::Money(amount), Value::Choice(days)) = (answer(amount)?, answer(days)?) else { return None };
                monthly(*amount, days.parse().ok()?)
            }
            Self::PerWeek(amount) => {
                let Value::Money(amount) = answer(amount)? else { return None };
                monthly(*amount, 1)
            }
        }
    }

    /// The earlier questions it is made of.
    pub(super) fn questions(&self) -> Vec<&str> {
        match self {
            Self::NikBirthDate(id)
            | Self::NikSex(id)
            | Self::NikDistrict(id)
            | Self::PostalCode(id)
            | Self::PerWeek(id) => vec![id],
            Self::PerDay { amount, days } => vec![amount, days],
        }
    }

    /// Why it cannot be the answer to `question`; `earlier` gives the questions asked before.
    pub(super) fn misfit<'f>(
        &self,
        question: &Question,
        earlier: &impl Fn(&str) -> Option<&'f Question>,
    ) -> Option<String> {
        let is = |id: &str, fits: &dyn Fn(&Question) -> bool, what: &str| {
            (!earlier(id).is_some_and(fits)).then(|| format!("{id} is no earlier question {what}"))
        };
        let nik = |id: &str| is(id, &|question| question.checks.contains(&Check::Nik), "with a NIK");
        let money = |id: &str| is(id, &|question| question.kind == Kind::Money, "of an amount of money");
        let wrong = |fits: bool, what: &str| (!fits).then(|| format!("it gives {what}"));
        match self {
            Self::NikBirthDate(id) => nik(id).or_else(|| wrong(question.kind == Kind::Date, "a date")),
            Self::NikSex(id) => nik(id).or_else(|| wrong(asks_for_sex(question), "a choice of female and male")),
            Self::NikDistrict(id) => {
                nik(id).or_else(|| wrong(matches!(question.kind, Kind::District { .. }), "a district"))
            }
            Self::PostalCode(id) => is(id, &|other| matches!(other.kind, Kind::District { .. }), "of a district")
                .or_else(|| wrong(matches!(question.kind, Kind::Digits { max: 5.. }), "five digits")),
            Self::PerDay { amount, days } => money(amount)
                .or_else(|| is(days, &counts_days, "whose options are 1 to 7 days"))
                .or_else(|| wrong(question.kind == Kind::Money, "an amount of money")),
            Self::PerWeek(id) => money(id).or_else(|| wrong(question.kind == Kind::Money, "an amount of money")),
        }
    }
}

/// A choice of exactly `female` and `male`?
pub(super) fn asks_for_sex(question: &Question) -> bool {
    let Kind::Choice { options } = &question.kind else { return false };
    options.len() == 2 && ["female", "male"].iter().all(|id| options.iter().any(|option| option.id == *id))
}

fn counts_days(question: &Question) -> bool {
    let days = |id: &str| id.parse::<u8>().is_ok_and(|days| (1..=7).contains(&days));
    matches!(&question.kind, Kind::Choice { options } if options.iter().all(|option| days(&option.id)))
}

fn read_nik(value: &Value) -> Option<Nik> {
    match value {
        Value::Text(text) => Nik::parse(text.reveal()).ok(),
        _ => None,
    }
}

/// 52 weeks in 12 months; none above the largest amount that can be meant.
fn monthly(amount: Rupiah, days_a_week: u64) -> Option<Value> {
    let month = amount.0.checked_mul(days_a_week)?.checked_mul(52)? / 12;
    (month <= Rupiah::MOST.0).then_some(Value::Money(Rupiah(month)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_fifty_two_twelfths_of_a_week() {
        let money = |amount, days| match monthly(Rupiah(amount), days) {
            Some(Value::Money(month)) => month.0,
            _ => 0,
        };
        assert_eq!(money(100_000, 6), 2_600_000);
        assert_eq!(money(100_000, 7), 3_033_333);
        assert_eq!(money(600_000, 1), 2_600_000);
        assert_eq!(monthly(Rupiah(u64::MAX), 7), None);
        assert_eq!(monthly(Rupiah::MOST, 1), None);
    }
}
