//! The errors of a call: [`PayungError`] for shells, [`Failure`] inside the core.
//!
//! A shell gets a variant that says what can be done, and a sentence for the worker. The cause (an
//! SQLite code, a kind of I/O error) helps only developers, so it goes to the log and nowhere else.
//! Neither holds personal data.

use payung_model::content::Content;
use payung_model::sealed::NoRandomness;
use payung_model::text::{Lang, Message};

use super::{KeyState, LogLevel, LogLine, LogSink};
use crate::vault::VaultError;

/// What went wrong, by what can be done about it. `words` is a sentence for the worker, in the
/// language of the app.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PayungError {
    /// The caller named a draft, question or registration that is not there, or the action does not
    /// fit its state.
    #[error("{words}")]
    NotPossible {
        /// For the worker.
        words: String,
    },
    /// Questions are still open: show the first of them.
    #[error("{words}")]
    MissingAnswers {
        /// For the worker; names the questions.
        words: String,
        /// Ids of the questions, in their order.
        questions: Vec<String>,
    },
    /// The platform's key is not to be had now: call [`crate::Payung::unlock`] after the phone was
    /// unlocked. What is ready still goes.
    #[error("{words}")]
    KeyLocked {
        /// For the worker.
        words: String,
    },
    /// The passphrase was wrong: ask for it again, then call [`crate::Payung::unlock`].
    #[error("{words}")]
    WrongPassphrase {
        /// For the worker.
        words: String,
    },
    /// The key is gone: only [`crate::Payung::start_clean`] helps.
    #[error("{words}")]
    KeyGone {
        /// For the worker.
        words: String,
    },
    /// I/O or the key keeper failed: try later; nothing is damaged.
    #[error("{words}")]
    TryLater {
        /// For the worker.
        words: String,
    },
    /// No room left on this phone.
    #[error("{words}")]
    DiskFull {
        /// For the worker.
        words: String,
    },
    /// The stored data was written by a newer app: offer the update.
    #[error("{words}")]
    NewerData {
        /// For the worker.
        words: String,
        /// The file's format.
        found: u32,
        /// The newest format this app knows.
        known: u32,
    },
    /// Stored data cannot be read. A file that is damaged as a whole was set aside, not deleted.
    #[error("{words}")]
    Damaged {
        /// For the worker.
        words: String,
    },
    /// The trust file or the settings given at open are wrong: a mistake of who built the app.
    #[error("{words} ({place})")]
    Configuration {
        /// For the worker.
        words: String,
        /// For the developer: which setting, and what is wrong with it.
        place: String,
    },
    /// A picture that cannot be taken in: offer the camera again.
    #[error("{words}")]
    Photo {
        /// For the worker: why, and what to do.
        words: String,
    },
}

impl PayungError {
    /// The sentence for the worker.
    pub fn words(&self) -> &str {
        match self {
            Self::NotPossible { words }
            | Self::MissingAnswers { words, .. }
            | Self::KeyLocked { words }
            | Self::WrongPassphrase { words }
            | Self::KeyGone { words }
            | Self::TryLater { words }
            | Self::DiskFull { words }
            | Self::NewerData { words, .. }
            | Self::Damaged { words }
            | Self::Configuration { words, .. }
            | Self::Photo { words } => words,
        }
    }
}

/// An error inside the core. It has a cause where there is one, and words only where a code is not
/// enough.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    #[error("not possible")]
    NotPossible(String),
    #[error("answers are missing")]
    MissingAnswers {
        words: String,
        questions: Vec<String>,
    },
    #[error("no such record")]
    Missing,
    /// The draft was made ready by another call in the meantime.
    #[error("the draft was made ready")]
    Sealed,
    #[error("no key: {0:?}")]
    Key(KeyState),
    #[error("{0}")]
    TryLater(String),
    #[error("disk full")]
    DiskFull,
    #[error("format {found}, known {known}")]
    NewerData { found: u32, known: u32 },
    #[error("damaged: {0}")]
    Damaged(&'static str),
    #[error("configuration: {0}")]
    Configuration(String),
    #[error("photo: {cause}")]
    Photo { words: String, cause: String },
}

impl Failure {
    /// The variant's name in the log.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPossible(_) | Self::Missing | Self::Sealed => "not_possible",
            Self::MissingAnswers { .. } => "missing_answers",
            Self::Key(KeyState::LockedNow) => "key_locked",
            Self::Key(KeyState::WrongPassphrase) => "wrong_passphrase",
            Self::Key(KeyState::Gone) => "key_gone",
            Self::Key(KeyState::Open | KeyState::Broken) | Self::TryLater(_) => "try_later",
            Self::DiskFull => "disk_full",
            Self::NewerData { .. } => "newer_data",
            Self::Damaged(_) => "damaged",
            Self::Configuration(_) => "configuration",
            Self::Photo { .. } => "photo",
        }
    }

    /// For the shell, with words by that function.
    pub fn into_error(self, text: impl Fn(&'static str) -> String) -> PayungError {
        match self {
            Self::NotPossible(words) => PayungError::NotPossible { words },
            Self::MissingAnswers { words, questions } => {
                PayungError::MissingAnswers { words, questions }
            }
            Self::Missing => PayungError::NotPossible {
                words: text("not-possible-missing"),
            },
            Self::Sealed => PayungError::NotPossible {
                words: text("not-possible-sealed"),
            },
            Self::Key(KeyState::LockedNow) => PayungError::KeyLocked {
                words: text("notice-key-locked"),
            },
            Self::Key(KeyState::WrongPassphrase) => PayungError::WrongPassphrase {
                words: text("error-wrong-passphrase"),
            },
            Self::Key(KeyState::Gone) => PayungError::KeyGone {
                words: text("notice-key-gone"),
            },
            Self::Key(KeyState::Open | KeyState::Broken) => PayungError::TryLater {
                words: text("notice-key-broken"),
            },
            Self::TryLater(_) => PayungError::TryLater {
                words: text("error-try-later"),
            },
            Self::DiskFull => PayungError::DiskFull {
                words: text("error-disk-full"),
            },
            Self::NewerData { found, known } => PayungError::NewerData {
                words: text("error-newer-data"),
                found,
                known,
            },
            Self::Damaged(_) => PayungError::Damaged {
                words: text("error-damaged"),
            },
            Self::Configuration(place) => PayungError::Configuration {
                words: text("error-configuration"),
                place,
            },
            Self::Photo { words, .. } => PayungError::Photo { words },
        }
    }

    /// For the shell, while there is no app yet that has texts: in the words that this build ships
    /// with.
    pub fn into_error_at_open(self, lang: Lang) -> PayungError {
        let content = Content::built_in().ok();
        self.into_error(|id| {
            content
                .as_ref()
                .map_or_else(String::new, |it| it.texts.format(lang, &Message::new(id)))
        })
    }
}

/// One line for the platform's log, if it takes one.
pub(super) fn log_failure(sink: Option<&dyn LogSink>, place: &'static str, failure: &Failure) {
    let Some(sink) = sink else { return };
    let level = match failure {
        Failure::Damaged(_) | Failure::Configuration(_) | Failure::NewerData { .. } => {
            LogLevel::Error
        }
        _ => LogLevel::Warning,
    };
    let line = LogLine {
        level,
        place: place.to_owned(),
        code: failure.code().to_owned(),
        cause: failure.to_string(),
    };
    // A log that fails must not fail the call.
    let _ = sink.log(line);
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Newer { found, known } => Self::NewerData { found, known },
            VaultError::Damaged(what) | VaultError::Unreadable(what) => Self::Damaged(what),
            VaultError::Full => Self::DiskFull,
            VaultError::TryLater(why) => Self::TryLater(why),
            VaultError::Key(state) => Self::Key(state),
            VaultError::Missing => Self::Missing,
            VaultError::Sealed => Self::Sealed,
        }
    }
}

impl From<NoRandomness> for Failure {
    fn from(error: NoRandomness) -> Self {
        Self::TryLater(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each kind.
    pub fn all() -> Vec<Failure> {
        vec![
            Failure::NotPossible("CONTOH".into()),
            Failure::MissingAnswers {
                words: "CONTOH".into(),
                questions: vec!["nik".into()],
            },
            Failure::Missing,
            Failure::Sealed,
            Failure::Key(KeyState::LockedNow),
            Failure::Key(KeyState::WrongPassphrase),
            Failure::Key(KeyState::Gone),
            Failure::Key(KeyState::Broken),
            Failure::TryLater("SQLite code 10".into()),
            Failure::DiskFull,
            Failure::NewerData { found: 9, known: 4 },
            Failure::Damaged("a row does not parse"),
            Failure::Configuration("trust.office: not a URL".into()),
            Failure::Photo {
                words: "CONTOH".into(),
                cause: "truncated".into(),
            },
        ]
    }

    #[test]
    fn every_failure_has_words_in_both_languages_and_shows_no_cause() {
        for lang in [Lang::Id, Lang::En] {
            for failure in all() {
                let told = failure.clone().into_error_at_open(lang);
                assert!(!told.words().trim().is_empty(), "{failure:?}");
                for cause in ["SQLite", "row does not parse", "truncated", "not a URL"] {
                    assert!(!told.words().contains(cause), "{failure:?}: {told:?}");
                }
            }
        }
    }

    #[test]
    fn every_key_state_reaches_a_shell_as_its_own_error() {
        let told = |state| Failure::from(VaultError::Key(state)).into_error_at_open(Lang::Id);
        assert!(matches!(told(KeyState::Gone), PayungError::KeyGone { .. }));
        assert!(matches!(
            told(KeyState::LockedNow),
            PayungError::KeyLocked { .. }
        ));
        assert!(matches!(
            told(KeyState::WrongPassphrase),
            PayungError::WrongPassphrase { .. }
        ));
        assert!(matches!(
            told(KeyState::Broken),
            PayungError::TryLater { .. }
        ));
    }
}
