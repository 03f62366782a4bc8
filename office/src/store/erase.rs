//! Erasing a registration: its rows are removed and a tombstone stays, so that a phone that sends
//! it again is refused.
//!
//! The envelope holds the answers and the only copy of each photo's key. See
//! `docs/adr/0007-erasing-without-a-second-key.md`.

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Item, SealedItem};
use payung_model::sealed::{Digest, Envelope, RegistrationId, ReplyPublicKey};
use payung_model::units::{Month, Timestamp};

use super::audit::{self, AuditEntry};
use super::error::StoreError;
use super::in_use;
use super::inbox::last_sequence;
use super::registrations;
use super::removals;
use super::sql::{Database, Engine, Row, Sql, TransactionLock, signed, values};

/// All that is left of an erased registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The registration.
    pub id: RegistrationId,
    /// SHA-256 of its status token. A phone that asks with that token is told that the registration
    /// was erased.
    pub token_hash: Digest,
    /// When.
    pub erased_at: Timestamp,
    /// The reason, for the office's own records. It holds nothing personal.
    pub why: String,
}

/// An erased registration whose phone was not told yet, and what is needed to tell it.
pub struct Untold {
    /// Its last revision.
    pub revision: u32,
    /// The phone's key, to which the item is sealed.
    pub reply_key: ReplyPublicKey,
    /// Where the item goes.
    pub sequence: u64,
    /// When it was erased.
    pub erased_at: Timestamp,
}

/// The standing of a registration when its age decided to erase it. A registration that has
/// changed since then is not erased, nor one whose member has a bill that can be paid, an
/// arrangement, or money that pays nothing yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedStanding {
    /// Its state.
    pub state: OfficeState,
    /// Its last revision.
    pub revision: u32,
    /// When its state last changed.
    pub changed_at: Timestamp,
    /// The last month that was credited to its member.
    pub last_month: Option<Month>,
}

/// What is to be erased, and who says so.
#[derive(Clone, Copy, Debug)]
pub struct Erasure<'a> {
    /// Which registration.
    pub id: RegistrationId,
    /// For the tombstone; nothing personal.
    pub why: &'a str,
    /// The date of the tombstone.
    pub at: Timestamp,
    /// Erase only if it still stands so.
    pub expected: Option<ExpectedStanding>,
    /// For the audit log.
    pub officer: &'a str,
    /// For the audit log.
    pub now: Timestamp,
}

/// What became of an erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EraseOutcome {
    /// Its rows are gone.
    Erased,
    /// It stands otherwise than expected, or is used, so it was left alone.
    Changed,
    /// There is no such registration, or not any more.
    Unknown,
}

/// Erasing.
pub trait Erasing {
    /// Removes all rows of a registration, writes its tombstone and the audit row, and leaves its
    /// photos to [`super::Removals`].
    fn erase_if(&self, erasure: &Erasure<'_>) -> Result<EraseOutcome, StoreError>;

    /// What is needed to tell the phone that its registration was erased; none when it was told, or
    /// cannot be.
    fn untold(&self, id: RegistrationId) -> Result<Option<Untold>, StoreError>;

    /// Keeps the item that tells the phone, and forgets what was needed to make it.
    fn notify(
        &self,
        id: RegistrationId,
        item: &SealedItem,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Writes tombstones unless they are there, with the items that told their phones.
    fn bury(
        &self,
        stones: &[(Tombstone, Option<SealedItem>)],
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// The tombstone of a registration, if it was erased.
    fn tombstone(&self, id: RegistrationId) -> Result<Option<Tombstone>, StoreError>;

    /// At most `most` tombstones after that time and id, the oldest first.
    fn tombstones(
        &self,
        after: Option<(Timestamp, RegistrationId)>,
        most: u32,
    ) -> Result<Vec<Tombstone>, StoreError>;
}

impl<E: Engine> Erasing for Database<E> {
    fn erase_if(&self, erasure: &Erasure<'_>) -> Result<EraseOutcome, StoreError> {
        self.engine.write(|sql| {
            if erasure.expected.is_some() {
                // A payment that is booked at this moment must be seen, or come later.
                sql.lock(TransactionLock::Money)?;
            }
            sql.lock(TransactionLock::Registration(erasure.id))?;
            let Some(known) = registrations::known(sql, erasure.id)? else {
                return Ok(EraseOutcome::Unknown);
            };
            if let Some(expected) = erasure.expected {
                let used = in_use::member_use(sql, erasure.id)?;
                let standing = ExpectedStanding {
                    state: known.state,
                    revision: known.revision,
                    changed_at: known.changed_at,
                    last_month: used.last_month,
                };
                if expected != standing || used.bound {
                    return Ok(EraseOutcome::Changed);
                }
            }
            // The audit row names id and revision only, because it outlives the erasure.
            audit::add(
                sql,
                &AuditEntry {
                    at: erasure.now,
                    officer: erasure.officer,
                    action: "erase",
                    id: Some(erasure.id),
                    detail: &format!("revision {}", known.revision),
                },
            )?;
            erase(sql, erasure)?;
            Ok(EraseOutcome::Erased)
        })
    }

    fn untold(&self, id: RegistrationId) -> Result<Option<Untold>, StoreError> {
        let found = self.engine.read(|sql| {
            sql.first(
                "SELECT revision, reply_key, inbox, erased_at FROM erased WHERE id = ?1 AND reply_key IS NOT NULL",
                values![&id],
            )
        })?;
        let Some(row) = found else { return Ok(None) };
        let reply_key = ReplyPublicKey::from_bytes(&row.bytes(1)?)
            .map_err(|_| StoreError::Damaged("reply key"))?;
        let sequence = row.count(2)? + 1;
        if sequence > Item::LAST_SEQUENCE {
            return Err(StoreError::Damaged("inbox sequence"));
        }
        Ok(Some(Untold {
            revision: row.small(0)?,
            reply_key,
            sequence,
            erased_at: row.time(3)?,
        }))
    }

    fn notify(
        &self,
        id: RegistrationId,
        item: &SealedItem,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.engine.write(|sql| notify(sql, id, item, at))
    }

    fn bury(
        &self,
        stones: &[(Tombstone, Option<SealedItem>)],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            for (stone, item) in stones {
                bury(sql, stone)?;
                if let Some(item) = item {
                    notify(sql, stone.id, item, at)?;
                }
            }
            Ok(())
        })
    }

    fn tombstone(&self, id: RegistrationId) -> Result<Option<Tombstone>, StoreError> {
        self.engine.read(|sql| tombstone(sql, id))
    }

    fn tombstones(
        &self,
        after: Option<(Timestamp, RegistrationId)>,
        most: u32,
    ) -> Result<Vec<Tombstone>, StoreError> {
        let (at, id) = after.map_or((i64::MIN, Vec::new()), |(at, id)| {
            (at.millis(), id.bytes().to_vec())
        });
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT id, token_hash, erased_at, why FROM erased WHERE (erased_at, id) > (?1, ?2)
                    ORDER BY erased_at, id LIMIT ?3",
                values![at, &id, most],
            )
        })?;
        rows.iter().map(read).collect()
    }
}

fn erase(sql: &dyn Sql, erasure: &Erasure<'_>) -> Result<(), StoreError> {
    let id = erasure.id;
    let Some(token_hash) = registrations::token_hash(sql, id)? else {
        return Ok(());
    };
    // Read before the rows go: the item that tells the phone must get a number that no earlier item
    // had.
    let given = sql
        .one(
            "SELECT inbox FROM registrations WHERE id = ?1",
            values![&id],
        )?
        .int(0)?;
    // An envelope that cannot be read names no key: then nobody can be told, and it is erased all
    // the same.
    let header =
        registrations::latest_record(sql, id)?.and_then(|bytes| Envelope::parse(&bytes).ok());
    let told = match header.as_ref().map(Envelope::header) {
        Some(header) => Some((header.revision, registrations::reply_key(sql, header)?)),
        None => None,
    };
    remove(sql, id)?;
    bury(
        sql,
        &Tombstone {
            id,
            token_hash,
            erased_at: erasure.at,
            why: erasure.why.to_owned(),
        },
    )?;
    if let Some((revision, reply_key)) = told {
        sql.execute(
            "UPDATE erased SET revision = ?2, reply_key = ?3, inbox = ?4 WHERE id = ?1",
            values![&id, revision, &reply_key.to_bytes(), given],
        )?;
    }
    Ok(())
}

/// Removes all rows of a registration, and leaves no tombstone. Its photos are left to
/// [`super::Removals`].
pub(super) fn remove(sql: &dyn Sql, id: RegistrationId) -> Result<(), StoreError> {
    let named = sql.first("SELECT 1 FROM photos WHERE id = ?1 LIMIT 1", values![&id])?;
    if named.is_some() {
        removals::leave(sql, id)?;
    }
    // Rows that refer to others go first, because SQLite checks foreign keys. Bills, payments and
    // entries stay (ADR 18): they hold ids, months and amounts, and no name.
    for statement in [
        "DELETE FROM inbox WHERE id = ?1",
        "DELETE FROM wanted WHERE id = ?1",
        "DELETE FROM papers WHERE id = ?1",
        "DELETE FROM recoveries WHERE id = ?1",
        "DELETE FROM finder WHERE id = ?1",
        "DELETE FROM bill_asks WHERE id = ?1",
        "DELETE FROM cards WHERE registration = ?1",
        "DELETE FROM opened WHERE id = ?1",
        "DELETE FROM upload_pieces WHERE id = ?1",
        "DELETE FROM unfinished_uploads WHERE id = ?1",
        "DELETE FROM photos WHERE id = ?1",
        "DELETE FROM records WHERE id = ?1",
        "DELETE FROM registrations WHERE id = ?1",
    ] {
        sql.execute(statement, values![&id])?;
    }
    Ok(())
}

fn notify(
    sql: &dyn Sql,
    id: RegistrationId,
    item: &SealedItem,
    at: Timestamp,
) -> Result<(), StoreError> {
    let sequence = signed(item.sequence())?;
    // The item may be here already: a restore brings it back with its tombstone, and a command may
    // be repeated.
    if last_sequence(sql, id)? < item.sequence() {
        sql.execute(
            "INSERT INTO inbox (id, sequence, at, item) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            values![&id, sequence, at, item.bytes()],
        )?;
    }
    sql.execute(
        // The key served this one item, and is kept no longer than it is needed.
        "UPDATE erased SET reply_key = NULL, inbox = ?2 WHERE id = ?1",
        values![&id, sequence],
    )?;
    Ok(())
}

/// Writes a tombstone, unless there is one.
fn bury(sql: &dyn Sql, stone: &Tombstone) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO erased (id, token_hash, erased_at, why) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        values![&stone.id, &stone.token_hash, stone.erased_at, &stone.why],
    )?;
    Ok(())
}

pub(super) fn tombstone(
    sql: &dyn Sql,
    id: RegistrationId,
) -> Result<Option<Tombstone>, StoreError> {
    let found = sql.first(
        "SELECT id, token_hash, erased_at, why FROM erased WHERE id = ?1",
        values![&id],
    )?;
    found.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<Tombstone, StoreError> {
    Ok(Tombstone {
        id: row.id(0)?,
        token_hash: row.digest(1)?,
        erased_at: row.time(2)?,
        why: row.text(3)?,
    })
}
