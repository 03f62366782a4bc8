//! `reminders`, `ics`: what comes.

use std::path::PathBuf;

use payung_core::ReminderView;
use payung_model::cover::reminder::ReminderAction;
use payung_model::text::format;
use payung_model::units::{Date, Timestamp};
use serde_json::{Value, json};

use super::months::Whose;
use crate::commands::given::day;
use crate::commands::run::Run;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::words;

/// The most days that are looked at for the first reminder: two years.
const FAR: u32 = 800;

/// The reminders that are to come
#[derive(Debug, clap::Args)]
pub struct Reminders {
    #[command(flatten)]
    whose: Whose,
    /// From that day on, YYYY-MM-DD or DD-MM-YYYY [default: now]
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
        let reminders = session.payung.reminders();
        let from = self.from.as_deref();
        let from = from
            .map(|text| day("--from", text, session.lang))
            .transpose()?;
        let begin = from.clone().map_or_else(|| session.today(), Ok)?;
        let (views, later) = if let Some(months) = self.whose.months(session.lang)? {
            let preview = |days| reminders.preview(months.clone(), begin.clone(), days);
            let views = preview(self.days)?;
            let later = views.is_empty().then(|| preview(FAR)).transpose()?;
            (views, later)
        } else {
            let whose = self.whose.registration(session)?;
            let views = reminders.of(whose.clone(), from, self.days)?;
            let later = views
                .is_empty()
                .then(|| reminders.of(whose, Some(begin.clone()), FAR))
                .transpose()?;
            (views, later)
        };
        let text: String = match later {
            Some(later) => none_before(session, later.first(), &begin, self.days, "reminders"),
            None => views.iter().map(reminder_text).collect(),
        };
        session.result(&views.iter().map(reminder_json).collect::<Value>(), &text)?;
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
        let registration = session.registration_of_option(self.registration.as_deref())?;
        let reminders = session.payung.reminders();
        let calendar = reminders.ics(registration.clone(), self.days)?;
        let entries = calendar.matches("BEGIN:VEVENT").count();
        // An empty calendar would look as if nothing were to be remembered.
        if entries == 0 {
            let today = session.today()?;
            let later = reminders.of(registration, Some(today.clone()), FAR)?;
            let again = format!("ics {}", self.file.display());
            let words = none_before(session, later.first(), &today, self.days, &again);
            return Err(Stop::input("--days", words.trim_end()));
        }
        let file = self.file.display().to_string();
        std::fs::write(&self.file, &calendar)
            .map_err(|error| Stop::file(&file, &error, session.lang))?;
        let words = session.lang.of("pengingat ada di", "reminders are in");
        session.result(
            &json!({ "file": file, "reminders": entries }),
            &format!("{entries} {words} {file}\n"),
        )?;
        Ok(Outcome::Done)
    }
}

/// That there is none in so many days, and when the first one comes.
fn none_before(
    session: &Session,
    first: Option<&ReminderView>,
    begin: &str,
    days: u32,
    again: &str,
) -> String {
    let lang = session.lang;
    let Some(first) = first else {
        let none = lang.of("Tidak ada pengingat.", "There are no reminders.");
        return format!("{none}\n");
    };
    let (none, comes) = (
        lang.of(
            "Tidak ada pengingat dalam hari sebanyak ini",
            "No reminder comes in so many days",
        ),
        lang.of("Yang pertama", "The first one"),
    );
    let day = |text: &str| text.parse::<Date>().ok();
    let on = day(&first.on).map_or_else(|| first.on.clone(), |on| format::date(lang.model(), on));
    let needed = day(&first.on).zip(day(begin));
    let needed = needed.map_or(i64::from(FAR), |(on, begin)| {
        i64::from(on.days_since(begin)) + 1
    });
    let how = words::command(format_args!("{again} --days {needed}"));
    format!("{none}: {days}. {comes}: {on}.\n{how}\n")
}

fn reminder_text(view: &ReminderView) -> String {
    // The buttons below a notification answer nothing here, so they are not drawn.
    format!("{}\n  {}\n  {}\n", view.at_words, view.title, view.text)
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
