//! `wipe`, `start-clean`: what is here is deleted, or set aside.

use crate::commands::run::Run;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::{keeper, words};

/// Delete everything of Payung in this home: keys first
#[derive(Debug, clap::Args)]
pub struct Wipe {
    /// Yes, really
    #[arg(long)]
    yes: bool,
}

impl Run for Wipe {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let lang = session.lang;
        only_with_yes(session, self.yes)?;
        session.payung.wipe()?;
        // The core has deleted its wrapped key first. Without that the key file opens nothing, so
        // it may go last.
        keeper::remove_key_file(&session.home).map_err(|error| {
            Stop::failed(format!(
                "{}: {}",
                session.home.display(),
                words::file(lang, &error)
            ))
        })?;
        let words = lang.of(
            "Semua data Payung di sini sudah dihapus.",
            "Everything of Payung here is deleted.",
        );
        session.result(&serde_json::json!({ "wiped": true }), &format!("{words}\n"))?;
        Ok(Outcome::Done)
    }
}

/// When the key is gone: set the old files aside and begin again
#[derive(Debug, clap::Args)]
pub struct StartClean {
    /// Yes, really
    #[arg(long)]
    yes: bool,
}

impl Run for StartClean {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        only_with_yes(session, self.yes)?;
        let home = session.payung.start_clean()?;
        session.home_result(&home)?;
        Ok(Outcome::Done)
    }
}

fn only_with_yes(session: &Session, yes: bool) -> Result<(), Stop> {
    if yes {
        return Ok(());
    }
    let what = session.lang.of(
        "tulis --yes jika memang dimaksud",
        "write --yes if this is meant",
    );
    Err(Stop::input("--yes", what))
}
