//! `jar`: saving marks.

use payung_core::JarView;
use serde_json::{Value, json};

use crate::commands::given::{day, rupiah};
use crate::commands::run::Run;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;

/// Saving marks toward the next month: no money is in it
#[derive(Debug, clap::Args)]
pub struct Jar {
    /// Its number in `status`, or its code [default: the only one there is]
    #[arg(long)]
    registration: Option<String>,
    /// Begin a jar: what one mark stands for, in whole rupiah
    #[arg(long, value_name = "RUPIAH", value_parser = rupiah)]
    begin: Option<u64>,
    /// Mark a day, or take its mark away [default: today]
    #[arg(long, value_name = "DATE", num_args = 0..=1, default_missing_value = "", conflicts_with = "begin")]
    mark: Option<String>,
}

impl Run for Jar {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let whose = session.registration_of_option(self.registration.as_deref())?;
        let cover = session.payung.cover();
        let view = match (self.begin, self.mark.as_deref()) {
            (Some(each), _) => Some(cover.begin_jar(whose, each)?),
            (None, Some("")) => Some(cover.mark(whose, None)?),
            (None, Some(named)) => {
                Some(cover.mark(whose, Some(day("--mark", named, session.lang)?))?)
            }
            (None, None) => cover.jar(whose)?,
        };
        let none = session.lang.of(
            "Belum ada celengan: --begin RUPIAH\n",
            "There is no jar yet: --begin RUPIAH\n",
        );
        let text = view.as_ref().map_or_else(
            || none.to_owned(),
            |view| format!("{}\n  {}\n", view.line, view.about),
        );
        session.result(&json!(view.as_ref().map(document)), &text)?;
        Ok(Outcome::Done)
    }
}

fn document(view: &JarView) -> Value {
    json!({
        "line": view.line,
        "month": view.month,
        "goal": view.goal,
        "each": view.each,
        "marked": view.marked,
        "needed": view.needed,
        "days": view.days,
        "full": view.full,
    })
}
