//! An agent's phone: a thousand registrations wait. The first screen stays a screen, memory stays
//! flat, and all of them go.
//!
//! One test, so that nothing else moves this process' memory.

use payung_tests::Outcome;
use payung_tests::memory::Growth;
use payung_tests::office::Office;
use payung_tests::shell::{card, make_ready, make_ready_without_photo, sync};
use payung_tests::stopwatch::Stopwatch;

const ALL: usize = 1_000;
/// Of them with a photo: each is drawn, shrunk and sealed, which is not what is tested here.
const WITH_PHOTO: usize = 10;
/// How much memory a whole sync may need above an open app. Each envelope has some 3 kB, so all at
/// once would be as much.
const MOST_KIB: u64 = 1024;

#[test]
fn a_thousand_registrations_wait_without_weight_and_all_arrive() -> Outcome<()> {
    // In memory where that can be had: a thousand times the form is twenty thousand commits.
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())?;
    let office = Office::found(folder.path(), "http://127.0.0.1:1")?;
    let serving = office.serve_with_rates("127.0.0.1:0")?;
    let trust = office.run(&[
        "trust",
        "--url",
        &serving.url,
        "--keys",
        &office.keys.to_string_lossy(),
    ])?;
    std::fs::write(folder.path().join("trust.json"), trust.stdout)?;
    let shell = office.shell()?;
    let card = card(folder.path())?;
    {
        let payung = shell.open()?;
        // The office's rules, so that they are not what is weighed.
        sync(&payung)?;
        for _ in 0..WITH_PHOTO {
            make_ready(&payung, &card)?;
        }
        for _ in WITH_PHOTO..ALL {
            make_ready_without_photo(&payung)?;
        }
    }
    let payung = shell.open()?;
    let (home, took) = Stopwatch::time(|| payung.home());
    let home = home?;
    assert_eq!(
        (home.registrations.len(), home.more_registrations),
        (20, true)
    );
    assert_eq!(
        (home.drafts.len(), home.more_drafts),
        (0, false),
        "what is sealed is no draft"
    );
    println!(
        "the first screen of {ALL}: {:.1} ms",
        took.as_secs_f64() * 1e3
    );

    // Page by page it is everything, each once, the newest first.
    let mut all: Vec<String> = home
        .registrations
        .into_iter()
        .map(|view| view.registration)
        .collect();
    loop {
        let page = payung.registrations().page(all.last().cloned())?;
        all.extend(page.registrations.into_iter().map(|view| view.registration));
        if !page.more {
            break;
        }
    }
    assert_eq!(all.len(), ALL);
    assert!(all.windows(2).all(|pair| pair[0] > pair[1]));

    let growth = Growth::start()?;
    let (report, took) = Stopwatch::time(|| sync(&payung));
    let report = report?;
    let grown = growth.kibibytes()?;
    println!(
        "one sync of {ALL}: {:.1} s, {grown} KiB of memory, {} B sent, {} B fetched",
        took.as_secs_f64(),
        report.bytes_sent,
        report.bytes_received
    );
    assert_eq!(
        (report.received as usize, report.waiting, report.parked),
        (ALL, 0, 0),
        "{report:?}"
    );
    assert!(grown <= MOST_KIB, "{grown} KiB");
    assert_eq!(office.json(&["list"])?.as_array().map(Vec::len), Some(ALL));
    Ok(())
}
