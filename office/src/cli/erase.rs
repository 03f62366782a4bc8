//! `office erase`, `office erased`

use clap::Args;

use super::{Desk, Failure, print_line, print_note};
use crate::desk::{EraseRequest, Erased, erase, find, printable};
use crate::store::{tombstone, tombstones};

#[derive(Args)]
pub(super) struct EraseArgs {
    /// Id or receipt code.
    id: String,
    /// Why, for the office's own records: nothing personal, for it stays.
    #[arg(long)]
    why: String,
}

#[derive(Args)]
pub(super) struct ErasedArgs {
    /// As JSON: what `office restore --erased` reads.
    #[arg(long)]
    json: bool,
}

impl EraseArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let mut store = desk.office()?;
        let before = self.id.parse().ok().map(|id| tombstone(store.connection(), id)).transpose()?.flatten();
        // Again, after a kill or a busy database: what was begun is finished.
        let id = before.map_or_else(|| find(store.connection(), &self.id), |stone| Ok(stone.id))?;
        let count =
            erase(&mut store, &[EraseRequest { id, why: self.why, at: desk.now() }], &desk.officer, desk.now())?;
        print_note(
            "backups made before still hold it: keep `office erased --json` for a restore, and let old backups go",
        );
        print_line(&format!("{} is erased{}", id.receipt(), if count == 0 { ", as it was before" } else { "" }))
    }
}

impl ErasedArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let erased: Vec<Erased> = tombstones(desk.office()?.connection())?.iter().map(Erased::of).collect();
        if self.json {
            return print_line(&serde_json::json!(erased).to_string());
        }
        if erased.is_empty() {
            print_note("none");
        }
        for one in erased {
            print_line(&format!("{}  {}  {}", one.id, one.erased_at, printable(&one.why)))?;
        }
        Ok(())
    }
}
