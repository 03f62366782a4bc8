//! [`Bills`]: what is to be paid, and how, and what the office said of it afterwards.
//!
//! A bill is the office's, sealed and signed (kind 3 of the inbox). Only what the office wrote is
//! shown as paid. A code is shown only when it is one that the signed rules allow (`payable.rs`).

mod another;
mod card_number;
mod codes;
mod list;
mod papers;
mod payable;
mod receipts;
mod said_paid;
mod statement;
mod step;
mod views;

use std::sync::Arc;

pub use views::{
    AnotherBill, BillLineView, BillPartView, BillPhase, BillStep, BillView, NoticeView, ReceiptRow,
    ReceiptView, StatementMonth, StatementView,
};

use super::state::AppState;

/// Bills, the ways to pay them, and what was paid.
#[derive(uniffi::Object)]
pub struct Bills {
    pub(super) app: Arc<AppState>,
}
