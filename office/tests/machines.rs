//! Several machines of one office: one PostgreSQL, one bucket, and disks of their own. What came of a
//! photo at one of them is there for all (docs/adr/0024).
//!
//! `./payung test bucket` builds the S3 server and runs these; they are ignored otherwise.
#![cfg(feature = "s3")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use common::http::send;
use common::phone::{Phone, Photo};
use common::postgres::PostgresServer;
use common::storage::Storage;
use common::{House, Serving};
use payung_model::sealed::OfficePublicKey;

/// Bytes that come to the first machine.
const HALF: usize = 30_000;
/// The day after the last day on which an unfinished upload is kept.
const TOO_LATE: &str = "2026-12-08T09:00:01+07:00";
/// The lease of a process that died is over.
const AFTER_THE_LEASE: &str = "2026-11-23T09:00:31+07:00";

/// An office of two machines.
struct Town {
    storage: Storage,
    machines: [House; 2],
    key: OfficePublicKey,
    /// Ends with the office, unless all tests share it.
    server: Option<PostgresServer>,
}

impl Town {
    fn new() -> Self {
        let database = PostgresServer::shared().unwrap().office_database().unwrap();
        Self::over(&database, None)
    }

    /// With a database server of its own.
    fn with_server() -> Self {
        let server = PostgresServer::start().unwrap();
        let database = server.database().unwrap();
        Self::over(&database, Some(server))
    }

    fn over(database: &str, server: Option<PostgresServer>) -> Self {
        let mut storage = Storage::new();
        storage.start();
        let machines = [(); 2].map(|()| House {
            folder: tempfile::tempdir().unwrap(),
            database: Some(database.to_owned()),
        });
        let key = machines[0].trust().office_keys[0].clone();
        machines[0].run(&["bundle", "sign", "--built-in"]);
        for machine in &machines {
            std::fs::create_dir_all(machine.data()).unwrap();
            storage.introduce(machine);
        }
        Self {
            storage,
            machines,
            key,
            server,
        }
    }

    fn serve(&self, more: &[&str]) -> [Serving; 2] {
        [self.machines[0].serve(more), self.machines[1].serve(more)]
    }

    /// No machine has a photo on its disk.
    fn disks_are_empty(&self) -> bool {
        self.machines.iter().all(|machine| {
            let photos = machine.data().join("photos");
            !photos.exists() || common::files_below(&photos).is_empty()
        })
    }
}

/// A phone whose record was received by that process, with one photo of which nothing came.
fn phone(serving: &Serving, key: &OfficePublicKey) -> (Phone, Photo) {
    let phone = Phone::new(&serving.address, key).with_photo(&vec![b'f'; 2 * HALF]);
    assert_eq!(phone.record(1).status, 201);
    let photo = phone.photos[0].clone();
    assert_eq!(phone.create(&photo).status, 201);
    (phone, photo)
}

/// The phone, whose next connection goes to another process.
fn at(phone: &Phone, serving: &Serving) -> Phone {
    let mut moved = Phone::new(&serving.address, &phone.key);
    (moved.id, moved.token) = (phone.id, phone.token.clone());
    moved.photos.clone_from(&phone.photos);
    moved
}

/// A request that is under way: half of the photo is on its way, and the line stays open.
fn half(phone: &Phone, photo: &Photo) -> TcpStream {
    let headers = phone.tus_headers(&Phone::patch_headers(0));
    let path = phone.photo_path(photo);
    let (whole, bytes) = (photo.bytes.len(), &photo.bytes[..HALF]);
    send(&phone.office, "PATCH", &path, &headers, whole, bytes)
}

/// Waits until a machine has that many bytes of it on its disk.
fn wait_for_disk(machine: &House, phone: &Phone, photo: &Photo, bytes: usize) {
    let path =
        payung_office::photo_store::path(&machine.data().join("photos"), phone.id, photo.digest);
    for _ in 0..1000 {
        if std::fs::metadata(&path).is_ok_and(|found| found.len() == bytes as u64) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the bytes did not arrive");
}

/// Goes on as phones do, until the photo is whole.
fn go_on(phone: &Phone, photo: &Photo) -> usize {
    for asked in 1..=50 {
        let answer = phone.head(photo);
        if answer.status == 409 {
            continue;
        }
        let offset = answer.offset();
        let rest = &photo.bytes[usize::try_from(offset).unwrap()..];
        match phone.patch(photo, offset, rest).status {
            204 => return asked,
            409 => {}
            status => panic!("{status}"),
        }
    }
    panic!("it never got its turn");
}

#[test]
#[ignore = "s3"]
fn a_photo_goes_on_at_another_machine_after_the_first_one_died() {
    let town = Town::new();
    let [first, second] = town.serve(&[]);
    let (here, photo) = phone(&first, &town.key);
    let there = at(&here, &second);
    assert_eq!(there.head(&photo).offset(), 0, "it was begun at the first");
    assert_eq!(here.patch(&photo, 0, &photo.bytes[..HALF]).status, 204);
    first.signal("KILL");
    first.wait();
    // Nothing has to be waited for: what was answered is in the database.
    let answer = there.head(&photo);
    assert_eq!(answer.offset(), HALF as u64);
    assert!(answer.headers.contains_key("upload-expires"), "{answer:?}");
    assert_eq!(there.status().json()["photos"][0]["offset"], HALF);
    assert!(
        town.storage.held(&here, &photo).is_none(),
        "half of it is no photo"
    );
    let rest = &photo.bytes[HALF..];
    assert_eq!(
        there.patch(&photo, 3, rest).problem(),
        (409, "offset".to_owned())
    );
    assert_eq!(there.patch(&photo, HALF as u64, rest).status, 204);
    assert_eq!(there.state(), "received");
    assert_eq!(
        town.storage.held(&here, &photo).as_ref(),
        Some(&photo.bytes)
    );
    assert!(town.disks_are_empty());
    // The first machine comes back and knows it.
    let again = town.machines[0].serve(&[]);
    let here = at(&there, &again);
    assert_eq!(here.head(&photo).offset(), photo.bytes.len() as u64);
}

#[test]
#[ignore = "s3"]
fn bytes_of_a_line_that_hangs_at_one_machine_count_at_the_other() {
    let town = Town::new();
    let [first, second] = town.serve(&[]);
    let (here, photo) = phone(&first, &town.key);
    let there = at(&here, &second);
    let open = half(&here, &photo);
    wait_for_disk(&town.machines[0], &here, &photo, HALF);
    assert_eq!(
        there.patch(&photo, 0, &photo.bytes).problem(),
        (409, "offset".to_owned()),
        "one machine writes it"
    );
    // Each question waits for two seconds, so the other one has stopped by then, or never does.
    let settled = (0..10).find_map(|_| {
        let answer = there.head(&photo);
        (answer.status == 200 && answer.offset() > 0).then(|| answer.offset())
    });
    assert_eq!(settled, Some(HALF as u64), "no byte is asked for again");
    assert_eq!(go_on(&there, &photo), 1);
    assert_eq!(
        town.storage.held(&here, &photo).as_ref(),
        Some(&photo.bytes)
    );
    assert_eq!(
        (here.state(), there.state()),
        ("received".into(), "received".into())
    );
    drop(open);
}

#[test]
#[ignore = "s3"]
fn what_a_machine_had_when_it_was_killed_is_there_once_it_is_back() {
    let town = Town::new();
    let [first, second] = town.serve(&[]);
    let (here, photo) = phone(&first, &town.key);
    let there = at(&here, &second);
    assert_eq!(here.patch(&photo, 0, &photo.bytes[..9]).status, 204);
    let headers = here.tus_headers(&Phone::patch_headers(9));
    let (path, left) = (here.photo_path(&photo), photo.bytes.len() - 9);
    let _open = send(
        &here.office,
        "PATCH",
        &path,
        &headers,
        left,
        &photo.bytes[9..HALF],
    );
    wait_for_disk(&town.machines[0], &here, &photo, HALF);
    first.signal("KILL");
    first.wait();
    assert_eq!(there.head(&photo).offset(), 9, "what was answered");
    let _again = town.machines[0].serve(&[]);
    assert_eq!(there.head(&photo).offset(), HALF as u64);
    assert!(town.disks_are_empty());
    assert_eq!(go_on(&there, &photo), 1);
    assert_eq!(
        town.storage.held(&here, &photo).as_ref(),
        Some(&photo.bytes)
    );
}

#[test]
#[ignore = "s3"]
fn bytes_that_a_dead_machine_leaves_behind_do_not_come_back_over_what_came_since() {
    let town = Town::new();
    let [first, second] = town.serve(&[]);
    let (here, photo) = phone(&first, &town.key);
    let _open = half(&here, &photo);
    wait_for_disk(&town.machines[0], &here, &photo, HALF);
    first.signal("KILL");
    first.wait();
    second.stop();
    // The other machine gets the photo in other parts, and is not done with it.
    let later = |args: &[&str]| Serving::start(town.machines[1].command_at(AFTER_THE_LEASE, args));
    let second = later(&["serve"]);
    let there = at(&here, &second);
    assert_eq!(there.patch(&photo, 0, &photo.bytes[..HALF + 7]).status, 204);
    let _again = town.machines[0].serve(&[]);
    assert_eq!(there.head(&photo).offset(), HALF as u64 + 7);
    assert!(town.disks_are_empty());
    assert_eq!(go_on(&there, &photo), 1);
    assert_eq!(
        town.storage.held(&here, &photo).as_ref(),
        Some(&photo.bytes)
    );
}

#[test]
#[ignore = "s3"]
fn one_photo_sent_to_both_machines_at_once_is_whole() {
    let town = Town::new();
    let serving = town.serve(&[]);
    let (here, photo) = phone(&serving[0], &town.key);
    std::thread::scope(|scope| {
        for place in 0..6 {
            let (phone, photo) = (at(&here, &serving[place % 2]), &photo);
            scope.spawn(move || go_on(&phone, photo));
        }
    });
    assert_eq!(here.state(), "received");
    assert_eq!(
        town.storage.held(&here, &photo).as_ref(),
        Some(&photo.bytes)
    );
}

#[test]
#[ignore = "s3"]
fn a_photo_that_is_whole_while_the_bucket_is_away_is_put_there_by_any_machine() {
    let mut town = Town::new();
    let [first, second] = town.serve(&[]);
    let (here, photo) = phone(&first, &town.key);
    let there = at(&here, &second);
    town.storage.kill();
    assert_eq!(here.patch(&photo, 0, &photo.bytes[..HALF]).status, 204);
    let rest = &photo.bytes[HALF..];
    let told = here.patch(&photo, HALF as u64, rest);
    assert_eq!(told.problem(), (503, "slow_down".to_owned()));
    assert_eq!(there.head(&photo).status, 503);
    first.signal("KILL");
    first.wait();
    town.storage.start();
    assert_eq!(
        there.head(&photo).offset(),
        photo.bytes.len() as u64,
        "no byte is asked for again"
    );
    assert_eq!(there.state(), "received");
    assert_eq!(
        town.storage.held(&here, &photo).as_ref(),
        Some(&photo.bytes)
    );
}

#[test]
#[ignore = "s3"]
fn wrong_bytes_begin_again_at_every_machine_and_what_is_given_up_is_gone() {
    let town = Town::new();
    let serving = town.serve(&[]);
    let (here, photo) = phone(&serving[0], &town.key);
    let there = at(&here, &serving[1]);
    let mut wrong = photo.bytes.clone();
    wrong[1] ^= 1;
    assert_eq!(here.patch(&photo, 0, &wrong[..HALF]).status, 204);
    assert_eq!(
        there.patch(&photo, HALF as u64, &wrong[HALF..]).problem(),
        (460, "checksum".to_owned())
    );
    assert_eq!(
        (here.head(&photo).offset(), there.head(&photo).offset()),
        (0, 0)
    );
    assert_eq!(there.patch(&photo, 0, &photo.bytes[..HALF]).status, 204);
    // Terminated at one machine, gone at the other.
    assert_eq!(
        here.tus("DELETE", &here.photo_path(&photo), &[], &[])
            .status,
        204
    );
    assert_eq!(there.head(&photo).status, 404);
    assert_eq!(there.create(&photo).offset(), 0);
    assert_eq!(there.patch(&photo, 0, &photo.bytes[..HALF]).status, 204);
    // Withdrawn, and erased: nothing is left to go on with.
    let (other, second) = phone(&serving[0], &town.key);
    assert_eq!(other.patch(&second, 0, &second.bytes[..HALF]).status, 204);
    assert_eq!(here.ask("DELETE", &here.path()).status, 200);
    assert_eq!(there.status().json()["photos"][0]["offset"], 0);
    town.machines[1].run(&["erase", &other.id.to_string(), "--why", "contoh"]);
    assert_eq!(other.head(&second).status, 410);
    assert!(town.disks_are_empty());
}

#[test]
#[ignore = "s3"]
fn an_upload_that_nobody_goes_on_with_expires_whichever_machine_took_it() {
    let town = Town::new();
    let [first, second] = town.serve(&[]);
    let (here, photo) = phone(&first, &town.key);
    assert_eq!(here.patch(&photo, 0, &photo.bytes[..HALF]).status, 204);
    first.stop();
    second.stop();
    let again = town.machines[1].serve(&[]);
    assert_eq!(at(&here, &again).head(&photo).offset(), HALF as u64);
    again.stop();
    let late = Serving::start(town.machines[1].command_at(TOO_LATE, &["serve"]));
    let there = at(&here, &late);
    assert_eq!(there.head(&photo).status, 404);
    assert_eq!(there.create(&photo).offset(), 0, "it may begin again");
    assert_eq!(there.patch(&photo, 0, &photo.bytes).status, 204);
    assert_eq!(there.state(), "received");
}

#[test]
#[ignore = "s3"]
fn while_too_many_parts_wait_whole_photos_come_and_parts_are_refused() {
    let town = Town::new();
    let serving = town.serve(&["--most-unfinished", "0"]);
    let (here, photo) = phone(&serving[0], &town.key);
    let there = at(&here, &serving[1]);
    assert_eq!(here.patch(&photo, 0, &photo.bytes[..HALF]).status, 204);
    // They are counted every three seconds.
    let refused = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        let offset = usize::try_from(there.head(&photo).offset()).unwrap();
        let told = there.patch(&photo, offset as u64, &photo.bytes[offset..=offset]);
        told.status == 503 && told.problem().1 == "full"
    });
    assert!(refused);
    let (other, whole) = phone(&serving[1], &town.key);
    assert_eq!(other.patch(&whole, 0, &whole.bytes).status, 204);
    assert_eq!(other.state(), "received");
    assert_eq!(
        go_on(&there, &photo),
        1,
        "the rest of a photo needs no room"
    );
    assert_eq!(there.state(), "received");
}

#[test]
#[ignore = "s3"]
fn a_database_that_goes_while_bytes_come_has_what_was_answered() {
    let mut town = Town::with_server();
    let serving = town.serve(&[]);
    let (here, photo) = phone(&serving[0], &town.key);
    let there = at(&here, &serving[1]);
    assert_eq!(here.patch(&photo, 0, &photo.bytes[..HALF]).status, 204);
    let headers = here.tus_headers(&Phone::patch_headers(HALF as u64));
    let (path, left) = (here.photo_path(&photo), photo.bytes.len() - HALF);
    let mut open = send(
        &here.office,
        "PATCH",
        &path,
        &headers,
        left,
        &photo.bytes[HALF..HALF + 9],
    );
    wait_for_disk(&town.machines[0], &here, &photo, HALF + 9);
    let server = town.server.as_mut().unwrap();
    server.end().unwrap();
    open.write_all(&photo.bytes[HALF + 9..]).unwrap();
    for answer in [common::http::read(&mut open), there.head(&photo)] {
        assert_eq!(answer.status, 503, "{answer:?}");
        assert!(answer.headers.contains_key("retry-after"), "{answer:?}");
    }
    server.begin().unwrap();
    let settled = (0..50).find_map(|_| {
        let answer = there.head(&photo);
        (answer.status == 200).then(|| answer.offset())
    });
    assert_eq!(settled, Some(HALF as u64));
    assert_eq!(go_on(&there, &photo), 1);
    assert_eq!(
        town.storage.held(&here, &photo).as_ref(),
        Some(&photo.bytes)
    );
}
