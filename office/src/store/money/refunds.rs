//! Money given back.
//!
//! An officer gives back what no bill uses. The ledger has it at once, and the acquirer is asked
//! afterwards. A refund is spread over the payments that brought the money, so it may have several
//! parts; all of them name the first one as their `whole`.
//!
//! A request for money is accepted only when a refund answers it, and a refund answers one request:
//! the one that the officer named, or else the first one that is accepted after it and came before
//! it.

use payung_model::sealed::{OfficeKey, RegistrationId};
use payung_model::units::{Rupiah, Timestamp};

use super::books::{billing, rupiah};
use super::items::ItemWriter;
use super::queue;
use crate::billing::PayerId;
use crate::random::SystemRandom;
use crate::store::audit::{self, AuditEntry};
use crate::store::error::StoreError;
use crate::store::sql::{Database, Engine, Row, Sql, TransactionLock, signed, values};

/// How the form names a request for money.
const PURPOSE: &str = "refund";

/// Money that an officer gives back.
#[derive(Clone, Copy, Debug)]
pub struct RefundOrder<'a> {
    /// Whose money it is.
    pub payer: PayerId,
    /// How much of what is free.
    pub amount: Rupiah,
    /// The same one is booked once, however often it is asked.
    pub once: RegistrationId,
    /// Why; nothing personal.
    pub why: &'a str,
    /// The request that it answers, if the officer named one.
    pub request: Option<RegistrationId>,
    /// How the money goes.
    pub way: RefundWay,
}

/// How money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundWay {
    /// The acquirer is asked to pay it out.
    Acquirer,
    /// It went already, in a way that this office does not see.
    Elsewhere,
}

/// What became of a refund that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refunding {
    /// It was booked.
    Booked,
    /// The same one was booked before, so nothing was done.
    Before,
    /// The payer has less that is free.
    TooMuch,
}

/// A request for money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoneyRequest {
    /// The request.
    pub id: RegistrationId,
    /// Whose money it asks for.
    pub payer: PayerId,
    /// When it came. What was given back before does not answer it.
    pub since: Timestamp,
}

/// Money that the acquirer is to pay out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The id under which the acquirer does it once.
    pub id: RegistrationId,
    /// Of which payment.
    pub reference: String,
    /// How much.
    pub amount: Rupiah,
    /// How often it was set aside.
    pub tries: u32,
    /// Whose money it is.
    pub payer: PayerId,
}

/// What was given back of one payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRow {
    /// The payment that it goes back to.
    pub reference: String,
    /// How that was paid.
    pub channel: String,
    /// How much.
    pub amount: Rupiah,
    /// When it was booked.
    pub asked_at: Timestamp,
    /// When it was paid out; none while it waits.
    pub done_at: Option<Timestamp>,
    /// Why it waits, if that is known.
    pub waits: Option<String>,
    /// Who gave it back; none when an older version did not say it.
    pub officer: Option<String>,
    /// Why; none when an older version did not ask.
    pub why: Option<String>,
    /// The request that it answers.
    pub request: Option<RegistrationId>,
    /// How it goes.
    pub way: RefundWay,
}

/// Refunds.
pub trait Refunds {
    /// Gives free credit back, once for the same `once`: the ledger has it at once, and the payer is
    /// told. `entry` is the row of the audit log, by whose officer it is done.
    fn refund(
        &self,
        order: &RefundOrder<'_>,
        key: &OfficeKey,
        entry: &AuditEntry<'_>,
    ) -> Result<Refunding, StoreError>;

    /// Whether a refund of that id was booked.
    fn is_refund(&self, once: RegistrationId) -> Result<bool, StoreError>;

    /// Whether a refund answers the request, or can.
    fn is_given_back(&self, request: &MoneyRequest) -> Result<bool, StoreError>;

    /// All refunds that can answer the request, in the order in which they would, and of each whether
    /// it names the request.
    fn answers_to(&self, request: &MoneyRequest)
    -> Result<Vec<(RegistrationId, bool)>, StoreError>;

    /// Requests for that payer's money that wait for an answer, the oldest first: at most `most`.
    fn money_requests(&self, payer: PayerId, most: u32) -> Result<Vec<RegistrationId>, StoreError>;

    /// What was given back to a payer, the newest first: at most `most`.
    fn refunds(&self, payer: PayerId, most: u32) -> Result<Vec<RefundRow>, StoreError>;

    /// At most `most` refunds that the acquirer is to be asked for. Nobody else gets them before
    /// `until`.
    fn lease_refunds(
        &self,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<Refund>, StoreError>;

    /// The acquirer has paid it out.
    fn refunded(&self, id: RegistrationId, at: Timestamp) -> Result<(), StoreError>;

    /// Sets a refund aside until `until`, with the reason.
    fn set_refund_aside(
        &self,
        id: RegistrationId,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError>;
}

impl<E: Engine> Refunds for Database<E> {
    fn refund(
        &self,
        order: &RefundOrder<'_>,
        key: &OfficeKey,
        entry: &AuditEntry<'_>,
    ) -> Result<Refunding, StoreError> {
        let at = entry.at;
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            if is_booked(sql, order.once)? {
                return Ok(Refunding::Before);
            }
            if !billing(sql, at).refund(order.payer, order.amount)? {
                return Ok(Refunding::TooMuch);
            }
            // The ledger has the refund before the acquirer is asked, so that the same credit
            // cannot be used meanwhile.
            plan(sql, order, entry)?;
            let amount = Some(order.amount);
            ItemWriter { sql, key, at }.notice(order.payer, "refunded", amount, None)?;
            audit::add(sql, entry)?;
            Ok(Refunding::Booked)
        })
    }

    fn is_refund(&self, once: RegistrationId) -> Result<bool, StoreError> {
        self.engine.read(|sql| is_booked(sql, once))
    }

    fn is_given_back(&self, request: &MoneyRequest) -> Result<bool, StoreError> {
        let found = self.engine.read(|sql| find_answer(sql, request))?;
        Ok(found.is_some())
    }

    fn answers_to(
        &self,
        request: &MoneyRequest,
    ) -> Result<Vec<(RegistrationId, bool)>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT whole, CAST(max(CASE WHEN request IS NULL THEN 0 ELSE 1 END) AS bigint) AS named FROM refunds
                    WHERE payer = ?1 AND (request = ?2 OR request IS NULL AND asked_at >= ?3)
                    GROUP BY whole ORDER BY named DESC, min(asked_at), whole",
                values![&request.payer, &request.id, request.since],
            )
        })?;
        rows.iter()
            .map(|row| Ok((row.id(0)?, row.is_true(1)?)))
            .collect()
    }

    fn money_requests(&self, payer: PayerId, most: u32) -> Result<Vec<RegistrationId>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT id FROM opened JOIN registrations USING (id, revision)
                    WHERE completes = ?1 AND waits_for = ?2 ORDER BY id LIMIT ?3",
                values![&payer, PURPOSE, most],
            )
        })?;
        rows.iter().map(|row| row.id(0)).collect()
    }

    fn refunds(&self, payer: PayerId, most: u32) -> Result<Vec<RefundRow>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT refunds.reference, coalesce(payments.channel, ''), refunds.amount, asked_at, done_at, work_note,
                        officer, why, request, elsewhere
                    FROM refunds LEFT JOIN payments ON payments.reference = refunds.reference
                    WHERE payer = ?1 ORDER BY asked_at DESC, refunds.id LIMIT ?2",
                values![&payer, most],
            )
        })?;
        rows.iter().map(read_row).collect()
    }

    fn lease_refunds(
        &self,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<Refund>, StoreError> {
        queue::REFUNDS.lease(&*self.engine, (now, until), most, |_, row| {
            Ok(Refund {
                id: row.id(0)?,
                reference: row.text(1)?,
                amount: rupiah(row, 2)?,
                tries: row.small(3)?,
                payer: row.id(4)?,
            })
        })
    }

    fn refunded(&self, id: RegistrationId, at: Timestamp) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.execute(
                "UPDATE refunds SET done_at = ?2, work_note = NULL WHERE id = ?1 AND done_at IS NULL",
                values![&id, at],
            )?;
            Ok(())
        })
    }

    fn set_refund_aside(
        &self,
        id: RegistrationId,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        queue::REFUNDS.set_aside(&*self.engine, id, reason, until)
    }
}

fn is_booked(sql: &dyn Sql, once: RegistrationId) -> Result<bool, StoreError> {
    let found = sql.first("SELECT 1 FROM refunds WHERE id = ?1", values![&once])?;
    Ok(found.is_some())
}

/// The refund that answers a request: one that names it, or else the oldest one since it came that
/// answers no other.
pub(in crate::store) fn find_answer(
    sql: &dyn Sql,
    request: &MoneyRequest,
) -> Result<Option<RegistrationId>, StoreError> {
    let found = sql.first(
        "SELECT whole FROM refunds WHERE payer = ?1 AND (request = ?2 OR request IS NULL AND asked_at >= ?3)
            ORDER BY CASE WHEN request IS NULL THEN 1 ELSE 0 END, asked_at, whole LIMIT 1",
        values![&request.payer, &request.id, request.since],
    )?;
    found.map(|row| row.id(0)).transpose()
}

/// From now on the refund answers this request and no other.
pub(in crate::store) fn answer(
    sql: &dyn Sql,
    request: &MoneyRequest,
    whole: RegistrationId,
) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE refunds SET request = ?3 WHERE payer = ?1 AND whole = ?2",
        values![&request.payer, &whole, &request.id],
    )?;
    Ok(())
}

/// An acquirer pays back what came by one of its payments, so an amount is spread over the payer's
/// payments, the newest first, each at most to what is left of it.
fn plan(sql: &dyn Sql, order: &RefundOrder<'_>, entry: &AuditEntry<'_>) -> Result<(), StoreError> {
    let at = entry.at;
    // The first part has the id by which the whole is known again; the others have one of their own.
    let mut first = Some(order.once);
    let rows = sql.query(
        "SELECT reference, amount - (SELECT CAST(coalesce(sum(refunds.amount), 0) AS bigint) FROM refunds
                WHERE refunds.reference = payments.reference)
            FROM payments LEFT JOIN bills ON bills.id = payments.bill
            WHERE coalesce(bills.payer, payments.bill) = ?1 AND became <> 'refused' ORDER BY payments.paid_at DESC, reference",
        values![&order.payer],
    )?;
    let elsewhere = order.way == RefundWay::Elsewhere;
    let done_at = elsewhere.then(|| at.millis());
    let mut left = order.amount.0;
    for row in rows {
        let part = left.min(row.count(1)?);
        if part == 0 {
            continue;
        }
        let id = first.take().map_or_else(|| new_id(at), Ok)?;
        sql.execute(
            "INSERT INTO refunds (id, payer, reference, amount, asked_at, done_at, whole, officer, why, request, elsewhere)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            values![
                &id,
                &order.payer,
                &row.text(0)?,
                signed(part)?,
                at,
                done_at,
                &order.once,
                entry.officer,
                order.why,
                order.request.as_ref(),
                i64::from(elsewhere)
            ],
        )?;
        left -= part;
    }
    // Credit comes from payments, so there are always enough of them.
    if left == 0 {
        Ok(())
    } else {
        Err(StoreError::Damaged("credit without a payment"))
    }
}

fn new_id(at: Timestamp) -> Result<RegistrationId, StoreError> {
    RegistrationId::new(at, &mut SystemRandom)
        .map_err(|_| StoreError::NotHere("the system gives no randomness"))
}

fn read_row(row: &Row) -> Result<RefundRow, StoreError> {
    Ok(RefundRow {
        reference: row.text(0)?,
        channel: row.text(1)?,
        amount: rupiah(row, 2)?,
        asked_at: row.time(3)?,
        done_at: row.opt_time(4)?,
        waits: row.opt_text(5)?,
        officer: row.opt_text(6)?,
        why: row.opt_text(7)?,
        request: row.opt_id(8)?,
        way: if row.is_true(9)? {
            RefundWay::Elsewhere
        } else {
            RefundWay::Acquirer
        },
    })
}
