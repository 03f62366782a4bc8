//! The office's books: what [`Billing`] reads and writes, in statements of both databases.

use payung_model::programme::Programme;
use payung_model::sealed::RegistrationId;
use payung_model::units::{Date, Month, Rupiah, Timestamp};

use super::{rounds, sums};
use crate::billing::{
    Account, Bill, BillId, BillLine, BillState, Billing, Books, Credit, Entry, MemberId, PayerId,
    Payment,
};
use crate::store::error::StoreError;
use crate::store::sql::{Row, Sql, signed, values};

/// The books in an open transaction, which must hold the lock of money.
pub(super) struct SqlBooks<'a> {
    pub sql: &'a dyn Sql,
    pub at: Timestamp,
}

/// The rules over the books in an open transaction.
pub(super) fn billing(sql: &dyn Sql, at: Timestamp) -> Billing<SqlBooks<'_>> {
    Billing::over(SqlBooks { sql, at })
}

impl Books for SqlBooks<'_> {
    type Error = StoreError;

    fn bill(&self, id: BillId) -> Result<Option<Bill>, StoreError> {
        bill(self.sql, id)
    }

    fn live_bills(&self, payer: PayerId) -> Result<Vec<Bill>, StoreError> {
        let rows = self.sql.query(
            "SELECT id FROM bills WHERE payer = ?1 AND state IN ('wanted', 'open', 'cancelling') ORDER BY id",
            values![&payer],
        )?;
        bills(self.sql, &rows)
    }

    fn state(&self, id: BillId) -> Result<Option<BillState>, StoreError> {
        let found = self
            .sql
            .first("SELECT state FROM bills WHERE id = ?1", values![&id])?;
        found
            .map(|row| parsed(&row.text(0)?, "a bill's state"))
            .transpose()
    }

    fn overdue(&self, today: Date, given_up: Date) -> Result<Vec<BillId>, StoreError> {
        let rows = self.sql.query(
            rounds::OVERDUE,
            values![&today.to_string(), &given_up.to_string()],
        )?;
        rows.iter().map(|row| row.id(0)).collect()
    }

    fn add_bill(&mut self, bill: &Bill) -> Result<(), StoreError> {
        let (total, credit) = (signed(bill.total.0)?, signed(bill.credit.0)?);
        self.sql.execute(
            "INSERT INTO bills (id, number, payer, state, total, credit, last_day, why, made_at, changed_at)
                VALUES (?1, ?9, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
            values![
                &bill.id,
                &bill.payer,
                bill.state.as_str(),
                total,
                credit,
                &bill.last_day.to_string(),
                &bill.why,
                self.at,
                &bill.id.receipt()
            ],
        )?;
        for (position, line) in bill.lines.iter().enumerate() {
            self.sql.execute(
                "INSERT INTO bill_lines (payer, bill, position, member, month, parts, live)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                values![
                    &bill.payer,
                    &bill.id,
                    signed(position as u64)?,
                    &line.member,
                    &line.month.to_string(),
                    &parts_text(&line.parts),
                    i64::from(bill.state.is_live())
                ],
            )?;
        }
        Ok(())
    }

    fn set_state(&mut self, id: BillId, state: BillState) -> Result<(), StoreError> {
        self.sql.execute(
            // A new state is new work: the pauses and the reason of the former one do not hold for
            // it.
            "UPDATE bills SET state = ?2, changed_at = ?3, work_after = 0, work_tries = 0, work_note = NULL
                WHERE id = ?1",
            values![&id, state.as_str(), self.at],
        )?;
        self.sql.execute(
            "UPDATE bill_lines SET live = ?2 WHERE bill = ?1 AND live <> ?2",
            values![&id, i64::from(state.is_live())],
        )?;
        Ok(())
    }

    fn payment(&self, reference: &str) -> Result<Option<(BillId, Rupiah)>, StoreError> {
        let found = self.sql.first(
            "SELECT bill, amount FROM payments WHERE reference = ?1",
            values![reference],
        )?;
        found
            .map(|row| Ok((row.id(0)?, rupiah(&row, 1)?)))
            .transpose()
    }

    fn add_payment(&mut self, payment: &Payment) -> Result<(), StoreError> {
        self.sql.execute(
            "INSERT INTO payments (reference, bill, amount, paid_at, channel, booked_at, became)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'unapplied')",
            values![
                &payment.reference,
                &payment.bill,
                signed(payment.amount.0)?,
                payment.paid_at,
                &payment.channel,
                self.at
            ],
        )?;
        Ok(())
    }

    fn balance(&self, account: Account) -> Result<Rupiah, StoreError> {
        // A payer's account grows by an entry with each month that is paid from it, so it is not
        // counted: not for each line of a bill of thousands.
        if let Account::Unapplied(payer) = account {
            return sums::unapplied_of(self.sql, payer);
        }
        let row = self.sql.one(
            "SELECT CAST((SELECT coalesce(sum(amount), 0) FROM entries WHERE target = ?1) AS bigint),
                CAST((SELECT coalesce(sum(amount), 0) FROM entries WHERE source = ?1) AS bigint)",
            values![&account.to_string()],
        )?;
        let left = row.count(0)?.checked_sub(row.count(1)?);
        left.map(Rupiah)
            .ok_or(StoreError::Damaged("an account with less than nothing"))
    }

    fn add_entries(&mut self, entries: &[Entry]) -> Result<(), StoreError> {
        for entry in entries {
            self.sql.execute(
                // The lock of money makes `max + 1` safe. Entries have no gaps, and the database
                // refuses to change or remove them.
                "INSERT INTO entries (number, at, source, target, amount)
                    VALUES ((SELECT coalesce(max(number), 0) + 1 FROM entries), ?1, ?2, ?3, ?4)",
                values![
                    self.at,
                    &entry.from.to_string(),
                    &entry.to.to_string(),
                    signed(entry.amount.0)?
                ],
            )?;
        }
        sums::add(self.sql, entries)
    }

    fn standing(
        &self,
        member: MemberId,
        month: Month,
    ) -> Result<(Option<PayerId>, Option<Month>), StoreError> {
        let row = self.sql.one(
            "SELECT (SELECT payer FROM credited WHERE member = ?1 AND month = ?2),
                (SELECT month FROM claims WHERE member = ?1)",
            values![&member, &month.to_string()],
        )?;
        let claim = row.opt_text(1)?;
        let claim = claim.map(|text| parsed(&text, "a month")).transpose()?;
        Ok((row.opt_id(0)?, claim))
    }

    fn credited_after(
        &self,
        member: MemberId,
        month: Month,
    ) -> Result<Vec<(Month, PayerId)>, StoreError> {
        let rows = self.sql.query(
            "SELECT month, payer FROM credited WHERE member = ?1 AND month > ?2 ORDER BY month",
            values![&member, &month.to_string()],
        )?;
        rows.iter()
            .map(|row| Ok((parsed(&row.text(0)?, "a month")?, row.id(1)?)))
            .collect()
    }

    fn add_credit(&mut self, credit: &Credit) -> Result<(), StoreError> {
        self.sql.execute(
            "INSERT INTO credited (member, month, payer, paid_on, parts) VALUES (?1, ?2, ?3, ?4, ?5)",
            values![
                &credit.line.member,
                &credit.line.month.to_string(),
                &credit.payer,
                &credit.paid_on.to_string(),
                &parts_text(&credit.line.parts)
            ],
        )?;
        Ok(())
    }

    fn remove_credit(&mut self, member: MemberId, month: Month) -> Result<(), StoreError> {
        self.sql.execute(
            "DELETE FROM credited WHERE member = ?1 AND month = ?2",
            values![&member, &month.to_string()],
        )?;
        Ok(())
    }

    fn claim(&self, member: MemberId) -> Result<Option<Month>, StoreError> {
        let found = self.sql.first(
            "SELECT month FROM claims WHERE member = ?1",
            values![&member],
        )?;
        found
            .map(|row| parsed(&row.text(0)?, "a month"))
            .transpose()
    }

    fn set_claim(&mut self, member: MemberId, month: Month) -> Result<(), StoreError> {
        self.sql.execute(
            "INSERT INTO claims (member, month, at) VALUES (?1, ?2, ?3)
                ON CONFLICT (member) DO UPDATE SET month = excluded.month, at = excluded.at",
            values![&member, &month.to_string(), self.at],
        )?;
        Ok(())
    }
}

/// One bill with its lines.
pub(super) fn bill(sql: &dyn Sql, id: BillId) -> Result<Option<Bill>, StoreError> {
    let found = sql.first(
        "SELECT payer, state, total, credit, last_day, why FROM bills WHERE id = ?1",
        values![&id],
    )?;
    let Some(row) = found else { return Ok(None) };
    let payer = row.id(0)?;
    let lines = sql.query(
        "SELECT member, month, parts FROM bill_lines WHERE payer = ?1 AND bill = ?2 ORDER BY position",
        values![&payer, &id],
    )?;
    let line = |row: &Row| {
        Ok(BillLine {
            member: row.id(0)?,
            month: parsed(&row.text(1)?, "a month")?,
            parts: read_parts(&row.text(2)?)?,
        })
    };
    Ok(Some(Bill {
        id,
        payer,
        lines: lines.iter().map(line).collect::<Result<_, StoreError>>()?,
        state: parsed(&row.text(1)?, "a bill's state")?,
        total: rupiah(&row, 2)?,
        credit: rupiah(&row, 3)?,
        last_day: parsed(&row.text(4)?, "a day")?,
        why: row.text(5)?,
    }))
}

/// The person behind a registration; none when that was never asked before.
pub(super) fn known_member(
    sql: &dyn Sql,
    id: RegistrationId,
) -> Result<Option<MemberId>, StoreError> {
    let found = sql.first(
        "SELECT member FROM members WHERE registration = ?1",
        values![&id],
    )?;
    found.map(|row| row.id(0)).transpose()
}

/// The bills whose ids stand in the first column.
pub(super) fn bills(sql: &dyn Sql, rows: &[Row]) -> Result<Vec<Bill>, StoreError> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.extend(bill(sql, row.id(0)?)?);
    }
    Ok(found)
}

pub(super) fn rupiah(row: &Row, place: usize) -> Result<Rupiah, StoreError> {
    row.count(place).map(Rupiah)
}

pub(super) fn parsed<T: std::str::FromStr>(
    text: &str,
    what: &'static str,
) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged(what))
}

/// `jkk 10000 jkm 6800`
fn parts_text(parts: &[(Programme, Rupiah)]) -> String {
    let part = |(programme, amount): &(Programme, Rupiah)| format!("{programme} {}", amount.0);
    parts.iter().map(part).collect::<Vec<_>>().join(" ")
}

pub(super) fn read_parts(text: &str) -> Result<Vec<(Programme, Rupiah)>, StoreError> {
    let words: Vec<&str> = text.split(' ').collect();
    let part = |pair: &[&str]| match pair {
        [programme, amount] => Ok((
            parsed(programme, "a programme")?,
            Rupiah(parsed(amount, "an amount")?),
        )),
        _ => Err(StoreError::Damaged("amounts of programmes")),
    };
    words.chunks(2).map(part).collect()
}
