//! `payers`, `pay-for`, `stop-paying`: who pays for whom.

use payung_core::{ArrangementView, PayersView, RegistrationView};
use payung_model::secret::Secret;
use serde_json::{Value, json};

use crate::cover::registration;
use crate::outcome::{Outcome, Stop};
use crate::print::line;
use crate::session::Session;

/// How many months are asked for at once where nothing else is said.
const ONE: u8 = 1;

/// `payers`: who pays for this member, and for whom this registration pays.
pub fn show(session: &Session, named: Option<&str>) -> Result<Outcome, Stop> {
    let view = session
        .payung
        .bills()
        .payers(registration(session, named)?)?;
    let mut text = String::new();
    for said in &view.words {
        line(&mut text, format_args!("{said}"));
    }
    session.result(&document(&view), &text)?;
    Ok(Outcome::Done)
}

/// `pay-for CODE`: asks to pay for whoever gave that code. The request, ready to be sent.
pub fn pay_for(
    session: &Session,
    code: &str,
    named: Option<&str>,
    months: Option<u8>,
) -> Result<RegistrationView, Stop> {
    let registration = registration(session, named)?;
    let months = months.unwrap_or(ONE);
    let asked = session
        .payung
        .bills()
        .pay_for(registration, code.to_owned(), months);
    asked.map_err(|error| Stop::from(error).at("CODE", session.lang))
}

/// `stop-paying [NUMBER]`: as the payer with the number, as the member without one.
pub fn stop(
    session: &Session,
    number: Option<&str>,
    named: Option<&str>,
    code: bool,
) -> Result<RegistrationView, Stop> {
    let registration = registration(session, named)?;
    let bills = session.payung.bills();
    let asked = if code {
        bills.take_back_pay_code(registration)
    } else {
        bills.end_payment(registration, number.map(str::to_owned))
    };
    asked.map_err(|error| Stop::from(error).at("stop-paying", session.lang))
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
