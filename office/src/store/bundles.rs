//! What this office published: signed bundles, and the public keys phones may seal to.

use payung_model::sealed::{KeyId, OfficePublicKey};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;

/// A signed bundle as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedBundle {
    /// Only grows; the first is 1.
    pub sequence: u64,
    /// The lowest engine that can read it.
    pub engine: u32,
    /// When it was signed.
    pub issued_at: Timestamp,
    /// Public text of the key that signed it.
    pub signed_by: String,
    /// The bytes that phones get.
    pub bytes: Vec<u8>,
}

/// The newest sequence ever signed, for any engine; 0 before the first.
pub fn newest_sequence(sql: &Connection) -> Result<u64, StoreError> {
    // `newest(…, u32::MAX)` would read all rows; this query reads one.
    let found: Option<i64> =
        sql.prepare_cached("SELECT max(sequence) FROM bundles")?.query_row([], |row| row.get(0))?;
    sequence(found)
}

pub(super) fn newest(sql: &Connection, engine: u32) -> Result<u64, StoreError> {
    let mut query = sql.prepare_cached("SELECT coalesce(max(sequence), 0) FROM bundles WHERE engine <= ?1")?;
    let found: i64 = query.query_row([engine], |row| row.get(0))?;
    sequence(Some(found))
}

fn sequence(found: Option<i64>) -> Result<u64, StoreError> {
    u64::try_from(found.unwrap_or(0)).map_err(|_| StoreError::Damaged("bundle sequence"))
}

/// Which of the things that an envelope needs were ever published.
pub(super) struct Published {
    /// True when phones may seal to its key: see [`key_known`].
    pub key: bool,
    /// True when its bundle was signed here, or is 0, the content that ships with the app.
    pub bundle: bool,
    /// See [`newest_sequence`].
    pub newest: u64,
}

/// Looks up key and bundle of an envelope. It is one query, because it runs for every record.
pub(super) fn published(sql: &Connection, key: KeyId, bundle: u64) -> Result<Published, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM office_keys WHERE key_id = ?1 AND retired_at IS NULL),
            ?2 = 0 OR EXISTS (SELECT 1 FROM bundles WHERE sequence = ?2),
            (SELECT max(sequence) FROM bundles)",
    )?;
    // A sequence that SQLite cannot hold belongs to no bundle.
    let bundle = i64::try_from(bundle).unwrap_or(-1);
    let (key, bundle, newest) =
        query.query_row(params![key.0, bundle], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(Published { key, bundle, newest: sequence(newest)? })
}

/// Stores a bundle. Its sequence must be new.
pub fn add_bundle(sql: &Connection, bundle: &SignedBundle) -> Result<(), StoreError> {
    let sequence = i64::try_from(bundle.sequence).map_err(|_| StoreError::Damaged("bundle sequence"))?;
    sql.execute(
        "INSERT INTO bundles (sequence, engine, issued_at, signed_by, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![sequence, bundle.engine, bundle.issued_at.millis(), bundle.signed_by, bundle.bytes],
    )?;
    Ok(())
}

/// The newest bundle that an engine can read.
pub fn bundle_for(sql: &Connection, engine: u32) -> Result<Option<SignedBundle>, StoreError> {
    match newest(sql, engine)? {
        0 => Ok(None),
        sequence => bundle_by_sequence(sql, sequence),
    }
}

/// The newest bundle that an engine understands and that one of those two keys signed. It leads a
/// phone that missed rotations on to the next key.
pub fn bundle_signed_by(sql: &Connection, engine: u32, keys: [&str; 2]) -> Result<Option<SignedBundle>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT coalesce(max(sequence), 0) FROM bundles WHERE engine <= ?1 AND signed_by IN (?2, ?3)",
    )?;
    match sequence(Some(query.query_row(params![engine, keys[0], keys[1]], |row| row.get(0))?))? {
        0 => Ok(None),
        found => bundle_by_sequence(sql, found),
    }
}

/// The sequence of the next bundle: after all that were signed, and never below what a restore has
/// set.
pub fn next_sequence(sql: &Connection) -> Result<u64, StoreError> {
    let least: i64 =
        sql.prepare_cached("SELECT coalesce(max(least), 1) FROM bundle_sequence")?.query_row([], |row| row.get(0))?;
    Ok((newest_sequence(sql)? + 1).max(sequence(Some(least))?))
}

/// How far a restored office jumps: it may have signed so many bundles after the backup was made.
const RESTORE_JUMP: u64 = 1000;

/// After a restore: bundles that were signed after the backup are unknown here, and phones may hold
/// them. The next bundle gets a number that none of them can have, so that two different bundles
/// never share one.
pub fn jump_sequence(sql: &Connection) -> Result<(), StoreError> {
    let least =
        i64::try_from(next_sequence(sql)? + RESTORE_JUMP).map_err(|_| StoreError::Damaged("bundle sequence"))?;
    sql.execute("INSERT INTO bundle_sequence (least) VALUES (?1)", [least])?;
    Ok(())
}

/// The highest engine that any bundle needs; 0 before the first bundle.
pub fn newest_engine(sql: &Connection) -> Result<u32, StoreError> {
    let mut query = sql.prepare_cached("SELECT coalesce(max(engine), 0) FROM bundles")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// One bundle.
pub fn bundle_by_sequence(sql: &Connection, sequence: u64) -> Result<Option<SignedBundle>, StoreError> {
    let Ok(number) = i64::try_from(sequence) else { return Ok(None) };
    let mut query =
        sql.prepare_cached("SELECT engine, issued_at, signed_by, bytes FROM bundles WHERE sequence = ?1")?;
    let found = query.query_row([number], |row| {
        Ok(SignedBundle {
            sequence,
            engine: row.get(0)?,
            issued_at: Timestamp::from_millis(row.get(1)?).unwrap_or_default(),
            signed_by: row.get(2)?,
            bytes: row.get(3)?,
        })
    });
    Ok(found.optional()?)
}

/// Stores a published public key: from now on the intake takes envelopes that are sealed to it.
/// True when it was new.
pub fn know_office_key(sql: &Connection, key: &OfficePublicKey, at: Timestamp) -> Result<bool, StoreError> {
    let added = sql.execute(
        "INSERT OR IGNORE INTO office_keys (key_id, public, known_since) VALUES (?1, ?2, ?3)",
        params![key.id().0, key.to_string(), at.millis()],
    )?;
    Ok(added == 1)
}

/// True when phones may seal to this key.
pub fn key_known(sql: &Connection, key: KeyId) -> Result<bool, StoreError> {
    Ok(sql.prepare_cached("SELECT 1 FROM office_keys WHERE key_id = ?1 AND retired_at IS NULL")?.exists([key.0])?)
}

/// Refuses envelopes to this key from now on (422). Their phones seal again to a newer key.
pub fn retire_office_key(sql: &Connection, key: KeyId, at: Timestamp) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE office_keys SET retired_at = coalesce(retired_at, ?2) WHERE key_id = ?1",
        params![key.0, at.millis()],
    )?;
    Ok(())
}

/// How many registrations have a record that is sealed to this key: undecided ones, and decided
/// ones.
pub fn sealed_to(sql: &Connection, key: KeyId) -> Result<(u64, u64), StoreError> {
    let mut query = sql.prepare(
        "SELECT state IN ('accepted', 'refused', 'withdrawn'), count(DISTINCT id)
            FROM records JOIN registrations USING (id) WHERE key_id = ?1 GROUP BY 1",
    )?;
    let rows = query.query_map([key.0], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
    let (mut open, mut decided) = (0, 0);
    for row in rows {
        let (closed, count): (bool, u64) = row?;
        *(if closed { &mut decided } else { &mut open }) = count;
    }
    Ok((open, decided))
}

/// For each engine that has a bundle of its own: its newest sequence, the lowest engine first. What
/// a rotation signs again.
pub fn newest_by_engine(sql: &Connection) -> Result<Vec<(u32, u64)>, StoreError> {
    let mut query = sql.prepare("SELECT engine, max(sequence) FROM bundles GROUP BY engine ORDER BY engine")?;
    let rows = query.query_map([], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
    let mut found: Vec<(u32, u64)> = Vec::new();
    for row in rows {
        let (engine, sequence) = row?;
        // A bundle is served to no phone any more when a later one is made for the same engine or
        // an older one.
        if found.last().is_none_or(|(_, before)| sequence > *before) {
            found.push((engine, sequence));
        }
    }
    Ok(found)
}
