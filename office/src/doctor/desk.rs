//! Checks of what only a process with the keys may write: officers, sessions, the audit log.

use super::check::{CheckResult, ExamineOptions};
use crate::keys::Keys;
use crate::store::{RosterState, Store, StoreError};

/// None when the keys are not to be had: the checks of the keys say so.
pub(super) fn look(examined: &ExamineOptions<'_>, store: &Store) -> Vec<CheckResult> {
    let folder = examined.keys.as_deref();
    let keys = folder.and_then(|folder| Keys::load(folder, examined.passphrase.as_ref()).ok());
    let Some((keys, desk)) = keys.and_then(|keys| keys.desk().ok().map(|desk| (keys, desk))) else {
        return Vec::new();
    };
    store.take_key_to_look(desk, keys.head());
    vec![
        CheckResult::of("officers", officers(store)),
        CheckResult::of("audit", audit(store)),
    ]
}

fn officers(store: &Store) -> Result<CheckResult, StoreError> {
    let found = store.check_roster()?;
    let list = match found.state {
        RosterState::Sound => None,
        RosterState::NotYet => {
            return Ok(CheckResult::look(
                "officers",
                "no program with the keys has started since the upgrade: officers cannot sign in yet",
            ));
        }
        RosterState::Missing => Some("the list of who may sign in is gone".to_owned()),
        RosterState::Forged => Some("somebody else wrote the list of who may sign in".to_owned()),
        RosterState::RolledBack => Some("an older list of who may sign in was put back".to_owned()),
    };
    let forged = found
        .forged_officers
        .iter()
        .map(|name| format!("the row of {name} was not written by this office, or is an old one"));
    let missing = found
        .missing_officers
        .iter()
        .map(|name| format!("the row of {name} is gone"));
    let sessions = (found.forged_sessions > 0).then(|| {
        let count = found.forged_sessions;
        format!("{count} sessions were not begun by this office, or had ended")
    });
    let wrong: Vec<String> = list
        .into_iter()
        .chain(forged)
        .chain(missing)
        .chain(sessions)
        .collect();
    Ok(if wrong.is_empty() {
        let (officers, sessions) = (found.officers, found.sessions);
        CheckResult::ok(
            "officers",
            format!("{officers} officers and {sessions} sessions, as this office wrote them"),
        )
    } else {
        CheckResult::bad(
            "officers",
            format!(
                "{}: somebody wrote the database (SECURITY.md, If data got out); `office officer repair` removes it",
                wrong.join("; ")
            ),
        )
    })
}

fn audit(store: &Store) -> Result<CheckResult, StoreError> {
    let found = store.verify_audit(&mut |_| {})?;
    Ok(match (found.broken, found.strangers.first()) {
        (Some((seq, _)), _) => CheckResult::bad(
            "audit",
            format!("the log was changed at row {seq}: `office audit verify` says how"),
        ),
        (None, Some(seq)) => CheckResult::bad(
            "audit",
            format!("row {seq} of the log was not written by this office: `office audit verify`"),
        ),
        (None, None) => CheckResult::ok("audit", format!("{} rows, unchanged", found.rows)),
    })
}
