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
    /// The first few, by id.
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

    /// Other registrations whose last revision has the same NIK, except refused and withdrawn ones.
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
        if row.nik_index.is_none() {
            return Ok(Duplicates::default());
        }
        let twins = self.engine.read(|sql| twins(sql, id, row, MOST_COUNTED))?;
        let count = u32::try_from(twins.ids.len()).unwrap_or(u32::MAX);
        let few = twins.ids.into_iter().take(few as usize).collect();
        Ok(Duplicates {
            few,
            count,
            more: twins.more,
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
}

struct Twins {
    ids: Vec<RegistrationId>,
    more: bool,
}

/// The duplicates among the first `most` rows with that NIK, whatever became of these.
fn twins(
    sql: &dyn Sql,
    id: RegistrationId,
    row: &IndexRow,
    most: u32,
) -> Result<Twins, StoreError> {
    let Some(nik_index) = &row.nik_index else {
        return Ok(Twins {
            ids: Vec::new(),
            more: false,
        });
    };
    // Most registrations have a NIK of their own: one look-up says so.
    let rows = sql.query(
        "SELECT id, state IS NOT NULL AND state NOT IN ('refused', 'withdrawn'), coalesce(family, id)
            FROM (SELECT id, revision, family FROM opened WHERE nik_index = ?1 AND id <> ?2 LIMIT ?3) AS same_nik
            LEFT JOIN registrations USING (id, revision) ORDER BY id",
        values![nik_index, &id, most],
    )?;
    let more = rows.len() == most as usize;
    if rows.is_empty() {
        return Ok(Twins {
            ids: Vec::new(),
            more,
        });
    }
    let ours = family_of(sql, row.completes.unwrap_or(id))?;
    let mut ids = Vec::new();
    for row in rows {
        if row.is_true(1)? && row.id(2)? != ours {
            ids.push(row.id(0)?);
        }
    }
    Ok(Twins { ids, more })
}

/// Rows that are looked at first: one that counts is enough, and most rows count.
const FIRST_LOOK: u32 = 4;

/// True when another registration has the same NIK. It reads few rows, however many there are.
pub(super) fn has_twin(
    sql: &dyn Sql,
    id: RegistrationId,
    row: &IndexRow,
) -> Result<bool, StoreError> {
    for most in [FIRST_LOOK, MOST_COUNTED] {
        let found = twins(sql, id, row, most)?;
        if !found.ids.is_empty() {
            return Ok(true);
        }
        if !found.more {
            break;
        }
    }
    Ok(false)
}

/// Writes or replaces the row of one revision. `family` is kept with it: the registration at the
/// beginning of a chain of completions.
pub(super) fn put_index(
    sql: &dyn Sql,
    id: RegistrationId,
    revision: u32,
    index_key: KeyId,
    row: &IndexRow,
) -> Result<(), StoreError> {
    let family = row
        .completes
        .map(|before| family_of(sql, before))
        .transpose()?
        .filter(|family| *family != id);
    sql.execute(
        "INSERT INTO opened (id, revision, flags, form, form_version, lang, name_masked, nik_index,
            index_key, sealed_at, opened_at, purpose, completes, receipt, family)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            ON CONFLICT (id, revision) DO UPDATE SET flags = excluded.flags, form = excluded.form,
                form_version = excluded.form_version, lang = excluded.lang, name_masked = excluded.name_masked,
                nik_index = excluded.nik_index, index_key = excluded.index_key, sealed_at = excluded.sealed_at,
                opened_at = excluded.opened_at, purpose = excluded.purpose, completes = excluded.completes,
                receipt = excluded.receipt, family = excluded.family",
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
        ],
    )?;
    if let Some(family) = &family {
        // Those that were opened before and begin with this one belong to the longer chain now.
        sql.execute(
            "UPDATE opened SET family = ?2 WHERE family = ?1",
            values![&id, family],
        )?;
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
