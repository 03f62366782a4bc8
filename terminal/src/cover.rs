//! `cover`, `reminders`, `ics`: what paid months are worth, and what comes.

use std::path::Path;

use payung_core::{Clock, CoverPhase, CoverView, PaidMonthGiven, ReminderView};
use payung_model::cover::reminder::ReminderAction;
use payung_model::programme::{Programme, UnknownCode};
use payung_model::units::{Date, Month, Timestamp};
use serde_json::{Value, json};

use crate::args::Whose;
use crate::outcome::{Outcome, Stop};
use crate::print::moment;
use crate::session::Session;

pub fn cover(session: &Session, whose: &Whose, at: Option<String>) -> Result<Outcome, Stop> {
    let at = at.map(|day| checked_day("--at", &day)).transpose()?;
    let view = match given(whose)? {
        Some(months) => session
            .payung
            .cover()
            .preview(months, at.map_or_else(|| today(session), Ok)?)?,
        None => session
            .payung
            .cover()
            .of(registration(session, whose.registration.as_deref())?, at)?,
    };
    session.result(&json(&view), &text(&view))?;
    Ok(Outcome::Done)
}

pub fn reminders(
    session: &Session,
    whose: &Whose,
    from: Option<String>,
    days: u32,
) -> Result<Outcome, Stop> {
    let from = from.map(|day| checked_day("--from", &day)).transpose()?;
    let views = match given(whose)? {
        Some(months) => {
            let from = from.map_or_else(|| today(session), Ok)?;
            session
                .payung
                .cover()
                .preview_reminders(months, from, days)?
        }
        None => session.payung.cover().reminders(
            registration(session, whose.registration.as_deref())?,
            from,
            days,
        )?,
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

pub fn ics(
    session: &Session,
    file: &Path,
    named: Option<&str>,
    days: u32,
) -> Result<Outcome, Stop> {
    let calendar = session
        .payung
        .cover()
        .ics(registration(session, named)?, days)?;
    std::fs::write(file, &calendar)
        .map_err(|error| Stop::file(file.display(), &error, session.lang))?;
    let entries = calendar.matches("BEGIN:VEVENT").count();
    let file = file.display().to_string();
    let words = session.lang.of("pengingat ada di", "reminders are in");
    session.result(
        &json!({ "file": file, "reminders": entries }),
        &format!("{entries} {words} {file}\n"),
    )?;
    Ok(Outcome::Done)
}

/// The registration that was named, or the only one there is.
pub fn registration(session: &Session, named: Option<&str>) -> Result<String, Stop> {
    session.unlocked()?;
    if let Some(named) = named {
        return session.registration(named);
    }
    let mut all = session.registrations()?;
    // What was asked for about a registration is not another one.
    all.retain(|view| !view.is_request);
    match (all.pop(), all.is_empty()) {
        (Some(one), true) => Ok(one.registration),
        (None, _) => {
            let words = session
                .lang
                .of("belum ada pendaftaran di sini", "there is none here yet");
            Err(Stop::input("registration", words))
        }
        (Some(_), false) => {
            let words = session.lang.of(
                "ada beberapa; sebutkan nomornya dari `status`",
                "there are several; name one by its number in `status`",
            );
            Err(Stop::input("registration", words))
        }
    }
}

/// Months that were given by hand; none when a registration is meant.
fn given(whose: &Whose) -> Result<Option<Vec<PaidMonthGiven>>, Stop> {
    if whose.paid.is_empty() {
        return Ok(None);
    }
    let programmes: Vec<Programme> = whose
        .programmes
        .iter()
        .map(|name| name.trim().parse())
        .collect::<Result<_, _>>()
        .map_err(|problem: UnknownCode| Stop::input("--programmes", problem))?;
    let month = |text: &String| {
        let (month, day) = text
            .split_once('@')
            .map_or((text.as_str(), None), |(month, day)| (month, Some(day)));
        let parsed: Month = month
            .parse()
            .map_err(|problem| Stop::input(format_args!("--paid {text}"), problem))?;
        let paid_on = day
            .map(|day| checked_day(&format!("--paid {text}"), day))
            .transpose()?;
        Ok(PaidMonthGiven {
            month: parsed.to_string(),
            paid_on,
            programmes: programmes.clone(),
            sponsor: None,
        })
    };
    whose
        .paid
        .iter()
        .map(month)
        .collect::<Result<_, Stop>>()
        .map(Some)
}

pub fn checked_day(place: &str, text: &str) -> Result<String, Stop> {
    text.parse::<Date>()
        .map(|day| day.to_string())
        .map_err(|problem| Stop::input(place, problem))
}

pub fn today(session: &Session) -> Result<String, Stop> {
    let now = session
        .clock
        .now_millis()
        .ok()
        .and_then(|millis| Timestamp::from_millis(millis).ok());
    now.map(|now| now.date().to_string())
        .ok_or_else(|| Stop::failed("--now"))
}

fn text(view: &CoverView) -> String {
    let mut text = format!("{}\n", view.title);
    text.extend(view.lines.iter().map(|line| format!("  {line}\n")));
    text.extend(
        view.programmes
            .iter()
            .map(|it| format!("  {}: {}\n", it.name, it.words)),
    );
    text
}

fn json(view: &CoverView) -> Value {
    let programme = |it: &payung_core::ProgrammeCoverView| {
        json!({
            "programme": it.programme,
            "name": it.name,
            "level": it.level.code(),
            "words": it.words,
            "until": it.until,
            "full_from": it.full_from,
        })
    };
    json!({
        "on": view.on,
        "state": match view.phase {
            CoverPhase::NotYet => "not_yet",
            CoverPhase::Protected => "protected",
            CoverPhase::Grace => "grace",
            CoverPhase::Ended => "ended",
        },
        "title": view.title,
        "lines": view.lines,
        "programmes": view.programmes.iter().map(programme).collect::<Value>(),
        "since": view.since,
        "paid_until": view.paid_until,
        "missing": view.missing,
        "cost": view.cost,
        "umbrella": { "panels": view.panels, "filled": view.panels_filled, "state": view.umbrella.code() },
    })
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
