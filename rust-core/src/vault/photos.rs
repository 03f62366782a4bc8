//! Sealed photo files.
//!
//! A file is durable before a row names it. The order is: temporary file, fsync, rename, fsync of
//! the folder, then the row. A kill in between leaves a file that no row names, and the next open
//! removes it.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use payung_model::form::Entry;
use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

#[cfg(test)]
use super::Planted;
use super::drafts::{SealedEntry, place};
use super::folder::{private_file, remove, sync_folder};
use super::packed::{pack, unpack};
use super::{Keys, Page, PhotoRow, RecordKind, Store, VaultError};

impl Store {
    /// Keeps a sealed photo (its file and folder are fsynced) and then its entry. The file of the
    /// photo that it replaces is removed, unless an outbox row names that one.
    pub fn put_photo(
        &self,
        keys: &Keys,
        row: &PhotoRow,
        bytes: &[u8],
        entry: &Entry,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let question = keys.index(RecordKind::PhotoKey, &row.question);
        let plain = pack(&[row.question.as_bytes(), row.key.as_slice()]);
        let sealed_key = keys.seal(
            RecordKind::PhotoKey,
            &photo_place(row.draft, question, row.digest),
            &plain,
        )?;
        let sealed_entry = SealedEntry::new(keys, row.draft, &row.question, entry)?;

        self.write_photo_file(row.digest, bytes)?;
        // The file is written first and the replaced one is removed last. A kill at any point
        // leaves a draft whose row names a file that exists.
        let replaced = self.write(|transaction| {
            let replaced: Option<[u8; 32]> = transaction
                .prepare_cached("SELECT digest FROM photo WHERE draft = ?1 AND question = ?2")?
                .query_row(params![row.draft.bytes(), question], |row| row.get(0))
                .optional()?;
            let mut put = transaction.prepare_cached(
                "INSERT OR REPLACE INTO photo (draft, question, digest, length, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            put.execute(params![
                row.draft.bytes(),
                question,
                row.digest.0,
                row.length,
                sealed_key
            ])?;
            sealed_entry.put(transaction, row.draft, now)?;
            Ok(replaced)
        });
        match replaced {
            Ok(replaced) => self.remove_unnamed(replaced.as_slice()),
            Err(error) => {
                // The row does not exist, so its file would only take room. The same picture may be
                // named by another row, and stays then.
                self.remove_unnamed(&[row.digest.0])?;
                Err(error)
            }
        }
    }

    /// Removes the photo of a question, with its answer.
    pub fn remove_photo(
        &self,
        keys: &Keys,
        draft: RegistrationId,
        question: &str,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let index = keys.index(RecordKind::PhotoKey, question);
        let sealed_entry = SealedEntry::new(keys, draft, question, entry)?;
        let removed = self.write(|transaction| {
            let removed: Option<[u8; 32]> = transaction
                .prepare_cached(
                    "DELETE FROM photo WHERE draft = ?1 AND question = ?2 RETURNING digest",
                )?
                .query_row(params![draft.bytes(), index], |row| row.get(0))
                .optional()?;
            sealed_entry.put(transaction, draft, now)?;
            Ok(removed)
        })?;
        self.remove_unnamed(removed.as_slice())
    }

    /// The photos of a draft, sorted by question. Photos whose key cannot be read are counted and
    /// left out.
    pub fn photos(&self, keys: &Keys, draft: RegistrationId) -> Result<Page<PhotoRow>, VaultError> {
        // All rows are read before any is opened, so that the connection is not held while seals
        // are checked.
        let rows = self.read(|connection| {
            let mut all = connection.prepare_cached(
                "SELECT question, digest, length, sealed FROM photo WHERE draft = ?1",
            )?;
            let rows = all.query_map([draft.bytes()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
            Ok(rows.collect::<Result<Vec<([u8; 32], [u8; 32], u32, Vec<u8>)>, _>>()?)
        })?;
        let open = |(index, digest, length, sealed): ([u8; 32], [u8; 32], u32, Vec<u8>)| {
            let digest = Digest(digest);
            let plain = keys.open(
                RecordKind::PhotoKey,
                &photo_place(draft, index, digest),
                &sealed,
            )?;
            unpack(&plain)
                .and_then(|[question, key]| {
                    let question = String::from_utf8(question.to_vec()).ok()?;
                    let key = Zeroizing::new(<[u8; 32]>::try_from(key).ok()?);
                    Some(PhotoRow {
                        draft,
                        question,
                        digest,
                        length,
                        key,
                    })
                })
                .ok_or(VaultError::Unreadable("a photo's record does not parse"))
        };
        let mut photos = Page {
            rows: Vec::new(),
            unreadable: 0,
        };
        for photo in rows.into_iter().map(open) {
            match photo {
                Err(VaultError::Unreadable(_)) => photos.unreadable += 1,
                photo => photos.rows.push(photo?),
            }
        }
        photos
            .rows
            .sort_by(|one, other| one.question.cmp(&other.question));
        Ok(photos)
    }

    /// The path of a sealed photo.
    pub fn photo_path(&self, digest: Digest) -> PathBuf {
        self.folder.photo(digest)
    }

    /// The folder in which a camera may put a capture. It is private to the app, is never backed
    /// up, and is emptied at every open.
    pub fn capture_folder(&self) -> PathBuf {
        self.folder.captures()
    }

    /// Removes the files of those of these photos that no row names any more.
    pub(super) fn remove_unnamed(&self, digests: &[[u8; 32]]) -> Result<(), VaultError> {
        #[cfg(test)]
        if self.has_planted(Planted::LeavesPhotosBehind) {
            return Ok(());
        }
        for digest in digests {
            #[cfg(test)]
            if self.has_planted(Planted::RemovesSentPhotos) {
                remove(&self.folder.photo(Digest(*digest)))?;
            }
            if !self.read(|connection| is_named(connection, *digest))? {
                remove(&self.folder.photo(Digest(*digest)))?;
            }
        }
        Ok(())
    }

    /// Removes photo files that no row names, and files whose writing was cut short. Called at
    /// open.
    pub(super) fn sweep_photos(&self) -> Result<(), VaultError> {
        for (digest, path) in self.folder.photo_files()? {
            let named = match digest {
                Some(digest) => self.read(|connection| is_named(connection, digest.0))?,
                None => false,
            };
            if !named {
                remove(&path)?;
            }
        }
        Ok(())
    }

    fn write_photo_file(&self, digest: Digest, bytes: &[u8]) -> Result<(), VaultError> {
        let path = self.folder.photo(digest);
        let part = path.with_extension("part");
        let written = (|| {
            let mut file = private_file().truncate(true).open(&part)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&part, &path)
        })();
        if let Err(error) = written {
            // The disk may be full, so the part that was written must not stay.
            remove(&part)?;
            return Err(error.into());
        }
        sync_folder(&self.folder.photos())
    }
}

/// The id that a photo's key is sealed to: its draft, its question and its digest, so that a key
/// moved to another photo does not open.
fn photo_place(draft: RegistrationId, question: [u8; 32], digest: Digest) -> Vec<u8> {
    [place(draft, question).as_slice(), &digest.0].concat()
}

fn is_named(connection: &Connection, digest: [u8; 32]) -> Result<bool, VaultError> {
    let mut named = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM photo WHERE digest = ?1) OR EXISTS (SELECT 1 FROM outbox_photo WHERE digest = ?1)",
    )?;
    Ok(named.query_row([digest], |row| row.get(0))?)
}
