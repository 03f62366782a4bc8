//! How a command ends: exit codes, and the errors of the API in words with a place.

use std::process::ExitCode;

use payung_core::PayungError;

use crate::options::Language;
use crate::words;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0: done.
    Done,
    /// 1: something failed that is nobody's input: I/O, the key, damage.
    Failed,
    /// 2: wrong input; what and where is on stderr.
    WrongInput,
    /// 3: kept for later: saved, or sealed and not yet sent.
    KeptForLater,
}

impl Outcome {
    pub fn exit_code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::WrongInput => 2,
            Self::KeptForLater => 3,
        })
    }
}

/// Why a command stops early.
#[derive(Debug)]
pub struct Stop {
    pub outcome: Outcome,
    why: Why,
}

#[derive(Debug)]
enum Why {
    /// Nobody reads stdout any more (`payung-term … | head -1`).
    Silent,
    Words(String),
    Door(PayungError),
}

impl Stop {
    /// Wrong input, with its place: `answers.json: nik: …`.
    pub fn input(place: impl std::fmt::Display, what: impl std::fmt::Display) -> Self {
        Self {
            outcome: Outcome::WrongInput,
            why: Why::Words(format!("{place}: {what}")),
        }
    }

    /// Wrong input that is said in whole sentences, without a place.
    pub fn wrong(words: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::WrongInput,
            why: Why::Words(words.into()),
        }
    }

    /// A file that cannot be used, with its place.
    pub fn file(place: impl std::fmt::Display, error: &std::io::Error, lang: Language) -> Self {
        Self::input(place, words::file(lang, error))
    }

    pub fn failed(words: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::Failed,
            why: Why::Words(words.into()),
        }
    }

    pub fn silent() -> Self {
        Self {
            outcome: Outcome::Done,
            why: Why::Silent,
        }
    }

    /// Puts the place in front of the words: `answers.json: nik: …`.
    #[must_use]
    pub fn at(self, place: impl std::fmt::Display, lang: Language) -> Self {
        let words = self.words(lang).map(|words| format!("{place}: {words}"));
        Self {
            outcome: self.outcome,
            why: words.map_or(Why::Silent, Why::Words),
        }
    }

    /// Adds what to do now, on a line of its own.
    #[must_use]
    pub fn then(self, what_now: &str, lang: Language) -> Self {
        let words = self.words(lang).map(|words| format!("{words}\n{what_now}"));
        Self {
            outcome: self.outcome,
            why: words.map_or(Why::Silent, Why::Words),
        }
    }

    /// For stderr; none when there is nothing to say.
    pub fn words(&self, lang: Language) -> Option<String> {
        match &self.why {
            Why::Silent => None,
            Why::Words(words) => Some(words.clone()),
            Why::Door(error) => Some(words::error(lang, error)),
        }
    }
}

impl From<PayungError> for Stop {
    fn from(error: PayungError) -> Self {
        let outcome = match error {
            PayungError::NotPossible { .. }
            | PayungError::MissingAnswers { .. }
            | PayungError::Configuration { .. }
            | PayungError::Photo { .. }
            | PayungError::WrongPassphrase { .. } => Outcome::WrongInput,
            PayungError::KeyLocked { .. }
            | PayungError::KeyGone { .. }
            | PayungError::TryLater { .. }
            | PayungError::DiskFull { .. }
            | PayungError::NewerData { .. }
            | PayungError::Damaged { .. } => Outcome::Failed,
        };
        Self {
            outcome,
            why: Why::Door(error),
        }
    }
}
