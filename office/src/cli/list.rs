//! `office list`

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use payung_model::journey::OfficeState;

use super::desk::Desk;
use super::output::{print_json, print_line, print_note};
use crate::desk::{self, ListFilter, ListLine, each_line, printable};
use crate::failure::Failure;

#[derive(Args)]
pub(super) struct ListArgs {
    /// Only those in this state.
    #[arg(long, value_parser = states())]
    state: Option<OfficeState>,
    /// Only those asking for this: register, resume, active, employer, payer, complete; of requests
    /// bill, `pay_code`, `pay_for`, `pay_end`, update, employee, consent, copy, `who_looked`, erasure,
    /// refund, complaint, incident.
    #[arg(long)]
    purpose: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// The purposes by the model's names, so that the help and the error message list all of them.
fn states() -> impl TypedValueParser<Value = OfficeState> {
    PossibleValuesParser::new(OfficeState::ALL.map(OfficeState::as_str))
        .try_map(|word| word.parse::<OfficeState>())
}

impl ListArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        let filter = ListFilter {
            state: self.state,
            purpose: self.purpose,
        };
        if self.json {
            let mut lines = Vec::new();
            each_line(&store, &filter, |line| {
                lines.push(line);
                Ok(())
            })?;
            return print_json(&lines);
        }
        let mut count = 0_u64;
        each_line(&store, &filter, |line| {
            count += 1;
            print(&line)
        })?;
        if count == 0 {
            print_note("none");
        }
        Ok(())
    }
}

fn print(line: &ListLine) -> Result<(), Failure> {
    let name = printable(line.name.as_deref().unwrap_or_default());
    let marks = match (line.opened, line.flags.is_empty()) {
        (false, _) => "not opened".to_owned(),
        (true, true) => String::new(),
        (true, false) => line.flags.join(" "),
    };
    let first = line.completes.iter().map(|first| format!("+{first}"));
    let additions = line
        .completed_by
        .iter()
        .map(|addition| format!("<{addition}"));
    let links: Vec<String> = first
        .chain(additions)
        .chain(line.duplicates.iter().map(|twin| format!("={twin}")))
        .collect();
    let others = desk::count_of(
        line.duplicates.len(),
        line.duplicates_count,
        line.duplicates_more,
    );
    let purpose = printable(line.purpose.as_deref().unwrap_or_default());
    let (receipt, revision, state, at) = (
        &line.receipt,
        line.revision,
        line.state.as_str(),
        line.changed_at,
    );
    let row = format!(
        "{receipt}  r{revision}  {state:<16} {at}  {purpose:<8} {name} {marks} {}{others}",
        links.join(" ")
    );
    print_line(row.trim_end())
}
