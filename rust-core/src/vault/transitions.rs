//! The only way in which a registration changes its state.
//!
//! [`Store::apply`] asks the table of [`payung_model::journey`] for the next state. Reading the present state, changing it
//! and writing the line of history are one IMMEDIATE transaction. The caller says what it believes to be there
//! ([`Expected`]); when something else is there, nothing changes and the answer is [`Applied::Stale`].
//!
//! Sealing (`revisions.rs`), taking back, departure and the wish to withdraw need more than the table: each has a call of
//! its own here or there, and each decides inside its own transaction.

use payung_model::journey::{Event, State};
use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::records::state_column;
use super::{RegistrationRow, Store, VaultError};

/// What the caller believes about a registration when it asks for a change.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// One of these is its state.
    pub states: &'a [State],
    pub revision: u32,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It is done, and the registration is in this state.
    Changed(State),
    /// Nothing changed: the registration is gone, has moved on, or its state has no such event.
    Stale,
}

/// A registration as a transaction finds it.
pub(super) struct Present {
    pub state: State,
    pub revision: u32,
    pub withdraw_wanted: bool,
}

impl<'a> Expected<'a> {
    /// The registration is as it was read.
    pub fn of(row: &'a RegistrationRow) -> Self {
        Self { states: std::slice::from_ref(&row.state), revision: row.revision }
    }

    /// Any state, of that revision.
    pub fn revision(revision: u32) -> Self {
        Self { states: &State::ALL, revision }
    }

    fn fits(&self, present: &Present) -> bool {
        self.revision == present.revision && self.states.contains(&present.state)
    }
}

impl Store {
    /// Applies an event of the table. A state that is neither ready, sending nor parked leaves the outbox; a final one
    /// ends the wish to withdraw; *unpark* makes what waits due at once.
    ///
    /// *Seal* and *take back* are always stale here: they bring or remove a revision, and have calls of their own.
    pub fn apply(
        &self,
        id: RegistrationId,
        expected: Expected<'_>,
        event: Event,
        now: Timestamp,
    ) -> Result<Applied, VaultError> {
        let (applied, photos) =
            self.write(|transaction| match present(transaction, id)?.filter(|present| expected.fits(present)) {
                Some(present) => {
                    let changed = change(transaction, id, &present, event, now)?;
                    #[cfg(test)]
                    if changed.0 != Applied::Stale && self.has_planted(Planted::ForgetsTheWish) {
                        transaction
                            .execute("UPDATE registration SET withdraw_wanted = 0 WHERE id = ?1", [id.bytes()])?;
                    }
                    Ok(changed)
                }
                None => Ok((Applied::Stale, Vec::new())),
            })?;
        self.remove_unnamed(&photos)?;
        Ok(applied)
    }

    /// The first byte of that very envelope is about to leave: *ready* becomes *sending*, and *sending* stays so. Stale
    /// when another revision or other bytes wait by now, when nothing waits any more, or when the worker withdraws. The
    /// bytes are compared too, because a revision that was taken back gives its number to the next one.
    pub fn depart(
        &self,
        id: RegistrationId,
        revision: u32,
        envelope: &[u8],
        now: Timestamp,
    ) -> Result<Applied, VaultError> {
        #[cfg(test)]
        if self.has_planted(Planted::DepartsAnyway) {
            return Ok(Applied::Changed(State::Sending));
        }
        self.write(|transaction| {
            let Some(present) = present(transaction, id)?.filter(|present| present.revision == revision) else {
                return Ok(Applied::Stale);
            };
            if !may_leave(transaction, id, &present, Some(envelope))? {
                return Ok(Applied::Stale);
            }
            match present.state {
                State::Sending => {}
                state => match state.after(Event::FirstByte) {
                    Some(next) => enter(transaction, id, next, now)?,
                    None => return Ok(Applied::Stale),
                },
            }
            Ok(Applied::Changed(State::Sending))
        })
    }

    /// The worker withdraws. What never left is withdrawn at once. Of what did, the wish is kept until the office knows;
    /// the state stays.
    pub fn withdraw(&self, id: RegistrationId, now: Timestamp) -> Result<Applied, VaultError> {
        let (applied, photos) = self.write(|transaction| {
            let Some(present) = present(transaction, id)? else { return Ok((Applied::Stale, Vec::new())) };
            let Some(next) = present.state.after(Event::Withdraw) else { return Ok((Applied::Stale, Vec::new())) };
            #[cfg(test)]
            if self.has_planted(Planted::WithdrawsAtOnce) {
                enter(transaction, id, next, now)?;
                return Ok((Applied::Changed(next), leave_outbox(transaction, id)?));
            }
            if has_left(transaction, id)? {
                transaction.execute("UPDATE registration SET withdraw_wanted = 1 WHERE id = ?1", [id.bytes()])?;
                return Ok((Applied::Changed(present.state), Vec::new()));
            }
            enter(transaction, id, next, now)?;
            Ok((Applied::Changed(next), leave_outbox(transaction, id)?))
        })?;
        self.remove_unnamed(&photos)?;
        Ok(applied)
    }

    /// The wish to withdraw is over: the office decided before it heard of it.
    pub fn forget_withdrawal(&self, id: RegistrationId) -> Result<(), VaultError> {
        self.change("UPDATE registration SET withdraw_wanted = 0 WHERE id = ?1", [id.bytes()])
    }

    /// Takes back what is ready while nothing of this revision has left. A first revision is forgotten, and its draft
    /// stays: [`State::Draft`]. A later one leaves the registration as it was before: [`State::NeedsCorrection`].
    pub fn take_back(&self, id: RegistrationId, revision: u32, now: Timestamp) -> Result<Applied, VaultError> {
        let (applied, photos) = self.write(|transaction| {
            let stale = Ok((Applied::Stale, Vec::new()));
            let Some(present) = present(transaction, id)?.filter(|present| present.revision == revision) else {
                return stale;
            };
            let Some(draft) = present.state.after(Event::TakeBack).filter(|_| !present.withdraw_wanted) else {
                return stale;
            };
            #[cfg(test)]
            if self.has_planted(Planted::TakesBackOnlyFromTheOutbox) {
                return Ok((Applied::Changed(draft), leave_outbox(transaction, id)?));
            }
            if !has_left(transaction, id)? {
                let photos = leave_outbox(transaction, id)?;
                transaction.execute("DELETE FROM registration WHERE id = ?1", [id.bytes()])?;
                return Ok((Applied::Changed(draft), photos));
            }
            // The state before it was made ready. Anything but a correction means that this revision may have left.
            let before = transaction
                .prepare_cached(
                    "SELECT revision, state FROM event WHERE registration = ?1 AND state <> 'ready'
                     ORDER BY number DESC LIMIT 1",
                )?
                .query_row([id.bytes()], |row| Ok((row.get::<_, u32>("revision")?, state_column(row, "state")?)))
                .optional()?;
            match before {
                Some((earlier, State::NeedsCorrection)) => {
                    let photos = leave_outbox(transaction, id)?;
                    let statement = "UPDATE registration SET revision = ?2 WHERE id = ?1";
                    transaction.execute(statement, params![id.bytes(), earlier])?;
                    enter(transaction, id, State::NeedsCorrection, now)?;
                    Ok((Applied::Changed(State::NeedsCorrection), photos))
                }
                _ => stale,
            }
        })?;
        self.remove_unnamed(&photos)?;
        Ok(applied)
    }
}

/// Faults of the kind that this file is to keep out. The tests of schedules must find each.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Planted {
    /// The bytes leave, whatever stands in the vault by then.
    DepartsAnyway = 1,
    /// What has left is withdrawn without telling the office.
    WithdrawsAtOnce,
    /// The envelope goes, and the registration stays as it is.
    TakesBackOnlyFromTheOutbox,
    /// A run forgets what the worker wishes.
    ForgetsTheWish,
}

#[cfg(test)]
impl Store {
    pub(crate) fn plant(&self, fault: Option<Planted>) {
        self.planted.store(fault.map_or(0, |fault| fault as u8), std::sync::atomic::Ordering::Release);
    }

    fn has_planted(&self, fault: Planted) -> bool {
        self.planted.load(std::sync::atomic::Ordering::Acquire) == fault as u8
    }
}

/// How a registration stands, or none when it is not there.
pub(super) fn present(connection: &Connection, id: RegistrationId) -> Result<Option<Present>, VaultError> {
    let mut one =
        connection.prepare_cached("SELECT state, revision, withdraw_wanted FROM registration WHERE id = ?1")?;
    let found = one.query_row([id.bytes()], |row| {
        Ok(Present {
            state: state_column(row, "state")?,
            revision: row.get("revision")?,
            withdraw_wanted: row.get("withdraw_wanted")?,
        })
    });
    Ok(found.optional()?)
}

/// Applies an event to a registration as the transaction found it, as [`Store::apply`] says. The second value names
/// photos that left the outbox: the caller removes those that nothing names any more, once all is committed.
pub(super) fn change(
    transaction: &Connection,
    id: RegistrationId,
    present: &Present,
    event: Event,
    now: Timestamp,
) -> Result<(Applied, Vec<[u8; 32]>), VaultError> {
    let stale = Ok((Applied::Stale, Vec::new()));
    if matches!(event, Event::Seal | Event::TakeBack) {
        return stale;
    }
    let Some(next) = present.state.after(event) else { return stale };
    if event == Event::FirstByte && !may_leave(transaction, id, present, None)? {
        return stale;
    }
    enter(transaction, id, next, now)?;
    if event == Event::Unpark {
        let due = "UPDATE outbox SET attempts = 0, next_try = ?2, problem = NULL WHERE registration = ?1";
        transaction.execute(due, params![id.bytes(), now.millis()])?;
    }
    let goes = matches!(next, State::Ready | State::Sending | State::Parked);
    let photos = if goes { Vec::new() } else { leave_outbox(transaction, id)? };
    Ok((Applied::Changed(next), photos))
}

/// Writes a state that was asked of the table, with its line of history.
pub(super) fn enter(
    connection: &Connection,
    id: RegistrationId,
    state: State,
    now: Timestamp,
) -> Result<(), VaultError> {
    let mut update = connection.prepare_cached(
        "UPDATE registration SET state = ?2, changed_at = ?3, withdraw_wanted = withdraw_wanted AND NOT ?4
         WHERE id = ?1",
    )?;
    update.execute(params![id.bytes(), state.as_str(), now.millis(), state.is_final()])?;
    add_event(connection, id, now)
}

/// Writes the state and revision of this moment into the history.
pub(super) fn add_event(connection: &Connection, id: RegistrationId, now: Timestamp) -> Result<(), VaultError> {
    let mut add = connection.prepare_cached(
        "INSERT INTO event (registration, at, revision, state) SELECT id, ?2, revision, state FROM registration WHERE id = ?1",
    )?;
    add.execute(params![id.bytes(), now.millis()])?;
    Ok(())
}

/// Empties its outbox; the digests of the photos that were in it.
fn leave_outbox(connection: &Connection, id: RegistrationId) -> Result<Vec<[u8; 32]>, VaultError> {
    let photos = outbox_digests(connection, id)?;
    connection.prepare_cached("DELETE FROM outbox WHERE registration = ?1")?.execute([id.bytes()])?;
    Ok(photos)
}

pub(super) fn outbox_digests(connection: &Connection, id: RegistrationId) -> Result<Vec<[u8; 32]>, VaultError> {
    let mut all = connection.prepare_cached("SELECT digest FROM outbox_photo WHERE registration = ?1")?;
    Ok(all.query_map([id.bytes()], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Whether bytes of this revision may leave: it waits in the outbox (with this envelope, if one is given), and nobody
/// wants to withdraw it.
fn may_leave(
    connection: &Connection,
    id: RegistrationId,
    present: &Present,
    envelope: Option<&[u8]>,
) -> Result<bool, VaultError> {
    let mut waits = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE registration = ?1 AND revision = ?2 AND envelope = coalesce(?3, envelope))",
    )?;
    let waits: bool = waits.query_row(params![id.bytes(), present.revision, envelope], |row| row.get(0))?;
    Ok(waits && !present.withdraw_wanted)
}

/// Whether the office may have heard of it. Only *ready*, and *parked* straight from it, come before the first byte.
fn has_left(connection: &Connection, id: RegistrationId) -> Result<bool, VaultError> {
    let mut left = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM event WHERE registration = ?1 AND state NOT IN ('ready', 'parked'))",
    )?;
    Ok(left.query_row([id.bytes()], |row| row.get(0))?)
}
