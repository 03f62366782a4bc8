//! The audit log: who did what, and when. Rows are only added: the database refuses to change or
//! remove them, and the chain ([`chain`]) shows when somebody did it all the same.

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use super::audit_row::read_row;
pub use super::audit_row::{AuditEntry, AuditRow};
use super::chain::{self, ChainPoint, ChainReport};
use super::error::StoreError;
use super::sql::{Database, Engine, Sql, TransactionLock, values};
use crate::keys::Head;

/// Rows that one transaction adopts, about.
const ADOPTED: i64 = 5000;

/// The audit log.
pub trait Audit {
    /// Adds rows, all of them or none. They are on disk when this returns.
    fn audit(&self, entries: &[AuditEntry<'_>]) -> Result<(), StoreError>;

    /// When one of these things was done last.
    fn last_done(&self, actions: &[&str]) -> Result<Option<Timestamp>, StoreError>;

    /// When the last row was written.
    fn last_audited(&self) -> Result<Option<Timestamp>, StoreError>;

    /// The longest time without a row, in milliseconds, from the last row before `from` to the last
    /// row of all.
    fn longest_silence(&self, from: Timestamp) -> Result<i64, StoreError>;

    /// At most `most` rows with a `seq` above `after`, the oldest first.
    fn audit_after(&self, after: i64, most: u32) -> Result<Vec<AuditRow>, StoreError>;

    /// At most `most` rows with a `seq` below `before`, the newest first.
    fn audit_before(&self, before: i64, most: u32) -> Result<Vec<AuditRow>, StoreError>;

    /// All rows about one registration, the oldest first.
    fn audit_of(&self, id: RegistrationId) -> Result<Vec<AuditRow>, StoreError>;

    /// Gives a MAC to rows that processes without the desk key wrote. Nothing in such a process.
    fn adopt_audit(&self) -> Result<(), StoreError>;

    /// Notes how far the log and the roster have come, where this machine has no note of it yet: a
    /// machine that got its keys from a copy.
    fn begin_head(&self) -> Result<(), StoreError>;

    /// Walks along the whole chain as it is at one moment. `each` is called at every row that has
    /// a MAC which holds. Fails in a process without the desk key.
    fn verify_audit(&self, each: &mut dyn FnMut(ChainPoint)) -> Result<ChainReport, StoreError>;

    /// Takes the log as it is for the right one, and writes who said so: after a restore. The head
    /// outside the database begins anew; the entry's detail gets the old one.
    fn accept_audit(&self, entry: &AuditEntry<'_>) -> Result<(), StoreError>;
}

impl<E: Engine> Audit for Database<E> {
    fn audit(&self, entries: &[AuditEntry<'_>]) -> Result<(), StoreError> {
        self.engine
            .write(|sql| entries.iter().try_for_each(|entry| add(sql, entry)))
    }

    fn last_done(&self, actions: &[&str]) -> Result<Option<Timestamp>, StoreError> {
        self.engine.read(|sql| {
            let mut last = None;
            for action in actions {
                last = last.max(
                    sql.one(
                        "SELECT max(at) FROM audit WHERE action = ?1",
                        values![*action],
                    )?
                    .opt_time(0)?,
                );
            }
            Ok(last)
        })
    }

    fn last_audited(&self) -> Result<Option<Timestamp>, StoreError> {
        self.engine
            .read(|sql| sql.one("SELECT max(at) FROM audit", &[])?.opt_time(0))
    }

    fn longest_silence(&self, from: Timestamp) -> Result<i64, StoreError> {
        self.engine.read(|sql| {
            let row = sql.one(
                "SELECT coalesce(max(silence), 0) FROM (SELECT at - lag(at) OVER (ORDER BY at) AS silence FROM audit
                    WHERE at >= (SELECT coalesce(max(at), 0) FROM audit WHERE at < ?1)) AS silences",
                values![from],
            )?;
            row.int(0)
        })
    }

    fn audit_after(&self, after: i64, most: u32) -> Result<Vec<AuditRow>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT seq, at, officer, action, id, detail FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2",
                values![after, most],
            )
        })?;
        rows.iter().map(read_row).collect()
    }

    fn audit_before(&self, before: i64, most: u32) -> Result<Vec<AuditRow>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT seq, at, officer, action, id, detail FROM audit WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2",
                values![before, most],
            )
        })?;
        rows.iter().map(read_row).collect()
    }

    fn audit_of(&self, id: RegistrationId) -> Result<Vec<AuditRow>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT seq, at, officer, action, id, detail FROM audit WHERE id = ?1 ORDER BY seq",
                values![&id],
            )
        })?;
        rows.iter().map(read_row).collect()
    }

    fn adopt_audit(&self) -> Result<(), StoreError> {
        let is_behind = |sql: &dyn Sql| Ok(sql.keyed().is_some() && chain::is_behind(sql)?);
        // Looked at outside a transaction, because it is asked often and rarely so.
        while self.engine.read(is_behind)? {
            let adopted = self.engine.write(|sql| {
                sql.lock(TransactionLock::Audit)?;
                match sql.keyed() {
                    Some(keyed) => chain::adopt(sql, keyed, ADOPTED).map(|tail| tail.adopted),
                    None => Ok(0),
                }
            })?;
            // What cannot be adopted (rows below the end) is told by a walk.
            if adopted == 0 {
                break;
            }
        }
        Ok(())
    }

    fn begin_head(&self) -> Result<(), StoreError> {
        self.engine.read_moment(|sql| {
            let Some(keyed) = sql.keyed().filter(|keyed| keyed.guard.lacks_head()) else {
                return Ok(());
            };
            let row = sql.first(
                "SELECT seq, mac FROM audit_chain ORDER BY seq DESC LIMIT 1",
                &[],
            )?;
            let generation = sql
                .one("SELECT coalesce(max(generation), 0) FROM roster", &[])?
                .int(0)?;
            let (seq, mac) = match row {
                Some(row) => (row.int(0)?, row.opt_hash(1)?.unwrap_or_default()),
                None => (0, [0; 32]),
            };
            // A machine whose keys came from a copy takes the state that it finds as its lower
            // bound: it has no other one to compare with.
            keyed.guard.advance(&Head {
                seq,
                mac,
                generation,
            });
            Ok(())
        })
    }

    fn verify_audit(&self, each: &mut dyn FnMut(ChainPoint)) -> Result<ChainReport, StoreError> {
        // The head is read first: what is committed meanwhile is only further.
        let floor = self.engine.read(|sql| {
            let keyed = sql.keyed().ok_or(StoreError::NoKeys)?;
            keyed.guard.floor()
        })?;
        self.engine.read_moment(|sql| {
            let keyed = sql.keyed().ok_or(StoreError::NoKeys)?;
            chain::walk(sql, keyed.guard, (floor.seq, floor.mac), &mut *each)
        })
    }

    fn accept_audit(&self, entry: &AuditEntry<'_>) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            let keyed = sql.keyed().ok_or(StoreError::NoKeys)?;
            // A head that cannot be read is given up too.
            let floor = keyed.guard.floor().unwrap_or_default();
            let detail = format!(
                "{} head {} {}",
                entry.detail,
                floor.seq,
                base16ct::lower::encode_string(&floor.mac)
            );
            let entry = AuditEntry {
                detail: detail.trim_start(),
                ..*entry
            };
            add(sql, &entry)?;
            // The row that was just added left the end of the chain in the transaction.
            let tail = (*keyed.tail.borrow()).ok_or(StoreError::NoKeys)?;
            // Written before the commit: after a kill between the two the head is ahead of the log,
            // which is said, and the command is given again.
            keyed.guard.begin_anew(&Head {
                seq: tail.seq,
                mac: tail.mac,
                generation: floor.generation,
            })
        })
    }
}

/// Adds a row in the transaction of what it tells.
pub(super) fn add(sql: &dyn Sql, entry: &AuditEntry<'_>) -> Result<(), StoreError> {
    sql.lock(TransactionLock::Audit)?;
    if let Some(keyed) = sql.keyed() {
        return chain::append(sql, keyed, entry);
    }
    sql.execute(
        // Numbers have no gaps, so that a row that was taken out is missed. The lock above makes
        // `max + 1` safe.
        "INSERT INTO audit (seq, at, officer, action, id, detail)
            VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM audit), ?1, ?2, ?3, ?4, ?5)",
        values![
            entry.at,
            entry.officer,
            entry.action,
            entry.id.as_ref(),
            entry.detail
        ],
    )?;
    Ok(())
}
