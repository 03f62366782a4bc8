//! Inbox items about money. They are sealed and kept in the transaction of what they tell.

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{
    Arrangement, BillCode, BillNote, BillState as Told, CodeNote, CoverNote, CreditedMonth,
    DuesLine, Item, ItemBody, Notice, PayersNote, ReceiptNote,
};
use payung_model::sealed::{Envelope, OfficeKey, RegistrationId};
use payung_model::secret::Secret;
use payung_model::units::{Rupiah, Timestamp};

use super::books::{known_member, parsed, read_parts};
use super::who_pays::{name_of, names_for, open_of_member, open_of_payer};
use crate::billing::{Bill, BillId, BillLine, BillState, MemberId, Payment};
use crate::random::SystemRandom;
use crate::store::error::StoreError;
use crate::store::inbox::{self, InboxPlace};
use crate::store::registrations;
use crate::store::sql::{Sql, TransactionLock, signed, values};

/// Writes items as the office.
#[derive(Clone, Copy)]
pub(super) struct ItemWriter<'a> {
    pub sql: &'a dyn Sql,
    pub key: &'a OfficeKey,
    pub at: Timestamp,
}

impl ItemWriter<'_> {
    /// Seals an item for the next place and keeps it. The place cannot be taken meanwhile, because
    /// this transaction holds the registration's lock. False when nobody is there to read it: the
    /// registration was erased.
    pub fn write(&self, id: RegistrationId, body: ItemBody) -> Result<bool, StoreError> {
        let Self { sql, key, at } = *self;
        sql.lock(TransactionLock::Registration(id))?;
        let Some(InboxPlace { sequence, previous }) = inbox::next_place(sql, id)? else {
            return Ok(false);
        };
        // An envelope that cannot be read names no key, so nobody can be told.
        let record = registrations::latest_record(sql, id)?;
        let Some(envelope) = record.and_then(|bytes| Envelope::parse(&bytes).ok()) else {
            return Ok(false);
        };
        let header = envelope.header();
        let item = Item {
            sequence,
            previous,
            revision: header.revision,
            at,
            body,
        };
        let to = registrations::reply_key(sql, header)?;
        let sealed = item
            .seal(id, &to, key, &mut SystemRandom)
            .map_err(|_| StoreError::Damaged("an item that cannot be sealed"))?;
        inbox::add_item(sql, id, &sealed, at)?;
        Ok(true)
    }

    /// Tells the payer where a bill stands. What is not told as a state of its own is not told.
    pub fn bill(&self, bill: &Bill, codes: Vec<BillCode>) -> Result<bool, StoreError> {
        let state = match bill.state {
            BillState::Open => Told::Open,
            BillState::Paid => Told::Paid,
            BillState::Expired => Told::Expired,
            BillState::Cancelled => Told::Cancelled,
            BillState::Wanted | BillState::Cancelling => return Ok(false),
        };
        if is_sponsor(self.sql, bill.payer)? {
            return Ok(false);
        }
        let note = BillNote {
            id: bill.id,
            state,
            lines: self.lines(bill.payer, &bill.lines)?,
            credit: bill.credit,
            total: bill.total,
            last_day: bill.last_day,
            codes,
            why: bill.why.clone(),
        };
        self.write(bill.payer, ItemBody::Bill(note))
    }

    /// Tells the payer what became of a payment.
    pub fn receipt(
        &self,
        bill: &Bill,
        payment: &Payment,
        number: String,
        credited: &[BillLine],
        credit: Rupiah,
        left: Rupiah,
    ) -> Result<bool, StoreError> {
        if is_sponsor(self.sql, bill.payer)? {
            return Ok(false);
        }
        let note = ReceiptNote {
            number,
            bill: bill.id,
            paid_at: payment.paid_at,
            channel: payment.channel.clone(),
            reference: payment.reference.clone(),
            received: payment.amount,
            credit,
            credited: self.lines(bill.payer, credited)?,
            unapplied: left,
        };
        self.write(bill.payer, ItemBody::Receipt(note))
    }

    /// Tells the payer which months their credit paid, without a bill. The id stands where that of a
    /// bill would.
    pub fn receipt_of_credit(
        &self,
        payer: RegistrationId,
        id: BillId,
        at: Timestamp,
        credited: &[BillLine],
    ) -> Result<bool, StoreError> {
        if is_sponsor(self.sql, payer)? {
            return Ok(false);
        }
        let prices: Option<Vec<Rupiah>> = credited.iter().map(BillLine::amount).collect();
        let credit = prices
            .and_then(Rupiah::checked_sum)
            .ok_or(StoreError::Damaged("months of more than any amount"))?;
        let note = ReceiptNote {
            number: format!("{}-1", id.receipt()),
            bill: id,
            paid_at: at,
            channel: "credit".to_owned(),
            reference: String::new(),
            received: Rupiah(0),
            credit,
            credited: self.lines(payer, credited)?,
            unapplied: Rupiah(0),
        };
        self.write(payer, ItemBody::Receipt(note))
    }

    /// Tells the member all credited months, on every registration of theirs that goes on.
    pub fn cover(&self, member: MemberId) -> Result<(), StoreError> {
        let own = self.registrations_of(member)?;
        let note = self.cover_note(member, &own)?;
        for id in own {
            let state = registrations::known(self.sql, id)?.map(|known| known.state);
            if !matches!(
                state,
                None | Some(OfficeState::Refused | OfficeState::Withdrawn)
            ) {
                self.write(id, ItemBody::Cover(note.clone()))?;
                // What is paid stands on the card too.
                wake_card(self.sql, id)?;
            }
        }
        Ok(())
    }

    /// Tells one registration of a member all credited months; nothing when there are none.
    pub fn cover_of(&self, id: RegistrationId, member: MemberId) -> Result<(), StoreError> {
        let own = self.registrations_of(member)?;
        let note = self.cover_note(member, &own)?;
        if !note.months.is_empty() {
            self.write(id, ItemBody::Cover(note))?;
        }
        Ok(())
    }

    fn cover_note(
        &self,
        member: MemberId,
        own: &[RegistrationId],
    ) -> Result<CoverNote, StoreError> {
        let mut names: Vec<(RegistrationId, String)> = Vec::new();
        let rows = self.sql.query(
            "SELECT month, paid_on, parts, payer FROM credited WHERE member = ?1 ORDER BY month DESC LIMIT ?2",
            values![&member, signed(CoverNote::MOST_MONTHS as u64)?],
        )?;
        let mut months = Vec::with_capacity(rows.len());
        for row in rows.iter().rev() {
            let parts = read_parts(&row.text(2)?)?;
            let payer = row.id(3)?;
            if !own.contains(&payer) && !names.iter().any(|(known, _)| *known == payer) {
                names.push((payer, name_of(self.sql, payer)?));
            }
            let sponsor = names.iter().find(|(known, _)| *known == payer);
            months.push(CreditedMonth {
                month: parsed(&row.text(0)?, "a month")?,
                paid_on: parsed(&row.text(1)?, "a day")?,
                programmes: parts.into_iter().map(|(programme, _)| programme).collect(),
                sponsor: sponsor.map(|(_, name)| Secret::new(name)),
            });
        }
        Ok(CoverNote {
            since: None,
            months,
        })
    }

    /// Tells a registration who pays for its member, and for whom it pays. `code`: the member's code,
    /// where it is told for the first time.
    pub fn payers(&self, id: RegistrationId, code: &str) -> Result<bool, StoreError> {
        let sql = self.sql;
        // Its list has thousands of names, and it has no phone that would be told.
        if is_sponsor(sql, id)? {
            return Ok(false);
        }
        let member = known_member(sql, id)?.unwrap_or(id);
        let free = sql.first(
            "SELECT last_day FROM pay_codes WHERE registration = ?1 AND state = 'free'",
            values![&id],
        )?;
        let free = free.map(|row| parsed(&row.text(0)?, "a day")).transpose()?;
        let names = names_for(sql, id)?;
        // The office keeps a digest of a code, so a free code is told with its letters only when it
        // was just made.
        let mut note = PayersNote {
            code: free.map(|last_day| CodeNote {
                text: Secret::new(code),
                last_day,
            }),
            ..PayersNote::default()
        };
        if let Some(it) = open_of_member(sql, member)? {
            note.payers.push(Arrangement {
                id: it.id,
                name: Secret::new(name_of(sql, it.payer)?),
                from: it.first_month,
                until: it.last_month,
            });
        }
        for it in open_of_payer(sql, id)?.into_iter().take(PayersNote::MOST) {
            let name = names.iter().find(|(known, _)| *known == it.member);
            note.members.push(Arrangement {
                id: it.id,
                name: Secret::new(name.map_or_else(|| it.member.receipt(), |(_, it)| it.clone())),
                from: it.first_month,
                until: it.last_month,
            });
        }
        self.write(id, ItemBody::Payers(note))
    }

    /// Tells every registration of a member that goes on who pays.
    pub fn payers_of_member(&self, member: MemberId) -> Result<(), StoreError> {
        for id in self.registrations_of(member)? {
            let state = registrations::known(self.sql, id)?.map(|known| known.state);
            if matches!(state, Some(OfficeState::Received | OfficeState::Accepted)) {
                self.payers(id, "")?;
            }
        }
        Ok(())
    }

    fn registrations_of(&self, member: MemberId) -> Result<Vec<RegistrationId>, StoreError> {
        let rows = self.sql.query(
            "SELECT registration FROM members WHERE member = ?1 ORDER BY registration",
            values![&member],
        )?;
        rows.iter().map(|row| row.id(0)).collect()
    }

    /// Tells something about money.
    pub fn notice(
        &self,
        id: RegistrationId,
        code: &str,
        amount: Option<Rupiah>,
        bill: Option<BillId>,
    ) -> Result<bool, StoreError> {
        let notice = Notice {
            code: code.to_owned(),
            amount,
            bill,
            words: Secret::default(),
        };
        self.write(id, ItemBody::Notice(notice))
    }

    /// Lines as the payer reads them: without a name where they are the payer's own.
    fn lines(
        &self,
        payer: RegistrationId,
        lines: &[BillLine],
    ) -> Result<Vec<DuesLine>, StoreError> {
        let own = known_member(self.sql, payer)?.unwrap_or(payer);
        let names = names_for(self.sql, payer)?;
        let name = |member: MemberId| {
            let known = names.iter().find(|(known, _)| *known == member);
            known.map_or_else(|| member.receipt(), |(_, name)| name.clone())
        };
        let line = |line: &BillLine| DuesLine {
            member: if line.member == own {
                Secret::default()
            } else {
                Secret::new(name(line.member))
            },
            month: line.month,
            parts: line.parts.clone(),
        };
        Ok(lines.iter().map(line).collect())
    }
}

/// A sponsor has no phone: its bills are read at the office.
fn is_sponsor(sql: &dyn Sql, payer: RegistrationId) -> Result<bool, StoreError> {
    let found = sql.first("SELECT 1 FROM sponsors WHERE id = ?1", values![&payer])?;
    Ok(found.is_some())
}

/// Credited months have changed, so the card is looked at (`cards.rs`).
fn wake_card(sql: &dyn Sql, id: RegistrationId) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO cards (registration) VALUES (?1)
            ON CONFLICT (registration) DO UPDATE SET work_after = 0, work_tries = 0, work_note = NULL",
        values![&id],
    )?;
    Ok(())
}
