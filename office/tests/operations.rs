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
use payung_model::sealed::{Bundle, BundleChain};

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
fn a_signed_bundle_is_one_that_phones_with_the_trust_file_take_also_after_a_rotation() {
    let house = House::new();
    let trust = house.trust();
    house.run(&["bundle", "sign", "--built-in"]);
    let office = house.serve(&[]);
    let fetch = || request(&office.address, "GET", "/v1/bundle?engine=4", &[], &[]).body;
    let held = BundleChain {
        sequence: 0,
        keys: trust.bundle_keys.clone(),
    };
    let (first, held) = held.receive(&fetch(), Bundle::ENGINE).unwrap();
    assert_eq!(
        (first.sequence, &first.office_keys),
        (1, &trust.office_keys)
    );
    house.run(&["bundle", "sign", "--built-in", "--rotate"]);
    let (second, held) = held.receive(&fetch(), Bundle::ENGINE).unwrap();
    assert_eq!(
        held.keys[0], trust.bundle_keys[1],
        "the announced key signed"
    );
    house.run(&["keys", "new"]);
    house.run(&["bundle", "sign", "--built-in"]);
    let third = Bundle::verify(&fetch(), &held, Bundle::ENGINE).unwrap();
    assert_eq!((second.sequence, third.office_keys.len()), (2, 2));
    assert_eq!(
        third.office_keys[1], trust.office_keys[0],
        "the newest key comes first"
    );
}

#[test]
fn an_office_whose_clock_is_not_plausible_signs_nothing_until_somebody_says_that_it_is_right() {
    let house = House::new();
    house.trust();
    let sign = |now: &str, more: &[&str]| {
        let args = [&["bundle", "sign", "--built-in"], more].concat();
        house.command_at(now, &args).output().unwrap()
    };
    for wrong in [
        "1970-01-01T00:00:00Z",
        "2025-12-29T00:00:00Z",
        "2099-01-01T00:00:00Z",
    ] {
        let refused = sign(wrong, &[]);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{wrong}: {said}");
        assert!(
            said.contains("clock") && said.contains("--clock-is-right"),
            "{said}"
        );
    }
    assert!(sign("2026-11-23T09:00:00+07:00", &[]).status.success());
    assert_eq!(
        sign("2026-11-20T09:00:00+07:00", &[]).status.code(),
        Some(2),
        "before the last bundle"
    );
    assert!(
        sign("2026-11-22T21:00:00+07:00", &[]).status.success(),
        "a clock that was set by half a day"
    );
    assert_eq!(
        house
            .command_at("2040-01-01T00:00:00Z", &["keys", "rotate"])
            .output()
            .unwrap()
            .status
            .code(),
        Some(2)
    );
    assert!(
        sign("2040-01-01T00:00:00Z", &["--clock-is-right"])
            .status
            .success()
    );
}

#[test]
fn a_phone_that_holds_old_keys_is_answered_with_the_newest_bundle_that_they_signed() {
    let house = House::new();
    let trust = house.trust();
    house.run(&["bundle", "sign", "--built-in"]);
    for _ in 0..3 {
        house.run(&["bundle", "sign", "--built-in", "--rotate"]);
    }
    let office = house.serve(&[]);
    let get = |query: &str| {
        request(
            &office.address,
            "GET",
            &format!("/v1/bundle?engine=4{query}"),
            &[],
            &[],
        )
    };
    let mut held = BundleChain {
        sequence: 0,
        keys: trust.bundle_keys,
    };
    assert!(
        held.receive(&get("").body, Bundle::ENGINE).is_err(),
        "no key that it holds has signed the newest"
    );
    for expected in [2, 3, 4] {
        let signers = held
            .keys
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(",");
        let (bundle, next) = held
            .receive(&get(&format!("&signers={signers}")).body, Bundle::ENGINE)
            .unwrap();
        assert_eq!(bundle.sequence, expected);
        held = next;
    }
    assert_eq!(get("&signers=CONTOH").status, 400);
    assert_eq!(get("&signers=").status, 400);
    let stranger = payung_model::sealed::SigningKey::new(&mut payung_office::random::SystemRandom)
        .unwrap()
        .public();
    assert_eq!(get(&format!("&signers={stranger}")).status, 404);
}

#[test]
fn content_with_a_mistake_is_not_signed_and_the_file_is_named() {
    let house = House::new();
    house.trust();
    let folder = house.folder.path().join("content");
    std::fs::create_dir_all(folder.join("forms")).unwrap();
    std::fs::write(folder.join("forms/bpu.json"), "{}").unwrap();
    house.refuses(2, &["bundle", "sign", folder.to_str().unwrap()]);
    house.refuses(
        2,
        &[
            "bundle",
            "sign",
            house.folder.path().join("none").to_str().unwrap(),
        ],
    );
}

#[test]
fn a_folder_of_content_is_signed() {
    let house = House::new();
    house.trust();
    let folder = house.folder.path().join("content");
    for (name, bytes) in payung_model::content::Content::built_in_files() {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let said = house.run(&["bundle", "sign", folder.to_str().unwrap()]);
    assert!(said.starts_with("bundle 1 signed by "), "{said}");
}

#[test]
fn a_list_of_places_goes_packed_and_one_in_no_region_is_not_signed() {
    let house = House::new();
    house.trust();
    let folder = house.folder.path().join("content");
    for (name, bytes) in payung_model::content::Content::built_in_files() {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let list = |district: &str| {
        let list = serde_json::json!({ "version": 2, "checked": "2026-11-20", "source": "INVENTED [D]", "places": [{
            "id": "cabang-contoh", "kind": "branch", "name": "Kantor Cabang Contoh", "address": "Jalan Contoh Nomor 0",
            "district": district, "does": ["pay"], "hours": [], "checked": "2026-11-20",
        }] });
        std::fs::write(folder.join("places.json"), list.to_string()).unwrap();
    };
    list("32.99.01");
    let said = house.refuses(2, &["bundle", "sign", folder.to_str().unwrap()]);
    assert!(
        said.contains("places.json: cabang-contoh: there is no region 32.99.01"),
        "{said}"
    );
    list("32.1");
    let said = house.refuses(2, &["bundle", "sign", folder.to_str().unwrap()]);
    assert!(
        said.contains("places.json: places[0] (cabang-contoh): district: a code like"),
        "{said}"
    );
    list("32.01.01");
    house.run(&["bundle", "sign", folder.to_str().unwrap()]);
    let office = house.serve(&[]);
    let bytes = request(&office.address, "GET", "/v1/bundle?engine=4", &[], &[]).body;
    let held = BundleChain {
        sequence: 0,
        keys: house.trust().bundle_keys,
    };
    let bundle = Bundle::verify(&bytes, &held, Bundle::ENGINE).unwrap();
    assert!(!bundle.files.contains_key("places.json"));
    let list = payung_model::places::Places::unpack(&bundle.files["places.bin"]).unwrap();
    assert_eq!(list.open().all()[0].name, "Kantor Cabang Contoh");
    // Signed again as it is, without the folder.
    house.run(&["keys", "new"]);
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
    std::thread::sleep(Duration::from_millis(100));
    office.signal("TERM");
    std::thread::sleep(Duration::from_millis(100));
    assert!(
        std::net::TcpStream::connect(&office.address).is_err(),
        "nobody new is let in"
    );
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
