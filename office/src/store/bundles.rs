//! What this office published: signed bundles, and the public keys phones may seal to.

use payung_model::journey::OfficeState;
use payung_model::sealed::{KeyId, OfficePublicKey};
use payung_model::units::Timestamp;

use super::audit::{self, AuditEntry};
use super::error::StoreError;
use super::inbox;
use super::sql::{Database, Engine, Row, Sql, TransactionLock, signed, values};

/// A signed bundle as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedBundle {
    /// Only grows; the first is 1.
    pub sequence: u64,
    /// The lowest engine that can read it.
    pub engine: u32,
    /// When it was signed.
    pub issued_at: Timestamp,
    /// Public text of the key that signed it.
    pub signed_by: String,
    /// The bytes that phones get.
    pub bytes: Vec<u8>,
}

/// Sequences that a restored office skips: it may have signed so many bundles after the backup was
/// made.
const RESTORE_JUMP: u64 = 1000;

/// Bundles and published keys.
pub trait Bundles {
    /// The newest sequence ever signed, for any engine; 0 before the first.
    fn newest_sequence(&self) -> Result<u64, StoreError>;

    /// The sequence of the next bundle: after all that were signed, and never below what a restore
    /// has set.
    fn next_sequence(&self) -> Result<u64, StoreError>;

    /// Stores a bundle that has the next sequence. False when another bundle got that sequence
    /// meanwhile: then nothing is stored.
    fn add_bundle(&self, bundle: &SignedBundle, entry: &AuditEntry<'_>)
    -> Result<bool, StoreError>;

    /// One bundle.
    fn bundle(&self, sequence: u64) -> Result<Option<SignedBundle>, StoreError>;

    /// The newest bundle that an engine can read.
    fn bundle_for(&self, engine: u32) -> Result<Option<SignedBundle>, StoreError>;

    /// For each engine that has a bundle of its own: its newest sequence, the lowest engine first.
    /// What a rotation signs again.
    fn newest_by_engine(&self) -> Result<Vec<(u32, u64)>, StoreError>;

    /// Publishes public keys: from now on the intake takes envelopes that are sealed to them. Each
    /// new one gets an audit row.
    fn publish_keys(
        &self,
        keys: &[OfficePublicKey],
        officer: &str,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// True when phones may seal to this key.
    fn key_known(&self, key: KeyId) -> Result<bool, StoreError>;

    /// How many registrations have a record that is sealed to this key: undecided ones, and decided
    /// ones. If none is undecided, an `entry` gives the key up: the intake refuses envelopes to it
    /// from now on, and their phones seal again to a newer one. No record comes in between.
    fn retire_key(
        &self,
        key: KeyId,
        entry: Option<&AuditEntry<'_>>,
    ) -> Result<(u64, u64), StoreError>;

    /// Refuses envelopes to a key from now on, whatever is sealed to it: it leaked. What came
    /// before is still opened.
    fn distrust_key(&self, key: KeyId, entry: &AuditEntry<'_>) -> Result<(), StoreError>;

    /// After a restore: bundles and inbox items that were made after the backup are unknown here,
    /// and phones may hold them. The next ones get numbers that none of them can have.
    fn jump_sequences(&self) -> Result<(), StoreError>;
}

impl<E: Engine> Bundles for Database<E> {
    fn newest_sequence(&self) -> Result<u64, StoreError> {
        self.engine.read(newest_sequence)
    }

    fn next_sequence(&self) -> Result<u64, StoreError> {
        self.engine.read(next_sequence)
    }

    fn add_bundle(
        &self,
        bundle: &SignedBundle,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Bundles)?;
            // The sequence is part of what was signed, so a bundle that lost its number cannot be
            // stored under another one.
            if next_sequence(sql)? != bundle.sequence {
                return Ok(false);
            }
            sql.execute(
                "INSERT INTO bundles (sequence, engine, issued_at, signed_by, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
                values![
                    signed(bundle.sequence)?,
                    bundle.engine,
                    bundle.issued_at,
                    &bundle.signed_by,
                    &bundle.bytes
                ],
            )?;
            audit::add(sql, entry)?;
            Ok(true)
        })
    }

    fn bundle(&self, sequence: u64) -> Result<Option<SignedBundle>, StoreError> {
        self.engine.read(|sql| bundle_by_sequence(sql, sequence))
    }

    fn bundle_for(&self, engine: u32) -> Result<Option<SignedBundle>, StoreError> {
        self.engine.read(|sql| bundle_for(sql, engine))
    }

    fn newest_by_engine(&self) -> Result<Vec<(u32, u64)>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT engine, max(sequence) FROM bundles GROUP BY engine ORDER BY engine",
                &[],
            )
        })?;
        let mut found: Vec<(u32, u64)> = Vec::new();
        for row in rows {
            let (engine, sequence) = (row.small(0)?, row.count(1)?);
            // A bundle is served to no phone any more when a later one is made for the same engine
            // or an older one.
            if found.last().is_none_or(|(_, before)| sequence > *before) {
                found.push((engine, sequence));
            }
        }
        Ok(found)
    }

    fn publish_keys(
        &self,
        keys: &[OfficePublicKey],
        officer: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            for key in keys {
                let added = sql.execute(
                    "INSERT INTO office_keys (key_id, public, known_since) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                    values![&key.id().0, &key.to_string(), at],
                )?;
                if added == 1 {
                    let detail = key.id().to_string();
                    audit::add(
                        sql,
                        &AuditEntry {
                            at,
                            officer,
                            action: "keys publish",
                            id: None,
                            detail: &detail,
                        },
                    )?;
                }
            }
            Ok(())
        })
    }

    fn key_known(&self, key: KeyId) -> Result<bool, StoreError> {
        let found = self.engine.read(|sql| {
            sql.first(
                "SELECT 1 FROM office_keys WHERE key_id = ?1 AND retired_at IS NULL",
                values![&key.0],
            )
        })?;
        Ok(found.is_some())
    }

    fn distrust_key(&self, key: KeyId, entry: &AuditEntry<'_>) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            // A record to this key that is being written either is committed before this lock is
            // granted, or sees the key refused.
            sql.lock_records()?;
            sql.execute(
                "UPDATE office_keys SET retired_at = coalesce(retired_at, ?2) WHERE key_id = ?1",
                values![&key.0, entry.at],
            )?;
            audit::add(sql, entry)
        })
    }

    fn retire_key(
        &self,
        key: KeyId,
        entry: Option<&AuditEntry<'_>>,
    ) -> Result<(u64, u64), StoreError> {
        self.engine.write(|sql| {
            if entry.is_some() {
                // A record that is on its way must not come after the count: it would be sealed to
                // a key that nobody has any more. A dry run only counts, and locks nobody out.
                sql.lock_records()?;
            }
            let rows = sql.query(
                "SELECT state, count(DISTINCT id) FROM records JOIN registrations USING (id)
                    WHERE key_id = ?1 GROUP BY state",
                values![&key.0],
            )?;
            let (mut open, mut decided) = (0, 0);
            for row in rows {
                let is_decided = matches!(
                    row.state(0)?,
                    OfficeState::Accepted | OfficeState::Refused | OfficeState::Withdrawn
                );
                *(if is_decided { &mut decided } else { &mut open }) += row.count(1)?;
            }
            if let (0, Some(entry)) = (open, entry) {
                sql.execute(
                    "UPDATE office_keys SET retired_at = coalesce(retired_at, ?2) WHERE key_id = ?1",
                    values![&key.0, entry.at],
                )?;
                audit::add(sql, entry)?;
            }
            Ok((open, decided))
        })
    }

    fn jump_sequences(&self) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Bundles)?;
            let least = signed(next_sequence(sql)? + RESTORE_JUMP)?;
            sql.execute(
                "INSERT INTO bundle_sequence (least) VALUES (?1)",
                values![least],
            )?;
            inbox::jump_inboxes(sql)
        })
    }
}

pub(super) fn newest_sequence(sql: &dyn Sql) -> Result<u64, StoreError> {
    sql.one("SELECT coalesce(max(sequence), 0) FROM bundles", &[])?
        .count(0)
}

fn next_sequence(sql: &dyn Sql) -> Result<u64, StoreError> {
    let least = sql
        .one("SELECT coalesce(max(least), 1) FROM bundle_sequence", &[])?
        .count(0)?;
    Ok((newest_sequence(sql)? + 1).max(least))
}

/// Which of the things that an envelope needs were ever published.
pub(super) struct Published {
    /// True when phones may seal to its key.
    pub key: bool,
    /// True when its bundle was signed here, or is 0, the content that ships with the app.
    pub bundle: bool,
    /// See [`newest_sequence`].
    pub newest: u64,
}

/// Looks up key and bundle of an envelope. It is one query, because it runs for every record.
pub(super) fn published(sql: &dyn Sql, key: KeyId, bundle: u64) -> Result<Published, StoreError> {
    // A sequence that no database can hold belongs to no bundle.
    let bundle = i64::try_from(bundle).unwrap_or(-1);
    let row = sql.one(
        "SELECT EXISTS (SELECT 1 FROM office_keys WHERE key_id = ?1 AND retired_at IS NULL),
            EXISTS (SELECT 1 FROM bundles WHERE sequence = ?2),
            (SELECT coalesce(max(sequence), 0) FROM bundles)",
        values![&key.0, bundle],
    )?;
    Ok(Published {
        key: row.is_true(0)?,
        bundle: bundle == 0 || row.is_true(1)?,
        newest: row.count(2)?,
    })
}

/// The newest bundle that an engine can read.
pub(super) fn bundle_for(sql: &dyn Sql, engine: u32) -> Result<Option<SignedBundle>, StoreError> {
    let found = sql.first(
        "SELECT sequence, engine, issued_at, signed_by, bytes FROM bundles WHERE engine <= ?1
            ORDER BY sequence DESC LIMIT 1",
        values![engine],
    )?;
    found.as_ref().map(read).transpose()
}

/// The newest bundle that an engine understands and that one of those two keys signed. It leads a
/// phone that missed rotations on to the next key.
pub(super) fn bundle_signed_by(
    sql: &dyn Sql,
    engine: u32,
    keys: &[String; 2],
) -> Result<Option<SignedBundle>, StoreError> {
    let found = sql.first(
        "SELECT sequence, engine, issued_at, signed_by, bytes FROM bundles
            WHERE engine <= ?1 AND signed_by IN (?2, ?3) ORDER BY sequence DESC LIMIT 1",
        values![engine, &keys[0], &keys[1]],
    )?;
    found.as_ref().map(read).transpose()
}

/// The highest engine that any bundle needs; 0 before the first bundle.
pub(super) fn newest_engine(sql: &dyn Sql) -> Result<u32, StoreError> {
    sql.one("SELECT coalesce(max(engine), 0) FROM bundles", &[])?
        .small(0)
}

fn bundle_by_sequence(sql: &dyn Sql, sequence: u64) -> Result<Option<SignedBundle>, StoreError> {
    let Ok(number) = i64::try_from(sequence) else {
        return Ok(None);
    };
    let found = sql.first(
        "SELECT sequence, engine, issued_at, signed_by, bytes FROM bundles WHERE sequence = ?1",
        values![number],
    )?;
    found.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<SignedBundle, StoreError> {
    Ok(SignedBundle {
        sequence: row.count(0)?,
        engine: row.small(1)?,
        issued_at: row.time(2)?,
        signed_by: row.text(3)?,
        bytes: row.bytes(4)?,
    })
}
