//! Cover and reminders: rules, holidays, incidents and settings that are taken give days and
//! messages that keep their promises.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use payung_model::cover::reminder::{
    Dues, Facts, OpenBill, ReminderKind, ReminderRules, ReminderSettings, note_missed, plan,
};
use payung_model::cover::{
    Calendar, Cover, CoverLevel, CoverRules, CoverState, Incidents, PaidMonth, PaidMonths,
};
use payung_model::programme::{Payer, Programme, Tariff, Work};
use payung_model::units::{Date, Month, Rupiah, Timestamp};
use serde_json::Value;

use crate::{edits, samples};

const FILES: [&[u8]; 4] = [
    include_bytes!("../../rust-core/model/content/cover.json"),
    include_bytes!("../../rust-core/model/content/holidays.json"),
    include_bytes!("../../rust-core/model/content/reminders.json"),
    include_bytes!("../../rust-core/model/content/incidents.json"),
];
const SETTINGS: &str = r#"{"on":true,"payday":{"weekly":5},"at":"08.00","quiet":{"from":"20.00","to":"07.00"},"zone":"wita",
    "pause":{"from":"2026-12-01","until":"2026-12-20"},"said_paid":{"on":"2026-12-15","month":"2026-12"},
    "again":{"asked":"2026-12-15","on":"2026-12-16"},"told":1795399200000,"late":{"of":"2026-12-15","at":1797300000000}}"#;

/// Programs; the first byte says whether a file is changed.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut random = samples::Seeded::new(14);
    (0..60_usize)
        .map(|number| random.bytes(40 + number * 6))
        .collect()
}

/// Changes one of the files, or the settings, as the program says; then months are paid and days
/// are looked at.
pub fn check(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let mut files = FILES.map(<[u8]>::to_vec);
    let _ = change(&mut files, &mut u);
    if let Err(what) = Incidents::parse(&files[3]) {
        assert!(!what.is_empty());
    }
    let (Ok(rules), Ok(calendar), Ok(reminders)) = (
        CoverRules::parse(&files[0]),
        Calendar::parse(&files[1]),
        ReminderRules::parse(&files[2]),
    ) else {
        return;
    };
    let settings = settings(&mut u, &reminders).unwrap_or_default();
    let Ok(paid) = months(&mut u) else { return };
    for _ in 0..6 {
        let Ok(on) = day(&mut u) else { break };
        holds(&Cover::of(&rules, &calendar, &paid, on), &paid, on);
    }
    let dues = Dues {
        income: Rupiah(1_500_000),
        work: Work::Other,
        payer: Payer::Own,
        programmes: vec![Programme::Jkk, Programme::Jkm],
    };
    let mut a_bill = || {
        u.arbitrary().unwrap_or(false).then(|| OpenBill {
            amount: Rupiah(16_800),
            issued: moment(&mut u),
            expires: day(&mut u).unwrap_or_else(|_| first()),
            said_paid: day(&mut u).ok().filter(|day| day.day() > 20),
        })
    };
    let (bill, bill_for_others) = (a_bill(), a_bill());
    let taken: Vec<Date> = (0..u.int_in_range(0..=3).unwrap_or(0))
        .filter_map(|_| day(&mut u).ok())
        .collect();
    let facts = Facts {
        cover: &rules,
        reminders: &reminders,
        calendar: &calendar,
        tariff: &TARIFF,
        paid: &paid,
        dues: u.arbitrary().unwrap_or(false).then_some(&dues),
        bill,
        bill_for_others,
        somebody_pays: u.arbitrary().unwrap_or(false),
        taken: &taken,
    };
    let from = moment(&mut u);
    let days = u.int_in_range(0..=400).unwrap_or(90);
    keeps(&facts, &settings, from, days);
    // The phone was off for a while: at most one comes late, soon, and asking again moves nothing.
    let handed_over: Vec<Timestamp> = plan(&facts, &settings, from, days)
        .iter()
        .map(|it| it.at)
        .collect();
    let off = u.int_in_range(0..=40 * 24 * 3_600_000_i64).unwrap_or(0);
    let now = Timestamp::from_millis(from.millis() + off).expect("in range");
    let mut after = settings.clone();
    note_missed(&facts, &mut after, &handed_over, now);
    if let Some(late) = after.late {
        let minute = after.zone.time(late.at);
        assert!(late.at > now && after.quiet.is_none_or(|quiet| !quiet.holds(minute)));
        assert!(
            after
                .told
                .is_none_or(|told| after.zone.day(told) < after.zone.day(late.at))
        );
    }
    let mut again = after.clone();
    note_missed(&facts, &mut again, &handed_over, now);
    assert_eq!(again, after);
    keeps(&facts, &after, now, days);
}

/// What is said of a day is never more than what was paid by then.
fn holds(cover: &Cover, paid: &PaidMonths, on: Date) {
    let this_month = paid.of(on.month()).filter(|paid| paid.paid_on <= on);
    for it in &cover.programmes {
        let paid_for = this_month.is_some_and(|paid| paid.programmes.contains(&it.programme));
        match it.level {
            CoverLevel::Full | CoverLevel::Early => {
                assert!(paid_for && it.until.is_some_and(|until| until >= on));
                assert!(matches!(cover.state, CoverState::Protected { .. }));
            }
            CoverLevel::Maybe | CoverLevel::NotPromised => {
                assert!(matches!(cover.state, CoverState::Grace { .. }))
            }
            CoverLevel::None | CoverLevel::Saved => {}
        }
    }
    match cover.state {
        CoverState::Protected { until } => assert!(this_month.is_some() && until >= on),
        CoverState::Grace {
            unpaid,
            certain_until,
            ends,
            ..
        } => {
            assert!(
                unpaid > 0
                    && certain_until <= ends
                    && on <= ends
                    && cover.missing.contains(&on.month())
            );
        }
        CoverState::Ended {
            since,
            full_death_from,
        } => assert!(since <= on && full_death_from > on),
        CoverState::NotYet { starts } => assert!(starts.is_none_or(|starts| starts > on)),
    }
}

/// Some moment of three years.
fn moment(u: &mut Unstructured<'_>) -> Timestamp {
    let millis = u.int_in_range(1_760_000_000_000_i64..=1_850_000_000_000);
    Timestamp::from_millis(millis.unwrap_or(1_795_399_200_000)).expect("in range")
}

/// In order, one a day, never quiet, within the days that were asked for, no message about a bill
/// before that was made, and the same when asked again later.
fn keeps(facts: &Facts<'_>, settings: &ReminderSettings, from: Timestamp, days: u16) {
    let found = plan(facts, settings, from, days);
    let mut seen = BTreeSet::new();
    for it in &found {
        assert!(seen.insert(settings.zone.day(it.at)) && it.at >= from);
        assert!(it.on.days_since(settings.zone.day(from)) < i32::from(days));
        let minute = settings.zone.time(it.at);
        assert!(settings.quiet.is_none_or(|quiet| !quiet.holds(minute)));
        // What was noted as late may be noted wrongly.
        let is_meant = it.kind == ReminderKind::Bill && settings.late.is_none();
        let bill = if it.for_others {
            facts.bill_for_others
        } else {
            facts.bill
        };
        let made = bill.filter(|_| is_meant);
        assert!(made.is_none_or(|bill| it.at >= bill.issued));
    }
    assert!(found.windows(2).all(|pair| pair[0].at < pair[1].at));
    // What was planned is planned still, one message later: nothing was paid and nothing changed.
    if let [first, .., last] = found.as_slice()
        && facts
            .paid
            .months()
            .iter()
            .all(|paid| paid.paid_on <= settings.zone.day(from))
        && last.kind != ReminderKind::Again
    {
        let left =
            u16::try_from(last.on.days_since(first.on) + 1).expect("within the days asked for");
        let later: Vec<String> = plan(facts, settings, first.at, left)
            .into_iter()
            .map(|it| it.id)
            .collect();
        assert_eq!(
            later,
            found.iter().map(|it| it.id.clone()).collect::<Vec<_>>()
        );
    }
}

fn change(files: &mut [Vec<u8>; 4], u: &mut Unstructured<'_>) -> Result<()> {
    if u.ratio(1, 2)? {
        return Ok(());
    }
    let file = u.choose_index(files.len())?;
    files[file] = changed(&files[file], u)?;
    Ok(())
}

fn changed(json: &[u8], u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut json: Value = serde_json::from_slice(json).expect("the built-in files are JSON");
    edits::apply(&mut json, &[], u)?;
    Ok(json.to_string().into_bytes())
}

fn settings(u: &mut Unstructured<'_>, rules: &ReminderRules) -> Option<ReminderSettings> {
    let json = changed(SETTINGS.as_bytes(), u).ok()?;
    let settings = ReminderSettings::parse(&json, rules).ok()?;
    assert_eq!(
        ReminderSettings::parse(&settings.to_json(), rules).as_ref(),
        Ok(&settings),
        "kept is read back"
    );
    Some(settings)
}

fn months(u: &mut Unstructured<'_>) -> Result<PaidMonths> {
    let mut months = Vec::new();
    for _ in 0..u.int_in_range(0..=8)? {
        let paid_on = day(u)?;
        let month =
            Month::new(u.int_in_range(2025..=2028)?, u.int_in_range(1..=12)?).expect("in range");
        let jht = u.arbitrary::<bool>()?.then_some(Programme::Jht);
        let programmes = [Programme::Jkk, Programme::Jkm]
            .into_iter()
            .chain(jht)
            .collect();
        let sponsor = u.ratio(1, 4)?.then(|| "Desa Contoh".to_owned());
        months.push(PaidMonth {
            month,
            paid_on,
            programmes,
            sponsor,
        });
    }
    let since = if u.ratio(1, 8)? { Some(day(u)?) } else { None };
    Ok(PaidMonths::new(since, months))
}

fn first() -> Date {
    Date::new(2025, 1, 1).expect("a day")
}

fn day(u: &mut Unstructured<'_>) -> Result<Date> {
    Ok(first()
        .plus_days(u.int_in_range(0..=1400)?)
        .expect("in the calendar"))
}

static TARIFF: LazyLock<Tariff> = LazyLock::new(|| {
    Tariff::parse(include_bytes!("../../rust-core/model/content/tariff.json"))
        .expect("the built-in tariff")
});
