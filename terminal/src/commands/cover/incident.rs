//! `incident`: what to do when something happens, and what is noted of it.

use payung_core::IncidentView;
use payung_model::units::Timestamp;
use serde_json::{Value, json};

use super::incident_view::{print_incident, way_to};
use crate::commands::run::Run;
use crate::outcome::{Outcome, Stop};
use crate::print::line;
use crate::session::Session;

/// What to do after an accident or a death: clocks, steps, papers; works offline
#[derive(Debug, clap::Args)]
pub struct Incident {
    /// What happened, as the list calls it: accident or death [default: the list]
    id: Option<String>,
    /// Whose: its number in `status`, or its code; needed to note and tick
    #[arg(long)]
    registration: Option<String>,
    /// When it happened, e.g. 2026-11-23T09:00:00+07:00: clocks run from then on
    #[arg(long, value_name = "INSTANT", requires = "id")]
    happened: Option<Timestamp>,
    /// When somebody recovered, was found disabled, or died of it
    #[arg(long, value_name = "INSTANT", requires = "happened")]
    outcome: Option<Timestamp>,
    /// A paper that is at hand, by its number in the list or its id
    #[arg(long, value_name = "PAPER", requires = "id")]
    tick: Option<String>,
    /// A paper that is not at hand after all
    #[arg(long, value_name = "PAPER", requires = "id", conflicts_with = "tick")]
    untick: Option<String>,
}

impl Run for Incident {
    /// What to do can be read by anybody who holds the phone.
    fn needs_key(&self) -> bool {
        self.registration.is_some() || self.writes()
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let incidents = session.payung.incidents();
        let Some(named) = &self.id else {
            return list(session);
        };
        let id = &incident_named(session, named);
        let whose = match &self.registration {
            None if !self.writes() => None,
            named => Some(session.registration_of_option(named.as_deref())?),
        };
        let mut view = incidents.incident(whose.clone(), id.clone())?;
        let Some(whose) = whose else {
            print_incident(session, &view)?;
            return Ok(Outcome::Done);
        };
        if let Some(happened) = self.happened {
            // What is not said stays as it was noted.
            let outcome = self.outcome.map(Timestamp::millis).or(view.outcome_millis);
            view = incidents.note(whose.clone(), id.clone(), Some(happened.millis()), outcome)?;
        }
        for (paper, on) in [(&self.tick, true), (&self.untick, false)] {
            if let Some(paper) = paper {
                let paper = paper_named(&view, paper);
                view = incidents.tick(whose.clone(), id.clone(), paper, on)?;
            }
        }
        print_incident(session, &view)?;
        Ok(Outcome::Done)
    }
}

impl Incident {
    fn writes(&self) -> bool {
        self.happened.is_some() || self.tick.is_some() || self.untick.is_some()
    }
}

/// The id of an incident by the first words of its title, as people type them; what is no title is
/// an id.
pub fn incident_named(session: &Session, named: &str) -> String {
    let typed = named.trim().to_lowercase();
    let lines = session.payung.incidents().list();
    let mut found = lines
        .iter()
        .filter(|line| !typed.is_empty() && line.title.to_lowercase().starts_with(&typed));
    match (found.next(), found.next()) {
        (Some(one), None) => one.id.clone(),
        _ => named.to_owned(),
    }
}

/// The id of a paper by its number in the list; what is no number of it is an id.
pub fn paper_named(view: &IncidentView, named: &str) -> String {
    let number: Option<usize> = named.trim().parse().ok();
    number
        .and_then(|number| view.papers.get(number.checked_sub(1)?))
        .map_or_else(|| named.to_owned(), |paper| paper.id.clone())
}

fn list(session: &Session) -> Result<Outcome, Stop> {
    let lines = session.payung.incidents().list();
    let json: Value = lines
        .iter()
        .map(|line| json!({ "id": line.id, "title": line.title }))
        .collect();
    let mut text = String::new();
    for incident in &lines {
        line(
            &mut text,
            format_args!("{}\n{}", incident.title, way_to(incident)),
        );
    }
    session.result(&json, &text)?;
    Ok(Outcome::Done)
}
