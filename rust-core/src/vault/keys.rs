//! The data key and what is derived from it.

use zeroize::Zeroizing;

use super::{Store, VaultError};
use crate::{KeyKeeper, KeyState};

/// What a sealed record is; its subkey and associated data are bound to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    Person,
    Answer,
    PhotoKey,
    ReplyKey,
    Reply,
}

/// Subkeys (HKDF) of the data key, and record sealing (AES-256-GCM, AAD = kind, id, version).
pub struct Keys {}

/// Unlocking's outcome.
pub enum Unlocked {
    Keys(Keys),
    Not(KeyState),
}

impl Keys {
    /// Unwraps the stored data key, or makes, wraps and stores one when the store has none and holds no sealed record.
    pub fn unlock(_store: &Store, _keeper: &dyn KeyKeeper) -> Result<Unlocked, VaultError> {
        todo!()
    }
    pub fn seal(&self, _kind: RecordKind, _id: &[u8], _plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        todo!()
    }
    pub fn open(&self, _kind: RecordKind, _id: &[u8], _sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        todo!()
    }
    /// HMAC-SHA-256 of a name under the kind's index key: for look-ups.
    pub fn index(&self, _kind: RecordKind, _name: &str) -> [u8; 32] {
        todo!()
    }
}
