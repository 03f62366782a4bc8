//! Reads typed text as an answer, or says what is wrong with it.

use crate::form::definition::{Check, ChoiceOption, Kind, Question};
use crate::form::draft::Value;
use crate::person::{
    Email, EmailProblem, Level, Nik, NikProblem, PersonName, PersonNameProblem, Phone,
    PhoneProblem, PlaceName, PlaceNameProblem, Region, Regions, RtRw, RtRwProblem, Villages,
};
use crate::sealed::{CodeProblem, PayCode};
use crate::secret::Secret;
use crate::text::{Arg, Message};
use crate::typed::clean;
use crate::units::{
    AmountPeriod, Date, DateProblem, Rupiah, RupiahProblem, TimeOfDay, TimeOfDayProblem, Zone,
};

/// An answer that is taken, with what is unusual about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedAnswer {
    /// To be kept.
    pub value: Value,
    /// What is unusual; the worker goes on.
    pub warnings: Vec<Message>,
    /// What we understood: "Perempuan, lahir 15 Januari 1990."
    pub understood: Vec<Message>,
}

/// Why a text cannot be right, each reason in words that say what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedAnswer {
    /// At least one.
    pub problems: Vec<Message>,
}

/// Reads a text as an answer of the question's kind.
pub(crate) fn understand(question: &Question, text: &str) -> Result<Value, Message> {
    // A text without a visible sign is empty. Kept as it is, it would look like an answer and count
    // as skipped.
    let text = clean(text);
    let text = text.as_str();
    // People write a dash where they leave a line of a paper form out.
    let is_left_out = text.chars().all(|sign| sign == '-');
    if is_left_out && !question.required && question.kind != Kind::Note {
        return Ok(Value::skipped());
    }
    match &question.kind {
        Kind::Text { .. } | Kind::Digits { .. } => textual(question, text).map(Value::Text),
        Kind::Date => Date::parse_typed(text)
            .map(Value::Date)
            .map_err(date_problem),
        Kind::Choice { options } | Kind::Search { options, .. } | Kind::Confirm { options, .. } => {
            one_of(options, text).map(Value::Choice)
        }
        Kind::District { .. } => district(text).map(Value::Choice),
        Kind::Village { options, .. } => village(options, text).map(Value::Choice),
        Kind::Several { options } => several(options, text).map(Value::Choices),
        Kind::Money => money(question, text).map(Value::Money),
        Kind::YesNo => {
            yes_no(text).map(|yes| Value::Choice(if yes { "yes" } else { "no" }.to_owned()))
        }
        Kind::Photo => Err(Message::new(if text.is_empty() {
            "problem-photo"
        } else {
            "problem-photo-text"
        })),
        Kind::Consent { version, declares } => match yes_no(text) {
            Ok(true) => Ok(Value::Consent { version: *version }),
            _ if *declares => Err(Message::new("problem-declaration")),
            _ => Err(Message::new("problem-consent")),
        },
        Kind::Note => match yes_no(text) {
            Ok(true) => Ok(Value::Seen),
            _ => Err(Message::new("problem-note")),
        },
    }
}

/// True when a kept value is still possible for the question. A newer form may have dropped its
/// option.
pub(crate) fn still_fits(question: &Question, value: &Value) -> bool {
    if value.is_skipped() {
        return !question.required;
    }
    match (&question.kind, value) {
        (Kind::Text { .. } | Kind::Digits { .. }, Value::Text(text)) => {
            textual(question, text.reveal()).is_ok_and(|again| again == *text)
        }
        (Kind::Choice { options } | Kind::Search { options, .. }, Value::Choice(chosen))
        | (Kind::Confirm { options, .. }, Value::Confirmed { option: chosen, .. }) => {
            options.iter().any(|option| option.id == *chosen)
        }
        (Kind::District { .. }, Value::Choice(code)) => {
            district(code).is_ok_and(|again| again == *code)
        }
        (Kind::Village { options, .. }, Value::Choice(code)) => {
            village(options, code).is_ok_and(|again| again == *code)
        }
        (Kind::Several { options }, Value::Choices(chosen)) => {
            several(options, &chosen.join(",")).is_ok_and(|again| again == *chosen)
        }
        (Kind::YesNo, Value::Choice(chosen)) => chosen == "yes" || chosen == "no",
        (Kind::Consent { version, .. }, Value::Consent { version: given }) => version == given,
        (Kind::Date, Value::Date(_))
        | (Kind::Money, Value::Money(_))
        | (Kind::Photo, Value::Photo { .. })
        | (Kind::Note, Value::Seen) => true,
        _ => false,
    }
}

/// True when more typing cannot mend this problem, so it is shown while the worker types.
pub(crate) fn is_final(question: &Question, text: &str, problem: &Message) -> bool {
    let text = clean(text);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match problem.id.as_str() {
        "nik-not-digits" | "nik-too-long" | "nik-region" | "nik-birth-date" | "nik-serial"
        | "phone-not-digits" | "phone-too-long" | "name-digits" | "name-sign" | "name-too-long"
        | "place-digits" | "place-sign" | "problem-not-digits" | "problem-too-long"
        | "digits-too-many" | "date-no-such-day" | "date-future" | "money-other-period"
        | "age-over" | "age-under" | "money-too-large" | "money-over" | "email-space"
        | "email-name" | "time-no-such-time" => true,
        // "+6" is not yet a mobile number, "021" never becomes one.
        "phone-not-mobile" => {
            let plain: String = text
                .chars()
                .filter(|c| c.is_ascii_digit() || *c == '+')
                .collect();
            !["08", "8", "628", "+628"]
                .iter()
                .any(|start| start.starts_with(&plain))
        }
        // "15 Jan" becomes "15 Januari 1990".
        "date-not-a-date" => {
            let other = |sign: char| {
                !sign.is_alphanumeric() && !matches!(sign, '-' | '/' | '.' | ',' | ' ' | '\'' | '’')
            };
            text.chars().any(other) || digits > 8
        }
        "date-year" => digits > 8,
        // "80r" becomes "80rb", and "5jt s" becomes "5jt sehari". An amount begins with a digit or
        // with "Rp".
        "money-not-an-amount" => {
            let begins =
                text.starts_with(|c: char| c.is_ascii_digit() || c.eq_ignore_ascii_case(&'r'));
            let possible = |c: char| {
                c.is_ascii_digit()
                    || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '-' | '/')
                    || "rpibujtakhsenglmoy".contains(c.to_ascii_lowercase())
            };
            (!begins && !text.is_empty()) || !text.chars().all(possible)
        }
        _ => matches!(question.kind, Kind::Photo),
    }
}

fn textual(question: &Question, text: &str) -> Result<Secret, Message> {
    let may_be_unknown = question.checks.contains(&Check::MayBeUnknown);
    for check in &question.checks {
        match check {
            Check::Nik => {
                return Nik::parse(text)
                    .map(|nik| Secret::new(nik.digits()))
                    .map_err(|p| nik_problem(&p));
            }
            Check::Phone => {
                return Phone::parse(text)
                    .map(|phone| Secret::new(phone.e164()))
                    .map_err(|p| phone_problem(&p));
            }
            Check::Name if may_be_unknown && UNKNOWN.contains(&text.to_lowercase().as_str()) => {
                return Ok(Secret::new(Check::UNKNOWN));
            }
            Check::Name => {
                // Kept in capitals, as on the card, however it was typed.
                return PersonName::parse(text)
                    .map(|name| Secret::new(name.text().to_uppercase()))
                    .map_err(|p| name_problem(&p, may_be_unknown));
            }
            Check::Place => {
                // In capitals as well: the card has it so.
                return PlaceName::parse(text)
                    .map(|place| Secret::new(place.text().to_uppercase()))
                    .map_err(|p| place_problem(&p));
            }
            Check::RtRw => {
                return RtRw::parse(text)
                    .map(|it| Secret::new(it.text()))
                    .map_err(rt_rw_problem);
            }
            Check::Email => {
                return Email::parse(text)
                    .map(|it| Secret::new(it.text()))
                    .map_err(email_problem);
            }
            Check::TimeOfDay => {
                let words = |(time, zone): (TimeOfDay, Option<Zone>)| {
                    Secret::new(zone.map_or_else(|| time.to_string(), |zone| zone.write_time(time)))
                };
                return Zone::read_time(text).map(words).map_err(time_problem);
            }
            Check::PayCode => {
                return match PayCode::find(text) {
                    Ok(code) => Ok(Secret::new(code.to_string())),
                    Err(CodeProblem::Length(0)) => Err(Message::new("problem-empty")),
                    Err(_) => Err(Message::new("not-possible-pay-code")),
                };
            }
            _ => {}
        }
    }
    if text.is_empty() {
        return Err(Message::new("problem-empty"));
    }
    if matches!(question.kind, Kind::Digits { .. }) {
        let digits: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '.' | '-'))
            .collect();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Message::new("problem-not-digits"));
        }
        return Ok(Secret::new(digits));
    }
    Ok(Secret::new(clean(text).as_str()))
}

/// What people type when they do not know a name, in small letters. The first one is what is kept.
const UNKNOWN: [&str; 14] = [
    "tidak diketahui",
    "tidak tahu",
    "tidak tau",
    "tak tahu",
    "tdk tahu",
    "tdk tau",
    "gak tahu",
    "gak tau",
    "nggak tahu",
    "nggak tau",
    "saya tidak tahu",
    "unknown",
    "not known",
    "i do not know",
];

fn one_of(options: &[ChoiceOption], text: &str) -> Result<String, Message> {
    if text.is_empty() {
        return Err(Message::new("problem-choose"));
    }
    let chosen = options
        .iter()
        .find(|option| option.id.eq_ignore_ascii_case(text));
    chosen
        .or_else(|| {
            let age = age(text)?;
            options
                .iter()
                .find(|option| option.years.is_some_and(|years| years.contains(age)))
        })
        .map(|option| option.id.clone())
        .ok_or_else(|| Message::new("problem-option"))
}

/// An age as people type it: `28`, `28 tahun`, `umur 28 th`. Half a year is left to the person.
fn age(text: &str) -> Option<u16> {
    let lower = text.to_lowercase();
    let mut words: Vec<&str> = lower
        .split([' ', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    if matches!(words.first(), Some(&("umur" | "usia" | "age"))) {
        words.remove(0);
    }
    let (number, rest) = words.split_first()?;
    let is_unit = matches!(
        *rest,
        [] | ["tahun" | "thn" | "th" | "years" | "year" | "yrs"] | ["years", "old"]
    );
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    (is_unit && is_number).then(|| number.parse().ok())?
}

/// The code of a known district.
fn district(text: &str) -> Result<String, Message> {
    if text.is_empty() {
        return Err(Message::new("problem-choose"));
    }
    match Regions::get(text) {
        Some(Region {
            level: Level::District,
            code,
            ..
        }) => Ok(code),
        _ => Err(Message::new("problem-option")),
    }
}

/// The code of a known village, or one of the options beside the villages.
fn village(options: &[ChoiceOption], text: &str) -> Result<String, Message> {
    Villages::get(text).map_or_else(|| one_of(options, text), |village| Ok(village.code))
}

/// Option ids joined by commas, in the order of the form, the fixed ones always among them.
fn several(options: &[ChoiceOption], text: &str) -> Result<Vec<String>, Message> {
    let wanted: Vec<&str> = text.split([',', ' ']).filter(|id| !id.is_empty()).collect();
    let known = |id: &str| {
        options
            .iter()
            .any(|option| option.id.eq_ignore_ascii_case(id))
    };
    if !wanted.iter().all(|id| known(id)) {
        return Err(Message::new("problem-option"));
    }
    let chosen: Vec<String> = options
        .iter()
        .filter(|option| option.fixed || wanted.iter().any(|id| option.id.eq_ignore_ascii_case(id)))
        .map(|option| option.id.clone())
        .collect();
    if chosen.is_empty() {
        Err(Message::new("problem-choose-some"))
    } else {
        Ok(chosen)
    }
}

/// What people type for yes and no, in both languages; none for anything else.
pub fn yes_or_no(text: &str) -> Option<bool> {
    match clean(text).to_lowercase().as_str() {
        "yes" | "y" | "ya" | "iya" | "setuju" | "ya setuju" | "iya setuju" => Some(true),
        "no" | "n" | "tidak" | "t" | "tdk" | "nggak" | "enggak" | "gak" => Some(false),
        _ => None,
    }
}

fn yes_no(text: &str) -> Result<bool, Message> {
    yes_or_no(text).ok_or_else(|| Message::new("problem-yes-no"))
}

fn nik_problem(problem: &NikProblem) -> Message {
    let counted = |id: &str, count: u8, name, other: u8| {
        Message::new(id)
            .with("count", Arg::Number(u64::from(count)))
            .with(name, Arg::Number(u64::from(other)))
    };
    match problem {
        NikProblem::Empty => Message::new("problem-empty"),
        NikProblem::NotDigits => Message::new("nik-not-digits"),
        NikProblem::TooShort { count } => counted(
            "nik-too-short",
            *count,
            "left",
            16_u8.saturating_sub(*count),
        ),
        NikProblem::TooLong { count } => {
            counted("nik-too-long", *count, "over", count.saturating_sub(16))
        }
        NikProblem::Region => Message::new("nik-region"),
        NikProblem::BirthDate => Message::new("nik-birth-date"),
        NikProblem::Serial => Message::new("nik-serial"),
    }
}

fn phone_problem(problem: &PhoneProblem) -> Message {
    let counted =
        |id: &str, count: u8| Message::new(id).with("count", Arg::Number(u64::from(count)));
    match problem {
        PhoneProblem::Empty => Message::new("problem-empty"),
        PhoneProblem::NotDigits => Message::new("phone-not-digits"),
        PhoneProblem::NotMobile => Message::new("phone-not-mobile"),
        PhoneProblem::TooShort { count } => counted("phone-too-short", *count),
        PhoneProblem::TooLong { count } => counted("phone-too-long", *count),
    }
}

fn name_problem(problem: &PersonNameProblem, may_be_unknown: bool) -> Message {
    match problem {
        // Somebody who types a dash has no name to write, and is told the way.
        PersonNameProblem::TooShort if may_be_unknown => Message::new("name-or-unknown"),
        PersonNameProblem::Empty => Message::new("problem-empty"),
        PersonNameProblem::TooShort => Message::new("name-too-short"),
        PersonNameProblem::TooLong => Message::new("name-too-long"),
        PersonNameProblem::Digits => Message::new("name-digits"),
        PersonNameProblem::Sign { sign } => {
            Message::new("name-sign").with("sign", Arg::Text(sign.to_string()))
        }
    }
}

fn place_problem(problem: &PlaceNameProblem) -> Message {
    match problem {
        PlaceNameProblem::Empty => Message::new("problem-empty"),
        PlaceNameProblem::NoLetter => Message::new("place-no-letter"),
        PlaceNameProblem::Digits => Message::new("place-digits"),
        PlaceNameProblem::Sign { sign } => {
            Message::new("place-sign").with("sign", Arg::Text(sign.to_string()))
        }
    }
}

fn rt_rw_problem(problem: RtRwProblem) -> Message {
    Message::new(match problem {
        RtRwProblem::Empty => "problem-empty",
        RtRwProblem::Shape => "rt-rw-shape",
    })
}

fn date_problem(problem: DateProblem) -> Message {
    Message::new(match problem {
        DateProblem::Empty => "problem-empty",
        DateProblem::NotADate => "date-not-a-date",
        DateProblem::NoSuchDay => "date-no-such-day",
        DateProblem::Weekday => "date-weekday",
        DateProblem::Year => "date-year",
    })
}

fn email_problem(problem: EmailProblem) -> Message {
    Message::new(match problem {
        EmailProblem::Empty => "problem-empty",
        EmailProblem::Space => "email-space",
        EmailProblem::At => "email-no-at",
        EmailProblem::Name => "email-name",
        EmailProblem::Place => "email-place",
    })
}

fn time_problem(problem: TimeOfDayProblem) -> Message {
    Message::new(match problem {
        TimeOfDayProblem::Empty => "problem-empty",
        TimeOfDayProblem::NotATime => "time-not-a-time",
        TimeOfDayProblem::NoSuchTime => "time-no-such-time",
    })
}

/// An amount for the period that the question asks about. Words of another period are asked about,
/// never guessed.
fn money(question: &Question, text: &str) -> Result<Rupiah, Message> {
    let (amount, said) = Rupiah::parse_with_period(text).map_err(|p| money_problem(&p))?;
    let asked = question.checks.iter().find_map(|check| match check {
        Check::Per(period) => Some(*period),
        _ => None,
    });
    match said {
        Some(said) if Some(said) != asked => {
            let name = |period: Option<AmountPeriod>| {
                Arg::Message(
                    period
                        .map_or("period-other", AmountPeriod::message_id)
                        .to_owned(),
                )
            };
            let problem = Message::new("money-other-period").with("amount", Arg::Money(amount));
            Err(problem
                .with("said", name(Some(said)))
                .with("asked", name(asked)))
        }
        _ => Ok(amount),
    }
}

fn money_problem(problem: &RupiahProblem) -> Message {
    match problem {
        RupiahProblem::Empty => Message::new("problem-empty"),
        RupiahProblem::NotAnAmount => Message::new("money-not-an-amount"),
        RupiahProblem::TooLarge => {
            Message::new("money-too-large").with("max", Arg::Money(Rupiah::MOST))
        }
    }
}
