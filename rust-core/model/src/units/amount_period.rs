//! Amounts with the words of a period: `5jt sehari`, `6 juta sekali panen`.

use serde::{Deserialize, Serialize};

use super::rupiah::{Rupiah, RupiahProblem};

/// The period that an amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountPeriod {
    /// A day of work.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
    /// A harvest.
    Harvest,
    /// A trip or a job.
    Trip,
}

impl AmountPeriod {
    /// What people write behind an amount. A longer phrase stands before a phrase that it ends
    /// with.
    const PHRASES: [(&str, Self); 34] = [
        ("sekali panen", Self::Harvest),
        ("tiap panen", Self::Harvest),
        ("per panen", Self::Harvest),
        ("/ panen", Self::Harvest),
        ("/panen", Self::Harvest),
        ("sekali melaut", Self::Trip),
        ("sekali jalan", Self::Trip),
        ("sekali trip", Self::Trip),
        ("per trip", Self::Trip),
        ("/trip", Self::Trip),
        ("sekali borongan", Self::Trip),
        ("per borongan", Self::Trip),
        ("sekali proyek", Self::Trip),
        ("per proyek", Self::Trip),
        ("sehari", Self::Day),
        ("per hari", Self::Day),
        ("tiap hari", Self::Day),
        ("/ hari", Self::Day),
        ("/hari", Self::Day),
        ("seminggu", Self::Week),
        ("per minggu", Self::Week),
        ("tiap minggu", Self::Week),
        ("/minggu", Self::Week),
        ("sebulan", Self::Month),
        ("per bulan", Self::Month),
        ("tiap bulan", Self::Month),
        ("/bulan", Self::Month),
        ("/bln", Self::Month),
        ("setahun", Self::Year),
        ("per tahun", Self::Year),
        ("/tahun", Self::Year),
        ("a day", Self::Day),
        ("a week", Self::Week),
        ("a month", Self::Month),
    ];

    /// The text that names the period.
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Day => "period-day",
            Self::Week => "period-week",
            Self::Month => "period-month",
            Self::Year => "period-year",
            Self::Harvest => "period-harvest",
            Self::Trip => "period-trip",
        }
    }
}

impl Rupiah {
    /// Reads an amount and, where one is written behind it, its period. The caller compares the
    /// period with the one it asked about.
    pub fn parse_with_period(text: &str) -> Result<(Self, Option<AmountPeriod>), RupiahProblem> {
        let small = text
            .trim()
            .trim_end_matches(['.', '!'])
            .to_ascii_lowercase();
        let found = AmountPeriod::PHRASES
            .iter()
            .find_map(|(phrase, period)| Some((small.strip_suffix(phrase)?, *period)));
        match found {
            Some((amount, period)) => Self::parse(amount).map(|amount| (amount, Some(period))),
            None => Self::parse(text).map(|amount| (amount, None)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_is_read_with_the_period_behind_it() {
        for (text, amount, period) in [
            ("90 ribu rupiah", 90_000, None),
            ("5jt sehari", 5_000_000, Some(AmountPeriod::Day)),
            (
                "6 juta sekali panen",
                6_000_000,
                Some(AmountPeriod::Harvest),
            ),
            (
                "Rp 6.000.000 / panen",
                6_000_000,
                Some(AmountPeriod::Harvest),
            ),
            (
                "1,5 juta rupiah per bulan.",
                1_500_000,
                Some(AmountPeriod::Month),
            ),
            ("300rb seminggu", 300_000, Some(AmountPeriod::Week)),
            ("400 ribu sekali melaut", 400_000, Some(AmountPeriod::Trip)),
            ("80.000/hari", 80_000, Some(AmountPeriod::Day)),
            ("20 juta setahun", 20_000_000, Some(AmountPeriod::Year)),
            ("80000", 80_000, None),
        ] {
            assert_eq!(
                Rupiah::parse_with_period(text),
                Ok((Rupiah(amount), period)),
                "{text}"
            );
        }
    }

    #[test]
    fn words_that_are_no_period_are_not_dropped() {
        for text in [
            "80rb kalau ramai",
            "sehari 80rb",
            "80rb sampai 100rb",
            "80-100rb",
            "rupiah",
            "sehari",
        ] {
            assert!(Rupiah::parse_with_period(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_period_is_found_behind_every_amount(
            amount in 0..=Rupiah::MOST.0,
            (phrase, period) in proptest::sample::select(AmountPeriod::PHRASES.to_vec()),
        ) {
            let text = format!("{} {phrase}", Rupiah(amount));
            prop_assert_eq!(Rupiah::parse_with_period(&text), Ok((Rupiah(amount), Some(period))));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = Rupiah::parse_with_period(&text);
        }
    }
}
