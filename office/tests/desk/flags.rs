//! What the opener flags for the officer.

use serde_json::json;

use crate::common::House;
use crate::common::phone::Phone;
use crate::{Scene, scene};

#[test]
fn without_answers_or_consent_it_is_flagged_and_cannot_be_accepted_without_consent() {
    let scene = scene();
    let mut phone = Phone::new(&scene.office.address, &scene.key);
    phone.complete = false;
    phone.record(1);
    scene.house.run(&["open"]);
    let line = scene.house.json(&["list", "--json"])[0].clone();
    assert_eq!(line["flags"], json!(["answer_missing", "consent_missing"]));
    scene.house.run(&["show", &phone.id.to_string()]);
    let said = scene.house.refuses(2, &["accept", &phone.id.to_string()]);
    assert!(said.contains("no consent"), "{said}");
    assert_eq!(phone.state(), "received");
}

#[test]
fn what_was_filled_in_by_a_form_that_nobody_knows_cannot_be_accepted() {
    let scene = scene();
    let mut phone = Phone::new(&scene.office.address, &scene.key);
    phone.form = "form_of_a_stranger";
    phone.record(1);
    scene.house.run(&["open"]);
    assert_eq!(scene.line(&phone)["flags"], json!(["form_unknown"]));
    scene.house.run(&["show", &phone.id.to_string()]);
    let said = scene.house.refuses(2, &["accept", &phone.id.to_string()]);
    assert!(said.contains("does not know its form"), "{said}");
    let words = ["--words", "Perbarui aplikasi, lalu kirim lagi."];
    let id = phone.id.to_string();
    scene.house.run(&[&["correct", &id][..], &words].concat());
    assert_eq!(phone.state(), "needs_correction");
}

#[test]
fn by_hand_too_nobody_accepts_what_must_be_seen_first() {
    let scene = scene();
    let mut phone = Phone::new(&scene.office.address, &scene.key);
    phone.without.push("mother_name");
    phone.record(1);
    let twin = scene.received();
    scene.house.run(&["open"]);
    let id = phone.id.to_string();
    scene.house.run(&["show", &id]);
    let said = scene.house.refuses(2, &["accept", &id]);
    assert!(said.contains("--despite-missing"), "{said}");
    let said = scene
        .house
        .refuses(2, &["accept", &id, "--despite-missing"]);
    assert!(
        said.contains("--compared") && said.contains(&twin.id.receipt()),
        "{said}"
    );
    assert_eq!(phone.state(), "received");
    scene
        .house
        .run(&["accept", &id, "--despite-missing", "--compared"]);
    assert_eq!(phone.state(), "accepted");
}

#[test]
fn what_is_no_ordinary_jpeg_is_flagged() {
    let scene = scene();
    let mut phone = Phone::new(&scene.office.address, &scene.key);
    phone.photos.push(crate::common::phone::Photo::of_bytes(
        "ktp",
        b"<svg onload=alert(1)>",
    ));
    phone.record(1);
    phone.upload(&phone.photos[0]);
    scene.house.run(&["open"]);
    assert_eq!(
        scene.house.json(&["list", "--json"])[0]["flags"],
        json!(["photo_not_shown"])
    );
}

#[test]
fn what_the_form_finds_unusual_is_a_flag_and_is_said_with_both_values_to_the_officer_only() {
    let scene = scene();
    let mut phone = Phone::new(&scene.office.address, &scene.key);
    phone.answers.extend([
        ("birth_date", "1991-02-03".into()),
        ("sex", "male".into()),
        ("payer", "nobody".into()),
    ]);
    phone.record(1);
    scene.house.run(&["open"]);
    assert_eq!(
        scene.line(&phone)["flags"],
        json!(["nik_date_differs", "nik_sex_differs", "answer_wrong"])
    );
    let text = scene.house.run(&["show", &phone.id.to_string()]);
    assert!(
        text.contains("look at birth_date:") && text.contains("1991") && text.contains("1990"),
        "{text}"
    );
    for (path, bytes) in scene.house.files() {
        assert!(
            !bytes.windows(10).any(|piece| piece == b"1991-02-03"),
            "a date is in {}",
            path.display()
        );
    }
}

#[test]
fn what_is_wrong_inside_is_flagged_with_its_reason() {
    let scene = scene();
    let mut wrong = Phone::new(&scene.office.address, &scene.key);
    wrong.answers = vec![("nik", "123".into()), ("nobody_asked", "x".into())];
    wrong.complete = false;
    wrong.record(1);
    let mut sealed_with_another_key =
        Phone::new(&scene.office.address, &scene.key).with_photo(b"foto");
    sealed_with_another_key.photos[0].key = [7; 32];
    sealed_with_another_key.record(1);
    sealed_with_another_key.upload(&sealed_with_another_key.photos[0]);
    let damaged = scene.received();
    let photos = scene.house.data().join("photos");
    let path = payung_office::photo_store::path(&photos, damaged.id, damaged.photos[0].digest);
    std::fs::write(path, b"rot").unwrap();
    assert_eq!(scene.house.run(&["open"]), "opened 0, flagged 3\n");
    assert_eq!(
        scene.line(&wrong)["flags"],
        json!(["question_unknown", "nik_wrong", "consent_missing"])
    );
    assert_eq!(
        scene.line(&sealed_with_another_key)["flags"][0],
        "photo_sealed"
    );
    assert_eq!(scene.line(&damaged)["flags"][0], "photo_damaged");
}

#[test]
fn an_envelope_that_does_not_open_is_flagged_and_cannot_be_accepted() {
    let scene = scene();
    let phone = Phone::new(&scene.office.address, &scene.key);
    let mut envelope = phone.seal(1);
    let last = envelope.len() - 1;
    envelope[last] ^= 1;
    assert_eq!(
        phone.put(1, &envelope).status,
        201,
        "the intake cannot tell"
    );
    scene.house.run(&["open"]);
    assert_eq!(scene.line(&phone)["flags"], json!(["seal_broken"]));
    let said = scene
        .house
        .refuses(2, &["accept", &phone.id.to_string(), "--revision", "1"]);
    assert!(said.contains("could not be opened"), "{said}");
    scene.house.run(&[
        "refuse",
        &phone.id.to_string(),
        "--words",
        "Kiriman rusak, kirim ulang.",
    ]);
    assert_eq!(phone.state(), "refused");
}

#[test]
fn what_was_sealed_to_a_missing_key_is_opened_once_the_key_is_back() {
    let scene = scene();
    let phone = scene.received();
    let others = scene.house.folder.path().join("other-keys");
    scene
        .house
        .run(&["keys", "new", "--keys", others.to_str().unwrap()]);
    scene
        .house
        .run(&["open", "--keys", others.to_str().unwrap()]);
    assert_eq!(scene.line(&phone)["flags"], json!(["key_missing"]));
    assert_eq!(scene.house.run(&["open"]), "opened 1, flagged 0\n");
    assert_eq!(scene.line(&phone)["flags"], json!([]));
}

#[test]
fn a_record_that_cannot_be_read_is_set_aside_and_keeps_nobody_from_being_opened() {
    let scene = scene();
    let (broken, sound) = (scene.received(), scene.received());
    let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
    sql.execute_batch("DROP TRIGGER records_are_not_changed")
        .unwrap();
    sql.execute(
        "UPDATE records SET envelope = x'00' WHERE id = ?1",
        [&broken.id.bytes()[..]],
    )
    .unwrap();
    drop(sql);
    assert!(scene.house.run(&["open"]).ends_with(", set aside 1\n"));
    assert_eq!(
        (
            &scene.line(&sound)["opened"],
            &scene.line(&broken)["opened"]
        ),
        (&json!(true), &json!(false))
    );
    let said = scene.house.run(&["doctor"]);
    assert!(
        said.contains("1 are set aside and tried again (1: the record cannot be read"),
        "{said}"
    );
    // What is set aside may stay for ever, and hides nothing: neither here nor from monitoring.
    assert!(!said.contains("received and not opened"), "{said}");
    let late = scene.received();
    let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
    sql.execute(
        "UPDATE registrations SET work_at = work_at - 3600000 WHERE id IN (?1, ?2)",
        [&broken.id.bytes()[..], &late.id.bytes()[..]],
    )
    .unwrap();
    drop(sql);
    let said = scene.house.run(&["doctor"]);
    assert!(
        said.contains("1 received and not opened: does `office open --loop` run?; 1 are set aside"),
        "{said}"
    );
    assert!(
        scene.house.run(&["open"]).ends_with(", set aside 1\n"),
        "an opener that starts tries it again"
    );
}

#[test]
fn the_serving_office_opens_what_comes_when_it_has_the_keys() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--open"]);
    let scene = Scene { house, office, key };
    let phone = scene.received();
    let opened = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        scene.line(&phone)["opened"] == true
    });
    assert!(opened);
}
