//! Requests that are answered by themselves, from the office's own books: who opened the data, a
//! copy of them, another bill, and who pays for whom; and registrations of payers who are no
//! members.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use payung_model::journey::OfficeState;
use payung_model::sealed::{Random as _, RegistrationId};
use payung_model::units::Timestamp;

use super::asked::Asked;
use super::{bill, copy, looks, paying};
use crate::clock::Stopwatch;
use crate::desk::{Decider, Decision, decide_seen};
use crate::failure::Failure;
use crate::purposes::PAYER;
use crate::random::SystemRandom;
use crate::store::money::AnswerClaim;
use crate::store::{AuditEntry, QueueFilter, Store, StoreError};

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

/// How long a process has a request for itself. It is much longer than answering one takes: it ends
/// early only after the process died or stood still, and then nothing more is written by it.
const CLAIM: Duration = Duration::from_secs(60);
/// The longest pause before a request that was left to an officer is looked at again.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What answers requests, in one process. Several processes of an office may answer: each claims a
/// request before it begins, so that one of them does it.
pub struct Answerer {
    /// This process makes bills, so that asking for one can be answered.
    bills: bool,
    /// Requests that were left to an officer, since when, and the pause before the next look. A look
    /// is a write, and most of them wait for days.
    left: Mutex<HashMap<RegistrationId, (Stopwatch, Duration)>>,
}

impl Answerer {
    /// A process that answers. `bills`: it makes bills too.
    pub fn new(bills: bool) -> Self {
        Self {
            bills,
            left: Mutex::default(),
        }
    }

    /// Answers what waits and can be answered by itself; how many. A flagged request is left to an
    /// officer: it may name a registration that is not the sender's.
    pub fn answer_waiting(&self, store: &Store, by: &Decider<'_>) -> Result<usize, Failure> {
        let began = Stopwatch::start();
        let mut count = 0;
        for (purpose, deed) in BY_ITSELF {
            if purpose == "bill" && !self.bills {
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
                    let now = || by.now.plus(began.elapsed());
                    count += usize::from(self.claimed(store, by, &asked, deed, &now)?);
                }
            }
        }
        Ok(count)
    }

    /// Answers a request if no other process does. False when that is so, or it is left to an
    /// officer.
    fn claimed(
        &self,
        store: &Store,
        by: &Decider<'_>,
        asked: &Asked<'_>,
        deed: &str,
        now: &dyn Fn() -> Timestamp,
    ) -> Result<bool, Failure> {
        let id = asked.row.id;
        if self.pauses(id) {
            return Ok(false);
        }
        let mut number = [0; 16];
        SystemRandom
            .fill(&mut number)
            .map_err(std::io::Error::other)?;
        let claim = AnswerClaim {
            request: id,
            number,
        };
        if !store.claim_answer(&claim, now(), now().plus(CLAIM))? {
            return Ok(false);
        }
        // Another process may have answered since the list was read.
        let known = store.status(id)?;
        let waits = known.is_some_and(|known| {
            (known.state, known.revision) == (OfficeState::Received, asked.row.revision)
        });
        let done = if waits {
            // A process that stood still for too long has lost the claim, and changes nothing.
            answer(&store.under(claim), by, asked, deed)
        } else {
            Ok(false)
        };
        store.give_answer_back(&claim)?;
        let done = match done {
            Err(Failure::Store(StoreError::NotClaimed)) => return Ok(false),
            done => done?,
        };
        if waits && !done {
            self.leave(id);
        }
        Ok(done)
    }

    fn pauses(&self, id: RegistrationId) -> bool {
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        left.get(&id)
            .is_some_and(|(since, pause)| since.elapsed() < *pause)
    }

    /// It is looked at again after a pause, twice as long as the last one.
    fn leave(&self, id: RegistrationId) {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let pause = left.get(&id).map_or(Duration::from_secs(1), |(_, last)| {
            last.saturating_mul(2).min(LONGEST_PAUSE)
        });
        // What was answered by officers since is not looked at any more.
        left.retain(|_, (since, pause)| since.elapsed() < *pause + LONGEST_PAUSE);
        left.insert(id, (Stopwatch::start(), pause));
    }
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
