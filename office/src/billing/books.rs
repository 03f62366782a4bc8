//! What the rules read and write: bills, payments, entries, credited months, claims.
//!
//! The rules ([`super::Billing`]) know nothing of storage. The office keeps its books in the
//! database (`store/money`); tests keep them in memory ([`Memory`]), by the same rules.

use std::collections::BTreeMap;
use std::convert::Infallible;

use payung_model::units::{Date, Month, Rupiah, Timestamp};

use super::bill::{Bill, BillId, BillLine, BillState, MemberId, PayerId};
use super::ledger::{Account, Entry, Totals};

/// A payment, as the acquirer reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The acquirer's reference; no two payments have the same.
    pub reference: String,
    /// Which bill's code was paid.
    pub bill: BillId,
    /// How much came.
    pub amount: Rupiah,
    /// When it was paid, by the acquirer's clock.
    pub paid_at: Timestamp,
    /// The kind of code: `qris`, `payment_code`.
    pub channel: String,
}

/// A month that was credited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// Whose month, and what it cost.
    pub line: BillLine,
    /// Who paid.
    pub payer: PayerId,
    /// The day the money came in, in Western Indonesia Time.
    pub paid_on: Date,
}

/// The books, as the rules need them. Each method reads or writes one thing and decides nothing.
pub trait Books {
    /// What can go wrong with the storage.
    type Error;

    /// A bill.
    fn bill(&self, id: BillId) -> Result<Option<Bill>, Self::Error>;
    /// The payer's bills that are live.
    fn live_bills(&self, payer: PayerId) -> Result<Vec<Bill>, Self::Error>;
    /// Where a bill stands.
    fn state(&self, id: BillId) -> Result<Option<BillState>, Self::Error>;
    /// Bills that are wanted or open and whose last day is before `today`, and those that are being
    /// cancelled and whose last day is before `given_up`.
    fn overdue(&self, today: Date, given_up: Date) -> Result<Vec<BillId>, Self::Error>;
    /// Keeps a bill that is new.
    fn add_bill(&mut self, bill: &Bill) -> Result<(), Self::Error>;
    /// The bill stands elsewhere now.
    fn set_state(&mut self, id: BillId, state: BillState) -> Result<(), Self::Error>;
    /// What was booked under that reference: bill and amount.
    fn payment(&self, reference: &str) -> Result<Option<(BillId, Rupiah)>, Self::Error>;
    /// Keeps a payment that is new.
    fn add_payment(&mut self, payment: &Payment) -> Result<(), Self::Error>;
    /// What lies on an account that is not the world.
    fn balance(&self, account: Account) -> Result<Rupiah, Self::Error>;
    /// Adds entries, in this order.
    fn add_entries(&mut self, entries: &[Entry]) -> Result<(), Self::Error>;
    /// Who paid that month, and the month of the member's claim.
    fn standing(
        &self,
        member: MemberId,
        month: Month,
    ) -> Result<(Option<PayerId>, Option<Month>), Self::Error>;
    /// The member's credited months after that one, and who paid them.
    fn credited_after(
        &self,
        member: MemberId,
        month: Month,
    ) -> Result<Vec<(Month, PayerId)>, Self::Error>;
    /// Keeps a credited month that is new.
    fn add_credit(&mut self, credit: &Credit) -> Result<(), Self::Error>;
    /// The month is not credited any more.
    fn remove_credit(&mut self, member: MemberId, month: Month) -> Result<(), Self::Error>;
    /// The month of the member's claim.
    fn claim(&self, member: MemberId) -> Result<Option<Month>, Self::Error>;
    /// Keeps the month of a claim in place of another.
    fn set_claim(&mut self, member: MemberId, month: Month) -> Result<(), Self::Error>;
}

/// Books in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    bills: Vec<Bill>,
    payments: BTreeMap<String, (BillId, Rupiah)>,
    entries: Vec<Entry>,
    balances: BTreeMap<Account, i128>,
    credits: BTreeMap<(MemberId, Month), Credit>,
    claims: BTreeMap<MemberId, Month>,
}

impl Memory {
    /// All bills, the oldest first.
    pub fn bills(&self) -> &[Bill] {
        &self.bills
    }

    /// All entries, the oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The sums of all entries; none when they do not balance.
    pub fn totals(&self) -> Option<Totals> {
        Totals::of(self.entries.iter().copied())
    }

    /// What lies on an account.
    pub fn on(&self, account: Account) -> Rupiah {
        let sum = self.balances.get(&account).copied();
        let held = sum.and_then(|sum| u64::try_from(sum).ok());
        Rupiah(held.unwrap_or(0))
    }

    /// Is the month paid?
    pub fn is_credited(&self, member: MemberId, month: Month) -> bool {
        self.credits.contains_key(&(member, month))
    }
}

impl Books for Memory {
    type Error = Infallible;

    fn bill(&self, id: BillId) -> Result<Option<Bill>, Infallible> {
        Ok(self.bills.iter().find(|bill| bill.id == id).cloned())
    }

    fn live_bills(&self, payer: PayerId) -> Result<Vec<Bill>, Infallible> {
        let live = |bill: &&Bill| bill.payer == payer && bill.state.is_live();
        Ok(self.bills.iter().filter(live).cloned().collect())
    }

    fn state(&self, id: BillId) -> Result<Option<BillState>, Infallible> {
        Ok(self.bill(id)?.map(|bill| bill.state))
    }

    fn overdue(&self, today: Date, given_up: Date) -> Result<Vec<BillId>, Infallible> {
        let over = |bill: &&Bill| match bill.state {
            BillState::Wanted | BillState::Open => bill.last_day < today,
            BillState::Cancelling => bill.last_day < given_up,
            _ => false,
        };
        Ok(self.bills.iter().filter(over).map(|bill| bill.id).collect())
    }

    fn add_bill(&mut self, bill: &Bill) -> Result<(), Infallible> {
        self.bills.push(bill.clone());
        Ok(())
    }

    fn set_state(&mut self, id: BillId, state: BillState) -> Result<(), Infallible> {
        if let Some(bill) = self.bills.iter_mut().find(|bill| bill.id == id) {
            bill.state = state;
        }
        Ok(())
    }

    fn payment(&self, reference: &str) -> Result<Option<(BillId, Rupiah)>, Infallible> {
        Ok(self.payments.get(reference).copied())
    }

    fn add_payment(&mut self, payment: &Payment) -> Result<(), Infallible> {
        self.payments
            .insert(payment.reference.clone(), (payment.bill, payment.amount));
        Ok(())
    }

    fn balance(&self, account: Account) -> Result<Rupiah, Infallible> {
        Ok(self.on(account))
    }

    fn add_entries(&mut self, entries: &[Entry]) -> Result<(), Infallible> {
        for entry in entries {
            // Sums of so many amounts are far from the bounds of these numbers.
            let amount = i128::from(entry.amount.0);
            *self.balances.entry(entry.from).or_default() -= amount;
            *self.balances.entry(entry.to).or_default() += amount;
        }
        self.entries.extend(entries);
        Ok(())
    }

    fn standing(
        &self,
        member: MemberId,
        month: Month,
    ) -> Result<(Option<PayerId>, Option<Month>), Infallible> {
        let credit = self.credits.get(&(member, month));
        let claim = self.claims.get(&member).copied();
        Ok((credit.map(|credit| credit.payer), claim))
    }

    fn credited_after(
        &self,
        member: MemberId,
        month: Month,
    ) -> Result<Vec<(Month, PayerId)>, Infallible> {
        let later = self
            .credits
            .iter()
            .filter(|((other, paid), _)| *other == member && *paid > month);
        Ok(later
            .map(|((_, paid), credit)| (*paid, credit.payer))
            .collect())
    }

    fn add_credit(&mut self, credit: &Credit) -> Result<(), Infallible> {
        let key = (credit.line.member, credit.line.month);
        self.credits.insert(key, credit.clone());
        Ok(())
    }

    fn remove_credit(&mut self, member: MemberId, month: Month) -> Result<(), Infallible> {
        self.credits.remove(&(member, month));
        Ok(())
    }

    fn claim(&self, member: MemberId) -> Result<Option<Month>, Infallible> {
        Ok(self.claims.get(&member).copied())
    }

    fn set_claim(&mut self, member: MemberId, month: Month) -> Result<(), Infallible> {
        self.claims.insert(member, month);
        Ok(())
    }
}
