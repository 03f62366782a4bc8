//! What the office wrote to each registration, and which office keys may have written it. Nothing
//! here needs the data key, because items are kept as they came: sealed to the registration's reply
//! key.

use payung_model::journey::{Event, State};
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::{OfficePublicKey, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{Connection, Row, params};

use super::records::id_column;
use super::transitions::{change, end_access, present};
use super::{Applied, ItemAbout, Page, Store, VaultError};

/// An item as it is kept.
pub struct InboxRow {
    /// The sealed item as it came.
    pub item: Vec<u8>,
    /// The office key that wrote the item. It was proven when the item was taken.
    pub author: OfficePublicKey,
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The item is kept now. The state is the new one of the registration, if the item changed it.
    Kept(Option<State>),
    /// The item was kept before. Nothing changed.
    Known,
    /// An item before this one is missing. Nothing changed.
    Gap,
}

impl Store {
    /// The sequence of the last item that is kept; 0 when none is.
    pub fn inbox_last(&self, id: RegistrationId) -> Result<u64, VaultError> {
        self.read(|connection| last(connection, id))
    }

    /// Keeps an item whose author was proven and applies its event by the table of states, in one
    /// transaction. Nothing changes when the item was kept before or when one before it is missing,
    /// so each item counts exactly once. An item about an earlier revision is kept as well, but a
    /// correction of it does not change the state: the worker has answered it already.
    pub fn take_item(
        &self,
        id: RegistrationId,
        item: &Item,
        row: &InboxRow,
        now: Timestamp,
    ) -> Result<Taken, VaultError> {
        let (taken, photos) = self.write(|transaction| {
            let last = last(transaction, id)?;
            if item.sequence <= last {
                return Ok((Taken::Known, Vec::new()));
            }
            if item.previous > last {
                return Ok((Taken::Gap, Vec::new()));
            }
            let present = present(transaction, id)?.ok_or(VaultError::Missing)?;
            let mut add = transaction.prepare_cached(
                "INSERT INTO inbox (registration, sequence, author, item, taken_at, about)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?;
            add.execute(params![
                id.bytes(),
                item.sequence.cast_signed(),
                row.author.to_bytes(),
                row.item,
                now.millis(),
                ItemAbout::of(&item.body).as_str()
            ])?;
            // The item is kept before its event is judged. An item without an event counts too,
            // because the next item names it as the one before.
            let past = item.revision < present.revision;
            if ends_access(&item.body) {
                let (state, photos) = end_access(transaction, id, &present, now)?;
                return Ok((Taken::Kept(state), photos));
            }
            let event = item
                .event()
                .filter(|event| !past || *event != Event::CorrectionAsked);
            let Some(event) = event else {
                return Ok((Taken::Kept(None), Vec::new()));
            };
            let (applied, photos) = change(transaction, id, &present, event, now)?;
            let state = if let Applied::Changed(state) = applied {
                Some(state)
            } else {
                None
            };
            Ok((Taken::Kept(state), photos))
        })?;
        self.remove_unnamed(&photos)?;
        Ok(taken)
    }

    /// Decisions and corrections of a registration, and what this app cannot read: the newest
    /// first.
    pub fn inbox(&self, id: RegistrationId) -> Result<Vec<InboxRow>, VaultError> {
        self.read(|connection| {
            let mut all = connection.prepare_cached(
                "SELECT author, item FROM inbox WHERE registration = ?1 AND about = 'words'
                 ORDER BY sequence DESC",
            )?;
            let rows = all.query_map([id.bytes()], item_columns)?;
            rows.map(|row| inbox_row(row?)).collect()
        })
    }

    /// At most `limit` items of any kind after that sequence, the oldest first, each with its
    /// sequence.
    pub fn items_after(
        &self,
        id: RegistrationId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<(u64, InboxRow)>, VaultError> {
        self.read(|connection| {
            let mut some = connection.prepare_cached(
                "SELECT author, item, sequence FROM inbox WHERE registration = ?1 AND sequence > ?2
                 ORDER BY sequence LIMIT ?3",
            )?;
            let rows = some.query_map(params![id.bytes(), after.cast_signed(), limit], |row| {
                Ok((row.get::<_, i64>(2)?, item_columns(row)?))
            })?;
            rows.map(|row| {
                let (sequence, columns) = row?;
                Ok((sequence.cast_unsigned(), inbox_row(columns)?))
            })
            .collect()
        })
    }

    /// The item with that sequence, if it is kept.
    pub fn item(&self, id: RegistrationId, sequence: u64) -> Result<Option<InboxRow>, VaultError> {
        let before = sequence.checked_sub(1).ok_or(VaultError::Missing)?;
        let next = self.items_after(id, before, 1)?.pop();
        Ok(next
            .filter(|(found, _)| *found == sequence)
            .map(|(_, row)| row))
    }

    /// Registrations, or only that one, whose inbox holds items that were not folded into the
    /// member's record yet.
    pub fn unfolded(
        &self,
        only: Option<RegistrationId>,
    ) -> Result<Vec<RegistrationId>, VaultError> {
        self.read(|connection| {
            let mut all = connection.prepare_cached(
                "SELECT id FROM registration WHERE (?1 IS NULL OR id = ?1) AND EXISTS
                     (SELECT 1 FROM inbox WHERE registration = registration.id AND sequence > folded)
                 ORDER BY id",
            )?;
            let rows = all.query_map([only.map(|id| *id.bytes())], |row| id_column(row, "id"))?;
            Ok(Page::of(rows)?.rows)
        })
    }

    /// Notes what the intake says that the office decided, as long as no item proves it. The word
    /// is for the log and is never shown.
    pub fn set_unproven(&self, id: RegistrationId, word: Option<&str>) -> Result<(), VaultError> {
        let statement =
            "UPDATE registration SET unproven = ?2 WHERE id = ?1 AND unproven IS NOT ?2";
        self.read(|connection| {
            connection
                .prepare_cached(statement)?
                .execute(params![id.bytes(), word])?;
            Ok(())
        })
    }

    /// Notes the office keys that the rules of this root name now. Keys that they named before and
    /// no longer name get the time at which they were given up.
    pub fn note_office_keys(
        &self,
        root: &[u8],
        keys: &[OfficePublicKey],
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let named: Vec<[u8; 32]> = keys.iter().map(OfficePublicKey::to_bytes).collect();
        let known = self.read(|connection| current_keys(connection, root))?;
        // This runs at each start, so it writes nothing when no key has changed.
        if known.len() == named.len() && named.iter().all(|key| known.contains(key)) {
            return Ok(());
        }
        self.write(|transaction| {
            for key in known.iter().filter(|key| !named.contains(key)) {
                let give_up =
                    "UPDATE office_key SET given_up_at = ?3 WHERE root = ?1 AND public = ?2";
                transaction.execute(give_up, params![root, key, now.millis()])?;
            }
            for key in &named {
                transaction.execute(
                    // A key that was given up and that the rules name again may write again.
                    "INSERT INTO office_key (root, public, given_up_at) VALUES (?1, ?2, NULL)
                     ON CONFLICT DO UPDATE SET given_up_at = NULL",
                    params![root, key],
                )?;
            }
            Ok(())
        })
    }

    /// The office keys that may have written to a registration made at that time: the keys of this
    /// root's rules today, then the keys that were given up after that time, the last given up first.
    pub fn office_keys(
        &self,
        root: &[u8],
        made_at: Timestamp,
    ) -> Result<Vec<OfficePublicKey>, VaultError> {
        // A key that leaked and was rotated away is worth nothing for registrations that were begun
        // since. Older ones still need it, because the office wrote to them by it (ADR 14).
        let keys: Vec<Vec<u8>> = self.read(|connection| {
            let mut all = connection.prepare_cached(
                "SELECT public FROM office_key WHERE root = ?1 AND (given_up_at IS NULL OR given_up_at >= ?2)
                    ORDER BY given_up_at IS NULL DESC, given_up_at DESC, public",
            )?;
            Ok(all
                .query_map(params![root, made_at.millis()], |row| row.get(0))?
                .collect::<Result<_, _>>()?)
        })?;
        let key = |bytes: &Vec<u8>| OfficePublicKey::from_bytes(bytes);
        keys.iter()
            .map(key)
            .collect::<Result<_, _>>()
            .map_err(|_| VaultError::Damaged("an office key is none"))
    }
}

/// The code of the notice that is the last item for a phone whose access was made anew (ADR 22).
const ACCESS_ENDED: &str = "access_ended";

fn ends_access(body: &ItemBody) -> bool {
    matches!(body, ItemBody::Notice(notice) if notice.code == ACCESS_ENDED)
}

type ItemColumns = (Vec<u8>, Vec<u8>);

fn item_columns(row: &Row<'_>) -> rusqlite::Result<ItemColumns> {
    Ok((row.get("author")?, row.get("item")?))
}

fn inbox_row((author, item): ItemColumns) -> Result<InboxRow, VaultError> {
    let author = OfficePublicKey::from_bytes(&author)
        .map_err(|_| VaultError::Damaged("an item's author is no key"))?;
    Ok(InboxRow { item, author })
}

fn last(connection: &Connection, id: RegistrationId) -> Result<u64, VaultError> {
    let mut last = connection
        .prepare_cached("SELECT coalesce(max(sequence), 0) FROM inbox WHERE registration = ?1")?;
    Ok(last
        .query_row([id.bytes()], |row| row.get::<_, i64>(0))?
        .cast_unsigned())
}

fn current_keys(connection: &Connection, root: &[u8]) -> Result<Vec<[u8; 32]>, VaultError> {
    let mut all = connection
        .prepare_cached("SELECT public FROM office_key WHERE root = ?1 AND given_up_at IS NULL")?;
    Ok(all
        .query_map([root], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}
