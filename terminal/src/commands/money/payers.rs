//! `payers`, `pay-for`, `stop-paying`: who pays for whom.

use payung_core::{ArrangementView, PayersView};
use payung_model::secret::Secret;
use serde_json::{Value, json};

use crate::commands::requests::{MONTHS, answered};
use crate::commands::run::Run;
use crate::fill::{Fill, fill_in};
use crate::outcome::{Outcome, Stop};
use crate::print::line;
use crate::sending::send;
use crate::session::Session;

/// The form of whoever pays without being a member, and its question for the code.
const PAYER: &str = "payer";
const CODE: &str = "pay_for_code";
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
    /// Who pays: its number in `status`, or its code [default: the only one there is; where there
    /// is none, whoever pays is asked for a name and a mobile number, and becomes no member by it]
    registration: Option<String>,
    /// So many months at once: 1, 3, 6 or 12 [default: 1]
    #[arg(long)]
    months: Option<u8>,
    #[command(flatten)]
    fill: Fill,
}

impl Run for PayFor {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let months = self.months.unwrap_or(ONE);
        if self.registration.is_none() && !session.has_registration()? {
            return self.without_registration(session, months);
        }
        let registration = session.registration_or_only(self.registration.as_deref())?;
        if self.fill.has_answers() {
            let what = session.lang.of(
                "hanya untuk yang belum punya pendaftaran di sini",
                "only where there is no registration here",
            );
            return Err(Stop::input("--answers", what));
        }
        let bills = session.payung.bills();
        let asked = bills
            .pay_for(registration, self.code.clone(), months)
            .map_err(|error| Stop::from(error).at("CODE", session.lang))?;
        send(session, &asked)
    }
}

impl PayFor {
    /// Whoever pays need be no member: the form of a payer, with what the command line says.
    fn without_registration(&self, session: &Session, months: u8) -> Result<Outcome, Stop> {
        self.fill.check(session, PAYER)?;
        let bills = session.payung.bills();
        let code = bills
            .read_pay_code(self.code.clone())
            .map_err(|error| Stop::from(error).at("CODE", session.lang))?;
        let mut view = session.payung.drafts().start(PAYER.to_owned())?;
        view = answered(session, view, "CODE", CODE, code.reveal())?;
        view = answered(session, view, "--months", MONTHS, &months.to_string())?;
        // What the command line does not say comes from its beginning on.
        view = session.payung.drafts().resume(view.draft)?;
        fill_in(session, view, &self.fill, false)
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
