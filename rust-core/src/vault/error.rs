//! Why the vault could not do it: rich inside, mapped to the door's few errors.

#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("written by a newer app: format {found}, known {known}")]
    Newer { found: u32, known: u32 },
    /// SQLite says corrupt or not-a-database, or a record's seal is broken while the key is right.
    #[error("damaged: {0}")]
    Damaged(&'static str),
    #[error("disk full")]
    Full,
    /// I/O, busy, protected data unavailable: nothing is damaged.
    #[error("try later: {0}")]
    TryLater(String),
    #[error("no key: {0:?}")]
    Key(crate::KeyState),
    #[error("no such record")]
    Missing,
}

impl From<VaultError> for crate::PayungError {
    fn from(_error: VaultError) -> Self {
        todo!()
    }
}
