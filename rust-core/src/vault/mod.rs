//! Everything on disk, and the keys it lies under.
//!
//! - [`Store`]: one `SQLite` file (`payung.db`) and a folder of sealed photos (`photos/`). It opens without any key: rows
//!   that must go even when the key is lost (outbox, states, rules) are in it unwrapped, and hold no answer in clear.
//! - [`Keys`]: the data key and what is derived from it; seals and opens records.
//! - `schema.rs`: the migrations; `tests/fixtures` keeps an old database for each.
//!
//! Threat model: SECURITY.md.
//!
//! Durable means durable: WAL, `synchronous=FULL`, files are fsynced with their folder.

mod about;
mod clean;
mod drafts;
mod error;
mod expiry;
mod folder;
mod inbox;
mod keys;
mod outbox;
mod packed;
mod photos;
mod records;
mod registrations;
mod revisions;
mod rules;
mod schema;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod transitions;

pub use about::About;
pub use error::VaultError;
pub use inbox::{InboxRow, Taken};
pub use keys::{Keys, RecordKind, Unlocked};
pub use outbox::{MENDED_BY_RULES, RegistrationQuery, WAIT_WIFI};
pub use records::{DraftRow, EventRow, OutboxRow, Page, PhotoRow, RegistrationRow};
pub use revisions::{NewRegistration, SealedRevision};
pub use rules::RulesRow;
pub use store::Store;
#[cfg(test)]
pub(crate) use transitions::Planted;
pub use transitions::{Applied, Expected};
