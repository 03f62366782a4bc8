//! A camera's picture, shrunk.

use std::process::Command;
use std::sync::Arc;

use payung_core::{Clock, KeeperAnswer, KeyKeeper, Payung, PhotoSource, Settings};
use payung_model::secret::Secret;
use payung_tests::clock::Stopwatch;
use payung_tests::{Outcome, samples};

use crate::row::{Row, micros};

const ROUNDS: usize = 7;

/// A 12 MP JPEG read, shrunk, sealed and stored by the core, against vipsthumbnail (a process of its own) to the same size.
pub fn shrink() -> Outcome<Row> {
    let what = "12 MP photo: read, shrink, seal, store";
    if Command::new("vipsthumbnail").arg("--vips-version").output().is_err() {
        return Ok(Row::skipped(what, "vipsthumbnail is missing: apt-get install libvips-tools"));
    }
    let folder = tempfile::tempdir()?;
    let picture = folder.path().join("ktp.jpg");
    std::fs::write(&picture, samples::ktp(4000, 3000, None)?)?;
    let small = folder.path().join("small.jpg");
    let payung = phone(folder.path())?;
    let draft = payung.start("bpu".to_owned())?.draft;
    let answers = [("ever_member", "never"), ("employer", "no")];
    for (question, text) in answers {
        payung.answer(draft.clone(), question.to_owned(), Secret::new(text))?;
    }
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let source = PhotoSource::Picked { path: picture.to_string_lossy().into_owned() };
        let (view, ours) = Stopwatch::time(|| payung.photo(draft.clone(), "ktp".to_owned(), source));
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
            return Ok(Row::skipped(what, "vipsthumbnail failed"));
        }
        rounds.push((micros(ours), micros(reference)));
    }
    let row = Row::of_rounds(what, "µs", "vipsthumbnail, one thread", &rounds);
    Ok(row.budget("≤ 0.5 ×", |row| row.ratio.is_some_and(|ratio| ratio <= 0.5)))
}

fn phone(folder: &std::path::Path) -> Outcome<Arc<Payung>> {
    let home = folder.join("phone").to_string_lossy().into_owned();
    Ok(Payung::open(Settings { home, trust: None, lang: "id".to_owned() }, Arc::new(Plain), Arc::new(Plain), None)?)
}

struct Plain;

impl KeyKeeper for Plain {
    fn wrap(&self, key: Vec<u8>) -> KeeperAnswer {
        KeeperAnswer::Key { bytes: key }
    }

    fn unwrap(&self, wrapped: Vec<u8>) -> KeeperAnswer {
        KeeperAnswer::Key { bytes: wrapped }
    }
}

impl Clock for Plain {
    fn now_millis(&self) -> i64 {
        1_795_399_200_000
    }
}
