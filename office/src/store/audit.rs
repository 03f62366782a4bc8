//! The audit log: who did what, and when. Rows are only added; the database refuses to change or
//! remove them.

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use super::StoreError;

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

/// Adds a row.
pub fn audit(
    sql: &Connection,
    at: Timestamp,
    officer: &str,
    action: &str,
    id: Option<RegistrationId>,
    detail: &str,
) -> Result<(), StoreError> {
    sql.prepare_cached("INSERT INTO audit (at, officer, action, id, detail) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![at.millis(), officer, action, id.as_ref().map(|id| id.bytes().as_slice()), detail])?;
    Ok(())
}

/// The revision of a registration that an officer looked at last; none when the officer never did.
pub fn last_look(sql: &Connection, id: RegistrationId, officer: &str) -> Result<Option<u32>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT detail FROM audit WHERE id = ?1 AND officer = ?2 AND action = 'show' ORDER BY seq DESC LIMIT 1",
    )?;
    let detail: Option<String> = query.query_row(params![id.bytes(), officer], |row| row.get(0)).optional()?;
    Ok(detail.and_then(|detail| detail.strip_prefix("revision ")?.parse().ok()))
}

/// When one of these things was done last.
pub fn last_done(sql: &Connection, actions: &[&str]) -> Result<Option<Timestamp>, StoreError> {
    let mut query = sql.prepare_cached("SELECT max(at) FROM audit WHERE action = ?1")?;
    let mut last = None;
    for action in actions {
        let at: Option<i64> = query.query_row([action], |row| row.get(0))?;
        last = last.max(at.and_then(|at| Timestamp::from_millis(at).ok()));
    }
    Ok(last)
}

/// When the last row was written.
pub fn last_audited(sql: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let last: Option<i64> = sql.query_row("SELECT max(at) FROM audit", [], |row| row.get(0))?;
    Ok(last.and_then(|at| Timestamp::from_millis(at).ok()))
}

/// The longest time without a row, in milliseconds, from the last row before `from` to the last row
/// of all.
pub fn longest_silence(sql: &Connection, from: Timestamp) -> Result<i64, StoreError> {
    let mut query = sql.prepare(
        "SELECT coalesce(max(silence), 0) FROM (SELECT at - lag(at) OVER (ORDER BY at) AS silence FROM audit
            WHERE at >= (SELECT coalesce(max(at), 0) FROM audit WHERE at < ?1))",
    )?;
    Ok(query.query_row([from.millis()], |row| row.get(0))?)
}

/// All rows, oldest first.
pub fn audit_rows(sql: &Connection) -> Result<Vec<AuditRow>, StoreError> {
    let mut query = sql.prepare("SELECT seq, at, officer, action, id, detail FROM audit ORDER BY seq")?;
    let rows = query.query_map([], entry)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// At most `most` rows with a `seq` below `before`, the newest first.
pub fn audit_part(sql: &Connection, before: i64, most: u32) -> Result<Vec<AuditRow>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT seq, at, officer, action, id, detail FROM audit WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2",
    )?;
    let rows = query.query_map(params![before, most], entry)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The rows about one registration with one of these actions, the newest first.
pub fn audit_of(sql: &Connection, id: RegistrationId, actions: &[&str]) -> Result<Vec<AuditRow>, StoreError> {
    let mut query =
        sql.prepare_cached("SELECT seq, at, officer, action, id, detail FROM audit WHERE id = ?1 ORDER BY seq DESC")?;
    let rows = query.query_map([id.bytes()], entry)?.collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().filter(|row| actions.contains(&row.action.as_str())).collect())
}

fn entry(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    let id: Option<Vec<u8>> = row.get(4)?;
    Ok(AuditRow {
        seq: row.get(0)?,
        at: Timestamp::from_millis(row.get(1)?).unwrap_or_default(),
        officer: row.get(2)?,
        action: row.get(3)?,
        id: id.and_then(|id| RegistrationId::from_bytes(&id)).map(|id| id.to_string()),
        detail: row.get(5)?,
    })
}
