//! `referral`: the code of a poster or a helper.

use crate::commands::run::Run;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::{json, print};

/// The code of a poster or a helper: keep it for the next registration, show it, remove it
#[derive(Debug, clap::Args)]
pub struct Referral {
    /// The code, or the link that names it [default: show the one that is kept]
    code: Option<String>,
    /// Remove the one that is kept
    #[arg(long, conflicts_with = "code")]
    remove: bool,
}

impl Run for Referral {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let payung = &session.payung;
        if self.remove {
            payung.remove_referral()?;
        }
        let view = match &self.code {
            Some(text) => {
                let kept = payung.keep_referral(text.clone());
                Some(kept.map_err(|error| Stop::from(error).at("CODE", session.lang))?)
            }
            None => payung.home()?.referral,
        };
        let none = session
            .lang
            .of("Tidak ada kode yang disimpan.\n", "No code is kept.\n");
        let text = view
            .as_ref()
            .map_or_else(|| none.to_owned(), print::referral);
        session.result(&json::referral(view.as_ref()), &text)?;
        Ok(Outcome::Done)
    }
}
