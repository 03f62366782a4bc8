//! Tariffs: whatever is taken gives quotes that add up, and are what the table and the discounts
//! say.

use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use payung_model::programme::{Payer, Programme, Quote, QuoteProblem, QuoteRequest, Tariff, Work};
use payung_model::units::{Month, Rupiah};
use serde_json::Value;

use crate::{edits, samples};

const BUILT_IN: &[u8] = include_bytes!("../../rust-core/model/content/tariff.json");

/// The built-in tariff as it is, and programs that change it.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut random = samples::Seeded::new(8);
    let mut seeds = vec![BUILT_IN.to_vec(), SHORT.to_string().into_bytes()];
    seeds.extend((0..40).map(|number| random.bytes(32 + number * 4)));
    seeds
}

/// Begins with a brace: a tariff as it is, then after a zero byte what is asked of it. Else: a
/// program that changes a short one, and then asks.
pub fn check(data: &[u8]) {
    if data.first() == Some(&b'{') {
        let (json, program) = data.split_at(
            data.iter()
                .position(|byte| *byte == 0)
                .unwrap_or(data.len()),
        );
        run(
            json,
            &mut Unstructured::new(program.get(1..).unwrap_or_default()),
        );
    } else {
        let mut u = Unstructured::new(data);
        let mut tariff = SHORT.clone();
        let _ = edits::apply(&mut tariff, std::slice::from_ref(&*SHORT), &mut u);
        run(tariff.to_string().as_bytes(), &mut u);
    }
}

fn run(json: &[u8], u: &mut Unstructured<'_>) {
    let tariff = match Tariff::parse(json) {
        Ok(tariff) => tariff,
        Err(problem) => return assert!(!problem.place.is_empty() && !problem.what.is_empty()),
    };
    let rows: Vec<_> = tariff.brackets().collect();
    assert!(
        rows.windows(2)
            .all(|pair| pair[0].income_from < pair[1].income_from && pair[0].base < pair[1].base)
    );
    for _ in 0..8 {
        let Ok(request) = request(&tariff, u) else {
            break;
        };
        match Quote::of(&tariff, &request) {
            Ok(quote) => adds_up(&tariff, &request, &quote),
            Err(QuoteProblem::Income) => assert_eq!(request.income, Rupiah(0)),
            Err(QuoteProblem::TooEarly { first }) => assert!(request.from < first),
            Err(QuoteProblem::TooLarge) => panic!("a checked tariff has no dues as large as that"),
            Err(QuoteProblem::Programmes) => {
                assert!(
                    ![Programme::Jkk, Programme::Jkm]
                        .iter()
                        .all(|it| request.programmes.contains(it))
                );
            }
            Err(QuoteProblem::Months { .. }) => {
                let last = request.from.run(request.months).count();
                assert!(
                    !tariff.periods.contains(&request.months) || last < usize::from(request.months)
                );
            }
        }
    }
}

fn request(tariff: &Tariff, u: &mut Unstructured<'_>) -> Result<QuoteRequest> {
    let programmes = match u.int_in_range(0..=5)? {
        0 => u
            .arbitrary_iter::<bool>()?
            .zip(Programme::ALL)
            .filter_map(|(on, it)| on.ok()?.then_some(it))
            .collect(),
        1 => vec![
            Programme::Jht,
            Programme::Jkm,
            Programme::Jkk,
            Programme::Jkk,
        ],
        2 | 3 => vec![Programme::Jkk, Programme::Jkm],
        _ => Programme::ALL.to_vec(),
    };
    let months = if u.ratio(3, 4)? {
        *u.choose(&tariff.periods)?
    } else {
        u.arbitrary()?
    };
    let from = if u.ratio(1, 8)? {
        Month::new(u.int_in_range(1900..=2999)?, u.int_in_range(1..=12)?).expect("in range")
    } else {
        Month::new(u.int_in_range(2022..=2028)?, u.int_in_range(1..=12)?).expect("in range")
    };
    let work = if u.arbitrary()? {
        Work::Transport
    } else {
        Work::Other
    };
    let payer = if u.arbitrary()? {
        Payer::Own
    } else {
        Payer::Government
    };
    Ok(QuoteRequest {
        income: Rupiah(u.int_in_range(0..=30_000_000)?),
        work,
        payer,
        programmes,
        months,
        from,
    })
}

/// Every line once more, straight from the data.
fn adds_up(tariff: &Tariff, request: &QuoteRequest, quote: &Quote) {
    assert_eq!(
        Some(quote.total),
        Rupiah::checked_sum(quote.lines.iter().map(|line| line.amount))
    );
    let mut lines = quote.lines.iter();
    for month in request.from.run(request.months) {
        for programme in Programme::ALL
            .into_iter()
            .filter(|it| request.programmes.contains(it))
        {
            let line = lines.next().expect("one for each programme and month");
            assert_eq!((line.month, line.programme), (month, programme));
            let row = tariff
                .brackets()
                .filter(|row| row.income_from <= request.income)
                .last()
                .expect("from 0 on");
            let full = match programme {
                Programme::Jkk => row.jkk_monthly,
                Programme::Jkm => tariff.jkm_monthly,
                Programme::Jht => row.jht_monthly,
            };
            let applies = tariff.discounts.iter().filter(|it| {
                it.programmes.contains(&programme)
                    && it.work.contains(&request.work)
                    && it.payers.contains(&request.payer)
                    && it.from <= month
                    && month <= it.to
            });
            let percent = applies.map(|it| u64::from(it.percent)).max().unwrap_or(0);
            assert_eq!(line.full, full);
            assert_eq!(
                line.amount.0 * 100,
                full.0 * (100 - percent),
                "to the rupiah, nothing rounded"
            );
            assert_eq!(line.discount.is_some(), percent > 0);
        }
    }
    assert!(lines.next().is_none());
    // More income never costs less.
    let richer = QuoteRequest {
        income: Rupiah(request.income.0 + 1_000_000),
        ..request.clone()
    };
    assert!(Quote::of(tariff, &richer).is_ok_and(|more| more.total >= quote.total));
}

/// The built-in tariff with its first three rows: a program finds its parts more easily.
static SHORT: LazyLock<Value> = LazyLock::new(|| {
    let mut tariff: Value = serde_json::from_slice(BUILT_IN).expect("the built-in tariff is JSON");
    if let Some(rows) = tariff["brackets"].as_array_mut() {
        rows.truncate(3);
    }
    tariff
});
