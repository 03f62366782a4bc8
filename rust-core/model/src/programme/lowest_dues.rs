//! The lowest dues of a month: what a welcome screen may promise.

use super::{Payer, Programme, Quote, QuoteRequest, Tariff, Work};
use crate::units::{Month, Rupiah};

/// The compulsory programmes at the cheapest income, for those kinds of work, paid by the member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowestDues {
    /// Rupiah a month.
    pub amount: Rupiah,
    /// The last dues month in which none of them pays another amount; none when no change is known.
    pub until: Option<Month>,
    /// Who pays this.
    pub work: Vec<Work>,
    /// The programmes that these dues pay for.
    pub programmes: Vec<Programme>,
}

impl Quote {
    /// The lowest dues of that month. Kinds of work that pay the same are one entry, until the
    /// first of them pays another amount; where a discount holds for some work only there are
    /// several, dearest first: the first is what somebody of any work can get. Empty before
    /// [`Tariff::first_month`].
    pub fn lowest_dues(tariff: &Tariff, month: Month) -> Vec<LowestDues> {
        if month < tariff.first_month {
            return Vec::new();
        }
        let programmes: Vec<Programme> = Programme::ALL
            .into_iter()
            .filter(|it| it.is_compulsory())
            .collect();
        let mut found: Vec<LowestDues> = Vec::new();
        for work in Work::ALL {
            let Some(amount) = least(tariff, work, &programmes, month) else {
                continue;
            };
            let until = until(tariff, work, &programmes, month);
            match found.iter_mut().find(|known| known.amount == amount) {
                Some(known) => {
                    known.work.push(work);
                    // Keeps the earlier of two ends. An unknown end counts as later than any known
                    // one.
                    known.until = known.until.into_iter().chain(until).min();
                }
                None => found.push(LowestDues {
                    amount,
                    until,
                    work: vec![work],
                    programmes: programmes.clone(),
                }),
            }
        }
        found.sort_by_key(|lowest| std::cmp::Reverse(lowest.amount));
        found
    }
}

/// The least that one month costs at any income; none when no sum of dues fits an amount.
fn least(tariff: &Tariff, work: Work, programmes: &[Programme], month: Month) -> Option<Rupiah> {
    let dues = tariff.brackets().filter_map(|bracket| {
        let request = QuoteRequest {
            income: bracket.income_from,
            work,
            payer: Payer::Own,
            programmes: programmes.to_vec(),
            months: 1,
            from: month,
        };
        tariff.monthly_dues(&request, month)
    });
    dues.min()
}

/// The month before the next one with another amount. Amounts change only where a discount begins
/// or has ended.
fn until(tariff: &Tariff, work: Work, programmes: &[Programme], month: Month) -> Option<Month> {
    let now = least(tariff, work, programmes, month);
    let edges = tariff
        .discounts
        .iter()
        .flat_map(|discount| [Some(discount.from), discount.to.next()])
        .flatten();
    let changes =
        edges.filter(|edge| *edge > month && least(tariff, work, programmes, *edge) != now);
    changes.min()?.previous()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lowest(month: &str) -> Vec<(u64, Option<String>, Vec<Work>)> {
        let tariff = Tariff::parse(include_bytes!("../../content/tariff.json")).unwrap();
        let found = Quote::lowest_dues(&tariff, month.parse().unwrap());
        assert!(
            found
                .iter()
                .all(|lowest| lowest.programmes == [Programme::Jkk, Programme::Jkm])
        );
        found
            .into_iter()
            .map(|it| {
                (
                    it.amount.0,
                    it.until.map(|month| month.to_string()),
                    it.work,
                )
            })
            .collect()
    }

    #[test]
    fn while_everybody_has_the_discount_it_holds_until_the_first_of_them_loses_it() {
        assert_eq!(
            lowest("2026-11"),
            [(8_400, Some("2026-12".into()), Work::ALL.to_vec())]
        );
        assert_eq!(
            lowest("2026-12"),
            [(8_400, Some("2026-12".into()), Work::ALL.to_vec())]
        );
    }

    #[test]
    fn a_discount_for_some_work_only_is_told_beside_what_everybody_pays() {
        let transport = |until: &str| (8_400, Some(until.to_owned()), vec![Work::Transport]);
        assert_eq!(
            lowest("2027-01"),
            [(16_800, None, vec![Work::Other]), transport("2027-03")]
        );
        let other = (16_800, Some("2026-03".into()), vec![Work::Other]);
        assert_eq!(lowest("2026-01"), [other, transport("2027-03")]);
    }

    #[test]
    fn without_any_discount_to_come_there_is_no_end_and_before_the_tariff_there_is_nothing() {
        assert_eq!(lowest("2027-04"), [(16_800, None, Work::ALL.to_vec())]);
        assert_eq!(
            lowest("2022-01"),
            [(16_800, Some("2025-12".into()), Work::ALL.to_vec())]
        );
        assert_eq!(lowest("2021-12"), []);
    }
}
