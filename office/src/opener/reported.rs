//! Whether an incident was reported within the hours that its clock gives.

use payung_model::content::Content;
use payung_model::cover::IncidentClock;
use payung_model::cover::report::{self, InTime};
use payung_model::sealed::Registration;
use payung_model::units::{Timestamp, Zone};

use super::flag::Flag;

/// When a report was sealed by the phone's clock and arrived by the office's, for the first time.
pub(super) struct Came {
    pub sealed: Timestamp,
    pub arrived: Timestamp,
}

pub(super) fn is_report(registration: &Registration) -> bool {
    registration.purpose == report::PURPOSE
}

/// The flags of a report: that the clock of a work accident holds for a death, and that it was not
/// surely in time. There are none for an incident without a clock of hours, and for what is no report.
///
/// The clock of the phone counts as well as the office's, because somebody without a line reports
/// as well as they can. Which of the two counts is the institution's to say.
pub(super) fn flags(content: &Content, registration: &Registration, came: &Came) -> Vec<Flag> {
    let incident = report::incident_of(&registration.form)
        .filter(|_| is_report(registration))
        .and_then(|id| content.incidents.find(id));
    let Some(incident) = incident else {
        return Vec::new();
    };
    let at_work = report::may_be_at_work(answer(registration, report::AT_WORK));
    let Some(clock) = report::clock_of(incident, at_work) else {
        return Vec::new();
    };
    let at_work = clock.is_at_work().then_some(Flag::AtWork);
    let late = not_in_time(clock, registration, came);
    at_work.into_iter().chain(late).collect()
}

fn answer<'a>(registration: &'a Registration, question: &str) -> Option<&'a str> {
    let mut answers = registration.answers.iter();
    let found = answers.find(|answer| answer.question == question)?;
    Some(found.value.reveal())
}

/// The flag of a report that was not surely in time.
fn not_in_time(clock: &IncidentClock, registration: &Registration, came: &Came) -> Option<Flag> {
    let day = answer(registration, report::HAPPENED)?.parse().ok()?;
    let time = answer(registration, report::HAPPENED_TIME);
    let time = time.and_then(|text| Zone::read_time(text).ok());
    let by = |at| report::in_time(clock, day, time, at);
    match (by(came.sealed)?, by(came.arrived)?) {
        // A phone whose clock is ahead does not make late what is here in time.
        (_, InTime::Yes) => None,
        (InTime::No, _) => Some(Flag::ReportLate),
        (InTime::Yes, InTime::No) => Some(Flag::ReportArrivedLate),
        (InTime::Unsure, _) | (InTime::Yes, InTime::Unsure) => Some(Flag::ReportUnsure),
    }
}

#[cfg(test)]
mod tests {
    use payung_model::sealed::Answer;
    use payung_model::secret::Secret;

    use super::*;

    fn reported(form: &str, more: &[(&str, &str)], sealed: &str, arrived: &str) -> Vec<Flag> {
        let answer = |(question, value): (&str, &str)| Answer {
            question: question.to_owned(),
            value: Secret::new(value),
        };
        let given = [("happened", "2026-11-26")]
            .into_iter()
            .chain(more.iter().copied());
        let registration = Registration {
            form: form.to_owned(),
            form_version: 1,
            lang: "id".to_owned(),
            purpose: "incident".to_owned(),
            sealed_at: sealed.parse().unwrap(),
            answers: given.map(answer).collect(),
            consents: Vec::new(),
            photos: Vec::new(),
            completes: None,
            referral: None,
        };
        flags(
            &Content::built_in().unwrap(),
            &registration,
            &Came {
                sealed: registration.sealed_at,
                arrived: arrived.parse().unwrap(),
            },
        )
    }

    #[test]
    fn a_report_is_judged_by_both_clocks() {
        let accident = |time: Option<&str>, sealed, arrived| {
            let time = time.map(|time| ("happened_time", time));
            let flags = reported("incident_accident", time.as_slice(), sealed, arrived);
            assert!(flags.len() <= 1, "{flags:?}");
            flags.first().copied()
        };
        let (early, late) = ("2026-11-28T07:00:00+07:00", "2026-11-28T09:00:00+07:00");
        let exact = Some("08.00");
        assert_eq!(accident(exact, early, early), None);
        assert_eq!(accident(exact, early, late), Some(Flag::ReportArrivedLate));
        assert_eq!(accident(exact, late, late), Some(Flag::ReportLate));
        assert_eq!(accident(exact, late, early), None);
        // Nine in Makassar is eight in Jakarta.
        assert_eq!(accident(Some("09.00 WITA"), early, early), None);
        let by_east = accident(Some("08.00 WITA"), early, late);
        assert_eq!(by_east, Some(Flag::ReportArrivedLate));
        let by_east = accident(Some("08.00 WIT"), early, early);
        assert_eq!(by_east, Some(Flag::ReportLate));
        assert_eq!(accident(None, early, late), Some(Flag::ReportUnsure));
        let next_week = "2026-12-05T08:00:00+07:00";
        assert_eq!(accident(None, next_week, next_week), Some(Flag::ReportLate));
    }

    #[test]
    fn a_death_has_hours_where_it_may_have_been_at_work_and_nothing_else_is_a_report() {
        let late = "2027-11-26T08:00:00+07:00";
        let death = |more: &[(&str, &str)], at| reported("incident_death", more, at, at);
        for at_work in ["yes", "unsure"] {
            let at_work = ("at_work", at_work);
            assert_eq!(death(&[at_work], late), [Flag::AtWork, Flag::ReportLate]);
            let timed = [at_work, ("happened_time", "08.00")];
            assert_eq!(death(&timed, "2026-11-28T07:00:00+07:00"), [Flag::AtWork]);
        }
        // Forms of older apps do not ask.
        for years in [&[("at_work", "no")][..], &[]] {
            assert!(death(years, late).is_empty());
        }
        assert!(reported("bpu", &[], late, late).is_empty());
        assert!(reported("incident_flood", &[], late, late).is_empty());
    }
}
