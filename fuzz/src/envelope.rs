//! Envelopes: read bytes are kept as they came, only the key they were sealed to opens them, and
//! what is opened can be sealed and opened again.

use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use payung_model::form::Form;
use payung_model::sealed::{
    Answer, Consent, Digest, Envelope, EnvelopeKind, EnvelopeProblem, Header, OfficeKey,
    PhotoHeader, PhotoKey, ReferralCode, Registration,
};
use payung_model::secret::Secret;
use payung_model::units::Timestamp;

use crate::{samples, text, wire};

static OFFICE: LazyLock<OfficeKey> = LazyLock::new(samples::office);

/// An envelope, its body in clear, its deflated body, and programs that make others.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut random = samples::Seeded::new(11);
    let mut seeds = Vec::new();
    for size in [0, 200, 900] {
        let program = random.bytes(size);
        let Ok(body) = body(&mut Unstructured::new(&program)) else {
            continue;
        };
        let Ok(envelope) = Envelope::seal(samples::header(), &body, &OFFICE.public(), &mut random)
        else {
            continue;
        };
        seeds.push([&[0], envelope.bytes()].concat());
        seeds.push([&[3], program.as_slice()].concat());
    }
    let plain = sample_body();
    seeds.push([&[1], plain.as_slice()].concat());
    seeds.push([&[2], wire::deflate(&plain).as_slice()].concat());
    seeds.push([&[4], plain.as_slice()].concat());
    seeds.push(
        [
            &[5],
            wire::pad(&wire::deflate(&versioned(&plain)), 1024).as_slice(),
        ]
        .concat(),
    );
    seeds.extend((0..20).map(|number| [&[3], random.bytes(60 + number * 20).as_slice()].concat()));
    seeds
}

/// First byte: bytes as they came · the body of version 1, deflated and sealed · the same deflated,
/// sealed · a program that makes a registration · a registration's fields, versioned, deflated,
/// padded and sealed · a padded body, sealed.
pub fn check(data: &[u8]) {
    let Some((mode, rest)) = data.split_first() else {
        return;
    };
    match mode % 6 {
        0 => arrived(rest),
        1 => opened(&wire::seal_first(&OFFICE, &header(), &wire::deflate(rest))),
        2 => opened(&wire::seal_first(&OFFICE, &header(), rest)),
        3 => {
            let _ = sealed(&mut Unstructured::new(rest));
        }
        4 => opened(&wire::seal(
            &OFFICE,
            &header(),
            &wire::pad(&wire::deflate(&versioned(rest)), 1024),
        )),
        _ => opened(&wire::seal(&OFFICE, &header(), rest)),
    }
}

/// A body of version 1 around a registration's fields.
fn versioned(fields: &[u8]) -> Vec<u8> {
    [&[0x82, 0x01], fields].concat()
}

/// Bytes as a stranger sends them.
fn arrived(bytes: &[u8]) {
    let Ok(envelope) = Envelope::parse(bytes) else {
        return;
    };
    assert_eq!(envelope.bytes(), bytes, "kept as it came");
    assert_eq!(envelope.digest(), Digest::of(bytes));
    let header = envelope.header();
    assert!(header.revision > 0 && header.photos.len() <= Header::MOST_PHOTOS);
    assert!(
        header
            .photos
            .iter()
            .all(|photo| (1..=PhotoHeader::MOST_BYTES).contains(&photo.length))
    );
    if header.kind == EnvelopeKind::Registration {
        assert_eq!(
            envelope.open(&[]).err(),
            Some(EnvelopeProblem::UnknownKey(header.key_id))
        );
    }
    let kind = envelope.header().kind;
    match envelope.open(std::slice::from_ref(&OFFICE)) {
        Ok(_) => {
            assert_eq!(kind, EnvelopeKind::Registration);
            opened(bytes);
        }
        Err(EnvelopeProblem::Kind(number)) => {
            assert!(kind != EnvelopeKind::Registration && kind.number() == number)
        }
        Err(_) => {}
    }
}

/// Sealed to us by somebody who writes what they like.
fn opened(bytes: &[u8]) {
    if bytes.len() > Envelope::MOST_BYTES {
        return assert_eq!(
            Envelope::parse(bytes).err(),
            Some(EnvelopeProblem::TooLarge)
        );
    }
    let envelope = Envelope::parse(bytes).expect("a frame and a header that are right");
    match envelope.open(std::slice::from_ref(&OFFICE)) {
        Ok(body) => {
            let random = &mut samples::Seeded::new(12);
            let again = Envelope::seal(envelope.header().clone(), &body, &OFFICE.public(), random);
            // Deflated by us it may be larger than by them.
            let Ok(again) = again else {
                return assert_eq!(again.err(), Some(EnvelopeProblem::TooLarge));
            };
            assert_eq!(again.header(), envelope.header());
            assert!(again.bytes().len() < Envelope::MOST_BYTES);
            assert_eq!(again.open(std::slice::from_ref(&OFFICE)), Ok(body));
        }
        Err(
            EnvelopeProblem::Malformed(_)
            | EnvelopeProblem::TooLarge
            | EnvelopeProblem::BodyVersion(_),
        ) => {}
        Err(problem) => panic!("it was sealed to this key: {problem}"),
    }
}

/// Made here: it opens with its key only, and not when a bit of it was changed.
fn sealed(u: &mut Unstructured<'_>) -> Result<()> {
    let flip: u16 = u.arbitrary()?;
    let header = Header {
        revision: u.int_in_range(0..=9)?,
        bundle_sequence: u.arbitrary()?,
        ..samples::header()
    };
    let body = body(u)?;
    let mut random = samples::Seeded::new(13);
    let envelope = match Envelope::seal(header, &body, &OFFICE.public(), &mut random) {
        Ok(envelope) => envelope,
        Err(problem) => {
            assert!(
                matches!(
                    problem,
                    EnvelopeProblem::Malformed(_) | EnvelopeProblem::TooLarge
                ),
                "{problem}"
            );
            return Ok(());
        }
    };
    assert_eq!(Envelope::parse(envelope.bytes()).as_ref(), Ok(&envelope));
    assert_eq!(envelope.open(std::slice::from_ref(&OFFICE)), Ok(body));
    let stranger = OfficeKey::new(&mut random).expect("a key");
    assert!(matches!(
        envelope.open(&[stranger]),
        Err(EnvelopeProblem::UnknownKey(_))
    ));
    let mut bytes = envelope.bytes().to_vec();
    let at = usize::from(flip) % bytes.len();
    bytes[at] ^= 1 << (flip >> 13);
    let changed =
        Envelope::parse(&bytes).and_then(|envelope| envelope.open(std::slice::from_ref(&OFFICE)));
    assert!(
        changed.is_err(),
        "byte {at} was changed, and nobody noticed"
    );
    Ok(())
}

/// Any body within the wire's types; some beyond its bounds.
fn body(u: &mut Unstructured<'_>) -> Result<Registration> {
    let id = |u: &mut Unstructured<'_>| Ok(text(u.arbitrary()?).into_owned());
    let time = |u: &mut Unstructured<'_>| {
        Ok(Timestamp::from_millis(u.int_in_range(0..=32_000_000_000_000)?).unwrap_or_default())
    };
    let mut body = Registration {
        form: "bpu".to_owned(),
        form_version: u.arbitrary()?,
        lang: "id".to_owned(),
        purpose: Form::REGISTER.to_owned(),
        sealed_at: time(u)?,
        answers: Vec::new(),
        consents: Vec::new(),
        photos: Vec::new(),
        completes: None,
        referral: None,
    };
    while !u.is_empty() {
        match u.int_in_range(0..=5)? {
            0 => body.consents.push(Consent {
                question: id(u)?,
                version: u.arbitrary()?,
                at: time(u)?,
            }),
            1 => body.photos.push(PhotoKey {
                question: id(u)?,
                digest: Digest(u.arbitrary()?),
                key: u.arbitrary()?,
                faults: u.arbitrary()?,
            }),
            2 if u.arbitrary()? => body.purpose = id(u)?,
            2 if u.arbitrary()? => body.referral = ReferralCode::read(&id(u)?).ok(),
            2 => body.form = id(u)?,
            3 => {
                let many = u.int_in_range(1..=210_u32)?;
                let answer = |n| Answer {
                    question: format!("q{n}"),
                    value: Secret::new("CONTOH"),
                };
                body.answers.extend((0..many).map(answer));
            }
            _ => body.answers.push(Answer {
                question: id(u)?,
                value: Secret::new(id(u)?),
            }),
        }
    }
    Ok(body)
}

/// The header's bytes, as an envelope of ours has them.
fn header() -> Vec<u8> {
    static HEADER: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let random = &mut samples::Seeded::new(14);
        let envelope =
            Envelope::seal(samples::header(), &empty(), &OFFICE.public(), random).expect("sealed");
        let mut decoder = minicbor::Decoder::new(envelope.bytes());
        decoder.array().expect("a frame");
        decoder.u32().expect("a version");
        decoder.bytes().expect("a header").to_vec()
    });
    HEADER.clone()
}

fn empty() -> Registration {
    Registration {
        form: "bpu".to_owned(),
        form_version: 1,
        lang: "id".to_owned(),
        purpose: Form::REGISTER.to_owned(),
        sealed_at: samples::now(),
        answers: Vec::new(),
        consents: Vec::new(),
        photos: Vec::new(),
        completes: None,
        referral: None,
    }
}

/// A body in CBOR, as `docs/protocol.md` has it.
fn sample_body() -> Vec<u8> {
    let mut out = Vec::new();
    let mut e = minicbor::Encoder::new(&mut out);
    let mut write =
        || -> std::result::Result<(), minicbor::encode::Error<std::convert::Infallible>> {
            e.array(7)?
                .str("bpu")?
                .u32(1)?
                .str("id")?
                .i64(samples::now().millis())?;
            e.array(2)?
                .array(2)?
                .str("name")?
                .str("SITI CONTOH")?
                .array(2)?
                .str("income")?
                .str("1100000")?;
            e.array(1)?
                .array(3)?
                .str("consent")?
                .u32(2)?
                .i64(samples::now().millis())?;
            e.array(1)?
                .array(3)?
                .str("ktp")?
                .bytes(&[7; 32])?
                .bytes(&[9; 32])?;
            Ok(())
        };
    write().expect("a vector takes every byte");
    out
}
