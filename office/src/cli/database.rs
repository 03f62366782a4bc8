//! `office database`: moving an office into another database, and who may do what in it.

use clap::{Args, Subcommand};

use super::desk::Desk;
use super::output::{print_line, print_note};
use crate::failure::Failure;
use crate::store::{DatabaseUrl, Store};

#[derive(Subcommand)]
pub(super) enum DatabaseCommand {
    /// Copy everything from --database into another database, compare, and close the old one.
    // Boxed: an address of PostgreSQL is much larger than what the other commands take.
    Move(Box<MoveArgs>),
    /// Print the digest of every table: of two databases with the same lines each holds what the
    /// other holds.
    Digest(DigestArgs),
    /// Take writes again after a move that was interrupted; never after one that was completed.
    Reopen(ReopenArgs),
    /// Give a role of PostgreSQL what the intake needs and nothing else: it sees neither officers,
    /// sessions and the audit log nor money.
    Roles(RolesArgs),
}

#[derive(Args)]
pub(super) struct MoveArgs {
    /// The new database, which is empty or is not there yet: sqlite, or
    /// <postgres://USER@HOST/NAME>.
    #[arg(long)]
    to: DatabaseUrl,
}

#[derive(Args)]
pub(super) struct RolesArgs {
    /// The role as which `serve` without `--open` connects. It is there already, and is no
    /// superuser.
    #[arg(long, value_name = "ROLE")]
    intake: String,
}

#[derive(Args)]
pub(super) struct DigestArgs {}

#[derive(Args)]
pub(super) struct ReopenArgs {}

impl DatabaseCommand {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        // The office must be there: a typing error must not move an empty one.
        drop(desk.office()?);
        match self {
            Self::Move(to) => to.run(desk),
            Self::Reopen(ReopenArgs {}) => {
                Store::reopen(&desk.database, &desk.dir)?;
                desk.office()?.audit(&[desk.entry("database reopen", "")])?;
                print_line("it takes writes again")
            }
            Self::Roles(RolesArgs { intake }) => {
                Store::grant_intake(&desk.database, &intake)?;
                desk.office()?
                    .audit(&[desk.entry("database roles", &intake)])?;
                print_line(&format!(
                    "{intake} may receive; officers, sessions, the audit log and money are not to be seen by it"
                ))
            }
            Self::Digest(DigestArgs {}) => {
                for table in Store::digests(&desk.database, &desk.dir)? {
                    print_line(&format!("{}  {}  {}", table.digest, table.rows, table.name))?;
                }
                Ok(())
            }
        }
    }
}

impl MoveArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let copied = Store::move_database(&desk.database, &self.to, &desk.dir)?;
        for table in &copied {
            print_line(&format!("{}  {}  {}", table.digest, table.rows, table.name))?;
        }
        let to = if self.to.is_sqlite() {
            "sqlite"
        } else {
            "postgresql"
        };
        let store = Store::open_at(&self.to, &desk.dir)?;
        store.audit(&[desk.entry("database move", to)])?;
        print_note(
            "the old database takes no writes any more: start every program with the new --database",
        );
        print_line(&format!("moved to {to}: both sides have the same digests"))
    }
}
