//! Checks typed text as an answer, and makes the hints that are shown while it is typed.

use super::view::Hints;
use super::{Engine, choices};
use crate::form::evaluation::answer::{is_final, understand};
use crate::form::{AcceptedAnswer, Check, Kind, RefusedAnswer, Value};
use crate::secret::Secret;
use crate::text::Message;
use crate::typed::is_visible;
use crate::units::Zone;

/// See [`Engine::check`].
pub(super) fn check(
    engine: &Engine<'_>,
    question: &str,
    text: &str,
) -> Result<AcceptedAnswer, RefusedAnswer> {
    let Some(question) = engine.form.question(question) else {
        return Err(RefusedAnswer {
            problems: vec![Message::new("problem-option")],
        });
    };
    let mut value = understand(question, text).map_err(|problem| RefusedAnswer {
        problems: vec![problem],
    })?;
    if let (Some(zone), Value::Text(time)) = (engine.zone, &value)
        && question.checks.contains(&Check::TimeOfDay)
        && let Ok((time, None)) = Zone::read_time(time.reveal())
    {
        value = Value::Text(Secret::new(zone.write_time(time)));
    }
    let evaluation = engine.evaluation();
    if let (Kind::Confirm { of, .. }, Value::Choice(option)) = (&question.kind, &value) {
        value = Value::Confirmed {
            option: option.clone(),
            of: evaluation.text_of(of),
        };
    }
    let result = evaluation.check_value(question, &value);
    if !result.problems.is_empty() {
        return Err(RefusedAnswer {
            problems: result.problems,
        });
    }
    Ok(AcceptedAnswer {
        value,
        warnings: result.warnings,
        understood: result.understood,
    })
}

/// See [`Engine::hints`].
pub(super) fn hints(engine: &Engine<'_>, question: &str, text: &str) -> Hints {
    let mut hints = Hints::default();
    let Some(question) = engine.form.question(question).filter(|_| is_visible(text)) else {
        return hints;
    };
    match check(engine, &question.id, text) {
        Ok(answered) => {
            hints.complete = true;
            hints.understood = engine.secret_texts(&answered.understood);
            hints.warnings = engine.secret_texts(&answered.warnings);
        }
        Err(refused) => {
            let last: Vec<Message> = refused
                .problems
                .into_iter()
                .filter(|problem| is_final(question, text, problem))
                .collect();
            hints.problems = engine.secret_texts(&last);
            let found_none = match question.kind {
                Kind::Search { .. } | Kind::District { .. } => {
                    choices::find(engine, question, text, 1).is_empty()
                }
                Kind::Village { .. } => choices::villages(engine, question, text, 1).is_empty(),
                _ => false,
            };
            if matches!(question.kind, Kind::Village { .. }) && found_none {
                hints.warnings = engine.secret_texts(&[Message::new("village-none")]);
            } else if found_none {
                hints.warnings = engine.secret_texts(&[Message::new("search-none")]);
            }
        }
    }
    hints
}
