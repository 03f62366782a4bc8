//! The few errors a shell can act on. No personal data in any of them.

/// What went wrong, by what can be done about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
#[uniffi(flat_error)]
pub enum PayungError {
    /// The caller named a draft, question or registration that is not there, or the action does not fit its state.
    #[error("not possible: {0}")]
    NotPossible(String),
    /// The platform's key is not to be had now: try again after unlocking. What is ready still goes.
    #[error("the key is locked now")]
    KeyLocked,
    /// The passphrase was wrong.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The key is gone: only [`crate::Payung::start_clean`] helps.
    #[error("the key that opened this data is gone")]
    KeyGone,
    /// I/O or the key keeper failed: try later; nothing is damaged.
    #[error("try again later: {0}")]
    TryLater(String),
    /// No room left on this phone.
    #[error("no room left on this phone")]
    DiskFull,
    /// The stored data was written by a newer app.
    #[error("this data was written by a newer app (format {found}, this app knows {known})")]
    NewerData {
        /// The file's format.
        found: u32,
        /// The newest format this app knows.
        known: u32,
    },
    /// The stored data cannot be read; it was set aside, not deleted.
    #[error("the stored data is damaged and was set aside")]
    Damaged,
    /// The trust file or the settings given at open are wrong, with the place.
    #[error("configuration: {0}")]
    Configuration(String),
    /// A picture that cannot be taken in: why, in the worker's language.
    #[error("{0}")]
    Photo(String),
}
