//! What the intake asks of the database. It never waits for it with a thread of its own.

use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;

use super::bundles::{self, SignedBundle};
use super::erase::{Tombstone, tombstone};
use super::error::StoreError;
use super::inbox::{self, InboxPart, InboxReader};
use super::photos;
use super::record::{Arrival, Recorded, record};
use super::recovery;
use super::registrations::{self, ExpectedPhoto, RegistrationStatus, registration_status};
use super::sql::{Database, Engine, Pending, TransactionLock};
use crate::photo_store::PhotoName;

/// What a registration's id stands for: a registration, a tombstone, or nothing.
pub type Standing = (Option<RegistrationStatus>, Option<Tombstone>);

/// The intake's part of the port.
pub trait IntakePort {
    /// Keeps a record, or tells why it was not kept. It is durable when this is answered.
    fn record(&self, arrival: Arrival) -> Pending<Recorded>;

    /// What an id stands for.
    fn standing(&self, id: RegistrationId) -> Pending<Standing>;

    /// The worker withdraws the registration. None when it was already accepted or refused. A
    /// repeated withdrawal changes nothing.
    fn withdraw(&self, id: RegistrationId, at: Timestamp) -> Pending<Option<RegistrationStatus>>;

    /// Marks a photo as complete: its file is synced and its digest was compared. If it was the
    /// last one that was missing, the registration becomes *received*. When no revision names it
    /// any more, it is left to [`super::Removals`].
    fn complete_photo(&self, id: RegistrationId, digest: Digest, at: Timestamp) -> Pending<()>;

    /// True when the photo is complete; none when no revision names it, or when it was erased.
    fn photo_complete(&self, id: RegistrationId, digest: Digest) -> Pending<Option<bool>>;

    /// At most `most` photos after `after` that are not complete, of any revision and any state.
    fn unfinished_photos(&self, after: Option<PhotoName>, most: u32) -> Pending<Vec<PhotoName>>;

    /// At most `most` photos after `after` that are missing from registrations in `receiving`.
    fn receiving_photos(
        &self,
        after: Option<PhotoName>,
        most: u32,
    ) -> Pending<Vec<(RegistrationId, ExpectedPhoto)>>;

    /// The inbox items after `after` that this reader may have, the oldest first: at most `most`, and
    /// together at most `most_bytes`, but at least one.
    fn inbox(
        &self,
        id: RegistrationId,
        reader: InboxReader,
        after: u64,
        most: u32,
        most_bytes: usize,
    ) -> Pending<InboxPart>;

    /// The newest bundle that an engine can read, or that one of two keys signed, and the highest
    /// engine that any bundle needs.
    fn newest_bundle(
        &self,
        engine: u32,
        signers: Option<[String; 2]>,
    ) -> Pending<(Option<SignedBundle>, u32)>;

    /// The number of registrations in each state that occurs. It proves that the database answers.
    fn states(&self) -> Pending<Vec<(String, u64)>>;

    /// Since when what no opener has tried waits longest, none when nothing does; and how many
    /// registrations were tried in vain and set aside.
    fn unopened(&self) -> Pending<(Option<Timestamp>, u64)>;

    /// Proves that the database answers.
    fn ping(&self) -> Pending<()>;

    /// Starts what writes for the intake. Joining the thread, after all that uses this store was
    /// dropped, proves that everything was written; none where nothing has to be waited for.
    fn start_writer(&self) -> Result<Option<std::thread::JoinHandle<()>>, StoreError>;
}

impl<E: Engine> IntakePort for Database<E> {
    fn record(&self, arrival: Arrival) -> Pending<Recorded> {
        self.engine.write_soon(move |sql| record(sql, &arrival))
    }

    fn standing(&self, id: RegistrationId) -> Pending<Standing> {
        self.engine
            .read_soon(move |sql| Ok((registration_status(sql, id)?, tombstone(sql, id)?)))
    }

    fn withdraw(&self, id: RegistrationId, at: Timestamp) -> Pending<Option<RegistrationStatus>> {
        self.engine.write_soon(move |sql| {
            sql.lock(TransactionLock::Registration(id))?;
            let withdrawn = registrations::withdraw(sql, id, at)?;
            if withdrawn.is_some() {
                recovery::forget(sql, id)?;
            }
            Ok(withdrawn)
        })
    }

    fn complete_photo(&self, id: RegistrationId, digest: Digest, at: Timestamp) -> Pending<()> {
        self.engine
            .write_soon(move |sql| photos::complete_photo(sql, id, digest, at))
    }

    fn photo_complete(&self, id: RegistrationId, digest: Digest) -> Pending<Option<bool>> {
        self.engine
            .read_soon(move |sql| photos::photo_complete(sql, id, digest))
    }

    fn unfinished_photos(&self, after: Option<PhotoName>, most: u32) -> Pending<Vec<PhotoName>> {
        self.engine
            .read_soon(move |sql| photos::unfinished_photos(sql, after, most))
    }

    fn receiving_photos(
        &self,
        after: Option<PhotoName>,
        most: u32,
    ) -> Pending<Vec<(RegistrationId, ExpectedPhoto)>> {
        self.engine
            .read_soon(move |sql| photos::receiving_photos(sql, after, most))
    }

    fn inbox(
        &self,
        id: RegistrationId,
        reader: InboxReader,
        after: u64,
        most: u32,
        most_bytes: usize,
    ) -> Pending<InboxPart> {
        self.engine
            .read_soon(move |sql| inbox::items_after(sql, id, after, reader, most, most_bytes))
    }

    fn newest_bundle(
        &self,
        engine: u32,
        signers: Option<[String; 2]>,
    ) -> Pending<(Option<SignedBundle>, u32)> {
        self.engine.read_soon(move |sql| {
            let bundle = match &signers {
                None => bundles::bundle_for(sql, engine)?,
                Some(keys) => bundles::bundle_signed_by(sql, engine, keys)?,
            };
            Ok((bundle, bundles::newest_engine(sql)?))
        })
    }

    fn states(&self) -> Pending<Vec<(String, u64)>> {
        self.engine.read_soon(registrations::count_by_state)
    }

    fn unopened(&self) -> Pending<(Option<Timestamp>, u64)> {
        self.engine.read_soon(|sql| {
            let row = sql.one(
                "SELECT min(CASE WHEN work_note IS NULL THEN work_at END), count(work_note) FROM registrations
                    WHERE work_at IS NOT NULL",
                &[],
            )?;
            Ok((row.opt_time(0)?, row.count(1)?))
        })
    }

    fn ping(&self) -> Pending<()> {
        self.engine
            .read_soon(|sql| sql.one("SELECT 1", &[]).map(|_| ()))
    }

    fn start_writer(&self) -> Result<Option<std::thread::JoinHandle<()>>, StoreError> {
        self.engine.start_writer()
    }
}
