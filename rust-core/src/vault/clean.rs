//! Starting clean after a lost key, and wiping.
//!
//! A kill at any moment of [`Store::start_clean`] leaves one of three things: the old database as
//! `payung.db`, the new one as `payung.db`, or only the finished new one as `next.db`. In the last
//! case the next open renames it.

use std::fs;

use payung_model::sealed::Digest;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::folder::{move_into, private_folder, remove, sync_folder};
use super::set_aside::{file_name, remove_database};
use super::store::{SET_ASIDE, closed, connect, put_meta};
use super::{Store, VaultError};

/// The tables that a start-clean copies, in the order that foreign keys require: name, columns,
/// placeholders. Columns that refer to drafts or are sealed under the lost key are left out.
const NOT_UNDER_THE_KEY: [(&str, &str, &str); 8] = [
    (
        "registration",
        "id, revision, state, token, reply_key, reply, withdraw_wanted, changed_at, bytes_sent, completes, told, told_item, folded, watched_until, asked_at, access_ended",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16",
    ),
    (
        "event",
        "number, registration, at, revision, state",
        "?1, ?2, ?3, ?4, ?5",
    ),
    (
        "outbox",
        "registration, revision, envelope, attempts, next_try, problem",
        "?1, ?2, ?3, ?4, ?5, ?6",
    ),
    (
        "outbox_photo",
        "registration, digest, length, sent",
        "?1, ?2, ?3, ?4",
    ),
    (
        "rules",
        "root, keys, sequence, bytes, floor",
        "?1, ?2, ?3, ?4, ?5",
    ),
    (
        "inbox",
        "registration, sequence, author, item, taken_at, about",
        "?1, ?2, ?3, ?4, ?5, ?6",
    ),
    ("office_key", "root, public, given_up_at", "?1, ?2, ?3"),
    (
        "recovery",
        "registration, locator, proof, access, sent",
        "?1, ?2, ?3, ?4, ?5",
    ),
];

/// The small values that are not copied, because they belong to the lost key. All others (such as
/// when rules were asked for last) are copied.
const META_LEFT_BEHIND: &str = "'wrapped_key', 'key_check', 'keeper_gone', 'set_aside', 'referral'";

impl Store {
    /// Moves database and photos into `set-aside-<n>/` and opens a new database. The outbox and the
    /// registrations' states are copied into the new one, because they are not sealed under the
    /// lost key.
    pub fn start_clean(&self) -> Result<(), VaultError> {
        let mut guard = self.lock();
        let old = guard.as_ref().ok_or_else(closed)?;
        // The new database is finished as one file, and on disk, before anything of the old one
        // moves.
        let folder = self.folder.new_set_aside()?;

        let next = self.folder.next_database();
        remove_database(&next)?;
        let mut new = connect(&next)?;
        carry_over(old, &mut new)?;
        // The worker is told of the folder at the next start, also when the app is killed right
        // after this call.
        put_meta(&new, SET_ASIDE, file_name(&folder).as_bytes())?;
        one_file(new)?;

        // Photos are moved before the database. Once the new one is in place, an open would delete
        // every photo that no row of it names.
        let photos = folder.join("photos");
        private_folder().create(&photos)?;
        for (digest, path) in self.folder.photo_files()? {
            let goes_along = match digest {
                Some(digest) => waits_in_outbox(old, digest)?,
                None => false,
            };
            if !goes_along {
                move_into(&path, &photos)?;
            }
        }
        sync_folder(&photos)?;

        // Without a WAL beside it a database is a single file, so that one rename replaces it.
        if let Some(old) = guard.take() {
            one_file(old)?;
        }
        move_into(&self.folder.database(), &folder)?;
        fs::rename(&next, self.folder.database())?;
        sync_folder(&folder)?;
        sync_folder(self.folder.home())?;
        *guard = Some(connect(&self.folder.database())?);
        Ok(())
    }

    /// Overwrites the wrapped key first, then deletes everything that this app made in the home
    /// folder. Without the key nothing sealed can be read, even if the rest of the call is cut
    /// short.
    pub fn wipe(&self) -> Result<(), VaultError> {
        let mut guard = self.lock();
        // When the key cannot be overwritten (a damaged file, a full disk), the files are deleted
        // all the same, and the error is returned at the end.
        let overwritten = match guard.take() {
            Some(connection) => Self::destroy_key(&connection).and_then(|()| one_file(connection)),
            None => Ok(()),
        };
        remove_database(&self.folder.database())?;
        remove_database(&self.folder.next_database())?;
        for (_, path) in self.folder.photo_files()? {
            remove(&path)?;
        }
        self.folder.sweep_captures()?;
        for (_, path) in self.folder.set_asides()? {
            fs::remove_dir_all(path)?;
        }
        remove(&self.folder.suspect())?;
        sync_folder(&self.folder.photos())?;
        sync_folder(self.folder.home())?;
        overwritten
    }
}

fn carry_over(old: &Connection, new: &mut Connection) -> Result<(), VaultError> {
    let transaction = new.transaction()?;
    let meta = format!("SELECT name, value FROM meta WHERE name NOT IN ({META_LEFT_BEHIND})");
    copy(
        old,
        &transaction,
        &meta,
        "INSERT INTO meta (name, value) VALUES (?1, ?2)",
    )?;
    for (table, columns, places) in NOT_UNDER_THE_KEY {
        let read = format!("SELECT {columns} FROM {table}");
        let write = format!("INSERT INTO {table} ({columns}) VALUES ({places})");
        copy(old, &transaction, &read, &write)?;
    }
    Ok(transaction.commit()?)
}

fn copy(old: &Connection, new: &Connection, read: &str, write: &str) -> Result<(), VaultError> {
    let mut read = old.prepare(read)?;
    let mut write = new.prepare(write)?;
    let columns = read.column_count();
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let values = (0..columns)
            .map(|at| row.get(at))
            .collect::<Result<Vec<Value>, _>>()?;
        write.execute(params_from_iter(values))?;
    }
    Ok(())
}

fn waits_in_outbox(connection: &Connection, digest: Digest) -> Result<bool, VaultError> {
    let mut named = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM outbox_photo WHERE digest = ?1)")?;
    Ok(named.query_row([digest.0], |row| row.get(0))?)
}

/// Writes the WAL into the database file, removes the WAL, and closes the connection.
fn one_file(connection: Connection) -> Result<(), VaultError> {
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")?;
    connection.close().map_err(|(_, error)| error.into())
}
