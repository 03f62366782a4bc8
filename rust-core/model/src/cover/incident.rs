//! What to do after an accident or a death, as data: `incidents.json`. Clocks come first, because
//! they run.
//!
//! The data has no words and no amounts: texts are found by id. For the incident `accident`:
//! `incident-accident` with `.text`; for its clock `report`: `clock-accident-report`; for a step:
//! `step-accident-treat`; for a paper: `paper-ktp`. Only the institution decides what is paid, so
//! no amount stands here.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::programme::{Confidence, Programme};
use crate::units::{Date, Timestamp};

/// All of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incidents {
    /// In the order they are offered.
    pub incidents: Vec<Incident>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// `[a-z][a-z0-9_]*`, unique.
    pub id: String,
    /// The programme that answers for it.
    pub programme: Programme,
    /// What runs out, the shortest first.
    pub clocks: Vec<IncidentClock>,
    /// What to do, in this order.
    pub steps: Vec<SourcedId>,
    /// What will be asked for.
    pub papers: Vec<SourcedId>,
}

/// A time within which something must be done.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentClock {
    /// Unique in its incident.
    pub id: String,
    /// A number of hours; none for a clock of years.
    #[serde(default)]
    pub hours: Option<u16>,
    /// A number of years; none for a clock of hours.
    #[serde(default)]
    pub years: Option<u16>,
    /// The moment that the clock counts from.
    pub from: IncidentMoment,
    /// Where that is said.
    pub source: String,
}

/// From when a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IncidentMoment {
    /// The accident or the death.
    Happened,
    /// Recovery, lasting disability or death after an accident.
    Outcome,
}

/// An id with its source.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcedId {
    /// `[a-z][a-z0-9_]*`, unique in its list.
    pub id: String,
    /// Where that is said.
    pub source: String,
}

/// When a clock runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// At that moment.
    Moment(Timestamp),
    /// With the end of that day, in Western Indonesia Time.
    Day(Date),
}

const MOST: usize = 20;

impl Incidents {
    /// Reads and checks; the error names the place.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let read: Self = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        unique(
            "incidents",
            read.incidents.iter().map(|incident| incident.id.as_str()),
        )?;
        for (place, incident) in read.incidents.iter().enumerate() {
            incident.check(&format!("incidents[{place}]"))?;
        }
        Ok(read)
    }

    /// The incident with that id.
    pub fn find(&self, id: &str) -> Option<&Incident> {
        self.incidents.iter().find(|incident| incident.id == id)
    }

    /// Every text that is asked for, with the values it is given.
    pub fn texts(&self) -> Vec<(String, &'static [&'static str])> {
        let mut texts: Vec<(String, &'static [&'static str])> = Vec::new();
        for incident in &self.incidents {
            let id = &incident.id;
            texts.push((format!("incident-{id}"), &[]));
            texts.push((format!("incident-{id}.text"), &[]));
            let count: &[&str] = &["count"];
            texts.extend(
                incident
                    .clocks
                    .iter()
                    .map(|clock| (format!("clock-{id}-{}", clock.id), count)),
            );
            texts.extend(
                incident
                    .steps
                    .iter()
                    .map(|step| (format!("step-{id}-{}", step.id), &[] as &[&str])),
            );
            texts.extend(
                incident
                    .papers
                    .iter()
                    .map(|paper| (format!("paper-{}", paper.id), &[] as &[&str])),
            );
        }
        texts
    }
}

impl Incident {
    fn check(&self, place: &str) -> Result<(), String> {
        // An incident without a clock would be shown without its most urgent line.
        if self.clocks.is_empty() {
            return Err(format!("{place}.clocks: there is none"));
        }
        unique(
            &format!("{place}.clocks"),
            self.clocks.iter().map(|clock| clock.id.as_str()),
        )?;
        for (number, clock) in self.clocks.iter().enumerate() {
            let place = format!("{place}.clocks[{number}]");
            let possible = match (clock.hours, clock.years) {
                (Some(hours), None) => (1..=1000).contains(&hours),
                (None, Some(years)) => (1..=20).contains(&years),
                _ => false,
            };
            if !possible {
                return Err(format!("{place}: hours (1 to 1000) or years (1 to 20)"));
            }
            Confidence::check(&format!("{place}.source"), &clock.source)?;
        }
        for (name, list) in [("steps", &self.steps), ("papers", &self.papers)] {
            unique(
                &format!("{place}.{name}"),
                list.iter().map(|it| it.id.as_str()),
            )?;
            for (number, it) in list.iter().enumerate() {
                Confidence::check(&format!("{place}.{name}[{number}].source"), &it.source)?;
            }
        }
        Ok(())
    }
}

impl IncidentClock {
    /// The id of a clock that counts only for what happened at work or because of it, as
    /// [`super::report::AT_WORK`] asks. Such a death is a work accident, so its clock leads to the
    /// steps of [`IncidentClock::ACCIDENT`].
    pub const AT_WORK: &'static str = "at_work";
    /// The incident whose steps hold then.
    pub const ACCIDENT: &'static str = "accident";

    /// Whether the clock counts only for what happened at work or because of it.
    pub fn is_at_work(&self) -> bool {
        self.id == Self::AT_WORK
    }

    /// The clock's number, of hours or of years.
    pub fn count(&self) -> u16 {
        self.hours.or(self.years).unwrap_or(0)
    }

    /// When the clock runs out, counted from that moment.
    ///
    /// Years end with the same day of the year, and a 29 February with the 28th: a clock is never
    /// said to run longer than it does.
    pub fn deadline(&self, from: Timestamp) -> Deadline {
        if let Some(hours) = self.hours {
            return Deadline::Moment(from.plus(Duration::from_secs(u64::from(hours) * 3600)));
        }
        let day = from.date();
        let year = day.year().saturating_add(self.years.unwrap_or(0));
        let last = (1..=day.day())
            .rev()
            .find_map(|number| Date::new(year, day.month_number(), number).ok());
        Deadline::Day(last.unwrap_or(day))
    }
}

fn unique<'a>(place: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for id in ids {
        let shaped = id.starts_with(|first: char| first.is_ascii_lowercase())
            && id
                .chars()
                .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_');
        if !shaped || id.len() > 40 {
            return Err(format!("{place}: {id:?} is no id"));
        }
        if !seen.insert(id) {
            return Err(format!("{place}: {id} is there twice"));
        }
    }
    if seen.len() > MOST {
        Err(format!("{place}: {}; at most {MOST}", seen.len()))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT_IN: &[u8] = include_bytes!("../../content/incidents.json");

    #[test]
    fn a_report_is_due_after_two_days_of_hours_and_a_claim_after_five_years() {
        let incidents = Incidents::parse(BUILT_IN).unwrap();
        let accident = incidents.find("accident").unwrap();
        let at = "2028-02-29T21:30:00+07:00".parse().unwrap();
        let said: Vec<Deadline> = accident
            .clocks
            .iter()
            .map(|clock| clock.deadline(at))
            .collect();
        let moment = Deadline::Moment("2028-03-02T21:30:00+07:00".parse().unwrap());
        assert_eq!(
            said,
            [moment, moment, Deadline::Day("2033-02-28".parse().unwrap())]
        );
        assert_eq!(accident.clocks[1].from, IncidentMoment::Outcome);
    }

    #[test]
    fn the_first_clock_of_a_death_is_that_of_an_accident_at_work() {
        let incidents = Incidents::parse(BUILT_IN).unwrap();
        let accident = &incidents.find(IncidentClock::ACCIDENT).unwrap().clocks[0];
        let death = &incidents.find("death").unwrap().clocks[0];
        assert!(death.is_at_work() && !accident.is_at_work());
        assert_eq!((death.hours, death.from), (accident.hours, accident.from));
    }

    #[test]
    fn no_amount_and_no_telephone_number_stands_in_the_data() {
        let text = String::from_utf8(BUILT_IN.to_vec()).unwrap();
        let incidents = Incidents::parse(BUILT_IN).unwrap();
        assert!(
            incidents
                .texts()
                .iter()
                .all(|(_, given)| given.is_empty() || *given == ["count"])
        );
        assert!(!text.contains("rupiah") && !text.contains("Rp") && !text.contains("telepon"));
    }

    #[test]
    fn what_cannot_be_right_is_refused_with_its_place() {
        let text = String::from_utf8(BUILT_IN.to_vec()).unwrap();
        for (what, by, named) in [
            (
                "\"hours\": 48,",
                "\"hours\": 0,",
                "incidents[0].clocks[0]: hours",
            ),
            (
                "\"hours\": 48,",
                "\"hours\": 48, \"years\": 1,",
                "incidents[0].clocks[0]: hours",
            ),
            (
                "\"id\": \"outcome\"",
                "\"id\": \"report\"",
                "incidents[0].clocks: report is there twice",
            ),
            (
                "\"id\": \"death\"",
                "\"id\": \"Mati\"",
                "incidents: \"Mati\" is no id",
            ),
            (
                "[V]\" },\n        { \"id\": \"tell\"",
                "\" },\n        { \"id\": \"tell\"",
                "incidents[0].steps[0].source",
            ),
        ] {
            let changed = text.replacen(what, by, 1);
            assert_ne!(changed, text, "{what}");
            let said = Incidents::parse(changed.as_bytes()).unwrap_err();
            assert!(said.starts_with(named), "{said}");
        }
    }
}
