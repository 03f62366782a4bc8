//! Public holidays and shared leave as data: `holidays.json`.
//!
//! A due date that falls on a holiday moves to the next working day. No source says whether the
//! payment channels' own end of day moves too, so a moved day is used for one thing only: until it
//! is over, nobody is called late.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::programme::Confidence;
use crate::units::{Date, Month};

/// Days on which offices and banks are closed, besides Saturdays and Sundays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<Date, Holiday>,
}

/// One such day.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// As the decree names it.
    pub name: String,
    /// Shared leave (*cuti bersama*) and no public holiday.
    #[serde(default)]
    pub shared_leave: bool,
    /// A day of the Islamic calendar: the moon may move it.
    #[serde(default)]
    pub may_move: bool,
}

/// Closed days in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongHoliday {
    /// The first closed day.
    pub first: Date,
    /// The last closed day.
    pub last: Date,
    /// The holiday that most of its days belong to.
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sources: BTreeMap<String, String>,
    days: Vec<Holiday>,
}

const MOST_DAYS: usize = 400;
/// No row of closed days is as long as that. The search for its end stops there.
const LONGEST: i32 = 31;

impl Calendar {
    /// Reads and checks; the error names the place. Each year has a source of its own, because a
    /// decree is for one year.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let file: File = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        for (year, source) in &file.sources {
            Confidence::check(&format!("sources.{year}"), source)?;
        }
        if file.days.len() > MOST_DAYS {
            return Err(format!("days: {}; at most {MOST_DAYS}", file.days.len()));
        }
        let mut seen = BTreeSet::new();
        for (place, day) in file.days.iter().enumerate() {
            // A decree is for one year, so the source of another year proves nothing.
            if !file.sources.contains_key(&day.date.year().to_string()) {
                return Err(format!(
                    "days[{place}].date: no source for {}",
                    day.date.year()
                ));
            }
            if !seen.insert((day.date, day.name.as_str())) {
                return Err(format!("days[{place}]: there twice"));
            }
            if day.name.trim().is_empty()
                || day.name.chars().count() > 60
                || day.name.chars().any(char::is_control)
            {
                return Err(format!("days[{place}].name: 1 to 60 characters"));
            }
        }
        // Two holidays may fall on one day: the first named stands for it.
        let mut days = BTreeMap::new();
        for day in file.days {
            days.entry(day.date).or_insert(day);
        }
        Ok(Self { days })
    }

    /// The holiday or shared leave of that day; none on other days, and in years without a decree.
    pub fn holiday(&self, day: Date) -> Option<&Holiday> {
        self.days.get(&day)
    }

    /// Neither Saturday, Sunday, holiday nor shared leave.
    pub fn is_working_day(&self, day: Date) -> bool {
        day.iso_weekday() < 6 && !self.days.contains_key(&day)
    }

    /// The day itself when offices are open, else the next day on which they are.
    pub fn working_day_from(&self, day: Date) -> Date {
        let days = std::iter::successors(Some(day), |day| day.plus_days(1))
            .take(LONGEST.unsigned_abs() as usize);
        days.into_iter()
            .find(|day| self.is_working_day(*day))
            .unwrap_or(day)
    }

    /// The working day that comes so many working days after `day`, which is not counted itself;
    /// none at the end of the calendar.
    pub fn working_day_after(&self, day: Date, count: u8) -> Option<Date> {
        let mut last = day;
        for _ in 0..count {
            let next = last.plus_days(1)?;
            last = self.working_day_from(next);
        }
        Some(last)
    }

    /// How many working days there are after `from`, up to and with `to`; negative when `to` is
    /// before `from`.
    pub fn working_days_between(&self, from: Date, to: Date) -> i32 {
        let (first, last, sign) = if from <= to {
            (from, to, 1)
        } else {
            (to, from, -1)
        };
        let days = std::iter::successors(first.plus_days(1), |day| day.plus_days(1))
            .take_while(|day| *day <= last)
            .filter(|day| self.is_working_day(*day));
        sign * i32::try_from(days.count()).unwrap_or(i32::MAX)
    }

    /// The day that still counts as paid in time: the due day of the month, or the next working day
    /// after it.
    pub fn in_time_until(&self, month: Month, due_day: u8) -> Date {
        self.working_day_from(month.day(due_day))
    }

    /// Rows of at least `least` closed days whose first day lies between these two days, both
    /// included.
    pub fn long_holidays(&self, from: Date, to: Date, least: u16) -> Vec<LongHoliday> {
        let mut found: Vec<LongHoliday> = Vec::new();
        for day in self
            .days
            .range(from.plus_days(-LONGEST).unwrap_or(from)..=to)
            .map(|(day, _)| *day)
        {
            if found.last().is_some_and(|known| day <= known.last) {
                continue;
            }
            let (first, last) = (self.edge(day, -1), self.edge(day, 1));
            found.push(LongHoliday {
                first,
                last,
                name: self.name_of(first, last),
            });
        }
        found.retain(|row| {
            row.first >= from
                && row.first <= to
                && row.last.days_since(row.first) + 1 >= i32::from(least)
        });
        found
    }

    /// The last closed day in that direction.
    fn edge(&self, day: Date, step: i32) -> Date {
        let days = std::iter::successors(Some(day), |day| day.plus_days(step))
            .take(LONGEST.unsigned_abs() as usize);
        days.take_while(|day| !self.is_working_day(*day))
            .last()
            .unwrap_or(day)
    }

    /// The name that most days of a row have; of two that are equal, the earlier.
    fn name_of(&self, first: Date, last: Date) -> String {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for holiday in self.days.range(first..=last).map(|(_, holiday)| holiday) {
            match counts.iter_mut().find(|(name, _)| *name == holiday.name) {
                Some((_, count)) => *count += 1,
                None => counts.push((&holiday.name, 1)),
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max();
        counts
            .iter()
            .find(|(_, count)| Some(*count) == most)
            .map_or_else(String::new, |(name, _)| (*name).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT_IN: &[u8] = include_bytes!("../../content/holidays.json");

    fn calendar() -> Calendar {
        Calendar::parse(BUILT_IN).unwrap()
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_due_day_on_a_holiday_moves_to_the_next_working_day() {
        for (month, until) in [
            ("2026-01", "2026-01-15"),
            ("2026-02", "2026-02-18"),
            ("2026-05", "2026-05-18"),
            ("2026-08", "2026-08-18"),
            ("2027-03", "2027-03-16"),
            ("2027-05", "2027-05-21"),
            // Of years without a decree only the weekends are known.
            ("2028-01", "2028-01-17"),
        ] {
            assert_eq!(
                calendar().in_time_until(month.parse().unwrap(), 15),
                date(until),
                "{month}"
            );
        }
    }

    #[test]
    fn lebaran_is_a_long_holiday_and_an_ordinary_weekend_is_none() {
        let rows = calendar().long_holidays(date("2026-01-01"), date("2027-12-31"), 5);
        let said: Vec<String> = rows
            .iter()
            .map(|row| format!("{} {} {}", row.first, row.last, row.name))
            .collect();
        assert_eq!(
            said,
            [
                "2026-03-18 2026-03-24 Idulfitri 1447 H",
                "2027-03-06 2027-03-15 Idulfitri 1448 H",
                "2027-05-15 2027-05-20 Iduladha 1448 H",
            ]
        );
    }

    #[test]
    fn a_calendar_that_cannot_be_right_is_refused_with_its_place() {
        let text = String::from_utf8(BUILT_IN.to_vec()).unwrap();
        for (what, by, named) in [
            (
                "2026-01-01",
                "2025-01-01",
                "days[0].date: no source for 2025",
            ),
            ("2026-01-16", "2026-02-30", "line"),
            ("(MIT) [V2]\",", "(MIT)\",", "sources.2026"),
            ("Tahun Baru 2026", " ", "days[0].name"),
        ] {
            let changed = text.replacen(what, by, 1);
            assert_ne!(changed, text);
            let said = Calendar::parse(changed.as_bytes()).unwrap_err();
            assert!(said.contains(named), "{said}");
        }
    }
}
