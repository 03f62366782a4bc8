//! No answer lies anywhere in clear: random values in every answer are sought everywhere, at every
//! stage, after kills and after panics; and the same search must find them in a build whose seal is
//! switched off.
//!
//! Where they may be, and nowhere else:
//! - `answers/`: what the tester wrote for the terminal to read (answers file, photo as the camera
//!   left it);
//! - the screen of a conversation, and what was asked for on stdout: `drafts` and `home` (names),
//!   `nik`, `phone`, and in `status` the officer's words;
//! - at the office: stdout of `show --keys`, the photos and the export it was asked to write
//!   (`officer/`), and the arguments of `correct`, in which the officer writes words to the worker.
//!
//! Choices are not sought: their ids stand in the form that everybody has.

#[path = "canaries/panics.rs"]
mod panics;
#[path = "canaries/world.rs"]
mod world;

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use payung_tests::canary::{Canary, Worker, below, digits, letters};
use payung_tests::phone::KEPT_FOR_LATER;
use payung_tests::stopwatch::Stopwatch;
use payung_tests::{Outcome, binary};
use serde_json::json;
use world::{World, title};

const DONE: i32 = 0;
const WRONG_INPUT: i32 = 2;

#[test]
fn no_answer_lies_in_clear_anywhere_on_the_whole_journey() -> Outcome<()> {
    let mut world = World::new(binary("payung-term")?)?;
    fill_in_by_conversation(&mut world)?;
    assert_eq!(world.leaks, BTreeSet::new());

    let registration = world.registration()?;
    let serving = world.office.serve("127.0.0.1:0")?;
    world.wire.connect(Some(serving.address()));
    send_over_a_bad_line(&mut world)?;
    be_looked_at(&mut world, &registration, serving.address())?;
    be_corrected_and_accepted(&mut world, &registration)?;
    be_kept_and_erased(&mut world, &registration)?;
    assert!(serving.stop()?);
    world.look("the office ended")?;
    let record = |said: &Vec<u8>| said.starts_with(b"PUT /v1/registrations/") && said.len() > 500;
    assert!(
        world.wire.heard().iter().any(record),
        "the wire was not listened to"
    );
    assert!(
        cfg!(not(target_os = "linux")) || world.processes > 20,
        "{} processes were looked at",
        world.processes
    );
    assert_eq!(world.leaks, BTreeSet::new());
    Ok(())
}

#[test]
fn what_is_refused_is_told_without_repeating_it() -> Outcome<()> {
    let mut world = World::new(binary("payung-term")?)?;
    let answers = world.folder.path().join("answers");
    let file = answers.join("answers.json");
    let run = ["register", "--answers", &file.to_string_lossy()];
    let other = Worker::invent()?;
    world
        .seeker
        .add(Canary::of("another birth date", vec![other.born_typed()]));
    let mut wrong = world.refused.answers();
    wrong.push(("birth_date", other.born_typed()));
    for (question, typed) in &wrong {
        let mut given = world.worker.answers();
        given[*question] = json!(typed);
        std::fs::write(&file, given.to_string())?;
        let output = world.run(&run)?;
        let warned_only = *typed == other.born_typed();
        let expected = if warned_only {
            KEPT_FOR_LATER
        } else {
            WRONG_INPUT
        };
        assert_eq!(
            output.status.code(),
            Some(expected),
            "{question}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(!output.stderr.is_empty(), "{question} is told on stderr");
        world.look(&format!("{question} refused"))?;
    }
    let nik = world.worker.nik.clone();
    for broken in [
        format!("{{\"nik\": {nik}x"),
        format!("{{\"nik\": [[\"{nik}\"]]}}"),
        format!("[\"{nik}\"]"),
        format!("\"{nik}\""),
    ] {
        std::fs::write(&file, broken)?;
        assert_eq!(world.run(&run)?.status.code(), Some(WRONG_INPUT));
    }
    assert_eq!(world.leaks, BTreeSet::new());
    Ok(())
}

#[test]
fn a_kill_at_any_moment_leaves_nothing_in_clear() -> Outcome<()> {
    let mut world = World::new(binary("payung-term")?)?;
    let serving = world.office.serve("127.0.0.1:0")?;
    let file = world.folder.path().join("answers/answers.json");
    let register = ["register", "--answers", &file.to_string_lossy()];
    let (first, mut whole) = Stopwatch::time(|| world.run(&register));
    assert_eq!(first?.status.code(), Some(KEPT_FOR_LATER));
    let mut killed = 0;
    for round in 0..120 {
        // With the office and without it, registering and sending.
        world.wire.connect(if round % 2 == 0 {
            Some(serving.address())
        } else {
            None
        });
        let args: &[&str] = if round % 5 == 4 { &["sync"] } else { &register };
        let moment = Duration::from_micros(below(u64::try_from(whole.as_micros())?.max(1))?);
        if world.kill_after(moment, args)? {
            killed += 1;
        } else {
            // It had ended: the machine has become faster.
            whole = whole * 3 / 4;
        }
        world.look(&format!("killed after {moment:?}"))?;
        if killed == 30 {
            break;
        }
    }
    assert_eq!(killed, 30, "too few were killed while they ran");
    assert_eq!(
        world.run_telling(&["drafts"])?.status.code(),
        Some(DONE),
        "it opens after all of them"
    );
    world.look("opened again")?;
    assert_eq!(world.leaks, BTreeSet::new());
    Ok(())
}

#[test]
fn files_are_for_their_owner_only_whatever_the_umask() -> Outcome<()> {
    let world = World::new(binary("payung-term")?)?;
    let file = world.folder.path().join("answers/answers.json");
    let plain = world.command(&["register", "--answers", &file.to_string_lossy()]);
    let mut open_handed = Command::new("sh");
    open_handed
        .args(["-c", "umask 000; exec \"$@\"", "sh"])
        .arg(plain.get_program())
        .args(plain.get_args());
    for (name, value) in plain.get_envs() {
        open_handed.env(name, value.unwrap_or_default());
    }
    let output = open_handed
        .current_dir(world.folder.path().join("here"))
        .stdin(Stdio::null())
        .output()?;
    assert_eq!(
        output.status.code(),
        Some(KEPT_FOR_LATER),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for folder in [
        world.folder.path().join("phone"),
        world.office.dir.clone(),
        world.office.keys.clone(),
    ] {
        assert_eq!(open_to_others(&folder)?, Vec::<String>::new());
    }
    Ok(())
}

#[test]
fn a_build_with_sealing_switched_off_fails_the_same_search() -> Outcome<()> {
    let mut world = World::new(unsealed_terminal()?)?;
    fill_in_by_conversation(&mut world)?;
    let found: BTreeSet<&str> = world
        .leaks
        .iter()
        .map(|(_, leak)| leak.what.as_str())
        .collect();
    for what in [
        "nik",
        "name",
        "birth_date",
        "mother's name",
        "street",
        "phone",
        "income",
        "refused nik",
        "refused name",
        "half-typed phone",
    ] {
        assert!(
            found.contains(what),
            "{what} was not found without the seal: {found:?}"
        );
    }
    let stages: BTreeSet<&str> = world
        .leaks
        .iter()
        .map(|(stage, _)| stage.as_str())
        .collect();
    for stage in ["the draft was left", "photo taken", "ready"] {
        assert!(stages.contains(stage), "nothing was found when {stage}");
    }
    Ok(())
}

/// Types everything, each answer once refused; leaves in the middle of a line; takes the photo;
/// makes it ready.
fn fill_in_by_conversation(world: &mut World) -> Outcome<()> {
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

fn send_over_a_bad_line(world: &mut World) -> Outcome<()> {
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

fn be_looked_at(world: &mut World, registration: &str, office: &str) -> Outcome<()> {
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

fn be_corrected_and_accepted(world: &mut World, registration: &str) -> Outcome<()> {
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
fn be_kept_and_erased(world: &mut World, registration: &str) -> Outcome<()> {
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
        &["backup", &first][..],
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
        &["backup", &second],
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

/// Builds the terminal without its seal, from the same sources and with the same compiled crates,
/// in a workspace of its own beside the real one: nothing of it can be mistaken for what ships.
/// (The core's libraries for phones have names without a hash; built with another feature they
/// would take each other's place, so that here there are none.)
fn unsealed_terminal() -> Outcome<PathBuf> {
    let sealed = binary("payung-term")?;
    let target = sealed
        .parent()
        .and_then(Path::parent)
        .ok_or("the terminal lies in no target folder")?;
    let (here, apart) = (
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .canonicalize()?,
        target.join("unsealed"),
    );
    let workspace = apart.join("workspace");
    std::fs::create_dir_all(workspace.join("rust-core"))?;
    for same in [
        "Cargo.toml",
        "Cargo.lock",
        "office",
        "terminal",
        "tests",
        "bindings",
        "rust-core/src",
        "rust-core/model",
    ] {
        let _ = std::fs::remove_file(workspace.join(same));
        std::os::unix::fs::symlink(here.join(same), workspace.join(same))?;
    }
    let manifest = std::fs::read_to_string(here.join("rust-core/Cargo.toml"))?;
    let manifest: Vec<&str> = manifest
        .lines()
        .filter(|line| !line.starts_with("crate-type"))
        .collect();
    std::fs::write(workspace.join("rust-core/Cargo.toml"), manifest.join("\n"))?;
    let mut cargo = Command::new(env!("CARGO"));
    // What cargo told this test about itself would make build scripts run again, and most of the
    // crates with them.
    let told = |name: &String| {
        [
            "CARGO_MANIFEST_",
            "CARGO_PKG_",
            "CARGO_BIN_",
            "CARGO_CRATE_",
        ]
        .iter()
        .any(|one| name.starts_with(one))
    };
    for name in std::env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(told)
    {
        cargo.env_remove(name);
    }
    let output = cargo
        .args([
            "build",
            "--quiet",
            "--offline",
            "--locked",
            "--bin",
            "payung-term",
            "--features",
            "payung-core/unsealed,payung-office/s3",
        ])
        // Packages and features as `scripts/common.sh` selects them: what they share is not
        // compiled again.
        .args(["--workspace", "--exclude", "payung-bindgen"])
        .env("CARGO_TARGET_DIR", &apart)
        .env("CARGO_BUILD_BUILD_DIR", target)
        .current_dir(&workspace)
        .output()?;
    if !output.status.success() {
        return Err(format!(
            "the terminal without its seal does not build: {}",
            String::from_utf8_lossy(&output.stderr)
        )
        .into());
    }
    Ok(apart.join("debug/payung-term"))
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

/// What others on this machine may read, write or enter.
fn open_to_others(folder: &Path) -> Outcome<Vec<String>> {
    use std::os::unix::fs::PermissionsExt;
    let mut open = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let about = std::fs::metadata(&next)?;
        if about.permissions().mode() & 0o077 != 0 {
            open.push(format!(
                "{:o} {}",
                about.permissions().mode() & 0o777,
                next.display()
            ));
        }
        if about.is_dir() {
            for entry in std::fs::read_dir(&next)? {
                folders.push(entry?.path());
            }
        }
    }
    open.sort();
    Ok(open)
}
