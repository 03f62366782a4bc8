//! The member's choices about reminders, and the member's answers to them.

use serde::{Deserialize, Serialize};

use super::ReminderRules;
use crate::units::{Date, Month, TimeOfDay, Timestamp, Zone};

/// Everything that reminders depend on besides what was paid. Kept sealed on the phone as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReminderSettings {
    /// Without it nothing comes at all.
    pub on: bool,
    /// When money comes in.
    pub payday: Payday,
    /// The minute of the day at which they come.
    #[serde(with = "as_text")]
    pub at: TimeOfDay,
    /// When the phone stays silent; none if it never has to.
    pub quiet: Option<QuietHours>,
    /// The member's time zone.
    pub zone: Zone,
    /// Silence that the member asked for.
    pub pause: Option<Pause>,
    /// "I paid already."
    pub said_paid: Option<SaidPaid>,
    /// "Tomorrow."
    pub again: Option<Again>,
    /// When the last one was shown. Nothing more comes on that day.
    pub told: Option<Timestamp>,
    /// A message that was not shown, because the phone was off, and the moment at which it comes
    /// now.
    pub late: Option<Late>,
}

/// A message that comes later than it was meant to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    /// The day it was meant for.
    pub of: Date,
    /// When the late message comes.
    pub at: Timestamp,
}

/// When money comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Payday {
    /// Not said.
    #[default]
    Unset,
    /// Every day.
    Daily,
    /// On that day of the week, 1 for Monday to 7 for Sunday.
    Weekly(u8),
    /// On that day of the month, 1 to 31.
    Monthly(u8),
    /// In these months of the year, 1 to 12.
    Harvest(Vec<u8>),
}

/// From the first minute up to the second, which is no longer quiet; over midnight when the second
/// is earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// The first quiet minute.
    #[serde(with = "as_text")]
    pub from: TimeOfDay,
    /// The first minute after it.
    #[serde(with = "as_text")]
    pub to: TimeOfDay,
}

/// Silence from one day up to another, on which messages come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// The first silent day.
    pub from: Date,
    /// The first day after it.
    pub until: Date,
}

/// The member said that the oldest unpaid month is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaidPaid {
    /// On that day.
    pub on: Date,
    /// The month it is about.
    pub month: Month,
}

/// The member asked to be asked again. A payment on that day or later makes it void.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Again {
    /// The day on which it was asked for.
    pub asked: Date,
    /// The day on which to ask.
    pub on: Date,
}

/// Settings that cannot be kept, with the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {what}")]
pub struct SettingsProblem {
    /// `payday`, `quiet`, `pause`, `settings`
    pub field: &'static str,
    /// What is wrong.
    pub what: String,
}

impl Default for ReminderSettings {
    fn default() -> Self {
        Self {
            on: true,
            payday: Payday::Unset,
            at: time(8, 0),
            quiet: Some(QuietHours {
                from: time(20, 0),
                to: time(7, 0),
            }),
            zone: Zone::Wib,
            pause: None,
            said_paid: None,
            again: None,
            told: None,
            late: None,
        }
    }
}

impl ReminderSettings {
    /// Reads what [`ReminderSettings::to_json`] wrote, and checks it.
    pub fn parse(json: &[u8], rules: &ReminderRules) -> Result<Self, SettingsProblem> {
        let problem = |error: serde_json::Error| SettingsProblem {
            field: "settings",
            what: error.to_string(),
        };
        let settings: Self = serde_json::from_slice(json).map_err(problem)?;
        settings.check(rules)?;
        Ok(settings)
    }

    /// For keeping.
    pub fn to_json(&self) -> Vec<u8> {
        // Numbers, words and lists of numbers: there is nothing in them that JSON could not hold.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Refuses what cannot be.
    pub fn check(&self, rules: &ReminderRules) -> Result<(), SettingsProblem> {
        let problem = |field, what: &str| {
            Err(SettingsProblem {
                field,
                what: what.to_owned(),
            })
        };
        match &self.payday {
            Payday::Weekly(day) if !(1..=7).contains(day) => {
                return problem("payday", "a weekday is 1 to 7");
            }
            Payday::Monthly(day) if !(1..=31).contains(day) => {
                return problem("payday", "a day of the month is 1 to 31");
            }
            Payday::Harvest(months)
                if months.is_empty()
                    || months.len() > 12
                    || months.iter().any(|month| !(1..=12).contains(month)) =>
            {
                return problem("payday", "months of harvest are 1 to 12");
            }
            _ => {}
        }
        // Such quiet hours could mean none at all or the whole day, on which no message could ever
        // come.
        if self.quiet.is_some_and(|quiet| quiet.from == quiet.to) {
            return problem("quiet", "it begins and ends with the same minute");
        }
        if let Some(pause) = self.pause {
            let days = pause.until.days_since(pause.from);
            if days < 1 || days > i32::from(rules.most_pause.days) {
                return problem("pause", &format!("1 to {} days", rules.most_pause.days));
            }
        }
        Ok(())
    }

    /// The minute at which they come: the chosen one, or the end of the quiet hours it lies in.
    pub fn minute(&self) -> TimeOfDay {
        match self.quiet {
            Some(quiet) if quiet.holds(self.at) => quiet.to,
            _ => self.at,
        }
    }

    /// The first moment from then on that is not quiet.
    pub fn not_quiet(&self, from: Timestamp) -> Option<Timestamp> {
        let (day, minute) = (self.zone.day(from), self.zone.time(from));
        let Some(quiet) = self.quiet.filter(|quiet| quiet.holds(minute)) else {
            return Some(from);
        };
        let day = if quiet.to > minute {
            Some(day)
        } else {
            day.plus_days(1)
        };
        self.zone.moment(day?, quiet.to)
    }

    /// A message of that moment is shown until then: an hour long at most, and not in quiet hours.
    pub fn latest(&self, at: Timestamp) -> Timestamp {
        let hour = Timestamp::from_millis(at.millis().saturating_add(HOUR)).unwrap_or(at);
        let begins = |quiet: QuietHours| {
            let today = self.zone.day(at);
            let days = [Some(today), today.plus_days(1)];
            let moments = days.into_iter().flatten();
            let mut moments = moments.filter_map(|day| self.zone.moment(day, quiet.from));
            moments.find(|begins| *begins > at)
        };
        self.quiet
            .and_then(begins)
            .map_or(hour, |begins| begins.min(hour))
    }

    /// The chosen minute of that day as a point in time.
    pub fn moment(&self, day: Date) -> Option<Timestamp> {
        self.zone.moment(day, self.minute())
    }
}

impl QuietHours {
    /// Whether that minute is quiet.
    pub fn holds(self, minute: TimeOfDay) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }
}

const HOUR: i64 = 3_600_000;

fn time(hour: u8, minute: u8) -> TimeOfDay {
    TimeOfDay::new(hour, minute)
        .unwrap_or_else(|_| unreachable!("hours under 24, minutes under 60"))
}

/// A time of the day as it is written: `07.00`.
mod as_text {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::units::TimeOfDay;

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands over references"
    )]
    pub fn serialize<S: Serializer>(time: &TimeOfDay, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(time)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TimeOfDay, D::Error> {
        TimeOfDay::parse_typed(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rules() -> ReminderRules {
        ReminderRules::parse(include_bytes!("../../../content/reminders.json")).unwrap()
    }

    fn quiet(from: (u8, u8), to: (u8, u8)) -> QuietHours {
        QuietHours {
            from: time(from.0, from.1),
            to: time(to.0, to.1),
        }
    }

    #[test]
    fn a_chosen_minute_that_is_quiet_becomes_the_first_one_that_is_not() {
        let minute = |at, quiet: Option<QuietHours>| {
            ReminderSettings {
                at,
                quiet,
                ..Default::default()
            }
            .minute()
            .to_string()
        };
        assert_eq!(minute(time(21, 30), Some(quiet((20, 0), (7, 0)))), "07.00");
        assert_eq!(minute(time(6, 59), Some(quiet((20, 0), (7, 0)))), "07.00");
        assert_eq!(minute(time(7, 0), Some(quiet((20, 0), (7, 0)))), "07.00");
        assert_eq!(minute(time(12, 30), Some(quiet((12, 0), (13, 0)))), "13.00");
        assert_eq!(minute(time(22, 0), None), "22.00");
    }

    #[test]
    fn the_same_minute_is_earlier_in_the_east() {
        let day = "2026-12-15".parse().unwrap();
        let said = Zone::ALL.map(|zone| zone.moment(day, time(8, 0)).unwrap().to_string());
        assert_eq!(
            said,
            [
                "2026-12-15T08:00:00+07:00",
                "2026-12-15T07:00:00+07:00",
                "2026-12-15T06:00:00+07:00"
            ]
        );
    }

    #[test]
    fn settings_that_cannot_be_are_refused_with_their_field() {
        let good = ReminderSettings::default();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let pause = |until| {
            Some(Pause {
                from: day("2026-12-01"),
                until: day(until),
            })
        };
        for (settings, field) in [
            (
                ReminderSettings {
                    payday: Payday::Weekly(0),
                    ..good.clone()
                },
                "payday",
            ),
            (
                ReminderSettings {
                    payday: Payday::Monthly(32),
                    ..good.clone()
                },
                "payday",
            ),
            (
                ReminderSettings {
                    payday: Payday::Harvest(vec![]),
                    ..good.clone()
                },
                "payday",
            ),
            (
                ReminderSettings {
                    quiet: Some(quiet((7, 0), (7, 0))),
                    ..good.clone()
                },
                "quiet",
            ),
            (
                ReminderSettings {
                    pause: pause("2026-12-01"),
                    ..good.clone()
                },
                "pause",
            ),
            (
                ReminderSettings {
                    pause: pause("2027-01-31"),
                    ..good.clone()
                },
                "pause",
            ),
        ] {
            assert_eq!(settings.check(&rules()).unwrap_err().field, field);
        }
        let said = ReminderSettings::parse(br#"{"at":"25.00"}"#, &rules()).unwrap_err();
        assert_eq!(said.field, "settings");
        assert_eq!(ReminderSettings::parse(b"{}", &rules()).unwrap(), good);
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_back(hour in 0..24_u8, minute in 0..60_u8, weekday in 1..=7_u8, millis in 0..4e12 as i64) {
            let settings = ReminderSettings {
                at: time(hour, minute),
                payday: Payday::Weekly(weekday),
                told: Timestamp::from_millis(millis).ok(),
                ..Default::default()
            };
            prop_assert_eq!(ReminderSettings::parse(&settings.to_json(), &rules()), Ok(settings));
        }

        #[test]
        fn a_moment_lies_on_the_day_and_minute_it_was_made_from(days in 0..300_000_i32, hour in 0..24_u8, minute in 0..60_u8) {
            let day = "1970-01-01".parse::<Date>().unwrap().plus_days(days).unwrap();
            for zone in Zone::ALL {
                if let Some(at) = zone.moment(day, time(hour, minute)) {
                    prop_assert_eq!((zone.day(at), zone.time(at)), (day, time(hour, minute)));
                }
            }
        }

        #[test]
        fn no_bytes_make_the_parser_panic(bytes: Vec<u8>) {
            let _ = ReminderSettings::parse(&bytes, &rules());
        }
    }
}
