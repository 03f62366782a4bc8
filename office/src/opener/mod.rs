//! The opener: with the private keys, apart from the intake, it opens what was received and checks what a machine can.
//!
//! For each revision it leaves one index row (see [`crate::store::index`]) and one audit row, in one transaction with the
//! others of its batch. Answers in clear live in memory only while they are checked; `office show` opens the envelope again.

mod check;
mod content_cache;
mod findings;

pub use check::{Flag, mask};
pub use content_cache::{content_of, files_of};
pub use findings::{AnswerFinding, findings};

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

/// Registrations taken from the queue at once.
const QUEUE: usize = 5000;
/// Registrations opened in one transaction.
const BATCH: usize = 50;
/// How often the queue is looked at when nobody says that something came.
const PAUSE: Duration = Duration::from_secs(1);
/// Who did it, in the audit log.
const OPENER: &str = "opener";

/// Opens and indexes. Holds private keys: it never prints.
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
    /// Opened, nothing to say.
    pub opened: usize,
    /// Flagged for an officer.
    pub flagged: usize,
}

impl Opener {
    /// An opener over that database.
    pub fn new(store: Store, keys: &Keys, clock: Clock) -> Result<Self, Failure> {
        let keys_index = keys.nik_index()?;
        // A bucket that cannot be used is said now, not with the first photo.
        store.photo_store()?;
        let office = keys.office();
        let ids = office.iter().map(|key| key.public().id()).collect();
        Ok(Self { store, keys: office, ids, index: keys_index, contents: ContentCache::default(), clock })
    }

    /// Opens all that waits.
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

    /// Passes until the task is dropped, whenever `received` says so and at least once a second.
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

    /// All of them in one transaction: one fsync, however many wait. After a kill they are opened again. Gives the rows it
    /// wrote: what another process opened meanwhile is that one's.
    fn open(&mut self, records: &[Unopened]) -> Result<Vec<IndexRow>, Failure> {
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
                // A later revision that came meanwhile gets its own row; this one stays as history.
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

/// Links a registration to the one it adds to, if it holds that one's token.
fn link(sql: &rusqlite::Connection, id: RegistrationId, found: &mut ExaminationResult) -> Result<(), StoreError> {
    let Some(named) = &found.completes else { return Ok(()) };
    if named.id != id && owns(sql, named.id, named.token.hash())? {
        found.row.completes = Some(named.id);
    } else {
        found.row.flags.push(Flag::CompletesUnknown.word().to_owned());
    }
    Ok(())
}

/// The index row of a registration's last revision; opened now, if it was not yet and the keys can be had.
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
