//! The `office` program. Each command has a small file. `docs/operating.md` is the manual.

mod audit;
mod backup;
mod bundle;
mod database;
mod decide;
mod doctor;
mod environment;
mod erase;
mod export;
mod init;
mod keys;
mod list;
mod manual;
mod officer;
mod open;
mod openapi;
mod output;
mod retention;
mod rotate;
mod serve;
mod show;
mod trust;
mod web;

use crate::failure::Failure;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use payung_model::sealed::OfficeKey;
use payung_model::units::Timestamp;

use crate::clock::Clock;
use crate::keys::{Keys, KeysProblem, Passphrase};
use crate::opener;
use crate::store::{AuditEntry, DatabaseUrl, Store, StoreError};
use output::{print_json, print_line, print_note};

/// Receives registrations, opens them, and answers.
#[derive(Parser)]
#[command(name = "office", version, max_term_width = 110)]
pub struct Cli {
    /// Data folder: database and sealed photos.
    #[arg(long, global = true, env = "PAYUNG_OFFICE_DIR", default_value = "./office-data")]
    dir: PathBuf,
    /// The database: sqlite, which is a file in the data folder, or <postgres://USER@HOST/NAME>; several hosts are
    /// tried in their order.
    #[arg(long, global = true, env = "PAYUNG_OFFICE_DATABASE", default_value = "sqlite", hide_env_values = true)]
    database: DatabaseUrl,
    /// Who works here; written into the audit log and nowhere else.
    #[arg(long, global = true, env = "PAYUNG_OFFICER", default_value = "officer")]
    officer: String,
    /// Take this for the present time (for tests): 2026-11-23T09:00:00+07:00.
    #[arg(long, global = true)]
    now: Option<Timestamp>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Found an office: its name and address, keys, first rules, and the file for phones.
    Init(init::InitArgs),
    /// Private keys: make, list, back up, restore, rotate, retire.
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Print the trust file for phones (makes keys when there are none).
    Trust(trust::TrustArgs),
    /// Content bundles: sign.
    #[command(subcommand)]
    Bundle(bundle::BundleCommand),
    /// Receive registrations over HTTP.
    Serve(serve::ServeArgs),
    /// Print the intake's contract: OpenAPI 3.1, as `GET /v1/openapi.json` serves it.
    Openapi(openapi::OpenApiArgs),
    /// Open what was received: check, index, flag.
    Open(open::OpenArgs),
    /// List registrations; no answers are shown.
    List(list::ListArgs),
    /// Show one registration's answers (audited first).
    Show(show::ShowArgs),
    /// Accept a registration.
    Accept(decide::AcceptArgs),
    /// Ask the worker to correct some answers.
    Correct(decide::CorrectArgs),
    /// Refuse a registration.
    Refuse(decide::RefuseArgs),
    /// Is this office well? Changes nothing; 1 when something is bad.
    Doctor(doctor::DoctorArgs),
    /// Print the audit log.
    Audit(audit::AuditArgs),
    /// Write everything the office holds about one registration into a folder (audited first).
    Export(export::ExportArgs),
    /// Erase a registration for good; a tombstone stays.
    Erase(erase::EraseArgs),
    /// List what was erased.
    Erased(erase::ErasedArgs),
    /// List or erase registrations that are older than the rules in retention.json.
    #[command(subcommand)]
    Retention(retention::RetentionCommand),
    /// Move an office into another database, and back.
    #[command(subcommand)]
    Database(database::DatabaseCommand),
    /// Copy the data folder of a running office; keys are never in it.
    Backup(backup::BackupArgs),
    /// Restore a backup into an empty data folder; every digest is compared.
    Restore(backup::RestoreArgs),
    /// Officers who may sign in to the web pages: add, role, password, remove, list.
    #[command(subcommand)]
    Officer(officer::OfficerCommand),
    /// Write completions for shells and manual pages.
    Manual(manual::ManualArgs),
    #[command(alias = "page")]
    /// Serve the officers' web pages (holds the private keys, and also opens new registrations).
    Web(web::WebArgs),
}

/// Where the private keys are.
#[derive(Args)]
struct KeyArgs {
    /// Key folder, outside the data folder. Default: the data folder's name with `-keys`.
    #[arg(long, env = "PAYUNG_OFFICE_KEYS")]
    keys: Option<PathBuf>,
    /// File whose first line is the passphrase of the keys.
    #[arg(long, env = "PAYUNG_OFFICE_PASSPHRASE_FILE")]
    passphrase_file: Option<PathBuf>,
}

/// What every command is given.
struct Desk {
    dir: PathBuf,
    database: DatabaseUrl,
    officer: String,
    clock: Clock,
}

impl Cli {
    /// Reads the command line and the environment, in which an empty variable counts as not set. A slip ends the program and
    /// is explained on stderr.
    pub fn read() -> Self {
        let command = environment::without_empty_variables(Self::command());
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }

    /// Runs the command. Exit code 0: done; 2: wrong input, explained on stderr; 1: any other
    /// failure.
    pub fn run(self) -> ExitCode {
        crate::hardening::no_core_dumps();
        let clock = self.now.map_or(Clock::System, Clock::Fixed);
        let desk = Desk { dir: self.dir, database: self.database, officer: self.officer, clock };
        let done = match self.command {
            Command::Init(command) => command.run(&desk),
            Command::Keys(command) => command.run(&desk),
            Command::Trust(command) => command.run(&desk),
            Command::Bundle(command) => command.run(&desk),
            Command::Serve(command) => command.run(&desk),
            Command::Openapi(command) => command.run(&desk),
            Command::Open(command) => command.run(&desk),
            Command::List(command) => command.run(&desk),
            Command::Show(command) => command.run(&desk),
            Command::Accept(command) => command.run(&desk),
            Command::Correct(command) => command.run(&desk),
            Command::Refuse(command) => command.run(&desk),
            Command::Doctor(command) => command.run(&desk),
            Command::Audit(command) => command.run(&desk),
            Command::Export(command) => command.run(&desk),
            Command::Erase(command) => command.run(&desk),
            Command::Erased(command) => command.run(&desk),
            Command::Retention(command) => command.run(&desk),
            Command::Database(command) => command.run(&desk),
            Command::Backup(command) => command.run(&desk),
            Command::Restore(command) => command.run(&desk),
            Command::Officer(command) => command.run(&desk),
            Command::Manual(command) => command.run(Self::command()),
            Command::Web(command) => command.run(&desk),
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                print_note(&format!("office: {failure}"));
                failure.exit_code()
            }
        }
    }
}

impl Desk {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A row of the audit log about something that was done now, to no registration.
    fn entry<'a>(&'a self, action: &'a str, detail: &'a str) -> AuditEntry<'a> {
        AuditEntry { at: self.now(), officer: &self.officer, action, id: None, detail }
    }

    /// The database. It is made if it does not exist.
    fn store(&self) -> Result<Store, Failure> {
        Store::open_at(&self.database, &self.dir).map_err(|error| match error {
            StoreError::File(error) => named(&self.dir, &error),
            other => other.into(),
        })
    }

    /// The database of an existing office. Most commands use it, so that a typing error in `--dir`
    /// does not make a new, empty office.
    fn office(&self) -> Result<Store, Failure> {
        if Store::is_there(&self.database, &self.dir)? {
            return self.store();
        }
        let dir = self.dir.display();
        Err(Failure::Input(format!(
            "there is no office in {dir}: name its data folder with --dir or PAYUNG_OFFICE_DIR, and its database with \
             --database"
        )))
    }

    /// The key folder, which never lies inside the data folder.
    fn key_folder(&self, args: &KeyArgs) -> Result<PathBuf, Failure> {
        let folder = args.keys.clone().unwrap_or_else(|| beside(&self.dir, "-keys"));
        // The file itself may be a link that leads back.
        for place in [folder.clone(), folder.join(Keys::FILE)] {
            if real(&place)?.starts_with(real(&self.dir)?) {
                return Err(KeysProblem::InsideData(folder).into());
            }
        }
        Ok(folder)
    }

    /// Says so when workers would read the name of the built-in example instead of an office's own.
    fn warn_of_the_example(&self) -> Result<(), Failure> {
        let name = opener::served_controller(&self.store()?)?;
        if name.as_deref().is_none_or(opener::is_example) {
            tracing::warn!("workers read the name of an example, which is no office: found yours with `office init`");
        }
        Ok(())
    }

    fn keys(&self, args: &KeyArgs) -> Result<Keys, Failure> {
        Ok(Keys::load(&self.key_folder(args)?, args.passphrase()?.as_ref())?)
    }
}

impl Desk {
    /// Private office keys, the newest first; none when there is no key folder. Keys that are there and cannot be read
    /// are an error.
    fn keys_if_any(&self, args: &KeyArgs) -> Result<Vec<OfficeKey>, Failure> {
        match Keys::load(&self.key_folder(args)?, args.passphrase()?.as_ref()) {
            Err(KeysProblem::Missing(_)) if args.keys.is_none() => Ok(Vec::new()),
            keys => Ok(keys?.office()),
        }
    }
}

impl KeyArgs {
    fn passphrase(&self) -> Result<Option<Passphrase>, Failure> {
        self.passphrase_file.as_deref().map(|file| passphrase("--passphrase-file", file)).transpose()
    }
}

/// The first line of the file that an option names.
fn passphrase(option: &str, file: &Path) -> Result<Passphrase, Failure> {
    Passphrase::read(file).map_err(|problem| {
        let problem = match problem {
            KeysProblem::File(error) => error.to_string(),
            other => other.to_string(),
        };
        Failure::Input(format!("{option} {}: {problem}", file.display()))
    })
}

/// Adds the path to an error of the system.
fn named(path: &Path, error: &std::io::Error) -> Failure {
    std::io::Error::new(error.kind(), format!("{}: {error}", path.display())).into()
}

/// Adds the address to an error of listening.
fn not_here(listen: SocketAddr, error: &std::io::Error) -> Failure {
    std::io::Error::new(error.kind(), format!("--listen {listen}: {error}")).into()
}

/// Reads an address to listen on.
fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "write ADDRESS:PORT, like 127.0.0.1:8080".to_owned())
}

/// Writes the log as lines of JSON to stderr. When the log cannot be written (its disk is full),
/// the office goes on. By default the subscriber would report that error on stderr, which fails too
/// and panics, so that report is turned off.
fn log_to_stderr() {
    let lines = tracing_subscriber::fmt().json().with_writer(std::io::stderr).with_current_span(false);
    lines.log_internal_errors(false).init();
}

/// The data folder's name with something added.
fn beside(dir: &Path, with: &str) -> PathBuf {
    let tidy: PathBuf = dir.components().collect();
    let mut name = OsString::from(tidy);
    name.push(with);
    PathBuf::from(name)
}

/// Where a path leads, whether or not anything is there yet: links and `..` are followed as the system would follow
/// them, so that a folder that is made later is judged by the place where it will be.
fn real(path: &Path) -> Result<PathBuf, Failure> {
    let mut at = PathBuf::from("/");
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::Normal(name) => {
                let next = at.join(name);
                // What does not exist can be no link, so its name is taken as it is.
                at = next.canonicalize().unwrap_or(next);
            }
            Component::ParentDir => {
                at.pop();
            }
            Component::RootDir | Component::CurDir | Component::Prefix(_) => {}
        }
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        <Cli as CommandFactory>::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_has_a_word_of_help() {
        fn look(command: &clap::Command) {
            let silent = command.get_arguments().find(|argument| argument.get_help().is_none());
            assert!(silent.is_none(), "{}: {silent:?}", command.get_name());
            assert!(command.get_about().is_some(), "{}", command.get_name());
            command.get_subcommands().for_each(look);
        }
        look(&<Cli as CommandFactory>::command());
    }

    #[test]
    fn a_path_is_judged_by_where_it_leads() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("data/deep")).unwrap();
        std::os::unix::fs::symlink(root.join("data"), root.join("link")).unwrap();
        for (path, leads_to) in [
            ("data/keys", "data/keys"),
            ("keys", "keys"),
            ("elsewhere/../data/keys", "data/keys"),
            ("link/keys", "data/keys"),
            ("link/deep/../not/there", "data/not/there"),
            ("data/../keys", "keys"),
        ] {
            assert_eq!(real(&root.join(path)).unwrap(), root.join(leads_to), "{path}");
        }
    }

    #[test]
    fn keys_lie_beside_the_data_unless_said_otherwise() {
        assert_eq!(beside(Path::new("./office-data/"), "-keys"), PathBuf::from("./office-data-keys"));
        assert_eq!(beside(Path::new("/srv/payung"), "-keys"), PathBuf::from("/srv/payung-keys"));
    }
}
