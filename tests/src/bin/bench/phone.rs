//! What a phone does for each answer.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use payung_core::{Clock, KeeperAnswer, KeyKeeper, Payung, Settings};
use payung_model::content::Content;
use payung_model::form::{Draft, Engine, Screen};
use payung_model::secret::Secret;
use payung_model::text::Lang;
use payung_model::units::Timestamp;
use payung_tests::Outcome;
use payung_tests::clock::Stopwatch;
use rusqlite::Connection;

use crate::row::{Row, median, micros};

/// Answers a round; rounds alternate with the reference.
const ANSWERS: usize = 200;
const ROUNDS: usize = 9;

/// 2026-11-23 in Jakarta: nothing in a bench asks what day it really is.
const NOW: i64 = 1_795_399_200_000;

/// `answer()` against plain SQLite writing one sealed-size row, each with its fsync.
pub fn answer() -> Outcome<Row> {
    let rounds = answer_rounds(&tempfile::tempdir()?)?;
    let row = Row::of_rounds("answer a question, durable", "µs", "SQLite, one row, one fsync", &rounds);
    Ok(row.budget("≤ 1.2 ×", |row| row.ratio.is_some_and(|ratio| ratio <= 1.2)))
}

/// The same on a file system in memory, where fsync costs nothing: what our own code costs.
pub fn answer_without_fsync() -> Outcome<Row> {
    let what = "answer a question, without the fsync";
    let memory = Path::new("/dev/shm");
    if !memory.is_dir() {
        return Ok(Row::skipped(what, "no file system in memory here"));
    }
    let rounds = answer_rounds(&tempfile::tempdir_in(memory)?)?;
    let row = Row::of_rounds(what, "µs", "SQLite, one row, in memory", &rounds);
    Ok(row.budget("≤ 300 µs", |row| row.ours.is_some_and(|ours| ours <= 300.0)))
}

/// The same through JNA, records decoded in Kotlin.
pub fn answer_from_the_jvm(command: Option<&str>) -> Outcome<Row> {
    let what = "answer a question, from Kotlin through JNA";
    let Some(command) = command else {
        return Ok(Row::skipped(what, "no JVM command given (./payung bench gives it)"));
    };
    let folder = tempfile::tempdir()?;
    let output = Command::new("sh").arg("-c").arg(format!("{command} {}", folder.path().display())).output()?;
    if !output.status.success() {
        return Ok(Row::skipped(
            what,
            String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or("failed").to_owned(),
        ));
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let document: serde_json::Value = serde_json::from_str(printed.lines().last().unwrap_or_default())?;
    let ours = document["median_micros"].as_f64().ok_or("the JVM printed no median_micros")?;
    let reference = median(plain_sqlite(&tempfile::tempdir()?, ANSWERS * 3)?).unwrap_or_default();
    let row = Row::of_rounds(what, "µs", "SQLite, one row, one fsync", &[(ours, reference)]);
    Ok(row.budget("≤ 1.5 × + 300 µs", |_| ours <= 1.5 * reference + 300.0))
}

/// Opening a home with 10,000 answers in it: migration check, outbox, drafts.
pub fn open() -> Outcome<Row> {
    let folder = tempfile::tempdir()?;
    {
        let payung = phone(folder.path())?;
        // 10,000 records: 770 drafts of 13 answers would take their fsyncs; one draft a hundred is what an agent has.
        for _ in 0..100 {
            let view = payung.start("bpu".to_owned())?;
            payung.answer(view.draft, view.step.id, Secret::new("never"))?;
        }
        fill_up(&folder.path().join("payung.db"), 10_000)?;
    }
    let mut samples = Vec::new();
    for _ in 0..ROUNDS * 3 {
        let (payung, time) = Stopwatch::time(|| phone(folder.path()));
        drop(payung?);
        samples.push(micros(time));
    }
    Ok(Row::alone("open a home of 10,000 records", "µs", samples)
        .budget("≤ 10,000 µs", |row| row.ours.is_some_and(|ours| ours <= 10_000.0)))
}

/// One screen of a form of 60 questions, all answered.
pub fn step_view() -> Outcome<Row> {
    let content = Content::parse(&sixty_questions()?)?;
    let form = content.forms.get("sixty").ok_or("no form")?;
    let mut draft = Draft { form: "sixty".to_owned(), ..Default::default() };
    let now = Timestamp::from_millis(NOW)?;
    for number in 0..60 {
        let id = format!("question_{number}");
        let engine = Engine { content: &content, form, draft: &draft, lang: Lang::Id, now, only: &[] };
        let value = engine.check(&id, "CONTOH").map_err(|_| "refused")?.value;
        draft.entries.insert(id, payung_model::form::Entry { raw: "CONTOH".into(), value: Some(value), at: now });
    }
    let engine = Engine { content: &content, form, draft: &draft, lang: Lang::Id, now, only: &[] };
    let mut samples = Vec::new();
    for number in 0..600 {
        let screen = Screen::Question(format!("question_{}", number % 60));
        let (view, time) = Stopwatch::time(|| engine.view(&screen, None));
        std::hint::black_box(view);
        samples.push(micros(time));
    }
    Ok(Row::alone("step view of a 60-question form", "µs", samples)
        .budget("≤ 200 µs", |row| row.ours.is_some_and(|ours| ours <= 200.0)))
}

fn answer_rounds(folder: &tempfile::TempDir) -> Outcome<Vec<(f64, f64)>> {
    let payung = phone(&folder.path().join("phone"))?;
    let draft = payung.start("bpu".to_owned())?.draft;
    // A question whose answer can alternate without changing what is asked next.
    for (question, text) in [("ever_member", "never"), ("employer", "no"), ("occupation", "street_vendor")] {
        payung.answer(draft.clone(), question.to_owned(), Secret::new(text))?;
    }
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let mut samples = Vec::new();
        for number in 0..ANSWERS {
            let income = (1_000_000 + (round * ANSWERS + number) * 1000).to_string();
            let draft = draft.clone();
            let (view, time) = Stopwatch::time(|| payung.answer(draft, "income".to_owned(), Secret::new(income)));
            view?;
            samples.push(micros(time));
        }
        let reference = plain_sqlite(folder, ANSWERS)?;
        rounds.push((median(samples).unwrap_or_default(), median(reference).unwrap_or_default()));
    }
    Ok(rounds)
}

/// What SQLite itself needs: the same pragmas, one upsert of a row of the same size, committed.
fn plain_sqlite(folder: &tempfile::TempDir, count: usize) -> Outcome<Vec<f64>> {
    let path = folder.path().join("plain.db");
    let connection = Connection::open(&path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
         CREATE TABLE IF NOT EXISTS answer (draft BLOB NOT NULL, question BLOB NOT NULL, sealed BLOB NOT NULL,
             PRIMARY KEY (draft, question)) STRICT, WITHOUT ROWID;",
    )?;
    let mut statement = connection.prepare(
        "INSERT INTO answer (draft, question, sealed) VALUES (?1, ?2, ?3)
         ON CONFLICT (draft, question) DO UPDATE SET sealed = excluded.sealed",
    )?;
    let mut samples = Vec::new();
    for number in 0..count {
        let sealed = vec![(number % 251) as u8; 80];
        let (done, time) = Stopwatch::time(|| statement.execute((&[7_u8; 16][..], &[9_u8; 32][..], &sealed)));
        done?;
        samples.push(micros(time));
    }
    Ok(samples)
}

/// More answers for the draft that is there, copied from its one sealed row: opening reads none of them.
fn fill_up(database: &Path, count: u32) -> Outcome<()> {
    let connection = Connection::open(database)?;
    connection.execute(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1)
         INSERT INTO answer (draft, question, sealed)
         SELECT one.draft, randomblob(32), one.sealed FROM numbers, (SELECT * FROM answer LIMIT 1) AS one",
        [count],
    )?;
    Ok(())
}

/// The built-in content and a form of 60 text questions.
fn sixty_questions() -> Outcome<std::collections::BTreeMap<String, Vec<u8>>> {
    let mut files = Content::built_in_files();
    let questions: Vec<_> =
        (0..60).map(|n| serde_json::json!({"id": format!("question_{n}"), "kind": {"text": {"max": 60}}})).collect();
    let steps: Vec<_> =
        questions.chunks(10).zip(["eligible", "work", "identity", "contact", "agree", "agree"]).collect();
    let steps: Vec<_> = steps
        .into_iter()
        .enumerate()
        .map(|(n, (questions, _))| serde_json::json!({"id": format!("bench_{n}"), "questions": questions}))
        .collect();
    let form = serde_json::json!({"id": "sixty", "version": 1, "steps": steps});
    files.insert("forms/sixty.json".to_owned(), serde_json::to_vec(&form)?);
    for file in ["texts/id.ftl", "texts/en.ftl"] {
        let texts = files.get_mut(file).ok_or("no texts")?;
        for number in 0..60 {
            texts.extend_from_slice(
                format!("\nq-question_{number} = Contoh {number}?\n    .help = Tulis contoh.\n    .example = CONTOH\n")
                    .as_bytes(),
            );
        }
        for number in 0..6 {
            texts.extend_from_slice(format!("\nstep-bench_{number} = Langkah {number}\n").as_bytes());
        }
    }
    Ok(files)
}

fn phone(home: &Path) -> Outcome<Arc<Payung>> {
    let settings = Settings { home: home.to_string_lossy().into_owned(), trust: None, lang: "id".to_owned() };
    Ok(Payung::open(settings, Arc::new(PlainKeeper), Arc::new(Fixed), None)?)
}

/// Wraps by doing nothing: the keeper's time is the platform's, and is not what is measured.
struct PlainKeeper;

impl KeyKeeper for PlainKeeper {
    fn wrap(&self, key: Vec<u8>) -> KeeperAnswer {
        KeeperAnswer::Key { bytes: key }
    }

    fn unwrap(&self, wrapped: Vec<u8>) -> KeeperAnswer {
        KeeperAnswer::Key { bytes: wrapped }
    }
}

struct Fixed;

impl Clock for Fixed {
    fn now_millis(&self) -> i64 {
        NOW
    }
}
