//! The tariff as data.

use serde::{Deserialize, Serialize};

use super::{Payer, Programme, Work};
use crate::units::{Month, Rupiah};

/// Dues for every month from `first_month` on, checked: only [`Tariff::parse`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    /// Earlier months had rules that are not in this tariff.
    pub first_month: Month,
    /// Numbers of months that can be paid at once, ascending, at least one.
    pub periods: Vec<u8>,
    /// Where the table was taken from, and when.
    pub source: String,
    /// The rule behind each programme's dues, the first month and the periods.
    pub sources: Sources,
    /// How a month's dues are told per day.
    pub per_day: PerDay,
    /// JKM is the same for every income.
    pub jkm_monthly: Rupiah,
    /// Ids are unique.
    pub discounts: Vec<Discount>,
    // The lowest bracket is a field of its own, so that every income has a bracket by construction.
    pub(super) lowest: Bracket,
    pub(super) higher: Vec<Bracket>,
}

/// One row: it holds from `income_from` until the next row begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bracket {
    /// Lowest income per month.
    pub income_from: Rupiah,
    /// The income that dues are a share of.
    pub base: Rupiah,
    /// JKK per month.
    pub jkk_monthly: Rupiah,
    /// JHT per month.
    pub jht_monthly: Rupiah,
}

/// Where the rules come from: regulation and article (or annex), with the confidence at the end, as
/// all sources here ([`super::Confidence::of`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// The source of [`Tariff::first_month`].
    pub first_month: String,
    /// The source of [`Tariff::periods`].
    pub periods: String,
    /// The source of JKK's dues.
    pub jkk: String,
    /// The source of JKM's dues.
    pub jkm: String,
    /// The source of JHT's dues.
    pub jht: String,
}

/// How a month's dues are shown per day. No regulation defines this: it is Payung's own choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerDay {
    /// Days that a month counts.
    pub days: u8,
    /// Rounded up to a multiple of this, so that saving it every day is never too little.
    pub round_up_to: Rupiah,
    /// Whose choice it is.
    pub source: String,
}

/// Percent off some programmes, for some work and payers, in a span of dues months (both ends
/// included).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discount {
    /// Names it in a quote; unique.
    pub id: String,
    /// Which dues are cut.
    pub programmes: Vec<Programme>,
    /// The kinds of work whose dues are cut.
    pub work: Vec<Work>,
    /// Only when one of these pays the dues.
    pub payers: Vec<Payer>,
    /// First dues month.
    pub from: Month,
    /// Last dues month.
    pub to: Month,
    /// 1 to 100.
    pub percent: u8,
    /// The regulation, and what it says about whom and when.
    pub source: String,
}

/// A tariff that cannot be right, with the place: `brackets[3].base`, or the line at which
/// it turned out not to be JSON of this shape (the value's own or the one after it).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("tariff: {place}: {what}")]
pub struct TariffProblem {
    /// Where.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

impl Tariff {
    /// The row for that monthly income: the highest one that does not begin above it. The annex
    /// ends its rows at …99,000, so an income between two rows (Rp1,099,500) belongs to the lower
    /// one.
    pub fn bracket(&self, income: Rupiah) -> &Bracket {
        match self.higher.partition_point(|row| row.income_from <= income) {
            0 => &self.lowest,
            reached => &self.higher[reached - 1],
        }
    }

    /// All rows, lowest income first.
    pub fn brackets(&self) -> impl Iterator<Item = &Bracket> {
        std::iter::once(&self.lowest).chain(&self.higher)
    }

    /// The largest discount on that programme's dues for that month, for that work and payer; the
    /// first named among equal ones. Discounts are not added up: no rule says that they could be.
    pub fn discount(
        &self,
        programme: Programme,
        work: Work,
        payer: Payer,
        month: Month,
    ) -> Option<&Discount> {
        let applies = |it: &&Discount| {
            it.programmes.contains(&programme)
                && it.work.contains(&work)
                && it.payers.contains(&payer)
                && (it.from..=it.to).contains(&month)
        };
        self.discounts
            .iter()
            .rev()
            .filter(applies)
            .max_by_key(|discount| discount.percent)
    }

    /// Dues of that programme for one month before any discount.
    pub fn full_dues(&self, programme: Programme, income: Rupiah) -> Rupiah {
        match programme {
            Programme::Jkm => self.jkm_monthly,
            Programme::Jkk => self.bracket(income).jkk_monthly,
            Programme::Jht => self.bracket(income).jht_monthly,
        }
    }

    /// About how much a month's dues are per day: divided by [`PerDay::days`] and rounded up to
    /// [`PerDay::round_up_to`]. None when it is too large for any amount.
    pub fn daily_dues(&self, monthly: Rupiah) -> Option<Rupiah> {
        let step = self.per_day.round_up_to.0;
        let step_a_month = step
            .checked_mul(u64::from(self.per_day.days))
            .filter(|rupiah| *rupiah > 0)?;
        monthly
            .0
            .div_ceil(step_a_month)
            .checked_mul(step)
            .map(Rupiah)
    }
}

impl Sources {
    /// The source of that programme's dues.
    pub fn of(&self, programme: Programme) -> &str {
        match programme {
            Programme::Jkk => &self.jkk,
            Programme::Jkm => &self.jkm,
            Programme::Jht => &self.jht,
        }
    }
}

impl Discount {
    /// What is left of an amount. Exact for every amount of a checked tariff, which leaves no part
    /// of a rupiah.
    pub fn reduced(&self, full: Rupiah) -> Rupiah {
        let hundredths = u128::from(full.0) * u128::from(100_u8.saturating_sub(self.percent));
        // At most 100 of 100 parts of the amount are left, so the result always fits.
        Rupiah(u64::try_from(hundredths / 100).unwrap_or(full.0))
    }
}
