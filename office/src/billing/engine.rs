//! What an event does to bills and money.

use std::collections::{BTreeMap, BTreeSet};

use payung_model::units::{Date, Month, Rupiah};

use super::bill::{Bill, BillId, BillLine, BillState, MemberId, PayerId};
use super::ledger::{Account, Ledger};

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
    /// The payer has another open bill for one of the months: it must be cancelled at the acquirer first.
    #[error("bill {0} is open for one of the months")]
    OpenBill(BillId),
}

/// What became of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Booked {
    /// It paid its bill: the months that were credited, and what is left over.
    Paid {
        /// In the bill's order.
        credited: Vec<BillLine>,
        /// Unapplied: overpaid, or months that somebody else had paid.
        left: Rupiah,
    },
    /// All of it is unapplied: the bill is not open, or the amount is too small.
    Unapplied,
    /// This payment was booked before.
    Again,
    /// There is no such bill, the reference belongs to another payment, or the amount is none that can be booked.
    Refused,
}

/// Bills and money of an office.
#[derive(Clone, Debug, Default)]
pub struct Billing {
    bills: Vec<Bill>,
    ledger: Ledger,
    payments: BTreeMap<String, (BillId, Rupiah)>,
    covered: BTreeMap<(MemberId, Month), PayerId>,
    claimed: BTreeMap<MemberId, Month>,
}

impl Billing {
    /// A bill for these lines. Asked twice, the same bill. A bill is due on the last day at the latest.
    pub fn issue(
        &mut self,
        payer: PayerId,
        lines: &[BillLine],
        today: Date,
        last_day: Date,
    ) -> Result<BillId, NotIssued> {
        let months: BTreeSet<_> = lines.iter().map(|line| (line.member, line.month)).collect();
        let total = Rupiah::checked_sum(lines.iter().map(|line| line.amount)).filter(|total| *total > Rupiah(0));
        let total = total.filter(|_| months.len() == lines.len()).ok_or(NotIssued::Lines)?;
        if last_day < today {
            return Err(NotIssued::Late);
        }
        if months.iter().any(|month| self.covered.contains_key(month)) {
            return Err(NotIssued::AlreadyPaid);
        }
        if lines.iter().any(|line| self.is_claimed(line.member, line.month)) {
            return Err(NotIssued::Claimed);
        }
        self.expire(today);
        let open = self.bills.iter().enumerate().find(|(_, bill)| {
            let shares = bill.lines.iter().any(|line| months.contains(&(line.member, line.month)));
            bill.payer == payer && bill.state == BillState::Open && shares
        });
        match open {
            Some((id, bill)) if bill.lines == lines => Ok(id),
            Some((id, _)) => Err(NotIssued::OpenBill(id)),
            None => {
                let lines = lines.to_vec();
                self.bills.push(Bill { payer, lines, total, last_day, state: BillState::Open });
                Ok(self.bills.len() - 1)
            }
        }
    }

    /// Bills past their last day can no longer be paid.
    pub fn expire(&mut self, today: Date) {
        for bill in self.bills.iter_mut().filter(|bill| bill.state == BillState::Open && bill.last_day < today) {
            bill.state = BillState::Expired;
        }
    }

    /// The acquirer has cancelled the bill's code; a bill that is not open stays as it is. False when nothing changed.
    pub fn cancelled(&mut self, id: BillId) -> bool {
        let bill = self.bills.get_mut(id).filter(|bill| bill.state == BillState::Open);
        bill.map(|bill| bill.state = BillState::Cancelled).is_some()
    }

    /// The acquirer reports a payment. `paid_on` is the day on which it was paid, which may be before today.
    pub fn paid(&mut self, reference: &str, id: BillId, amount: Rupiah, paid_on: Date) -> Booked {
        if let Some(before) = self.payments.get(reference) {
            return if *before == (id, amount) { Booked::Again } else { Booked::Refused };
        }
        let Some(bill) = self.bills.get(id).filter(|_| amount > Rupiah(0)).cloned() else { return Booked::Refused };
        let unapplied = Account::Unapplied(bill.payer);
        if !self.ledger.shift(Account::World, unapplied, amount) {
            return Booked::Refused;
        }
        self.payments.insert(reference.to_owned(), (id, amount));
        // A payment of its last day counts, also when the report comes after it.
        let in_time = matches!(bill.state, BillState::Open | BillState::Expired) && paid_on <= bill.last_day;
        if !in_time || amount < bill.total {
            return Booked::Unapplied;
        }
        if let Some(bill) = self.bills.get_mut(id) {
            bill.state = BillState::Paid;
        }
        let credited: Vec<BillLine> =
            bill.lines.iter().copied().filter(|line| self.credit(bill.payer, *line)).collect();
        let used: u64 = credited.iter().map(|line| line.amount.0).sum();
        Booked::Paid { credited, left: Rupiah(amount.0 - used) }
    }

    /// Uses a payer's unapplied money for months, in the given order, as far as it goes. The months that were credited.
    pub fn apply(&mut self, payer: PayerId, lines: &[BillLine]) -> Vec<BillLine> {
        lines.iter().copied().take_while(|line| self.credit(payer, *line)).collect()
    }

    /// Gives unapplied money back; false when the payer has less.
    pub fn refund(&mut self, payer: PayerId, amount: Rupiah) -> bool {
        self.ledger.shift(Account::Unapplied(payer), Account::Refunded(payer), amount)
    }

    /// A claim in that month: later months are not due. Money for them goes back to whoever paid it, unapplied.
    pub fn claim(&mut self, member: MemberId, month: Month) {
        let first = self.claimed.get(&member).map_or(month, |before| month.min(*before));
        self.claimed.insert(member, first);
        let later: Vec<_> = self.covered.iter().map(|(key, payer)| (*key, *payer)).collect();
        for ((other, paid), payer) in later {
            if other == member && paid > first {
                let dues = Account::Dues(member, paid);
                if self.ledger.shift(dues, Account::Unapplied(payer), self.ledger.on(dues)) {
                    self.covered.remove(&(member, paid));
                }
            }
        }
    }

    /// Bills whose codes must be cancelled at the acquirer before others are issued: what a change of rules begins with.
    pub fn open(&self) -> impl Iterator<Item = BillId> {
        self.bills.iter().enumerate().filter(|(_, bill)| bill.state == BillState::Open).map(|(id, _)| id)
    }

    /// All bills, by id.
    pub fn bills(&self) -> &[Bill] {
        &self.bills
    }

    /// All money.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Is the month paid?
    pub fn is_covered(&self, member: MemberId, month: Month) -> bool {
        self.covered.contains_key(&(member, month))
    }

    fn is_claimed(&self, member: MemberId, month: Month) -> bool {
        self.claimed.get(&member).is_some_and(|claim| month > *claim)
    }

    /// Credits one month once; false when it is paid, not due, or there is too little.
    fn credit(&mut self, payer: PayerId, line: BillLine) -> bool {
        let key = (line.member, line.month);
        let is_due =
            line.amount > Rupiah(0) && !self.covered.contains_key(&key) && !self.is_claimed(line.member, line.month);
        let to = Account::Dues(line.member, line.month);
        let done = is_due && self.ledger.shift(Account::Unapplied(payer), to, line.amount);
        if done {
            self.covered.insert(key, payer);
        }
        done
    }
}
