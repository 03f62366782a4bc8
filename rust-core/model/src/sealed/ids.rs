//! Ids, tokens and digests. Text forms: ids as UUIDs, tokens and digests as unpadded base64url (`FromStr`, `Display`).

use super::{NoRandomness, Random};
use crate::units::Timestamp;

/// A registration's id: a UUIDv7 made on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistrationId(pub(crate) [u8; 16]);

/// The status token: 32 random bytes that travel only in `Authorization`. Debug prints dots; wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

/// SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl RegistrationId {
    pub fn new(_now: Timestamp, _random: &mut dyn Random) -> Result<Self, NoRandomness> {
        todo!()
    }
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
    pub fn from_bytes(_bytes: &[u8]) -> Option<Self> {
        todo!()
    }
    /// What people read to each other: `7K2M-94QX`, from the id's random part (Crockford base32).
    pub fn receipt(&self) -> String {
        todo!()
    }
}
impl Token {
    pub fn new(_random: &mut dyn Random) -> Result<Self, NoRandomness> {
        todo!()
    }
    pub fn hash(&self) -> Digest {
        todo!()
    }
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
    pub fn from_bytes(_bytes: &[u8]) -> Option<Self> {
        todo!()
    }
}
impl Digest {
    pub fn of(_bytes: &[u8]) -> Self {
        todo!()
    }
}
