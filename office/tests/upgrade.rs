//! An office that its own, older program filled comes up under this one and goes on, over both
//! databases; and the way back is the backup that was made before.
//!
//! `fixtures/office-0.1` is a backup that version 0.1 wrote (schema 5), and its keys. The rows of
//! `fixtures/postgres-version-1.sql` are the same, in the first schema of `PostgreSQL`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::path::{Path, PathBuf};

use common::House;
use common::phone::Phone;
use common::postgres::PostgresServer;
use payung_office::files::{copy_private, private_folder};
use payung_office::store::Store;
use serde_json::{Value, json};

/// What `office backup` of version 0.1 printed.
const SUMS: &str = "4d496903c81e50d40966352e97cb3c4387ad62f03c71507baa7a82329c7143c1";
const DAY_AFTER: &str = "2026-11-24T09:00:00+07:00";
/// By receipt: where each stands.
const STATES: [(&str, &str); 5] = [
    ("092Y-6XEN", "needs_correction"),
    ("22FS-Y10A", "withdrawn"),
    ("3AFY-1ZF4", "received"),
    ("AG6M-WJEB", "refused"),
    ("GCF1-5067", "accepted"),
];
const ERASED: &str = "01a20627-2b40-70da-90bc-fffe93ba0345";

#[test]
fn an_office_of_version_0_1_comes_up_and_goes_on() {
    let house = House {
        folder: tempfile::tempdir().unwrap(),
        database: None,
    };
    copy(&fixture("office-0.1/backup"), &house.data());
    comes_up_and_goes_on(&house);
}

#[test]
#[ignore = "postgresql"]
fn an_office_of_the_first_postgresql_schema_comes_up_and_goes_on() {
    let house = old_postgres();
    comes_up_and_goes_on(&house);
}

#[test]
fn the_way_back_is_the_backup_that_was_made_before() {
    let house = House {
        folder: tempfile::tempdir().unwrap(),
        database: None,
    };
    // As the operator has it: the backup of the old program lies elsewhere, the new one goes on.
    let before = house.folder.path().join("before-upgrade");
    copy(&fixture("office-0.1/backup"), &before);
    copy(&before, &house.data());
    comes_up_and_goes_on(&house);
    let newer = database_version(&house.data());
    assert!(newer > 5, "the old program knows 5, and refuses {newer}");

    // Back: what the old program restores is what it wrote, byte by byte, whatever was done since.
    std::fs::rename(house.data(), house.folder.path().join("newer")).unwrap();
    let [office, old] = [house.data(), before.clone()].map(|folder| folder.join("office.db"));
    let vouched = payung_office::backup::Origin::Vouched(None);
    payung_office::backup::restore(&before, &house.data(), Some(SUMS), vouched, |_, _| {
        Ok::<_, payung_office::backup::BackupProblem>(())
    })
    .unwrap();
    assert_eq!(database_version(&house.data()), 5);
    assert_eq!(std::fs::read(&office).unwrap(), std::fs::read(old).unwrap());
    std::fs::remove_dir_all(house.data()).unwrap();

    // This program takes it too, for whoever tries the upgrade again.
    let restored = ["restore", before.to_str().unwrap(), "--sums", SUMS];
    let refused = house.command_at(DAY_AFTER, &restored).output().unwrap();
    assert!(!refused.status.success(), "that version proved nothing");
    run(&house, &[&restored[..], &["--unsigned"]].concat());
    let officers = run(&house, &["officer", "list", "--keys", &keys(&house)]);
    assert!(
        !officers.contains("dewi"),
        "who came without a proof is added anew"
    );
    assert_eq!(states(&house), STATES.map(owned));
    goes_on(&house);
}

#[test]
#[ignore = "postgresql"]
fn a_backup_of_the_older_office_becomes_one_in_postgresql() {
    let server = PostgresServer::shared().unwrap();
    let house = House {
        folder: tempfile::tempdir().unwrap(),
        database: None,
    };
    let backup = fixture("office-0.1/backup");
    let restored = ["restore", backup.to_str().unwrap(), "--unsigned"];
    run(&house, &restored);
    let database = server.database().unwrap();
    run(&house, &["database", "move", "--to", &database]);
    let there = House {
        database: Some(database),
        ..house
    };
    keys_of_then(&there);
    assert_eq!(states(&there), STATES.map(owned));
    goes_on(&there);
}

/// Everything that was there is there, opened anew, and nobody has to look because of the upgrade.
fn comes_up_and_goes_on(house: &House) {
    keys_of_then(house);
    assert_eq!(
        states(house),
        STATES.map(owned),
        "before anything is opened"
    );
    let opened = run(house, &["open", "--keys", &keys(house)]);
    assert_eq!(opened, "opened 4, flagged 0\n", "all but the withdrawn one");
    for line in json(house, &["list", "--json"]).as_array().unwrap() {
        assert_eq!(line["flags"], json!([]), "{line}");
        assert_eq!(line["name"], "S••• C•••", "{line}");
    }
    let tombs = json(house, &["erased", "--json"]);
    assert_eq!(
        (&tombs[0]["id"], &tombs[0]["why"]),
        (&json!(ERASED), &json!("contoh"))
    );
    let audit = run(house, &["audit"]);
    for deed in [
        "contoh  accept",
        "contoh  refuse",
        "contoh  correct",
        "contoh  erase",
    ] {
        assert!(audit.contains(deed), "{deed} is not in\n{audit}");
    }
    let officers = run(house, &["officer", "list"]);
    assert!(
        officers.contains("dewi") && officers.contains("decider"),
        "{officers}"
    );
    goes_on(house);
}

/// The answers and the photo of then are read, what waited is accepted, and phones register.
fn goes_on(house: &House) {
    let keys = keys(house);
    let folder = house.folder.path().join("shown");
    let _ = std::fs::remove_dir_all(&folder);
    let shown = json(house, &["show", "GCF1-5067", "--json", "--keys", &keys]);
    assert_eq!(shown["form_version"], 2);
    let answers = shown["answers"].as_array().unwrap();
    let has = |text: &str| answers.iter().any(|answer| answer["value"] == text);
    assert!(has("SITI CONTOH") && has("3201015501900001"), "{shown}");
    let export = [
        "export",
        "GCF1-5067",
        "--to",
        folder.to_str().unwrap(),
        "--keys",
        &keys,
    ];
    run(house, &export);
    let registration = std::fs::read(folder.join("registration.json")).unwrap();
    let registration: Value = serde_json::from_slice(&registration).unwrap();
    let photo = &registration["revisions"][0]["content"]["photos"][0]["file"];
    assert!(std::fs::read(photo.as_str().unwrap()).unwrap().len() > 5_000);

    run(house, &["show", "3AFY-1ZF4", "--keys", &keys]);
    run(house, &["accept", "3AFY-1ZF4", "--keys", &keys]);
    let doctor = house.command_at(DAY_AFTER, &["doctor", "--keys", &keys]);
    let doctor = { doctor }.output().unwrap();
    let said = String::from_utf8(doctor.stdout).unwrap();
    assert!(doctor.status.success() && !said.contains("BAD"), "{said}");
    run(house, &["audit", "verify", "--keys", &keys]);

    let serving = common::Serving::start(house.command_at(
        DAY_AFTER,
        &[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--open",
            "--keys",
            &keys,
        ],
    ));
    let trust = run(
        house,
        &["trust", "--url", "http://127.0.0.1:8080", "--keys", &keys],
    );
    let trust = payung_model::sealed::TrustFile::parse(trust.as_bytes()).unwrap();
    let phone = Phone::new(&serving.address, &trust.office_keys[0]);
    assert_eq!(phone.record(1).status, 201, "sealed to the key of then");
    assert_eq!(phone.state(), "received");
}

fn states(house: &House) -> Vec<(String, String)> {
    let list = json(house, &["list", "--json"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut states: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (text(&line["receipt"]), text(&line["state"])))
        .collect();
    states.sort();
    states
}

fn owned((receipt, state): (&str, &str)) -> (String, String) {
    (receipt.to_owned(), state.to_owned())
}

/// A command a day after the upgrade.
fn run(house: &House, args: &[&str]) -> String {
    let output = house.command_at(DAY_AFTER, args).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(house: &House, args: &[&str]) -> Value {
    serde_json::from_str(&run(house, args)).unwrap()
}

fn keys(house: &House) -> String {
    house.keys().to_str().unwrap().to_owned()
}

fn keys_of_then(house: &House) {
    private_folder(&house.keys()).unwrap();
    copy_private(
        &fixture("office-0.1/keys.json"),
        &house.keys().join("keys.json"),
    )
    .unwrap();
}

fn database_version(data: &Path) -> i64 {
    let file = rusqlite::Connection::open(data.join("office.db")).unwrap();
    file.pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

/// The same office in a database of the first schema, with the photo in its data folder.
fn old_postgres() -> House {
    let server = PostgresServer::shared().unwrap();
    let url = server.database().unwrap();
    let house = House {
        folder: tempfile::tempdir().unwrap(),
        database: Some(url.clone()),
    };
    let backup = fixture("office-0.1/backup");
    private_folder(&house.data()).unwrap();
    copy(&backup.join("photos"), &house.data().join("photos"));
    let mut statements = std::fs::read_to_string(fixture("postgres-version-1.sql")).unwrap();
    // The one large row stands in the other fixture already.
    let copied = house.folder.path().join("older.db");
    copy_private(&backup.join("office.db"), &copied).unwrap();
    let bundle = Store::open_read_only(&copied)
        .unwrap()
        .bundle(1)
        .unwrap()
        .unwrap();
    let bundle = format!(
        "INSERT INTO payung.bundles VALUES ({}, {}, {}, '{}', '\\x{}');",
        bundle.sequence,
        bundle.engine,
        bundle.issued_at.millis(),
        bundle.signed_by,
        base16ct::lower::encode_string(&bundle.bytes)
    );
    statements.push_str(&bundle);
    let file = house.folder.path().join("older.sql");
    std::fs::write(&file, statements).unwrap();
    let name = url.rsplit('/').next().unwrap();
    server
        .sql(name, &format!("\\i {}", file.display()))
        .unwrap();
    house
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

fn copy(from: &Path, to: &Path) {
    private_folder(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            copy_private(&entry.path(), &to).unwrap();
        }
    }
}
