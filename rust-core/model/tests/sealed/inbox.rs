//! Items of the inbox: only the office writes them, only the phone reads them, and each has one
//! place.

use payung_model::journey::{Event, OfficeState};
use payung_model::sealed::inbox::{Item, ItemBody, SealedItem};
use payung_model::sealed::reply::{Correction, MOST_TEXT, MOST_WORDS};
use payung_model::sealed::*;
use payung_model::secret::Secret;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use crate::by_hand::*;
use crate::samples::*;

fn decision(state: OfficeState) -> ItemBody {
    ItemBody::Decision {
        state,
        words: Secret::new("Selamat."),
    }
}

#[test]
fn an_item_opens_for_its_registration_its_key_and_its_office_only() {
    let (item, id, key, office) = sample_item();
    let sealed = item
        .seal(id, &key.public(), &office, &mut Seeded::new(2))
        .unwrap();
    let parsed = SealedItem::parse(sealed.bytes()).unwrap();
    assert_eq!(
        (&parsed, parsed.sequence(), parsed.key_id()),
        (&sealed, 3, office.public().id())
    );
    assert_eq!(parsed.open(id, &key, &office.public()), Ok(item));
    let other_id = RegistrationId::new(now(), &mut Seeded::new(77)).unwrap();
    assert_eq!(
        parsed.open(other_id, &key, &office.public()),
        Err(EnvelopeProblem::Broken)
    );
    let other_key = ReplyKey::new(&mut Seeded::new(78)).unwrap();
    assert_eq!(
        parsed.open(id, &other_key, &office.public()),
        Err(EnvelopeProblem::Broken)
    );
    let unknown = EnvelopeProblem::UnknownKey(office.public().id());
    assert_eq!(
        parsed.open(id, &key, &other_office().public()),
        Err(unknown)
    );
}

#[test]
fn whoever_knows_all_public_keys_still_cannot_write_an_item() {
    let (item, id, key, office) = sample_item();
    let plain = padded(&write_item(&item, 2, "needs_correction"), 0);
    let good = forge_item(&plain, 3, id, &key, &office);
    assert_eq!(
        SealedItem::parse(&good)
            .unwrap()
            .open(id, &key, &office.public()),
        Ok(item)
    );
    // A stranger's key under the office's name.
    let (key_id, stranger) = (office.public().id(), other_office());
    let aad = array(&[
        &|e| number(e, 1),
        &|e| bytes_of(e, id.bytes()),
        &|e| bytes_of(e, &key_id.0),
        &|e| number(e, 3),
    ]);
    let to = key.public().to_bytes();
    let authentic = suite::seal_from(
        &stranger.to_bytes(),
        &to,
        b"payung/item/1",
        &aad,
        &plain,
        &mut Seeded::new(6),
    );
    // Without any key of the sender, as replies were sealed.
    let base = suite::seal(&to, b"payung/item/1", &aad, &plain, &mut Seeded::new(6));
    for sealed in [authentic.unwrap(), base.unwrap()] {
        let forged = item_frame(&key_id.0, 3, &sealed.encapsulated, &sealed.ciphertext);
        let opened = SealedItem::parse(&forged)
            .unwrap()
            .open(id, &key, &office.public());
        assert_eq!(opened, Err(EnvelopeProblem::Broken));
    }
}

#[test]
fn an_item_stays_at_its_place() {
    let (item, id, key, office) = sample_item();
    let plain = padded(&write_item(&item, 2, "needs_correction"), 0);
    let (from, to) = (office.to_bytes(), key.public().to_bytes());
    let key_id = office.public().id();
    let aad = array(&[
        &|e| number(e, 1),
        &|e| bytes_of(e, id.bytes()),
        &|e| bytes_of(e, &key_id.0),
        &|e| number(e, 3),
    ]);
    let sealed = suite::seal_from(
        &from,
        &to,
        b"payung/item/1",
        &aad,
        &plain,
        &mut Seeded::new(6),
    )
    .unwrap();
    for sequence in [0, 2, 4, 1 << 40] {
        let moved = item_frame(
            &key_id.0,
            sequence,
            &sealed.encapsulated,
            &sealed.ciphertext,
        );
        let opened = SealedItem::parse(&moved)
            .unwrap()
            .open(id, &key, &office.public());
        assert_eq!(opened, Err(EnvelopeProblem::Broken), "{sequence}");
    }
}

#[test]
fn every_bit_of_an_item_matters() {
    let (item, id, key, office) = sample_item();
    let sealed = item
        .seal(id, &key.public(), &office, &mut Seeded::new(2))
        .unwrap();
    for bit in 0..sealed.bytes().len() * 8 {
        let mut changed = sealed.bytes().to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        let opened =
            SealedItem::parse(&changed).and_then(|item| item.open(id, &key, &office.public()));
        assert!(opened.is_err(), "bit {bit}");
    }
}

#[test]
fn a_reply_or_an_envelope_is_no_item() {
    let (reply, id, key) = sample_reply();
    let bytes = reply::seal(&reply, id, &key.public(), &mut Seeded::new(2)).unwrap();
    assert!(SealedItem::parse(&bytes).is_err());
    let (office, header, body) = sample();
    let envelope = Envelope::seal(header, &body, &office.public(), &mut Seeded::new(7)).unwrap();
    assert_eq!(
        SealedItem::parse(envelope.bytes()),
        Err(EnvelopeProblem::Version(2))
    );
}

#[test]
fn an_item_out_of_bounds_is_neither_sealed_nor_opened() {
    let (item, id, key, office) = sample_item();
    let refused = |change: &dyn Fn(&mut Item), place| {
        let mut item = item.clone();
        change(&mut item);
        let malformed = EnvelopeProblem::Malformed(place);
        assert_eq!(
            item.seal(id, &key.public(), &office, &mut Seeded::new(2)),
            Err(malformed.clone())
        );
        let (kind, state) = match &item.body {
            ItemBody::Decision { state, .. } => (1, state.as_str()),
            ItemBody::Correction { .. } => (2, "needs_correction"),
            _ => (7, ""),
        };
        let forged = forge_item(
            &padded(&write_item(&item, kind, state), 0),
            item.sequence,
            id,
            &key,
            &office,
        );
        assert_eq!(
            SealedItem::parse(&forged)
                .unwrap()
                .open(id, &key, &office.public()),
            Err(malformed),
            "{place}"
        );
    };
    let correction = |question: &str, words: &str| Correction {
        question: question.into(),
        words: Secret::new(words),
    };
    let asking = |questions: Vec<Correction>| ItemBody::Correction {
        words: Secret::default(),
        questions,
    };
    let long = "x".repeat(MOST_WORDS + 1);
    refused(&|item| (item.sequence, item.previous) = (0, 0), "sequence");
    refused(&|item| item.sequence = Item::LAST_SEQUENCE + 1, "sequence");
    refused(&|item| item.previous = 3, "previous");
    refused(&|item| item.revision = 0, "revision");
    refused(
        &|item| item.body = asking(vec![correction("nik", &long)]),
        "correction's words",
    );
    refused(
        &|item| item.body = asking(vec![correction("nik", "1"), correction("nik", "2")]),
        "correction's question",
    );
    refused(
        &|item| item.body = asking((0..201).map(|n| correction(&format!("q{n}"), "")).collect()),
        "corrections",
    );
    refused(&|item| item.body = decision(OfficeState::Received), "state");
    refused(
        &|item| item.body = decision(OfficeState::NeedsCorrection),
        "state",
    );
    let words = Secret::new(long.as_str());
    refused(
        &|item| {
            item.body = ItemBody::Decision {
                state: OfficeState::Accepted,
                words: words.clone(),
            }
        },
        "words",
    );
    let other = Item {
        body: ItemBody::Other {
            kind: 8,
            bill: None,
        },
        ..item.clone()
    };
    let sealed = other.seal(id, &key.public(), &office, &mut Seeded::new(2));
    assert_eq!(
        sealed,
        Err(EnvelopeProblem::Malformed("kind")),
        "nothing is written that has no body yet"
    );
    // Four questions of two letters' ids and their words are exactly the most text; one letter more
    // is too much.
    let full = |more: usize| {
        let words = |n: usize| &long[..MOST_WORDS - 2 + if n == 0 { more } else { 0 }];
        let questions = (0..MOST_TEXT / MOST_WORDS)
            .map(|n| correction(&format!("q{n}"), words(n)))
            .collect();
        Item {
            body: asking(questions),
            ..item.clone()
        }
        .seal(id, &key.public(), &office, &mut Seeded::new(2))
    };
    assert!(full(0).unwrap().open(id, &key, &office.public()).is_ok());
    assert_eq!(full(1), Err(EnvelopeProblem::TooLarge));
    assert_eq!(
        SealedItem::parse(&vec![0; Item::MOST_BYTES + 1]),
        Err(EnvelopeProblem::TooLarge)
    );
}

#[test]
fn a_state_that_does_not_belong_to_the_kind_is_refused() {
    let (item, id, key, office) = sample_item();
    for (kind, state) in [
        (1, "needs_correction"),
        (1, ""),
        (2, "accepted"),
        (2, "lost"),
        (7, "accepted"),
        (3, "accepted"),
    ] {
        let forged = forge_item(
            &padded(&write_item(&item, kind, state), 0),
            3,
            id,
            &key,
            &office,
        );
        let opened = SealedItem::parse(&forged)
            .unwrap()
            .open(id, &key, &office.public());
        assert_eq!(
            opened,
            Err(EnvelopeProblem::Malformed("state")),
            "{kind} {state}"
        );
    }
}

#[test]
fn a_kind_that_is_not_known_yet_is_kept_apart_and_changes_no_state() {
    let (item, id, key, office) = sample_item();
    for kind in [0, 10, 11, u32::MAX] {
        // A body of any shape may follow the positions that keep their meaning.
        let plain = array(&[
            &|e| number(e, kind.into()),
            &|e| number(e, item.previous),
            &|e| number(e, item.revision.into()),
            &|e| text(e, ""),
            &|e| number(e, now().millis().cast_unsigned()),
            &|e| bytes_of(e, b"?"),
        ]);
        let forged = forge_item(&padded(&plain, 0), 3, id, &key, &office);
        let opened = SealedItem::parse(&forged)
            .unwrap()
            .open(id, &key, &office.public())
            .unwrap();
        assert_eq!(
            (&opened.body, opened.event()),
            (&ItemBody::Other { kind, bill: None }, None)
        );
        assert!(opened.agrees_with(OfficeState::Received, 1));
    }
}

#[test]
fn what_a_later_writer_adds_to_an_item_is_skipped() {
    let (item, id, key, office) = sample_item();
    let plain = add_field(&write_item(&item, 2, "needs_correction"));
    let forged = forge_item(&padded(&plain, 0), 3, id, &key, &office);
    assert_eq!(
        SealedItem::parse(&forged)
            .unwrap()
            .open(id, &key, &office.public()),
        Ok(item)
    );
}

#[test]
fn the_length_of_an_item_does_not_tell_a_decision_from_a_correction() {
    let (item, id, key, office) = sample_item();
    let length = |body| {
        let item = Item {
            body,
            ..item.clone()
        };
        item.seal(id, &key.public(), &office, &mut Seeded::new(2))
            .unwrap()
            .bytes()
            .len()
    };
    let lengths = [
        length(item.body.clone()),
        length(decision(OfficeState::Accepted)),
        length(decision(OfficeState::Refused)),
        length(ItemBody::Erased),
    ];
    assert!(lengths.iter().all(|one| *one == lengths[0]), "{lengths:?}");
}

#[test]
fn an_item_agrees_with_the_clear_state_it_led_to_and_with_what_may_follow() {
    let (item, ..) = sample_item();
    let of = |body| Item {
        revision: 2,
        body,
        ..item.clone()
    };
    let correction = of(item.body.clone());
    assert_eq!(correction.event(), Some(Event::CorrectionAsked));
    for state in OfficeState::ALL {
        let follows = matches!(state, OfficeState::NeedsCorrection | OfficeState::Withdrawn);
        assert_eq!(correction.agrees_with(state, 2), follows, "{state}");
        assert!(
            correction.agrees_with(state, 3),
            "the next revision came: {state}"
        );
        assert!(!correction.agrees_with(state, 1), "{state}");
        for decided in [
            OfficeState::Accepted,
            OfficeState::Refused,
            OfficeState::Withdrawn,
        ] {
            assert_eq!(
                of(decision(decided)).agrees_with(state, 2),
                state == decided,
                "{decided} {state}"
            );
            assert!(
                !of(decision(decided)).agrees_with(state, 3),
                "nothing follows: {decided} {state}"
            );
        }
        assert!(
            !of(ItemBody::Erased).agrees_with(state, 2),
            "what was erased has no state: {state}"
        );
    }
    assert_eq!(of(ItemBody::Erased).event(), Some(Event::Erased));
    assert_eq!(
        of(decision(OfficeState::Refused)).event(),
        Some(Event::Refused)
    );
}

proptest! {
    #[test]
    fn every_item_is_opened_as_it_was_sealed(
        sequence in 1..=Item::LAST_SEQUENCE,
        previous: u64,
        revision in 1..=u32::MAX,
        at in time(),
        state in prop::sample::select(vec![OfficeState::Accepted, OfficeState::Refused, OfficeState::Withdrawn]),
        words in ".{0,200}",
        questions in btree_map(name(), ".{0,100}", 0..10),
        kind in 0..3_u8,
        seed: u64,
    ) {
        let (_, id, key, office) = sample_item();
        let words = Secret::new(words);
        let questions = questions.into_iter().map(|(question, words)| Correction { question, words: Secret::new(words) });
        let body = match kind {
            0 => ItemBody::Decision { state, words },
            1 => ItemBody::Correction { words, questions: questions.collect() },
            _ => ItemBody::Erased,
        };
        let item = Item { sequence, previous: previous % sequence, revision, at, body };
        let sealed = item.seal(id, &key.public(), &office, &mut Seeded::new(seed)).unwrap();
        let parsed = SealedItem::parse(sealed.bytes()).unwrap();
        prop_assert_eq!(parsed.open(id, &key, &office.public()), Ok(item));
    }

    #[test]
    fn no_bytes_make_opening_an_item_panic(bytes in vec(any::<u8>(), 0..300), changes in vec(change(), 1..6)) {
        let (item, id, key, office) = sample_item();
        prop_assert!(SealedItem::parse(&bytes).and_then(|item| item.open(id, &key, &office.public())).is_err());
        let changed = changes.iter().fold(write_item(&item, 2, "needs_correction"), |bytes, change| change.apply(bytes));
        for plain in [bytes.clone(), padded(&bytes, 0), padded(&changed, 0)] {
            let forged = forge_item(&plain, 3, id, &key, &office);
            if let Ok(opened) = SealedItem::parse(&forged).and_then(|item| item.open(id, &key, &office.public())) {
                let again = opened.seal(id, &key.public(), &office, &mut Seeded::new(8));
                let has_body = !matches!(opened.body, ItemBody::Other { .. });
                prop_assert_eq!(again.is_ok(), has_body);
            }
        }
    }

    #[test]
    fn a_changed_item_never_opens(changes in vec(change(), 1..4)) {
        let (item, id, key, office) = sample_item();
        let sealed = item.seal(id, &key.public(), &office, &mut Seeded::new(2)).unwrap();
        let changed = changes.iter().fold(sealed.bytes().to_vec(), |bytes, change| change.apply(bytes));
        prop_assume!(changed != sealed.bytes());
        prop_assert!(SealedItem::parse(&changed).and_then(|item| item.open(id, &key, &office.public())).is_err());
    }
}
