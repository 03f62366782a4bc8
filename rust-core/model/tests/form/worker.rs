//! A worker at the real form: types texts, and keeps what was taken.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unnecessary_wraps,
    reason = "tests may"
)]

use payung_model::content::Content;
use payung_model::engine::{Engine, Hints, StepView};
use payung_model::form::{Draft, Entry, Screen, Value};
use payung_model::sealed::{Answer, Consent, Digest};
use payung_model::secret::Secret;
use payung_model::text::Lang;
use payung_model::units::Timestamp;

pub const NOW: &str = "2026-11-23T09:00:00+07:00";

/// Every question but the photo, in order, answered by an invented person.
pub const ANSWERS: [(&str, &str); 25] = [
    ("start", "ya"),
    ("ever_member", "never"),
    ("age", "17_64"),
    ("employer", "no"),
    ("payer", "self"),
    ("occupation", "street_vendor"),
    ("income_per", "month"),
    ("income", "Rp1.500.000"),
    ("programmes", ""),
    ("months", "3"),
    ("notice", "ya"),
    ("nik", "3201 0155 0190 0001"),
    ("nik_right", "yes"),
    ("name", "siti  contoh"),
    ("birth_place", "Kota Contoh"),
    ("mother_name", "aminah contoh"),
    ("home_here", "yes"),
    ("village_code", "other"),
    ("village", "Kelurahan Contoh"),
    ("street", "Jalan Contoh nomor 0"),
    ("rt_rw", "3/7"),
    ("postal_code", "16911"),
    ("phone", "0812 3456 7890"),
    ("declaration", "ya"),
    ("consent_processing", "ya"),
];

pub struct Worker {
    pub content: Content,
    pub form: &'static str,
    pub draft: Draft,
    pub now: Timestamp,
    pub clock_is_sure: bool,
    pub lang: Lang,
    pub only: Vec<String>,
}

impl Worker {
    pub fn new() -> Self {
        Self {
            content: Content::built_in().unwrap(),
            form: "bpu",
            draft: Draft::of("bpu"),
            now: at(NOW),
            clock_is_sure: true,
            lang: Lang::Id,
            only: Vec::new(),
        }
    }

    /// Where work and income are asked for.
    pub fn at_work() -> Self {
        let mut worker = Self::new();
        for (question, text) in ANSWERS
            .iter()
            .take_while(|(question, _)| *question != "occupation")
        {
            worker.answer(question, text);
        }
        worker.answer("occupation", "street_vendor");
        worker.answer("income_per", "month");
        worker
    }

    pub fn filled() -> Self {
        let mut worker = Self::new();
        for (question, text) in ANSWERS {
            worker.answer(question, text);
        }
        worker.put("ktp", "", photo());
        worker
    }

    pub fn engine(&self) -> Engine<'_> {
        Engine {
            content: &self.content,
            form: &self.content.forms[self.form],
            draft: &self.draft,
            lang: self.lang,
            now: self.now,
            today: self.clock_is_sure.then(|| self.now.date()),
            zone: None,
            only: &self.only,
        }
    }

    /// Answers, and says which screen comes then: the same one when the answer was refused.
    pub fn answer(&mut self, question: &str, text: &str) -> Screen {
        let value = self
            .engine()
            .check(question, text)
            .ok()
            .map(|answered| answered.value);
        let taken = value.is_some();
        self.put(question, text, value);
        if taken {
            self.engine().after(question)
        } else {
            Screen::Question(question.to_owned())
        }
    }

    pub fn put(&mut self, question: &str, text: &str, value: Option<Value>) {
        self.draft.entries.insert(
            question.to_owned(),
            Entry {
                raw: text.into(),
                value,
                at: self.now,
            },
        );
    }

    pub fn view(&self, id: &str) -> StepView {
        self.engine().view(&question(id), None)
    }

    pub fn sent(&self) -> (Vec<Answer>, Vec<Consent>) {
        self.engine().answers()
    }

    /// The problems said when that text is refused; empty when it is taken.
    pub fn refusal(&self, question: &str, text: &str) -> String {
        let Err(refused) = self.engine().check(question, text) else {
            return String::new();
        };
        let said: Vec<String> = refused
            .problems
            .iter()
            .map(|problem| self.content.text(self.lang, problem))
            .collect();
        said.join(" ")
    }

    pub fn hints(&self, question: &str, text: &str) -> Hints {
        self.engine().hints(question, text)
    }
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn question(id: &str) -> Screen {
    Screen::Question(id.to_owned())
}

pub fn photo() -> Option<Value> {
    Some(Value::Photo {
        digest: Digest([7; 32]),
        length: 60_000,
        faults: Vec::new(),
    })
}

pub fn plain(secrets: &[Secret]) -> Vec<&str> {
    secrets.iter().map(Secret::reveal).collect()
}
