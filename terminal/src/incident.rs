//! `incident` and `jar`: what to do when something happens, and saving marks.

use payung_core::{IncidentView, JarView};
use payung_model::units::Timestamp;
use serde_json::{Value, json};

use crate::cover::{checked_day, registration};
use crate::outcome::{Outcome, Stop};
use crate::session::Session;

/// What is noted of an incident, and for whom.
pub struct Noted {
    pub registration: Option<String>,
    pub happened: Option<Timestamp>,
    pub outcome: Option<Timestamp>,
    pub tick: Option<String>,
    pub untick: Option<String>,
}

pub fn run(session: &Session, id: Option<String>, noted: Noted) -> Result<Outcome, Stop> {
    let cover = session.payung.cover();
    let Some(id) = id else {
        let lines = cover.incidents();
        let json: Value = lines.iter().map(|line| json!({ "id": line.id, "title": line.title })).collect();
        let text: String = lines.iter().map(|line| format!("{}  {}\n", line.id, line.title)).collect();
        session.result(&json, &text)?;
        return Ok(Outcome::Done);
    };
    let writes = noted.happened.is_some() || noted.tick.is_some() || noted.untick.is_some();
    let whose = match &noted.registration {
        None if !writes => None,
        named => Some(registration(session, named.as_deref())?),
    };
    let mut view = cover.incident(whose.clone(), id.clone())?;
    if let (Some(whose), Some(happened)) = (&whose, noted.happened) {
        let outcome = noted.outcome.map(Timestamp::millis);
        view = cover.note_incident(whose.clone(), id.clone(), Some(happened.millis()), outcome)?;
    }
    let ticks = [(noted.tick, true), (noted.untick, false)];
    for (paper, on) in ticks.into_iter().filter_map(|(paper, on)| paper.map(|paper| (paper, on))) {
        if let Some(whose) = &whose {
            view = cover.tick(whose.clone(), id.clone(), paper, on)?;
        }
    }
    session.result(&incident_json(&view), &incident_text(session, &view))?;
    Ok(Outcome::Done)
}

pub fn jar(session: &Session, named: Option<&str>, begin: Option<u64>, mark: Option<String>) -> Result<Outcome, Stop> {
    let whose = registration(session, named)?;
    let cover = session.payung.cover();
    let view = match (begin, mark) {
        (Some(each), _) => Some(cover.begin_jar(whose, each)?),
        (None, Some(day)) if day.is_empty() => Some(cover.mark(whose, None)?),
        (None, Some(day)) => Some(cover.mark(whose, Some(checked_day("--mark", &day)?))?),
        (None, None) => cover.jar(whose)?,
    };
    let none = session.lang.of("Belum ada celengan: --begin RUPIAH\n", "There is no jar yet: --begin RUPIAH\n");
    let text = view.as_ref().map_or_else(|| none.to_owned(), |view| format!("{}\n  {}\n", view.line, view.about));
    session.result(&json!(view.as_ref().map(jar_json)), &text)?;
    Ok(Outcome::Done)
}

fn incident_text(session: &Session, view: &IncidentView) -> String {
    let mut text = format!("{}\n  {}\n\n", view.title, view.text);
    for clock in &view.clocks {
        text.push_str(&format!("  ! {} {}\n", clock.words, clock.until));
    }
    text.push('\n');
    for (number, step) in (1..).zip(&view.steps) {
        text.push_str(&format!("  {number}. {}\n", step.words));
    }
    text.push_str(&format!("\n{}\n", session.lang.of("Surat-surat", "Papers")));
    for paper in &view.papers {
        let tick = if paper.ticked { "x" } else { " " };
        text.push_str(&format!("  [{tick}] {}  ({})\n", paper.words, paper.id));
    }
    text.push_str(&format!("\n{}\n", view.place));
    text
}

fn incident_json(view: &IncidentView) -> Value {
    let clock = |it: &payung_core::IncidentClockView| json!({ "id": it.id, "words": it.words, "until": it.until, "until_millis": it.until_millis, "passed": it.passed });
    json!({
        "id": view.id,
        "programme": view.programme,
        "title": view.title,
        "text": view.text,
        "clocks": view.clocks.iter().map(clock).collect::<Value>(),
        "steps": view.steps.iter().map(|it| json!({ "id": it.id, "words": it.words })).collect::<Value>(),
        "papers": view.papers.iter().map(|it| json!({ "id": it.id, "words": it.words, "ticked": it.ticked })).collect::<Value>(),
        "place": view.place,
    })
}

fn jar_json(view: &JarView) -> Value {
    json!({
        "line": view.line,
        "month": view.month,
        "goal": view.goal,
        "each": view.each,
        "marked": view.marked,
        "needed": view.needed,
        "days": view.days,
        "full": view.full,
    })
}
