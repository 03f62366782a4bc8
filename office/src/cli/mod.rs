//! The `office` program. Each command has a small file. `docs/operating.md` is the manual.

mod acquirer;
mod answering;
mod audit;
mod backup;
mod bill;
mod bundle;
mod card;
mod database;
mod decide;
mod desk;
mod doctor;
mod environment;
mod erase;
mod export;
mod init;
mod junk;
mod keys;
mod list;
mod manual;
mod money;
mod officer;
mod open;
mod openapi;
mod output;
mod pay_code;
mod referrals;
mod reissue;
mod retention;
mod rotate;
mod serve;
mod show;
mod sponsor;
mod system_user;
mod trust;
mod web;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use payung_model::units::Timestamp;

use crate::clock::Clock;
use crate::store::DatabaseUrl;
use desk::Desk;
use output::print_note;

/// Receives registrations, opens them, and answers.
#[derive(Parser)]
#[command(name = "office", version, max_term_width = 110)]
pub struct Cli {
    /// Data folder: database and sealed photos.
    #[arg(
        long,
        global = true,
        env = "PAYUNG_OFFICE_DIR",
        default_value = "./office-data"
    )]
    dir: PathBuf,
    /// The database: sqlite, which is a file in the data folder, or <postgres://USER@HOST/NAME>;
    /// several hosts are tried in their order.
    #[arg(
        long,
        global = true,
        env = "PAYUNG_OFFICE_DATABASE",
        default_value = "sqlite",
        hide_env_values = true
    )]
    database: DatabaseUrl,
    /// Who works here; written into the audit log and nowhere else, with the user of the operating system
    /// where that is another name. Default: that user.
    #[arg(long, global = true, env = "PAYUNG_OFFICER")]
    officer: Option<String>,
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
    /// Make the access of a registration anew, for a worker who lost phone and recovery code (audited).
    Reissue(reissue::ReissueArgs),
    /// Is this office well? Changes nothing; 1 when something is bad.
    Doctor(doctor::DoctorArgs),
    /// Bills: list, show, cancel, make again.
    #[command(subcommand)]
    Bill(bill::BillCommand),
    /// Members' cards: issue, verify, page.
    #[command(subcommand)]
    Card(card::CardCommand),
    /// Money: check, unapplied, refund.
    #[command(subcommand)]
    Money(money::MoneyCommand),
    /// A member without a phone agrees on paper that somebody else pays: the slip, the code.
    #[command(subcommand)]
    PayCode(pay_code::PayCodeCommand),
    /// Organisations that pay for members: add, list, members, bills, end.
    #[command(subcommand)]
    Sponsor(sponsor::SponsorCommand),
    /// Something happened to a member: months after it are not due.
    Claim(bill::ClaimArgs),
    /// How many registrations came by which code of a poster or a helper; fewer than ten are not told apart.
    Referrals(referrals::ReferralsArgs),
    /// Print the audit log, verify it, sign how far it has come.
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
    Officer(officer::OfficerArgs),
    /// Write completions for shells and manual pages.
    Manual(manual::ManualArgs),
    #[command(alias = "page")]
    /// Serve the officers' web pages (holds the private keys, and also opens new registrations).
    Web(web::WebArgs),
}

impl Cli {
    /// Reads the command line and the environment, in which an empty variable counts as not set. A
    /// slip ends the program and is explained on stderr.
    pub fn read() -> Self {
        let command = environment::without_empty_variables(Self::command());
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }

    /// Runs the command. Exit code 0: done; 2: wrong input, explained on stderr; 1: any other
    /// failure.
    pub fn run(self) -> ExitCode {
        crate::hardening::no_core_dumps();
        let clock = self.now.map_or(Clock::System, Clock::Fixed);
        let user = system_user::name();
        let officer = match officer::signature(self.officer, &user, self.command.is_about_people())
        {
            Ok(officer) => officer,
            Err(failure) => {
                print_note(&format!("office: {failure}"));
                return failure.exit_code();
            }
        };
        let desk = Desk {
            dir: self.dir,
            database: self.database,
            officer,
            clock,
        };
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
            Command::Reissue(command) => command.run(&desk),
            Command::Doctor(command) => command.run(&desk),
            Command::Bill(command) => command.run(&desk),
            Command::Card(command) => command.run(&desk),
            Command::Money(command) => command.run(&desk),
            Command::PayCode(command) => command.run(&desk),
            Command::Sponsor(command) => command.run(&desk),
            Command::Claim(command) => command.run(&desk),
            Command::Referrals(command) => command.run(&desk),
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

impl Command {
    /// True for what looks at somebody's data or decides about somebody: whoever has a shell here must
    /// not do that under another's name alone.
    fn is_about_people(&self) -> bool {
        matches!(
            self,
            Self::Show(_)
                | Self::Accept(_)
                | Self::Correct(_)
                | Self::Refuse(_)
                | Self::Reissue(_)
                | Self::Export(_)
                | Self::Erase(_)
                | Self::Claim(_)
                | Self::Bill(_)
                | Self::Card(_)
                | Self::Money(_)
                | Self::PayCode(_)
                | Self::Sponsor(_)
        )
    }
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
            let silent = command
                .get_arguments()
                .find(|argument| argument.get_help().is_none());
            assert!(silent.is_none(), "{}: {silent:?}", command.get_name());
            assert!(command.get_about().is_some(), "{}", command.get_name());
            command.get_subcommands().for_each(look);
        }
        look(&<Cli as CommandFactory>::command());
    }
}
