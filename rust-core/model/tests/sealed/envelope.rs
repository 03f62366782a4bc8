//! One registration, sealed to the office.

use minicbor::Decoder;
use payung_model::sealed::*;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::by_hand::*;
use crate::samples::*;

#[test]
fn an_envelope_opens_to_what_was_sealed() {
    let (office, header, body) = sample();
    let sealed =
        Envelope::seal(header.clone(), &body, &office.public(), &mut Seeded::new(7)).unwrap();
    let parsed = Envelope::parse(sealed.bytes()).unwrap();
    assert_eq!(parsed, sealed);
    assert_eq!(
        parsed.header(),
        &Header {
            key_id: office.public().id(),
            ..header
        }
    );
    assert_eq!(parsed.digest(), Digest::of(sealed.bytes()));
    assert_eq!(parsed.open(&[other_office(), office]).unwrap(), body);
}

#[test]
fn the_layout_is_that_of_the_protocol() {
    let (office, header, body) = sample();
    let envelope =
        Envelope::seal(header.clone(), &body, &office.public(), &mut Seeded::new(7)).unwrap();
    let mut frame = Decoder::new(envelope.bytes());
    assert_eq!((frame.array().unwrap(), frame.u32().unwrap()), (Some(4), 2));
    let aad = frame.bytes().unwrap();
    let encapsulated: [u8; 32] = frame.bytes().unwrap().try_into().unwrap();
    let ciphertext = frame.bytes().unwrap();
    assert_eq!(frame.position(), envelope.bytes().len());

    let mut fields = Decoder::new(aad);
    assert_eq!(fields.array().unwrap(), Some(8));
    assert_eq!(fields.bytes().unwrap(), header.id.bytes());
    assert_eq!((fields.u32().unwrap(), fields.u64().unwrap()), (1, 3));
    assert_eq!(fields.bytes().unwrap(), office.public().id().0);
    assert_eq!(fields.bytes().unwrap(), header.token_hash.0);
    assert_eq!(fields.bytes().unwrap(), header.reply_key.to_bytes());
    assert_eq!(
        (fields.array().unwrap(), fields.array().unwrap()),
        (Some(1), Some(2))
    );
    assert_eq!(
        (fields.bytes().unwrap(), fields.u32().unwrap()),
        (header.photos[0].digest.0.as_slice(), 316)
    );
    assert_eq!(fields.u32().unwrap(), 1, "a registration");
    assert_eq!(fields.position(), aad.len());

    let plain = suite::open(
        &office.to_bytes(),
        &encapsulated,
        b"payung/envelope/2",
        aad,
        ciphertext,
    )
    .unwrap();
    let end = plain.iter().rposition(|byte| *byte != 0).unwrap();
    assert_eq!((plain[end], plain.len()), (0x80, 1024));
    let inflated = miniz_oxide::inflate::decompress_to_vec(&plain[..end]).unwrap();
    let mut fields = Decoder::new(&inflated);
    assert_eq!(
        (fields.array().unwrap(), fields.u32().unwrap()),
        (Some(2), 1)
    );
    assert_eq!(fields.array().unwrap(), Some(8));
    assert_eq!(
        (
            fields.str().unwrap(),
            fields.u32().unwrap(),
            fields.str().unwrap()
        ),
        ("bpu", 1, "id")
    );
    assert_eq!(fields.i64().unwrap(), now().millis());
    assert_eq!(
        (fields.array().unwrap(), fields.array().unwrap()),
        (Some(3), Some(2))
    );
    assert_eq!(
        (fields.str().unwrap(), fields.str().unwrap()),
        ("nik", "3201015501900001")
    );
}

#[test]
fn a_reader_skips_what_a_later_writer_adds_to_header_and_body() {
    let (office, header, mut body) = sample();
    // With every field there is, so that the added one is none of them.
    let token = StatusToken::new(&mut Seeded::new(8)).unwrap();
    body.completes = Some(Completed {
        id: header.id,
        token,
    });
    body.referral = Some(ReferralCode::read("PASAR-7").unwrap());
    let aad = add_field(&write_header_for(&office, &header));
    let body_added = add_field(&versioned(1, &add_field(&write_body(&body))));
    let envelope = Envelope::parse(&forge(&office, &aad, &deflate(&body_added))).unwrap();
    assert_eq!(
        envelope.header(),
        &Header {
            key_id: office.public().id(),
            ..header
        }
    );
    assert_eq!(envelope.open(&[office]).unwrap(), body);
}

#[test]
fn every_bit_of_an_envelope_matters() {
    let (office, header, body) = sample();
    let keys = [office];
    let envelope = Envelope::seal(header, &body, &keys[0].public(), &mut Seeded::new(7)).unwrap();
    for bit in 0..envelope.bytes().len() * 8 {
        let mut bytes = envelope.bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(
            Envelope::parse(&bytes)
                .and_then(|changed| changed.open(&keys))
                .is_err(),
            "bit {bit}"
        );
    }
}

#[test]
fn another_header_of_good_form_breaks_the_seal() {
    let (office, header, body) = sample();
    let keys = [office];
    let sealed = Envelope::seal(
        header.clone(),
        &body,
        &keys[0].public(),
        &mut Seeded::new(7),
    )
    .unwrap();
    let (_, encapsulated, ciphertext) = parts(sealed.bytes());
    let mut others = vec![header.clone(); 6];
    others[0].revision = 2;
    others[1].bundle_sequence = 4;
    others[2].photos[0].length += 1;
    others[3].photos.clear();
    others[4].token_hash = Digest([9; 32]);
    others[5].reply_key = ReplyKey::new(&mut Seeded::new(99)).unwrap().public();
    for other in others {
        let aad = write_header_for(&keys[0], &other);
        let changed = Envelope::parse(&frame(2, &aad, &encapsulated, &ciphertext)).unwrap();
        assert_ne!(changed.header(), sealed.header());
        assert_eq!(changed.open(&keys), Err(EnvelopeProblem::Broken));
    }
}

#[test]
fn a_key_that_is_not_here_is_named() {
    let (office, header, body) = sample();
    let envelope = Envelope::seal(header, &body, &office.public(), &mut Seeded::new(7)).unwrap();
    let unknown = EnvelopeProblem::UnknownKey(office.public().id());
    assert_eq!(envelope.open(&[]), Err(unknown.clone()));
    assert_eq!(envelope.open(&[other_office()]), Err(unknown.clone()));
    assert!(
        unknown
            .to_string()
            .contains(&office.public().id().to_string())
    );
}

#[test]
fn two_sealings_of_one_registration_have_nothing_in_common_but_the_header() {
    let (office, header, body) = sample();
    let seal = |seed| {
        Envelope::seal(
            header.clone(),
            &body,
            &office.public(),
            &mut Seeded::new(seed),
        )
        .unwrap()
    };
    let ((one_header, one_key, one), (two_header, two_key, two)) =
        (parts(seal(1).bytes()), parts(seal(2).bytes()));
    assert_eq!(one_header, two_header);
    assert_ne!(one_key, two_key);
    assert!(one.iter().zip(&two).filter(|(a, b)| a == b).count() < one.len() / 8);
}

#[test]
fn without_randomness_nothing_is_sealed() {
    let (office, header, body) = sample();
    let sealed = Envelope::seal(header, &body, &office.public(), &mut Dry);
    assert_eq!(sealed, Err(EnvelopeProblem::NoRandomness(NoRandomness)));
}

#[test]
fn a_header_out_of_bounds_is_neither_sealed_nor_read() {
    let (office, header, body) = sample();
    let photo = |n: u8, length| PhotoHeader {
        digest: Digest([n; 32]),
        length,
    };
    let refused = |change: &dyn Fn(&mut Header), place| {
        let mut header = header.clone();
        change(&mut header);
        let sealed = Envelope::seal(header.clone(), &body, &office.public(), &mut Seeded::new(7));
        assert_eq!(sealed, Err(EnvelopeProblem::Malformed(place)));
        let aad = write_header(&header);
        assert_eq!(
            Envelope::parse(&frame(2, &aad, &[9; 32], &[0; 50])),
            Err(EnvelopeProblem::Malformed(place))
        );
    };
    refused(&|header| header.revision = 0, "revision");
    refused(
        &|header| header.photos = (0..9).map(|n| photo(n, 100)).collect(),
        "too many photos",
    );
    refused(
        &|header| header.photos = vec![photo(1, 100), photo(2, 100), photo(1, 99)],
        "photo named twice",
    );
    refused(&|header| header.photos = vec![photo(1, 0)], "photo length");
    refused(
        &|header| header.photos = vec![photo(1, PhotoHeader::MOST_BYTES + 1)],
        "photo length",
    );
    let mut most = header.clone();
    most.photos = (0..8).map(|n| photo(n, PhotoHeader::MOST_BYTES)).collect();
    assert!(Envelope::parse(&frame(2, &write_header(&most), &[9; 32], &[0; 50])).is_ok());
}

#[test]
fn what_the_header_may_not_hold_is_refused_with_its_place() {
    let (_, header, _) = sample();
    let good = write_header(&header);
    let id_at = good
        .windows(16)
        .position(|window| window == header.id.bytes())
        .unwrap();
    let key_at = good
        .windows(32)
        .position(|window| window == header.reply_key.to_bytes())
        .unwrap();
    let parse = |aad: &[u8]| Envelope::parse(&frame(2, aad, &[9; 32], &[0; 50]));
    assert!(parse(&good).is_ok());
    let mut version_4 = good.clone();
    version_4[id_at + 6] = 0x40;
    assert_eq!(parse(&version_4), Err(EnvelopeProblem::Malformed("id")));
    let mut low_order = good.clone();
    low_order[key_at..key_at + 32].fill(0);
    assert_eq!(
        parse(&low_order),
        Err(EnvelopeProblem::Malformed("reply key"))
    );
    assert_eq!(
        parse(&[good.as_slice(), &[0]].concat()),
        Err(EnvelopeProblem::Malformed("header"))
    );
    assert_eq!(
        parse(&good[..good.len() - 1]),
        Err(EnvelopeProblem::Malformed("header"))
    );
}

#[test]
fn a_frame_has_one_form_and_nothing_follows_it() {
    let (_, header, _) = sample();
    let aad = write_header(&header);
    let good = frame(2, &aad, &[9; 32], &[0; 50]);
    assert!(Envelope::parse(&good).is_ok());
    let malformed = Err(EnvelopeProblem::Malformed("frame"));
    assert_eq!(
        Envelope::parse(&[good.as_slice(), &[0]].concat()),
        malformed
    );
    assert_eq!(Envelope::parse(&good[..good.len() - 1]), malformed);
    // The version as a longer number than it needs.
    assert_eq!(
        Envelope::parse(&[&[good[0], 0x18], &good[1..]].concat()),
        malformed
    );
    // A fifth field, which no seal would vouch for.
    assert_eq!(
        Envelope::parse(&[&[0x85], &good[1..], &[0]].concat()),
        malformed
    );
    assert_eq!(Envelope::parse(&[]), malformed);
    for length in [0, 31, 33] {
        let short = frame(2, &aad, &vec![9; length], &[0; 50]);
        assert_eq!(
            Envelope::parse(&short),
            Err(EnvelopeProblem::Malformed("encapsulated key"))
        );
    }
}

#[test]
fn another_version_is_told_from_nonsense() {
    for version in [0, 3, 7, u32::MAX] {
        assert_eq!(
            Envelope::parse(&frame(version, b"?", b"?", b"?")),
            Err(EnvelopeProblem::Version(version))
        );
        let other_shape = array(&[&|e| number(e, version.into())]);
        assert_eq!(
            Envelope::parse(&other_shape),
            Err(EnvelopeProblem::Version(version))
        );
    }
}

#[test]
fn nothing_personal_is_in_the_bytes_or_in_debug() {
    let (office, header, body) = sample();
    let envelope = Envelope::seal(header, &body, &office.public(), &mut Seeded::new(7)).unwrap();
    let debug = format!("{envelope:?} {:?}", envelope.open(&[office]).unwrap());
    for word in ["SITI", "3201015501900001", "1100000"] {
        assert!(
            !envelope
                .bytes()
                .windows(word.len())
                .any(|window| window == word.as_bytes())
        );
        assert!(!debug.contains(word));
    }
    let key = format!("{:?}", body.photos[0].key);
    assert!(!debug.contains(&key) && !format!("{body:?}").contains(&key));
}

proptest! {
    #[test]
    fn every_registration_is_opened_as_it_was_sealed(header in header(), body in registration(), seed: u64) {
        let (office, ..) = sample();
        let sealed = Envelope::seal(header.clone(), &body, &office.public(), &mut Seeded::new(seed)).unwrap();
        let parsed = Envelope::parse(sealed.bytes()).unwrap();
        prop_assert_eq!(parsed.header(), &Header { key_id: office.public().id(), ..header });
        prop_assert_eq!(parsed.open(&[office]).unwrap(), body);
    }

    #[test]
    fn no_bytes_make_parsing_panic(bytes in vec(any::<u8>(), 0..2000)) {
        prop_assert!(Envelope::parse(&bytes).is_err());
    }

    #[test]
    fn no_header_makes_parsing_panic(aad in vec(any::<u8>(), 0..300), ciphertext in vec(any::<u8>(), 0..100)) {
        let _ = Envelope::parse(&frame(2, &aad, &[9; 32], &ciphertext));
    }

    #[test]
    fn a_changed_envelope_never_opens(changes in vec(change(), 1..4), seed: u64) {
        let (office, header, body) = sample();
        let sealed = Envelope::seal(header, &body, &office.public(), &mut Seeded::new(seed)).unwrap();
        let changed = changes.iter().fold(sealed.bytes().to_vec(), |bytes, change| change.apply(bytes));
        prop_assume!(changed != sealed.bytes());
        prop_assert!(Envelope::parse(&changed).and_then(|envelope| envelope.open(&[office])).is_err());
    }

    #[test]
    fn a_changed_body_in_a_good_seal_never_panics_and_keeps_the_bounds(changes in vec(change(), 1..6)) {
        let (office, header, body) = sample();
        let plain = write_versioned(&body);
        let changed = changes.iter().fold(plain, |bytes, change| change.apply(bytes));
        let bytes = forge(&office, &write_header_for(&office, &header), &deflate(&changed));
        if let Ok(opened) = Envelope::parse(&bytes).unwrap().open(std::slice::from_ref(&office)) {
            let again = Envelope::seal(header, &opened, &office.public(), &mut Seeded::new(8)).unwrap();
            prop_assert_eq!(again.open(&[office]).unwrap(), opened);
        }
    }

    #[test]
    fn a_changed_header_is_refused_or_read_as_it_stands(changes in vec(change(), 1..6)) {
        let (_, header, _) = sample();
        let changed = changes.iter().fold(write_header(&header), |bytes, change| change.apply(bytes));
        if let Ok(envelope) = Envelope::parse(&frame(2, &changed, &[9; 32], &[0; 50])) {
            let again = write_header(envelope.header());
            let reread = Envelope::parse(&frame(2, &again, &[9; 32], &[0; 50])).unwrap();
            prop_assert_eq!(reread.header(), envelope.header());
        }
    }
}
