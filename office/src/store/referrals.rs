//! How many registrations came by which referral code: a count and no row of anybody. The
//! registration itself keeps no code.
//!
//! A registration is counted in the transaction in which it is opened for the first time, so it is
//! counted once whatever is killed, repeated or opened by two at once; a correction is opened
//! later. What is erased stays counted.

use std::collections::BTreeMap;

use payung_model::sealed::{ReferralCode, RegistrationId};

use super::error::StoreError;
use super::sql::{Database, Engine, Sql, TransactionLock, values};

/// Different codes that are counted each for itself. The office does not know which codes were
/// handed out, so without a bound a stranger could fill the table.
pub const MOST_CODES: u32 = 1000;

/// Under this word all further codes are counted together. No code has small letters.
pub const OTHER: &str = "other";

/// One code, and how many registrations came by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralCount {
    /// The code, or [`OTHER`].
    pub code: String,
    /// Registrations.
    pub sent: u64,
}

/// The counts.
pub trait Referrals {
    /// All codes by which somebody came, by code.
    fn referral_counts(&self) -> Result<Vec<ReferralCount>, StoreError>;
}

impl<E: Engine> Referrals for Database<E> {
    fn referral_counts(&self) -> Result<Vec<ReferralCount>, StoreError> {
        // A sum is another kind of number in PostgreSQL than its parts.
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT code, CAST(sum(n) AS bigint) FROM referral_counts GROUP BY code ORDER BY code",
                &[],
            )
        })?;
        let count = |row: &super::sql::Row| {
            let (code, sent) = (row.text(0)?, row.count(1)?);
            Ok(ReferralCount { code, sent })
        };
        rows.iter().map(count).collect()
    }
}

/// What one transaction counts, by code and day.
pub(super) type Counted<'a> = BTreeMap<(&'a str, String), i64>;

/// Notes a registration that is opened now. It is called before its row is written: whether there
/// is one of any revision tells whether it is opened for the first time. One that could not be
/// opened before has a row without a form.
pub(super) fn note<'a>(
    sql: &dyn Sql,
    id: RegistrationId,
    code: &'a ReferralCode,
    counted: &mut Counted<'a>,
) -> Result<(), StoreError> {
    let before = sql.first(
        "SELECT 1 FROM opened WHERE id = ?1 AND form IS NOT NULL LIMIT 1",
        values![&id],
    )?;
    if before.is_none() {
        let row = sql.one(
            "SELECT created_at FROM registrations WHERE id = ?1",
            values![&id],
        )?;
        // The count is by the day on which the registration came, so that an opener that was down
        // for a week does not move it.
        let day = row.time(0)?.date().to_string();
        *counted.entry((code.as_str(), day)).or_default() += 1;
    }
    Ok(())
}

/// Writes what was noted.
pub(super) fn put(sql: &dyn Sql, counted: &Counted<'_>) -> Result<(), StoreError> {
    if counted.is_empty() {
        return Ok(());
    }
    // Two openers would count up to the bound each, or wait for each other's rows.
    sql.lock(TransactionLock::Referrals)?;
    // A known code is counted under its name even when the table is full, so that strangers with
    // invented codes cannot take a campaign's count away.
    for ((code, day), n) in counted {
        let known = sql.first(
            "SELECT 1 FROM referral_counts WHERE code = ?1 LIMIT 1",
            values![*code],
        )?;
        let code = if known.is_some() || has_room(sql)? {
            *code
        } else {
            OTHER
        };
        sql.execute(
            "INSERT INTO referral_counts (code, day, n) VALUES (?1, ?2, ?3)
                ON CONFLICT (code, day) DO UPDATE SET n = referral_counts.n + excluded.n",
            values![code, day, *n],
        )?;
    }
    Ok(())
}

fn has_room(sql: &dyn Sql) -> Result<bool, StoreError> {
    let row = sql.one(
        "SELECT count(DISTINCT code) FROM referral_counts WHERE code <> 'other'",
        &[],
    )?;
    Ok(row.count(0)? < u64::from(MOST_CODES))
}
