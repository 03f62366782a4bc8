//! The review: all answers in words, before they are sent.

use super::Engine;
use super::answer_text::format_answer;
use super::view::{ReviewLine, ReviewSection, StepView};
use crate::form::evaluation::{Evaluation, QuestionState};
use crate::form::{Kind, Value};
use crate::secret::Secret;
use crate::text::{Arg, Message};

/// The review repeats at most this many warnings; more would not be read.
const WARNINGS: usize = 5;

/// One line for each visible question but notes and confirmations, in order. A derived answer is
/// changed where it was derived from.
pub(super) fn lines(
    engine: &Engine<'_>,
    evaluation: &Evaluation<'_>,
) -> (Vec<ReviewLine>, Vec<ReviewSection>) {
    let (mut lines, mut sections) = (Vec::new(), Vec::new());
    let mut step = None;
    for state in evaluation
        .states
        .iter()
        .filter(|state| state.visible && state.question.is_reviewed())
    {
        let id = &state.question.id;
        if step != Some(state.step) {
            step = Some(state.step);
            let titled = engine.form.steps.get(state.step);
            let title = titled
                .map(|it| engine.text(&Message::new(format!("step-{}", it.id))))
                .unwrap_or_default();
            sections.push(ReviewSection {
                title,
                first_line: u16::try_from(lines.len()).unwrap_or(u16::MAX),
            });
        }
        lines.push(ReviewLine {
            question: state.change_at().to_owned(),
            label: engine.label(id),
            value: Secret::new(value(engine, state)),
            missing: state.is_open(),
            editable: engine.only.is_empty() || engine.only.contains(id) || state.is_open(),
            warnings: Vec::new(),
        });
    }
    (lines, sections)
}

/// The labels of what is answered and will be sent, joined as a list. Consents and skipped
/// questions are left out.
pub(super) fn answered(engine: &Engine<'_>, evaluation: &Evaluation<'_>) -> String {
    let sent = evaluation.states.iter().filter(|state| {
        let given = state
            .value()
            .is_some_and(|value| !value.is_skipped() && !matches!(value, Value::Consent { .. }));
        state.visible
            && given
            && state.question.is_reviewed()
            && !matches!(state.question.kind, Kind::Several { .. })
    });
    let labels: Vec<String> = sent.map(|state| engine.label(&state.question.id)).collect();
    engine.content.texts.list(engine.lang, &labels)
}

/// The warnings about the answers, once more before these are sent. Each is noted at the line that
/// it is about.
pub(super) fn warnings(
    engine: &Engine<'_>,
    evaluation: &Evaluation<'_>,
    lines: &mut [ReviewLine],
) -> Vec<Secret> {
    let mut found = Vec::new();
    // The lines are those of the reviewed states, in the same order.
    let mut line = 0;
    for state in &evaluation.states {
        let on_line = state.visible && state.question.is_reviewed();
        if let Some(value) = state.value() {
            for warning in evaluation.check_value(state.question, value).warnings {
                if found.len() < WARNINGS {
                    if let Some(line) = lines.get_mut(line).filter(|_| on_line) {
                        line.warnings
                            .push(u8::try_from(found.len()).unwrap_or(u8::MAX));
                    }
                    found.push(warning);
                }
            }
        }
        line += usize::from(on_line);
    }
    engine.secret_texts(&found)
}

impl StepView {
    /// Cuts the longest answers of a review that exceeds a view's limit, and of the `words` that
    /// stand beside it as well. `beside` is how many bytes stand there without them. The question's
    /// own screen shows both whole.
    pub fn fit_review(&mut self, words: &mut [&mut Secret], beside: usize) {
        let length = |text: &&mut Secret| text.reveal().len();
        let shown: usize = self.strings().iter().map(|text| text.len()).sum();
        let all = shown + beside + words.iter().map(length).sum::<usize>();
        let over = all.saturating_sub(Self::MOST_BYTES);
        if over == 0 {
            return;
        }
        let answers = self.review.iter_mut().map(|line| &mut line.value);
        let mut texts: Vec<&mut Secret> = answers
            .chain(words.iter_mut().map(|text| &mut **text))
            .collect();
        texts.sort_unstable_by_key(length);
        let mut room = texts.iter().map(length).sum::<usize>().saturating_sub(over);
        let mut left = texts.len();
        // Goes from short to long texts. Room that a short one does not use is divided among the
        // longer ones.
        for text in texts {
            let most = room / left;
            if length(&text) > most {
                *text = Secret::new(cut(text.reveal(), most));
            }
            room -= text.reveal().len();
            left -= 1;
        }
    }
}

/// The beginning of a text in at most so many bytes, with an ellipsis.
fn cut(text: &str, most: usize) -> String {
    const ELLIPSIS: &str = "…";
    let end = most.saturating_sub(ELLIPSIS.len());
    let end = (0..=end)
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    if most < ELLIPSIS.len() {
        String::new()
    } else {
        format!("{}{ELLIPSIS}", text.get(..end).unwrap_or_default())
    }
}

fn value(engine: &Engine<'_>, state: &QuestionState<'_>) -> String {
    state.value().map_or_else(
        || engine.text(&Message::new("no-answer")),
        |value| format_value(engine, state, value),
    )
}

/// The answer that the draft holds, as people say it.
pub(super) fn format_value(
    engine: &Engine<'_>,
    state: &QuestionState<'_>,
    value: &Value,
) -> String {
    match value {
        Value::Text(text) if text.is_empty() => {
            engine.text(&Message::new(if state.question.may_wait {
                "answer-later"
            } else {
                "answer-skipped"
            }))
        }
        // An amount that follows from other answers says so, because nobody typed it.
        Value::Money(amount) if state.is_derived() => {
            engine.text(&Message::new("money-reckoned").with("amount", Arg::Money(*amount)))
        }
        Value::Photo { .. } => engine.text(&Message::new("photo-taken")),
        Value::Consent { .. } => {
            let at = state.entry.map_or(engine.now, |entry| entry.at);
            let declares = matches!(state.question.kind, Kind::Consent { declares: true, .. });
            let id = if declares {
                "declaration-given"
            } else {
                "consent-given"
            };
            engine.text(&Message::new(id).with("date", Arg::Date(at.date())))
        }
        _ => {
            let canonical = value.canonical().unwrap_or_default();
            let words = format_answer(
                engine.content,
                engine.lang,
                state.question,
                canonical.reveal(),
            );
            words.unwrap_or_else(|| canonical.reveal().to_owned())
        }
    }
}
