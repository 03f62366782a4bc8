//! Double entries in whole rupiah.

use std::collections::BTreeMap;

use payung_model::units::{Month, Rupiah};

use super::bill::{MemberId, PayerId};

/// Where money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// Outside: where payments come from.
    World,
    /// Received for a payer and not yet used.
    Unapplied(PayerId),
    /// Credited to a member's month.
    Dues(MemberId, Month),
    /// Given back.
    Refunded(PayerId),
}

/// Sums over all entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// All that came.
    pub received: Rupiah,
    /// Of that, credited to months.
    pub credited: Rupiah,
    /// Of that, not yet used.
    pub unapplied: Rupiah,
    /// Of that, given back.
    pub refunded: Rupiah,
}

/// All entries there were, oldest first, and what lies on each account.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    entries: Vec<(Account, Account, Rupiah)>,
    balances: BTreeMap<Account, u64>,
}

impl Ledger {
    /// Moves an amount; false, and nothing moved, when the account has less or a sum would not fit.
    #[must_use]
    pub(super) fn shift(&mut self, from: Account, to: Account, amount: Rupiah) -> bool {
        if amount == Rupiah(0) || from == to {
            return true;
        }
        let left = if from == Account::World { Some(0) } else { self.on(from).0.checked_sub(amount.0) };
        let (Some(left), Some(more)) = (left, self.on(to).0.checked_add(amount.0)) else { return false };
        if from != Account::World {
            self.balances.insert(from, left);
        }
        self.balances.insert(to, more);
        self.entries.push((from, to, amount));
        true
    }

    /// What lies on an account.
    pub fn on(&self, account: Account) -> Rupiah {
        Rupiah(self.balances.get(&account).copied().unwrap_or_default())
    }

    /// All entries: from, to, amount.
    pub fn entries(&self) -> &[(Account, Account, Rupiah)] {
        &self.entries
    }

    /// The sums, counted anew from the entries alone; none when they do not balance or do not fit.
    pub fn totals(&self) -> Option<Totals> {
        let (mut received, mut credited, mut unapplied, mut refunded) = (0_i128, 0_i128, 0_i128, 0_i128);
        for (from, to, amount) in &self.entries {
            for (account, sign) in [(from, -1), (to, 1)] {
                let amount = sign * i128::from(amount.0);
                match account {
                    Account::World => received -= amount,
                    Account::Dues(..) => credited += amount,
                    Account::Unapplied(_) => unapplied += amount,
                    Account::Refunded(_) => refunded += amount,
                }
            }
        }
        let rupiah = |sum: i128| u64::try_from(sum).ok().map(Rupiah);
        (received == credited + unapplied + refunded).then_some(())?;
        Some(Totals {
            received: rupiah(received)?,
            credited: rupiah(credited)?,
            unapplied: rupiah(unapplied)?,
            refunded: rupiah(refunded)?,
        })
    }
}
