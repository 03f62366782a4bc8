//! Which photos are expected and which are complete. Their bytes lie in files: see
//! `intake/upload.rs`.

use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{ExpectedPhoto, StoreError, registrations};

/// The photo, if the registration's last revision names it.
pub fn expected_photo(
    sql: &Connection,
    id: RegistrationId,
    digest: Digest,
) -> Result<Option<ExpectedPhoto>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT length, completed_at IS NOT NULL
            FROM registrations JOIN wanted USING (id, revision) JOIN photos USING (id, digest)
            WHERE registrations.id = ?1 AND photos.digest = ?2 LIMIT 1",
    )?;
    let found = query.query_row(params![id.bytes(), digest.0], |row| {
        Ok(ExpectedPhoto { digest, length: row.get(0)?, complete: row.get(1)? })
    });
    Ok(found.optional()?)
}

/// Marks a photo as complete: its file is synced and its digest was compared. If it was the last
/// one that was missing, the registration becomes *received*.
pub fn complete_photo(sql: &Connection, id: RegistrationId, digest: Digest, at: Timestamp) -> Result<(), StoreError> {
    sql.prepare_cached("UPDATE photos SET completed_at = coalesce(completed_at, ?3) WHERE id = ?1 AND digest = ?2")?
        .execute(params![id.bytes(), digest.0, at.millis()])?;
    registrations::received_when_complete(sql, id, at)
}

/// The length that a photo has when it is complete, in bytes.
pub fn photo_length(sql: &Connection, id: RegistrationId, digest: Digest) -> Result<Option<u64>, StoreError> {
    let mut query = sql.prepare_cached("SELECT length FROM photos WHERE id = ?1 AND digest = ?2")?;
    let length: Option<u32> = query.query_row(params![id.bytes(), digest.0], |row| row.get(0)).optional()?;
    Ok(length.map(u64::from))
}

/// All complete photos, of any revision.
pub fn complete_photos(sql: &Connection) -> Result<Vec<(RegistrationId, Digest)>, StoreError> {
    listed(sql, "SELECT id, digest FROM photos WHERE completed_at IS NOT NULL ORDER BY id, digest")
}

fn listed(sql: &Connection, query: &str) -> Result<Vec<(RegistrationId, Digest)>, StoreError> {
    let mut query = sql.prepare(query)?;
    let rows = query.query_map([], |row| Ok((row.get::<_, Vec<u8>>(0)?, Digest(row.get(1)?))))?;
    rows.map(|row| {
        let (id, digest) = row?;
        Ok((registrations::read_id(&id)?, digest))
    })
    .collect()
}

/// True when the photo is complete; none when no revision names it, or when it was erased.
pub fn photo_complete(sql: &Connection, id: RegistrationId, digest: Digest) -> Result<Option<bool>, StoreError> {
    let mut query = sql.prepare_cached("SELECT completed_at IS NOT NULL FROM photos WHERE id = ?1 AND digest = ?2")?;
    Ok(query.query_row(params![id.bytes(), digest.0], |row| row.get(0)).optional()?)
}

/// All photos that are not complete, of any revision and any state.
pub fn unfinished_photos(sql: &Connection) -> Result<Vec<(RegistrationId, Digest)>, StoreError> {
    listed(sql, "SELECT id, digest FROM photos WHERE completed_at IS NULL ORDER BY id, digest")
}

/// Photos that are missing from registrations in `receiving`. The intake looks after them when it
/// starts.
pub fn receiving_photos(sql: &Connection) -> Result<Vec<(RegistrationId, ExpectedPhoto)>, StoreError> {
    let mut query = sql.prepare(
        "SELECT id, photos.digest, length
            FROM registrations JOIN wanted USING (id, revision) JOIN photos USING (id, digest)
            WHERE state = ?1 AND completed_at IS NULL",
    )?;
    let rows = query.query_map([OfficeState::Receiving.as_str()], |row| {
        let id: Vec<u8> = row.get(0)?;
        Ok((id, ExpectedPhoto { digest: Digest(row.get(1)?), length: row.get(2)?, complete: false }))
    })?;
    rows.map(|row| {
        let (id, wanted) = row?;
        Ok((registrations::read_id(&id)?, wanted))
    })
    .collect()
}
