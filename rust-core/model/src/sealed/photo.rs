//! One sealed picture. The key is random, used once, and travels inside the envelope.
//!
//! AES-256-GCM with a zero nonce, which is sound because each key encrypts one byte string, ever; AAD `payung/photo/1`.

use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit, Nonce, Tag};
use zeroize::{Zeroize, Zeroizing};

use super::{Digest, NoRandomness, Random};

/// A picture's ciphertext and what is needed to open it.
pub struct SealedPhoto {
    /// Encrypts this picture and nothing else.
    pub key: Zeroizing<[u8; 32]>,
    /// SHA-256 of `bytes`.
    pub digest: Digest,
    /// Ciphertext, then the tag.
    pub bytes: Vec<u8>,
}

/// Another key, or changed on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the photo's seal is broken")]
pub struct BrokenPhoto;

/// Bytes that sealing adds at the end.
pub const TAG_BYTES: usize = 16;

/// Seals under a fresh key; the vector is encrypted in place (a picture is never in memory twice, if the vector has
/// [`TAG_BYTES`] of capacity to spare).
pub fn seal(plain: Vec<u8>, random: &mut dyn Random) -> Result<SealedPhoto, NoRandomness> {
    let mut key = Zeroizing::new([0; 32]);
    let mut bytes = with_room_for_tag(plain);
    if let Err(none) = random.fill(key.as_mut()) {
        bytes.zeroize();
        return Err(none);
    }
    let Ok(tag) = cipher(&key).encrypt_inout_detached(&Nonce::default(), AAD, InOutBuf::from(bytes.as_mut_slice()))
    else {
        // Only for 64 GiB and more: nothing may be sealed then either.
        bytes.zeroize();
        return Err(NoRandomness);
    };
    bytes.extend_from_slice(&tag);
    Ok(SealedPhoto { key, digest: Digest::of(&bytes), bytes })
}

/// Opens in place what [`seal`] made.
pub fn open(mut bytes: Vec<u8>, key: &[u8; 32]) -> Result<Vec<u8>, BrokenPhoto> {
    let (picture, tag) = bytes.split_last_chunk_mut::<TAG_BYTES>().ok_or(BrokenPhoto)?;
    let length = picture.len();
    cipher(key)
        .decrypt_inout_detached(&Nonce::default(), AAD, InOutBuf::from(picture), &Tag::from(*tag))
        .map_err(|_| BrokenPhoto)?;
    bytes.truncate(length);
    Ok(bytes)
}

const AAD: &[u8] = b"payung/photo/1";

fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(key.into())
}

/// Growing a vector may leave a copy of the picture behind in freed memory: move it by hand, and wipe the old one.
fn with_room_for_tag(mut plain: Vec<u8>) -> Vec<u8> {
    if plain.capacity() - plain.len() >= TAG_BYTES {
        return plain;
    }
    let mut roomy = Vec::with_capacity(plain.len() + TAG_BYTES);
    roomy.extend_from_slice(&plain);
    plain.zeroize();
    roomy
}
