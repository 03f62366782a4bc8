//! Several processes of one office over one PostgreSQL: what one of them begins, another one knows.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::collections::BTreeSet;
use std::io::Write;
use std::net::TcpStream;
use std::process::Stdio;
use std::time::Duration;

use common::browser::{Browser, text};
use common::http::{request, send};
use common::phone::{Phone, Photo};
use common::postgres::PostgresServer;
use common::{House, Serving};
use payung_model::sealed::OfficePublicKey;

const PASSWORD: &str = "payung hujan pasar";
/// 31 seconds after every other process: the lease of one that died is over.
const AFTER_THE_LEASE: &str = "2026-11-23T09:00:31+07:00";
/// Bytes that arrive before a line is cut.
const HALF: usize = 30_000;

fn office(database: String) -> (House, OfficePublicKey) {
    let house = House {
        folder: tempfile::tempdir().unwrap(),
        database: Some(database),
    };
    let key = house.trust().office_keys[0].clone();
    house.run(&["bundle", "sign", "--built-in"]);
    (house, key)
}

/// The same office on another machine: the same database, and a data folder of its own.
fn other_machine(house: &House) -> House {
    House {
        folder: tempfile::tempdir().unwrap(),
        database: house.database.clone(),
    }
}

/// A phone whose record was received by the first process, with one photo.
fn phone(serving: &Serving, key: &OfficePublicKey) -> (Phone, Photo) {
    let phone = Phone::new(&serving.address, key).with_photo(&vec![b'f'; 2 * HALF]);
    assert_eq!(phone.record(1).status, 201);
    let photo = phone.photos[0].clone();
    (phone, photo)
}

/// The phone, which goes on at another process.
fn at(phone: &Phone, serving: &Serving) -> Phone {
    let mut moved = Phone::new(&serving.address, &phone.key);
    (moved.id, moved.token) = (phone.id, phone.token.clone());
    moved.photos.clone_from(&phone.photos);
    moved
}

/// Half of a photo arrives, and the line stays open.
fn half(phone: &Phone, photo: &Photo) -> TcpStream {
    assert_eq!(phone.create(photo).status, 201);
    let headers = phone.tus_headers(&Phone::patch_headers(0));
    let path = phone.photo_path(photo);
    let (whole, bytes) = (photo.bytes.len(), &photo.bytes[..HALF]);
    let stream = send(&phone.office, "PATCH", &path, &headers, whole, bytes);
    for _ in 0..1000 {
        if phone.status().json()["photos"][0]["offset"] == HALF {
            return stream;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the bytes did not arrive");
}

/// Goes on as phones do: asks for the offset, sends the rest, and asks again when somebody else is
/// writing. How often it asked.
fn go_on(phone: &Phone, photo: &Photo) -> usize {
    for asked in 1..=50 {
        let mut answer = phone.head(photo);
        if answer.status == 404 {
            answer = phone.create(photo);
        }
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
#[ignore = "postgresql"]
fn an_upload_that_one_process_writes_goes_on_at_another() {
    let server = PostgresServer::shared().unwrap();
    let (house, key) = office(server.office_database().unwrap());
    let serving = [house.serve(&[]), house.serve(&[])];
    let (here, photo) = phone(&serving[0], &key);
    let there = at(&here, &serving[1]);
    let _open = half(&here, &photo);
    let rest = &photo.bytes[HALF..];
    assert_eq!(
        there.patch(&photo, HALF as u64, rest).problem(),
        (409, "offset".to_owned()),
        "one process writes it"
    );
    // The line to the first process is still open, and would be for half a minute. Each question
    // waits for two seconds, so the other process has stopped by then, or never does.
    let asked = go_on(&there, &photo);
    assert!(asked < 10, "{asked}");
    assert_eq!(
        (here.state(), there.state()),
        ("received".into(), "received".into())
    );
    assert_eq!(here.head(&photo).offset(), photo.bytes.len() as u64);
}

#[test]
#[ignore = "postgresql"]
fn one_photo_sent_to_many_processes_at_once_is_whole() {
    let server = PostgresServer::shared().unwrap();
    let (house, key) = office(server.office_database().unwrap());
    let serving = [house.serve(&[]), house.serve(&[])];
    let (here, photo) = phone(&serving[0], &key);
    std::thread::scope(|scope| {
        for place in 0..6 {
            let (phone, photo) = (at(&here, &serving[place % 2]), &photo);
            scope.spawn(move || go_on(&phone, photo));
        }
    });
    assert_eq!(here.state(), "received");
    let stored =
        payung_office::photo_store::path(&house.data().join("photos"), here.id, photo.digest);
    assert_eq!(std::fs::read(stored).unwrap(), photo.bytes);
}

#[test]
#[ignore = "postgresql"]
fn a_machine_with_a_folder_of_its_own_takes_the_photo_from_its_beginning() {
    let server = PostgresServer::shared().unwrap();
    let (house, key) = office(server.office_database().unwrap());
    let elsewhere = other_machine(&house);
    let serving = [house.serve(&[]), elsewhere.serve(&[])];
    let (here, photo) = phone(&serving[0], &key);
    let there = at(&here, &serving[1]);
    let open = half(&here, &photo);
    assert_eq!(there.head(&photo).status, 404, "no bytes came here");
    let asked = go_on(&there, &photo);
    assert!(asked < 10, "{asked}");
    assert_eq!(
        (here.state(), there.state()),
        ("received".into(), "received".into())
    );
    drop(open);
    assert_eq!(
        here.head(&photo).offset(),
        photo.bytes.len() as u64,
        "the first machine knows that nothing is missing"
    );
}

#[test]
#[ignore = "postgresql"]
fn what_a_process_that_died_was_writing_is_free_after_its_lease() {
    let server = PostgresServer::shared().unwrap();
    let (house, key) = office(server.office_database().unwrap());
    let elsewhere = other_machine(&house);
    let first = house.serve(&[]);
    let second = elsewhere.serve(&[]);
    let (here, photo) = phone(&first, &key);
    let _open = half(&here, &photo);
    first.signal("KILL");
    first.wait();
    let there = at(&here, &second);
    assert_eq!(there.create(&photo).status, 201);
    assert_eq!(
        there.patch(&photo, 0, &photo.bytes).problem(),
        (409, "offset".to_owned()),
        "nobody knows yet that it died"
    );
    let later = Serving::start(elsewhere.command_at(AFTER_THE_LEASE, &["serve"]));
    let there = at(&here, &later);
    assert_eq!(there.patch(&photo, 0, &photo.bytes).status, 204);
    assert_eq!(there.state(), "received");
}

#[test]
#[ignore = "postgresql"]
fn what_is_erased_at_one_machine_leaves_the_disk_of_another() {
    let server = PostgresServer::shared().unwrap();
    let (house, key) = office(server.office_database().unwrap());
    let elsewhere = other_machine(&house);
    let serving = [house.serve(&[]), elsewhere.serve(&[])];
    let (here, photo) = phone(&serving[0], &key);
    let there = at(&here, &serving[1]);
    drop(half(&there, &photo));
    let photos = || common::files_below(&elsewhere.data().join("photos")).len();
    assert_eq!(photos(), 1);
    house.run(&["erase", &here.id.to_string(), "--why", "contoh"]);
    let [_, second] = serving;
    second.stop();
    assert_eq!(photos(), 1, "the other machine has not looked yet");
    let _again = elsewhere.serve(&[]);
    assert_eq!(
        photos(),
        0,
        "it looks before it serves, and every ten minutes"
    );
}

#[test]
#[ignore = "postgresql"]
fn who_stops_in_order_leaves_no_claim() {
    let server = PostgresServer::shared().unwrap();
    let (house, key) = office(server.office_database().unwrap());
    let serving = [house.serve(&[]), house.serve(&[])];
    let (here, photo) = phone(&serving[0], &key);
    let open = half(&here, &photo);
    let [first, second] = serving;
    drop(open);
    assert_eq!(first.stop().0, Some(0));
    let there = at(&here, &second);
    assert_eq!(there.head(&photo).offset(), HALF as u64);
    assert_eq!(
        there
            .patch(&photo, HALF as u64, &photo.bytes[HALF..])
            .status,
        204
    );
}

#[test]
#[ignore = "postgresql"]
fn a_database_that_goes_in_the_middle_of_a_photo_is_said_with_503_and_loses_nothing() {
    // A server of its own, which ends as in a crash.
    let mut server = PostgresServer::start().unwrap();
    let (house, key) = office(server.database().unwrap());
    let serving = [house.serve(&[]), house.serve(&[])];
    let (here, photo) = phone(&serving[0], &key);
    let there = at(&here, &serving[1]);
    let mut open = half(&here, &photo);
    server.end().unwrap();
    open.write_all(&photo.bytes[HALF..]).unwrap();
    let answers = [
        common::http::read(&mut open),
        there.head(&photo),
        there.patch(&photo, HALF as u64, b"x"),
        there.status(),
    ];
    for answer in answers {
        assert_eq!(answer.status, 503, "{answer:?}");
        assert!(answer.headers.contains_key("retry-after"), "{answer:?}");
    }
    server.begin().unwrap();
    // The database forgot who had claimed what. All bytes came, and none is asked for again.
    let whole = photo.bytes.len() as u64;
    let settled = (0..20).find_map(|_| {
        let answer = there.head(&photo);
        (answer.status == 200).then(|| answer.offset())
    });
    assert_eq!(settled, Some(whole));
    assert_eq!(
        (here.state(), there.state()),
        ("received".into(), "received".into())
    );
}

#[test]
#[ignore = "postgresql"]
fn processes_know_how_many_they_are_and_each_grants_its_part_of_the_rate() {
    let server = PostgresServer::shared().unwrap();
    let (house, key) = office(server.office_database().unwrap());
    let monitored: Vec<(Serving, String)> = (0..2).map(|_| monitored(&house)).collect();
    for (_, metrics) in &monitored {
        let told = (0..600).any(|_| {
            let page = request(metrics, "GET", "/metrics", &[], &[]);
            std::thread::sleep(Duration::from_millis(50));
            text(&page).lines().any(|line| line == "payung_processes 2")
        });
        assert!(told, "the other process is never seen");
    }
    // Of ten a process now grants five, and one more every two seconds.
    let phone = Phone::new(&monitored[0].0.address, &key);
    let watch = common::stopwatch::Stopwatch::start();
    let asked = (0..10).map(|_| phone.status().status);
    let granted = asked.filter(|status| *status != 429).count();
    let most = 5 + usize::try_from(watch.elapsed().as_secs()).unwrap();
    assert!((1..=most).contains(&granted), "{granted} of {most}");
}

/// A process, and where it tells its counters.
fn monitored(house: &House) -> (Serving, String) {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let metrics = port.local_addr().unwrap().to_string();
    drop(port);
    let serving = house.serve(&["--metrics", &metrics, "--burst", "10", "--per-second", "1"]);
    (serving, metrics)
}

/// Two processes of the officers' web over one office that has officers.
fn pages() -> (House, OfficePublicKey, [Serving; 2]) {
    let server = PostgresServer::shared().unwrap();
    let (house, key) = office(server.office_database().unwrap());
    for (name, role) in [("dewi", "decider"), ("sari", "decider")] {
        let mut child = house
            .command(&["officer", "add", name, "--role", role])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut typed = child.stdin.take().unwrap();
        typed.write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
        drop(typed);
        assert!(child.wait().unwrap().success());
    }
    let page = || Serving::start(house.command(&["web", "--take-back-minutes", "0"]));
    let pages = [page(), page()];
    (house, key, pages)
}

#[test]
#[ignore = "postgresql"]
fn who_tried_wrong_passwords_waits_at_every_process() {
    let (_house, _key, pages) = pages();
    let mut own = Browser::signed_in(&pages[0].address, "dewi", PASSWORD);
    own.cookie = None;
    for place in 0..4 {
        let mut stranger = Browser::new(&pages[place % 2].address);
        assert_eq!(stranger.sign_in("dewi", "bukan ini, bukan").status, 403);
    }
    for page in &pages {
        let mut stranger = Browser::new(&page.address);
        assert_eq!(
            stranger.sign_in("dewi", PASSWORD).status,
            403,
            "the name waits"
        );
    }
    // Her own device does not wait with the stranger, at the other process either.
    let mut known = Browser {
        address: pages[1].address.clone(),
        ..own.clone()
    };
    assert_eq!(known.sign_in("dewi", PASSWORD).status, 303);
    known.cookie = None;
    let mut thieves = [own.clone(), known.clone()];
    for place in 0..4 {
        let thief = &mut thieves[place % 2];
        assert_eq!(thief.sign_in("dewi", "bukan ini, bukan").status, 403);
    }
    for thief in &mut thieves {
        assert_eq!(
            thief.sign_in("dewi", PASSWORD).status,
            403,
            "the device waits"
        );
    }
}

#[test]
#[ignore = "postgresql"]
fn a_registration_is_read_and_decided_by_one_officer_whichever_process_they_use() {
    let (house, key, pages) = pages();
    let serving = house.serve(&[]);
    let phones: Vec<Phone> = (0..2).map(|_| Phone::new(&serving.address, &key)).collect();
    for phone in &phones {
        assert_eq!(phone.record(1).status, 201);
    }
    house.run(&["open"]);
    let dewi = Browser::signed_in(&pages[0].address, "dewi", PASSWORD);
    let sari = Browser::signed_in(&pages[1].address, "sari", PASSWORD);
    let next = |browser: &Browser| browser.get("/next").headers["location"].clone();
    let first = next(&dewi);
    dewi.see(&first);
    let second = next(&sari);
    assert!(
        second.starts_with("/registrations/") && second != first,
        "{second}"
    );
    let page = sari.see(&first);
    let mark = page.split_once("<p class=\"mark\">").expect("a mark").1;
    assert!(
        mark.split("</p>").next().unwrap().contains("dewi"),
        "{page}"
    );
    sari.see(&second);
    let refuse = |browser: &Browser, words: &str| {
        browser.post(
            &first,
            &[
                ("verdict", "refuse"),
                ("revision", "1"),
                ("refuse_words", words),
            ],
        )
    };
    let verdicts = std::thread::scope(|scope| {
        let both = [(&dewi, "Contoh satu."), (&sari, "Contoh dua.")]
            .map(|(browser, words)| scope.spawn(move || refuse(browser, words).status));
        both.map(|done| done.join().unwrap())
    });
    assert_eq!(
        BTreeSet::from(verdicts),
        BTreeSet::from([303, 409]),
        "one decided, and the other was told"
    );
    let decisions = house.json(&["audit", "--json"]);
    let decided = decisions
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["action"] == "refuse");
    assert_eq!(decided.count(), 1);
}
