//! Predictable randomness, invented people, arbitrary values, and what can happen to bytes on the
//! way.

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::reply::{Correction, Reply};
use payung_model::sealed::*;
use payung_model::secret::Secret;
use payung_model::units::Timestamp;
use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::Index;

/// Predictable "randomness": each fill is the SHA-256 chain of the seed.
pub struct Seeded(Digest);

impl Seeded {
    pub fn new(seed: u64) -> Self {
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
pub struct Dry;

impl Random for Dry {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), NoRandomness> {
        Err(NoRandomness)
    }
}

pub fn now() -> Timestamp {
    "2026-11-23T09:00:00+07:00".parse().unwrap()
}

pub fn sample() -> (OfficeKey, Header, Registration) {
    let mut random = Seeded::new(1);
    let office = OfficeKey::new(&mut random).unwrap();
    let photo = photo::seal(vec![0xD8; 300], &mut random).unwrap();
    let header = Header {
        kind: EnvelopeKind::Registration,
        id: RegistrationId::new(now(), &mut random).unwrap(),
        revision: 1,
        bundle_sequence: 3,
        key_id: KeyId([0; 8]),
        token_hash: StatusToken::new(&mut random).unwrap().hash(),
        reply_key: ReplyKey::new(&mut random).unwrap().public(),
        photos: vec![PhotoHeader {
            digest: photo.digest,
            length: 316,
        }],
    };
    let body = Registration {
        form: "bpu".into(),
        form_version: 1,
        lang: "id".into(),
        sealed_at: now(),
        purpose: "register".to_owned(),
        answers: vec![
            answer("nik", "3201015501900001"),
            answer("name", "SITI CONTOH"),
            answer("income", "1100000"),
        ],
        consents: vec![Consent {
            question: "consent".into(),
            version: 2,
            at: now(),
        }],
        photos: vec![PhotoKey {
            question: "ktp".into(),
            digest: photo.digest,
            key: *photo.key,
            faults: 0b1_0001,
        }],
        completes: None,
        referral: None,
    };
    (office, header, body)
}

pub fn answer(question: &str, value: &str) -> Answer {
    Answer {
        question: question.into(),
        value: Secret::new(value),
    }
}

pub fn other_office() -> OfficeKey {
    OfficeKey::new(&mut Seeded::new(1000)).unwrap()
}

pub fn sample_reply() -> (Reply, RegistrationId, ReplyKey) {
    let mut random = Seeded::new(3);
    let reply = Reply {
        revision: 1,
        state: OfficeState::NeedsCorrection,
        at: now(),
        words: Secret::new("Ada yang perlu dibetulkan."),
        questions: vec![Correction {
            question: "ktp".into(),
            words: Secret::new("Mohon foto ulang."),
        }],
    };
    (
        reply,
        RegistrationId::new(now(), &mut random).unwrap(),
        ReplyKey::new(&mut random).unwrap(),
    )
}

/// An item, whose inbox it is in, the key it is sealed to, and the office that writes it.
pub fn sample_item() -> (Item, RegistrationId, ReplyKey, OfficeKey) {
    let (reply, id, key) = sample_reply();
    let body = ItemBody::Correction {
        words: reply.words,
        questions: reply.questions,
    };
    let item = Item {
        sequence: 3,
        previous: 2,
        revision: 1,
        at: now(),
        body,
    };
    (item, id, key, OfficeKey::new(&mut Seeded::new(1)).unwrap())
}

/// A bundle of sequence 8, a phone that holds 7, and three signing keys: current, next, and a
/// stranger's.
pub fn sample_bundle() -> (Bundle, BundleChain, Vec<SigningKey>) {
    let mut random = Seeded::new(4);
    let keys: Vec<SigningKey> = (0..3)
        .map(|_| SigningKey::new(&mut random).unwrap())
        .collect();
    let files = [("form.json", "{}"), ("text.ftl0", "salam = Halo")];
    let bundle = Bundle {
        sequence: 8,
        engine: 1,
        issued_at: now(),
        next_key: keys[1].public(),
        office_keys: vec![OfficeKey::new(&mut random).unwrap().public()],
        files: files
            .map(|(name, text)| (name.to_owned(), text.into()))
            .into(),
        newer_by: Some(now().plus(std::time::Duration::from_secs(30 * 86_400))),
    };
    let held = BundleChain {
        sequence: 7,
        keys: vec![keys[0].public(), keys[1].public()],
    };
    (bundle, held, keys)
}

pub fn time() -> impl Strategy<Value = Timestamp> {
    (0..32_503_680_000_000_i64).prop_map(|millis| Timestamp::from_millis(millis).unwrap())
}

pub fn name() -> impl Strategy<Value = String> {
    "[a-z_.é]{1,50}"
}

pub fn header() -> impl Strategy<Value = Header> {
    let photos = btree_map(
        any::<[u8; 32]>(),
        1..=PhotoHeader::MOST_BYTES,
        0..=Header::MOST_PHOTOS,
    );
    (
        time(),
        any::<u64>(),
        1..=u32::MAX,
        any::<u64>(),
        any::<[u8; 32]>(),
        photos,
    )
        .prop_map(
            |(at, seed, revision, bundle_sequence, token_hash, photos)| Header {
                kind: EnvelopeKind::Registration,
                id: RegistrationId::new(at, &mut Seeded::new(seed)).unwrap(),
                revision,
                bundle_sequence,
                key_id: KeyId([0; 8]),
                token_hash: Digest(token_hash),
                reply_key: ReplyKey::new(&mut Seeded::new(seed)).unwrap().public(),
                photos: photos
                    .into_iter()
                    .map(|(digest, length)| PhotoHeader {
                        digest: Digest(digest),
                        length,
                    })
                    .collect(),
            },
        )
}

pub fn registration() -> impl Strategy<Value = Registration> {
    let answers = btree_map(name(), ".{0,80}", 0..40);
    let consents = btree_map(name(), (any::<u32>(), time()), 0..5);
    let photos = btree_map(
        name(),
        any::<([u8; 32], [u8; 32])>(),
        0..=Header::MOST_PHOTOS,
    );
    let added = (
        proptest::option::of((time(), any::<u64>())),
        proptest::option::of("[A-HJ-NP-Z2-9]{4,12}"),
    );
    (
        name(),
        any::<u32>(),
        "id|en",
        time(),
        name(),
        answers,
        consents,
        photos,
        added,
    )
        .prop_map(
            |(
                form,
                form_version,
                lang,
                sealed_at,
                purpose,
                answers,
                consents,
                photos,
                (completes, referral),
            )| Registration {
                form,
                form_version,
                lang,
                sealed_at,
                purpose,
                answers: answers
                    .into_iter()
                    .map(|(question, value)| answer(&question, &value))
                    .collect(),
                consents: consents
                    .into_iter()
                    .map(|(question, (version, at))| Consent {
                        question,
                        version,
                        at,
                    })
                    .collect(),
                photos: photos
                    .into_iter()
                    .map(|(question, (digest, key))| PhotoKey {
                        question,
                        digest: Digest(digest),
                        key,
                        // Nothing, and each number of bits.
                        faults: u32::from(key[0] & 0x3f),
                    })
                    .collect(),
                completes: completes.map(|(at, seed)| Completed {
                    id: RegistrationId::new(at, &mut Seeded::new(seed)).unwrap(),
                    token: StatusToken::new(&mut Seeded::new(seed)).unwrap(),
                }),
                referral: referral.map(|code| ReferralCode::read(&code).unwrap()),
            },
        )
}

/// One thing that can happen to bytes on the way.
#[derive(Clone, Debug)]
pub enum Change {
    Flip(Index, u8),
    Set(Index, u8),
    Insert(Index, u8),
    Remove(Index, u8),
    Repeat(Index, u8),
    Cut(Index),
}

pub fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Insert(at, byte)),
        (any::<Index>(), 1..40_u8).prop_map(|(at, count)| Change::Remove(at, count)),
        (any::<Index>(), 1..40_u8).prop_map(|(at, count)| Change::Repeat(at, count)),
        any::<Index>().prop_map(Change::Cut),
    ]
}

impl Change {
    pub fn apply(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        if bytes.is_empty() {
            return bytes;
        }
        let end = bytes.len();
        match self {
            Self::Flip(at, bit) => bytes[at.index(end)] ^= 1 << bit,
            Self::Set(at, byte) => bytes[at.index(end)] = *byte,
            Self::Insert(at, byte) => bytes.insert(at.index(end + 1), *byte),
            Self::Remove(at, count) => {
                drop(bytes.drain(at.index(end)..(at.index(end) + usize::from(*count)).min(end)));
            }
            Self::Repeat(at, count) => {
                let at = at.index(end);
                let again = bytes[at..(at + usize::from(*count)).min(end)].to_vec();
                bytes.splice(at..at, again);
            }
            Self::Cut(at) => bytes.truncate(at.index(end)),
        }
        bytes
    }
}
