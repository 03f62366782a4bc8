//! The data folder: permissions, disk, database, clock, queue, photos, retention.

use payung_model::journey::OfficeState;
use payung_model::sealed::Digest;
use rusqlite::Connection;

use super::check::{CheckResult, ExamineOptions};
use crate::desk::Retention;
use crate::files;
use crate::photo_store::{PhotoStore, key};
use crate::store::{self, StoreError};

const DAY: i64 = 86_400_000;
/// When a received registration has waited for the opener this long, no opener is running.
const UNOPENED: i64 = 10 * 60_000;
/// How far the clock may be behind the newest date in the database.
const BEHIND: i64 = 5 * 60_000;

pub(super) fn folder(examined: &ExamineOptions<'_>) -> CheckResult {
    let look = || -> std::io::Result<CheckResult> {
        let dir = examined.dir;
        if !dir.is_dir() {
            return Ok(CheckResult::bad("data", format!("{} is no folder", dir.display())));
        }
        let names = ["", "office.db", "office.db-wal", "photos"];
        for path in names.iter().map(|name| dir.join(name)).filter(|path| path.exists()) {
            if files::open_to_others(&path)? {
                return Ok(CheckResult::bad("data", format!("{} can be read by others: chmod go= it", path.display())));
            }
        }
        Ok(CheckResult::ok("data", format!("{} is its owner's only", dir.display())))
    };
    CheckResult::of("data", look())
}

pub(super) fn disk(examined: &ExamineOptions<'_>) -> CheckResult {
    let free = match files::free_bytes(examined.dir) {
        Ok(free) => free,
        Err(error) => return CheckResult::bad("disk", error.to_string()),
    };
    let (free_mib, least) = (free >> 20, examined.min_free >> 20);
    match free {
        free if free < examined.min_free => {
            CheckResult::bad("disk", format!("{free_mib} MiB free, below {least}: no photo is taken (503 full)"))
        }
        free if free < examined.min_free.saturating_mul(4) => {
            CheckResult::look("disk", format!("{free_mib} MiB free; below {least} no photo is taken"))
        }
        _ => CheckResult::ok("disk", format!("{free_mib} MiB free")),
    }
}

pub(super) fn database(sql: &Connection) -> CheckResult {
    let look = || -> Result<CheckResult, StoreError> {
        let found: i64 = sql.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let known = store::known_version();
        if found != known {
            let words =
                format!("of version {found}; this office knows {known}: an older one is brought up by `office serve`");
            return Ok(CheckResult::bad("database", words));
        }
        let sound: String = sql.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if sound != "ok" {
            return Ok(CheckResult::bad("database", "it is damaged: stop the office, and restore the last backup"));
        }
        Ok(CheckResult::ok("database", format!("sound, version {found}")))
    };
    CheckResult::of("database", look())
}

pub(super) fn clock(examined: &ExamineOptions<'_>, sql: &Connection) -> CheckResult {
    let look = || -> Result<CheckResult, StoreError> {
        let bundle = store::bundle_by_sequence(sql, store::newest_sequence(sql)?)?;
        let dated = store::last_audited(sql)?.into_iter().chain(bundle.map(|bundle| bundle.issued_at)).max();
        Ok(match dated.filter(|dated| dated.millis() - examined.now.millis() > BEHIND) {
            Some(dated) => {
                CheckResult::bad("clock", format!("it says {}, before what is dated {dated} here", examined.now))
            }
            None => CheckResult::ok("clock", format!("{}", examined.now)),
        })
    };
    CheckResult::of("clock", look())
}

pub(super) fn queue(examined: &ExamineOptions<'_>, sql: &Connection) -> CheckResult {
    let look = || -> Result<CheckResult, StoreError> {
        let received = store::list(sql, Some(OfficeState::Received))?;
        let (mut unopened, mut shut) = (0, 0);
        for filed in &received {
            match store::index::index_row(sql, filed.id, filed.revision)? {
                Some(row) => shut += usize::from(row.flags.iter().any(|flag| flag == "key_missing")),
                None => unopened += usize::from(examined.now.millis() - filed.changed_at.millis() > UNOPENED),
            }
        }
        let days = received.first().map_or(0, |oldest| (examined.now.millis() - oldest.changed_at.millis()) / DAY);
        Ok(if unopened > 0 {
            CheckResult::look("queue", format!("{unopened} received and not opened: does `office open --loop` run?"))
        } else if shut > 0 {
            CheckResult::look(
                "queue",
                format!("{shut} sealed to a key that is missing: is the key folder the right one?"),
            )
        } else if days > i64::from(examined.queue_days) {
            CheckResult::look("queue", format!("{} wait for a decision, the oldest for {days} days", received.len()))
        } else {
            CheckResult::ok("queue", format!("{} wait for a decision", received.len()))
        })
    };
    CheckResult::of("queue", look())
}

pub(super) fn photos(examined: &ExamineOptions<'_>, sql: &Connection) -> CheckResult {
    let look = || -> Result<CheckResult, StoreError> {
        let photos = store::complete_photos(sql)?;
        let photo_store = PhotoStore::open(examined.dir)?;
        let bucket = photo_store.in_bucket()?;
        let mut damaged = Vec::new();
        for (id, digest) in &photos {
            let name = (*id, *digest);
            let sound = if examined.deep {
                photo_store.get(name).is_ok_and(|bytes| Digest::of(&bytes) == *digest)
            } else {
                let length = store::photo_length(sql, *id, *digest)?;
                photo_store.length_on_disk(name)? == length || bucket.get(&key(*id, *digest)).copied() == length
            };
            if !sound {
                damaged.push(id.receipt());
            }
        }
        damaged.dedup();
        Ok(if damaged.is_empty() {
            CheckResult::ok(
                "photos",
                format!("{} are there{}", photos.len(), if examined.deep { " and sound" } else { "" }),
            )
        } else {
            CheckResult::bad("photos", format!("missing or damaged, ask for them again: {}", damaged.join(", ")))
        })
    };
    CheckResult::of("photos", look())
}

pub(super) fn retention(examined: &ExamineOptions<'_>, sql: &Connection) -> CheckResult {
    let rules = match Retention::read(&examined.dir.join("retention.json")) {
        Ok(Some(rules)) => rules,
        Ok(None) => return CheckResult::look("retention", "no retention.json: nothing is ever too old"),
        Err(problem) => return CheckResult::bad("retention", problem.to_string()),
    };
    CheckResult::of(
        "retention",
        rules.due(sql, examined.now).map(|due| match due.len() {
            0 => CheckResult::ok("retention", "nothing is older than the rules"),
            count => {
                CheckResult::look("retention", format!("{count} are older than the rules: `office retention run`"))
            }
        }),
    )
}
