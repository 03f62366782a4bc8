//! `card`: the digital card of a member.

use std::fmt::Write as _;
use std::path::PathBuf;

use payung_core::{CardPhase, CardView};
use serde_json::{Value, json};

use crate::commands::run::Run;
use crate::json as views;
use crate::outcome::{Outcome, Stop};
use crate::print::picture;
use crate::session::Session;

/// The member's card: its code to be scanned, until when it is good, or why there is none
#[derive(Debug, clap::Args)]
pub struct Card {
    /// Its number in `status`, or its code [default: the only one there is]
    registration: Option<String>,
    /// Write the code as a picture here
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,
    /// The card for the family instead: what they get, what to do and where; to be read or sent on
    #[arg(long, conflicts_with = "png")]
    family: bool,
}

impl Run for Card {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let cover = session.payung.cover();
        let id = session.registration_or_only(self.registration.as_deref())?;
        if self.family {
            let lines = cover.heirs_card_lines(id)?;
            let text: String = lines
                .iter()
                .flat_map(|line| [line.as_str(), "\n"])
                .collect();
            session.result(&json!({ "family": lines }), &text)?;
            return Ok(Outcome::Done);
        }
        let view = cover.card(id.clone())?;
        // Without a card there is no picture, and the core says so.
        let picture = self
            .png
            .as_ref()
            .map(|file| cover.card_png(id).map(|bytes| (file, bytes)))
            .transpose()?;
        if let Some((file, bytes)) = &picture {
            std::fs::write(file, bytes)
                .map_err(|error| Stop::file(file.display(), &error, session.lang))?;
        }
        let file = picture.map(|(file, _)| file.display().to_string());
        session.result(&json(&view, file.as_deref()), &text(session, &view, file))?;
        Ok(Outcome::Done)
    }
}

fn text(session: &Session, view: &CardView, file: Option<String>) -> String {
    let mut text = format!("{}\n", view.title);
    text.extend(view.lines.iter().map(|line| format!("  {line}\n")));
    match (file, &view.code) {
        (Some(file), _) => {
            let words = session.lang.of("Gambar tersimpan di", "The picture is in");
            let _ = writeln!(text, "{words} {file}");
        }
        (None, Some(code)) => text.push_str(&picture(code, session.lang, "card --png kartu.png")),
        (None, None) => {}
    }
    text
}

fn json(view: &CardView, file: Option<&str>) -> Value {
    json!({
        "state": match view.phase {
            CardPhase::None => "none",
            CardPhase::Good => "good",
            CardPhase::ClockUnsure => "clock_unsure",
            CardPhase::NotYet => "not_yet",
            CardPhase::Over => "over",
            CardPhase::Refused => "refused",
        },
        "sign": view.sign.code(),
        "title": view.title,
        "lines": view.lines,
        "valid_until": view.valid_until,
        "text": view.text,
        "code": view.code.as_ref().map(views::code),
        "file": file,
    })
}
