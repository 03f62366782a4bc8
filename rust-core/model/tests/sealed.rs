//! Sealed messages: what is sealed opens, and nothing else does.

use payung_model::sealed::*;
use payung_model::secret::Secret;
use payung_model::units::Timestamp;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;

// --- Envelope -------------------------------------------------------------------------------------------------------

#[test]
fn an_envelope_opens_to_what_was_sealed() {
    let (office, header, body) = sample();
    let sealed = Envelope::seal(header.clone(), &body, &office.public(), &mut Seeded::new(7)).unwrap();
    let parsed = Envelope::parse(sealed.bytes()).unwrap();
    assert_eq!(parsed, sealed);
    assert_eq!(parsed.header(), &Header { key_id: office.public().id(), ..header });
    assert_eq!(parsed.open(&[office]).unwrap(), body);
}

// --- Samples --------------------------------------------------------------------------------------------------------

/// Predictable "randomness": each fill is the SHA-256 chain of the seed.
struct Seeded(Digest);

impl Seeded {
    fn new(seed: u64) -> Self {
        Self(Digest::of(&seed.to_be_bytes()))
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

/// A source that has run dry.
struct Dry;

impl Random for Dry {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), NoRandomness> {
        Err(NoRandomness)
    }
}

fn now() -> Timestamp {
    "2026-11-23T09:00:00+07:00".parse().unwrap()
}

fn sample() -> (OfficeKey, Header, Registration) {
    let mut random = Seeded::new(1);
    let office = OfficeKey::new(&mut random).unwrap();
    let photo = photo::seal(vec![0xD8; 300], &mut random).unwrap();
    let header = Header {
        id: RegistrationId::new(now(), &mut random).unwrap(),
        revision: 1,
        bundle_sequence: 3,
        key_id: KeyId([0; 8]),
        token_hash: Token::new(&mut random).unwrap().hash(),
        reply_key: ReplyKey::new(&mut random).unwrap().public(),
        photos: vec![PhotoHeader { digest: photo.digest, length: 316 }],
    };
    let answer = |question: &str, value: &str| Answer { question: question.into(), value: Secret::new(value) };
    let body = Registration {
        form: "bpu".into(),
        form_version: 1,
        lang: "id".into(),
        sealed_at: now(),
        answers: vec![answer("nik", "3201015501900001"), answer("name", "SITI CONTOH"), answer("income", "1100000")],
        consents: vec![Consent { question: "consent".into(), version: 2, at: now() }],
        photos: vec![PhotoKey { question: "ktp".into(), digest: photo.digest, key: *photo.key }],
    };
    (office, header, body)
}
