//! What the checks of an office are given, and what they find.

use std::path::{Path, PathBuf};

use payung_model::units::Timestamp;
use serde::Serialize;

use crate::keys::Passphrase;
use crate::store::DatabaseUrl;

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All is as it should be.
    Ok,
    /// It works, but an operator should look.
    Look,
    /// It does not work, or it is not safe.
    Bad,
}

/// One check and what it found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckResult {
    /// `data`, `database`, `keys`, `clock`, `disk`, `bundle`, `controller`, `places`, `queue`,
    /// `photos`, `retention`, `officers`, `audit`, `backup`, `keys copy`.
    pub what: &'static str,
    /// Its result.
    pub verdict: Verdict,
    /// What was found, and what to do. It holds no personal data.
    pub words: String,
}

/// What to check, and the limits to check against.
pub struct ExamineOptions<'a> {
    /// Data folder.
    pub dir: &'a Path,
    /// Its database.
    pub database: &'a DatabaseUrl,
    /// Key folder; none on a machine that has no keys (intake alone).
    pub keys: Option<PathBuf>,
    /// The passphrase of the keys, if they have one.
    pub passphrase: Option<Passphrase>,
    /// The present time.
    pub now: Timestamp,
    /// With fewer free bytes the intake takes no photo.
    pub min_free: u64,
    /// Days that a received registration may wait for a decision.
    pub queue_days: u32,
    /// Days after which another backup should have been made.
    pub backup_days: u32,
    /// Read every photo and compare its digest, not only its length.
    pub deep: bool,
}

impl CheckResult {
    pub(super) fn ok(what: &'static str, words: impl Into<String>) -> Self {
        Self {
            what,
            verdict: Verdict::Ok,
            words: words.into(),
        }
    }

    pub(super) fn look(what: &'static str, words: impl Into<String>) -> Self {
        Self {
            what,
            verdict: Verdict::Look,
            words: words.into(),
        }
    }

    pub(super) fn bad(what: &'static str, words: impl Into<String>) -> Self {
        Self {
            what,
            verdict: Verdict::Bad,
            words: words.into(),
        }
    }

    /// The result of a check; bad when the check itself failed.
    pub(super) fn of<E: std::fmt::Display>(what: &'static str, found: Result<Self, E>) -> Self {
        found.unwrap_or_else(|error| Self::bad(what, format!("could not be looked at: {error}")))
    }
}
