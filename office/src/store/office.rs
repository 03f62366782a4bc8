//! An office's data: its database, and the folder beside it.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::error::StoreError;
use super::port::Port;
use super::sql::Database;
use super::sqlite::{self, Sqlite};
use crate::photo_store::PhotoStore;

/// An office's data. Clones share it. It is used through the methods of [`Port`].
#[derive(Clone)]
pub struct Store {
    port: Arc<dyn Port + Send + Sync>,
    dir: PathBuf,
    photos: Arc<OnceLock<PhotoStore>>,
}

impl Store {
    /// Opens (or makes) the SQLite database in the data folder `dir`, and brings its schema up to
    /// date.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        Ok(Self::over(Sqlite::open(dir)?, dir))
    }

    /// Opens an SQLite file for reading only: it is neither made nor migrated.
    pub fn open_read_only(file: &Path) -> Result<Self, StoreError> {
        Ok(Self::over(Sqlite::read_only(file)?, &crate::files::folder_of(file)))
    }

    /// Opens the SQLite database of a data folder for reading only, for a check of the whole.
    pub fn open_to_look(dir: &Path) -> Result<Self, StoreError> {
        Self::open_read_only(&dir.join(sqlite::FILE))
    }

    /// True when there is an SQLite database in that folder.
    pub fn is_in(dir: &Path) -> bool {
        dir.join(sqlite::FILE).exists()
    }

    fn over<E: super::sql::Engine>(engine: E, dir: &Path) -> Self {
        Self { port: Arc::new(Database { engine: Arc::new(engine) }), dir: dir.to_path_buf(), photos: Arc::default() }
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
}

impl Deref for Store {
    type Target = dyn Port + Send + Sync;

    fn deref(&self) -> &Self::Target {
        &*self.port
    }
}
