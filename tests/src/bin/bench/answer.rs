//! One answer: what the worker waits for after every question.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use payung_model::secret::Secret;
use payung_tests::Outcome;
use payung_tests::stopwatch::Stopwatch;
use rusqlite::Connection;

use crate::phone;
use crate::row::{Row, median, micros};

/// Answers a round; each takes turns with one of the reference.
const ANSWERS: usize = 200;
const ROUNDS: usize = 9;
const JVM_ROUNDS: usize = 5;

/// `answer()` against plain SQLite writing one row of that size, each with its fsync.
pub fn durable() -> Outcome<Row> {
    let rounds = rounds(tempfile::tempdir()?.path())?;
    let row = Row::of_rounds(
        "answer a question, durable",
        "µs",
        "SQLite, one row, one fsync",
        &rounds,
    );
    Ok(row.budget("≤ 1.2 ×", |row| {
        row.ratio.is_some_and(|ratio| ratio <= 1.2)
    }))
}

/// The same on a file system in memory, where fsync costs nothing: what our own code costs.
pub fn without_fsync() -> Outcome<Row> {
    let what = "answer a question, without the fsync";
    let memory = Path::new("/dev/shm");
    if !memory.is_dir() {
        return Ok(Row::skipped(what, "no file system in memory here"));
    }
    let rounds = rounds(tempfile::tempdir_in(memory)?.path())?;
    let row = Row::of_rounds(what, "µs", "SQLite, one row, in memory", &rounds);
    Ok(row.budget("≤ 300 µs", |row| {
        row.ours.is_some_and(|ours| ours <= 300.0)
    }))
}

/// The same through JNA, views decoded in Kotlin. A process of its own each round, so the reference
/// comes after it.
pub fn from_the_jvm(command: Option<&str>) -> Outcome<Row> {
    let what = "answer a question, from Kotlin through JNA";
    let Some(command) = command else {
        return Ok(Row::skipped(
            what,
            "no JVM here (./payung doctor says what to install)",
        ));
    };
    let folder = tempfile::tempdir()?;
    let mut rounds = Vec::new();
    let plain = Plain::open(folder.path())?;
    for round in 0..JVM_ROUNDS {
        let home = folder.path().join(format!("phone-{round}"));
        std::fs::create_dir(&home)?;
        let output = Command::new("sh")
            .arg("-c")
            .arg(format!("{command} '{}'", home.display()))
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        let printed = String::from_utf8_lossy(&output.stdout);
        let document: serde_json::Value =
            serde_json::from_str(printed.lines().last().unwrap_or_default())?;
        let ours = document["median_micros"]
            .as_f64()
            .ok_or("the JVM printed no median_micros")?;
        let reference = (0..ANSWERS)
            .map(|number| plain.write(number).map(micros))
            .collect::<Outcome<_>>()?;
        rounds.push((ours, median(reference).unwrap_or_default()));
    }
    let row = Row::of_rounds(what, "µs", "SQLite, one row, one fsync", &rounds);
    let allowed = |reference: f64| 1.5 * reference + 300.0;
    Ok(row.budget("≤ 1.5 × + 300 µs", |row| {
        row.ours
            .zip(row.reference)
            .is_some_and(|(ours, it)| ours <= allowed(it))
    }))
}

fn rounds(folder: &Path) -> Outcome<Vec<(f64, f64)>> {
    let payung = phone::open(&folder.join("phone"), None)?;
    let draft = payung.drafts().start("bpu".to_owned())?.draft;
    for (question, text) in [
        ("start", "yes"),
        ("ever_member", "never"),
        ("age", "17_64"),
        ("employer", "no"),
        ("payer", "self"),
        ("occupation", "street_vendor"),
        ("income_per", "month"),
    ] {
        payung
            .drafts()
            .answer(draft.clone(), question.to_owned(), Secret::new(text))?;
    }
    let plain = Plain::open(folder)?;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let (mut ours, mut reference) = (Vec::new(), Vec::new());
        for number in 0..ANSWERS {
            // A question whose answer can change without changing what is asked next.
            let (draft, income) = (
                draft.clone(),
                Secret::new((1_000_000 + number * 1000).to_string()),
            );
            let (view, time) =
                Stopwatch::time(|| payung.drafts().answer(draft, "income".to_owned(), income));
            view?;
            ours.push(micros(time));
            reference.push(micros(plain.write(number)?));
        }
        rounds.push((
            median(ours).unwrap_or_default(),
            median(reference).unwrap_or_default(),
        ));
    }
    Ok(rounds)
}

/// What SQLite itself needs: WAL, an fsync each, one upsert of a row of the same size. Nothing is
/// overwritten on deleting, nothing is checked: what one would write without thinking of personal
/// data.
struct Plain(Connection);

impl Plain {
    fn open(folder: &Path) -> Outcome<Self> {
        let connection = Connection::open(folder.join("plain.db"))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE answer (draft BLOB NOT NULL, question BLOB NOT NULL, value BLOB NOT NULL,
                 PRIMARY KEY (draft, question)) STRICT, WITHOUT ROWID;",
        )?;
        Ok(Self(connection))
    }

    fn write(&self, number: usize) -> Outcome<Duration> {
        let mut statement = self.0.prepare_cached(
            "INSERT INTO answer (draft, question, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (draft, question) DO UPDATE SET value = excluded.value",
        )?;
        let value = [(number % 251) as u8; 96];
        let (written, time) =
            Stopwatch::time(|| statement.execute((&[1; 16][..], &[2; 32][..], &value[..])));
        written?;
        Ok(time)
    }
}
