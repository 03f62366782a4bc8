//! A request to the office, and its answer.

use payung_core::RequestView;

use super::line::{Text, line};
use crate::options::Language;

pub fn request(view: &RequestView, lang: Language) -> Text {
    let mut text = format!(
        "{}  {}: {}\n  {}\n",
        view.number, view.title, view.words, view.asked_at_words
    );
    let answer = view.answer.as_ref().map(|answer| {
        let says = lang.of("Kata kantor", "The office says");
        format!("{says}: {}", answer.reveal())
    });
    for words in [&view.answer_until, &answer].into_iter().flatten() {
        line(&mut text, format_args!("  {}", words.replace('\n', "\n  ")));
    }
    for asked in &view.corrections {
        line(
            &mut text,
            format_args!("  > {}: {}", asked.title, asked.words.reveal()),
        );
    }
    text
}
