//! Words that officers send often, ready to be chosen. An office writes its own into
//! `ready-words.json` in its data folder; without the file there are a few for the commonest cases.
//!
//! `{"id": {"whole": ["…"], "question": ["…"]}, "en": {…}}`: words about the whole and about one
//! question, in the language of the worker who reads them.

use std::collections::BTreeMap;
use std::path::Path;

use payung_model::text::Lang;
use payung_model::typed::{clean_lines, without_bom};
use serde::Deserialize;

/// The file in the data folder.
const FILE: &str = "ready-words.json";
/// Texts of one kind, at most: a longer list is searched longer than the words are typed.
const MOST: usize = 40;
/// Signs of one text, at most.
const LONGEST: usize = 500;

/// The texts in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadyWords {
    /// About the whole registration.
    #[serde(default)]
    pub whole: Vec<String>,
    /// About one question.
    #[serde(default)]
    pub question: Vec<String>,
}

/// The texts for a worker who reads that language. A file that cannot be read is named in the log,
/// and the built-in texts are used: nobody waits for an answer because of a comma.
pub(super) fn of(dir: &Path, lang: &str) -> ReadyWords {
    match read(&dir.join(FILE)) {
        Ok(Some(mut own)) => tidy(own.remove(lang).unwrap_or_default()),
        Ok(None) => built_in(lang),
        Err(problem) => {
            tracing::warn!(problem, "ready-words.json cannot be read");
            built_in(lang)
        }
    }
}

fn read(file: &Path) -> Result<Option<BTreeMap<String, ReadyWords>>, String> {
    match std::fs::read(file) {
        Ok(bytes) => serde_json::from_slice(without_bom(&bytes))
            .map(Some)
            .map_err(|error| error.to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

fn tidy(words: ReadyWords) -> ReadyWords {
    let tidy = |texts: Vec<String>| {
        let cut = texts
            .iter()
            .map(|text| clean_lines(text).chars().take(LONGEST).collect::<String>());
        cut.filter(|text| !text.is_empty()).take(MOST).collect()
    };
    ReadyWords {
        whole: tidy(words.whole),
        question: tidy(words.question),
    }
}

fn built_in(lang: &str) -> ReadyWords {
    let (whole, question): (&[&str], &[&str]) = if lang == Lang::En.code() {
        (
            &[
                "Your data match. Thank you.",
                "The photo is missing. Please send it.",
                "Please answer what is marked once more.",
            ],
            &[
                "Write it as on the KTP.",
                "The last digits cannot be read. Please type all 16.",
                "The photo is blurred. Take it again where it is bright.",
                "The card's edges are cut off. Take it whole.",
                "There is a reflection on the photo. Turn the card a little.",
            ],
        )
    } else {
        (
            &[
                "Data Anda cocok. Terima kasih.",
                "Fotonya belum ada. Mohon dikirim.",
                "Mohon isi lagi yang ditandai.",
            ],
            &[
                "Tulis persis seperti di KTP.",
                "Angka terakhir tidak terbaca. Mohon ketik lagi ke-16 angkanya.",
                "Fotonya kabur. Mohon foto lagi di tempat terang.",
                "Tepi kartunya terpotong. Mohon foto seluruh kartu.",
                "Fotonya silau. Miringkan kartunya sedikit.",
            ],
        )
    };
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    ReadyWords {
        whole: texts(whole),
        question: texts(question),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_has_its_own_words_and_a_broken_file_takes_none_away() {
        let dir = tempfile::tempdir().unwrap();
        assert!(
            of(dir.path(), "id")
                .question
                .iter()
                .any(|text| text.contains("kabur"))
        );
        assert!(
            of(dir.path(), "en")
                .question
                .iter()
                .any(|text| text.contains("blurred"))
        );
        let file = dir.path().join(FILE);
        std::fs::write(&file, r#"{"id":{"whole":["Halo.","  "],"question":[]}}"#).unwrap();
        assert_eq!(
            of(dir.path(), "id"),
            ReadyWords {
                whole: vec!["Halo.".into()],
                question: vec![]
            }
        );
        std::fs::write(&file, "{").unwrap();
        assert!(!of(dir.path(), "id").whole.is_empty());
    }
}
