//! Taking a record: the only place that decides whether an envelope is kept.

use payung_model::sealed::{Digest, Envelope, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::registrations::{self, KnownRegistration};
use super::{RegistrationStatus, StoreError, bundles, registration_status, tombstone};
use payung_model::journey::OfficeState;

/// An envelope as it came. Only its clear header was read.
pub struct Arrival {
    /// Parsed and within its limits; its id and revision are those of the request's path.
    pub envelope: Envelope,
    /// SHA-256 of the whole envelope. The handler computes it, because the one writing thread
    /// serves everybody.
    pub digest: Digest,
    /// SHA-256 of the bearer token.
    pub token_hash: Digest,
    /// When it came.
    pub at: Timestamp,
}

/// What was done with an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is new and was kept.
    New(RegistrationStatus),
    /// The same bytes had been kept before.
    Again(RegistrationStatus),
    /// The token does not belong to this registration.
    Unknown,
    /// This revision was kept before, with other bytes.
    Conflict,
    /// The registration was erased, so nothing of it may be kept again.
    Erased,
    /// The registration is accepted, refused or withdrawn.
    Closed,
    /// A later revision was recorded before.
    Revision {
        /// The first number that is taken.
        expected: u32,
    },
    /// It is sealed to a key that this office never published.
    UnknownKey,
    /// It was made with a bundle that this office never signed.
    UnknownBundle,
    /// It names a photo with another length than an earlier revision did.
    PhotoLength,
}

/// Keeps a record, or tells why it was not kept. The caller runs it inside a transaction.
///
/// The first revision of an unknown id may have any number: earlier ones may have been refused with
/// 422 and not kept. The same holds for a known id: any number above the last one recorded is taken.
pub fn record(sql: &Connection, arrival: &Arrival) -> Result<Recorded, StoreError> {
    let header = arrival.envelope.header();
    let known = registrations::known(sql, header.id)?;
    // The token comes first: nothing below may be learned without it.
    if !registrations::same_token(known.as_ref(), header.token_hash, arrival.token_hash) {
        return Ok(Recorded::Unknown);
    }
    // A tombstone answers for an erased registration, but only to the phone that has its token.
    if known.is_none()
        && let Some(stone) = tombstone(sql, header.id)?
    {
        return Ok(if stone.token_hash == arrival.token_hash { Recorded::Erased } else { Recorded::Unknown });
    }
    if let Some(known) = &known {
        // A repeated sending gets the same answer as the first, even after the registration was closed.
        if let Some(digest) = digest_of(sql, header.id, header.revision)? {
            let same = digest == arrival.digest;
            return Ok(if same { Recorded::Again(current_status(sql, header.id)?) } else { Recorded::Conflict });
        }
        if registrations::is_closed(known.state) {
            return Ok(Recorded::Closed);
        }
        // Each revision is whole, so one that skips numbers is as good as the next one. The skipped ones were refused with
        // 422, or were lost when this office came back from a backup.
        if header.revision <= known.revision {
            return Ok(Recorded::Revision { expected: known.revision.saturating_add(1) });
        }
    }
    let published = bundles::published(sql, header.key_id, header.bundle_sequence)?;
    if !published.key || !published.bundle {
        return Ok(if published.key { Recorded::UnknownBundle } else { Recorded::UnknownKey });
    }
    if !lengths_agree(sql, arrival)? {
        return Ok(Recorded::PhotoLength);
    }
    keep(sql, arrival, known.as_ref())?;
    if header.photos.is_empty() && known.is_none() {
        // Most records have no photo: the status is known without reading the rows that were just
        // written.
        return Ok(Recorded::New(RegistrationStatus {
            id: header.id,
            revision: header.revision,
            record: arrival.digest,
            state: OfficeState::Received,
            photos: Vec::new(),
            reply: None,
            inbox: 0,
            bundle: published.newest,
            token_hash: header.token_hash,
        }));
    }
    Ok(Recorded::New(current_status(sql, header.id)?))
}

fn current_status(sql: &Connection, id: RegistrationId) -> Result<RegistrationStatus, StoreError> {
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
    // A record without photos is complete by itself.
    let state = if header.photos.is_empty() { OfficeState::Received } else { OfficeState::Receiving }.as_str();
    if known.is_some() {
        sql.prepare_cached(
            "UPDATE registrations SET state = ?2, revision = ?3, reply = NULL,
                changed_at = ?4 WHERE id = ?1",
        )?
        .execute(params![id, state, header.revision, at])?;
    } else {
        sql.prepare_cached(
            "INSERT INTO registrations (id, receipt, token_hash, state, revision, created_at, changed_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
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
        // The bundle is known, so its sequence is one that SQLite can hold.
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
