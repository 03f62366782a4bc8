//! The referral code in a sealed body: the code is read back, what is none costs nobody a
//! registration, and the clear part of the message does not show that there is one.

use payung_model::sealed::*;

use crate::by_hand::*;
use crate::samples::*;

fn with_code(code: &str) -> (OfficeKey, Header, Registration) {
    let (office, header, body) = sample();
    let referral = Some(ReferralCode::read(code).unwrap());
    (office, header, Registration { referral, ..body })
}

#[test]
fn a_code_travels_in_the_body_and_nothing_outside_it_differs() {
    let (office, header, body) = with_code("PASAR-7");
    let without = Registration {
        referral: None,
        ..body.clone()
    };
    let seal = |body: &Registration| {
        Envelope::seal(header.clone(), body, &office.public(), &mut Seeded::new(7)).unwrap()
    };
    let (sealed, plain) = (seal(&body), seal(&without));
    assert_eq!(sealed.bytes().len(), plain.bytes().len());
    assert_eq!(sealed.header(), plain.header());
    assert!(!sealed.bytes().windows(6).any(|bytes| bytes == b"PASAR7"));
    assert_eq!(sealed.open(&[office]), Ok(body));
}

#[test]
fn the_longest_code_adds_at_most_one_step_and_mostly_none() {
    let (office, header, body) = with_code("W7KXH2MZQ9TB");
    let mut random = Seeded::new(5);
    let mut longer = 0;
    for count in 0..64 {
        let answers: Vec<Answer> = (0..count)
            .map(|n| {
                let noise = StatusToken::new(&mut random).unwrap().to_string();
                answer(&format!("q{n}"), &noise)
            })
            .collect();
        let length = |referral: Option<ReferralCode>| {
            let body = Registration {
                answers: answers.clone(),
                referral,
                ..body.clone()
            };
            let sealed =
                Envelope::seal(header.clone(), &body, &office.public(), &mut Seeded::new(7));
            sealed.unwrap().bytes().len()
        };
        let (with, without) = (length(body.referral.clone()), length(None));
        assert!(
            with == without || with == without + Envelope::STEP,
            "{count}"
        );
        longer += usize::from(with > without);
    }
    assert!(
        longer < 16,
        "{longer} of 64 lengths tell that there is a code"
    );
}

#[test]
fn what_is_no_code_is_left_out_and_the_registration_opens() {
    let (office, header, body) = with_code("PASAR-7");
    let aad = write_header(&Header {
        key_id: office.public().id(),
        ..header
    });
    let bytes = write_versioned(&body);
    let at = bytes.windows(6).position(|it| it == b"PASAR7").unwrap();
    for wrong in ["PASAR0", "pasar7", "PAS AR", "P-SAR7", "PASAR\u{1}"] {
        let mut changed = bytes.clone();
        changed[at..at + 6].copy_from_slice(wrong.as_bytes());
        let envelope = Envelope::parse(&forge(&office, &aad, &deflate(&changed))).unwrap();
        let opened = envelope.open(std::slice::from_ref(&office)).unwrap();
        let without = Registration {
            referral: None,
            ..body.clone()
        };
        assert_eq!(opened, without, "{wrong}");
    }
}

#[test]
fn referral_codes_are_read_as_the_vectors_say() {
    let vectors: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../../../tests/vectors/referral.json")).unwrap();
    assert!(vectors.len() > 300);
    for case in vectors {
        let text = case["text"].as_str().unwrap();
        let read = match ReferralCode::find(text, Some("payung.example")) {
            Ok(code) => serde_json::json!({"text": text, "code": code.as_str()}),
            Err(ReferralProblem::Length(at)) => {
                serde_json::json!({"text": text, "problem": "length", "at": at})
            }
            Err(ReferralProblem::Sign(at)) => {
                serde_json::json!({"text": text, "problem": "sign", "at": at})
            }
            Err(ReferralProblem::NotOurs) => {
                serde_json::json!({"text": text, "problem": "not_ours"})
            }
            Err(ReferralProblem::Link) => serde_json::json!({"text": text, "problem": "link"}),
        };
        assert_eq!(read, case);
    }
}
