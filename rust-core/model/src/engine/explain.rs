//! Explains a form in sentences: when each question is asked, what derives its answer, and where
//! the form ends.

use super::Engine;
use crate::form::{Condition, Derivation, Question};
use crate::text::{Arg, Message};

/// What a question's definition says beyond its title, one sentence each.
pub(super) fn question(engine: &Engine<'_>, question: &Question) -> Vec<String> {
    let asked = question.when.as_ref().map(|when| {
        engine.text(
            &Message::new("explain-asked").with("condition", Arg::Text(condition(engine, when))),
        )
    });
    asked
        .into_iter()
        .chain(
            question
                .derive
                .iter()
                .map(|derivation| derived(engine, derivation)),
        )
        .collect()
}

/// The endings and purposes of the form, each with its condition.
pub(super) fn outcomes(engine: &Engine<'_>) -> Vec<String> {
    let said = |id: &str, text: String, when: &Condition| {
        let message = Message::new(id).with("what", Arg::Text(text));
        engine.text(&message.with("condition", Arg::Text(condition(engine, when))))
    };
    let title = |id: String| engine.text(&Message::new(id));
    let endings = engine.form.endings.iter().filter(|ending| ending.enabled);
    let purposes = engine.form.purposes.iter();
    endings
        .map(|ending| {
            said(
                "explain-ending",
                title(format!("end-{}", ending.id)),
                &ending.when,
            )
        })
        .chain(purposes.map(|it| {
            said(
                "explain-purpose",
                title(format!("purpose-{}", it.id)),
                &it.when,
            )
        }))
        .collect()
}

fn derived(engine: &Engine<'_>, derivation: &Derivation) -> String {
    let labels: Vec<String> = derivation
        .from
        .questions()
        .into_iter()
        .map(|id| engine.label(id))
        .collect();
    let from = Arg::Text(engine.content.texts.list(engine.lang, &labels));
    engine.text(&match &derivation.when {
        Some(when) => Message::new("explain-derived-if")
            .with("from", from)
            .with("condition", Arg::Text(condition(engine, when))),
        None => Message::new("explain-derived").with("from", from),
    })
}

fn condition(engine: &Engine<'_>, it: &Condition) -> String {
    let of = |id: &str, question: &str| {
        Message::new(id).with("question", Arg::Text(engine.label(question)))
    };
    let join = |id: &str, parts: &[Condition]| {
        let parts: Vec<String> = parts.iter().map(|part| nested(engine, part)).collect();
        parts.join(&format!(" {} ", engine.text(&Message::new(id))))
    };
    let option = |question: &str, option: &str| {
        // A yes/no question has no options in the definition. Its words are those of every yes and
        // no.
        let yes_no = engine
            .form
            .question(question)
            .is_some_and(|question| question.options().is_empty());
        let id = if yes_no {
            format!("answer-{option}")
        } else {
            format!("o-{question}-{option}")
        };
        Arg::Text(engine.text(&Message::new(id)))
    };
    engine.text(&match it {
        Condition::All(parts) => return join("explain-and", parts),
        Condition::Any(parts) => return join("explain-or", parts),
        Condition::Not(part) => {
            Message::new("explain-not").with("part", Arg::Text(nested(engine, part)))
        }
        Condition::Answered(id) => of("explain-answered", id),
        Condition::Is(id, chosen) | Condition::Has(id, chosen) => {
            of("explain-is", id).with("option", option(id, chosen))
        }
        Condition::Tagged(id, tag) => {
            let tagged = engine
                .form
                .question(id)
                .map_or(&[][..], Question::options)
                .iter()
                .filter(|option| option.tags.contains(tag));
            let labels: Vec<String> = tagged
                .map(|option| engine.text(&Message::new(format!("o-{id}-{}", option.id))))
                .collect();
            let labels = engine.content.texts.list(engine.lang, &labels);
            of("explain-tagged", id).with("options", Arg::Text(labels))
        }
        Condition::AtLeast(id, amount) => {
            of("explain-at-least", id).with("amount", Arg::Money(*amount))
        }
        Condition::Older(id, years) => {
            of("explain-older", id).with("years", Arg::Number(u64::from(*years)))
        }
        Condition::OlderMonths(id, months) => {
            let (years, months) = (months / 12, months % 12);
            of("explain-older-months", id)
                .with("years", Arg::Number(u64::from(years)))
                .with("months", Arg::Number(u64::from(months)))
        }
        Condition::InDistrict(id) => of("explain-in-district", id),
    })
}

/// A part of a condition, in parentheses where it could be misread without them.
fn nested(engine: &Engine<'_>, part: &Condition) -> String {
    let words = condition(engine, part);
    match part {
        Condition::All(_) | Condition::Any(_) => format!("({words})"),
        _ => words,
    }
}
