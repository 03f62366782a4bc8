//! The review: every answer as people say it.

use super::Engine;
use super::answer_text::format_answer;
use super::view::{ReviewLine, StepView};
use crate::form::Value;
use crate::form::evaluation::{Evaluation, QuestionState};
use crate::secret::Secret;
use crate::text::{Arg, Message};

/// Warnings that a review gives again: more would bury them.
const WARNINGS: usize = 5;

/// One line for each visible question but notes and confirmations, in order. A derived answer is changed where it was
/// derived from.
pub(super) fn lines(engine: &Engine<'_>, evaluation: &Evaluation<'_>) -> Vec<ReviewLine> {
    evaluation
        .states
        .iter()
        .filter(|state| state.visible && state.question.is_reviewed())
        .map(|state| {
            let id = &state.question.id;
            ReviewLine {
                question: state.change_at().to_owned(),
                label: engine.label(id),
                value: Secret::new(value(engine, state)),
                missing: state.is_open(),
                editable: engine.only.is_empty() || engine.only.contains(id) || state.is_open(),
            }
        })
        .collect()
}

/// What is unusual about the answers, once more before they go.
pub(super) fn warnings(engine: &Engine<'_>, evaluation: &Evaluation<'_>) -> Vec<Secret> {
    let warnings: Vec<Message> = evaluation
        .states
        .iter()
        .filter_map(|state| state.value().map(|value| evaluation.check_value(state.question, value).warnings))
        .flatten()
        .take(WARNINGS)
        .collect();
    engine.secret_texts(&warnings)
}

/// Cuts the longest answers of a review that would be larger than a view may be; the question's own screen has the whole.
pub(super) fn fit(view: &mut StepView) {
    let bytes: usize = view.strings().iter().map(|text| text.len()).sum();
    let over = bytes.saturating_sub(StepView::MOST_BYTES);
    if over == 0 {
        return;
    }
    let mut lengths: Vec<usize> = view.review.iter().map(|line| line.value.reveal().len()).collect();
    lengths.sort_unstable();
    let mut room = lengths.iter().sum::<usize>().saturating_sub(over);
    // What short answers leave is shared by the long ones.
    let mut most = 0;
    for (done, length) in lengths.iter().enumerate() {
        most = room / (lengths.len() - done);
        if *length > most {
            break;
        }
        room -= length;
    }
    for line in view.review.iter_mut().filter(|line| line.value.reveal().len() > most) {
        line.value = Secret::new(cut(line.value.reveal(), most));
    }
}

/// The beginning of a text in at most so many bytes, with an ellipsis.
fn cut(text: &str, most: usize) -> String {
    const ELLIPSIS: &str = "…";
    let end = most.saturating_sub(ELLIPSIS.len());
    let end = (0..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    if most < ELLIPSIS.len() { String::new() } else { format!("{}{ELLIPSIS}", text.get(..end).unwrap_or_default()) }
}

fn value(engine: &Engine<'_>, state: &QuestionState<'_>) -> String {
    state.value().map_or_else(|| engine.text(&Message::new("no-answer")), |value| format_value(engine, state, value))
}

/// The answer that the draft holds, as people say it.
pub(super) fn format_value(engine: &Engine<'_>, state: &QuestionState<'_>, value: &Value) -> String {
    match value {
        Value::Text(text) if text.is_empty() => {
            engine.text(&Message::new(if state.question.may_wait { "answer-later" } else { "answer-skipped" }))
        }
        // An amount that follows from other answers says so, because nobody typed it.
        Value::Money(amount) if state.is_derived() => {
            engine.text(&Message::new("money-reckoned").with("amount", Arg::Money(*amount)))
        }
        Value::Photo { .. } => engine.text(&Message::new("photo-taken")),
        Value::Consent { .. } => {
            let at = state.entry.map_or(engine.now, |entry| entry.at);
            engine.text(&Message::new("consent-given").with("date", Arg::Date(at.date())))
        }
        _ => {
            let canonical = value.canonical().unwrap_or_default();
            let words = format_answer(engine.content, engine.lang, state.question, canonical.reveal());
            words.unwrap_or_else(|| canonical.reveal().to_owned())
        }
    }
}
