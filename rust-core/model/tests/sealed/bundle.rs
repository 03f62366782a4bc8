//! Rules as data, signed.

use payung_model::sealed::*;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use crate::by_hand::*;
use crate::samples::*;

#[test]
fn a_bundle_signed_by_the_current_or_the_next_key_is_taken() {
    let (bundle, held, keys) = sample_bundle();
    let next = || bundle.next_key.clone();
    for (signer, keys_after) in [
        (&keys[0], vec![keys[0].public(), next()]),
        (&keys[1], vec![next()]),
    ] {
        let bytes = bundle.sign(signer).unwrap();
        assert_eq!(
            Bundle::verify(&bytes, &held, Bundle::ENGINE),
            Ok(bundle.clone())
        );
        let (_, after) = held.receive(&bytes, Bundle::ENGINE).unwrap();
        assert_eq!(
            after,
            BundleChain {
                sequence: 8,
                keys: keys_after
            }
        );
        assert_eq!(after, held.after(&bundle, &signer.public()));
    }
}

#[test]
fn a_stranger_signs_nothing() {
    let (bundle, held, keys) = sample_bundle();
    let bytes = bundle.sign(&keys[2]).unwrap();
    assert_eq!(
        Bundle::verify(&bytes, &held, Bundle::ENGINE),
        Err(BundleProblem::Signature)
    );
    let nobody = BundleChain {
        sequence: 0,
        keys: Vec::new(),
    };
    assert_eq!(
        Bundle::verify(&bytes, &nobody, Bundle::ENGINE),
        Err(BundleProblem::Signature)
    );
}

#[test]
fn keys_rotate_and_the_old_one_signs_no_more() {
    let (mut bundle, held, keys) = sample_bundle();
    // The next key takes over and names the third one.
    bundle.next_key = keys[2].public();
    let (_, held) = held
        .receive(&bundle.sign(&keys[1]).unwrap(), Bundle::ENGINE)
        .unwrap();
    bundle.sequence += 1;
    assert_eq!(
        held.receive(&bundle.sign(&keys[0]).unwrap(), Bundle::ENGINE)
            .err(),
        Some(BundleProblem::Signature)
    );
    let (_, held) = held
        .receive(&bundle.sign(&keys[2]).unwrap(), Bundle::ENGINE)
        .unwrap();
    assert_eq!(held.keys, [keys[2].public()]);
}

#[test]
fn a_replayed_bundle_is_refused_and_a_rollback_is_a_higher_sequence() {
    let (mut bundle, held, keys) = sample_bundle();
    for offered in [1, 6, 7] {
        bundle.sequence = offered;
        let bytes = bundle.sign(&keys[0]).unwrap();
        assert_eq!(
            Bundle::verify(&bytes, &held, Bundle::ENGINE),
            Err(BundleProblem::Replayed { offered, held: 7 })
        );
    }
    bundle.sequence = u64::MAX;
    assert!(Bundle::verify(&bundle.sign(&keys[0]).unwrap(), &held, Bundle::ENGINE).is_ok());
}

#[test]
fn a_bundle_for_a_later_engine_says_so_whatever_else_it_holds() {
    let (mut bundle, held, keys) = sample_bundle();
    bundle.engine = 5;
    let too_new = BundleProblem::TooNew { needed: 5, ours: 4 };
    assert_eq!(
        Bundle::verify(&bundle.sign(&keys[0]).unwrap(), &held, 4),
        Err(too_new.clone())
    );
    assert_eq!(
        Bundle::verify(&bundle.sign(&keys[0]).unwrap(), &held, 5),
        Ok(bundle)
    );
    let unheard_of = array(&[&|e| number(e, 8), &|e| number(e, 5), &|e| {
        bytes_of(e, b"another layout");
    }]);
    assert_eq!(
        Bundle::verify(&sign_payload(&keys[0], &unheard_of), &held, 4),
        Err(too_new)
    );
    let malformed = Err(BundleProblem::Malformed("payload"));
    assert_eq!(
        Bundle::verify(&sign_payload(&keys[0], &unheard_of), &held, 5),
        malformed
    );
}

#[test]
fn signature_comes_before_sequence_and_sequence_before_engine() {
    let (mut bundle, held, keys) = sample_bundle();
    (bundle.sequence, bundle.engine) = (7, 2);
    let verify = |key: &SigningKey| Bundle::verify(&bundle.sign(key).unwrap(), &held, 1);
    assert_eq!(verify(&keys[2]), Err(BundleProblem::Signature));
    assert_eq!(
        verify(&keys[0]),
        Err(BundleProblem::Replayed {
            offered: 7,
            held: 7
        })
    );
}

#[test]
fn every_bit_of_a_bundle_matters() {
    let (bundle, held, keys) = sample_bundle();
    let bytes = bundle.sign(&keys[0]).unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(
            Bundle::verify(&changed, &held, Bundle::ENGINE).is_err(),
            "bit {bit}"
        );
    }
}

#[test]
fn a_signature_for_another_purpose_is_none() {
    let (bundle, held, keys) = sample_bundle();
    let payload = payload_of(&bundle.sign(&keys[0]).unwrap());
    assert!(Bundle::verify(&sign_payload(&keys[0], &payload), &held, Bundle::ENGINE).is_ok());
    for purpose in [b"".as_slice(), b"payung/bundle/1", b"payung/bundle/2\0"] {
        let bytes = sign_as(&keys[0], purpose, &payload);
        assert_eq!(
            Bundle::verify(&bytes, &held, Bundle::ENGINE),
            Err(BundleProblem::Signature)
        );
    }
}

#[test]
fn a_bundle_out_of_bounds_is_neither_signed_nor_taken() {
    let (bundle, held, keys) = sample_bundle();
    let refused = |change: &dyn Fn(&mut Bundle), problem: BundleProblem| {
        let mut bundle = bundle.clone();
        change(&mut bundle);
        assert_eq!(bundle.sign(&keys[0]), Err(problem));
    };
    refused(
        &|bundle| bundle.sequence = 0,
        BundleProblem::Malformed("sequence"),
    );
    refused(
        &|bundle| bundle.office_keys.clear(),
        BundleProblem::Malformed("office keys"),
    );
    refused(
        &|bundle| bundle.office_keys = vec![bundle.office_keys[0].clone(); 5],
        BundleProblem::Malformed("office keys"),
    );
    refused(
        &|bundle| drop(bundle.files.insert(String::new(), vec![])),
        BundleProblem::Malformed("files"),
    );
    refused(
        &|bundle| bundle.files = (0..101).map(|n| (n.to_string(), vec![])).collect(),
        BundleProblem::Malformed("files"),
    );
    refused(
        &|bundle| {
            drop(
                bundle
                    .files
                    .insert("big".into(), vec![0; Bundle::MOST_BYTES]),
            );
        },
        BundleProblem::TooLarge,
    );
    assert_eq!(
        Bundle::verify(&vec![0; Bundle::MOST_BYTES + 1], &held, 1),
        Err(BundleProblem::TooLarge)
    );
    assert_eq!(
        Bundle::verify(b"", &held, 1),
        Err(BundleProblem::Malformed("frame"))
    );
    let nothing = sign_payload(&keys[0], b"");
    assert_eq!(
        Bundle::verify(&nothing, &held, 1),
        Err(BundleProblem::Malformed("payload"))
    );
}

#[test]
fn a_file_named_twice_is_refused_although_it_is_signed() {
    let (bundle, held, keys) = sample_bundle();
    let payload = payload_of(&bundle.sign(&keys[0]).unwrap());
    let twice = replace(&payload, b"form.json", b"text.ftl1");
    let twice = replace(&twice, b"text.ftl0", b"text.ftl1");
    assert_ne!(twice, payload);
    let verdict = Bundle::verify(&sign_payload(&keys[0], &twice), &held, 1);
    assert_eq!(verdict, Err(BundleProblem::Malformed("payload")));
}

#[test]
fn a_reader_skips_what_a_later_writer_adds_to_a_bundle() {
    let (bundle, held, keys) = sample_bundle();
    let payload = add_field(&payload_of(&bundle.sign(&keys[0]).unwrap()));
    assert_eq!(
        Bundle::verify(&sign_payload(&keys[0], &payload), &held, 1),
        Ok(bundle)
    );
}

#[test]
fn a_bundle_that_names_no_time_for_a_newer_one_is_signed_as_offices_signed_before_there_was_one() {
    let (mut bundle, held, keys) = sample_bundle();
    let with = payload_of(&bundle.sign(&keys[0]).unwrap());
    bundle.newer_by = None;
    let without = payload_of(&bundle.sign(&keys[0]).unwrap());
    // Six fields and no more, byte for byte what is in front of the seventh.
    assert_eq!((with[0], without[0]), (0x87, 0x86));
    assert_eq!(without[1..], with[1..without.len()]);
    let signed = sign_payload(&keys[0], &without);
    assert_eq!(Bundle::verify(&signed, &held, 1), Ok(bundle));
}

#[test]
fn a_time_for_a_newer_one_that_is_no_time_is_refused_although_it_is_signed() {
    let (mut bundle, held, keys) = sample_bundle();
    bundle.newer_by = None;
    let mut payload = payload_of(&bundle.sign(&keys[0]).unwrap());
    payload[0] += 1;
    // The largest number of 64 bits with a sign: no calendar has that day.
    payload.push(0x1b);
    payload.extend_from_slice(&i64::MAX.to_be_bytes());
    assert_eq!(
        Bundle::verify(&sign_payload(&keys[0], &payload), &held, 1),
        Err(BundleProblem::Malformed("newer by"))
    );
}

proptest! {
    #[test]
    fn every_bundle_is_read_as_it_was_signed(
        sequence in 8..=u64::MAX,
        issued_at in time(),
        files in btree_map(name(), vec(any::<u8>(), 0..200), 0..10),
        newer_by in proptest::option::of(time()),
    ) {
        let (bundle, held, keys) = sample_bundle();
        let bundle = Bundle { sequence, issued_at, files, newer_by, ..bundle };
        prop_assert_eq!(Bundle::verify(&bundle.sign(&keys[0]).unwrap(), &held, Bundle::ENGINE), Ok(bundle));
    }

    #[test]
    fn a_changed_bundle_is_never_taken(changes in vec(change(), 1..4)) {
        let (bundle, held, keys) = sample_bundle();
        let bytes = bundle.sign(&keys[0]).unwrap();
        let changed = changes.iter().fold(bytes.clone(), |bytes, change| change.apply(bytes));
        prop_assume!(changed != bytes);
        prop_assert!(Bundle::verify(&changed, &held, Bundle::ENGINE).is_err());
    }

    #[test]
    fn no_signed_payload_makes_reading_panic(payload in vec(any::<u8>(), 0..300), changes in vec(change(), 1..6)) {
        let (bundle, held, keys) = sample_bundle();
        let _ = Bundle::verify(&sign_payload(&keys[0], &payload), &held, Bundle::ENGINE);
        let changed = changes.iter().fold(payload_of(&bundle.sign(&keys[0]).unwrap()), |bytes, change| change.apply(bytes));
        if let Ok(taken) = Bundle::verify(&sign_payload(&keys[0], &changed), &held, Bundle::ENGINE) {
            prop_assert_eq!(Bundle::verify(&taken.sign(&keys[0]).unwrap(), &held, Bundle::ENGINE), Ok(taken));
        }
    }
}
