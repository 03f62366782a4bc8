//! `office list`

use clap::{Args, ValueEnum};
use payung_model::journey::OfficeState;

use super::{Desk, Failure, say};
use crate::desk::{lines, printable};
use crate::store::state_word;

#[derive(Args)]
pub(super) struct Command {
    /// Only those in this state.
    #[arg(long)]
    state: Option<State>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum State {
    Receiving,
    Received,
    Accepted,
    NeedsCorrection,
    Refused,
    Withdrawn,
}

impl From<State> for OfficeState {
    fn from(state: State) -> Self {
        match state {
            State::Receiving => Self::Receiving,
            State::Received => Self::Received,
            State::Accepted => Self::Accepted,
            State::NeedsCorrection => Self::NeedsCorrection,
            State::Refused => Self::Refused,
            State::Withdrawn => Self::Withdrawn,
        }
    }
}

impl Command {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.store()?;
        let lines = lines(store.connection(), self.state.map(Into::into))?;
        if self.json {
            return say(&serde_json::json!(lines).to_string());
        }
        for line in lines {
            let name = printable(&line.name.unwrap_or_default());
            let marks = match (line.opened, line.flags.is_empty()) {
                (false, _) => "not opened".to_owned(),
                (true, true) => String::new(),
                (true, false) => line.flags.join(" "),
            };
            let twins: Vec<String> = line.duplicates.iter().map(|twin| format!("={twin}")).collect();
            let state = state_word(line.state);
            let (receipt, revision, at) = (line.receipt, line.revision, line.changed_at);
            let row = format!("{receipt}  r{revision}  {state:<16} {at}  {name} {marks} {}", twins.join(" "));
            say(row.trim_end())?;
        }
        Ok(())
    }
}
