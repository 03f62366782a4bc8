//! Whether an incident was reported within the hours that its clock gives.

use payung_model::content::Content;
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

/// The flag of a report that was not surely in time; none for one that was, for incidents without
/// such a clock, and for what is no report.
///
/// The clock of the phone counts as well as the office's, because somebody without a line reports
/// as well as they can. Which of the two counts is the institution's to say.
pub(super) fn flag(content: &Content, registration: &Registration, came: &Came) -> Option<Flag> {
    if !is_report(registration) {
        return None;
    }
    let incident = content
        .incidents
        .find(report::incident_of(&registration.form)?)?;
    let answer = |question: &str| {
        let mut answers = registration.answers.iter();
        let found = answers.find(|answer| answer.question == question)?;
        Some(found.value.reveal())
    };
    let day = answer(report::HAPPENED)?.parse().ok()?;
    let time = answer(report::HAPPENED_TIME).and_then(|text| Zone::read_time(text).ok());
    let by = |at| report::in_time(incident, day, time, at);
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

    fn reported(form: &str, time: Option<&str>, sealed: &str, arrived: &str) -> Option<Flag> {
        let answer = |(question, value): (&str, &str)| Answer {
            question: question.to_owned(),
            value: Secret::new(value),
        };
        let given = [("happened", "2026-11-26")]
            .into_iter()
            .chain(time.map(|time| ("happened_time", time)));
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
        flag(
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
        let accident = |time, sealed, arrived| reported("incident_accident", time, sealed, arrived);
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
    fn a_death_has_years_and_no_hours_and_nothing_else_is_a_report() {
        let late = "2027-11-26T08:00:00+07:00";
        assert_eq!(reported("incident_death", None, late, late), None);
        assert_eq!(reported("bpu", None, late, late), None);
        assert_eq!(reported("incident_flood", None, late, late), None);
    }
}
