//! Words of the office to one phone.

use payung_model::journey::OfficeState;
use payung_model::sealed::reply::{Correction, Reply};
use payung_model::sealed::*;
use payung_model::secret::Secret;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use crate::by_hand::*;
use crate::samples::*;

#[test]
fn a_reply_opens_for_its_registration_only() {
    let (reply, id, key) = sample_reply();
    let bytes = reply::seal(&reply, id, &key.public(), &mut Seeded::new(2)).unwrap();
    assert_eq!(reply::open(&bytes, id, &key), Ok(reply));
    let other_id = RegistrationId::new(now(), &mut Seeded::new(77)).unwrap();
    assert_eq!(
        reply::open(&bytes, other_id, &key),
        Err(EnvelopeProblem::Broken)
    );
    let other_key = ReplyKey::new(&mut Seeded::new(78)).unwrap();
    assert_eq!(
        reply::open(&bytes, id, &other_key),
        Err(EnvelopeProblem::Broken)
    );
}

#[test]
fn every_bit_of_a_reply_matters() {
    let (reply, id, key) = sample_reply();
    let bytes = reply::seal(&reply, id, &key.public(), &mut Seeded::new(2)).unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(reply::open(&changed, id, &key).is_err(), "bit {bit}");
    }
}

#[test]
fn an_envelopes_seal_is_not_a_replys() {
    let (reply, id, key) = sample_reply();
    let sealed = suite::seal(
        &key.public().to_bytes(),
        b"payung/registration/1",
        id.bytes(),
        b"",
        &mut Seeded::new(2),
    );
    let sealed = sealed.unwrap();
    let bytes = array(&[&|e| bytes_of(e, &sealed.encapsulated), &|e| {
        bytes_of(e, &sealed.ciphertext);
    }]);
    assert_eq!(reply::open(&bytes, id, &key), Err(EnvelopeProblem::Broken));
    assert!(
        !format!("{reply:?}").contains("foto"),
        "words of an officer do not print"
    );
}

#[test]
fn a_reply_out_of_bounds_is_neither_sealed_nor_opened() {
    let (reply, id, key) = sample_reply();
    let refused = |change: &dyn Fn(&mut Reply), place| {
        let mut reply = reply.clone();
        change(&mut reply);
        let malformed = EnvelopeProblem::Malformed(place);
        assert_eq!(
            reply::seal(&reply, id, &key.public(), &mut Seeded::new(2)),
            Err(malformed.clone())
        );
        assert_eq!(
            reply::open(
                &forge_reply(&write_reply(&reply, reply.state.as_str()), id, &key),
                id,
                &key
            ),
            Err(malformed)
        );
    };
    let correction = |question: &str, words: &str| Correction {
        question: question.into(),
        words: Secret::new(words),
    };
    let long = "x".repeat(reply::MOST_WORDS + 1);
    refused(&|reply| reply.revision = 0, "revision");
    refused(&|reply| reply.words = Secret::new(long.as_str()), "words");
    refused(
        &|reply| reply.questions = vec![correction("nik", &long)],
        "correction's words",
    );
    refused(
        &|reply| reply.questions = vec![correction("nik", "1"), correction("nik", "2")],
        "correction's question",
    );
    refused(
        &|reply| reply.questions = (0..201).map(|n| correction(&format!("q{n}"), "")).collect(),
        "corrections",
    );
    let unknown = forge_reply(&write_reply(&reply, "lost"), id, &key);
    assert_eq!(
        reply::open(&unknown, id, &key),
        Err(EnvelopeProblem::Malformed("state"))
    );
    let added = forge_reply(&add_field(&write_reply(&reply, "accepted")), id, &key);
    assert_eq!(
        reply::open(&added, id, &key).map(|reply| reply.state),
        Ok(OfficeState::Accepted)
    );
    assert_eq!(
        reply::open(&vec![0; reply::MOST_BYTES + 1], id, &key),
        Err(EnvelopeProblem::TooLarge)
    );
}

#[test]
fn the_longest_reply_fits_into_what_a_phone_reads_and_a_byte_more_is_not_sealed() {
    let (reply, id, key) = sample_reply();
    let words = |length: usize| Secret::new("x".repeat(length));
    // As many questions as there may be, with the longest ids: the worst that its layout adds.
    let ids: Vec<String> = (0..160).map(|n| format!("{n:0>100}")).collect();
    let correction = |id: &String| Correction {
        question: id.clone(),
        words: words(0),
    };
    let questions: Vec<Correction> = ids.iter().map(correction).collect();
    let room = reply::MOST_TEXT - ids.iter().map(String::len).sum::<usize>();
    let of = |length: usize| Reply {
        words: words(length),
        questions: questions.clone(),
        ..reply.clone()
    };
    let sealed = reply::seal(&of(room), id, &key.public(), &mut Seeded::new(2)).unwrap();
    assert_eq!(reply::open(&sealed, id, &key).unwrap(), of(room));
    // Unpadded base64url, and 4 KiB for all else in the document.
    let document = (sealed.len() * 4).div_ceil(3) + 4096;
    assert!(document <= reply::MOST_DOCUMENT, "{document}");
    let longer = reply::seal(&of(room + 1), id, &key.public(), &mut Seeded::new(2));
    assert_eq!(longer, Err(EnvelopeProblem::TooLarge));
}

proptest! {
    #[test]
    fn every_reply_is_opened_as_it_was_sealed(
        revision in 1..=u32::MAX,
        state in prop::sample::select(OfficeState::ALL.to_vec()),
        at in time(),
        words in ".{0,200}",
        questions in btree_map(name(), ".{0,100}", 0..10),
        seed: u64,
    ) {
        let (_, id, key) = sample_reply();
        let questions = questions.into_iter().map(|(question, words)| Correction { question, words: Secret::new(words) });
        let reply = Reply { revision, state, at, words: Secret::new(words), questions: questions.collect() };
        let bytes = reply::seal(&reply, id, &key.public(), &mut Seeded::new(seed)).unwrap();
        prop_assert_eq!(reply::open(&bytes, id, &key), Ok(reply));
    }

    #[test]
    fn no_bytes_make_opening_a_reply_panic(bytes in vec(any::<u8>(), 0..300), changes in vec(change(), 1..6)) {
        let (reply, id, key) = sample_reply();
        prop_assert!(reply::open(&bytes, id, &key).is_err());
        let _ = reply::open(&forge_reply(&bytes, id, &key), id, &key);
        let changed = changes.iter().fold(write_reply(&reply, "accepted"), |bytes, change| change.apply(bytes));
        let _ = reply::open(&forge_reply(&changed, id, &key), id, &key);
    }
}
