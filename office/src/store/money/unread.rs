//! Reports of payments that cannot be read.
//!
//! Somebody may have paid, so none is forgotten; and none keeps others waiting, so they are kept
//! here by their place among all reports, with the reason, and are asked for again by it.

use payung_model::units::Timestamp;

use crate::store::error::StoreError;
use crate::store::sql::{Database, Engine, Row, Sql, signed, values};

/// A report that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadReport {
    /// Its place among the acquirer's reports.
    pub sequence: u64,
    /// When it was found.
    pub noted_at: Timestamp,
    /// What is wrong with it, as the last try found it; nothing that came with it.
    pub reason: String,
    /// How often it was asked for again.
    pub tries: u32,
}

/// Reports that cannot be read.
pub trait UnreadReports {
    /// Notes one, once; whether it is new.
    fn note_unread(
        &self,
        sequence: u64,
        reason: &str,
        at: Timestamp,
        again: Timestamp,
    ) -> Result<bool, StoreError>;

    /// At most `most` that are to be asked for again now, by their places.
    fn unread_due(&self, now: Timestamp, most: u32) -> Result<Vec<UnreadReport>, StoreError>;

    /// It still cannot be read, and is asked for again at that time.
    fn set_unread_aside(
        &self,
        sequence: u64,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError>;

    /// It was read and booked.
    fn was_read(&self, sequence: u64) -> Result<(), StoreError>;

    /// All of them, by their places: so many of those after that one.
    fn unread(&self, after: u64, most: u32) -> Result<Vec<UnreadReport>, StoreError>;
}

impl<E: Engine> UnreadReports for Database<E> {
    fn note_unread(
        &self,
        sequence: u64,
        reason: &str,
        at: Timestamp,
        again: Timestamp,
    ) -> Result<bool, StoreError> {
        let place = signed(sequence)?;
        self.engine.write(|sql| {
            let noted = sql.execute(
                "INSERT INTO unread_reports (sequence, noted_at, reason, work_after) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT (sequence) DO NOTHING",
                values![place, at, reason, again],
            )?;
            Ok(noted > 0)
        })
    }

    fn unread_due(&self, now: Timestamp, most: u32) -> Result<Vec<UnreadReport>, StoreError> {
        self.engine.read(|sql| {
            let rows = sql.query(
                "SELECT sequence, noted_at, reason, work_tries FROM unread_reports WHERE work_after <= ?1
                    ORDER BY sequence LIMIT ?2",
                values![now, most],
            )?;
            rows.iter().map(read).collect()
        })
    }

    fn set_unread_aside(
        &self,
        sequence: u64,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let place = signed(sequence)?;
        self.engine.write(|sql| {
            sql.execute(
                "UPDATE unread_reports SET reason = ?2, work_after = ?3, work_tries = work_tries + 1 WHERE sequence = ?1",
                values![place, reason, until],
            )
            .map(|_| ())
        })
    }

    fn was_read(&self, sequence: u64) -> Result<(), StoreError> {
        let place = signed(sequence)?;
        self.engine.write(|sql| {
            sql.execute(
                "DELETE FROM unread_reports WHERE sequence = ?1",
                values![place],
            )
            .map(|_| ())
        })
    }

    fn unread(&self, after: u64, most: u32) -> Result<Vec<UnreadReport>, StoreError> {
        let place = signed(after)?;
        self.engine.read(|sql| {
            let rows = sql.query(
                "SELECT sequence, noted_at, reason, work_tries FROM unread_reports WHERE sequence > ?1
                    ORDER BY sequence LIMIT ?2",
                values![place, most],
            )?;
            rows.iter().map(read).collect()
        })
    }
}

fn read(row: &Row) -> Result<UnreadReport, StoreError> {
    Ok(UnreadReport {
        sequence: row.count(0)?,
        noted_at: row.time(1)?,
        reason: row.text(2)?,
        tries: row.small(3)?,
    })
}

/// How many there are, and since when the oldest waits.
pub(super) fn count(sql: &dyn Sql) -> Result<(u64, Option<Timestamp>), StoreError> {
    let row = sql.one("SELECT count(*), min(noted_at) FROM unread_reports", &[])?;
    Ok((row.count(0)?, row.opt_time(1)?))
}
