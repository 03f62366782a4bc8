//! How an answer is typed, from the question's kind and checks. The bounds are those that the
//! checks keep: an answer out of them is refused.

use super::view::{Autofill, Capitals, Input, Keyboard};
use crate::form::{Check, Kind, Question};
use crate::person::{Nik, Phone};
use crate::sealed::PayCode;
use crate::units::{Date, Rupiah};

/// Texts longer than this are given more than one line.
const ONE_LINE: u16 = 60;

/// Keyboard, bounds and grouping of a question. Without a day that is sure there is no latest one.
pub(super) fn input(question: &Question, today: Option<Date>) -> Input {
    let mut input = Input {
        lines: 1,
        ..Input::default()
    };
    match &question.kind {
        Kind::Text { max } => {
            input.keyboard = Keyboard::Text;
            input.capitals = Capitals::Words;
            input.max_length = Some(*max);
            input.lines = if *max > ONE_LINE { 3 } else { 1 };
        }
        Kind::Digits { max } => {
            input.keyboard = Keyboard::Digits;
            input.max_length = Some(*max);
        }
        Kind::Date => {
            input.keyboard = Keyboard::Date;
            input.earliest = Some(Date::EARLIEST.to_owned());
        }
        Kind::Money => {
            input.keyboard = Keyboard::Digits;
            input.groups = vec![3];
            input.max_amount = Some(Rupiah::MOST.0);
        }
        Kind::Search { .. } | Kind::District { .. } | Kind::Village { .. } => {
            input.keyboard = Keyboard::Text;
        }
        _ => input.lines = 0,
    }
    for check in &question.checks {
        apply(check, today, &mut input);
    }
    input
}

fn apply(check: &Check, today: Option<Date>, input: &mut Input) {
    match check {
        Check::Nik => {
            input.groups = vec![4];
            input.min_length = Some(Nik::DIGITS);
        }
        Check::Phone => {
            (input.keyboard, input.autofill) = (Keyboard::Phone, Autofill::Phone);
            input.groups = vec![4];
            input.min_length = Some(Phone::LEAST_DIGITS);
        }
        Check::Name | Check::Place => (input.capitals, input.lines) = (Capitals::All, 1),
        Check::Email => {
            (input.keyboard, input.autofill) = (Keyboard::Email, Autofill::Email);
            (input.capitals, input.lines) = (Capitals::None, 1);
        }
        Check::PayCode => {
            (input.capitals, input.lines) = (Capitals::All, 1);
            input.min_length = u16::try_from(PayCode::SIGNS).ok();
        }
        Check::TimeOfDay => (input.keyboard, input.capitals) = (Keyboard::Time, Capitals::None),
        Check::Length { min } => input.min_length = Some(*min),
        Check::Past => lower(&mut input.latest, today.and_then(Date::day_before)),
        Check::UpToToday => lower(&mut input.latest, today),
        Check::Age { min, max } => {
            lower(
                &mut input.latest,
                min.and_then(|years| today?.years_ago(years)),
            );
            // Somebody who is just one year above the limit was born on this day or before it, so
            // the next day is the earliest.
            let too_old = max.and_then(|years| today?.years_ago(years.checked_add(1)?));
            raise(&mut input.earliest, too_old.and_then(Date::day_after));
        }
        Check::Count(digits) => input.min_length = Some(*digits),
        Check::PostalOf(_) => input.autofill = Autofill::PostalCode,
        Check::Amount { min, max } => {
            input.min_amount = min.map(|it| it.0);
            input.max_amount = max.map(|it| it.0).or(input.max_amount);
        }
        Check::MatchesNik(_)
        | Check::RtRw
        | Check::PerDay { .. }
        | Check::Per(_)
        | Check::JoinBefore { .. }
        | Check::MayBeUnknown => {}
    }
}

/// Days are written so that their order is that of their texts.
fn lower(latest: &mut Option<String>, day: Option<Date>) {
    if let Some(day) = day.map(|day| day.to_string()) {
        *latest = Some(latest.take().map_or(day.clone(), |known| known.min(day)));
    }
}

fn raise(earliest: &mut Option<String>, day: Option<Date>) {
    if let Some(day) = day.map(|day| day.to_string()) {
        *earliest = Some(earliest.take().map_or(day.clone(), |known| known.max(day)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::Content;
    use crate::engine::Engine;
    use crate::form::{Draft, Form};
    use crate::text::Lang;
    use crate::units::Timestamp;

    /// A form of one question with these checks.
    fn form(kind: &str, checks: &str) -> Form {
        let text = format!(
            r#"{{"id": "bpu", "version": 1, "steps": [{{"id": "identity", "questions": [
                {{"id": "birth_date", "kind": {kind}, "checks": {checks}}}]}}]}}"#
        );
        Form::parse(text.as_bytes()).unwrap()
    }

    fn is_taken(content: &Content, form: &Form, today: Date, text: &str) -> bool {
        let draft = Draft::of("bpu");
        let engine = Engine {
            content,
            form,
            draft: &draft,
            lang: Lang::Id,
            now: Timestamp::EARLIEST,
            today: Some(today),
            zone: None,
            only: &[],
        };
        engine.check("birth_date", text).is_ok()
    }

    proptest! {
        /// What lies on a bound is an answer, and what lies a day beyond it is refused.
        #[test]
        fn a_date_is_an_answer_just_within_its_bounds(
            (year, month, day) in (2026_u16..2100, 1_u8..13, 1_u8..32), min in 0_u16..40, more in 0_u16..60,
        ) {
            let Ok(today) = Date::new(year, month, day) else { return Ok(()) };
            let content = Content::built_in().unwrap();
            let max = min + more;
            let form = form("\"date\"", &format!(r#"["past", {{"age": {{"min": {min}, "max": {max}}}}}]"#));
            let input = input(form.question("birth_date").unwrap(), Some(today));
            let (earliest, latest): (Date, Date) = (input.earliest.unwrap().parse().unwrap(), input.latest.unwrap().parse().unwrap());
            prop_assert!(is_taken(&content, &form, today, &latest.to_string()), "{latest}");
            prop_assert!(!is_taken(&content, &form, today, &latest.day_after().unwrap().to_string()), "after {latest}");
            prop_assert!(is_taken(&content, &form, today, &earliest.to_string()), "{earliest}");
            if let Some(before) = earliest.day_before() {
                prop_assert!(!is_taken(&content, &form, today, &before.to_string()), "before {earliest}");
            }
        }
    }

    #[test]
    fn an_amount_is_an_answer_just_within_its_bounds() {
        let content = Content::built_in().unwrap();
        let today = Date::new(2026, 11, 27).unwrap();
        for checks in [
            r#"[{"amount": {"min": 500, "max": null}}]"#,
            r#"[{"amount": {"min": 1, "max": 9000}}]"#,
        ] {
            let form = form("\"money\"", checks);
            let input = input(form.question("birth_date").unwrap(), Some(today));
            let (least, most) = (input.min_amount.unwrap(), input.max_amount.unwrap());
            for (amount, taken) in [
                (least, true),
                (least - 1, false),
                (most, true),
                (most + 1, false),
            ] {
                assert_eq!(
                    is_taken(&content, &form, today, &amount.to_string()),
                    taken,
                    "{checks}: {amount}"
                );
            }
        }
    }

    #[test]
    fn without_a_sure_day_there_is_no_latest_one() {
        let form = form("\"date\"", r#"["past", {"age": {"min": 17, "max": 64}}]"#);
        let input = input(form.question("birth_date").unwrap(), None);
        assert_eq!(
            (input.earliest.as_deref(), input.latest),
            (Some("1900-01-01"), None)
        );
    }
}
