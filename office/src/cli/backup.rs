//! `office backup | restore`

use std::path::{Path, PathBuf};

use clap::Args;
use payung_model::sealed::inbox::SealedItem;
use payung_model::typed::without_bom;

use super::desk::{Desk, KeyArgs};
use super::output::{print_line, print_note};
use crate::backup::{self, BACKUP_MADE, Origin, RestoreSummary};
use crate::desk::{self, Erased};
use crate::failure::Failure;
use crate::keys::{Keys, KeysProblem};
use crate::store::officers::Officer;
use crate::store::{AuditEntry, RosterReport, Store, Tombstone};

#[derive(Args)]
pub(super) struct BackupArgs {
    /// A new folder, best on another disk.
    place: PathBuf,
    #[command(flatten)]
    keys: KeyArgs,
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
    /// Take a backup that carries no proof that this office made it: of an older version, or made
    /// without the keys. Whoever could write it since decides what the office will hold.
    #[arg(long)]
    unsigned: bool,
    /// With --unsigned: let the officers sign in whom it names without a proof. Without this they
    /// are left out, and are added anew.
    #[arg(long, requires = "unsigned")]
    trust_officers: bool,
    #[command(flatten)]
    keys: KeyArgs,
}

/// In the audit log: a backup that nobody proved, or could.
const UNSIGNED: &str = "unsigned";

impl BackupArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        let key = match desk.keys(&self.keys) {
            Ok(keys) => {
                desk.hold(&store, &keys)?;
                Some(keys.desk()?)
            }
            // A backup without its proof is better than none. Who named keys wants them used.
            Err(Failure::Keys(KeysProblem::Missing(_) | KeysProblem::Locked))
                if self.keys.keys.is_none() =>
            {
                None
            }
            Err(failure) => return Err(failure),
        };
        // The audit row is written before the copy, so that the copy has it too.
        let proof = if key.is_some() { "" } else { UNSIGNED };
        store.audit(&[desk.entry("backup", proof)])?;
        let made = backup::make(&store, &self.place, key.as_ref(), desk.now())?;
        // That row says that somebody began. This one says that there is a backup, and which.
        store.audit(&[desk.entry(BACKUP_MADE, &made.sums)])?;
        let (about, place) = (&made.about, self.place.display());
        print_line(&format!(
            "{} registrations and {} photos in {place}",
            about.registrations, about.photos
        ))?;
        print_line(&format!("SHA256SUMS {}", made.sums))?;
        print_note("the keys are not in it: `office keys backup` copies them, to be kept apart");
        if key.is_none() {
            print_note(
                "without the keys it carries no proof that this office made it, and `office restore` takes it only with \
                 --unsigned: name --keys, and --passphrase-file if they are locked",
            );
        }
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
        if !desk.database.is_sqlite() {
            return Err(Failure::Input(
                "a backup becomes an office with a file of its own, and no other database is touched: say --database sqlite, \
                 and bring it into an empty PostgreSQL database afterwards with `office database move --to postgres://…`"
                    .into(),
            ));
        }
        // The list is read first, so that an unreadable one is refused before anything is restored.
        let erased = self.erased.as_deref().map(read_list).transpose()?;
        let erased = erased.unwrap_or_default();
        let keys = match desk.keys(&self.keys) {
            Ok(keys) => Some(keys),
            Err(Failure::Keys(KeysProblem::Missing(_) | KeysProblem::Locked)) if self.unsigned => {
                None
            }
            Err(Failure::Keys(KeysProblem::Missing(folder))) => {
                return Err(Failure::Input(format!(
                    "there are no keys in {}, and without them nobody can say that this office made the backup: first \
                     `office keys restore`, or name --keys; or answer for it yourself with --unsigned",
                    folder.display()
                )));
            }
            Err(failure) => return Err(failure),
        };
        let desk_key = keys.as_ref().map(Keys::desk).transpose()?;
        let origin = match &desk_key {
            Some(key) if !self.unsigned => Origin::Proved(key),
            key => Origin::Vouched(key.as_ref()),
        };
        let (dir, sums) = (&desk.dir, self.sums.as_deref());
        let safe = backup::restore(&self.place, dir, sums, origin, |folder, restored| {
            self.make_safe(desk, folder, restored, keys.as_ref(), &erased)
        })?;
        // Nobody needs to read this for the office to be whole: it stands in its place already.
        safe.print(keys.is_some())
    }

    /// All that must have been done before anybody uses what was restored. It is always the file of
    /// that folder: another database is of another office, or of this one as it is now.
    fn make_safe(
        &self,
        desk: &Desk,
        folder: &Path,
        restored: &RestoreSummary,
        keys: Option<&Keys>,
        erased: &[(Tombstone, Option<SealedItem>)],
    ) -> Result<MadeSafe, Failure> {
        let mut detail = format!("backup of {}", restored.about.made_at);
        if self.unsigned {
            detail = format!("{detail} {UNSIGNED}");
        }
        let store = Store::open(folder)?;
        let entry = desk.entry("restore", &detail);
        // Before anybody takes the officers that are there for those of an older version.
        let left_out = if self.trust_officers {
            Vec::new()
        } else {
            store.leave_out_officers()?
        };
        let repaired = if let Some(keys) = keys {
            // The log and the officers are those of the backup from now on: somebody who holds the
            // keys says so.
            store.take_key_to_look(keys.desk()?, keys.head());
            accept(&store, &entry)?
        } else {
            store.audit(&[entry])?;
            None
        };
        // Phones may have seen bundles and items since the backup was made: their numbers are not
        // used again.
        store.jump_sequences()?;
        // A session in the backup may have ended since, and must not come back.
        store.end_all_sessions()?;
        let erased_again = desk::erase_again(&store, erased, &desk.officer, desk.now())?;
        Ok(MadeSafe {
            restored: restored.clone(),
            left_out,
            repaired,
            erased_again,
        })
    }
}

/// What was done with a backup that was restored.
struct MadeSafe {
    restored: RestoreSummary,
    left_out: Vec<String>,
    repaired: Option<Repaired>,
    erased_again: usize,
}

impl MadeSafe {
    fn print(&self, with_keys: bool) -> Result<(), Failure> {
        for name in &self.left_out {
            print_note(&format!(
                "left out: {name}, who came without a proof; add the officers anew that you know"
            ));
        }
        if !with_keys {
            print_note(
                "without the keys nobody can say that this older state is the right one now: where they are, say so with \
                 `office audit restored`",
            );
        }
        if let Some(repaired) = &self.repaired {
            repaired.print()?;
        }
        let about = &self.restored.about;
        print_line(&format!(
            "{} registrations and {} photos as of {}",
            about.registrations, about.photos, about.made_at
        ))?;
        if self.restored.missing > 0 {
            print_note(&format!(
                "{} photos were damaged already when the backup was made",
                self.restored.missing
            ));
        }
        if self.erased_again > 0 {
            print_line(&format!("{} erased again", self.erased_again))?;
        }
        Ok(())
    }
}

/// What was removed because it does not hold, and the officers who are left.
pub(super) struct Repaired(RosterReport, Vec<Officer>);

impl Repaired {
    pub(super) fn print(&self) -> Result<(), Failure> {
        super::officer::print_repair(&self.0, &self.1)
    }
}

/// Takes the log and the officers as they are now for the right ones. What does not hold is removed,
/// and everybody signs in anew.
pub(super) fn accept(store: &Store, entry: &AuditEntry<'_>) -> Result<Option<Repaired>, Failure> {
    store.accept_audit(entry)?;
    store.begin_roster(entry.at)?;
    if store.check_roster()?.is_sound() {
        return Ok(None);
    }
    let why = AuditEntry {
        action: "officer repair",
        ..*entry
    };
    let report = store.repair_roster(&why)?;
    Ok(Some(Repaired(report, store.officers()?)))
}

fn read_list(file: &Path) -> Result<Vec<(Tombstone, Option<SealedItem>)>, Failure> {
    let text = std::fs::read(file).map_err(|error| super::desk::named(file, &error))?;
    let list: Vec<Erased> = serde_json::from_slice(without_bom(&text))
        .map_err(|error| Failure::Input(format!("{}: {error}", file.display())))?;
    list.iter().map(Erased::read).collect()
}
