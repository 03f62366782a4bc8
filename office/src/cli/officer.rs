//! `office officer`: who may sign in to the officers' web.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use zeroize::Zeroizing;

use super::desk::{Desk, KeyArgs};
use super::output::{print_json, print_line, print_note};
use crate::failure::Failure;
use crate::keys::DeskKey;
use crate::opener::MACHINE;
use crate::random::SystemRandom;
use crate::second_factor::{RecoveryCodes, TotpSecret};
use crate::store::officers::{Officer, Role};
use crate::store::{RosterReport, Store};
use crate::web::hash_password;

/// Officers, and where the keys are by which their rows are known.
#[derive(Args)]
pub(super) struct OfficerArgs {
    #[command(subcommand)]
    command: OfficerCommand,
    /// Key folder, outside the data folder. Default: the data folder's name with `-keys`.
    #[arg(long, global = true, env = "PAYUNG_OFFICE_KEYS")]
    keys: Option<PathBuf>,
    /// File whose first line is the passphrase of the keys.
    #[arg(long, global = true, env = "PAYUNG_OFFICE_PASSPHRASE_FILE")]
    passphrase_file: Option<PathBuf>,
}

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
    /// Set up codes of an authenticator app: the picture and the recovery codes are shown once, and
    /// all sessions end.
    Totp(TotpArgs),
    /// Who is signed in, from where and since when.
    Sessions(SessionsArgs),
    /// End all sessions of one.
    EndSessions(NamedArgs),
    /// Remove the rows of officers and sessions that somebody else wrote or put back, as `office
    /// doctor` names them; everybody signs in anew.
    Repair,
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
pub(super) struct TotpArgs {
    /// As it was added; `office officer list` has them all.
    #[arg(value_parser = name)]
    name: String,
    /// Take the codes away: who must have some sets up an app at the next sign-in.
    #[arg(long)]
    off: bool,
}

#[derive(Args)]
pub(super) struct SessionsArgs {
    /// Only this officer's.
    #[arg(value_parser = name)]
    name: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct OfficerListArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Names that the audit log uses for others than signed-in officers.
const TAKEN: [&str; 2] = [MACHINE, "officer"];

impl OfficerArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let keys = desk.keys(&KeyArgs {
            keys: self.keys,
            passphrase_file: self.passphrase_file,
        })?;
        let store = desk.keyed_store(&keys)?;
        match &self.command {
            OfficerCommand::Totp(totp) => totp.run(desk, &store, &keys.desk()?),
            OfficerCommand::Sessions(sessions) => sessions.run(&store),
            _ => self.command.run(desk, &store),
        }
    }
}

/// The name under which a command writes into the audit log. What it does about people has the user of
/// the operating system beside a name that is not that user's: the worker is told who looked, and a name
/// that was only typed proves nothing.
pub(super) fn signature(
    named: Option<String>,
    user: &str,
    is_about_people: bool,
) -> Result<String, Failure> {
    let Some(name) = named else {
        // A user of that name is somebody, and not the machine.
        return Ok(if TAKEN.contains(&user) {
            format!("user {user}")
        } else {
            user.to_owned()
        });
    };
    if TAKEN.contains(&name.trim()) {
        return Err(Failure::Input(format!(
            "--officer {name}: that name stands for something else in the audit log; say who you are"
        )));
    }
    Ok(if is_about_people && name != user {
        format!("{name} (as {user})")
    } else {
        name
    })
}

/// What the audit log says of it. Who may sign in is changed by a user of the operating system,
/// whatever name was given: nobody writes somebody else's name alone.
fn noted(desk: &Desk, detail: &str) -> String {
    let user = super::system_user::name();
    if user == desk.officer {
        detail.to_owned()
    } else {
        format!("{detail} (as {user})").trim_start().to_owned()
    }
}

impl OfficerCommand {
    fn run(self, desk: &Desk, store: &Store) -> Result<(), Failure> {
        let (name, action, detail) = match &self {
            Self::Add(add) => (
                &add.name,
                "officer add",
                format!("{} {}", add.name, add.role.as_str()),
            ),
            Self::Role(change) => (
                &change.name,
                "officer role",
                format!("{} {}", change.name, change.role.as_str()),
            ),
            Self::Password(named) => (&named.name, "officer password", named.name.clone()),
            Self::Remove(named) => (&named.name, "officer remove", named.name.clone()),
            Self::EndSessions(named) => {
                let detail = noted(desk, &named.name);
                let entry = desk.entry("officer end-sessions", &detail);
                let count = store.end_sessions_of(&named.name, &entry)?;
                return print_line(&format!("{count} sessions of {} ended", named.name));
            }
            Self::Totp(_) | Self::Sessions(_) => return Ok(()),
            Self::List(list) => return print(&store.officers()?, list.json),
            Self::Repair => {
                let detail = noted(desk, "");
                let report = store.repair_roster(&desk.entry("officer repair", &detail))?;
                return print_repair(&report, &store.officers()?);
            }
        };
        // An unknown name is refused before a password is asked for.
        let known = || {
            Ok::<_, Failure>(
                store
                    .officers()?
                    .iter()
                    .any(|one| one.name == *name && !one.removed),
            )
        };
        if matches!(self, Self::Password(_)) && !known()? {
            return Err(Failure::Input(format!("there is no officer {name}")));
        }
        let hash = match &self {
            Self::Add(_) | Self::Password(_) => new_password(name)?,
            _ => String::new(),
        };
        let written = noted(desk, &detail);
        let entry = desk.entry(action, &written);
        let done = match &self {
            Self::Add(add) => store.add_officer(name, add.role, &hash, &entry)?,
            Self::Role(change) => store.set_role(name, change.role, &entry)?,
            Self::Password(_) => store.set_password(name, &hash, &entry)?,
            Self::Remove(_) => store.remove_officer(name, &entry)?,
            _ => false,
        };
        match (done, &self) {
            (true, _) => print_line(&format!("{action}: {detail}")),
            (false, Self::Add(_)) => Err(Failure::Input(format!(
                "there is or was an officer {name}: take another name"
            ))),
            (false, _) => Err(Failure::Input(format!("there is no officer {name}"))),
        }
    }
}

impl TotpArgs {
    fn run(&self, desk: &Desk, store: &Store, key: &DeskKey) -> Result<(), Failure> {
        let name = &self.name;
        let unknown = || Failure::Input(format!("there is no officer {name}"));
        if self.off {
            let detail = format!("{name} off");
            let written = noted(desk, &detail);
            let entry = desk.entry("officer totp", &written);
            let done = store.set_second_factor(name, None, &entry)?;
            return if done {
                print_line(&format!("officer totp: {detail}"))
            } else {
                Err(unknown())
            };
        }
        let secret = TotpSecret::new(&mut SystemRandom)?;
        let codes = RecoveryCodes::new(&mut SystemRandom)?;
        let kept = secret.kept(key, name, 0, &codes)?;
        let written = noted(desk, name);
        if !store.set_second_factor(name, Some(&kept), &desk.entry("officer totp", &written))? {
            return Err(unknown());
        }
        if let Ok(picture) = secret.picture(name) {
            print_line(&picture.half_blocks(false))?;
        }
        print_line(&format!("secret: {}", *secret.typed()))?;
        for code in codes.shown() {
            print_line(&format!("recovery code: {code}"))?;
        }
        print_note(
            "scan it with an authenticator app now, and write the recovery codes down: neither is shown again",
        );
        print_line(&format!("officer totp: {name}"))
    }
}

impl SessionsArgs {
    fn run(&self, store: &Store) -> Result<(), Failure> {
        let mut open = store.sessions()?;
        open.retain(|one| self.name.as_ref().is_none_or(|name| one.officer == *name));
        if self.json {
            return print_json(&open);
        }
        if open.is_empty() {
            print_note("none");
        }
        for one in open {
            print_line(&format!(
                "{}  {:<32}  since {}  used {}  {}",
                one.id,
                one.officer,
                one.began_at,
                one.used_at,
                one.device.as_deref().unwrap_or("unknown")
            ))?;
        }
        Ok(())
    }
}

/// Says what was removed and who is left, so that somebody compares.
pub(super) fn print_repair(report: &RosterReport, left: &[Officer]) -> Result<(), Failure> {
    for name in &report.forged_officers {
        print_line(&format!("removed: {name}, whose row does not hold"))?;
    }
    for name in &report.missing_officers {
        print_line(&format!("missing: {name}, whose row is gone"))?;
    }
    print(left, false)?;
    print_note("everybody signs in anew; compare these names and roles with those that you know");
    Ok(())
}

fn print(officers: &[Officer], json: bool) -> Result<(), Failure> {
    if json {
        return print_json(&officers);
    }
    for officer in officers {
        let codes = if officer.second_factor {
            "  with codes"
        } else {
            ""
        };
        let gone = if officer.removed { "  removed" } else { "" };
        print_line(&format!(
            "{:<32}  {:<8}  since {}{codes}{gone}",
            officer.name,
            officer.role.as_str(),
            officer.added_at
        ))?;
    }
    Ok(())
}

/// Reads a new password: at a terminal it is asked for twice and not shown, otherwise it is the
/// first line of stdin. It is never an argument, because everybody on the machine can see those.
fn new_password(name: &str) -> Result<String, Failure> {
    let stdin = std::io::stdin();
    let password = if stdin.is_terminal() {
        let first = Zeroizing::new(rpassword::prompt_password(format!(
            "Password for {name}: "
        ))?);
        let again = Zeroizing::new(rpassword::prompt_password("Again: ")?);
        if *first != *again {
            return Err(Failure::Input(
                "these are two different passwords; nothing was changed".into(),
            ));
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
        && text.bytes().all(|sign| {
            sign.is_ascii_lowercase() || sign.is_ascii_digit() || matches!(sign, b'.' | b'-')
        });
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
    fn nobody_looks_under_anothers_name_alone() {
        let signed = |name: Option<&str>, user, people| {
            signature(name.map(str::to_owned), user, people).map_err(|_| ())
        };
        assert_eq!(signed(None, "sari", true), Ok("sari".into()));
        assert_eq!(signed(Some("sari"), "sari", true), Ok("sari".into()));
        assert_eq!(
            signed(Some("dewi"), "sari", true),
            Ok("dewi (as sari)".into())
        );
        assert_eq!(signed(Some("timer"), "payung", false), Ok("timer".into()));
        assert_eq!(signed(None, "opener", true), Ok("user opener".into()));
        for taken in ["opener", " opener", "officer"] {
            for people in [true, false] {
                assert_eq!(signed(Some(taken), "sari", people), Err(()), "{taken}");
            }
        }
    }

    #[test]
    fn a_name_is_short_plain_and_nobody_elses() {
        for good in ["sari", "b2", "dewi.contoh-2"] {
            assert_eq!(name(good).as_deref(), Ok(good));
        }
        for bad in [
            "",
            "a",
            "Sari",
            "2b",
            "sari contoh",
            "opener",
            "officer",
            "sári",
            &"a".repeat(33),
        ] {
            assert!(name(bad).is_err(), "{bad}");
        }
    }
}
