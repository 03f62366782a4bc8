//! Bills and money over each database: the worker with an acquirer that is played.

mod answering;
mod arrears;
mod bills;
mod cards;
mod joint;
mod keeping;
mod kills;
mod ledger;
mod many;
mod payers;
mod refunds;
mod reports;
mod sequences;
mod shop;
mod stuck;
mod sums;
mod updates;

pub(super) use answering::*;
pub(super) use arrears::*;
pub(super) use bills::*;
pub(super) use cards::*;
pub(super) use joint::*;
pub(super) use keeping::*;
pub(super) use kills::*;
pub(super) use ledger::*;
pub(super) use many::*;
pub(super) use payers::*;
pub(super) use refunds::*;
pub(super) use reports::*;
pub(super) use sequences::*;
pub(super) use stuck::*;
pub(super) use sums::*;
pub(super) use updates::*;
