//! When the messages come that were chosen, and what they are.

use super::candidates::{Candidate, price_change};
use super::choice::has_words_again;
use super::facts::{Facts, Reminder, ReminderAction, ReminderKind};
use super::late;
use super::settings::{Again, ReminderSettings};
use crate::cover::{Cover, CoverState};
use crate::units::{Month, Timestamp};

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
    let mut chosen = late::coming(facts, settings);
    late::bring(facts, settings, from, &mut chosen);
    let told = settings.told.map(|told| settings.zone.day(told));
    // Nothing more comes on a day on which the shell has shown a message.
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

fn reminder(facts: &Facts<'_>, settings: &ReminderSettings, it: &Candidate) -> Option<Reminder> {
    let at = it.at.or_else(|| settings.moment(it.on))?;
    let cover = Cover::of(facts.cover, facts.calendar, facts.paid, it.on);
    let next = it.last.and_then(Month::next);
    let months = match (it.kind, cover.state) {
        (ReminderKind::Bill, _) | (_, CoverState::NotYet { .. }) => Vec::new(),
        (ReminderKind::PriceChange, _) => it
            .last
            .and_then(|last| price_change(facts, last))
            .into_iter()
            .collect(),
        // Another month may have begun since it was said.
        (ReminderKind::NotArrived, CoverState::Ended { .. }) => settings
            .said_paid
            .map(|said| said.month)
            .into_iter()
            .collect(),
        (_, CoverState::Ended { .. }) => vec![it.on.month()],
        (_, CoverState::Protected { .. }) => next.into_iter().collect(),
        (_, CoverState::Grace { .. }) => cover.missing.clone(),
    };
    // Before the first payment nobody asks for a month, and whoever asked to be asked again hears of
    // the bill.
    let bill = match it.kind {
        ReminderKind::Again if months.is_empty() => Some(facts.bill?),
        _ => it.bill(facts),
    };
    let amount = match bill {
        Some(bill) => Some(bill.amount),
        None if months.is_empty() => None,
        None => facts.dues.and_then(|dues| dues.of(facts.tariff, &months)),
    };
    let for_others = it.for_others;
    let mut actions = match it.kind {
        // The answers *tomorrow* and *I paid* are noted for the member's own dues, so they are not
        // offered for the dues of others.
        ReminderKind::Bill if for_others => vec![ReminderAction::Pay, ReminderAction::Pause],
        ReminderKind::Sponsor if facts.bill.is_some() => vec![
            ReminderAction::Pay,
            ReminderAction::Tomorrow,
            ReminderAction::Pause,
        ],
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
    // Tomorrow nothing is left to be said.
    if !it
        .on
        .plus_days(1)
        .is_some_and(|on| has_words_again(facts, on))
    {
        actions.retain(|action| *action != ReminderAction::Tomorrow);
    }
    let until = match bill {
        Some(bill) => Some(bill.expires),
        None => months
            .last()
            .map(|month| month.day(facts.cover.due_day.day)),
    };
    // The id follows from the day that the message was meant for, so that a message which moved
    // replaces the one that was scheduled before.
    let id = format!("{}-{}", it.kind.code(), it.of);
    Some(Reminder {
        id,
        kind: it.kind,
        on: it.on,
        at,
        latest: settings.latest(at),
        months,
        for_others,
        amount,
        cover,
        until,
        actions,
    })
}
