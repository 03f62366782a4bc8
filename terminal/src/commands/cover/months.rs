//! `cover`: what paid months are worth. They are a registration's, or given by hand.

use payung_core::{CoverPhase, CoverStep, CoverView, PaidMonthGiven};
use payung_model::units::Month;
use serde_json::{Value, json};

use crate::commands::given::{day, programmes};
use crate::commands::run::Run;
use crate::options::Language;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::{json as views, words};

/// What paid months are worth: protected until when, what is missing, what a lapse costs
#[derive(Debug, clap::Args)]
pub struct Cover {
    #[command(flatten)]
    whose: Whose,
    /// On that day, YYYY-MM-DD or DD-MM-YYYY [default: today]
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
}

impl Run for Cover {
    fn needs_key(&self) -> bool {
        self.whose.needs_key()
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let cover = session.payung.cover();
        let at = self
            .at
            .as_deref()
            .map(|text| day("--at", text, session.lang))
            .transpose()?;
        let given = self.whose.months(session.lang)?;
        let (view, step) = if let Some(months) = given {
            let on = at.map_or_else(|| session.today(), Ok)?;
            (cover.preview(months, on)?, String::new())
        } else {
            let registration = self.whose.registration(session)?;
            let view = cover.of(registration.clone(), at)?;
            let step = view.next.as_ref();
            let step = step.map(|step| step_text(session, step, &registration));
            (view, step.transpose()?.unwrap_or_default())
        };
        session.result(&json(&view), &(text(&view) + &step))?;
        Ok(Outcome::Done)
    }
}

/// Whose months: a registration's, or months that are given by hand.
#[derive(Debug, clap::Args)]
pub struct Whose {
    /// Its number in `status`, or its code [default: the only one there is]
    registration: Option<String>,
    /// What if these months were paid: 2026-11 or 2026-11@2026-11-27 (paid on that day), joined by
    /// commas
    #[arg(
        long,
        value_name = "MONTH[@DAY]",
        value_delimiter = ',',
        conflicts_with = "registration"
    )]
    paid: Vec<String>,
    /// What they were paid for: jkk, jkm, jht; joined by commas
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "jkk,jkm",
        requires = "paid"
    )]
    programmes: Vec<String>,
}

impl Whose {
    /// Months that are given by hand are nobody's.
    pub fn needs_key(&self) -> bool {
        self.paid.is_empty()
    }

    pub fn registration(&self, session: &Session) -> Result<String, Stop> {
        session.registration_or_only(self.registration.as_deref())
    }

    /// Months that were given by hand; none when a registration is meant.
    pub fn months(&self, lang: Language) -> Result<Option<Vec<PaidMonthGiven>>, Stop> {
        if self.paid.is_empty() {
            return Ok(None);
        }
        let programmes = programmes(&self.programmes, lang)?;
        let month = |text: &String| {
            let (month, paid_on) = text
                .split_once('@')
                .map_or((text.as_str(), None), |(month, day)| (month, Some(day)));
            let parsed: Month = month.parse().map_err(|_| {
                let how = lang.of(
                    "tulis bulannya seperti 2026-11",
                    "write the month like 2026-11",
                );
                Stop::input(format_args!("--paid {text}"), how)
            })?;
            let paid_on = paid_on
                .map(|paid_on| day(&format!("--paid {text}"), paid_on, lang))
                .transpose()?;
            Ok(PaidMonthGiven {
                month: parsed.to_string(),
                paid_on,
                programmes: programmes.clone(),
                sponsor: None,
            })
        };
        self.paid
            .iter()
            .map(month)
            .collect::<Result<_, Stop>>()
            .map(Some)
    }
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

/// The command for what there is to do, as a screen has a button.
fn step_text(session: &Session, step: &CoverStep, registration: &str) -> Result<String, Stop> {
    let whose = match step {
        CoverStep::Wait { registration } => registration,
        _ => registration,
    };
    let registrations = session.payung.registrations();
    let receipt = registrations.status(whose.to_owned())?.receipt;
    let command = match step {
        CoverStep::Correct { .. } => format!("correct {receipt}"),
        CoverStep::Pay { .. } => format!("bill {receipt}"),
        CoverStep::Renew { .. } | CoverStep::AskBill { .. } => {
            format!("request {receipt} --kind bill")
        }
        CoverStep::AskPayer { .. } => format!("payers {receipt}"),
        CoverStep::ShowCard { .. } => format!("card {receipt}"),
        CoverStep::Wait { .. } => format!("status {receipt}"),
    };
    Ok(words::command(command) + "\n")
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
        "step": view.next.as_ref().map(views::cover_step),
    })
}
