//! `incident`: what to do when something happens, and what is noted of it.

use payung_model::units::Timestamp;
use serde_json::{Value, json};

use super::incident_view::tell;
use crate::commands::run::Run;
use crate::outcome::{Outcome, Stop};
use crate::print::line;
use crate::session::Session;

/// What to do after an accident or a death: clocks, steps, papers; works offline
#[derive(Debug, clap::Args)]
pub struct Incident {
    /// accident or death [default: the list]
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
    /// A paper that is at hand, by its id
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
        let cover = session.payung.cover();
        let Some(id) = &self.id else {
            return list(session);
        };
        let whose = match &self.registration {
            None if !self.writes() => None,
            named => Some(session.registration_or_only(named.as_deref())?),
        };
        let mut view = cover.incident(whose.clone(), id.clone())?;
        let Some(whose) = whose else {
            tell(session, &view)?;
            return Ok(Outcome::Done);
        };
        if let Some(happened) = self.happened {
            let outcome = self.outcome.map(Timestamp::millis);
            view =
                cover.note_incident(whose.clone(), id.clone(), Some(happened.millis()), outcome)?;
        }
        for (paper, on) in [(&self.tick, true), (&self.untick, false)] {
            if let Some(paper) = paper {
                view = cover.tick(whose.clone(), id.clone(), paper.clone(), on)?;
            }
        }
        tell(session, &view)?;
        Ok(Outcome::Done)
    }
}

impl Incident {
    fn writes(&self) -> bool {
        self.happened.is_some() || self.tick.is_some() || self.untick.is_some()
    }
}

fn list(session: &Session) -> Result<Outcome, Stop> {
    let lines = session.payung.cover().incidents();
    let json: Value = lines
        .iter()
        .map(|line| json!({ "id": line.id, "title": line.title }))
        .collect();
    let mut text = String::new();
    for incident in &lines {
        line(
            &mut text,
            format_args!("{}  {}", incident.id, incident.title),
        );
    }
    session.result(&json, &text)?;
    Ok(Outcome::Done)
}
