//! An incident, with its papers and its report: what `incident` and `report` print.

use std::fmt::Write as _;

use payung_core::{IncidentClockView, IncidentLine, IncidentReport, IncidentView};
use serde_json::{Value, json};

use crate::json as views;
use crate::outcome::Stop;
use crate::print;
use crate::session::Session;
use crate::words;

/// Prints an incident, with its report.
pub fn print_incident(session: &Session, view: &IncidentView) -> Result<(), Stop> {
    session.result(&document(view), &text(session, view))
}

/// The command that shows an incident, by the first word of its title.
pub fn way_to(incident: &IncidentLine) -> String {
    let first = incident.title.split(' ').next().unwrap_or(&incident.title);
    words::command(format_args!("incident {}", first.to_lowercase()))
}

fn text(session: &Session, view: &IncidentView) -> String {
    let mut text = format!("{}\n  {}\n\n", view.title, view.text);
    for clock in &view.clocks {
        let _ = writeln!(text, "  ! {} {}", clock.words, clock.until);
        if let Some(line) = &clock.leads_to {
            let _ = writeln!(text, "    {}", way_to(line));
        }
    }
    text.push('\n');
    for (number, step) in (1..).zip(&view.steps) {
        let _ = writeln!(text, "  {number}. {}", step.words);
    }
    let _ = writeln!(text, "\n{}", session.lang.of("Surat-surat", "Papers"));
    for (number, paper) in (1..).zip(&view.papers) {
        let tick = if paper.ticked { "x" } else { " " };
        let _ = writeln!(text, "  [{tick}] {number:>2}  {}", paper.words);
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
        let said = report_text(session, report);
        if !said.is_empty() {
            let _ = write!(text, "\n{said}");
        }
    }
    text
}

/// What is said of the report below the papers.
fn report_text(session: &Session, report: &IncidentReport) -> String {
    let mut text = String::new();
    for line in [&report.words, &report.photos_words] {
        if !line.is_empty() {
            text.push_str(line);
            text.push('\n');
        }
    }
    for sent in &report.sent {
        text.push_str(&print::request(sent, session.lang));
    }
    text
}

fn document(view: &IncidentView) -> Value {
    let clock = |it: &IncidentClockView| json!({ "id": it.id, "words": it.words, "until": it.until, "until_millis": it.until_millis, "passed": it.passed, "leads_to": it.leads_to.as_ref().map(|line| &line.id) });
    json!({
        "id": view.id,
        "programme": view.programme,
        "title": view.title,
        "text": view.text,
        "clocks": view.clocks.iter().map(clock).collect::<Value>(),
        "steps": view.steps.iter().map(|it| json!({ "id": it.id, "words": it.words })).collect::<Value>(),
        "papers": view.papers.iter().map(|it| json!({
            "id": it.id, "words": it.words, "ticked": it.ticked, "can_photograph": it.can_photograph, "sent": it.sent,
            "frame": it.frame.as_ref().map(|frame| json!({ "width": frame.width, "height": frame.height, "words": frame.words })),
            "pages": it.pages.iter().map(|page| json!({ "number": page.number, "label": page.label, "warning": page.warning })).collect::<Value>(),
        })).collect::<Value>(),
        "place": view.place,
        "report": report_document(view),
    })
}

fn report_document(view: &IncidentView) -> Value {
    let Some(report) = &view.report else {
        return Value::Null;
    };
    json!({
        "possible": report.possible,
        "words": report.words,
        "draft": report.draft,
        "photos": report.photos,
        "most_photos": report.most_photos,
        "photos_words": report.photos_words,
        "sent": report.sent.iter().map(views::request).collect::<Value>(),
    })
}
