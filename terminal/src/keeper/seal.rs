//! AES-256-GCM around the data key.

use payung_core::KeeperAnswer;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

/// Nonce and sealed key; `header` is bound to it and comes first.
pub fn seal(wrapping: &[u8; 32], header: &[u8], key: &[u8]) -> Result<Vec<u8>, KeeperAnswer> {
    let nonce: [u8; NONCE_LEN] = random()?;
    let mut sealed = Zeroizing::new(Vec::with_capacity(key.len() + AES_256_GCM.tag_len()));
    sealed.extend_from_slice(key);
    aead(wrapping)
        .ok_or(KeeperAnswer::Broken)?
        .seal_in_place_append_tag(
            // The nonce is random, and a wrapping key seals a data key a few times in its life.
            Nonce::assume_unique_for_key(nonce),
            Aad::from(header),
            &mut *sealed,
        )
        .map_err(|_| KeeperAnswer::Broken)?;
    Ok([header, &nonce[..], &sealed[..]].concat())
}

/// The key; none when the wrapping key is another or a byte was changed.
pub fn open(wrapping: &[u8; 32], header: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
    let mut sealed = Zeroizing::new(sealed.to_vec());
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    aead(wrapping)?
        .open_in_place(nonce, Aad::from(header), &mut sealed)
        .ok()
        .map(|key| key.to_vec())
}

/// Tells a key file that was exchanged from damage; says nothing about the key.
pub fn fingerprint(key: &[u8; 32]) -> [u8; 16] {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    context.update(b"payung/terminal key file/1\0");
    context.update(key);
    let mut short = [0; 16];
    short.copy_from_slice(&context.finish().as_ref()[..16]);
    short
}

pub fn random<const N: usize>() -> Result<[u8; N], KeeperAnswer> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| KeeperAnswer::Broken)?;
    Ok(bytes)
}

fn aead(wrapping: &[u8; 32]) -> Option<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, wrapping)
        .ok()
        .map(LessSafeKey::new)
}
