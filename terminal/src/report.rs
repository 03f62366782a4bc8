//! `report`: photos of papers, and the report of an accident or a death to the office.

use payung_core::{DraftView, IncidentReport, IncidentView, PhotoSource};
use serde_json::{Value, json};

use crate::cover::registration;
use crate::outcome::Stop;
use crate::report_args::ReportWish;
use crate::requests;
use crate::session::Session;

/// What came of it.
pub enum Begun {
    /// A draft to be filled in and sent.
    Draft(DraftView),
    /// Photos were all that was meant.
    Kept(IncidentView),
}

/// Keeps and removes photos, and begins the report unless that was all. `asks`: somebody is
/// at a terminal; `has_answers`: an answers file was named.
pub fn begin(
    session: &Session,
    report: &ReportWish,
    (asks, has_answers): (bool, bool),
) -> Result<Begun, Stop> {
    let whose = registration(session, report.registration.as_deref())?;
    let cover = session.payung.cover();
    let mut view = cover.incident(Some(whose.clone()), report.id.clone())?;
    for (paper, page) in &report.remove {
        view = cover
            .remove_page(whose.clone(), report.id.clone(), paper.clone(), *page)
            .map_err(|error| Stop::from(error).at("--remove", session.lang))?;
    }
    for (paper, file) in &report.photo {
        let source = PhotoSource::Picked {
            path: file.to_string_lossy().into_owned(),
        };
        view = cover
            .photograph(whose.clone(), report.id.clone(), paper.clone(), source)
            .map_err(|error| Stop::from(error).at("--photo", session.lang))?;
    }
    if let (Some((paper, page)), Some(file)) = (&report.show, &report.file) {
        let jpeg = cover
            .page(whose.clone(), report.id.clone(), paper.clone(), *page)
            .map_err(|error| Stop::from(error).at("--show", session.lang))?;
        std::fs::write(file, jpeg).map_err(|error| {
            let words = crate::words::file(session.lang, &error);
            Stop::failed(format!("{}: {words}", file.display()))
        })?;
    }
    let only_photos =
        !(report.photo.is_empty() && report.remove.is_empty() && report.show.is_none());
    if has_answers || !only_photos && asks {
        return Ok(Begun::Draft(cover.report(whose, report.id.clone())?));
    }
    if !only_photos {
        let what = session.lang.of(
            "tanpa terminal: tulis --photo, atau jawabannya dari berkas dengan --answers",
            "without a terminal: write --photo, or take the answers from a file with --answers",
        );
        return Err(Stop::input("--answers", what));
    }
    Ok(Begun::Kept(view))
}

/// What is said of the report below the papers.
pub fn text(session: &Session, report: &IncidentReport) -> String {
    let mut text = String::new();
    for line in [&report.words, &report.photos_words] {
        if !line.is_empty() {
            text.push_str(line);
            text.push('\n');
        }
    }
    for sent in &report.sent {
        text.push_str(&requests::text(session, sent));
    }
    text
}

pub fn document(view: &IncidentView) -> Value {
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
        "sent": report.sent.iter().map(requests::document).collect::<Value>(),
    })
}
