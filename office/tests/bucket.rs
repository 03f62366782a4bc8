//! Photos in a bucket, against a real S3 server: versitygw over a folder, so that what it holds can
//! be looked at.
//!
//! `./payung test bucket` builds the server and runs these; they are ignored otherwise.
#![cfg(feature = "s3")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use common::House;
use common::phone::{Phone, Photo, jpeg};
use common::storage::Storage;

fn on_disk(house: &House, phone: &Phone, photo: &Photo) -> PathBuf {
    payung_office::photo_store::path(&house.data().join("photos"), phone.id, photo.digest)
}

fn verdict(house: &House, args: &[&str]) -> String {
    let output = house.output(&[&["doctor", "--json"], args].concat());
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let photos = findings
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["what"] == "photos");
    photos.unwrap()["verdict"].as_str().unwrap().to_owned()
}

fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    for _ in 0..1_500 {
        if done() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("{what}");
}

#[test]
#[ignore = "s3"]
fn a_whole_photo_is_in_the_bucket_before_it_counts_and_everything_finds_it_there() {
    let mut storage = Storage::new();
    storage.start();
    let (house, key) = House::with_bundle();
    storage.introduce(&house);
    let office = house.serve(&["--open"]);
    let phone = Phone::new(&office.address, &key).with_photo(b"foto KTP contoh");
    let photo = &phone.photos[0];
    phone.record(1);
    phone.create(photo);
    assert_eq!(phone.patch(photo, 0, &photo.bytes[..7]).status, 204);
    assert!(
        on_disk(&house, &phone, photo).exists() && storage.held(&phone, photo).is_none(),
        "it grows on the disk"
    );
    assert_eq!(phone.patch(photo, 7, &photo.bytes[7..]).status, 204);
    assert_eq!(storage.held(&phone, photo).as_ref(), Some(&photo.bytes));
    assert!(!on_disk(&house, &phone, photo).exists());
    assert_eq!(
        (phone.state().as_str(), phone.head(photo).offset()),
        ("received", photo.bytes.len() as u64)
    );
    assert_eq!(phone.create(photo).offset(), photo.bytes.len() as u64);
    assert_eq!(
        phone.patch(photo, photo.bytes.len() as u64, b"").status,
        204,
        "the last answer was lost, and is asked for again"
    );
    assert_eq!(
        phone.patch(photo, photo.bytes.len() as u64, b"x").problem(),
        (413, "too_large".to_owned())
    );
    assert_eq!(
        phone.patch(photo, 3, b"x").problem(),
        (409, "offset".to_owned())
    );

    // The opener, the officer, the doctor.
    let flags = || house.json(&["list", "--json"])[0]["flags"].clone();
    wait_for("the opener does not find the photo", || {
        flags() == serde_json::json!([])
    });
    let shown = house.folder.path().join("shown");
    house.run(&[
        "show",
        &phone.id.to_string(),
        "--photos",
        shown.to_str().unwrap(),
    ]);
    let plain: Vec<_> = common::files_below(&shown)
        .into_iter()
        .map(|(_, bytes)| bytes)
        .collect();
    assert_eq!(plain, [jpeg(b"foto KTP contoh")]);
    assert_eq!(
        (
            verdict(&house, &[]).as_str(),
            verdict(&house, &["--deep"]).as_str()
        ),
        ("ok", "ok")
    );

    // A backup holds all; what is restored from it needs no bucket.
    let backup = house.folder.path().join("backup");
    assert!(
        house
            .run(&["backup", backup.to_str().unwrap()])
            .contains("1 photos")
    );
    let (restored, keys) = (house.folder.path().join("restored"), house.keys());
    let restore = [
        "restore",
        backup.to_str().unwrap(),
        "--dir",
        restored.to_str().unwrap(),
        "--keys",
        keys.to_str().unwrap(),
    ];
    let done = Command::new(env!("CARGO_BIN_EXE_office"))
        .args(restore)
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    let kept = payung_office::photo_store::path(&restored.join("photos"), phone.id, photo.digest);
    assert!(std::fs::read(kept).unwrap() == photo.bytes && !restored.join("bucket.json").exists());

    house.run(&["erase", &phone.id.to_string(), "--why", "CONTOH"]);
    assert!(storage.held(&phone, photo).is_none(), "erased there too");
}

#[test]
#[ignore = "s3"]
fn while_the_bucket_is_away_nothing_is_lost_and_everybody_is_told_to_wait() {
    let mut storage = Storage::new();
    let (house, key) = House::with_bundle();
    storage.introduce(&house);
    let office = house.serve(&[]);
    let phone = Phone::new(&office.address, &key).with_photo(b"foto KTP contoh");
    let photo = &phone.photos[0];
    assert_eq!(phone.record(1).status, 201, "a record needs no bucket");
    assert_eq!(phone.create(photo).status, 201);
    let told = phone.patch(photo, 0, &photo.bytes);
    assert_eq!(told.problem(), (503, "slow_down".to_owned()));
    assert!(
        told.headers["retry-after"].parse::<u32>().unwrap() >= 5,
        "{told:?}"
    );
    assert_eq!(
        phone.state(),
        "receiving",
        "what is not in the bucket does not count"
    );
    assert_eq!(phone.head(photo).status, 503);
    assert_eq!(verdict(&house, &[]), "bad", "the doctor says it");
    office.signal("KILL");
    office.wait();
    let office = house.serve(&[]);
    let phone = Phone {
        office: office.address.clone(),
        ..phone
    };
    let photo = &phone.photos[0];
    storage.start();
    assert_eq!(
        phone.create(photo).offset(),
        photo.bytes.len() as u64,
        "no byte is asked for again"
    );
    assert_eq!(phone.state(), "received");
    assert_eq!(storage.held(&phone, photo).as_ref(), Some(&photo.bytes));

    // Erasing while it is away says what is left, and is finished later.
    storage.kill();
    let said = house.refuses(1, &["erase", &phone.id.to_string(), "--why", "CONTOH"]);
    assert!(said.contains("Run this once more"), "{said}");
    assert_eq!(phone.status().status, 410);
    storage.start();
    house.run(&["erase", &phone.id.to_string(), "--why", "CONTOH"]);
    assert!(storage.held(&phone, photo).is_none());
}

#[test]
#[ignore = "s3"]
fn an_office_that_gets_a_bucket_moves_what_it_has_and_says_what_the_bucket_lost() {
    let mut storage = Storage::new();
    storage.start();
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let phone = Phone::new(&office.address, &key).with_photo(b"foto KTP contoh");
    let half = Phone::new(&office.address, &key).with_photo(b"belum selesai");
    let (photo, unfinished) = (&phone.photos[0], &half.photos[0]);
    phone.record(1);
    phone.upload(photo);
    half.record(1);
    half.create(unfinished);
    half.patch(unfinished, 0, &unfinished.bytes[..5]);
    assert!(on_disk(&house, &phone, photo).exists());
    office.stop();
    storage.introduce(&house);
    let office = house.serve(&[]);
    wait_for("the photo is not moved", || {
        !on_disk(&house, &phone, photo).exists()
    });
    assert_eq!(storage.held(&phone, photo).as_ref(), Some(&photo.bytes));
    let half = Phone {
        office: office.address.clone(),
        ..half
    };
    assert_eq!(
        half.head(&half.photos[0]).offset(),
        5,
        "what is unfinished stays on the disk"
    );
    assert!(storage.held(&half, &half.photos[0]).is_none());
    let key = payung_office::photo_store::key(phone.id, photo.digest);
    let object = storage.folder.path().join("foto/kantor").join(key);
    std::fs::write(&object, vec![0; photo.bytes.len()]).unwrap();
    assert_eq!(
        (
            verdict(&house, &[]).as_str(),
            verdict(&house, &["--deep"]).as_str()
        ),
        ("ok", "bad")
    );
    std::fs::remove_file(object).unwrap();
    assert_eq!(verdict(&house, &[]), "bad");
}

#[test]
#[ignore = "s3"]
fn a_kill_between_rows_and_photos_leaves_no_photo_for_ever() {
    let mut storage = Storage::new();
    storage.start();
    let (house, key) = House::with_bundle();
    storage.introduce(&house);
    let office = house.serve(&[]);
    let received = |broken: bool| {
        let phone = Phone::new(&office.address, &key).with_photo(b"foto KTP contoh");
        let mut envelope = phone.seal(1);
        if broken {
            *envelope.last_mut().unwrap() ^= 1;
        }
        assert_eq!(phone.put(1, &envelope).status, 201);
        phone.upload(&phone.photos[0]);
        phone
    };
    let (erased, stays) = (received(false), received(false));
    // Opened while the bucket answers: an opener that waits for their photos would come to the junk
    // much later.
    assert!(house.output(&["open"]).status.success());
    let junk = [received(true), received(true)];
    let held = |phone: &Phone| storage.held(phone, &phone.photos[0]).is_some();
    let is_gone = |phone: &Phone| phone.status().status == 404;

    storage.pause();
    let id = erased.id.to_string();
    let erase = ["erase", &id, "--why", "CONTOH"];
    let open = ["open", "--most-waiting", "1"];
    let mut erasing = house.command(&erase).spawn().unwrap();
    wait_for("the rows are not gone", || erased.status().status == 410);
    erasing.kill().unwrap();
    erasing.wait().unwrap();
    let mut opening = house.command(&open).spawn().unwrap();
    wait_for("nothing is forgotten", || junk.iter().any(is_gone));
    opening.kill().unwrap();
    opening.wait().unwrap();
    let [forgotten, kept] = if is_gone(&junk[0]) {
        [&junk[0], &junk[1]]
    } else {
        [&junk[1], &junk[0]]
    };
    storage.resume();
    assert!(
        [&erased, forgotten].into_iter().all(held),
        "killed before the photos went"
    );
    assert_eq!(verdict(&house, &[]), "look", "the doctor says it");
    office.signal("KILL");
    office.wait();
    let _office = house.serve(&[]);
    wait_for("the photos are still there", || {
        ![&erased, forgotten].into_iter().any(held)
    });
    assert!([&stays, kept].into_iter().all(held), "and no other one");
    assert_eq!(verdict(&house, &[]), "ok");
}
