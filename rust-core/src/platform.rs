//! What the platform answers.
//!
//! Each call may fail: an exception of the platform arrives as [`PlatformError`], and the core goes
//! on without the answer.

use std::fmt;

/// The platform failed. It carries no words, since those of a platform may quote data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PlatformError {
    /// Something was thrown.
    #[error("the platform failed")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for PlatformError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Wraps the 32-byte data key with a key that the platform holds (Android Keystore, iOS Keychain, a
/// passphrase file in the terminal). Called at open and at [`crate::Payung::unlock`],
/// synchronously, with no lock held. A failure counts as [`KeeperAnswer::Broken`].
#[uniffi::export(with_foreign)]
pub trait KeyKeeper: Send + Sync {
    /// Wraps a new data key.
    fn wrap(&self, key: Vec<u8>) -> Result<KeeperAnswer, PlatformError>;
    /// Unwraps what [`KeyKeeper::wrap`] once returned.
    fn unwrap(&self, wrapped: Vec<u8>) -> Result<KeeperAnswer, PlatformError>;
}

/// The key keeper's answer.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum KeeperAnswer {
    /// The wrapped or unwrapped bytes.
    Key {
        /// 32 when unwrapped.
        bytes: Vec<u8>,
    },
    /// The platform's key no longer exists.
    Gone,
    /// The key exists and cannot be used at this moment.
    LockedNow,
    /// A passphrase was asked for, and it was wrong.
    WrongPassphrase,
    /// The platform failed; no words of the platform, they may hold data.
    Broken,
}

/// The time, given: milliseconds since 1970-01-01T00:00Z. A clock that fails counts as one that
/// nobody may rely on: the first screen says so, and nothing is decided by it.
#[uniffi::export(with_foreign)]
pub trait Clock: Send + Sync {
    /// Now.
    fn now_millis(&self) -> Result<i64, PlatformError>;
}

/// Called from any thread when something changed in the background: ask for that view again.
/// Carries no personal data.
#[uniffi::export(with_foreign)]
pub trait Listener: Send + Sync {
    /// Something changed. A failure is ignored.
    fn changed(&self, change: Change) -> Result<(), PlatformError>;
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Change {
    /// One registration: its state, its photos, what the office wrote.
    Registration {
        /// Its id.
        registration: String,
    },
    /// Everything that waits to go: it may go over another network now.
    Outbox,
    /// Newer rules are in force: questions, prices and words of every screen may be others.
    Rules,
}

/// Takes what helps to mend the app: codes and places, never an answer, a name or an address. The
/// core's own small interface rather than `tracing`: with it every library would speak too, and
/// nobody could say what they quote.
#[uniffi::export(with_foreign)]
pub trait LogSink: Send + Sync {
    /// One line. A failure is ignored.
    fn log(&self, line: LogLine) -> Result<(), PlatformError>;
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LogLine {
    /// How bad it is.
    pub level: LogLevel,
    /// Which call or part of the core: `drafts.answer`, `sync`.
    pub place: String,
    /// A code: `try_later`.
    pub code: String,
    /// The cause in the core's own words: `SQLite code 10`; may be empty.
    pub cause: String,
}

/// How bad a line of the log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// Part of a normal day.
    Info,
    /// It is tried again, or somebody did what is not possible.
    Warning,
    /// Data is damaged, or the app is set up wrongly.
    Error,
}

impl fmt::Display for LogLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} {} {} {}",
            self.level, self.place, self.code, self.cause
        )
    }
}

/// The network, as the platform knows it. What goes over which is the core's decision. Until it is
/// told, a network counts as [`Network::Metered`]: what it costs is not known, and a worker's prepaid
/// data is not spent on a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Network {
    /// There is none: nothing is tried.
    None,
    /// Paid by the byte, as mobile data mostly is: photos beyond a day's measure wait.
    Metered,
    /// Everything goes.
    Unmetered,
}

/// From now on a panic anywhere in this process prints its place and none of its words, which may
/// quote an answer. It replaces the process's panic hook, so the app decides: a shell whose process
/// runs only Payung calls it before [`crate::Payung::open`]; one that reports crashes by a hook of
/// its own leaves it.
///
/// ```
/// payung_core::install_quiet_panic_hook();
/// assert!(std::panic::catch_unwind(|| panic!("an answer")).is_err());
/// ```
#[uniffi::export]
pub fn install_quiet_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map(|at| format!("{}:{}", at.file(), at.line()))
            .unwrap_or_default();
        eprintln!("payung: panic at {place}");
    }));
}

/// Whether the data key could be had at open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum KeyState {
    /// The key is there.
    Open,
    /// Not at this moment: try again after unlocking.
    LockedNow,
    /// Another passphrase is needed.
    WrongPassphrase,
    /// The platform no longer has it.
    Gone,
    /// The platform failed: try later.
    Broken,
}
