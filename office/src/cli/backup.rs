//! `office backup | restore`

use std::path::PathBuf;

use clap::Args;
use payung_model::sealed::inbox::SealedItem;
use payung_model::typed::without_bom;

use super::{Desk, Failure, print_line, print_note};
use crate::backup;
use crate::desk::{self, Erased};
use crate::store::Tombstone;

#[derive(Args)]
pub(super) struct BackupArgs {
    /// A new folder, best on another disk.
    place: PathBuf,
}

#[derive(Args)]
pub(super) struct RestoreArgs {
    /// A folder that `office backup` made.
    place: PathBuf,
    /// The SHA-256 that its SHA256SUMS must have, as `office backup` printed it.
    #[arg(long)]
    sums: Option<String>,
    /// The last output of `office erased --json`: registrations that the backup brings back are
    /// erased again.
    #[arg(long)]
    erased: Option<PathBuf>,
}

impl BackupArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        // The audit row is written before the copy, so that the copy has it too.
        store.audit(&[desk.entry("backup", "")])?;
        let made = backup::make(&store, &self.place, desk.now())?;
        let (about, place) = (&made.about, self.place.display());
        print_line(&format!("{} registrations and {} photos in {place}", about.registrations, about.photos))?;
        print_line(&format!("SHA256SUMS {}", made.sums))?;
        print_note("the keys are not in it: `office keys backup` copies them, to be kept apart");
        if made.damaged.is_empty() {
            return Ok(());
        }
        for path in &made.damaged {
            print_note(&format!("missing or damaged: {}", path.display()));
        }
        let count = made.damaged.len();
        Err(std::io::Error::other(format!("{count} photos of this office are damaged; the backup has all else")).into())
    }
}

impl RestoreArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        // The list is read first, so that an unreadable one is refused before anything is restored.
        let erased = self.erased.as_deref().map(read_list).transpose()?;
        let restored = backup::restore(&self.place, &desk.dir, self.sums.as_deref())?;
        let about = &restored.about;
        let detail = format!("backup of {}", about.made_at);
        let store = desk.store()?;
        store.audit(&[desk.entry("restore", &detail)])?;
        print_line(&format!(
            "{} registrations and {} photos as of {}",
            about.registrations, about.photos, about.made_at
        ))?;
        if restored.missing > 0 {
            print_note(&format!("{} photos were damaged already when the backup was made", restored.missing));
        }
        // Phones may have seen bundles and items since the backup was made: their numbers are not used again.
        store.jump_sequences()?;
        store.end_all_sessions()?;
        let count = desk::erase_again(&store, &erased.unwrap_or_default(), &desk.officer, desk.now())?;
        if count > 0 {
            print_line(&format!("{count} erased again"))?;
        }
        Ok(())
    }
}

fn read_list(file: &std::path::Path) -> Result<Vec<(Tombstone, Option<SealedItem>)>, Failure> {
    let text = std::fs::read(file).map_err(|error| super::named(file, &error))?;
    let list: Vec<Erased> = serde_json::from_slice(without_bom(&text))
        .map_err(|error| Failure::Input(format!("{}: {error}", file.display())))?;
    list.iter().map(Erased::read).collect()
}
