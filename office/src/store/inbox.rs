//! The inbox of each registration: sealed items, numbered, in the order in which the desk wrote
//! them.
//!
//! The rows stay until the registration is erased, because a second phone with the same token asks
//! from the beginning. What is left after that is one item, which says that it was erased.

use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::{Item, SealedItem};
use payung_model::units::Timestamp;

use super::error::StoreError;
use super::sql::{Sql, signed, values};

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

/// Whose part of an inbox is read. The two parts differ once an officer has made the registration's
/// access anew (store/money/reissue.rs).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InboxReader {
    /// The holder of the access in force.
    Holder,
    /// The holder of the former access. It reaches the items that were written until it ended.
    Ended,
}

/// Sequences that an inbox skips when a backup is restored: more items than a registration gets
/// between two backups. Numbers that phones may have seen since the backup are then never used for
/// another item.
const RESTORE_JUMP: u64 = 1_000_000;

/// The next place in a registration's inbox; none when the registration is not known.
pub(super) fn next_place(
    sql: &dyn Sql,
    id: RegistrationId,
) -> Result<Option<InboxPlace>, StoreError> {
    let Some(row) = sql.first(
        "SELECT inbox FROM registrations WHERE id = ?1",
        values![&id],
    )?
    else {
        return Ok(None);
    };
    let sequence = row.count(0)? + 1;
    if sequence > Item::LAST_SEQUENCE {
        return Err(StoreError::Damaged("inbox sequence"));
    }
    Ok(Some(InboxPlace {
        sequence,
        previous: last_sequence(sql, id)?,
    }))
}

/// Keeps an item; its place must be the one that [`next_place`] gave in the same transaction.
pub(super) fn add_item(
    sql: &dyn Sql,
    id: RegistrationId,
    item: &SealedItem,
    at: Timestamp,
) -> Result<(), StoreError> {
    let sequence = signed(item.sequence())?;
    sql.execute(
        "INSERT INTO inbox (id, sequence, at, item) VALUES (?1, ?2, ?3, ?4)",
        values![&id, sequence, at, item.bytes()],
    )?;
    sql.execute(
        "UPDATE registrations SET inbox = ?2 WHERE id = ?1",
        values![&id, sequence],
    )?;
    Ok(())
}

/// The items after `after`, the oldest first: at most `most`, and together at most `most_bytes`,
/// but at least one.
pub(super) fn items_after(
    sql: &dyn Sql,
    id: RegistrationId,
    after: u64,
    reader: InboxReader,
    most: u32,
    most_bytes: usize,
) -> Result<InboxPart, StoreError> {
    let begin = begin(sql, id)?;
    // The former phone must not even get the sealed items that were written after its access ended,
    // and the new one cannot open those from before.
    let (least, last) = match reader {
        InboxReader::Holder => (begin, last_sequence(sql, id)?),
        InboxReader::Ended => (0, begin),
    };
    // No item has a sequence that a database cannot hold.
    let after = i64::try_from(after.max(least)).unwrap_or(i64::MAX);
    let rows = sql.query(
        "SELECT item FROM inbox WHERE id = ?1 AND sequence > ?2 AND sequence <= ?3 ORDER BY sequence LIMIT ?4",
        // One row more than is asked for tells whether there are more.
        values![&id, after, signed(last)?, i64::from(most) + 1],
    )?;
    let mut part = InboxPart {
        last,
        ..InboxPart::default()
    };
    let mut bytes = 0;
    for row in rows {
        let item = row.bytes(0)?;
        bytes += item.len();
        // The first item goes in whatever its size: a part without items would keep the phone
        // asking for the same one for ever.
        if part.items.len() == most as usize || bytes > most_bytes && !part.items.is_empty() {
            part.more = true;
            break;
        }
        part.items.push(item);
    }
    Ok(part)
}

/// The sequence of the last item that the holder of the access in force can read; 0 when there is
/// none.
pub(super) fn last_sequence(sql: &dyn Sql, id: RegistrationId) -> Result<u64, StoreError> {
    sql.one(
        "SELECT coalesce(max(sequence), 0) FROM inbox WHERE id = ?1 AND sequence > ?2",
        values![&id, signed(begin(sql, id)?)?],
    )?
    .count(0)
}

/// The last sequence that belongs to the former access; 0 when there was none.
fn begin(sql: &dyn Sql, id: RegistrationId) -> Result<u64, StoreError> {
    let found = sql.first(
        "SELECT inbox_from FROM registrations WHERE id = ?1",
        values![&id],
    )?;
    found.map_or(Ok(0), |row| row.count(0))
}

/// After a restore: no sequence that may have been given out since the backup is given out again.
pub(super) fn jump_inboxes(sql: &dyn Sql) -> Result<(), StoreError> {
    let jump = signed(RESTORE_JUMP)?;
    sql.execute("UPDATE registrations SET inbox = inbox + ?1", values![jump])?;
    sql.execute("UPDATE erased SET inbox = inbox + ?1", values![jump])?;
    Ok(())
}
