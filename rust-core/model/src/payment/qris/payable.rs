//! The gate before a code is shown.

use serde::{Deserialize, Serialize};

use super::check::QrisProblem;
use super::payload::QrisPayload;
use super::rules::{
    ACCOUNT_NUMBER, AMOUNT, CITY, GUID, MERCHANT_ID, NAME, NATIONAL, TIP, is_account,
};
use super::tlv::{QrisField, QrisSyntax};
use crate::units::Rupiah;

/// A merchant that the signed rules name as the receiver of dues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QrisMerchant {
    /// National merchant id: `ID` and 13 digits.
    pub nmid: String,
    /// The name that a payment app shows before paying.
    pub name: String,
    /// Account numbers of that merchant at acquirers. Where some are named, no code with another
    /// one is shown.
    #[serde(default)]
    pub accounts: Vec<String>,
}

/// Why a code is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unpayable {
    /// The payload's fields cannot be told apart.
    #[error("{0}")]
    Unreadable(QrisSyntax),
    /// The payload breaks a rule; a wrong checksum is one.
    #[error("at character {}: {}", .0.offset, .0.fault.code())]
    Broken(QrisProblem),
    /// The payload is no Indonesian code.
    #[error("no QRIS code: it is not Indonesian")]
    NotQris,
    /// The payload's amount is not the bill's, or it has none.
    #[error("its amount is not the bill's")]
    OtherAmount,
    /// The payload asks for a tip or a fee on top of the amount.
    #[error("it asks for more than its amount")]
    Fee,
    /// The payload's merchant is none that the signed rules name.
    #[error("its merchant is not one that the office named")]
    OtherMerchant,
}

impl QrisMerchant {
    /// The name and every account in the payload are this merchant's.
    fn receives(&self, payload: &QrisPayload) -> bool {
        let mut accounts = payload.fields().filter(|field| is_account(field.tag));
        let is_own = |field: QrisField<'_>| {
            if field
                .within(GUID)
                .is_some_and(|guid| guid.eq_ignore_ascii_case(NATIONAL))
            {
                return field.within(MERCHANT_ID) == Some(&self.nmid);
            }
            // Apps route a payment by these numbers, so one that is not named could be somebody
            // else's.
            let number = field.within(ACCOUNT_NUMBER).unwrap_or(field.value);
            self.accounts.is_empty() || self.accounts.iter().any(|own| own == number)
        };
        payload.nmid() == Some(&self.nmid)
            && payload.value(NAME) == Some(&self.name)
            && accounts.all(is_own)
    }
}

impl Unpayable {
    /// A short name for programs, which stays.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable(problem) => problem.code(),
            Self::Broken(problem) => problem.fault.code(),
            Self::NotQris => "not_qris",
            Self::OtherAmount => "other_amount",
            Self::Fee => "fee",
            Self::OtherMerchant => "other_merchant",
        }
    }
}

/// A code that may be shown for one amount: it can be read, its checksum holds, it asks for exactly
/// that amount, and its merchant is one of the given ones. There is no other way to make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayableQris {
    payload: QrisPayload,
    merchant: QrisMerchant,
}

impl PayableQris {
    /// Checks a payload that came from outside against the bill's amount and the merchants that the
    /// signed rules name.
    ///
    /// The merchant's name must be the named one too: it is what the worker compares before paying.
    pub fn check(
        text: &str,
        amount: Rupiah,
        merchants: &[QrisMerchant],
    ) -> Result<Self, Unpayable> {
        let payload = QrisPayload::parse(text).map_err(Unpayable::Unreadable)?;
        let check = payload.check();
        if let Some(problem) = check.problems.first() {
            return Err(Unpayable::Broken(*problem));
        }
        if !check.is_qris {
            return Err(Unpayable::NotQris);
        }
        // A code without an amount lets the payer type one, which would pay no bill.
        if amount == Rupiah(0) || payload.value(AMOUNT).and_then(whole_rupiah) != Some(amount) {
            return Err(Unpayable::OtherAmount);
        }
        // A tip or a fee would be paid on top of the amount that the bill shows.
        if payload.field(TIP).is_some() {
            return Err(Unpayable::Fee);
        }
        let merchant = merchants
            .iter()
            .find(|merchant| merchant.receives(&payload));
        let merchant = merchant.ok_or(Unpayable::OtherMerchant)?.clone();
        Ok(Self { payload, merchant })
    }

    /// What the code holds.
    pub fn text(&self) -> &str {
        self.payload.text()
    }

    /// Who receives the money, as the signed rules and the code say alike.
    pub fn merchant(&self) -> &QrisMerchant {
        &self.merchant
    }

    /// The merchant's city, as the code says.
    pub fn city(&self) -> &str {
        self.payload.value(CITY).unwrap_or_default()
    }
}

/// An amount without sen; none when there are any. Acquirers write `16800` or `16800.00`.
fn whole_rupiah(text: &str) -> Option<Rupiah> {
    let (whole, sen) = text.split_once('.').unwrap_or((text, "0"));
    let is_zero = sen.bytes().all(|byte| byte == b'0');
    whole.parse().ok().map(Rupiah).filter(|_| is_zero)
}
