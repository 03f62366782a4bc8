//! Work that waits in a table: leased, so that two workers never do the same, and set aside with the
//! reason when it could not be done.
//!
//! Each of the tables has `work_after` (nobody gets the row before), `work_tries` and `work_note`.

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use crate::store::error::StoreError;
use crate::store::sql::{Engine, Row, Sql, TransactionLock, values};

/// One kind of work. An id stands in the first column of what `waiting` selects.
pub(super) struct Queue {
    /// A row when anything waits at ?1: asked first, because mostly nothing does.
    any: &'static str,
    /// What waits at ?1, at most ?2, what waits longest first.
    waiting: &'static str,
    /// Nobody else gets ?1 before ?2.
    take: &'static str,
    /// ?1 waits until ?2, with the reason ?3.
    set_aside: &'static str,
}

/// Registrations that wait for a bill. One that was asked for anew meanwhile is not set aside.
pub(super) const ASKS: Queue = Queue {
    any: "SELECT 1 FROM bill_asks WHERE work_after <= ?1 LIMIT 1",
    waiting: "SELECT id, why, months, work_tries, told FROM bill_asks WHERE work_after <= ?1
        ORDER BY work_after, asked_at LIMIT ?2",
    take: "UPDATE bill_asks SET work_after = ?2 WHERE id = ?1",
    set_aside: "UPDATE bill_asks SET work_after = ?2, work_tries = work_tries + 1, work_note = ?3
        WHERE id = ?1 AND work_after <> 0",
};

/// Bills whose codes are to be issued or cancelled.
pub(super) const CODES: Queue = Queue {
    any: "SELECT 1 FROM bills WHERE state IN ('wanted', 'cancelling') AND work_after <= ?1 LIMIT 1",
    waiting: "SELECT id, work_tries FROM bills WHERE state IN ('wanted', 'cancelling') AND work_after <= ?1
        ORDER BY work_after, id LIMIT ?2",
    take: "UPDATE bills SET work_after = ?2 WHERE id = ?1",
    set_aside: "UPDATE bills SET work_after = ?2, work_tries = work_tries + 1, work_note = ?3
        WHERE id = ?1 AND state IN ('wanted', 'cancelling')",
};

/// Refunds that are to be paid out.
pub(super) const REFUNDS: Queue = Queue {
    any: "SELECT 1 FROM refunds WHERE done_at IS NULL AND work_after <= ?1 LIMIT 1",
    waiting: "SELECT id, reference, amount, work_tries, payer FROM refunds
        WHERE done_at IS NULL AND work_after <= ?1 ORDER BY work_after, id LIMIT ?2",
    take: "UPDATE refunds SET work_after = ?2 WHERE id = ?1",
    set_aside: "UPDATE refunds SET work_after = ?2, work_tries = work_tries + 1, work_note = ?3 WHERE id = ?1",
};

/// Registrations whose card is to be looked at. One that was woken meanwhile is not set aside.
pub(super) const CARDS: Queue = Queue {
    any: "SELECT 1 FROM cards WHERE work_after <= ?1 LIMIT 1",
    waiting:
        "SELECT registration, work_tries, expires, says, key_id FROM cards WHERE work_after <= ?1
        ORDER BY work_after, registration LIMIT ?2",
    take: "UPDATE cards SET work_after = ?2 WHERE registration = ?1",
    set_aside: "UPDATE cards SET work_after = ?2, work_tries = work_tries + 1, work_note = ?3
        WHERE registration = ?1 AND work_after <> 0",
};

impl Queue {
    /// At most `most` of what waits now, each as `read` makes it of its row. Nobody else gets them
    /// before the second time.
    pub fn lease<T>(
        &self,
        engine: &impl Engine,
        (now, until): (Timestamp, Timestamp),
        most: u32,
        read: impl Fn(&dyn Sql, &Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let waits = engine.read(|sql| sql.first(self.any, values![now]))?;
        if waits.is_none() {
            return Ok(Vec::new());
        }
        engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let rows = sql.query(self.waiting, values![now, most])?;
            let mut leased = Vec::with_capacity(rows.len());
            for row in rows {
                sql.execute(self.take, values![&row.id(0)?, until])?;
                leased.push(read(sql, &row)?);
            }
            Ok(leased)
        })
    }

    /// Sets work aside until that time. The reason holds nothing personal.
    pub fn set_aside(
        &self,
        engine: &impl Engine,
        id: RegistrationId,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            sql.execute(self.set_aside, values![&id, until, reason])?;
            Ok(())
        })
    }
}
