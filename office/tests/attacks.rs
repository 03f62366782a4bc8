//! Cheap ways to keep others out, tried on the real program: while they go on, an honest phone gets
//! through within ten seconds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use common::http::send;
use common::phone::{Phone, Photo};
use common::stopwatch::Stopwatch;
use common::{House, Serving};

/// How long an honest phone may need for its record and its photo.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a phone does, how it does it, and the status of a success.
type Step<'s> = (&'s str, &'s dyn Fn(&Phone) -> u16, u16);

/// A phone from another address than the attacker: all of 127.0.0.0/8 is this machine.
fn honest_phone_gets_through(office: &Serving, phone: &mut Phone) {
    let started = Stopwatch::start();
    phone.photos.push(Photo::of("ktp", &vec![7; 60_000]));
    let steps: [Step<'_>; 3] = [
        ("record", &|phone| phone.record(1).status, 201),
        ("photo", &|phone| phone.create(&phone.photos[0]).status, 201),
        (
            "bytes",
            &|phone| {
                phone
                    .patch(&phone.photos[0], 0, &phone.photos[0].bytes)
                    .status
            },
            204,
        ),
    ];
    for (what, step, good) in steps {
        loop {
            let status =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| step(phone))).unwrap_or(0);
            assert!(
                started.elapsed() < PATIENCE,
                "{what}: {status} after {:?}",
                started.elapsed()
            );
            if status == good {
                break;
            }
            // As a phone does when it is told to come again, or when its connection was closed.
            std::thread::sleep(Duration::from_millis(500));
        }
    }
    assert_eq!(phone.state(), "received");
    assert!(
        started.elapsed() < PATIENCE,
        "{:?} at {}",
        started.elapsed(),
        office.address
    );
}

#[test]
fn four_hundred_bodies_that_come_slowly_keep_nobody_out() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--address-header", "x-forwarded-for"]);
    let slow: Vec<TcpStream> = (0..400)
        .map(|_| {
            let phone = Phone::new(&office.address, &key);
            let path = format!("{}/revisions/1", phone.path());
            let of = ("x-forwarded-for", "36.68.0.1".to_owned());
            send(
                &office.address,
                "PUT",
                &path,
                &[phone.bearer(), of],
                60_000,
                b"s",
            )
        })
        .collect();
    std::thread::sleep(Duration::from_millis(300));
    honest_phone_gets_through(&office, &mut Phone::new(&office.address, &key));
    drop(slow);
}

#[test]
fn more_slow_heads_than_there_are_places_keep_nobody_out() {
    let (house, key) = House::with_bundle();
    // The system allows few open files here, so that a few hundred connections are too many.
    let mut command = std::process::Command::new("bash");
    let office = house.command(&["serve"]);
    command
        .args(["-c", "ulimit -n 700 && exec \"$0\" \"$@\""])
        .arg(office.get_program())
        .args(office.get_args());
    let office = Serving::start(command);
    let heads: Vec<TcpStream> = (0..1100)
        .map(|_| {
            let mut stream = TcpStream::connect(&office.address).unwrap();
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nx-slow: ");
            stream
        })
        .collect();
    honest_phone_gets_through(&office, &mut Phone::new(&office.address, &key));
    drop(heads);
}

#[test]
fn two_hundred_clients_that_ask_for_the_rules_and_read_slowly_keep_nobody_out() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..200 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let headers = [("accept-encoding", "deflate".to_owned())];
                    let mut stream = send(
                        &office.address,
                        "GET",
                        "/v1/bundle?engine=99",
                        &headers,
                        0,
                        b"",
                    );
                    let _ = stream.read(&mut [0; 16]);
                    std::thread::sleep(Duration::from_millis(100));
                }
            });
        }
        std::thread::sleep(Duration::from_millis(500));
        honest_phone_gets_through(&office, &mut Phone::new(&office.address, &key));
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_client_that_never_reads_its_answer_is_closed() {
    let (house, key) = House::with_bundle();
    let _ = &key;
    let office = house.serve(&[]);
    let mut stream = TcpStream::connect(&office.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    // More answers than the system's buffers hold; none is read.
    let ask = b"GET /v1/bundle?engine=99 HTTP/1.1\r\nhost: a\r\n\r\n".repeat(64);
    stream.write_all(&ask).unwrap();
    std::thread::sleep(Duration::from_secs(37));
    let mut rest = Vec::new();
    // What was in the buffers comes, then the end or a reset; the office does not go on.
    let _ = stream.read_to_end(&mut rest);
    let whole = rest
        .windows(15)
        .filter(|piece| piece.starts_with(b"HTTP/1.1 200 OK"))
        .count();
    assert!(whole < 64, "{whole} answers");
}

#[test]
fn junk_that_nobody_opens_is_bounded() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--most-waiting", "3"]);
    let record = || Phone::new(&office.address, &key).record(1);
    for _ in 0..5 {
        assert_eq!(record().status, 201);
    }
    let wait_for = |status: u16| {
        let started = Stopwatch::start();
        while record().status != status {
            assert!(started.elapsed() < PATIENCE, "no {status}");
            std::thread::sleep(Duration::from_millis(300));
        }
    };
    wait_for(503);
    assert_eq!(record().problem(), (503, "full".to_owned()));
    house.run(&["open"]);
    wait_for(201);
}

#[test]
fn the_counters_are_told_on_a_listener_of_their_own_only() {
    let house = House::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string();
    let office = house.serve(&["--metrics", &free]);
    assert_eq!(
        common::http::request(&office.address, "GET", "/metrics", &[], &[]).problem(),
        (404, "none".into())
    );
    let told = common::http::request(&free, "GET", "/metrics", &[], &[]);
    assert!(
        told.status == 200
            && String::from_utf8(told.body)
                .unwrap()
                .contains("payung_disk_free_bytes")
    );
    assert_eq!(
        common::http::request(&free, "GET", "/v1/bundle?engine=1", &[], &[]).problem(),
        (404, "none".into())
    );
}

#[test]
fn no_part_of_the_memory_is_left_behind_by_a_crash() {
    let house = House::new();
    let office = house.serve(&[]);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", office.process())).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .unwrap();
    assert_eq!(
        core.split_whitespace().collect::<Vec<_>>()[4..6],
        ["0", "0"],
        "{core}"
    );
}
