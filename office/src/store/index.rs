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

use super::error::StoreError;
use super::sql::{Database, Engine, Row, Sql, values};

/// The flag of a registration whose NIK another one has. The sender is never told.
pub const DUPLICATE: &str = "duplicate";
/// The flag of a registration that says that it adds to one which is not here, or is not the
/// sender's.
pub const COMPLETES_UNKNOWN: &str = "completes_unknown";
/// The only flag of a registration that is sealed to a key which is not in the key folder.
pub const KEY_MISSING: &str = "key_missing";

/// Registrations with one NIK that are counted, at most. Somebody who sends thousands of them makes
/// no page slower.
const MOST_COUNTED: u32 = 200;

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

/// Registrations that have the same NIK as another one: a few of them, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duplicates {
    /// A few of them.
    pub few: Vec<RegistrationId>,
    /// How many there are.
    pub count: u32,
    /// True when there are more than `count`: counting ends at a limit.
    pub more: bool,
}

/// The index.
pub trait Index {
    /// The row of one revision; none before the opener wrote it.
    fn index_row(&self, id: RegistrationId, revision: u32) -> Result<Option<IndexRow>, StoreError>;

    /// Other registrations with the same NIK in the last revision that was opened, except refused and
    /// withdrawn ones.
    /// Registrations that add to one another, or to the same one, are no duplicates. At most `few`
    /// are named.
    fn duplicates(
        &self,
        id: RegistrationId,
        row: &IndexRow,
        few: u32,
    ) -> Result<Duplicates, StoreError>;

    /// Registrations that add to this one: at most `few`, by id.
    fn completed_by(&self, id: RegistrationId, few: u32)
    -> Result<Vec<RegistrationId>, StoreError>;

    /// Requests to change data of this registration that were accepted, each with the time of that,
    /// in the order in which they came.
    fn accepted_updates(
        &self,
        id: RegistrationId,
    ) -> Result<Vec<(RegistrationId, Timestamp)>, StoreError>;

    /// Registrations whose data were changed by requests that were accepted since that time, each
    /// with the time of its last one, at most so many, the earliest first.
    fn updated_since(
        &self,
        since: Timestamp,
        most: u32,
    ) -> Result<Vec<(RegistrationId, Timestamp)>, StoreError>;
}

impl<E: Engine> Index for Database<E> {
    fn index_row(&self, id: RegistrationId, revision: u32) -> Result<Option<IndexRow>, StoreError> {
        let found = self.engine.read(|sql| {
            sql.first(
                "SELECT flags, form, form_version, lang, name_masked, nik_index, sealed_at, opened_at, purpose, completes
                    FROM opened WHERE id = ?1 AND revision = ?2",
                values![&id, revision],
            )
        })?;
        found.as_ref().map(read).transpose()
    }

    fn duplicates(
        &self,
        id: RegistrationId,
        row: &IndexRow,
        few: u32,
    ) -> Result<Duplicates, StoreError> {
        let mut few_of = self
            .engine
            .read(|sql| twins(sql, id, row, MOST_COUNTED + 1))?;
        // One more than is counted was asked for, and its being there says that the count is not
        // all.
        let more = few_of.len() > MOST_COUNTED as usize;
        few_of.truncate(MOST_COUNTED as usize);
        let count = u32::try_from(few_of.len()).unwrap_or(u32::MAX);
        few_of.truncate(few as usize);
        Ok(Duplicates {
            few: few_of,
            count,
            more,
        })
    }

    fn completed_by(
        &self,
        id: RegistrationId,
        few: u32,
    ) -> Result<Vec<RegistrationId>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT id FROM opened JOIN registrations USING (id, revision) WHERE completes = ?1
                    ORDER BY id LIMIT ?2",
                values![&id, few],
            )
        })?;
        rows.iter().map(|row| row.id(0)).collect()
    }

    fn accepted_updates(
        &self,
        id: RegistrationId,
    ) -> Result<Vec<(RegistrationId, Timestamp)>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT id, changed_at FROM opened JOIN registrations USING (id, revision)
                    WHERE completes = ?1 AND purpose = 'update' AND state = 'accepted' ORDER BY created_at, id",
                values![&id],
            )
        })?;
        rows.iter()
            .map(|row| Ok((row.id(0)?, row.time(1)?)))
            .collect()
    }

    fn updated_since(
        &self,
        since: Timestamp,
        most: u32,
    ) -> Result<Vec<(RegistrationId, Timestamp)>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT completes, changed_at FROM registrations JOIN opened USING (id, revision)
                    WHERE state = 'accepted' AND changed_at >= ?1 AND purpose = 'update' AND completes IS NOT NULL
                    ORDER BY changed_at, id LIMIT ?2",
                values![since, most],
            )
        })?;
        rows.iter()
            .map(|row| Ok((row.id(0)?, row.time(1)?)))
            .collect()
    }
}

/// The first `most` registrations that count as duplicates, by their families.
///
/// Each row that is read is one that counts: those of withdrawn and refused registrations, and those
/// of the own family, are never passed over one by one. Otherwise somebody who sends and withdraws
/// enough of them would hide the one that matters behind them.
fn twins(
    sql: &dyn Sql,
    id: RegistrationId,
    row: &IndexRow,
    most: u32,
) -> Result<Vec<RegistrationId>, StoreError> {
    let Some(nik_index) = &row.nik_index else {
        return Ok(Vec::new());
    };
    // Most registrations have a NIK of their own: one look-up says so.
    let other = sql.first(
        "SELECT 1 FROM opened WHERE nik_index = ?1 AND id <> ?2 LIMIT 1",
        values![nik_index, &id],
    )?;
    if other.is_none() {
        return Ok(Vec::new());
    }
    // Both queries leave out the own family by the order of the index: a family of thousands costs
    // no row.
    let ours = family_of(sql, row.completes.unwrap_or(id))?;
    let mut ids = Vec::new();
    for others in [
        "SELECT id FROM opened WHERE nik_index = ?1 AND live_family < ?2 ORDER BY live_family LIMIT ?3",
        "SELECT id FROM opened WHERE nik_index = ?1 AND live_family > ?2 ORDER BY live_family LIMIT ?3",
    ] {
        let left = most.saturating_sub(u32::try_from(ids.len()).unwrap_or(u32::MAX));
        // One more: its own row may still be in a family of its own.
        let rows = sql.query(others, values![nik_index, &ours, left.saturating_add(1)])?;
        for row in &rows {
            let other = row.id(0)?;
            if other != id && ids.len() < most as usize {
                ids.push(other);
            }
        }
    }
    Ok(ids)
}

/// True when another registration has the same NIK. It reads a row or two, however many there are.
pub(super) fn has_twin(
    sql: &dyn Sql,
    id: RegistrationId,
    row: &IndexRow,
) -> Result<bool, StoreError> {
    Ok(!twins(sql, id, row, 1)?.is_empty())
}

/// Takes a registration out of the look for duplicates: it was refused or withdrawn.
pub(super) fn ends(sql: &dyn Sql, id: RegistrationId) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE opened SET live_family = NULL WHERE id = ?1 AND live_family IS NOT NULL",
        values![&id],
    )?;
    Ok(())
}

/// Writes or replaces the row of one revision. `family` is kept with it: the registration at the
/// beginning of a chain of completions. `counts`: it is the last revision of a registration that was
/// neither refused nor withdrawn, so it counts for duplicates.
pub(super) fn put_index(
    sql: &dyn Sql,
    id: RegistrationId,
    revision: u32,
    index_key: KeyId,
    row: &IndexRow,
    counts: bool,
) -> Result<(), StoreError> {
    let family = row
        .completes
        .map(|before| family_of(sql, before))
        .transpose()?
        // A family that begins with the registration itself is written as none.
        .filter(|family| *family != id);
    let live_family = row
        .nik_index
        .is_some()
        .then_some(family.unwrap_or(id))
        .filter(|_| counts);
    // The row of the earlier revision may have another NIK, under which this registration must not
    // be found any more.
    if counts && revision > 1 {
        ends(sql, id)?;
    }
    sql.execute(
        "INSERT INTO opened (id, revision, flags, form, form_version, lang, name_masked, nik_index,
            index_key, sealed_at, opened_at, purpose, completes, receipt, family,
            live_family)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            ON CONFLICT (id, revision) DO UPDATE SET flags = excluded.flags, form = excluded.form,
                form_version = excluded.form_version, lang = excluded.lang, name_masked = excluded.name_masked,
                nik_index = excluded.nik_index, index_key = excluded.index_key, sealed_at = excluded.sealed_at,
                opened_at = excluded.opened_at, purpose = excluded.purpose, completes = excluded.completes,
                receipt = excluded.receipt, family = excluded.family,
                live_family = excluded.live_family",
        values![
            &id,
            revision,
            &row.flags.join(","),
            row.form.as_ref().map(|(form, _)| form),
            row.form.as_ref().map(|(_, version)| *version),
            row.lang.as_ref(),
            row.name_masked.as_ref(),
            row.nik_index.as_ref(),
            &index_key.0,
            row.sealed_at,
            row.opened_at,
            row.purpose.as_ref(),
            row.completes.as_ref(),
            &id.receipt(),
            family.as_ref(),
            live_family.as_ref(),
        ],
    )?;
    if let Some(family) = &family {
        // Those that were opened before and begin with this one belong to the longer chain now.
        for statement in [
            "UPDATE opened SET live_family = ?2 WHERE family = ?1 AND live_family IS NOT NULL",
            "UPDATE opened SET family = ?2 WHERE family = ?1",
        ] {
            sql.execute(statement, values![&id, family])?;
        }
    }
    Ok(())
}

/// The registration at the beginning of the chain of completions that this one belongs to.
fn family_of(sql: &dyn Sql, id: RegistrationId) -> Result<RegistrationId, StoreError> {
    let found = sql.first(
        "SELECT family FROM opened JOIN registrations USING (id, revision) WHERE id = ?1 AND family IS NOT NULL",
        values![&id],
    )?;
    found.map_or(Ok(id), |row| row.id(0))
}

fn read(row: &Row) -> Result<IndexRow, StoreError> {
    let form = row.opt_text(1)?.zip(
        row.opt_int(2)?
            .and_then(|version| u32::try_from(version).ok()),
    );
    Ok(IndexRow {
        flags: row
            .text(0)?
            .split(',')
            .filter(|flag| !flag.is_empty())
            .map(str::to_owned)
            .collect(),
        form,
        lang: row.opt_text(3)?,
        name_masked: row.opt_text(4)?,
        nik_index: row.opt_hash(5)?,
        sealed_at: row.opt_time(6)?,
        opened_at: row.time(7)?,
        purpose: row.opt_text(8)?,
        completes: row.opt_id(9)?,
    })
}
