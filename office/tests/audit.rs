//! `office audit verify | checkpoint | restored`, over the real program and the file that the intake
//! could write.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::House;
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

fn house() -> House {
    let (house, _) = House::with_bundle();
    let place = house.folder.path().join("copy");
    house.run(&["backup", place.to_str().unwrap()]);
    house
}

/// The database as somebody writes it who has the intake's user. None over another database, where
/// `store/keyed.rs` does the same.
fn intruder(house: &House, statements: &str) -> Option<()> {
    if house.database.is_some() {
        return None;
    }
    let sql = rusqlite::Connection::open(house.data().join("office.db")).unwrap();
    sql.execute_batch(
        "DROP TRIGGER IF EXISTS audit_is_not_changed; DROP TRIGGER IF EXISTS audit_is_not_removed;
         DROP TRIGGER IF EXISTS chain_is_not_removed",
    )
    .unwrap();
    sql.execute_batch(statements).unwrap();
    Some(())
}

#[test]
fn a_changed_row_is_named_and_the_command_fails() {
    let house = house();
    // A copy that is made where the keys are not.
    let away = house.folder.path().join("away");
    std::fs::rename(house.keys(), &away).unwrap();
    let place = house.folder.path().join("without-keys");
    house.run(&["backup", place.to_str().unwrap()]);
    std::fs::rename(&away, house.keys()).unwrap();
    let said = house.run(&["audit", "verify"]);
    // That it began, and that it is there.
    assert!(said.contains("2 written without the keys"), "{said}");
    let found = house.json(&["audit", "verify", "--json"]);
    assert_eq!(found["broken"], serde_json::Value::Null);
    let rows = house.json(&["audit", "--json"]).as_array().unwrap().len();
    if intruder(&house, "UPDATE audit SET officer = 'jahat' WHERE seq = 2").is_none() {
        return;
    }
    let output = house.output(&["audit", "verify"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with("row 2 was changed"), "{said}");
    let doctor = String::from_utf8(house.output(&["doctor"]).stdout).unwrap();
    assert!(
        doctor.contains("BAD   audit") && doctor.contains("row 2"),
        "{doctor}"
    );
    assert_eq!(
        house.output(&["audit", "checkpoint"]).status.code(),
        Some(1),
        "nothing is signed"
    );
    // The end is cut off.
    let cut = format!(
        "UPDATE audit SET officer = 'contoh' WHERE seq = 2; DELETE FROM audit WHERE seq >= {rows};
        DELETE FROM audit_chain WHERE seq >= {rows}"
    );
    intruder(&house, &cut).unwrap();
    let output = house.output(&["audit", "verify"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.code() == Some(1) && said.contains("is not there any more"),
        "{said}"
    );
}

/// An auditor's program, which knows the format and no key but the office's public one.
#[test]
fn a_checkpoint_is_checked_without_any_key_and_holds_the_office_to_it() {
    let house = house();
    let file = house.folder.path().join("checkpoints");
    let line = house.run(&["audit", "checkpoint"]);
    let parts: Vec<&str> = line.trim().split(' ').collect();
    let [version, seq, _, rows, _, key, signature] = parts[..] else {
        panic!("{line}")
    };
    assert_eq!(version, "payung-audit-1");
    let listed = house.json(&["keys", "list", "--json"]);
    let current = listed
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["role"] == "signing_current");
    assert_eq!(current.unwrap()["public"], key);
    let bytes =
        |text: &str| <base64ct::Base64UrlUnpadded as base64ct::Encoding>::decode_vec(text).unwrap();
    let public = VerifyingKey::from_bytes(&bytes(key).try_into().unwrap()).unwrap();
    let signed = line.trim().rsplit_once(' ').unwrap().0;
    let signature = Signature::from_bytes(&bytes(signature).try_into().unwrap());
    public.verify_strict(signed.as_bytes(), &signature).unwrap();
    let log = house.json(&["audit", "--json"]);
    let mut digest = [0_u8; 32];
    for row in log.as_array().unwrap() {
        let at: payung_model::units::Timestamp = serde_json::from_value(row["at"].clone()).unwrap();
        let mut hash = Sha256::new();
        hash.update(digest);
        for part in [
            row["seq"].to_string(),
            at.millis().to_string(),
            row["officer"].as_str().unwrap().to_owned(),
            row["action"].as_str().unwrap().to_owned(),
            row["id"].as_str().unwrap_or_default().to_owned(),
            row["detail"].as_str().unwrap().to_owned(),
        ] {
            hash.update(part);
            hash.update([0]);
        }
        digest = hash.finalize().into();
        if row["seq"] == seq {
            break;
        }
    }
    assert_eq!(base16ct::lower::encode_string(&digest), rows);

    let to = file.to_str().unwrap();
    house.run(&["audit", "checkpoint", "--to", to]);
    let place = |name: &str| {
        house
            .folder
            .path()
            .join(name)
            .to_string_lossy()
            .into_owned()
    };
    std::fs::write(place("pass"), "kata sandi contoh\n").unwrap();
    house.run(&[
        "keys",
        "backup",
        &place("k"),
        "--copy-passphrase-file",
        &place("pass"),
    ]);
    house.run(&["audit", "checkpoint", "--to", to]);
    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 2);
    house.run(&["audit", "verify", "--checkpoints", to]);
    // The office itself makes another history, with its own keys: the older state of a backup.
    let copy = house.folder.path().join("copy");
    std::fs::rename(house.data(), house.folder.path().join("gone")).unwrap();
    if house.database.is_some() {
        return;
    }
    house.run(&["restore", copy.to_str().unwrap()]);
    assert!(
        house.run(&["audit", "verify"]).contains("rows"),
        "accepted by who has the keys"
    );
    let said = house.refuses(1, &["audit", "verify", "--checkpoints", to]);
    assert!(
        said.contains("does not go through the checkpoint"),
        "{said}"
    );
    std::fs::write(
        &file,
        line.replacen(" 3 ", " 4 ", 1)
            .replacen("payung-audit-1 ", "payung-audit-1 1", 1),
    )
    .unwrap();
    let said = house.refuses(2, &["audit", "verify", "--checkpoints", to]);
    assert!(said.contains(":1: "), "{said}");
}

#[test]
fn a_data_folder_that_was_put_back_is_not_believed_until_somebody_says_so() {
    let house = house();
    if house.database.is_some() {
        return;
    }
    let kept = house.folder.path().join("kept");
    std::fs::create_dir(&kept).unwrap();
    for (path, content) in house.files() {
        if path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("office.db"))
        {
            std::fs::write(kept.join(path.file_name().unwrap()), content).unwrap();
        }
    }
    house.run(&["bundle", "sign", "--built-in"]);
    for name in ["office.db", "office.db-wal", "office.db-shm"] {
        let _ = std::fs::remove_file(house.data().join(name));
        if kept.join(name).exists() {
            std::fs::copy(kept.join(name), house.data().join(name)).unwrap();
        }
    }
    let output = house.output(&["audit", "verify"]);
    assert_eq!(output.status.code(), Some(1));
    house.run(&["audit", "restored"]);
    house.run(&["audit", "verify"]);
    let log = house.run(&["audit"]);
    assert!(
        log.contains("audit restored") && log.contains(" head "),
        "{log}"
    );
}
