//! The data folder: permissions, disk, database, clock, queue, photos, retention.

use payung_model::journey::OfficeState;
use payung_model::sealed::Digest;
use rusqlite::Connection;

use super::{Examined, Finding};
use crate::desk::Retention;
use crate::files;
use crate::shelf::{Shelf, key};
use crate::store::{self, StoreError};

const DAY: i64 = 86_400_000;
/// A received registration that nobody opened for so long: no opener runs.
const UNOPENED: i64 = 10 * 60_000;
/// How far a clock may be behind the last thing it dated.
const BEHIND: i64 = 5 * 60_000;

pub(super) fn folder(examined: &Examined<'_>) -> Finding {
    let look = || -> std::io::Result<Finding> {
        let dir = examined.dir;
        if !dir.is_dir() {
            return Ok(Finding::bad("data", format!("{} is no folder", dir.display())));
        }
        let names = ["", "office.db", "office.db-wal", "photos"];
        for path in names.iter().map(|name| dir.join(name)).filter(|path| path.exists()) {
            if files::open_to_others(&path)? {
                return Ok(Finding::bad("data", format!("{} can be read by others: chmod go= it", path.display())));
            }
        }
        Ok(Finding::ok("data", format!("{} is its owner's only", dir.display())))
    };
    Finding::of("data", look())
}

pub(super) fn disk(examined: &Examined<'_>) -> Finding {
    let free = match files::free_bytes(examined.dir) {
        Ok(free) => free,
        Err(error) => return Finding::bad("disk", error.to_string()),
    };
    let (free_mib, least) = (free >> 20, examined.min_free >> 20);
    match free {
        free if free < examined.min_free => {
            Finding::bad("disk", format!("{free_mib} MiB free, below {least}: no photo is taken (503 full)"))
        }
        free if free < examined.min_free.saturating_mul(4) => {
            Finding::look("disk", format!("{free_mib} MiB free; below {least} no photo is taken"))
        }
        _ => Finding::ok("disk", format!("{free_mib} MiB free")),
    }
}

pub(super) fn database(sql: &Connection) -> Finding {
    let look = || -> Result<Finding, StoreError> {
        let found: i64 = sql.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let known = store::known_version();
        if found != known {
            let words =
                format!("of version {found}; this office knows {known}: an older one is brought up by `office serve`");
            return Ok(Finding::bad("database", words));
        }
        let sound: String = sql.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if sound != "ok" {
            return Ok(Finding::bad("database", "it is damaged: stop the office, and restore the last backup"));
        }
        Ok(Finding::ok("database", format!("sound, version {found}")))
    };
    Finding::of("database", look())
}

pub(super) fn clock(examined: &Examined<'_>, sql: &Connection) -> Finding {
    let look = || -> Result<Finding, StoreError> {
        let bundle = store::bundle_by_sequence(sql, store::newest_sequence(sql)?)?;
        let dated = store::last_audited(sql)?.into_iter().chain(bundle.map(|bundle| bundle.issued_at)).max();
        Ok(match dated.filter(|dated| dated.millis() - examined.now.millis() > BEHIND) {
            Some(dated) => {
                Finding::bad("clock", format!("it says {}, before what is dated {dated} here", examined.now))
            }
            None => Finding::ok("clock", format!("{}", examined.now)),
        })
    };
    Finding::of("clock", look())
}

pub(super) fn queue(examined: &Examined<'_>, sql: &Connection) -> Finding {
    let look = || -> Result<Finding, StoreError> {
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
            Finding::look("queue", format!("{unopened} received and not opened: does `office open --loop` run?"))
        } else if shut > 0 {
            Finding::look("queue", format!("{shut} sealed to a key that is missing: is the key folder the right one?"))
        } else if days > i64::from(examined.queue_days) {
            Finding::look("queue", format!("{} wait for a decision, the oldest for {days} days", received.len()))
        } else {
            Finding::ok("queue", format!("{} wait for a decision", received.len()))
        })
    };
    Finding::of("queue", look())
}

pub(super) fn photos(examined: &Examined<'_>, sql: &Connection) -> Finding {
    let look = || -> Result<Finding, StoreError> {
        let photos = store::complete_photos(sql)?;
        let shelf = Shelf::open(examined.dir)?;
        let bucket = shelf.in_bucket()?;
        let mut damaged = Vec::new();
        for (id, digest) in &photos {
            let name = (*id, *digest);
            let sound = if examined.deep {
                shelf.get(name).is_ok_and(|bytes| Digest::of(&bytes) == *digest)
            } else {
                let length = store::photo_length(sql, *id, *digest)?;
                shelf.length_on_disk(name)? == length || bucket.get(&key(*id, *digest)).copied() == length
            };
            if !sound {
                damaged.push(id.receipt());
            }
        }
        damaged.dedup();
        Ok(if damaged.is_empty() {
            Finding::ok(
                "photos",
                format!("{} are there{}", photos.len(), if examined.deep { " and sound" } else { "" }),
            )
        } else {
            Finding::bad("photos", format!("missing or damaged, ask for them again: {}", damaged.join(", ")))
        })
    };
    Finding::of("photos", look())
}

pub(super) fn retention(examined: &Examined<'_>, sql: &Connection) -> Finding {
    let rules = match Retention::read(&examined.dir.join("retention.json")) {
        Ok(Some(rules)) => rules,
        Ok(None) => return Finding::look("retention", "no retention.json: nothing is ever too old"),
        Err(problem) => return Finding::bad("retention", problem.to_string()),
    };
    Finding::of(
        "retention",
        rules.due(sql, examined.now).map(|due| match due.len() {
            0 => Finding::ok("retention", "nothing is older than the rules"),
            count => Finding::look("retention", format!("{count} are older than the rules: `office retention run`")),
        }),
    )
}
