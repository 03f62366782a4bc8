//! What a phone leaves for another one, over HTTP: kept for the registration's token only, handed out
//! to who shows both secrets, and every other question is answered alike.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use base64ct::{Base64UrlUnpadded, Encoding};
use common::http::{Answer, request};
use common::phone::Phone;
use common::{House, Serving};
use payung_model::sealed::StatusToken;
use payung_model::sealed::recovery::RecoverySecret;
use payung_office::random::SystemRandom;
use serde_json::{Value, json};

struct Scene {
    house: House,
    office: Serving,
    phone: Phone,
}

fn scene() -> Scene {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--open"]);
    let phone = Phone::new(&office.address, &key);
    assert_eq!(phone.record(1).status, 201);
    Scene {
        house,
        office,
        phone,
    }
}

fn secret(number: u8) -> RecoverySecret {
    RecoverySecret::from_bytes(&[number; 32]).unwrap()
}

fn left(locator: u8, proof: u8, sealed: &[u8]) -> Value {
    json!({
        "locator": secret(locator).digest().to_string(),
        "proof": secret(proof).digest().to_string(),
        "sealed": Base64UrlUnpadded::encode_string(sealed),
    })
}

fn shown(locator: u8, proof: u8) -> Value {
    json!({ "locator": secret(locator).to_string(), "proof": secret(proof).to_string() })
}

impl Scene {
    fn keep(&self, body: &Value) -> Answer {
        let path = format!("{}/recovery", self.phone.path());
        let body = body.to_string();
        request(
            &self.office.address,
            "PUT",
            &path,
            &[self.phone.bearer()],
            body.as_bytes(),
        )
    }

    fn recover(&self, body: &Value) -> Answer {
        let body = body.to_string();
        request(
            &self.office.address,
            "POST",
            "/v1/recovery",
            &[],
            body.as_bytes(),
        )
    }
}

#[test]
fn who_shows_both_secrets_gets_what_the_phone_left_and_everybody_else_is_answered_alike() {
    let scene = scene();
    let unknown = (404, "unknown".to_owned());
    let before = scene.recover(&shown(1, 2));
    assert_eq!(before.problem(), unknown);
    assert_eq!(scene.keep(&left(1, 2, b"sealed")).status, 200);
    assert_eq!(scene.keep(&left(1, 2, b"sealed")).status, 200, "again");
    let found = scene.recover(&shown(1, 2));
    assert_eq!(found.status, 200);
    assert_eq!(found.headers["cache-control"], "no-store");
    let sealed = Base64UrlUnpadded::encode_string(b"sealed");
    assert_eq!(
        found.json(),
        json!({ "id": scene.phone.id.to_string(), "sealed": sealed })
    );
    let wrong_date = scene.recover(&shown(1, 3));
    let wrong_code = scene.recover(&shown(4, 2));
    for answer in [wrong_date, wrong_code] {
        assert_eq!(answer.status, before.status);
        assert_eq!(answer.body, before.body);
        let names = |answer: &Answer| answer.headers.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&answer), names(&before));
    }
    // A newer code replaces the one before.
    assert_eq!(scene.keep(&left(5, 6, b"newer")).status, 200);
    assert_eq!(scene.recover(&shown(1, 2)).problem(), unknown);
    assert_eq!(scene.recover(&shown(5, 6)).status, 200);
}

#[test]
fn it_is_kept_for_the_registrations_token_only_and_within_bounds() {
    let mut scene = scene();
    let malformed = (400, "malformed".to_owned());
    for body in [
        json!({}),
        json!({ "locator": "x", "proof": secret(2).digest().to_string(), "sealed": "AA" }),
        json!({ "locator": secret(1).digest().to_string(), "proof": "", "sealed": "AA" }),
        left(1, 2, b""),
        left(1, 2, &[7; 4097]),
    ] {
        assert_eq!(scene.keep(&body).problem(), malformed, "{body}");
    }
    assert_eq!(scene.keep(&left(1, 2, &[7; 4096])).status, 200);
    let long = json!({ "locator": "x".repeat(9000) });
    assert_eq!(scene.keep(&long).problem(), (413, "too_large".to_owned()));
    assert_eq!(
        scene.recover(&long).problem(),
        (413, "too_large".to_owned())
    );
    for body in [json!({}), json!({ "locator": "x", "proof": "x" }), json!(3)] {
        assert_eq!(scene.recover(&body).problem(), malformed, "{body}");
    }
    scene.phone.token = StatusToken::new(&mut SystemRandom).unwrap();
    assert_eq!(
        scene.keep(&left(8, 9, b"x")).problem(),
        (404, "unknown".to_owned())
    );
    assert_eq!(
        scene.recover(&shown(1, 2)).status,
        200,
        "and nothing was replaced"
    );
}

#[test]
fn one_code_is_tried_a_few_times_only_also_with_the_right_date_and_others_go_on() {
    let scene = scene();
    assert_eq!(scene.keep(&left(1, 2, b"sealed")).status, 200);
    let too_often = (429, "too_often".to_owned());
    for locator in [1, 9] {
        for wrong in 0..8 {
            let answer = scene.recover(&shown(locator, 100 + wrong));
            assert_eq!(
                answer.problem(),
                (404, "unknown".to_owned()),
                "{locator} {wrong}"
            );
        }
        let refused = scene.recover(&shown(locator, 2));
        assert_eq!(refused.problem(), too_often, "{locator}");
        assert!(refused.headers.contains_key("retry-after"));
    }
    // Whoever tries other codes keeps nobody out.
    let other = Phone::new(&scene.office.address, &scene.phone.key);
    assert_eq!(other.record(1).status, 201);
    let other = Scene {
        phone: other,
        ..scene
    };
    assert_eq!(other.keep(&left(20, 21, b"other")).status, 200);
    for locator in 30..60 {
        assert_eq!(other.recover(&shown(locator, 1)).problem().0, 404);
    }
    assert_eq!(other.recover(&shown(20, 21)).status, 200);
}

#[test]
fn a_withdrawn_and_an_erased_registration_is_got_back_by_nobody() {
    let scene = scene();
    let unknown = (404, "unknown".to_owned());
    assert_eq!(scene.keep(&left(1, 2, b"sealed")).status, 200);
    assert_eq!(scene.phone.ask("DELETE", &scene.phone.path()).status, 200);
    assert_eq!(scene.recover(&shown(1, 2)).problem(), unknown);
    assert_eq!(
        scene.keep(&left(1, 2, b"sealed")).problem(),
        (409, "closed".to_owned())
    );
    scene
        .house
        .run(&["erase", &scene.phone.id.to_string(), "--why", "contoh"]);
    assert_eq!(
        scene.keep(&left(1, 2, b"sealed")).problem(),
        (410, "erased".to_owned())
    );
    assert_eq!(scene.recover(&shown(1, 2)).problem(), unknown);
}
