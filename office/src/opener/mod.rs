//! The opener: a process apart from the intake that holds the private keys. It opens received
//! registrations and runs the automatic checks.
//!
//! For each revision it leaves one index row (see [`crate::store::index`]) and one audit row, in
//! one transaction with the others of its batch. Answers in clear live in memory only while they
//! are checked; `office show` opens the envelope again.

mod check;
mod content_cache;
mod findings;
mod flag;
pub mod picture;

pub use check::mask;
pub use content_cache::{content_of, files_of, is_example, served_controller};
pub use findings::{AnswerFinding, Gaps, findings, gaps};
pub use flag::Flag;

use std::sync::Arc;
use std::time::Duration;

use payung_model::sealed::{Envelope, KeyId, OfficeKey, RegistrationId};
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::failure::Failure;
use crate::keys::{Keys, NikIndex};
use crate::store::index::{IndexRow, Unopened, duplicates, envelope, index_row, is_indexed, put_index, unopened};
use crate::store::{Store, StoreError, audit, owns, registration_status};
use check::{Examination, ExaminationResult};
use content_cache::ContentCache;

/// Registrations that are taken from the queue at once.
const QUEUE: usize = 5000;
/// Registrations that are opened in one transaction.
const BATCH: usize = 50;
/// How often the queue is read when the intake does not notify.
const PAUSE: Duration = Duration::from_secs(1);
/// The opener's name in the audit log.
const OPENER: &str = "opener";

/// Opens and indexes registrations. It holds private keys, so it has no `Debug`.
pub struct Opener {
    store: Store,
    keys: Vec<OfficeKey>,
    ids: Vec<KeyId>,
    index: NikIndex,
    contents: ContentCache,
    clock: Clock,
}

/// What one pass did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    /// Opened without a flag.
    pub opened: usize,
    /// Flagged for an officer.
    pub flagged: usize,
}

impl Opener {
    /// An opener over that database. Fails when the bucket's settings cannot be used.
    pub fn new(store: Store, keys: &Keys, clock: Clock) -> Result<Self, Failure> {
        let keys_index = keys.nik_index()?;
        // Opened now, so that unusable settings stop the start and not the first photo.
        store.photo_store()?;
        let office = keys.office();
        let ids = office.iter().map(|key| key.public().id()).collect();
        Ok(Self { store, keys: office, ids, index: keys_index, contents: ContentCache::default(), clock })
    }

    /// Opens all registrations that wait.
    pub fn pass(&mut self) -> Result<Pass, Failure> {
        let mut pass = Pass::default();
        loop {
            let waiting = unopened(self.store.connection(), self.index.made_from(), &self.ids, QUEUE)?;
            if waiting.is_empty() {
                return Ok(pass);
            }
            for batch in waiting.chunks(BATCH) {
                for row in self.open(batch)? {
                    if row.flags.is_empty() { pass.opened += 1 } else { pass.flagged += 1 }
                }
            }
        }
    }

    /// Makes passes until the task is dropped: when `received` notifies, and at least once a
    /// second.
    pub async fn follow(mut self, received: Arc<Notify>) {
        loop {
            let passed = tokio::task::spawn_blocking(move || {
                let done = self.pass();
                (self, done)
            });
            let Ok((opener, done)) = passed.await else { return };
            self = opener;
            match done {
                Ok(pass) if pass == Pass::default() => {}
                Ok(pass) => tracing::info!(opened = pass.opened, flagged = pass.flagged, "opened"),
                Err(error) => tracing::error!(%error, "the opener could not go on; it tries again"),
            }
            let _ = tokio::time::timeout(PAUSE, received.notified()).await;
        }
    }

    /// Opens a batch in one transaction, so that it costs one fsync. After a kill the batch is
    /// opened again. Returns the rows that it wrote; registrations that another process opened
    /// meanwhile are not among them.
    fn open(&mut self, records: &[Unopened]) -> Result<Vec<IndexRow>, Failure> {
        // Examined before the transaction begins, because opening takes time and nobody else can write
        // during one.
        let found = records.iter().map(|record| self.examine(record)).collect::<Result<Vec<_>, _>>()?;
        let (made_from, at) = (self.index.made_from(), self.clock.now());
        let written = self.store.transact::<_, StoreError>(|sql| {
            let mut written = Vec::new();
            for (record, mut found) in records.iter().zip(found) {
                if is_indexed(sql, record, made_from, &found.row)? {
                    continue;
                }
                link(sql, record.id, &mut found)?;
                let mut row = found.row;
                if !duplicates(sql, record.id, &row)?.is_empty() {
                    row.flags.push(Flag::Duplicate.word().to_owned());
                }
                // A later revision may have come meanwhile. It gets a row of its own, and this one
                // stays as history.
                put_index(sql, record.id, record.revision, made_from, &row)?;
                let detail = format!("revision {} {}", record.revision, row.flags.join(","));
                audit(sql, at, OPENER, "open", Some(record.id), detail.trim_end())?;
                written.push(row);
            }
            Ok(written)
        })?;
        Ok(written)
    }

    fn examine(&mut self, record: &Unopened) -> Result<ExaminationResult, Failure> {
        let envelope = Envelope::parse(&envelope(self.store.connection(), record)?)?;
        let content = self.contents.of(self.store.connection(), envelope.header().bundle_sequence)?;
        let examination = Examination {
            envelope: &envelope,
            keys: &self.keys,
            content: content.as_deref(),
            index: &self.index,
            photo_store: self.store.photo_store()?,
            now: self.clock.now(),
        };
        Ok(examination.examine()?)
    }
}

/// Links a registration to the one that it adds to, if it holds that one's token.
fn link(sql: &rusqlite::Connection, id: RegistrationId, found: &mut ExaminationResult) -> Result<(), StoreError> {
    let Some(named) = &found.completes else { return Ok(()) };
    if named.id != id && owns(sql, named.id, named.token.hash())? {
        found.row.completes = Some(named.id);
    } else {
        found.row.flags.push(Flag::CompletesUnknown.word().to_owned());
    }
    Ok(())
}

/// The index row of a registration's last revision. A registration that was not opened yet is
/// opened now, if the keys can be read.
pub fn opened_row(
    store: Store,
    keys: impl FnOnce() -> Result<Keys, Failure>,
    clock: Clock,
    id: RegistrationId,
) -> Result<(Store, Option<IndexRow>), Failure> {
    let row = last_row(&store, id)?;
    if row.is_some() {
        return Ok((store, row));
    }
    let Ok(keys) = keys() else { return Ok((store, None)) };
    let mut opener = Opener::new(store, &keys, clock)?;
    opener.pass()?;
    let row = last_row(&opener.store, id)?;
    Ok((opener.store, row))
}

fn last_row(store: &Store, id: RegistrationId) -> Result<Option<IndexRow>, StoreError> {
    match registration_status(store.connection(), id)? {
        Some(found) => index_row(store.connection(), id, found.revision),
        None => Ok(None),
    }
}
