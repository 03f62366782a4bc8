//! `form`, `occupations`, `programmes`: what a form asks, and what can be chosen.

use crate::commands::run::Run;
use crate::fill::FORM;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::{json, print};

/// A form's questions, as data: what an answers file can hold
#[derive(Debug, clap::Args)]
pub struct Form {
    /// The form's id
    #[arg(default_value = FORM)]
    id: String,
    /// To be read from beginning to end: with every branch, and where each rule comes from
    #[arg(long)]
    print: bool,
}

impl Run for Form {
    fn needs_key(&self) -> bool {
        false
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let lookup = session.payung.lookup();
        let lines = lookup.form(self.id.clone())?;
        let text = if self.print {
            print::form_to_read(
                &lines,
                &lookup.form_outcomes(self.id.clone())?,
                session.lang,
            )
        } else {
            print::form(&lines, session.lang)
        };
        session.result(&json::form(&lines), &text)?;
        Ok(Outcome::Done)
    }
}

/// Kinds of work by everyday words: gojek, jual gorengan, tani
#[derive(Debug, clap::Args)]
pub struct Occupations {
    /// Words as they come
    #[arg(required = true)]
    search: Vec<String>,
    /// At most so many
    #[arg(long, default_value_t = 10)]
    limit: u32,
}

impl Run for Occupations {
    fn needs_key(&self) -> bool {
        false
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let found = session.payung.lookup().choices(
            FORM.to_owned(),
            "occupation".to_owned(),
            self.search.join(" "),
            self.limit,
        )?;
        let options = found.options;
        session.result(
            &json::choices(&options),
            &print::choices(&options, session.lang),
        )?;
        Ok(Outcome::Done)
    }
}

/// What each programme is and gives, and who may join it
#[derive(Debug, clap::Args)]
pub struct Programmes;

impl Run for Programmes {
    fn needs_key(&self) -> bool {
        false
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let views = session.payung.lookup().programmes();
        session.result(
            &json::programmes(&views),
            &print::programmes(&views, session.lang),
        )?;
        Ok(Outcome::Done)
    }
}
