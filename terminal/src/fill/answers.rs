//! The answers file: a JSON object of answers by question.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use payung_model::secret::Secret;
use payung_model::typed::without_bom;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::options::Language;
use crate::outcome::Stop;

/// Answers as the API takes them: choices joined by commas, yes/no as `yes`/`no`.
#[derive(Debug)]
pub struct Answers {
    /// As told to people: `answers.json`.
    pub place: String,
    by_question: BTreeMap<String, Secret>,
    photos: PathBuf,
}

impl Answers {
    /// The file that was named, with the folder of its photos; no answers at all when none was.
    pub fn of(file: Option<&Path>, photos: Option<&Path>, lang: Language) -> Result<Self, Stop> {
        let Some(file) = file else {
            return Ok(Self {
                place: "--answers".into(),
                by_question: BTreeMap::new(),
                photos: PathBuf::new(),
            });
        };
        let from_stdin = file.as_os_str() == "-";
        let place = if from_stdin {
            "stdin".to_owned()
        } else {
            file.display().to_string()
        };
        let text = if from_stdin {
            read_stdin()
        } else {
            std::fs::read(file).map(Zeroizing::new)
        };
        let text = text.map_err(|error| Stop::file(&place, &error, lang))?;
        // Stdin has no folder, so photos are then looked for where the command runs.
        let beside = file
            .parent()
            .filter(|_| !from_stdin)
            .unwrap_or(Path::new(""));
        Ok(Self {
            by_question: parse(&place, &text, lang)?,
            place,
            photos: photos.unwrap_or(beside).to_owned(),
        })
    }

    pub fn of_question(&self, question: &str) -> Option<&Secret> {
        self.by_question.get(question)
    }

    pub fn questions(&self) -> impl Iterator<Item = &str> {
        self.by_question.keys().map(String::as_str)
    }

    /// Where the photo lies that an answer names.
    pub fn photo(&self, answer: &Secret) -> PathBuf {
        self.photos.join(answer.reveal())
    }
}

/// Answers by question; refused with the place.
fn parse(place: &str, text: &[u8], lang: Language) -> Result<BTreeMap<String, Secret>, Stop> {
    let Pairs(pairs) = serde_json::from_slice(without_bom(text))
        .map_err(|error| Stop::input(place, where_it_is(&error, lang)))?;
    let mut answers = BTreeMap::new();
    for (question, value) in pairs {
        let answer = answer(value, lang)
            .map_err(|what| Stop::input(format_args!("{place}: {question}"), what))?;
        if answers.contains_key(&question) {
            return Err(Stop::input(
                format_args!("{place}: {question}"),
                lang.of("dijawab dua kali", "answered twice"),
            ));
        }
        answers.insert(question, answer);
    }
    Ok(answers)
}

fn answer(value: Value, lang: Language) -> Result<Secret, &'static str> {
    match value {
        Value::String(text) => Ok(Secret::new(text)),
        Value::Bool(yes) => Ok(Secret::new(if yes { "yes" } else { "no" })),
        Value::Number(number) if number.is_u64() => Ok(Secret::new(number.to_string())),
        Value::Array(ids) => {
            let ids: Option<Vec<&str>> = ids
                .iter()
                .map(|id| id.as_str().filter(|id| !id.is_empty() && !id.contains(',')))
                .collect();
            ids.map(|ids| Secret::new(ids.join(","))).ok_or(lang.of(
                "daftar hanya boleh berisi id pilihan",
                "a list holds option ids only",
            ))
        }
        _ => Err(lang.of(
            "jawaban berupa teks, bilangan bulat, true/false, atau daftar id pilihan",
            "an answer is a text, a whole number, true/false or a list of option ids",
        )),
    }
}

/// serde's own words may quote what was typed.
fn where_it_is(error: &serde_json::Error, lang: Language) -> String {
    let what = match error.classify() {
        serde_json::error::Category::Data => lang.of(
            "bukan objek JSON berisi jawaban",
            "not a JSON object of answers by question",
        ),
        serde_json::error::Category::Eof => lang.of("berakhir terlalu cepat", "ends too early"),
        _ => lang.of("bukan JSON", "not JSON"),
    };
    let (line, column) = (error.line(), error.column());
    match lang {
        Language::Id => format!("baris {line}, kolom {column}: {what}"),
        Language::En => format!("line {line}, column {column}: {what}"),
    }
}

/// From stdin, whole.
fn read_stdin() -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut text = Zeroizing::new(Vec::new());
    std::io::stdin().lock().read_to_end(&mut text)?;
    Ok(text)
}

/// The object as it is written: a question that stands there twice is seen.
struct Pairs(Vec<(String, Value)>);

impl<'de> serde::Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Pairs, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        parse("answers.json", text.as_bytes(), Language::En)
            .unwrap_err()
            .words(Language::En)
            .unwrap()
    }

    #[test]
    fn every_kind_of_value_becomes_what_the_door_takes() {
        let text =
            br#"{"name":"SITI CONTOH","income":1100000,"agree":true,"employer":false,"programmes":["jkk","jkm"]}"#;
        let answers = parse("answers.json", text, Language::En).unwrap();
        let expected = [
            ("agree", "yes"),
            ("employer", "no"),
            ("income", "1100000"),
            ("name", "SITI CONTOH"),
            ("programmes", "jkk,jkm"),
        ];
        assert_eq!(
            answers
                .iter()
                .map(|(id, text)| (id.as_str(), text.reveal()))
                .collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn what_is_no_answer_is_refused_with_its_question() {
        for value in ["null", "1.5", "-1", "{}", "[1]", "[\"a,b\"]"] {
            let words = refused(&format!("{{\"nik\": {value}}}"));
            assert!(words.starts_with("answers.json: nik: "), "{words}");
        }
    }

    #[test]
    fn a_question_answered_twice_is_refused() {
        assert_eq!(
            refused(r#"{"nik":"1","nik":"2"}"#),
            "answers.json: nik: answered twice"
        );
    }

    #[test]
    fn what_is_not_json_is_refused_with_the_line_and_without_quoting_it() {
        assert_eq!(
            refused("{\n\"nik\": RAHASIA}"),
            "answers.json: line 2, column 8: not JSON"
        );
        assert_eq!(
            refused("{"),
            "answers.json: line 1, column 1: ends too early"
        );
        assert_eq!(
            refused("\"RAHASIA\""),
            "answers.json: line 1, column 9: not a JSON object of answers by question"
        );
    }
}
