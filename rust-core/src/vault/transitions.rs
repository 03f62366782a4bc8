//! The only way in which a registration changes its state.
//!
//! [`Store::apply`] asks the table of [`payung_model::journey`] for the next state. Reading the
//! present state, changing it and writing the line of history are one IMMEDIATE transaction. The
//! caller says which state and revision it expects ([`Expected`]). When the transaction finds
//! another one, nothing changes and the answer is [`Applied::Stale`].
//!
//! Sealing, taking back, departure and the wish to withdraw depend on more than the table, for
//! example on whether a byte has left the phone. Each of them has a call of its own (sealing in
//! `revisions.rs`, the others here), which decides inside its own transaction.

use payung_model::journey::{Event, State};
use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::records::state_column;
use super::{RegistrationRow, Store, VaultError};

/// What the caller expects of a registration when it asks for a change.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The registration is in one of these states.
    pub states: &'a [State],
    pub revision: u32,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// The change was made, and the registration is in this state.
    Changed(State),
    /// Nothing changed: the registration is gone, has moved on, or its state has no such event.
    Stale,
}

/// A registration as a transaction finds it.
pub(super) struct Present {
    pub state: State,
    pub revision: u32,
    pub withdraw_wanted: bool,
    pub access_ended: bool,
}

impl<'a> Expected<'a> {
    /// Expects the state and the revision that the row was read with.
    pub fn of(row: &'a RegistrationRow) -> Self {
        Self {
            states: std::slice::from_ref(&row.state),
            revision: row.revision,
        }
    }

    /// Expects this revision in any state.
    pub fn revision(revision: u32) -> Self {
        Self {
            states: &State::ALL,
            revision,
        }
    }

    fn fits(&self, present: &Present) -> bool {
        self.revision == present.revision && self.states.contains(&present.state)
    }
}

impl Store {
    /// Applies an event of the table. Only what is ready, sending or parked keeps its outbox row. A
    /// final state ends the wish to withdraw. *Unpark* makes the outbox row due at once.
    ///
    /// *Seal* and *take back* are always stale here, because they add or remove a revision. They
    /// have calls of their own.
    pub fn apply(
        &self,
        id: RegistrationId,
        expected: Expected<'_>,
        event: Event,
        now: Timestamp,
    ) -> Result<Applied, VaultError> {
        let (applied, photos) = self.write(|transaction| {
            match present(transaction, id)?.filter(|present| expected.fits(present)) {
                Some(present) => {
                    let changed = change(transaction, id, &present, event, now)?;
                    #[cfg(test)]
                    if changed.0 != Applied::Stale && self.has_planted(Planted::ForgetsTheWish) {
                        transaction.execute(
                            "UPDATE registration SET withdraw_wanted = 0 WHERE id = ?1",
                            [id.bytes()],
                        )?;
                    }
                    Ok(changed)
                }
                None => Ok((Applied::Stale, Vec::new())),
            }
        })?;
        self.remove_unnamed(&photos)?;
        Ok(applied)
    }

    /// The first byte of this envelope is about to leave. *Ready* becomes *sending*, and *sending*
    /// stays *sending*.
    ///
    /// The answer is stale when the outbox holds another envelope or none, or when the worker wants
    /// to withdraw. The bytes are compared as well as the revision, because the number of a
    /// revision that was taken back is used again.
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
            let Some(present) =
                present(transaction, id)?.filter(|present| present.revision == revision)
            else {
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

    /// The worker withdraws a registration. If no byte of it ever left the phone, it is *withdrawn*
    /// at once. Otherwise its state stays, and the wish is kept until the office has confirmed it.
    pub fn withdraw(&self, id: RegistrationId, now: Timestamp) -> Result<Applied, VaultError> {
        let (applied, photos) = self.write(|transaction| {
            // The office would not hear of it from this phone once the access has ended.
            let Some(present) = present(transaction, id)?.filter(|present| !present.access_ended)
            else {
                return Ok((Applied::Stale, Vec::new()));
            };
            let Some(next) = present.state.after(Event::Withdraw) else {
                return Ok((Applied::Stale, Vec::new()));
            };
            #[cfg(test)]
            if self.has_planted(Planted::WithdrawsAtOnce) {
                enter(transaction, id, next, now)?;
                return Ok((Applied::Changed(next), leave_outbox(transaction, id)?));
            }
            // The office has to hear of it, so the wish stays in the row until the office confirms
            // it, over restarts and start-cleans.
            if has_left(transaction, id)? {
                transaction.execute(
                    "UPDATE registration SET withdraw_wanted = 1 WHERE id = ?1",
                    [id.bytes()],
                )?;
                return Ok((Applied::Changed(present.state), Vec::new()));
            }
            enter(transaction, id, next, now)?;
            Ok((Applied::Changed(next), leave_outbox(transaction, id)?))
        })?;
        self.remove_unnamed(&photos)?;
        Ok(applied)
    }

    /// Ends the wish to withdraw, because the office had decided before it heard of the wish.
    pub fn forget_withdrawal(&self, id: RegistrationId) -> Result<(), VaultError> {
        self.change(
            "UPDATE registration SET withdraw_wanted = 0 WHERE id = ?1",
            [id.bytes()],
        )
    }

    /// Takes back a revision that is ready, as long as no byte of it has left. A first revision is
    /// forgotten and its draft stays ([`State::Draft`]). A later revision gives way to the one
    /// before ([`State::NeedsCorrection`]).
    pub fn take_back(
        &self,
        id: RegistrationId,
        revision: u32,
        now: Timestamp,
    ) -> Result<Applied, VaultError> {
        let (applied, photos) = self.write(|transaction| {
            let stale = Ok((Applied::Stale, Vec::new()));
            let Some(present) = present(transaction, id)?.filter(|present| present.revision == revision) else {
                return stale;
            };
            let Some(draft) = present
                .state
                .after(Event::TakeBack)
                .filter(|_| !present.withdraw_wanted)
            else {
                return stale;
            };
            #[cfg(test)]
            if self.has_planted(Planted::TakesBackOnlyFromTheOutbox) {
                return Ok((Applied::Changed(draft), leave_outbox(transaction, id)?));
            }
            if !has_left(transaction, id)? {
                let photos = leave_outbox(transaction, id)?;
                let reopen = "UPDATE draft SET closed = 0 WHERE id = (SELECT draft FROM registration WHERE id = ?1)";
                transaction.execute(reopen, [id.bytes()])?;
                transaction.execute("DELETE FROM registration WHERE id = ?1", [id.bytes()])?;
                return Ok((Applied::Changed(draft), photos));
            }
            // Only a revision that follows a correction can be taken back. Any other last state
            // means that it was sealed again after bytes had left, so the office may know it.
            let before = transaction
                .prepare_cached(
                    "SELECT revision, state FROM event WHERE registration = ?1 AND state <> 'ready'
                     ORDER BY number DESC LIMIT 1",
                )?
                .query_row([id.bytes()], |row| {
                    Ok((row.get::<_, u32>("revision")?, state_column(row, "state")?))
                })
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

/// Faults that tests plant on purpose. The tests of schedules must find each of them, or they would
/// prove nothing.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Planted {
    /// The bytes leave without a look at what the vault holds by then.
    DepartsAnyway = 1,
    /// A registration that has left is withdrawn without telling the office.
    WithdrawsAtOnce,
    /// The outbox row is removed, and the registration stays as it is.
    TakesBackOnlyFromTheOutbox,
    /// A run forgets the worker's wish to withdraw.
    ForgetsTheWish,
    /// The pieces of a photo leave without a look at what the vault holds by then.
    PhotosLeaveAnyway,
    /// The file of a photo stays when nobody has the photo any more.
    LeavesPhotosBehind,
    /// The file of a photo that was sent goes, although its draft has it still.
    RemovesSentPhotos,
}

#[cfg(test)]
impl Store {
    pub(crate) fn plant(&self, fault: Option<Planted>) {
        self.planted.store(
            fault.map_or(0, |fault| fault as u8),
            std::sync::atomic::Ordering::Release,
        );
    }

    pub(super) fn has_planted(&self, fault: Planted) -> bool {
        self.planted.load(std::sync::atomic::Ordering::Acquire) == fault as u8
    }
}

/// Reads how a registration stands. None when there is no such registration.
pub(super) fn present(
    connection: &Connection,
    id: RegistrationId,
) -> Result<Option<Present>, VaultError> {
    let mut one = connection.prepare_cached(
        "SELECT state, revision, withdraw_wanted, access_ended FROM registration WHERE id = ?1",
    )?;
    let found = one.query_row([id.bytes()], |row| {
        Ok(Present {
            state: state_column(row, "state")?,
            revision: row.get("revision")?,
            withdraw_wanted: row.get("withdraw_wanted")?,
            access_ended: row.get("access_ended")?,
        })
    });
    Ok(found.optional()?)
}

/// Applies an event to a registration as the transaction found it, as [`Store::apply`] describes.
/// The second value has the digests of photos that left the outbox. The caller removes those that
/// no row names any more, after the commit: a file that was removed before a transaction that fails
/// could not be brought back.
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
    let Some(next) = present.state.after(event) else {
        return stale;
    };
    if event == Event::FirstByte && !may_leave(transaction, id, present, None)? {
        return stale;
    }
    enter(transaction, id, next, now)?;
    if event == Event::Unpark {
        let due =
            "UPDATE outbox SET attempts = 0, next_try = ?2, problem = NULL WHERE registration = ?1";
        transaction.execute(due, params![id.bytes(), now.millis()])?;
    }
    let goes = matches!(next, State::Ready | State::Sending | State::Parked);
    let photos = if goes {
        Vec::new()
    } else {
        leave_outbox(transaction, id)?
    };
    Ok((Applied::Changed(next), photos))
}

/// Writes a state that the table allowed, together with its line of history.
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
    update.execute(params![
        id.bytes(),
        state.as_str(),
        now.millis(),
        state.is_final()
    ])?;
    if state.is_final() && state != State::Accepted {
        // After a refusal, a withdrawal or an erasure nothing of the registration can be got back
        // on another phone, so the code and the birth date beside it go. An accepted one keeps
        // them.
        connection
            .prepare_cached("DELETE FROM recovery WHERE registration = ?1")?
            .execute([id.bytes()])?;
    }
    note_closed(connection, id)?;
    add_event(connection, id, now)
}

/// The office wrote that it answers another phone from now on. What waits to be sent and the wish to
/// withdraw are over, since the office would refuse both for ever. A correction that was made ready
/// is a correction that is asked for again. Returns the new state, if there is one, and the digests
/// of photos that left the outbox.
pub(super) fn end_access(
    transaction: &Connection,
    id: RegistrationId,
    present: &Present,
    now: Timestamp,
) -> Result<(Option<State>, Vec<[u8; 32]>), VaultError> {
    transaction.execute(
        "UPDATE registration SET access_ended = 1, withdraw_wanted = 0 WHERE id = ?1",
        [id.bytes()],
    )?;
    let photos = leave_outbox(transaction, id)?;
    let waits = matches!(present.state, State::Ready | State::Sending | State::Parked);
    let asked = transaction
        .prepare_cached(
            "SELECT revision, state FROM event
             WHERE registration = ?1 AND state NOT IN ('ready', 'sending', 'parked')
             ORDER BY number DESC LIMIT 1",
        )?
        .query_row([id.bytes()], |row| {
            Ok((row.get::<_, u32>("revision")?, state_column(row, "state")?))
        })
        .optional()?;
    let Some((earlier, State::NeedsCorrection)) = asked.filter(|_| waits) else {
        note_closed(transaction, id)?;
        return Ok((None, photos));
    };
    transaction.execute(
        "UPDATE registration SET revision = ?2 WHERE id = ?1",
        params![id.bytes(), earlier],
    )?;
    enter(transaction, id, State::NeedsCorrection, now)?;
    // The notice is the news. Nobody is to be called to a correction that cannot be sent.
    transaction.execute(
        "UPDATE registration SET told = (SELECT max(number) FROM event WHERE registration = ?1) WHERE id = ?1",
        [id.bytes()],
    )?;
    Ok((Some(State::NeedsCorrection), photos))
}

/// Notes with the registration's draft whether its state allows changes.
pub(super) fn note_closed(connection: &Connection, id: RegistrationId) -> Result<(), VaultError> {
    let mut note = connection.prepare_cached(
        "UPDATE draft SET closed = (SELECT state <> 'needs_correction' OR access_ended FROM registration WHERE id = ?1)
         WHERE id = (SELECT draft FROM registration WHERE id = ?1)",
    )?;
    note.execute([id.bytes()])?;
    Ok(())
}

/// Adds the registration's present state and revision to its history.
pub(super) fn add_event(
    connection: &Connection,
    id: RegistrationId,
    now: Timestamp,
) -> Result<(), VaultError> {
    let mut add = connection.prepare_cached(
        "INSERT INTO event (registration, at, revision, state) SELECT id, ?2, revision, state FROM registration WHERE id = ?1",
    )?;
    add.execute(params![id.bytes(), now.millis()])?;
    Ok(())
}

/// Removes the registration from the outbox, and returns the digests of the photos that were there.
fn leave_outbox(connection: &Connection, id: RegistrationId) -> Result<Vec<[u8; 32]>, VaultError> {
    let photos = outbox_digests(connection, id)?;
    connection
        .prepare_cached("DELETE FROM outbox WHERE registration = ?1")?
        .execute([id.bytes()])?;
    Ok(photos)
}

pub(super) fn outbox_digests(
    connection: &Connection,
    id: RegistrationId,
) -> Result<Vec<[u8; 32]>, VaultError> {
    let mut all =
        connection.prepare_cached("SELECT digest FROM outbox_photo WHERE registration = ?1")?;
    Ok(all
        .query_map([id.bytes()], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

/// Whether bytes of this revision may leave. It must be in the outbox (with this envelope, if one
/// is given), and the worker must not want to withdraw it.
fn may_leave(
    connection: &Connection,
    id: RegistrationId,
    present: &Present,
    envelope: Option<&[u8]>,
) -> Result<bool, VaultError> {
    let mut waits = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE registration = ?1 AND revision = ?2 AND envelope = coalesce(?3, envelope))",
    )?;
    let waits: bool = waits.query_row(params![id.bytes(), present.revision, envelope], |row| {
        row.get(0)
    })?;
    Ok(waits && !present.withdraw_wanted)
}

/// Whether the office may have heard of the registration. Only *ready*, and *parked* right after
/// it, come before the first byte, so any other state in the history means that bytes have left.
fn has_left(connection: &Connection, id: RegistrationId) -> Result<bool, VaultError> {
    let mut left = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM event WHERE registration = ?1 AND state NOT IN ('ready', 'parked'))",
    )?;
    Ok(left.query_row([id.bytes()], |row| row.get(0))?)
}
