//! `register`, `drafts`, `resume`, `correct`, `complete`, `discard`: forms that are filled in.

use crate::commands::run::Run;
use crate::fill::{self, FORM, Fill};
use crate::out::print_notice;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::talk::{self, Left};
use crate::{json, print};

/// Register somebody: asks with a terminal, takes the answers from a file without one
#[derive(Debug, clap::Args)]
pub struct Register {
    #[command(flatten)]
    fill: Fill,
}

impl Run for Register {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let home = session.unlocked()?;
        let drafts = session.payung.drafts();
        if !self.fill.is_conversation() {
            self.fill.must_have_answers(session.lang)?;
            return fill::begin_with_answers(session, FORM, &self.fill);
        }
        let view = match talk::choose_draft(session, &home.drafts)? {
            Left::At(draft) => drafts.resume(draft)?,
            Left::New => drafts.start(FORM.to_owned())?,
            Left::Gone => return Ok(Outcome::Done),
        };
        fill::fill_in(session, view, &self.fill, false)
    }
}

/// Drafts that can be resumed
#[derive(Debug, clap::Args)]
pub struct Drafts;

impl Run for Drafts {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.unlocked()?;
        let drafts = session.drafts()?;
        session.result(
            &json::drafts(&drafts),
            &print::drafts(&drafts, session.lang),
        )?;
        // Only what was printed was seen, and no draft is deleted without a warning that was seen.
        session.warned(&drafts)?;
        Ok(Outcome::Done)
    }
}

/// Go on with a draft
#[derive(Debug, clap::Args)]
pub struct Resume {
    /// Its number in `drafts`
    draft: String,
    #[command(flatten)]
    fill: Fill,
}

impl Run for Resume {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.unlocked()?;
        let draft = session.draft(&self.draft)?;
        let view = session.payung.drafts().resume(draft)?;
        fill::fill_in(session, view, &self.fill, false)
    }
}

/// Answer what the office asked to be corrected
#[derive(Debug, clap::Args)]
pub struct Correct {
    /// Its number in `status`, or its code
    registration: String,
    #[command(flatten)]
    fill: Fill,
}

impl Run for Correct {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.unlocked()?;
        let registration = session.registration(&self.registration)?;
        let view = session.payung.registrations().correct(registration)?;
        fill::fill_in(session, view, &self.fill, true)
    }
}

/// Add what could wait, or was not asked, to a registration: it is sent on its own
#[derive(Debug, clap::Args)]
pub struct Complete {
    /// Its number in `status`, or its code [default: the only one there is]
    registration: Option<String>,
    #[command(flatten)]
    fill: Fill,
}

impl Run for Complete {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.unlocked()?;
        let registration = session.registration_or_only(self.registration.as_deref())?;
        let view = session.payung.registrations().complete(registration)?;
        fill::fill_in(session, view, &self.fill, false)
    }
}

/// Delete a draft that was never made ready
#[derive(Debug, clap::Args)]
pub struct Discard {
    /// Its number in `drafts`
    draft: String,
}

impl Run for Discard {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let draft = session.draft(&self.draft)?;
        let home = session.payung.drafts().discard(draft)?;
        print_notice(
            session
                .lang
                .of("Isian itu sudah dihapus.", "That draft is deleted."),
        );
        session.home_result(&home)?;
        Ok(Outcome::Done)
    }
}
