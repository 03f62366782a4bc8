//! Is this office well? Looks at everything and changes nothing: what is wrong, why, and what to do about it.

mod data;
mod keys;

use std::path::{Path, PathBuf};

use payung_model::units::Timestamp;
use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

use crate::keys::Passphrase;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Works, but somebody should look.
    Look,
    /// Does not work, or is not safe.
    Bad,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckResult {
    /// `data`, `database`, `keys`, `clock`, `disk`, `bundle`, `queue`, `photos`, `retention`.
    pub what: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// What was found, and what to do. No personal data.
    pub words: String,
}

/// What to look at, and from when on to worry.
pub struct ExamineOptions<'a> {
    /// Data folder.
    pub dir: &'a Path,
    /// Key folder; none on a machine that has no keys (intake alone).
    pub keys: Option<PathBuf>,
    /// Of the keys, if they have one.
    pub passphrase: Option<Passphrase>,
    /// The present time.
    pub now: Timestamp,
    /// Below so many free bytes the intake takes no photo.
    pub min_free: u64,
    /// Days that a received registration may wait for a decision.
    pub queue_days: u32,
    /// Read every photo and compare its digest, not only its length.
    pub deep: bool,
}

/// Looks at everything.
pub fn examine(examined: &ExamineOptions<'_>) -> Vec<CheckResult> {
    let mut findings = vec![data::folder(examined), data::disk(examined)];
    match open(&examined.dir.join("office.db")) {
        Err(words) => findings.push(CheckResult { what: "database", verdict: Verdict::Bad, words }),
        Ok(sql) => {
            findings.push(data::database(&sql));
            // Without sound tables nothing else can be asked.
            if findings.iter().all(|finding| finding.what != "database" || finding.verdict == Verdict::Ok) {
                findings.push(data::clock(examined, &sql));
                findings.push(data::queue(examined, &sql));
                findings.push(data::photos(examined, &sql));
                findings.push(data::retention(examined, &sql));
                findings.extend(keys::look(examined, &sql));
            }
        }
    }
    findings
}

/// Read-only: a look must make no database, nor bring one up to date.
fn open(path: &Path) -> Result<Connection, String> {
    if !path.exists() {
        return Err("there is none yet: `office trust` or `office serve` makes it".into());
    }
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|error| error.to_string())
}

impl CheckResult {
    fn ok(what: &'static str, words: impl Into<String>) -> Self {
        Self { what, verdict: Verdict::Ok, words: words.into() }
    }

    fn look(what: &'static str, words: impl Into<String>) -> Self {
        Self { what, verdict: Verdict::Look, words: words.into() }
    }

    fn bad(what: &'static str, words: impl Into<String>) -> Self {
        Self { what, verdict: Verdict::Bad, words: words.into() }
    }

    /// What a check found, or that it could not be made.
    fn of<E: std::fmt::Display>(what: &'static str, found: Result<Self, E>) -> Self {
        found.unwrap_or_else(|error| Self::bad(what, format!("could not be looked at: {error}")))
    }
}
