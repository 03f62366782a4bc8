//! The index row: what the opener writes so that officers can list and find registrations without
//! opening them.
//!
//! It holds, per revision: the form's id and version, the language, when it was sealed and opened,
//! flags (why an officer should look), the **name masked** (first letter of each word: `S•••
//! C•••`), and the **NIK index**: HMAC-SHA-256 of the NIK under a key derived (HKDF) from the
//! office's private key, so that duplicates are found and the NIK cannot be computed from the
//! database alone; the **purpose**, and the id of the registration it adds to; the **receipt**
//! code, which is part of the id. A flag may say that an answer is unusual (`nik_date_differs`),
//! not what it is. Nothing else of the answers is in it, and none in clear.

use payung_model::sealed::{KeyId, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, registrations};

/// How many completions of completions are followed. No person has so many, and a ring of them must
/// not be followed for ever.
const LONGEST_CHAIN: usize = 16;

/// One index row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexRow {
    /// Reasons for an officer to look; empty when there is none. See `opener::Flag`.
    pub flags: Vec<String>,
    /// Id and version of the form; none when the envelope could not be opened.
    pub form: Option<(String, u32)>,
    /// `id` or `en`.
    pub lang: Option<String>,
    /// `S••• C•••`
    pub name_masked: Option<String>,
    /// HMAC of the NIK.
    pub nik_index: Option<[u8; 32]>,
    /// What the worker asks for, as the form names it: `register`, `resume`, `employer`.
    pub purpose: Option<String>,
    /// The earlier registration that this one adds to. It was proved by the earlier one's token.
    pub completes: Option<RegistrationId>,
    /// When the phone sealed it.
    pub sealed_at: Option<Timestamp>,
    /// When the opener opened it.
    pub opened_at: Timestamp,
}

/// A record that the opener has to open.
pub struct Unopened {
    /// Which registration.
    pub id: RegistrationId,
    /// Its last revision.
    pub revision: u32,
}

/// Received registrations whose last revision has no index row under this index key yet, the oldest
/// first. Registrations whose key was missing at first are among them when that key is one of
/// `keys` now. The query reads all registrations, so the caller asks for many at once, and reads
/// their envelopes one by one ([`envelope`]).
pub fn unopened(sql: &Connection, index_key: KeyId, keys: &[KeyId], most: usize) -> Result<Vec<Unopened>, StoreError> {
    let keys: Vec<String> = keys.iter().map(|key| format!("x'{key}'")).collect();
    let mut query = sql.prepare(&format!(
        "SELECT id, revision
            FROM registrations JOIN records USING (id, revision) LEFT JOIN opened USING (id, revision)
            WHERE state NOT IN ('receiving', 'withdrawn')
              AND (index_key IS NULL OR index_key <> ?1 OR (flags = 'key_missing' AND key_id IN ({})))
            ORDER BY received_at LIMIT ?2",
        keys.join(", ")
    ))?;
    let rows = query.query_map(params![index_key.0, i64::try_from(most).unwrap_or(i64::MAX)], |row| {
        Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?))
    })?;
    rows.map(|row| {
        let (id, revision) = row?;
        Ok(Unopened { id: registrations::read_id(&id)?, revision })
    })
    .collect()
}

/// The envelope of a record, as it came.
pub fn envelope(sql: &Connection, record: &Unopened) -> Result<Vec<u8>, StoreError> {
    let mut query = sql.prepare_cached("SELECT envelope FROM records WHERE id = ?1 AND revision = ?2")?;
    Ok(query.query_row(params![record.id.bytes(), record.revision], |row| row.get(0))?)
}

/// True when this revision already has a row under this index key to which `row` adds nothing. Two
/// processes may hold keys (the officers' web and `open --loop`), and the other one may have opened
/// the record meanwhile.
pub fn is_indexed(sql: &Connection, record: &Unopened, index_key: KeyId, row: &IndexRow) -> Result<bool, StoreError> {
    let mut query =
        sql.prepare_cached("SELECT flags FROM opened WHERE id = ?1 AND revision = ?2 AND index_key = ?3")?;
    let key = params![record.id.bytes(), record.revision, index_key.0];
    let found: Option<String> = query.query_row(key, |row| row.get(0)).optional()?;
    Ok(found.is_some_and(|flags| flags != "key_missing" || row.flags == ["key_missing"]))
}

/// Writes or replaces the row of one revision.
pub fn put_index(
    sql: &Connection,
    id: RegistrationId,
    revision: u32,
    index_key: KeyId,
    row: &IndexRow,
) -> Result<(), StoreError> {
    sql.prepare_cached(
        "INSERT OR REPLACE INTO opened (id, revision, flags, form, form_version, lang, name_masked, nik_index,
            index_key, sealed_at, opened_at, purpose, completes, receipt)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        id.bytes(),
        revision,
        row.flags.join(","),
        row.form.as_ref().map(|(form, _)| form),
        row.form.as_ref().map(|(_, version)| version),
        row.lang,
        row.name_masked,
        row.nik_index,
        index_key.0,
        row.sealed_at.map(Timestamp::millis),
        row.opened_at.millis(),
        row.purpose,
        row.completes.as_ref().map(|id| id.bytes().as_slice()),
        id.receipt(),
    ])?;
    Ok(())
}

/// The row of one revision; none before the opener wrote it.
pub fn index_row(sql: &Connection, id: RegistrationId, revision: u32) -> Result<Option<IndexRow>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT flags, form, form_version, lang, name_masked, nik_index, sealed_at, opened_at, purpose, completes
            FROM opened WHERE id = ?1 AND revision = ?2",
    )?;
    let found = query.query_row(params![id.bytes(), revision], |row| {
        let flags: String = row.get(0)?;
        let form: Option<String> = row.get(1)?;
        let version: Option<u32> = row.get(2)?;
        let sealed_at: Option<i64> = row.get(6)?;
        let completes: Option<Vec<u8>> = row.get(9)?;
        Ok(IndexRow {
            flags: flags.split(',').filter(|flag| !flag.is_empty()).map(str::to_owned).collect(),
            form: form.zip(version),
            lang: row.get(3)?,
            name_masked: row.get(4)?,
            nik_index: row.get(5)?,
            sealed_at: sealed_at.and_then(|at| Timestamp::from_millis(at).ok()),
            opened_at: Timestamp::from_millis(row.get(7)?).unwrap_or_default(),
            purpose: row.get(8)?,
            completes: completes.and_then(|id| RegistrationId::from_bytes(&id)),
        })
    });
    Ok(found.optional()?)
}

/// Other registrations whose last revision has the same NIK, except refused and withdrawn ones.
/// Registrations that add to one another, or to the same one, are no duplicates.
pub fn duplicates(sql: &Connection, id: RegistrationId, row: &IndexRow) -> Result<Vec<RegistrationId>, StoreError> {
    let Some(nik_index) = &row.nik_index else { return Ok(Vec::new()) };
    let mut query = sql.prepare_cached(
        "SELECT id FROM opened JOIN registrations USING (id, revision)
            WHERE nik_index = ?1 AND id <> ?2 AND state NOT IN ('refused', 'withdrawn') ORDER BY id",
    )?;
    let rows = query.query_map(params![nik_index, id.bytes()], |row| row.get::<_, Vec<u8>>(0))?;
    let same_nik = rows.map(|row| registrations::read_id(&row?)).collect::<Result<Vec<_>, _>>()?;
    if same_nik.is_empty() {
        return Ok(same_nik);
    }
    let ours = first_of(sql, row.completes.unwrap_or(id))?;
    let mut twins = Vec::new();
    for other in same_nik {
        if first_of(sql, other)? != ours {
            twins.push(other);
        }
    }
    Ok(twins)
}

/// Registrations whose last revision adds to this one.
pub fn completed_by(sql: &Connection, id: RegistrationId) -> Result<Vec<RegistrationId>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT id FROM opened JOIN registrations USING (id, revision) WHERE completes = ?1 ORDER BY id",
    )?;
    let rows = query.query_map([id.bytes()], |row| row.get::<_, Vec<u8>>(0))?;
    rows.map(|row| registrations::read_id(&row?)).collect()
}

/// The registration at the beginning of a chain of completions. At most [`LONGEST_CHAIN`] steps are
/// followed.
fn first_of(sql: &Connection, id: RegistrationId) -> Result<RegistrationId, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT completes FROM opened JOIN registrations USING (id, revision) WHERE id = ?1 AND completes IS NOT NULL",
    )?;
    let mut first = id;
    for _ in 0..LONGEST_CHAIN {
        let before: Option<Vec<u8>> = query.query_row([first.bytes()], |row| row.get(0)).optional()?;
        match before {
            Some(before) => first = registrations::read_id(&before)?,
            None => break,
        }
    }
    Ok(first)
}
