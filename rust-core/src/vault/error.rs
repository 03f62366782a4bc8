//! Why the vault could not do what it was asked. `api/error.rs` maps these errors to the few that a
//! shell can act on.

use std::io;

use payung_model::sealed::NoRandomness;
use rusqlite::ErrorCode;
use rusqlite::ffi::{SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_IOERR_SHMSIZE};

use crate::platform::KeyState;

/// What stopped the vault. No variant carries personal data or a path: only codes and our own
/// words.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("written by a newer app: format {found}, known {known}")]
    Newer { found: u32, known: u32 },
    /// `SQLite` says corrupt or not-a-database: the file as a whole.
    #[error("damaged: {0}")]
    Damaged(&'static str),
    /// One row does not parse, or its seal is broken although the key is right. All other rows can
    /// still be read.
    #[error("unreadable: {0}")]
    Unreadable(&'static str),
    #[error("disk full")]
    Full,
    /// An I/O error, a busy database, or a phone that keeps its protected data locked. Nothing is
    /// damaged.
    #[error("try later: {0}")]
    TryLater(String),
    #[error("no key: {0:?}")]
    Key(KeyState),
    #[error("no such record")]
    Missing,
    /// The draft was made ready. It must stay as it was sealed, so nothing is written into it any
    /// more.
    #[error("the draft was made ready")]
    Sealed,
}

impl From<rusqlite::Error> for VaultError {
    /// `SQLite`'s own message is dropped on purpose, because it may quote a statement. The code
    /// says enough.
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => Self::Missing,
            rusqlite::Error::SqliteFailure(failure, _) => {
                match (failure.code, failure.extended_code) {
                    (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => {
                        Self::Damaged("SQLite cannot read the file")
                    }
                    // The shared-memory file cannot grow. A full disk is often noticed there before
                    // SQLITE_FULL is reported.
                    (ErrorCode::DiskFull, _) | (_, SQLITE_IOERR_SHMSIZE) => Self::Full,
                    // The new row refers to a row that another call has removed.
                    (_, SQLITE_CONSTRAINT_FOREIGNKEY) => Self::Missing,
                    (_, code) => Self::TryLater(format!("SQLite code {code}")),
                }
            }
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..) => Self::Unreadable("a row does not parse"),
            _ => Self::TryLater("SQLite refused a statement".into()),
        }
    }
}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::TryLater(format!("file system: {kind}")),
        }
    }
}

impl From<NoRandomness> for VaultError {
    fn from(_: NoRandomness) -> Self {
        Self::TryLater("no randomness to be had".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sqlite(code: i32) -> VaultError {
        rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), Some("SITI CONTOH".into()))
            .into()
    }

    #[test]
    fn each_sqlite_code_becomes_what_can_be_done_about_it() {
        use rusqlite::ffi;
        assert!(matches!(
            sqlite(ffi::SQLITE_CORRUPT),
            VaultError::Damaged(_)
        ));
        assert!(matches!(sqlite(ffi::SQLITE_NOTADB), VaultError::Damaged(_)));
        assert!(matches!(sqlite(ffi::SQLITE_FULL), VaultError::Full));
        assert!(matches!(sqlite(SQLITE_IOERR_SHMSIZE), VaultError::Full));
        for code in [
            ffi::SQLITE_IOERR,
            ffi::SQLITE_IOERR_READ,
            ffi::SQLITE_BUSY,
            ffi::SQLITE_CANTOPEN,
            ffi::SQLITE_AUTH,
        ] {
            assert!(matches!(sqlite(code), VaultError::TryLater(_)), "{code}");
        }
        assert!(matches!(
            sqlite(SQLITE_CONSTRAINT_FOREIGNKEY),
            VaultError::Missing
        ));
    }

    #[test]
    fn a_message_of_sqlite_is_not_passed_on() {
        assert!(!format!("{0} {0:?}", sqlite(rusqlite::ffi::SQLITE_IOERR)).contains("CONTOH"));
    }

    #[test]
    fn a_full_disk_is_told_from_a_failing_one() {
        assert!(matches!(
            io::Error::from(io::ErrorKind::StorageFull).into(),
            VaultError::Full
        ));
        assert!(matches!(
            io::Error::from(io::ErrorKind::PermissionDenied).into(),
            VaultError::TryLater(_)
        ));
    }
}
