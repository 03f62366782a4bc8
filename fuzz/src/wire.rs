//! Messages as `docs/protocol.md` has them, written by hand: signed and sealed by keys that are trusted, holding anything.

use ed25519_dalek::Signer as _;
use minicbor::Encoder;
use payung_model::sealed::{OfficeKey, RegistrationId, ReplyKey, SigningKey, suite};

use crate::samples::Seeded;

/// A CBOR array of byte strings, after an optional number.
pub fn frame(version: Option<u32>, parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out);
    encoder.array((parts.len() + usize::from(version.is_some())) as u64).expect("a vector takes every byte");
    if let Some(number) = version {
        encoder.u32(number).expect("a vector takes every byte");
    }
    for part in parts {
        encoder.bytes(part).expect("a vector takes every byte");
    }
    out
}

/// Signs any bytes as if they were a bundle's payload.
pub fn sign(key: &SigningKey, payload: &[u8]) -> Vec<u8> {
    let key = ed25519_dalek::SigningKey::from_bytes(&key.to_bytes());
    let signature = key.sign(&[b"payung/bundle/1\0", payload].concat()).to_bytes();
    frame(None, &[payload, &signature])
}

/// Seals any bytes as if they were a deflated body.
pub fn seal(office: &OfficeKey, header: &[u8], plain: &[u8]) -> Vec<u8> {
    let to = office.public().to_bytes();
    let sealed = suite::seal(&to, b"payung/registration/1", header, plain, &mut Seeded::new(6)).expect("a sound key");
    frame(Some(1), &[header, &sealed.encapsulated, &sealed.ciphertext])
}

/// Seals any bytes as if they were a reply.
pub fn seal_reply(plain: &[u8], id: RegistrationId, key: &ReplyKey) -> Vec<u8> {
    let to = key.public().to_bytes();
    let sealed = suite::seal(&to, b"payung/reply/1", id.bytes(), plain, &mut Seeded::new(6)).expect("a sound key");
    frame(None, &[&sealed.encapsulated, &sealed.ciphertext])
}

/// Deflates as a stranger's library would.
pub fn deflate(plain: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(plain, 6)
}
