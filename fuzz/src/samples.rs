//! Predictable randomness and keys; nobody's.

use payung_model::sealed::{
    Digest, EnvelopeKind, Header, KeyId, NoRandomness, OfficeKey, PhotoHeader, Random,
    RegistrationId, ReplyKey, SigningKey,
};
use payung_model::units::Timestamp;

/// Predictable "randomness": the SHA-256 chain of a seed.
pub struct Seeded(Digest);

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self(Digest::of(&seed.to_be_bytes()))
    }

    /// That many bytes: a seed for targets whose inputs are programs, not texts.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.fill(&mut bytes).expect("a chain does not run dry");
        bytes
    }
}

impl Random for Seeded {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        for chunk in out.chunks_mut(32) {
            self.0 = Digest::of(&self.0.0);
            chunk.copy_from_slice(&self.0.0[..chunk.len()]);
        }
        Ok(())
    }
}

pub fn now() -> Timestamp {
    "2026-11-23T09:00:00+07:00".parse().expect("a time")
}

/// The office that envelopes are sealed to.
pub fn office() -> OfficeKey {
    OfficeKey::new(&mut Seeded::new(1)).expect("a key")
}

/// Who may sign bundles.
pub fn signer() -> SigningKey {
    SigningKey::new(&mut Seeded::new(2)).expect("a key")
}

/// Who signs the bundles after the next one.
pub fn next_signer() -> SigningKey {
    SigningKey::new(&mut Seeded::new(3)).expect("a key")
}

/// The phone that replies are sealed to.
pub fn phone() -> ReplyKey {
    ReplyKey::new(&mut Seeded::new(4)).expect("a key")
}

pub fn id() -> RegistrationId {
    RegistrationId::new(now(), &mut Seeded::new(5)).expect("an id")
}

/// A header with one photo.
pub fn header() -> Header {
    Header {
        kind: EnvelopeKind::Registration,
        id: id(),
        revision: 1,
        bundle_sequence: 3,
        key_id: KeyId([0; 8]),
        token_hash: Digest::of(b"CONTOH"),
        reply_key: phone().public(),
        photos: vec![PhotoHeader {
            digest: Digest::of(b"CONTOH photo"),
            length: 316,
        }],
    }
}
