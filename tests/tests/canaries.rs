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

#[path = "canaries/journey.rs"]
mod journey;
#[path = "canaries/panics.rs"]
mod panics;
#[path = "canaries/unsealed.rs"]
mod unsealed;
#[path = "canaries/world.rs"]
mod world;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use payung_tests::canary::{Canary, Worker, below};
use payung_tests::phone::KEPT_FOR_LATER;
use payung_tests::stopwatch::Stopwatch;
use payung_tests::{Outcome, binary};
use serde_json::json;
use world::World;

const DONE: i32 = 0;
const WRONG_INPUT: i32 = 2;

#[test]
fn no_answer_lies_in_clear_anywhere_on_the_whole_journey() -> Outcome<()> {
    let mut world = World::new(binary("payung-term")?)?;
    journey::fill_in_by_conversation(&mut world)?;
    assert_eq!(world.leaks, BTreeSet::new());

    let registration = world.registration()?;
    let serving = world.office.serve("127.0.0.1:0")?;
    world.wire.connect(Some(serving.address()));
    journey::send_over_a_bad_line(&mut world)?;
    journey::be_looked_at(&mut world, &registration, serving.address())?;
    journey::be_corrected_and_accepted(&mut world, &registration)?;
    journey::be_kept_and_erased(&mut world, &registration)?;
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
    let mut world = World::new(unsealed::terminal()?)?;
    journey::fill_in_by_conversation(&mut world)?;
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
