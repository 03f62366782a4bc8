//! Replies: what was sealed to this registration opens, whatever is in it is judged, and what is
//! opened can be sealed again.

use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use payung_model::journey::OfficeState;
use payung_model::sealed::reply::{self, Correction, MOST_BYTES, Reply};
use payung_model::sealed::{EnvelopeProblem, ReplyKey};
use payung_model::secret::Secret;
use payung_model::units::Timestamp;

use crate::{samples, text, wire};

static PHONE: LazyLock<ReplyKey> = LazyLock::new(samples::phone);
const STATES: [OfficeState; 6] = [
    OfficeState::Receiving,
    OfficeState::Received,
    OfficeState::Accepted,
    OfficeState::NeedsCorrection,
    OfficeState::Refused,
    OfficeState::Withdrawn,
];

/// A reply in clear and sealed, and programs that make others.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut plain = vec![0x85, 0x01, 0x70];
    plain.extend_from_slice(b"needs_correction");
    plain.extend_from_slice(&[0x1b, 0, 0, 1, 0xa2, 0, 0, 0, 0, 0x66]);
    plain.extend_from_slice(b"CONTOH");
    plain.extend_from_slice(&[0x81, 0x82, 0x63]);
    plain.extend_from_slice(b"ktp");
    plain.extend_from_slice(&[0x64]);
    plain.extend_from_slice(b"foto");
    let sealed = wire::seal_reply(&plain, samples::id(), &PHONE);
    let mut random = samples::Seeded::new(15);
    let mut seeds = vec![
        [&[0], sealed.as_slice()].concat(),
        [&[1], plain.as_slice()].concat(),
    ];
    seeds.extend((0..12).map(|number| [&[2], random.bytes(30 + number * 20).as_slice()].concat()));
    seeds
}

/// First byte: bytes as they came · a reply's CBOR, sealed · a program that makes a reply.
pub fn check(data: &[u8]) {
    let Some((mode, rest)) = data.split_first() else {
        return;
    };
    match mode % 3 {
        0 => {
            if let Ok(reply) = reply::open(rest, samples::id(), &PHONE) {
                sealed_again(&reply);
            }
        }
        1 => {
            let bytes = wire::seal_reply(rest, samples::id(), &PHONE);
            match reply::open(&bytes, samples::id(), &PHONE) {
                Ok(reply) => sealed_again(&reply),
                Err(EnvelopeProblem::TooLarge) => assert!(bytes.len() > MOST_BYTES),
                Err(EnvelopeProblem::Malformed(place)) => assert!(!place.is_empty()),
                Err(problem) => panic!("it was sealed to this key: {problem}"),
            }
        }
        _ => {
            if let Ok(reply) = made(&mut Unstructured::new(rest)) {
                sealed(&reply);
            }
        }
    }
}

fn sealed_again(reply: &Reply) {
    assert!(reply.revision > 0);
    assert!(sealed(reply), "what was read keeps the bounds");
}

/// Seals and opens it; false when it is beyond the bounds.
fn sealed(reply: &Reply) -> bool {
    let mut random = samples::Seeded::new(16);
    let bytes = match reply::seal(reply, samples::id(), &PHONE.public(), &mut random) {
        Ok(bytes) => bytes,
        Err(problem) => {
            assert!(
                matches!(
                    problem,
                    EnvelopeProblem::Malformed(_) | EnvelopeProblem::TooLarge
                ),
                "{problem}"
            );
            return false;
        }
    };
    assert!(bytes.len() <= MOST_BYTES);
    assert_eq!(
        reply::open(&bytes, samples::id(), &PHONE).as_ref(),
        Ok(reply)
    );
    let stranger = ReplyKey::new(&mut random).expect("a key");
    assert_eq!(
        reply::open(&bytes, samples::id(), &stranger),
        Err(EnvelopeProblem::Broken)
    );
    assert_eq!(format!("{:?}", reply.words), "••••");
    true
}

fn made(u: &mut Unstructured<'_>) -> Result<Reply> {
    let text = |u: &mut Unstructured<'_>| Ok(text(u.arbitrary()?).into_owned());
    let mut reply = Reply {
        revision: u.int_in_range(0..=4)?,
        state: *u.choose(&STATES)?,
        at: Timestamp::from_millis(u.int_in_range(0..=32_000_000_000_000)?).unwrap_or_default(),
        words: Secret::new(text(u)?.repeat(u.int_in_range(1..=40)?)),
        questions: Vec::new(),
    };
    while !u.is_empty() {
        reply.questions.push(Correction {
            question: text(u)?,
            words: Secret::new(text(u)?),
        });
    }
    Ok(reply)
}
