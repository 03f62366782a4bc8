//! The numbers of reminders as data: `reminders.json`.

use serde::Deserialize;

use crate::programme::Confidence;

/// When reminders come, each number with its source.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReminderRules {
    /// Ahead of the due day, where no payday is chosen: that day of the month.
    pub ahead_day: Number,
    /// In a month of harvest: that day of the month.
    pub harvest_day: Number,
    /// So many days before the last paid day.
    pub cover_ends: Number,
    /// So many days before an unpaid month ends.
    pub month_end: Number,
    /// In the month after those that are certain, also so many days before its end.
    pub after_certain: Number,
    /// After the end once at once, and once so many days later.
    pub ended: Number,
    /// So many days before the last day that somebody else paid for.
    pub sponsor: Several,
    /// So many days before the first code expires; 0 is its last day.
    pub bill: Several,
    /// The day of a discount's last month on which its end is said.
    pub price_day: Number,
    /// From so many closed days in a row on, holidays are long.
    pub long_holiday: Number,
    /// Not closer to each other than so many days.
    pub gap: Number,
    /// At most so many in a calendar month.
    pub month_cap: Number,
    /// Silence for so many days after "I paid already".
    pub paid_said: Number,
    /// No pause is longer than so many days.
    pub most_pause: Number,
}

/// One number of days, or of messages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// The number.
    pub days: u16,
    /// Where the number comes from.
    pub source: String,
}

/// Several numbers of days.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Several {
    /// The numbers, the largest first.
    pub days: Vec<u16>,
    /// Where they come from.
    pub source: String,
}

impl ReminderRules {
    /// Reads and checks; the error names the field.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let rules: Self = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        rules.check()?;
        Ok(rules)
    }

    fn check(&self) -> Result<(), String> {
        for (field, number, least, most) in [
            ("ahead_day", &self.ahead_day, 1, 14),
            ("harvest_day", &self.harvest_day, 1, 14),
            ("cover_ends", &self.cover_ends, 1, 20),
            ("month_end", &self.month_end, 1, 10),
            ("after_certain", &self.after_certain, 11, 25),
            ("ended", &self.ended, 7, 60),
            ("price_day", &self.price_day, 1, 28),
            ("long_holiday", &self.long_holiday, 4, 14),
            ("gap", &self.gap, 1, 10),
            ("month_cap", &self.month_cap, 2, 10),
            ("paid_said", &self.paid_said, 1, 14),
            ("most_pause", &self.most_pause, 1, 90),
        ] {
            if !(least..=most).contains(&number.days) {
                return Err(format!("{field}.days: {}; {least} to {most}", number.days));
            }
            Confidence::check(&format!("{field}.source"), &number.source)?;
        }
        // A code can still be paid on its last day; a notice on the last paid day is too late to ask
        // anybody for more.
        for (field, several, least) in [("sponsor", &self.sponsor, 1), ("bill", &self.bill, 0)] {
            // The days count back from an end, so falling numbers are the order in which the
            // messages come.
            let falling = several.days.windows(2).all(|pair| pair[0] > pair[1]);
            let possible = several.days.iter().all(|days| (least..=90).contains(days));
            if !falling || !possible || several.days.is_empty() || several.days.len() > 5 {
                return Err(format!(
                    "{field}.days: one to five numbers from 90 to {least}, each smaller than the one before"
                ));
            }
            Confidence::check(&format!("{field}.source"), &several.source)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const BUILT_IN: &[u8] = include_bytes!("../../../content/reminders.json");

    #[test]
    fn numbers_that_would_nag_or_keep_silent_are_refused_with_their_field() {
        assert!(ReminderRules::parse(BUILT_IN).is_ok());
        for (at, by, named) in [
            ("/gap/days", json!(0), "gap.days"),
            ("/month_cap/days", json!(11), "month_cap.days"),
            ("/ahead_day/days", json!(15), "ahead_day.days"),
            ("/sponsor/days", json!([7, 30]), "sponsor.days"),
            ("/sponsor/days", json!([7, 0]), "sponsor.days"),
            ("/bill/days", json!([]), "bill.days"),
            ("/bill/days", json!([1, 1]), "bill.days"),
            ("/bill/source", json!("ours"), "bill.source"),
            ("/ended/source", json!(""), "ended.source"),
        ] {
            let mut json: Value = serde_json::from_slice(BUILT_IN).unwrap();
            *json.pointer_mut(at).unwrap() = by;
            let said = ReminderRules::parse(json.to_string().as_bytes()).expect_err(at);
            assert!(said.starts_with(named), "{said}");
        }
    }
}
