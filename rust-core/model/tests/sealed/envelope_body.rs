//! The body of an envelope: its bounds, its padding, its versions and kinds.

use payung_model::sealed::*;

use crate::by_hand::*;
use crate::samples::*;

#[test]
fn a_larger_envelope_is_not_even_looked_at() {
    let (_, header, _) = sample();
    let aad = write_header(&header);
    let rest = Envelope::MOST_BYTES - frame(2, &aad, &[9; 32], &[0; 300]).len() + 300;
    let largest = frame(2, &aad, &[9; 32], &vec![0; rest]);
    assert_eq!(largest.len(), Envelope::MOST_BYTES);
    assert!(Envelope::parse(&largest).is_ok());
    let larger = frame(2, &aad, &[9; 32], &vec![0; rest + 1]);
    assert_eq!(Envelope::parse(&larger), Err(EnvelopeProblem::TooLarge));
}

#[test]
fn a_body_that_inflates_without_end_is_refused() {
    let (office, header, _) = sample();
    let aad = write_header_for(&office, &header);
    let bomb = deflate(&vec![0; 50_000_000]);
    let bytes = forge(&office, &aad, &bomb);
    assert!(
        bytes.len() < Envelope::MOST_BYTES,
        "small on the wire: {}",
        bytes.len()
    );
    assert_eq!(
        Envelope::parse(&bytes).unwrap().open(&[office]),
        Err(EnvelopeProblem::TooLarge)
    );
}

#[test]
fn a_body_that_is_nonsense_inside_a_good_seal_is_refused() {
    let (office, header, body) = sample();
    let aad = write_header_for(&office, &header);
    let keys = [office];
    let open = |plain: &[u8]| {
        Envelope::parse(&forge(&keys[0], &aad, plain))
            .unwrap()
            .open(&keys)
    };
    assert_eq!(
        open(b"not deflated"),
        Err(EnvelopeProblem::Malformed("deflated body"))
    );
    assert_eq!(open(b""), Err(EnvelopeProblem::Malformed("deflated body")));
    assert_eq!(
        open(&deflate(b"not CBOR")),
        Err(EnvelopeProblem::Malformed("body"))
    );
    let followed = [write_versioned(&body).as_slice(), &[0]].concat();
    assert_eq!(
        open(&deflate(&followed)),
        Err(EnvelopeProblem::Malformed("body"))
    );
}

#[test]
fn a_body_of_another_version_or_with_another_padding_is_refused() {
    let (office, header, body) = sample();
    let aad = write_header_for(&office, &header);
    let keys = [office];
    let open = |bytes: Vec<u8>| Envelope::parse(&bytes).unwrap().open(&keys);
    for version in [0, 2, u32::MAX] {
        let later = forge(
            &keys[0],
            &aad,
            &deflate(&versioned(version, &write_body(&body))),
        );
        assert_eq!(open(later), Err(EnvelopeProblem::BodyVersion(version)));
        let other_shape = forge(
            &keys[0],
            &aad,
            &deflate(&versioned(version, &array(&[&|e| text(e, "?")]))),
        );
        assert_eq!(
            open(other_shape),
            Err(EnvelopeProblem::BodyVersion(version))
        );
    }
    let squeezed = deflate(&write_versioned(&body));
    for wrong in [
        squeezed.clone(),
        padded(&squeezed, 0),
        padded(&squeezed, 1280),
        vec![0; 1024],
    ] {
        assert_eq!(
            open(forge_padded(&keys[0], &aad, &wrong)),
            Err(EnvelopeProblem::Malformed("padding"))
        );
    }
    assert_eq!(
        open(forge_padded(&keys[0], &aad, &padded(&squeezed, 1024))),
        Ok(body)
    );
}

#[test]
fn a_kind_that_is_not_known_is_named_and_never_read_as_a_registration() {
    let (office, header, body) = sample();
    let keys = [office];
    for number in [0, 2, 3, 4, 5, u32::MAX] {
        let header = Header {
            kind: EnvelopeKind::from_number(number),
            ..header.clone()
        };
        let aad = write_header_for(&keys[0], &header);
        let envelope =
            Envelope::parse(&forge(&keys[0], &aad, &deflate(&write_versioned(&body)))).unwrap();
        assert_eq!(envelope.header().kind.number(), number);
        assert_eq!(envelope.open(&keys), Err(EnvelopeProblem::Kind(number)));
    }
    let without = frame(2, &write_first_header(&header), &[9; 32], &[0; 50]);
    assert_eq!(
        Envelope::parse(&without),
        Err(EnvelopeProblem::Malformed("kind"))
    );
}

#[test]
fn the_length_of_an_envelope_says_only_how_many_steps_it_has() {
    let (office, header, body) = sample();
    let length = |answers: Vec<Answer>, purpose: &str| {
        let body = Registration {
            answers,
            purpose: purpose.to_owned(),
            ..body.clone()
        };
        let sealed =
            Envelope::seal(header.clone(), &body, &office.public(), &mut Seeded::new(7)).unwrap();
        parts(sealed.bytes()).2.len() - suite::TAG_BYTES
    };
    let resume = length(vec![answer("nik", "3201015501900001")], "resume");
    let register = length(
        (0..30)
            .map(|n| answer(&format!("q{n}"), "SITI CONTOH"))
            .collect(),
        "register",
    );
    assert_eq!(
        (resume, register),
        (Envelope::LEAST_BODY, Envelope::LEAST_BODY)
    );
    let mut random = Seeded::new(5);
    for count in 0..40 {
        let noise = (0..count).map(|n| {
            answer(
                &format!("q{n}"),
                &StatusToken::new(&mut random).unwrap().to_string(),
            )
        });
        assert_eq!(length(noise.collect(), "register") % Envelope::STEP, 0);
    }
}

#[test]
fn a_body_out_of_bounds_is_neither_sealed_nor_opened() {
    let (office, header, body) = sample();
    let keys = [office];
    let refused = |change: &dyn Fn(&mut Registration), place| {
        let mut body = body.clone();
        change(&mut body);
        let malformed = EnvelopeProblem::Malformed(place);
        let sealed = Envelope::seal(
            header.clone(),
            &body,
            &keys[0].public(),
            &mut Seeded::new(7),
        );
        assert_eq!(sealed, Err(malformed.clone()));
        let bytes = forge(
            &keys[0],
            &write_header_for(&keys[0], &header),
            &deflate(&write_versioned(&body)),
        );
        assert_eq!(Envelope::parse(&bytes).unwrap().open(&keys), Err(malformed));
    };
    let answers = |count: usize| {
        (0..count)
            .map(|n| answer(&format!("q{n}"), "x"))
            .collect::<Vec<_>>()
    };
    let long = "x".repeat(Registration::MOST_VALUE + 1);
    refused(&|body| body.form.clear(), "form");
    refused(&|body| body.form = "f".repeat(101), "form");
    refused(&|body| body.lang = "l".repeat(101), "lang");
    refused(&|body| body.answers = answers(201), "answers");
    refused(
        &|body| body.answers = vec![answer("q", &long)],
        "answer's value",
    );
    refused(
        &|body| body.answers = vec![answer("q", "1"), answer("q", "2")],
        "answer's question",
    );
    refused(
        &|body| body.answers = vec![answer("", "1")],
        "answer's question",
    );
    refused(
        &|body| body.consents = vec![body.consents[0].clone(); 51],
        "consents",
    );
    refused(
        &|body| body.consents = vec![body.consents[0].clone(); 2],
        "consent's question",
    );
    refused(
        &|body| body.photos = vec![body.photos[0].clone(); 9],
        "photo keys",
    );
    refused(
        &|body| body.photos = vec![body.photos[0].clone(); 2],
        "photo key's question",
    );

    let mut most = body.clone();
    most.answers = answers(199);
    most.answers.push(answer("long", &long[1..]));
    let sealed = Envelope::seal(header, &most, &keys[0].public(), &mut Seeded::new(7)).unwrap();
    assert_eq!(sealed.open(&keys).unwrap(), most);
}

#[test]
fn a_registration_too_large_to_send_is_said_when_it_is_sealed() {
    let (office, header, mut body) = sample();
    let seal = |body: &Registration| {
        Envelope::seal(header.clone(), body, &office.public(), &mut Seeded::new(7))
    };
    // Shrinks well, but would be too much when inflated.
    body.answers = (0..20)
        .map(|n| answer(&format!("q{n}"), &"x".repeat(Registration::MOST_VALUE)))
        .collect();
    assert_eq!(seal(&body), Err(EnvelopeProblem::TooLarge));
    // Little enough, but does not shrink.
    let mut random = Seeded::new(5);
    let mut noise = || StatusToken::new(&mut random).unwrap().to_string();
    body.answers = (0..8)
        .map(|n| {
            answer(
                &format!("q{n}"),
                &(0..300).map(|_| noise()).collect::<String>(),
            )
        })
        .collect();
    assert_eq!(seal(&body), Err(EnvelopeProblem::TooLarge));
}
