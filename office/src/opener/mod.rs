//! The opener: a process apart from the intake that holds the private keys. It opens received
//! registrations and runs the automatic checks.
//!
//! It takes them off a queue (see `store/work.rs`). For each revision it leaves one index row (see
//! [`crate::store::index`]) and one audit row, in one transaction with the others of its batch.
//! Answers in clear live in memory only while they are checked; `office show` opens the envelope
//! again.

mod check;
mod content_cache;
mod findings;
mod flag;
pub mod picture;
mod reckoned;
mod reported;
mod search;

pub use check::mask;
pub use content_cache::{
    ContentCache, bundle_of, content_for, content_of, files_of, is_example, served_controller,
    served_places, with_form,
};
pub use findings::{AnswerFinding, Gaps, dues_of, findings, gaps, photo_findings};
pub use flag::Flag;
pub use reckoned::{Priced, Reckoned, reckon};
pub use search::{SearchKey, region, search_keys, with_photo};

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use payung_model::sealed::{
    Envelope, EnvelopeProblem, KeyId, OfficeKey, Registration, RegistrationId,
};
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::failure::Failure;
use crate::keys::{Keys, NikIndex};
use crate::store::index::IndexRow;
use crate::store::{Amount, OpenedRecord, Store, StoreError, WaitingRecord};
use check::{Examination, ExaminationResult};
use reported::Came;

/// Registrations that are leased at once.
const LEASED: u32 = 200;
/// Registrations that are opened in one transaction.
const BATCH: usize = 50;
/// How long a lease keeps other openers away. Opening takes seconds.
const LEASE: Duration = Duration::from_secs(5 * 60);
/// Pause before the second try to open a registration. Each further failure doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(60);
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);
/// How often the queue is asked when the intake does not notify.
const PAUSE: Duration = Duration::from_secs(1);
/// What does not open is kept up to this much, unless the operator says something else.
pub const MOST_BROKEN: Amount = Amount {
    rows: 50_000,
    bytes: 4096 << 20,
};
/// Registrations that do not open and are forgotten in one transaction.
const FORGOTTEN_AT_ONCE: u32 = 500;
/// The name of the opener, and of what is done by itself, in the audit log. Nobody who works here has
/// it.
pub const MACHINE: &str = "opener";

/// Opens and indexes registrations. It holds private keys, so it has no `Debug`.
pub struct Opener {
    store: Store,
    keys: Vec<OfficeKey>,
    index: NikIndex,
    contents: ContentCache,
    clock: Clock,
    most_broken: Amount,
}

/// What one pass did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    /// Opened without a flag.
    pub opened: usize,
    /// Flagged for an officer.
    pub flagged: usize,
    /// Set aside, because they could not be opened now. They are tried again later.
    pub aside: usize,
}

impl Opener {
    /// An opener over that database. Fails when the bucket's settings cannot be used.
    pub fn new(store: Store, keys: &Keys, clock: Clock) -> Result<Self, Failure> {
        let opener = Self::beside_others(store, keys, clock)?;
        // Registrations that were sealed to a key which was not here wait again, because an
        // operator may have put the key back.
        let ids: Vec<KeyId> = opener.keys.iter().map(|key| key.public().id()).collect();
        opener.store.requeue(opener.index.made_from(), &ids)?;
        Ok(opener)
    }

    /// The same, which takes only what waits and is nobody's: another opener may be at work.
    fn beside_others(store: Store, keys: &Keys, clock: Clock) -> Result<Self, Failure> {
        let index = keys.nik_index()?;
        store.take_key(keys.desk()?, keys.head(), clock.now())?;
        // Opened now, so that unusable settings stop the start and not the first photo.
        store.photo_store()?;
        Ok(Self {
            store,
            keys: keys.office(),
            index,
            contents: ContentCache::default(),
            clock,
            most_broken: MOST_BROKEN,
        })
    }

    /// Opens all registrations that wait.
    pub fn pass(&mut self) -> Result<Pass, Failure> {
        let mut pass = Pass::default();
        // What processes without the keys wrote into the audit log waits no longer than this.
        self.store.adopt_audit()?;
        loop {
            let now = self.clock.now();
            let leased = self.store.lease(now, now.plus(LEASE), LEASED)?;
            if leased.is_empty() {
                // Only a pass that flagged something can have added to what does not open.
                if pass.flagged > 0 {
                    self.bound_broken()?;
                }
                return Ok(pass);
            }
            for batch in leased.chunks(BATCH) {
                self.open(batch, &mut pass)?;
            }
        }
    }

    /// Keeps what does not open within its bound. A stranger can send any amount of it, nobody can ever
    /// read it, and it must neither fill the disk nor keep honest phones out (ADR 26).
    fn bound_broken(&self) -> Result<(), Failure> {
        let most = self.most_broken;
        let end = u32::try_from(most.rows).unwrap_or(u32::MAX);
        let kept = self.store.broken_amount(end.saturating_add(1))?;
        if kept.rows <= most.rows && kept.bytes <= most.bytes {
            return Ok(());
        }
        // A backup copies photos meanwhile.
        let _lock = self.store.maintenance()?;
        let mut count = 0;
        loop {
            let gone =
                self.store
                    .forget_broken(most, FORGOTTEN_AT_ONCE, MACHINE, self.clock.now())?;
            if gone == 0 {
                break;
            }
            count += gone;
        }
        tracing::warn!(count, "forgotten: what does not open, and was too much");
        if let Err(error) = self.store.finish_removals() {
            // The intake tries again, and opening goes on meanwhile.
            tracing::warn!(%error, "photos of what was forgotten are still there");
        }
        Ok(())
    }

    /// Keeps at most so much of what does not open.
    #[must_use]
    pub fn keeping(mut self, most_broken: Amount) -> Self {
        self.most_broken = most_broken;
        self
    }

    /// Makes passes until the task is dropped: when `received` notifies, and at least once a
    /// second.
    pub async fn follow(mut self, received: Arc<Notify>) {
        loop {
            let passed = tokio::task::spawn_blocking(move || {
                let done = self.pass();
                (self, done)
            });
            let Ok((opener, done)) = passed.await else {
                return;
            };
            self = opener;
            match done {
                Ok(pass) if pass == Pass::default() => {}
                Ok(pass) => {
                    tracing::info!(
                        opened = pass.opened,
                        flagged = pass.flagged,
                        aside = pass.aside,
                        "opened"
                    );
                }
                Err(error) => tracing::error!(%error, "the opener could not go on; it tries again"),
            }
            let _ = tokio::time::timeout(PAUSE, received.notified()).await;
        }
    }

    /// Opens a batch and writes it in one transaction, so that it costs one fsync. After a kill the
    /// batch is opened again. What cannot be opened is set aside.
    fn open(&mut self, records: &[WaitingRecord], pass: &mut Pass) -> Result<(), Failure> {
        // Examined before the transaction begins, because opening takes time and nobody else can
        // write during one.
        let mut opened = Vec::with_capacity(records.len());
        for record in records {
            match self.examine(record)? {
                Ok(ExaminationResult {
                    row,
                    completes,
                    keys,
                    referral,
                }) => {
                    opened.push(OpenedRecord {
                        id: record.id,
                        revision: record.revision,
                        row,
                        completes,
                        keys,
                        referral,
                    });
                }
                Err(reason) => {
                    let pause = FIRST_PAUSE
                        .saturating_mul(1 << record.tries.min(16))
                        .min(LONGEST_PAUSE);
                    tracing::warn!(
                        reason,
                        tries = record.tries + 1,
                        "a registration is set aside"
                    );
                    self.store
                        .set_aside(record, &reason, self.clock.now().plus(pause))?;
                    pass.aside += 1;
                }
            }
        }
        for row in self
            .store
            .put_opened(&opened, self.index.made_from(), MACHINE, self.clock.now())?
            .iter()
            .flatten()
        {
            if row.flags.is_empty() {
                pass.opened += 1;
            } else {
                pass.flagged += 1;
            }
        }
        Ok(())
    }

    /// The result, or the reason why this registration cannot be opened now. An error is none of
    /// its fault: the database does not answer.
    fn examine(
        &mut self,
        record: &WaitingRecord,
    ) -> Result<Result<ExaminationResult, String>, Failure> {
        let envelope = match Envelope::parse(&record.envelope) {
            Ok(envelope) => envelope,
            Err(problem) => return Ok(Err(format!("the record cannot be read: {problem}"))),
        };
        // A fault of our own code in one registration must not keep all others from being opened.
        let Ok(opened) = catch_unwind(AssertUnwindSafe(|| envelope.open(&self.keys))) else {
            return Ok(Err("opening failed: a fault of this program".to_owned()));
        };
        let sequence = envelope.header().bundle_sequence;
        let content = match &opened {
            Ok(registration) => {
                let form = (&*registration.form, registration.form_version);
                self.contents.with_form(&self.store, sequence, form)?
            }
            Err(_) => None,
        };
        let examination = Examination {
            envelope: &envelope,
            opened: &opened,
            content: content.as_deref(),
            index: &self.index,
            photo_store: self.store.photo_store()?,
            came: self.came(record, &opened)?,
            now: self.clock.now(),
        };
        Ok(
            match catch_unwind(AssertUnwindSafe(|| examination.examine())) {
                Ok(Ok(found)) => Ok(found),
                // Only the kind is kept, because the message may hold a path.
                Ok(Err(error)) => Err(format!("its photos cannot be read: {}", error.kind())),
                Err(_) => Err("the checks failed: a fault of this program".to_owned()),
            },
        )
    }
}

impl Opener {
    /// When a report of an incident first arrived and was first sealed; none for other
    /// registrations.
    fn came(
        &self,
        record: &WaitingRecord,
        opened: &Result<Registration, EnvelopeProblem>,
    ) -> Result<Option<Came>, StoreError> {
        let Some(report) = opened.as_ref().ok().filter(|it| reported::is_report(it)) else {
            return Ok(None);
        };
        let rows = self.store.rows(&[record.id])?;
        let Some(arrived) = rows.first().map(|row| row.created_at) else {
            return Ok(None);
        };
        // A correction is sealed later, and the report was not made later for that.
        let first = match record.revision {
            1 => None,
            _ => self.store.index_row(record.id, 1)?,
        };
        let sealed = first.and_then(|row| row.sealed_at);
        let sealed = sealed.unwrap_or(report.sealed_at).min(report.sealed_at);
        Ok(Some(Came { sealed, arrived }))
    }
}

/// The index row of a registration's last revision. A registration that was not opened yet is
/// opened now.
pub fn opened_row(
    store: &Store,
    keys: &Keys,
    clock: Clock,
    id: RegistrationId,
) -> Result<Option<IndexRow>, Failure> {
    let row = last_row(store, id)?;
    if row.is_some() {
        return Ok(row);
    }
    // Leases and waits of others end only where it cannot be opened otherwise.
    Opener::beside_others(store.clone(), keys, clock)?.pass()?;
    let row = last_row(store, id)?;
    if row.is_some() {
        return Ok(row);
    }
    Opener::new(store.clone(), keys, clock)?.pass()?;
    Ok(last_row(store, id)?)
}

fn last_row(store: &Store, id: RegistrationId) -> Result<Option<IndexRow>, StoreError> {
    match store.status(id)? {
        Some(found) => store.index_row(id, found.revision),
        None => Ok(None),
    }
}
