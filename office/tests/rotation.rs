//! Keys change while registrations go on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::House;
use common::http::request;
use common::phone::Phone;
use payung_model::card::CardRules;
use payung_model::sealed::{Bundle, BundleChain};
use serde_json::{Value, json};

fn line(house: &House, phone: &Phone) -> Value {
    let lines = house.json(&["list", "--json"]);
    lines
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["id"] == phone.id.to_string())
        .unwrap()
        .clone()
}

fn fetch(address: &str, engine: u32) -> Vec<u8> {
    request(
        address,
        "GET",
        &format!("/v1/bundle?engine={engine}"),
        &[],
        &[],
    )
    .body
}

#[test]
fn a_rotation_tells_phones_of_every_engine_both_new_keys_with_the_same_content() {
    let house = House::new();
    house.refuses(1, &["keys", "rotate"]);
    let trust = house.trust();
    house.refuses(2, &["keys", "rotate"]);
    let (ours, newer) = (Bundle::ENGINE, Bundle::ENGINE + 1);
    house.run(&["bundle", "sign", "--built-in"]);
    house.run(&[
        "bundle",
        "sign",
        "--built-in",
        "--engine",
        &newer.to_string(),
    ]);
    let office = house.serve(&[]);
    let held = BundleChain {
        sequence: 0,
        keys: trust.bundle_keys.clone(),
    };
    let (before, _) = held.receive(&fetch(&office.address, ours), ours).unwrap();
    house.run(&["keys", "rotate"]);
    for engine in [ours, newer] {
        let (after, held) = held
            .receive(&fetch(&office.address, engine), engine)
            .unwrap();
        // The card keys stand in a file of their own, and they are rotated with the others: a new one
        // is announced in front of those of before.
        let rest = |bundle: &Bundle| {
            let mut files = bundle.files.clone();
            let card = files.remove(CardRules::FILE).unwrap();
            (files, CardRules::parse(&card).unwrap().verifying_keys())
        };
        let ((files_before, cards_before), (files, cards)) = (rest(&before), rest(&after));
        assert!(files == files_before, "only the keys changed");
        assert_eq!((cards_before.len(), cards.len()), (2, 3));
        assert_eq!(&cards[1..], cards_before);
        assert_eq!(
            (after.office_keys.len(), &after.office_keys[1]),
            (2, &trust.office_keys[0])
        );
        assert_eq!(
            held.keys[0], trust.bundle_keys[1],
            "the announced key signed"
        );
        assert_eq!(after.engine, engine);
    }
    house.run(&["keys", "rotate"]);
    assert!(
        held.receive(&fetch(&office.address, ours), ours).is_err(),
        "two rotations are one too many"
    );
}

#[test]
fn a_rotation_that_was_cut_short_does_not_break_the_chain() {
    let (house, _) = House::with_bundle();
    let trust = house.trust();
    let office = house.serve(&[]);
    let held = BundleChain {
        sequence: 0,
        keys: trust.bundle_keys.clone(),
    };
    // As if the office was killed after the keys were saved and before a bundle was signed.
    let mut keys = payung_office::keys::Keys::load(&house.keys(), None).unwrap();
    let random = &mut payung_office::random::SystemRandom;
    keys.rotate_signing(random, payung_model::units::Timestamp::default())
        .unwrap();
    keys.save(&house.keys(), None, random).unwrap();
    house.run(&["keys", "rotate"]);
    assert!(
        held.receive(&fetch(&office.address, Bundle::ENGINE), Bundle::ENGINE)
            .is_ok()
    );
}

#[test]
fn an_old_key_opens_what_came_before_until_it_is_given_up_and_only_then() {
    let (house, old) = House::with_bundle();
    let office = house.serve(&[]);
    let (first, late) = (
        Phone::new(&office.address, &old),
        Phone::new(&office.address, &old),
    );
    assert_eq!(first.record(1).status, 201);
    house.run(&["keys", "rotate"]);
    let said = house.run(&["keys", "retire"]);
    assert!(said.contains("stays: 1 registrations"), "{said}");
    let new = house.trust().office_keys[0].clone();
    assert_ne!(new, old);
    let second = Phone::new(&office.address, &new);
    assert_eq!(
        (second.record(1).status, late.record(1).status),
        (201, 201),
        "both keys are taken meanwhile"
    );
    assert_eq!(
        house.run(&["open"]),
        "opened 1, flagged 2\n",
        "they have one NIK"
    );
    for phone in [&first, &late] {
        house.run(&["refuse", &phone.id.to_string(), "--words", "Contoh."]);
    }
    let said = house.run(&["keys", "retire", "--dry-run"]);
    assert!(said.contains("would be given up, and 2"), "{said}");
    house.run(&["show", &first.id.to_string()]);
    house.run(&["keys", "retire"]);
    assert_eq!(house.trust().office_keys, std::slice::from_ref(&new));
    let said = house.refuses(1, &["show", &first.id.to_string()]);
    assert!(said.contains(&old.id().to_string()), "{said}");
    house.run(&["show", &second.id.to_string()]);
    // What still comes for the old key is sent back to be sealed again.
    let mut latest = Phone::new(&office.address, &old);
    assert_eq!(latest.record(1).problem(), (422, "unknown_key".to_owned()));
    latest.key = new;
    assert_eq!(latest.record(2).status, 201);
}

#[test]
fn duplicates_are_still_found_after_the_oldest_key_is_gone() {
    let (house, old) = House::with_bundle();
    let office = house.serve(&[]);
    let first = Phone::new(&office.address, &old);
    first.record(1);
    house.accept(&[&first.id.to_string()]);
    house.run(&["keys", "rotate"]);
    house.run(&["keys", "retire"]);
    assert_eq!(
        house.run(&["open"]),
        "opened 0, flagged 0\n",
        "nothing is indexed anew"
    );
    let second = Phone::new(&office.address, &house.trust().office_keys[0]);
    second.record(1);
    house.run(&["open"]);
    assert_eq!(
        line(&house, &second)["duplicates"],
        json!([first.id.receipt()])
    );
    assert_eq!(line(&house, &first)["name"], "S••• C•••");
}

#[test]
fn after_a_leak_nothing_is_taken_for_the_old_key_and_what_came_before_is_still_opened() {
    let (house, leaked) = House::with_bundle();
    let office = house.serve(&[]);
    let before = Phone::new(&office.address, &leaked);
    assert_eq!(before.record(1).status, 201);
    house.run(&["keys", "rotate", "--compromised"]);
    let late = Phone::new(&office.address, &leaked);
    assert_eq!(late.record(1).problem(), (422, "unknown_key".to_owned()));
    let trust = house.trust();
    assert!(
        trust.office_keys.iter().all(|key| *key != leaked),
        "phones are told of it no more"
    );
    let mut now = Phone::new(&office.address, &trust.office_keys[0]);
    now.bundle = 2;
    assert_eq!(now.record(1).status, 201);
    house.run(&["open"]);
    house.accept(&[&before.id.to_string()]);
    assert_eq!(before.state(), "accepted", "its key was not destroyed");
    let listed = house.json(&["keys", "list", "--json"]);
    let compromised = listed
        .as_array()
        .unwrap()
        .iter()
        .filter(|key| key["role"] == "office_compromised")
        .count();
    assert_eq!(compromised, 1, "{listed}");
    let log = house.json(&["audit", "--json"]);
    assert!(
        log.as_array()
            .unwrap()
            .iter()
            .any(|row| row["action"] == "keys compromised"),
        "{log}"
    );
}
