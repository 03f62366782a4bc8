//! The age of the last copies of data and keys. A copy that nobody made is missed on the day when
//! it is too late.

use payung_model::units::Timestamp;

use super::check::{CheckResult, ExamineOptions};
use crate::backup::BACKUP_MADE;
use crate::store::{Store, StoreError};

const DAY: i64 = 86_400_000;
/// What changes the keys, so that an older copy of them does not have all.
const CHANGES: [&str; 5] = [
    "keys new",
    "keys publish",
    "keys rotate",
    "keys restore",
    "keys retire",
];

pub(super) fn data(examined: &ExamineOptions<'_>, store: &Store) -> CheckResult {
    let look = || -> Result<CheckResult, StoreError> {
        Ok(match store.last_done(&[BACKUP_MADE])? {
            None => CheckResult::look(
                "backup",
                "the data were never backed up: `office backup`, and try a restore",
            ),
            Some(at) if days(at, examined.now) > i64::from(examined.backup_days) => {
                CheckResult::look(
                    "backup",
                    format!("the data were last backed up {at}: does the timer run?"),
                )
            }
            Some(at) => CheckResult::ok("backup", format!("of the data: {at}")),
        })
    };
    CheckResult::of("backup", look())
}

pub(super) fn keys(store: &Store) -> CheckResult {
    let look = || -> Result<CheckResult, StoreError> {
        let (copied, changed) = (
            store.last_done(&["keys backup"])?,
            store.last_done(&CHANGES)?,
        );
        Ok(match copied {
            None => CheckResult::look(
                "keys copy",
                "the keys were never copied: `office keys backup`, kept apart",
            ),
            Some(at) if changed.is_some_and(|changed| changed > at) => CheckResult::look(
                "keys copy",
                format!("the keys changed after their copy of {at}: copy them again"),
            ),
            Some(at) => CheckResult::ok("keys copy", format!("made {at}")),
        })
    };
    CheckResult::of("keys copy", look())
}

fn days(from: Timestamp, now: Timestamp) -> i64 {
    (now.millis() - from.millis()) / DAY
}
