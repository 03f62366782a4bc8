//! Which messages come: gap and cap applied to the candidates, pause and answers to what is left.

use super::candidates::{Candidate, after, price_change};
use super::facts::{Facts, OpenBill, ReminderKind};
use super::settings::{ReminderSettings, SaidPaid};
use crate::cover::{Cover, CoverState};
use crate::units::{Date, Month};

/// Everything that comes by itself or was asked for, each on a day of its own.
pub(super) fn wanted(facts: &Facts<'_>, settings: &ReminderSettings) -> Vec<Candidate> {
    let mut chosen = chosen(facts, settings);
    chosen.retain(|it| it.kind.is_critical() || !is_silenced(facts, settings, it));
    let told = settings.told.map(|told| settings.zone.day(told));
    for it in asked_for(facts, settings) {
        let free = !chosen.iter().any(|other| other.on == it.on);
        if free && told.is_none_or(|told| it.on > told) {
            chosen.push(it);
        }
    }
    chosen
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
    // Gap and cap depend on the messages of the weeks before. Older payments cannot change what
    // comes now and would only cost time.
    let since = payments.last().and_then(|day| day.plus_days(LOOK_BACK));
    let old = payments.iter().filter(|day| Some(**day) < since).count();
    // The newest of the old payments stays: it decides what came until the next one.
    payments.drain(..old.saturating_sub(1));
    let mut chosen = Vec::new();
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
                // What may wait comes on a day after the payment.
                if it.latest > it.on {
                    it.on = it.on.max(lower);
                }
                // A last warning that would have come before the payment comes right after it.
                let last_day = row.1.plus(facts.cover.certain.months).last_day();
                if it.kind.is_critical() && it.on < lower && lower <= last_day {
                    (it.on, it.latest) = (lower, lower);
                }
                it.latest = upper.map_or(it.latest, |upper| it.latest.min(upper));
            }
            found.retain(|it| it.on >= lower && it.on <= it.latest);
            choose(facts, found, &mut chosen);
        }
    }
    let own = own_bill(facts, settings);
    // Whoever has a bill to start again hears of it, and not soon after that membership has ended.
    let gap = i32::from(facts.reminders.gap.days);
    let soon = |it: &Candidate| {
        let after = |bill: &Candidate| (0..gap).contains(&it.on.days_since(bill.on));
        own.iter().any(after)
    };
    chosen.retain(|it| it.kind != ReminderKind::Ended || !soon(it));
    choose(facts, own, &mut chosen);
    choose(facts, bill_for_others(facts, settings), &mut chosen);
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
    // The kinds are declared in the order of their weight. Whatever comes first takes its day, and
    // the lighter ones find gap and cap as they are then.
    candidates.sort_by_key(|it| (it.kind, it.on));
    let (gap, cap) = (
        i32::from(facts.reminders.gap.days),
        usize::from(facts.reminders.month_cap.days),
    );
    for mut it in candidates {
        let has_room = |day: &Date| {
            let close = chosen
                .iter()
                .any(|other| other.on.days_since(*day).abs() < gap);
            let in_month = chosen
                .iter()
                .filter(|other| other.on.month() == day.month());
            let taken = chosen.iter().any(|other| other.on == *day);
            !taken && (it.kind.is_critical() || (!close && in_month.count() < cap))
        };
        // That a discount ends is said once, also when something is paid after it was said.
        let dearer = |it: &Candidate| it.last.and_then(|last| price_change(facts, last));
        let is_said = it.kind == ReminderKind::PriceChange
            && chosen
                .iter()
                .any(|other| other.kind == it.kind && dearer(other) == dearer(&it));
        let day = days(it.on, it.latest).find(has_room).filter(|_| !is_said);
        if let Some(day) = day {
            (it.on, it.of) = (day, day);
            chosen.push(it);
        }
    }
}

/// From one day to another, both included.
pub(super) fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |day| day.plus_days(1)).take_while(move |day| *day <= to)
}

/// The messages about a bill of the member's own months. Only the first one has any, since later
/// months have theirs; after the end paying is joining, so a bill is a first one again.
fn own_bill(facts: &Facts<'_>, settings: &ReminderSettings) -> Vec<Candidate> {
    let Some(bill) = facts.bill else {
        return Vec::new();
    };
    let joins = |on: Date| facts.paid.months().is_empty() || has_ended(facts, on);
    if !joins(settings.zone.day(bill.issued)) {
        return Vec::new();
    }
    let on = days_of_bill(facts, bill).into_iter();
    on.filter(|on| joins(*on))
        .map(|on| Candidate::new(on, ReminderKind::Bill, None))
        .filter(|it| has_sense(facts, settings, it))
        .collect()
}

/// Whether membership has ended by that day.
fn has_ended(facts: &Facts<'_>, on: Date) -> bool {
    let cover = Cover::of(facts.cover, facts.calendar, facts.paid, on);
    matches!(cover.state, CoverState::Ended { .. })
}

/// The fixed days of the messages about a bill.
fn days_of_bill(facts: &Facts<'_>, bill: OpenBill) -> Vec<Date> {
    let before = |days: &u16| bill.expires.plus_days(-i32::from(*days));
    let days = facts.reminders.bill.days.iter();
    days.filter_map(before).collect()
}

/// A message about a bill that would have come before the bill was made, or while somebody has just
/// said that it was paid, takes no day from another.
fn has_sense(facts: &Facts<'_>, settings: &ReminderSettings, it: &Candidate) -> bool {
    let at = settings.moment(it.on).zip(it.bill(facts));
    at.is_some_and(|(at, bill)| at >= bill.issued) && !is_said_paid(facts, it)
}

/// The messages about a bill that is for others alone: its payer has no other one about their dues.
fn bill_for_others(facts: &Facts<'_>, settings: &ReminderSettings) -> Vec<Candidate> {
    let Some(bill) = facts.bill_for_others else {
        return Vec::new();
    };
    let mut on = days_of_bill(facts, bill);
    // The dues of others are due on the same day as one's own, and these messages wait for a day on
    // which nothing else is said.
    let due = bill.expires.month().day(facts.cover.due_day.day);
    if on.first().is_none_or(|first| due < *first) {
        on.insert(0, due);
    }
    let last_days = on[1..].iter().filter_map(|next| next.plus_days(-1));
    let last_days: Vec<Date> = last_days.chain([bill.expires]).collect();
    let waiting = on.into_iter().zip(last_days).map(|(on, latest)| Candidate {
        latest,
        for_others: true,
        ..Candidate::new(on, ReminderKind::Bill, None)
    });
    waiting
        .filter(|it| has_sense(facts, settings, it))
        .collect()
}

pub(super) fn is_silenced(facts: &Facts<'_>, settings: &ReminderSettings, it: &Candidate) -> bool {
    let paused = settings
        .pause
        .is_some_and(|pause| (pause.from..pause.until).contains(&it.on));
    let said = settings.said_paid.is_some_and(|said| {
        is_asked_for_again(facts, said, it.last) && is_soon_after(facts, said.on, it.on)
    });
    paused || said || is_said_paid(facts, it)
}

/// Whether that row of paid months still asks for the month of which somebody said that it was paid.
/// A row asks for the month after it; once membership has ended, for the month of the day on which it
/// was said.
fn is_asked_for_again(facts: &Facts<'_>, said: SaidPaid, last: Option<Month>) -> bool {
    let ended = last.is_some() && has_ended(facts, said.on);
    if ended {
        said.month == said.on.month() && facts.paid.of(said.month).is_none()
    } else {
        last.and_then(Month::next) == Some(said.month)
    }
}

/// Whether it is about a bill of which somebody has just said that it was paid.
fn is_said_paid(facts: &Facts<'_>, it: &Candidate) -> bool {
    let said = it.bill(facts).and_then(|bill| bill.said_paid);
    said.is_some_and(|said| is_soon_after(facts, said, it.on))
}

/// The days of silence after "I paid already".
fn is_soon_after(facts: &Facts<'_>, said: Date, on: Date) -> bool {
    let silent = i32::from(facts.reminders.paid_said.days);
    on >= said && on <= said.plus_days(silent).unwrap_or(said)
}

/// Whether there is something to say to whoever asked to be asked again: months that are to be paid,
/// or, before the first payment, the own bill that is still open.
pub(super) fn has_words_again(facts: &Facts<'_>, on: Date) -> bool {
    let cover = Cover::of(facts.cover, facts.calendar, facts.paid, on);
    let is_first = matches!(cover.state, CoverState::NotYet { .. });
    !is_first || facts.bill.is_some_and(|bill| on <= bill.expires)
}

/// Messages that come because the member answered an earlier one. Which row of paid months such a
/// message is about depends on the day it comes, and not on the day of asking.
fn asked_for(facts: &Facts<'_>, settings: &ReminderSettings) -> Vec<Candidate> {
    let mut found = Vec::new();
    if let Some(said) = settings.said_paid {
        let silent = i32::from(facts.reminders.paid_said.days);
        let missing = said
            .on
            .plus_days(silent + 1)
            .map(|on| Candidate::new(on, ReminderKind::NotArrived, last_paid(facts, on)));
        // Once the month is paid, nothing about it is left to ask.
        found.extend(missing.filter(|it| is_asked_for_again(facts, said, it.last)));
    }
    let paid_since = |day: Date| facts.paid.months().iter().any(|paid| paid.paid_on >= day);
    let again = settings.again.filter(|again| !paid_since(again.asked));
    let again = again.filter(|again| has_words_again(facts, again.on));
    found
        .extend(again.map(|again| {
            Candidate::new(again.on, ReminderKind::Again, last_paid(facts, again.on))
        }));
    found
}
