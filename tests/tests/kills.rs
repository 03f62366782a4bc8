//! kill -9 of either side at 200 random moments, in the long run at 10,000: what was acknowledged
//! is there, and nothing is there twice.
//!
//! A round is 70 kills of a phone, or 30 of an office, each in a world of its own. The moments come
//! from a seed that is printed for each; `PAYUNG_SEED=N` repeats it as far as the machine does.
//! `PAYUNG_KILL_ROUNDS=N`: fewer or more rounds in the long run. (The power that goes is another
//! matter: `power_phone.rs`, `power_office.rs`.)

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use payung_model::sealed::Digest;
use payung_tests::clock::Time;
use payung_tests::moments::Moments;
use payung_tests::office::{Office, Serving};
use payung_tests::phone::Phone;
use payung_tests::stopwatch::Stopwatch;
use payung_tests::wire::Wire;
use payung_tests::{Outcome, samples};
use serde_json::{Value, json};

/// An office that was just started takes everything within this time.
const TAKEN_WITHIN: Duration = Duration::from_secs(60);
const KILLS_OF_THE_PHONE: u32 = 70;
const KILLS_OF_THE_OFFICE: u32 = 30;

/// Rounds of both in every run: 200 kills.
const ROUNDS: u32 = 2;
/// And in the long one: 10,000.
const LONG_ROUNDS: u32 = 100;

/// An office, the wire to it, answers on disk.
struct World {
    folder: tempfile::TempDir,
    office: Office,
    wire: Wire,
}

impl World {
    fn new() -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let wire = Wire::new()?;
        let office = Office::found_by(folder.path(), &wire.url, Time::Machine)?;
        let mut half = samples::answers();
        let late = ["name", "phone", "ktp", "consent_processing"];
        half.as_object_mut()
            .ok_or("answers")?
            .retain(|question, _| !late.contains(&question.as_str()));
        std::fs::write(
            folder.path().join("answers.json"),
            samples::answers().to_string(),
        )?;
        std::fs::write(folder.path().join("half.json"), half.to_string())?;
        std::fs::write(
            folder.path().join("correction.json"),
            json!({"phone": "0813 0000 0002"}).to_string(),
        )?;
        std::fs::write(folder.path().join("ktp.jpg"), samples::ktp(800, 600, None)?)?;
        Ok(Self {
            folder,
            office,
            wire,
        })
    }

    fn serve(&self) -> Outcome<Serving> {
        let serving = self.office.serve("127.0.0.1:0")?;
        self.wire.connect(Some(serving.address()));
        Ok(serving)
    }

    fn phone(&self, name: &str) -> Phone {
        Phone {
            home: self.folder.path().join(name),
            ..self.office.phone()
        }
    }

    fn file(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    /// The office's ids with revision and state; fails when one is there twice.
    fn filed(&self) -> Outcome<BTreeMap<String, (u64, String)>> {
        let mut filed = BTreeMap::new();
        for line in self
            .office
            .json(&["list"])?
            .as_array()
            .into_iter()
            .flatten()
        {
            let value = (line["revision"].as_u64().unwrap_or(0), text(line, "state"));
            let twice = filed.insert(text(line, "id"), value);
            assert_eq!(twice, None, "twice at the office: {line}");
        }
        Ok(filed)
    }
}

/// What a phone was seen to hold: it may grow, and never shrink.
#[derive(Default)]
struct Seen {
    /// Draft → step reached.
    drafts: BTreeMap<String, u64>,
    /// Registration → (revision, how far).
    registrations: BTreeMap<String, (u64, u8)>,
}

impl Seen {
    /// Compares with what the phone shows now, and remembers it.
    fn look(&mut self, phone: &Phone, when: &str) -> Outcome<Value> {
        let (mut home, code) = phone.json(&["home"])?;
        assert_eq!(
            (code, home["key"].as_str()),
            (0, Some("open")),
            "{when}: {home}"
        );
        // The first screen shows a page of each; what is asked of the phone must not depend on it.
        for (list, more, all) in [
            ("drafts", "more_drafts", "drafts"),
            ("registrations", "more_registrations", "status"),
        ] {
            if home[more] == true {
                home[list] = phone.json(&[all])?.0;
            }
        }
        let of = |list: &str| home[list].as_array().cloned().unwrap_or_default();
        let sealed: BTreeSet<String> = of("registrations")
            .iter()
            .map(|one| text(one, "draft"))
            .collect();
        let drafts: BTreeMap<String, u64> = of("drafts")
            .iter()
            .map(|one| (text(one, "draft"), first_number(&text(one, "line"))))
            .collect();
        for (draft, step) in &self.drafts {
            match drafts.get(draft) {
                Some(now) => {
                    assert!(
                        now >= step || sealed.contains(draft),
                        "{when}: a draft went from step {step} to {now}"
                    );
                }
                None => assert!(
                    sealed.contains(draft),
                    "{when}: draft {draft} is gone: {home}"
                ),
            }
        }
        let registrations: BTreeMap<String, (u64, u8)> = of("registrations")
            .iter()
            .map(|one| {
                (
                    text(one, "registration"),
                    (
                        one["revision"].as_u64().unwrap_or(0),
                        rank(&text(one, "state")),
                    ),
                )
            })
            .collect();
        for (id, before) in &self.registrations {
            let now = registrations.get(id);
            assert!(
                now.is_some_and(|now| now >= before),
                "{when}: {id} went from {before:?} to {now:?}"
            );
        }
        (self.drafts, self.registrations) = (drafts, registrations);
        Ok(home)
    }
}

/// Starts a command, kills it after a while; its document, if it ended before.
fn killed(phone: &Phone, args: &[&str], out: &Path, after: Duration) -> Outcome<Option<Value>> {
    let mut child = spawn(phone, args, out)?;
    std::thread::sleep(after);
    let ended = child.try_wait()?;
    child.kill()?;
    child.wait()?;
    match ended {
        Some(_) => Ok(serde_json::from_slice(&std::fs::read(out)?).ok()),
        None => Ok(None),
    }
}

fn spawn(phone: &Phone, args: &[&str], out: &Path) -> Outcome<Child> {
    let mut command = phone.command(&[&["--json"], args].concat())?;
    Ok(command
        .stdout(File::create(out)?)
        .stderr(std::process::Stdio::null())
        .spawn()?)
}

#[test]
fn killing_the_phone_at_any_moment_loses_nothing_and_doubles_nothing() -> Outcome<()> {
    (0..ROUNDS).try_for_each(|_| kill_the_phone())
}

#[test]
fn killing_the_office_at_any_moment_loses_nothing_it_acknowledged() -> Outcome<()> {
    (0..ROUNDS).try_for_each(|_| kill_the_office())
}

#[test]
#[ignore = "long"]
fn ten_thousand_kills_of_either_side_lose_nothing_and_double_nothing() -> Outcome<()> {
    let rounds =
        std::env::var("PAYUNG_KILL_ROUNDS").map_or(Ok(LONG_ROUNDS), |rounds| rounds.parse())?;
    let side = |kill: fn() -> Outcome<()>| {
        std::thread::spawn(move || (0..rounds).try_for_each(|_| kill()))
    };
    let sides = [side(kill_the_phone), side(kill_the_office)];
    for side in sides {
        side.join()
            .map_err(|_| "a round failed: its words are above")??;
    }
    println!(
        "{} kills of the phone, {} of the office",
        rounds * KILLS_OF_THE_PHONE,
        rounds * KILLS_OF_THE_OFFICE
    );
    Ok(())
}

fn kill_the_phone() -> Outcome<()> {
    let mut chance = Moments::new()?;
    let world = World::new()?;
    let serving = world.serve()?;
    let phone = world.phone("phone");
    let (answers, half, correction) = (
        world.file("answers.json"),
        world.file("half.json"),
        world.file("correction.json"),
    );
    let out = world.folder.path().join("out.json");

    // How long things take when nobody kills them; and some registrations that the office wants
    // corrected.
    let (_, register) = Stopwatch::time(|| phone.run(&["register", "--answers", &answers]));
    for _ in 0..4 {
        phone.run(&["register", "--answers", &answers, "--no-sync"])?;
    }
    let (_, sync) = Stopwatch::time(|| phone.run(&["sync"]));
    world.office.open()?;
    for id in world.filed()?.keys() {
        let keys = world.office.keys.to_string_lossy().into_owned();
        world.office.run(&[
            "correct",
            id,
            "--keys",
            &keys,
            "--question",
            "phone=CONTOH: nomor lain",
        ])?;
    }

    let mut seen = Seen::default();
    let mut home = seen.look(&phone, "at the start")?;
    let mut finished = 0;
    for kill in 0..KILLS_OF_THE_PHONE {
        let draft = pick(
            &home["drafts"],
            |one| one["registration"].is_null(),
            "draft",
        );
        let asked = pick(
            &home["registrations"],
            |one| one["state"] == "needs_correction",
            "registration",
        );
        let (args, run): (Vec<&str>, Duration) = match (chance.below(6), &draft, &asked) {
            (0, ..) => (vec!["register", "--answers", &half], register / 2),
            (1 | 2, Some(draft), _) => (vec!["resume", draft, "--answers", &answers], register),
            (3, _, Some(id)) => (vec!["correct", id, "--answers", &correction], register),
            (4, ..) => (vec!["sync"], sync),
            (5, ..) => (
                vec!["register", "--answers", &answers, "--no-sync"],
                register,
            ),
            _ => (vec!["register", "--answers", &answers], register),
        };
        let document = killed(&phone, &args, &out, chance.moment(run))?;
        let when = format!("after kill {kill} of {}", args[0]);
        home = seen.look(&phone, &when)?;
        if let Some(id) = document
            .as_ref()
            .and_then(|document| document["registration"].as_str())
        {
            finished += 1;
            assert!(
                home["registrations"].to_string().contains(id),
                "{when}: {id} was printed and is gone"
            );
        }
    }
    println!("{finished} commands ended before they were killed");
    assert!(
        finished < KILLS_OF_THE_PHONE,
        "no command was killed in its work"
    );

    // Everything that was begun can be ended, and the office has each once.
    let home = seen.look(&phone, "at the end")?;
    for draft in home["drafts"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|draft| draft["registration"].is_null())
    {
        let (view, code) = phone.json(&["resume", &text(draft, "draft"), "--answers", &answers])?;
        assert_eq!(code, 0, "{view}");
    }
    phone.json(&["sync"])?;
    let home = seen.look(&phone, "before the corrections")?;
    for one in home["registrations"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|one| one["state"] == "needs_correction")
    {
        let (view, code) = phone.json(&[
            "correct",
            &text(one, "registration"),
            "--answers",
            &correction,
        ])?;
        assert_eq!(code, 0, "{view}");
    }
    let (report, code) = phone.json(&["sync"])?;
    assert_eq!(code, 0, "{report}");
    let home = seen.look(&phone, "after the last sync")?;
    let mut on_the_phone = BTreeMap::new();
    for one in home["registrations"].as_array().into_iter().flatten() {
        assert_eq!(one["state"], "received", "{one}");
        on_the_phone.insert(
            text(one, "registration"),
            (one["revision"].as_u64().unwrap_or(0), text(one, "state")),
        );
    }
    assert_eq!(world.filed()?, on_the_phone);
    assert_eq!(
        on_the_phone
            .values()
            .filter(|(revision, _)| *revision == 2)
            .count(),
        5,
        "the corrections arrived once"
    );
    world.office.open()?;
    let listed = world.office.json(&["list"])?;
    assert!(
        listed
            .as_array()
            .into_iter()
            .flatten()
            .all(|line| line["opened"] == true),
        "{listed}"
    );
    check_photos(&world)?;
    assert!(serving.stop()?);
    Ok(())
}

fn kill_the_office() -> Outcome<()> {
    let mut chance = Moments::new()?;
    let world = World::new()?;
    let mut serving = world.serve()?;
    let phones = [world.phone("one"), world.phone("other")];
    let answers = world.file("answers.json");
    let outs: Vec<PathBuf> = (0..2)
        .map(|number| world.folder.path().join(format!("out{number}.json")))
        .collect();
    for phone in &phones {
        phone.run(&["register", "--answers", &answers, "--no-sync"])?;
    }
    let (_, run) = Stopwatch::time(|| phones[0].run(&["sync"]));
    let mut seen = [Seen::default(), Seen::default()];
    let mut cut_short = 0;
    for kill in 0..KILLS_OF_THE_OFFICE {
        for phone in &phones {
            let (waiting, _) = phone.json(&["outbox"])?;
            if waiting == json!([]) {
                phone.run(&["register", "--answers", &answers, "--no-sync"])?;
            }
        }
        let mut children = Vec::new();
        for (phone, out) in phones.iter().zip(&outs) {
            children.push(spawn(phone, &["sync"], out)?);
        }
        std::thread::sleep(chance.moment(run));
        serving.kill()?;
        for mut child in children {
            cut_short += u32::from(child.wait()?.code() != Some(0));
        }
        serving = world.serve()?;
        let filed = world.filed()?;
        for (phone, seen) in phones.iter().zip(&mut seen) {
            seen.look(phone, &format!("after kill {kill}"))?;
            for (id, (revision, how_far)) in &seen.registrations {
                if *how_far == rank("received") {
                    let there = filed.get(id);
                    assert_eq!(
                        there,
                        Some(&(*revision, "received".to_owned())),
                        "kill {kill}: the phone was told of {id}"
                    );
                }
            }
        }
    }
    println!("{cut_short} syncs were cut short");
    assert!(cut_short > 0, "no sync was hit");
    let mut ids = BTreeSet::new();
    for (phone, seen) in phones.iter().zip(&mut seen) {
        sync_until_taken(phone)?;
        seen.look(phone, "at the end")?;
        assert!(
            seen.registrations
                .values()
                .all(|(_, how_far)| *how_far == rank("received"))
        );
        ids.extend(seen.registrations.keys().cloned());
    }
    assert_eq!(world.filed()?.into_keys().collect::<BTreeSet<_>>(), ids);
    check_photos(&world)
}

/// Syncs until all is taken. PostgreSQL goes on for a moment with what an office that was killed had
/// begun, and the next office may answer 503 until that is over.
fn sync_until_taken(phone: &Phone) -> Outcome<()> {
    let watch = Stopwatch::start();
    loop {
        let (report, code) = phone.json(&["sync"])?;
        if code == 0 {
            return Ok(());
        }
        assert!(watch.elapsed() < TAKEN_WITHIN, "{code}: {report}");
        std::thread::sleep(Duration::from_millis(500));
    }
}

/// Every photo at the office is whole: its bytes are what its name says.
fn check_photos(world: &World) -> Outcome<()> {
    let mut count = 0;
    let mut folders = vec![world.office.dir.join("photos")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            assert_eq!(Digest::of(&std::fs::read(&path)?).to_string(), name);
            count += 1;
        }
    }
    assert_eq!(count, world.filed()?.len(), "one photo a registration");
    Ok(())
}

fn pick(list: &Value, fits: impl Fn(&Value) -> bool, key: &str) -> Option<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .find(|one| fits(one))
        .map(|one| text(one, key))
}

/// How far a revision is; it never goes back.
fn rank(state: &str) -> u8 {
    match state {
        "ready" => 0,
        "sending" => 1,
        "received" => 2,
        "needs_correction" => 3,
        // No other state belongs here, and no check is content with it.
        _ => u8::MAX,
    }
}

fn first_number(text: &str) -> u64 {
    let digits: String = text
        .chars()
        .skip_while(|sign| !sign.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(0)
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}
