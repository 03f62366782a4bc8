//! *Kalau terjadi sesuatu*: clocks, steps and papers, offline, with what is noted and ticked.

use payung_model::cover::{Deadline, Incident, IncidentClock, IncidentMoment, SourcedId};
use payung_model::engine::PhotoFrame;
use payung_model::programme::{Confidence, Programme};
use payung_model::text::{Arg, Message};
use payung_model::units::Timestamp;

use super::Incidents;
use super::reports::{IncidentPage, IncidentReport};
use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::member::{KeptIncident, Member};
use crate::api::state::AppState;

/// An incident in the list.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct IncidentLine {
    /// For [`Incidents::incident`].
    pub id: String,
    /// `Kecelakaan kerja`
    pub title: String,
}

/// An incident, with what to do when it happened.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct IncidentView {
    /// The incident's id.
    pub id: String,
    /// The programme that answers for it.
    pub programme: Programme,
    /// `Kecelakaan kerja`
    pub title: String,
    /// One or two sentences below it.
    pub text: String,
    /// When the incident happened, as it was noted: milliseconds since 1970 (UTC).
    pub happened_millis: Option<i64>,
    /// When somebody recovered, was found disabled or died of the incident, as it was noted.
    pub outcome_millis: Option<i64>,
    /// A clock runs from the outcome, so it is asked for too.
    pub asks_outcome: bool,
    /// The times that run out; shown first.
    pub clocks: Vec<IncidentClockView>,
    /// The steps to take, in this order.
    pub steps: Vec<IncidentStep>,
    /// The papers that will be asked for.
    pub papers: Vec<IncidentPaper>,
    /// Whom to ask, and where.
    pub place: String,
    /// Reporting it to the office with this app.
    #[uniffi(default = None)]
    pub report: Option<IncidentReport>,
}

/// One clock.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct IncidentClockView {
    /// The clock's id.
    pub id: String,
    /// `Laporkan dalam 48 jam sejak kejadian.`
    pub words: String,
    /// The end of the time in words, and what to do if it has passed; empty until it is noted when
    /// the incident happened.
    pub until: String,
    /// The moment in milliseconds since 1970 (UTC), for a clock of hours that runs.
    pub until_millis: Option<i64>,
    /// Whether the time has run out.
    pub passed: bool,
    /// The incident whose steps hold when this clock counts, for a button below the words: a death
    /// at work is a work accident. None where the steps are those of this incident.
    #[uniffi(default = None)]
    pub leads_to: Option<IncidentLine>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct IncidentStep {
    /// The step's id.
    pub id: String,
    /// What to do.
    pub words: String,
}

/// One paper.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct IncidentPaper {
    /// For [`Incidents::tick`].
    pub id: String,
    /// The name of the paper.
    pub words: String,
    /// Whether the paper is at hand.
    pub ticked: bool,
    /// A photo of it can be taken now: [`Incidents::photograph`].
    #[uniffi(default = false)]
    pub can_photograph: bool,
    /// The frame to draw over the camera's picture; none when no photo of the paper can be taken
    /// now.
    #[uniffi(default = None)]
    pub frame: Option<PhotoFrame>,
    /// The photographed pages that were not sent yet.
    #[uniffi(default = [])]
    pub pages: Vec<IncidentPage>,
    /// A sentence that pages of the paper were sent already; empty when none was.
    #[uniffi(default = "")]
    pub sent: String,
}

#[uniffi::export]
impl Incidents {
    /// What is in the list, in its order. No key is needed.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert_eq!(payung.incidents().list()[0].id, "accident");
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Vec<IncidentLine> {
        let rules = self.app.rules();
        let incidents = rules.content.incidents.incidents.iter();
        incidents.map(|it| self.app.incident_line(it)).collect()
    }

    /// Clocks, steps and papers. With a registration also what was noted and ticked for it; without
    /// one no key is needed.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let accident = payung.incidents().incident(None, "accident".into())?;
    /// assert!(accident.clocks[0].words.contains("48 jam"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn incident(
        &self,
        registration: Option<String>,
        id: String,
    ) -> Result<IncidentView, PayungError> {
        self.app.call("incidents.incident", || {
            self.app.incident_of(registration.as_deref(), &id)
        })
    }

    /// Notes when it happened, and when somebody recovered, was found disabled or died of it:
    /// clocks run from then on. Milliseconds since 1970 (UTC); none takes a note away, so what
    /// stays is given again, as the view has it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// let noted = payung.incidents().note(registration, "accident".into(), Some(1_795_399_200_000), None)?;
    /// assert_eq!(noted.clocks[0].until_millis, Some(1_795_399_200_000 + 48 * 3_600_000));
    /// # Ok(())
    /// # }
    /// ```
    pub fn note(
        &self,
        registration: String,
        id: String,
        happened_millis: Option<i64>,
        outcome_millis: Option<i64>,
    ) -> Result<IncidentView, PayungError> {
        self.app.call("incidents.note", || {
            let moment = |millis: Option<i64>| millis.map(Timestamp::from_millis).transpose();
            let wrong = |_| self.app.not_possible("not-possible-incident");
            let (happened, outcome) = (
                moment(happened_millis).map_err(wrong)?,
                moment(outcome_millis).map_err(wrong)?,
            );
            self.change_incident(&registration, &id, |_, kept| {
                (kept.happened, kept.outcome) = (happened, outcome);
                true
            })
        })
    }

    /// Ticks a paper that is at hand, or takes the tick away.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// let view = payung.incidents().tick(registration, "death".into(), "family_card".into(), true)?;
    /// assert_eq!(view.papers.iter().filter(|paper| paper.ticked).count(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn tick(
        &self,
        registration: String,
        id: String,
        paper: String,
        on: bool,
    ) -> Result<IncidentView, PayungError> {
        self.app.call("incidents.tick", || {
            if !on {
                // The report is changed first. When it refuses, because a photo of the paper is in
                // it, the tick on the screen stays as well.
                self.app.untick_in_draft(&registration, &id, &paper)?;
            }
            self.change_incident(&registration, &id, |incident, kept| {
                let known = incident.papers.iter().any(|it| it.id == paper);
                if on && known {
                    kept.ticks.insert(paper.clone());
                } else {
                    kept.ticks.remove(&paper);
                }
                known
            })
        })
    }
}

impl Incidents {
    /// Changes the notes about an incident. `change` returns false when the thing that it should
    /// change does not exist.
    pub(super) fn change_incident(
        &self,
        registration: &str,
        id: &str,
        change: impl FnOnce(&Incident, &mut KeptIncident) -> bool,
    ) -> Result<IncidentView, Failure> {
        let mut member = Member::open(&self.app, registration)?;
        let rules = self.app.rules();
        let incident = self.app.known_incident(&rules, id)?;
        if !change(
            incident,
            member.kept.incidents.entry(id.to_owned()).or_default(),
        ) {
            return Err(self.app.not_possible("not-possible-incident"));
        }
        member.keep(&self.app)?;
        let kept = member.kept.incidents.remove(id);
        // A screen may open the record again, so it is closed first.
        drop(member);
        self.app
            .incident_view(Some(registration), id, kept.as_ref())
    }
}

impl AppState {
    fn incident_line(&self, incident: &Incident) -> IncidentLine {
        IncidentLine {
            id: incident.id.clone(),
            title: self.text(&format!("incident-{}", incident.id)),
        }
    }

    pub(super) fn incident_of(
        &self,
        registration: Option<&str>,
        id: &str,
    ) -> Result<IncidentView, Failure> {
        let kept = registration
            .map(|registration| self.kept_incident(registration, id))
            .transpose()?;
        self.incident_view(registration, id, kept.as_ref())
    }

    fn incident_view(
        &self,
        registration: Option<&str>,
        id: &str,
        kept: Option<&KeptIncident>,
    ) -> Result<IncidentView, Failure> {
        let rules = self.rules();
        let incident = self.known_incident(&rules, id)?;
        // By a clock that is not sure no time has run out.
        let moment = self.moment();
        let now = moment.today.map(|_| moment.now);
        let (report, pages) = self.report_view(registration, id)?;
        let words = |prefix: String, it: &SourcedId| {
            let said = self.text(&format!("{prefix}-{}", it.id));
            // A paper that a source names only for people with an employer, or that nobody is sure
            // of, is not said as if it were certain.
            let unsure =
                Confidence::of(&it.source).is_some_and(Confidence::is_unsure) && prefix == "paper";
            if unsure {
                format!("{said} ({})", self.text("paper-unsure"))
            } else {
                said
            }
        };
        // A bundle may have no accident; then no way leads there.
        let accident = rules.content.incidents.find(IncidentClock::ACCIDENT);
        let accident = accident.filter(|it| it.id != id);
        let clocks = incident.clocks.iter().map(|clock| {
            let from = match clock.from {
                IncidentMoment::Happened => kept.and_then(|kept| kept.happened),
                IncidentMoment::Outcome => kept.and_then(|kept| kept.outcome),
            };
            let deadline = from.map(|from| clock.deadline(from));
            let passed = match deadline {
                Some(Deadline::Moment(at)) => now.is_some_and(|now| now > at),
                Some(Deadline::Day(day)) => now.is_some_and(|now| now.date() > day),
                None => false,
            };
            let until = deadline.map(|deadline| match deadline {
                Deadline::Moment(at) => Message::new("clock-until-moment")
                    .with("date", Arg::Date(at.date()))
                    .with("time", Arg::Time(at)),
                Deadline::Day(day) => Message::new("clock-until-day").with("date", Arg::Date(day)),
            });
            let mut until: Vec<String> = until
                .iter()
                .map(|message| self.message_text(message))
                .collect();
            until.extend(passed.then(|| self.text("clock-passed")));
            let count = Arg::Number(u64::from(clock.count()));
            IncidentClockView {
                id: clock.id.clone(),
                words: self.message_text(
                    &Message::new(format!("clock-{id}-{}", clock.id)).with("count", count),
                ),
                until: until.join(" "),
                until_millis: match deadline {
                    Some(Deadline::Moment(at)) => Some(at.millis()),
                    _ => None,
                },
                passed,
                leads_to: accident
                    .filter(|_| clock.is_at_work())
                    .map(|it| self.incident_line(it)),
            }
        });
        let step = |it: &SourcedId| IncidentStep {
            id: it.id.clone(),
            words: words(format!("step-{id}"), it),
        };
        let paper = |it: &SourcedId| IncidentPaper {
            id: it.id.clone(),
            words: words("paper".to_owned(), it),
            ticked: kept.is_some_and(|kept| kept.ticks.contains(&it.id))
                || pages.ticked.contains(&it.id),
            can_photograph: pages.offered.contains_key(&it.id),
            frame: pages.offered.get(&it.id).cloned(),
            pages: pages
                .kept
                .iter()
                .filter(|(paper, _)| *paper == it.id)
                .map(|(_, page)| page.clone())
                .collect(),
            sent: pages.sent.get(&it.id).map_or_else(String::new, |count| {
                let count = Arg::Number(*count);
                self.message_text(&Message::new("report-paper-sent").with("count", count))
            }),
        };
        Ok(IncidentView {
            id: id.to_owned(),
            programme: incident.programme,
            title: self.text(&format!("incident-{id}")),
            text: self.text(&format!("incident-{id}.text")),
            happened_millis: kept.and_then(|kept| kept.happened).map(Timestamp::millis),
            outcome_millis: kept.and_then(|kept| kept.outcome).map(Timestamp::millis),
            asks_outcome: incident
                .clocks
                .iter()
                .any(|clock| clock.from == IncidentMoment::Outcome),
            clocks: clocks.collect(),
            steps: incident.steps.iter().map(step).collect(),
            papers: incident.papers.iter().map(paper).collect(),
            place: rules
                .content
                .text(self.lang(), &Message::new("incident-where")),
            report: Some(report),
        })
    }
}
