//! `nik`, `phone`: what can be read off a number.

use crate::commands::run::Run;
use crate::out::print_notice;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::stdin::argument_or_stdin;
use crate::{json, print};

/// What can be read off a NIK
#[derive(Debug, clap::Args)]
pub struct Nik {
    /// The number, or `-` to read it from stdin: arguments are visible to others on this
    /// machine
    number: String,
}

impl Run for Nik {
    fn needs_key(&self) -> bool {
        false
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let number = argument_or_stdin(&self.number, session.lang)?;
        let view = session.payung.lookup().nik(number);
        session.result(&json::nik(&view), &print::nik(&view, session.lang))?;
        Ok(judged(view.valid, "nik", &view.problems))
    }
}

/// What can be read off a mobile number
#[derive(Debug, clap::Args)]
pub struct Phone {
    /// The number, or `-` to read it from stdin: arguments are visible to others on this
    /// machine
    number: String,
}

impl Run for Phone {
    fn needs_key(&self) -> bool {
        false
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let number = argument_or_stdin(&self.number, session.lang)?;
        let view = session.payung.lookup().phone(number);
        session.result(&json::phone(&view), &print::phone(&view))?;
        Ok(judged(view.valid, "phone", &view.problems))
    }
}

/// Wrong input is told on stderr too, with its place.
fn judged(valid: bool, place: &str, problems: &[String]) -> Outcome {
    if valid {
        return Outcome::Done;
    }
    for problem in problems {
        print_notice(&format!("{place}: {problem}"));
    }
    Outcome::WrongInput
}
