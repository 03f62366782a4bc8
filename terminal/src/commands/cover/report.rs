//! `report`: photos of papers, and the report of an accident or a death to the office.

use std::path::PathBuf;

use payung_core::{IncidentView, PhotoSource};

use super::incident::{incident_named, paper_named};
use super::incident_view::print_incident;
use crate::commands::run::Run;
use crate::fill::{self, Fill};
use crate::outcome::{Outcome, Stop};
use crate::sending::kept_if;
use crate::session::Session;

/// Report an accident or a death to the office, with photos of papers; what is kept here is sealed
#[derive(Debug, clap::Args)]
pub struct Report {
    #[command(flatten)]
    pages: Pages,
    #[command(flatten)]
    fill: Fill,
}

/// What is reported, photographed and removed.
#[derive(Debug, clap::Args)]
struct Pages {
    /// What happened, as `incident` calls it: accident or death
    id: String,
    /// Whose: its number in `status`, or its code [default: the only one there is]
    registration: Option<String>,
    /// Keep a photo as the next page of a paper; several times for several. Nothing is sent yet
    #[arg(long, value_name = "PAPER=FILE", value_parser = photo)]
    photo: Vec<(String, PathBuf)>,
    /// Remove a page that was not sent yet
    #[arg(long, value_name = "PAPER=PAGE", value_parser = page)]
    remove: Vec<(String, u32)>,
    /// Write a page that was not sent yet into a file, as the office will see it
    #[arg(long, value_name = "PAPER=PAGE", value_parser = page, requires = "file")]
    show: Option<(String, u32)>,
    /// Where the page is written
    #[arg(long, value_name = "FILE", requires = "show")]
    file: Option<PathBuf>,
}

impl Run for Report {
    /// Keeps and removes photos, and begins the report unless that was all.
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let (id, fill) = (incident_named(session, &self.pages.id), &self.fill);
        let whose = session.registration_or_only(self.pages.registration.as_deref())?;
        let view = self.pages.keep(session, &whose, &id)?;
        let only_photos = self.pages.are_any();
        // Photos that are named alone do not begin the report: more pages may follow with another
        // command.
        if fill.has_answers() || !only_photos && fill.is_conversation() {
            let draft = session.payung.incidents().report(whose, id)?;
            return fill::fill_in(session, draft, fill, false);
        }
        if !only_photos {
            let what = session.lang.of(
                "tanpa terminal: tulis --photo, atau jawabannya dari berkas dengan --answers",
                "without a terminal: write --photo, or take the answers from a file with --answers",
            );
            return Err(Stop::input("--answers", what));
        }
        print_incident(session, &view)?;
        // A page that was only looked at, or taken out, is nothing that was kept for later.
        Ok(kept_if(!self.pages.photo.is_empty()))
    }
}

impl Pages {
    fn are_any(&self) -> bool {
        !(self.photo.is_empty() && self.remove.is_empty() && self.show.is_none())
    }

    /// Removes, keeps and shows pages; the incident as it is then.
    fn keep(&self, session: &Session, whose: &str, id: &str) -> Result<IncidentView, Stop> {
        // A file that cannot be opened is told as such, before anything is changed: another photo would
        // help nobody.
        for (_, file) in &self.photo {
            std::fs::File::open(file).map_err(|error| {
                let stop = Stop::file(file.display(), &error, session.lang);
                stop.at("--photo", session.lang)
            })?;
        }
        let incidents = session.payung.incidents();
        let ids = || (whose.to_owned(), id.to_owned());
        let (whose, id) = ids();
        let mut view = incidents.incident(Some(whose), id)?;
        for (paper, page) in &self.remove {
            let (whose, id) = ids();
            view = incidents
                .remove_page(whose, id, paper_named(&view, paper), *page)
                .map_err(|error| Stop::from(error).at("--remove", session.lang))?;
        }
        for (paper, file) in &self.photo {
            let (whose, id) = ids();
            let path = file.to_string_lossy().into_owned();
            view = incidents
                .photograph(
                    whose,
                    id,
                    paper_named(&view, paper),
                    PhotoSource::Picked { path },
                )
                .map_err(|error| Stop::from(error).at("--photo", session.lang))?;
        }
        if let (Some((paper, page)), Some(file)) = (&self.show, &self.file) {
            let (whose, id) = ids();
            let jpeg = incidents
                .page(whose, id, paper_named(&view, paper), *page)
                .map_err(|error| Stop::from(error).at("--show", session.lang))?;
            std::fs::write(file, jpeg)
                .map_err(|error| Stop::file(file.display(), &error, session.lang))?;
        }
        Ok(view)
    }
}

/// `family_card=kk.jpg`
fn photo(text: &str) -> Result<(String, PathBuf), String> {
    let pair = text.split_once('=').filter(|(_, file)| !file.is_empty());
    pair.map(|(paper, file)| (paper.to_owned(), PathBuf::from(file)))
        .ok_or_else(|| "write PAPER=FILE".to_owned())
}

/// `family_card=1`
fn page(text: &str) -> Result<(String, u32), String> {
    let pair = text.split_once('=');
    pair.and_then(|(paper, page)| Some((paper.to_owned(), page.parse().ok()?)))
        .ok_or_else(|| "write PAPER=PAGE, with the page as a number".to_owned())
}
