//! Sending what was made ready, and telling how it stands.

use std::time::Duration;

use payung_core::{RegistrationState, RegistrationView};

use crate::out::print_notice;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::{json, print, words};

/// Sends what was made ready, and tells how it stands.
pub fn send(session: &Session, ready: &RegistrationView) -> Result<Outcome, Stop> {
    // Somebody has just pressed send, so no delay of an earlier failure is waited for.
    session.payung.connection().retry_now()?;
    // It is sealed and kept: what goes wrong now only delays it.
    match session.sync(Duration::ZERO) {
        Ok(report) => {
            if let Some(problem) = report.problem {
                print_notice(&format!("! {}", problem.words));
            }
        }
        Err(stop) => print_notice(&stop.words(session.lang).unwrap_or_default()),
    }
    let registrations = session.payung.registrations();
    let view = registrations.status(ready.registration.clone())?;
    print_registration(session, &view)?;
    if !session.json && view.state == RegistrationState::Received {
        let news = session.lang.of(
            "Kabar dari kantor datang dengan:",
            "News from the office comes with:",
        );
        print_notice(&format!("{news}\n{}", words::command("sync")));
    }
    Ok(kept_if(is_on_its_way(&view)))
}

pub fn print_registration(session: &Session, view: &RegistrationView) -> Result<(), Stop> {
    session.result(
        &json::registration(view),
        &print::registration(view, session.lang),
    )
}

/// Prints registrations with the numbers by which they are named.
pub fn print_registrations(
    session: &Session,
    numbered: Vec<(usize, RegistrationView)>,
) -> Result<(), Stop> {
    let (numbers, views): (Vec<_>, Vec<_>) = numbered.into_iter().unzip();
    session.result(
        &json::registrations(&views),
        &print::registrations(&numbers, &views, session.lang),
    )
}

/// Something of it has still to reach the office: the registration, or that it was withdrawn.
pub fn is_on_its_way(view: &RegistrationView) -> bool {
    view.withdraw_wanted
        || matches!(
            view.state,
            RegistrationState::Ready | RegistrationState::Sending | RegistrationState::Parked
        )
}

pub fn kept_if(waits: bool) -> Outcome {
    if waits {
        Outcome::KeptForLater
    } else {
        Outcome::Done
    }
}
