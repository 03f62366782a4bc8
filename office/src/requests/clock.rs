//! Until when requests are to be answered, by the rules in force and their calendar.

use payung_model::content::Content;
use payung_model::cover::report;
use payung_model::sealed::Bundle;
use payung_model::units::{Date, Timestamp};

use crate::opener::{Flag, content_of};
use crate::store::{Store, StoreError};

/// The rules by which clocks run.
pub struct Clocks(Option<Content>);

/// The time that is left for the answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerClock {
    /// The last day on which an answer is in time, in Western Indonesia Time.
    pub last_day: Date,
    /// Working days until then, today not counted.
    pub working_days_left: u32,
    /// That day is over.
    pub overdue: bool,
    /// Hours within which an incident was to be reported; none for other requests.
    pub report_hours: Option<u16>,
}

impl Clocks {
    /// By the newest rules that phones of this engine are given; by the built-in ones before any
    /// were signed.
    pub fn in_force(store: &Store) -> Result<Self, StoreError> {
        let newest = store.bundle_for(Bundle::ENGINE)?;
        let sequence = newest.map_or(0, |bundle| bundle.sequence);
        Ok(Self(content_of(store, sequence)?))
    }

    /// The clock of a request of that form with these flags, which arrived then; none for what is
    /// no request, and where the rules promise nothing.
    pub fn of(
        &self,
        form: &str,
        purpose: &str,
        flags: &[String],
        arrived: Timestamp,
        now: Timestamp,
    ) -> Option<AnswerClock> {
        let content = self.0.as_ref()?;
        let form = content.forms.get(form).filter(|form| form.request)?;
        let purpose = form.purposes.iter().find(|known| known.id == purpose)?;
        let last_day = purpose
            .answer_within?
            .last_day(arrived, &content.calendar)?;
        let today = now.date();
        let left = content.calendar.working_days_between(today, last_day);
        Some(AnswerClock {
            last_day,
            working_days_left: u32::try_from(left).unwrap_or_default(),
            overdue: today > last_day,
            report_hours: report_hours(content, &form.id, flags),
        })
    }
}

/// The hours within which an incident is to be reported; none for other forms, and where no clock of
/// hours runs from what happened. A death has one where its report says that it may have been at work.
fn report_hours(content: &Content, form: &str, flags: &[String]) -> Option<u16> {
    let incident = content.incidents.find(report::incident_of(form)?)?;
    let at_work = flags.iter().any(|flag| flag == Flag::AtWork.word());
    report::clock_of(incident, at_work)?.hours
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_has_five_working_days_over_christmas_and_a_registration_none() {
        let clocks = Clocks(Some(Content::built_in().unwrap()));
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let arrived = at("2026-12-22T09:00:00+07:00");
        // 23, 28, 29, 30, 31: the 24th and 25th are closed.
        let clock = |now| {
            clocks
                .of("complaint", "complaint", &[], arrived, at(now))
                .unwrap()
        };
        let first = clock("2026-12-22T12:00:00+07:00");
        assert_eq!(first.last_day.to_string(), "2026-12-31");
        assert_eq!((first.working_days_left, first.overdue), (5, false));
        let last = clock("2026-12-31T23:59:00+07:00");
        assert_eq!((last.working_days_left, last.overdue), (0, false));
        let over = clock("2027-01-01T00:00:00+07:00");
        assert_eq!((over.working_days_left, over.overdue), (0, true));
        for (form, purpose) in [
            ("bpu", "register"),
            ("bpu_more", "complete"),
            ("x", "complaint"),
        ] {
            assert_eq!(clocks.of(form, purpose, &[], arrived, arrived), None);
        }
    }

    #[test]
    fn a_death_that_may_have_been_at_work_has_the_hours_of_an_accident_and_any_other_has_none() {
        let clocks = Clocks(Some(Content::built_in().unwrap()));
        let arrived: Timestamp = "2026-11-25T09:00:00+07:00".parse().unwrap();
        let hours = |form, flags: &[String]| {
            let clock = clocks.of(form, report::PURPOSE, flags, arrived, arrived);
            clock.unwrap().report_hours
        };
        let at_work = [Flag::AtWork.word().to_owned()];
        assert_eq!(hours("incident_death", &at_work), Some(48));
        assert_eq!(hours("incident_death", &[]), None);
        assert_eq!(hours("incident_accident", &[]), Some(48));
    }
}
