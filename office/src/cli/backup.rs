//! `office backup | restore`

use std::path::PathBuf;

use clap::Args;
use payung_model::sealed::inbox::SealedItem;
use payung_model::typed::without_bom;

use super::desk::{Desk, KeyArgs};
use super::output::{print_line, print_note};
use crate::backup;
use crate::desk::{self, Erased};
use crate::failure::Failure;
use crate::keys::KeysProblem;
use crate::store::{AuditEntry, Store, Tombstone};

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
    #[command(flatten)]
    keys: KeyArgs,
}

impl BackupArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        // The audit row is written before the copy, so that the copy has it too.
        store.audit(&[desk.entry("backup", "")])?;
        let made = backup::make(&store, &self.place, desk.now())?;
        let (about, place) = (&made.about, self.place.display());
        print_line(&format!(
            "{} registrations and {} photos in {place}",
            about.registrations, about.photos
        ))?;
        print_line(&format!("SHA256SUMS {}", made.sums))?;
        print_note("the keys are not in it: `office keys backup` copies them, to be kept apart");
        if made.damaged.is_empty() {
            return Ok(());
        }
        for path in &made.damaged {
            print_note(&format!("missing or damaged: {}", path.display()));
        }
        let count = made.damaged.len();
        Err(std::io::Error::other(format!(
            "{count} photos of this office are damaged; the backup has all else"
        ))
        .into())
    }
}

impl RestoreArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        // The list is read first, so that an unreadable one is refused before anything is restored.
        let erased = self.erased.as_deref().map(read_list).transpose()?;
        let keys = match desk.keys(&self.keys) {
            Ok(keys) => Some(keys),
            Err(Failure::Keys(KeysProblem::Missing(_) | KeysProblem::Locked)) => None,
            Err(failure) => return Err(failure),
        };
        let restored = backup::restore(&self.place, &desk.dir, self.sums.as_deref())?;
        let about = &restored.about;
        let detail = format!("backup of {}", about.made_at);
        let store = desk.store()?;
        let entry = desk.entry("restore", &detail);
        if let Some(keys) = &keys {
            // The log and the officers are those of the backup from now on: somebody who holds the
            // keys says so.
            store.take_key_to_look(keys.desk()?, keys.head());
            accept(&store, &entry)?;
        } else {
            store.audit(&[entry])?;
            print_note(
                "without the keys nobody can say that this older state is the right one now: where they are, say so with \
                 `office audit restored`",
            );
        }
        print_line(&format!(
            "{} registrations and {} photos as of {}",
            about.registrations, about.photos, about.made_at
        ))?;
        if restored.missing > 0 {
            print_note(&format!(
                "{} photos were damaged already when the backup was made",
                restored.missing
            ));
        }
        // Phones may have seen bundles and items since the backup was made: their numbers are not
        // used again.
        store.jump_sequences()?;
        store.end_all_sessions()?;
        let count = desk::erase_again(
            &store,
            &erased.unwrap_or_default(),
            &desk.officer,
            desk.now(),
        )?;
        if count > 0 {
            print_line(&format!("{count} erased again"))?;
        }
        Ok(())
    }
}

/// Takes the log and the officers as they are now for the right ones. What does not hold is removed,
/// and everybody signs in anew.
pub(super) fn accept(store: &Store, entry: &AuditEntry<'_>) -> Result<(), Failure> {
    store.accept_audit(entry)?;
    store.begin_roster(entry.at)?;
    let report = store.check_roster()?;
    if !report.is_sound() {
        let why = AuditEntry {
            action: "officer repair",
            ..*entry
        };
        super::officer::print_repair(&store.repair_roster(&why)?, &store.officers()?)?;
    }
    Ok(())
}

fn read_list(file: &std::path::Path) -> Result<Vec<(Tombstone, Option<SealedItem>)>, Failure> {
    let text = std::fs::read(file).map_err(|error| super::desk::named(file, &error))?;
    let list: Vec<Erased> = serde_json::from_slice(without_bom(&text))
        .map_err(|error| Failure::Input(format!("{}: {error}", file.display())))?;
    list.iter().map(Erased::read).collect()
}
