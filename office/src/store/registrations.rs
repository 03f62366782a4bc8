//! The state of each registration, and what changes it.

use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, Header, RegistrationId, ReplyPublicKey};
use payung_model::units::Timestamp;
use subtle::ConstantTimeEq;

use super::bundles;
use super::error::StoreError;
use super::sql::{Database, Engine, Row, Sql, values};
use super::{inbox, index};

/// What the status document tells a phone, and the hash of the token that its reader must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationStatus {
    /// Which registration.
    pub id: RegistrationId,
    /// The last revision recorded.
    pub revision: u32,
    /// SHA-256 of that revision's envelope.
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
    /// The access before, if an officer made a new one.
    pub ended: Option<EndedAccess>,
}

/// Access that an officer replaced by a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedAccess {
    /// SHA-256 of its status token.
    pub token_hash: Digest,
    /// The sequence of the last item that is sealed to its reply key.
    pub last: u64,
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

/// Where a list of registrations goes on: after the one that was unchanged since that time and has
/// that id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageKey {
    /// When its state last changed.
    pub changed_at: Timestamp,
    /// Its id.
    pub id: RegistrationId,
}

/// Registrations and their records, as everybody but the intake needs them.
pub trait Registrations {
    /// The status of one registration; none when the id is unknown.
    fn status(&self, id: RegistrationId) -> Result<Option<RegistrationStatus>, StoreError>;

    /// The reply key that replaced the one in the envelope's header; none unless an officer has
    /// made the registration's access anew.
    fn reissued_reply_key(&self, id: RegistrationId) -> Result<Option<ReplyPublicKey>, StoreError>;

    /// The newest revision's envelope.
    fn latest_record(&self, id: RegistrationId) -> Result<Option<Vec<u8>>, StoreError>;

    /// The records of all revisions, the first revision first: its number, when it came, its
    /// envelope.
    fn records(&self, id: RegistrationId) -> Result<Vec<(u32, Timestamp, Vec<u8>)>, StoreError>;

    /// At most `most` registrations after `after`, the one that has been unchanged longest first;
    /// only those of `state`, if it is given.
    fn page(
        &self,
        state: Option<OfficeState>,
        after: Option<PageKey>,
        most: u32,
    ) -> Result<Vec<RegistrationRow>, StoreError>;

    /// The `most` registrations before `before`, in the same order: the page that a reader turns
    /// back to.
    fn page_before(
        &self,
        state: Option<OfficeState>,
        before: PageKey,
        most: u32,
    ) -> Result<Vec<RegistrationRow>, StoreError>;

    /// Registrations with that receipt code. A code is 40 bits of the id, so several registrations
    /// may share one. The opener keeps an index of codes; of those that it has not opened yet, the
    /// ones that wait are searched.
    fn by_receipt(&self, receipt: &str) -> Result<Vec<RegistrationId>, StoreError>;

    /// The number of registrations in each state that occurs. Every one of them is counted, so it
    /// takes longer the more there are: nothing for a page that is looked at all day.
    fn count_by_state(&self) -> Result<Vec<(String, u64)>, StoreError>;

    /// The number of registrations in each state. Counting ends at `most` of each.
    fn count_by_state_up_to(&self, most: u32) -> Result<Vec<(OfficeState, u64)>, StoreError>;
}

impl<E: Engine> Registrations for Database<E> {
    fn status(&self, id: RegistrationId) -> Result<Option<RegistrationStatus>, StoreError> {
        self.engine.read(|sql| registration_status(sql, id))
    }

    fn reissued_reply_key(&self, id: RegistrationId) -> Result<Option<ReplyPublicKey>, StoreError> {
        self.engine.read(|sql| reissued_reply_key(sql, id))
    }

    fn latest_record(&self, id: RegistrationId) -> Result<Option<Vec<u8>>, StoreError> {
        self.engine.read(|sql| latest_record(sql, id))
    }

    fn records(&self, id: RegistrationId) -> Result<Vec<(u32, Timestamp, Vec<u8>)>, StoreError> {
        self.engine.read(|sql| {
            let rows = sql.query(
                "SELECT revision, received_at, envelope FROM records WHERE id = ?1 ORDER BY revision",
                values![&id],
            )?;
            rows.iter()
                .map(|row| Ok((row.small(0)?, row.time(1)?, row.bytes(2)?)))
                .collect()
        })
    }

    fn page(
        &self,
        state: Option<OfficeState>,
        after: Option<PageKey>,
        most: u32,
    ) -> Result<Vec<RegistrationRow>, StoreError> {
        let (at, id) = after.map_or((i64::MIN, Vec::new()), |key| {
            (key.changed_at.millis(), key.id.bytes().to_vec())
        });
        let of = |state: OfficeState| {
            let rows = self.engine.read(|sql| {
                sql.query(
                    "SELECT id, revision, state, created_at, changed_at FROM registrations
                        WHERE state = ?1 AND (changed_at, id) > (?2, ?3) ORDER BY changed_at, id LIMIT ?4",
                    values![state, at, &id, most],
                )
            })?;
            rows.iter().map(listed).collect::<Result<Vec<_>, _>>()
        };
        let mut found = all_or_one(state, of)?;
        found.sort_by_key(|row| (row.changed_at, row.id));
        found.truncate(most as usize);
        Ok(found)
    }

    fn page_before(
        &self,
        state: Option<OfficeState>,
        before: PageKey,
        most: u32,
    ) -> Result<Vec<RegistrationRow>, StoreError> {
        let of = |state: OfficeState| {
            let rows = self.engine.read(|sql| {
                sql.query(
                    "SELECT id, revision, state, created_at, changed_at FROM registrations
                        WHERE state = ?1 AND (changed_at, id) < (?2, ?3) ORDER BY changed_at DESC, id DESC LIMIT ?4",
                    values![state, before.changed_at, &before.id, most],
                )
            })?;
            rows.iter().map(listed).collect::<Result<Vec<_>, _>>()
        };
        let mut found = all_or_one(state, of)?;
        found.sort_by_key(|row| (row.changed_at, row.id));
        let surplus = found.len().saturating_sub(most as usize);
        Ok(found.split_off(surplus))
    }

    fn by_receipt(&self, receipt: &str) -> Result<Vec<RegistrationId>, StoreError> {
        // What was opened stands in the index; the rest waits, or never will be opened. Asked one after
        // the other, each by its own index: of all three together a database would sort by id, and read
        // every registration for that.
        let mut found: Vec<RegistrationId> = self.engine.read(|sql| {
            let mut found = Vec::new();
            for statement in [
                "SELECT id FROM opened WHERE receipt = ?1",
                "SELECT id FROM registrations WHERE work_at IS NOT NULL AND work_after >= 0 AND receipt = ?1",
                "SELECT id FROM registrations WHERE state IN ('receiving', 'withdrawn') AND receipt = ?1",
            ] {
                for row in sql.query(statement, values![receipt])? {
                    found.push(row.id(0)?);
                }
            }
            Ok(found)
        })?;
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    fn count_by_state(&self) -> Result<Vec<(String, u64)>, StoreError> {
        self.engine.read(count_by_state)
    }

    fn count_by_state_up_to(&self, most: u32) -> Result<Vec<(OfficeState, u64)>, StoreError> {
        self.engine.read(|sql| {
            let mut counts = Vec::new();
            for state in OfficeState::ALL {
                let row = sql.one(
                    "SELECT count(*) FROM (SELECT 1 FROM registrations WHERE state = ?1 LIMIT ?2) AS counted",
                    values![state, most],
                )?;
                counts.push((state, row.count(0)?));
            }
            Ok(counts)
        })
    }
}

/// The rows of one state, or of all: each state has its part of one index, so no page reads more
/// rows than it shows for each of the few states.
fn all_or_one(
    state: Option<OfficeState>,
    of: impl Fn(OfficeState) -> Result<Vec<RegistrationRow>, StoreError>,
) -> Result<Vec<RegistrationRow>, StoreError> {
    match state {
        Some(state) => of(state),
        None => Ok(OfficeState::ALL
            .into_iter()
            .map(of)
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect()),
    }
}

pub(super) struct KnownRegistration {
    pub revision: u32,
    pub state: OfficeState,
    pub changed_at: Timestamp,
    token_hash: Digest,
}

pub(super) fn registration_status(
    sql: &dyn Sql,
    id: RegistrationId,
) -> Result<Option<RegistrationStatus>, StoreError> {
    let found = sql.first(
        "SELECT revision, state, reply, token_hash, digest, ended_token, inbox_from
            FROM registrations JOIN records USING (id, revision) WHERE id = ?1",
        values![&id],
    )?;
    let Some(row) = found else { return Ok(None) };
    let revision = row.small(0)?;
    let ended = match row.opt_bytes(5)? {
        None => None,
        Some(_) => Some(EndedAccess {
            token_hash: row.digest(5)?,
            last: row.count(6)?,
        }),
    };
    Ok(Some(RegistrationStatus {
        id,
        revision,
        record: row.digest(4)?,
        state: row.state(1)?,
        photos: photos_of(sql, id, revision)?,
        reply: row.opt_bytes(2)?,
        inbox: inbox::last_sequence(sql, id)?,
        bundle: bundles::newest_sequence(sql)?,
        token_hash: row.digest(3)?,
        ended,
    }))
}

/// The reply key that replaced the one in the envelope's header, if there is one.
pub(super) fn reissued_reply_key(
    sql: &dyn Sql,
    id: RegistrationId,
) -> Result<Option<ReplyPublicKey>, StoreError> {
    let found = sql.first(
        "SELECT reply_key FROM registrations WHERE id = ?1",
        values![&id],
    )?;
    let Some(bytes) = found.map(|row| row.opt_bytes(0)).transpose()?.flatten() else {
        return Ok(None);
    };
    ReplyPublicKey::from_bytes(&bytes)
        .map(Some)
        .map_err(|_| StoreError::Damaged("reply key"))
}

/// The key to which everything for its phone is sealed.
pub(super) fn reply_key(sql: &dyn Sql, header: &Header) -> Result<ReplyPublicKey, StoreError> {
    Ok(reissued_reply_key(sql, header.id)?.unwrap_or_else(|| header.reply_key.clone()))
}

/// The worker withdraws the registration. None when it was already accepted or refused. A repeated
/// withdrawal changes nothing.
pub(super) fn withdraw(
    sql: &dyn Sql,
    id: RegistrationId,
    at: Timestamp,
) -> Result<Option<RegistrationStatus>, StoreError> {
    let Some(found) = registration_status(sql, id)? else {
        return Ok(None);
    };
    if matches!(found.state, OfficeState::Accepted | OfficeState::Refused) {
        return Ok(None);
    }
    if found.state != OfficeState::Withdrawn {
        sql.execute(
            "UPDATE registrations SET state = ?2, reply = NULL, changed_at = ?3, work_at = NULL, work_after = 0,
                work_tries = 0, work_note = NULL, waits_for = NULL WHERE id = ?1",
            values![&id, OfficeState::Withdrawn, at],
        )?;
        index::ends(sql, id)?;
    }
    registration_status(sql, id)
}

pub(super) fn latest_record(
    sql: &dyn Sql,
    id: RegistrationId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = sql.first(
        "SELECT envelope FROM records WHERE id = ?1 ORDER BY revision DESC LIMIT 1",
        values![&id],
    )?;
    found.map(|row| row.bytes(0)).transpose()
}

pub(super) fn count_by_state(sql: &dyn Sql) -> Result<Vec<(String, u64)>, StoreError> {
    let rows = sql.query(
        "SELECT state, count(*) FROM registrations GROUP BY state ORDER BY state",
        &[],
    )?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.count(1)?)))
        .collect()
}

pub(super) fn known(
    sql: &dyn Sql,
    id: RegistrationId,
) -> Result<Option<KnownRegistration>, StoreError> {
    let found = sql.first(
        "SELECT revision, state, changed_at, token_hash FROM registrations WHERE id = ?1",
        values![&id],
    )?;
    let Some(row) = found else { return Ok(None) };
    Ok(Some(KnownRegistration {
        revision: row.small(0)?,
        state: row.state(1)?,
        changed_at: row.time(2)?,
        token_hash: row.digest(3)?,
    }))
}

/// True when the hash of the bearer token equals the one in the envelope's header and, for a later
/// revision, the one of the first revision. All comparisons are made in constant time, for unknown
/// registrations too, so that the time of the answer tells nothing.
pub(super) fn same_token(
    known: Option<&KnownRegistration>,
    header: Digest,
    bearer: Digest,
) -> bool {
    let first = known.map_or(header, |known| known.token_hash);
    (header.0.ct_eq(&bearer.0) & first.0.ct_eq(&bearer.0)).into()
}

/// SHA-256 of a registration's status token.
pub(super) fn token_hash(sql: &dyn Sql, id: RegistrationId) -> Result<Option<Digest>, StoreError> {
    Ok(known(sql, id)?.map(|known| known.token_hash))
}

/// True when the registration is known and that is the hash of its token. The comparison takes
/// constant time.
pub(super) fn owns(
    sql: &dyn Sql,
    id: RegistrationId,
    token_hash: Digest,
) -> Result<bool, StoreError> {
    let found = known(sql, id)?;
    let expected = found.as_ref().map_or([0; 32], |known| known.token_hash.0);
    let same: bool = expected.ct_eq(&token_hash.0).into();
    Ok(same && found.is_some())
}

pub(super) fn is_closed(state: OfficeState) -> bool {
    matches!(
        state,
        OfficeState::Accepted | OfficeState::Refused | OfficeState::Withdrawn
    )
}

/// Changes a registration from *receiving* to *received* when no photo of its last revision is
/// missing. From then on it waits for the opener.
pub(super) fn received_when_complete(
    sql: &dyn Sql,
    id: RegistrationId,
    at: Timestamp,
) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE registrations SET state = ?2, changed_at = ?4, work_at = ?4, work_after = 0, work_tries = 0,
            work_note = NULL WHERE id = ?1 AND state = ?3 AND NOT EXISTS (
            SELECT 1 FROM wanted JOIN photos USING (id, digest)
            WHERE wanted.id = registrations.id AND wanted.revision = registrations.revision AND completed_at IS NULL)",
        values![&id, OfficeState::Received, OfficeState::Receiving, at],
    )?;
    Ok(())
}

fn photos_of(
    sql: &dyn Sql,
    id: RegistrationId,
    revision: u32,
) -> Result<Vec<ExpectedPhoto>, StoreError> {
    let rows = sql.query(
        "SELECT digest, length, completed_at IS NOT NULL FROM wanted JOIN photos USING (id, digest)
            WHERE id = ?1 AND revision = ?2 ORDER BY position",
        values![&id, revision],
    )?;
    let photo = |row: &Row| {
        Ok(ExpectedPhoto {
            digest: row.digest(0)?,
            length: row.small(1)?,
            complete: row.is_true(2)?,
        })
    };
    rows.iter().map(photo).collect()
}

pub(super) fn listed(row: &Row) -> Result<RegistrationRow, StoreError> {
    Ok(RegistrationRow {
        id: row.id(0)?,
        revision: row.small(1)?,
        state: row.state(2)?,
        created_at: row.time(3)?,
        changed_at: row.time(4)?,
    })
}

impl RegistrationRow {
    /// Where a list goes on after this one.
    pub fn key(&self) -> PageKey {
        PageKey {
            changed_at: self.changed_at,
            id: self.id,
        }
    }
}
