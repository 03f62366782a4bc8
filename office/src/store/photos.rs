//! Which photos are expected and which are complete. Their bytes lie in files: see
//! `intake/upload.rs`.

use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;

use super::error::StoreError;
use super::registrations::{self, ExpectedPhoto};
use super::removals;
use super::sql::{Database, Engine, Row, Sql, TransactionLock, values};
use super::unfinished;
use crate::photo_store::PhotoName;

/// Photos, as everybody but the intake needs them.
pub trait Photos {
    /// At most `most` complete photos of any revision after `after`, by id and digest, each with
    /// its length in bytes.
    fn complete_photos(
        &self,
        after: Option<PhotoName>,
        most: u32,
    ) -> Result<Vec<(PhotoName, u32)>, StoreError>;
}

impl<E: Engine> Photos for Database<E> {
    fn complete_photos(
        &self,
        after: Option<PhotoName>,
        most: u32,
    ) -> Result<Vec<(PhotoName, u32)>, StoreError> {
        let (id, digest) = key_of(after);
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT id, digest, length FROM photos
                    WHERE completed_at IS NOT NULL AND (id, digest) > (?1, ?2) ORDER BY id, digest LIMIT ?3",
                values![&id, &digest, most],
            )
        })?;
        rows.iter()
            .map(|row| Ok(((row.id(0)?, row.digest(1)?), row.small(2)?)))
            .collect()
    }
}

/// Marks a photo as complete: its file is synced and its digest was compared. If it was the last
/// one that was missing, the registration becomes *received*. When it was erased meanwhile, what was
/// put into the bucket since is to be removed once more.
pub(super) fn complete_photo(
    sql: &dyn Sql,
    id: RegistrationId,
    digest: Digest,
    at: Timestamp,
) -> Result<(), StoreError> {
    sql.lock(TransactionLock::Registration(id))?;
    let named = sql.execute(
        // The first time stays: the same photo may be finished twice, by its request and by a
        // sweep.
        "UPDATE photos SET completed_at = coalesce(completed_at, ?3) WHERE id = ?1 AND digest = ?2",
        values![&id, &digest, at],
    )?;
    if named == 0 {
        // Of a registration that is here again, nothing may go.
        return match registrations::known(sql, id)? {
            None => removals::leave(sql, id),
            Some(_) => Ok(()),
        };
    }
    // The pieces go in the transaction that counts the photo: there is no moment in which it is
    // both unfinished and complete.
    unfinished::forget(sql, id, digest)?;
    registrations::received_when_complete(sql, id, at)
}

/// True when the photo is complete; none when no revision names it, or when it was erased.
pub(super) fn photo_complete(
    sql: &dyn Sql,
    id: RegistrationId,
    digest: Digest,
) -> Result<Option<bool>, StoreError> {
    let found = sql.first(
        "SELECT completed_at IS NOT NULL FROM photos WHERE id = ?1 AND digest = ?2",
        values![&id, &digest],
    )?;
    found.map(|row| row.is_true(0)).transpose()
}

/// Photos that are not complete, of any revision and any state, after that one.
pub(super) fn unfinished_photos(
    sql: &dyn Sql,
    after: Option<PhotoName>,
    most: u32,
) -> Result<Vec<PhotoName>, StoreError> {
    let (id, digest) = key_of(after);
    let rows = sql.query(
        "SELECT id, digest FROM photos WHERE completed_at IS NULL AND (id, digest) > (?1, ?2)
            ORDER BY id, digest LIMIT ?3",
        values![&id, &digest, most],
    )?;
    rows.iter()
        .map(|row| Ok((row.id(0)?, row.digest(1)?)))
        .collect()
}

/// Photos that are missing from registrations in `receiving`, after that one. The intake looks
/// after them when it starts.
pub(super) fn receiving_photos(
    sql: &dyn Sql,
    after: Option<PhotoName>,
    most: u32,
) -> Result<Vec<(RegistrationId, ExpectedPhoto)>, StoreError> {
    let (id, digest) = key_of(after);
    let rows = sql.query(
        "SELECT photos.id, photos.digest, length FROM photos
            WHERE completed_at IS NULL AND (photos.id, photos.digest) > (?1, ?2) AND EXISTS (
                SELECT 1 FROM registrations JOIN wanted USING (id, revision)
                WHERE registrations.id = photos.id AND wanted.digest = photos.digest AND state = ?3)
            ORDER BY photos.id, photos.digest LIMIT ?4",
        values![&id, &digest, OfficeState::Receiving, most],
    )?;
    let photo = |row: &Row| {
        Ok((
            row.id(0)?,
            ExpectedPhoto {
                digest: row.digest(1)?,
                length: row.small(2)?,
                complete: false,
            },
        ))
    };
    rows.iter().map(photo).collect()
}

/// The key as bytes; before all others without one.
fn key_of(after: Option<PhotoName>) -> (Vec<u8>, Vec<u8>) {
    after.map_or((Vec::new(), Vec::new()), |(id, digest)| {
        (id.bytes().to_vec(), digest.0.to_vec())
    })
}
