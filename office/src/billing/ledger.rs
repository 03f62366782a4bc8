//! Double entries in whole rupiah: each moves an amount from one account to another, so nothing
//! appears or is lost.

use std::fmt;
use std::str::FromStr;

use payung_model::units::{Month, Rupiah};

use super::bill::{MemberId, PayerId};

/// Where money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// Outside: where payments come from.
    World,
    /// Received for a payer and not yet used. Whoever paid a bill that is not known has its id.
    Unapplied(PayerId),
    /// Credited to a member's month.
    Dues(MemberId, Month),
    /// Given back.
    Refunded(PayerId),
}

impl Account {
    /// Its kind, as it begins in the database: `world`, `unapplied`, `dues` or `refunded`.
    pub fn kind(self) -> &'static str {
        match self {
            Self::World => "world",
            Self::Unapplied(_) => "unapplied",
            Self::Dues(..) => "dues",
            Self::Refunded(_) => "refunded",
        }
    }
}

/// One entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where the money was.
    pub from: Account,
    /// Where it is now.
    pub to: Account,
    /// How much; never nothing.
    pub amount: Rupiah,
}

/// Sums over all entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

impl Totals {
    /// Counts the sums from entries alone; none when they do not balance or do not fit.
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Option<Self> {
        let (mut received, mut credited, mut unapplied, mut refunded) =
            (0_i128, 0_i128, 0_i128, 0_i128);
        for entry in entries {
            for (account, sign) in [(entry.from, -1), (entry.to, 1)] {
                let amount = sign * i128::from(entry.amount.0);
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
        Some(Self {
            received: rupiah(received)?,
            credited: rupiah(credited)?,
            unapplied: rupiah(unapplied)?,
            refunded: rupiah(refunded)?,
        })
    }
}

/// As the database holds it: `world`, `unapplied:ID`, `dues:ID:2027-01`, `refunded:ID`.
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::World => f.write_str("world"),
            Self::Unapplied(payer) => write!(f, "unapplied:{payer}"),
            Self::Dues(member, month) => write!(f, "dues:{member}:{month}"),
            Self::Refunded(payer) => write!(f, "refunded:{payer}"),
        }
    }
}

/// Not the name of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no account has that name")]
pub struct NotAnAccount;

impl FromStr for Account {
    type Err = NotAnAccount;

    fn from_str(text: &str) -> Result<Self, NotAnAccount> {
        let mut parts = text.split(':');
        let account = match (parts.next(), parts.next(), parts.next()) {
            (Some("world"), None, None) => Some(Self::World),
            (Some("unapplied"), Some(id), None) => id.parse().ok().map(Self::Unapplied),
            (Some("refunded"), Some(id), None) => id.parse().ok().map(Self::Refunded),
            (Some("dues"), Some(id), Some(month)) => id
                .parse()
                .ok()
                .zip(month.parse().ok())
                .map(|(id, month)| Self::Dues(id, month)),
            _ => None,
        };
        account
            .filter(|_| parts.next().is_none())
            .ok_or(NotAnAccount)
    }
}
