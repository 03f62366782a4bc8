//! `office doctor`: a well office is well, and every illness is named.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use common::House;
use common::phone::Phone;

/// What `doctor` says of one thing: verdict and words.
fn says(house: &House, what: &str, args: &[&str]) -> (String, String) {
    let output = house.output(&[&["doctor", "--json"], args].concat());
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let bad = found
        .as_array()
        .unwrap()
        .iter()
        .any(|one| one["verdict"] == "bad");
    assert_eq!(
        output.status.code(),
        Some(i32::from(bad)),
        "the exit code says it too"
    );
    let one = found
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["what"] == what);
    let one = one.unwrap_or_else(|| panic!("{what} is not in {found}"));
    (
        one["verdict"].as_str().unwrap().to_owned(),
        one["words"].as_str().unwrap().to_owned(),
    )
}

fn verdict(house: &House, what: &str, args: &[&str]) -> String {
    says(house, what, args).0
}

/// Backs up data and keys.
fn copy_all(house: &House) {
    let folder = house.folder.path();
    let passphrase = folder.join("copy-passphrase");
    std::fs::write(&passphrase, "kata sandi salinan\n").unwrap();
    mode(&passphrase, 0o600);
    house.run(&["backup", folder.join("backup").to_str().unwrap()]);
    let copy = folder.join("keys-copy.json");
    let by = ["--copy-passphrase-file", passphrase.to_str().unwrap()];
    house.run(&[&["keys", "backup", copy.to_str().unwrap()], &by[..]].concat());
}

#[test]
fn copies_that_were_never_made_or_are_old_are_asked_for() {
    let (house, _) = House::with_bundle();
    assert!(
        says(&house, "backup", &[]).1.contains("never")
            && says(&house, "keys copy", &[]).1.contains("never")
    );
    copy_all(&house);
    assert_eq!(
        (
            verdict(&house, "backup", &[]),
            verdict(&house, "keys copy", &[])
        ),
        ("ok".into(), "ok".into())
    );
    let later = |command: &[&str]| {
        let output = house
            .command_at("2026-11-26T09:00:00+07:00", command)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(later(&["doctor"]).contains("does the timer run"));
    later(&["keys", "rotate"]);
    assert!(later(&["doctor"]).contains("copy them again"));
}

#[test]
fn an_office_that_was_founded_has_its_own_name_and_serves_it() {
    let house = House::new();
    let folder = house.folder.path();
    let trust = folder.join("trust.json");
    let said = house.refuses(2, &["init", "--name", "Koperasi Contoh"]);
    assert!(
        said.contains("--address"),
        "nobody is there to be asked: {said}"
    );
    let own = [
        "--name",
        "Koperasi Contoh",
        "--address",
        "Jalan Contoh 1, Cibinong",
        "--contact",
        "0812 0000 0000",
    ];
    let init = [
        &[
            "init",
            "--url",
            "https://office.example.id",
            "--trust",
            trust.to_str().unwrap(),
        ][..],
        &own,
    ]
    .concat();
    house.run(&init);
    assert!(
        says(&house, "controller", &[])
            .1
            .contains("Koperasi Contoh")
    );
    assert_eq!(verdict(&house, "controller", &[]), "ok");
    payung_model::sealed::TrustFile::parse(&std::fs::read(&trust).unwrap()).unwrap();
    house.refuses(2, &init);
    house.run(&[
        "bundle",
        "sign",
        folder.join("data-content").to_str().unwrap(),
    ]);
    let (_, log) = house.serve(&[]).stop();
    assert!(!log.contains("example"), "{log}");
    let (_, log) = House::with_bundle().0.serve(&[]).stop();
    assert!(log.contains("name of an example"), "{log}");
}

#[test]
fn a_list_of_places_that_is_empty_or_old_is_to_be_looked_at() {
    let house = House::with_bundle().0;
    assert!(says(&house, "places", &[]).1.contains("is empty"));
    let folder = house.folder.path().join("content");
    for (name, bytes) in payung_model::content::Content::built_in_files() {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let list = |checked: &str| {
        let list = serde_json::json!({ "version": 2, "checked": checked, "source": "INVENTED [D]", "places": [{
            "id": "cabang-contoh", "kind": "branch", "name": "Kantor Cabang Contoh", "address": "Jalan Contoh Nomor 0",
            "district": "32.01.01", "does": ["pay"], "hours": [], "checked": checked,
        }] });
        std::fs::write(folder.join("places.json"), list.to_string()).unwrap();
        house.run(&["bundle", "sign", folder.to_str().unwrap()]);
        says(&house, "places", &[])
    };
    let (verdict, words) = list("2026-11-20");
    assert_eq!(
        (verdict.as_str(), words.as_str()),
        ("ok", "list 2: 1 places, compared on 2026-11-20")
    );
    let (verdict, words) = list("2026-05-01");
    assert!(
        verdict == "look" && words.contains("more than 180 days ago"),
        "{words}"
    );
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
}

#[test]
fn a_well_office_is_well_and_was_not_touched() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--open"]);
    let phone = Phone::new(&office.address, &key).with_photo(b"foto");
    phone.record(1);
    phone.upload(&phone.photos[0]);
    house.run(&["open"]);
    std::fs::write(
        house.data().join("retention.json"),
        r#"{"source":"CONTOH","days":{"refused":30}}"#,
    )
    .unwrap();
    copy_all(&house);
    let text = house.run(&["doctor", "--deep"]);
    assert_eq!(text.lines().count(), 17, "{text}");
    let looks: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("ok "))
        .collect();
    assert!(
        matches!(looks.as_slice(), [one, two] if one.starts_with("look  controller") && one.contains("KANTOR CONTOH")
            && two.starts_with("look  places")),
        "{text}"
    );
    let empty = House::new();
    assert_eq!(verdict(&empty, "data", &[]), "bad");
    assert!(
        !empty.data().exists() && !empty.keys().exists(),
        "a look makes nothing"
    );
}

#[test]
fn what_others_could_read_and_what_is_not_there_is_bad() {
    let (house, _) = House::with_bundle();
    mode(&house.data(), 0o755);
    assert_eq!(verdict(&house, "data", &[]), "bad");
    mode(&house.data(), 0o700);
    assert_eq!(
        (verdict(&house, "data", &[]), verdict(&house, "keys", &[])),
        ("ok".into(), "ok".into())
    );
    mode(&house.keys().join("keys.json"), 0o640);
    assert_eq!(verdict(&house, "keys", &[]), "bad");
    std::fs::remove_file(house.keys().join("keys.json")).unwrap();
    assert_eq!(verdict(&house, "keys", &[]), "bad");
    assert_eq!(
        verdict(&house, "bundle", &["--no-keys"]),
        "ok",
        "an intake alone needs no keys"
    );
}

#[test]
fn a_full_disk_a_clock_behind_and_a_damaged_database_are_bad() {
    let (house, _) = House::with_bundle();
    assert_eq!(
        verdict(&house, "disk", &["--min-free", "1000000000"]),
        "bad"
    );
    let mut early = std::process::Command::new(env!("CARGO_BIN_EXE_office"));
    early
        .args(["doctor", "--now", "2026-11-22T09:00:00+07:00", "--dir"])
        .arg(house.data());
    let said = String::from_utf8(early.output().unwrap().stdout).unwrap();
    assert!(
        said.lines().any(|line| line.starts_with("BAD   clock")),
        "{said}"
    );
    let database = house.data().join("office.db");
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[4096..20_000].fill(0xAA);
    std::fs::write(&database, bytes).unwrap();
    assert_eq!(verdict(&house, "database", &[]), "bad");
}

#[test]
fn a_queue_that_stands_and_rules_that_are_due_are_to_be_looked_at() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let phone = Phone::new(&office.address, &key);
    phone.record(1);
    let later = |what: &str, day: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_office"));
        command
            .args(["doctor", "--now", day, "--dir"])
            .arg(house.data());
        let said = String::from_utf8(command.output().unwrap().stdout).unwrap();
        said.lines()
            .find(|line| line[6..].starts_with(what))
            .unwrap()
            .to_owned()
    };
    assert_eq!(verdict(&house, "queue", &[]), "ok");
    assert!(later("queue", "2026-11-23T09:11:00+07:00").contains("not opened"));
    house.run(&["open"]);
    assert!(later("queue", "2026-11-23T09:11:00+07:00").starts_with("ok"));
    assert!(later("queue", "2026-11-27T09:11:00+07:00").contains("oldest for 4 days"));
    house.run(&["refuse", &phone.id.to_string(), "--words", "Contoh."]);
    assert_eq!(verdict(&house, "retention", &[]), "look");
    std::fs::write(
        house.data().join("retention.json"),
        r#"{"source":"CONTOH","days":{"refused":30}}"#,
    )
    .unwrap();
    assert!(later("retention", "2027-01-23T09:11:00+07:00").contains("1 are older"));
}

#[test]
fn a_photo_that_rots_is_found_by_reading_it_and_one_that_is_gone_at_once() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let phone = Phone::new(&office.address, &key).with_photo(b"foto");
    phone.record(1);
    phone.upload(&phone.photos[0]);
    let path = payung_office::photo_store::path(
        &house.data().join("photos"),
        phone.id,
        phone.photos[0].digest,
    );
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[0] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(
        (
            verdict(&house, "photos", &[]),
            verdict(&house, "photos", &["--deep"])
        ),
        ("ok".into(), "bad".into())
    );
    std::fs::remove_file(&path).unwrap();
    let (verdict, words) = says(&house, "photos", &[]);
    assert!(
        verdict == "bad" && words.contains(&phone.id.receipt()),
        "{words}"
    );
}

#[test]
fn a_bundle_that_phones_will_miss_is_told_a_week_before_and_is_bad_after() {
    let house = House::new();
    house.trust();
    let day = |day: &str| {
        let now = format!("{day}T12:00:00+07:00");
        let output = house.command_at(&now, &["doctor", "--json"]).output();
        let found: serde_json::Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
        let bundle = found.as_array().unwrap().iter();
        let bundle = bundle.clone().find(|one| one["what"] == "bundle").unwrap();
        (
            bundle["verdict"].as_str().unwrap().to_owned(),
            bundle["words"].as_str().unwrap().to_owned(),
        )
    };
    let sign = |args: &[&str]| {
        let args = [&["bundle", "sign", "--built-in"], args].concat();
        let output = house
            .command_at("2026-11-01T09:00:00+07:00", &args)
            .output();
        assert!(output.unwrap().status.success());
    };
    sign(&[]);
    assert_eq!(day("2026-11-23").0, "ok");
    let (verdict, words) = day("2026-11-25");
    assert!(
        verdict == "look" && words.contains("bundle renew"),
        "{words}"
    );
    let (verdict, words) = day("2026-12-02");
    assert!(
        verdict == "bad" && words.contains("tell workers since"),
        "{words}"
    );
    sign(&["--newer-within", "0"]);
    assert_eq!(day("2026-12-02").0, "ok", "phones expect nothing");
}

#[test]
fn a_rotation_that_was_cut_short_and_keys_nobody_was_told_of_are_seen() {
    let (house, _) = House::with_bundle();
    let mut keys = payung_office::keys::Keys::load(&house.keys(), None).unwrap();
    let random = &mut payung_office::random::SystemRandom;
    keys.rotate_signing(random, payung_model::units::Timestamp::default())
        .unwrap();
    keys.add_office_key(random, payung_model::units::Timestamp::default())
        .unwrap();
    keys.save(&house.keys(), None, random).unwrap();
    assert_eq!(
        (verdict(&house, "keys", &[]), verdict(&house, "bundle", &[])),
        ("look".into(), "look".into())
    );
    house.run(&["keys", "rotate"]);
    assert_eq!(
        (verdict(&house, "keys", &[]), verdict(&house, "bundle", &[])),
        ("ok".into(), "ok".into())
    );
}
