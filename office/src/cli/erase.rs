//! `office erase`, `office erased`

use clap::Args;

use super::{Desk, Failure, note, say};
use crate::desk::{Erased, Erasing, erase, find, printable};
use crate::store::{tombstone, tombstones};

#[derive(Args)]
pub(super) struct Command {
    /// Id or receipt code.
    id: String,
    /// Why, for the office's own records: nothing personal, for it stays.
    #[arg(long)]
    why: String,
}

#[derive(Args)]
pub(super) struct List {
    /// As JSON: what `office restore --erased` reads.
    #[arg(long)]
    json: bool,
}

impl Command {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let mut store = desk.office()?;
        let before = self.id.parse().ok().map(|id| tombstone(store.connection(), id)).transpose()?.flatten();
        // Again, after a kill or a busy database: what was begun is finished.
        let id = before.map_or_else(|| find(store.connection(), &self.id), |stone| Ok(stone.id))?;
        let count = erase(&mut store, &[Erasing { id, why: self.why, at: desk.now() }], &desk.officer, desk.now())?;
        note("backups made before still hold it: keep `office erased --json` for a restore, and let old backups go");
        say(&format!("{} is erased{}", id.receipt(), if count == 0 { ", as it was before" } else { "" }))
    }
}

impl List {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let erased: Vec<Erased> = tombstones(desk.office()?.connection())?.iter().map(Erased::of).collect();
        if self.json {
            return say(&serde_json::json!(erased).to_string());
        }
        if erased.is_empty() {
            note("none");
        }
        for one in erased {
            say(&format!("{}  {}  {}", one.id, one.erased_at, printable(&one.why)))?;
        }
        Ok(())
    }
}
