//! Drafts and their answers.

use payung_model::form::Entry;
use payung_model::journey::State;
use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::packed::{pack, unpack};
use super::records::{id_column, optional_id, state_column, time_column};
use super::{DraftRow, Keys, Page, RecordKind, Store, VaultError};

/// A draft may be changed while no registration was made of it, or while the office asks for a
/// correction. `?1` is the draft.
const IS_OPEN: &str =
    "coalesce((SELECT state FROM registration WHERE draft = ?1 ORDER BY id DESC LIMIT 1),
    'needs_correction') = 'needs_correction'";

/// The time of a draft's last change is that of its last answer. Its registration is the newest
/// that names it.
const SELECT: &str = "
    SELECT (SELECT sealed FROM label WHERE label.draft = draft.id) AS label, id, person, form, form_version, completes, created_at, max(opened_at, created_at) AS opened_at, warned_at,
        (SELECT max(registration.id) FROM registration WHERE registration.draft = draft.id) AS registration,
        max(created_at, coalesce((SELECT max(changed_at) FROM answer WHERE answer.draft = draft.id), 0)) AS changed_at
    FROM draft";

impl Store {
    /// Adds a draft with its first answers, and its person if that is new. `registration` and
    /// `changed_at` are not stored, because they follow from the registrations that name the draft
    /// and from its answers.
    pub fn add_draft(
        &self,
        keys: &Keys,
        row: &DraftRow,
        entries: &[(String, Entry)],
    ) -> Result<(), VaultError> {
        // The record of a person is still empty. It is there so that a later app can add to it.
        let person = keys.seal(RecordKind::Person, row.person.bytes(), &pack(&[]))?;
        let sealed = entries
            .iter()
            .map(|(question, entry)| SealedEntry::new(keys, row.id, question, entry));
        let sealed = sealed.collect::<Result<Vec<_>, _>>()?;
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO person (id, sealed) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![row.person.bytes(), person],
            )?;
            transaction.execute(
                "INSERT INTO draft (id, person, form, form_version, completes, created_at, opened_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    row.id.bytes(),
                    row.person.bytes(),
                    row.form,
                    row.form_version,
                    row.completes.map(|id| *id.bytes()),
                    row.created_at.millis(),
                    row.opened_at.millis()
                ],
            )?;
            sealed
                .iter()
                .try_for_each(|entry| entry.put(transaction, row.id, row.created_at))
        })
    }

    /// Drafts that a worker can go on with, the last changed first: those that were not sealed, and
    /// those that are open again for a correction. The first `skip` are left out, and at most
    /// `limit` are returned.
    pub fn open_drafts(&self, skip: u32, limit: u32) -> Result<Page<DraftRow>, VaultError> {
        // `closed` finds the candidates by an index; the states decide. Those to skip are read too:
        // only rows that parse were shown before.
        let read = skip.saturating_add(limit);
        let mut page = self.read(|connection| {
            let select = format!(
                "{SELECT} WHERE closed = 0 AND coalesce((SELECT state FROM registration WHERE registration.draft = draft.id
                    ORDER BY registration.id DESC LIMIT 1), 'needs_correction') = 'needs_correction'
                 ORDER BY changed_at DESC, id DESC LIMIT ?1"
            );
            let mut open = connection.prepare_cached(&select)?;
            Ok(Page::first(read, |read| Page::of(open.query_map([read], draft_row)?))?)
        })?;
        let skip = page
            .rows
            .len()
            .min(usize::try_from(skip).unwrap_or(usize::MAX));
        page.rows.drain(..skip);
        Ok(page)
    }

    /// All drafts, also sealed ones, the last changed first.
    #[cfg(test)]
    pub fn drafts(&self) -> Result<Vec<DraftRow>, VaultError> {
        Ok(self.drafts_where("ORDER BY changed_at DESC, id DESC")?.rows)
    }

    /// The draft of that form that completes that registration: the newest of which no registration
    /// was made yet.
    pub fn draft_completing(
        &self,
        registration: RegistrationId,
        form: &str,
    ) -> Result<Option<DraftRow>, VaultError> {
        let sealed = "NOT EXISTS (SELECT 1 FROM registration WHERE registration.draft = draft.id)";
        self.read(|connection| {
            let select = format!(
                "{SELECT} WHERE completes = ?1 AND form = ?2 AND {sealed} ORDER BY id DESC LIMIT 1"
            );
            Ok(connection
                .prepare_cached(&select)?
                .query_row(params![registration.bytes(), form], draft_row)
                .optional()?)
        })
    }

    pub fn draft(&self, id: RegistrationId) -> Result<DraftRow, VaultError> {
        self.read(|connection| {
            let mut one = connection.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
            Ok(one.query_row([id.bytes()], draft_row)?)
        })
    }

    /// Deletes the draft with its answers and photos, and its person with the person's last draft.
    /// A photo that the outbox names stays until it is sent, and a registration made of the draft
    /// stays.
    pub fn delete_draft(&self, id: RegistrationId) -> Result<(), VaultError> {
        let photos = self.write(|transaction| forget_draft(transaction, id))?;
        self.remove_unnamed(&photos)
    }

    /// Deletes a draft of which no registration was made. [`VaultError::Sealed`] when one was made
    /// meanwhile.
    pub fn discard_draft(&self, id: RegistrationId) -> Result<(), VaultError> {
        let photos = self.write(|transaction| {
            let sealed = "SELECT EXISTS (SELECT 1 FROM registration WHERE draft = ?1)";
            if transaction.query_row(sealed, [id.bytes()], |row| row.get(0))? {
                return Err(VaultError::Sealed);
            }
            forget_draft(transaction, id)
        })?;
        self.remove_unnamed(&photos)
    }

    pub(super) fn drafts_where(&self, rest: &str) -> Result<Page<DraftRow>, VaultError> {
        self.read(|connection| {
            let select = format!("{SELECT} {rest}");
            Ok(Page::of(
                connection
                    .prepare_cached(&select)?
                    .query_map([], draft_row)?,
            )?)
        })
    }

    /// All answers of a draft, sorted by question. Fails when one cannot be read.
    #[cfg(test)]
    pub fn entries(
        &self,
        keys: &Keys,
        draft: RegistrationId,
    ) -> Result<Vec<(String, Entry)>, VaultError> {
        let mut entries = self
            .each_entry(keys, draft)?
            .collect::<Result<Vec<_>, _>>()?;
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(entries)
    }

    /// The answers of a draft that can be read, and how many cannot.
    pub fn readable_entries(
        &self,
        keys: &Keys,
        draft: RegistrationId,
    ) -> Result<Page<(String, Entry)>, VaultError> {
        let mut page = Page {
            rows: Vec::new(),
            unreadable: 0,
        };
        for entry in self.each_entry(keys, draft)? {
            match entry {
                Err(VaultError::Unreadable(_)) => page.unreadable += 1,
                entry => page.rows.push(entry?),
            }
        }
        Ok(page)
    }

    /// The answers to one question in drafts whose newest registration is in one of these states
    /// and is not being withdrawn, with their drafts. Answers that cannot be read are left out.
    pub fn sent_answers(
        &self,
        keys: &Keys,
        question: &str,
        states: &[State],
    ) -> Result<Vec<(RegistrationId, Entry)>, VaultError> {
        let index = keys.index(RecordKind::Answer, question);
        let found = self.read(|connection| {
            let mut all = connection.prepare_cached(
                "SELECT answer.draft, answer.sealed, registration.state FROM registration
                 JOIN answer ON answer.draft = registration.draft AND answer.question = ?1
                 WHERE NOT registration.withdraw_wanted AND registration.id =
                    (SELECT max(newest.id) FROM registration AS newest WHERE newest.draft = registration.draft)",
            )?;
            let rows = all.query_map([index], |row| {
                Ok((
                    id_column(row, "draft")?,
                    row.get::<_, Vec<u8>>("sealed")?,
                    state_column(row, "state")?,
                ))
            })?;
            Ok(Page::of(rows)?.rows)
        })?;
        let mut answers = Vec::new();
        for (draft, sealed, _) in found
            .into_iter()
            .filter(|(_, _, state)| states.contains(state))
        {
            match open_entry(keys, draft, index, &sealed) {
                Ok((_, entry)) => answers.push((draft, entry)),
                Err(VaultError::Unreadable(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(answers)
    }

    /// The answer to one question of a draft. None when there is none, or it cannot be read.
    pub fn readable_entry(
        &self,
        keys: &Keys,
        draft: RegistrationId,
        question: &str,
    ) -> Result<Option<Entry>, VaultError> {
        let index = keys.index(RecordKind::Answer, question);
        let sealed: Option<Vec<u8>> = self.read(|connection| {
            let mut one = connection
                .prepare_cached("SELECT sealed FROM answer WHERE draft = ?1 AND question = ?2")?;
            let row = one.query_row(params![draft.bytes(), index], |row| row.get(0));
            Ok(row.optional()?)
        })?;
        Ok(sealed.and_then(|sealed| Some(open_entry(keys, draft, index, &sealed).ok()?.1)))
    }

    fn each_entry<'a>(
        &self,
        keys: &'a Keys,
        draft: RegistrationId,
    ) -> Result<impl Iterator<Item = Result<(String, Entry), VaultError>> + use<'a>, VaultError>
    {
        let sealed = self.read(|connection| {
            let mut all = connection
                .prepare_cached("SELECT question, sealed FROM answer WHERE draft = ?1")?;
            let rows = all.query_map([draft.bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<Vec<([u8; 32], Vec<u8>)>, _>>()?)
        })?;
        Ok(sealed
            .into_iter()
            .map(move |(question, sealed)| open_entry(keys, draft, question, &sealed)))
    }

    /// Writes one answer, which is durable when the call returns. [`VaultError::Sealed`] when the
    /// draft was made ready meanwhile, because a draft must stay what was sealed.
    ///
    /// `changed_at` lies in the answer's row, so that one answer changes one page and needs one
    /// fsync. Measured without the fsync, the call takes 12 µs; plain `SQLite` takes 9 µs for the
    /// same row in clear, and 14 µs with a `changed_at` in a second table.
    pub fn put_entry(
        &self,
        keys: &Keys,
        draft: RegistrationId,
        question: &str,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let sealed = SealedEntry::new(keys, draft, question, entry)?;
        self.read(|connection| sealed.put(connection, draft, now))
    }
}

/// Deletes the rows of a draft, and its person with the person's last draft. Returns the digests of
/// its photos.
pub(super) fn forget_draft(
    transaction: &Connection,
    id: RegistrationId,
) -> Result<Vec<[u8; 32]>, VaultError> {
    let person: Option<[u8; 16]> = transaction
        .query_row(
            "SELECT person FROM draft WHERE id = ?1",
            [id.bytes()],
            |row| row.get(0),
        )
        .optional()?;
    let person = person.ok_or(VaultError::Missing)?;
    let photos = transaction
        .prepare_cached("SELECT digest FROM photo WHERE draft = ?1")?
        .query_map([id.bytes()], |row| row.get(0))?
        .collect::<Result<Vec<[u8; 32]>, _>>()?;
    transaction.execute("DELETE FROM draft WHERE id = ?1", [id.bytes()])?;
    let orphaned =
        "DELETE FROM person WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM draft WHERE person = ?1)";
    transaction.execute(orphaned, [person])?;
    Ok(photos)
}

/// An answer as its row holds it.
pub(super) struct SealedEntry {
    question: [u8; 32],
    sealed: Vec<u8>,
}

impl SealedEntry {
    pub fn new(
        keys: &Keys,
        draft: RegistrationId,
        question: &str,
        entry: &Entry,
    ) -> Result<Self, VaultError> {
        let index = keys.index(RecordKind::Answer, question);
        // The index is a one-way function of the question's name, so the name is sealed with the
        // answer.
        let plain = pack(&[question.as_bytes(), &entry.encode()]);
        let sealed = keys.seal(RecordKind::Answer, &place(draft, index), &plain)?;
        Ok(Self {
            question: index,
            sealed,
        })
    }

    /// Writes the answer if the draft is open. The same statement checks that, so no other call can
    /// seal the draft in between.
    pub fn put(
        &self,
        connection: &Connection,
        draft: RegistrationId,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let mut put = connection.prepare_cached(&format!(
            "INSERT INTO answer (draft, question, changed_at, sealed) SELECT ?1, ?2, ?3, ?4 WHERE {IS_OPEN}
             ON CONFLICT DO UPDATE SET changed_at = excluded.changed_at, sealed = excluded.sealed"
        ))?;
        match put.execute(params![
            draft.bytes(),
            self.question,
            now.millis(),
            self.sealed
        ])? {
            0 => Err(VaultError::Sealed),
            _ => Ok(()),
        }
    }
}

/// The id a record is sealed to: its draft and the index of its question.
pub(super) fn place(draft: RegistrationId, question: [u8; 32]) -> [u8; 48] {
    let mut place = [0; 48];
    let (front, back) = place.split_at_mut(16);
    front.copy_from_slice(draft.bytes());
    back.copy_from_slice(&question);
    place
}

fn open_entry(
    keys: &Keys,
    draft: RegistrationId,
    question: [u8; 32],
    sealed: &[u8],
) -> Result<(String, Entry), VaultError> {
    let plain = keys.open(RecordKind::Answer, &place(draft, question), sealed)?;
    unpack(&plain)
        .and_then(|[name, entry]| {
            Some((
                String::from_utf8(name.to_vec()).ok()?,
                Entry::decode(entry)?,
            ))
        })
        .ok_or(VaultError::Unreadable("an answer does not parse"))
}

fn draft_row(row: &Row<'_>) -> rusqlite::Result<DraftRow> {
    Ok(DraftRow {
        id: id_column(row, "id")?,
        person: id_column(row, "person")?,
        form: row.get("form")?,
        form_version: row.get("form_version")?,
        completes: optional_id(row, "completes")?,
        registration: optional_id(row, "registration")?,
        created_at: time_column(row, "created_at")?,
        changed_at: time_column(row, "changed_at")?,
        opened_at: time_column(row, "opened_at")?,
        warned_at: row
            .get::<_, Option<i64>>("warned_at")?
            .and_then(|millis| Timestamp::from_millis(millis).ok()),
        label: row.get("label")?,
    })
}
