//! The bytes of unfinished uploads, for offices whose machines share no disk (docs/adr/0024).
//!
//! What a request brought of a photo without finishing it is a *piece*. All pieces of an upload,
//! one behind the other, are what has come of it. A piece is added only under the claim on the
//! upload (`sharing`), and only where the upload stands: a process that was taken for dead and wakes
//! up adds nothing. A photo that comes in one request is never here.

use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;

use super::error::StoreError;
use super::sharing::ProcessId;
use super::sql::{Database, Engine, Pending, Sql, TransactionLock, signed, values};
use crate::photo_store::PhotoName;

/// Pieces that are put together into one row. A line that brings a few bytes at a time would
/// otherwise make a row of each piece.
const MOST_PIECES: u64 = 32;

/// How far an unfinished upload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnfinishedUpload {
    /// How many bytes are here.
    pub bytes: u64,
    /// When it was begun, or bytes were last added.
    pub changed_at: Timestamp,
}

/// Bytes of an upload, and who brings them.
#[derive(Clone, Debug)]
pub struct UploadPiece {
    /// The photo.
    pub photo: PhotoName,
    /// The process that has the claim.
    pub process: ProcessId,
    /// The number of its claim.
    pub number: u32,
    /// Where the bytes belong.
    pub start: u64,
    /// Not empty.
    pub bytes: Vec<u8>,
    /// By the office's clock.
    pub at: Timestamp,
}

/// Unfinished uploads that every process can go on with.
pub trait UnfinishedUploads {
    /// Begins an upload unless it was begun. False when the photo is not expected, or is complete.
    fn begin_upload(&self, photo: PhotoName, at: Timestamp) -> Pending<bool>;

    /// How far an upload is; none when it was not begun.
    fn unfinished_upload(&self, photo: PhotoName) -> Pending<Option<UnfinishedUpload>>;

    /// All bytes that are here; none when it was not begun.
    fn unfinished_bytes(&self, photo: PhotoName) -> Pending<Option<Vec<u8>>>;

    /// Adds bytes; they are durable when this is answered. False, and nothing is added, when
    /// somebody else has the claim, the upload stands elsewhere, or no such bytes are missing.
    fn add_to_upload(&self, piece: UploadPiece) -> Pending<bool>;

    /// Forgets the bytes of an upload, which stays begun: they were not those that were meant.
    fn empty_upload(&self, photo: PhotoName, at: Timestamp) -> Pending<()>;

    /// Forgets an upload.
    fn forget_upload(&self, photo: PhotoName) -> Pending<()>;

    /// The bytes of all unfinished uploads together.
    fn all_unfinished_bytes(&self) -> Pending<u64>;
}

impl<E: Engine> UnfinishedUploads for Database<E> {
    fn begin_upload(&self, (id, digest): PhotoName, at: Timestamp) -> Pending<bool> {
        self.engine.write_soon(move |sql| {
            // Whoever erases the registration meanwhile leaves nothing behind.
            sql.lock(TransactionLock::Registration(id))?;
            if missing(sql, id, digest)?.is_none() {
                return Ok(false);
            }
            sql.execute(
                "INSERT INTO unfinished_uploads (id, digest, bytes, pieces, changed_at) VALUES (?1, ?2, 0, 0, ?3)
                    ON CONFLICT (id, digest) DO NOTHING",
                values![&id, &digest, at],
            )?;
            Ok(true)
        })
    }

    fn unfinished_upload(&self, (id, digest): PhotoName) -> Pending<Option<UnfinishedUpload>> {
        self.engine
            .read_soon(move |sql| Ok(standing(sql, id, digest)?.map(|(upload, _)| upload)))
    }

    fn unfinished_bytes(&self, (id, digest): PhotoName) -> Pending<Option<Vec<u8>>> {
        self.engine.read_soon(move |sql| {
            if standing(sql, id, digest)?.is_none() {
                return Ok(None);
            }
            together(sql, id, digest).map(Some)
        })
    }

    fn add_to_upload(&self, piece: UploadPiece) -> Pending<bool> {
        self.engine.write_soon(move |sql| add(sql, &piece))
    }

    fn empty_upload(&self, (id, digest): PhotoName, at: Timestamp) -> Pending<()> {
        self.engine.write_soon(move |sql| {
            sql.lock(TransactionLock::Registration(id))?;
            sql.execute(
                "UPDATE unfinished_uploads SET bytes = 0, pieces = 0, changed_at = ?3 WHERE id = ?1 AND digest = ?2",
                values![&id, &digest, at],
            )?;
            remove_pieces(sql, id, digest)
        })
    }

    fn forget_upload(&self, (id, digest): PhotoName) -> Pending<()> {
        self.engine.write_soon(move |sql| {
            sql.lock(TransactionLock::Registration(id))?;
            forget(sql, id, digest)
        })
    }

    fn all_unfinished_bytes(&self) -> Pending<u64> {
        self.engine.read_soon(|sql| {
            // PostgreSQL's sum has a type of its own.
            sql.one(
                "SELECT CAST(coalesce(sum(bytes), 0) AS bigint) FROM unfinished_uploads",
                &[],
            )?
            .count(0)
        })
    }
}

/// Forgets an upload, in the transaction in which its photo is complete or gone.
pub(super) fn forget(sql: &dyn Sql, id: RegistrationId, digest: Digest) -> Result<(), StoreError> {
    let begun = sql.execute(
        "DELETE FROM unfinished_uploads WHERE id = ?1 AND digest = ?2",
        values![&id, &digest],
    )?;
    if begun > 0 {
        remove_pieces(sql, id, digest)?;
    }
    Ok(())
}

fn add(sql: &dyn Sql, piece: &UploadPiece) -> Result<bool, StoreError> {
    let (id, digest) = piece.photo;
    sql.lock(TransactionLock::Registration(id))?;
    // A process that was taken for dead no longer has the claim. Its bytes may be older than those
    // of the process that took over.
    let claimed = sql.first(
        "SELECT 1 FROM upload_claims WHERE id = ?1 AND digest = ?2 AND process = ?3 AND number = ?4",
        values![&id, &digest, &piece.process, piece.number],
    )?;
    let (Some(_), Some(length), Some((upload, pieces))) = (
        claimed,
        missing(sql, id, digest)?,
        standing(sql, id, digest)?,
    ) else {
        return Ok(false);
    };
    let bytes = upload.bytes + piece.bytes.len() as u64;
    // Pieces lie one behind the other without a gap, because the phone goes on at their length.
    if upload.bytes != piece.start || piece.bytes.is_empty() || bytes > length {
        return Ok(false);
    }
    let pieces = if pieces + 1 < MOST_PIECES {
        insert(sql, id, digest, piece.start, &piece.bytes)?;
        pieces + 1
    } else {
        let mut all = together(sql, id, digest)?;
        all.extend_from_slice(&piece.bytes);
        remove_pieces(sql, id, digest)?;
        insert(sql, id, digest, 0, &all)?;
        1
    };
    sql.execute(
        "UPDATE unfinished_uploads SET bytes = ?3, pieces = ?4, changed_at = ?5 WHERE id = ?1 AND digest = ?2",
        values![&id, &digest, signed(bytes)?, signed(pieces)?, piece.at],
    )?;
    Ok(true)
}

/// The length of a photo that is expected and not complete.
fn missing(sql: &dyn Sql, id: RegistrationId, digest: Digest) -> Result<Option<u64>, StoreError> {
    let found = sql.first(
        "SELECT length FROM photos WHERE id = ?1 AND digest = ?2 AND completed_at IS NULL",
        values![&id, &digest],
    )?;
    found.map(|row| row.count(0)).transpose()
}

/// How far an upload is, and the number of its pieces.
fn standing(
    sql: &dyn Sql,
    id: RegistrationId,
    digest: Digest,
) -> Result<Option<(UnfinishedUpload, u64)>, StoreError> {
    let found = sql.first(
        "SELECT bytes, changed_at, pieces FROM unfinished_uploads WHERE id = ?1 AND digest = ?2",
        values![&id, &digest],
    )?;
    let Some(row) = found else { return Ok(None) };
    let upload = UnfinishedUpload {
        bytes: row.count(0)?,
        changed_at: row.time(1)?,
    };
    Ok(Some((upload, row.count(2)?)))
}

/// All pieces, one behind the other. One query, so that what is added meanwhile is in it or not.
fn together(sql: &dyn Sql, id: RegistrationId, digest: Digest) -> Result<Vec<u8>, StoreError> {
    let rows = sql.query(
        "SELECT start, bytes FROM upload_pieces WHERE id = ?1 AND digest = ?2 ORDER BY start",
        values![&id, &digest],
    )?;
    let mut all = Vec::new();
    for row in &rows {
        // A gap cannot be seen in the bytes themselves, and would only be found by the digest of
        // the whole.
        if row.count(0)? != all.len() as u64 {
            return Err(StoreError::Damaged("pieces of an upload"));
        }
        all.extend(row.bytes(1)?);
    }
    Ok(all)
}

fn insert(
    sql: &dyn Sql,
    id: RegistrationId,
    digest: Digest,
    start: u64,
    bytes: &[u8],
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO upload_pieces (id, digest, start, bytes) VALUES (?1, ?2, ?3, ?4)",
        values![&id, &digest, signed(start)?, bytes],
    )
    .map(|_| ())
}

fn remove_pieces(sql: &dyn Sql, id: RegistrationId, digest: Digest) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM upload_pieces WHERE id = ?1 AND digest = ?2",
        values![&id, &digest],
    )
    .map(|_| ())
}
