//! What a start of the app and the drawing of a screen cost.

use std::collections::BTreeMap;
use std::path::Path;

use payung_model::content::Content;
use payung_model::form::{Draft, Engine, Entry, Screen};
use payung_model::sealed::{Random, RegistrationId};
use payung_model::text::Lang;
use payung_model::units::Timestamp;
use payung_tests::clock::Stopwatch;
use payung_tests::office::Office;
use payung_tests::{Outcome, samples};
use rusqlite::Connection;

use crate::phone::{self, NOW, System};
use crate::row::{Row, micros};

const RECORDS: u32 = 10_000;
const STARTS: usize = 41;
/// Of a form's 60 questions: the rest are notes, for a review shows 40 answers at most.
const TYPED: usize = 40;

/// Opening the home of an agent without signal: hundreds of people, each with answers, photo, registration, outbox row.
/// The first screen is a row of its own. The key keeper answers at once, so it is not in these times.
pub fn open() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let home = folder.path().join("phone");
    Office::found(folder.path(), "http://127.0.0.1:1")?;
    let trust = std::fs::read_to_string(folder.path().join("trust.json"))?;
    let picture = folder.path().join("ktp.jpg");
    std::fs::write(&picture, samples::ktp(1600, 1200, None)?)?;
    {
        let payung = phone::open(&home, Some(trust.clone()))?;
        let view = phone::fill(&payung, &picture, "review")?;
        payung.ready(view.draft)?;
    }
    let people = copy_until_full(&home)?;
    let (mut opens, mut homes) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let trust = Some(trust.clone());
        let (payung, time) = Stopwatch::time(|| phone::open(&home, trust));
        let payung = payung?;
        opens.push(micros(time));
        let (view, time) = Stopwatch::time(|| payung.home());
        let view = view?;
        if (view.registrations.len(), view.more_registrations) != (20, people > 20) {
            return Err("not the first page of registrations".into());
        }
        homes.push(micros(time));
    }
    let open = Row::alone("open a home of 10,000 records", "µs", opens);
    Ok(vec![
        open.budget("≤ 10,000 µs", |row| row.ours.is_some_and(|ours| ours <= 10_000.0)),
        Row::alone("its first screen", "µs", homes),
    ])
}

/// Copies the one registration under new ids until there are [`RECORDS`] rows; how many registrations there are then.
///
/// Copies do not open (they are sealed to the first one's id), but nothing here opens a sealed draft's answers.
fn copy_until_full(home: &Path) -> Outcome<usize> {
    let mut connection = Connection::open(home.join("payung.db"))?;
    let now = Timestamp::from_millis(NOW)?;
    let transaction = connection.transaction()?;
    let of_one = count(&transaction)?;
    let people = RECORDS / of_one;
    transaction.execute_batch(
        "CREATE TEMP TABLE first AS SELECT id, draft FROM registration;
         CREATE TEMP TABLE copied (person BLOB, draft BLOB, registration BLOB, digest BLOB);",
    )?;
    for _ in 1..people {
        let id = || RegistrationId::new(now, &mut System).map(|id| *id.bytes());
        let mut digest = [0; 32];
        System.fill(&mut digest)?;
        let name = payung_model::sealed::Digest(digest).to_string();
        std::fs::write(home.join("photos").join(name), b"sealed")?;
        transaction.execute("INSERT INTO copied VALUES (?1, ?2, ?3, ?4)", (id()?, id()?, id()?, digest))?;
    }
    transaction.execute_batch(COPY)?;
    let all = count(&transaction)?;
    transaction.commit()?;
    if all == people * of_one { Ok(people as usize) } else { Err(format!("{all} records").into()) }
}

const COPY: &str = "
    INSERT INTO person SELECT copied.person, sealed FROM copied, (SELECT sealed FROM person);
    INSERT INTO draft (id, person, form, created_at, form_version, opened_at)
        SELECT copied.draft, copied.person, form, created_at, form_version, opened_at
        FROM copied, first JOIN draft AS old ON old.id = first.draft;
    INSERT INTO answer SELECT copied.draft, question, changed_at, sealed
        FROM copied, first JOIN answer AS old ON old.draft = first.draft;
    INSERT INTO photo SELECT copied.draft, question, copied.digest, length, sealed
        FROM copied, first JOIN photo AS old ON old.draft = first.draft;
    INSERT INTO registration (id, draft, revision, state, token, reply_key, reply, withdraw_wanted, changed_at, bytes_sent)
        SELECT copied.registration, copied.draft, revision, state, token, reply_key, reply, withdraw_wanted, changed_at,
        bytes_sent FROM copied, first JOIN registration AS old ON old.id = first.id;
    INSERT INTO event (registration, at, revision, state) SELECT copied.registration, at, revision, state
        FROM copied, first JOIN event AS old ON old.registration = first.id;
    INSERT INTO outbox (registration, revision, envelope, attempts, next_try, problem, sealed_at, sealed_by)
        SELECT copied.registration, revision, envelope, attempts, next_try, problem, sealed_at, sealed_by
        FROM copied, first JOIN outbox AS old ON old.registration = first.id;
    INSERT INTO outbox_photo SELECT copied.registration, copied.digest, length, sent
        FROM copied, first JOIN outbox_photo AS old ON old.registration = first.id;";

fn count(connection: &Connection) -> Outcome<u32> {
    let tables = ["person", "draft", "answer", "photo", "registration", "event", "outbox", "outbox_photo"];
    let rows = tables.map(|table| format!("(SELECT count(*) FROM {table})")).join(" + ");
    Ok(connection.query_row(&format!("SELECT {rows}"), [], |row| row.get(0))?)
}

/// One screen of a form of 60 questions, all answered.
pub fn step_view() -> Outcome<Row> {
    let content = Content::parse(&sixty_questions()?)?;
    let form = content.forms.get("sixty").ok_or("no form")?;
    let now = Timestamp::from_millis(NOW)?;
    let mut draft = Draft::of("sixty");
    for number in 0..60 {
        let id = format!("question_{number}");
        let engine = Engine { content: &content, form, draft: &draft, lang: Lang::Id, now, only: &[] };
        let value = engine.check(&id, if number < TYPED { "CONTOH" } else { "yes" }).map_err(|_| "refused")?.value;
        draft.entries.insert(id, Entry { raw: "CONTOH".into(), value: Some(value), at: now });
    }
    let engine = Engine { content: &content, form, draft: &draft, lang: Lang::Id, now, only: &[] };
    let mut samples = Vec::new();
    for number in 0..600 {
        let screen = Screen::Question(format!("question_{}", number % 60));
        let (view, time) = Stopwatch::time(|| engine.view(&screen, None));
        if view.place.steps != 6 {
            return Err("not the screen that was asked for".into());
        }
        samples.push(micros(time));
    }
    let row = Row::alone("step view of a 60-question form", "µs", samples);
    Ok(row.budget("≤ 200 µs", |row| row.ours.is_some_and(|ours| ours <= 200.0)))
}

/// The built-in content and a form of 60 questions in six steps.
fn sixty_questions() -> Outcome<BTreeMap<String, Vec<u8>>> {
    let mut files = Content::built_in_files();
    let question = |n| {
        let kind = if n < TYPED { serde_json::json!({ "text": { "max": 60 } }) } else { "note".into() };
        serde_json::json!({ "id": format!("question_{n}"), "kind": kind })
    };
    let questions: Vec<_> = (0..60).map(question).collect();
    let step = |(n, questions)| serde_json::json!({ "id": format!("bench_{n}"), "questions": questions });
    let steps: Vec<_> = questions.chunks(10).enumerate().map(step).collect();
    let form = serde_json::json!({ "id": "sixty", "version": 1, "steps": steps });
    files.insert("forms/sixty.json".to_owned(), serde_json::to_vec(&form)?);
    let words = |n| format!("\nq-question_{n} = Contoh {n}?\n    .help = Tulis contoh.\n    .example = CONTOH\n");
    for file in ["texts/id.ftl", "texts/en.ftl"] {
        let texts = files.get_mut(file).ok_or("no texts")?;
        (0..60).for_each(|n| texts.extend_from_slice(words(n).as_bytes()));
        (0..6).for_each(|n| texts.extend_from_slice(format!("\nstep-bench_{n} = Langkah {n}\n").as_bytes()));
    }
    Ok(files)
}
