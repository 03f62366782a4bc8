//! What an officer ticked and wrote about a registration, and what is wrong with it.

use payung_model::sealed::reply;
use payung_model::typed::clean_lines;

use super::session::FormFields;
use super::words::{self, Words};
use crate::desk::{Decision, Hindrance};
use crate::store::money::RefundWay;

/// Most characters of the words about the whole, and of those about one question. A phone's screen
/// holds no more, and the fields of the page have the same limits.
const MOST_WORDS: usize = 2000;
const MOST_ASKED: usize = 500;

/// The fields of the form. `problems` names a field and what is wrong with it.
#[derive(Default)]
pub(super) struct DecisionForm {
    asks: Vec<(String, String)>,
    pub words: String,
    pub refuse_words: String,
    /// Ready words that were chosen; they stand before the officer's own.
    pub ready: String,
    /// The officer has seen that something is empty.
    pub despite: bool,
    /// The officer has compared it with another one that has the same NIK.
    pub compared: bool,
    /// What was written into the smaller forms of the page: a note, why a decision is taken back, and
    /// why access is made anew, with what was seen.
    pub note: String,
    pub reason: String,
    pub reissue: ReissueWish,
    /// How much is given back, and why.
    pub back: BackWish,
    /// What was written when the session ended, shown again after signing in.
    pub kept: bool,
    pub problems: Vec<(String, Words)>,
}

/// Why access is made anew, and what was seen.
#[derive(Default)]
pub(super) struct ReissueWish {
    pub why: String,
    pub ktp: bool,
    pub person: bool,
}

/// What is given back, as it was typed, and why.
#[derive(Default)]
pub(super) struct BackWish {
    pub amount: String,
    pub why: String,
    /// The id of the request that it answers, as the form sent it; empty when none waits.
    pub request: String,
    /// The money went another way already.
    pub elsewhere: bool,
}

impl BackWish {
    pub(super) fn way(&self) -> RefundWay {
        if self.elsewhere {
            RefundWay::Elsewhere
        } else {
            RefundWay::Acquirer
        }
    }
}

impl DecisionForm {
    pub(super) fn read(fields: &FormFields) -> Self {
        let ask = |id: &str| (id.to_owned(), tidy(fields.one(&format!("words-{id}"))));
        let mut asks: Vec<_> = fields.all("ask").map(ask).collect();
        asks.sort();
        asks.dedup_by(|one, other| one.0 == other.0);
        let (words, refuse_words) = (tidy(fields.one("words")), tidy(fields.one("refuse_words")));
        let ready = tidy(fields.one("ready"));
        let (despite, compared) = (
            fields.one("despite") == "yes",
            fields.one("compared") == "yes",
        );
        Self {
            asks,
            words,
            refuse_words,
            ready,
            despite,
            compared,
            note: tidy(fields.one("note")),
            reason: tidy(fields.one("reason")),
            reissue: ReissueWish {
                why: tidy(fields.one("why")),
                ktp: fields.one("ktp") == "yes",
                person: fields.one("person") == "yes",
            },
            back: BackWish {
                amount: tidy(fields.one("amount")),
                why: tidy(fields.one("back_why")),
                request: fields.one("request").to_owned(),
                elsewhere: fields.one("way") == "elsewhere",
            },
            kept: false,
            problems: Vec::new(),
        }
    }

    /// What was decided and taken back, so that it need not be typed again.
    pub(super) fn of(decision: &Decision) -> Self {
        let words = decision.words().to_owned();
        let refuses = matches!(decision, Decision::Refuse { .. });
        Self {
            asks: decision.questions().to_vec(),
            refuse_words: if refuses {
                words.clone()
            } else {
                String::new()
            },
            words: if refuses { String::new() } else { words },
            ..Self::default()
        }
    }

    pub(super) fn is_ticked(&self, question: &str) -> bool {
        self.asks.iter().any(|(id, _)| id == question)
    }

    pub(super) fn words_for(&self, question: &str) -> &str {
        self.asks
            .iter()
            .find(|(id, _)| id == question)
            .map_or("", |(_, words)| words)
    }

    pub(super) fn is_wrong(&self, field: &str) -> bool {
        self.problems.iter().any(|(wrong, _)| wrong == field)
    }

    /// `hindrances`: what stands against it, or must be seen first. `needs_words`: it is a request
    /// whose answer is words.
    pub(super) fn accept(
        &mut self,
        hindrances: &[Hindrance],
        needs_words: bool,
    ) -> Option<Decision> {
        if needs_words && self.all_words().is_empty() {
            self.wrong("words", words::NEEDS_ANSWER);
        }
        for hindrance in hindrances {
            match hindrance {
                Hindrance::NoConsent => self.wrong("verdict", words::NO_CONSENT_HERE),
                Hindrance::FormUnknown => self.wrong("verdict", words::FORM_UNKNOWN_HERE),
                Hindrance::NotGivenBack => self.wrong("verdict", words::REFUND_FIRST),
                Hindrance::NamedByAnother => self.wrong("verdict", words::REFUND_NAMED),
                Hindrance::Incomplete if !self.despite => {
                    self.wrong("despite", words::MISSING_FIRST);
                }
                Hindrance::SameNik if !self.compared => {
                    self.wrong("verdict", words::COMPARE_FIRST);
                }
                Hindrance::Incomplete | Hindrance::SameNik => {}
            }
        }
        if !self.asks.is_empty() {
            self.wrong("verdict", words::TICKED_AND_APPROVED);
        }
        if !self.refuse_words.is_empty() {
            self.wrong("refuse_words", words::REFUSAL_WRITTEN);
        }
        self.check_lengths();
        self.problems.is_empty().then(|| Decision::Accept {
            words: self.all_words(),
        })
    }

    pub(super) fn correct(&mut self) -> Option<Decision> {
        if self.asks.is_empty() && self.words.is_empty() && self.ready.is_empty() {
            self.wrong("words", words::NOTHING_TICKED);
        }
        let silent: Vec<String> = self
            .asks
            .iter()
            .filter(|(_, words)| words.is_empty())
            .map(|(id, _)| format!("words-{id}"))
            .collect();
        for field in silent {
            self.wrong(&field, words::TICK_WITHOUT_WORDS);
        }
        self.check_lengths();
        let decision = || Decision::Correct {
            questions: self.asks.clone(),
            words: self.all_words(),
        };
        self.problems.is_empty().then(decision)
    }

    pub(super) fn refuse(&mut self) -> Option<Decision> {
        if self.refuse_words.is_empty() {
            self.wrong("refuse_words", words::NO_REASON);
        }
        if !self.asks.is_empty() {
            self.wrong("refuse_words", words::TICKED_AND_REFUSED);
        }
        self.check_lengths();
        self.problems.is_empty().then(|| Decision::Refuse {
            words: self.refuse_words.clone(),
        })
    }

    /// The ready words, then the officer's own.
    fn all_words(&self) -> String {
        match (self.ready.is_empty(), self.words.is_empty()) {
            (true, _) => self.words.clone(),
            (false, true) => self.ready.clone(),
            (false, false) => format!("{}\n{}", self.ready, self.words),
        }
    }

    fn check_lengths(&mut self) {
        let fields = self
            .asks
            .iter()
            .map(|(id, words)| (format!("words-{id}"), words, MOST_ASKED));
        let all = self.all_words();
        let whole = [("words", &all), ("refuse_words", &self.refuse_words)];
        let whole = whole
            .into_iter()
            .map(|(field, words)| (field.to_owned(), words, MOST_WORDS));
        let long: Vec<String> = fields
            .chain(whole)
            .filter(|(_, words, most)| is_too_long(words, *most))
            .map(|(field, ..)| field)
            .collect();
        for field in long {
            self.wrong(&field, words::TOO_LONG);
        }
        let asks = self
            .asks
            .iter()
            .map(|(id, words)| (id.as_str(), words.as_str()));
        if self.problems.is_empty() && reply::text_bytes(&self.all_words(), asks) > reply::MOST_TEXT
        {
            self.wrong("words", words::TOO_LONG_TOGETHER);
        }
    }

    pub(super) fn wrong(&mut self, field: &str, words: Words) {
        self.problems.push((field.to_owned(), words));
    }
}

/// Most letters are one or two bytes, so the count of characters decides; other scripts may reach
/// the limit of bytes first.
fn is_too_long(words: &str, most: usize) -> bool {
    words.chars().count() > most || words.len() > reply::MOST_WORDS
}

/// Browsers send line ends as CR LF but count them as one character.
fn tidy(text: &str) -> String {
    clean_lines(text).to_string()
}
