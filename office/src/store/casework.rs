//! What officers need beside the registrations themselves: the words of decisions, internal notes,
//! keys by which a registration is found, the queue by what it shows, and how much was done.
//!
//! Words are sealed before they come here ([`crate::desk::PaperKey`]), and what is searched for is
//! an HMAC: the database alone tells neither.

use std::collections::BTreeMap;

use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use super::audit::{self, AuditEntry};
use super::error::StoreError;
use super::registrations::{self, PageKey, RegistrationRow, listed};
use super::sql::{Database, Engine, Sql, TransactionLock, values};

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperKind {
    /// The words of a decision, as the worker reads them.
    Decision,
    /// A note for other officers. No worker reads it.
    Note,
    /// A decision that can still be taken back. Its time is when it will be told.
    Held,
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
    /// Only those that ask for this.
    pub purpose: Option<String>,
    /// Only those that ask for one of these; any when it is empty.
    pub purposes: Vec<String>,
    /// Only those that came for this long or longer.
    pub unchanged_since: Option<Timestamp>,
    /// Only those that have this key: a regency.
    pub key: Option<[u8; 16]>,
    /// Only those that do not have this key: a photo.
    pub lacks: Option<[u8; 16]>,
    /// Leave out what was decided already, though the decision is still held.
    pub without_held: bool,
    /// Leave out what does not open: a stranger can send any amount of it.
    pub without_broken: bool,
}

impl QueueFilter {
    /// True when nothing is left out.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }
}

/// How often an officer did something on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeedCount {
    /// Days since 1970, by the clock of the zone that was asked for.
    pub day: i64,
    /// Who.
    pub officer: String,
    /// `accept`, `correct` or `refuse`.
    pub action: String,
    /// How often.
    pub count: u64,
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

    /// Removes a held decision, with a row in the audit log if it was taken back. False when there
    /// is none.
    fn release(
        &self,
        id: RegistrationId,
        entry: Option<&AuditEntry<'_>>,
    ) -> Result<bool, StoreError>;

    /// At most `most` held decisions whose time is at or before `until`, the oldest first.
    fn held(&self, until: Timestamp, most: u32)
    -> Result<Vec<(RegistrationId, Paper)>, StoreError>;

    /// At most `most` registrations that the opener found under that key, by id.
    fn found_by(&self, key: &[u8; 16], most: u32) -> Result<Vec<RegistrationId>, StoreError>;

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

    /// How many registrations wait that do not open; counting ends at `most`.
    fn broken(&self, most: u32) -> Result<u64, StoreError>;

    /// At most `most` of those that have not changed since `latest` (milliseconds since 1970), by
    /// their ids, after `after`.
    fn broken_since(
        &self,
        latest: i64,
        after: Option<RegistrationId>,
        most: u32,
    ) -> Result<Vec<RegistrationRow>, StoreError>;

    /// Decisions since that time, by day and officer. `zone`: milliseconds that the days' clock is
    /// ahead of UTC.
    fn deeds(&self, since: Timestamp, zone: i64) -> Result<Vec<DeedCount>, StoreError>;
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

    fn release(
        &self,
        id: RegistrationId,
        entry: Option<&AuditEntry<'_>>,
    ) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Registration(id))?;
            if sql.execute(
                "DELETE FROM papers WHERE id = ?1 AND kind = 'held'",
                values![&id],
            )? == 0
            {
                return Ok(false);
            }
            entry.map_or(Ok(()), |entry| audit::add(sql, entry))?;
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

    fn found_by(&self, key: &[u8; 16], most: u32) -> Result<Vec<RegistrationId>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT id FROM finder WHERE word = ?1 ORDER BY id LIMIT ?2",
                values![key, most],
            )
        })?;
        rows.iter().map(|row| row.id(0)).collect()
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
        loop {
            let (at, id) = from.map_or((i64::MIN, Vec::new()), |key| {
                (key.changed_at.millis(), key.id.bytes().to_vec())
            });
            let rows =
                self.engine.read(|sql| {
                    sql.query(
                    "SELECT registrations.id, registrations.revision, state, created_at, changed_at, flags, purpose,
                            CASE WHEN EXISTS (SELECT 1 FROM finder
                                WHERE finder.word = ?5 AND finder.id = registrations.id) THEN 1 ELSE 0 END,
                            CASE WHEN EXISTS (SELECT 1 FROM finder
                                WHERE finder.word = ?6 AND finder.id = registrations.id) THEN 1 ELSE 0 END,
                            CASE WHEN EXISTS (SELECT 1 FROM papers
                                WHERE papers.id = registrations.id AND papers.kind = 'held') THEN 1 ELSE 0 END
                        FROM registrations LEFT JOIN opened
                            ON opened.id = registrations.id AND opened.revision = registrations.revision
                        WHERE state = ?1 AND (changed_at, registrations.id) > (?2, ?3)
                        ORDER BY changed_at, registrations.id LIMIT ?4",
                    values![state, at, &id, PART, &filter.key.unwrap_or_default(), &filter.lacks.unwrap_or_default()],
                )
                })?;
            for row in &rows {
                let line = listed(row)?;
                from = Some(PageKey {
                    changed_at: line.changed_at,
                    id: line.id,
                });
                looked += 1;
                let flags = row.opt_text(5)?.unwrap_or_default();
                let has = |flag: &str| flags.split(',').any(|one| one == flag);
                let wanted = filter.flag.as_ref().is_none_or(|flag| has(flag))
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
                    && !(filter.without_broken && has(SEAL_BROKEN))
                    && (filter.key.is_none() || row.is_true(7)?)
                    && !(filter.without_held && row.is_true(9)?)
                    && (filter.lacks.is_none() || !row.is_true(8)?);
                if wanted {
                    found.push(line);
                    if found.len() == most as usize {
                        return Ok((found, from));
                    }
                }
            }
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

    fn broken(&self, most: u32) -> Result<u64, StoreError> {
        self.engine.read(|sql| {
            let row = sql.one(
                "SELECT count(*) FROM (SELECT 1 FROM registrations JOIN opened USING (id, revision)
                    WHERE state = 'received' AND flags = 'seal_broken' LIMIT ?1) AS broken",
                values![most],
            )?;
            row.count(0)
        })
    }

    fn broken_since(
        &self,
        latest: i64,
        after: Option<RegistrationId>,
        most: u32,
    ) -> Result<Vec<RegistrationRow>, StoreError> {
        let after = after.map_or_else(Vec::new, |id| id.bytes().to_vec());
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT id, revision, state, created_at, changed_at FROM registrations JOIN opened USING (id, revision)
                    WHERE state = 'received' AND flags = 'seal_broken' AND changed_at <= ?1 AND id > ?2
                    ORDER BY id LIMIT ?3",
                values![latest, &after, most],
            )
        })?;
        rows.iter().map(listed).collect()
    }

    fn deeds(&self, since: Timestamp, zone: i64) -> Result<Vec<DeedCount>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT (at + ?2) / 86400000 AS day, officer, action, count(*) FROM audit
                    WHERE at >= ?1 AND action IN ('accept', 'correct', 'refuse')
                    GROUP BY 1, officer, action ORDER BY 1 DESC, officer, action",
                values![since, zone],
            )
        })?;
        let count = |row: &super::sql::Row| {
            Ok(DeedCount {
                day: row.int(0)?,
                officer: row.text(1)?,
                action: row.text(2)?,
                count: row.count(3)?,
            })
        };
        rows.iter().map(count).collect()
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

/// The flag of what does not open.
const SEAL_BROKEN: &str = "seal_broken";

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
        }
    }

    fn read(word: &str) -> Result<Self, StoreError> {
        match word {
            "decision" => Ok(Self::Decision),
            "note" => Ok(Self::Note),
            "held" => Ok(Self::Held),
            _ => Err(StoreError::Damaged("a paper's kind")),
        }
    }
}
