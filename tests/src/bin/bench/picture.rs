//! A camera's picture, shrunk: how long, and how much memory.

use std::path::Path;
use std::process::{Command, Stdio};

use payung_core::PhotoSource;
use payung_tests::stopwatch::Stopwatch;
use payung_tests::{Outcome, samples};

use crate::phone;
use crate::row::{Row, median, micros};

const ROUNDS: usize = 9;

/// The argument by which [`peak`] starts this program again.
pub const CHILD: &str = "--shrink-once";

/// A 12 MP JPEG read, shrunk, sealed and stored by the core, against vipsthumbnail (a process of
/// its own, which neither seals nor syncs) to the same size.
pub fn shrink() -> Outcome<Row> {
    let what = "12 MP photo: read, shrink, seal, store";
    if Command::new("vipsthumbnail")
        .arg("--vips-version")
        .stdout(Stdio::null())
        .status()
        .is_err()
    {
        return Ok(Row::skipped(
            what,
            "vipsthumbnail is missing: apt-get install libvips-tools",
        ));
    }
    let folder = tempfile::tempdir()?;
    let picture = folder.path().join("ktp.jpg");
    std::fs::write(&picture, samples::ktp(4000, 3000, None)?)?;
    let small = folder.path().join("small.jpg");
    let payung = phone::open(&folder.path().join("phone"), None)?;
    let draft = phone::fill(&payung, &picture, "ktp")?.draft;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let source = PhotoSource::Picked {
            path: picture.to_string_lossy().into_owned(),
        };
        let (view, ours) = Stopwatch::time(|| {
            payung
                .drafts()
                .photo(draft.clone(), "ktp".to_owned(), source)
        });
        view?;
        let (status, reference) = Stopwatch::time(|| {
            Command::new("vipsthumbnail")
                .env("VIPS_CONCURRENCY", "1")
                .arg(&picture)
                .args(["--size", "1280x1280", "-o"])
                .arg(format!("{}[Q=75,strip]", small.display()))
                .status()
        });
        if !status?.success() {
            return Err("vipsthumbnail failed".into());
        }
        rounds.push((micros(ours), micros(reference)));
    }
    let row = Row::of_rounds(what, "µs", "vipsthumbnail, one thread", &rounds);
    Ok(row.budget("≤ 0.5 ×", |row| {
        row.ratio.is_some_and(|ratio| ratio <= 0.5)
    }))
}

/// How far a process grows while the core shrinks that picture: its high-water mark above what it
/// had before.
pub fn peak() -> Outcome<Row> {
    let what = "12 MP photo: memory above an open app";
    if !Path::new("/proc/self/status").exists() {
        return Ok(Row::skipped(what, "only Linux tells"));
    }
    let folder = tempfile::tempdir()?;
    std::fs::write(
        folder.path().join("ktp.jpg"),
        samples::ktp(4000, 3000, None)?,
    )?;
    let mut kibibytes = Vec::new();
    for _ in 0..3 {
        let output = Command::new(std::env::current_exe()?)
            .arg(CHILD)
            .arg(folder.path())
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        kibibytes.push(String::from_utf8_lossy(&output.stdout).trim().parse()?);
    }
    let most = median(kibibytes).unwrap_or_default();
    Ok(Row::alone(what, "KiB", vec![most]).budget("≤ 32,768 KiB", |_| most <= 32_768.0))
}

/// In the child: prints by how many KiB it grew at most.
pub fn shrink_once(folder: &Path) -> Outcome<()> {
    let picture = folder.join("ktp.jpg");
    let home = tempfile::tempdir_in(folder)?;
    let payung = phone::open(home.path(), None)?;
    let draft = phone::fill(&payung, &picture, "ktp")?.draft;
    // The mark starts anew at what the process holds now.
    std::fs::write("/proc/self/clear_refs", "5")?;
    let before = status("VmRSS")?;
    payung.drafts().photo(
        draft,
        "ktp".to_owned(),
        PhotoSource::Picked {
            path: picture.to_string_lossy().into_owned(),
        },
    )?;
    println!("{}", status("VmHWM")?.saturating_sub(before));
    Ok(())
}

/// A figure of this process, in KiB.
fn status(name: &str) -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find(|line| line.starts_with(name))
        .ok_or("no such figure")?;
    Ok(line.split_whitespace().nth(1).ok_or("no figure")?.parse()?)
}
