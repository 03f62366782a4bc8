//! Messages as `docs/protocol.md` has them, written by hand: signed and sealed by keys that are
//! trusted, holding anything.

use ed25519_dalek::Signer as _;
use minicbor::Encoder;
use payung_model::sealed::{OfficeKey, RegistrationId, ReplyKey, SigningKey, suite};

use crate::samples::Seeded;

/// A CBOR array of byte strings, after an optional number.
pub fn frame(version: Option<u32>, parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out);
    encoder
        .array((parts.len() + usize::from(version.is_some())) as u64)
        .expect("a vector takes every byte");
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
    let signature = key
        .sign(&[b"payung/bundle/1\0", payload].concat())
        .to_bytes();
    frame(None, &[payload, &signature])
}

/// Seals any bytes as if they were a padded and deflated body.
pub fn seal(office: &OfficeKey, header: &[u8], plain: &[u8]) -> Vec<u8> {
    let to = office.public().to_bytes();
    let sealed = suite::seal(
        &to,
        b"payung/envelope/2",
        header,
        plain,
        &mut Seeded::new(6),
    )
    .expect("a sound key");
    frame(Some(2), &[header, &sealed.encapsulated, &sealed.ciphertext])
}

/// Seals any bytes as if they were a deflated body of version 1.
pub fn seal_first(office: &OfficeKey, header: &[u8], plain: &[u8]) -> Vec<u8> {
    let to = office.public().to_bytes();
    let sealed = suite::seal(
        &to,
        b"payung/registration/1",
        header,
        plain,
        &mut Seeded::new(6),
    )
    .expect("a sound key");
    frame(Some(1), &[header, &sealed.encapsulated, &sealed.ciphertext])
}

/// One byte 0x80, then zeros up to a multiple of 256 bytes and at least so many.
pub fn pad(content: &[u8], least: usize) -> Vec<u8> {
    let mut padded = [content, &[0x80]].concat();
    padded.resize(padded.len().max(least).next_multiple_of(256), 0);
    padded
}

/// Seals any bytes as if they were a padded item, from that office, at that place.
pub fn seal_item(
    plain: &[u8],
    sequence: u64,
    id: RegistrationId,
    key: &ReplyKey,
    office: &OfficeKey,
) -> Vec<u8> {
    let key_id = office.public().id().0;
    let mut aad = Vec::new();
    let mut encoder = Encoder::new(&mut aad);
    let bound = encoder
        .array(4)
        .and_then(|e| e.u32(1))
        .and_then(|e| e.bytes(id.bytes()));
    bound
        .and_then(|e| e.bytes(&key_id))
        .and_then(|e| e.u64(sequence))
        .expect("a vector takes every byte");
    let (from, to) = (office.to_bytes(), key.public().to_bytes());
    let sealed = suite::seal_from(
        &from,
        &to,
        b"payung/item/1",
        &aad,
        plain,
        &mut Seeded::new(6),
    )
    .expect("sound keys");
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out);
    let framed = encoder
        .array(5)
        .and_then(|e| e.u32(1))
        .and_then(|e| e.bytes(&key_id))
        .and_then(|e| e.u64(sequence));
    let framed = framed
        .and_then(|e| e.bytes(&sealed.encapsulated))
        .and_then(|e| e.bytes(&sealed.ciphertext));
    framed.expect("a vector takes every byte");
    out
}

/// Seals any bytes as if they were a reply.
pub fn seal_reply(plain: &[u8], id: RegistrationId, key: &ReplyKey) -> Vec<u8> {
    let to = key.public().to_bytes();
    let sealed = suite::seal(
        &to,
        b"payung/reply/1",
        id.bytes(),
        plain,
        &mut Seeded::new(6),
    )
    .expect("a sound key");
    frame(None, &[&sealed.encapsulated, &sealed.ciphertext])
}

/// Deflates as a stranger's library would.
pub fn deflate(plain: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(plain, 6)
}
