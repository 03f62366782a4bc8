//! Requests that are answered by the office itself, by one process at a time.
//!
//! What a request changes is written before its answer is decided. So a process claims the request
//! first, for a short time: two that made a code each would tell a phone the one that the other had
//! taken back. A process that stands still for longer loses its claim and does not notice, so each
//! transaction by which it answers asks for the claim ([`hold`]): what is written is written by
//! whoever has the request, and by nobody else. A process that died in between left the change
//! without an answer, and whoever answers next asks here what was done already.

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use super::arrangements::Ending;
use super::books::known_member;
use super::who_pays::{arrangements, name_of, read};
use crate::store::error::StoreError;
use crate::store::sql::{Database, Engine, Sql, values};

/// A request that is somebody's to answer now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerClaim {
    /// The request.
    pub request: RegistrationId,
    /// Drawn for each claim anew, so that no claim passes for an earlier one of the same process.
    pub number: [u8; 16],
}

/// Who answers which request, and what was done for it before.
pub trait AnswerClaims {
    /// Takes the request, if nobody else has it, or goes on having it.
    fn claim_answer(
        &self,
        claim: &AnswerClaim,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError>;

    /// It is nobody's any more, unless another claim took its place.
    fn give_answer_back(&self, claim: &AnswerClaim) -> Result<(), StoreError>;

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
        claim: &AnswerClaim,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let AnswerClaim { request, number } = claim;
        // A look costs no transaction, and mostly says who answers what another one has.
        let others = self.engine.read(|sql| {
            sql.first(
                "SELECT 1 FROM answering WHERE id = ?1 AND process <> ?2 AND until > ?3",
                values![request, number, now],
            )
        })?;
        if others.is_some() {
            return Ok(false);
        }
        self.engine.write(|sql| {
            // One statement, so that of two that come at the same time one is refused.
            let claimed = sql.execute(
                "INSERT INTO answering (id, process, until) VALUES (?1, ?2, ?3)
                    ON CONFLICT (id) DO UPDATE SET process = excluded.process, until = excluded.until
                        WHERE answering.process = excluded.process OR answering.until <= ?4",
                values![request, number, until, now],
            )?;
            sql.execute("DELETE FROM answering WHERE until <= ?1", values![now])?;
            Ok(claimed > 0)
        })
    }

    fn give_answer_back(&self, claim: &AnswerClaim) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.execute(
                "DELETE FROM answering WHERE id = ?1 AND process = ?2",
                values![&claim.request, &claim.number],
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

/// Fails when the claim does not hold any more. Until the end of the transaction nobody else gets the
/// request: the row is written, and so it is locked.
pub(in crate::store) fn hold(sql: &dyn Sql, claim: &AnswerClaim) -> Result<(), StoreError> {
    let held = sql.execute(
        "UPDATE answering SET process = ?2 WHERE id = ?1 AND process = ?2",
        values![&claim.request, &claim.number],
    )?;
    if held == 0 {
        return Err(StoreError::NotClaimed);
    }
    Ok(())
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
