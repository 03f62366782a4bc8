//! The checks of a question: problems refuse an answer, warnings only tell, and `understood` says
//! the answer back.

use crate::form::definition::{Check, Kind, Question};
use crate::form::draft::{PhotoFault, Value};
use crate::person::{Nik, NikWarning, Phone, PhoneWarning, Regions, Sex, Villages};
use crate::secret::Secret;
use crate::text::{Arg, Message};
use crate::units::{Date, Rupiah};

/// A warning names at most this many postal codes of a district, because a list of thirty helps
/// nobody.
const POSTAL_CODES: usize = 4;

/// What the checks of one question found in a value.
#[derive(Default)]
pub(crate) struct CheckResult {
    pub problems: Vec<Message>,
    pub warnings: Vec<Message>,
    pub understood: Vec<Message>,
}

/// Gives the answer to an earlier question in canonical text; empty when there is none.
type Earlier<'e> = &'e dyn Fn(&str) -> Secret;

/// Runs all checks of a question on a value of its kind. Some checks compare it with earlier
/// answers.
pub(crate) fn check_value(
    question: &Question,
    value: &Value,
    today: Option<Date>,
    earlier: Earlier<'_>,
) -> CheckResult {
    let mut result = CheckResult::default();
    match value {
        Value::Text(text) => check_text(question, text.reveal(), today, earlier, &mut result),
        Value::Date(date) => check_date(question, *date, today, earlier, &mut result),
        Value::Money(amount) => check_money(question, *amount, &mut result),
        Value::Choice(chosen) => check_choice(question, chosen, earlier, &mut result),
        Value::Photo { faults, .. } => {
            result
                .warnings
                .extend(PhotoFault::worst(faults).map(|fault| Message::new(fault.message_id())));
        }
        _ => {}
    }
    result
}

/// Likely answers before anything is typed: the postal codes of the district.
pub(crate) fn suggested(question: &Question, earlier: Earlier<'_>) -> Vec<String> {
    let districts = question.checks.iter().filter_map(|check| match check {
        Check::PostalOf(district) => Some(Regions::postal_codes(earlier(district).reveal())),
        _ => None,
    });
    districts.flatten().collect()
}

fn check_choice(question: &Question, chosen: &str, earlier: Earlier<'_>, result: &mut CheckResult) {
    if matches!(question.kind, Kind::District { .. })
        && let Some(regency) = Regions::parent(chosen)
    {
        result
            .understood
            .push(Message::new("branch-understood").with("regency", Arg::Text(regency.name)));
    }
    if let (Kind::Village { of, .. }, Some(village)) = (&question.kind, Villages::get(chosen)) {
        if village
            .code
            .starts_with(&format!("{}.", earlier(of).reveal()))
        {
            let understood =
                Message::new("village-understood").with("name", Arg::Text(village.name));
            result
                .understood
                .push(understood.with("postal", Arg::Text(village.postal_code)));
        } else {
            // After another district was chosen the village is asked for again.
            result.problems.push(Message::new("problem-changed"));
        }
    }
    for check in &question.checks {
        let Check::MatchesNik(other) = check else {
            continue;
        };
        let given = if chosen == "female" {
            Sex::Female
        } else {
            Sex::Male
        };
        let warning = nik(earlier, other).and_then(|nik| nik.compare_sex(given));
        result.warnings.extend(warning.as_ref().map(nik_warning));
    }
}

fn check_text(
    question: &Question,
    text: &str,
    today: Option<Date>,
    earlier: Earlier<'_>,
    result: &mut CheckResult,
) {
    for check in &question.checks {
        match check {
            Check::Nik => {
                let Ok(nik) = Nik::parse(text) else { continue };
                result
                    .warnings
                    .extend(nik.warnings().iter().map(nik_warning));
                // Without a day the century of the birth date is unknown, and so is the year.
                let sex = Arg::Message(sex(nik.sex()).to_owned());
                let understood = match today {
                    Some(today) => Message::new("nik-understood")
                        .with("sex", sex)
                        .with("date", Arg::Date(nik.birth_date(today))),
                    None => Message::new("nik-understood-sex").with("sex", sex),
                };
                result.understood.push(understood);
                // Only a place that is fully known is said back; for any other the warning says
                // what is known.
                let made_in = nik
                    .district()
                    .and_then(|district| Regions::path(&district.code));
                let made_in = made_in
                    .map(|place| Message::new("nik-made-in").with("place", Arg::Text(place)));
                result.understood.extend(made_in);
            }
            Check::Phone => {
                let Ok(phone) = Phone::parse(text) else {
                    continue;
                };
                result
                    .warnings
                    .extend(phone.warnings().into_iter().map(|warning| match warning {
                        PhoneWarning::UnknownPrefix { prefix } => {
                            Message::new("phone-unknown-prefix").with("prefix", Arg::Text(prefix))
                        }
                    }));
                let understood =
                    Message::new("phone-understood").with("number", Arg::Text(phone.national()));
                result.understood.push(understood);
            }
            Check::Length { min } => {
                let count = text.chars().count();
                if count < usize::from(*min) {
                    result
                        .problems
                        .push(length("problem-too-short", count, "min", *min));
                }
            }
            Check::Count(wanted) => {
                let count = text.chars().count();
                let wanted = usize::from(*wanted);
                let (id, name) = if count < wanted {
                    ("digits-too-few", "left")
                } else {
                    ("digits-too-many", "over")
                };
                if count != wanted {
                    let problem = Message::new(id)
                        .with("count", Arg::Number(count as u64))
                        .with("wanted", Arg::Number(wanted as u64))
                        .with(name, Arg::Number(count.abs_diff(wanted) as u64));
                    result.problems.push(problem);
                }
            }
            Check::MayBeUnknown if text == Check::UNKNOWN => {
                result.understood.push(Message::new("answer-unknown"));
            }
            Check::PostalOf(district) => {
                check_postal_code(text, earlier(district).reveal(), result);
            }
            _ => {}
        }
    }
    if let Kind::Text { max } | Kind::Digits { max } = question.kind {
        let count = text.chars().count();
        if count > usize::from(max) {
            result
                .problems
                .push(length("problem-too-long", count, "max", max));
        }
    }
}

fn check_postal_code(given: &str, district: &str, result: &mut CheckResult) {
    let known = Regions::postal_codes(district);
    let Some(region) = Regions::get(district).filter(|_| !known.is_empty()) else {
        return;
    };
    if !known.iter().any(|code| code == given) {
        let warning = Message::new("postal-differs")
            .with("given", Arg::Text(given.to_owned()))
            .with("known", Arg::Text(some(&known)))
            .with("district", Arg::Text(region.name));
        result.warnings.push(warning);
    }
}

fn check_date(
    question: &Question,
    date: Date,
    today: Option<Date>,
    earlier: Earlier<'_>,
    result: &mut CheckResult,
) {
    let age = today.and_then(|today| date.age_on(today));
    let mut aged = false;
    for check in &question.checks {
        match check {
            Check::Past if today.is_some_and(|today| date >= today) => {
                result.problems.push(Message::new("date-future"));
            }
            // The day itself counts: an accident may be reported on the day on which it happened.
            Check::UpToToday if today.is_some_and(|today| date > today) => {
                result.problems.push(Message::new("date-future"));
            }
            Check::Age { min, max } => {
                aged = true;
                let Some(age) = age else { continue };
                // The message does not contain the age: problems are read aloud, and answers must
                // never be.
                let problem = |id: &str, name, limit| {
                    Message::new(id).with(name, Arg::Number(u64::from(limit)))
                };
                result.problems.extend(
                    min.filter(|min| age < *min)
                        .map(|min| problem("age-under", "min", min)),
                );
                result.problems.extend(
                    max.filter(|max| age > *max)
                        .map(|max| problem("age-over", "max", max)),
                );
            }
            Check::JoinBefore { age: last, months } => {
                let birthday = date.birthday(*last);
                let near = |today: Date| {
                    let left =
                        u32::from(*last) * 12 - u32::from(*months).min(u32::from(*last) * 12);
                    date.months_on(today)
                        .is_some_and(|lived| u32::from(lived) >= left)
                };
                if let (Some(today), Some(birthday)) = (today, birthday)
                    && today < birthday
                    && near(today)
                {
                    let warning =
                        Message::new("pay-before-birthday").with("date", Arg::Date(birthday));
                    result
                        .warnings
                        .push(warning.with("age", Arg::Number(u64::from(*last))));
                }
            }
            Check::MatchesNik(other) => {
                let warning = nik(earlier, other)
                    .and_then(|nik| nik.compare_birth_date(date, today.unwrap_or(date)));
                result.warnings.extend(warning.as_ref().map(nik_warning));
            }
            _ => {}
        }
    }
    result.understood.push(match age.filter(|_| aged) {
        Some(age) => Message::new("date-understood-age")
            .with("date", Arg::Date(date))
            .with("age", Arg::Number(u64::from(age))),
        None => Message::new("date-understood").with("date", Arg::Date(date)),
    });
}

fn check_money(question: &Question, amount: Rupiah, result: &mut CheckResult) {
    for check in &question.checks {
        match check {
            Check::Amount { min, max } => {
                let problem =
                    |id: &str, name, limit| Message::new(id).with(name, Arg::Money(limit));
                result.problems.extend(
                    min.filter(|min| amount < *min)
                        .map(|min| problem("money-under", "min", min)),
                );
                result.problems.extend(
                    max.filter(|max| amount > *max)
                        .map(|max| problem("money-over", "max", max)),
                );
            }
            Check::PerDay { below } if amount < *below => {
                result
                    .warnings
                    .push(Message::new("money-per-day").with("amount", Arg::Money(amount)));
            }
            _ => {}
        }
    }
    let understood = Message::new("money-understood")
        .with("amount", Arg::Money(amount))
        .with("words", Arg::Words(amount));
    result.understood.push(understood);
}

/// The NIK that answers an earlier question.
fn nik(earlier: Earlier<'_>, question: &str) -> Option<Nik> {
    Nik::parse(earlier(question).reveal()).ok()
}

fn nik_warning(warning: &NikWarning) -> Message {
    match warning {
        NikWarning::UnknownProvince { code } => {
            Message::new("nik-unknown-province").with("code", Arg::Text(code.clone()))
        }
        NikWarning::UnknownRegency { code, within } => unknown("nik-unknown-regency", code, within),
        NikWarning::UnknownDistrict { code, within } => {
            unknown("nik-unknown-district", code, within)
        }
        NikWarning::BirthDateDiffers { nik, given } => Message::new("nik-date-differs")
            .with("nik", Arg::Date(*nik))
            .with("given", Arg::Date(*given)),
        NikWarning::SexDiffers { nik, given } => Message::new("nik-sex-differs")
            .with("nik", Arg::Message(sex(*nik).to_owned()))
            .with("given", Arg::Message(sex(*given).to_owned())),
    }
}

fn unknown(id: &str, code: &str, within: &str) -> Message {
    Message::new(id)
        .with("code", Arg::Text(code.to_owned()))
        .with("place", Arg::Text(within.to_owned()))
}

fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "sex-female",
        Sex::Male => "sex-male",
    }
}

/// The first few codes, with an ellipsis when there are more.
fn some(codes: &[String]) -> String {
    let shown = codes
        .iter()
        .take(POSTAL_CODES)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if codes.len() > POSTAL_CODES {
        shown + ", …"
    } else {
        shown
    }
}

fn length(id: &str, count: usize, name: &'static str, limit: u16) -> Message {
    Message::new(id)
        .with("count", Arg::Number(count as u64))
        .with(name, Arg::Number(u64::from(limit)))
}
