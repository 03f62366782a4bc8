//! The real form, walked as a worker walks it.

use payung_model::content::Content;
use payung_model::form::{Draft, Engine, Entry, Screen, Value};
use payung_model::sealed::Digest;
use payung_model::text::Lang;
use payung_model::units::Timestamp;

const NOW: &str = "2026-11-23T09:00:00+07:00";

/// A worker at the form: types texts, and keeps what was taken.
struct Worker {
    content: Content,
    draft: Draft,
    now: Timestamp,
    lang: Lang,
    only: Vec<String>,
}

impl Worker {
    fn new() -> Self {
        Self {
            content: Content::built_in().unwrap(),
            draft: Draft::of("bpu"),
            now: NOW.parse().unwrap(),
            lang: Lang::Id,
            only: Vec::new(),
        }
    }

    fn engine(&self) -> Engine<'_> {
        Engine {
            content: &self.content,
            form: &self.content.forms["bpu"],
            draft: &self.draft,
            lang: self.lang,
            now: self.now,
            only: &self.only,
        }
    }

    /// Answers and says which screen comes then.
    fn answer(&mut self, question: &str, text: &str) -> Screen {
        let value = self.engine().check(question, text).ok().map(|answered| answered.value);
        let taken = value.is_some();
        self.put(question, text, value);
        if taken { self.engine().after(question) } else { Screen::Question(question.to_owned()) }
    }

    fn put(&mut self, question: &str, text: &str, value: Option<Value>) {
        self.draft.entries.insert(question.to_owned(), Entry { raw: text.into(), value, at: self.now });
    }
}

const ANSWERS: [(&str, &str); 12] = [
    ("ever_member", "never"),
    ("employer", "tidak"),
    ("occupation", "street_vendor"),
    ("income", "Rp1.500.000"),
    ("programmes", ""),
    ("months", "3"),
    ("notice", "ya"),
    ("nik", "3201 0155 0190 0001"),
    ("name", "siti  contoh"),
    ("birth_date", "15/1/1990"),
    ("phone", "0812 3456 7890"),
    ("consent_processing", "ya"),
];

fn photo() -> Option<Value> {
    Some(Value::Photo { digest: Digest([7; 32]), length: 60_000 })
}

fn filled() -> Worker {
    let mut worker = Worker::new();
    for (question, text) in ANSWERS {
        worker.answer(question, text);
    }
    worker.put("ktp", "", photo());
    worker
}

#[test]
fn a_worker_walks_from_the_first_question_to_the_review() {
    let mut worker = Worker::new();
    assert_eq!(worker.engine().first_open(), Screen::Question("ever_member".into()));
    for (index, (question, text)) in ANSWERS.iter().enumerate() {
        assert_eq!(worker.engine().first_open(), Screen::Question((*question).into()));
        let next = worker.answer(question, text);
        if *question == "phone" {
            assert_eq!(next, Screen::Question("ktp".into()));
            worker.put("ktp", "", photo());
        } else if let Some((following, _)) = ANSWERS.get(index + 1) {
            assert_eq!(next, Screen::Question((*following).into()));
        }
    }
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert_eq!(worker.engine().missing(), Vec::<String>::new());
}
