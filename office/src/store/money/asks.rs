//! Registrations that wait for a bill.

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use crate::store::error::StoreError;
use crate::store::sql::{Sql, values};

/// Asks for a bill. An ask that waits already begins again.
pub(in crate::store) fn ask(
    sql: &dyn Sql,
    id: RegistrationId,
    why: &str,
    months: Option<u8>,
    at: Timestamp,
) -> Result<(), StoreError> {
    sql.execute(
        // Time 0 marks the ask as new: a worker that still has the former one leased neither ends
        // this one nor sets it aside.
        "INSERT INTO bill_asks (id, why, months, asked_at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (id) DO UPDATE SET why = excluded.why, months = excluded.months,
                asked_at = excluded.asked_at, work_after = 0, work_tries = 0, work_note = NULL",
        values![&id, why, months.map(i64::from), at],
    )?;
    Ok(())
}

/// A registration that waited for an officer's look goes on.
pub(in crate::store) fn wake(sql: &dyn Sql, id: RegistrationId) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE bill_asks SET work_after = 0 WHERE id = ?1",
        values![&id],
    )?;
    Ok(())
}

/// Ends the ask that was leased. One that came meanwhile, for a later revision, stays.
pub(super) fn end_ask(sql: &dyn Sql, id: RegistrationId) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM bill_asks WHERE id = ?1 AND work_after <> 0",
        values![&id],
    )?;
    Ok(())
}
