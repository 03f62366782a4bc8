//! A record arrives: the one place that decides whether it is taken.

use payung_model::sealed::{Digest, Envelope, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::registrations::{self, KnownRegistration};
use super::{RegistrationStatus, StoreError, bundles, registration_status, tombstone};
use payung_model::journey::OfficeState;

/// An envelope as it came, read as far as anybody can without a key.
pub struct Arrival {
    /// Parsed, within limits, and meant for the path it came by.
    pub envelope: Envelope,
    /// Of the whole envelope; worked out by who read it, for only one thread writes.
    pub digest: Digest,
    /// SHA-256 of the bearer token.
    pub token_hash: Digest,
    /// When it came.
    pub at: Timestamp,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// Kept.
    New(RegistrationStatus),
    /// The same bytes were already kept.
    Again(RegistrationStatus),
    /// The token does not belong to this registration.
    Unknown,
    /// Same revision, other bytes.
    Conflict,
    /// It was erased: nothing of it is kept again.
    Erased,
    /// Accepted, refused or withdrawn.
    Closed,
    /// Not the next revision.
    Revision {
        /// The next one.
        expected: u32,
    },
    /// Sealed to a key this office never published.
    UnknownKey,
    /// Made with a bundle this office never signed.
    UnknownBundle,
    /// A photo named with another length than before.
    PhotoLength,
}

/// Keeps a record, or says why not. Run it inside a transaction.
///
/// The first revision of an unknown id may have any number: earlier ones may have been refused with 422 and not kept.
/// For a known id a revision refused with 422 counts, so that the phone's next one is the next one here too.
pub fn record(sql: &Connection, arrival: &Arrival) -> Result<Recorded, StoreError> {
    let header = arrival.envelope.header();
    let known = registrations::known(sql, header.id)?;
    if !registrations::same_token(known.as_ref(), header.token_hash, arrival.token_hash) {
        return Ok(Recorded::Unknown);
    }
    if known.is_none()
        && let Some(stone) = tombstone(sql, header.id)?
    {
        return Ok(if stone.token_hash == arrival.token_hash { Recorded::Erased } else { Recorded::Unknown });
    }
    if let Some(known) = &known {
        if let Some(digest) = digest_of(sql, header.id, header.revision)? {
            let same = digest == arrival.digest;
            return Ok(if same { Recorded::Again(here(sql, header.id)?) } else { Recorded::Conflict });
        }
        if registrations::is_closed(known.state) {
            return Ok(Recorded::Closed);
        }
        if header.revision <= known.revision || header.revision > known.attempted.saturating_add(1) {
            return Ok(Recorded::Revision { expected: known.attempted.saturating_add(1) });
        }
    }
    let published = bundles::published(sql, header.key_id, header.bundle_sequence)?;
    if !published.key || !published.bundle {
        if known.is_some() {
            registrations::attempted(sql, header.id, header.revision)?;
        }
        return Ok(if published.key { Recorded::UnknownBundle } else { Recorded::UnknownKey });
    }
    if !lengths_agree(sql, arrival)? {
        return Ok(Recorded::PhotoLength);
    }
    keep(sql, arrival, known.as_ref())?;
    if header.photos.is_empty() && known.is_none() {
        // Most of what comes in bulk: what was just written need not be read again.
        return Ok(Recorded::New(RegistrationStatus {
            id: header.id,
            revision: header.revision,
            state: OfficeState::Received,
            photos: Vec::new(),
            reply: None,
            inbox: 0,
            bundle: published.newest,
            token_hash: header.token_hash,
        }));
    }
    Ok(Recorded::New(here(sql, header.id)?))
}

fn here(sql: &Connection, id: RegistrationId) -> Result<RegistrationStatus, StoreError> {
    registration_status(sql, id)?.ok_or(StoreError::Damaged("a record without its registration"))
}

fn digest_of(sql: &Connection, id: RegistrationId, revision: u32) -> Result<Option<Digest>, StoreError> {
    let mut query = sql.prepare_cached("SELECT digest FROM records WHERE id = ?1 AND revision = ?2")?;
    let found: Option<[u8; 32]> = query.query_row(params![id.bytes(), revision], |row| row.get(0)).optional()?;
    Ok(found.map(Digest))
}

fn lengths_agree(sql: &Connection, arrival: &Arrival) -> Result<bool, StoreError> {
    let header = arrival.envelope.header();
    let mut query = sql.prepare_cached("SELECT length FROM photos WHERE id = ?1 AND digest = ?2")?;
    for photo in &header.photos {
        let held: Option<u32> =
            query.query_row(params![header.id.bytes(), photo.digest.0], |row| row.get(0)).optional()?;
        if held.is_some_and(|length| length != photo.length) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn keep(sql: &Connection, arrival: &Arrival, known: Option<&KnownRegistration>) -> Result<(), StoreError> {
    let header = arrival.envelope.header();
    let (id, at) = (header.id.bytes(), arrival.at.millis());
    // Nothing is left to wait for where there is no photo.
    let state = if header.photos.is_empty() { OfficeState::Received } else { OfficeState::Receiving }.as_str();
    if known.is_some() {
        sql.prepare_cached(
            "UPDATE registrations SET state = ?2, revision = ?3, attempted = max(attempted, ?3), reply = NULL,
                changed_at = ?4 WHERE id = ?1",
        )?
        .execute(params![id, state, header.revision, at])?;
    } else {
        sql.prepare_cached(
            "INSERT INTO registrations (id, receipt, token_hash, state, revision, attempted, created_at, changed_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?6)",
        )?
        .execute(params![id, header.id.receipt(), header.token_hash.0, state, header.revision, at])?;
    }
    sql.prepare_cached(
        "INSERT INTO records (id, revision, digest, envelope, key_id, bundle_sequence, received_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        id,
        header.revision,
        arrival.digest.0,
        arrival.envelope.bytes(),
        header.key_id.0,
        // KnownRegistration bundles have sequences that SQLite can hold.
        i64::try_from(header.bundle_sequence).unwrap_or(i64::MAX),
        at,
    ])?;
    for (position, photo) in (0_u32..).zip(&header.photos) {
        sql.prepare_cached("INSERT OR IGNORE INTO photos (id, digest, length) VALUES (?1, ?2, ?3)")?
            .execute(params![id, photo.digest.0, photo.length])?;
        sql.prepare_cached("INSERT INTO wanted (id, revision, position, digest) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id, header.revision, position, photo.digest.0])?;
    }
    if header.photos.is_empty() { Ok(()) } else { registrations::received_when_complete(sql, header.id, arrival.at) }
}
