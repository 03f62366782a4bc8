//! Opens the `SQLite` file and the folder of sealed photos, and keeps small named values.
//!
//! Other files add calls to [`Store`]: `drafts.rs`, `registrations.rs` and `photos.rs` for what
//! their names say, `clean.rs` for starting clean and wiping.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::folder::{Folder, private_file, remove};
use super::set_aside::{finish_start_clean, set_aside};
use super::{VaultError, schema};

/// The open storage. It has one connection behind a mutex. The mutex is held for one statement or
/// one transaction, and never while the network or the key keeper is asked.
pub struct Store {
    /// None after a wipe, or after a start-clean that failed because of the disk.
    pub(super) connection: Mutex<Option<Connection>>,
    pub(super) folder: Folder,
    /// A fault that a test planted to prove that the tests find it.
    #[cfg(test)]
    pub(crate) planted: std::sync::atomic::AtomicU8,
}

/// The wrapped data key, and the sealed record that tells whether the right one was unwrapped.
pub(super) struct WrappedKey {
    pub key: Vec<u8>,
    pub check: Vec<u8>,
}

const WRAPPED_KEY: &str = "wrapped_key";
const KEY_CHECK: &str = "key_check";
const KEEPER_GONE: &str = "keeper_gone";
/// The name of the folder that was set aside, as long as the worker has not been told.
pub(super) const SET_ASIDE: &str = "set_aside";

impl Store {
    /// Opens or creates the storage, migrates it in one IMMEDIATE transaction, and removes captures
    /// and the photos that no row names.
    ///
    /// A damaged file is moved into `set-aside-<n>/`, and an empty one takes its place, which notes
    /// the folder's name as `set_aside`. This call then returns [`VaultError::Damaged`], and the
    /// next one opens the empty file.
    pub fn open(home: &Path) -> Result<Self, VaultError> {
        let folder = Folder::open(home)?;
        // This comes first, because a picture in clear must be removed even if the database cannot
        // be opened.
        folder.sweep_captures()?;
        finish_start_clean(&folder)?;
        let connection = match checked(&folder) {
            Err(VaultError::Damaged(what)) => {
                let moved = set_aside(&folder)?;
                let empty = connect(&folder.database())?;
                put_meta(&empty, SET_ASIDE, moved.as_bytes())?;
                return Err(VaultError::Damaged(what));
            }
            opened => opened.map_err(|error| folder.explained(error))?,
        };
        let store = Self {
            connection: Mutex::new(Some(connection)),
            folder,
            #[cfg(test)]
            planted: std::sync::atomic::AtomicU8::new(0),
        };
        // A kill between a commit and the removal of files leaves photos that no row names.
        store.sweep_photos()?;
        Ok(store)
    }

    /// A small named value, such as the last network.
    pub fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, VaultError> {
        self.read(|connection| meta(connection, name))
    }
    pub fn set_meta(&self, name: &str, value: &[u8]) -> Result<(), VaultError> {
        self.read(|connection| put_meta(connection, name, value))
    }

    /// How many times in a row the key keeper said *gone*.
    pub fn gone_count(&self) -> Result<u32, VaultError> {
        self.read(gone_count)
    }

    /// The wrapped data key, if there is one.
    pub(super) fn wrapped_key(&self) -> Result<Option<WrappedKey>, VaultError> {
        self.read(|connection| {
            let Some(key) = meta(connection, WRAPPED_KEY)? else {
                return Ok(None);
            };
            // Key and check are written in one transaction. If the check is missing all the same,
            // the empty one opens with no key.
            Ok(Some(WrappedKey {
                key,
                check: meta(connection, KEY_CHECK)?.unwrap_or_default(),
            }))
        })
    }
    /// Stores the first key. False when there is a key already.
    pub(super) fn set_first_key(&self, wrapped: &[u8], check: &[u8]) -> Result<bool, VaultError> {
        self.write(|transaction| {
            // A second thread may have made a key at the same time. Its records are sealed already,
            // so the first key stays.
            if meta(transaction, WRAPPED_KEY)?.is_some() {
                return Ok(false);
            }
            put_meta(transaction, WRAPPED_KEY, wrapped)?;
            put_meta(transaction, KEY_CHECK, check)?;
            Ok(true)
        })
    }
    /// Whether any record is sealed under the data key.
    pub(super) fn holds_sealed(&self) -> Result<bool, VaultError> {
        self.read(|connection| {
            Ok(connection
                .query_row("SELECT EXISTS (SELECT 1 FROM person)", [], |row| row.get(0))?)
        })
    }
    pub(super) fn count_gone(&self) -> Result<(), VaultError> {
        self.write(|transaction| {
            let count = gone_count(transaction)?.saturating_add(1);
            put_meta(transaction, KEEPER_GONE, &count.to_be_bytes())
        })
    }
    pub(super) fn forget_gone(&self) -> Result<(), VaultError> {
        // Reading first means that unlocking writes nothing in the usual case.
        if self.gone_count()? == 0 {
            return Ok(());
        }
        self.read(|connection| drop_meta(connection, KEEPER_GONE))
    }
    /// Overwrites the wrapped key in its place and then removes it, so that no copy is left in the
    /// file or its WAL. The caller checkpoints the WAL afterwards.
    pub(super) fn destroy_key(connection: &Connection) -> Result<(), VaultError> {
        for name in [WRAPPED_KEY, KEY_CHECK] {
            connection.execute(
                "UPDATE meta SET value = zeroblob(length(value)) WHERE name = ?1",
                [name],
            )?;
        }
        for name in [WRAPPED_KEY, KEY_CHECK] {
            drop_meta(connection, name)?;
        }
        Ok(())
    }

    /// Locks the connection.
    pub(super) fn lock(&self) -> MutexGuard<'_, Option<Connection>> {
        // After a panic in another call the connection is sound: rusqlite has rolled back its
        // transaction.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
    /// Runs work of one statement. A single statement that writes is a transaction of its own.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let guard = self.lock();
        self.noting_damage(work(guard.as_ref().ok_or_else(closed)?))
    }
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let mut guard = self.lock();
        let connection = guard.as_mut().ok_or_else(closed)?;
        self.noting_damage((|| {
            // IMMEDIATE takes the write lock at once, so that the rows which `work` reads cannot
            // change before it writes.
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })())
    }
    /// Marks the file as suspect when SQLite calls it corrupt. It cannot be set aside while it is
    /// in use, so the next open checks all of it. Errors that come from a full disk are named so.
    fn noting_damage<T>(&self, result: Result<T, VaultError>) -> Result<T, VaultError> {
        if matches!(result, Err(VaultError::Damaged(_))) {
            // If the mark cannot be written, the next open still works, and the damage is noticed
            // again.
            let _ = private_file().truncate(true).open(self.folder.suspect());
        }
        result.map_err(|error| self.folder.explained(error))
    }
}

pub(super) fn connect(database: &Path) -> Result<Connection, VaultError> {
    // SQLite would make the file readable to all and give that mode to the WAL as well. So the file
    // is made here.
    private_file().truncate(false).open(database)?;
    let mut connection = Connection::open(database)?;
    schema::configure(&connection)?;
    schema::migrate(&mut connection)?;
    #[cfg(test)]
    super::tests::count::watch(&mut connection);
    Ok(connection)
}

pub(super) fn put_meta(
    connection: &Connection,
    name: &str,
    value: &[u8],
) -> Result<(), VaultError> {
    let mut put = connection.prepare_cached(
        "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
    )?;
    put.execute(params![name, value])?;
    Ok(())
}

/// Connects, and checks every page if `SQLite` called the file corrupt in an earlier run.
fn checked(folder: &Folder) -> Result<Connection, VaultError> {
    let connection = connect(&folder.database())?;
    if folder.suspect().exists() {
        let verdict: String =
            connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if verdict != "ok" {
            return Err(VaultError::Damaged("SQLite's check of the file failed"));
        }
        remove(&folder.suspect())?;
    }
    Ok(connection)
}

fn meta(connection: &Connection, name: &str) -> Result<Option<Vec<u8>>, VaultError> {
    let mut get = connection.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(get.query_row([name], |row| row.get(0)).optional()?)
}

pub(super) fn drop_meta(connection: &Connection, name: &str) -> Result<(), VaultError> {
    connection.execute("DELETE FROM meta WHERE name = ?1", [name])?;
    Ok(())
}

fn gone_count(connection: &Connection) -> Result<u32, VaultError> {
    let bytes = meta(connection, KEEPER_GONE)?.unwrap_or_default();
    Ok(bytes.try_into().map_or(0, u32::from_be_bytes))
}

pub(super) fn closed() -> VaultError {
    VaultError::TryLater("the store was closed by a wipe: open again".into())
}
