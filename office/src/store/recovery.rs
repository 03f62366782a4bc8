//! What another phone gets back by a recovery code: sealed bytes, found by the digest of a locator.
//!
//! The office cannot read them, and keeps digests of what the other phone has to show. There is one
//! row for a registration: a newer one replaces it, and it goes with a withdrawal and with an erasure.

use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;

use super::error::StoreError;
use super::registrations;
use super::sql::{Database, Engine, Pending, Sql, TransactionLock, values};

/// Sealed access that a phone leaves here for another phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRecovery {
    /// The registration.
    pub id: RegistrationId,
    /// SHA-256 of the locator.
    pub locator: Digest,
    /// SHA-256 of the proof.
    pub proof: Digest,
    /// Token, reply key and office keys, sealed under the code.
    pub sealed: Vec<u8>,
}

/// What became of a recovery that a phone wanted to leave here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryKept {
    /// It is here now, in place of the one before.
    Kept,
    /// The registration was withdrawn.
    Closed,
    /// There is no such registration, or not any more.
    Unknown,
}

/// Recoveries with one locator that are looked at, at most. Locators are secret and random: two
/// registrations have the same one only when somebody made them so.
const MOST_FOUND: i64 = 4;

/// Recovery.
pub trait Recoveries {
    /// Keeps a recovery in place of the registration's former one. It is durable when this is
    /// answered.
    fn keep_recovery(&self, recovery: KeptRecovery, at: Timestamp) -> Pending<RecoveryKept>;

    /// The recoveries that are kept under the digest of a locator.
    fn recoveries(&self, locator: Digest) -> Pending<Vec<KeptRecovery>>;
}

impl<E: Engine> Recoveries for Database<E> {
    fn keep_recovery(&self, recovery: KeptRecovery, at: Timestamp) -> Pending<RecoveryKept> {
        self.engine.write_soon(move |sql| {
            // A withdrawal at the same time deletes the row. Without the lock this one could be
            // written after that, and stay.
            sql.lock(TransactionLock::Registration(recovery.id))?;
            keep(sql, &recovery, at)
        })
    }

    fn recoveries(&self, locator: Digest) -> Pending<Vec<KeptRecovery>> {
        self.engine.read_soon(move |sql| {
            let rows = sql.query(
                "SELECT id, locator, proof, sealed FROM recoveries WHERE locator = ?1 ORDER BY id LIMIT ?2",
                values![&locator, MOST_FOUND],
            )?;
            rows.iter()
                .map(|row| {
                    Ok(KeptRecovery {
                        id: row.id(0)?,
                        locator: row.digest(1)?,
                        proof: row.digest(2)?,
                        sealed: row.bytes(3)?,
                    })
                })
                .collect()
        })
    }
}

pub(super) fn keep(
    sql: &dyn Sql,
    recovery: &KeptRecovery,
    at: Timestamp,
) -> Result<RecoveryKept, StoreError> {
    let Some(known) = registrations::known(sql, recovery.id)? else {
        return Ok(RecoveryKept::Unknown);
    };
    if known.state == OfficeState::Withdrawn {
        return Ok(RecoveryKept::Closed);
    }
    sql.execute(
        "INSERT INTO recoveries (id, locator, proof, sealed, kept_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (id) DO UPDATE SET locator = excluded.locator, proof = excluded.proof,
                sealed = excluded.sealed, kept_at = excluded.kept_at",
        values![
            &recovery.id,
            &recovery.locator,
            &recovery.proof,
            &recovery.sealed,
            at
        ],
    )?;
    Ok(RecoveryKept::Kept)
}

/// The worker withdrew: nothing is to be got back.
pub(super) fn forget(sql: &dyn Sql, id: RegistrationId) -> Result<(), StoreError> {
    sql.execute("DELETE FROM recoveries WHERE id = ?1", values![&id])?;
    Ok(())
}
