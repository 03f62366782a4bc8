//! Messages that a Python script wrote from `docs/protocol.md` and RFC 9180, without any code of
//! this project (`tests/vectors/make_sealed.py`).

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{ItemBody, SealedItem};
use payung_model::sealed::*;

use crate::samples::now;

fn bytes(name: &str) -> Vec<u8> {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../../../tests/vectors/sealed.json")).unwrap();
    let text = vectors[name].as_str().unwrap();
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

#[test]
fn an_envelope_that_somebody_else_sealed_opens() {
    let office = OfficeKey::from_bytes(&bytes("office_key")).unwrap();
    let envelope = Envelope::parse(&bytes("envelope")).unwrap();
    let header = envelope.header();
    assert_eq!(
        (header.id.bytes().as_slice(), header.kind),
        (bytes("id").as_slice(), EnvelopeKind::Registration)
    );
    let body = envelope.open(&[office]).unwrap();
    assert_eq!(
        (
            body.purpose.as_str(),
            body.sealed_at,
            body.answers[1].value.reveal()
        ),
        ("register", now(), "SITI CONTOH")
    );
    assert_eq!(body.referral, None, "as it was before there were codes");
}

#[test]
fn a_referral_code_that_somebody_else_sealed_is_read() {
    let office = OfficeKey::from_bytes(&bytes("office_key")).unwrap();
    let envelope = Envelope::parse(&bytes("envelope_referral")).unwrap();
    let body = envelope.open(&[office]).unwrap();
    assert_eq!(body.referral, ReferralCode::read("PASAR-7").ok());
    assert_eq!(body.completes, None);
}

#[test]
fn what_a_phone_found_about_its_photos_is_read_where_it_was_said() {
    use payung_model::form::PhotoFault;
    let office = OfficeKey::from_bytes(&bytes("office_key")).unwrap();
    let envelope = Envelope::parse(&bytes("envelope_photos")).unwrap();
    let body = envelope.open(&[office]).unwrap();
    let faults = body.photos.iter().map(|photo| photo.faults);
    assert_eq!(faults.collect::<Vec<_>>(), [0, 5]);
    let read = PhotoFault::of_bits(5);
    assert_eq!(read, [PhotoFault::Blurred, PhotoFault::Glare]);
    assert_eq!(PhotoFault::bits(&read), 5);
    assert_eq!(PhotoFault::of_bits(u32::MAX), PhotoFault::ALL);
    assert_eq!(PhotoFault::bits(&PhotoFault::ALL), 0b1_1111);
}

#[test]
fn items_that_somebody_else_sealed_from_the_offices_key_open() {
    let office = OfficeKey::from_bytes(&bytes("office_key"))
        .unwrap()
        .public();
    let phone = ReplyKey::from_bytes(&bytes("reply_key")).unwrap();
    let id = RegistrationId::from_bytes(&bytes("id")).unwrap();
    let open = |name| {
        SealedItem::parse(&bytes(name))
            .unwrap()
            .open(id, &phone, &office)
            .unwrap()
    };
    let (correction, decision, erased) = (open("correction"), open("decision"), open("erased"));
    assert_eq!(
        (correction.sequence, correction.previous, correction.at),
        (1, 0, now())
    );
    let ItemBody::Correction { words, questions } = correction.body else {
        panic!("not a correction")
    };
    assert_eq!(
        (words.reveal(), questions[0].question.as_str()),
        ("Ada yang perlu dibetulkan.", "ktp")
    );
    assert_eq!(
        (decision.previous, decision.state()),
        (1, Some(OfficeState::Accepted))
    );
    assert_eq!((erased.sequence, erased.body), (3, ItemBody::Erased));
}
