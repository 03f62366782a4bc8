//! The state of each registration, and what changes it.

use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use subtle::ConstantTimeEq;

use super::{StoreError, bundles};

/// What the status document tells a phone, and the hash of the token that its reader must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationStatus {
    /// Which registration.
    pub id: RegistrationId,
    /// The last revision recorded.
    pub revision: u32,
    /// Of that revision's envelope.
    pub record: Digest,
    /// Its state.
    pub state: OfficeState,
    /// Photos of that revision, in the header's order.
    pub photos: Vec<ExpectedPhoto>,
    /// The office's words for this revision, sealed to the reply key, for apps that know no inbox.
    pub reply: Option<Vec<u8>>,
    /// The sequence of the last item in its inbox; 0 when it is empty.
    pub inbox: u64,
    /// Newest bundle sequence, for any engine; 0 before the first.
    pub bundle: u64,
    /// SHA-256 of the status token.
    pub token_hash: Digest,
}

/// A photo that some revision names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedPhoto {
    /// SHA-256 of the ciphertext.
    pub digest: Digest,
    /// Bytes of the ciphertext.
    pub length: u32,
    /// True when all of it is on disk and its digest was compared.
    pub complete: bool,
}

/// A registration as the desk lists it, without its envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationRow {
    /// Which registration.
    pub id: RegistrationId,
    /// The last revision recorded.
    pub revision: u32,
    /// Its state.
    pub state: OfficeState,
    /// When the first record came.
    pub created_at: Timestamp,
    /// When its state last changed.
    pub changed_at: Timestamp,
}

pub(super) struct KnownRegistration {
    pub revision: u32,
    pub state: OfficeState,
    token_hash: Digest,
}

/// The status of one registration; none when the id is unknown.
pub fn registration_status(sql: &Connection, id: RegistrationId) -> Result<Option<RegistrationStatus>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT revision, state, reply, token_hash, digest FROM registrations JOIN records USING (id, revision)
            WHERE id = ?1",
    )?;
    let found = query
        .query_row([id.bytes()], |row| {
            let (token_hash, record): ([u8; 32], [u8; 32]) = (row.get(3)?, row.get(4)?);
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, token_hash, record))
        })
        .optional()?;
    let Some((revision, state, reply, token_hash, record)) = found else { return Ok(None) };
    Ok(Some(RegistrationStatus {
        id,
        revision,
        record: Digest(record),
        state: read_state(&state)?,
        photos: photos_of(sql, id, revision)?,
        reply,
        inbox: super::last_sequence(sql, id)?,
        bundle: bundles::newest_sequence(sql)?,
        token_hash: Digest(token_hash),
    }))
}

/// The worker withdraws the registration. None when it was already accepted or refused. A repeated
/// withdrawal changes nothing.
pub fn withdraw(sql: &Connection, id: RegistrationId, at: Timestamp) -> Result<Option<RegistrationStatus>, StoreError> {
    let Some(found) = registration_status(sql, id)? else { return Ok(None) };
    if matches!(found.state, OfficeState::Accepted | OfficeState::Refused) {
        return Ok(None);
    }
    if found.state != OfficeState::Withdrawn {
        set_state(sql, id, OfficeState::Withdrawn, None, at)?;
    }
    registration_status(sql, id)
}

/// Writes an officer's decision about a revision, with the sealed reply. False when the
/// registration changed meanwhile: another revision came, or somebody else decided.
pub fn decide(
    sql: &Connection,
    id: RegistrationId,
    revision: u32,
    state: OfficeState,
    reply: &[u8],
    at: Timestamp,
) -> Result<bool, StoreError> {
    let Some(found) = known(sql, id)? else { return Ok(false) };
    if found.state != OfficeState::Received || found.revision != revision {
        return Ok(false);
    }
    set_state(sql, id, state, Some(reply), at)?;
    Ok(true)
}

/// The newest revision's envelope.
pub fn latest_record(sql: &Connection, id: RegistrationId) -> Result<Option<Vec<u8>>, StoreError> {
    let mut query = sql.prepare_cached("SELECT envelope FROM records WHERE id = ?1 ORDER BY revision DESC LIMIT 1")?;
    Ok(query.query_row([id.bytes()], |row| row.get(0)).optional()?)
}

/// Registrations, the one that has been unchanged longest first; only those of `state`, if it is
/// given.
pub fn list(sql: &Connection, state: Option<OfficeState>) -> Result<Vec<RegistrationRow>, StoreError> {
    let mut query = sql.prepare(
        "SELECT id, revision, state, created_at, changed_at FROM registrations
            WHERE ?1 IS NULL OR state = ?1 ORDER BY changed_at, id",
    )?;
    let mut rows = query.query([state.map(OfficeState::as_str)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(filed(row)?);
    }
    Ok(found)
}

/// A part of [`list`]: at most `most`, after `skip` others.
pub fn list_part(
    sql: &Connection,
    state: Option<OfficeState>,
    skip: u32,
    most: u32,
) -> Result<Vec<RegistrationRow>, StoreError> {
    // With one condition for both cases SQLite would not use the index by state, so there are two
    // queries.
    let mut query = sql.prepare_cached(match state {
        Some(_) => {
            "SELECT id, revision, state, created_at, changed_at FROM registrations
                WHERE state = ?1 ORDER BY changed_at, id LIMIT ?3 OFFSET ?2"
        }
        None => {
            "SELECT id, revision, state, created_at, changed_at FROM registrations
                WHERE ?1 IS NULL ORDER BY changed_at, id LIMIT ?3 OFFSET ?2"
        }
    })?;
    let mut rows = query.query(params![state.map(OfficeState::as_str), skip, most])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(filed(row)?);
    }
    Ok(found)
}

/// Registrations with that receipt code. A code is 40 bits of the id, so two registrations may
/// share one, though that is unlikely. The opener keeps an index of codes. Registrations that it
/// has not opened yet are in one of three states, because nothing is decided before it was opened;
/// only those are searched without an index.
pub fn by_receipt(sql: &Connection, receipt: &str) -> Result<Vec<RegistrationId>, StoreError> {
    let mut query = sql.prepare(
        "SELECT id FROM opened WHERE receipt = ?1
            UNION SELECT id FROM registrations WHERE state IN ('receiving', 'received', 'withdrawn') AND receipt = ?1
            ORDER BY id",
    )?;
    let ids: Vec<Vec<u8>> = query.query_map([receipt], |row| row.get(0))?.collect::<Result<_, _>>()?;
    ids.iter().map(|id| read_id(id)).collect()
}

/// The number of registrations in each state that occurs.
pub fn count_by_state(sql: &Connection) -> Result<Vec<(String, u64)>, StoreError> {
    let mut query = sql.prepare_cached("SELECT state, count(*) FROM registrations GROUP BY state ORDER BY state")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn known(sql: &Connection, id: RegistrationId) -> Result<Option<KnownRegistration>, StoreError> {
    let mut query = sql.prepare_cached("SELECT revision, state, token_hash FROM registrations WHERE id = ?1")?;
    let found =
        query.query_row([id.bytes()], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?))).optional()?;
    let Some((revision, state, token_hash)) = found else { return Ok(None) };
    Ok(Some(KnownRegistration { revision, state: read_state(&state)?, token_hash: Digest(token_hash) }))
}

/// True when the hash of the bearer token equals the one in the envelope's header and, for a later
/// revision, the one of the first revision. All comparisons are made in constant time, for unknown
/// registrations too, so that the time of the answer tells nothing.
pub(super) fn same_token(known: Option<&KnownRegistration>, header: Digest, bearer: Digest) -> bool {
    let first = known.map_or(header, |known| known.token_hash);
    (header.0.ct_eq(&bearer.0) & first.0.ct_eq(&bearer.0)).into()
}

/// SHA-256 of a registration's status token.
pub(super) fn token_hash(sql: &Connection, id: RegistrationId) -> Result<Option<Digest>, StoreError> {
    Ok(known(sql, id)?.map(|known| known.token_hash))
}

/// The records of all revisions, the first revision first: its number, when it came, its envelope.
pub fn records(sql: &Connection, id: RegistrationId) -> Result<Vec<(u32, Timestamp, Vec<u8>)>, StoreError> {
    let mut query =
        sql.prepare("SELECT revision, received_at, envelope FROM records WHERE id = ?1 ORDER BY revision")?;
    let rows = query.query_map([id.bytes()], |row| {
        Ok((row.get(0)?, Timestamp::from_millis(row.get(1)?).unwrap_or_default(), row.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// True when the registration is known and that is the hash of its token. The comparison takes
/// constant time.
pub fn owns(sql: &Connection, id: RegistrationId, token_hash: Digest) -> Result<bool, StoreError> {
    let found = known(sql, id)?;
    let expected = found.as_ref().map_or([0; 32], |known| known.token_hash.0);
    let same: bool = expected.ct_eq(&token_hash.0).into();
    Ok(same && found.is_some())
}

pub(super) fn is_closed(state: OfficeState) -> bool {
    matches!(state, OfficeState::Accepted | OfficeState::Refused | OfficeState::Withdrawn)
}

/// Changes a registration from *receiving* to *received* when no photo of its last revision is
/// missing.
pub(super) fn received_when_complete(sql: &Connection, id: RegistrationId, at: Timestamp) -> Result<(), StoreError> {
    sql.prepare_cached(
        "UPDATE registrations SET state = ?2, changed_at = ?4 WHERE id = ?1 AND state = ?3 AND NOT EXISTS (
            SELECT 1 FROM wanted JOIN photos USING (id, digest)
            WHERE wanted.id = registrations.id AND wanted.revision = registrations.revision AND completed_at IS NULL)",
    )?
    .execute(params![id.bytes(), OfficeState::Received.as_str(), OfficeState::Receiving.as_str(), at.millis()])?;
    Ok(())
}

pub(super) fn read_id(bytes: &[u8]) -> Result<RegistrationId, StoreError> {
    RegistrationId::from_bytes(bytes).ok_or(StoreError::Damaged("registration id"))
}

fn set_state(
    sql: &Connection,
    id: RegistrationId,
    state: OfficeState,
    reply: Option<&[u8]>,
    at: Timestamp,
) -> Result<(), StoreError> {
    sql.prepare_cached("UPDATE registrations SET state = ?2, reply = ?3, changed_at = ?4 WHERE id = ?1")?
        .execute(params![id.bytes(), state.as_str(), reply, at.millis()])?;
    Ok(())
}

fn photos_of(sql: &Connection, id: RegistrationId, revision: u32) -> Result<Vec<ExpectedPhoto>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT digest, length, completed_at IS NOT NULL FROM wanted JOIN photos USING (id, digest)
            WHERE wanted.id = ?1 AND revision = ?2 ORDER BY position",
    )?;
    let rows = query.query_map(params![id.bytes(), revision], |row| {
        Ok(ExpectedPhoto { digest: Digest(row.get(0)?), length: row.get(1)?, complete: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn filed(row: &Row<'_>) -> Result<RegistrationRow, StoreError> {
    let id: Vec<u8> = row.get(0)?;
    let state: String = row.get(2)?;
    Ok(RegistrationRow {
        id: read_id(&id)?,
        revision: row.get(1)?,
        state: read_state(&state)?,
        created_at: Timestamp::from_millis(row.get(3)?).unwrap_or_default(),
        changed_at: Timestamp::from_millis(row.get(4)?).unwrap_or_default(),
    })
}

fn read_state(word: &str) -> Result<OfficeState, StoreError> {
    word.parse().map_err(|_| StoreError::Damaged("state"))
}
