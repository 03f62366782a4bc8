//! Derives answers from earlier answers: the birth date from the NIK, a month's income from a
//! day's.

use crate::form::definition::DerivationSource;
use crate::form::draft::Value;
use crate::person::{Nik, Regions, Sex, Villages};
use crate::secret::Secret;
use crate::units::{Date, Rupiah};

/// The derived answer; none when the earlier answers do not give one.
pub(super) fn derive<'v>(
    from: &DerivationSource,
    today: Option<Date>,
    answer: &impl Fn(&str) -> Option<&'v Value>,
) -> Option<Value> {
    match from {
        DerivationSource::NikBirthDate(nik) => {
            Some(Value::Date(read_nik(answer(nik)?)?.birth_date(today?)))
        }
        DerivationSource::NikSex(nik) => {
            let sex = match read_nik(answer(nik)?)?.sex() {
                Sex::Female => "female",
                Sex::Male => "male",
            };
            Some(Value::Choice(sex.to_owned()))
        }
        DerivationSource::NikDistrict(nik) => Some(Value::Choice(
            Regions::get(&read_nik(answer(nik)?)?.region())?.code,
        )),
        DerivationSource::PostalCode(district) => {
            let Value::Choice(code) = answer(district)? else {
                return None;
            };
            // Only a district with a single postal code gives one (ADR 6). Among several the worker
            // has to choose.
            match <[String; 1]>::try_from(Regions::postal_codes(code)) {
                Ok([only]) => Some(Value::Text(Secret::new(only))),
                Err(_) => None,
            }
        }
        DerivationSource::VillagePostalCode(village) => {
            let Value::Choice(code) = answer(village)? else {
                return None;
            };
            Some(Value::Text(Secret::new(Villages::get(code)?.postal_code)))
        }
        DerivationSource::PerDay { amount, days } => {
            let (Value::Money(amount), Value::Choice(days)) = (answer(amount)?, answer(days)?)
            else {
                return None;
            };
            monthly(*amount, days.parse().ok()?)
        }
        DerivationSource::PerTimes {
            amount,
            times,
            months,
        } => {
            let (Value::Money(amount), Value::Choice(times)) = (answer(amount)?, answer(times)?)
            else {
                return None;
            };
            spread(*amount, times.parse().ok()?, u64::from(*months))
        }
        DerivationSource::PerWeek(amount) => {
            let Value::Money(amount) = answer(amount)? else {
                return None;
            };
            // An amount of a week is like an amount of one day in the week: 52 of them make a year.
            monthly(*amount, 1)
        }
    }
}

fn read_nik(value: &Value) -> Option<Nik> {
    match value {
        Value::Text(text) => Nik::parse(text.reveal()).ok(),
        _ => None,
    }
}

/// Income per month from income per day: 52 weeks in 12 months, rounded down. None above
/// [`Rupiah::MOST`].
fn monthly(amount: Rupiah, days_a_week: u64) -> Option<Value> {
    let month = amount.0.checked_mul(days_a_week)?.checked_mul(52)? / 12;
    (month <= Rupiah::MOST.0).then_some(Value::Money(Rupiah(month)))
}

/// Income per month from income each time. None above [`Rupiah::MOST`].
fn spread(amount: Rupiah, times: u64, months: u64) -> Option<Value> {
    let month = amount.0.checked_mul(times)?.checked_div(months)?;
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
        assert_eq!(
            spread(Rupiah(6_000_000), 2, 12),
            Some(Value::Money(Rupiah(1_000_000)))
        );
        assert_eq!(spread(Rupiah(7), 1, 12), Some(Value::Money(Rupiah(0))));
        assert_eq!(
            (
                spread(Rupiah(7), 1, 0),
                spread(Rupiah::MOST, 2, 1),
                spread(Rupiah(u64::MAX), 2, 1)
            ),
            (None, None, None)
        );
        assert_eq!(monthly(Rupiah(u64::MAX), 7), None);
        assert_eq!(monthly(Rupiah::MOST, 1), None);
    }
}
