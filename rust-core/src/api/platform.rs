//! What the platform answers.

/// Wraps the 32-byte data key with a key that the platform holds (Android Keystore, iOS Keychain, a passphrase file in the
/// terminal). Called at open and at [`crate::Payung::unlock`], synchronously, with no lock held.
#[uniffi::export(with_foreign)]
pub trait KeyKeeper: Send + Sync {
    /// Wraps a new data key.
    fn wrap(&self, key: Vec<u8>) -> KeeperAnswer;
    /// Unwraps what [`KeyKeeper::wrap`] once returned.
    fn unwrap(&self, wrapped: Vec<u8>) -> KeeperAnswer;
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
    /// It exists and cannot be used at this moment.
    LockedNow,
    /// A passphrase was asked for, and it was wrong.
    WrongPassphrase,
    /// The platform failed; no words of the platform, they may hold data.
    Broken,
}

/// The time, given: milliseconds since 1970-01-01T00:00Z.
#[uniffi::export(with_foreign)]
pub trait Clock: Send + Sync {
    /// Now.
    fn now_millis(&self) -> i64;
}

/// Called from any thread when something changed in the background: ask for the view again. Carries no data.
#[uniffi::export(with_foreign)]
pub trait Listener: Send + Sync {
    /// Something changed.
    fn changed(&self);
}

/// The network, as the platform knows it. What goes over which is the core's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Network {
    /// There is none: nothing is tried.
    None,
    /// Paid by the byte, as mobile data mostly is: photos beyond a day's measure wait.
    Metered,
    /// Everything goes. Also for a platform that cannot tell.
    Unmetered,
}
