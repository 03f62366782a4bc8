//! Erasing a registration: its rows are removed and a tombstone stays, so that a phone that sends
//! it again is refused.
//!
//! The envelope holds the answers and the only copy of each photo's key. `secure_delete` overwrites
//! its pages with zeros. The write-ahead log may still hold old pages, so [`empty_log`] cuts it.
//! See `docs/adr/0007-erasing.md`.

use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Store, StoreError, registrations};

/// All that is left of an erased registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The registration.
    pub id: RegistrationId,
    /// SHA-256 of its status token. A phone that asks with that token is told that the registration
    /// was erased.
    pub token_hash: Digest,
    /// When.
    pub erased_at: Timestamp,
    /// The reason, for the office's own records. It holds nothing personal.
    pub why: String,
}

/// Removes all rows of a registration and writes its tombstone; none when the id is unknown. The
/// caller runs it inside a transaction, and removes the files of the photos itself.
pub fn erase(sql: &Connection, id: RegistrationId, why: &str, at: Timestamp) -> Result<Option<Tombstone>, StoreError> {
    let Some(token_hash) = registrations::token_hash(sql, id)? else { return Ok(None) };
    for table in ["wanted", "opened", "photos", "records", "registrations"] {
        sql.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id.bytes()])?;
    }
    let tombstone = Tombstone { id, token_hash, erased_at: at, why: why.to_owned() };
    bury(sql, &tombstone)?;
    Ok(Some(tombstone))
}

/// Writes a tombstone, unless there is one.
pub fn bury(sql: &Connection, tombstone: &Tombstone) -> Result<(), StoreError> {
    sql.prepare_cached("INSERT OR IGNORE INTO erased (id, token_hash, erased_at, why) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![tombstone.id.bytes(), tombstone.token_hash.0, tombstone.erased_at.millis(), tombstone.why])?;
    Ok(())
}

/// The tombstone of a registration, if it was erased.
pub fn tombstone(sql: &Connection, id: RegistrationId) -> Result<Option<Tombstone>, StoreError> {
    let mut query = sql.prepare_cached("SELECT id, token_hash, erased_at, why FROM erased WHERE id = ?1")?;
    query.query_row([id.bytes()], |row| Ok(read(row))).optional()?.transpose()
}

/// All tombstones, the oldest first.
pub fn tombstones(sql: &Connection) -> Result<Vec<Tombstone>, StoreError> {
    let mut query = sql.prepare("SELECT id, token_hash, erased_at, why FROM erased ORDER BY erased_at, id")?;
    let rows = query.query_map([], |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

/// Writes the write-ahead log back into the database and cuts it to length zero, so that no old
/// page stays in it. False when another connection was reading or writing all the time; the caller
/// then tries again later.
pub fn empty_log(store: &Store) -> Result<bool, StoreError> {
    let busy: i64 = store.connection().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(busy == 0)
}

fn read(row: &Row<'_>) -> Result<Tombstone, StoreError> {
    let id: Vec<u8> = row.get(0)?;
    Ok(Tombstone {
        id: registrations::read_id(&id)?,
        token_hash: Digest(row.get(1)?),
        erased_at: Timestamp::from_millis(row.get(2)?).unwrap_or_default(),
        why: row.get(3)?,
    })
}
