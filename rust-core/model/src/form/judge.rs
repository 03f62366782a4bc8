//! What an understood answer means: is it possible, what is unusual, how do we say it back.

use super::{Check, Kind, Question, Value};
use crate::person::{Nik, NikWarning, Phone, PhoneWarning, Sex};
use crate::text::{Arg, Message};
use crate::units::{Date, Rupiah};

/// What the checks of a question say of a value.
#[derive(Default)]
pub(super) struct Verdict {
    pub problems: Vec<Message>,
    pub warnings: Vec<Message>,
    pub understood: Vec<Message>,
}

/// Judges a value that is of the question's kind. `nik_of` gives the NIK answered to another question.
pub(super) fn judge(question: &Question, value: &Value, today: Date, nik_of: impl Fn(&str) -> Option<Nik>) -> Verdict {
    let mut verdict = Verdict::default();
    match value {
        Value::Text(text) => judge_text(question, text.reveal(), today, &mut verdict),
        Value::Date(date) => judge_date(question, *date, today, nik_of, &mut verdict),
        Value::Money(amount) => judge_money(question, *amount, &mut verdict),
        Value::Photo { faults, .. } => {
            verdict.warnings.extend(faults.iter().map(|fault| Message::new(fault.message_id())));
        }
        _ => {}
    }
    verdict
}

fn judge_text(question: &Question, text: &str, today: Date, verdict: &mut Verdict) {
    for check in &question.checks {
        match check {
            Check::Nik => {
                let Ok(nik) = Nik::parse(text) else { continue };
                verdict.warnings.extend(nik.warnings().iter().map(nik_warning));
                let understood = Message::new("nik-understood")
                    .with("sex", Arg::Message(sex(nik.sex()).to_owned()))
                    .with("date", Arg::Date(nik.birth_date(today)));
                verdict.understood.push(understood);
            }
            Check::Phone => {
                let Ok(phone) = Phone::parse(text) else { continue };
                verdict.warnings.extend(phone.warnings().into_iter().map(|warning| match warning {
                    PhoneWarning::UnknownPrefix { prefix } => {
                        Message::new("phone-unknown-prefix").with("prefix", Arg::Text(prefix))
                    }
                }));
                let understood = Message::new("phone-understood").with("number", Arg::Text(phone.national()));
                verdict.understood.push(understood);
            }
            Check::Length { min } => {
                let count = text.chars().count();
                if count < usize::from(*min) {
                    verdict.problems.push(length("problem-too-short", count, "min", *min));
                }
            }
            _ => {}
        }
    }
    if let Kind::Text { max } | Kind::Digits { max } = question.kind {
        let count = text.chars().count();
        if count > usize::from(max) {
            verdict.problems.push(length("problem-too-long", count, "max", max));
        }
    }
}

fn judge_date(
    question: &Question,
    date: Date,
    today: Date,
    nik_of: impl Fn(&str) -> Option<Nik>,
    verdict: &mut Verdict,
) {
    let age = date.age_on(today);
    let mut aged = false;
    for check in &question.checks {
        match check {
            Check::Past if date >= today => {
                verdict.problems.push(Message::new("date-future"));
            }
            Check::Age { min, max } => {
                aged = true;
                let Some(age) = age else { continue };
                // Without the age itself: problems are read aloud, answers are not.
                let problem = |id: &str, name, limit| Message::new(id).with(name, Arg::Number(u64::from(limit)));
                verdict.problems.extend(min.filter(|min| age < *min).map(|min| problem("age-under", "min", min)));
                verdict.problems.extend(max.filter(|max| age > *max).map(|max| problem("age-over", "max", max)));
            }
            Check::MatchesNik(other) => {
                let warning = nik_of(other).and_then(|nik| nik.compare_birth_date(date, today));
                verdict.warnings.extend(warning.as_ref().map(nik_warning));
            }
            _ => {}
        }
    }
    verdict.understood.push(match age.filter(|_| aged) {
        Some(age) => {
            Message::new("date-understood-age").with("date", Arg::Date(date)).with("age", Arg::Number(u64::from(age)))
        }
        None => Message::new("date-understood").with("date", Arg::Date(date)),
    });
}

fn judge_money(question: &Question, amount: Rupiah, verdict: &mut Verdict) {
    for check in &question.checks {
        match check {
            Check::Amount { min, max } => {
                let problem = |id: &str, name, limit| Message::new(id).with(name, Arg::Money(limit));
                verdict.problems.extend(min.filter(|min| amount < *min).map(|min| problem("money-under", "min", min)));
                verdict.problems.extend(max.filter(|max| amount > *max).map(|max| problem("money-over", "max", max)));
            }
            Check::PerDay { below } if amount < *below => {
                verdict.warnings.push(Message::new("money-per-day").with("amount", Arg::Money(amount)));
            }
            _ => {}
        }
    }
    let understood =
        Message::new("money-understood").with("amount", Arg::Money(amount)).with("words", Arg::Words(amount));
    verdict.understood.push(understood);
}

fn nik_warning(warning: &NikWarning) -> Message {
    match warning {
        NikWarning::UnknownProvince { code } => {
            Message::new("nik-unknown-province").with("code", Arg::Text(code.clone()))
        }
        NikWarning::BirthDateDiffers { nik, given } => {
            Message::new("nik-date-differs").with("nik", Arg::Date(*nik)).with("given", Arg::Date(*given))
        }
        NikWarning::SexDiffers { nik, given } => Message::new("nik-sex-differs")
            .with("nik", Arg::Message(sex(*nik).to_owned()))
            .with("given", Arg::Message(sex(*given).to_owned())),
    }
}

fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "sex-female",
        Sex::Male => "sex-male",
    }
}

fn length(id: &str, count: usize, name: &'static str, limit: u16) -> Message {
    Message::new(id).with("count", Arg::Number(count as u64)).with(name, Arg::Number(u64::from(limit)))
}
