//! [`Bills`]: what is to be paid, and how, and what the office said of it afterwards.
//!
//! A bill is the office's, sealed and signed (kind 3 of the inbox). Only what the office wrote is
//! shown as paid. A code is shown only when it is one that the signed rules allow (`payable.rs`).

mod another;
mod codes;
mod list;
mod payable;
mod payers;
mod qris;
mod receipts;
mod statement;
mod views;

use std::sync::Arc;

pub use payers::{ArrangementView, PayCodeView, PayersView};
pub use views::{
    AnotherBill, BillLineView, BillPartView, BillPhase, BillView, CodeView, NoticeView,
    QrisFieldView, QrisProblemView, QrisView, ReceiptRow, ReceiptView, StatementMonth,
    StatementView,
};

pub(super) use qris::{QR_BORDER, SHARED_SCALE, view as code_view};

use super::state::AppState;

/// What is to be paid and how. What only reads a code needs no key and keeps nothing.
#[derive(uniffi::Object)]
pub struct Bills {
    pub(super) app: Arc<AppState>,
}
