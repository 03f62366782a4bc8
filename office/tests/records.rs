//! Records over real HTTP: what is taken, what is the same, and each refusal of the error table.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::House;
use common::http::request;
use common::phone::{Phone, Photo};
use payung_model::sealed::{Digest, Envelope, OfficeKey, StatusToken};
use payung_office::random::SystemRandom;
use serde_json::{Value, json};

fn problem(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[test]
fn a_record_without_photos_is_received_and_its_status_can_be_asked() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let phone = Phone::new(&office.address, &key);
    let envelope = phone.seal(1);
    let answer = phone.put(1, &envelope);
    let expected = json!({
        "id": phone.id.to_string(), "revision": 1, "record": Digest::of(&envelope).to_string(), "state": "received", "receipt": phone.id.receipt(),
        "photos": [], "reply": Value::Null, "inbox": 0, "bundle": 1,
    });
    assert_eq!((answer.status, answer.json()), (201, expected.clone()));
    assert_eq!(phone.status().json(), expected);
}

#[test]
fn a_record_with_photos_wants_them() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let mut phone = Phone::new(&office.address, &key).with_photo(b"satu");
    phone.photos.push(Photo::of("selfie", b"dua"));
    let document = phone.record(1).json();
    let wanted: Vec<Value> = phone
        .photos
        .iter()
        .map(|photo| json!({"digest": photo.digest.to_string(), "length": photo.bytes.len(), "offset": 0}))
        .collect();
    assert_eq!(document["photos"], Value::Array(wanted));
    assert_eq!(document["state"], "receiving");
}

#[test]
fn the_same_record_twice_gets_the_same_answer_and_another_one_is_a_conflict() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let phone = Phone::new(&office.address, &key);
    let envelope = phone.seal(1);
    let (first, second) = (phone.put(1, &envelope), phone.put(1, &envelope));
    assert_eq!((first.status, second.status), (201, 200));
    assert_eq!(first.json(), second.json());
    assert_eq!(phone.record(1).problem(), problem(409, "conflict"));
}

#[test]
fn a_record_that_was_answered_survives_a_kill() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let mut phone = Phone::new(&office.address, &key);
    let envelope = phone.seal(1);
    assert_eq!(phone.put(1, &envelope).status, 201);
    office.signal("KILL");
    drop(office);
    let office = house.serve(&[]);
    phone.office = office.address.clone();
    assert_eq!(phone.put(1, &envelope).status, 200);
}

#[test]
fn a_later_revision_is_taken_also_with_a_gap_and_an_earlier_one_is_not() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let phone = Phone::new(&office.address, &key);
    let first = phone.seal(1);
    assert_eq!(phone.put(1, &first).status, 201);
    let third = phone.record(3);
    assert_eq!(
        (third.status, third.json()["revision"].clone()),
        (201, json!(3)),
        "each revision is whole"
    );
    let second = phone.record(2);
    assert_eq!(
        (second.problem(), second.json()["expected"].clone()),
        (problem(409, "revision"), json!(4))
    );
    let last = phone.record(u32::MAX);
    assert_eq!(
        (last.status, last.json()["revision"].clone()),
        (201, json!(u32::MAX))
    );
    assert_eq!(
        phone.record(7).json()["expected"],
        json!(u32::MAX),
        "no number is above the last one"
    );
    assert_eq!(
        phone.put(1, &first).status,
        200,
        "an old one that was recorded is still the same"
    );
}

#[test]
fn a_revision_sealed_to_an_unknown_key_counts_so_that_the_phone_seals_again_as_the_next() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let stranger = OfficeKey::new(&mut SystemRandom).unwrap().public();
    let mut phone = Phone::new(&office.address, &stranger);
    assert_eq!(phone.record(1).problem(), problem(422, "unknown_key"));
    phone.key = key.clone();
    assert_eq!(
        phone.record(2).status,
        201,
        "the first that is recorded may have any number"
    );
    phone.key = stranger;
    assert_eq!(phone.record(3).problem(), problem(422, "unknown_key"));
    phone.key = key;
    assert_eq!(phone.record(4).status, 201);
}

#[test]
fn an_envelope_of_an_unsigned_bundle_is_refused_and_the_apps_own_content_is_not() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let mut phone = Phone::new(&office.address, &key);
    phone.bundle = 2;
    assert_eq!(phone.record(1).problem(), problem(422, "unknown_bundle"));
    phone.bundle = 0;
    assert_eq!(phone.record(1).status, 201);
}

#[test]
fn a_bundle_signed_while_the_office_serves_is_known_at_once() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    house.run(&["bundle", "sign", "--built-in"]);
    let mut phone = Phone::new(&office.address, &key);
    phone.bundle = 2;
    assert_eq!(
        (
            phone.record(1).status,
            phone.status().json()["bundle"].clone()
        ),
        (201, json!(2))
    );
}

#[test]
fn an_office_without_keys_and_bundle_runs_and_knows_no_key() {
    let house = House::new();
    let office = house.serve(&[]);
    let key = OfficeKey::new(&mut SystemRandom).unwrap().public();
    assert_eq!(
        Phone::new(&office.address, &key).record(1).problem(),
        problem(422, "unknown_key")
    );
    assert_eq!(
        request(&office.address, "GET", "/v1/bundle?engine=4", &[], &[]).problem(),
        problem(404, "none")
    );
}

#[test]
fn what_is_no_envelope_is_malformed_and_a_newer_one_is_said_to_be_newer() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let phone = Phone::new(&office.address, &key);
    assert_eq!(
        phone.put(1, b"not an envelope").problem(),
        problem(400, "malformed")
    );
    let mut newer = phone.seal(1);
    assert_eq!(newer[1], 2, "the version follows the array's head");
    newer[1] = 3;
    assert_eq!(
        phone.put(1, &newer).problem(),
        problem(422, "newer_envelope")
    );
    assert_eq!(
        phone.put(2, &phone.seal(1)).problem(),
        problem(400, "malformed"),
        "revision differs from the path's"
    );
    let other = Phone::new(&office.address, &key);
    assert_eq!(
        phone.put(1, &other.seal(1)).problem(),
        problem(400, "malformed"),
        "id differs from the path's"
    );
    let answer = phone.ask("PUT", &format!("{}/revisions/x", phone.path()));
    assert_eq!(answer.problem(), problem(400, "malformed"));
}

#[test]
fn a_message_of_a_kind_that_is_not_taken_yet_is_refused_by_name() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let phone = Phone::new(&office.address, &key);
    let registration = phone.seal(1);
    // The header's last field is the kind, in one byte: the intake reads it before anybody opens
    // the seal.
    let header = Envelope::parse(&registration).unwrap().header().clone();
    let at = registration
        .windows(32)
        .position(|window| window == header.reply_key.to_bytes())
        .unwrap()
        + 33;
    assert_eq!(registration[at], 1);
    for kind in [0, 2, 3, 4, 5, 23] {
        let mut other = registration.clone();
        other[at] = kind;
        assert_eq!(
            phone.put(1, &other).problem(),
            problem(422, "unknown_kind"),
            "{kind}"
        );
    }
    assert_eq!(
        phone.put(1, &registration).status,
        201,
        "nothing of it was kept"
    );
}

#[test]
fn a_body_over_the_limit_is_too_large_and_the_answer_arrives() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let phone = Phone::new(&office.address, &key);
    assert_eq!(
        phone.put(1, &vec![0; 64 * 1024 + 1]).problem(),
        problem(413, "too_large")
    );
    assert_eq!(
        phone.put(1, &vec![0; 2 * 1024 * 1024]).problem(),
        problem(413, "too_large")
    );
}

#[test]
fn unknown_ids_and_wrong_tokens_are_answered_alike_and_a_missing_token_blames_the_line() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let mut phone = Phone::new(&office.address, &key);
    assert_eq!(phone.record(1).status, 201);
    let stranger = Phone::new(&office.address, &key);
    let unknown = stranger.status();
    let envelope = phone.seal(2);
    // A line that drops Authorization must neither end a withdrawal (`unknown`) nor park a record
    // (a refusal that names it).
    let basic = ("authorization", "Basic Y29udG9o".to_owned());
    for header in [&[][..], &[basic]] {
        for path in [phone.path(), stranger.path()] {
            for (method, rest, body) in [
                ("GET", "", &[][..]),
                ("DELETE", "", &[]),
                ("GET", "/inbox?after=0", &[]),
                ("PUT", "/revisions/2", &envelope),
            ] {
                let path = format!("{path}{rest}");
                let answer = request(&office.address, method, &path, header, body);
                assert_eq!(
                    answer.problem(),
                    problem(400, "malformed"),
                    "{method} {path}"
                );
                assert_eq!(answer.json()["record"], Value::Null);
            }
        }
    }
    phone.token = StatusToken::new(&mut SystemRandom).unwrap();
    let wrong = phone.status();
    for answer in [&unknown, &wrong, &phone.ask("DELETE", &phone.path())] {
        assert_eq!(answer.problem(), problem(404, "unknown"));
        assert_eq!(answer.body, unknown.body);
        assert_eq!(
            answer.headers.keys().collect::<Vec<_>>(),
            unknown.headers.keys().collect::<Vec<_>>()
        );
    }
    // A refused PUT also names the digest of the body that came, which tells the sender nothing
    // new.
    let of_wrong = phone.put(2, &envelope);
    assert_eq!(of_wrong.problem(), problem(404, "unknown"));
    assert_eq!(of_wrong.json()["record"], Digest::of(&envelope).to_string());
    let sealed_with_the_new_token = phone.record(2);
    assert_eq!(
        sealed_with_the_new_token.problem(),
        problem(404, "unknown"),
        "the token is the first revision's"
    );
}

#[test]
fn a_withdrawn_registration_stays_withdrawn_and_takes_nothing_more() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let phone = Phone::new(&office.address, &key).with_photo(b"foto");
    let photo = &phone.photos[0];
    phone.record(1);
    phone.create(photo);
    assert_eq!(phone.patch(photo, 0, &photo.bytes[..4]).status, 204);
    let first = phone.ask("DELETE", &phone.path());
    assert_eq!(
        (first.status, first.json()["state"].clone()),
        (200, json!("withdrawn"))
    );
    assert_eq!(phone.ask("DELETE", &phone.path()).json(), first.json());
    assert_eq!(phone.record(2).problem(), problem(409, "closed"));
    assert_eq!(phone.create(photo).problem(), problem(409, "closed"));
    assert_eq!(
        phone.patch(photo, 4, &photo.bytes[4..]).problem(),
        problem(409, "closed")
    );
    let left = house
        .files()
        .into_iter()
        .filter(|(path, _)| path.starts_with(house.data().join("photos")));
    assert_eq!(left.count(), 0, "what had come of the photo is gone");
}

#[test]
fn a_later_revision_reuses_the_photo_the_office_holds() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let mut phone = Phone::new(&office.address, &key).with_photo(b"foto");
    phone.record(1);
    phone.upload(&phone.photos[0]);
    assert_eq!(phone.state(), "received");
    phone.photos.push(Photo::of("selfie", b"foto kedua"));
    let second = phone.record(2).json();
    assert_eq!(
        second["photos"][0]["offset"],
        json!(phone.photos[0].bytes.len())
    );
    assert_eq!(
        (
            second["photos"][1]["offset"].clone(),
            second["state"].clone()
        ),
        (json!(0), json!("receiving"))
    );
    phone.upload(&phone.photos[1]);
    phone.photos.remove(0);
    assert_eq!(
        phone.record(3).json()["state"],
        "received",
        "nothing is wanted that is not here"
    );
}

#[test]
fn the_bundle_is_served_once_and_then_known_by_its_tag() {
    let (house, _) = House::with_bundle();
    let office = house.serve(&[]);
    let first = request(&office.address, "GET", "/v1/bundle?engine=4", &[], &[]);
    assert_eq!(
        (first.status, first.headers["etag"].as_str()),
        (200, "\"1\"")
    );
    let known = [("if-none-match", "\"1\"".to_owned())];
    let again = request(&office.address, "GET", "/v1/bundle?engine=4", &known, &[]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    house.run(&["bundle", "sign", "--built-in", "--engine", "5"]);
    let for_old = request(&office.address, "GET", "/v1/bundle?engine=4", &[], &[]);
    let for_new = request(&office.address, "GET", "/v1/bundle?engine=5", &known, &[]);
    assert_eq!(
        (
            for_old.headers["etag"].as_str(),
            for_new.headers["etag"].as_str()
        ),
        ("\"1\"", "\"2\"")
    );
    assert_eq!(
        request(&office.address, "GET", "/v1/bundle?engine=1", &[], &[]).problem(),
        problem(404, "none")
    );
    for path in ["/v1/bundle", "/v1/bundle?engine=x"] {
        assert_eq!(
            request(&office.address, "GET", path, &[], &[]).problem(),
            problem(400, "malformed")
        );
    }
}

#[test]
fn who_accepts_deflate_gets_the_same_bundle_in_half_the_bytes() {
    let (house, _) = House::with_bundle();
    let office = house.serve(&[]);
    let plain = request(&office.address, "GET", "/v1/bundle?engine=4", &[], &[]);
    let accepts = [("accept-encoding", "gzip, deflate".to_owned())];
    let deflated = request(&office.address, "GET", "/v1/bundle?engine=4", &accepts, &[]);
    assert_eq!(deflated.headers["content-encoding"], "deflate");
    assert!(
        deflated.body.len() * 2 < plain.body.len(),
        "{} of {}",
        deflated.body.len(),
        plain.body.len()
    );
    assert_eq!(
        miniz_oxide::inflate::decompress_to_vec_zlib(&deflated.body).unwrap(),
        plain.body
    );
    assert!(!plain.headers.contains_key("content-encoding"));
}
