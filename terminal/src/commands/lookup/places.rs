//! `places`: offices and counters near a district.

use super::regions::district;
use crate::commands::run::Run;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::{json, print};

/// Offices and counters near a district, from the office's own list
#[derive(Debug, clap::Args)]
pub struct Places {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Those near a district: its name or code (cibinong, 32.01.01)
    Near(Near),
}

#[derive(Debug, clap::Args)]
struct Near {
    /// The district's name or code: cibinong, 32.01.01
    district: String,
    /// Only where that is done: register, pay, correct, or another id that --json names
    #[arg(long, default_value = "", hide_default_value = true)]
    does: String,
    /// At most so many
    #[arg(long, default_value_t = 10)]
    limit: u32,
}

impl Run for Places {
    fn needs_key(&self) -> bool {
        false
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let What::Near(near) = &self.what;
        let district = district(session, &near.district)?;
        let lookup = session.payung.lookup();
        let view = lookup.places(district.code, near.does.clone(), near.limit)?;
        session.result(&json::places(&view), &print::places(&view))?;
        Ok(Outcome::Done)
    }
}
