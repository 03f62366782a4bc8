//! `payers`, `pay-for`, `stop-paying`: who pays for whom.

use payung_core::{ArrangementView, AskView, PayersStep, PayersView};
use payung_model::secret::Secret;
use serde_json::{Value, json};

use super::bill::bill_json;
use crate::commands::requests::{MONTHS, answered};
use crate::commands::run::Run;
use crate::fill::{Fill, fill_in};
use crate::out::print_notice;
use crate::outcome::{Outcome, Stop};
use crate::print::line;
use crate::sending::send;
use crate::session::Session;
use crate::{json as views, keeper, talk, words};

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
        let view = session.payung.payers().of(registration)?;
        let mut text = String::new();
        for said in &view.words {
            line(&mut text, format_args!("{said}"));
        }
        for bill in &view.bills {
            line(&mut text, format_args!("{}: {}", bill.title, bill.until));
        }
        for request in &view.requests {
            line(
                &mut text,
                format_args!("{}: {}", request.title, request.words),
            );
        }
        if let Some((how, command)) = next_step(session, &view)? {
            line(&mut text, format_args!("{how}\n{command}"));
        }
        session.result(&document(&view), &text)?;
        Ok(Outcome::Done)
    }
}

/// What can be typed next, and what it is for, by the button of the screen; none where nothing is to be
/// done.
fn next_step(session: &Session, view: &PayersView) -> Result<Option<(&'static str, String)>, Stop> {
    let lang = session.lang;
    if let Some(code) = &view.code {
        let how = lang.of(
            "Yang membayar mengetik di HP-nya:",
            "Whoever pays types on their phone:",
        );
        let command = words::command(format_args!("pay-for {}", code.code.reveal()));
        return Ok(Some((how, command)));
    }
    if let PayersStep::Pay { bill } = &view.step {
        let how = lang.of("Tagihannya:", "The bill:");
        return Ok(Some((how, words::command(format_args!("bill {bill}")))));
    }
    if view.step != PayersStep::Begin || !view.can_be_paid_for {
        return Ok(None);
    }
    let registrations = session.payung.registrations();
    let receipt = registrations.status(view.registration.clone())?.receipt;
    let how = lang.of(
        "Supaya orang lain bisa membayar, minta kode untuknya:",
        "So that somebody else can pay, ask for a code for them:",
    );
    let command = words::command(format_args!("request {receipt} --kind pay_code"));
    Ok(Some((how, command)))
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
        let payers = session.payung.payers();
        let asked = payers.pay_for(registration, self.code.clone(), months)?;
        send(session, &asked)
    }
}

impl PayFor {
    /// Whoever pays need be no member: the form of a payer, with what the command line says.
    fn without_registration(&self, session: &Session, months: u8) -> Result<Outcome, Stop> {
        self.fill.check(session, PAYER)?;
        let payers = session.payung.payers();
        // The code is read before a draft is begun, so that a mistyped one leaves none behind.
        let code = payers.read_pay_code(self.code.clone())?;
        let mut view = session.payung.drafts().start(PAYER.to_owned())?;
        let place = session.lang.of("kode bayar", "pay-for code");
        view = answered(session, view, place, CODE, code.reveal())?;
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
    /// Yes, without being asked
    #[arg(long)]
    yes: bool,
}

impl Run for StopPaying {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let registration = session.registration_of_option(self.registration.as_deref())?;
        // Where somebody is at a terminal it asks once; without one the command itself is the answer.
        if !self.yes && keeper::can_ask() && !self.really(session, &registration)? {
            print_notice(session.lang.of(
                "Tidak jadi: tidak ada yang berubah.",
                "Left as it is: nothing has changed.",
            ));
            return Ok(Outcome::Done);
        }
        let payers = session.payung.payers();
        let asked = if self.code {
            payers.take_back_pay_code(registration)
        } else {
            payers.end_payment(registration, self.number.clone())
        };
        send(session, &asked?)
    }
}

impl StopPaying {
    fn really(&self, session: &Session, registration: &str) -> Result<bool, Stop> {
        let lang = session.lang;
        let registrations = session.payung.registrations();
        let whose = registrations.status(registration.to_owned())?.receipt;
        let (title, help) = match (&self.number, self.code) {
            (_, true) => (
                lang.of("Tarik kembali kode ini?", "Take this code back?"),
                lang.of(
                    "Orang yang memegangnya tidak bisa memakainya lagi.",
                    "Whoever holds it cannot use it any more.",
                ),
            ),
            (Some(_), _) => (
                lang.of("Berhenti membayar iuran orang ini?", "Stop paying for this person?"),
                lang.of(
                    "Bulan yang sudah dibayar tetap berlaku. Sesudah itu orang itu membayar sendiri, atau perlindungannya bisa putus.",
                    "Months that were paid still hold. After them that person pays, or cover may lapse.",
                ),
            ),
            (None, _) => (
                lang.of("Berhenti dibayari?", "Stop being paid for?"),
                lang.of(
                    "Bulan yang sudah dibayar tetap berlaku. Sesudah itu Anda membayar sendiri, atau perlindungan Anda bisa putus.",
                    "Months that were paid still hold. After them you pay, or your cover may lapse.",
                ),
            ),
        };
        let ask = AskView {
            title: title.to_owned(),
            help: help.to_owned(),
            spoken: String::new(),
            yes: lang.of("Ya, berhenti", "Yes, stop").to_owned(),
            no: lang.of("Tidak jadi", "Leave it").to_owned(),
        };
        talk::really(session, &ask, self.number.as_deref().unwrap_or(&whose))
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
        "requests": view.requests.iter().map(views::request).collect::<Value>(),
        "can_request": view.can_request,
        "bills": view.bills.iter().map(bill_json).collect::<Value>(),
        "step": view.step.code(),
    })
}
