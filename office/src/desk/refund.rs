//! Money that pays nothing, given back by an officer: at the command line and on the page.

use payung_model::sealed::{OfficeKey, RegistrationId};
use payung_model::text::format;
use payung_model::typed::{clean, is_visible};
use payung_model::units::{Rupiah, Timestamp};
use sha2::{Digest, Sha256};

use crate::failure::Failure;
use crate::random::SystemRandom;
use crate::store::index::IndexRow;
use crate::store::money::Refunding;
use crate::store::{AuditEntry, Store, StoreError};

/// Signs of the reason, at most. It stands in the audit log, so it says nothing personal.
pub const MOST_REASON: usize = 200;

/// What an officer wants to give back, to whom, and why.
#[derive(Clone, Copy, Debug)]
pub struct GiveBack<'a> {
    /// The registration that paid, or the bill of a payment that belongs to none.
    pub payer: RegistrationId,
    /// How much of the payer's free credit.
    pub amount: Rupiah,
    /// For the audit log. It says nothing personal.
    pub why: &'a str,
    /// The form that asks. The same amount of the same form is given back once.
    pub form: RegistrationId,
}

/// Why nothing was given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotGivenBack {
    /// Nobody said why.
    NoReason,
    /// The reason is too long for the log.
    LongReason,
    /// So much is free, and more was asked for.
    TooMuch(Rupiah),
}

impl NotGivenBack {
    /// The failure at the command line.
    pub fn failure(self, payer: RegistrationId) -> Failure {
        Failure::Input(match self {
            Self::NoReason => "say why it is given back, in a word or two: --why".to_owned(),
            Self::LongReason => "the reason is too long for the log".to_owned(),
            Self::TooMuch(free) => format!(
                "{} has {} that can be given back",
                payer.receipt(),
                format::money(free)
            ),
        })
    }
}

/// The value by which a form is known when it comes twice.
pub fn new_form(now: Timestamp) -> Result<RegistrationId, Failure> {
    Ok(RegistrationId::new(now, &mut SystemRandom).map_err(std::io::Error::other)?)
}

/// Books the refund and has the payer told. What was booked before by the same form counts as done.
pub fn give_back(
    store: &Store,
    wish: &GiveBack<'_>,
    key: &OfficeKey,
    officer: &str,
    now: Timestamp,
) -> Result<Result<(), NotGivenBack>, Failure> {
    let why = clean(wish.why);
    if !is_visible(&why) {
        return Ok(Err(NotGivenBack::NoReason));
    }
    if why.chars().count() > MOST_REASON {
        return Ok(Err(NotGivenBack::LongReason));
    }
    let detail = format!("amount {}: {}", wish.amount.0, *why);
    let entry = AuditEntry {
        at: now,
        officer,
        action: "money refund",
        id: Some(wish.payer),
        detail: &detail,
    };
    match store.refund_once(wish.payer, wish.amount, once(wish), key, &entry)? {
        Refunding::Booked | Refunding::Before => Ok(Ok(())),
        Refunding::TooMuch => {
            let (_, free) = store.credit_of(wish.payer)?;
            Ok(Err(NotGivenBack::TooMuch(free)))
        }
    }
}

/// The id of the refund. Payer and amount are part of it, because an officer who goes back in the
/// browser and types another amount wants another refund. The reason is not: correcting it must not
/// give the money back twice.
fn once(wish: &GiveBack<'_>) -> RegistrationId {
    let digest = Sha256::new()
        .chain_update(wish.form.bytes())
        .chain_update(wish.payer.bytes())
        .chain_update(wish.amount.0.to_be_bytes())
        .finalize();
    let mut bytes = *wish.form.bytes();
    // The time and the marks of a UUID stay those of the form.
    bytes[9..].copy_from_slice(&digest[..7]);
    RegistrationId::from_bytes(&bytes).unwrap_or(wish.form)
}

/// Whether it is a request for money for which nothing was given back since it came. Accepting it
/// would tell the worker something untrue.
pub fn waits_for_refund(
    store: &Store,
    id: RegistrationId,
    row: &IndexRow,
) -> Result<bool, StoreError> {
    if row.purpose.as_deref() != Some("refund") {
        return Ok(false);
    }
    let (Some(payer), Some(arrived)) = (row.completes, store.rows(&[id])?.pop()) else {
        return Ok(true);
    };
    Ok(!store.refund_since(payer, arrived.created_at)?)
}
