//! One registration, sealed to the office.

use super::{Digest, KeyId, OfficeKey, OfficePublicKey, Random, Registration, RegistrationId, ReplyPublicKey};

/// What stands in clear on the envelope, and is bound to it as AAD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub id: RegistrationId,
    /// 1 for the first sending, then one more for each correction or re-sealing.
    pub revision: u32,
    pub bundle_sequence: u64,
    pub key_id: KeyId,
    pub token_hash: Digest,
    pub reply_key: ReplyPublicKey,
    pub photos: Vec<PhotoHeader>,
}

/// A photo that belongs to the registration, by its ciphertext. At most [`Header::MOST_PHOTOS`], each ≤ [`PhotoHeader::MOST_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhotoHeader {
    pub digest: Digest,
    pub length: u32,
}

/// The sealed bytes with their parsed header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    header: Header,
    bytes: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeProblem {
    /// Not an envelope, with the place.
    #[error("not an envelope: {0}")]
    Malformed(&'static str),
    /// Written by a newer Payung.
    #[error("envelope version {0} is newer than this program")]
    Version(u32),
    #[error("larger than an envelope may be")]
    TooLarge,
    /// Sealed to another key.
    #[error("sealed to key {0:?}, which is not here")]
    UnknownKey(KeyId),
    /// Changed on the way, or not sealed to this key.
    #[error("the seal is broken")]
    Broken,
    #[error(transparent)]
    NoRandomness(#[from] super::NoRandomness),
}

impl Header {
    pub const MOST_PHOTOS: usize = 8;
}
impl PhotoHeader {
    pub const MOST_BYTES: u32 = 2 * 1024 * 1024;
}

impl Envelope {
    /// Bytes of a whole envelope, at most.
    pub const MOST_BYTES: usize = 64 * 1024;
    /// Bytes of the body after inflating, at most.
    pub const MOST_BODY: usize = 256 * 1024;

    /// Seals; `header.key_id` is set from `key`.
    pub fn seal(
        _header: Header,
        _body: &Registration,
        _key: &OfficePublicKey,
        _random: &mut dyn Random,
    ) -> Result<Self, EnvelopeProblem> {
        todo!()
    }
    /// Reads the header; needs no key.
    pub fn parse(_bytes: &[u8]) -> Result<Self, EnvelopeProblem> {
        todo!()
    }
    pub fn open(&self, _keys: &[OfficeKey]) -> Result<Registration, EnvelopeProblem> {
        todo!()
    }
    pub fn header(&self) -> &Header {
        &self.header
    }
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
    /// SHA-256 of the whole envelope.
    pub fn digest(&self) -> Digest {
        todo!()
    }
}
