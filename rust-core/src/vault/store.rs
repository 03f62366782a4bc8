//! The SQLite file and the folder of sealed photos.

use std::path::Path;

use payung_model::form::Entry;
use payung_model::journey::State;
use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;

use super::{DraftRow, EventRow, Keys, OutboxRow, PhotoRow, RegistrationRow, VaultError};

/// Opened storage. One connection behind a mutex, held for one statement or transaction, never across network or keeper.
pub struct Store {}

impl Store {
    /// Opens or creates; migrates in one IMMEDIATE transaction; sweeps what no row names (photos, captures).
    pub fn open(_home: &Path) -> Result<Self, VaultError> {
        todo!()
    }
    /// Moves database and photos into `set-aside-<n>/` and opens an empty one in their place; the outbox rows and the
    /// registrations' states go along (they are not under the lost key).
    pub fn start_clean(&self) -> Result<(), VaultError> {
        todo!()
    }
    /// Overwrites the wrapped key first, then deletes everything that is ours in the home folder.
    pub fn wipe(&self) -> Result<(), VaultError> {
        todo!()
    }

    // meta: small named values (wrapped key, clock floor, times the keeper said gone)
    pub fn meta(&self, _name: &str) -> Result<Option<Vec<u8>>, VaultError> {
        todo!()
    }
    pub fn set_meta(&self, _name: &str, _value: &[u8]) -> Result<(), VaultError> {
        todo!()
    }

    // drafts
    pub fn add_draft(&self, _keys: &Keys, _row: &DraftRow) -> Result<(), VaultError> {
        todo!()
    }
    pub fn drafts(&self) -> Result<Vec<DraftRow>, VaultError> {
        todo!()
    }
    pub fn draft(&self, _id: RegistrationId) -> Result<DraftRow, VaultError> {
        todo!()
    }
    pub fn delete_draft(&self, _id: RegistrationId) -> Result<(), VaultError> {
        todo!()
    }
    /// All answers of a draft, by question.
    pub fn entries(&self, _keys: &Keys, _draft: RegistrationId) -> Result<Vec<(String, Entry)>, VaultError> {
        todo!()
    }
    /// One answer: one sealed row and the draft's `changed_at`, in one transaction, durable when it returns.
    pub fn put_entry(
        &self,
        _keys: &Keys,
        _draft: RegistrationId,
        _question: &str,
        _entry: &Entry,
        _now: Timestamp,
    ) -> Result<(), VaultError> {
        todo!()
    }
    /// A sealed photo (file and folder fsynced) and its entry, in that order; the file it replaces is removed unless an outbox row names it.
    pub fn put_photo(
        &self,
        _keys: &Keys,
        _row: &PhotoRow,
        _bytes: &[u8],
        _entry: &Entry,
        _now: Timestamp,
    ) -> Result<(), VaultError> {
        todo!()
    }
    pub fn photos(&self, _keys: &Keys, _draft: RegistrationId) -> Result<Vec<PhotoRow>, VaultError> {
        todo!()
    }
    /// Where a sealed photo lies.
    pub fn photo_path(&self, _digest: Digest) -> std::path::PathBuf {
        todo!()
    }

    // registrations and outbox
    /// Ready: registration row, event, outbox row and the photos it needs, in one transaction.
    pub fn add_ready(
        &self,
        _row: &RegistrationRow,
        _outbox: &OutboxRow,
        _photos: &[(Digest, u32)],
        _now: Timestamp,
    ) -> Result<(), VaultError> {
        todo!()
    }
    pub fn registrations(&self) -> Result<Vec<RegistrationRow>, VaultError> {
        todo!()
    }
    pub fn registration(&self, _id: RegistrationId) -> Result<RegistrationRow, VaultError> {
        todo!()
    }
    pub fn events(&self, _id: RegistrationId) -> Result<Vec<EventRow>, VaultError> {
        todo!()
    }
    /// New state and its event, in one transaction; leaving the outbox when the state says so (received, accepted,
    /// needs_correction, refused, withdrawn, draft).
    pub fn set_state(&self, _id: RegistrationId, _state: State, _now: Timestamp) -> Result<(), VaultError> {
        todo!()
    }
    pub fn set_reply(&self, _id: RegistrationId, _reply: &[u8]) -> Result<(), VaultError> {
        todo!()
    }
    pub fn set_withdraw_wanted(&self, _id: RegistrationId, _wanted: bool) -> Result<(), VaultError> {
        todo!()
    }
    pub fn add_bytes_sent(&self, _id: RegistrationId, _bytes: u64) -> Result<(), VaultError> {
        todo!()
    }
    /// Forgets a registration that never left the phone (take back): the draft stays.
    pub fn delete_registration(&self, _id: RegistrationId) -> Result<(), VaultError> {
        todo!()
    }
    /// What is due at `now`, oldest first.
    pub fn due(&self, _now: Timestamp, _limit: u32) -> Result<Vec<RegistrationId>, VaultError> {
        todo!()
    }
    pub fn outbox(&self, _id: RegistrationId) -> Result<Option<OutboxRow>, VaultError> {
        todo!()
    }
    pub fn outbox_photos(&self, _id: RegistrationId) -> Result<Vec<(Digest, u32, bool)>, VaultError> {
        todo!()
    }
    pub fn set_photo_sent(&self, _id: RegistrationId, _digest: Digest) -> Result<(), VaultError> {
        todo!()
    }
    /// After a failed try.
    pub fn put_off(
        &self,
        _id: RegistrationId,
        _attempts: u32,
        _next_try: Timestamp,
        _problem: &str,
    ) -> Result<(), VaultError> {
        todo!()
    }
    /// Earliest next try and how many wait.
    pub fn waiting(&self) -> Result<(u32, Option<Timestamp>), VaultError> {
        todo!()
    }

    // bundles
    pub fn bundle(&self) -> Result<Option<Vec<u8>>, VaultError> {
        todo!()
    }
    pub fn set_bundle(&self, _sequence: u64, _bytes: &[u8]) -> Result<(), VaultError> {
        todo!()
    }
}
