//! `office keys new | list | backup | restore`; `rotate` and `retire` are in `rotate.rs`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::desk::{Desk, KeyArgs};
use super::output::{print_json, print_line, print_note};
use crate::failure::Failure;
use crate::keys::{Keys, KeysProblem, Passphrase, folder_lock, list};
use crate::random::SystemRandom;
use crate::store::Store;

#[derive(Subcommand)]
pub(super) enum KeysCommand {
    /// Make the first keys; later: one more office key, to which registrations are sealed from the
    /// next bundle on.
    New {
        #[command(flatten)]
        keys: KeyArgs,
    },
    /// Write a copy of all keys under a passphrase of its own, to be kept apart from the data and
    /// its backups.
    Backup(Copy),
    /// Put a copy's keys into an empty key folder (sealed under --passphrase-file, if given).
    Restore(Copy),
    /// A new office key, and the announced signing key takes over; both are told to phones by the
    /// bundles signed with it.
    Rotate(super::rotate::Rotate),
    /// Give up old office keys to which nothing undecided is sealed any more. What was sealed to
    /// them stays shut for good.
    Retire(super::rotate::Retire),
    /// List public keys (no passphrase needed).
    List {
        #[command(flatten)]
        keys: KeyArgs,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

impl KeysCommand {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        match self {
            Self::New { keys } => new(desk, &keys),
            Self::Backup(copy) => copy.make(desk),
            Self::Restore(copy) => copy.put_back(desk),
            Self::Rotate(rotate) => rotate.run(desk),
            Self::Retire(retire) => retire.run(desk),
            Self::List { keys, json } => show(desk, &keys, json),
        }
    }
}

#[derive(Args)]
pub(super) struct Copy {
    /// The copy.
    file: PathBuf,
    /// File whose first line is the passphrase of the copy.
    #[arg(long = "copy-passphrase-file", value_name = "FILE")]
    opened_by: PathBuf,
    #[command(flatten)]
    keys: KeyArgs,
}

impl Copy {
    fn passphrase(&self) -> Result<Passphrase, Failure> {
        super::desk::passphrase("--copy-passphrase-file", &self.opened_by)
    }

    fn make(self, desk: &Desk) -> Result<(), Failure> {
        let passphrase = self.passphrase()?;
        let keys = desk.keys(&self.keys)?;
        let folder = crate::files::folder_of(&self.file);
        if super::desk::real(&folder)?.starts_with(super::desk::real(&desk.dir)?) {
            return Err(KeysProblem::InsideData(self.file).into());
        }
        desk.keyed_store(&keys)?
            .audit(&[desk.entry("keys backup", "")])?;
        keys.save_copy(&self.file, &passphrase, &mut SystemRandom)?;
        // The copy is read again at once, because one that does not open is worthless.
        Keys::load_copy(&self.file, &passphrase)?;
        print_line(&format!(
            "copy of {} office keys in {}",
            keys.office().len(),
            self.file.display()
        ))
    }

    fn put_back(self, desk: &Desk) -> Result<(), Failure> {
        let keys = Keys::load_copy(&self.file, &self.passphrase()?)?;
        let (folder, passphrase) = (desk.key_folder(&self.keys)?, self.keys.passphrase()?);
        let _lock = folder_lock(&folder)?;
        refuse_keys(&folder, passphrase.as_ref())?;
        keys.save(&folder, passphrase.as_ref(), &mut SystemRandom)?;
        // The keys come back first, because they check the data: then there is no office yet to
        // write it down.
        if Store::is_there(&desk.database, &desk.dir)? {
            desk.keyed_store(&keys)?
                .audit(&[desk.entry("keys restore", "")])?;
        }
        print_line(&format!(
            "{} office keys restored in {}",
            keys.office().len(),
            folder.display()
        ))
    }
}

/// Refuses a folder that has keys: registrations that are sealed to overwritten keys would be lost.
fn refuse_keys(folder: &Path, passphrase: Option<&Passphrase>) -> Result<(), Failure> {
    match Keys::load(folder, passphrase) {
        Err(KeysProblem::Missing(_)) => Ok(()),
        _ => Err(KeysProblem::Taken(folder.to_path_buf()).into()),
    }
}

fn new(desk: &Desk, args: &KeyArgs) -> Result<(), Failure> {
    let (folder, passphrase) = (desk.key_folder(args)?, args.passphrase()?);
    let _lock = folder_lock(&folder)?;
    let keys = match Keys::load(&folder, passphrase.as_ref()) {
        Ok(mut keys) => {
            keys.add_office_key(&mut SystemRandom, desk.now())?;
            keys.complete_card_keys(&mut SystemRandom, desk.now())?;
            keys
        }
        Err(KeysProblem::Missing(_)) => Keys::new(&mut SystemRandom, desk.now())?,
        Err(problem) => return Err(problem.into()),
    };
    keys.save(&folder, passphrase.as_ref(), &mut SystemRandom)?;
    let id = keys
        .published()
        .first()
        .map(|key| key.id().to_string())
        .unwrap_or_default();
    desk.keyed_store(&keys)?
        .audit(&[desk.entry("keys new", &id)])?;
    if passphrase.is_none() {
        print_note(
            "the keys have no passphrase: whoever reads the key folder reads the registrations",
        );
    }
    print_line(&format!("office key {id} made in {}", folder.display()))
}

fn show(desk: &Desk, args: &KeyArgs, json: bool) -> Result<(), Failure> {
    let listed = list(&desk.key_folder(args)?)?;
    if json {
        return print_json(&listed);
    }
    for key in listed {
        print_line(&format!(
            "{:<16} {:<16} {} {}",
            key.role,
            key.id.unwrap_or_default(),
            key.created_at,
            key.public
        ))?;
    }
    Ok(())
}
