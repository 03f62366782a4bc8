//! Erasing a registration: its rows go, a tombstone stays, so that what is sent again is refused and not kept anew.
//!
//! The envelope is what holds everything: answers, and the only copy of each photo's key. `secure_delete` overwrites its
//! pages with zeros, and [`empty_log`] cuts the write-ahead log, which may still hold them. See `docs/adr/0007-erasing.md`.

use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Store, StoreError, registrations};

/// What is left of a registration that was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// Which one.
    pub id: RegistrationId,
    /// SHA-256 of its status token: who asks with that token is told that it was erased.
    pub token_hash: Digest,
    /// When.
    pub erased_at: Timestamp,
    /// For the office's own records; nothing personal.
    pub why: String,
}

/// Removes every row of a registration and leaves its tombstone; none when it is not known. Run it inside a transaction.
/// Its photos' files are the caller's.
pub fn erase(sql: &Connection, id: RegistrationId, why: &str, at: Timestamp) -> Result<Option<Tombstone>, StoreError> {
    let Some(token_hash) = registrations::token_hash(sql, id)? else { return Ok(None) };
    for table in ["wanted", "opened", "photos", "records", "registrations"] {
        sql.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id.bytes()])?;
    }
    let tombstone = Tombstone { id, token_hash, erased_at: at, why: why.to_owned() };
    bury(sql, &tombstone)?;
    Ok(Some(tombstone))
}

/// Puts up a tombstone; one that stands already stays as it is.
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

/// Writes the log back and cuts it to nothing, so that no old page stays in it. False when somebody read or wrote all the
/// while: then it is to be tried again.
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
