//! Backup and restore, of the data and of the keys, as commands of the real program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use base64ct::{Base64UrlUnpadded, Encoding};
use common::phone::Phone;
use common::{House, files_below};
use payung_office::keys::Keys;
use serde_json::json;

fn place(house: &House, name: &str) -> PathBuf {
    house.folder.path().join(name)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

struct StopAtEnd<'a>(&'a AtomicBool);

impl Drop for StopAtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn sent(address: &str, key: &payung_model::sealed::OfficePublicKey) -> Phone {
    let phone = Phone::new(address, key).with_photo(b"foto KTP contoh");
    assert_eq!(phone.record(1).status, 201);
    phone.upload(&phone.photos[0]);
    phone
}

#[test]
fn a_backup_made_while_registrations_come_in_restores_all_that_was_received_before() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--open"]);
    let stop = AtomicBool::new(false);
    let before: Vec<Phone> = (0..10).map(|_| sent(&office.address, &key)).collect();
    let copy = place(&house, "backup");
    let after = std::thread::scope(|scope| {
        // Also when something fails here: else the test would never end.
        let _stop = StopAtEnd(&stop);
        let writer = |_| {
            scope.spawn(|| {
                let mut sent_here = 0;
                while !stop.load(Ordering::Relaxed) {
                    sent(&office.address, &key);
                    sent_here += 1;
                }
                sent_here
            })
        };
        let writers: Vec<_> = (0..3).map(writer).collect();
        std::thread::sleep(std::time::Duration::from_millis(300));
        let said = house.run(&["backup", text(&copy)]);
        assert!(said.contains("SHA256SUMS"), "{said}");
        std::thread::sleep(std::time::Duration::from_millis(100));
        stop.store(true, Ordering::Relaxed);
        writers
            .into_iter()
            .map(|writer| writer.join().unwrap())
            .sum::<usize>()
    });
    assert!(after > 0, "others came while it was made");
    house.run(&["open"]);
    office.stop();
    let other = house.elsewhere();
    other.run(&["restore", text(&copy)]);
    other.run(&["open"]);
    let lines = other.json(&["list", "--json"]);
    let lines = lines.as_array().unwrap();
    assert!(
        lines.len() >= 10 && lines.len() <= 10 + after,
        "{} of {after}",
        lines.len()
    );
    assert!(
        lines.iter().all(|line| !line["flags"]
            .as_array()
            .unwrap()
            .contains(&json!("photo_damaged"))),
        "{lines:?}"
    );
    for phone in &before {
        let folder = place(&other, "foto");
        let shown = other.json(&[
            "show",
            &phone.id.to_string(),
            "--json",
            "--photos",
            text(&folder),
        ]);
        assert_eq!(
            (&shown["state"], &shown["answers"][1]["value"]),
            (&json!("received"), &json!("SITI CONTOH"))
        );
    }
    // It goes on where the other one stood: the same record is known, the next revision is taken.
    let office = other.serve(&[]);
    let mut phone = before.into_iter().next().unwrap();
    phone.office = office.address.clone();
    assert_eq!(phone.state(), "received");
    assert_eq!(phone.record(2).status, 201);
}

#[test]
fn after_a_restore_no_bundle_gets_the_number_of_one_that_was_signed_after_the_backup() {
    let (house, _) = House::with_bundle();
    house.run(&["backup", text(&place(&house, "backup"))]);
    for _ in 0..3 {
        house.run(&["bundle", "sign", "--built-in"]);
    }
    let other = house.elsewhere();
    other.run(&["restore", text(&place(&house, "backup"))]);
    let said = other.run(&["bundle", "sign", "--built-in"]);
    assert!(said.starts_with("bundle 1002 "), "{said}");
    assert!(
        other
            .run(&["bundle", "sign", "--built-in"])
            .starts_with("bundle 1003 ")
    );
}

#[test]
fn sha256sum_agrees_with_the_list_and_the_office_notices_every_change() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    sent(&office.address, &key);
    let copy = place(&house, "backup");
    let said = house.run(&["backup", text(&copy)]);
    let mut check = std::process::Command::new("sha256sum");
    check
        .args(["--check", "--quiet", "SHA256SUMS"])
        .current_dir(&copy);
    assert!(check.status().unwrap().success());
    let sums = said
        .lines()
        .last()
        .unwrap()
        .strip_prefix("SHA256SUMS ")
        .unwrap()
        .to_owned();
    let paths: Vec<PathBuf> = files_below(&copy)
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        paths.len(),
        5,
        "database, photo, backup.json, SHA256SUMS and its proof: {paths:?}"
    );
    for path in &paths {
        let sound = std::fs::read(path).unwrap();
        let mut changed = sound.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        std::fs::write(path, &changed).unwrap();
        let other = house.elsewhere();
        let said = other.refuses(1, &["restore", text(&copy), "--sums", &sums]);
        assert!(
            said.contains("not whole") || said.contains("not made by this office"),
            "{}: {said}",
            path.display()
        );
        std::fs::remove_file(path).unwrap();
        other.refuses(1, &["restore", text(&copy)]);
        std::fs::write(path, &sound).unwrap();
    }
    std::fs::write(copy.join("photos/stray"), b"x").unwrap();
    let said = house.elsewhere().refuses(1, &["restore", text(&copy)]);
    assert!(said.contains("stray"), "{said}");
    std::fs::remove_file(copy.join("photos/stray")).unwrap();
    let other = house.elsewhere();
    other.run(&["restore", text(&copy), "--sums", &sums]);
    assert!(!other.data().join("backup.json").exists());
}

#[test]
fn nothing_is_overwritten_and_nothing_half_done_stays() {
    let (house, _) = House::with_bundle();
    let copy = place(&house, "backup");
    house.run(&["backup", text(&copy)]);
    house.refuses(2, &["backup", text(&copy)]);
    house.refuses(2, &["backup", text(&house.data().join("inside"))]);
    house.refuses(2, &["restore", text(&copy)]);
    std::fs::remove_file(copy.join("backup.json")).unwrap();
    let other = house.elsewhere();
    other.refuses(1, &["restore", text(&copy)]);
    assert_eq!(
        std::fs::read_dir(other.folder.path()).unwrap().count(),
        1,
        "a refused restore leaves nothing beside the keys"
    );
    let left: Vec<_> = std::fs::read_dir(house.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().starts_with('.')),
        "{left:?}"
    );
}

#[test]
fn a_damaged_photo_is_named_and_the_rest_is_backed_up() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let (rotten, sound) = (sent(&office.address, &key), sent(&office.address, &key));
    let photos = house.data().join("photos");
    let path = payung_office::photo_store::path(&photos, rotten.id, rotten.photos[0].digest);
    std::fs::write(path, b"rot").unwrap();
    let copy = place(&house, "backup");
    let said = house.refuses(1, &["backup", text(&copy)]);
    assert!(
        said.contains(&rotten.photos[0].digest.to_string()),
        "{said}"
    );
    let other = house.elsewhere();
    other.run(&["restore", text(&copy)]);
    let folder = place(&other, "foto");
    other.run(&["show", &sound.id.to_string(), "--photos", text(&folder)]);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn a_backup_holds_no_private_key_in_any_form() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--open"]);
    sent(&office.address, &key);
    let copy = place(&house, "backup");
    house.run(&["backup", text(&copy)]);
    let keys = Keys::load(&house.keys(), None).unwrap();
    let mut secrets: Vec<Vec<u8>> = keys
        .office()
        .iter()
        .map(|key| key.to_bytes().as_ref().to_vec())
        .collect();
    secrets.push(keys.current().to_bytes().as_ref().to_vec());
    secrets.push(keys.card().unwrap().to_bytes().as_ref().to_vec());
    let listed: serde_json::Value =
        serde_json::from_slice(&std::fs::read(house.keys().join("keys.json")).unwrap()).unwrap();
    let written = listed["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["secret"].as_str().unwrap().to_owned());
    let written: Vec<String> = written.collect();
    assert_eq!(written.len(), 5);
    assert!(
        secrets
            .iter()
            .all(|secret| written.contains(&Base64UrlUnpadded::encode_string(secret))),
        "it looks for the right thing"
    );
    let mut needles: Vec<Vec<u8>> = written
        .iter()
        .map(|text| Base64UrlUnpadded::decode_vec(text).unwrap())
        .collect();
    needles.extend(written.iter().map(|text| text.clone().into_bytes()));
    let hex = |secret: &Vec<u8>| base16ct::lower::encode_string(secret).into_bytes();
    needles.extend(needles[..3].iter().map(hex).collect::<Vec<_>>());
    for (path, bytes) in files_below(&copy) {
        for needle in &needles {
            assert!(
                !bytes.windows(needle.len()).any(|piece| piece == needle),
                "a key is in {}",
                path.display()
            );
        }
        assert!(
            !payung_office::files::open_to_others(&path).unwrap(),
            "{}",
            path.display()
        );
    }
}

#[test]
fn keys_come_back_from_their_copy_and_only_with_its_passphrase() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let phone = sent(&office.address, &key);
    let (right, wrong) = (place(&house, "right"), place(&house, "wrong"));
    std::fs::write(&right, "kata sandi contoh\n").unwrap();
    std::fs::write(&wrong, "kata sandi lain\n").unwrap();
    let copy = place(&house, "keys-copy.json");
    let with = |file: &PathBuf| ["--copy-passphrase-file".to_owned(), text(file).to_owned()];
    let [flag, file] = with(&right);
    house.run(&["keys", "backup", text(&copy), &flag, &file]);
    house.refuses(2, &["keys", "backup", text(&copy), &flag, &file]);
    house.refuses(
        1,
        &[
            "keys",
            "backup",
            text(&house.data().join("k")),
            &flag,
            &file,
        ],
    );
    let written = std::fs::read_to_string(house.keys().join("keys.json")).unwrap();
    let copied = std::fs::read_to_string(&copy).unwrap();
    let listed: serde_json::Value = serde_json::from_str(&written).unwrap();
    for key in listed["keys"].as_array().unwrap() {
        assert!(
            !copied.contains(key["secret"].as_str().unwrap()),
            "the copy is sealed"
        );
    }
    house.refuses(2, &["keys", "restore", text(&copy), &flag, &file]);
    std::fs::remove_dir_all(house.keys()).unwrap();
    house.refuses(1, &["show", &phone.id.to_string()]);
    let [flag, file] = with(&wrong);
    let said = house.refuses(1, &["keys", "restore", text(&copy), &flag, &file]);
    assert!(said.contains("passphrase"), "{said}");
    let [flag, file] = with(&right);
    house.run(&["keys", "restore", text(&copy), &flag, &file]);
    assert_eq!(
        std::fs::read_to_string(house.keys().join("keys.json")).unwrap(),
        written,
        "the very same keys"
    );
    house.run(&["show", &phone.id.to_string()]);
}

/// Writes the digest of a file into the list, as somebody does who can write the backup.
fn vouch(copy: &Path, file: &str) {
    let digest =
        base16ct::lower::encode_string(&payung_office::files::digest(&copy.join(file)).unwrap().0);
    let list = std::fs::read_to_string(copy.join("SHA256SUMS")).unwrap();
    let mut lines: Vec<String> = list
        .lines()
        .filter(|line| !line.ends_with(&format!("  {file}")))
        .map(str::to_owned)
        .collect();
    lines.push(format!("{digest}  {file}"));
    std::fs::write(copy.join("SHA256SUMS"), lines.join("\n") + "\n").unwrap();
}

/// Writes into the database of a backup or an office as somebody does who has the file.
fn write(file: &Path, statements: &str) {
    let sql = rusqlite::Connection::open(file).unwrap();
    sql.execute_batch(statements).unwrap();
}

fn count(file: &Path, table: &str) -> i64 {
    let sql = rusqlite::Connection::open(file).unwrap();
    sql.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
        row.get(0)
    })
    .unwrap()
}

const STRANGER: &str =
    "INSERT INTO officers (name, role, password, added_at) VALUES ('tamu', 'admin', '', 0)";

#[test]
fn a_restore_brings_back_what_an_office_makes_and_nobody_signed_in() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    sent(&office.address, &key);
    office.stop();
    write(
        &house.data().join("office.db"),
        &format!(
            "{STRANGER}; INSERT INTO sessions (token_hash, officer, began_at, used_at) VALUES (zeroblob(32), 'tamu', 0, 0);"
        ),
    );
    std::fs::write(house.data().join("ready-words.json"), "{}").unwrap();
    let copy = place(&house, "copy");
    house.run(&["backup", text(&copy)]);
    let restored = house.elsewhere();
    restored.run(&["restore", text(&copy)]);
    let file = restored.data().join("office.db");
    assert_eq!((count(&file, "officers"), count(&file, "sessions")), (0, 0));
    assert!(restored.data().join("ready-words.json").exists());

    let refused = |what: &str| {
        let nobody = house.elsewhere();
        let said = nobody.refuses(1, &["restore", text(&copy), "--unsigned"]);
        assert!(said.contains(what), "{said}");
        assert!(!nobody.data().exists());
    };
    std::fs::remove_file(copy.join("SHA256SUMS.mac")).unwrap();
    std::fs::write(copy.join("bucket.json"), "{}").unwrap();
    vouch(&copy, "bucket.json");
    refused("bucket.json is no file of a backup");
    std::fs::remove_file(copy.join("bucket.json")).unwrap();
    let list = std::fs::read_to_string(copy.join("SHA256SUMS")).unwrap();
    let without: Vec<&str> = list
        .lines()
        .filter(|line| !line.contains("bucket.json"))
        .collect();
    std::fs::write(copy.join("SHA256SUMS"), without.join("\n") + "\n").unwrap();
    write(
        &copy.join("office.db"),
        "CREATE TRIGGER ours AFTER INSERT ON audit BEGIN UPDATE officers SET role = 'admin'; END",
    );
    vouch(&copy, "office.db");
    refused("trigger ours");
    std::os::unix::fs::symlink("/etc/passwd", copy.join("retention.json")).unwrap();
    refused("retention.json is a link");
}

#[test]
fn who_can_write_a_backup_adds_no_officer_by_it() {
    let (house, _) = House::with_bundle();
    let copy = place(&house, "copy");
    house.run(&["backup", text(&copy)]);
    // As the intruder leaves it: an admin of theirs, no list of who holds, and every digest right.
    write(
        &copy.join("office.db"),
        &format!("DELETE FROM roster; {STRANGER}"),
    );
    vouch(&copy, "office.db");
    let other = house.elsewhere();
    let said = other.refuses(1, &["restore", text(&copy)]);
    assert!(said.contains("not made by this office"), "{said}");
    let said = other.refuses(1, &["restore", text(&copy), "--unsigned"]);
    assert!(
        said.contains("not made by this office"),
        "a wrong proof is worse than none: {said}"
    );
    std::fs::remove_file(copy.join("SHA256SUMS.mac")).unwrap();
    let said = other.refuses(1, &["restore", text(&copy)]);
    assert!(said.contains("--unsigned"), "{said}");
    assert!(!other.data().exists());
    let keyless = House::new();
    let said = keyless.refuses(2, &["restore", text(&copy)]);
    assert!(said.contains("keys restore"), "{said}");

    // Whoever answers for the data answers for no officer with it.
    let output = other.output(&["restore", text(&copy), "--unsigned"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.success() && said.contains("left out: tamu"),
        "{said}"
    );
    other.run(&["open"]);
    assert!(!other.run(&["officer", "list"]).contains("tamu"));
    // Nor does a process that finds the keys only afterwards.
    keyless.run(&["restore", text(&copy), "--unsigned"]);
    let keys = other.keys();
    let with_keys = ["officer", "list", "--keys", text(&keys)];
    assert!(!keyless.run(&with_keys).contains("tamu"));
    // Only by saying so twice.
    let third = house.elsewhere();
    third.run(&["restore", text(&copy), "--unsigned", "--trust-officers"]);
    assert!(third.run(&["officer", "list"]).contains("tamu"));
}

#[test]
fn a_backup_without_the_keys_says_that_it_carries_no_proof() {
    let (house, _) = House::with_bundle();
    let away = place(&house, "away");
    std::fs::rename(house.keys(), &away).unwrap();
    let copy = place(&house, "copy");
    let output = house.output(&["backup", text(&copy)]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.success() && said.contains("no proof"),
        "{said}"
    );
    std::fs::rename(&away, house.keys()).unwrap();
    let said = house.elsewhere().refuses(1, &["restore", text(&copy)]);
    assert!(said.contains("no proof"), "{said}");
    house
        .elsewhere()
        .run(&["restore", text(&copy), "--unsigned"]);
}

#[test]
fn what_a_killed_backup_of_an_earlier_version_left_goes_and_nothing_else() {
    let (house, _) = House::with_bundle();
    let backups = place(&house, "backups");
    let leave = |name: &str, file: &str, days: u64| {
        let folder = backups.join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(file), b"contoh").unwrap();
        // The disk's clock, and not the office's: it wrote this just now.
        let now = folder.join(file).metadata().unwrap().modified().unwrap();
        let then = now - std::time::Duration::from_secs(days * 24 * 3_600);
        for path in [folder.join(file), folder] {
            std::fs::File::open(path)
                .unwrap()
                .set_modified(then)
                .unwrap();
        }
    };
    leave(".2026-11-20.7.new", "office.db", 3);
    leave(".2026-11-22.8.new", "office.db", 1);
    leave(".thesis.9.new", "thesis.odt", 30);
    house.run(&["backup", text(&backups.join("2026-11-23"))]);
    let mut left: Vec<_> = std::fs::read_dir(&backups)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, [".2026-11-22.8.new", ".thesis.9.new", "2026-11-23"]);
}
