//! Backup and restore of the data folder. The keys are never in it; `office keys backup` copies
//! them.
//!
//! A backup is a folder: `office.db` (a snapshot of one moment, without the remains of what was
//! deleted), every photo that this snapshot calls complete, the office's settings (`retention.json`,
//! `ready-words.json`) if there are any, `backup.json` (what it holds, and when it was made),
//! `SHA256SUMS` over all of them, which `sha256sum -c` reads too, and `SHA256SUMS.mac`, by which the
//! office knows its own. A backup is made beside its place and renamed when all of it is on
//! disk, so a folder with the final name is complete. The office may receive meanwhile; only
//! erasing waits.

mod make;
mod proof;
mod restore;
mod seal;
mod sums;
mod unfinished;

pub use make::{BackupSummary, make};
pub use restore::{Origin, RestoreSummary, restore};

use std::path::PathBuf;

use payung_model::units::Timestamp;
use serde::{Deserialize, Serialize};

use crate::photo_store::PhotoName;
use crate::store::{Store, StoreError};

/// Why no backup was made, or nothing restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupProblem {
    /// Nothing is overwritten.
    #[error("{0} is there already: give a new place")]
    Taken(PathBuf),
    /// The place lies inside the data folder: the next backup would contain it, and it would be
    /// lost together with the data.
    #[error("{0} lies inside the data folder: choose a place outside it")]
    InsideData(PathBuf),
    /// Restoring is for an empty folder only.
    #[error("{0} is not empty: restore into a new data folder")]
    NotEmpty(PathBuf),
    /// A file is missing or changed, or there is a file too many.
    #[error("this backup is not whole: {0}")]
    NotWhole(String),
    /// Nobody can say who made it.
    #[error(
        "this backup carries no proof that this office made it (no SHA256SUMS.mac): one made by an older version or \
         without the keys. If you know where it lay since it was made, say --unsigned"
    )]
    Unsigned,
    /// The proof does not hold.
    #[error(
        "this backup was not made by this office, or was changed since: SHA256SUMS.mac does not hold under these keys"
    )]
    Forged,
    /// A file could not be used.
    #[error("backup: {0}")]
    File(#[from] std::io::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// `backup.json`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupAbout {
    /// The version of this layout: 1.
    pub version: u32,
    /// When it was made.
    pub made_at: Timestamp,
    /// `user_version` of the database.
    pub schema: i64,
    /// The number of registrations.
    pub registrations: u64,
    /// The number of photos.
    pub photos: u64,
    /// The newest bundle sequence.
    pub bundle: u64,
}

/// The audit log's word for a backup that is there. `backup` says that somebody began one: that row is
/// in the copy itself.
pub const BACKUP_MADE: &str = "backup made";

const ABOUT: &str = "backup.json";
const DATABASE: &str = "office.db";
/// Files of the data folder, besides database and photos, that belong to it.
const SETTINGS: [&str; 2] = ["retention.json", "ready-words.json"];

/// Rows that are read from a database at once.
const PAGE: u32 = 1000;

/// All photos that a database calls complete.
fn all_photos(store: &Store) -> Result<Vec<PhotoName>, StoreError> {
    let mut all: Vec<PhotoName> = Vec::new();
    loop {
        let page = store.complete_photos(all.last().copied(), PAGE)?;
        all.extend(page.iter().map(|(name, _)| *name));
        if page.len() < PAGE as usize {
            return Ok(all);
        }
    }
}
