//! `reminders`, `ics`: what comes.

use std::path::PathBuf;

use payung_core::ReminderView;
use payung_model::cover::reminder::ReminderAction;
use payung_model::units::Timestamp;
use serde_json::{Value, json};

use super::months::Whose;
use crate::commands::given::day;
use crate::commands::run::Run;
use crate::outcome::{Outcome, Stop};
use crate::print::moment;
use crate::session::Session;

/// The reminders that are to come
#[derive(Debug, clap::Args)]
pub struct Reminders {
    #[command(flatten)]
    whose: Whose,
    /// From that day on, YYYY-MM-DD [default: now]
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Of so many days
    #[arg(long, default_value_t = 90)]
    days: u32,
}

impl Run for Reminders {
    fn needs_key(&self) -> bool {
        self.whose.needs_key()
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let cover = session.payung.cover();
        let from = self.from.as_deref();
        let from = from.map(|text| day("--from", text)).transpose()?;
        let views = match self.whose.months()? {
            Some(months) => {
                let from = from.map_or_else(|| session.today(), Ok)?;
                cover.preview_reminders(months, from, self.days)?
            }
            None => cover.reminders(self.whose.registration(session)?, from, self.days)?,
        };
        let none = session
            .lang
            .of("Tidak ada pengingat.\n", "There are no reminders.\n");
        let text: String = views
            .iter()
            .map(|view| reminder_text(session, view))
            .collect();
        let text = if views.is_empty() { none } else { &text };
        session.result(&views.iter().map(reminder_json).collect::<Value>(), text)?;
        Ok(Outcome::Done)
    }
}

/// The reminders as a calendar file (iCalendar)
#[derive(Debug, clap::Args)]
pub struct Ics {
    /// Where it is written
    file: PathBuf,
    /// Its number in `status`, or its code [default: the only one there is]
    #[arg(long)]
    registration: Option<String>,
    /// Of so many days
    #[arg(long, default_value_t = 90)]
    days: u32,
}

impl Run for Ics {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let registration = session.registration_or_only(self.registration.as_deref())?;
        let calendar = session.payung.cover().ics(registration, self.days)?;
        let file = self.file.display().to_string();
        std::fs::write(&self.file, &calendar)
            .map_err(|error| Stop::file(&file, &error, session.lang))?;
        let entries = calendar.matches("BEGIN:VEVENT").count();
        let words = session.lang.of("pengingat ada di", "reminders are in");
        session.result(
            &json!({ "file": file, "reminders": entries }),
            &format!("{entries} {words} {file}\n"),
        )?;
        Ok(Outcome::Done)
    }
}

fn reminder_text(session: &Session, view: &ReminderView) -> String {
    let actions: Vec<&str> = view.actions.iter().map(|it| it.label.as_str()).collect();
    format!(
        "{}\n  {}\n  {}\n  [{}]\n",
        moment(session.lang, view.at_millis),
        view.title,
        view.text,
        actions.join("] [")
    )
}

fn reminder_json(view: &ReminderView) -> Value {
    json!({
        "id": view.id,
        "kind": view.kind.code(),
        "at": Timestamp::from_millis(view.at_millis).map(|at| at.to_string()).ok(),
        "on": view.on,
        "title": view.title,
        "text": view.text,
        "months": view.months,
        "amount": view.amount,
        "actions": view.actions.iter().map(|it| ReminderAction::code(it.action)).collect::<Value>(),
    })
}
