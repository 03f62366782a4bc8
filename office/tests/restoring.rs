//! Restoring a backup: an office that has its name is safe, whatever happened before.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use common::House;
use common::phone::Phone;
use common::stopwatch::Stopwatch;

/// An office with a session and one registration, of which a backup was made before it was erased.
struct Before {
    house: House,
    copy: String,
    erased: String,
    gone: Phone,
}

fn before() -> Before {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let gone = Phone::new(&office.address, &key);
    assert_eq!(gone.record(1).status, 201);
    office.stop();
    let sql = database(&house);
    // As a browser left it that nobody signed out of.
    sql.execute_batch(
        "INSERT INTO officers (name, role, password, added_at) VALUES ('tamu', 'reader', '', 0);
         INSERT INTO sessions (token_hash, officer, began_at, used_at) VALUES (x'07', 'tamu', 0, 0)",
    )
    .unwrap();
    drop(sql);
    let at = |name: &str| text(&house.folder.path().join(name)).to_owned();
    let (copy, erased) = (at("copy"), at("erased.json"));
    house.run(&["backup", &copy]);
    let id = gone.id.to_string();
    house.run(&["erase", &id, "--why", "diminta (CONTOH)"]);
    std::fs::write(&erased, house.run(&["erased", "--json"])).unwrap();
    Before {
        house,
        copy,
        erased,
        gone,
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn database(house: &House) -> rusqlite::Connection {
    rusqlite::Connection::open(house.data().join("office.db")).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

impl Before {
    fn restore(&self) -> [&str; 4] {
        ["restore", &self.copy, "--erased", &self.erased]
    }

    /// What stands there as an office is safe to use.
    fn is_safe(&self, other: &House, why: &str) {
        let sql = database(other);
        let count = |query: &str| -> i64 { sql.query_row(query, [], |row| row.get(0)).unwrap() };
        assert_eq!(count("SELECT count(*) FROM sessions"), 0, "{why}: sessions");
        assert_eq!(
            count("SELECT count(*) FROM registrations"),
            0,
            "{why}: erased again"
        );
        assert_eq!(count("SELECT count(*) FROM erased"), 1, "{why}: tombstones");
        drop(sql);
        let said = other.run(&["bundle", "sign", "--built-in"]);
        assert!(said.starts_with("bundle 1002 "), "{why}: {said}");
        let id = self.gone.id.to_string();
        other.refuses(2, &["show", &id]);
        assert_eq!(other.run(&["audit", "verify"]).lines().count(), 1, "{why}");
    }
}

#[test]
fn killed_at_any_step_there_is_no_office_or_a_safe_one() {
    let before = before();
    let (mut nothing, mut whole) = (0, 0);
    // As long as it takes here, and a little longer.
    let begun = Stopwatch::start();
    before.house.elsewhere().run(&before.restore());
    let step_time = begun.elapsed() / 32;
    for step in 0..40 {
        let other = before.house.elsewhere();
        let parent = other.folder.path();
        let mut child = other
            .command(&before.restore())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From the moment in which the first file is there.
        while names(parent).iter().all(|name| !name.starts_with(".data."))
            && !other.data().exists()
            && child.try_wait().unwrap().is_none()
        {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(step_time * step);
        let _ = child.kill();
        child.wait().unwrap();
        if other.data().exists() {
            before.is_safe(&other, &format!("killed {:?} later", step_time * step));
            whole += 1;
        } else {
            // The same command again, as if nothing had been.
            other.run(&before.restore());
            assert_eq!(
                names(parent),
                ["data", "data-keys"],
                "nothing half done stays"
            );
            if step % 8 == 0 {
                before.is_safe(&other, "after a kill");
            }
            nothing += 1;
        }
    }
    println!("{nothing} kills left nothing, {whole} came after the end");
    assert!(nothing > 5, "the kills came before the end");
}

#[test]
fn what_cannot_be_made_safe_is_not_restored_and_may_be_tried_again() {
    let before = before();
    let other = before.house.elsewhere();
    // The head of the audit log has no place there.
    let desk: PathBuf = other.keys().join("desk");
    std::fs::write(&desk, b"").unwrap();
    other.refuses(1, &before.restore());
    assert!(!other.data().exists());
    assert_eq!(names(other.folder.path()), ["data-keys"]);
    std::fs::remove_file(&desk).unwrap();
    other.run(&before.restore());
    before.is_safe(&other, "the second time");
}

#[test]
fn an_office_is_safe_though_nobody_could_be_told() {
    let before = before();
    let other = before.house.elsewhere();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let status = other
        .command(&before.restore())
        .stdout(full)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(1), "it could not print");
    before.is_safe(&other, "nothing was printed");
}

#[test]
fn another_database_is_never_touched() {
    let before = before();
    let other = before.house.elsewhere();
    // Nobody listens there: whoever tries it says so.
    let url = "postgres://contoh@127.0.0.1:1/contoh";
    let named = [&before.restore()[..], &["--database", url]].concat();
    let mut by_variable = other.command(&before.restore());
    by_variable.env("PAYUNG_OFFICE_DATABASE", url);
    for mut command in [other.command(&named), by_variable] {
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("office database move"), "{said}");
        assert!(!other.data().exists());
    }
    let file = [&before.restore()[..], &["--database", "sqlite"]].concat();
    let mut said_so = other.command(&file);
    said_so.env("PAYUNG_OFFICE_DATABASE", url);
    assert!(said_so.output().unwrap().status.success());
    before.is_safe(&other, "with --database sqlite");
}

#[test]
fn a_backup_that_was_only_begun_counts_for_nothing() {
    let before = before();
    let house = &before.house;
    let last = || {
        let rows = house.json(&["audit", "--json"]);
        let rows = rows.as_array().unwrap().clone();
        let is_backup =
            |row: &&serde_json::Value| row["action"].as_str().unwrap().starts_with("backup");
        rows.iter().rfind(is_backup).unwrap().clone()
    };
    let made = last();
    assert_eq!(made["action"], "backup made");
    let sums = std::fs::read(Path::new(&before.copy).join("SHA256SUMS")).unwrap();
    let digest = payung_model::sealed::Digest::of(&sums);
    assert_eq!(made["detail"], base16ct::lower::encode_string(&digest.0));
    // The place is taken, a month later: the row says that somebody began, and doctor misses a copy.
    let late = "2026-12-23T09:00:00+07:00";
    let again = ["backup", before.copy.as_str()];
    let output = house.command_at(late, &again).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(last()["action"], "backup");
    let doctor = house
        .command_at(late, &["doctor", "--json"])
        .output()
        .unwrap();
    let checks: serde_json::Value = serde_json::from_slice(&doctor.stdout).unwrap();
    let backup = checks
        .as_array()
        .unwrap()
        .iter()
        .find(|check| check["what"] == "backup");
    assert_eq!(backup.unwrap()["verdict"], "look", "{checks}");
}
