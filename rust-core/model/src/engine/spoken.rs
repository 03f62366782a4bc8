//! What "Dengarkan" reads. Every part ends as a sentence does, because a voice pauses there.

use super::view::{ChoiceView, Field, StepView};

/// A question with more choices than these is read without them: nobody remembers the first of ten.
const READ_ALOUD: usize = 8;

/// A whole screen: the question (or what is to be read instead), help, the choices with their
/// prices, problems; never an answer.
pub(super) fn screen(view: &StepView, instead: String) -> String {
    let title = if instead.is_empty() {
        view.title.clone()
    } else {
        instead
    };
    let mut parts = vec![title, view.help.clone()];
    if let Field::Photo { frame, .. } = &view.field {
        parts.push(frame.words.clone());
    }
    let options = view.field.options();
    if !matches!(view.field, Field::Search { .. }) && options.len() <= READ_ALOUD {
        parts.extend(options.iter().map(|option| option.spoken.clone()));
    }
    parts.extend(
        view.problems
            .iter()
            .map(|problem| problem.reveal().to_owned()),
    );
    sentences(parts)
}

/// Sets what is read of one option: label, price in words, help.
pub(super) fn option(option: &mut ChoiceView, price: &str) {
    let label = if price.is_empty() {
        option.label.clone()
    } else {
        format!("{}, {price}", option.label)
    };
    option.spoken = sentences(vec![label, option.help.clone()]);
}

fn sentences(mut parts: Vec<String>) -> String {
    parts.retain(|part| !part.is_empty());
    for part in &mut parts {
        if !part.ends_with(['.', '?', '!', ':']) {
            part.push('.');
        }
    }
    parts.join(" ")
}
