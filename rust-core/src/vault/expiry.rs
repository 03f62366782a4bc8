//! Deleting by time: drafts that nobody came back to, and the answers of registrations that the
//! office has decided.
//!
//! `api/retention.rs` decides when something is deleted. This file makes sure that nothing is
//! deleted which changed after that decision. After a kill at any moment a draft is either whole or
//! gone; the next open removes photo files that no row names.

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;
use rusqlite::params;

use super::drafts::forget_draft;
use super::records::{id_column, time_column};
use super::{DraftRow, LONGEST_DELAY, Page, Store, VaultError};

/// The registrations whose answers are needed no more. The condition is word for word that of the
/// partial index, because SQLite uses the index only then.
const DECIDED: &str =
    "draft IS NOT NULL AND state IN ('accepted', 'refused', 'withdrawn', 'erased')";

impl Store {
    /// Notes that a worker opened the draft to go on, and forgets an earlier warning. `version` is
    /// the version of the form that the draft is filled in with from now on.
    pub fn touch_draft(
        &self,
        id: RegistrationId,
        version: u32,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        self.change(
            "UPDATE draft SET form_version = ?2, opened_at = ?3, warned_at = NULL WHERE id = ?1",
            params![id.bytes(), version, now.millis()],
        )
    }

    /// Forgets an earlier warning, because the draft is about to be changed.
    pub fn forget_warning(&self, id: RegistrationId) -> Result<(), VaultError> {
        self.change(
            "UPDATE draft SET warned_at = NULL WHERE id = ?1",
            params![id.bytes()],
        )
    }

    /// Notes that the warning of the draft's end has been on screen.
    pub fn set_warned(&self, id: RegistrationId, now: Timestamp) -> Result<(), VaultError> {
        self.change(
            "UPDATE draft SET warned_at = ?2 WHERE id = ?1",
            params![id.bytes(), now.millis()],
        )
    }

    /// Drafts whose warning was seen, and of which no registration was made.
    pub fn warned_drafts(&self) -> Result<Vec<DraftRow>, VaultError> {
        let drafts = self.drafts_where("WHERE warned_at IS NOT NULL")?;
        Ok(drafts
            .rows
            .into_iter()
            .filter(|row| row.registration.is_none())
            .collect())
    }

    /// Deletes a draft with its answers and photos if it is still as `row` says. True when it was
    /// deleted.
    pub fn expire_draft(&self, row: &DraftRow) -> Result<bool, VaultError> {
        let photos = self.write(|transaction| {
            // Between the decision and this transaction the worker may have opened the draft,
            // answered a question or made it ready. Any of these keeps it.
            let unchanged: bool = transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM draft WHERE id = ?1 AND warned_at = ?2
                        AND max(opened_at, created_at) = ?3)
                    AND NOT EXISTS (SELECT 1 FROM answer WHERE draft = ?1 AND changed_at > ?4)
                    AND NOT EXISTS (SELECT 1 FROM registration WHERE draft = ?1)",
                params![
                    row.id.bytes(),
                    row.warned_at.map(Timestamp::millis),
                    row.opened_at.millis(),
                    row.changed_at.millis()
                ],
                |row| row.get(0),
            )?;
            if unchanged {
                forget_draft(transaction, row.id).map(Some)
            } else {
                Ok(None)
            }
        })?;
        match photos {
            Some(photos) => self.remove_unnamed(&photos).map(|()| true),
            None => Ok(false),
        }
    }

    /// Drafts whose registration was accepted, refused, withdrawn or erased by that time, each with
    /// the time at which it was.
    pub fn decided_by(
        &self,
        time: Timestamp,
    ) -> Result<Vec<(RegistrationId, Timestamp)>, VaultError> {
        self.read(|connection| {
            let mut decided = connection.prepare_cached(&format!(
                "SELECT draft, changed_at FROM registration WHERE {DECIDED} AND changed_at <= ?1
                    AND NOT EXISTS (SELECT 1 FROM registration AS other
                        WHERE other.draft = registration.draft AND other.id > registration.id)"
            ))?;
            let rows = decided.query_map([time.millis()], |row| {
                Ok((id_column(row, "draft")?, time_column(row, "changed_at")?))
            })?;
            Ok(Page::of(rows)?.rows)
        })
    }

    /// Decisions that lie further ahead of `now` than any delay were noted by a clock that was ahead.
    /// Nobody knows when they were taken, so their days count from now on. Only a clock that an office
    /// confirmed may say so: one that was set back would shorten the days of others.
    pub fn date_decisions_from(&self, now: Timestamp) -> Result<(), VaultError> {
        self.read(|connection| {
            // Every start and every sync calls this. It writes nothing when no row has to change.
            let statement = format!(
                "UPDATE registration SET changed_at = ?1 WHERE {DECIDED} AND changed_at > ?2"
            );
            connection
                .prepare_cached(&statement)?
                .execute([now.millis(), now.plus(LONGEST_DELAY).millis()])?;
            Ok(())
        })
    }

    /// Empties the write-ahead log, so that no copy of deleted rows is left in it. In the database
    /// file itself `secure_delete` overwrites them.
    pub fn forget_log(&self) -> Result<(), VaultError> {
        self.read(|connection| Ok(connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?))
    }
}
