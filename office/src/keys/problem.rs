//! Why keys cannot be used.

use std::path::PathBuf;

use payung_model::sealed::NoRandomness;

/// Why the keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysProblem {
    /// The folder has no `keys.json`.
    #[error("no keys in {0}: make them with `office keys new`")]
    Missing(PathBuf),
    /// Other users of this machine could read the keys.
    #[error("{0} can be read by others: chmod go= it first")]
    OpenToOthers(PathBuf),
    /// Keys are never overwritten.
    #[error("{0} is there already: nothing was written")]
    Taken(PathBuf),
    /// The key folder lies inside the data folder, so a backup of the data would hold the keys.
    #[error("the key folder {0} lies inside the data folder: choose one outside it (--keys)")]
    InsideData(PathBuf),
    /// The keys have a passphrase, and none was given.
    #[error("the keys are locked: give --passphrase-file")]
    Locked,
    /// The passphrase is wrong, or the file was changed.
    #[error("the passphrase does not open the keys")]
    WrongPassphrase,
    /// The passphrase file is empty.
    #[error("the passphrase file is empty")]
    NoPassphrase,
    /// `keys.json` is not what this program writes.
    #[error("keys.json: {0}")]
    Damaged(&'static str),
    /// A file could not be used.
    #[error("keys: {0}")]
    File(#[from] std::io::Error),
    /// No randomness.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}
