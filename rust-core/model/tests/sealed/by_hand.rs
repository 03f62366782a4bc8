//! Messages written as `docs/protocol.md` has them, without the code that is tested.

use ed25519_dalek::Signer as _;
use minicbor::bytes::ByteSlice;
use minicbor::{Decoder, Encoder};
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::reply::Reply;
use payung_model::sealed::*;

use crate::samples::Seeded;

pub type Field<'a> = &'a dyn Fn(&mut Encoder<&mut Vec<u8>>);

pub fn array(fields: &[Field<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out);
    encoder.array(fields.len() as u64).unwrap();
    for field in fields {
        field(&mut encoder);
    }
    out
}

pub fn number(encoder: &mut Encoder<&mut Vec<u8>>, number: u64) {
    encoder.u64(number).unwrap();
}

pub fn bytes_of(encoder: &mut Encoder<&mut Vec<u8>>, bytes: &[u8]) {
    encoder.bytes(bytes).unwrap();
}

pub fn text(encoder: &mut Encoder<&mut Vec<u8>>, text: &str) {
    encoder.str(text).unwrap();
}

pub fn frame(version: u32, header: &[u8], encapsulated: &[u8], ciphertext: &[u8]) -> Vec<u8> {
    let bytes = |part| -> &ByteSlice { <&ByteSlice>::from(part) };
    minicbor::to_vec((
        version,
        bytes(header),
        bytes(encapsulated),
        bytes(ciphertext),
    ))
    .unwrap()
}

pub fn parts(envelope: &[u8]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let mut decoder = Decoder::new(envelope);
    decoder.array().unwrap();
    decoder.u32().unwrap();
    let mut part = || decoder.bytes().unwrap().to_vec();
    (part(), part(), part())
}

pub fn write_header_for(office: &OfficeKey, header: &Header) -> Vec<u8> {
    write_header(&Header {
        key_id: office.public().id(),
        ..header.clone()
    })
}

pub fn write_header(header: &Header) -> Vec<u8> {
    let kind: Field<'_> = &|e| number(e, header.kind.number().into());
    header_with(header, &[kind])
}

/// As version 1 had it: without a kind.
pub fn write_first_header(header: &Header) -> Vec<u8> {
    header_with(header, &[])
}

fn header_with(header: &Header, more: &[Field<'_>]) -> Vec<u8> {
    let first: [Field<'_>; 7] = [
        &|e| bytes_of(e, header.id.bytes()),
        &|e| number(e, header.revision.into()),
        &|e| number(e, header.bundle_sequence),
        &|e| bytes_of(e, &header.key_id.0),
        &|e| bytes_of(e, &header.token_hash.0),
        &|e| bytes_of(e, &header.reply_key.to_bytes()),
        &|e| {
            e.array(header.photos.len() as u64).unwrap();
            for photo in &header.photos {
                e.array(2)
                    .unwrap()
                    .bytes(&photo.digest.0)
                    .unwrap()
                    .u32(photo.length)
                    .unwrap();
            }
        },
    ];
    array(&[&first[..], more].concat())
}

/// A body with its version.
pub fn versioned(version: u32, body: &[u8]) -> Vec<u8> {
    [&[0x82], minicbor::to_vec(version).unwrap().as_slice(), body].concat()
}

pub fn write_versioned(body: &Registration) -> Vec<u8> {
    versioned(1, &write_body(body))
}

/// Content, one byte 0x80, zeros up to a multiple of 256 bytes and at least so many.
pub fn padded(content: &[u8], least: usize) -> Vec<u8> {
    let mut padded = [content, &[0x80]].concat();
    while padded.len() < least || !padded.len().is_multiple_of(256) {
        padded.push(0);
    }
    padded
}

pub fn write_body(body: &Registration) -> Vec<u8> {
    let first: [Field<'_>; 8] = [
        &|e| text(e, &body.form),
        &|e| number(e, body.form_version.into()),
        &|e| text(e, &body.lang),
        &|e| number(e, body.sealed_at.millis().cast_unsigned()),
        &|e| {
            e.array(body.answers.len() as u64).unwrap();
            for answer in &body.answers {
                e.array(2)
                    .unwrap()
                    .str(&answer.question)
                    .unwrap()
                    .str(answer.value.reveal())
                    .unwrap();
            }
        },
        &|e| {
            e.array(body.consents.len() as u64).unwrap();
            for consent in &body.consents {
                e.array(3)
                    .unwrap()
                    .str(&consent.question)
                    .unwrap()
                    .u32(consent.version)
                    .unwrap();
                e.i64(consent.at.millis()).unwrap();
            }
        },
        &|e| {
            e.array(body.photos.len() as u64).unwrap();
            for photo in &body.photos {
                // A photo of which nothing was said has no fourth field.
                let said = photo.faults != 0;
                e.array(3 + u64::from(said)).unwrap();
                e.str(&photo.question).unwrap();
                e.bytes(&photo.digest.0).unwrap().bytes(&photo.key).unwrap();
                if said {
                    e.u32(photo.faults).unwrap();
                }
            }
        },
        &|e| text(e, &body.purpose),
    ];
    // A field that is absent is left out at the end, and null before another one.
    let completes: Field<'_> = &|e| {
        let Some(earlier) = &body.completes else {
            e.null().unwrap();
            return;
        };
        e.array(2)
            .unwrap()
            .bytes(earlier.id.bytes())
            .unwrap()
            .bytes(earlier.token.bytes())
            .unwrap();
    };
    let Some(code) = &body.referral else {
        return match body.completes {
            None => array(&first),
            Some(_) => array(&[&first[..], &[completes]].concat()),
        };
    };
    let referral: Field<'_> = &|e| text(e, code.as_str());
    array(&[&first[..], &[completes, referral]].concat())
}

/// Seals any bytes as if they were a deflated body.
pub fn forge(office: &OfficeKey, header: &[u8], squeezed: &[u8]) -> Vec<u8> {
    forge_padded(office, header, &padded(squeezed, 1024))
}

/// Seals any bytes as if they were a deflated and padded body.
pub fn forge_padded(office: &OfficeKey, header: &[u8], plain: &[u8]) -> Vec<u8> {
    let to = office.public().to_bytes();
    let sealed = suite::seal(
        &to,
        b"payung/envelope/2",
        header,
        plain,
        &mut Seeded::new(6),
    )
    .unwrap();
    frame(2, header, &sealed.encapsulated, &sealed.ciphertext)
}

/// Seals any bytes as if they were a deflated body of version 1.
pub fn forge_first(office: &OfficeKey, header: &[u8], plain: &[u8]) -> Vec<u8> {
    let to = office.public().to_bytes();
    let sealed = suite::seal(
        &to,
        b"payung/registration/1",
        header,
        plain,
        &mut Seeded::new(6),
    )
    .unwrap();
    frame(1, header, &sealed.encapsulated, &sealed.ciphertext)
}

pub fn deflate(plain: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(plain, 6)
}

/// What a later version might do: one more field at the end of an array.
pub fn add_field(message: &[u8]) -> Vec<u8> {
    assert!((0x80..0x97).contains(&message[0]), "a short array");
    [
        &[message[0] + 1],
        &message[1..],
        &array(&[&|e| text(e, "new"), &|e| number(e, 1 << 40)]),
    ]
    .concat()
}

pub fn write_reply(reply: &Reply, state: &str) -> Vec<u8> {
    array(&[
        &|e| number(e, reply.revision.into()),
        &|e| text(e, state),
        &|e| number(e, reply.at.millis().cast_unsigned()),
        &|e| text(e, reply.words.reveal()),
        &|e| {
            e.array(reply.questions.len() as u64).unwrap();
            for correction in &reply.questions {
                e.array(2)
                    .unwrap()
                    .str(&correction.question)
                    .unwrap()
                    .str(correction.words.reveal())
                    .unwrap();
            }
        },
    ])
}

/// Seals any bytes as if they were a reply.
pub fn forge_reply(plain: &[u8], id: RegistrationId, key: &ReplyKey) -> Vec<u8> {
    let to = key.public().to_bytes();
    let sealed = suite::seal(
        &to,
        b"payung/reply/1",
        id.bytes(),
        plain,
        &mut Seeded::new(6),
    )
    .unwrap();
    array(&[&|e| bytes_of(e, &sealed.encapsulated), &|e| {
        bytes_of(e, &sealed.ciphertext);
    }])
}

pub fn write_item(item: &Item, kind: u32, state: &str) -> Vec<u8> {
    let (words, questions) = match &item.body {
        ItemBody::Decision { words, .. } => (words.reveal(), Vec::new()),
        ItemBody::Correction { words, questions } => (words.reveal(), questions.clone()),
        _ => ("", Vec::new()),
    };
    array(&[
        &|e| number(e, kind.into()),
        &|e| number(e, item.previous),
        &|e| number(e, item.revision.into()),
        &|e| text(e, state),
        &|e| number(e, item.at.millis().cast_unsigned()),
        &|e| text(e, words),
        &|e| {
            e.array(questions.len() as u64).unwrap();
            for correction in &questions {
                e.array(2)
                    .unwrap()
                    .str(&correction.question)
                    .unwrap()
                    .str(correction.words.reveal())
                    .unwrap();
            }
        },
    ])
}

/// Seals any bytes as if they were a padded item: from that office, to that registration, at that
/// place.
pub fn forge_item(
    plain: &[u8],
    sequence: u64,
    id: RegistrationId,
    key: &ReplyKey,
    office: &OfficeKey,
) -> Vec<u8> {
    let key_id = office.public().id();
    let aad = array(&[
        &|e| number(e, 1),
        &|e| bytes_of(e, id.bytes()),
        &|e| bytes_of(e, &key_id.0),
        &|e| {
            number(e, sequence);
        },
    ]);
    let (from, to) = (office.to_bytes(), key.public().to_bytes());
    let sealed = suite::seal_from(
        &from,
        &to,
        b"payung/item/1",
        &aad,
        plain,
        &mut Seeded::new(6),
    )
    .unwrap();
    item_frame(
        &key_id.0,
        sequence,
        &sealed.encapsulated,
        &sealed.ciphertext,
    )
}

pub fn item_frame(key_id: &[u8], sequence: u64, encapsulated: &[u8], ciphertext: &[u8]) -> Vec<u8> {
    array(&[
        &|e| number(e, 1),
        &|e| bytes_of(e, key_id),
        &|e| number(e, sequence),
        &|e| bytes_of(e, encapsulated),
        &|e| bytes_of(e, ciphertext),
    ])
}

/// The payload of a signed bundle.
pub fn payload_of(bundle: &[u8]) -> Vec<u8> {
    let mut decoder = Decoder::new(bundle);
    assert_eq!(decoder.array().unwrap(), Some(2));
    decoder.bytes().unwrap().to_vec()
}

/// Signs any bytes as if they were a bundle's payload.
pub fn sign_payload(key: &SigningKey, payload: &[u8]) -> Vec<u8> {
    sign_as(key, b"payung/bundle/1\0", payload)
}

/// Signs for any purpose.
pub fn sign_as(key: &SigningKey, purpose: &[u8], payload: &[u8]) -> Vec<u8> {
    let key = ed25519_dalek::SigningKey::from_bytes(&key.to_bytes());
    let signature = key.sign(&[purpose, payload].concat()).to_bytes();
    array(&[&|e| bytes_of(e, payload), &|e| bytes_of(e, &signature)])
}

/// Every place of `old` becomes `new`.
pub fn replace(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for at in 0..=bytes.len() - old.len() {
        if bytes[at..].starts_with(old) {
            bytes[at..at + old.len()].copy_from_slice(new);
        }
    }
    bytes
}
