//! Which messages come, and when: gap, cap, pause and quiet hours applied to the candidates.

use super::candidates::{Candidate, after, price_change};
use super::facts::{Facts, Reminder, ReminderAction, ReminderKind};
use super::settings::{Again, ReminderSettings};
use crate::cover::{Cover, CoverState};
use crate::units::{Date, Month, Timestamp};

/// The messages of so many days, beginning with the day of `from`; none that would have come before
/// `from`.
pub fn plan(
    facts: &Facts<'_>,
    settings: &ReminderSettings,
    from: Timestamp,
    days: u16,
) -> Vec<Reminder> {
    if !settings.on {
        return Vec::new();
    }
    let today = settings.zone.day(from);
    let Some(end) = today.plus_days(i32::from(days)) else {
        return Vec::new();
    };
    let paid = facts.paid.known_on(today);
    let facts = &Facts {
        paid: &paid,
        ..*facts
    };
    let mut chosen = chosen(facts, settings);
    chosen.retain(|it| it.kind.is_critical() || !is_silenced(facts, settings, it));
    let told = settings.told.map(|told| settings.zone.day(told));
    let free = |chosen: &[Candidate], day: Date| {
        !chosen.iter().any(|it| it.on == day) && told.is_none_or(|told| day > told)
    };
    for it in asked_for(facts, settings) {
        if free(&chosen, it.on) {
            chosen.push(it);
        }
    }
    chosen.retain(|it| it.on >= today && it.on < end && told.is_none_or(|told| it.on > told));
    chosen.sort_by_key(|it| it.on);
    chosen
        .iter()
        .filter_map(|it| reminder(facts, settings, it))
        .filter(|it| it.at >= from)
        .collect()
}

/// Settings after a change at that moment. A message that was still to come today, and whose new
/// minute has passed already, comes tomorrow instead.
#[must_use]
pub fn change(
    facts: &Facts<'_>,
    old: &ReminderSettings,
    new: ReminderSettings,
    now: Timestamp,
) -> ReminderSettings {
    let today = new.zone.day(now);
    let comes = |settings: &ReminderSettings| {
        plan(facts, settings, now, 2)
            .iter()
            .any(|it| settings.zone.day(it.at) == today)
    };
    let Some(tomorrow) = today
        .plus_days(1)
        .filter(|_| new.on && comes(old) && !comes(&new))
    else {
        return new;
    };
    ReminderSettings {
        again: Some(Again {
            asked: today,
            on: tomorrow,
        }),
        ..new
    }
}

/// Everything that comes by itself, from some weeks before the last payment on. What came before
/// that payment is worked out too, because gap and cap depend on it. Today plays no part: what is
/// planned stays the same until something is paid.
fn chosen(facts: &Facts<'_>, settings: &ReminderSettings) -> Vec<Candidate> {
    const LOOK_BACK: i32 = -62;
    let mut payments: Vec<Date> = facts
        .paid
        .months()
        .iter()
        .map(|paid| paid.paid_on)
        .collect();
    payments.sort_unstable();
    payments.dedup();
    let since = payments.last().and_then(|day| day.plus_days(LOOK_BACK));
    let old = payments.iter().filter(|day| Some(**day) < since).count();
    payments.drain(..old.saturating_sub(1));
    let mut chosen = Vec::new();
    if payments.is_empty() {
        choose(facts, bill(facts), &mut chosen);
    }
    for (place, day) in payments.iter().enumerate() {
        let (known, next) = (facts.paid.known_on(*day), payments.get(place + 1));
        // On the day of a payment nothing more comes.
        let Some(begins) = day.plus_days(1) else {
            continue;
        };
        let known = Facts {
            paid: &known,
            ..*facts
        };
        let rows = rows(&known, *day);
        for (number, row) in rows.iter().enumerate() {
            let lower = if number == 0 {
                begins
            } else {
                begins.max(row.0.first_day())
            };
            let end_of_row = rows
                .get(number + 1)
                .and_then(|(first, _)| first.first_day().plus_days(-1));
            let upper = [next.copied(), end_of_row].into_iter().flatten().min();
            let mut found = after(&known, settings, row.1);
            for it in &mut found {
                // A last warning that would have come before the payment comes right after it.
                let last_day = row.1.plus(facts.cover.certain.months).last_day();
                if it.kind.is_critical() && it.on < lower && lower <= last_day {
                    it.on = lower;
                }
            }
            found.retain(|it| it.on >= lower && upper.is_none_or(|upper| it.on <= upper));
            choose(facts, found, &mut chosen);
        }
    }
    chosen
}

/// The rows of paid months that count from that day on: each with its first and last month.
fn rows(facts: &Facts<'_>, day: Date) -> Vec<(Month, Month)> {
    let cover = Cover::of(facts.cover, facts.calendar, facts.paid, day);
    let current = cover.paid_until.map(Date::month);
    let mut rows: Vec<(Month, Month)> = current.map(|last| (last, last)).into_iter().collect();
    let later = current.map_or(day.month(), |last| last.max(day.month()));
    for paid in facts.paid.months().iter().filter(|paid| paid.month > later) {
        match rows.last_mut() {
            Some((_, last)) if last.next() == Some(paid.month) => *last = paid.month,
            _ => rows.push((paid.month, paid.month)),
        }
    }
    rows
}

/// The last month of the row that counts on that day.
fn last_paid(facts: &Facts<'_>, day: Date) -> Option<Month> {
    rows(facts, day).first().map(|(_, last)| *last)
}

/// Adds those that keep gap and cap, the most important first.
fn choose(facts: &Facts<'_>, mut candidates: Vec<Candidate>, chosen: &mut Vec<Candidate>) {
    candidates.sort_by_key(|it| (it.kind, it.on));
    let (gap, cap) = (
        i32::from(facts.reminders.gap.days),
        usize::from(facts.reminders.month_cap.days),
    );
    for it in candidates {
        let taken = chosen.iter().any(|other| other.on == it.on);
        let close = chosen
            .iter()
            .any(|other| other.on.days_since(it.on).abs() < gap);
        let full = chosen
            .iter()
            .filter(|other| other.on.month() == it.on.month())
            .count()
            >= cap;
        if !taken && (it.kind.is_critical() || (!close && !full)) {
            chosen.push(it);
        }
    }
}

fn bill(facts: &Facts<'_>) -> Vec<Candidate> {
    let Some(bill) = facts.bill else {
        return Vec::new();
    };
    let days = facts
        .reminders
        .bill
        .days
        .iter()
        .filter_map(|days| bill.expires.plus_days(-i32::from(*days)));
    days.map(|on| Candidate {
        on,
        kind: ReminderKind::Bill,
        last: None,
    })
    .collect()
}

fn is_silenced(facts: &Facts<'_>, settings: &ReminderSettings, it: &Candidate) -> bool {
    let paused = settings
        .pause
        .is_some_and(|pause| (pause.from..pause.until).contains(&it.on));
    let said = settings.said_paid.is_some_and(|said| {
        let silent_to = said
            .on
            .plus_days(i32::from(facts.reminders.paid_said.days))
            .unwrap_or(said.on);
        it.last.and_then(Month::next) == Some(said.month) && it.on >= said.on && it.on <= silent_to
    });
    paused || said
}

/// What comes because the member answered an earlier one. Which row of paid months it is about
/// depends on the day it comes, and not on the day of asking.
fn asked_for(facts: &Facts<'_>, settings: &ReminderSettings) -> Vec<Candidate> {
    let mut found = Vec::new();
    if let Some(said) = settings.said_paid {
        let silent = i32::from(facts.reminders.paid_said.days);
        let missing = said.on.plus_days(silent + 1).map(|on| Candidate {
            on,
            kind: ReminderKind::NotArrived,
            last: last_paid(facts, on),
        });
        // Once the month is paid, nothing about it is left to ask.
        found.extend(missing.filter(|it| it.last.and_then(Month::next) == Some(said.month)));
    }
    let paid_since = |day: Date| facts.paid.months().iter().any(|paid| paid.paid_on >= day);
    let again = settings.again.filter(|again| !paid_since(again.asked));
    found.extend(again.map(|again| Candidate {
        on: again.on,
        kind: ReminderKind::Again,
        last: last_paid(facts, again.on),
    }));
    found
}

fn reminder(facts: &Facts<'_>, settings: &ReminderSettings, it: &Candidate) -> Option<Reminder> {
    let at = settings.moment(it.on)?;
    let cover = Cover::of(facts.cover, facts.calendar, facts.paid, it.on);
    let next = it.last.and_then(Month::next);
    let months = match (it.kind, cover.state) {
        (ReminderKind::Bill, _) | (_, CoverState::NotYet { .. }) => Vec::new(),
        (ReminderKind::PriceChange, _) => it
            .last
            .and_then(|last| price_change(facts, last))
            .into_iter()
            .collect(),
        (_, CoverState::Ended { .. }) => vec![it.on.month()],
        (_, CoverState::Protected { .. }) => next.into_iter().collect(),
        (_, CoverState::Grace { .. }) => cover.missing.clone(),
    };
    let amount = match it.kind {
        ReminderKind::Bill => facts.bill.map(|bill| bill.amount),
        _ if months.is_empty() => None,
        _ => facts.dues.and_then(|dues| dues.of(facts.tariff, &months)),
    };
    let actions = match it.kind {
        ReminderKind::PriceChange | ReminderKind::Sponsor => {
            vec![ReminderAction::Tomorrow, ReminderAction::Pause]
        }
        ReminderKind::Ended => vec![
            ReminderAction::Pay,
            ReminderAction::Tomorrow,
            ReminderAction::SaidPaid,
        ],
        _ => vec![
            ReminderAction::Pay,
            ReminderAction::Tomorrow,
            ReminderAction::SaidPaid,
            ReminderAction::Pause,
        ],
    };
    let until = match facts.bill {
        Some(bill) if it.kind == ReminderKind::Bill => Some(bill.expires),
        _ => months
            .last()
            .map(|month| month.day(facts.cover.due_day.day)),
    };
    let for_others =
        it.kind == ReminderKind::Bill && facts.bill.is_some_and(|bill| bill.for_others);
    let id = format!("{}-{}", it.kind.code(), it.on);
    Some(Reminder {
        id,
        kind: it.kind,
        on: it.on,
        at,
        months,
        for_others,
        amount,
        cover,
        until,
        actions,
    })
}
