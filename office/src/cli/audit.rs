//! `office audit`

use clap::Args;

use super::{Desk, Failure, say};
use crate::desk::printable;
use crate::store::audit_rows;

#[derive(Args)]
pub(super) struct Command {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl Command {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let rows = audit_rows(desk.office()?.connection())?;
        if self.json {
            return say(&serde_json::json!(rows).to_string());
        }
        for row in rows {
            let id = row.id.unwrap_or_default();
            let line = format!(
                "{}  {}  {}  {}  {id}  {}",
                row.seq,
                row.at,
                printable(&row.officer),
                row.action,
                printable(&row.detail)
            );
            say(line.trim_end())?;
        }
        Ok(())
    }
}
