//! Erasing a registration: its rows are removed and a tombstone stays, so that a phone that sends
//! it again is refused.
//!
//! The envelope holds the answers and the only copy of each photo's key. `secure_delete` overwrites
//! its pages with zeros. The write-ahead log may still hold old pages, so [`empty_log`] cuts it.
//! See `docs/adr/0007-erasing.md`.

use payung_model::sealed::inbox::{Item, SealedItem};
use payung_model::sealed::{Digest, Envelope, RegistrationId, ReplyPublicKey};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::inbox::{last_sequence, signed};
use super::{Store, StoreError, latest_record, registrations};

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

/// An erased registration whose phone was not told yet, and what is needed to tell it.
pub struct Untold {
    /// Its last revision.
    pub revision: u32,
    /// Of the phone.
    pub reply_key: ReplyPublicKey,
    /// Where the item goes.
    pub sequence: u64,
    /// When it was erased.
    pub erased_at: Timestamp,
}

/// Removes all rows of a registration and writes its tombstone; none when the id is unknown. The
/// caller runs it inside a transaction, and removes the files of the photos itself.
/// [`untold`] and [`tell`] tell the phone.
pub fn erase(sql: &Connection, id: RegistrationId, why: &str, at: Timestamp) -> Result<Option<Tombstone>, StoreError> {
    let Some(token_hash) = registrations::token_hash(sql, id)? else { return Ok(None) };
    let given: i64 = sql
        .prepare_cached("SELECT inbox FROM registrations WHERE id = ?1")?
        .query_row([id.bytes()], |row| row.get(0))?;
    // An envelope that cannot be read names no key: then nobody can be told, and it is erased all the same.
    let header = latest_record(sql, id)?.and_then(|bytes| Envelope::parse(&bytes).ok());
    let header = header.as_ref().map(Envelope::header);
    for table in ["inbox", "wanted", "opened", "photos", "records", "registrations"] {
        sql.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id.bytes()])?;
    }
    let tombstone = Tombstone { id, token_hash, erased_at: at, why: why.to_owned() };
    bury(sql, &tombstone)?;
    if let Some(header) = header {
        sql.prepare_cached("UPDATE erased SET revision = ?2, reply_key = ?3, inbox = ?4 WHERE id = ?1")?
            .execute(params![id.bytes(), header.revision, header.reply_key.to_bytes(), given])?;
    }
    Ok(Some(tombstone))
}

/// What is needed to tell the phone that its registration was erased; none when it was told, or cannot be.
pub fn untold(sql: &Connection, id: RegistrationId) -> Result<Option<Untold>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT revision, reply_key, inbox, erased_at FROM erased WHERE id = ?1 AND reply_key IS NOT NULL",
    )?;
    let found = query.query_row([id.bytes()], |row| {
        Ok((row.get::<_, u32>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, i64>(2)?, row.get::<_, i64>(3)?))
    });
    let Some((revision, reply_key, given, erased_at)) = found.optional()? else { return Ok(None) };
    let reply_key = ReplyPublicKey::from_bytes(&reply_key).map_err(|_| StoreError::Damaged("reply key"))?;
    let sequence = given.unsigned_abs() + 1;
    if sequence > Item::LAST_SEQUENCE {
        return Err(StoreError::Damaged("inbox sequence"));
    }
    let erased_at = Timestamp::from_millis(erased_at).unwrap_or_default();
    Ok(Some(Untold { revision, reply_key, sequence, erased_at }))
}

/// Keeps the item that tells the phone, and forgets what was needed to make it.
pub fn tell(sql: &Connection, id: RegistrationId, item: &SealedItem, at: Timestamp) -> Result<(), StoreError> {
    if last_sequence(sql, id)? < item.sequence() {
        sql.prepare_cached("INSERT INTO inbox (id, sequence, at, item) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
            id.bytes(),
            signed(item.sequence())?,
            at.millis(),
            item.bytes()
        ])?;
    }
    sql.prepare_cached("UPDATE erased SET reply_key = NULL, inbox = ?2 WHERE id = ?1")?
        .execute(params![id.bytes(), signed(item.sequence())?])?;
    Ok(())
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
