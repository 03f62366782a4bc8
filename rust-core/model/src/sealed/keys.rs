//! Keys and their text forms (unpadded base64url). Secret keys never print.

use super::{NoRandomness, Random};

/// First 8 bytes of the SHA-256 of a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

/// The office's HPKE private key (X25519): only the opener holds it.
pub struct OfficeKey([u8; 32]);
/// The office's HPKE public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficePublicKey([u8; 32]);
/// A registration's reply private key: only the phone holds it.
pub struct ReplyKey([u8; 32]);
/// A registration's reply public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyPublicKey(pub(crate) [u8; 32]);
/// Signs bundles (Ed25519).
pub struct SigningKey([u8; 32]);
/// Checks bundles (Ed25519).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey([u8; 32]);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key: {what}")]
pub struct KeyProblem {
    pub what: &'static str,
}

// Each key: new(random) for private ones, public(), to_bytes() / from_bytes(&[u8]) -> Result<_, KeyProblem>,
// FromStr/Display for public ones; OfficePublicKey::id() -> KeyId. KeyId: FromStr/Display (16 hex digits).
impl OfficeKey {
    pub fn new(_random: &mut dyn Random) -> Result<Self, NoRandomness> {
        todo!()
    }
    pub fn public(&self) -> OfficePublicKey {
        todo!()
    }
    pub fn to_bytes(&self) -> zeroize::Zeroizing<[u8; 32]> {
        todo!()
    }
    pub fn from_bytes(_bytes: &[u8]) -> Result<Self, KeyProblem> {
        todo!()
    }
}
impl OfficePublicKey {
    pub fn id(&self) -> KeyId {
        todo!()
    }
}
impl ReplyKey {
    pub fn new(_random: &mut dyn Random) -> Result<Self, NoRandomness> {
        todo!()
    }
    pub fn public(&self) -> ReplyPublicKey {
        todo!()
    }
    pub fn to_bytes(&self) -> zeroize::Zeroizing<[u8; 32]> {
        todo!()
    }
    pub fn from_bytes(_bytes: &[u8]) -> Result<Self, KeyProblem> {
        todo!()
    }
}
impl SigningKey {
    pub fn new(_random: &mut dyn Random) -> Result<Self, NoRandomness> {
        todo!()
    }
    pub fn public(&self) -> VerifyingKey {
        todo!()
    }
    pub fn to_bytes(&self) -> zeroize::Zeroizing<[u8; 32]> {
        todo!()
    }
    pub fn from_bytes(_bytes: &[u8]) -> Result<Self, KeyProblem> {
        todo!()
    }
}
