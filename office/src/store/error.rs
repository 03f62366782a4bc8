//! What can go wrong with the database.

/// Why the database could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A newer version of the office wrote the database.
    #[error("the database is of version {found}; this office knows {known}: use a newer office")]
    Newer {
        /// The version of the database.
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
    /// The database does not answer: it was stopped, the connection broke, or all connections are
    /// in use. Nothing is lost; whoever asked asks again.
    #[error("the database does not answer: {0}")]
    Away(String),
    /// Another transaction was quicker, each time that this one was tried.
    #[error("another change was quicker: try again")]
    Overtaken,
    /// The writer has stopped: the office is shutting down.
    #[error("the office is shutting down")]
    Closed,
    /// This process does not have the office's keys, and what was asked needs them.
    #[error("this needs the office's keys")]
    NoKeys,
    /// Somebody else wrote what only a process with the keys may write, or put older rows back.
    #[error("{0}: see `office doctor`, then `office officer repair`")]
    Forged(&'static str),
    /// What was asked cannot be done with this database.
    #[error("{0}")]
    NotHere(&'static str),
    /// Another process answers the request now, because this one took too long.
    #[error("another process answers this request now")]
    NotClaimed,
    /// Any other error of the database, in its words.
    #[error("database: {0}")]
    Sql(String),
    /// A file beside the database could not be used.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
}

impl StoreError {
    /// True when asking again may help. Whether something was written is not known: the answer to a
    /// commit may be what was lost.
    pub fn passes(&self) -> bool {
        matches!(
            self,
            Self::Away(_) | Self::Overtaken | Self::NotCommitted(_) | Self::Closed
        )
    }
}
