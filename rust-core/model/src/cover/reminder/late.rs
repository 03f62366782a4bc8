//! Messages that come on another day than they were meant for: the phone was off then, or it
//! reminds somebody else that day.

use super::candidates::{Candidate, price_change};
use super::choice::{days, has_words_again, is_silenced, wanted};
use super::facts::{Facts, ReminderKind};
use super::settings::{Late, ReminderSettings};
use crate::cover::{Cover, CoverState};
use crate::units::{Date, Timestamp};

/// So soon comes what was not shown: long enough for the phone to tell that it has just shown it.
const SOON_MILLIS: i64 = 5 * 60_000;
/// So many days a message makes way at most.
const MOST_AWAY: i32 = 7;

/// Everything that comes, with nothing on a day that is taken.
pub(super) fn coming(facts: &Facts<'_>, settings: &ReminderSettings) -> Vec<Candidate> {
    let mut chosen = wanted(facts, settings);
    make_room(facts, settings, &mut chosen);
    chosen
}

/// Notes what was to come by now and was not shown, and when it comes instead. `handed_over` are the
/// moments for which the phone had something scheduled: what it never knew of it did not miss. Only
/// the last warning comes in any case.
pub fn note_missed(
    facts: &Facts<'_>,
    settings: &mut ReminderSettings,
    handed_over: &[Timestamp],
    now: Timestamp,
) {
    // Shown later than now: a clock was wrong. It may have been today.
    settings.told = settings.told.map(|told| told.min(now));
    settings.late = late(facts, settings, handed_over, now);
}

fn late(
    facts: &Facts<'_>,
    settings: &ReminderSettings,
    handed_over: &[Timestamp],
    now: Timestamp,
) -> Option<Late> {
    if !settings.on {
        return None;
    }
    let zone = settings.zone;
    let told = settings.told.map(|told| zone.day(told));
    let paid = facts.paid.known_on(zone.day(now));
    let facts = &Facts {
        paid: &paid,
        ..*facts
    };
    let soon = Timestamp::from_millis(now.millis().checked_add(SOON_MILLIS)?).ok()?;
    let soon = settings.not_quiet(soon)?;
    let known = |it: &Candidate| {
        let was_late = settings.late.is_some_and(|late| late.of == it.of);
        was_late || handed_over.iter().any(|at| zone.day(*at) == it.on)
    };
    let missed = coming(facts, settings).into_iter().filter_map(|it| {
        let passed = settings.moment(it.on).is_some_and(|at| at < now);
        let untold = told.is_none_or(|told| it.on > told);
        if !passed || !untold || !(it.kind.is_critical() || known(&it)) {
            return None;
        }
        Some((it, next_moment(facts, settings, &it, soon)?))
    });
    // One is enough: the last warning, or what was to be said last.
    let (it, at) = missed.max_by_key(|(it, _)| (it.kind.is_critical(), it.on))?;
    let waiting = settings.late;
    // A late message keeps its moment, unless quiet hours were chosen since or something was shown
    // that day.
    let waiting = waiting.filter(|late| {
        let possible = told.is_none_or(|told| zone.day(late.at) > told);
        let quiet = settings.not_quiet(late.at) != Some(late.at);
        late.of == it.of && late.at > now && possible && !quiet
    });
    Some(waiting.unwrap_or(Late { of: it.of, at }))
}

/// The first moment from then on at which it still means something, on a day on which the phone
/// shows nothing else. A last warning comes all the same.
fn next_moment(
    facts: &Facts<'_>,
    settings: &ReminderSettings,
    it: &Candidate,
    soon: Timestamp,
) -> Option<Timestamp> {
    let first = settings.zone.day(soon);
    let told = settings.told.map(|told| settings.zone.day(told));
    let possible: Vec<Date> = days(first, first.plus_days(MOST_AWAY)?)
        .filter(|day| told.is_none_or(|told| *day > told))
        .filter(|day| holds_still(facts, settings, it, *day))
        .collect();
    let free = possible.iter().find(|day| !facts.taken.contains(day));
    let day = free.or_else(|| possible.first().filter(|_| it.kind.is_critical()))?;
    if *day == first {
        return Some(soon);
    }
    settings.moment(*day)
}

/// Notes that the phone has shown what was scheduled up to that moment. A clock that was wrong may
/// have rung too early; nothing is shown later than now.
pub fn note_shown(
    settings: &mut ReminderSettings,
    handed_over: &[Timestamp],
    up_to: Timestamp,
    now: Timestamp,
) {
    let shown = handed_over.iter().copied().filter(|at| *at <= up_to).max();
    let shown = shown.map(|at| at.min(now));
    settings.told = settings.told.max(shown);
    let told = settings.told;
    settings.late = settings
        .late
        .filter(|late| told.is_none_or(|told| told < late.at));
}

/// Puts the late one where it comes now, unless something else comes so soon that it says the same.
pub(super) fn bring(
    facts: &Facts<'_>,
    settings: &ReminderSettings,
    from: Timestamp,
    chosen: &mut Vec<Candidate>,
) {
    let Some(late) = settings.late else { return };
    let Some(place) = chosen.iter().position(|it| it.of == late.of) else {
        return;
    };
    // Quiet hours may have been chosen since.
    let Some(at) = settings.not_quiet(late.at) else {
        return;
    };
    let day = settings.zone.day(at);
    let mut it = chosen.remove(place);
    let told = settings.told.map(|told| settings.zone.day(told));
    let gap = i32::from(facts.reminders.gap.days);
    let comes = |other: &Candidate| settings.moment(other.on).is_some_and(|at| at >= from);
    let same_day = chosen
        .iter()
        .position(|other| other.on == day && comes(other));
    let close = chosen
        .iter()
        .filter(|other| comes(other) && other.on != day)
        .map(|other| other.on)
        .chain(told)
        .any(|other| other.days_since(day).abs() < gap);
    let in_month = chosen
        .iter()
        .filter(|other| other.on.month() == day.month());
    let full = in_month.count() >= usize::from(facts.reminders.month_cap.days);
    let free = it.kind.is_critical() || it.kind.is_asked_for();
    let taken = facts.taken.contains(&day) && !it.kind.is_critical();
    let after_told = told.is_none_or(|told| day > told);
    // Two messages of one day would say nearly the same, so the weightier kind stays and the other
    // one goes. One's own bill is weightier than one for others.
    let weight = |it: &Candidate| (it.kind, it.for_others);
    let weightier = same_day.is_none_or(|other| weight(&it) < weight(&chosen[other]));
    if !after_told
        || taken
        || !weightier
        || !(free || (!close && !full))
        || !holds_still(facts, settings, &it, day)
    {
        return;
    }
    if let Some(other) = same_day {
        chosen.remove(other);
    }
    (it.on, it.at) = (day, Some(at));
    chosen.push(it);
}

/// Moves what would come on a day on which the phone reminds somebody else: to the next free day on
/// which it still holds; a last warning to an earlier one if there is no later.
fn make_room(facts: &Facts<'_>, settings: &ReminderSettings, chosen: &mut Vec<Candidate>) {
    if facts.taken.is_empty() {
        return;
    }
    let gap = i32::from(facts.reminders.gap.days);
    let mut waiting: Vec<Candidate> = Vec::new();
    chosen.retain(|it| {
        let stays = !facts.taken.contains(&it.on);
        if !stays {
            waiting.push(*it);
        }
        stays
    });
    // The weightiest message chooses its new day first.
    waiting.sort_by_key(|it| (it.kind, it.on));
    for mut it in waiting {
        let free = |day: &Date| {
            let near = |other: &Candidate| other.on.days_since(*day).abs();
            let close = chosen.iter().any(|other| near(other) < gap);
            let taken = facts.taken.contains(day) || chosen.iter().any(|other| other.on == *day);
            let may_be_close = it.kind.is_critical() || it.kind.is_asked_for();
            !taken && (may_be_close || !close) && holds_still(facts, settings, &it, *day)
        };
        let last = it.on.plus_days(MOST_AWAY).unwrap_or(it.on);
        // A message waits for a later day. A last warning after its month would be useless, so it
        // may also move to an earlier one.
        let later = days(it.on, last).find(free);
        let day = later.or_else(|| {
            let first = it
                .on
                .plus_days(-MOST_AWAY)
                .filter(|_| it.kind.is_critical())?;
            days(first, it.on).filter(free).last()
        });
        if let Some(day) = day {
            it.on = day;
            chosen.push(it);
        }
    }
}

/// Whether the message is still true and of use on that day. A member who has paid since needs none
/// of it.
fn holds_still(facts: &Facts<'_>, settings: &ReminderSettings, it: &Candidate, day: Date) -> bool {
    let moved = Candidate { on: day, ..*it };
    if !it.kind.is_critical() && is_silenced(facts, settings, &moved) {
        return false;
    }
    if it.kind == ReminderKind::Bill {
        return it.bill(facts).is_some_and(|bill| day <= bill.expires);
    }
    if facts.paid.months().iter().any(|paid| paid.paid_on >= it.of) {
        return false;
    }
    if it.kind == ReminderKind::Again {
        return has_words_again(facts, day);
    }
    let state = Cover::of(facts.cover, facts.calendar, facts.paid, day).state;
    match it.kind {
        _ if day == it.of => true,
        ReminderKind::LastWarning => {
            matches!(state, CoverState::Grace { certain_until, .. } if day <= certain_until)
        }
        ReminderKind::Ended => matches!(state, CoverState::Ended { .. }),
        ReminderKind::Sponsor | ReminderKind::CoverEnds => {
            matches!(state, CoverState::Protected { .. })
        }
        ReminderKind::Due
        | ReminderKind::MonthEnd
        | ReminderKind::AfterCertain
        | ReminderKind::Harvest
        | ReminderKind::Ahead => matches!(state, CoverState::Grace { .. }),
        // On the holiday itself it is too late for "before".
        ReminderKind::Holiday => false,
        ReminderKind::PriceChange => it
            .last
            .and_then(|last| price_change(facts, last))
            .is_some_and(|month| day <= month.day(facts.cover.due_day.day)),
        ReminderKind::Bill | ReminderKind::Again | ReminderKind::NotArrived => true,
    }
}
