//! A row of the audit log.

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;
use serde::Serialize;

use super::error::StoreError;
use super::sql::Row;

/// One row of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditRow {
    /// Counts up from 1 without gaps.
    pub seq: i64,
    /// Milliseconds since 1970.
    pub at: Timestamp,
    /// The officer, as given by `--officer` or signed in; `opener` for the opener.
    pub officer: String,
    /// What was done: the command's name (`show`, `accept`, `keys rotate`), `photos`, `keys
    /// publish`, `open`. The officers' web adds `sign in`, `sign in failed`, `sign out`.
    pub action: String,
    /// The registration that it was about, as UUID.
    pub id: Option<String>,
    /// Details without personal data: revision, question ids, key ids, sequence.
    pub detail: String,
}

/// A row to add.
#[derive(Clone, Copy, Debug)]
pub struct AuditEntry<'a> {
    /// By the office's clock.
    pub at: Timestamp,
    /// Who did it.
    pub officer: &'a str,
    /// What was done.
    pub action: &'a str,
    /// About which registration.
    pub id: Option<RegistrationId>,
    /// Nothing personal.
    pub detail: &'a str,
}

/// Reads a row whose first six columns are those of the log.
pub(super) fn read_row(row: &Row) -> Result<AuditRow, StoreError> {
    Ok(AuditRow {
        seq: row.int(0)?,
        at: row.time(1)?,
        officer: row.text(2)?,
        action: row.text(3)?,
        id: row.opt_id(4)?.map(|id| id.to_string()),
        detail: row.text(5)?,
    })
}
