//! `office backup | restore`

use std::path::PathBuf;

use clap::Args;

use super::{Desk, Failure, note, say};
use crate::backup;
use crate::store::audit;

#[derive(Args)]
pub(super) struct Backup {
    /// A new folder, best on another disk.
    place: PathBuf,
}

#[derive(Args)]
pub(super) struct Restore {
    /// A folder that `office backup` made.
    place: PathBuf,
    /// What SHA-256 of its SHA256SUMS must be, as `office backup` printed it.
    #[arg(long)]
    sums: Option<String>,
}

impl Backup {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let mut store = desk.store()?;
        // Before the copy, so that the copy has it too.
        store.transact(|sql| audit(sql, desk.now(), &desk.officer, "backup", None, ""))?;
        let made = backup::make(&store, &self.place, desk.now())?;
        let (about, place) = (&made.about, self.place.display());
        say(&format!("{} registrations and {} photos in {place}", about.registrations, about.photos))?;
        say(&format!("SHA256SUMS {}", made.sums))?;
        note("the keys are not in it: `office keys backup` copies them, to be kept apart");
        if made.damaged.is_empty() {
            return Ok(());
        }
        for path in &made.damaged {
            note(&format!("missing or damaged: {}", path.display()));
        }
        let count = made.damaged.len();
        Err(std::io::Error::other(format!("{count} photos of this office are damaged; the backup has all else")).into())
    }
}

impl Restore {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let restored = backup::restore(&self.place, &desk.dir, self.sums.as_deref())?;
        let about = &restored.about;
        let detail = format!("backup of {}", about.made_at);
        desk.store()?.transact(|sql| audit(sql, desk.now(), &desk.officer, "restore", None, &detail))?;
        say(&format!("{} registrations and {} photos as of {}", about.registrations, about.photos, about.made_at))?;
        if restored.missing > 0 {
            note(&format!("{} photos were damaged already when the backup was made", restored.missing));
        }
        Ok(())
    }
}
