//! When a place is open: on one day, at one moment.

use super::{Minute, OpenSpan, Place, WeekHours, zone_of};
use crate::cover::Calendar;
use crate::units::{Date, Timestamp, Zone};

/// The hours of a place on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayHours {
    /// The list has no hours of this place.
    Unknown,
    /// A holiday on which nobody says whether such a place is open; named as the decree names it.
    Unsure(String),
    /// Open in these spans, in order.
    Open(Vec<OpenSpan>),
    /// Closed; on a holiday, which is named, or on an ordinary day.
    Closed(Option<String>),
}

/// Whether a place is open at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Openness {
    /// The hours do not say.
    Unknown,
    /// Open until that minute.
    Open {
        /// When the place closes, or when its break begins.
        until: Minute,
    },
    /// Closed, and open again on that day from that minute; none within four weeks.
    Closed {
        /// When the place opens.
        next: Option<(Date, Minute)>,
    },
}

/// The longest row of closed days that is looked through.
const LOOK_AHEAD: usize = 28;

impl Place {
    /// The zone it lies in; none where the program does not know the province.
    pub fn zone(&self) -> Option<Zone> {
        zone_of(&self.district)
    }

    /// The hours on that day.
    pub fn hours_on(&self, day: Date, calendar: &Calendar) -> DayHours {
        if self.closed_from.is_some_and(|closed| day >= closed) {
            return DayHours::Closed(None);
        }
        if self.hours.is_empty() {
            return DayHours::Unknown;
        }
        let weekday = day.iso_weekday();
        let entries = self.hours.iter().filter(|it| it.days.contains(&weekday));
        let mut spans: Vec<OpenSpan> = entries.flat_map(WeekHours::spans).collect();
        spans.sort();
        match (spans.is_empty(), calendar.holiday(day)) {
            (true, None) => DayHours::Closed(None),
            (true, Some(holiday)) => DayHours::Closed(Some(holiday.name.clone())),
            (false, Some(holiday)) if self.kind.keeps_holidays() => {
                DayHours::Closed(Some(holiday.name.clone()))
            }
            (false, Some(holiday)) => DayHours::Unsure(holiday.name.clone()),
            (false, None) => DayHours::Open(spans),
        }
    }

    /// Whether the place is open at that moment, by its own clock.
    pub fn at(&self, at: Timestamp, calendar: &Calendar) -> Openness {
        let Some(zone) = self.zone() else {
            return Openness::Unknown;
        };
        let now = Minute::from(zone.time(at));
        let today = zone.day(at);
        let spans = match self.hours_on(today, calendar) {
            DayHours::Unknown | DayHours::Unsure(_) => return Openness::Unknown,
            DayHours::Closed(_) => Vec::new(),
            DayHours::Open(spans) => spans,
        };
        if let Some(open) = spans.iter().find(|span| span.holds(now)) {
            return Openness::Open { until: open.to };
        }
        let later = spans.iter().find(|span| span.from > now);
        let next = match later {
            Some(span) => Some((today, span.from)),
            None => self.next_opening(today, calendar),
        };
        Openness::Closed { next }
    }

    /// The first opening after that day. A holiday of which nobody knows is not counted on.
    fn next_opening(&self, after: Date, calendar: &Calendar) -> Option<(Date, Minute)> {
        let days = std::iter::successors(after.plus_days(1), |day| day.plus_days(1));
        days.take(LOOK_AHEAD)
            .find_map(|day| match self.hours_on(day, calendar) {
                DayHours::Open(spans) => spans.first().map(|span| (day, span.from)),
                _ => None,
            })
    }
}
