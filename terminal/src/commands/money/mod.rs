//! Money: bills and how to pay them, what became of payments, who pays for whom, and QRIS codes.

mod bill;
mod bill_lines;
mod payers;
mod qris;
mod receipts;

pub use bill::{Bill, Pay};
pub use payers::{PayFor, Payers, StopPaying};
pub use qris::Qris;
pub use receipts::{Receipts, Statement};
