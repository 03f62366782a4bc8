//! An agent without signal: what a thousand registrations that wait cost the first screen, and the
//! sync that sends them.

use std::path::Path;
use std::process::Command;

use payung_tests::Outcome;
use payung_tests::memory::Growth;
use payung_tests::office::{Office, Serving};
use payung_tests::shell::{make_ready_without_photo, sync};
use payung_tests::stopwatch::Stopwatch;

use crate::row::{Row, median, micros};

/// The argument by which [`thousand`] starts this program again.
pub const CHILD: &str = "--sync-once";

const MANY: u32 = 1_000;
/// One screenful.
const FEW: u32 = 20;
const ROUNDS: usize = 3;

/// The first screen and a whole sync of a thousand registrations, against those of twenty, each in
/// a new process.
pub fn thousand() -> Outcome<Vec<Row>> {
    let (screen, memory) = (
        "first screen, 1,000 registrations queued",
        "memory of a sync of 1,000, above an open app",
    );
    if !Path::new("/proc/self/clear_refs").exists() {
        return Ok(vec![
            Row::skipped(screen, "only Linux tells"),
            Row::skipped(memory, "only Linux tells"),
        ]);
    }
    let (mut screens, mut memories) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (many, few) = (measure(MANY)?, measure(FEW)?);
        screens.push((many.0, few.0));
        // A process that did not grow by a page is one that grew by one.
        memories.push((many.1.max(4.0), few.1.max(4.0)));
    }
    Ok(vec![
        Row::of_rounds(screen, "µs", "20 registrations", &screens).budget("≤ 10,000 µs", |row| {
            row.ours.is_some_and(|ours| ours <= 10_000.0)
        }),
        Row::of_rounds(memory, "KiB", "20 registrations", &memories).budget("≤ 1.5 ×", |row| {
            row.ratio.is_some_and(|ratio| ratio <= 1.5)
        }),
    ])
}

/// Microseconds of the first screen, KiB of the sync.
fn measure(count: u32) -> Outcome<(f64, f64)> {
    // Where there is no disk: a thousand times the form is twenty thousand commits, and none of
    // them is measured.
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())?;
    let _serving = queue(folder.path(), count)?;
    let output = Command::new(std::env::current_exe()?)
        .arg(CHILD)
        .arg(folder.path())
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let said = String::from_utf8(output.stdout)?;
    let figures = said
        .trim()
        .split_once(' ')
        .ok_or("the child said nothing")?;
    Ok((figures.0.parse()?, figures.1.parse()?))
}

/// An office, and a phone on which so many wait for it.
fn queue(folder: &Path, count: u32) -> Outcome<Serving> {
    let office = Office::found(folder, "http://127.0.0.1:1")?;
    let serving = office.serve_with_rates("127.0.0.1:0")?;
    let trust = office.run(&[
        "trust",
        "--url",
        &serving.url,
        "--keys",
        &office.keys.to_string_lossy(),
    ])?;
    std::fs::write(folder.join("trust.json"), trust.stdout)?;
    let payung = office.shell()?.open()?;
    // The office's rules, so that they are not what is weighed.
    sync(&payung)?;
    for _ in 0..count {
        make_ready_without_photo(&payung)?;
    }
    Ok(serving)
}

/// In the child: prints how long the first screen takes, and by how many KiB it grew at most over a
/// whole sync.
pub fn sync_once(folder: &Path) -> Outcome<()> {
    let payung = Office::in_folder(folder).shell()?.open()?;
    let mut screens = Vec::new();
    for _ in 0..41 {
        let (home, took) = Stopwatch::time(|| payung.home());
        if home?.registrations.len() != FEW as usize {
            return Err("not a screenful".into());
        }
        screens.push(micros(took));
    }
    let growth = Growth::start()?;
    let report = sync(&payung)?;
    if report.waiting + report.parked > 0 || report.received < FEW {
        return Err(format!("not all arrived: {report:?}").into());
    }
    println!(
        "{} {}",
        median(screens).unwrap_or_default(),
        growth.kibibytes()?
    );
    Ok(())
}
