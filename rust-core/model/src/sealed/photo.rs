//! One sealed picture. The key is random, used once, and travels inside the envelope.

use super::{Digest, NoRandomness, Random};

/// A picture's ciphertext and what is needed to open it.
pub struct SealedPhoto {
    pub key: zeroize::Zeroizing<[u8; 32]>,
    pub digest: Digest,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the photo's seal is broken")]
pub struct BrokenPhoto;

/// Seals under a fresh key; the vector is encrypted in place (a picture is never in memory twice).
pub fn seal(_plain: Vec<u8>, _random: &mut dyn Random) -> Result<SealedPhoto, NoRandomness> {
    todo!()
}
pub fn open(_bytes: Vec<u8>, _key: &[u8; 32]) -> Result<Vec<u8>, BrokenPhoto> {
    todo!()
}
