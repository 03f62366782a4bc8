//! What a start of the app and the drawing of a screen cost.

use std::collections::BTreeMap;
use std::path::Path;

use payung_model::content::Content;
use payung_model::engine::Engine;
use payung_model::form::{Draft, Entry, Screen};
use payung_model::text::Lang;
use payung_model::units::Timestamp;
use payung_tests::office::Office;
use payung_tests::stopwatch::Stopwatch;
use payung_tests::{Outcome, samples};
use rusqlite::Connection;

use crate::phone::{self, NOW};
use crate::row::{Row, micros};

const RECORDS: u32 = 10_000;
const STARTS: usize = 41;
/// Of a form's 60 questions: the rest are notes, for a review shows 40 answers at most.
const TYPED: usize = 40;

/// Opening the home of an agent without signal: hundreds of people, each with answers, photo,
/// registration, outbox row. The first screen is a row of its own. The key keeper answers at once,
/// so it is not in these times.
pub fn open() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let home = folder.path().join("phone");
    Office::found(folder.path(), "http://127.0.0.1:1")?;
    let trust = std::fs::read_to_string(folder.path().join("trust.json"))?;
    let picture = folder.path().join("ktp.jpg");
    std::fs::write(&picture, samples::ktp(1600, 1200, None)?)?;
    let people = fill_up(&home, &trust, &picture)?;
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
        open.budget("≤ 10,000 µs", |row| {
            row.ours.is_some_and(|ours| ours <= 10_000.0)
        }),
        Row::alone("its first screen", "µs", homes),
    ])
}

/// Registers people, as an agent does, until there are [`RECORDS`] rows; how many people it took.
fn fill_up(home: &Path, trust: &str, picture: &Path) -> Outcome<usize> {
    let payung = phone::open(home, Some(trust.to_owned()))?;
    let connection = Connection::open(home.join("payung.db"))?;
    for people in 1.. {
        let view = phone::fill(&payung, picture, "review")?;
        payung.registrations().ready(view.draft)?;
        if count(&connection)? >= RECORDS {
            return Ok(people);
        }
    }
    Err("so many people there are not".into())
}

fn count(connection: &Connection) -> Outcome<u32> {
    let tables = [
        "person",
        "draft",
        "answer",
        "photo",
        "registration",
        "event",
        "outbox",
        "outbox_photo",
    ];
    let rows = tables
        .map(|table| format!("(SELECT count(*) FROM {table})"))
        .join(" + ");
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
        let engine = Engine {
            content: &content,
            form,
            draft: &draft,
            lang: Lang::Id,
            now,
            today: Some(now.date()),
            zone: None,
            only: &[],
        };
        let value = engine
            .check(&id, if number < TYPED { "CONTOH" } else { "yes" })
            .map_err(|_| "refused")?
            .value;
        draft.entries.insert(
            id,
            Entry {
                raw: "CONTOH".into(),
                value: Some(value),
                at: now,
            },
        );
    }
    let engine = Engine {
        content: &content,
        form,
        draft: &draft,
        lang: Lang::Id,
        now,
        today: Some(now.date()),
        zone: None,
        only: &[],
    };
    let mut samples = Vec::new();
    for number in 0..600 {
        let screen = Screen::Question(format!("question_{}", number % 60));
        let (view, time) = Stopwatch::time(|| engine.view(&screen, None));
        if view.progress.steps != 6 {
            return Err("not the screen that was asked for".into());
        }
        samples.push(micros(time));
    }
    let row = Row::alone("step view of a 60-question form", "µs", samples);
    Ok(row.budget("≤ 200 µs", |row| {
        row.ours.is_some_and(|ours| ours <= 200.0)
    }))
}

/// The built-in content and a form of 60 questions in six steps.
fn sixty_questions() -> Outcome<BTreeMap<String, Vec<u8>>> {
    let mut files = Content::built_in_files();
    let question = |n| {
        let kind = if n < TYPED {
            serde_json::json!({ "text": { "max": 60 } })
        } else {
            "note".into()
        };
        serde_json::json!({ "id": format!("question_{n}"), "kind": kind })
    };
    let questions: Vec<_> = (0..60).map(question).collect();
    let step =
        |(n, questions)| serde_json::json!({ "id": format!("bench_{n}"), "questions": questions });
    let steps: Vec<_> = questions.chunks(10).enumerate().map(step).collect();
    let form = serde_json::json!({ "id": "sixty", "version": 1, "steps": steps });
    files.insert("forms/sixty.json".to_owned(), serde_json::to_vec(&form)?);
    let words = |n| {
        format!(
            "\nq-question_{n} = Contoh {n}?\n    .help = Tulis contoh.\n    .example = CONTOH\n"
        )
    };
    for file in ["texts/id.ftl", "texts/en.ftl"] {
        let texts = files.get_mut(file).ok_or("no texts")?;
        (0..60).for_each(|n| texts.extend_from_slice(words(n).as_bytes()));
        (0..6).for_each(|n| {
            texts.extend_from_slice(format!("\nstep-bench_{n} = Langkah {n}\n").as_bytes());
        });
    }
    Ok(files)
}
