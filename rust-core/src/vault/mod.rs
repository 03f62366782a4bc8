//! Everything that the app keeps on disk, and the keys that seal it.
//!
//! - [`Store`] is one `SQLite` file (`payung.db`) and a folder of sealed photos (`photos/`). It
//!   opens without any key. Rows that must be sent even when the key is lost (outbox, states,
//!   rules) are therefore not sealed under the data key; they hold no answer in clear.
//! - [`Keys`] are the data key and the keys that are derived from it. They seal and open records.
//! - `schema.rs` has the migrations; `tests/fixtures` keeps an old database of each schema.
//!
//! SECURITY.md has the threat model.
//!
//! A change is on the disk when its call returns: the database uses WAL with `synchronous=FULL`,
//! and each file is fsynced together with its folder.

mod about;
mod clean;
mod details;
mod drafts;
mod error;
mod expiry;
mod folder;
mod inbox;
mod keys;
mod label;
mod members;
mod notifications;
mod outbox;
mod packed;
mod photos;
mod records;
mod recovery;
mod referral;
mod registrations;
mod revisions;
mod rules;
mod schema;
mod set_aside;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod transitions;

pub use about::About;
pub use details::Details;
pub use error::VaultError;
pub use inbox::{InboxRow, Taken};
pub use keys::{Keys, RecordKind, Unlocked};
pub use label::DraftLabel;
pub use members::Folded;
pub use outbox::{LONGEST_DELAY, MENDED_BY_RULES, RegistrationQuery};
pub use records::{
    DraftRow, EventRow, ItemAbout, OutboxRow, Page, PhotoRow, Position, RegistrationRow,
};
pub use recovery::{RecoveredRegistration, RecoveryNote, RecoveryParcel};
pub use referral::{Referral, UsedReferral};
pub use revisions::{NewRegistration, SealedRevision};
pub use rules::RulesRow;
pub use store::Store;
#[cfg(test)]
pub(crate) use transitions::Planted;
pub use transitions::{Applied, Expected};
