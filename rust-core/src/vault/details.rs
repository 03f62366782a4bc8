//! History, outbox, inbox and completions of registrations, read for a whole page at once: the
//! number of statements is the same for one registration and for twenty.

use std::collections::BTreeMap;

use payung_model::sealed::{OfficePublicKey, RegistrationId};
use rusqlite::{Connection, Row, params};

use super::records::{id_column, problem_column, state_column, time_column};
use super::registrations::{registration_row, select};
use super::{EventRow, InboxRow, Page, RegistrationRow, Store, VaultError};
use crate::problem::ProblemCode;

/// Everything that belongs to one registration besides its row.
#[derive(Default)]
pub struct Details {
    /// The history, the oldest event first.
    pub events: Vec<EventRow>,
    /// The obstacle to sending; none when there is none, or when the registration is not in the
    /// outbox.
    pub problem: Option<ProblemCode>,
    /// Whether the photos may go over a metered network.
    pub over_metered: bool,
    /// Photos in the outbox.
    pub photos: u32,
    /// Photos in the outbox that the office has.
    pub photos_sent: u32,
    /// Decisions and corrections of the office, the newest first.
    pub inbox: Vec<InboxRow>,
    /// An item of its inbox is damaged, and is left out.
    pub damaged: bool,
    /// The registrations that complete it, the oldest first.
    pub completions: Vec<RegistrationRow>,
}

type All = BTreeMap<RegistrationId, Details>;

impl Store {
    /// The details of one registration.
    pub fn details_of(&self, id: RegistrationId) -> Result<Details, VaultError> {
        Ok(self.details(id, id)?.remove(&id).unwrap_or_default())
    }

    /// The details of all registrations from `first` to `last` in the order of ids, in which a page
    /// is contiguous. One that has none is not in the map.
    pub fn details(&self, first: RegistrationId, last: RegistrationId) -> Result<All, VaultError> {
        self.read(|connection| {
            let range = Range { connection, first, last };
            let mut all = All::new();
            range.read(
                "SELECT registration, at, revision, state FROM event
                 WHERE registration >= ?1 AND registration <= ?2 ORDER BY registration, number",
                |row| {
                    Ok(EventRow {
                        at: time_column(row, "at")?,
                        revision: row.get("revision")?,
                        state: state_column(row, "state")?,
                    })
                },
                |id, event| all.entry(id).or_default().events.push(event),
            )?;
            range.read(
                "SELECT registration, problem, over_metered,
                     (SELECT count(*) FROM outbox_photo WHERE registration = outbox.registration) AS photos,
                     (SELECT count(*) FROM outbox_photo WHERE registration = outbox.registration AND sent) AS photos_sent
                 FROM outbox WHERE registration >= ?1 AND registration <= ?2",
                |row| Ok((problem_column(row)?, row.get("over_metered")?, row.get("photos")?, row.get("photos_sent")?)),
                |id, (problem, over_metered, photos, photos_sent)| {
                    let known = std::mem::take(all.entry(id).or_default());
                    all.insert(id, Details { problem, over_metered, photos, photos_sent, ..known });
                },
            )?;
            range.read(
                "SELECT registration, author, item FROM inbox
                 WHERE registration >= ?1 AND registration <= ?2 AND about = 'words'
                 ORDER BY registration, sequence DESC",
                |row| Ok((row.get::<_, Vec<u8>>("author")?, row.get("item")?)),
                |id, (author, item)| {
                    let details = all.entry(id).or_default();
                    match OfficePublicKey::from_bytes(&author) {
                        Ok(author) => details.inbox.push(InboxRow { item, author }),
                        Err(_) => details.damaged = true,
                    }
                },
            )?;
            let completions = select("WHERE completes >= ?1 AND completes <= ?2 ORDER BY id");
            let mut completions = connection.prepare_cached(&completions)?;
            let completions = completions.query_map(params![first.bytes(), last.bytes()], registration_row)?;
            for row in Page::of(completions)?.rows {
                if let Some(id) = row.completes {
                    all.entry(id).or_default().completions.push(row);
                }
            }
            Ok(all)
        })
    }
}

/// Registrations in the order of their ids, both ends included.
struct Range<'c> {
    connection: &'c Connection,
    first: RegistrationId,
    last: RegistrationId,
}

impl Range<'_> {
    /// Reads rows that name their registration; those that do not parse are left out.
    fn read<T>(
        &self,
        statement: &str,
        parse: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        mut take: impl FnMut(RegistrationId, T),
    ) -> Result<(), VaultError> {
        let mut rows = self.connection.prepare_cached(statement)?;
        let rows = rows.query_map(params![self.first.bytes(), self.last.bytes()], |row| {
            Ok((id_column(row, "registration")?, parse(row)?))
        })?;
        Page::of(rows)?
            .rows
            .into_iter()
            .for_each(|(id, row)| take(id, row));
        Ok(())
    }
}
