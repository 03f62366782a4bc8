//! Reporting an incident to the office: how the form of a report is read, and whether it came in
//! time.
//!
//! A report is a form of the content as every other: `incident_accident` for the incident
//! `accident`. Its questions about what happened have fixed ids, and the pages of the paper `ktp`
//! are the photo questions `paper_ktp_1`, `paper_ktp_2` and so on.

use std::time::Duration;

use super::incident::{Deadline, Incident, IncidentClock, IncidentMoment};
use crate::units::{Date, TimeOfDay, Timestamp, Zone};

/// The purpose of a report, as its form names it.
pub const PURPOSE: &str = "incident";
/// The question whether somebody died at work or because of it: `yes`, `no` or `unsure`.
pub const AT_WORK: &str = "at_work";
/// The question of the day on which it happened.
pub const HAPPENED: &str = "happened";
/// The question of the time at which it happened, with its zone.
pub const HAPPENED_TIME: &str = "happened_time";
/// The question of the day of recovery, disability or death.
pub const OUTCOME: &str = "outcome";
/// The question of the time of that.
pub const OUTCOME_TIME: &str = "outcome_time";
const FORM: &str = "incident_";
const PAGE: &str = "paper_";
const MINUTE: Duration = Duration::from_secs(60);

/// Whether a report came within the hours that the incident's clock gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InTime {
    /// The report came in time.
    Yes,
    /// The report came late.
    No,
    /// Only the day is known on which it happened, and it depends on the time.
    Unsure,
}

/// The id of the form by which that incident is reported.
///
/// ```
/// assert_eq!(payung_model::cover::report::form_of("accident"), "incident_accident");
/// ```
#[must_use]
pub fn form_of(incident: &str) -> String {
    format!("{FORM}{incident}")
}

/// The question of that form about the papers that are at hand.
#[must_use]
pub fn papers_of(form: &str) -> String {
    format!("papers_{}", incident_of(form).unwrap_or_default())
}

/// The incident that is reported by that form.
#[must_use]
pub fn incident_of(form: &str) -> Option<&str> {
    form.strip_prefix(FORM)
}

/// The paper of which a photo question asks for a page, and the page's number from 1.
///
/// ```
/// use payung_model::cover::report::page_of;
/// assert_eq!(page_of("paper_form_1_2"), Some(("form_1", 2)));
/// assert_eq!(page_of("ktp"), None);
/// ```
#[must_use]
pub fn page_of(question: &str) -> Option<(&str, u8)> {
    let (paper, page) = question.strip_prefix(PAGE)?.rsplit_once('_')?;
    // One page has one name: neither `01` nor `+1`.
    let shaped = !paper.is_empty() && page.bytes().all(|byte| byte.is_ascii_digit());
    let page = page.parse().ok().filter(|_| !page.starts_with('0'))?;
    shaped.then_some((paper, page))
}

/// Whether that answer to [`AT_WORK`] starts the clock of what happened at work. Whoever does not know
/// yet has it too, because a report that came early harms nobody. Forms of older apps do not ask.
#[must_use]
pub fn may_be_at_work(answer: Option<&str>) -> bool {
    matches!(answer, Some("yes" | "unsure"))
}

/// The first clock of hours that runs from what happened; none where the incident has no such
/// clock. One of what happened at work counts only with `at_work`.
#[must_use]
pub fn clock_of(incident: &Incident, at_work: bool) -> Option<&IncidentClock> {
    incident.clocks.iter().find(|clock| {
        clock.hours.is_some()
            && clock.from == IncidentMoment::Happened
            && (at_work || !clock.is_at_work())
    })
}

/// Whether a report that was made at `at` came in time by that clock ([`clock_of`]). A time without
/// a zone is of Western Indonesia, as reports of older apps have it.
#[must_use]
pub fn in_time(
    clock: &IncidentClock,
    day: Date,
    time: Option<(TimeOfDay, Option<Zone>)>,
    at: Timestamp,
) -> Option<InTime> {
    let (earliest, latest) = if let Some((time, zone)) = time {
        let exact = zone.unwrap_or_default().moment(day, time)?;
        // Somebody says the time to the minute.
        (exact, exact.plus(MINUTE))
    } else {
        // Nobody says where it was that day, and in the east a day is over earlier.
        let last = Zone::Wib.first_moment(day)?.next_day();
        (Zone::Wit.first_moment(day)?, last)
    };
    let before = |from| matches!(clock.deadline(from), Deadline::Moment(end) if at <= end);
    Some(match (before(earliest), before(latest)) {
        (false, true) if time.is_none() => InTime::Unsure,
        (true, _) | (false, true) => InTime::Yes,
        (false, false) => InTime::No,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::Content;
    use crate::form::Kind;

    #[test]
    fn every_paper_has_pages_in_the_form_of_its_incident_and_no_page_is_of_another_paper() {
        let content = Content::built_in().unwrap();
        for incident in &content.incidents.incidents {
            let form = &content.forms[&form_of(&incident.id)];
            assert_eq!(incident_of(&form.id), Some(incident.id.as_str()));
            assert!(form.request && form.is_for(PURPOSE));
            let listed: Vec<&str> = incident.papers.iter().map(|it| it.id.as_str()).collect();
            let offered = form.question(&papers_of(&form.id)).unwrap().options();
            let offered: Vec<&str> = offered.iter().map(|it| it.id.as_str()).collect();
            assert_eq!(offered, listed);
            let photos = form.questions().filter(|it| it.kind == Kind::Photo);
            let pages: Vec<(&str, u8)> = photos.map(|it| page_of(&it.id).unwrap()).collect();
            let expected = listed
                .iter()
                .flat_map(|paper| (1..=3).map(move |page| (*paper, page)));
            assert_eq!(pages, expected.collect::<Vec<_>>());
            assert!(form.question(HAPPENED).is_some());
        }
    }

    #[test]
    fn a_report_is_in_time_for_48_hours_and_unsure_where_only_the_day_is_known() {
        let content = Content::built_in().unwrap();
        let accident = clock_of(content.incidents.find("accident").unwrap(), false).unwrap();
        let day: Date = "2026-11-26".parse().unwrap();
        let at = |text: &str| text.parse().unwrap();
        let said = |time: Option<&str>, now: &str| {
            let time = time.map(|time| Zone::read_time(time).unwrap());
            in_time(accident, day, time, at(now)).unwrap()
        };
        assert_eq!(
            said(Some("07.30"), "2026-11-28T07:30:59+07:00"),
            InTime::Yes
        );
        assert_eq!(said(Some("07.30"), "2026-11-28T07:31:01+07:00"), InTime::No);
        // The same moment by another clock; just after midnight there it is the day before in the west.
        for (time, end) in [
            ("07.30 WIB", "2026-11-28T07:30:59+07:00"),
            ("07.30 WITA", "2026-11-28T06:30:59+07:00"),
            ("07.30 WIT", "2026-11-28T05:30:59+07:00"),
            ("00.30 WIT", "2026-11-27T22:30:59+07:00"),
        ] {
            let end: Timestamp = end.parse().unwrap();
            let by = |at| in_time(accident, day, Zone::read_time(time).ok(), at);
            assert_eq!(by(end), Some(InTime::Yes), "{time}");
            assert_eq!(by(end.plus(MINUTE)), Some(InTime::No), "{time}");
        }
        // That day has begun in the east two hours earlier.
        assert_eq!(said(None, "2026-11-27T22:00:00+07:00"), InTime::Yes);
        assert_eq!(said(None, "2026-11-27T22:00:01+07:00"), InTime::Unsure);
        assert_eq!(said(None, "2026-11-29T00:00:00+07:00"), InTime::Unsure);
        assert_eq!(said(None, "2026-11-29T00:00:01+07:00"), InTime::No);
        // A death has a clock of hours only where it may have happened at work.
        let death = content.incidents.find("death").unwrap();
        assert_eq!(clock_of(death, false), None);
        let at_work = clock_of(death, true).unwrap();
        let late = in_time(at_work, day, None, at("2026-11-30T00:00:00Z"));
        assert_eq!(late, Some(InTime::No));
        assert!(may_be_at_work(Some("yes")) && may_be_at_work(Some("unsure")));
        assert!(!may_be_at_work(Some("no")) && !may_be_at_work(None));
    }

    proptest! {
        #[test]
        fn no_name_of_a_question_is_two_pages(paper in "[a-z][a-z0-9_]{0,20}", page in 1..=99_u8) {
            let question = format!("{PAGE}{paper}_{page}");
            prop_assert_eq!(page_of(&question), Some((paper.as_str(), page)));
        }

        #[test]
        fn what_is_read_as_a_page_is_written_so(question in "(paper_)?[a-z0-9_+]{0,12}") {
            if let Some((paper, page)) = page_of(&question) {
                prop_assert_eq!(format!("{PAGE}{paper}_{page}"), question);
            }
        }
    }
}
