//! Requests that are answered by the office itself, by one process at a time.
//!
//! What a request changes is written before its answer is decided. So a process claims the request
//! first, for a short time: two that made a code each would tell a phone the one that the other had
//! taken back. A process that died in between left the change without an answer, and whoever
//! answers next asks here what was done already.

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use super::arrangements::Ending;
use super::books::known_member;
use super::who_pays::{arrangements, name_of, read};
use crate::store::error::StoreError;
use crate::store::sharing::ProcessId;
use crate::store::sql::{Database, Engine, Sql, TransactionLock, values};

/// Which process answers which request, and what was done for it before.
pub trait AnswerClaims {
    /// Claims a request; false while another process has it. A claim of its own that holds for at
    /// least half of the time is not written again.
    fn claim_answer(
        &self,
        id: RegistrationId,
        process: &ProcessId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError>;

    /// This process answers it no more.
    fn give_answer_back(&self, id: RegistrationId, process: &ProcessId) -> Result<(), StoreError>;

    /// The other side of an arrangement that this would have ended, and that ended since that time:
    /// the name.
    fn ended_since(
        &self,
        by: RegistrationId,
        how: &Ending,
        since: Timestamp,
    ) -> Result<Option<String>, StoreError>;

    /// Whether the member's last code was taken back since that time.
    fn pay_code_revoked_since(
        &self,
        registration: RegistrationId,
        since: Timestamp,
    ) -> Result<bool, StoreError>;
}

impl<E: Engine> AnswerClaims for Database<E> {
    fn claim_answer(
        &self,
        id: RegistrationId,
        process: &ProcessId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let held = self.engine.read(|sql| {
            sql.first(
                "SELECT CAST(CASE WHEN process = ?2 THEN 1 ELSE 0 END AS bigint), until FROM answering WHERE id = ?1 AND until > ?3",
                values![&id, process, now],
            )
        })?;
        if let Some(row) = held {
            let left = row.time(1)?.millis() - now.millis();
            if !row.is_true(0)? {
                return Ok(false);
            }
            if left * 2 >= until.millis() - now.millis() {
                return Ok(true);
            }
        }
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Registration(id))?;
            sql.execute("DELETE FROM answering WHERE until <= ?1", values![now])?;
            // One statement, so that of two processes that come at the same time one is refused.
            let claimed = sql.execute(
                "INSERT INTO answering (id, process, until) VALUES (?1, ?2, ?3)
                    ON CONFLICT (id) DO UPDATE SET until = excluded.until WHERE answering.process = excluded.process",
                values![&id, process, until],
            )?;
            Ok(claimed > 0)
        })
    }

    fn give_answer_back(&self, id: RegistrationId, process: &ProcessId) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.execute(
                "DELETE FROM answering WHERE id = ?1 AND process = ?2",
                values![&id, process],
            )
            .map(|_| ())
        })
    }

    fn ended_since(
        &self,
        by: RegistrationId,
        how: &Ending,
        since: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        self.engine.read(|sql| ended_since(sql, by, how, since))
    }

    fn pay_code_revoked_since(
        &self,
        registration: RegistrationId,
        since: Timestamp,
    ) -> Result<bool, StoreError> {
        self.engine.read(|sql| {
            let Some(member) = known_member(sql, registration)? else {
                return Ok(false);
            };
            let last = sql.first(
                "SELECT state, changed_at FROM pay_codes WHERE member = ?1 ORDER BY made_at DESC, digest LIMIT 1",
                values![&member],
            )?;
            let Some(row) = last else { return Ok(false) };
            Ok(row.text(0)? == "revoked" && row.time(1)? >= since)
        })
    }
}

fn ended_since(
    sql: &dyn Sql,
    by: RegistrationId,
    how: &Ending,
    since: Timestamp,
) -> Result<Option<String>, StoreError> {
    let rows = match how {
        Ending::ByMember => {
            let member = known_member(sql, by)?.unwrap_or(by);
            sql.query(
                arrangements!(
                    "WHERE member = ?1 AND ended_at >= ?2 ORDER BY ended_at DESC LIMIT 1"
                ),
                values![&member, since],
            )?
        }
        Ending::ByPayer(_) => sql.query(
            arrangements!("WHERE payer = ?1 AND ended_at >= ?2 ORDER BY ended_at DESC"),
            values![&by, since],
        )?,
        Ending::ByOffice(id) => sql.query(
            arrangements!("WHERE id = ?1 AND ended_at >= ?2"),
            values![id, since],
        )?,
    };
    for row in &rows {
        let found = read(row)?;
        match how {
            Ending::ByMember => return name_of(sql, found.payer).map(Some),
            Ending::ByPayer(number) if found.id.receipt() != *number => {}
            _ => return name_of(sql, found.registration).map(Some),
        }
    }
    Ok(None)
}
