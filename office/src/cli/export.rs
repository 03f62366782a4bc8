//! `office export`

use std::path::PathBuf;

use clap::Args;

use super::desk::{Desk, KeyArgs};
use super::output::{print_line, print_note};
use crate::desk::{ExportRequest, export, find};
use crate::failure::Failure;

#[derive(Args)]
pub(super) struct ExportArgs {
    /// Id or receipt code.
    id: String,
    /// A new folder.
    #[arg(long)]
    to: PathBuf,
    #[command(flatten)]
    keys: KeyArgs,
}

impl ExportArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (keys, store) = desk.keyed_office(&self.keys)?;
        let id = find(&store, &self.id)?;
        let exporting = ExportRequest {
            id,
            officer: &desk.officer,
            now: desk.now(),
            folder: &self.to,
        };
        let count = export(&store, &keys.office(), &exporting)?;
        print_note("it lies there in clear: hand it over and remove it");
        print_line(&format!(
            "{count} revisions of {} in {}",
            id.receipt(),
            self.to.display()
        ))
    }
}
