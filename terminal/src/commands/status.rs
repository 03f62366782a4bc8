//! `home`, `status`, `outbox`, `sync`, `take-back`, `withdraw`: where registrations stand, and sending.

use std::time::Duration;

use payung_core::RegistrationView;

use crate::commands::run::Run;
use crate::out::print_notice;
use crate::outcome::{Outcome, Stop};
use crate::sending::{is_on_its_way, kept_if, print_registration, print_registrations};
use crate::session::Session;
use crate::{json, keeper, print, talk, words};

/// `--send-now` without a registration.
const ALL: &str = "all";

/// What the app shows first
#[derive(Debug, clap::Args)]
pub struct Home;

impl Run for Home {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let home = session.payung.home()?;
        session.home_result(&home)?;
        session.warned(&home.drafts)?;
        Ok(Outcome::Done)
    }
}

/// Where registrations stand
#[derive(Debug, clap::Args)]
pub struct Status {
    /// Only this one [default: all]
    registration: Option<String>,
}

impl Run for Status {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        match &self.registration {
            Some(named) => {
                let registration = session.registration(named)?;
                print_registration(
                    session,
                    &session.payung.registrations().status(registration)?,
                )?;
            }
            None => print_registrations(session, session.numbered_registrations()?)?,
        }
        Ok(Outcome::Done)
    }
}

/// Registrations on their way: sealed and not yet received
#[derive(Debug, clap::Args)]
pub struct Outbox;

impl Run for Outbox {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let mut waiting = session.numbered_registrations()?;
        waiting.retain(|(_, view)| is_on_its_way(view));
        print_registrations(session, waiting)?;
        Ok(Outcome::Done)
    }
}

/// Send what is ready, ask for news
#[derive(Debug, clap::Args)]
pub struct Sync {
    /// Try again for at most this many seconds while something waits
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u64,
    /// Photos too, whatever the network costs: of everything that waits, or of one registration
    #[arg(long, value_name = "REGISTRATION", num_args = 0..=1, default_missing_value = ALL)]
    send_now: Option<String>,
}

impl Run for Sync {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let connection = session.payung.connection();
        match self.send_now.as_deref() {
            Some(ALL) => drop(connection.send_all_now()?),
            Some(one) => drop(connection.send_now(session.registration(one)?)?),
            // Whoever types this wants a try now, whatever failed before.
            None => connection.retry_now()?,
        }
        // The report counts what changed and does not name it, so the lists of before and after are
        // compared.
        let before = session.registrations()?;
        let report = session.sync(Duration::from_secs(self.wait))?;
        let changed = changed_since(&before, session.registrations()?);
        session.result(
            &json::report(&report),
            &print::report(&report, &changed, session.lang),
        )?;
        Ok(kept_if(report.waiting + report.parked > 0))
    }
}

/// Make a draft of a registration again, while nothing of it was sent
#[derive(Debug, clap::Args)]
pub struct TakeBack {
    /// Its number in `status`, or its code
    registration: String,
}

impl Run for TakeBack {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.unlocked()?;
        let registration = session.registration(&self.registration)?;
        let view = session.payung.registrations().take_back(registration)?;
        let words = words::kept(session.lang, session.number_of(&view.draft));
        session.result(&json::draft(&view), &format!("{words}\n"))?;
        Ok(Outcome::Done)
    }
}

/// Withdraw a registration: here at once, at the office with the next sync
#[derive(Debug, clap::Args)]
pub struct Withdraw {
    /// Its number in `status`, or its code
    registration: String,
    /// Yes, without being asked
    #[arg(long)]
    yes: bool,
}

impl Run for Withdraw {
    /// Where somebody is at a terminal it asks once; without a terminal the command itself is the
    /// answer.
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let registrations = session.payung.registrations();
        let registration = session.registration(&self.registration)?;
        let before = registrations.status(registration.clone())?;
        if !self.yes && keeper::can_ask() && !talk::really_withdraw(session, &before)? {
            print_notice(session.lang.of(
                "Tidak jadi: tidak ada yang berubah.",
                "Left as it is: nothing has changed.",
            ));
            return Ok(Outcome::Done);
        }
        let view = registrations.withdraw(registration)?;
        print_registration(session, &view)?;
        Ok(kept_if(view.withdraw_wanted))
    }
}

/// The registrations that stand otherwise than before, or to which the office has written.
fn changed_since(before: &[RegistrationView], now: Vec<RegistrationView>) -> Vec<RegistrationView> {
    let as_before = |view: &RegistrationView| {
        before.iter().any(|old| {
            old.registration == view.registration
                && old.state == view.state
                && old.revision == view.revision
                && old.withdraw_wanted == view.withdraw_wanted
                && old.bill == view.bill
                && old.cover == view.cover
                && old.next == view.next
        })
    };
    now.into_iter().filter(|view| !as_before(view)).collect()
}
