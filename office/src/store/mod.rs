//! The office's database, behind a port.
//!
//! Other modules know [`Store`] and the traits of its areas: [`Registrations`], [`Decisions`],
//! [`Photos`], [`Index`], [`Work`], [`Erasing`], [`Bundles`], [`Audit`], [`Officers`], [`IntakePort`],
//! [`Upkeep`]. Each method is one unit of work, and nobody is given a connection.
//!
//! | file | holds |
//! |---|---|
//! | `registrations`, `record`, `photos`, `inbox`, `decide`, `index`, `work`, `erase`, `bundles`, `audit`, `officers`, `intake`, `upkeep` | one area each: what it asks for, and how that is done in statements that both databases understand |
//! | `sql` | statements, rows, transactions: what the two databases have in common |
//! | `sqlite` | the file `office.db` in the data folder; group commit; its schema. Only this folder names `rusqlite` |
//! | `postgres` | PostgreSQL, by `--database postgres://…`: its pool, its schema. Only this folder names `tokio_postgres` |
//! | `transfer` | copying a database from one engine to another, and comparing them |
//! | `office` | [`Store`]: a database and its data folder |
//!
//! Sealed photos lie in `photos/` of the data folder. Without the office's private keys only two
//! things can be read in the database: the clear header of each envelope, and the index row that the
//! opener writes ([`index`] says what is in it).

mod audit;
mod bundles;
mod casework;
mod decide;
mod erase;
mod error;
mod inbox;
pub mod index;
mod intake;
mod office;
pub mod officers;
mod photos;
mod port;
mod postgres;
mod record;
mod registrations;
mod sql;
mod sqlite;
mod transfer;
mod upkeep;
mod work;

pub use audit::{Audit, AuditEntry, AuditRow};
pub use bundles::{Bundles, SignedBundle};
pub use casework::{Casework, DeedCount, Paper, PaperKind, QueueFilter};
pub use decide::{Decided, DecisionRecord, Decisions};
pub use erase::{EraseOutcome, Erasing, Erasure, ExpectedStanding, Tombstone, Untold};
pub use error::StoreError;
pub use inbox::{InboxPart, InboxPlace};
pub use index::Index;
pub use intake::{IntakePort, Standing};
pub use office::{DatabaseUrl, Store};
pub use officers::Officers;
pub use photos::Photos;
pub use port::Port;
pub use record::{Arrival, Recorded};
pub use registrations::{ExpectedPhoto, PageKey, RegistrationRow, RegistrationStatus, Registrations};
pub use sql::{Inspection, MaintenanceLock, Pending};
pub use transfer::CopiedTable;
pub use upkeep::Upkeep;
pub use work::{OpenedRecord, WaitingRecord, Work, WorkState};
