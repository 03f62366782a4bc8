//! What officers need beside the registrations themselves: the words of decisions, internal notes,
//! keys by which a registration is found, and the queue by what it shows.
//!
//! Words are sealed before they come here ([`crate::desk::PaperKey`]), and what is searched for is
//! an HMAC: the database alone tells neither.

use std::collections::BTreeMap;

use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use super::audit::{self, AuditEntry};
use super::error::StoreError;
use super::index::KEY_MISSING;
use super::registrations::{self, PageKey, RegistrationRow, listed};
use super::sql::{Database, Engine, Sql, TransactionLock, values};
use crate::purposes::waits_for_an_answer;

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperKind {
    /// The words of a decision, as the worker reads them.
    Decision,
    /// A note for other officers. No worker reads it.
    Note,
    /// A decision that can still be taken back. Its time is when it will be told.
    Held,
    /// One that was taken back. The officer's words stand in it, so that they need not be typed
    /// again.
    TakenBack,
}

/// A sealed text about a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// What it is.
    pub kind: PaperKind,
    /// The revision it is about.
    pub revision: u32,
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it.
    pub officer: String,
    /// The text, sealed.
    pub body: Vec<u8>,
}

/// Which registrations an officer wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// Only those with this flag.
    pub flag: Option<String>,
    /// Only those with a flag that is none of these.
    pub flag_beside: Vec<String>,
    /// Only those that ask for this.
    pub purpose: Option<String>,
    /// Only those that ask for one of these; any when it is empty.
    pub purposes: Vec<String>,
    /// Only those that came for this long or longer.
    pub unchanged_since: Option<Timestamp>,
    /// Only those that have the key of this regency.
    pub regency: Option<[u8; 16]>,
    /// The key of a photo; only those that have it (true), or do not have it (false).
    pub photo: Option<([u8; 16], bool)>,
    /// Leave out what was decided already, though the decision is still held.
    pub without_held: bool,
    /// Leave out what does not open: a stranger can send any amount of it.
    pub without_broken: bool,
    /// Leave out what was not opened yet, and what was sealed to a key that is not here.
    pub only_opened: bool,
}

impl QueueFilter {
    /// True when nothing is left out.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }
}

/// Officers' work.
pub trait Casework {
    /// Keeps a paper, with its row in the audit log.
    fn add_paper(
        &self,
        id: RegistrationId,
        paper: &Paper,
        entry: &AuditEntry<'_>,
    ) -> Result<(), StoreError>;

    /// All papers of a registration, the oldest first.
    fn papers(&self, id: RegistrationId) -> Result<Vec<Paper>, StoreError>;

    /// Keeps a decision that can still be taken back. False when the registration is not received
    /// in that revision, or another decision is held about it.
    fn hold(
        &self,
        id: RegistrationId,
        paper: &Paper,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError>;

    /// Takes a held decision back, with the reason as a note, and rows in the audit log. False when
    /// there is none.
    fn take_back(
        &self,
        id: RegistrationId,
        entry: &AuditEntry<'_>,
        reason: &Paper,
        noted: &AuditEntry<'_>,
    ) -> Result<bool, StoreError>;

    /// Drops this held decision, which does not fit any more, with a note that says so and a row in
    /// the audit log. False when it is not held.
    fn drop_held(
        &self,
        id: RegistrationId,
        held: &Paper,
        note: &Paper,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError>;

    /// At most `most` held decisions whose time is at or before `until`, the oldest first.
    fn held(&self, until: Timestamp, most: u32)
    -> Result<Vec<(RegistrationId, Paper)>, StoreError>;

    /// At most `most` registrations after `after` in the order of the queue, of those that the
    /// filter leaves in. At most `read` rows are looked at; the key says where to go on, and is
    /// none at the end.
    fn queue(
        &self,
        state: OfficeState,
        filter: &QueueFilter,
        after: Option<PageKey>,
        most: u32,
        read: u32,
    ) -> Result<(Vec<RegistrationRow>, Option<PageKey>), StoreError>;

    /// These registrations as a list shows them, in this order; what is not there is left out.
    fn rows(&self, ids: &[RegistrationId]) -> Result<Vec<RegistrationRow>, StoreError>;
}

impl<E: Engine> Casework for Database<E> {
    fn add_paper(
        &self,
        id: RegistrationId,
        paper: &Paper,
        entry: &AuditEntry<'_>,
    ) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Registration(id))?;
            add_paper(sql, id, paper)?;
            audit::add(sql, entry)
        })
    }

    fn papers(&self, id: RegistrationId) -> Result<Vec<Paper>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT kind, revision, at, officer, body FROM papers WHERE id = ?1 ORDER BY number",
                values![&id],
            )
        })?;
        rows.iter().map(read_paper).collect()
    }

    fn hold(
        &self,
        id: RegistrationId,
        paper: &Paper,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Registration(id))?;
            let Some(known) = registrations::known(sql, id)? else {
                return Ok(false);
            };
            let held = sql.first(
                "SELECT 1 FROM papers WHERE id = ?1 AND kind = 'held'",
                values![&id],
            )?;
            // Two held decisions about one registration would both come due, and the second one be
            // about a state that is over.
            if known.state != OfficeState::Received
                || known.revision != paper.revision
                || held.is_some()
            {
                return Ok(false);
            }
            add_paper(sql, id, paper)?;
            audit::add(sql, entry)?;
            Ok(true)
        })
    }

    fn take_back(
        &self,
        id: RegistrationId,
        entry: &AuditEntry<'_>,
        reason: &Paper,
        noted: &AuditEntry<'_>,
    ) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Registration(id))?;
            let held = sql.first(
                "SELECT number FROM papers WHERE id = ?1 AND kind = 'held'",
                values![&id],
            )?;
            let Some(held) = held else {
                return Ok(false);
            };
            // Only the last one is kept.
            sql.execute(
                "DELETE FROM papers WHERE id = ?1 AND kind = 'taken_back'",
                values![&id],
            )?;
            sql.execute(
                "UPDATE papers SET kind = 'taken_back', at = ?3 WHERE id = ?1 AND number = ?2",
                values![&id, held.int(0)?, entry.at],
            )?;
            audit::add(sql, entry)?;
            add_paper(sql, id, reason)?;
            audit::add(sql, noted)?;
            Ok(true)
        })
    }

    fn drop_held(
        &self,
        id: RegistrationId,
        held: &Paper,
        note: &Paper,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Registration(id))?;
            if !take_held(sql, id, held)? {
                return Ok(false);
            }
            add_paper(sql, id, note)?;
            audit::add(sql, entry)?;
            Ok(true)
        })
    }

    fn held(
        &self,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<(RegistrationId, Paper)>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT kind, revision, at, officer, body, id FROM papers WHERE kind = 'held' AND at <= ?1
                    ORDER BY at LIMIT ?2",
                values![until, most],
            )
        })?;
        rows.iter()
            .map(|row| Ok((row.id(5)?, read_paper(row)?)))
            .collect()
    }

    fn queue(
        &self,
        state: OfficeState,
        filter: &QueueFilter,
        after: Option<PageKey>,
        most: u32,
        read: u32,
    ) -> Result<(Vec<RegistrationRow>, Option<PageKey>), StoreError> {
        const PART: u32 = 200;
        let (mut found, mut from, mut looked) = (Vec::new(), after, 0);
        let asked = Asked::of(state, filter);
        loop {
            let (at, id) = from.map_or((i64::MIN, Vec::new()), |key| {
                (key.changed_at.millis(), key.id.bytes().to_vec())
            });
            let rows = self.engine.read(|sql| {
                let regency = filter.regency.unwrap_or_default();
                let (photo, _) = filter.photo.unwrap_or_default();
                let broken = if filter.without_broken {
                    SEAL_BROKEN
                } else {
                    NO_FLAG
                };
                let shut = if filter.only_opened {
                    KEY_MISSING
                } else {
                    NO_FLAG
                };
                match asked {
                    Asked::Anything => sql.query(
                        QUEUED,
                        values![state, at, &id, PART, &regency, &photo, broken, shut],
                    ),
                    Asked::Answers => sql.query(
                        ASKING,
                        values![state, at, &id, PART, &regency, &photo, broken, shut],
                    ),
                    Asked::One(purpose) => sql.query(
                        ASKING_FOR,
                        values![
                            state, at, &id, PART, &regency, &photo, broken, shut, purpose
                        ],
                    ),
                }
            })?;
            for row in &rows {
                let line = listed(row)?;
                from = Some(PageKey {
                    changed_at: line.changed_at,
                    id: line.id,
                });
                // Every row counts that was read, also those that the filter leaves out: a filter
                // that nothing passes must not read the whole queue for one page.
                looked += 1;
                let flags = row.opt_text(5)?.unwrap_or_default();
                let has = |flag: &str| flags.split(',').any(|one| one == flag);
                let beside = |flag: &str| !filter.flag_beside.iter().any(|one| one == flag);
                let wanted = filter.flag.as_ref().is_none_or(|flag| has(flag))
                    && (filter.flag_beside.is_empty()
                        || flags
                            .split(',')
                            .any(|flag| !flag.is_empty() && beside(flag)))
                    && filter.purpose.as_ref().is_none_or(|purpose| {
                        row.opt_text(6).ok().flatten().as_ref() == Some(purpose)
                    })
                    && (filter.purposes.is_empty()
                        || row
                            .opt_text(6)?
                            .is_some_and(|purpose| filter.purposes.contains(&purpose)))
                    && filter
                        .unchanged_since
                        .is_none_or(|since| line.changed_at <= since)
                    && (filter.regency.is_none() || row.is_true(7)?)
                    && !(filter.without_held && row.is_true(9)?)
                    && filter
                        .photo
                        .is_none_or(|(_, wanted)| row.is_true(8).is_ok_and(|has| has == wanted));
                if wanted {
                    found.push(line);
                    if found.len() == most as usize {
                        return Ok((found, from));
                    }
                }
            }
            // The part was not full, so the queue ends here.
            if rows.len() < PART as usize {
                return Ok((found, None));
            }
            if looked >= read {
                return Ok((found, from));
            }
        }
    }

    fn rows(&self, ids: &[RegistrationId]) -> Result<Vec<RegistrationRow>, StoreError> {
        self.engine.read(|sql| {
            let mut rows = Vec::with_capacity(ids.len());
            for id in ids {
                let found = sql.first(
                    "SELECT id, revision, state, created_at, changed_at FROM registrations WHERE id = ?1",
                    values![id],
                )?;
                rows.extend(found.map(|row| listed(&row)).transpose()?);
            }
            Ok(rows)
        })
    }
}

fn read_paper(row: &super::sql::Row) -> Result<Paper, StoreError> {
    Ok(Paper {
        kind: PaperKind::read(&row.text(0)?)?,
        revision: row.small(1)?,
        at: row.time(2)?,
        officer: row.text(3)?,
        body: row.bytes(4)?,
    })
}

/// Rows of the queue, by what they ask for. What waits for an answer is found by an index of its own,
/// so that no number of registrations in front of it keeps it from being answered.
enum Asked<'a> {
    Anything,
    /// Something that is answered.
    Answers,
    /// This.
    One(&'a str),
}

impl<'a> Asked<'a> {
    fn of(state: OfficeState, filter: &'a QueueFilter) -> Self {
        let waits = |purpose: &String| waits_for_an_answer(purpose);
        match &filter.purpose {
            _ if state != OfficeState::Received => Self::Anything,
            Some(purpose) if waits(purpose) => Self::One(purpose),
            None if !filter.purposes.is_empty() && filter.purposes.iter().all(waits) => {
                Self::Answers
            }
            _ => Self::Anything,
        }
    }
}

/// The flag of what does not open. It stands alone, as [`KEY_MISSING`] does.
const SEAL_BROKEN: &str = "seal_broken";
/// What no row has as its flags.
const NO_FLAG: &str = "-";

/// `?7` and `?8` are flags whose rows are left out by the database: a stranger can send any amount of
/// what does not open, and none of it may stand between an officer and the others. What is not opened
/// yet counts as what was sealed to a key that is not here.
macro_rules! queued {
    ($state:literal, $and:literal) => {
        concat!(
            "SELECT registrations.id, registrations.revision, state, created_at, changed_at, flags, purpose,
                    CASE WHEN EXISTS (SELECT 1 FROM finder
                        WHERE finder.word = ?5 AND finder.id = registrations.id) THEN 1 ELSE 0 END,
                    CASE WHEN EXISTS (SELECT 1 FROM finder
                        WHERE finder.word = ?6 AND finder.id = registrations.id) THEN 1 ELSE 0 END,
                    CASE WHEN EXISTS (SELECT 1 FROM papers
                        WHERE papers.id = registrations.id AND papers.kind = 'held') THEN 1 ELSE 0 END
                FROM registrations LEFT JOIN opened
                    ON opened.id = registrations.id AND opened.revision = registrations.revision
                WHERE ",
            $state,
            " = ?1 AND (changed_at, registrations.id) > (?2, ?3)
                AND coalesce(flags, '') <> ?7 AND coalesce(flags, 'key_missing') <> ?8",
            $and,
            " ORDER BY changed_at, registrations.id LIMIT ?4"
        )
    };
}
const QUEUED: &str = queued!("state", "");
// Only what is received waits for an answer, so an index of the states would lead through everything
// that waits. SQLite takes none for what it must compute first; PostgreSQL reads it as it stands.
const ASKING: &str = queued!("coalesce(state, '')", " AND waits_for IS NOT NULL");
const ASKING_FOR: &str = queued!("coalesce(state, '')", " AND waits_for = ?9");

/// Writes a paper within a transaction.
pub(super) fn add_paper(
    sql: &dyn Sql,
    id: RegistrationId,
    paper: &Paper,
) -> Result<(), StoreError> {
    let number = sql
        .one(
            "SELECT coalesce(max(number), 0) + 1 FROM papers WHERE id = ?1",
            values![&id],
        )?
        .int(0)?;
    sql.execute(
        "INSERT INTO papers (id, number, kind, revision, at, officer, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        values![
            &id,
            number,
            paper.kind.word(),
            paper.revision,
            paper.at,
            paper.officer.as_str(),
            &paper.body
        ],
    )?;
    Ok(())
}

/// Removes this held decision within a transaction. False when it is not held any more, or another
/// one is.
pub(super) fn take_held(
    sql: &dyn Sql,
    id: RegistrationId,
    held: &Paper,
) -> Result<bool, StoreError> {
    let gone = sql.execute(
        "DELETE FROM papers WHERE id = ?1 AND kind = 'held' AND revision = ?2 AND at = ?3 AND body = ?4",
        values![&id, held.revision, held.at, &held.body],
    )?;
    Ok(gone > 0)
}

/// Is a decision about that revision held?
pub(super) fn is_held(
    sql: &dyn Sql,
    id: RegistrationId,
    revision: u32,
) -> Result<bool, StoreError> {
    let held = sql.first(
        "SELECT 1 FROM papers WHERE id = ?1 AND kind = 'held' AND revision = ?2 LIMIT 1",
        values![&id, revision],
    )?;
    Ok(held.is_some())
}

/// The keys under which registrations are to be found.
pub(super) type NewKeys<'k> = BTreeMap<RegistrationId, &'k [[u8; 16]]>;

/// Replaces the keys under which registrations are found. Keys are random, so in a large office
/// nearly each belongs on a page of its own: in their order, each page is read and changed once in
/// a transaction, and what fits no more in memory was not needed again.
pub(super) fn put_keys(sql: &dyn Sql, keys: &NewKeys<'_>) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for (id, keys) in keys {
        sql.execute("DELETE FROM finder WHERE id = ?1", values![id])?;
        rows.extend(keys.iter().map(|key| (key, id)));
    }
    rows.sort_unstable();
    for (key, id) in rows {
        sql.execute(
            "INSERT INTO finder (word, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            values![key, id],
        )?;
    }
    Ok(())
}

impl PaperKind {
    fn word(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Note => "note",
            Self::Held => "held",
            Self::TakenBack => "taken_back",
        }
    }

    fn read(word: &str) -> Result<Self, StoreError> {
        match word {
            "decision" => Ok(Self::Decision),
            "note" => Ok(Self::Note),
            "held" => Ok(Self::Held),
            "taken_back" => Ok(Self::TakenBack),
            _ => Err(StoreError::Damaged("a paper's kind")),
        }
    }
}
