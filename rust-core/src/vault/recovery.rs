//! Recovery codes. A row holds the sealed access that the office is to keep for another phone,
//! until the office has it. Registrations that this phone got back by a code are added here too.
//!
//! What goes to the office is sealed under the code, so it needs no data key. What this phone keeps for
//! itself (the birth date, and the code until it was written down) is a record under the data key.

use payung_model::journey::State;
use payung_model::sealed::{Digest, OfficePublicKey, RegistrationId, StatusToken};
use payung_model::units::Timestamp;
use rusqlite::{OptionalExtension, params};
use zeroize::Zeroizing;

use super::packed::{pack, unpack};
use super::records::id_column;
use super::transitions::{add_event, note_closed};
use super::{Keys, Page, RecordKind, Store, VaultError};

/// The part of a code that this phone keeps for itself.
pub struct RecoveryNote {
    /// `1990-01-31`. It is kept because a new code needs the date after the answers were deleted.
    pub birth_date: Zeroizing<String>,
    /// The code; empty once it was written down.
    pub code: Zeroizing<String>,
}

/// The bytes that the office is to keep for another phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryParcel {
    pub id: RegistrationId,
    /// SHA-256 of the locator.
    pub locator: Digest,
    /// SHA-256 of the proof.
    pub proof: Digest,
    /// Sealed under the code.
    pub access: Vec<u8>,
}

/// The row of a registration's recovery.
pub struct RecoveryRow {
    /// A [`RecoveryNote`], sealed. None after the key was lost.
    pub note: Option<Vec<u8>>,
    /// The office has what belongs to the newest code.
    pub sent: bool,
}

/// A registration that another phone has sent.
pub struct RecoveredRegistration {
    pub id: RegistrationId,
    /// The last revision that the office has.
    pub revision: u32,
    pub token: StatusToken,
    /// The reply private key, sealed under the data key.
    pub reply_key: Vec<u8>,
    /// [`super::About`], sealed.
    pub about: Vec<u8>,
    /// A new person. The access does not say whether this is somebody who is registered on this
    /// phone already.
    pub person: RegistrationId,
    /// The bundle keys of the trust file under which `office_keys` are kept.
    pub root: Vec<u8>,
    pub office_keys: Vec<OfficePublicKey>,
    pub note: RecoveryNote,
}

/// The length of a code in bytes. A note without a code is filled up to it, so that the length of
/// the sealed row does not tell whether the code was written down.
const CODE_BYTES: usize = 19;

impl RecoveryNote {
    pub fn seal(&self, keys: &Keys, id: RegistrationId) -> Result<Vec<u8>, VaultError> {
        let mut code = Zeroizing::new([0; CODE_BYTES]);
        if let Some(place) = code.get_mut(..self.code.len()) {
            place.copy_from_slice(self.code.as_bytes());
        }
        let plain = pack(&[self.birth_date.as_bytes(), code.as_ref()]);
        keys.seal(RecordKind::Recovery, id.bytes(), &plain)
    }

    pub fn open(keys: &Keys, id: RegistrationId, sealed: &[u8]) -> Result<Self, VaultError> {
        let plain = keys.open(RecordKind::Recovery, id.bytes(), sealed)?;
        let read = || {
            let [birth_date, code] = unpack(&plain)?;
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok().map(Zeroizing::new);
            let length = code.iter().take_while(|byte| **byte != 0).count();
            Some(Self {
                birth_date: text(birth_date)?,
                code: text(code.get(..length)?)?,
            })
        };
        read().ok_or(VaultError::Unreadable("a recovery note does not parse"))
    }
}

impl Store {
    /// The recovery of that registration, if a code was made here or it was got by one.
    pub fn recovery(&self, id: RegistrationId) -> Result<Option<RecoveryRow>, VaultError> {
        self.read(|connection| {
            let mut one = connection
                .prepare_cached("SELECT note, sent FROM recovery WHERE registration = ?1")?;
            let row = one.query_row([id.bytes()], |row| {
                Ok(RecoveryRow {
                    note: row.get("note")?,
                    sent: row.get("sent")?,
                })
            });
            Ok(row.optional()?)
        })
    }

    /// Keeps what belongs to a new code, in place of the one before. It goes with the next sync.
    pub fn put_recovery(&self, note: &[u8], parcel: &RecoveryParcel) -> Result<(), VaultError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO recovery (registration, note, locator, proof, access, sent)
                 VALUES (?1, ?2, ?3, ?4, ?5, FALSE)
                 ON CONFLICT (registration) DO UPDATE SET note = excluded.note, locator = excluded.locator,
                    proof = excluded.proof, access = excluded.access, sent = FALSE",
                params![
                    parcel.id.bytes(),
                    note,
                    parcel.locator.0,
                    parcel.proof.0,
                    parcel.access
                ],
            )?;
            Ok(())
        })
    }

    /// Keeps another note for the same code.
    pub fn set_recovery_note(&self, id: RegistrationId, note: &[u8]) -> Result<(), VaultError> {
        self.change(
            "UPDATE recovery SET note = ?2 WHERE registration = ?1",
            params![id.bytes(), note],
        )
    }

    /// At most `limit` parcels that the office does not have yet, of registrations that it has and
    /// that are newer than `after`, the oldest first.
    pub fn parcels_to_send(
        &self,
        after: Option<RegistrationId>,
        limit: u32,
    ) -> Result<Vec<RecoveryParcel>, VaultError> {
        self.read(|connection| {
            let mut some = connection.prepare_cached(
                // Nothing is left before the office says *received*: while photos are still on this
                // phone, a code would promise what it cannot keep (ADR 21).
                "SELECT registration, locator, proof, access FROM recovery
                 JOIN registration ON registration.id = recovery.registration
                 WHERE NOT sent AND access IS NOT NULL AND withdraw_wanted = 0 AND access_ended = 0
                    AND state IN ('received', 'needs_correction', 'accepted')
                    AND (?1 IS NULL OR registration > ?1)
                 ORDER BY registration LIMIT ?2",
            )?;
            let after = after.map(|id| *id.bytes());
            let page = Page::first(limit, |limit| {
                let rows = some.query_map(params![after, limit], |row| {
                    Ok(RecoveryParcel {
                        id: id_column(row, "registration")?,
                        locator: Digest(row.get("locator")?),
                        proof: Digest(row.get("proof")?),
                        access: row.get("access")?,
                    })
                })?;
                Page::of(rows)
            })?;
            Ok(page.rows)
        })
    }

    /// Notes that the office has this parcel. One of a newer code still has to go.
    pub fn parcel_sent(&self, parcel: &RecoveryParcel) -> Result<(), VaultError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "UPDATE recovery SET sent = TRUE WHERE registration = ?1 AND access = ?2",
                )?
                .execute(params![parcel.id.bytes(), parcel.access])?;
            Ok(())
        })
    }

    /// Adds a registration that another phone has sent and the office has received. It has no draft,
    /// so nothing of it can be changed or sent from here; what the office wrote comes with the next
    /// sync, from its first item on. One that is here already gets its keys again, which helps after
    /// the data key was lost. False when it was here.
    pub fn add_recovered(
        &self,
        keys: &Keys,
        recovered: &RecoveredRegistration,
        now: Timestamp,
    ) -> Result<bool, VaultError> {
        let note = recovered.note.seal(keys, recovered.id)?;
        let person = keys.seal(RecordKind::Person, recovered.person.bytes(), &pack(&[]))?;
        self.write(|transaction| {
            let known: bool = transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM registration WHERE id = ?1)",
                [recovered.id.bytes()],
                |row| row.get(0),
            )?;
            for key in &recovered.office_keys {
                // A key that is new here and that the rules do not name was given up, and may have
                // written to this registration before.
                transaction.execute(
                    "INSERT INTO office_key (root, public, given_up_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                    params![recovered.root, key.to_bytes(), now.millis()],
                )?;
            }
            if known {
                // Another token means that an officer made the access anew (ADR 22). The office
                // then writes everything once more to a new reply key, and this phone can no longer
                // open the items that were sealed to the former key.
                transaction.execute(
                    "DELETE FROM inbox WHERE registration = ?1
                        AND (SELECT token FROM registration WHERE id = ?1) <> ?2",
                    params![recovered.id.bytes(), recovered.token.bytes()],
                )?;
                transaction.execute(
                    // What this phone noted at its own sealing says more than the access does, so
                    // it stays where it is still here.
                    "UPDATE registration SET access_ended = access_ended AND token = ?4, token = ?4, reply_key = ?2,
                        about = coalesce(about, ?3)
                     WHERE id = ?1",
                    params![
                        recovered.id.bytes(),
                        recovered.reply_key,
                        recovered.about,
                        recovered.token.bytes()
                    ],
                )?;
                note_closed(transaction, recovered.id)?;
            } else {
                transaction.execute(
                    "INSERT INTO person (id, sealed) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                    params![recovered.person.bytes(), person],
                )?;
                transaction.execute(
                    "INSERT INTO registration
                        (id, draft, revision, state, token, reply_key, withdraw_wanted, changed_at, bytes_sent, about)
                     VALUES (?1, NULL, ?2, ?3, ?4, ?5, 0, ?6, 0, ?7)",
                    params![
                        recovered.id.bytes(),
                        recovered.revision,
                        State::Received.as_str(),
                        recovered.token.bytes(),
                        recovered.reply_key,
                        now.millis(),
                        recovered.about
                    ],
                )?;
                add_event(transaction, recovered.id, now)?;
                // Whoever typed the code knows that the registration is here, so no notification
                // tells of it.
                transaction.execute(
                    "UPDATE registration SET told = (SELECT max(number) FROM event WHERE registration = ?1)
                     WHERE id = ?1",
                    [recovered.id.bytes()],
                )?;
            }
            transaction.execute(
                // The office has the access of the code that was just used, so nothing of it has to
                // be sent. A newer code of this phone that still waits keeps its parcel.
                "INSERT INTO recovery (registration, note, sent) VALUES (?1, ?2, TRUE)
                 ON CONFLICT (registration) DO UPDATE SET note = excluded.note",
                params![recovered.id.bytes(), note],
            )?;
            Ok(!known)
        })
    }
}
