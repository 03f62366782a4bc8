//! How much the office takes on: from many behind one address, from one in a hurry, and when the
//! disk is nearly full.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use common::http::request;
use common::phone::{Phone, Photo};
use common::{House, NOW_MILLIS};

const BEHIND_PROXY: [&str; 2] = ["--address-header", "x-forwarded-for"];
const DAY: u64 = 24 * 60 * 60;

/// As the proxy on this machine passes it on.
fn of(address: &str) -> (&'static str, String) {
    ("x-forwarded-for", address.to_owned())
}

#[test]
fn two_thousand_registrations_from_one_address_pass() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&BEHIND_PROXY);
    let recorded = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| {
                for _ in 0..100 {
                    let phone = Phone::new(&office.address, &key);
                    let headers = [phone.bearer(), of("36.68.0.1")];
                    let path = format!("{}/revisions/1", phone.path());
                    let answer = request(&office.address, "PUT", &path, &headers, &phone.seal(1));
                    assert_eq!(answer.status, 201, "{answer:?}");
                    recorded.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(recorded.into_inner(), 2000);
}

#[test]
fn who_hammers_is_slowed_and_neither_the_others_nor_the_owner_of_the_id_notice() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--burst", "30", "--per-second", "1"]);
    let [hasty, other] = [
        Phone::new(&office.address, &key),
        Phone::new(&office.address, &key),
    ];
    assert_eq!((hasty.record(1).status, other.record(1).status), (201, 201));
    let answers: Vec<_> = (0..60).map(|_| hasty.status()).collect();
    let passed = answers.iter().filter(|answer| answer.status == 200).count();
    assert!(
        (29..40).contains(&passed),
        "{passed} of 60: a bucket, and what is filled up meanwhile"
    );
    let slowed = answers.iter().find(|answer| answer.status == 429).unwrap();
    assert_eq!(slowed.problem(), (429, "slow_down".to_owned()));
    assert!(
        (2..=4).contains(&slowed.headers["retry-after"].parse::<u32>().unwrap()),
        "{slowed:?}"
    );
    assert_eq!(other.status().status, 200);
    let stranger = [("authorization", format!("Bearer {}", "A".repeat(43)))];
    for _ in 0..60 {
        request(&office.address, "GET", &other.path(), &stranger, &[]);
    }
    assert_eq!(
        other.status().status,
        200,
        "who does not have the token uses up a share of its own"
    );
}

#[test]
fn those_who_are_sent_away_together_are_told_different_times() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--burst", "1", "--per-second", "1"]);
    let phone = Phone::new(&office.address, &key);
    let told: std::collections::BTreeSet<_> = (0..60)
        .filter_map(|_| phone.status().headers.get("retry-after").cloned())
        .collect();
    assert!(told.len() > 1, "{told:?}");
}

#[test]
fn a_nearly_full_disk_takes_no_photo_and_still_takes_records() {
    let (house, key) = House::with_bundle();
    let full = (503, "full".to_owned());
    let office = house.serve(&["--min-free", "1000000000"]);
    let phone = Phone::new(&office.address, &key).with_photo(b"foto");
    assert_eq!(phone.record(1).status, 201);
    let answer = phone.create(&phone.photos[0]);
    assert_eq!(answer.problem(), full);
    assert!(
        (300..=600).contains(&answer.headers["retry-after"].parse::<u32>().unwrap()),
        "{answer:?}"
    );
    assert_eq!(phone.status().status, 200);
    drop(office);
    let office = house.serve(&["--min-free-for-records", "1000000000"]);
    assert_eq!(Phone::new(&office.address, &key).record(1).problem(), full);
    drop(office);
    // What was begun before the disk became full waits, and goes on afterwards.
    let office = house.serve(&[]);
    let phone = Phone {
        office: office.address.clone(),
        ..phone
    };
    let photo = phone.photos[0].clone();
    phone.create(&photo);
    assert_eq!(phone.patch(&photo, 0, &photo.bytes[..5]).status, 204);
    drop(office);
    let office = house.serve(&["--min-free", "1000000000"]);
    let phone = Phone {
        office: office.address.clone(),
        ..phone
    };
    assert_eq!(phone.patch(&photo, 5, &photo.bytes[5..]).problem(), full);
    assert_eq!(phone.head(&photo).offset(), 5);
}

#[test]
fn an_upload_that_nobody_goes_on_with_is_removed_and_its_record_stays() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--keep-uploads", "3"]);
    let mut phone = Phone::new(&office.address, &key).with_photo(b"ditinggalkan");
    phone.photos.push(Photo::of("selfie", b"baru saja"));
    phone.record(1);
    for photo in &phone.photos {
        let created = phone.create(photo);
        assert!(
            created.headers["upload-expires"].ends_with(" GMT"),
            "{created:?}"
        );
        phone.patch(photo, 0, &photo.bytes[..5]);
    }
    office.stop();
    let now = UNIX_EPOCH + Duration::from_millis(NOW_MILLIS.unsigned_abs());
    let age = |photo: usize, age: u64| -> SystemTime {
        let path = payung_office::photo_store::path(
            &house.data().join("photos"),
            phone.id,
            phone.photos[photo].digest,
        );
        let at = now - Duration::from_secs(age);
        std::fs::File::options()
            .write(true)
            .open(path)
            .unwrap()
            .set_modified(at)
            .unwrap();
        at
    };
    let (_, young) = (age(0, 3 * DAY), age(1, 3 * DAY - 60));
    let office = house.serve(&["--keep-uploads", "3"]);
    let phone = Phone {
        office: office.address.clone(),
        ..phone
    };
    assert_eq!(phone.head(&phone.photos[0]).status, 404);
    let kept = phone.head(&phone.photos[1]);
    assert_eq!(kept.offset(), 5);
    // 2026-11-23T09:00+07:00, and the minute that is left of its three days.
    assert_eq!(
        kept.headers["upload-expires"], "Mon, 23 Nov 2026 02:01:00 GMT",
        "{young:?}"
    );
    assert_eq!(phone.status().json()["photos"][0]["offset"], 0);
    for photo in &phone.photos {
        assert_eq!(phone.create(photo).status, 201);
        let from = phone.head(photo).offset();
        let sent = phone.patch(photo, from, &photo.bytes[usize::try_from(from).unwrap()..]);
        assert_eq!(
            (sent.status, sent.headers.get("upload-expires")),
            (204, None),
            "what is whole does not end"
        );
    }
    assert_eq!(phone.state(), "received");
    let (_, log) = office.stop();
    assert!(
        log.contains("too old") && log.contains("\"count\":1"),
        "{log}"
    );
}
