//! Registrations and their history: nothing here needs the data key. What waits to go is in `outbox.rs`.

use payung_model::journey::State;
use payung_model::sealed::{Digest, RegistrationId, StatusToken};
use payung_model::units::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};

use super::records::{id_column, not_ours, optional_id, state_column, time_column};
use super::{EventRow, OutboxRow, RegistrationRow, Store, VaultError};

impl Store {
    /// Ready: registration row, event, outbox row and the photos it needs, in one transaction. A later revision replaces
    /// the row and what was in the outbox; its history stays.
    pub fn add_ready(
        &self,
        row: &RegistrationRow,
        outbox: &OutboxRow,
        photos: &[(Digest, u32)],
        now: Timestamp,
    ) -> Result<(), VaultError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO registration
                    (id, draft, revision, state, token, reply_key, reply, withdraw_wanted, changed_at, bytes_sent,
                     completes, about)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                 ON CONFLICT DO UPDATE SET draft = excluded.draft, revision = excluded.revision, state = excluded.state,
                    token = excluded.token, reply_key = excluded.reply_key, reply = excluded.reply,
                    withdraw_wanted = excluded.withdraw_wanted, changed_at = excluded.changed_at,
                    bytes_sent = excluded.bytes_sent, completes = excluded.completes, about = excluded.about",
                params![
                    row.id.bytes(),
                    row.draft.map(|draft| *draft.bytes()),
                    row.revision,
                    row.state.as_str(),
                    row.token.bytes(),
                    row.reply_key,
                    row.reply,
                    row.withdraw_wanted,
                    now.millis(),
                    row.bytes_sent.cast_signed(),
                    row.completes.map(|id| *id.bytes()),
                    row.about
                ],
            )?;
            add_event(transaction, row.id, now)?;
            transaction.execute("DELETE FROM outbox WHERE registration = ?1", [row.id.bytes()])?;
            transaction.execute(
                "INSERT INTO outbox (registration, revision, envelope, attempts, next_try, problem, recorded, over_metered,
                     sealed_at, sealed_by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                params![
                    row.id.bytes(),
                    outbox.revision,
                    outbox.envelope,
                    outbox.attempts,
                    outbox.next_try.millis(),
                    outbox.problem,
                    outbox.recorded,
                    outbox.over_metered,
                    outbox.sealed_at.millis(),
                    outbox.sealed_by
                ],
            )?;
            let mut add = transaction.prepare_cached(
                "INSERT INTO outbox_photo (registration, digest, length, sent) VALUES (?1, ?2, ?3, FALSE)
                 ON CONFLICT DO NOTHING",
            )?;
            for (digest, length) in photos {
                add.execute(params![row.id.bytes(), digest.0, length])?;
            }
            Ok(())
        })
    }

    /// A page of registrations, the newest first: those older than `before`.
    pub fn registrations(
        &self,
        before: Option<RegistrationId>,
        limit: u32,
    ) -> Result<Vec<RegistrationRow>, VaultError> {
        self.read(|connection| {
            let mut page = connection
                .prepare_cached("SELECT * FROM registration WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2")?;
            let before = before.map(|id| *id.bytes());
            Ok(page.query_map(params![before, limit], registration_row)?.collect::<Result<_, _>>()?)
        })
    }
    /// How many there are.
    #[cfg(test)]
    pub fn count_registrations(&self) -> Result<u32, VaultError> {
        self.read(|connection| Ok(connection.query_row("SELECT count(*) FROM registration", [], |row| row.get(0))?))
    }
    pub fn registration(&self, id: RegistrationId) -> Result<RegistrationRow, VaultError> {
        self.read(|connection| {
            let mut one = connection.prepare_cached("SELECT * FROM registration WHERE id = ?1")?;
            Ok(one.query_row([id.bytes()], registration_row)?)
        })
    }
    /// Those that add to that registration, the oldest first.
    pub fn completions(&self, id: RegistrationId) -> Result<Vec<RegistrationRow>, VaultError> {
        self.read(|connection| {
            let mut all = connection.prepare_cached("SELECT * FROM registration WHERE completes = ?1 ORDER BY id")?;
            Ok(all.query_map([id.bytes()], registration_row)?.collect::<Result<_, _>>()?)
        })
    }
    /// Its history, the oldest first.
    pub fn events(&self, id: RegistrationId) -> Result<Vec<EventRow>, VaultError> {
        self.read(|connection| {
            let mut all = connection
                .prepare_cached("SELECT at, revision, state FROM event WHERE registration = ?1 ORDER BY number")?;
            let rows = all.query_map([id.bytes()], |row| {
                Ok(EventRow {
                    at: time_column(row, "at")?,
                    revision: row.get("revision")?,
                    state: state_column(row, "state")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
    /// New state and its event, in one transaction; leaving the outbox when the state says so (received, accepted,
    /// `needs_correction`, refused, withdrawn, draft).
    pub fn set_state(&self, id: RegistrationId, state: State, now: Timestamp) -> Result<(), VaultError> {
        let leaves = !matches!(state, State::Ready | State::Sending | State::Parked);
        let photos = self.write(|transaction| {
            one_row(transaction.execute(
                "UPDATE registration SET state = ?2, changed_at = ?3 WHERE id = ?1",
                params![id.bytes(), state.as_str(), now.millis()],
            )?)?;
            add_event(transaction, id, now)?;
            if leaves { leave_outbox(transaction, id) } else { Ok(Vec::new()) }
        })?;
        self.remove_unnamed(&photos)
    }
    pub fn set_reply(&self, id: RegistrationId, reply: &[u8]) -> Result<(), VaultError> {
        self.change("UPDATE registration SET reply = ?2 WHERE id = ?1", params![id.bytes(), reply])
    }
    pub fn set_withdraw_wanted(&self, id: RegistrationId, wanted: bool) -> Result<(), VaultError> {
        self.change("UPDATE registration SET withdraw_wanted = ?2 WHERE id = ?1", params![id.bytes(), wanted])
    }
    pub fn add_bytes_sent(&self, id: RegistrationId, bytes: u64) -> Result<(), VaultError> {
        let statement = "UPDATE registration SET bytes_sent = bytes_sent + ?2 WHERE id = ?1";
        self.change(statement, params![id.bytes(), bytes.cast_signed()])
    }
    /// Takes back what is ready: a first revision is forgotten and its draft stays; a later one leaves the registration
    /// as it was before, needing its correction. [`VaultError::Missing`] when it is not ready (any more).
    pub fn take_back(&self, id: RegistrationId, before: State, now: Timestamp) -> Result<(), VaultError> {
        let photos = self.write(|transaction| {
            let photos = leave_outbox(transaction, id)?;
            if before == State::Draft {
                one_row(transaction.execute("DELETE FROM registration WHERE id = ?1 AND state = 'ready'", [id.bytes()])?)?;
                return Ok(photos);
            }
            one_row(transaction.execute(
                "UPDATE registration SET state = ?2, revision = revision - 1, changed_at = ?3 WHERE id = ?1 AND state = 'ready'",
                params![id.bytes(), before.as_str(), now.millis()],
            )?)?;
            add_event(transaction, id, now)?;
            Ok(photos)
        })?;
        self.remove_unnamed(&photos)
    }

    pub(super) fn change(&self, statement: &str, values: impl rusqlite::Params) -> Result<(), VaultError> {
        self.read(|connection| one_row(connection.prepare_cached(statement)?.execute(values)?))
    }
}

/// Its state now, as an event.
fn add_event(connection: &Connection, id: RegistrationId, now: Timestamp) -> Result<(), VaultError> {
    let mut add = connection.prepare_cached(
        "INSERT INTO event (registration, at, revision, state) SELECT id, ?2, revision, state FROM registration WHERE id = ?1",
    )?;
    one_row(add.execute(params![id.bytes(), now.millis()])?)
}

/// The digests of the photos that were in it.
fn leave_outbox(connection: &Connection, id: RegistrationId) -> Result<Vec<[u8; 32]>, VaultError> {
    let photos = connection
        .prepare_cached("SELECT digest FROM outbox_photo WHERE registration = ?1")?
        .query_map([id.bytes()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    connection.prepare_cached("DELETE FROM outbox WHERE registration = ?1")?.execute([id.bytes()])?;
    Ok(photos)
}

fn one_row(changed: usize) -> Result<(), VaultError> {
    if changed == 0 { Err(VaultError::Missing) } else { Ok(()) }
}

fn registration_row(row: &Row<'_>) -> rusqlite::Result<RegistrationRow> {
    let token: [u8; 32] = row.get("token")?;
    Ok(RegistrationRow {
        id: id_column(row, "id")?,
        draft: optional_id(row, "draft")?,
        revision: row.get("revision")?,
        state: state_column(row, "state")?,
        token: StatusToken::from_bytes(&token).ok_or_else(|| not_ours("token", Type::Blob))?,
        reply_key: row.get("reply_key")?,
        reply: row.get("reply")?,
        withdraw_wanted: row.get("withdraw_wanted")?,
        changed_at: time_column(row, "changed_at")?,
        bytes_sent: row.get::<_, i64>("bytes_sent")?.cast_unsigned(),
        completes: optional_id(row, "completes")?,
        about: row.get("about")?,
    })
}
