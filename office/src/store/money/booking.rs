//! What follows from a payment or from the end of a bill, told to those whom it concerns.

use payung_model::sealed::inbox::BillCode;
use payung_model::units::{Date, Rupiah};

use super::books::{self, billing};
use super::items::ItemWriter;
use crate::billing::{BillId, BillLine, Booked, MemberId, Payment};
use crate::store::error::StoreError;
use crate::store::sql::{Sql, signed, values};

/// Each member of these lines once.
pub(super) fn members_in(lines: &[BillLine]) -> Vec<MemberId> {
    let mut members: Vec<MemberId> = lines.iter().map(|line| line.member).collect();
    members.sort_unstable();
    members.dedup();
    members
}

/// Tells the payer where a bill stands now.
pub(super) fn notify_of_bill(
    writer: &ItemWriter<'_>,
    id: BillId,
    codes: Vec<BillCode>,
) -> Result<(), StoreError> {
    if let Some(bill) = books::bill(writer.sql, id)? {
        writer.bill(&bill, codes)?;
    }
    Ok(())
}

/// Tells the payer that a bill has ended, if the payer ever saw that bill.
pub(super) fn notify_of_end(writer: &ItemWriter<'_>, id: BillId) -> Result<(), StoreError> {
    let shown = writer.sql.first(
        "SELECT 1 FROM bills WHERE id = ?1 AND (qris IS NOT NULL OR payment_code IS NOT NULL)",
        values![&id],
    )?;
    shown.map_or(Ok(()), |_| notify_of_bill(writer, id, Vec::new()))
}

pub(super) fn expire(writer: &ItemWriter<'_>, today: Date) -> Result<Vec<BillId>, StoreError> {
    let expired = billing(writer.sql, writer.at).expire(today)?;
    for id in &expired {
        notify_of_end(writer, *id)?;
    }
    Ok(expired)
}

/// Counts payments for bills that are not known here and that an older version kept out of the
/// ledger.
pub(super) fn take_in_unknown(sql: &dyn Sql) -> Result<(), StoreError> {
    // A reference with `#` is one that `book` could not take, because it belongs to another
    // payment.
    let rows = sql.query(
        "SELECT reference, bill, amount, booked_at FROM payments
            WHERE became = 'refused' AND reference NOT LIKE '%#%'
                AND NOT EXISTS (SELECT 1 FROM bills WHERE bills.id = payments.bill) ORDER BY booked_at, reference",
        &[],
    )?;
    for row in rows {
        let amount = books::rupiah(&row, 2)?;
        if amount > Rupiah(0) && billing(sql, row.time(3)?).take_in_unknown(row.id(1)?, amount)? {
            sql.execute(
                "UPDATE payments SET became = 'unknown' WHERE reference = ?1",
                values![&row.text(0)?],
            )?;
        }
    }
    Ok(())
}

pub(super) fn book(writer: &ItemWriter<'_>, payment: &Payment) -> Result<Booked, StoreError> {
    let ItemWriter { sql, at, .. } = *writer;
    let booked = billing(sql, at).paid(payment)?;
    let became = match &booked {
        Booked::Again => return Ok(booked),
        Booked::Refused => {
            // Nothing that was reported may be forgotten. The reference of another payment is kept
            // with the bill and the amount behind it.
            let other = sql.first(
                "SELECT 1 FROM payments WHERE reference = ?1 AND (bill <> ?2 OR amount <> ?3)",
                values![&payment.reference, &payment.bill, signed(payment.amount.0)?],
            )?;
            let mut reference = payment.reference.clone();
            if other.is_some() {
                reference = format!("{reference}#{}", payment.bill);
                // An older version kept it without the amount, and it is not kept twice.
                let older = sql.first(
                    "SELECT 1 FROM payments WHERE reference = ?1 AND amount = ?2",
                    values![&reference, signed(payment.amount.0)?],
                )?;
                if older.is_some() {
                    return Ok(booked);
                }
                reference = format!("{reference}#{}", payment.amount.0);
            }
            sql.execute(
                "INSERT INTO payments (reference, bill, amount, paid_at, channel, booked_at, became)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'refused') ON CONFLICT DO NOTHING",
                values![
                    &reference,
                    &payment.bill,
                    signed(payment.amount.0)?,
                    payment.paid_at,
                    &payment.channel,
                    at
                ],
            )?;
            return Ok(booked);
        }
        Booked::Unknown => "unknown",
        Booked::Unapplied => "unapplied",
        Booked::Paid { .. } => "paid",
    };
    sql.execute(
        "UPDATE payments SET became = ?2 WHERE reference = ?1",
        values![&payment.reference, became],
    )?;
    if booked == Booked::Unknown {
        return Ok(booked);
    }
    let bill = books::bill(sql, payment.bill)?.ok_or(StoreError::Damaged("a bill"))?;
    let count = sql
        .one(
            "SELECT count(*) FROM payments WHERE bill = ?1",
            values![&bill.id],
        )?
        .count(0)?;
    // A bill may be paid more than once, and each payment has a receipt of its own.
    let number = format!("{}-{count}", bill.id.receipt());
    if let Booked::Paid {
        credited,
        credit,
        left,
    } = &booked
    {
        notify_of_bill(writer, bill.id, Vec::new())?;
        writer.receipt(&bill, payment, number, credited, *credit, *left)?;
        for member in members_in(credited) {
            writer.cover(member)?;
        }
        if *left > Rupiah(0) {
            let code = if credited.len() < bill.lines.len() {
                "already_paid"
            } else {
                "unapplied"
            };
            writer.notice(bill.payer, code, Some(*left), Some(bill.id))?;
        }
    } else {
        let left = payment.amount;
        writer.receipt(&bill, payment, number, &[], Rupiah(0), left)?;
        writer.notice(bill.payer, "unapplied", Some(left), Some(bill.id))?;
    }
    Ok(booked)
}
