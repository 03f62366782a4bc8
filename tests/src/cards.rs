//! The drawn cards of `tests/photos`: what the core says of each, beside what it should say.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use payung_model::form::PhotoFault;
use payung_photo::{self as photo, Limits, Measures, Part, PhotoProblem};
use serde::Deserialize;

use crate::Outcome;
use crate::stopwatch::Stopwatch;

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
    /// What is kept of the picture, when it is cut to its card.
    pub kept: Option<Part>,
    /// Where the corners of the card lie, or of all cards, in shares of width and height. None
    /// without a card.
    pub corners: Option<Vec<[f64; 2]>>,
}

#[derive(Deserialize)]
struct Label {
    part: String,
    kind: String,
    verdict: String,
    corners: Option<Vec<[f64; 2]>>,
}

impl Judged {
    /// Was the expected verdict among what was said?
    pub fn is_right(&self) -> bool {
        self.said.contains(&self.expected.as_str())
    }

    /// The least room between the card and where the picture was cut, in shares of the picture's
    /// side there. Below 0 where some of the card was cut away. None when the picture was not cut.
    pub fn room(&self) -> Option<f64> {
        let (kept, corners) = self.kept.zip(self.corners.as_ref())?;
        let side = |share: f64| share.clamp(0.0, 1.0);
        let sides = corners.iter().flat_map(|[x, y]| {
            let rooms = [
                side(*x) - kept.left,
                kept.right - side(*x),
                side(*y) - kept.top,
                kept.bottom - side(*y),
            ];
            // Nothing is cut where the picture ends.
            let cut = [
                kept.left > 0.0,
                kept.right < 1.0,
                kept.top > 0.0,
                kept.bottom < 1.0,
            ];
            rooms
                .into_iter()
                .zip(cut)
                .filter_map(|(room, is_cut)| is_cut.then_some(room))
        });
        sides.min_by(f64::total_cmp)
    }

    /// Was anything of the card cut away that the picture had?
    pub fn is_harmed(&self) -> bool {
        self.room().is_some_and(|room| room < 0.0)
    }
}

/// Judges every picture that the folder's `labels.json` names.
pub fn judge(folder: &Path) -> Outcome<Vec<Judged>> {
    let labels: BTreeMap<String, Label> =
        serde_json::from_slice(&std::fs::read(folder.join("labels.json"))?)?;
    let mut all = Vec::new();
    for (name, label) in labels {
        let path = folder.join(&name);
        std::fs::metadata(&path)?;
        let (said, measures, time, part) = look(&path);
        let Label {
            part: of,
            kind,
            verdict: expected,
            corners,
        } = label;
        all.push(Judged {
            name,
            part: of,
            kind,
            expected,
            said,
            measures,
            time,
            kept: part,
            corners,
        });
    }
    Ok(all)
}

fn look(path: &Path) -> (Vec<&'static str>, Option<Measures>, Duration, Option<Part>) {
    let refused = |said: &'static str| (vec![said], None, Duration::ZERO, None);
    let pixels = match photo::read(path, Limits::KTP.long_side) {
        Ok(pixels) => pixels,
        Err(PhotoProblem::TooSmall) => return refused("too_small"),
        Err(_) => return refused("no_picture"),
    };
    let Some(pixels) = photo::fit(pixels, Limits::KTP) else {
        return refused("no_picture");
    };
    let (measures, time) = Stopwatch::time(|| photo::measure(&pixels));
    let faults = photo::judge(&measures, Limits::KTP);
    let said = if faults.is_empty() {
        vec!["ok"]
    } else {
        faults.into_iter().map(label).collect()
    };
    (said, Some(measures), time, photo::card_part(&pixels))
}

/// The fault as `labels.json` calls it.
pub fn label(fault: PhotoFault) -> &'static str {
    match fault {
        PhotoFault::Blurred => "blurred",
        PhotoFault::Dark => "dark",
        PhotoFault::Glare => "glare",
        PhotoFault::CutOff => "cut_off",
        PhotoFault::NoPrint => "no_print",
    }
}

/// Counts by part and verdict, as `docs/photos.md` has them, and each picture that was judged
/// wrongly.
pub fn table(all: &[Judged]) -> String {
    let mut text = format!(
        "{:9} {:11} {:>8} {:>6} {:>13} {:>12} {:>15}\n",
        "part", "should be", "pictures", "right", "false accept", "false reject", "another fault"
    );
    let mut rows: BTreeMap<(bool, &str, &str), [u32; 5]> = BTreeMap::new();
    for one in all.iter().filter(|one| one.expected != "not_a_card") {
        let row = rows
            .entry((one.part != "tuning", &one.part, &one.expected))
            .or_default();
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
        let _ = writeln!(
            text,
            "{part:9} {expected:11} {count:>8} {right:>6} {accepted:>13} {rejected:>12} {other:>15}"
        );
    }
    for one in all
        .iter()
        .filter(|one| !one.is_right() && one.expected != "not_a_card")
    {
        let _ = writeln!(text, "wrong: {} said {}", one.name, one.said.join("+"));
    }
    let strangers: Vec<String> = all
        .iter()
        .filter(|one| one.expected == "not_a_card")
        .map(|one| {
            format!(
                "{}={}",
                one.name.trim_end_matches(".jpg"),
                one.said.join("+")
            )
        })
        .collect();
    let _ = writeln!(
        text,
        "no card in it, nothing is expected: {}",
        strangers.join(" ")
    );
    text
}

/// In how many pictures what lies around the card is cut away, and how much of them is left; and
/// each that lost some card.
pub fn cuts(all: &[Judged]) -> String {
    let mut text = format!(
        "{:9} {:11} {:>8} {:>5} {:>12} {:>9}\n",
        "part", "kind", "pictures", "cut", "mean kept", "card lost"
    );
    let mut rows: BTreeMap<(bool, &str, &str), Vec<&Judged>> = BTreeMap::new();
    for one in all.iter().filter(|one| one.measures.is_some()) {
        rows.entry((one.part != "tuning", &one.part, &one.kind))
            .or_default()
            .push(one);
        rows.entry((true, "~", "all")).or_default().push(one);
    }
    for ((_, part, kind), pictures) in rows {
        let kept: Vec<f64> = pictures
            .iter()
            .filter_map(|one| one.kept)
            .map(|part| part.area())
            .collect();
        let mean = match kept.len() {
            0 => "–".to_owned(),
            count => format!("{:.0} %", 100.0 * kept.iter().sum::<f64>() / count as f64),
        };
        let least = pictures
            .iter()
            .filter_map(|one| one.room())
            .min_by(f64::total_cmp);
        let least = least.map_or("–".to_owned(), |room| format!("{:.1} %", 100.0 * room));
        let (count, lost) = (
            pictures.len(),
            pictures.iter().filter(|one| one.is_harmed()).count(),
        );
        let _ = writeln!(
            text,
            "{:9} {kind:11} {count:>8} {:>5} {mean:>12} {least:>11} {lost:>9}",
            part.trim_matches('~'),
            kept.len()
        );
    }
    for one in all.iter().filter(|one| one.is_harmed()) {
        let _ = writeln!(
            text,
            "card lost: {} kept {:?} of {:?}",
            one.name, one.kept, one.corners
        );
    }
    text
}
