//! The office's database, behind a port.
//!
//! Other modules know [`Store`] and the traits of its areas: [`Registrations`], [`Decisions`],
//! [`Photos`], [`Index`], [`Work`], [`InUse`], [`Erasing`], [`Removals`], [`Bundles`], [`Audit`], [`Officers`],
//! [`IntakePort`], [`Recoveries`], [`Referrals`], [`Upkeep`], [`Money`], [`Refunds`], [`Cards`], [`UploadSharing`], [`UnfinishedUploads`], [`DeskSharing`]. Each method is one unit of work, and nobody is given a connection.
//!
//! | file | holds |
//! |---|---|
//! | `audit_row`, `chain`, `roster`, `roster_rows`, `officer_work`, `guard`, `keyed` | rows that only a process with the office's keys can write: the log's chain, and who may sign in |
//! | `registrations`, `record`, `recovery`, `referrals`, `photos`, `inbox`, `decide`, `index`, `finding`, `casework`, `deeds`, `junk`, `work`, `in_use`, `erase`, `removals`, `bundles`, `audit`, `officers`, `intake`, `upkeep`, `money`, `sharing`, `unfinished` | one area each: what it asks for, and how that is done in statements that both databases understand |
//! | `sql` | statements, rows, transactions: what the two databases have in common |
//! | `sqlite` | the file `office.db` in the data folder; group commit; its schema. Only this folder names `rusqlite` |
//! | `postgres` | PostgreSQL, by `--database postgres://…`: its pool, its schema. Only this folder names `tokio_postgres` |
//! | `transfer` | copying a database from one engine to another, and comparing them |
//! | `office` | [`Store`]: a database and its data folder |
//!
//! Sealed photos lie in `photos/` of the data folder. Without the office's private keys only two
//! things can be read in the database: the clear header of each envelope, and the index row that
//! the opener writes ([`index`] says what is in it).

mod audit;
mod audit_row;
mod bundles;
mod casework;
mod chain;
mod decide;
mod deeds;
mod erase;
mod error;
mod finding;
mod guard;
mod in_use;
mod inbox;
pub mod index;
mod intake;
mod junk;
mod keyed;
pub mod money;
mod office;
mod officer_work;
pub mod officers;
mod photos;
mod port;
mod postgres;
mod record;
mod recovery;
mod referrals;
mod registrations;
mod removals;
mod roster;
mod roster_rows;
mod sharing;
mod sql;
mod sqlite;
mod transfer;
mod unfinished;
mod upkeep;
mod work;

pub use audit::Audit;
pub use audit_row::{AuditEntry, AuditRow};
pub use bundles::{Bundles, SignedBundle};
pub use casework::{Casework, Paper, PaperKind, QueueFilter};
pub use chain::{ChainBreak, ChainPoint, ChainReport, public_digest};
pub use decide::{Decided, DecisionRecord, Decisions};
pub use deeds::{DeedCount, DeedTime, Deeds};
pub use erase::{EraseOutcome, Erasing, Erasure, ExpectedStanding, Tombstone, Untold};
pub use error::StoreError;
pub use finding::{Finding, Found};
pub use in_use::{InUse, MemberUse};
pub use inbox::{InboxPart, InboxPlace, InboxReader};
pub use index::Index;
pub use intake::{IntakePort, Standing};
pub use junk::{Amount, Junk};
pub use money::{Arrangements, Cards, Money, Refunds, Reissues, Sponsors};
pub use office::{DatabaseUrl, Store};
pub use officers::Officers;
pub use photos::Photos;
pub use port::Port;
pub use record::{Arrival, Recorded};
pub use recovery::{KeptRecovery, Recoveries, RecoveryKept};
pub use referrals::{MOST_CODES, OTHER, ReferralCount, Referrals};
pub use registrations::{
    EndedAccess, ExpectedPhoto, PageKey, RegistrationRow, RegistrationStatus, Registrations,
};
pub use removals::Removals;
pub use roster::{RosterReport, RosterState};
pub use sharing::{DeskSharing, HeldUpload, ProcessId, UploadClaim, UploadSharing};
pub use sql::{Inspection, MaintenanceLock, Pending, statements_run};
pub use transfer::CopiedTable;
pub use unfinished::{UnfinishedUpload, UnfinishedUploads, UploadPiece};
pub use upkeep::Upkeep;
pub use work::{OpenedRecord, WaitingRecord, Work, WorkState};
