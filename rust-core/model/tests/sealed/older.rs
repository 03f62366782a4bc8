//! What earlier versions wrote is still read: the bytes in `fixtures/` were made by the program of
//! then.

use payung_model::sealed::*;

use crate::by_hand::*;
use crate::samples::*;

const ENVELOPE: &[u8] = include_bytes!("fixtures/envelope-1.cbor");
const COMPLETES: &[u8] = include_bytes!("fixtures/envelope-1-completes.cbor");
const FIRST_APP: &[u8] = include_bytes!("fixtures/envelope-1-first-app.cbor");
const REPLY: &[u8] = include_bytes!("fixtures/reply-1.cbor");

#[test]
fn envelopes_of_version_1_open_as_registrations() {
    let (office, header, mut body) = sample();
    // Phones did not say then what they had found about a photo.
    body.photos[0].faults = 0;
    let keys = [office];
    let token = StatusToken::new(&mut Seeded::new(8)).unwrap();
    let completing = Registration {
        completes: Some(Completed {
            id: header.id,
            token,
        }),
        ..body.clone()
    };
    // The first app could only register, and did not say so.
    for (bytes, body) in [
        (ENVELOPE, &body),
        (COMPLETES, &completing),
        (FIRST_APP, &body),
    ] {
        let envelope = Envelope::parse(bytes).unwrap();
        assert_eq!(
            envelope.header(),
            &Header {
                key_id: keys[0].public().id(),
                ..header.clone()
            }
        );
        assert_eq!(envelope.open(&keys).as_ref(), Ok(body));
        assert_eq!(
            envelope.bytes(),
            bytes,
            "sent again as it was sealed: its digest must stay the same"
        );
    }
}

#[test]
fn a_reply_of_before_the_inbox_opens() {
    let (reply, id, key) = sample_reply();
    assert_eq!(reply::open(REPLY, id, &key), Ok(reply));
}

#[test]
fn a_header_of_version_1_has_no_kind_whatever_follows_it() {
    let (office, header, body) = sample();
    let seven = write_first_header(&Header {
        key_id: office.public().id(),
        ..header
    });
    let squeezed = deflate(&write_body(&body));
    for added in [vec![2], vec![0x61, b'x'], vec![0xf6]] {
        let aad = [&[seven[0] + 1], &seven[1..], &added].concat();
        let envelope = Envelope::parse(&forge_first(&office, &aad, &squeezed)).unwrap();
        assert_eq!(envelope.header().kind, EnvelopeKind::Registration);
        assert_eq!(
            envelope.open(std::slice::from_ref(&office)).as_ref(),
            Ok(&body)
        );
    }
}

#[test]
fn an_envelope_cannot_be_moved_from_one_version_to_the_other() {
    let (office, header, body) = sample();
    let keys = [office];
    let sealed = Envelope::seal(header, &body, &keys[0].public(), &mut Seeded::new(7)).unwrap();
    let (aad, encapsulated, ciphertext) = parts(sealed.bytes());
    let moved = Envelope::parse(&frame(1, &aad, &encapsulated, &ciphertext)).unwrap();
    assert_eq!(moved.open(&keys), Err(EnvelopeProblem::Broken));
}
