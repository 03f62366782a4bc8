//! `incident` and `jar`: what to do when something happens, and saving marks.

use std::fmt::Write as _;

use payung_core::{IncidentView, JarView};
use payung_model::units::Timestamp;
use serde_json::{Value, json};

use crate::cover::{checked_day, registration};
use crate::outcome::{Outcome, Stop};
use crate::report;
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
        let json: Value = lines
            .iter()
            .map(|line| json!({ "id": line.id, "title": line.title }))
            .collect();
        let text: String = lines
            .iter()
            .map(|line| format!("{}  {}\n", line.id, line.title))
            .collect();
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
    for (paper, on) in ticks
        .into_iter()
        .filter_map(|(paper, on)| paper.map(|paper| (paper, on)))
    {
        if let Some(whose) = &whose {
            view = cover.tick(whose.clone(), id.clone(), paper, on)?;
        }
    }
    tell(session, &view)?;
    Ok(Outcome::Done)
}

/// Prints an incident, with its report.
pub fn tell(session: &Session, view: &IncidentView) -> Result<(), Stop> {
    session.result(&incident_json(view), &incident_text(session, view))
}

pub fn jar(
    session: &Session,
    named: Option<&str>,
    begin: Option<u64>,
    mark: Option<String>,
) -> Result<Outcome, Stop> {
    let whose = registration(session, named)?;
    let cover = session.payung.cover();
    let view = match (begin, mark) {
        (Some(each), _) => Some(cover.begin_jar(whose, each)?),
        (None, Some(day)) if day.is_empty() => Some(cover.mark(whose, None)?),
        (None, Some(day)) => Some(cover.mark(whose, Some(checked_day("--mark", &day)?))?),
        (None, None) => cover.jar(whose)?,
    };
    let none = session.lang.of(
        "Belum ada celengan: --begin RUPIAH\n",
        "There is no jar yet: --begin RUPIAH\n",
    );
    let text = view.as_ref().map_or_else(
        || none.to_owned(),
        |view| format!("{}\n  {}\n", view.line, view.about),
    );
    session.result(&json!(view.as_ref().map(jar_json)), &text)?;
    Ok(Outcome::Done)
}

fn incident_text(session: &Session, view: &IncidentView) -> String {
    let mut text = format!("{}\n  {}\n\n", view.title, view.text);
    for clock in &view.clocks {
        let _ = writeln!(text, "  ! {} {}", clock.words, clock.until);
    }
    text.push('\n');
    for (number, step) in (1..).zip(&view.steps) {
        let _ = writeln!(text, "  {number}. {}", step.words);
    }
    let _ = writeln!(text, "\n{}", session.lang.of("Surat-surat", "Papers"));
    for paper in &view.papers {
        let tick = if paper.ticked { "x" } else { " " };
        let _ = writeln!(text, "  [{tick}] {}  ({})", paper.words, paper.id);
        let pages = paper.pages.iter().map(|page| {
            if page.warning.is_empty() {
                page.label.clone()
            } else {
                format!("{}: {}", page.label, page.warning)
            }
        });
        let sent = Some(paper.sent.clone()).filter(|sent| !sent.is_empty());
        for line in pages.chain(sent) {
            let _ = writeln!(text, "      {line}");
        }
    }
    let _ = writeln!(text, "\n{}", view.place);
    if let Some(report) = &view.report {
        let said = report::text(session, report);
        if !said.is_empty() {
            let _ = write!(text, "\n{said}");
        }
    }
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
        "papers": view.papers.iter().map(|it| json!({
            "id": it.id, "words": it.words, "ticked": it.ticked, "can_photograph": it.can_photograph, "sent": it.sent,
            "pages": it.pages.iter().map(|page| json!({ "number": page.number, "label": page.label, "warning": page.warning })).collect::<Value>(),
        })).collect::<Value>(),
        "place": view.place,
        "report": report::document(view),
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
