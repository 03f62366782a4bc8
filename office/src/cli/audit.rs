//! `office audit`

use clap::Args;

use super::{Desk, Failure, print_json, print_line};
use crate::desk::printable;
use crate::store::AuditRow;

/// Rows that are read from the database at once.
const PAGE: u32 = 1000;

#[derive(Args)]
pub(super) struct AuditArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl AuditArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        let mut after = 0;
        let mut all = Vec::new();
        loop {
            let page = store.audit_after(after, PAGE)?;
            after = page.last().map_or(after, |row| row.seq);
            let is_last = page.len() < PAGE as usize;
            if self.json {
                all.extend(page);
            } else {
                page.iter().try_for_each(print)?;
            }
            if is_last {
                break;
            }
        }
        if self.json { print_json(&all) } else { Ok(()) }
    }
}

fn print(row: &AuditRow) -> Result<(), Failure> {
    let line = format!(
        "{}  {}  {}  {}  {}  {}",
        row.seq,
        row.at,
        printable(&row.officer),
        row.action,
        row.id.as_deref().unwrap_or_default(),
        printable(&row.detail)
    );
    print_line(line.trim_end())
}
