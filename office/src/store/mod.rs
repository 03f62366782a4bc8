//! What the office keeps: one file, `office.db`, in the data folder; sealed photos lie beside it in `photos/`.
//!
//! WAL with `synchronous=FULL`: what was answered is on the disk. Records are append-only. The intake writes through one
//! thread that commits many requests together ([`Writer`]); the desk's commands open the same file on their own.
//! Nothing here can be read without the office's private keys, except what stands in clear on an envelope and the
//! index row the opener writes (see [`index`] for exactly what that holds).

mod audit;
mod bundles;
mod erase;
mod error;
mod inbox;
pub mod index;
pub mod officers;
mod photos;
mod readers;
mod record;
mod registrations;
mod schema;
mod writer;

pub use audit::{AuditRow, audit, audit_part, audit_rows, last_audited, longest_silence};
pub use bundles::{
    SignedBundle, add_bundle, bundle_by_sequence, bundle_for, bundle_signed_by, jump_sequence, key_known,
    know_office_key, newest_by_engine, newest_engine, newest_sequence, next_sequence, retire_office_key, sealed_to,
};
pub use erase::{Tombstone, Untold, bury, empty_log, erase, tell, tombstone, tombstones, untold};
pub use error::StoreError;
pub use inbox::{InboxPart, InboxPlace, add_item, items_after, jump_inboxes, last_sequence, next_place};
pub use photos::{
    complete_photo, complete_photos, expected_photo, photo_complete, photo_length, receiving_photos, unfinished_photos,
};
pub use readers::Readers;
pub use record::{Arrival, Recorded, record};
pub use registrations::{
    ExpectedPhoto, RegistrationRow, RegistrationStatus, by_receipt, count_by_state, decide, latest_record, list,
    list_part, owns, records, registration_status, withdraw,
};
pub use schema::known_version;
pub use writer::Writer;

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use crate::photo_store::PhotoStore;

/// One connection to the office's database.
pub struct Store {
    connection: Connection,
    dir: PathBuf,
    photo_store: OnceCell<PhotoStore>,
}

impl Store {
    /// Opens (or makes) the database in `dir` and brings its schema up to date.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        crate::files::private_folder(dir)?;
        let path = dir.join("office.db");
        crate::files::touch_private(&path)?;
        let mut connection = Connection::open(path)?;
        // Other processes (the desk, the opener) hold the write lock for milliseconds.
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        // Ids come in no order, so every look-up is another page: 16 MiB of them stay in memory.
        connection.pragma_update(None, "cache_size", -16_384)?;
        connection.set_prepared_statement_cache_capacity(64);
        schema::migrate(&mut connection)?;
        Ok(Self { connection, dir: dir.to_path_buf(), photo_store: OnceCell::new() })
    }

    /// For queries outside a transaction.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where this office's whole photos are.
    pub fn photo_store(&self) -> Result<&PhotoStore, StoreError> {
        if self.photo_store.get().is_none() {
            let _ = self.photo_store.set(PhotoStore::open(&self.dir)?);
        }
        self.photo_store.get().ok_or(StoreError::Closed)
    }

    /// Runs `work` in one transaction: all of it is on disk when this returns, or none of it.
    pub fn transact<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let done = work(&transaction)?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(done)
    }
}
