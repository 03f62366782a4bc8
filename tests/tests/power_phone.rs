//! The power goes while somebody registers: what the phone acknowledged is there afterwards, and
//! nothing is broken.
//!
//! A process opens the core through its API and plays a worker's whole story (`story`); a recorder
//! notes what it asks of its disk, and after each call of the API the rows of the vault. Then, at
//! 500 moments, the disk is built as a power cut may leave it (`payung_tests::disk::image`), opened
//! by the code that ships, and its rows compared.

#[path = "power_phone/story.rs"]
mod story;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use payung_core::KeyState;
use payung_model::sealed::Digest;
use payung_model::secret::Secret;
use payung_tests::disk::image::{Chance, Lies, Model, lay_out, nothing_went_past};
use payung_tests::disk::log::DiskEvent;
use payung_tests::disk::{Disk, in_memory};
use payung_tests::phone::Phone;
use payung_tests::shell::Shell;
use payung_tests::{Outcome, samples};
use rusqlite::types::Value as Column;
use rusqlite::{Connection, OpenFlags};

const MOMENTS: u64 = 500;
/// In the long run.
const LONG_MOMENTS: u64 = 10_000;

/// What a call of the API had acknowledged when it returned.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
struct Mark {
    /// Lines of the log until then.
    lines: u64,
    /// Which call.
    call: String,
    /// All rows of the vault.
    rows: BTreeSet<String>,
}

/// Tables whose every row is a promise. `meta` also holds the clock's floor, which any opening moves:
/// of it only the kept code is one.
const TABLES: [&str; 10] = [
    "person",
    "draft",
    "answer",
    "photo",
    "registration",
    "event",
    "outbox",
    "outbox_photo",
    "rules",
    "meta WHERE name = 'referral'",
];

/// Calls that commit more than once: half of one may be done. Of *correct* the questions may be
/// marked already, and the day of opening not yet noted; called again it does the rest.
const OF_MANY_STEPS: [&str; 4] = ["open", "open again", "sync", "correct"];

/// A phone in a folder whose parents are not there yet, as on the first start.
fn home(root: &Path) -> PathBuf {
    root.join("apps/payung")
}

#[test]
fn the_power_may_go_at_any_moment_of_a_registration() -> Outcome<()> {
    let name = "the_power_may_go_at_any_moment_of_a_registration";
    if Disk::watches(name) {
        return story::of_a_registration();
    }
    let folder = tempfile::tempdir()?;
    let Some(disk) = Disk::new(folder.path())? else {
        return Ok(());
    };
    let marks = folder.path().join("marks.json");
    disk.again(
        name,
        true,
        &[("PAYUNG_MARKS", &marks), ("PAYUNG_ROOT", &disk.root)],
    )?;
    let marks: Vec<Mark> = serde_json::from_slice(&std::fs::read(marks)?)?;
    let lines = disk.asked()?;
    let syncs = lines
        .iter()
        .filter(|line| matches!(line, DiskEvent::SyncFile(_) | DiskEvent::SyncFolder(_)))
        .count();
    println!(
        "{} calls of the API, {} lines, {syncs} of them fsync",
        marks.len(),
        lines.len()
    );
    assert!(marks.len() > 60, "a whole story");

    let mut whole = Model::new(&disk.root, Lies::default());
    lines.iter().try_for_each(|line| whole.play(line))?;
    nothing_went_past(&whole.now(), &disk.root)?;
    let usual = if std::env::var_os("PAYUNG_LONG").is_some() {
        LONG_MOMENTS
    } else {
        MOMENTS
    };
    let moments = std::env::var("PAYUNG_MOMENTS").map_or(Ok(usual), |moments| moments.parse())?;

    everything_is_synced_before_it_is_said(&disk, &lines, &marks)?;
    let lost = crashes(&disk, &lines, &marks, Lies::default(), moments)?;
    assert!(
        lost.is_empty(),
        "{} of {moments}: {:#?}",
        lost.len(),
        &lost[..lost.len().min(5)]
    );

    // A disk that lies is seen: so would be a vault that does not ask.
    for (what, lies) in [
        (
            "PRAGMA synchronous = OFF",
            Lies {
                file: Some("-wal"),
                folders: false,
            },
        ),
        (
            "a photo without its fsync",
            Lies {
                file: Some(".part"),
                folders: false,
            },
        ),
        (
            "folders without theirs",
            Lies {
                file: None,
                folders: true,
            },
        ),
    ] {
        let lost = crashes(&disk, &lines, &marks, lies, 60)?;
        println!("{what}: seen at {} of 60 moments", lost.len());
        assert!(!lost.is_empty(), "{what} is not seen");
    }
    Ok(())
}

#[test]
fn the_power_may_go_while_a_lost_key_is_given_up_and_while_all_is_wiped() -> Outcome<()> {
    let name = "the_power_may_go_while_a_lost_key_is_given_up_and_while_all_is_wiped";
    if Disk::watches(name) {
        return story::of_an_end();
    }
    let folder = tempfile::tempdir()?;
    let Some(disk) = Disk::new(folder.path())? else {
        return Ok(());
    };
    let marks = folder.path().join("marks.json");
    disk.again(
        name,
        true,
        &[("PAYUNG_MARKS", &marks), ("PAYUNG_ROOT", &disk.root)],
    )?;
    let marks: Vec<Mark> = serde_json::from_slice(&std::fs::read(marks)?)?;
    let (lines, calls): (Vec<DiskEvent>, Vec<&str>) = (
        disk.asked()?,
        marks.iter().map(|mark| mark.call.as_str()).collect(),
    );
    assert_eq!(calls, ["ready", "gone", "start clean", "ready", "wipe"]);
    let (begin, end) = (marks[1].lines as usize, lines.len());
    for seed in 0..MOMENTS / 2 {
        let moment = begin + Chance::new(seed + 1).below((end - begin) as u64 + 1) as usize;
        let mut model = Model::new(&disk.root, Lies::default());
        lines[..moment]
            .iter()
            .try_for_each(|line| model.play(line))?;
        let left = in_memory()?;
        lay_out(&model.crash(&mut Chance::new(seed)), left.path())?;
        let home = home(left.path());
        let found = |file: &str| {
            rows(&home.join(file))
                .map(|rows| rows.into_iter().map(|row| row[..5].to_owned()).collect())
        };
        let aside: BTreeSet<String> = found("set-aside-1")?;
        if moment >= marks[4].lines as usize {
            assert!(
                !home.join("payung.db").exists() && aside.is_empty(),
                "seed {seed}: something is left after a wipe"
            );
            assert!(
                std::fs::read_dir(home.join("photos"))?.next().is_none(),
                "seed {seed}: a photo is left after a wipe"
            );
            continue;
        }
        if moment >= marks[2].lines as usize && moment <= marks[3].lines as usize {
            assert!(
                aside.contains("answe"),
                "seed {seed}: the old answers are not set aside"
            );
        }
        // What was ready goes on in any case: before, between and after.
        let mut shell = Shell::new(left.path());
        shell.home.clone_from(&home);
        let payung = shell
            .open()
            .map_err(|error| format!("seed {seed}, line {moment}: {error}"))?;
        let sent = payung.home()?.registrations.len();
        let wiping = moment > marks[3].lines as usize;
        assert!(
            wiping || sent >= 1,
            "seed {seed}, line {moment}: what was ready is lost"
        );
        if !wiping {
            // Those of drafts under the lost key may already be aside.
            photos_are_whole(&home, &["outbox_photo"])?;
        }
    }
    Ok(())
}

#[test]
fn the_power_may_go_while_the_terminal_makes_its_key() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let Some(disk) = Disk::new(folder.path())? else {
        return Ok(());
    };
    let office = payung_tests::office::Office::found(folder.path(), "http://127.0.0.1:1")?;
    let answers = folder.path().join("answers");
    samples::write(&answers, &samples::answers(), None)?;
    let phone = Phone {
        home: home(&disk.root),
        ..office.phone()
    };
    let (answers, photos) = (answers.join("answers.json"), answers);
    let args = [
        "register",
        "--answers",
        &answers.to_string_lossy(),
        "--photos",
        &photos.to_string_lossy(),
        "--no-sync",
    ];
    let mut command = phone.command(&[&["--json"], &args[..]].concat())?;
    let output = disk.watch(&mut command, true).output()?;
    let lines = disk.asked()?;
    assert!(
        output.status.code().is_some_and(|code| code == 3) && lines.len() > 200,
        "{output:?}, {} lines",
        lines.len()
    );
    for seed in 0..40 {
        // Half of them while key and database are made, the others anywhere.
        let limit = if seed % 2 == 0 {
            60
        } else {
            lines.len() as u64
        };
        let moment = if seed == 39 {
            lines.len()
        } else {
            Chance::new(seed + 1).below(limit + 1) as usize
        };
        let mut model = Model::new(&disk.root, Lies::default());
        lines[..moment]
            .iter()
            .try_for_each(|line| model.play(line))?;
        let left = in_memory()?;
        lay_out(&model.crash(&mut Chance::new(seed)), left.path())?;
        let after = Phone {
            home: home(left.path()),
            ..phone.clone()
        };
        let (view, code) = after.json(&["home"])?;
        assert_eq!(
            (code, view["key"].as_str()),
            (0, Some("open")),
            "seed {seed}, line {moment}: {view}"
        );
        let registrations = view["registrations"].as_array().map_or(0, Vec::len);
        assert!(
            moment < lines.len() || registrations == 1,
            "seed {seed}: it was said to be ready: {view}"
        );
    }
    Ok(())
}

/// Rule by rule, without chance: when a call returns, nothing that it promised waits for an fsync.
fn everything_is_synced_before_it_is_said(
    disk: &Disk,
    lines: &[DiskEvent],
    marks: &[Mark],
) -> Outcome<()> {
    let mut model = Model::new(&disk.root, Lies::default());
    let mut played = 0;
    for mark in marks {
        while played < mark.lines as usize {
            model.play(&lines[played])?;
            played += 1;
        }
        let harmless = |name: &String| {
            // What is in the database's own file is in its log until a checkpoint has synced it;
            // the index of the log is made anew; a name that is taken away may come back (it is
            // swept); a log that nothing was written to is as good as none.
            name.ends_with("-wal (empty)")
                || name.ends_with("-shm")
                || name.ends_with("-shm (empty)")
                || name.ends_with("payung.db")
                || name.starts_with('-')
                || name.ends_with("/lock")
        };
        let open: Vec<String> = model
            .unsynced()
            .into_iter()
            .filter(|name| !harmless(name))
            .collect();
        assert!(
            open.is_empty(),
            "{} returned before fsync of {open:?}",
            mark.call
        );
    }
    Ok(())
}

/// Lets the power go at so many moments; what was wrong afterwards.
fn crashes(
    disk: &Disk,
    lines: &[DiskEvent],
    marks: &[Mark],
    lies: Lies,
    count: u64,
) -> Outcome<Vec<String>> {
    let mut moments: Vec<(usize, u64)> = (0..count)
        .map(|seed| {
            (
                Chance::new(seed + 1).below(lines.len() as u64 + 1) as usize,
                seed,
            )
        })
        .collect();
    moments.sort_unstable();
    let (mut model, mut played, mut wrong) = (Model::new(&disk.root, lies), 0, Vec::new());
    for (moment, seed) in moments {
        while played < moment {
            model.play(&lines[played])?;
            played += 1;
        }
        let folder = in_memory()?;
        lay_out(&model.crash(&mut Chance::new(seed)), folder.path())?;
        if let Err(error) = check(folder.path(), moment, marks) {
            wrong.push(format!("seed {seed}, line {moment}: {error}"));
        }
    }
    Ok(wrong)
}

/// Opens what is left, as the app does, and compares.
fn check(root: &Path, moment: usize, marks: &[Mark]) -> Outcome<()> {
    let next = marks.iter().position(|mark| mark.lines as usize > moment);
    let acknowledged = next
        .unwrap_or(marks.len())
        .checked_sub(1)
        .map(|last| &marks[last]);
    let next = next.map(|next| &marks[next]);
    let before = format!(
        "after {:?}, before the end of {:?}",
        acknowledged.map(|mark| &mark.call),
        next.map(|mark| &mark.call)
    );
    let mut shell = Shell::new(root);
    shell.home = home(root);
    let payung = shell
        .open()
        .map_err(|error| format!("{before}: it does not open: {error}"))?;
    if payung.home()?.key != KeyState::Open {
        return Err(format!("{before}: the key is {:?}", payung.home()?.key).into());
    }
    let empty = BTreeSet::new();
    let (old, new) = (
        acknowledged.map_or(&empty, |mark| &mark.rows),
        next.map(|mark| &mark.rows),
    );
    let found = rows(&shell.home)?;
    let same = found == *old || new.is_some_and(|new| found == *new);
    if !same {
        let new = new.unwrap_or(old);
        let many = next.is_some_and(|next| OF_MANY_STEPS.contains(&next.call.as_str()));
        let lost: Vec<&String> = old
            .intersection(new)
            .filter(|row| !found.contains(*row))
            .collect();
        // States on the way between two are rows of neither.
        let strange: Vec<&String> = found
            .iter()
            .filter(|row| !old.contains(*row) && !new.contains(*row))
            .filter(|row| {
                !["registration", "event", "outbox"]
                    .iter()
                    .any(|table| row.starts_with(table))
            })
            .collect();
        if !many || !lost.is_empty() || !strange.is_empty() {
            return Err(format!(
                "{before}: {} rows, lost {lost:?}, strange {strange:?}",
                found.len()
            )
            .into());
        }
    }
    photos_are_whole(&shell.home, &["photo", "outbox_photo"])?;
    // And it goes on.
    let draft = payung.drafts().start("bpu".into())?;
    payung
        .drafts()
        .answer(draft.draft, draft.step.id, Secret::new("never"))?;
    Ok(())
}

/// Every row of every table, as text; and `SQLite`'s own check of the file.
fn rows(home: &Path) -> Outcome<BTreeSet<String>> {
    let file = home.join("payung.db");
    if !file.exists() {
        return Ok(BTreeSet::new());
    }
    let sql = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let verdict: String = sql.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(format!("integrity_check: {verdict}").into());
    }
    let mut all = BTreeSet::new();
    for table in TABLES {
        let mut query = sql.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = query.column_count();
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let row = (0..columns)
                .map(|column| row.get::<_, Column>(column))
                .collect::<Result<Vec<_>, _>>()?;
            let text = row.iter().map(|column| match column {
                Column::Blob(bytes) => Digest::of(bytes).to_string(),
                other => format!("{other:?}"),
            });
            all.insert(format!("{table}: {}", text.collect::<Vec<_>>().join(" ")));
        }
    }
    Ok(all)
}

/// Each photo that a row names is there, and is what its name says.
fn photos_are_whole(home: &Path, of: &[&str]) -> Outcome<()> {
    let sql =
        Connection::open_with_flags(home.join("payung.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let digests: Vec<String> = of
        .iter()
        .map(|table| format!("SELECT digest FROM {table}"))
        .collect();
    let mut query = sql.prepare(&digests.join(" UNION "))?;
    for digest in query.query_map([], |row| row.get::<_, [u8; 32]>(0))? {
        let digest = digest?;
        let name = base16ct::lower::encode_string(&digest);
        let bytes = std::fs::read(home.join("photos").join(&name))
            .map_err(|error| format!("photo {name}: {error}"))?;
        if Digest::of(&bytes).0 != digest {
            return Err(format!("photo {name} is not whole").into());
        }
    }
    Ok(())
}
