//! Bills and money over each database: the worker with an acquirer that is played.

mod answering;
mod arrears;
mod bills;
mod cards;
mod kills;
mod ledger;
mod payers;
mod refunds;
mod reports;
mod sequences;
mod shop;
mod sums;

pub(super) use answering::*;
pub(super) use arrears::*;
pub(super) use bills::*;
pub(super) use cards::*;
pub(super) use kills::*;
pub(super) use ledger::*;
pub(super) use payers::*;
pub(super) use refunds::*;
pub(super) use reports::*;
pub(super) use sequences::*;
pub(super) use sums::*;
