//! Bills and money: what waits for a bill, bills and their codes, payments, the ledger, credited
//! months.
//!
//! What an event does is decided by [`crate::billing::Billing`], over books that are tables here.
//! Each method runs the rules, and keeps the inbox items that tell it, in one transaction. All of
//! them that write hold one lock, because a payment may touch a payer, a member and the ledger at
//! once; a bill takes milliseconds, so one after the other is quick enough.
//!
//! Nothing here names a person: a member is the id of their first registration.
//!
//! | file | holds |
//! |---|---|
//! | `contract` | what the office asks for: the trait [`Money`], and its records |
//! | `books` | the tables as [`crate::billing::Books`] |
//! | `arrangements`, `sponsors`, `who_pays` | who pays for whom |
//! | `continuing`, `rounds` | whom the next bill is asked for; the statements of a worker's rounds, and their indexes |
//! | `cancelling` | a bill that is cancelled because of one of its members |
//! | `accounts`, `asks`, `queue` | whose registration it is; who waits for a bill; work that is leased |
//! | `booking`, `items` | what follows from a payment or an end; inbox items that tell it |
//! | `cards` | which card each registration was sent, and when the next one is looked at |
//! | `refunds` | money given back, and the request that it answers |
//! | `reissue` | access made anew for who lost the phone: all of this is told once more |
//! | `sums` | what the ledger comes to, kept beside its entries |
//! | `answering` | which process answers which request, and what was done for it before |
//! | `unread` | reports that cannot be read, and those that were struck off |
//! | `look`, `figures` | reading, and the count of everything; the same in figures for monitoring |

mod accounts;
mod answering;
mod arrangements;
mod asks;
mod booking;
mod books;
mod cancelling;
mod cards;
mod continuing;
mod contract;
mod figures;
mod items;
mod look;
mod queue;
mod refunds;
mod reissue;
mod rounds;
mod sponsors;
mod sums;
mod unread;
mod who_pays;

use payung_model::sealed::inbox::BillCode;
use payung_model::sealed::{OfficeKey, RegistrationId};
use payung_model::units::{Date, Month, Rupiah, Timestamp};

use super::audit::{self, AuditEntry};
use super::error::StoreError;
use super::sql::{Database, Engine, Sql, TransactionLock, signed, values};
use crate::billing::{Bill, BillId, Booked, Books, Issued, PayerId, Payment, Totals};
use crate::random::SystemRandom;
use accounts::{account, member_of};
pub(super) use answering::hold;
pub use answering::{AnswerClaim, AnswerClaims};
pub use arrangements::{Arrangements, Ending, NewPayCode, PayCodeEntered, PayCodeTaken};
use asks::end_ask;
pub(super) use asks::{ask, wake};
use booking::{book, expire, members_in, notify_of_bill, notify_of_end, take_in_unknown};
use books::billing;
use cancelling::cancel_because_of;
pub use cards::{CardTask, Cards, NextCard, SentCard};
use continuing::EndsSoon;
pub use contract::{BillAsk, CodeTask, MemberAccount, Money, Wanted, WantedBill};
pub use figures::{AcquirerNote, MoneyFigures};
use items::ItemWriter;
pub use look::{
    BillFilter, BillRow, CreditFilter, CreditRow, MoneyProblem, MoneyState, PayerKind, PaymentRow,
};
pub use refunds::{MoneyRequest, Refund, RefundOrder, RefundRow, RefundWay, Refunding, Refunds};
pub(super) use refunds::{answer, find_answer};
pub use reissue::{ACCESS_ENDED, NewAccess, Reissues};
pub use rounds::ROUND_STATEMENTS;
pub use sponsors::{Fund, NotAFund, SponsorRow, SponsoredMember, Sponsors};
pub use unread::{ReportKey, ReportMark, StruckOff, UnreadFilter, UnreadReport, UnreadReports};
pub use who_pays::{ASKED, ASKED_AFTER_EXPIRY, ArrangementRow, PAY_FOR, PAYER_ENDED};

impl<E: Engine> Money for Database<E> {
    fn requeue_money(&self) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            sql.execute(
                // Asks with the greatest time wait for an officer, and a decision wakes them.
                "UPDATE bill_asks SET work_after = 0 WHERE work_after > 0 AND work_after < ?1",
                values![i64::MAX],
            )?;
            for statement in [
                "UPDATE bills SET work_after = 0 WHERE state IN ('wanted', 'cancelling') AND work_after > 0",
                "UPDATE refunds SET work_after = 0 WHERE done_at IS NULL AND work_after > 0",
            ] {
                sql.execute(statement, &[])?;
            }
            take_in_unknown(sql)
        })
    }

    fn ask_bill(
        &self,
        id: RegistrationId,
        why: &str,
        months: Option<u8>,
        at: Timestamp,
        entry: Option<&AuditEntry<'_>>,
    ) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            ask(sql, id, why, months, at)?;
            entry.map_or(Ok(()), |entry| audit::add(sql, entry))
        })
    }

    fn lease_asks(
        &self,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<BillAsk>, StoreError> {
        queue::ASKS.lease(&*self.engine, (now, until), most, |_, row| {
            Ok(BillAsk {
                id: row.id(0)?,
                why: row.text(1)?,
                months: row.opt_int(2)?.and_then(|months| u8::try_from(months).ok()),
                tries: row.small(3)?,
                told: row.opt_text(4)?,
            })
        })
    }

    fn set_ask_aside(
        &self,
        id: RegistrationId,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        queue::ASKS.set_aside(&*self.engine, id, reason, until)
    }

    fn notify_asker(
        &self,
        id: RegistrationId,
        notice: Option<&str>,
        ends: bool,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            if let Some(code) = notice {
                // The same notice is sent once, however often the worker comes back to this ask.
                let told = sql.first(
                    "SELECT 1 FROM bill_asks WHERE id = ?1 AND told = ?2",
                    values![&id, code],
                )?;
                if told.is_none() {
                    ItemWriter { sql, key, at }.notice(id, code, None, None)?;
                }
            }
            if ends {
                return end_ask(sql, id);
            }
            sql.execute(
                "UPDATE bill_asks SET told = ?2, work_after = ?3, work_tries = 0, work_note = NULL
                    WHERE id = ?1 AND work_after <> 0",
                values![&id, notice, i64::MAX],
            )?;
            Ok(())
        })
    }

    fn member_account(&self, id: RegistrationId) -> Result<MemberAccount, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let member = member_of(sql, id)?;
            account(sql, member)
        })
    }

    fn want_bill(&self, wanted: &WantedBill, key: &OfficeKey) -> Result<Wanted, StoreError> {
        let (today, at) = (wanted.today, wanted.at);
        let payer = wanted.order.payer;
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let writer = ItemWriter { sql, key, at };
            // A bill whose last day is over stands in the way of another one until it has expired.
            expire(&writer, today)?;
            let mut rules = billing(sql, at);
            let mut order = wanted.order.clone();
            // Credit pays months from the beginning of the list, and only those that it pays whole.
            // The rest is billed.
            let applied = rules.apply(payer, &order.lines, today)?;
            order.lines.drain(..applied.len());
            if !applied.is_empty() {
                let id = BillId::new(at, &mut SystemRandom)
                    .map_err(|_| StoreError::Damaged("no randomness"))?;
                writer.receipt_of_credit(payer, id, at, &applied)?;
            }
            for member in members_in(&applied) {
                writer.cover(member)?;
            }
            if order.lines.is_empty() && !applied.is_empty() {
                end_ask(sql, payer)?;
                return Ok(Wanted::Covered);
            }
            match rules.issue(order, today)? {
                Issued::New(bill) => {
                    end_ask(sql, payer)?;
                    // Of other lines it would not be true.
                    if let Some(otherwise) = wanted.otherwise.filter(|_| applied.is_empty()) {
                        sql.execute(
                            "UPDATE bills SET otherwise = ?2 WHERE id = ?1",
                            values![&bill.id, signed(otherwise.0)?],
                        )?;
                    }
                    Ok(Wanted::New(bill))
                }
                Issued::Again(bill) => {
                    end_ask(sql, payer)?;
                    Ok(Wanted::Again(bill))
                }
                Issued::Not(why) => Ok(Wanted::Not(why)),
            }
        })
    }

    fn lease_codes(
        &self,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<CodeTask>, StoreError> {
        queue::CODES.lease(&*self.engine, (now, until), most, |sql, row| {
            Ok(CodeTask {
                bill: books::bill(sql, row.id(0)?)?.ok_or(StoreError::Damaged("a bill"))?,
                tries: row.small(1)?,
            })
        })
    }

    fn set_code_aside(&self, id: BillId, reason: &str, until: Timestamp) -> Result<(), StoreError> {
        queue::CODES.set_aside(&*self.engine, id, reason, until)
    }

    fn code_issued(
        &self,
        id: BillId,
        codes: &[BillCode],
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let value = |kind: &str| {
            let code = codes.iter().find(|code| code.kind == kind);
            code.map(|code| code.value.clone())
        };
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            // The bill may have been cancelled while the acquirer was asked. Then its codes are not
            // told.
            if !billing(sql, at).opened(id)? {
                return Ok(false);
            }
            sql.execute(
                "UPDATE bills SET qris = ?2, payment_code = ?3 WHERE id = ?1",
                values![&id, value("qris").as_ref(), value("payment_code").as_ref()],
            )?;
            notify_of_bill(&ItemWriter { sql, key, at }, id, codes.to_vec())?;
            Ok(true)
        })
    }

    fn begin_cancel(
        &self,
        id: BillId,
        at: Timestamp,
        entry: Option<&AuditEntry<'_>>,
    ) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let begun = billing(sql, at).begin_cancel(id)?;
            if let Some(entry) = entry.filter(|_| begun) {
                audit::add(sql, entry)?;
            }
            Ok(begun)
        })
    }

    fn cancelled(&self, id: BillId, key: &OfficeKey, at: Timestamp) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let done = billing(sql, at).cancelled(id)?;
            if done {
                notify_of_end(&ItemWriter { sql, key, at }, id)?;
                // The bill that is to take its place may be made now.
                if let Some(bill) = books::bill(sql, id)? {
                    wake(sql, bill.payer)?;
                }
            }
            Ok(done)
        })
    }

    fn book_payment(
        &self,
        payment: &Payment,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<Booked, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            book(&ItemWriter { sql, key, at }, payment)
        })
    }

    fn cursor(&self) -> Result<u64, StoreError> {
        self.engine.read(|sql| {
            let found = sql.first("SELECT place FROM cursors WHERE name = 'payments'", &[])?;
            found.map_or(Ok(0), |row| row.count(0))
        })
    }

    fn set_cursor(&self, sequence: u64) -> Result<(), StoreError> {
        let place = signed(sequence)?;
        self.engine.write(|sql| {
            sql.execute(
                // Of two workers that read reports, the slower one does not put the cursor back.
                "INSERT INTO cursors (name, place) VALUES ('payments', ?1) ON CONFLICT (name) DO UPDATE
                    SET place = CASE WHEN excluded.place > cursors.place THEN excluded.place ELSE cursors.place END",
                values![place],
            )?;
            Ok(())
        })
    }

    fn expire_due(
        &self,
        today: Date,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<Vec<BillId>, StoreError> {
        let due = self.engine.read(|sql| {
            let given_up = Bill::given_up_on(today).to_string();
            sql.first(rounds::ANY_OVERDUE, values![&today.to_string(), &given_up])
        })?;
        if due.is_none() {
            return Ok(Vec::new());
        }
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            expire(&ItemWriter { sql, key, at }, today)
        })
    }

    fn claim(
        &self,
        id: RegistrationId,
        month: Month,
        key: &OfficeKey,
        entry: &AuditEntry<'_>,
    ) -> Result<Month, StoreError> {
        let at = entry.at;
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let member = member_of(sql, id)?;
            let mut rules = billing(sql, at);
            let back = rules.claim(member, month)?;
            let first = rules.books().claim(member)?.unwrap_or(month);
            let later = sql.query(
                "SELECT DISTINCT bill FROM bill_lines WHERE member = ?1 AND live = 1 AND month > ?2",
                values![&member, &first.to_string()],
            )?;
            for row in later {
                cancel_because_of(sql, row.id(0)?, member, at)?;
            }
            let writer = ItemWriter { sql, key, at };
            for (payer, amount) in &back {
                writer.notice(*payer, "unapplied", Some(*amount), None)?;
            }
            if !back.is_empty() {
                writer.cover(member)?;
            }
            audit::add(sql, entry)?;
            Ok(first)
        })
    }

    fn ask_continuing(
        &self,
        last: Month,
        ended: Month,
        at: Timestamp,
    ) -> Result<usize, StoreError> {
        EndsSoon::new(last, ended).ask(&*self.engine, at)
    }

    fn cancel_orphans(&self, at: Timestamp) -> Result<usize, StoreError> {
        let orphans = |sql: &dyn Sql| sql.query(rounds::ORPHANS, &[]);
        if self.engine.read(orphans)?.is_empty() {
            return Ok(0);
        }
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let mut rules = billing(sql, at);
            let mut begun = 0;
            for row in orphans(sql)? {
                begun += usize::from(rules.begin_cancel(row.id(0)?)?);
            }
            Ok(begun)
        })
    }

    fn open_bills(&self, after: Option<BillId>, most: u32) -> Result<Vec<Bill>, StoreError> {
        let after = after.map_or(Vec::new(), |id| id.bytes().to_vec());
        self.engine.read(|sql| {
            let rows = sql.query(
                "SELECT id FROM bills WHERE state IN ('wanted', 'open') AND id > ?1 ORDER BY id LIMIT ?2",
                values![&after, most],
            )?;
            books::bills(sql, &rows)
        })
    }

    fn bill(&self, id: BillId) -> Result<Option<BillRow>, StoreError> {
        self.engine.read(|sql| look::bill_row(sql, id))
    }

    fn bills_numbered(&self, number: &str) -> Result<Vec<BillId>, StoreError> {
        self.engine.read(|sql| look::numbered(sql, number))
    }

    fn bills(&self, filter: BillFilter, most: u32) -> Result<Vec<BillRow>, StoreError> {
        self.engine.read(|sql| look::bill_rows(sql, filter, most))
    }

    fn payments(&self, bill: BillId) -> Result<Vec<PaymentRow>, StoreError> {
        self.engine.read(|sql| look::payments(sql, bill))
    }

    fn waiting_bills(&self, after: Option<BillId>, most: u32) -> Result<Vec<BillRow>, StoreError> {
        self.engine
            .read(|sql| look::waiting_bills(sql, after, most))
    }

    fn strays(&self, after: Option<&str>, most: u32) -> Result<Vec<PaymentRow>, StoreError> {
        self.engine.read(|sql| look::strays(sql, after, most))
    }

    fn unapplied(
        &self,
        whose: CreditFilter,
        after: Option<PayerId>,
        most: u32,
    ) -> Result<Vec<CreditRow>, StoreError> {
        self.engine
            .read_moment(|sql| look::unapplied(sql, whose, after, most))
    }

    fn credit_of(&self, payer: PayerId) -> Result<(Rupiah, Rupiah), StoreError> {
        self.engine.read_moment(|sql| look::credit_of(sql, payer))
    }

    fn payer_kind(&self, payer: PayerId) -> Result<PayerKind, StoreError> {
        self.engine.read(|sql| look::payer_kind(sql, payer))
    }

    fn totals(&self) -> Result<Totals, MoneyProblem> {
        self.engine.read_moment(look::totals)?
    }

    fn check_money(&self) -> Result<Totals, MoneyProblem> {
        self.engine.read_moment(look::check)?
    }

    fn money_state(&self) -> Result<MoneyState, StoreError> {
        self.engine.read_moment(look::state)
    }

    fn note_acquirer(&self, note: &AcquirerNote) -> Result<(), StoreError> {
        self.engine.write(|sql| figures::note(sql, note))
    }

    fn money_figures(&self) -> Result<MoneyFigures, StoreError> {
        self.engine.read_moment(figures::figures)
    }
}
