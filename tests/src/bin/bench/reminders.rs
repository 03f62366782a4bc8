//! Reminders of 10,000 members: what an office, or a phone that has slept long, works out at once.

use payung_model::content::Content;
use payung_model::cover::reminder::{Dues, Facts, Payday, ReminderSettings, plan};
use payung_model::cover::{PaidMonth, PaidMonths};
use payung_model::programme::{Payer, Programme, Work};
use payung_model::units::{Month, Rupiah, Zone};
use payung_tests::Outcome;
use payung_tests::stopwatch::Stopwatch;

use crate::row::Row;

const MEMBERS: u16 = 10_000;
const DAYS: u16 = 90;
const ROUNDS: usize = 5;

/// Each member has paid some of the last 24 months, now and then several at once, and has settings
/// of their own.
pub fn of_ten_thousand() -> Outcome<Vec<Row>> {
    let content = Content::built_in()?;
    let dues = Dues {
        income: Rupiah(1_500_000),
        work: Work::Other,
        payer: Payer::Own,
        programmes: vec![Programme::Jkk, Programme::Jkm],
    };
    let first: Month = "2024-12".parse()?;
    let members: Vec<(PaidMonths, ReminderSettings)> =
        (0..MEMBERS).map(|number| member(number, first)).collect();
    let now = "2026-11-27T09:00:00+07:00".parse()?;
    let mut samples = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let (planned, time) = Stopwatch::time(|| {
            let each = members.iter().map(|(paid, settings)| {
                let facts = Facts {
                    cover: &content.cover,
                    reminders: &content.reminders,
                    calendar: &content.calendar,
                    tariff: &content.tariff,
                    paid,
                    dues: Some(&dues),
                    bill: None,
                    bill_for_others: None,
                    somebody_pays: false,
                    taken: &[],
                };
                plan(&facts, settings, now, DAYS).len()
            });
            each.sum::<usize>()
        });
        if planned < usize::from(MEMBERS) {
            return Err(format!("only {planned} messages").into());
        }
        samples.push(time.as_secs_f64() * 1e3);
    }
    Ok(vec![Row::alone(
        "reminders of 90 days, 10,000 members",
        "ms",
        samples,
    )])
}

fn member(number: u16, first: Month) -> (PaidMonths, ReminderSettings) {
    let several = 1 + u8::try_from(number % 4).unwrap_or(0);
    let paid = first
        .run(24)
        .enumerate()
        .filter(|(place, _)| (place + usize::from(number)) % 11 != 0);
    let months = paid.map(|(place, month)| {
        let back = u8::try_from(place).unwrap_or(0) % several;
        let paid_in = (0..back).fold(month, |month, _| month.previous().unwrap_or(month));
        let day = 1 + u8::try_from(number % 28).unwrap_or(0);
        let programmes = vec![Programme::Jkk, Programme::Jkm];
        PaidMonth {
            month,
            paid_on: paid_in.day(day),
            programmes,
            sponsor: None,
        }
    });
    let weekday = 1 + u8::try_from(number % 7).unwrap_or(0);
    let zone = Zone::ALL[usize::from(number) % 3];
    let settings = ReminderSettings {
        payday: Payday::Weekly(weekday),
        zone,
        ..Default::default()
    };
    (PaidMonths::new(None, months.collect()), settings)
}
