//! The opener's queue: registrations that are complete and were not opened yet.
//!
//! A registration waits from the moment in which its last revision is complete. The opener takes
//! some of them under a lease, so that several openers never open the same ones, and what an opener
//! that was killed had taken waits again when the lease ends. What cannot be opened is set aside
//! with the reason and tried again later, so it never keeps others from being opened.

use payung_model::journey::OfficeState;
use payung_model::sealed::{Completed, KeyId, ReferralCode, RegistrationId};
use payung_model::units::Timestamp;

use super::audit::{self, AuditEntry};
use super::casework::{self, NewKeys};
use super::error::StoreError;
use super::index::{self, COMPLETES_UNKNOWN, DUPLICATE, IndexRow, KEY_MISSING};
use super::junk::{Amount, sized};
use super::money;
use super::referrals::{self, Counted};
use super::registrations;
use super::sql::{Database, Engine, Sql, values};
use crate::purposes::{asks_for_cover, waits_for_an_answer};

/// A record that the opener has to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRecord {
    /// Which registration.
    pub id: RegistrationId,
    /// Its last revision.
    pub revision: u32,
    /// How often it was set aside.
    pub tries: u32,
    /// The envelope, as it came.
    pub envelope: Vec<u8>,
}

/// What the opener found out about one record.
pub struct OpenedRecord {
    /// Which registration.
    pub id: RegistrationId,
    /// The revision that was opened.
    pub revision: u32,
    /// The row to write.
    pub row: IndexRow,
    /// The registration that it claims to add to.
    pub completes: Option<Completed>,
    /// The keys under which officers find it.
    pub keys: Vec<[u8; 16]>,
    /// By which code it came. It is counted, and kept nowhere.
    pub referral: Option<ReferralCode>,
}

/// What waits for the opener.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkState {
    /// Registrations that wait and that no opener has tried in vain.
    pub waiting: u64,
    /// Since when the oldest of them waits.
    pub oldest: Option<Timestamp>,
    /// How many were tried in vain and set aside, by reason. They are not among those that wait:
    /// some of them never open, and would look as if no opener ran.
    pub aside: Vec<(String, u64)>,
    /// How many were opened as far as possible, and are sealed to a key that is not here.
    pub shut: u64,
}

/// The opener's queue.
pub trait Work {
    /// Called when an opener starts: leases of others and times of waiting end, and what was opened
    /// under another index key waits again, as does what is sealed to one of `keys` and could not
    /// be opened without it.
    fn requeue(&self, index_key: KeyId, keys: &[KeyId]) -> Result<(), StoreError>;

    /// At most `most` records, the one that waits longest first. Nobody else gets them before
    /// `until`.
    fn lease(
        &self,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<WaitingRecord>, StoreError>;

    /// Writes the rows of opened records, each with an audit row by `officer`, and takes the
    /// records off the queue. The row that was written is returned for each; none when it was there
    /// already.
    fn put_opened(
        &self,
        opened: &[OpenedRecord],
        index_key: KeyId,
        officer: &str,
        at: Timestamp,
    ) -> Result<Vec<Option<IndexRow>>, StoreError>;

    /// Sets a record aside until `until`, with the reason. It holds nothing personal.
    fn set_aside(
        &self,
        record: &WaitingRecord,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError>;

    /// How many registrations wait, and how large they are; counting ends at `most`.
    fn waiting(&self, most: u32) -> Result<Amount, StoreError>;

    /// The state of the opener's queue.
    fn work_state(&self) -> Result<WorkState, StoreError>;
}

impl<E: Engine> Work for Database<E> {
    fn requeue(&self, index_key: KeyId, keys: &[KeyId]) -> Result<(), StoreError> {
        // Looked for outside the transaction, in which nobody else could write: it reads every
        // registration and mostly finds nothing.
        let of_other_keys = self.engine.read(|sql| {
            let rows = sql.query(
                "SELECT registrations.id FROM registrations JOIN opened
                        ON opened.id = registrations.id AND opened.revision = registrations.revision
                    WHERE work_at IS NULL AND state NOT IN ('receiving', 'withdrawn') AND index_key <> ?1 LIMIT 1",
                values![&index_key.0],
            )?;
            Ok(!rows.is_empty())
        })?;
        self.engine.write(|sql| {
            sql.execute(
                // An opener that was killed left its leases behind. If another opener is still at
                // work, both open the same record and the second row is dropped by `is_indexed`.
                "UPDATE registrations SET work_after = 0 WHERE work_at IS NOT NULL AND work_after <> 0",
                &[],
            )?;
            if of_other_keys {
                sql.execute(
                    // They keep the place in the queue that they had by their age.
                    "UPDATE registrations SET work_at = changed_at, work_after = 0
                        WHERE work_at IS NULL AND state NOT IN ('receiving', 'withdrawn') AND EXISTS (
                            SELECT 1 FROM opened WHERE opened.id = registrations.id
                                AND opened.revision = registrations.revision AND index_key <> ?1)",
                    values![&index_key.0],
                )?;
            }
            for key in keys {
                sql.execute(
                    // What is shut has an index of its own.
                    "UPDATE registrations SET work_at = changed_at, work_after = 0
                        WHERE work_at IS NULL AND state NOT IN ('receiving', 'withdrawn') AND id IN (
                            SELECT own.id FROM opened JOIN records
                                ON records.id = opened.id AND records.revision = opened.revision
                            JOIN registrations AS own ON own.id = opened.id AND own.revision = opened.revision
                            WHERE opened.flags = 'key_missing' AND records.key_id = ?1)",
                    values![&key.0],
                )?;
            }
            Ok(())
        })
    }

    fn lease(
        &self,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<WaitingRecord>, StoreError> {
        // Mostly nothing waits, and a look costs no transaction.
        let waits = self.engine.read(|sql| {
            sql.first(
                "SELECT 1 FROM registrations WHERE work_at IS NOT NULL AND work_after <= ?1 LIMIT 1",
                values![now],
            )
        })?;
        if waits.is_none() {
            return Ok(Vec::new());
        }
        self.engine.write(|sql| {
            // On PostgreSQL the query skips rows that another opener is leasing, so two openers
            // never wait for each other.
            let rows = sql.query(sql.due_work(), values![now, most])?;
            let mut leased = Vec::with_capacity(rows.len());
            for row in rows {
                let (id, revision) = (row.id(0)?, row.small(1)?);
                sql.execute(
                    "UPDATE registrations SET work_after = ?2 WHERE id = ?1",
                    values![&id, until],
                )?;
                let record = sql.first(
                    "SELECT envelope FROM records WHERE id = ?1 AND revision = ?2",
                    values![&id, revision],
                )?;
                // Without its record it is opened as an empty envelope, which does not open.
                let envelope = record
                    .map(|row| row.bytes(0))
                    .transpose()?
                    .unwrap_or_default();
                leased.push(WaitingRecord {
                    id,
                    revision,
                    tries: row.small(2)?,
                    envelope,
                });
            }
            Ok(leased)
        })
    }

    fn put_opened(
        &self,
        opened: &[OpenedRecord],
        index_key: KeyId,
        officer: &str,
        at: Timestamp,
    ) -> Result<Vec<Option<IndexRow>>, StoreError> {
        self.engine.write(|sql| {
            let mut written = Vec::with_capacity(opened.len());
            let mut beside = Beside::default();
            for record in opened {
                written.push(put(sql, record, index_key, officer, at, &mut beside)?);
            }
            // The keys of all records are written together, in their order: see `put_keys`.
            casework::put_keys(sql, &beside.keys)?;
            referrals::put(sql, &beside.counted)?;
            Ok(written)
        })
    }

    fn set_aside(
        &self,
        record: &WaitingRecord,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.execute(
                "UPDATE registrations SET work_after = ?3, work_tries = work_tries + 1, work_note = ?4
                    WHERE id = ?1 AND revision = ?2 AND work_at IS NOT NULL",
                values![&record.id, record.revision, until, reason],
            )?;
            Ok(())
        })
    }

    fn waiting(&self, most: u32) -> Result<Amount, StoreError> {
        self.engine.read(|sql| {
            let row = sql.one(
                sized!("FROM registrations WHERE work_at IS NOT NULL LIMIT ?1"),
                values![most],
            )?;
            Amount::read(&row)
        })
    }

    fn work_state(&self) -> Result<WorkState, StoreError> {
        self.engine.read(|sql| {
            let all = sql.one(
                "SELECT count(*), min(work_at) FROM registrations WHERE work_at IS NOT NULL AND work_note IS NULL",
                &[],
            )?;
            let aside = sql.query(
                "SELECT work_note, count(*) FROM registrations WHERE work_at IS NOT NULL AND work_note IS NOT NULL
                    GROUP BY work_note ORDER BY work_note",
                &[],
            )?;
            let shut = sql.one(
                "SELECT count(*) FROM registrations JOIN opened USING (id, revision)
                    WHERE state = 'received' AND flags = 'key_missing'",
                &[],
            )?;
            Ok(WorkState {
                waiting: all.count(0)?,
                oldest: all.opt_time(1)?,
                aside: aside
                    .iter()
                    .map(|row| Ok((row.text(0)?, row.count(1)?)))
                    .collect::<Result<_, StoreError>>()?,
                shut: shut.count(0)?,
            })
        })
    }
}

/// Rows that the records of one transaction write together.
#[derive(Default)]
struct Beside<'a> {
    keys: NewKeys<'a>,
    counted: Counted<'a>,
}

fn put<'a>(
    sql: &dyn Sql,
    record: &'a OpenedRecord,
    index_key: KeyId,
    officer: &str,
    at: Timestamp,
    beside: &mut Beside<'a>,
) -> Result<Option<IndexRow>, StoreError> {
    let (id, revision) = (record.id, record.revision);
    // A later revision may have come meanwhile. It waits by itself, and this row stays as history.
    sql.execute(
        "UPDATE registrations SET work_at = NULL, work_after = 0, work_tries = 0, work_note = NULL
            WHERE id = ?1 AND revision = ?2",
        values![&id, revision],
    )?;
    let known = registrations::known(sql, id)?;
    if known.is_none() || is_indexed(sql, record, index_key)? {
        // It was erased, or another opener was quicker after a lease had ended.
        return Ok(None);
    }
    let mut row = record.row.clone();
    if let Some(named) = &record.completes {
        // The body alone proves nothing: anybody could say that it adds to a registration whose id
        // was seen. The token of the first one is the proof.
        if named.id != id && registrations::owns(sql, named.id, named.token.hash())? {
            row.completes = Some(named.id);
        } else {
            row.flags.push(COMPLETES_UNKNOWN.to_owned());
        }
    }
    if index::has_twin(sql, id, &row)? {
        row.flags.push(DUPLICATE.to_owned());
    }
    if let Some(code) = &record.referral {
        referrals::note(sql, id, code, &mut beside.counted)?;
    }
    // A correction that came since, or a refusal, makes this row history. It must neither make
    // duplicates nor wait for an answer.
    let counts = known.is_some_and(|known| {
        known.revision == revision
            && !matches!(known.state, OfficeState::Refused | OfficeState::Withdrawn)
    });
    index::put_index(sql, id, revision, index_key, &row, counts)?;
    let asks = row
        .purpose
        .as_deref()
        .filter(|asks| waits_for_an_answer(asks));
    if let (Some(asks), true) = (asks, counts) {
        sql.execute(
            "UPDATE registrations SET waits_for = ?2 WHERE id = ?1 AND state = 'received'",
            values![&id, asks],
        )?;
    }
    beside.keys.insert(id, &record.keys);
    if row.purpose.as_deref().is_some_and(asks_for_cover) {
        money::ask(sql, id, "first", None, at)?;
    }
    // Flags name what is unusual and no answer, so they may stand in the log.
    let detail = format!("revision {revision} {}", row.flags.join(","));
    audit::add(
        sql,
        &AuditEntry {
            at,
            officer,
            action: "open",
            id: Some(id),
            detail: detail.trim_end(),
        },
    )?;
    Ok(Some(row))
}

/// True when this revision already has a row under this index key to which the new one adds
/// nothing.
fn is_indexed(sql: &dyn Sql, record: &OpenedRecord, index_key: KeyId) -> Result<bool, StoreError> {
    let found = sql.first(
        "SELECT flags FROM opened WHERE id = ?1 AND revision = ?2 AND index_key = ?3",
        values![&record.id, record.revision, &index_key.0],
    )?;
    let Some(row) = found else { return Ok(false) };
    // A row that was written without the key is replaced once the key is there.
    Ok(row.text(0)? != KEY_MISSING || record.row.flags == [KEY_MISSING])
}
