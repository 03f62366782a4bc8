//! Taking a record: the only place that decides whether an envelope is kept.

use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, Envelope, RegistrationId};
use payung_model::units::Timestamp;

use super::bundles;
use super::erase::tombstone;
use super::error::StoreError;
use super::registrations::{self, KnownRegistration, RegistrationStatus, registration_status};
use super::removals;
use super::sql::{Sql, TransactionLock, signed, values};

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
    /// It was forgotten, and its photos are still to be removed. It may be sent again afterwards.
    Leaving,
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
/// 422 and not kept. The same holds for a known id: any number above the last one recorded is
/// taken.
pub(super) fn record(sql: &dyn Sql, arrival: &Arrival) -> Result<Recorded, StoreError> {
    let header = arrival.envelope.header();
    sql.lock(TransactionLock::Registration(header.id))?;
    let known = registrations::known(sql, header.id)?;
    // The token comes first: nothing below may be learned without it.
    if !registrations::same_token(known.as_ref(), header.token_hash, arrival.token_hash) {
        return Ok(Recorded::Unknown);
    }
    // A tombstone answers for an erased registration, but only to the phone that has its token.
    if known.is_none()
        && let Some(stone) = tombstone(sql, header.id)?
    {
        return Ok(if stone.token_hash == arrival.token_hash {
            Recorded::Erased
        } else {
            Recorded::Unknown
        });
    }
    if known.is_none() && removals::is_leaving(sql, header.id)? {
        return Ok(Recorded::Leaving);
    }
    if let Some(known) = &known {
        // A repeated sending gets the same answer as the first, even after the registration was
        // closed.
        if let Some(digest) = digest_of(sql, header.id, header.revision)? {
            let same = digest == arrival.digest;
            return Ok(if same {
                Recorded::Again(current_status(sql, header.id)?)
            } else {
                Recorded::Conflict
            });
        }
        if registrations::is_closed(known.state) {
            return Ok(Recorded::Closed);
        }
        // Each revision is whole, so one that skips numbers is as good as the next one. The skipped
        // ones were refused with 422, or were lost when this office came back from a backup.
        if header.revision <= known.revision {
            return Ok(Recorded::Revision {
                expected: known.revision.saturating_add(1),
            });
        }
    }
    let published = bundles::published(sql, header.key_id, header.bundle_sequence)?;
    // Key and bundle are judged after the token and after a repeated sending: a phone whose record
    // was kept must learn so, even if its key was given up meanwhile.
    if !published.key || !published.bundle {
        return Ok(if published.key {
            Recorded::UnknownBundle
        } else {
            Recorded::UnknownKey
        });
    }
    // The length decides when an upload is whole, so it must not change under an upload that an
    // earlier revision began.
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
            ended: None,
        }));
    }
    Ok(Recorded::New(current_status(sql, header.id)?))
}

fn current_status(sql: &dyn Sql, id: RegistrationId) -> Result<RegistrationStatus, StoreError> {
    registration_status(sql, id)?.ok_or(StoreError::Damaged("a record without its registration"))
}

fn digest_of(
    sql: &dyn Sql,
    id: RegistrationId,
    revision: u32,
) -> Result<Option<Digest>, StoreError> {
    let found = sql.first(
        "SELECT digest FROM records WHERE id = ?1 AND revision = ?2",
        values![&id, revision],
    )?;
    found.map(|row| row.digest(0)).transpose()
}

fn lengths_agree(sql: &dyn Sql, arrival: &Arrival) -> Result<bool, StoreError> {
    let header = arrival.envelope.header();
    for photo in &header.photos {
        let held = sql.first(
            "SELECT length FROM photos WHERE id = ?1 AND digest = ?2",
            values![&header.id, &photo.digest],
        )?;
        if held
            .map(|row| row.small(0))
            .transpose()?
            .is_some_and(|length| length != photo.length)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn keep(
    sql: &dyn Sql,
    arrival: &Arrival,
    known: Option<&KnownRegistration>,
) -> Result<(), StoreError> {
    let header = arrival.envelope.header();
    let (id, at) = (&header.id, arrival.at);
    // A record without photos is complete by itself, and waits for the opener from now on.
    let (state, work_at) = if header.photos.is_empty() {
        (OfficeState::Received, Some(at))
    } else {
        (OfficeState::Receiving, None)
    };
    if known.is_some() {
        sql.execute(
            // The reply is about the revision before, and the opener has to open this one from the
            // beginning.
            "UPDATE registrations SET state = ?2, revision = ?3, reply = NULL, changed_at = ?4,
                work_at = ?5, work_after = 0, work_tries = 0, work_note = NULL, waits_for = NULL WHERE id = ?1",
            values![id, state, header.revision, at, work_at],
        )?;
    } else {
        sql.execute(
            "INSERT INTO registrations (id, receipt, token_hash, state, revision, created_at, changed_at, work_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)",
            values![
                id,
                &header.id.receipt(),
                &header.token_hash,
                state,
                header.revision,
                at,
                work_at
            ],
        )?;
    }
    sql.execute(
        "INSERT INTO records (id, revision, digest, envelope, key_id, bundle_sequence, received_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        values![
            id,
            header.revision,
            &arrival.digest,
            arrival.envelope.bytes(),
            &header.key_id.0,
            // The bundle is known, so its sequence is one that a database can hold.
            signed(header.bundle_sequence)?,
            at,
        ],
    )?;
    for (position, photo) in (0_u32..).zip(&header.photos) {
        sql.execute(
            // A correction names photos again that came with an earlier revision: they stay
            // complete, and the phone need not send them twice.
            "INSERT INTO photos (id, digest, length) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            values![id, &photo.digest, photo.length],
        )?;
        sql.execute(
            "INSERT INTO wanted (id, revision, position, digest) VALUES (?1, ?2, ?3, ?4)",
            values![id, header.revision, position, &photo.digest],
        )?;
    }
    if header.photos.is_empty() {
        Ok(())
    } else {
        // All photos of a correction may be here already. Then no photo will come whose completion
        // could end *receiving*.
        registrations::received_when_complete(sql, header.id, arrival.at)
    }
}
