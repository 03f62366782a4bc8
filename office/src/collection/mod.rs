//! Collecting dues: bills are made, codes are asked for, and what was paid is booked.
//!
//! | file | holds |
//! |---|---|
//! | `worker` | makes bills, asks the acquirer, books what was paid: beside the opener, with the keys |
//! | `cards` | what a member's card says, when there is another one, and sending it |
//! | `acquirer` | whoever gives codes and takes the money, behind a trait; and one over HTTP |
//!
//! What a bill is and what an event does to money is decided in [`crate::billing`].

pub mod acquirer;
pub mod cards;
mod checked_first;
mod worker;

pub use worker::{BillingPass, BillingWorker};
