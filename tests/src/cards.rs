//! The drawn cards of `tests/photos`: what the core says of each, beside what it should say.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use payung_core::photo::{self, Limits, Measures, PhotoProblem};
use payung_model::form::PhotoFault;
use serde::Deserialize;

use crate::Outcome;
use crate::clock::Stopwatch;

/// One picture of the set.
pub struct Judged {
    /// The file.
    pub name: String,
    /// `tuning` or `held_out`.
    pub part: String,
    /// How it was drawn.
    pub kind: String,
    /// `ok`, a fault, `too_small`, `no_picture`; `not_a_card`: anything may be said.
    pub expected: String,
    /// As `expected`; several faults when several were seen.
    pub said: Vec<&'static str>,
    /// None when it was refused.
    pub measures: Option<Measures>,
    /// What measuring alone took.
    pub time: Duration,
}

#[derive(Deserialize)]
struct Label {
    part: String,
    kind: String,
    verdict: String,
}

impl Judged {
    /// Was the expected verdict among what was said?
    pub fn is_right(&self) -> bool {
        self.said.contains(&self.expected.as_str())
    }
}

/// Judges every picture that the folder's `labels.json` names.
pub fn judge(folder: &Path) -> Outcome<Vec<Judged>> {
    let labels: BTreeMap<String, Label> = serde_json::from_slice(&std::fs::read(folder.join("labels.json"))?)?;
    let mut all = Vec::new();
    for (name, label) in labels {
        let path = folder.join(&name);
        std::fs::metadata(&path)?;
        let (said, measures, time) = look(&path);
        let Label { part, kind, verdict: expected } = label;
        all.push(Judged { name, part, kind, expected, said, measures, time });
    }
    Ok(all)
}

fn look(path: &Path) -> (Vec<&'static str>, Option<Measures>, Duration) {
    let pixels = match photo::read(path, Limits::KTP.long_side) {
        Ok(pixels) => pixels,
        Err(PhotoProblem::TooSmall) => return (vec!["too_small"], None, Duration::ZERO),
        Err(_) => return (vec!["no_picture"], None, Duration::ZERO),
    };
    let Some(pixels) = photo::fit(pixels, Limits::KTP) else { return (vec!["no_picture"], None, Duration::ZERO) };
    let (measures, time) = Stopwatch::time(|| photo::measure(&pixels));
    let faults = photo::judge(&measures);
    let said = if faults.is_empty() { vec!["ok"] } else { faults.into_iter().map(label).collect() };
    (said, Some(measures), time)
}

/// The fault as `labels.json` calls it.
pub fn label(fault: PhotoFault) -> &'static str {
    match fault {
        PhotoFault::Blurred => "blurred",
        PhotoFault::Dark => "dark",
        PhotoFault::Glare => "glare",
        PhotoFault::CutOff => "cut_off",
    }
}

/// Counts by part and verdict, as `docs/photos.md` has them, and each picture that was judged wrongly.
pub fn table(all: &[Judged]) -> String {
    let mut text = format!(
        "{:9} {:11} {:>8} {:>6} {:>13} {:>12} {:>15}\n",
        "part", "should be", "pictures", "right", "false accept", "false reject", "another fault"
    );
    let mut rows: BTreeMap<(bool, &str, &str), [u32; 5]> = BTreeMap::new();
    for one in all.iter().filter(|one| one.expected != "not_a_card") {
        let row = rows.entry((one.part != "tuning", &one.part, &one.expected)).or_default();
        let wrong = match (one.is_right(), one.said[0] == "ok", one.expected == "ok") {
            (true, ..) => 1,
            (false, true, _) => 2,
            (false, false, true) => 3,
            (false, false, false) => 4,
        };
        row[0] += 1;
        row[wrong] += 1;
    }
    for ((_, part, expected), [count, right, accepted, rejected, other]) in rows {
        let _ =
            writeln!(text, "{part:9} {expected:11} {count:>8} {right:>6} {accepted:>13} {rejected:>12} {other:>15}");
    }
    for one in all.iter().filter(|one| !one.is_right() && one.expected != "not_a_card") {
        let _ = writeln!(text, "wrong: {} said {}", one.name, one.said.join("+"));
    }
    let strangers: Vec<String> = all
        .iter()
        .filter(|one| one.expected == "not_a_card")
        .map(|one| format!("{}={}", one.name.trim_end_matches(".jpg"), one.said.join("+")))
        .collect();
    let _ = writeln!(text, "no card in it, nothing is expected: {}", strangers.join(" "));
    text
}
