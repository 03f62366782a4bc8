//! Sealing is three units of work: the first revision, the next revision after a correction, and
//! the same answers again for another key or other rules.
//!
//! Each unit is one transaction. It writes the envelope, the revision and the outbox, and leaves
//! alone what other calls own: the wish to withdraw, the office's reply, the count of bytes sent.
//! None of them can bring back a registration that was taken back.

use payung_model::journey::{Event, State};
use payung_model::sealed::{Digest, RegistrationId, StatusToken};
use payung_model::units::Timestamp;
use rusqlite::{Connection, params};

use super::referral::put_used;
use super::transitions::{
    Applied, Present, add_event, enter, note_closed, outbox_digests, present,
};
use super::{Store, UsedReferral, VaultError};

/// The values that a registration gets at its first sealing and keeps.
pub struct NewRegistration {
    pub draft: RegistrationId,
    pub token: StatusToken,
    /// The reply private key, sealed under the data key.
    pub reply_key: Vec<u8>,
    /// The earlier registration that this one completes.
    pub completes: Option<RegistrationId>,
    /// The referral code that goes along, as it is kept from then on.
    pub referral: Option<UsedReferral>,
}

/// One revision of a registration, sealed and ready for the outbox.
pub struct SealedRevision {
    pub id: RegistrationId,
    pub revision: u32,
    pub envelope: Vec<u8>,
    /// Digest and length of each photo that belongs to it.
    pub photos: Vec<(Digest, u32)>,
    /// [`super::About`], sealed.
    pub about: Option<Vec<u8>>,
    /// The version of the app that sealed it.
    pub sealed_by: String,
}

impl Store {
    /// Adds the first revision of a draft. Stale when the draft is gone, or when another call has
    /// made it ready already.
    pub fn seal_first(
        &self,
        new: &NewRegistration,
        sealed: &SealedRevision,
        now: Timestamp,
    ) -> Result<Applied, VaultError> {
        self.write(|transaction| {
            // Two calls at once must not make two registrations of one draft.
            let is_open: bool = transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM draft WHERE id = ?1)
                    AND NOT EXISTS (SELECT 1 FROM registration WHERE draft = ?1 OR id = ?2)",
                params![new.draft.bytes(), sealed.id.bytes()],
                |row| row.get(0),
            )?;
            let Some(ready) = State::Draft.after(Event::Seal).filter(|_| is_open) else { return Ok(Applied::Stale) };
            transaction.execute(
                "INSERT INTO registration
                    (id, draft, revision, state, token, reply_key, withdraw_wanted, changed_at, bytes_sent, completes, about)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, 0, ?8, ?9)",
                params![
                    sealed.id.bytes(),
                    new.draft.bytes(),
                    sealed.revision,
                    ready.as_str(),
                    new.token.bytes(),
                    new.reply_key,
                    now.millis(),
                    new.completes.map(|id| *id.bytes()),
                    sealed.about
                ],
            )?;
            if let Some(used) = &new.referral {
                put_used(transaction, used)?;
            }
            note_closed(transaction, sealed.id)?;
            add_event(transaction, sealed.id, now)?;
            put_outbox(transaction, sealed, now)?;
            Ok(Applied::Changed(ready))
        })
    }

    /// Adds the next revision, which answers a correction. Stale when the registration does not
    /// need a correction, or when its present revision is not the one before this.
    pub fn seal_next(
        &self,
        sealed: &SealedRevision,
        now: Timestamp,
    ) -> Result<Applied, VaultError> {
        self.write(|transaction| {
            let Some(present) = before(transaction, sealed)? else {
                return Ok(Applied::Stale);
            };
            let Some(ready) = present.state.after(Event::Seal) else {
                return Ok(Applied::Stale);
            };
            next_revision(transaction, sealed)?;
            enter(transaction, sealed.id, ready, now)?;
            put_outbox(transaction, sealed, now)?;
            Ok(Applied::Changed(ready))
        })
    }

    /// Replaces an envelope in the outbox by the same answers, sealed to another key or under other
    /// rules, as the next revision. Stale when the outbox no longer holds exactly the envelope
    /// `replaced`. A parked registration becomes *ready*. One that is being sent stays *sending*,
    /// because bytes of it have left.
    pub fn reseal(
        &self,
        sealed: &SealedRevision,
        replaced: &[u8],
        now: Timestamp,
    ) -> Result<Applied, VaultError> {
        let (applied, photos) = self.write(|transaction| {
            let stale = Ok((Applied::Stale, Vec::new()));
            let Some(present) = before(transaction, sealed)? else { return stale };
            let next = match present.state {
                State::Ready | State::Sending => present.state,
                state => match state.after(Event::Unpark) {
                    Some(ready) => ready,
                    None => return stale,
                },
            };
            // The digests are read before the new photos replace them, so that files which no row
            // names any more can be removed after the commit.
            let photos = outbox_digests(transaction, sealed.id)?;
            let replaced = transaction.execute(
                "UPDATE outbox SET revision = ?2, envelope = ?3, attempts = 0, next_try = ?4, problem = NULL, recorded = 0,
                    sealed_at = ?4, sealed_by = ?5
                 WHERE registration = ?1 AND envelope = ?6",
                params![
                    sealed.id.bytes(),
                    sealed.revision,
                    sealed.envelope,
                    now.millis(),
                    sealed.sealed_by,
                    replaced
                ],
            )?;
            if replaced == 0 {
                return stale;
            }
            next_revision(transaction, sealed)?;
            enter(transaction, sealed.id, next, now)?;
            transaction.execute("DELETE FROM outbox_photo WHERE registration = ?1", [sealed.id.bytes()])?;
            put_photos(transaction, sealed)?;
            Ok((Applied::Changed(next), photos))
        })?;
        self.remove_unnamed(&photos)?;
        Ok(applied)
    }
}

/// Reads the registration, if `sealed` is the revision after its present one, the worker does not
/// want to withdraw it, and the office still takes something from this phone.
fn before(connection: &Connection, sealed: &SealedRevision) -> Result<Option<Present>, VaultError> {
    let follows = |present: &Present| present.revision.checked_add(1) == Some(sealed.revision);
    Ok(present(connection, sealed.id)?
        .filter(|present| follows(present) && !present.withdraw_wanted && !present.access_ended))
}

fn next_revision(connection: &Connection, sealed: &SealedRevision) -> Result<(), VaultError> {
    connection.execute(
        "UPDATE registration SET revision = ?2, about = ?3 WHERE id = ?1",
        params![sealed.id.bytes(), sealed.revision, sealed.about],
    )?;
    Ok(())
}

fn put_outbox(
    connection: &Connection,
    sealed: &SealedRevision,
    now: Timestamp,
) -> Result<(), VaultError> {
    connection.execute(
        "INSERT INTO outbox (registration, revision, envelope, attempts, next_try, sealed_at, sealed_by)
         VALUES (?1, ?2, ?3, 0, ?4, ?4, ?5)",
        params![
            sealed.id.bytes(),
            sealed.revision,
            sealed.envelope,
            now.millis(),
            sealed.sealed_by
        ],
    )?;
    put_photos(connection, sealed)
}

fn put_photos(connection: &Connection, sealed: &SealedRevision) -> Result<(), VaultError> {
    let mut add = connection.prepare_cached(
        "INSERT INTO outbox_photo (registration, digest, length, sent) VALUES (?1, ?2, ?3, FALSE)
         ON CONFLICT DO NOTHING",
    )?;
    for (digest, length) in &sealed.photos {
        add.execute(params![sealed.id.bytes(), digest.0, length])?;
    }
    Ok(())
}
