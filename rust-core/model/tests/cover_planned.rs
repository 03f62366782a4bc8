//! What was planned is planned still when a phone asks again later: as long as nothing is paid and
//! no setting changes, a shell that schedules anew schedules the same messages.

#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "tests may")]

use std::sync::LazyLock;

use payung_model::content::Content;
use payung_model::cover::reminder::{
    Again, Dues, Facts, Pause, Payday, Reminder, ReminderKind, ReminderSettings, SaidPaid, plan,
};
use payung_model::cover::{PaidMonth, PaidMonths};
use payung_model::programme::{Payer, Programme, Work};
use payung_model::units::{Date, Month, Rupiah, TimeOfDay, Timestamp, Zone};
use proptest::prelude::*;

static CONTENT: LazyLock<Content> = LazyLock::new(|| Content::built_in().unwrap());

/// The day on which these members look at their phones. Everything was paid by then.
const TODAY: &str = "2026-12-01";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_was_planned_is_planned_still(
        paid in paid_months(), settings in settings(), days in 1_u16..400,
    ) {
        let from = settings.zone.moment(date(TODAY), TimeOfDay::new(0, 0).unwrap()).unwrap();
        let found = planned(&paid, &settings, from, days);
        for (place, it) in found.iter().enumerate() {
            let left = found[found.len() - 1].on.days_since(it.on) + 1;
            let later = planned(&paid, &settings, it.at, u16::try_from(left).unwrap());
            prop_assert_eq!(ids(&later), ids(&found[place..]));
        }
    }
}

/// The month that was said to be paid ends a row only in January: on 1 December the row that ends
/// in November counts.
#[test]
fn whether_money_that_was_announced_is_missing_depends_on_the_day_it_is_said() {
    let months = ["2026-11", "2027-01"].map(|month| paid(month, "2026-11-10"));
    let said_paid = Some(SaidPaid {
        on: date("2027-02-10"),
        month: "2027-02".parse().unwrap(),
    });
    let settings = ReminderSettings {
        said_paid,
        ..Default::default()
    };
    let from = settings
        .zone
        .moment(date(TODAY), TimeOfDay::new(0, 0).unwrap())
        .unwrap();
    let found = planned(&PaidMonths::new(None, months.to_vec()), &settings, from, 90);
    let missing = found
        .iter()
        .filter(|it| it.kind == ReminderKind::NotArrived);
    assert_eq!(missing.count(), 1, "{:?}", ids(&found));
}

fn planned(
    paid: &PaidMonths,
    settings: &ReminderSettings,
    from: Timestamp,
    days: u16,
) -> Vec<Reminder> {
    let dues = Dues {
        income: Rupiah(1_000_000),
        work: Work::Other,
        payer: Payer::Own,
        programmes: vec![Programme::Jkk, Programme::Jkm],
    };
    let facts = Facts {
        cover: &CONTENT.cover,
        reminders: &CONTENT.reminders,
        calendar: &CONTENT.calendar,
        tariff: &CONTENT.tariff,
        paid,
        dues: Some(&dues),
        bill: None,
        bill_for_others: None,
        somebody_pays: false,
        taken: &[],
    };
    plan(&facts, settings, from, days)
}

fn ids(reminders: &[Reminder]) -> Vec<&str> {
    reminders.iter().map(|it| it.id.as_str()).collect()
}

/// Up to twelve months around today, paid within the two years before it, with holes; many of them
/// about as long ago as the plan looks back.
fn paid_months() -> impl Strategy<Value = PaidMonths> {
    let first: Month = "2025-12".parse().unwrap();
    let one = (0_u8..20, prop_oneof![0_i32..730, 30_i32..70]).prop_map(move |(month, ago)| {
        let month = first.plus(month).to_string();
        paid(&month, &date(TODAY).plus_days(-ago).unwrap().to_string())
    });
    prop::collection::vec(one, 0..12).prop_map(|months| PaidMonths::new(None, months))
}

fn settings() -> impl Strategy<Value = ReminderSettings> {
    let payday = prop_oneof![
        Just(Payday::Unset),
        (1_u8..=7).prop_map(Payday::Weekly),
        (1_u8..=31).prop_map(Payday::Monthly),
        (1_u8..=12).prop_map(|month| Payday::Harvest(vec![month])),
    ];
    let day = |from: i32, to: i32| (from..to).prop_map(|days| date(TODAY).plus_days(days).unwrap());
    let said = prop::option::of((day(-30, 90), 0_u8..6)).prop_map(|said| {
        said.map(|(on, month)| SaidPaid {
            on,
            month: "2026-10".parse::<Month>().unwrap().plus(month),
        })
    });
    let again = prop::option::of(day(-5, 60)).prop_map(|asked| {
        asked.map(|asked| Again {
            asked,
            on: asked.plus_days(1).unwrap(),
        })
    });
    let pause = prop::option::of((day(-30, 60), 1_i32..60)).prop_map(|pause| {
        pause.map(|(from, days)| Pause {
            from,
            until: from.plus_days(days).unwrap(),
        })
    });
    (payday, 0_usize..3, said, again, pause).prop_map(|(payday, zone, said_paid, again, pause)| {
        ReminderSettings {
            payday,
            zone: Zone::ALL[zone],
            said_paid,
            again,
            pause,
            ..Default::default()
        }
    })
}

fn paid(month: &str, paid_on: &str) -> PaidMonth {
    PaidMonth {
        month: month.parse().unwrap(),
        paid_on: date(paid_on),
        programmes: vec![Programme::Jkk, Programme::Jkm],
        sponsor: None,
    }
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}
