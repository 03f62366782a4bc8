//! Sending what was made ready, and telling how it stands.

use std::time::Duration;

use payung_core::{RegistrationState, RegistrationView};

use crate::out::say;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::{json, print};

/// Sends what was made ready, and tells how it stands.
pub fn send(session: &Session, ready: &RegistrationView) -> Result<Outcome, Stop> {
    // Somebody has just pressed send, so no delay of an earlier failure is waited for.
    session.payung.connection().retry_now()?;
    // It is sealed and kept: what goes wrong now only delays it.
    match session.sync(Duration::ZERO) {
        Ok(report) => {
            if let Some(problem) = report.problem {
                say(&format!("! {problem}"));
            }
        }
        Err(stop) => say(&stop.words(session.lang).unwrap_or_default()),
    }
    let registrations = session.payung.registrations();
    let view = registrations.status(ready.registration.clone())?;
    tell(session, &view)?;
    Ok(kept_if(is_on_its_way(&view)))
}

pub fn tell(session: &Session, view: &RegistrationView) -> Result<(), Stop> {
    session.result(
        &json::registration(view),
        &print::registration(view, session.lang),
    )
}

pub fn tell_all(session: &Session, views: &[RegistrationView]) -> Result<(), Stop> {
    session.result(
        &json::registrations(views),
        &print::registrations(views, session.lang),
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
