//! The index row: what the opener leaves so that officers can list and find without opening.
//!
//! It holds, per revision: the form's id and version, the language, when it was sealed and opened, flags (why an officer
//! should look), the **name masked** (first letter of each word: `S••• C•••`), and the **NIK index**: HMAC-SHA-256 of the
//! NIK under a key derived (HKDF) from the office's private key, so that duplicates are found and the NIK cannot be
//! computed from the database alone. Nothing else of the answers is in it, and never an answer in clear.

use payung_model::sealed::{KeyId, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, registrations};

/// One index row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexRow {
    /// Why an officer should look; empty when all is well. See `opener::Flag`.
    pub flags: Vec<String>,
    /// Id and version of the form; none when it could not be opened.
    pub form: Option<(String, u32)>,
    /// `id` or `en`.
    pub lang: Option<String>,
    /// `S••• C•••`
    pub name_masked: Option<String>,
    /// HMAC of the NIK.
    pub nik_index: Option<[u8; 32]>,
    /// When the phone sealed it.
    pub sealed_at: Option<Timestamp>,
    /// When the opener opened it.
    pub opened_at: Timestamp,
}

/// A record the opener should look at.
pub struct Unopened {
    /// Which registration.
    pub id: RegistrationId,
    /// Its last revision.
    pub revision: u32,
}

/// Received registrations whose last revision has no index row under this index key yet, the oldest first; among them
/// those that earlier failed because their key was missing and whose key is among `keys` now. Finding them looks at every
/// registration, so ask for many at once; their envelopes are read one by one ([`envelope`]).
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

/// The record itself, as it came.
pub fn envelope(sql: &Connection, record: &Unopened) -> Result<Vec<u8>, StoreError> {
    let mut query = sql.prepare_cached("SELECT envelope FROM records WHERE id = ?1 AND revision = ?2")?;
    Ok(query.query_row(params![record.id.bytes(), record.revision], |row| row.get(0))?)
}

/// Writes (or renews) the row of one revision.
pub fn put_index(
    sql: &Connection,
    id: RegistrationId,
    revision: u32,
    index_key: KeyId,
    row: &IndexRow,
) -> Result<(), StoreError> {
    sql.prepare_cached(
        "INSERT OR REPLACE INTO opened (id, revision, flags, form, form_version, lang, name_masked, nik_index,
            index_key, sealed_at, opened_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
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
    ])?;
    Ok(())
}

/// The row of one revision, once the opener was there.
pub fn index_row(sql: &Connection, id: RegistrationId, revision: u32) -> Result<Option<IndexRow>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT flags, form, form_version, lang, name_masked, nik_index, sealed_at, opened_at
            FROM opened WHERE id = ?1 AND revision = ?2",
    )?;
    let found = query.query_row(params![id.bytes(), revision], |row| {
        let flags: String = row.get(0)?;
        let form: Option<String> = row.get(1)?;
        let version: Option<u32> = row.get(2)?;
        let sealed_at: Option<i64> = row.get(6)?;
        Ok(IndexRow {
            flags: flags.split(',').filter(|flag| !flag.is_empty()).map(str::to_owned).collect(),
            form: form.zip(version),
            lang: row.get(3)?,
            name_masked: row.get(4)?,
            nik_index: row.get(5)?,
            sealed_at: sealed_at.and_then(|at| Timestamp::from_millis(at).ok()),
            opened_at: Timestamp::from_millis(row.get(7)?).unwrap_or_default(),
        })
    });
    Ok(found.optional()?)
}

/// Other registrations whose last revision has the same NIK and that are neither refused nor withdrawn.
pub fn duplicates(
    sql: &Connection,
    id: RegistrationId,
    nik_index: &[u8; 32],
) -> Result<Vec<RegistrationId>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT id FROM opened JOIN registrations USING (id, revision)
            WHERE nik_index = ?1 AND id <> ?2 AND state NOT IN ('refused', 'withdrawn') ORDER BY id",
    )?;
    let rows = query.query_map(params![nik_index, id.bytes()], |row| row.get::<_, Vec<u8>>(0))?;
    rows.map(|row| registrations::read_id(&row?)).collect()
}
