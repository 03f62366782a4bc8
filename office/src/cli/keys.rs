//! `office keys new | list`

use clap::Subcommand;

use super::{Desk, Failure, KeyArgs, note, say};
use crate::keys::{Keys, KeysProblem, folder_lock, list};
use crate::random::SystemRandom;
use crate::store::audit;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make the first keys; later: one more office key, to which registrations are sealed from the next bundle on.
    New {
        #[command(flatten)]
        keys: KeyArgs,
    },
    /// List public keys (no passphrase needed).
    List {
        #[command(flatten)]
        keys: KeyArgs,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Command {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        match self {
            Self::New { keys } => new(desk, &keys),
            Self::List { keys, json } => show(desk, &keys, json),
        }
    }
}

fn new(desk: &Desk, args: &KeyArgs) -> Result<(), Failure> {
    let (folder, passphrase) = (desk.key_folder(args)?, args.passphrase()?);
    let _lock = folder_lock(&folder)?;
    let keys = match Keys::load(&folder, passphrase.as_ref()) {
        Ok(mut keys) => {
            keys.add_office_key(&mut SystemRandom, desk.now())?;
            keys
        }
        Err(KeysProblem::Missing(_)) => Keys::new(&mut SystemRandom, desk.now())?,
        Err(problem) => return Err(problem.into()),
    };
    keys.save(&folder, passphrase.as_ref(), &mut SystemRandom)?;
    let id = keys.published().first().map(|key| key.id().to_string()).unwrap_or_default();
    desk.store()?.transact(|sql| audit(sql, desk.now(), &desk.officer, "keys new", None, &id))?;
    if passphrase.is_none() {
        note("the keys have no passphrase: whoever reads the key folder reads the registrations");
    }
    say(&format!("office key {id} made in {}", folder.display()))
}

fn show(desk: &Desk, args: &KeyArgs, json: bool) -> Result<(), Failure> {
    let listed = list(&desk.key_folder(args)?)?;
    if json {
        return say(&serde_json::json!(listed).to_string());
    }
    for key in listed {
        say(&format!("{:<16} {:<16} {} {}", key.role, key.id.unwrap_or_default(), key.created_at, key.public))?;
    }
    Ok(())
}
