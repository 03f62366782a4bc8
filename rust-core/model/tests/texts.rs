//! The words of the built-in content against the smallest screen: 320 dp wide, letters twice as
//! large.
//!
//! At 200 % a line holds about 12 large or 20 small letters and a screen about 12 lines above the
//! keypad; what is longer scrolls the answer off the screen. Notes, consents and endings have no
//! keypad and nothing to fill in: they may be read in two screens.

#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "tests may")]

use payung_model::content::Content;
use payung_model::form::{Kind, Question};
use payung_model::text::{Lang, Message};

/// Letters of a question's title.
const TITLE: usize = 60;
const HELP: usize = 200;
/// Notes and consents.
const TO_READ: usize = 520;
const ENDING_HELP: usize = 320;
const OPTION: usize = 40;
const LABEL: usize = 28;
const STEP: usize = 24;
const BUTTON: usize = 20;
const EXAMPLE: usize = 40;
/// Problems, warnings, notices: a card of their own.
const SAID: usize = 240;

#[test]
fn no_text_is_longer_than_its_screen_allows() {
    let content = Content::built_in().unwrap();
    let mut long = Vec::new();
    for lang in Lang::ALL {
        for id in content.texts.ids(lang) {
            let words = content.texts.format(lang, &Message::new(id.as_str()));
            let (count, most) = (words.chars().count(), limit(&content, &id));
            if most.is_some_and(|most| count > most) {
                long.push(format!(
                    "{} {id}: {count} letters, {} fit",
                    lang.code(),
                    most.unwrap_or_default()
                ));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn what_is_read_aloud_spells_no_abbreviation_as_a_word() {
    let content = Content::built_in().unwrap();
    for form in content.forms.values() {
        for question in form.questions() {
            let say = |id: String| content.texts.format(Lang::Id, &Message::new(id));
            let spoken = format!("q-{}.spoken", question.id);
            let aloud = if content.texts.has(Lang::Id, &spoken) {
                say(spoken)
            } else {
                say(format!("q-{}", question.id))
            };
            for abbreviation in ["NIK", "KTP", "KPJ", "JHT", "JKK", "JKM", "RT/RW"] {
                let read = aloud
                    .split(|c: char| !c.is_alphanumeric() && c != '/')
                    .any(|word| word == abbreviation);
                assert!(!read, "{}: {aloud}", question.id);
            }
        }
    }
}

#[test]
fn every_question_says_what_to_do_and_has_a_name_for_the_review() {
    let content = Content::built_in().unwrap();
    for form in content.forms.values() {
        for question in form.questions() {
            for lang in Lang::ALL {
                let has = |attribute: &str| {
                    content
                        .texts
                        .has(lang, &format!("q-{}.{attribute}", question.id))
                };
                assert!(has("help"), "{}", question.id);
                assert!(!question.is_reviewed() || has("review"), "{}", question.id);
            }
        }
    }
}

#[test]
fn every_question_names_its_source_and_how_sure_it_is() {
    let content = Content::built_in().unwrap();
    for form in content.forms.values() {
        for Question { id, source, .. } in form.questions() {
            let source = source.as_deref().unwrap_or_default();
            let tag = ["[V", "[V2", "[D", "[R", "[C", "[open"]
                .iter()
                .any(|tag| source.contains(tag));
            assert!(tag && source.len() > 20, "{id}: {source}");
        }
    }
}

/// Words of offices and programmers, with the place where a worker would meet them. `.search` words
/// are exempt: people type anything.
const NOBODY_SAYS: [&str; 24] = [
    "potongan",
    "dipotong",
    "anggota",
    "keanggotaan",
    "peramban",
    "disegel",
    "cacat total",
    "berkala",
    "makam",
    "invalid",
    "validasi",
    "verifikasi",
    "otentikasi",
    "autentikasi",
    "server",
    "database",
    "sinkronisasi",
    "unggah",
    "unduh",
    "field",
    "submit",
    "error",
    "sistem",
    "pengembangannya",
];

#[test]
fn no_worker_meets_a_word_that_only_offices_use() {
    let content = Content::built_in().unwrap();
    let mut found = Vec::new();
    for id in content.texts.ids(Lang::Id) {
        if id.ends_with(".search") || OFFICE_SIDE.iter().any(|start| id.starts_with(start)) {
            continue;
        }
        let words = content
            .texts
            .format(Lang::Id, &Message::new(id.as_str()))
            .to_lowercase();
        let spaced = format!(" {} ", words.replace(|c: char| !c.is_alphanumeric(), " "));
        found.extend(
            NOBODY_SAYS
                .iter()
                .filter(|no| spaced.contains(&format!(" {no} ")))
                .map(|no| format!("{id}: {no}")),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Names of occupations, and the form as a reading for contributors.
const OFFICE_SIDE: [&str; 3] = ["o-occupation-", "explain-", "error-"];

/// Words of one sentence, the names of an office not counted.
const WORDS: usize = 25;

#[test]
fn no_sentence_has_more_words_than_one_breath_holds() {
    let content = Content::built_in().unwrap();
    let mut long = Vec::new();
    for lang in Lang::ALL {
        for id in content.texts.ids(lang) {
            if id.ends_with(".search") || id.ends_with(".spoken") || id.starts_with("explain-") {
                continue;
            }
            let said = content.texts.format(lang, &Message::new(id.as_str()));
            for sentence in said
                .split_inclusive(['.', '?', '!'])
                .flat_map(|part| part.split(". "))
            {
                let count = sentence.split_whitespace().count();
                if count > WORDS {
                    long.push(format!("{} {id}: {count} words: {sentence}", lang.code()));
                }
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// Letters that fit; none where nothing limits it: search words, what is only read aloud, the form
/// as reading.
fn limit(content: &Content, id: &str) -> Option<usize> {
    let (name, attribute) = id.split_once('.').unwrap_or((id, ""));
    let question = name
        .strip_prefix("q-")
        .and_then(|id| content.forms.values().find_map(|form| form.question(id)));
    match (name.split('-').next().unwrap_or_default(), attribute) {
        (_, "search" | "spoken") | ("explain" | "p" | "b" | "programme" | "benefit", _) => None,
        ("q" | "end", "") => Some(TITLE),
        ("q", "help") => Some(match question.map(|question| &question.kind) {
            Some(Kind::Note | Kind::Consent { .. }) => TO_READ,
            _ => HELP,
        }),
        ("q", "example") => Some(EXAMPLE),
        ("q", "review") => Some(LABEL),
        ("o" | "g", _) => Some(OPTION),
        // Steps of a form; what to do after an accident or a death is a list of steps too, and is
        // read.
        ("step", _) if name.matches('-').count() == 1 => Some(STEP),
        ("button", _) => Some(BUTTON),
        ("end", _) => Some(ENDING_HELP),
        _ => Some(SAID),
    }
}
