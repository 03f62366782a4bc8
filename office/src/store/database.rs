//! One connection to the database, and the transaction in which all changes are made.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::error::StoreError;
use super::schema;
use crate::photo_store::PhotoStore;

/// One connection to the office's database.
pub struct Store {
    pub(super) connection: Connection,
    dir: PathBuf,
    photos: OnceCell<PhotoStore>,
}

impl Store {
    /// Opens (or makes) the database in `dir` and brings its schema up to date.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        crate::files::private_folder(dir)?;
        let path = dir.join("office.db");
        crate::files::touch_private(&path)?;
        let mut connection = Connection::open(path)?;
        // Other processes (the desk, the opener) hold the write lock for milliseconds only.
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        // Ids come in random order, so nearly every look-up reads another page: 16 MiB of pages
        // stay in memory.
        connection.pragma_update(None, "cache_size", -16_384)?;
        connection.set_prepared_statement_cache_capacity(64);
        schema::migrate(&mut connection)?;
        Ok(Self { connection, dir: dir.to_path_buf(), photos: OnceCell::new() })
    }

    /// For queries outside a transaction.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where this office's complete photos are. It is opened when it is first needed, because most
    /// commands need none.
    pub fn photo_store(&self) -> Result<&PhotoStore, StoreError> {
        if self.photos.get().is_none() {
            let _ = self.photos.set(PhotoStore::open(&self.dir)?);
        }
        self.photos.get().ok_or(StoreError::Closed)
    }

    /// Runs `work` in one transaction. When this returns, all of its changes are on disk, or none
    /// is.
    pub fn transact<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let done = work(&transaction)?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(done)
    }
}
