//! Bills and the money for them, as pure rules: no clock, no storage, no acquirer.
//!
//! [`Ledger`] is double entries: each moves an amount from one account to another, so nothing appears or is lost. [`Billing`]
//! decides what an event does to bills and ledger. [`months_to_pay`] says which months are due. Nothing uses this room yet: its
//! storage and the way to an acquirer are not built.

mod bill;
mod due;
mod engine;
mod ledger;

pub use bill::{Bill, BillId, BillLine, BillState, MemberId, PayerId};
pub use due::{may_still_join, months_to_pay};
pub use engine::{Billing, Booked, NotIssued};
pub use ledger::{Account, Ledger, Totals};
