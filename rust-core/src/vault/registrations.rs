//! Reading registrations and their history, which needs no data key.
//!
//! `transitions.rs` changes states, `revisions.rs` seals, and `outbox.rs` keeps what is still to be
//! sent.

use payung_model::sealed::{RegistrationId, StatusToken};
use payung_model::units::Timestamp;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, params};

use super::records::{id_column, not_ours, optional_id, state_column, time_column};
use super::{EventRow, ItemAbout, Page, Position, RegistrationRow, Store, VaultError};

impl Store {
    /// A page of registrations older than `before`, the newest first.
    pub fn registrations(
        &self,
        before: Option<RegistrationId>,
        limit: u32,
    ) -> Result<Page<RegistrationRow>, VaultError> {
        self.read(|connection| {
            let mut page = connection.prepare_cached(&select(
                "WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2",
            ))?;
            let before = before.map(|id| *id.bytes());
            Ok(Page::first(limit, |limit| {
                Page::of(page.query_map(params![before, limit], registration_row)?)
            })?)
        })
    }

    /// How many registrations there are.
    #[cfg(test)]
    pub fn count_registrations(&self) -> Result<u32, VaultError> {
        self.read(|connection| {
            Ok(connection.query_row("SELECT count(*) FROM registration", [], |row| row.get(0))?)
        })
    }
    pub fn registration(&self, id: RegistrationId) -> Result<RegistrationRow, VaultError> {
        self.read(|connection| {
            let mut one = connection.prepare_cached(&select("WHERE id = ?1"))?;
            Ok(one.query_row([id.bytes()], registration_row)?)
        })
    }
    /// The registrations that complete this one, the oldest first.
    pub fn completions(&self, id: RegistrationId) -> Result<Vec<RegistrationRow>, VaultError> {
        self.read(|connection| {
            let mut all = connection.prepare_cached(&select("WHERE completes = ?1 ORDER BY id"))?;
            Ok(Page::of(all.query_map([id.bytes()], registration_row)?)?.rows)
        })
    }
    /// At most `limit` registrations for which a payment is waited for at `now`, the one whose waiting
    /// ends first in front. Every bill that can be paid is waited for.
    pub fn waited_for(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<RegistrationRow>, VaultError> {
        self.read(|connection| {
            let mut some = connection.prepare_cached(&select(
                "WHERE watched_until > 0 AND watched_until >= ?1 ORDER BY watched_until LIMIT ?2",
            ))?;
            let rows = some.query_map(params![now.millis(), limit], registration_row)?;
            Ok(Page::of(rows)?.rows)
        })
    }

    /// The newest registration whose answers are here and are to be corrected.
    pub fn to_be_corrected(&self) -> Result<Option<RegistrationId>, VaultError> {
        self.read(|connection| {
            let mut newest = connection.prepare_cached(
                "SELECT id FROM registration WHERE state = 'needs_correction' AND draft IS NOT NULL AND access_ended = 0
                 ORDER BY id DESC LIMIT 1",
            )?;
            let found = newest.query_row([], |row| id_column(row, "id"));
            Ok(found.optional()?)
        })
    }

    /// At most `limit` registrations that are not over and belong to no other one, the newest first.
    pub fn first_ones(&self, limit: u32) -> Result<Vec<RegistrationRow>, VaultError> {
        self.read(|connection| {
            let mut some = connection.prepare_cached(&select(
                "WHERE completes IS NULL AND state NOT IN ('refused', 'withdrawn', 'erased')
                 ORDER BY id DESC LIMIT ?1",
            ))?;
            Ok(Page::of(some.query_map([limit], registration_row)?)?.rows)
        })
    }

    /// The history of a registration, the oldest event first.
    pub fn events(&self, id: RegistrationId) -> Result<Vec<EventRow>, VaultError> {
        self.read(|connection| {
            let mut all = connection.prepare_cached(
                "SELECT at, revision, state FROM event WHERE registration = ?1 ORDER BY number",
            )?;
            let rows = all.query_map([id.bytes()], |row| {
                Ok(EventRow {
                    at: time_column(row, "at")?,
                    revision: row.get("revision")?,
                    state: state_column(row, "state")?,
                })
            })?;
            Ok(Page::of(rows)?.rows)
        })
    }
    /// Keeps a reply in the way of apps from before there was an inbox.
    #[cfg(test)]
    pub fn set_reply(&self, id: RegistrationId, reply: &[u8]) -> Result<(), VaultError> {
        self.change(
            "UPDATE registration SET reply = ?2 WHERE id = ?1",
            params![id.bytes(), reply],
        )
    }
    pub fn add_bytes_sent(&self, id: RegistrationId, bytes: u64) -> Result<(), VaultError> {
        let statement = "UPDATE registration SET bytes_sent = bytes_sent + ?2 WHERE id = ?1";
        self.change(statement, params![id.bytes(), bytes.cast_signed()])
    }

    pub(super) fn change(
        &self,
        statement: &str,
        values: impl rusqlite::Params,
    ) -> Result<(), VaultError> {
        self.read(|connection| one_row(connection.prepare_cached(statement)?.execute(values)?))
    }
}

fn one_row(changed: usize) -> Result<(), VaultError> {
    if changed == 0 {
        Err(VaultError::Missing)
    } else {
        Ok(())
    }
}

/// Selects what [`registration_row`] reads.
pub(super) fn select(rest: &str) -> String {
    format!(
        "SELECT *, coalesce((SELECT max(number) FROM event WHERE registration = id), 0) AS newest_event,
             coalesce((SELECT max(sequence) FROM inbox WHERE registration = id AND about <> 'quiet'), 0) AS newest_item,
             coalesce((SELECT about FROM inbox WHERE registration = id AND about <> 'quiet'
                 ORDER BY sequence DESC LIMIT 1), 'words') AS news
         FROM registration {rest}"
    )
}

pub(super) fn registration_row(row: &Row<'_>) -> rusqlite::Result<RegistrationRow> {
    let token: [u8; 32] = row.get("token")?;
    Ok(RegistrationRow {
        id: id_column(row, "id")?,
        draft: optional_id(row, "draft")?,
        revision: row.get("revision")?,
        state: state_column(row, "state")?,
        token: StatusToken::from_bytes(&token).ok_or_else(|| not_ours("token", Type::Blob))?,
        reply_key: row.get("reply_key")?,
        reply: row.get("reply")?,
        unproven: row.get("unproven")?,
        access_ended: row.get("access_ended")?,
        newest: Position {
            event: row.get("newest_event")?,
            item: row.get("newest_item")?,
        },
        told: Position {
            event: row.get("told")?,
            item: row.get("told_item")?,
        },
        told_word: row.get("told_word")?,
        withdraw_wanted: row.get("withdraw_wanted")?,
        changed_at: time_column(row, "changed_at")?,
        bytes_sent: row.get::<_, i64>("bytes_sent")?.cast_unsigned(),
        completes: optional_id(row, "completes")?,
        about: row.get("about")?,
        news: ItemAbout::from_word(&row.get::<_, String>("news")?),
        folded: row.get::<_, i64>("folded")?.cast_unsigned(),
        summary: row.get("summary")?,
    })
}
