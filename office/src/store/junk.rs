//! What anybody may send and nobody may ever read: how much of it there is, and how it goes.
//!
//! Without a bound it would fill the disk. It is counted in registrations and in bytes, because one
//! record may be twenty times as large as an honest one.

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use super::audit::{self, AuditEntry};
use super::erase;
use super::error::StoreError;
use super::registrations::{RegistrationRow, listed};
use super::sql::{Database, Engine, Row, TransactionLock, values};

/// How much of something is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Registrations.
    pub rows: u64,
    /// Bytes of all their records, and of their photos that came whole.
    pub bytes: u64,
}

impl Amount {
    /// The row of a query that [`sized`] made.
    pub(super) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            rows: row.count(0)?,
            bytes: row.count(1)?,
        })
    }
}

impl std::ops::Add for Amount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            bytes: self.bytes + other.bytes,
        }
    }
}

/// Registrations that may be forgotten: they do not open, and nobody has looked at them or sent them
/// back for a correction (ADR 26), so nobody waits for them. The opener's own row in the log says
/// nothing about that.
macro_rules! forgettable {
    () => {
        " FROM registrations JOIN opened USING (id, revision)
            WHERE state = 'received' AND flags = 'seal_broken' AND registrations.revision = 1
                AND NOT EXISTS (SELECT 1 FROM audit WHERE audit.id = registrations.id AND action <> 'open') "
    };
}

/// The bytes of a registration: neither database reads the records themselves for it.
macro_rules! bytes_of_one {
    () => {
        "(SELECT coalesce(sum(length(envelope)), 0) FROM records WHERE records.id = registrations.id)
            + (SELECT coalesce(sum(length), 0) FROM photos WHERE photos.id = registrations.id AND completed_at IS NOT NULL)"
    };
}
pub(super) use bytes_of_one;

/// A query for the [`Amount`] of the registrations that `$from` chooses.
macro_rules! sized {
    ($from:literal) => {
        concat!(
            "SELECT count(*), CAST(coalesce(sum(bytes), 0) AS bigint) FROM (SELECT ",
            $crate::store::junk::bytes_of_one!(),
            " AS bytes ",
            $from,
            ") AS chosen"
        )
    };
}
pub(super) use sized;

/// What waits for photos that may never come, and what does not open.
pub trait Junk {
    /// How many registrations wait that do not open; counting ends at `most`.
    fn broken(&self, most: u32) -> Result<u64, StoreError>;

    /// The same, with how large they are.
    fn broken_amount(&self, most: u32) -> Result<Amount, StoreError>;

    /// How many registrations wait for photos of their first revision, and how large they are;
    /// counting ends at `most`.
    fn unsent(&self, most: u32) -> Result<Amount, StoreError>;

    /// Removes what has waited longest of what does not open and nobody looked at, so that at most
    /// `most` rows and bytes of it are left. At most `at_once` are removed; their photos are left to
    /// [`super::Removals`]. A phone that asks for one of them is told that there is none.
    /// How many were removed stands in the audit log, by that name.
    fn forget_broken(
        &self,
        most: Amount,
        at_once: u32,
        officer: &str,
        now: Timestamp,
    ) -> Result<usize, StoreError>;

    /// At most `most` of those that have not changed since `latest` (milliseconds since 1970), by
    /// their ids, after `after`.
    fn broken_since(
        &self,
        latest: i64,
        after: Option<RegistrationId>,
        most: u32,
    ) -> Result<Vec<RegistrationRow>, StoreError>;
}

impl<E: Engine> Junk for Database<E> {
    fn broken(&self, most: u32) -> Result<u64, StoreError> {
        self.engine.read(|sql| {
            let row = sql.one(
                "SELECT count(*) FROM (SELECT 1 FROM registrations JOIN opened USING (id, revision)
                    WHERE state = 'received' AND flags = 'seal_broken' LIMIT ?1) AS broken",
                values![most],
            )?;
            row.count(0)
        })
    }

    fn broken_amount(&self, most: u32) -> Result<Amount, StoreError> {
        self.engine.read(|sql| {
            let row = sql.one(
                sized!(
                    "FROM registrations JOIN opened USING (id, revision)
                        WHERE state = 'received' AND flags = 'seal_broken' LIMIT ?1"
                ),
                values![most],
            )?;
            Amount::read(&row)
        })
    }

    fn unsent(&self, most: u32) -> Result<Amount, StoreError> {
        self.engine.read(|sql| {
            let row = sql.one(
                sized!("FROM registrations WHERE state = 'receiving' AND changed_at = created_at LIMIT ?1"),
                values![most],
            )?;
            Amount::read(&row)
        })
    }

    fn forget_broken(
        &self,
        most: Amount,
        at_once: u32,
        officer: &str,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        // Counted outside a transaction, because this is asked often and there is mostly nothing to
        // remove.
        let rows = u32::try_from(most.rows).unwrap_or(u32::MAX);
        let kept = self.broken_amount(rows.saturating_add(at_once))?;
        let over = Amount {
            rows: kept.rows.saturating_sub(most.rows),
            bytes: kept.bytes.saturating_sub(most.bytes),
        };
        if over == Amount::default() {
            return Ok(0);
        }
        self.engine.write(|sql| {
            let rows = sql.query(
                concat!(
                    "SELECT registrations.id, CAST(",
                    bytes_of_one!(),
                    " AS bigint)",
                    forgettable!(),
                    "ORDER BY changed_at, registrations.id LIMIT ?1"
                ),
                values![at_once],
            )?;
            let mut count = 0;
            let mut left = over;
            for row in &rows {
                if left == Amount::default() {
                    break;
                }
                let (id, bytes) = (row.id(0)?, row.count(1)?);
                sql.lock(TransactionLock::Registration(id))?;
                // On PostgreSQL a correction or an officer's look may have come in between.
                let still = concat!("SELECT 1", forgettable!(), "AND registrations.id = ?1");
                if sql.first(still, values![&id])?.is_none() {
                    continue;
                }
                left.rows = left.rows.saturating_sub(1);
                left.bytes = left.bytes.saturating_sub(bytes);
                erase::remove(sql, id)?;
                count += 1;
            }
            if count > 0 {
                audit::add(
                    sql,
                    &AuditEntry {
                        at: now,
                        officer,
                        action: "forget",
                        id: None,
                        detail: &format!("{count} that do not open"),
                    },
                )?;
            }
            Ok(count)
        })
    }

    fn broken_since(
        &self,
        latest: i64,
        after: Option<RegistrationId>,
        most: u32,
    ) -> Result<Vec<RegistrationRow>, StoreError> {
        let after = after.map_or_else(Vec::new, |id| id.bytes().to_vec());
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT id, revision, state, created_at, changed_at FROM registrations JOIN opened USING (id, revision)
                    WHERE state = 'received' AND flags = 'seal_broken' AND changed_at <= ?1 AND id > ?2
                    ORDER BY id LIMIT ?3",
                values![latest, &after, most],
            )
        })?;
        rows.iter().map(listed).collect()
    }
}
