//! The inbox of each registration: sealed items, numbered, in the order in which the desk wrote them.
//!
//! The rows stay until the registration is erased, because a second phone with the same token asks from the beginning.
//! What is left after that is one item, which says that it was erased.

use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::{Item, SealedItem};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;

/// Where the next item of an inbox goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InboxPlace {
    /// Its sequence.
    pub sequence: u64,
    /// The sequence of the last item before it; 0 for the first.
    pub previous: u64,
}

/// A part of an inbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InboxPart {
    /// The sequence of the last item in the inbox; 0 when it is empty.
    pub last: u64,
    /// Sealed items, the oldest first.
    pub items: Vec<Vec<u8>>,
    /// There are more after these.
    pub more: bool,
}

/// How far sequences jump when a backup is restored: more items than a registration gets between two backups. Numbers
/// that phones may have seen since the backup are then never used for another item.
const RESTORE_JUMP: u64 = 1_000_000;

/// The next place in a registration's inbox; none when the registration is not known. Use it in the same transaction.
pub fn next_place(sql: &Connection, id: RegistrationId) -> Result<Option<InboxPlace>, StoreError> {
    let mut query = sql.prepare_cached("SELECT inbox FROM registrations WHERE id = ?1")?;
    let given: Option<i64> = query.query_row([id.bytes()], |row| row.get(0)).optional()?;
    let Some(given) = given else { return Ok(None) };
    let sequence = given.unsigned_abs() + 1;
    if sequence > Item::LAST_SEQUENCE {
        return Err(StoreError::Damaged("inbox sequence"));
    }
    Ok(Some(InboxPlace { sequence, previous: last_sequence(sql, id)? }))
}

/// Keeps an item; its place must be the one that [`next_place`] gave.
pub fn add_item(sql: &Connection, id: RegistrationId, item: &SealedItem, at: Timestamp) -> Result<(), StoreError> {
    let sequence = signed(item.sequence())?;
    sql.prepare_cached("INSERT INTO inbox (id, sequence, at, item) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        id.bytes(),
        sequence,
        at.millis(),
        item.bytes()
    ])?;
    sql.prepare_cached("UPDATE registrations SET inbox = ?2 WHERE id = ?1")?.execute(params![id.bytes(), sequence])?;
    Ok(())
}

/// The items after `after`, the oldest first: at most `most`, and together at most `most_bytes`, but at least one.
pub fn items_after(
    sql: &Connection,
    id: RegistrationId,
    after: u64,
    most: usize,
    most_bytes: usize,
) -> Result<InboxPart, StoreError> {
    let last = last_sequence(sql, id)?;
    let mut query =
        sql.prepare_cached("SELECT item FROM inbox WHERE id = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3")?;
    // No item has a sequence that SQLite cannot hold.
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let mut rows = query.query(params![id.bytes(), after, i64::try_from(most + 1).unwrap_or(i64::MAX)])?;
    let mut part = InboxPart { last, ..InboxPart::default() };
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let item: Vec<u8> = row.get(0)?;
        bytes += item.len();
        if part.items.len() == most || bytes > most_bytes && !part.items.is_empty() {
            part.more = true;
            break;
        }
        part.items.push(item);
    }
    Ok(part)
}

/// The sequence of the last item in that inbox; 0 when it is empty.
pub fn last_sequence(sql: &Connection, id: RegistrationId) -> Result<u64, StoreError> {
    let mut query = sql.prepare_cached("SELECT coalesce(max(sequence), 0) FROM inbox WHERE id = ?1")?;
    Ok(query.query_row([id.bytes()], |row| row.get::<_, i64>(0))?.unsigned_abs())
}

/// After a restore: no sequence that may have been given out since the backup is given out again.
pub fn jump_inboxes(sql: &Connection) -> Result<(), StoreError> {
    let jump = signed(RESTORE_JUMP)?;
    sql.execute("UPDATE registrations SET inbox = inbox + ?1", [jump])?;
    sql.execute("UPDATE erased SET inbox = inbox + ?1", [jump])?;
    Ok(())
}

pub(super) fn signed(sequence: u64) -> Result<i64, StoreError> {
    i64::try_from(sequence).map_err(|_| StoreError::Damaged("inbox sequence"))
}
