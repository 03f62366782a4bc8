//! Making a registration's access anew: another status token and reply key, left under a recovery
//! code, in place of those of a phone that is lost.
//!
//! Nobody but the phone can read its inbox, so it cannot be sealed again. What it tells is told once
//! more instead, of what stands here now: the decision, bills, receipts, cover, who pays, and a card.
//! The phone before may still read what was written to it, and the last item there says that its
//! access has ended; everything else that it asks for is refused (docs/adr/0022).

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::ItemBody;
use payung_model::sealed::{Digest, OfficeKey, RegistrationId, ReplyPublicKey};
use payung_model::units::{Date, Rupiah, Timestamp};

use super::books::{known_member, parsed, read_parts};
use super::items::ItemWriter;
use super::look::{BillFilter, BillRow, PaymentRow, bill_rows, payments};
use super::who_pays::{open_of_member, open_of_payer};
use crate::billing::{BillId, BillLine, BillState, Payment};
use crate::random::SystemRandom;
use crate::store::audit::{self, AuditEntry};
use crate::store::error::StoreError;
use crate::store::recovery::{self, KeptRecovery, RecoveryKept};
use crate::store::registrations;
use crate::store::sql::{Database, Engine, Sql, TransactionLock, values};

/// The code of the last notice that the former phone gets.
pub const ACCESS_ENDED: &str = "access_ended";

/// Bills that are told once more, at most: the newest. They are 25 years of one bill a month.
const MOST_BILLS: u32 = 300;

/// Access that takes the place of the one before.
#[derive(Clone, Copy, Debug)]
pub struct NewAccess<'a> {
    /// Which registration.
    pub id: RegistrationId,
    /// Revision and state when the officer looked.
    pub stood: (u32, OfficeState),
    /// SHA-256 of the new status token.
    pub token_hash: Digest,
    /// The new reply key.
    pub reply_key: &'a ReplyPublicKey,
    /// Token and reply key for another phone, sealed under the code.
    pub recovery: &'a KeptRecovery,
    /// The decision that was told before, with its words.
    pub decided: Option<&'a ItemBody>,
    /// The row of the audit log.
    pub entry: AuditEntry<'a>,
}

/// Access that is made anew.
pub trait Reissues {
    /// Ends the access of a registration and keeps another one; all of it or nothing. False when the
    /// registration does not stand any more as the officer saw it.
    fn reissue(&self, new: &NewAccess<'_>, key: &OfficeKey) -> Result<bool, StoreError>;
}

impl<E: Engine> Reissues for Database<E> {
    fn reissue(&self, new: &NewAccess<'_>, key: &OfficeKey) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            sql.lock(TransactionLock::Registration(new.id))?;
            let known = registrations::known(sql, new.id)?;
            if known.map(|known| (known.revision, known.state)) != Some(new.stood) {
                return Ok(false);
            }
            audit::add(sql, &new.entry)?;
            let at = new.entry.at;
            let writer = ItemWriter { sql, key, at };
            // Written before the key changes: it is sealed to the former phone, and is the last
            // item of that phone's part of the inbox.
            writer.notice(new.id, ACCESS_ENDED, None, None)?;
            sql.execute(
                "UPDATE registrations SET ended_token = token_hash, token_hash = ?2, reply_key = ?3,
                    inbox_from = inbox, reply = NULL WHERE id = ?1",
                values![&new.id, &new.token_hash, &new.reply_key.to_bytes()],
            )?;
            if recovery::keep(sql, new.recovery, at)? != RecoveryKept::Kept {
                return Err(StoreError::Damaged("a registration that was just there"));
            }
            if let Some(decided) = new.decided {
                writer.write(new.id, decided.clone())?;
            }
            notify_again(&writer, new.id)?;
            Ok(true)
        })
    }
}

/// Tells the new phone the registration's bills, receipts, cover and payers, as the books have
/// them.
fn notify_again(writer: &ItemWriter<'_>, id: RegistrationId) -> Result<(), StoreError> {
    let sql = writer.sql;
    let mut rows = bill_rows(sql, BillFilter::Payer(id), MOST_BILLS)?;
    rows.reverse();
    for row in &rows {
        let codes = match row.bill.state {
            BillState::Open => row.codes.clone(),
            BillState::Paid => Vec::new(),
            // Nothing can be paid with these any more, or not yet. Money that came for them all the
            // same has its receipt.
            _ => {
                receipts(writer, row)?;
                continue;
            }
        };
        writer.bill(&row.bill, codes)?;
        receipts(writer, row)?;
    }
    receipts_of_credit(writer, id)?;
    let ask = sql.first("SELECT told FROM bill_asks WHERE id = ?1", values![&id])?;
    if let Some(why) = ask.map(|row| row.opt_text(0)).transpose()?.flatten() {
        writer.notice(id, &why, None, None)?;
    }
    let member = known_member(sql, id)?;
    if let Some(member) = member {
        writer.cover_of(id, member)?;
    }
    let paid_for = open_of_member(sql, member.unwrap_or(id))?.is_some();
    if paid_for || !open_of_payer(sql, id)?.is_empty() {
        writer.payers(id, "")?;
    }
    // The card is kept in the inbox alone, so another one is made.
    sql.execute(
        "UPDATE cards SET expires = 0, says = '', key_id = NULL, work_after = 0, work_tries = 0, work_note = NULL
            WHERE registration = ?1",
        values![&id],
    )?;
    Ok(())
}

fn receipts(writer: &ItemWriter<'_>, row: &BillRow) -> Result<(), StoreError> {
    let bill = &row.bill;
    for (count, came) in (1..).zip(payments(writer.sql, bill.id)?) {
        let credited = if came.became == "paid" {
            credited_by(writer.sql, row)?
        } else {
            Vec::new()
        };
        let credit = if credited.is_empty() {
            Rupiah(0)
        } else {
            bill.credit
        };
        let prices: Option<Vec<Rupiah>> = credited.iter().map(BillLine::amount).collect();
        let spent = prices.and_then(Rupiah::checked_sum);
        let all = came.amount.checked_add(credit);
        let left = all
            .zip(spent)
            .and_then(|(all, spent)| all.checked_sub(spent))
            .ok_or(StoreError::Damaged(
                "a payment that is less than its months",
            ))?;
        let number = format!("{}-{count}", bill.id.receipt());
        let payment = payment(came);
        writer.receipt(bill, &payment, number, &credited, credit, left)?;
    }
    Ok(())
}

/// Months that the payer's credit paid, which no bill of theirs did: a receipt for each day.
fn receipts_of_credit(writer: &ItemWriter<'_>, payer: RegistrationId) -> Result<(), StoreError> {
    let rows = writer.sql.query(
        "SELECT paid_on, member, month, parts FROM credited WHERE payer = ?1 AND NOT EXISTS (
                SELECT 1 FROM bill_lines JOIN bills ON bills.id = bill_lines.bill
                WHERE bill_lines.payer = ?1 AND bills.state = 'paid'
                    AND bill_lines.member = credited.member AND bill_lines.month = credited.month)
            ORDER BY paid_on, month",
        values![&payer],
    )?;
    let mut days: Vec<(Date, Vec<BillLine>)> = Vec::new();
    for row in rows {
        let day = parsed(&row.text(0)?, "a day")?;
        let line = BillLine {
            member: row.id(1)?,
            month: parsed(&row.text(2)?, "a month")?,
            parts: read_parts(&row.text(3)?)?,
        };
        match days.last_mut().filter(|(known, _)| *known == day) {
            Some((_, lines)) => lines.push(line),
            None => days.push((day, vec![line])),
        }
    }
    for (day, lines) in days {
        let at = format!("{day}T12:00:00+07:00").parse();
        let at: Timestamp = at.map_err(|_| StoreError::Damaged("a day"))?;
        let id =
            BillId::new(at, &mut SystemRandom).map_err(|_| StoreError::Damaged("no randomness"))?;
        writer.receipt_of_credit(payer, id, at, &lines)?;
    }
    Ok(())
}

/// The lines of a paid bill whose months its payer was credited with; the others somebody else had
/// paid before.
fn credited_by(sql: &dyn Sql, row: &BillRow) -> Result<Vec<BillLine>, StoreError> {
    let mut credited = Vec::new();
    for line in &row.bill.lines {
        let found = sql.first(
            "SELECT 1 FROM credited WHERE member = ?1 AND month = ?2 AND payer = ?3",
            values![&line.member, &line.month.to_string(), &row.bill.payer],
        )?;
        if found.is_some() {
            credited.push(line.clone());
        }
    }
    Ok(credited)
}

fn payment(came: PaymentRow) -> Payment {
    Payment {
        reference: came.reference,
        bill: came.bill,
        amount: came.amount,
        paid_at: came.paid_at,
        channel: came.channel,
    }
}
