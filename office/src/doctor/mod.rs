//! Checks of a whole office. They change nothing, and each finding tells what is wrong, why, and
//! what to do.

mod check;
mod copies;
mod data;
mod desk;
mod keys;

pub use check::{CheckResult, ExamineOptions, Verdict};

use crate::store::Store;

/// Runs all checks.
pub fn examine(examined: &ExamineOptions<'_>) -> Vec<CheckResult> {
    let mut findings = vec![data::folder(examined), data::disk(examined)];
    findings.extend(data::way(examined));
    match open(examined) {
        Err(words) => findings.push(CheckResult {
            what: "database",
            verdict: Verdict::Bad,
            words,
        }),
        Ok(store) => {
            findings.push(data::database(&store));
            // When the tables are damaged, the checks of their contents would only repeat that.
            if findings
                .iter()
                .all(|finding| finding.what != "database" || finding.verdict == Verdict::Ok)
            {
                findings.push(data::clock(examined, &store));
                findings.push(data::queue(examined, &store));
                findings.push(data::photos(examined, &store));
                findings.push(data::money(&store));
                findings.push(data::retention(examined, &store));
                findings.extend(keys::look(examined, &store));
                findings.extend(desk::look(examined, &store));
                findings.push(copies::data(examined, &store));
                findings.push(copies::keys(&store));
            }
        }
    }
    findings
}

/// Opens the database read-only: a check must neither make a database nor migrate one.
fn open(examined: &ExamineOptions<'_>) -> Result<Store, String> {
    let is_there =
        Store::is_there(examined.database, examined.dir).map_err(|error| error.to_string())?;
    if !is_there {
        return Err("there is none yet: `office trust` or `office serve` makes it".into());
    }
    Store::open_to_look(examined.database, examined.dir).map_err(|error| error.to_string())
}
