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
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use common::http::{request, send};
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
fn junk_that_waits_is_bounded_and_keeps_no_honest_phone_out() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[
        "--most-waiting",
        "100",
        "--address-header",
        "x-forwarded-for",
    ]);
    // With a photo that is never sent it waits for ever; without one it waits for an opener that
    // does not run here.
    let junk = |number: usize| {
        let phone = Phone::new(&office.address, &key);
        let phone = if number.is_multiple_of(2) {
            phone.with_photo(b"x")
        } else {
            phone
        };
        let path = format!("{}/revisions/1", phone.path());
        let of = ("x-forwarded-for", "36.68.0.1".to_owned());
        let headers = [phone.bearer(), of];
        request(&office.address, "PUT", &path, &headers, &phone.seal(1))
    };
    let known = Phone::new(&office.address, &key);
    assert_eq!(known.record(1).status, 201);
    for number in 0..110 {
        assert_eq!(junk(number).status, 201);
    }
    // Until it is noticed, and what one address may send is used up.
    let refused = (110..390).find_map(|number| {
        std::thread::sleep(Duration::from_millis(40));
        Some(junk(number)).filter(|answer| answer.status != 201)
    });
    assert_eq!(refused.unwrap().problem(), (503, "full".to_owned()));
    honest_phone_gets_through(&office, &mut Phone::new(&office.address, &key));
    // What the office has already is corrected from wherever it comes.
    let path = format!("{}/revisions/2", known.path());
    let of = ("x-forwarded-for", "36.68.0.1".to_owned());
    let headers = [known.bearer(), of];
    let corrected = request(&office.address, "PUT", &path, &headers, &known.seal(2));
    assert_eq!(corrected.status, 201);
    let stranger = Phone::new(&office.address, &key).bearer();
    let stranger = [stranger, headers[1].clone()];
    let refused = request(&office.address, "PUT", &path, &stranger, &known.seal(2));
    assert_eq!(refused.status, 503, "only with its token");
}

#[test]
fn junk_that_does_not_open_goes_by_itself_and_keeps_no_honest_phone_out() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--open", "--most-waiting", "3"]);
    let junk: Vec<Phone> = (0..20)
        .map(|_| {
            let phone = Phone::new(&office.address, &key);
            let mut envelope = phone.seal(1);
            *envelope.last_mut().unwrap() ^= 1;
            let tried = Stopwatch::start();
            while phone.put(1, &envelope).status != 201 {
                assert!(tried.elapsed() < PATIENCE, "it is never taken");
                std::thread::sleep(Duration::from_millis(300));
            }
            phone
        })
        .collect();
    honest_phone_gets_through(&office, &mut Phone::new(&office.address, &key));
    let left = || {
        let lines = house.json(&["list", "--json"]);
        let broken =
            |line: &&serde_json::Value| line["flags"] == serde_json::json!(["seal_broken"]);
        lines.as_array().unwrap().iter().filter(broken).count()
    };
    let started = Stopwatch::start();
    while left() != 3 {
        assert!(started.elapsed() < PATIENCE, "{} are left", left());
        std::thread::sleep(Duration::from_millis(200));
    }
    let gone = junk.iter().filter(|phone| phone.status().status == 404);
    assert_eq!(
        gone.count(),
        17,
        "and no tombstone of theirs fills the disk"
    );
    assert!(house.run(&["audit"]).contains("that do not open"));
}

/// How many registrations of one NIK the attacker sends; `PAYUNG_LONG=1` sends them all.
fn registrations_of_one_nik() -> usize {
    match std::env::var_os("PAYUNG_LONG") {
        Some(_) => 8_400,
        None => 840,
    }
}

/// Each of them is a duplicate of all others, so the opener has the most to find that it can have,
/// and it shares the database with the intake.
#[test]
fn many_registrations_of_one_nik_keep_nobody_out_while_they_are_opened() {
    const SENDERS: usize = 4;
    let (house, key) = House::with_bundle();
    let many = registrations_of_one_nik();
    let office = house.serve(&["--open", "--address-header", "x-forwarded-for"]);
    let (taken, started) = (AtomicUsize::new(0), Stopwatch::start());
    let patience = PATIENCE * u32::try_from(many / 50).unwrap();
    let send = |from: usize| {
        for number in (from..many).step_by(SENDERS) {
            let phone = Phone::new(&office.address, &key);
            let path = format!("{}/revisions/1", phone.path());
            // Each from another address, as many captured machines send.
            let [high, low] = [number / 256, number % 256];
            let of = ("x-forwarded-for", format!("36.68.{high}.{low}"));
            let (headers, sealed) = ([phone.bearer(), of], phone.seal(1));
            let tried = Stopwatch::start();
            while request(&office.address, "PUT", &path, &headers, &sealed).status != 201 {
                assert!(tried.elapsed() < PATIENCE * 6, "{number} is not taken");
                std::thread::sleep(Duration::from_millis(500));
            }
            taken.fetch_add(1, Ordering::AcqRel);
        }
    };
    let honest = |after: usize| {
        while taken.load(Ordering::Acquire) < after {
            assert!(started.elapsed() < patience, "they are not all taken");
            std::thread::sleep(Duration::from_millis(20));
        }
        // It has the same NIK too.
        honest_phone_gets_through(&office, &mut Phone::new(&office.address, &key));
    };
    std::thread::scope(|scope| {
        for from in 0..SENDERS {
            scope.spawn(move || send(from));
        }
        // The last one comes when all of them are there.
        [many / 3, many * 2 / 3, many].into_iter().for_each(honest);
    });
    loop {
        let listed = house.json(&["list", "--json"]);
        let lines = listed.as_array().unwrap();
        assert_eq!(lines.len(), many + 3);
        if lines.iter().all(|line| line["opened"] == true) {
            let is_alone = |line: &&serde_json::Value| line["duplicates_count"] == 0;
            assert_eq!(lines.iter().find(is_alone), None);
            break;
        }
        assert!(started.elapsed() < patience, "they are never all opened");
        std::thread::sleep(Duration::from_secs(1));
    }
}

/// Eight machines send as fast as they can, each record from another address, so that nothing that
/// counts by address helps. What does not open is kept up to the bound, and an honest phone gets
/// through in the middle of it.
#[test]
fn a_stream_of_junk_from_everywhere_keeps_no_honest_phone_out() {
    const SENDERS: usize = 8;
    const BOUND: usize = 50;
    let (house, key) = House::with_bundle();
    let bound = BOUND.to_string();
    let proxy = ["--address-header", "x-forwarded-for"];
    let office = house.serve(&[&["--open", "--most-waiting", &bound], &proxy[..]].concat());
    let (taken, done) = (AtomicUsize::new(0), AtomicBool::new(false));
    let send = |sender: usize| {
        for number in 0.. {
            if done.load(Ordering::Acquire) {
                return;
            }
            let phone = Phone::new(&office.address, &key);
            let path = format!("{}/revisions/1", phone.path());
            let of = format!("36.{sender}.{}.{}", number / 250 % 250, number % 250);
            let mut envelope = phone.seal(1);
            *envelope.last_mut().unwrap() ^= 1;
            let headers = [phone.bearer(), ("x-forwarded-for", of)];
            let answer = request(&office.address, "PUT", &path, &headers, &envelope);
            match answer.status {
                201 => drop(taken.fetch_add(1, Ordering::AcqRel)),
                429 | 503 => {}
                other => panic!("junk is answered {other}"),
            }
        }
    };
    std::thread::scope(|scope| {
        for sender in 0..SENDERS {
            scope.spawn(move || send(sender));
        }
        for _ in 0..3 {
            std::thread::sleep(Duration::from_secs(1));
            honest_phone_gets_through(&office, &mut Phone::new(&office.address, &key));
        }
        done.store(true, Ordering::Release);
    });
    let taken = taken.into_inner();
    assert!(taken > 4 * BOUND, "{taken} are no stream");
    let started = Stopwatch::start();
    loop {
        let listed = house.json(&["list", "--json"]);
        let (broken, good): (Vec<_>, Vec<_>) = listed
            .as_array()
            .unwrap()
            .iter()
            .partition(|line| line["flags"] == serde_json::json!(["seal_broken"]));
        let opened = good.iter().filter(|line| line["opened"] == true).count();
        if broken.len() <= BOUND && good.len() == 3 && opened == 3 {
            break;
        }
        let left = (broken.len(), good.len(), opened);
        assert!(started.elapsed() < PATIENCE * 3, "{left:?} of {taken}");
        std::thread::sleep(Duration::from_millis(300));
    }
}

/// An answer of 16 KiB that does not deflate well, so that a record is nearly as large as one may be.
fn large(phone: &mut Phone) {
    let mut number: u64 = 0x9e37_79b9_7f4a_7c15;
    let questions = ["a", "b", "c", "d"];
    phone.answers.extend(questions.map(|question| {
        let value = (0..16 * 1024).map(|_| {
            number ^= number << 13;
            number ^= number >> 7;
            number ^= number << 17;
            char::from(b'!' + u8::try_from(number % 90).unwrap())
        });
        (question, value.collect())
    }));
}

#[test]
fn large_junk_that_waits_is_bounded_by_its_bytes_and_keeps_no_honest_phone_out() {
    let (house, key) = House::with_bundle();
    let bounds = ["--most-waiting-size", "2"];
    let proxy = ["--address-header", "x-forwarded-for"];
    let office = house.serve(&[bounds, proxy].concat());
    let mut first = Phone::new(&office.address, &key).with_photo(b"x");
    large(&mut first);
    let size = first.seal(1).len();
    assert!((45_000..65_536).contains(&size), "{size}");
    // A photo that is never sent: no opener ever looks at it.
    let junk = |_| {
        let mut phone = Phone::new(&office.address, &key).with_photo(b"x");
        large(&mut phone);
        let path = format!("{}/revisions/1", phone.path());
        let of = ("x-forwarded-for", "36.68.0.1".to_owned());
        let headers = [phone.bearer(), of];
        let sealed = phone.seal(1);
        (
            sealed.len(),
            request(&office.address, "PUT", &path, &headers, &sealed),
        )
    };
    let (mut taken, mut refused) = (0, None);
    for number in 0..390 {
        let (bytes, answer) = junk(number);
        if answer.status != 201 {
            refused = Some(answer);
            break;
        }
        taken += bytes;
        std::thread::sleep(Duration::from_millis(40));
    }
    assert_eq!(refused.unwrap().problem(), (503, "full".to_owned()));
    // Far fewer rows than may wait. With four times the bound nobody would get through; this address is
    // refused before that.
    assert!(taken < 8 << 20, "{taken} bytes were taken");
    honest_phone_gets_through(&office, &mut Phone::new(&office.address, &key));
}

#[test]
fn what_does_not_open_is_bounded_also_where_the_opener_runs_apart() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let left = || {
        let lines = house.json(&["list", "--json"]);
        let broken =
            |line: &&serde_json::Value| line["flags"] == serde_json::json!(["seal_broken"]);
        lines.as_array().unwrap().iter().filter(broken).count()
    };
    let send = |count: usize, prepare: &dyn Fn(&mut Phone)| {
        for _ in 0..count {
            let mut phone = Phone::new(&office.address, &key);
            prepare(&mut phone);
            let mut envelope = phone.seal(1);
            *envelope.last_mut().unwrap() ^= 1;
            assert_eq!(phone.put(1, &envelope).status, 201);
        }
    };
    send(9, &|_| {});
    house.run(&["open", "--most-waiting", "3"]);
    assert_eq!(left(), 3);
    // By rows these would be far from too many.
    send(30, &large);
    house.run(&["open", "--most-waiting-size", "1"]);
    let kept = left();
    assert!(
        (15..24).contains(&kept),
        "{kept} of about 50 kB each are a MiB"
    );
    house.refuses(2, &["open", "--most-waiting-size", "0"]);
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
        request(&office.address, "GET", "/metrics", &[], &[]).problem(),
        (404, "none".into())
    );
    let told = request(&free, "GET", "/metrics", &[], &[]);
    assert!(
        told.status == 200
            && String::from_utf8(told.body)
                .unwrap()
                .contains("payung_disk_free_bytes")
    );
    assert_eq!(
        request(&free, "GET", "/v1/bundle?engine=1", &[], &[]).problem(),
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
