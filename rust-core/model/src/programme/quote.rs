//! What somebody would pay, month by month, with reasons.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Payer, Programme, Tariff, Work};
use crate::units::{Month, Rupiah};

/// What is asked.
#[derive(Clone, PartialEq, Eq)]
pub struct QuoteRequest {
    /// Per month.
    pub income: Rupiah,
    /// The kind of work.
    pub work: Work,
    /// Who pays.
    pub payer: Payer,
    /// Read as a set: order and repetition do not matter.
    pub programmes: Vec<Programme>,
    /// How many months are paid at once: one of [`Tariff::periods`].
    pub months: u8,
    /// The first dues month.
    pub from: Month,
}

/// The answer: the total of all lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Rupiah, to be paid at once.
    pub total: Rupiah,
    /// Month by month, within a month JKK, JKM, JHT.
    pub lines: Vec<QuoteLine>,
}

/// One programme in one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    /// The month the dues are for, not the one they are paid in.
    pub month: Month,
    /// The programme.
    pub programme: Programme,
    /// What is paid.
    pub amount: Rupiah,
    /// Before any discount.
    pub full: Rupiah,
    /// Id of the discount that was applied.
    pub discount: Option<String>,
    /// The regulation that sets the dues; where a discount was applied, after `; ` also the one
    /// that cuts them.
    pub source: String,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuoteProblem {
    /// Other rules held then (PP 49/2020 and its end), which are not in the data.
    #[error("dues before {first} are not calculated here")]
    TooEarly {
        /// The first month that is.
        first: Month,
    },
    /// One of the compulsory programmes is missing.
    #[error("JKK and JKM are compulsory; JHT is optional")]
    Programmes,
    /// A number of months that is not among the tariff's, or would run past the last month there
    /// is.
    #[error("{months} months cannot be paid at once; possible: {possible}")]
    Months {
        /// As asked.
        months: u8,
        /// `1, 3, 6, 12`
        possible: String,
    },
    /// Zero.
    #[error("no income")]
    Income,
    /// The total is larger than any amount. No tariff that was checked comes near it.
    #[error("the total is larger than any amount")]
    TooLarge,
}

impl Quote {
    /// Calculates. Every month is looked up on its own, so a discount that begins or ends within
    /// the months paid at once cuts exactly its months.
    pub fn of(tariff: &Tariff, request: &QuoteRequest) -> Result<Self, QuoteProblem> {
        check(tariff, request)?;
        let chosen = Programme::ALL
            .into_iter()
            .filter(|programme| request.programmes.contains(programme));
        let lines: Vec<QuoteLine> = request
            .from
            .run(request.months)
            .flat_map(|month| {
                chosen
                    .clone()
                    .map(move |programme| line(tariff, request, month, programme))
            })
            .collect();
        let total = Rupiah::checked_sum(lines.iter().map(|line| line.amount))
            .ok_or(QuoteProblem::TooLarge)?;
        Ok(Self { total, lines })
    }
}

impl Tariff {
    /// What the requested programmes come to in that one month, whether it is among the requested
    /// months or not. None when the sum is too large for any amount.
    pub fn monthly_dues(&self, request: &QuoteRequest, month: Month) -> Option<Rupiah> {
        let chosen = Programme::ALL
            .into_iter()
            .filter(|programme| request.programmes.contains(programme));
        let due = |programme| {
            let full = self.full_dues(programme, request.income);
            self.discount(programme, request.work, request.payer, month)
                .map_or(full, |discount| discount.reduced(full))
        };
        Rupiah::checked_sum(chosen.map(due))
    }
}

fn check(tariff: &Tariff, request: &QuoteRequest) -> Result<(), QuoteProblem> {
    if request.income == Rupiah(0) {
        return Err(QuoteProblem::Income);
    }
    let missing = |programme: &Programme| {
        programme.is_compulsory() && !request.programmes.contains(programme)
    };
    if Programme::ALL.iter().any(missing) {
        return Err(QuoteProblem::Programmes);
    }
    if request.from < tariff.first_month {
        return Err(QuoteProblem::TooEarly {
            first: tariff.first_month,
        });
    }
    // At the end of the calendar that `Month` can hold, a run of months breaks off, and its sum
    // would be too low.
    let fits = |months: u8| request.from.run(months).count() == usize::from(months);
    if !tariff.periods.contains(&request.months) || !fits(request.months) {
        let possible: Vec<String> = tariff
            .periods
            .iter()
            .filter(|it| fits(**it))
            .map(u8::to_string)
            .collect();
        return Err(QuoteProblem::Months {
            months: request.months,
            possible: possible.join(", "),
        });
    }
    Ok(())
}

fn line(tariff: &Tariff, request: &QuoteRequest, month: Month, programme: Programme) -> QuoteLine {
    let full = tariff.full_dues(programme, request.income);
    let source = tariff.sources.of(programme);
    match tariff.discount(programme, request.work, request.payer, month) {
        None => QuoteLine {
            month,
            programme,
            amount: full,
            full,
            discount: None,
            source: source.to_owned(),
        },
        Some(discount) => QuoteLine {
            month,
            programme,
            amount: discount.reduced(full),
            full,
            discount: Some(discount.id.clone()),
            source: format!("{source}; {}", discount.source),
        },
    }
}

/// Without the income: it is personal.
impl fmt::Debug for QuoteRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            income: _,
            work,
            payer,
            programmes,
            months,
            from,
        } = self;
        write!(
            f,
            "QuoteRequest({work}, {payer}, {programmes:?}, {months} from {from}, income ••••)"
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BUILT_IN: &[u8] = include_bytes!("../../content/tariff.json");

    fn tariff() -> Tariff {
        Tariff::parse(BUILT_IN).unwrap()
    }

    fn request(income: u64, work: Work, months: u8, from: &str) -> QuoteRequest {
        let programmes = vec![Programme::Jkk, Programme::Jkm];
        QuoteRequest {
            income: Rupiah(income),
            work,
            payer: Payer::Own,
            programmes,
            months,
            from: from.parse().unwrap(),
        }
    }

    fn total(income: u64, work: Work, months: u8, from: &str) -> u64 {
        Quote::of(&tariff(), &request(income, work, months, from))
            .unwrap()
            .total
            .0
    }

    #[test]
    fn half_of_jkk_and_jkm_until_the_discount_ends() {
        assert_eq!(total(1_100_000, Work::Other, 1, "2026-05"), 9_400);
        assert_eq!(total(1_100_000, Work::Other, 1, "2027-01"), 18_800);
    }

    #[test]
    fn a_discount_that_ends_within_the_months_paid_cuts_exactly_its_months() {
        assert_eq!(
            total(1_100_000, Work::Other, 3, "2026-11"),
            9_400 + 9_400 + 18_800
        );
        assert_eq!(
            total(1_100_000, Work::Transport, 3, "2027-02"),
            9_400 + 9_400 + 18_800
        );
        assert_eq!(
            total(1_100_000, Work::Other, 3, "2026-02"),
            18_800 + 18_800 + 9_400
        );
    }

    #[test]
    fn old_age_savings_are_never_cut_and_each_line_names_its_source() {
        let mut asked = request(1_100_000, Work::Transport, 1, "2026-05");
        asked.programmes = vec![
            Programme::Jht,
            Programme::Jkm,
            Programme::Jkk,
            Programme::Jkk,
        ];
        let quote = Quote::of(&tariff(), &asked).unwrap();
        let amounts: Vec<_> = quote
            .lines
            .iter()
            .map(|line| (line.programme.code(), line.amount.0, line.full.0))
            .collect();
        assert_eq!(
            amounts,
            [
                ("jkk", 6_000, 12_000),
                ("jkm", 3_400, 6_800),
                ("jht", 24_000, 24_000)
            ]
        );
        assert_eq!(quote.total, Rupiah(33_400));
        assert!(
            quote.lines[0].source.contains("PP 44/2015")
                && quote.lines[0].source.contains("PP 50/2025")
        );
        assert!(
            quote.lines[2].source.contains("PP 46/2015")
                && !quote.lines[2].source.contains("PP 50/2025")
        );
        assert_eq!(
            quote.lines[0].discount.as_deref(),
            Some("pp50-2025-transport")
        );
        assert_eq!(quote.lines[2].discount, None);
    }

    #[test]
    fn dues_paid_from_a_public_budget_are_not_cut() {
        for work in Work::ALL {
            let asked = QuoteRequest {
                payer: Payer::Government,
                ..request(1_100_000, work, 12, "2026-04")
            };
            let quote = Quote::of(&tariff(), &asked).unwrap();
            assert_eq!(quote.total, Rupiah(12 * 18_800));
            assert!(
                quote
                    .lines
                    .iter()
                    .all(|line| line.discount.is_none() && !line.source.contains("PP 50/2025"))
            );
        }
    }

    #[test]
    fn a_month_outside_the_quote_is_reckoned_by_the_same_rules() {
        let asked = request(1_100_000, Work::Other, 1, "2026-05");
        let monthly = |month: &str| {
            tariff()
                .monthly_dues(&asked, month.parse().unwrap())
                .unwrap()
                .0
        };
        assert_eq!((monthly("2026-12"), monthly("2027-01")), (9_400, 18_800));
    }

    #[test]
    fn a_day_s_share_is_rounded_up_to_ten_rupiah_so_that_thirty_of_them_are_enough() {
        for (month, day) in [
            (11_400, 380),
            (8_400, 280),
            (9_400, 320),
            (16_800, 560),
            (36_800, 1_230),
            (0, 0),
        ] {
            assert_eq!(
                tariff().daily_dues(Rupiah(month)),
                Some(Rupiah(day)),
                "{month}"
            );
        }
        assert!(tariff().daily_dues(Rupiah(u64::MAX)) > Some(Rupiah(0)));
    }

    #[test]
    fn an_income_between_two_rows_belongs_to_the_lower_one() {
        assert_eq!(total(1_099_500, Work::Other, 1, "2027-01"), 16_800);
        assert_eq!(total(1, Work::Other, 1, "2027-01"), 16_800);
        assert_eq!(total(u64::MAX, Work::Other, 1, "2027-01"), 213_800);
    }

    #[test]
    fn what_cannot_be_answered_says_why() {
        let problem = |asked: &QuoteRequest| Quote::of(&tariff(), asked).unwrap_err();
        let fine = request(1_100_000, Work::Other, 1, "2026-05");
        assert_eq!(
            problem(&QuoteRequest {
                income: Rupiah(0),
                ..fine.clone()
            }),
            QuoteProblem::Income
        );
        let lone = QuoteRequest {
            programmes: vec![Programme::Jht, Programme::Jkk],
            ..fine.clone()
        };
        assert_eq!(problem(&lone), QuoteProblem::Programmes);
        assert_eq!(
            problem(&QuoteRequest {
                from: "2021-12".parse().unwrap(),
                ..fine.clone()
            })
            .to_string(),
            "dues before 2022-01 are not calculated here"
        );
        assert_eq!(
            problem(&QuoteRequest {
                months: 2,
                ..fine.clone()
            })
            .to_string(),
            "2 months cannot be paid at once; possible: 1, 3, 6, 12"
        );
        let past_the_end = QuoteRequest {
            months: 6,
            from: "2999-10".parse().unwrap(),
            ..fine
        };
        assert_eq!(
            problem(&past_the_end),
            QuoteProblem::Months {
                months: 6,
                possible: "1, 3".into()
            }
        );
    }

    #[test]
    fn of_several_discounts_the_largest_is_applied_and_they_are_not_added_up() {
        let mut tariff = tariff();
        let mut larger = tariff.discounts[1].clone();
        (larger.id, larger.percent) = ("larger".into(), 75);
        tariff.discounts.insert(0, larger);
        let quote = Quote::of(&tariff, &request(1_100_000, Work::Other, 1, "2026-05")).unwrap();
        assert_eq!(
            (quote.total, quote.lines[0].discount.as_deref()),
            (Rupiah(4_700), Some("larger"))
        );
        tariff.discounts[0].percent = 50;
        let quote = Quote::of(&tariff, &request(1_100_000, Work::Other, 1, "2026-05")).unwrap();
        assert_eq!(
            quote.lines[0].discount.as_deref(),
            Some("larger"),
            "the first named of equal ones"
        );
    }

    #[test]
    fn a_request_does_not_print_the_income() {
        let printed = format!("{:?}", request(1_234_567, Work::Other, 1, "2026-05"));
        assert!(
            !printed.contains("1234567") && !printed.contains("1.234.567"),
            "{printed}"
        );
    }

    proptest! {
        #[test]
        fn the_total_is_that_of_the_lines_and_months_can_be_paid_one_by_one(
            income in 1_u64..30_000_000, transport: bool, jht: bool, year in 2022_u16..2030, number in 1_u8..=12,
        ) {
            let (tariff, work) = (tariff(), if transport { Work::Transport } else { Work::Other });
            let mut asked = request(income, work, 12, "2022-01");
            asked.from = Month::new(year, number).unwrap();
            if jht {
                asked.programmes.push(Programme::Jht);
            }
            let year_at_once = Quote::of(&tariff, &asked).unwrap();
            prop_assert_eq!(Some(year_at_once.total), Rupiah::checked_sum(year_at_once.lines.iter().map(|line| line.amount)));
            prop_assert_eq!(year_at_once.lines.len(), 12 * asked.programmes.len());
            let one_by_one = asked.from.run(12).map(|month| {
                Quote::of(&tariff, &QuoteRequest { months: 1, from: month, ..asked.clone() }).unwrap().total
            });
            prop_assert_eq!(Some(year_at_once.total), Rupiah::checked_sum(one_by_one));
        }

        #[test]
        fn who_earns_more_never_pays_less(income in 1_u64..30_000_000, more in 0_u64..5_000_000) {
            prop_assert!(total(income, Work::Other, 1, "2026-03") <= total(income + more, Work::Other, 1, "2026-03"));
        }
    }
}
