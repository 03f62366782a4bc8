//! What an event does to bills and money.

use std::collections::BTreeSet;

use payung_model::units::{Date, Month, Rupiah};

use super::bill::{Bill, BillId, BillLine, BillState, MemberId, PayerId};
use super::books::{Books, Credit, Memory, Payment};
use super::ledger::{Account, Entry};

/// More lies on no account, and no more is moved at once: sums fit what a database counts with.
const MOST: u64 = i64::MAX as u64 / 4;

/// What a bill is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillOrder {
    /// The id that a new bill gets.
    pub id: BillId,
    /// Who pays.
    pub payer: PayerId,
    /// Each member's month once.
    pub lines: Vec<BillLine>,
    /// The last day on which it can be paid.
    pub last_day: Date,
    /// Why there is this bill.
    pub why: String,
}

/// Why there is no bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotIssued {
    /// No lines, a month twice, nothing to pay, or more than any amount.
    #[error("no lines, a month twice, or no amount")]
    Lines,
    /// Its last day is over already.
    #[error("its last day is over")]
    Late,
    /// Somebody paid one of the months; who is not said.
    #[error("somebody already pays this month")]
    AlreadyPaid,
    /// After a claim nothing is due.
    #[error("after a claim nothing is due")]
    Claimed,
    /// The payer has another live bill for one of the months: it must be cancelled at the acquirer
    /// first.
    #[error("bill {0} is open for one of the months")]
    OpenBill(BillId),
}

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issued {
    /// A new bill.
    New(Bill),
    /// The same was asked for before.
    Again(Bill),
    /// There is no bill.
    Not(NotIssued),
}

/// What became of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Booked {
    /// It paid its bill: the months that were credited, and what is left over.
    Paid {
        /// In the bill's order.
        credited: Vec<BillLine>,
        /// The payer's credit that was there for it besides.
        credit: Rupiah,
        /// Unapplied: overpaid, or months that somebody else had paid.
        left: Rupiah,
    },
    /// All of it is unapplied: the bill is not open, or the amount is too small.
    Unapplied,
    /// This payment was booked before.
    Again,
    /// There is no such bill: all of it is unapplied money of who paid it. Nobody knows who that is,
    /// so the bill's id stands for them.
    Unknown,
    /// The reference belongs to another payment, or the amount is none that can be booked.
    Refused,
}

/// The rules of bills and money, over the books of an office.
///
/// ```
/// use payung_model::programme::Programme;
/// use payung_model::sealed::inbox::BillId;
/// use payung_model::units::{Date, Month, Rupiah, Timestamp};
/// use payung_office::billing::{BillLine, BillOrder, Billing, Booked, Issued, Memory, Payment};
/// use payung_office::random::SystemRandom;
///
/// let now: Timestamp = "2027-01-05T09:00:00+07:00".parse()?;
/// let [siti, bill] = [BillId::new(now, &mut SystemRandom)?, BillId::new(now, &mut SystemRandom)?];
/// let line = BillLine {
///     member: siti,
///     month: Month::new(2027, 1)?,
///     parts: vec![(Programme::Jkk, Rupiah(10_000)), (Programme::Jkm, Rupiah(6_800))],
/// };
/// let order = BillOrder {
///     id: bill,
///     payer: siti,
///     lines: vec![line.clone()],
///     last_day: Date::new(2027, 1, 31)?,
///     why: "first".into(),
/// };
/// let mut billing = Billing::<Memory>::default();
/// assert!(matches!(billing.issue(order, now.date())?, Issued::New(_)));
/// let payment = Payment {
///     reference: "A-1".into(),
///     bill,
///     amount: Rupiah(16_800),
///     paid_at: now,
///     channel: "qris".into(),
/// };
/// let paid = Booked::Paid { credited: vec![line], credit: Rupiah(0), left: Rupiah(0) };
/// assert_eq!(billing.paid(&payment)?, paid);
/// assert_eq!(billing.paid(&payment)?, Booked::Again);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Billing<B = Memory> {
    books: B,
}

impl<B: Books> Billing<B> {
    /// The rules over these books.
    pub fn over(books: B) -> Self {
        Self { books }
    }

    /// The books.
    pub fn books(&self) -> &B {
        &self.books
    }

    /// A bill for these lines. Asked twice, the same bill. A bill is due on the last day at the
    /// latest. It uses the payer's free money, but at least one rupiah is left to be paid: what
    /// could be paid wholly of it is for [`Billing::apply`]. A bill whose last day is over is in the
    /// way until [`Billing::expire`] was called.
    pub fn issue(&mut self, order: BillOrder, today: Date) -> Result<Issued, B::Error> {
        let not = |why| Ok(Issued::Not(why));
        let lines = &order.lines;
        let months: BTreeSet<_> = lines.iter().map(|line| (line.member, line.month)).collect();
        let amounts: Option<Vec<Rupiah>> = lines.iter().map(BillLine::amount).collect();
        let Some(sum) = amounts
            .filter(|amounts| amounts.iter().all(|amount| *amount > Rupiah(0)))
            .and_then(Rupiah::checked_sum)
            .filter(|sum| *sum > Rupiah(0) && months.len() == lines.len())
        else {
            return not(NotIssued::Lines);
        };
        if order.last_day < today {
            return not(NotIssued::Late);
        }
        for (member, month) in &months {
            match self.books.standing(*member, *month)? {
                (Some(_), _) => return not(NotIssued::AlreadyPaid),
                (None, Some(claim)) if *month > claim => return not(NotIssued::Claimed),
                _ => {}
            }
        }
        let shares = |bill: &Bill| {
            let mut lines = bill.lines.iter();
            lines.any(|line| months.contains(&(line.member, line.month)))
        };
        let open = self.books.live_bills(order.payer)?.into_iter().find(shares);
        if let Some(bill) = open {
            // A bill that is being cancelled is not given again: its code is about to end.
            let same = bill.lines == order.lines && bill.state != BillState::Cancelling;
            return if same {
                Ok(Issued::Again(bill))
            } else {
                not(NotIssued::OpenBill(bill.id))
            };
        }
        // A rupiah at least is left to be paid.
        let free = self.free(order.payer)?;
        let credit = sum.checked_sub(Rupiah(1)).map(|most| free.min(most));
        let Some((credit, total)) = credit.and_then(|it| Some((it, sum.checked_sub(it)?))) else {
            return not(NotIssued::Lines);
        };
        let BillOrder {
            id,
            payer,
            lines,
            last_day,
            why,
        } = order;
        let bill = Bill {
            id,
            payer,
            lines,
            credit,
            total,
            last_day,
            why,
            state: BillState::Wanted,
        };
        self.books.add_bill(&bill)?;
        Ok(Issued::New(bill))
    }

    /// The acquirer has given the bill's code; false when the bill waits for none.
    pub fn opened(&mut self, id: BillId) -> Result<bool, B::Error> {
        self.turn(id, &[BillState::Wanted], BillState::Open)
    }

    /// Bills past their last day can no longer be paid. Those that expired now. One that is being
    /// cancelled expires some days later ([`Bill::given_up_on`]).
    pub fn expire(&mut self, today: Date) -> Result<Vec<BillId>, B::Error> {
        let overdue = self.books.overdue(today, Bill::given_up_on(today))?;
        for id in &overdue {
            self.books.set_state(*id, BillState::Expired)?;
        }
        Ok(overdue)
    }

    /// The bill's code is to be cancelled at the acquirer; false when it is not live, or that was
    /// said before.
    pub fn begin_cancel(&mut self, id: BillId) -> Result<bool, B::Error> {
        let from = [BillState::Wanted, BillState::Open];
        self.turn(id, &from, BillState::Cancelling)
    }

    /// The acquirer has cancelled the bill's code; a bill that is not being cancelled stays as it
    /// is. False when nothing changed.
    pub fn cancelled(&mut self, id: BillId) -> Result<bool, B::Error> {
        self.turn(id, &[BillState::Cancelling], BillState::Cancelled)
    }

    /// The acquirer reports a payment. The day on which it was paid counts, which may be before
    /// that of the report.
    pub fn paid(&mut self, payment: &Payment) -> Result<Booked, B::Error> {
        let (id, amount) = (payment.bill, payment.amount);
        if let Some(before) = self.books.payment(&payment.reference)? {
            return Ok(if before == (id, amount) {
                Booked::Again
            } else {
                Booked::Refused
            });
        }
        if amount == Rupiah(0) {
            return Ok(Booked::Refused);
        }
        let Some(bill) = self.books.bill(id)? else {
            if !self.take_in_unknown(id, amount)? {
                return Ok(Booked::Refused);
            }
            self.books.add_payment(payment)?;
            return Ok(Booked::Unknown);
        };
        // A bill that is live keeps its credit; that of an expired one may have been used since.
        let credit = if bill.state.is_live() {
            bill.credit
        } else {
            bill.credit.min(self.free(bill.payer)?)
        };
        // More than any amount cannot be booked.
        let Some(all) = amount.checked_add(credit) else {
            return Ok(Booked::Refused);
        };
        let unapplied = Account::Unapplied(bill.payer);
        if !self.shift(Account::World, unapplied, amount)? {
            return Ok(Booked::Refused);
        }
        self.books.add_payment(payment)?;
        let paid_on = payment.paid_at.date();
        let in_time = bill.state.takes_payment() && paid_on <= bill.last_day;
        if !in_time || amount < bill.total {
            return Ok(Booked::Unapplied);
        }
        self.books.set_state(id, BillState::Paid)?;
        // A month that somebody else has paid since is not credited again. Its price stays left over.
        let (credited, left) = self.credit(bill.payer, &bill.lines, all, paid_on, false)?;
        Ok(Booked::Paid {
            credited,
            credit,
            left,
        })
    }

    /// Counts money that came for a bill that is not known; false when it is no amount that can be
    /// booked.
    pub fn take_in_unknown(&mut self, id: BillId, amount: Rupiah) -> Result<bool, B::Error> {
        self.shift(Account::World, Account::Unapplied(id), amount)
    }

    /// Uses a payer's free money for months, in the given order, as far as it goes. The months that
    /// were credited.
    pub fn apply(
        &mut self,
        payer: PayerId,
        lines: &[BillLine],
        today: Date,
    ) -> Result<Vec<BillLine>, B::Error> {
        let free = self.free(payer)?;
        // Most have nothing in credit, so their bills are not looked through.
        if free == Rupiah(0) {
            return Ok(Vec::new());
        }
        // A month of a live bill is paid by that bill.
        let live = self.books.live_bills(payer)?;
        let billed: BTreeSet<_> = live
            .iter()
            .flat_map(|bill| &bill.lines)
            .map(|line| (line.member, line.month))
            .collect();
        let is_billed = |line: &BillLine| billed.contains(&(line.member, line.month));
        let end = lines.iter().position(is_billed).unwrap_or(lines.len());
        // Months are paid in their order: a later one is not paid while an earlier one is not.
        Ok(self.credit(payer, &lines[..end], free, today, true)?.0)
    }

    /// Gives free money back; false when the payer has less.
    pub fn refund(&mut self, payer: PayerId, amount: Rupiah) -> Result<bool, B::Error> {
        if amount == Rupiah(0) || self.free(payer)? < amount {
            return Ok(false);
        }
        self.shift(Account::Unapplied(payer), Account::Refunded(payer), amount)
    }

    /// A claim in that month: later months are not due. Money for them goes back to whoever paid
    /// it, unapplied: the payers and how much each.
    pub fn claim(
        &mut self,
        member: MemberId,
        month: Month,
    ) -> Result<Vec<(PayerId, Rupiah)>, B::Error> {
        let before = self.books.claim(member)?;
        let first = before.map_or(month, |before| month.min(before));
        self.books.set_claim(member, first)?;
        let mut back: Vec<(PayerId, Rupiah)> = Vec::new();
        for (paid, payer) in self.books.credited_after(member, first)? {
            let dues = Account::Dues(member, paid);
            let amount = self.books.balance(dues)?;
            // The money goes back to whoever paid the month, who need not be the member.
            if self.shift(dues, Account::Unapplied(payer), amount)? {
                self.books.remove_credit(member, paid)?;
                let mut known = back.iter_mut();
                let known = known.find(|(other, _)| *other == payer);
                match known.and_then(|known| Some((known.1.checked_add(amount)?, known))) {
                    Some((sum, known)) => known.1 = sum,
                    None => back.push((payer, amount)),
                }
            }
        }
        Ok(back)
    }

    /// The payer's unapplied money that no live bill uses.
    pub fn free(&self, payer: PayerId) -> Result<Rupiah, B::Error> {
        let all = self.books.balance(Account::Unapplied(payer))?;
        let live = self.books.live_bills(payer)?;
        let used = Rupiah::checked_sum(live.iter().map(|bill| bill.credit));
        // Where bills use more than there is, nothing is free.
        Ok(used
            .and_then(|used| all.checked_sub(used))
            .unwrap_or(Rupiah(0)))
    }

    fn turn(&mut self, id: BillId, from: &[BillState], to: BillState) -> Result<bool, B::Error> {
        let turns = self
            .books
            .state(id)?
            .is_some_and(|state| from.contains(&state));
        if turns {
            self.books.set_state(id, to)?;
        }
        Ok(turns)
    }

    /// Credits each of these months once, as far as so much of the payer's money goes: not one that
    /// is paid, not due, or costs more than is left. With `in_order` the first such month ends it.
    /// The months that were credited, and what is left.
    ///
    /// A sponsor's bill has thousands of lines, so a line costs few statements: the payer's account is
    /// read once, and the sums change once for all of them. Nothing lies on the account of a month
    /// that is not credited, so that one is not read.
    fn credit(
        &mut self,
        payer: PayerId,
        lines: &[BillLine],
        mut left: Rupiah,
        paid_on: Date,
        in_order: bool,
    ) -> Result<(Vec<BillLine>, Rupiah), B::Error> {
        let account = Account::Unapplied(payer);
        let mut held = self.books.balance(account)?;
        let (mut credited, mut entries) = (Vec::new(), Vec::new());
        for line in lines {
            let price = line.amount().filter(|it| (1..=MOST).contains(&it.0));
            let rests = price.and_then(|price| {
                let rests = (left.checked_sub(price)?, held.checked_sub(price)?);
                Some((price, rests))
            });
            let is_due = match self.books.standing(line.member, line.month)? {
                (Some(_), _) => false,
                (None, claim) => claim.is_none_or(|claim| line.month <= claim),
            };
            let Some((amount, rests)) = rests.filter(|_| is_due) else {
                if in_order {
                    break;
                }
                continue;
            };
            (left, held) = rests;
            entries.push(Entry {
                from: account,
                to: Account::Dues(line.member, line.month),
                amount,
            });
            self.books.add_credit(&Credit {
                line: line.clone(),
                payer,
                paid_on,
            })?;
            credited.push(line.clone());
        }
        self.books.add_entries(&entries)?;
        Ok((credited, left))
    }

    /// Moves an amount; false, and nothing moved, when the account has less or a sum would not fit
    /// what a database counts with.
    fn shift(&mut self, from: Account, to: Account, amount: Rupiah) -> Result<bool, B::Error> {
        if amount == Rupiah(0) || from == to {
            return Ok(true);
        }
        let enough = from == Account::World || self.books.balance(from)? >= amount;
        let fits = amount.0 <= MOST && self.books.balance(to)?.0 <= MOST;
        if enough && fits {
            self.books.add_entries(&[Entry { from, to, amount }])?;
        }
        Ok(enough && fits)
    }
}
