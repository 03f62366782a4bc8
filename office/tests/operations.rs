//! Running an office: start, stop, limits, keys, logs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::io::Write;
use std::time::Duration;

use common::House;
use common::http::{read, request, send};
use common::phone::Phone;
use common::stopwatch::Stopwatch;

#[test]
fn one_command_makes_keys_and_prints_the_trust_file() {
    let house = House::new();
    let output = house.output(&["trust", "--url", "https://kantor.contoh.id/"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("keys made"), "{said}");
    let again = house.output(&["trust", "--url", "https://kantor.contoh.id"]);
    assert_eq!(
        (output.stdout, again.stderr),
        (again.stdout, Vec::new()),
        "the second time they are there"
    );
    let refused = house.refuses(2, &["trust", "--url", "http://kantor.contoh.id"]);
    assert!(refused.contains("https"), "{refused}");
}

#[test]
fn a_slip_in_the_data_folder_founds_no_office_and_copies_nothing() {
    let house = House::new();
    let away = house.folder.path().join("copy");
    let away = away.to_str().unwrap();
    for command in [
        ["list"].as_slice(),
        &["show", "7K2M-94QX"],
        &["accept", "7K2M-94QX"],
        &["refuse", "7K2M-94QX", "--words", "x"],
        &["audit"],
        &["export", "7K2M-94QX", "--to", away],
        &["erase", "7K2M-94QX", "--why", "x"],
        &["erased"],
        &["backup", away],
        &["retention", "run"],
    ] {
        let said = house.refuses(2, command);
        assert!(
            said.contains("there is no office in") && said.contains("--dir"),
            "{command:?}: {said}"
        );
    }
    assert!(!house.data().exists(), "asked for nothing, made nothing");
    assert!(!std::path::Path::new(away).exists());
}

#[test]
fn what_the_system_says_is_said_of_something() {
    let house = House::new();
    house.trust();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (code, command, of) in [
        (
            2,
            ["serve", "--listen", "8080"].as_slice(),
            "127.0.0.1:8080",
        ),
        (1, &["serve", "--listen", &taken], &taken),
        (1, &["web", "--listen", &taken], &taken),
        (1, &["serve", "--url-file", "/nowhere/url"], "/nowhere/url"),
        (
            2,
            &["keys", "rotate", "--passphrase-file", "/nowhere/words"],
            "/nowhere/words",
        ),
        (
            2,
            &[
                "keys",
                "backup",
                "/nowhere/copy",
                "--copy-passphrase-file",
                "/nowhere/words",
            ],
            "/nowhere/words",
        ),
        (2, &["bundle", "sign"], "--built-in"),
    ] {
        let said = house.refuses(code, command);
        assert!(said.contains(of), "{command:?}: {said}");
    }
}

#[test]
fn a_data_folder_that_cannot_be_one_is_named() {
    let house = House::new();
    std::fs::write(house.data(), b"").unwrap();
    let said = house.refuses(1, &["officer", "list"]);
    assert!(said.contains(&house.data().display().to_string()), "{said}");
}

#[test]
fn keys_never_lie_inside_the_data_folder() {
    let house = House::new();
    let inside = house.data().join("keys");
    let said = house.refuses(
        1,
        &[
            "trust",
            "--url",
            "http://127.0.0.1:1",
            "--keys",
            inside.to_str().unwrap(),
        ],
    );
    assert!(said.contains("inside the data folder"), "{said}");
    assert!(!inside.exists());
}

#[test]
fn keys_under_a_passphrase_need_it_to_open_and_not_to_be_listed() {
    let house = House::new();
    let file = house.folder.path().join("passphrase");
    std::fs::write(&file, "kata sandi contoh\n").unwrap();
    let file = file.to_str().unwrap();
    house.run(&["keys", "new", "--passphrase-file", file]);
    let said = house.refuses(1, &["open"]);
    assert!(said.contains("--passphrase-file"), "{said}");
    house.run(&["open", "--passphrase-file", file]);
    assert_eq!(
        house
            .json(&["keys", "list", "--json"])
            .as_array()
            .unwrap()
            .len(),
        5
    );
}

#[test]
fn what_two_processes_with_keys_find_waiting_is_opened_once() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let phones: Vec<Phone> = (0..150)
        .map(|_| Phone::new(&office.address, &key))
        .collect();
    for phone in &phones {
        assert_eq!(phone.record(1).status, 201);
    }
    // The page opens beside the opener; here four are let loose on one queue.
    let openers: Vec<_> = (0..4)
        .map(|_| house.command(&["open"]).spawn().unwrap())
        .collect();
    for mut opener in openers {
        assert!(opener.wait().unwrap().success());
    }
    let rows = house.json(&["audit", "--json"]);
    let opened = rows
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["action"] == "open")
        .count();
    assert_eq!(opened, phones.len());
}

#[test]
fn a_request_under_way_is_finished_before_the_office_ends() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[
        "--url-file",
        house.folder.path().join("url").to_str().unwrap(),
    ]);
    let url = std::fs::read_to_string(house.folder.path().join("url")).unwrap();
    assert_eq!(url, format!("http://{}", office.address));
    let phone = Phone::new(&office.address, &key);
    let envelope = phone.seal(1);
    let path = format!("{}/revisions/1", phone.path());
    let mut under_way = send(
        &phone.office,
        "PUT",
        &path,
        &[phone.bearer()],
        envelope.len(),
        &envelope[..10],
    );
    // Connections are taken in the order in which they came, so this answer says that the first was.
    assert_eq!(phone.status().status, 404);
    std::thread::sleep(Duration::from_millis(100));
    office.signal("TERM");
    let asked = Stopwatch::start();
    while std::net::TcpStream::connect(&office.address).is_ok() {
        assert!(
            asked.elapsed() < Duration::from_secs(10),
            "nobody new is let in"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    under_way.write_all(&envelope[10..]).unwrap();
    assert_eq!(read(&mut under_way).status, 201);
    let (code, log) = office.wait();
    assert_eq!(code, Some(0), "{log}");
}

#[test]
fn the_log_is_json_and_names_no_id_token_or_digest() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--open"]);
    let phone = Phone::new(&office.address, &key).with_photo(b"foto");
    phone.record(1);
    phone.upload(&phone.photos[0]);
    phone.patch(&phone.photos[0], 3, b"x");
    phone.status();
    request(
        &office.address,
        "GET",
        &format!("/nowhere/{}", phone.id),
        &[phone.bearer()],
        &[],
    );
    let (code, log) = office.stop();
    assert_eq!(code, Some(0));
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let routes: Vec<_> = lines
        .iter()
        .filter_map(|line| line["fields"]["route"].as_str())
        .collect();
    assert!(
        routes.contains(&"/v1/registrations/{id}/photos/{digest}") && routes.contains(&"other"),
        "{routes:?}"
    );
    let photo = phone.photos[0].digest.to_string();
    for secret in [
        phone.id.to_string(),
        phone.token.to_string(),
        photo,
        "127.0.0.1".into(),
        "SITI".into(),
    ] {
        assert!(!log.contains(&secret), "{secret} is in {log}");
    }
}

#[test]
fn health_and_metrics_answer() {
    let (house, key) = House::with_bundle();
    let monitored = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string();
    let office = house.serve(&["--metrics", &monitored]);
    let phone = Phone::new(&office.address, &key);
    phone.record(1);
    assert_eq!(
        request(&office.address, "GET", "/healthz", &[], &[]).body,
        b"ok"
    );
    let metrics = String::from_utf8(request(&monitored, "GET", "/metrics", &[], &[]).body).unwrap();
    for line in [
        "payung_registrations{state=\"received\"} 1",
        "payung_work_oldest_seconds 0",
        "payung_work_aside 0",
        "payung_requests_total{method=\"PUT\",route=\"/v1/registrations/{id}/revisions/{revision}\",status=\"201\"} 1",
    ] {
        assert!(
            metrics.lines().any(|found| found == line),
            "{line} is not in {metrics}"
        );
    }
}

#[test]
fn too_much_at_once_is_asked_to_come_later_and_health_still_answers() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--requests", "0"]);
    let phone = Phone::new(&office.address, &key);
    let answer = phone.status();
    assert_eq!(answer.problem(), (429, "slow_down".to_owned()));
    assert!(answer.headers.contains_key("retry-after"));
    assert_eq!(
        request(&office.address, "GET", "/healthz", &[], &[]).status,
        200
    );
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let house = House::new();
    let office = house.serve(&[]);
    let long = [("x-long", "x".repeat(100_000))];
    let answer = send(&office.address, "GET", "/healthz", &long, 0, &[]);
    let mut answer = answer;
    assert!(matches!(read(&mut answer).status, 400 | 431));
}

#[test]
fn other_paths_and_methods_are_answered_as_json() {
    let house = House::new();
    let office = house.serve(&[]);
    assert_eq!(
        request(&office.address, "GET", "/", &[], &[]).problem(),
        (404, "none".to_owned())
    );
    assert_eq!(
        request(&office.address, "POST", "/v1/bundle", &[], &[]).problem(),
        (405, "malformed".to_owned())
    );
}

/// What was answered is in the log beside the database until it is copied over. A program that closes
/// the database as its last user removes that log: by their locks it sees who has it open. POSIX
/// takes all locks of a process on a file away when that process closes the file once.
#[test]
#[cfg(target_os = "linux")]
fn an_office_keeps_its_locks_on_the_database_however_many_connections_it_opens() {
    use std::os::unix::fs::MetadataExt;

    let house = House {
        folder: tempfile::tempdir().unwrap(),
        database: None,
    };
    let key = house.trust().office_keys[0].clone();
    house.run(&["bundle", "sign", "--built-in"]);
    let office = house.serve(&[]);
    let process = office.process().to_string();
    let is_locked = |name: &str| {
        let file = std::fs::metadata(house.data().join(name)).unwrap();
        let inode = format!(":{}", file.ino());
        let locks = std::fs::read_to_string("/proc/locks").unwrap();
        locks.lines().any(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            words[1] == "POSIX" && words[4] == process && words[5].ends_with(&inode)
        })
    };
    // What looks at the queue every three seconds has connections of its own by then.
    std::thread::sleep(Duration::from_secs(4));
    let phone = Phone::new(&office.address, &key);
    assert_eq!(phone.record(1).status, 201);
    for name in ["office.db", "office.db-shm"] {
        assert!(is_locked(name), "{name} looks as if nobody had it open");
    }
}
