//! The tariff as data.

use serde::{Deserialize, Serialize};

use super::{Programme, Work};
use crate::units::{Month, Rupiah};

/// Dues for every month from `first_month` on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    pub first_month: Month,
    /// Numbers of months that can be paid at once.
    pub periods: Vec<u8>,
    pub source: String,
    pub jkm_monthly: Rupiah,
    pub brackets: Vec<Bracket>,
    pub discounts: Vec<Discount>,
}

/// One row: it holds from `income_from` until the next row begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bracket {
    pub income_from: Rupiah,
    pub base: Rupiah,
    pub jkk_monthly: Rupiah,
    pub jht_monthly: Rupiah,
}

/// Percent off some programmes, for some work, in a span of dues months (both ends included).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discount {
    pub id: String,
    pub programmes: Vec<Programme>,
    pub work: Vec<Work>,
    pub from: Month,
    pub to: Month,
    pub percent: u8,
    pub source: String,
}

/// A tariff that cannot be right, with the place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("tariff: {place}: {what}")]
pub struct TariffProblem {
    pub place: String,
    pub what: String,
}

impl Tariff {
    /// Reads and checks a tariff from JSON.
    pub fn parse(_json: &[u8]) -> Result<Self, TariffProblem> {
        todo!()
    }
    pub fn bracket(&self, _income: Rupiah) -> &Bracket {
        todo!()
    }
}
