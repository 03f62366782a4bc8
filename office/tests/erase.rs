//! Erasing, exporting, and what age erases: nothing stays but a tombstone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::path::Path;

use common::phone::Phone;
use common::{House, Serving, files_below};
use payung_model::sealed::{OfficePublicKey, StatusToken};
use payung_model::units::Timestamp;
use payung_office::random::SystemRandom;
use payung_office::store::{EraseOutcome, Erasure, Store};
use serde_json::{Value, json};

struct Scene {
    house: House,
    office: Serving,
    key: OfficePublicKey,
}

fn scene() -> Scene {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--open"]);
    Scene { house, office, key }
}

impl Scene {
    fn received(&self) -> (Phone, Vec<u8>) {
        let phone = Phone::new(&self.office.address, &self.key)
            .with_photo(&[b"foto KTP contoh ".as_slice(); 50].concat());
        let envelope = phone.seal(1);
        assert_eq!(phone.put(1, &envelope).status, 201);
        phone.upload(&phone.photos[0]);
        (phone, envelope)
    }

    fn path(&self, name: &str) -> String {
        self.house
            .folder
            .path()
            .join(name)
            .to_str()
            .unwrap()
            .to_owned()
    }

    fn erase(&self, phone: &Phone) -> String {
        self.house.run(&[
            "erase",
            &phone.id.to_string(),
            "--why",
            "diminta sendiri (CONTOH)",
        ])
    }

    fn audit(&self) -> Vec<String> {
        let rows = self.house.json(&["audit", "--json"]);
        rows.as_array()
            .unwrap()
            .iter()
            .map(|row| row["action"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// How many 24-byte pieces of the ciphertexts are somewhere below the folder.
fn pieces(folder: &Path, ciphertexts: &[&[u8]]) -> usize {
    let files = files_below(folder);
    let piece_is_there = |piece: &&[u8]| {
        files
            .iter()
            .any(|(_, bytes)| bytes.windows(24).any(|found| found == *piece))
    };
    ciphertexts
        .iter()
        .flat_map(|text| text.chunks_exact(24))
        .filter(piece_is_there)
        .count()
}

#[test]
fn what_was_erased_is_in_no_file_of_a_running_office_and_in_no_later_backup() {
    let scene = scene();
    let (stays, _) = scene.received();
    let (goes, envelope) = scene.received();
    // Both: what is not opened has no index yet.
    let opened = |place: usize| scene.house.json(&["list", "--json"])[place]["opened"] == true;
    while !(opened(0) && opened(1)) {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
    let index: Vec<u8> = sql
        .query_row("SELECT nik_index FROM opened LIMIT 1", [], |row| row.get(0))
        .unwrap();
    drop(sql);
    // The header in front names the id and the token's hash, which the tombstone keeps.
    let ciphertexts: [&[u8]; 2] = [&envelope[envelope.len() / 2..], &goes.photos[0].bytes];
    let (data, before, after) = (
        scene.house.data(),
        scene.path("before"),
        scene.path("after"),
    );
    scene.house.run(&["backup", &before]);
    let all = ciphertexts
        .iter()
        .map(|text| text.len() / 24)
        .sum::<usize>();
    // Of an envelope that continues on another page a few pieces are cut in two.
    assert!(
        pieces(&data, &ciphertexts) > all * 9 / 10
            && pieces(Path::new(&before), &ciphertexts) > all * 9 / 10
    );
    assert_eq!(
        scene.erase(&goes),
        format!("{} is erased\n", goes.id.receipt())
    );
    scene.house.run(&["backup", &after]);
    assert_eq!(pieces(&data, &ciphertexts), 0);
    assert_eq!(pieces(Path::new(&after), &ciphertexts), 0);
    assert_eq!(
        pieces(Path::new(&after), &[&stays.photos[0].bytes]),
        stays.photos[0].bytes.len() / 24
    );
    let indexed = |folder: &Path| -> usize {
        files_below(folder)
            .iter()
            .map(|(_, bytes)| bytes.windows(32).filter(|found| *found == index).count())
            .sum()
    };
    // The same NIK is in the other registration's row and in the index of rows: once each, and no
    // more.
    assert_eq!(indexed(Path::new(&after)), indexed(Path::new(&before)) / 2);
    let kept = scene.house.json(&["show", &stays.id.to_string(), "--json"]);
    assert_eq!(
        (&kept["answers"][1]["value"], &kept["duplicates"]),
        (&json!("SITI CONTOH"), &json!([]))
    );
    let erased = scene.house.json(&["erased", "--json"]);
    let why = erased[0]["why"].as_str().unwrap();
    assert_eq!(
        (erased[0]["id"].as_str().unwrap(), why),
        (&*goes.id.to_string(), "diminta sendiri (CONTOH)")
    );
    assert!(scene.audit().contains(&"erase".to_owned()));
}

#[test]
fn an_erased_registration_that_is_sent_again_is_refused_and_only_its_owner_learns_why() {
    let scene = scene();
    let (phone, envelope) = scene.received();
    scene.erase(&phone);
    let erased = (410, "erased".to_owned());
    assert_eq!(phone.put(1, &envelope).problem(), erased);
    assert_eq!(phone.record(2).problem(), erased);
    assert_eq!(
        (
            phone.status().problem(),
            phone.create(&phone.photos[0]).problem()
        ),
        (erased.clone(), erased.clone())
    );
    assert_eq!(phone.ask("DELETE", &phone.path()).problem(), erased);
    assert_eq!(phone.head(&phone.photos[0]).status, 410);
    let mut stranger = Phone::new(&scene.office.address, &scene.key);
    stranger.id = phone.id;
    stranger.token = StatusToken::new(&mut SystemRandom).unwrap();
    let unknown = (404, "unknown".to_owned());
    assert_eq!(
        (stranger.status().problem(), stranger.record(1).problem()),
        (unknown.clone(), unknown)
    );
    let id = phone.id.to_string();
    scene.house.refuses(2, &["show", &id]);
    scene.house.refuses(2, &["accept", &id]);
    assert!(
        scene.erase(&phone).contains("as it was before"),
        "repeating it is harmless"
    );
    scene.house.refuses(
        2,
        &[
            "erase",
            "0190a6f0-0000-7000-8000-000000000000",
            "--why",
            "x",
        ],
    );
    assert_eq!(scene.house.json(&["list", "--json"]), json!([]));
}

#[test]
fn an_upload_that_was_under_way_leaves_nothing() {
    let scene = scene();
    let phone = Phone::new(&scene.office.address, &scene.key).with_photo(&[7; 5000]);
    phone.record(1);
    phone.create(&phone.photos[0]);
    let (bytes, path) = (&phone.photos[0].bytes, phone.photo_path(&phone.photos[0]));
    let headers = phone.tus_headers(&Phone::patch_headers(0));
    let mut cut = common::http::send(
        &phone.office,
        "PATCH",
        &path,
        &headers,
        bytes.len(),
        &bytes[..2000],
    );
    std::thread::sleep(std::time::Duration::from_millis(200));
    scene.erase(&phone);
    std::io::Write::write_all(&mut cut, &bytes[2000..]).unwrap();
    common::http::read(&mut cut);
    assert_eq!(pieces(&scene.house.data(), &[bytes]), 0);
    assert_eq!(phone.status().status, 410);
}

#[test]
fn photos_that_a_killed_erasure_left_go_when_the_office_starts_again() {
    let scene = scene();
    let ((goes, _), (stays, _)) = (scene.received(), scene.received());
    let file = |phone: &Phone| {
        let photos = scene.house.data().join("photos");
        payung_office::photo_store::path(&photos, phone.id, phone.photos[0].digest)
    };
    let at = Timestamp::from_millis(common::NOW_MILLIS).unwrap();
    // All that the command had done when it was killed.
    let database = scene.house.database.as_deref().unwrap_or("sqlite");
    let store = Store::open_at(&database.parse().unwrap(), &scene.house.data()).unwrap();
    let erasure = Erasure {
        id: goes.id,
        why: "CONTOH",
        at,
        expected: None,
        officer: "contoh",
        now: at,
    };
    assert_eq!(store.erase_if(&erasure).unwrap(), EraseOutcome::Erased);
    drop(store);
    assert!(file(&goes).exists());
    scene.office.signal("KILL");
    scene.office.wait();
    let _office = scene.house.serve(&[]);
    for _ in 0..500 {
        if !file(&goes).exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert!(!file(&goes).exists() && file(&stays).exists());
}

#[test]
fn a_restored_backup_forgets_again_what_was_erased_after_it_was_made() {
    let scene = scene();
    let ((stays, _), (goes, envelope)) = (scene.received(), scene.received());
    let copy = scene.path("backup");
    scene.house.run(&["backup", &copy]);
    let (late, _) = scene.received();
    scene.erase(&goes);
    scene.erase(&late);
    let list = scene.path("erased.json");
    std::fs::write(&list, scene.house.run(&["erased", "--json"])).unwrap();
    let other = scene.house.elsewhere();
    std::fs::write(
        scene.path("wrong.json"),
        r#"[{"id":"x","token_hash":"","erased_at":0,"why":""}]"#,
    )
    .unwrap();
    other.refuses(
        2,
        &["restore", &copy, "--erased", &scene.path("wrong.json")],
    );
    let said = other.run(&["restore", &copy, "--erased", &list]);
    assert!(said.contains("1 erased again"), "{said}");
    assert_eq!(
        pieces(
            &other.data(),
            &[&envelope[envelope.len() / 2..], &goes.photos[0].bytes]
        ),
        0
    );
    let lines = other.json(&["list", "--json"]);
    assert_eq!(
        (lines.as_array().unwrap().len(), &lines[0]["id"]),
        (1, &json!(stays.id.to_string()))
    );
    assert_eq!(
        other.json(&["erased", "--json"]),
        scene.house.json(&["erased", "--json"]),
        "with their first dates"
    );
    let office = other.serve(&[]);
    for mut phone in [goes, late] {
        phone.office = office.address.clone();
        assert_eq!(phone.record(1).status, 410);
    }
}

#[test]
fn an_export_holds_everything_about_one_registration_and_is_audited_first() {
    let scene = scene();
    let (mut phone, _) = scene.received();
    scene.received();
    phone.answers.push(("district", "32.01.01".into()));
    assert_eq!(phone.record(2).status, 201);
    scene.house.run(&["open"]);
    let folder = scene.path("export");
    scene
        .house
        .run(&["export", &phone.id.receipt(), "--to", &folder]);
    let text = std::fs::read(format!("{folder}/registration.json")).unwrap();
    let export: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(
        (&export["id"], &export["state"]),
        (&json!(phone.id.to_string()), &json!("received"))
    );
    let revisions = export["revisions"].as_array().unwrap();
    assert_eq!(revisions.len(), 2);
    assert_eq!(
        revisions[0]["content"]["answers"][0]["value"],
        "3201015501900001"
    );
    assert_eq!(
        revisions[1]["content"]["answers"][2]["display"],
        "Cibinong, Kabupaten Bogor, Jawa Barat"
    );
    assert_eq!(revisions[1]["index"]["name_masked"], "S••• C•••");
    let photo = revisions[1]["content"]["photos"][0]["file"]
        .as_str()
        .unwrap();
    assert_eq!(
        std::fs::read(photo).unwrap(),
        common::phone::jpeg(&b"foto KTP contoh ".repeat(50))
    );
    let actions: Vec<_> = export["audit"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["action"].clone())
        .collect();
    // The opener works beside it.
    let last = actions.iter().rfind(|action| **action != "open").unwrap();
    assert_eq!(last, "export", "{actions:?}");
    for (path, _) in files_below(Path::new(&folder)) {
        assert!(!payung_office::files::open_to_others(&path).unwrap());
    }
    scene
        .house
        .refuses(2, &["export", &phone.id.to_string(), "--to", &folder]);
    let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
    sql.execute_batch(
        "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    .unwrap();
    scene.house.refuses(
        1,
        &[
            "export",
            &phone.id.to_string(),
            "--to",
            &scene.path("other"),
        ],
    );
    assert!(!Path::new(&scene.path("other")).exists());
}

#[test]
fn age_erases_what_the_rules_say_and_only_when_told() {
    let scene = scene();
    let ((accepted, _), (received, _)) = (scene.received(), scene.received());
    scene.house.accept(&[&accepted.id.to_string()]);
    let said = scene.house.run(&["retention", "run", "--erase"]);
    assert!(said.contains("no rules"), "{said}");
    let rules = scene.house.data().join("retention.json");
    std::fs::write(
        &rules,
        r#"{"source":"CONTOH","days":{"accepted":30,"refused":1,"receiving":1}}"#,
    )
    .unwrap();
    let at = |day: &str, args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_office"));
        command
            .args(["retention", "run"])
            .args(args)
            .arg("--dir")
            .arg(scene.house.data())
            .args(["--now", day]);
        let output = command.output().unwrap();
        (
            output.status.code(),
            String::from_utf8([output.stdout, output.stderr].concat()).unwrap(),
        )
    };
    let (_, said) = at("2026-12-23T08:59:00+07:00", &["--erase"]);
    assert!(said.contains("0 erased"), "one minute too early: {said}");
    let (_, said) = at("2026-12-23T09:00:00+07:00", &[]);
    assert!(
        said.contains(&accepted.id.receipt()) && said.contains("1 would be erased"),
        "{said}"
    );
    assert_eq!(accepted.state(), "accepted", "saying is not doing");
    let (code, said) = at("2046-12-23T09:00:00+07:00", &["--erase"]);
    assert!(
        code == Some(2) && said.contains("clock"),
        "a clock that is years ahead erases nothing: {said}"
    );
    // The leap is noticed also when something was done after it.
    let other = scene.path("leapt");
    scene.house.run(&["backup", &scene.path("copied")]);
    let leapt = scene.house.elsewhere();
    leapt.run(&["restore", &scene.path("copied")]);
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_office"));
        let output = command
            .args(args)
            .arg("--dir")
            .arg(leapt.data())
            .args(["--now", "2046-12-23T09:00:00+07:00"])
            .output();
        output.unwrap().status.code()
    };
    assert_eq!(run(&["backup", &other]), Some(0));
    assert_eq!(run(&["retention", "run", "--erase"]), Some(2));
    assert_eq!(
        run(&["retention", "run", "--erase", "--clock-is-right"]),
        Some(0)
    );
    let (code, said) = at("2026-12-23T09:00:00+07:00", &["--erase"]);
    assert!(
        code == Some(0) && said.contains("1 erased (CONTOH)"),
        "{said}"
    );
    assert_eq!(
        (accepted.status().status, received.state().as_str()),
        (410, "received")
    );
    let why = scene.house.json(&["erased", "--json"])[0]["why"].clone();
    assert_eq!(why, "retention: accepted for 30 days");
    std::fs::write(&rules, r#"{"source":"CONTOH","days":{"received":30}}"#).unwrap();
    scene.house.refuses(2, &["retention", "run"]);
    let copy = scene.path("copy");
    scene.house.run(&["backup", &copy]);
    assert!(
        Path::new(&copy).join("retention.json").exists(),
        "the rules are part of the office"
    );
}

#[test]
fn what_does_not_open_goes_by_its_own_age_and_what_opens_stays() {
    let scene = scene();
    let (whole, _) = scene.received();
    let broken = Phone::new(&scene.office.address, &scene.key);
    let mut envelope = broken.seal(1);
    let last = envelope.len() - 1;
    envelope[last] ^= 1;
    assert_eq!(broken.put(1, &envelope).status, 201);
    scene.house.run(&["open"]);
    let rules = scene.house.data().join("retention.json");
    std::fs::write(&rules, r#"{"source":"CONTOH","days":{"seal_broken":30}}"#).unwrap();
    let at = |day: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_office"))
            .args(["retention", "run", "--erase", "--now", day, "--dir"])
            .arg(scene.house.data())
            .output()
            .unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let said = at("2026-12-23T08:59:00+07:00");
    assert!(said.contains("0 erased"), "one minute too early: {said}");
    let said = at("2026-12-23T09:00:00+07:00");
    assert!(said.contains("1 erased (CONTOH)"), "{said}");
    assert_eq!(
        (broken.status().status, whole.state().as_str()),
        (410, "received")
    );
    let why = scene.house.json(&["erased", "--json"])[0]["why"].clone();
    assert_eq!(why, "retention: seal_broken for 30 days");
}
