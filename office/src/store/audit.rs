//! The audit log: who did what, and when. Rows are only added; the database refuses to change or
//! remove them.

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;
use serde::Serialize;

use super::error::StoreError;
use super::sql::{Database, Engine, Row, Sql, TransactionLock, values};

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

/// The audit log.
pub trait Audit {
    /// Adds rows, all of them or none. They are on disk when this returns.
    fn audit(&self, entries: &[AuditEntry<'_>]) -> Result<(), StoreError>;

    /// When one of these things was done last.
    fn last_done(&self, actions: &[&str]) -> Result<Option<Timestamp>, StoreError>;

    /// When the last row was written.
    fn last_audited(&self) -> Result<Option<Timestamp>, StoreError>;

    /// The longest time without a row, in milliseconds, from the last row before `from` to the last
    /// row of all.
    fn longest_silence(&self, from: Timestamp) -> Result<i64, StoreError>;

    /// At most `most` rows with a `seq` above `after`, the oldest first.
    fn audit_after(&self, after: i64, most: u32) -> Result<Vec<AuditRow>, StoreError>;

    /// At most `most` rows with a `seq` below `before`, the newest first.
    fn audit_before(&self, before: i64, most: u32) -> Result<Vec<AuditRow>, StoreError>;

    /// All rows about one registration, the oldest first.
    fn audit_of(&self, id: RegistrationId) -> Result<Vec<AuditRow>, StoreError>;
}

impl<E: Engine> Audit for Database<E> {
    fn audit(&self, entries: &[AuditEntry<'_>]) -> Result<(), StoreError> {
        self.engine.write(|sql| entries.iter().try_for_each(|entry| add(sql, entry)))
    }

    fn last_done(&self, actions: &[&str]) -> Result<Option<Timestamp>, StoreError> {
        self.engine.read(|sql| {
            let mut last = None;
            for action in actions {
                last = last.max(sql.one("SELECT max(at) FROM audit WHERE action = ?1", values![*action])?.opt_time(0)?);
            }
            Ok(last)
        })
    }

    fn last_audited(&self) -> Result<Option<Timestamp>, StoreError> {
        self.engine.read(|sql| sql.one("SELECT max(at) FROM audit", &[])?.opt_time(0))
    }

    fn longest_silence(&self, from: Timestamp) -> Result<i64, StoreError> {
        self.engine.read(|sql| {
            let row = sql.one(
                "SELECT coalesce(max(silence), 0) FROM (SELECT at - lag(at) OVER (ORDER BY at) AS silence FROM audit
                    WHERE at >= (SELECT coalesce(max(at), 0) FROM audit WHERE at < ?1)) AS silences",
                values![from],
            )?;
            row.int(0)
        })
    }

    fn audit_after(&self, after: i64, most: u32) -> Result<Vec<AuditRow>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT seq, at, officer, action, id, detail FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2",
                values![after, most],
            )
        })?;
        rows.iter().map(entry).collect()
    }

    fn audit_before(&self, before: i64, most: u32) -> Result<Vec<AuditRow>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT seq, at, officer, action, id, detail FROM audit WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2",
                values![before, most],
            )
        })?;
        rows.iter().map(entry).collect()
    }

    fn audit_of(&self, id: RegistrationId) -> Result<Vec<AuditRow>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query("SELECT seq, at, officer, action, id, detail FROM audit WHERE id = ?1 ORDER BY seq", values![&id])
        })?;
        rows.iter().map(entry).collect()
    }
}

/// Adds a row in the transaction of what it tells.
pub(super) fn add(sql: &dyn Sql, entry: &AuditEntry<'_>) -> Result<(), StoreError> {
    sql.lock(TransactionLock::Audit)?;
    sql.execute(
        "INSERT INTO audit (seq, at, officer, action, id, detail)
            VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM audit), ?1, ?2, ?3, ?4, ?5)",
        values![entry.at, entry.officer, entry.action, entry.id.as_ref(), entry.detail],
    )?;
    Ok(())
}

fn entry(row: &Row) -> Result<AuditRow, StoreError> {
    Ok(AuditRow {
        seq: row.int(0)?,
        at: row.time(1)?,
        officer: row.text(2)?,
        action: row.text(3)?,
        id: row.opt_id(4)?.map(|id| id.to_string()),
        detail: row.text(5)?,
    })
}
