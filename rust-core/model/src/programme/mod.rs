//! The three programmes open to non-wage-earners and what they cost.
//!
//! JKK (work accident), JKM (death), JHT (old age). Nothing about prices or dates is in the code: the tariff, its
//! discounts and the months it can speak about are data ([`Tariff::parse`]), each with its source.

mod quote;
mod tariff;

pub use quote::{Quote, QuoteLine, QuoteProblem, QuoteRequest};
pub use tariff::{Bracket, Discount, Tariff, TariffProblem};

use serde::{Deserialize, Serialize};

/// A programme of social insurance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Programme {
    Jkk,
    Jkm,
    Jht,
}

/// The kind of work, as far as dues depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Work {
    Transport,
    Other,
}
