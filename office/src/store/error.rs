//! What can go wrong with the database.

/// Why the database could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A newer version of the office wrote the file.
    #[error("the database is of version {found}; this office knows {known}: use a newer office")]
    Newer {
        /// `user_version` of the file.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The disk (or the quota) is full.
    #[error("the disk is full")]
    Full,
    /// The database holds a value that this program never writes.
    #[error("the database holds something it should not: {0}")]
    Damaged(&'static str),
    /// The transaction that many requests shared was not committed.
    #[error("not committed: {0}")]
    NotCommitted(String),
    /// The writer has stopped: the office is shutting down.
    #[error("the office is shutting down")]
    Closed,
    /// Any other error of the database.
    #[error("database: {0}")]
    Sql(rusqlite::Error),
    /// A file beside the database could not be used.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Sql(error),
        }
    }
}
