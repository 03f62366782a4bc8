//! Paying: where and how, QRIS codes, bar codes for shop scanners, and the pictures of both.
//!
//! Nothing here makes a payable code. A QRIS payload comes from the office's acquirer; this room
//! reads it, checks it, puts the amount of a bill into it and draws it. [`qris::PayableQris`] is
//! the only way to a code that a shell may show: its checksum holds, its amount is the bill's and
//! its merchant is one that the signed rules name.
//!
//! | room | holds |
//! |---|---|
//! | [`PaymentRules`] | who receives dues, who is billed, and the channels, as data: `payment.json` |
//! | [`channel`] | where a bill can be paid, and which of it works now |
//! | [`qris`] | reading, checking and binding an EMVCo merchant-presented payload |
//! | [`code128`] | Code 128, for the scanner at a shop's till |
//! | [`picture`] | black and white modules, as a matrix, as a 1-bit PNG and as text for a terminal |

pub mod channel;
mod check;
pub mod code128;
pub mod picture;
mod png;
pub mod qris;
mod rules;

pub use rules::{BillDays, KeyFacts, NamedPayers, PaymentRules};
