//! The `SQLite` file and the folder of sealed photos: opening them, and the small values in them.
//!
//! What a [`Store`] does with drafts, registrations and photos is in `drafts.rs`, `registrations.rs`, `photos.rs`;
//! starting clean and wiping in `clean.rs`.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::clean::{finish_start_clean, set_aside};
use super::folder::{Folder, private_file, remove};
use super::{VaultError, schema};

/// Opened storage. One connection behind a mutex, held for one statement or transaction, never across network or keeper.
pub struct Store {
    /// None after a wipe (or a start-clean that the disk cut short).
    pub(super) connection: Mutex<Option<Connection>>,
    pub(super) folder: Folder,
    /// A fault that a test planted, to see that it is found.
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
/// The folder's name, when something was set aside and the worker has not been told yet.
pub(super) const SET_ASIDE: &str = "set_aside";

impl Store {
    /// Opens or creates; migrates in one IMMEDIATE transaction; sweeps what no row names (photos, captures).
    ///
    /// A damaged file is moved into `set-aside-<n>/`, an empty one takes its place (meta `set_aside` names the folder),
    /// and this call says [`VaultError::Damaged`]: the next one opens the empty file.
    pub fn open(home: &Path) -> Result<Self, VaultError> {
        let folder = Folder::open(home)?;
        // First of all: a picture in clear must not wait for a database that cannot be opened.
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
        store.sweep_photos()?;
        Ok(store)
    }

    // meta: small named values (wrapped key, times the keeper said gone)
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

    // for `keys.rs`
    pub(super) fn wrapped_key(&self) -> Result<Option<WrappedKey>, VaultError> {
        self.read(|connection| {
            let Some(key) = meta(connection, WRAPPED_KEY)? else { return Ok(None) };
            // Both are written in one transaction; without its check no key is the right one.
            Ok(Some(WrappedKey { key, check: meta(connection, KEY_CHECK)?.unwrap_or_default() }))
        })
    }
    /// False when there is a key already.
    pub(super) fn set_first_key(&self, wrapped: &[u8], check: &[u8]) -> Result<bool, VaultError> {
        self.write(|transaction| {
            if meta(transaction, WRAPPED_KEY)?.is_some() {
                return Ok(false);
            }
            put_meta(transaction, WRAPPED_KEY, wrapped)?;
            put_meta(transaction, KEY_CHECK, check)?;
            Ok(true)
        })
    }
    /// Whether anything here can only be read with the data key.
    pub(super) fn holds_sealed(&self) -> Result<bool, VaultError> {
        self.read(|connection| Ok(connection.query_row("SELECT EXISTS (SELECT 1 FROM person)", [], |row| row.get(0))?))
    }
    pub(super) fn count_gone(&self) -> Result<(), VaultError> {
        self.write(|transaction| {
            let count = gone_count(transaction)?.saturating_add(1);
            put_meta(transaction, KEEPER_GONE, &count.to_be_bytes())
        })
    }
    pub(super) fn forget_gone(&self) -> Result<(), VaultError> {
        // Asked first: unlocking writes nothing when all is well.
        if self.gone_count()? == 0 {
            return Ok(());
        }
        self.read(|connection| drop_meta(connection, KEEPER_GONE))
    }
    /// Overwrites the wrapped key where it lies, then removes it; returns when no copy is left in the file or its WAL.
    pub(super) fn destroy_key(connection: &Connection) -> Result<(), VaultError> {
        for name in [WRAPPED_KEY, KEY_CHECK] {
            connection.execute("UPDATE meta SET value = zeroblob(length(value)) WHERE name = ?1", [name])?;
        }
        for name in [WRAPPED_KEY, KEY_CHECK] {
            drop_meta(connection, name)?;
        }
        Ok(())
    }

    // for the rest of the room
    pub(super) fn lock(&self) -> MutexGuard<'_, Option<Connection>> {
        // A panic while it was held left at worst a transaction that rusqlite rolled back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// For one statement; a single statement that writes is a transaction of its own.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, VaultError>) -> Result<T, VaultError> {
        #[cfg(test)]
        super::tests::count::read();
        let guard = self.lock();
        self.noting_damage(work(guard.as_ref().ok_or_else(closed)?))
    }
    pub(super) fn write<T>(&self, work: impl FnOnce(&Transaction) -> Result<T, VaultError>) -> Result<T, VaultError> {
        let mut guard = self.lock();
        let connection = guard.as_mut().ok_or_else(closed)?;
        self.noting_damage((|| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })())
    }
    /// The file cannot be set aside while it is in use: the next open looks at it whole. And a full disk is called so.
    fn noting_damage<T>(&self, result: Result<T, VaultError>) -> Result<T, VaultError> {
        if matches!(result, Err(VaultError::Damaged(_))) {
            // Without the mark the next open meets the damage as this one did.
            let _ = private_file().truncate(true).open(self.folder.suspect());
        }
        result.map_err(|error| self.folder.explained(error))
    }
}

pub(super) fn connect(database: &Path) -> Result<Connection, VaultError> {
    // Made here, because SQLite gives the mode of the file to its WAL, and makes it readable to all.
    private_file().truncate(false).open(database)?;
    let mut connection = Connection::open(database)?;
    schema::configure(&connection)?;
    schema::migrate(&mut connection)?;
    Ok(connection)
}

pub(super) fn put_meta(connection: &Connection, name: &str, value: &[u8]) -> Result<(), VaultError> {
    let mut put = connection.prepare_cached(
        "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
    )?;
    put.execute(params![name, value])?;
    Ok(())
}

/// Connects, and looks at every page if `SQLite` called the file corrupt in an earlier run.
fn checked(folder: &Folder) -> Result<Connection, VaultError> {
    let connection = connect(&folder.database())?;
    if folder.suspect().exists() {
        let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
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

fn drop_meta(connection: &Connection, name: &str) -> Result<(), VaultError> {
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
