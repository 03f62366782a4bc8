//! Money that pays nothing yet and whose payer has no registration here: a sponsor's, that of an
//! erased registration, and payments of bills that this office does not know.

use payung_model::sealed::RegistrationId;
use payung_model::units::Rupiah;

use super::money::{Part, ShownBill, ShownPayment, bills};
use super::refund::{ShownRefund, refunds};
use crate::failure::Failure;
use crate::store::Store;
use crate::store::money::{BillFilter, PayerKind};

/// Bills, with what was paid for them, and refunds, at most: the newest.
const MOST: u32 = 50;

/// Money of a payer who has no registration here.
#[derive(Clone, Debug)]
pub struct UnappliedMoney {
    /// The payer; the bill that was paid, when nobody knows who did.
    pub payer: RegistrationId,
    /// Who that is.
    pub kind: PayerKind,
    /// A sponsor's name.
    pub name: Option<String>,
    /// All that pays nothing yet.
    pub unapplied: Rupiah,
    /// What of it no bill uses, so that it can be given back.
    pub free: Rupiah,
    /// Its bills, the newest first.
    pub bills: Part<ShownBill>,
    /// What was paid for them, or under that id.
    pub payments: Vec<ShownPayment>,
    /// What was given back, the newest first.
    pub refunds: Part<ShownRefund>,
}

/// Reads it; none when the payer has a registration, or nobody is known by that id, no bill was made
/// for it and no money ever came under it.
pub fn unapplied_money(
    store: &Store,
    payer: RegistrationId,
) -> Result<Option<UnappliedMoney>, Failure> {
    let kind = store.payer_kind(payer)?;
    if kind == PayerKind::Registration {
        return Ok(None);
    }
    let bills = bills(store, BillFilter::Payer(payer), MOST)?;
    let paid = bills.rows.iter().flat_map(|bill| bill.payments.clone());
    let mut payments: Vec<ShownPayment> = paid.collect();
    if kind == PayerKind::Unknown {
        let of_its_id = store.payments(payer)?;
        payments.extend(of_its_id.iter().map(ShownPayment::of));
    }
    let refunds = refunds(store, payer, MOST)?;
    let (unapplied, free) = store.credit_of(payer)?;
    let nothing = bills.rows.is_empty() && payments.is_empty() && refunds.rows.is_empty();
    if kind != PayerKind::Sponsor && nothing && unapplied == Rupiah(0) {
        return Ok(None);
    }
    let name = match kind {
        PayerKind::Sponsor => store
            .sponsors()?
            .into_iter()
            .find(|sponsor| sponsor.id == payer)
            .map(|sponsor| sponsor.name),
        _ => None,
    };
    Ok(Some(UnappliedMoney {
        payer,
        kind,
        name,
        unapplied,
        free,
        bills,
        payments,
        refunds,
    }))
}
