//! `payers`, `pay-for`, `stop-paying`: who pays for whom.

use payung_core::{ArrangementView, PayersView};
use payung_model::secret::Secret;
use serde_json::{Value, json};

use crate::commands::run::Run;
use crate::outcome::{Outcome, Stop};
use crate::print::line;
use crate::sending::send;
use crate::session::Session;

/// How many months are asked for at once where nothing else is said.
const ONE: u8 = 1;

/// Who pays for whom: your code, who pays your dues, whose dues you pay
#[derive(Debug, clap::Args)]
pub struct Payers {
    /// Its number in `status`, or its code [default: the only one there is]
    registration: Option<String>,
}

impl Run for Payers {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let registration = session.registration_or_only(self.registration.as_deref())?;
        let view = session.payung.bills().payers(registration)?;
        let mut text = String::new();
        for said in &view.words {
            line(&mut text, format_args!("{said}"));
        }
        session.result(&document(&view), &text)?;
        Ok(Outcome::Done)
    }
}

/// Pay for somebody else: the code comes from that person (`request --kind pay_code`)
#[derive(Debug, clap::Args)]
pub struct PayFor {
    /// Twelve letters and digits, like 7K2M-94QX-3HTB
    code: String,
    /// Who pays: its number in `status`, or its code [default: the only one there is]
    registration: Option<String>,
    /// So many months at once: 1, 3, 6 or 12 [default: 1]
    #[arg(long)]
    months: Option<u8>,
}

impl Run for PayFor {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let registration = session.registration_or_only(self.registration.as_deref())?;
        let months = self.months.unwrap_or(ONE);
        let bills = session.payung.bills();
        let asked = bills
            .pay_for(registration, self.code.clone(), months)
            .map_err(|error| Stop::from(error).at("CODE", session.lang))?;
        send(session, &asked)
    }
}

/// End a payment: with its number as who pays, without one as the member who is paid for
#[derive(Debug, clap::Args)]
pub struct StopPaying {
    /// The number that `payers` shows to whoever pays
    number: Option<String>,
    /// Whose: its number in `status`, or its code [default: the only one there is]
    #[arg(long)]
    registration: Option<String>,
    /// Take back your own code that nobody has used
    #[arg(long, conflicts_with = "number")]
    code: bool,
}

impl Run for StopPaying {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let registration = session.registration_or_only(self.registration.as_deref())?;
        let bills = session.payung.bills();
        let asked = if self.code {
            bills.take_back_pay_code(registration)
        } else {
            bills.end_payment(registration, self.number.clone())
        };
        let asked = asked.map_err(|error| Stop::from(error).at("stop-paying", session.lang))?;
        send(session, &asked)
    }
}

fn document(view: &PayersView) -> Value {
    let arrangement = |it: &ArrangementView| {
        json!({
            "number": it.number,
            "name": it.name,
            "from": it.from,
            "until": it.until,
            "words": it.words,
        })
    };
    json!({
        "registration": view.registration,
        "code": view.code.as_ref().map(|code| json!({
            "code": Secret::reveal(&code.code),
            "last_day": code.last_day,
        })),
        "payers": view.payers.iter().map(arrangement).collect::<Value>(),
        "members": view.members.iter().map(arrangement).collect::<Value>(),
        "words": view.words,
    })
}
