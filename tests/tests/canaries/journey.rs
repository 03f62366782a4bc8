//! The whole journey, stage by stage, each of which is looked at when it is done.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::Path;

use payung_tests::Outcome;
use payung_tests::canary::{Canary, digits, letters};
use payung_tests::phone::KEPT_FOR_LATER;
use serde_json::json;

use super::DONE;
use super::world::{World, title};

/// Types everything, each answer once refused; leaves in the middle of a line; takes the photo;
/// makes it ready.
pub fn fill_in_by_conversation(world: &mut World) -> Outcome<()> {
    let refused: Vec<(&str, String)> = world.refused.answers();
    let refused = |question: &str| {
        refused
            .iter()
            .find(|(id, _)| *id == question)
            .map(|(_, typed)| typed.clone())
            .unwrap_or_default()
    };
    let photo = world
        .folder
        .path()
        .join("answers")
        .join(&world.worker.photo)
        .to_string_lossy()
        .into_owned();
    let (nik, name, born) = (
        world.worker.nik.clone(),
        world.worker.name.clone(),
        world.worker.born_typed(),
    );
    let (birth_place, mother) = (
        world.worker.birth_place.clone(),
        world.worker.mother.clone(),
    );
    let street = world.worker.street.clone();
    let (phone, income) = (world.worker.phone.clone(), world.worker.income.to_string());

    let mut talk = world.talk(&["register"])?;
    for (question, typed) in [
        ("start", String::new()),
        ("ever_member", "1".to_owned()),
        ("age", "3".to_owned()),
        ("employer", "1".to_owned()),
        ("payer", "1".to_owned()),
        ("occupation", refused("occupation")),
        ("occupation not found", "nelayan".to_owned()),
        ("occupation found", "1".to_owned()),
        ("income_per", "4".to_owned()),
        ("income", refused("income")),
        ("income", income),
        ("programmes", String::new()),
        ("months", "1".to_owned()),
        ("notice", String::new()),
        ("nik", refused("nik")),
        ("nik", nik),
        ("nik_right", "3".to_owned()),
        ("birth_date", refused("birth_date")),
        ("birth_date", born),
        ("sex", "1".to_owned()),
        ("name", refused("name")),
        ("name", name.clone()),
        ("birth_place", birth_place),
        ("mother_name", mother),
        ("home_here", "ya".to_owned()),
        ("village_code", "14".to_owned()),
        ("village", "KELURAHAN CONTOH".to_owned()),
        ("street", street),
        ("rt_rw", String::new()),
        ("postal_code", "16911".to_owned()),
        ("phone", refused("phone")),
    ] {
        world.type_in(&mut talk, question, &typed)?;
    }
    talk.wait_for(&title("phone")?)?;
    // The input ends inside a line: what was typed so far is kept.
    talk.type_line(&format!("{}\u{4}\u{4}", world.refused.half_typed))?;
    talk.wait_for("payung-term resume")?;
    assert_eq!(talk.end()?, Some(KEPT_FOR_LATER));
    world.look("the draft was left")?;

    let draft = world.json(&["drafts"])?[0]["draft"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let mut talk = world.talk(&["resume", &draft])?;
    world.type_in(&mut talk, "phone", &phone)?;
    world.type_in(&mut talk, "ktp", &refused("ktp"))?;
    world.type_in(&mut talk, "ktp refused", &photo)?;
    talk.wait_for(&title("declaration")?)?;
    talk.type_line("ya")?;
    talk.wait_for(&title("consent_processing")?)?;
    world.look("photo taken")?;
    talk.type_line("ya")?;
    talk.wait_for(&name)?;
    world.look("review")?;
    talk.type_line("")?;
    assert_eq!(talk.end()?, Some(KEPT_FOR_LATER), "the office is down");
    let files = world.look("ready")?;
    for name in [
        "phone/payung.db",
        "phone/photos/",
        "phone/lock",
        "phone/key",
    ] {
        assert!(
            files.iter().any(|path| path.starts_with(name)),
            "{name} was not looked at: {files:?}"
        );
    }
    assert!(
        world.seen.contains("phone/payung.db-wal"),
        "the WAL was not looked at while it was in use"
    );
    Ok(())
}

pub fn send_over_a_bad_line(world: &mut World) -> Outcome<()> {
    // A cut photo goes on in the same run, since pieces arrive.
    for (cut, code) in [(300, KEPT_FOR_LATER), (20_000, DONE)] {
        world.wire.cut_after(cut);
        assert_eq!(
            world.run(&["--json", "sync"])?.status.code(),
            Some(code),
            "cut after {cut}"
        );
        world.look("sending was cut")?;
    }
    assert_eq!(world.wire.cuts(), 2);
    assert_eq!(
        world
            .run(&["--json", "sync", "--wait", "30"])?
            .status
            .code(),
        Some(DONE)
    );
    for args in [&["status"][..], &["outbox"], &["--json", "status"]] {
        world.run(args)?;
    }
    world.look("received")?;
    Ok(())
}

pub fn be_looked_at(world: &mut World, registration: &str, office: &str) -> Outcome<()> {
    let keys = world.office.keys.to_string_lossy().into_owned();
    world.desk(&["open", "--keys", &keys])?;
    world.look("opened")?;
    let officer = world
        .folder
        .path()
        .join("officer")
        .to_string_lossy()
        .into_owned();
    let shown = world
        .office
        .run(&["show", registration, "--keys", &keys, "--photos", &officer])?;
    assert!(shown.stderr.is_empty());
    // The seeker is not blind to a real output: here everything must be.
    let told: BTreeSet<String> = world
        .seeker
        .seek(&shown.stdout, "")
        .into_iter()
        .map(|leak| leak.what)
        .collect();
    for what in [
        "nik",
        "name",
        "birth_date",
        "mother's name",
        "birth place",
        "street",
        "phone",
        "income",
    ] {
        assert!(told.contains(what), "the officer is not shown {what}");
    }
    // From here on the picture itself is sought too, also in what was said and kept before.
    let picture = std::fs::read_dir(&officer)?
        .next()
        .ok_or("no photo was written")??
        .path();
    let picture = std::fs::read(picture)?;
    let mut canary = Canary::of("the photo", Vec::new());
    let pieces = (picture.len() / 2..picture.len() - 24)
        .step_by(1000)
        .map(|at| &picture[at..at + 24]);
    // Where nothing is to be seen, a picture is a run of one byte, which databases have as well.
    let telling: Vec<_> = pieces
        .filter(|piece| piece.iter().collect::<BTreeSet<_>>().len() >= 16)
        .collect();
    assert!(
        telling.len() >= 8,
        "{} pieces of {} bytes tell the picture",
        telling.len(),
        picture.len()
    );
    for piece in telling {
        canary = canary.and(piece);
    }
    world.seeker.add(canary);
    for what in ["photo's metadata", "photo's file name"] {
        assert!(
            world
                .seeker
                .seek(&picture, "")
                .iter()
                .all(|leak| leak.what != what),
            "{what} reached the office"
        );
    }
    world.look("shown")?;
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["audit"],
        &["audit", "--json"],
    ] {
        let output = world.desk(args)?;
        assert!(!output.stdout.is_empty(), "{args:?} says something");
    }
    let masked = format!("C••• {}•••", &world.worker.name[7..8]);
    assert!(
        String::from_utf8(world.desk(&["list"])?.stdout)?.contains(&masked),
        "the list masks names"
    );
    for (path, status) in [("/metrics", 404), ("/healthz", 200)] {
        let answer = get(office, path)?;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{path}: {answer}"
        );
        assert!(!answer.contains('•'), "not even masked names in {path}");
        world.hear(path, "the answer", answer.as_bytes());
    }
    Ok(())
}

pub fn be_corrected_and_accepted(world: &mut World, registration: &str) -> Outcome<()> {
    let keys = world.office.keys.to_string_lossy().into_owned();
    let (words, phone) = (letters(20)?, format!("0813 {} {}", digits(4)?, digits(4)?));
    world
        .seeker
        .add(Canary::word("the officer's words", &words));
    world.seeker.add(Canary::of(
        "the corrected phone",
        vec![
            phone[5..].replace(' ', ""),
            phone[5..].replace(' ', "-"),
            phone[5..].to_owned(),
        ],
    ));
    world.desk(&[
        "correct",
        registration,
        "--keys",
        &keys,
        "--question",
        &format!("phone={words}"),
        "--words",
        &words,
    ])?;
    world.look("a correction was asked for")?;
    assert_eq!(world.run(&["--json", "sync"])?.status.code(), Some(DONE));
    world.look("the correction arrived")?;
    assert!(
        world
            .json(&["status", registration])?
            .to_string()
            .contains(&words),
        "the worker reads the officer's words"
    );

    let file = world.folder.path().join("answers/correction.json");
    std::fs::write(&file, json!({ "phone": phone }).to_string())?;
    let output = world.run(&[
        "--json",
        "correct",
        registration,
        "--answers",
        &file.to_string_lossy(),
    ])?;
    assert_eq!(
        output.status.code(),
        Some(DONE),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    world.look("corrected")?;
    world.desk(&["open", "--keys", &keys])?;
    world.desk(&["accept", registration, "--words", &words])?;
    world.run(&["--json", "sync"])?;
    assert_eq!(world.json(&["status", registration])?["state"], "accepted");
    world.look("accepted")?;

    // A camera's file that was left by a kill; then a file that somebody damaged.
    let capture = world
        .folder
        .path()
        .join("phone/capture")
        .join(&world.worker.photo);
    std::fs::copy(
        world
            .folder
            .path()
            .join("answers")
            .join(&world.worker.photo),
        &capture,
    )?;
    world.run_telling(&["home"])?;
    world.look("a capture was left")?;
    let mut database = std::fs::OpenOptions::new()
        .write(true)
        .open(world.folder.path().join("phone/payung.db"))?;
    database.write_all(&[0xff; 100])?;
    world.run_telling(&["home"])?;
    let files = world.look("the database was damaged")?;
    assert!(
        files
            .iter()
            .any(|path| path.starts_with("phone/set-aside-1/payung.db")),
        "{files:?}"
    );
    Ok(())
}

/// Everything an operator does with what was received: copies, keys, an export, and the end of it.
pub fn be_kept_and_erased(world: &mut World, registration: &str) -> Outcome<()> {
    let at = |name: &str| {
        world
            .folder
            .path()
            .join(name)
            .to_string_lossy()
            .into_owned()
    };
    let (first, second, copy, passphrase) = (
        at("backup-1"),
        at("backup-2"),
        at("keys.copy"),
        at("passphrase"),
    );
    // Beside what the officer was shown before: where answers may be.
    let (keys, export) = (
        world.office.keys.to_string_lossy().into_owned(),
        at("officer/export"),
    );
    std::fs::write(&passphrase, "CONTOH kata sandi yang panjang\n")?;
    for args in [
        &["backup", &first, "--keys", &keys][..],
        &["keys", "rotate", "--keys", &keys],
        &[
            "keys",
            "backup",
            &copy,
            "--copy-passphrase-file",
            &passphrase,
            "--keys",
            &keys,
        ],
        &["doctor", "--keys", &keys],
        &["retention", "run"],
        &["export", registration, "--to", &export, "--keys", &keys],
    ] {
        world.desk(args)?;
    }
    let files = world.look("copied and exported")?;
    assert!(
        files.iter().any(|path| path.starts_with("backup-1/")),
        "{files:?}"
    );
    let exported = world.seeker.look(Path::new(&export), &[])?.leaks;
    assert!(
        !exported.is_empty(),
        "an export that holds no answer is none"
    );
    for args in [
        &["erase", registration, "--why", "asked for"][..],
        &["erased"],
        &["erased", "--json"],
        &["audit", "--json"],
        &["backup", &second, "--keys", &keys],
    ] {
        world.desk(args)?;
    }
    let files = world.look("erased")?;
    assert!(
        files.iter().any(|path| path.starts_with("backup-2/")),
        "{files:?}"
    );
    Ok(())
}

fn get(address: &str, path: &str) -> Outcome<String> {
    let mut stream = std::net::TcpStream::connect(address)?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
