//! The form's questions: as a list of what an answers file can hold, and to be read from beginning
//! to end.

use payung_core::{FormLine, QuestionKind};

use super::line::{Text, line};
use crate::options::Language;
use crate::words;

pub fn form(lines: &[FormLine], lang: Language) -> Text {
    let mut text = Text::new();
    let mut step = "";
    for question in lines {
        if step != question.step {
            step = &question.step;
            line(&mut text, format_args!("{step}"));
        }
        let required = if question.required {
            ""
        } else {
            lang.of(", boleh kosong", ", optional")
        };
        line(
            &mut text,
            format_args!(
                "  {} ({}{required}): {}",
                question.question,
                question.kind.code(),
                question.title
            ),
        );
        for option in &question.options {
            line(
                &mut text,
                format_args!("    - {}: {}", option.id, option.label),
            );
        }
        if let Some(when) = &question.when {
            line(
                &mut text,
                format_args!("    {}: {when}", lang.of("jika", "when")),
            );
        }
    }
    text
}

/// The form to be read from beginning to end: every question, when it is asked, where the rule
/// comes from, where it ends.
pub fn form_to_read(lines: &[FormLine], outcomes: &[String], lang: Language) -> Text {
    let mut text = legend(lang);
    let mut step = "";
    let mut number = 0;
    for question in lines {
        if step != question.step {
            step = &question.step;
            number += 1;
            line(&mut text, format_args!("\n{number}. {step}"));
        }
        let required = if question.required {
            ""
        } else {
            lang.of(" (boleh kosong)", " (optional)")
        };
        line(
            &mut text,
            format_args!(
                "\n   {}{required}   [{}: {}]",
                question.title,
                question.question,
                kind(question.kind, lang)
            ),
        );
        if !question.options.is_empty() {
            let labels: Vec<&str> = question
                .options
                .iter()
                .map(|option| option.label.as_str())
                .collect();
            line(&mut text, format_args!("     {}", labels.join(" · ")));
        }
        for words in &question.explained {
            line(&mut text, format_args!("     {words}"));
        }
        if let Some(source) = &question.source {
            line(&mut text, format_args!("     {}", basis(source, lang)));
        }
    }
    line(&mut text, format_args!(""));
    for words in outcomes {
        line(&mut text, format_args!("{words}"));
    }
    text
}

/// What the signs in the print mean, before the first of them.
fn legend(lang: Language) -> Text {
    let mut text = Text::new();
    let brackets = lang.of(
        "Dalam kurung siku sesudah pertanyaan: namanya dalam berkas jawaban, dan jenis jawabannya.",
        "In brackets behind a question: its name in an answers file, and the kind of its answer.",
    );
    line(&mut text, format_args!("{brackets}"));
    let marks = lang.of(
        "Dari mana aturannya, dan seberapa pasti:",
        "Where a rule comes from, and how sure it is:",
    );
    line(&mut text, format_args!("{marks}"));
    text += &marks_explained(lang);
    if lang == Language::Id {
        let how = words::command("form --print --lang en");
        line(
            &mut text,
            format_args!("Sumbernya sendiri tertulis dalam bahasa Inggris. Bacalah dengan:\n{how}"),
        );
    }
    text
}

/// The marks of a source, a line each.
pub fn marks_explained(lang: Language) -> Text {
    let mut text = Text::new();
    for (mark, id, en) in MARKS {
        line(&mut text, format_args!("  [{mark}] {}", lang.of(id, en)));
    }
    text
}

/// How sure a rule is: the mark, and its meaning in both languages.
const MARKS: [(&str, &str, &str); 6] = [
    (
        "V2",
        "dua sumber atau lebih, tidak saling mengutip",
        "two or more independent sources",
    ),
    (
        "V",
        "dibaca di sumber yang disebut",
        "read in the source that is named",
    ),
    (
        "D",
        "pilihan kami, atau dihitung dari aturan yang pasti",
        "our choice, or worked out from rules that are sure",
    ),
    (
        "R",
        "diingat, sumbernya belum dibuka",
        "recalled, the source was not opened",
    ),
    (
        "C",
        "satu sumber tidak resmi, atau sumbernya berlainan",
        "one source that is not official, or sources that differ",
    ),
    ("open", "belum diketahui", "not known yet"),
];

/// Where a rule comes from: the source as it is written, in English; in Indonesian its marks, which
/// the legend explains.
pub fn basis(source: &str, lang: Language) -> Text {
    if lang == Language::En {
        return format!("Source: {source}");
    }
    let mut marks: Vec<&str> = Vec::new();
    for part in source.split('[').skip(1) {
        let mark = part.split([',', ']']).next().unwrap_or_default();
        if MARKS.iter().any(|(known, ..)| *known == mark) && !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    let marks: Vec<Text> = marks.iter().map(|mark| format!("[{mark}]")).collect();
    format!(
        "Sumber: {}",
        if marks.is_empty() {
            "[open]".to_owned()
        } else {
            marks.join(" ")
        }
    )
}

/// The kind of an answer, in the language. Programs read its code in the list of the form.
fn kind(kind: QuestionKind, lang: Language) -> &'static str {
    match kind {
        QuestionKind::Text => lang.of("teks", "text"),
        QuestionKind::Digits => lang.of("angka", "digits"),
        QuestionKind::Date => lang.of("tanggal", "date"),
        QuestionKind::Choice => lang.of("pilih satu", "choose one"),
        QuestionKind::Search => lang.of("cari", "search"),
        QuestionKind::District => lang.of("cari kecamatan", "search a district"),
        QuestionKind::Village => lang.of("cari desa atau kelurahan", "search a village"),
        QuestionKind::Confirm => lang.of("cocok atau tidak", "right or not"),
        QuestionKind::Several => lang.of("boleh pilih beberapa", "choose any number"),
        QuestionKind::Money => lang.of("rupiah", "rupiah"),
        QuestionKind::YesNo => lang.of("ya atau tidak", "yes or no"),
        QuestionKind::Photo => lang.of("foto", "photo"),
        QuestionKind::Note => lang.of("bacaan", "to read"),
        QuestionKind::Consent => lang.of("setuju atau tidak", "agree or not"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_indonesian_a_source_is_told_by_its_marks_alone() {
        let source = "UU 27/2022 (PDP): explicit consent [R]; a consent of its own is our choice [D]; prices [V, one source each]";
        assert_eq!(basis(source, Language::Id), "Sumber: [R] [D] [V]");
        assert!(basis(source, Language::En).contains("explicit consent"));
    }

    #[test]
    fn every_mark_is_explained_before_it_is_used() {
        for lang in [Language::Id, Language::En] {
            assert!(
                MARKS
                    .iter()
                    .all(|(mark, ..)| legend(lang).contains(&format!("[{mark}] ")))
            );
        }
    }
}
