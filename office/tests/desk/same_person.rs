//! Registrations of one person: duplicates, and what adds to another one.

use serde_json::{Value, json};

use crate::common::phone::Phone;
use crate::scene;

#[test]
fn two_registrations_with_one_nik_are_flagged_for_the_officer_and_not_told_to_the_sender() {
    let scene = scene();
    // All come in the same millisecond of a clock that stands, so the one is opened before the
    // other comes.
    let first = scene.received();
    scene.house.run(&["open"]);
    let second = scene.received();
    scene.house.run(&["open"]);
    let (older, newer) = (scene.line(&first), scene.line(&second));
    assert_eq!(
        (&older["duplicates"], &older["flags"]),
        (&json!([second.id.receipt()]), &json!([]))
    );
    assert_eq!(
        (&newer["duplicates"], &newer["flags"]),
        (&json!([first.id.receipt()]), &json!(["duplicate"]))
    );
    let status = second.status().json();
    assert_eq!(
        (&status["state"], &status["reply"]),
        (&json!("received"), &Value::Null)
    );
}

#[test]
fn what_adds_to_a_registration_is_linked_both_ways_and_is_no_duplicate_of_it() {
    let scene = scene();
    let first = scene.received();
    let second = Phone::new(&scene.office.address, &scene.key).completing(&first);
    let third = Phone::new(&scene.office.address, &scene.key).completing(&second);
    // All come in the same millisecond of a clock that stands, so each is opened before the next
    // one comes.
    assert_eq!(scene.house.run(&["open"]), "opened 1, flagged 0\n");
    for phone in [&second, &third] {
        assert_eq!(phone.record(1).status, 201);
        assert_eq!(scene.house.run(&["open"]), "opened 1, flagged 0\n");
    }
    let (line, addition) = (scene.line(&first), scene.line(&second));
    assert_eq!(
        (&line["completed_by"], &line["duplicates"]),
        (&json!([second.id.receipt()]), &json!([]))
    );
    assert_eq!(
        (&addition["completes"], &addition["flags"]),
        (&json!(first.id.receipt()), &json!([]))
    );
    assert_eq!(scene.line(&third)["completes"], second.id.receipt());
    let stranger = scene.received();
    scene.house.run(&["open"]);
    let twins = scene.line(&stranger)["duplicates"].clone();
    assert_eq!(
        twins.as_array().unwrap().len(),
        3,
        "for anybody else they are duplicates"
    );
    let text = scene.house.run(&["show", &second.id.to_string()]);
    assert!(
        text.contains(&format!("adds to: {}", first.id.receipt())),
        "{text}"
    );
    assert!(
        text.contains(&format!("added to by: {}", third.id.receipt())),
        "{text}"
    );
    let list = scene.house.run(&["list"]);
    assert!(list.contains(&format!("+{}", first.id.receipt())), "{list}");
}

#[test]
fn who_does_not_have_the_other_registrations_token_adds_nothing_to_it() {
    let scene = scene();
    let first = scene.received();
    let mut forged = Phone::new(&scene.office.address, &scene.key);
    forged.completes = Some((first.id, forged.token.clone()));
    let mut nowhere = Phone::new(&scene.office.address, &scene.key);
    nowhere.completes = Some((
        Phone::new(&scene.office.address, &scene.key).id,
        first.token.clone(),
    ));
    let mut itself = Phone::new(&scene.office.address, &scene.key);
    itself.completes = Some((itself.id, itself.token.clone()));
    for phone in [&forged, &nowhere, &itself] {
        assert_eq!(phone.record(1).status, 201);
    }
    scene.house.run(&["open"]);
    for phone in [&forged, &nowhere, &itself] {
        let line = scene.line(phone);
        assert_eq!(
            (&line["completes"], &line["flags"][0]),
            (&Value::Null, &json!("completes_unknown"))
        );
        assert_eq!(line["duplicates_count"], 3);
    }
    assert_eq!(scene.line(&first)["completed_by"], json!([]));
}
