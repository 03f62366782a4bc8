//! `office retention run`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::desk::{Desk, KeyArgs};
use super::output::{print_line, print_note};
use crate::desk::{Retention, clock_is_plausible, erase};
use crate::failure::Failure;

#[derive(Subcommand)]
pub(super) enum RetentionCommand {
    /// List registrations that are older than the rules; with --erase: erase them.
    Run(Run),
}

#[derive(Args)]
pub(super) struct Run {
    /// The rules. Default: retention.json in the data folder.
    #[arg(long)]
    rules: Option<PathBuf>,
    /// Erase for good.
    #[arg(long)]
    erase: bool,
    /// Only list what would go (the default).
    #[arg(long = "dry-run", conflicts_with = "erase")]
    dry: bool,
    /// The clock is right though nothing was done here for long.
    #[arg(long)]
    clock_is_right: bool,
    #[command(flatten)]
    keys: KeyArgs,
}

impl RetentionCommand {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let Self::Run(run) = self;
        let (store, now) = (desk.office()?, desk.now());
        let file = run
            .rules
            .clone()
            .unwrap_or_else(|| desk.dir.join("retention.json"));
        let Some(rules) = Retention::read(&file)? else {
            return print_line(&format!(
                "no rules in {}: nothing is ever too old",
                file.display()
            ));
        };
        let due = rules.due(&store, now)?;
        for one in &due {
            print_line(&format!(
                "{}  {}  since {}  ({} days)",
                one.id.receipt(),
                one.rule,
                one.since,
                one.days
            ))?;
        }
        if run.dry || !run.erase {
            return print_line(&format!("{} would be erased ({})", due.len(), rules.source));
        }
        // A list alone erases nothing, so it is printed by a clock that may be wrong, too.
        if !run.clock_is_right {
            clock_is_plausible(&store, now)?;
        }
        let wanted: Vec<_> = due.iter().map(|one| one.erasing(now)).collect();
        let keys = desk.keys_if_any(&run.keys, &store)?;
        let count = erase(&store, &wanted, &keys, &desk.officer, now)?;
        if count > 0 && keys.is_empty() {
            print_note(
                "their phones are not told: there are no keys here. Run `office erased --tell` with the keys",
            );
        }
        print_line(&format!("{count} erased ({})", rules.source))
    }
}
