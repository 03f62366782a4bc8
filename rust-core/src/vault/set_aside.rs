//! Moving a damaged database aside, and finishing a start-clean. Both work on files, before a
//! database is open.

use std::fs;
use std::path::Path;

use super::VaultError;
use super::folder::{Folder, database_files, move_into, private_folder, remove, sync_folder};

/// Completes a [`super::Store::start_clean`] that was cut short after the old database was moved,
/// and undoes one that was cut short before. Called before the database is opened.
pub(super) fn finish_start_clean(folder: &Folder) -> Result<(), VaultError> {
    let next = folder.next_database();
    if !next.exists() {
        return Ok(());
    }
    // The old database was not moved yet, so it holds everything, and the new one may be
    // unfinished.
    if folder.database().exists() {
        return remove_database(&next);
    }
    fs::rename(&next, folder.database())?;
    sync_folder(folder.home())
}

/// Moves a damaged database and all photos into a new `set-aside-<n>/`, and returns the name of
/// that folder.
pub(super) fn set_aside(folder: &Folder) -> Result<String, VaultError> {
    let aside = folder.new_set_aside()?;
    for file in database_files(&folder.database()) {
        move_into(&file, &aside)?;
    }
    move_into(&folder.photos(), &aside)?;
    private_folder().create(folder.photos())?;
    remove(&folder.suspect())?;
    sync_folder(&aside)?;
    sync_folder(folder.home())?;
    Ok(file_name(&aside))
}

pub(super) fn remove_database(database: &Path) -> Result<(), VaultError> {
    database_files(database)
        .iter()
        .try_for_each(|file| remove(file))
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
