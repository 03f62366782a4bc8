//! One sealed picture. The key is random, used once, and travels inside the envelope.
//!
//! AES-256-GCM with a zero nonce, which is sound because each key encrypts one byte string, ever;
//! AAD `payung/photo/1`.

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

/// Seals under a fresh key; the vector is encrypted in place (a picture is never in memory twice,
/// if the vector has [`TAG_BYTES`] of capacity to spare).
pub fn seal(plain: Vec<u8>, random: &mut dyn Random) -> Result<SealedPhoto, NoRandomness> {
    let mut key = Zeroizing::new([0; 32]);
    let mut bytes = with_room_for_tag(plain);
    if let Err(none) = random.fill(key.as_mut()) {
        bytes.zeroize();
        return Err(none);
    }
    let Ok(tag) = cipher(&key).encrypt_inout_detached(
        &Nonce::default(),
        AAD,
        InOutBuf::from(bytes.as_mut_slice()),
    ) else {
        // Only for 64 GiB and more: nothing may be sealed then either.
        bytes.zeroize();
        return Err(NoRandomness);
    };
    bytes.extend_from_slice(&tag);
    Ok(SealedPhoto {
        key,
        digest: Digest::of(&bytes),
        bytes,
    })
}

/// Opens in place what [`seal`] made.
pub fn open(mut bytes: Vec<u8>, key: &[u8; 32]) -> Result<Vec<u8>, BrokenPhoto> {
    let (picture, tag) = bytes
        .split_last_chunk_mut::<TAG_BYTES>()
        .ok_or(BrokenPhoto)?;
    let length = picture.len();
    cipher(key)
        .decrypt_inout_detached(
            &Nonce::default(),
            AAD,
            InOutBuf::from(picture),
            &Tag::from(*tag),
        )
        .map_err(|_| BrokenPhoto)?;
    bytes.truncate(length);
    Ok(bytes)
}

const AAD: &[u8] = b"payung/photo/1";

fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(key.into())
}

/// Growing a vector may leave a copy of the picture behind in freed memory: move it by hand, and
/// wipe the old one.
fn with_room_for_tag(mut plain: Vec<u8>) -> Vec<u8> {
    if plain.capacity() - plain.len() >= TAG_BYTES {
        return plain;
    }
    let mut roomy = Vec::with_capacity(plain.len() + TAG_BYTES);
    roomy.extend_from_slice(&plain);
    plain.zeroize();
    roomy
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::random::fixed::{Dry, Only};
    use super::*;

    #[test]
    fn it_is_aes_256_gcm() {
        // McGrew and Viega's test case 14 (key, nonce and plaintext all zero); their tag is without
        // our AAD.
        let sealed = seal(vec![0; 16], &mut Only(0)).unwrap();
        assert_eq!(
            sealed.bytes[..16],
            0xcea7_403d_4d60_6b6e_074e_c5d3_baf3_9d18_u128.to_be_bytes()
        );
        assert_ne!(
            sealed.bytes[16..],
            0xd0d1_c8a7_9999_6bf0_265b_98b5_d48a_b919_u128.to_be_bytes()
        );
        assert_eq!(sealed.digest, Digest::of(&sealed.bytes));
    }

    #[test]
    fn a_picture_with_room_for_the_tag_stays_where_it_is() {
        let mut plain = Vec::with_capacity(1016);
        plain.resize(1000, 3);
        let place = plain.as_ptr();
        let sealed = seal(plain, &mut Only(1)).unwrap();
        assert_eq!(sealed.bytes.as_ptr(), place);
        let opened = open(sealed.bytes, &sealed.key).unwrap();
        assert_eq!(opened.as_ptr(), place);
    }

    #[test]
    fn without_randomness_nothing_is_sealed() {
        assert!(matches!(seal(vec![1; 9], &mut Dry), Err(NoRandomness)));
    }

    #[test]
    fn what_is_shorter_than_a_tag_is_broken() {
        for length in 0..TAG_BYTES {
            assert_eq!(open(vec![0; length], &[0; 32]), Err(BrokenPhoto));
        }
    }

    proptest! {
        #[test]
        fn a_photo_opens_with_its_key_only(plain in vec(any::<u8>(), 0..3000), fill: u8) {
            let sealed = seal(plain.clone(), &mut Only(fill)).unwrap();
            prop_assert_eq!(sealed.bytes.len(), plain.len() + TAG_BYTES);
            prop_assert_eq!(open(sealed.bytes.clone(), &[fill ^ 1; 32]), Err(BrokenPhoto));
            prop_assert_eq!(open(sealed.bytes, &sealed.key), Ok(plain));
        }

        #[test]
        fn one_bit_flipped_breaks_a_photo(plain in vec(any::<u8>(), 0..300), at: prop::sample::Index, bit in 0..8_u32) {
            let mut sealed = seal(plain, &mut Only(9)).unwrap();
            let at = at.index(sealed.bytes.len());
            sealed.bytes[at] ^= 1_u8 << bit;
            prop_assert_eq!(open(sealed.bytes, &sealed.key), Err(BrokenPhoto));
        }
    }
}
