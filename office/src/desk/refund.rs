//! Money that pays nothing, given back by an officer: at the command line and on the page.

use payung_model::journey::OfficeState;
use payung_model::sealed::{OfficeKey, RegistrationId};
use payung_model::text::format;
use payung_model::typed::{clean, is_visible};
use payung_model::units::{Rupiah, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::money::Part;
use crate::failure::Failure;
use crate::random::SystemRandom;
use crate::store::index::IndexRow;
use crate::store::money::{MoneyRequest, PayerKind, RefundOrder, RefundRow, RefundWay, Refunding};
use crate::store::{AuditEntry, Store, StoreError};

/// How the form names a request for money.
const PURPOSE: &str = "refund";
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
    /// The request that it answers, if the officer named one.
    pub request: Option<RegistrationId>,
    /// How the money goes.
    pub way: RefundWay,
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
    /// What it is to answer is no request for this money that waits.
    NoSuchRequest,
    /// The payer's registration is here, so the money goes back where it came from.
    NotElsewhere,
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
            Self::NoSuchRequest => format!(
                "--for names no request for money about {} that waits",
                payer.receipt()
            ),
            Self::NotElsewhere => format!(
                "{} is here: its money goes back where it came from",
                payer.receipt()
            ),
        })
    }
}

/// What was given back of one payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownRefund {
    /// The payment that it goes back to.
    pub reference: String,
    /// How that was paid.
    pub channel: String,
    /// How much.
    pub amount: u64,
    /// When it was booked.
    pub given_at: String,
    /// When it was paid out; none while it waits.
    pub paid_out_at: Option<String>,
    /// Why it waits, if that is known.
    pub waits: Option<String>,
    /// Who gave it back; none when an older version did not keep it.
    pub officer: Option<String>,
    /// Why; none when an older version did not keep it.
    pub why: Option<String>,
    /// The request that it answers.
    pub request: Option<String>,
    /// True when the acquirer is not asked, because the money went another way.
    pub elsewhere: bool,
}

impl ShownRefund {
    fn of(row: &RefundRow) -> Self {
        Self {
            reference: row.reference.clone(),
            channel: row.channel.clone(),
            amount: row.amount.0,
            given_at: row.asked_at.to_string(),
            paid_out_at: row.done_at.map(|at| at.to_string()),
            waits: row.waits.clone(),
            officer: row.officer.clone(),
            why: row.why.clone(),
            request: row.request.map(|id| id.to_string()),
            elsewhere: row.way == RefundWay::Elsewhere,
        }
    }
}

/// What was given back to a payer, the newest first, at most so much.
pub fn refunds(
    store: &Store,
    payer: RegistrationId,
    most: u32,
) -> Result<Part<ShownRefund>, StoreError> {
    let rows = store.refunds(payer, most.saturating_add(1))?;
    Ok(Part::of(rows.iter().map(ShownRefund::of).collect(), most))
}

/// Requests for that payer's money that wait, the oldest first, at most so many.
pub fn money_requests(
    store: &Store,
    payer: RegistrationId,
    most: u32,
) -> Result<Part<RegistrationId>, StoreError> {
    let rows = store.money_requests(payer, most.saturating_add(1))?;
    Ok(Part::of(rows, most))
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
    let elsewhere = wish.way == RefundWay::Elsewhere;
    if elsewhere && store.payer_kind(wish.payer)? == PayerKind::Registration {
        return Ok(Err(NotGivenBack::NotElsewhere));
    }
    let order = RefundOrder {
        payer: wish.payer,
        amount: wish.amount,
        once: once(wish),
        why: &why,
        request: wish.request,
        way: wish.way,
    };
    // A form that comes again was answered before, whatever became of its request since.
    if let Some(request) = wish.request
        && !store.is_refund(order.once)?
        && !asks_for(store, request, wish.payer)?
    {
        return Ok(Err(NotGivenBack::NoSuchRequest));
    }
    let detail = format!("amount {}: {}", wish.amount.0, *why);
    let entry = AuditEntry {
        at: now,
        officer,
        action: if elsewhere {
            "money elsewhere"
        } else {
            "money refund"
        },
        id: Some(wish.payer),
        detail: &detail,
    };
    match store.refund(&order, key, &entry)? {
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

/// Whether it is a request for money that no refund answers. Accepting it would tell the worker
/// something untrue.
pub fn waits_for_refund(
    store: &Store,
    id: RegistrationId,
    row: &IndexRow,
) -> Result<bool, StoreError> {
    if row.purpose.as_deref() != Some(PURPOSE) {
        return Ok(false);
    }
    match money_request(store, id, row)? {
        Some(request) => Ok(!store.is_given_back(&request)?),
        // Nobody knows whose money it asks for.
        None => Ok(true),
    }
}

/// The request, if it is one for money, and whose money it asks for.
pub(super) fn money_request(
    store: &Store,
    id: RegistrationId,
    row: &IndexRow,
) -> Result<Option<MoneyRequest>, StoreError> {
    let Some(payer) = row
        .completes
        .filter(|_| row.purpose.as_deref() == Some(PURPOSE))
    else {
        return Ok(None);
    };
    let arrived = store.rows(&[id])?.pop();
    Ok(arrived.map(|row| MoneyRequest {
        id,
        payer,
        since: row.created_at,
    }))
}

/// Whether that is a request for this payer's money that waits for an answer.
fn asks_for(
    store: &Store,
    request: RegistrationId,
    payer: RegistrationId,
) -> Result<bool, StoreError> {
    let Some(found) = store.status(request)? else {
        return Ok(false);
    };
    let row = store
        .index_row(request, found.revision)?
        .unwrap_or_default();
    let asked = money_request(store, request, &row)?;
    Ok(found.state == OfficeState::Received && asked.is_some_and(|asked| asked.payer == payer))
}
