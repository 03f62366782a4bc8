//! What somebody would pay, month by month, with reasons.

use serde::{Deserialize, Serialize};

use super::{Programme, Tariff, Work};
use crate::units::{Month, Rupiah};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteRequest {
    /// Per month.
    pub income: Rupiah,
    pub work: Work,
    pub programmes: Vec<Programme>,
    pub months: u8,
    pub from: Month,
}

/// The answer: the total of all lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub total: Rupiah,
    pub lines: Vec<QuoteLine>,
}

/// One programme in one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    pub month: Month,
    pub programme: Programme,
    pub amount: Rupiah,
    /// Before any discount.
    pub full: Rupiah,
    /// Id of the discount that was applied.
    pub discount: Option<String>,
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuoteProblem {
    #[error("dues before {first} are not calculated here")]
    TooEarly { first: Month },
    #[error("JKK and JKM are compulsory; JHT is optional")]
    Programmes,
    #[error("{months} months cannot be paid at once; possible: {possible}")]
    Months { months: u8, possible: String },
    #[error("no income")]
    Income,
}

impl Quote {
    pub fn of(_tariff: &Tariff, _request: &QuoteRequest) -> Result<Self, QuoteProblem> {
        todo!()
    }
}
