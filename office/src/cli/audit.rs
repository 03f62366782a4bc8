//! `office audit`

use clap::Args;

use super::{Desk, Failure, print_json, print_line};
use crate::desk::printable;
use crate::store::audit_rows;

#[derive(Args)]
pub(super) struct AuditArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl AuditArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let rows = audit_rows(desk.office()?.connection())?;
        if self.json {
            return print_json(&rows);
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
            print_line(line.trim_end())?;
        }
        Ok(())
    }
}
