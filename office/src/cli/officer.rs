//! `office officer`: who may sign in to the officers' web.

use std::io::{BufRead, IsTerminal};

use clap::{Args, Subcommand};
use zeroize::Zeroizing;

use super::{Desk, Failure, print_json, print_line};
use crate::store::officers::Role;
use crate::web::hash_password;

#[derive(Subcommand)]
pub(super) enum OfficerCommand {
    /// Add one; the password is asked for, or is the first line of stdin.
    Add(AddArgs),
    /// Give another role. It holds from the next request on.
    Role(ChangeArgs),
    /// Set another password; all sessions end.
    Password(NamedArgs),
    /// No sign-in any more; the name is never given again.
    Remove(NamedArgs),
    /// List them.
    List(OfficerListArgs),
}

#[derive(Args)]
pub(super) struct AddArgs {
    /// 2 to 32 of a-z, 0-9, dot and dash, a letter first; stands in the audit log.
    #[arg(value_parser = name)]
    name: String,
    /// reader, decider or admin.
    #[arg(long)]
    role: Role,
}

#[derive(Args)]
pub(super) struct ChangeArgs {
    /// As it was added; `office officer list` has them all.
    #[arg(value_parser = name)]
    name: String,
    /// reader, decider or admin.
    role: Role,
}

#[derive(Args)]
pub(super) struct NamedArgs {
    /// As it was added; `office officer list` has them all.
    #[arg(value_parser = name)]
    name: String,
}

#[derive(Args)]
pub(super) struct OfficerListArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Names that the audit log uses for others than signed-in officers.
const TAKEN: [&str; 2] = ["opener", "officer"];

impl OfficerCommand {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.store()?;
        let (name, action, detail) = match &self {
            Self::Add(add) => (&add.name, "officer add", format!("{} {}", add.name, add.role.as_str())),
            Self::Role(change) => (&change.name, "officer role", format!("{} {}", change.name, change.role.as_str())),
            Self::Password(named) => (&named.name, "officer password", named.name.clone()),
            Self::Remove(named) => (&named.name, "officer remove", named.name.clone()),
            Self::List(list) => return print(&store.officers()?, list.json),
        };
        // An unknown name is refused before a password is asked for.
        let known = || Ok::<_, Failure>(store.officers()?.iter().any(|one| one.name == *name && !one.removed));
        if matches!(self, Self::Password(_)) && !known()? {
            return Err(Failure::Input(format!("there is no officer {name}")));
        }
        let hash = match &self {
            Self::Add(_) | Self::Password(_) => new_password(name)?,
            _ => String::new(),
        };
        let entry = desk.entry(action, &detail);
        let done = match &self {
            Self::Add(add) => store.add_officer(name, add.role, &hash, &entry)?,
            Self::Role(change) => store.set_role(name, change.role, &entry)?,
            Self::Password(_) => store.set_password(name, &hash, &entry)?,
            Self::Remove(_) => store.remove_officer(name, &entry)?,
            Self::List(_) => false,
        };
        match (done, &self) {
            (true, _) => print_line(&format!("{action}: {detail}")),
            (false, Self::Add(_)) => {
                Err(Failure::Input(format!("there is or was an officer {name}: take another name")))
            }
            (false, _) => Err(Failure::Input(format!("there is no officer {name}"))),
        }
    }
}

fn print(officers: &[crate::store::officers::Officer], json: bool) -> Result<(), Failure> {
    if json {
        return print_json(&officers);
    }
    for officer in officers {
        let gone = if officer.removed { "  removed" } else { "" };
        print_line(&format!("{:<32}  {:<8}  since {}{gone}", officer.name, officer.role.as_str(), officer.added_at))?;
    }
    Ok(())
}

/// Reads a new password: at a terminal it is asked for twice and not shown, otherwise it is the
/// first line of stdin. It is never an argument, because everybody on the machine can see those.
fn new_password(name: &str) -> Result<String, Failure> {
    let stdin = std::io::stdin();
    let password = if stdin.is_terminal() {
        let first = Zeroizing::new(rpassword::prompt_password(format!("Password for {name}: "))?);
        let again = Zeroizing::new(rpassword::prompt_password("Again: ")?);
        if *first != *again {
            return Err(Failure::Input("these are two different passwords; nothing was changed".into()));
        }
        first
    } else {
        line()?
    };
    hash_password(&password).map_err(|problem| Failure::Input(problem.to_string()))
}

fn line() -> Result<Zeroizing<String>, Failure> {
    let mut line = Zeroizing::new(String::new());
    std::io::stdin().lock().read_line(&mut line)?;
    let length = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(length);
    Ok(line)
}

fn name(text: &str) -> Result<String, String> {
    let sound = (2..=32).contains(&text.len())
        && text.starts_with(|sign: char| sign.is_ascii_lowercase())
        && text.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || matches!(sign, b'.' | b'-'));
    match (sound, TAKEN.contains(&text)) {
        (true, false) => Ok(text.to_owned()),
        (true, true) => Err("that name stands for something else in the audit log".into()),
        (false, _) => Err("2 to 32 of a-z, 0-9, dot and dash, a letter first".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_plain_and_nobody_elses() {
        for good in ["sari", "b2", "dewi.contoh-2"] {
            assert_eq!(name(good).as_deref(), Ok(good));
        }
        for bad in ["", "a", "Sari", "2b", "sari contoh", "opener", "officer", "sári", &"a".repeat(33)] {
            assert!(name(bad).is_err(), "{bad}");
        }
    }
}
