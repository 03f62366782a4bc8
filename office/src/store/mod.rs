//! The office's database: one file, `office.db`, in the data folder. Sealed photos lie beside it in
//! `photos/`.
//!
//! It runs in WAL mode with `synchronous=FULL`, so a commit is on the disk before it is answered.
//! Records are append-only. The intake writes through one thread that commits many requests
//! together ([`Writer`]). The desk's commands open the same file with connections of their own.
//! Without the office's private keys only two things can be read: the clear header of each
//! envelope, and the index row that the opener writes ([`index`] says what is in it).

mod audit;
mod bundles;
mod database;
mod erase;
mod error;
mod inbox;
pub mod index;
pub mod officers;
mod photos;
mod readers;
mod record;
mod registrations;
mod schema;
mod writer;

pub use audit::{
    AuditRow, audit, audit_of, audit_part, audit_rows, last_audited, last_done, last_look, longest_silence,
};
pub use bundles::{
    SignedBundle, add_bundle, bundle_by_sequence, bundle_for, bundle_signed_by, jump_sequence, key_known,
    know_office_key, newest_by_engine, newest_engine, newest_sequence, next_sequence, retire_office_key, sealed_to,
};
pub use database::Store;
pub use erase::{Tombstone, Untold, bury, empty_log, erase, tell, tombstone, tombstones, untold};
pub use error::StoreError;
pub use inbox::{InboxPart, InboxPlace, add_item, items_after, jump_inboxes, last_sequence, next_place};
pub use photos::{
    complete_photo, complete_photos, expected_photo, photo_complete, photo_length, receiving_photos, unfinished_photos,
};
pub use readers::Readers;
pub use record::{Arrival, Recorded, record};
pub use registrations::{
    ExpectedPhoto, RegistrationRow, RegistrationStatus, by_receipt, count_by_state, decide, latest_record, list,
    list_part, owns, records, registration_status, withdraw,
};
pub use schema::known_version;
pub use writer::Writer;
