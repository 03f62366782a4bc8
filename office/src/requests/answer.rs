//! Requests that are answered by themselves, from the office's own books: who opened the data, a
//! copy of them, another bill, and who pays for whom; and registrations of payers who are no
//! members.

use payung_model::journey::OfficeState;

use super::asked::Asked;
use super::{bill, copy, looks, paying};
use crate::desk::{Decider, Decision, decide_seen};
use crate::failure::Failure;
use crate::purposes::PAYER;
use crate::store::{AuditEntry, QueueFilter, Store};

/// Purposes that the office answers without an officer, each with its name in the audit log of the
/// registration that it is about.
const BY_ITSELF: [(&str, &str); 7] = [
    ("who_looked", "who looked"),
    ("copy", "copy"),
    ("bill", "bill again"),
    ("pay_code", "pay code"),
    ("pay_for", "pay for"),
    (PAYER, "pay for"),
    ("pay_end", "pay end"),
];
/// Requests of one kind that are read at once.
const MOST: u32 = 200;
/// Requests of one kind that are looked at in one go.
const LOOKED: usize = 5000;

/// Answers what waits and can be answered by itself; how many. A flagged request is left to an
/// officer: it may name a registration that is not the sender's. `bills`: this process makes bills.
pub fn answer_waiting(store: &Store, by: &Decider<'_>, bills: bool) -> Result<usize, Failure> {
    let mut count = 0;
    for (purpose, deed) in BY_ITSELF {
        if purpose == "bill" && !bills {
            continue;
        }
        let filter = QueueFilter {
            purpose: Some(purpose.to_owned()),
            without_held: true,
            without_broken: true,
            ..QueueFilter::default()
        };
        // All of them, also behind those that are left to officers.
        let (mut rows, mut from) = (Vec::new(), None);
        while rows.len() < LOOKED {
            let (part, next) = store.queue(OfficeState::Received, &filter, from, MOST, MOST)?;
            rows.extend(part);
            from = next;
            if from.is_none() {
                break;
            }
        }
        for row in rows {
            let Some(index) = store.index_row(row.id, row.revision)? else {
                continue;
            };
            // Whoever pays without being a member asks for nobody but themselves.
            let about = if purpose == PAYER {
                Some(row.id)
            } else {
                index.completes
            };
            if let Some(first) = about.filter(|_| index.flags.is_empty()) {
                let asked = Asked {
                    row: &row,
                    index: &index,
                    first,
                };
                count += usize::from(answer(store, by, &asked, deed)?);
            }
        }
    }
    Ok(count)
}

/// Answers one request. False when it is left to an officer.
fn answer(store: &Store, by: &Decider<'_>, asked: &Asked<'_>, deed: &str) -> Result<bool, Failure> {
    let (row, first, lang) = (asked.row, asked.first, asked.lang());
    // Erased meanwhile: nothing is held about it, which an officer says.
    if store.status(first)?.is_none() {
        return Ok(false);
    }
    let detail = format!("for {}", row.id.receipt());
    let entry = AuditEntry {
        at: by.now,
        officer: by.officer,
        action: deed,
        id: Some(first),
        detail: &detail,
    };
    let accept = |words| Decision::Accept { words };
    let decision = match deed {
        "copy" => copy::words(store, by, first, lang)?.map(accept),
        "bill again" => bill::words(store, by, asked, &entry)?.map(accept),
        "pay code" => paying::code(store, by, asked)?,
        "pay for" => paying::pay_for(store, by, asked)?,
        "pay end" => paying::end(store, by, asked)?,
        _ => Some(accept(looks::words(store, first, lang)?)),
    };
    let Some(decision) = decision else {
        return Ok(false);
    };
    // The ask for a bill has written its row.
    // The row is written before the answer is: a phone never has an answer of which the log does
    // not know.
    if deed != "bill again" {
        store.audit(&[entry])?;
    }
    let (revision, index) = (Some(row.revision), Some(asked.index));
    match decide_seen(store, row.id, revision, &decision, index, by) {
        Ok(_) => Ok(true),
        // An officer was quicker, or it was withdrawn.
        Err(Failure::Input(_)) => Ok(false),
        Err(other) => Err(other),
    }
}
