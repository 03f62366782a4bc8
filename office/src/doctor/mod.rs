//! Checks of a whole office. They change nothing, and each finding tells what is wrong, why, and
//! what to do.

mod check;
mod copies;
mod data;
mod keys;

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

pub use check::{CheckResult, ExamineOptions, Verdict};

/// Runs all checks.
pub fn examine(examined: &ExamineOptions<'_>) -> Vec<CheckResult> {
    let mut findings = vec![data::folder(examined), data::disk(examined)];
    match open(&examined.dir.join("office.db")) {
        Err(words) => findings.push(CheckResult { what: "database", verdict: Verdict::Bad, words }),
        Ok(sql) => {
            findings.push(data::database(&sql));
            // When the tables are damaged, the checks of their contents would only repeat that.
            if findings.iter().all(|finding| finding.what != "database" || finding.verdict == Verdict::Ok) {
                findings.push(data::clock(examined, &sql));
                findings.push(data::queue(examined, &sql));
                findings.push(data::photos(examined, &sql));
                findings.push(data::retention(examined, &sql));
                findings.extend(keys::look(examined, &sql));
                findings.push(copies::data(examined, &sql));
                findings.push(copies::keys(&sql));
            }
        }
    }
    findings
}

/// Opens the database read-only: a check must neither make a database nor migrate one.
fn open(path: &Path) -> Result<Connection, String> {
    if !path.exists() {
        return Err("there is none yet: `office trust` or `office serve` makes it".into());
    }
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|error| error.to_string())
}
