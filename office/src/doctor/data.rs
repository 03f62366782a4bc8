//! The data folder: permissions, disk, database, clock, queue, photos, retention.

use payung_model::journey::OfficeState;
use payung_model::sealed::Digest;
use payung_model::text::format;

use super::check::{CheckResult, ExamineOptions};
use crate::desk::Retention;
use crate::files;
use crate::photo_store::{PhotoStore, key};
use crate::store::money::MoneyState;
use crate::store::{Store, StoreError};

const DAY: i64 = 86_400_000;
/// Rows that are read from the database at once.
const PAGE: u32 = 1000;
/// When a received registration has waited for the opener this long, no opener is running.
const UNOPENED: i64 = 10 * 60_000;
/// How far the clock may be behind the newest date in the database.
const BEHIND: i64 = 5 * 60_000;

pub(super) fn folder(examined: &ExamineOptions<'_>) -> CheckResult {
    let look = || -> std::io::Result<CheckResult> {
        let dir = examined.dir;
        if !dir.is_dir() {
            return Ok(CheckResult::bad(
                "data",
                format!("{} is no folder", dir.display()),
            ));
        }
        let names = ["", "office.db", "office.db-wal", "photos"];
        for path in names
            .iter()
            .map(|name| dir.join(name))
            .filter(|path| path.exists())
        {
            if files::open_to_others(&path)? {
                return Ok(CheckResult::bad(
                    "data",
                    format!("{} can be read by others: chmod go= it", path.display()),
                ));
            }
        }
        Ok(CheckResult::ok(
            "data",
            format!("{} is its owner's only", dir.display()),
        ))
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
        free if free < examined.min_free => CheckResult::bad(
            "disk",
            format!("{free_mib} MiB free, below {least}: no photo is taken (503 full)"),
        ),
        free if free < examined.min_free.saturating_mul(4) => CheckResult::look(
            "disk",
            format!("{free_mib} MiB free; below {least} no photo is taken"),
        ),
        _ => CheckResult::ok("disk", format!("{free_mib} MiB free")),
    }
}

/// The way to a database on a server.
pub(super) fn way(examined: &ExamineOptions<'_>) -> Option<CheckResult> {
    let (words, is_well) = examined.database.way()?;
    Some(if is_well {
        CheckResult::ok("database way", words)
    } else {
        CheckResult::look("database way", words)
    })
}

pub(super) fn database(store: &Store) -> CheckResult {
    let look = || -> Result<CheckResult, StoreError> {
        let found = store.inspect(false)?;
        if found.version != found.known {
            let words = format!(
                "of version {}; this office knows {}: an older one is brought up by `office serve`",
                found.version, found.known
            );
            return Ok(CheckResult::bad("database", words));
        }
        if !found.sound {
            return Ok(CheckResult::bad(
                "database",
                "it is damaged: stop the office, and restore the last backup",
            ));
        }
        Ok(CheckResult::ok(
            "database",
            format!("sound, version {}", found.version),
        ))
    };
    CheckResult::of("database", look())
}

pub(super) fn clock(examined: &ExamineOptions<'_>, store: &Store) -> CheckResult {
    let look = || -> Result<CheckResult, StoreError> {
        let bundle = store.bundle(store.newest_sequence()?)?;
        let dated = store
            .last_audited()?
            .into_iter()
            .chain(bundle.map(|bundle| bundle.issued_at))
            .max();
        Ok(
            match dated.filter(|dated| dated.millis() - examined.now.millis() > BEHIND) {
                Some(dated) => CheckResult::bad(
                    "clock",
                    format!(
                        "it says {}, before what is dated {dated} here",
                        examined.now
                    ),
                ),
                None => CheckResult::ok("clock", format!("{}", examined.now)),
            },
        )
    };
    CheckResult::of("clock", look())
}

pub(super) fn queue(examined: &ExamineOptions<'_>, store: &Store) -> CheckResult {
    let look = || -> Result<CheckResult, StoreError> {
        let work = store.work_state()?;
        let received = OfficeState::Received.as_str();
        let waiting: u64 = store
            .count_by_state()?
            .iter()
            .filter(|(state, _)| state == received)
            .map(|(_, count)| count)
            .sum();
        let oldest = store.page(Some(OfficeState::Received), None, 1)?;
        let days = oldest.first().map_or(0, |oldest| {
            (examined.now.millis() - oldest.changed_at.millis()) / DAY
        });
        let aside: u64 = work.aside.iter().map(|(_, count)| count).sum();
        let unopened = work
            .oldest
            .is_some_and(|oldest| examined.now.millis() - oldest.millis() > UNOPENED);
        // Neither may hide the other: what is set aside never opens, perhaps, and stays for long.
        let mut remarks = Vec::new();
        if unopened {
            let count = work.waiting;
            remarks.push(format!(
                "{count} received and not opened: does `office open --loop` run?"
            ));
        }
        if aside > 0 {
            let reasons: Vec<String> = work
                .aside
                .iter()
                .map(|(why, count)| format!("{count}: {why}"))
                .collect();
            remarks.push(format!(
                "{aside} are set aside and tried again ({})",
                reasons.join("; ")
            ));
        }
        Ok(if !remarks.is_empty() {
            CheckResult::look("queue", remarks.join("; "))
        } else if work.shut > 0 {
            let shut = work.shut;
            CheckResult::look(
                "queue",
                format!("{shut} sealed to a key that is missing: is the key folder the right one?"),
            )
        } else if days > i64::from(examined.queue_days) {
            CheckResult::look(
                "queue",
                format!("{waiting} wait for a decision, the oldest for {days} days"),
            )
        } else {
            CheckResult::ok("queue", format!("{waiting} wait for a decision"))
        })
    };
    CheckResult::of("queue", look())
}

pub(super) fn photos(examined: &ExamineOptions<'_>, store: &Store) -> CheckResult {
    let look = || -> Result<CheckResult, StoreError> {
        // The bucket is listed once, 1,000 photos a request, instead of being asked for each photo
        // (ADR 8).
        let photo_store = PhotoStore::open(examined.dir)?;
        let bucket = photo_store.in_bucket()?;
        let (mut damaged, mut count, mut after) = (Vec::new(), 0, None);
        loop {
            let page = store.complete_photos(after, PAGE)?;
            for (name, length) in &page {
                let sound = if examined.deep {
                    photo_store
                        .get(*name)
                        .is_ok_and(|bytes| Digest::of(&bytes) == name.1)
                } else {
                    let length = Some(u64::from(*length));
                    photo_store.length_on_disk(*name)? == length
                        || bucket.get(&key(name.0, name.1)).copied() == length
                };
                if !sound {
                    damaged.push(name.0.receipt());
                }
            }
            count += page.len();
            match page.last() {
                Some((last, _)) if page.len() == PAGE as usize => after = Some(*last),
                _ => break,
            }
        }
        // The list is in the order of ids, so several photos of one registration stand together.
        damaged.dedup();
        let leaving = store.removals(None, PAGE)?.len();
        Ok(if damaged.is_empty() && leaving > 0 {
            CheckResult::look(
                "photos",
                format!(
                    "{count} are there; sealed photos of {leaving} erased or forgotten registrations are still to be \
                     removed: a running intake does it every ten minutes, or its log says why not"
                ),
            )
        } else if damaged.is_empty() {
            CheckResult::ok(
                "photos",
                format!(
                    "{count} are there{}",
                    if examined.deep { " and sound" } else { "" }
                ),
            )
        } else {
            CheckResult::bad(
                "photos",
                format!(
                    "missing or damaged, ask for them again: {}",
                    damaged.join(", ")
                ),
            )
        })
    };
    CheckResult::of("photos", look())
}

pub(super) fn money(store: &Store) -> CheckResult {
    let totals = match store.check_money() {
        Ok(totals) => totals,
        Err(problem) => {
            let words = format!("{problem}: give nothing back, and ask whoever keeps this program");
            return CheckResult::bad("money", words);
        }
    };
    let look = |state: MoneyState| {
        let waiting: u64 = state.aside.iter().map(|(_, count)| count).sum();
        let strays = state.strays;
        if state.unread > 0 {
            let unread = state.unread;
            let words = format!(
                "{unread} reports of payments cannot be read: `office money unread`, and ask the acquirer for them"
            );
            return CheckResult::look("money", words);
        }
        if strays > 0 {
            return CheckResult::look(
                "money",
                format!("{strays} payments belong to no bill: `office money unapplied`"),
            );
        }
        if waiting > 0 {
            let words = format!("{waiting} wait with a reason: `office bill list --waiting`");
            return CheckResult::look("money", words);
        }
        let received = format::money(totals.received);
        CheckResult::ok("money", format!("{received} came, and it balances"))
    };
    CheckResult::of("money", store.money_state().map(look))
}

pub(super) fn retention(examined: &ExamineOptions<'_>, store: &Store) -> CheckResult {
    let rules = match Retention::read(&examined.dir.join("retention.json")) {
        Ok(Some(rules)) => rules,
        Ok(None) => {
            return CheckResult::look("retention", "no retention.json: nothing is ever too old");
        }
        Err(problem) => return CheckResult::bad("retention", problem.to_string()),
    };
    CheckResult::of(
        "retention",
        rules.due(store, examined.now).map(|due| match due.len() {
            0 => CheckResult::ok("retention", "nothing is older than the rules"),
            count => CheckResult::look(
                "retention",
                format!("{count} are older than the rules: `office retention run`"),
            ),
        }),
    )
}
