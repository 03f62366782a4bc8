//! The referral code that this phone keeps: one, in a record of one length, until a registration
//! took it along or its days are over.

use payung_model::journey::State;
use payung_model::sealed::{ReferralCode, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::packed::{pack, unpack};
use super::records::state_column;
use super::store::drop_meta;
use super::{Keys, RecordKind, Store, VaultError};

const NAME: &str = "referral";

/// The referral code as it is kept.
pub struct Referral {
    pub code: ReferralCode,
    /// When it was kept. None while the clock is not sure: its days begin when the clock is.
    pub kept_at: Option<Timestamp>,
    /// The registration that took it along. The code is free again when that one was taken back.
    pub used_by: Option<RegistrationId>,
}

/// The sealed record before and after a sealing that takes the code along.
pub struct UsedReferral {
    was: Vec<u8>,
    becomes: Vec<u8>,
}

impl Referral {
    fn seal(&self, keys: &Keys) -> Result<Vec<u8>, VaultError> {
        let millis = self.kept_at.map_or(0, Timestamp::millis).to_be_bytes();
        let used_by = self.used_by.as_ref().map_or(&[][..], |id| id.bytes());
        let plain = pack(&[self.code.as_str().as_bytes(), &millis, used_by]);
        keys.seal(RecordKind::Referral, NAME.as_bytes(), &plain)
    }

    fn read(plain: &[u8]) -> Option<Self> {
        let [code, millis, used_by] = unpack(plain)?;
        let millis = i64::from_be_bytes(millis.try_into().ok()?);
        Some(Self {
            code: ReferralCode::read(std::str::from_utf8(code).ok()?).ok()?,
            kept_at: match millis {
                0 => None,
                _ => Some(Timestamp::from_millis(millis).ok()?),
            },
            used_by: match used_by {
                [] => None,
                id => Some(RegistrationId::from_bytes(id)?),
            },
        })
    }
}

impl Store {
    /// The code, used or not, with its sealed bytes, by which a later write finds out whether
    /// another call has replaced it.
    fn sealed_referral(&self, keys: &Keys) -> Result<Option<(Referral, Vec<u8>)>, VaultError> {
        let Some(sealed) = self.meta(NAME)? else {
            return Ok(None);
        };
        let plain = keys.open(RecordKind::Referral, NAME.as_bytes(), &sealed)?;
        let read = Referral::read(&plain);
        let read = read.ok_or(VaultError::Unreadable("a referral code does not parse"))?;
        Ok(Some((read, sealed)))
    }

    /// The code, used or not.
    pub fn referral(&self, keys: &Keys) -> Result<Option<Referral>, VaultError> {
        Ok(self.sealed_referral(keys)?.map(|(referral, _)| referral))
    }

    /// The state of the registration that took it along; none while the code is free.
    pub fn referral_use(&self, referral: &Referral) -> Result<Option<State>, VaultError> {
        let Some(id) = referral.used_by else {
            return Ok(None);
        };
        self.read(|connection| {
            let mut state =
                connection.prepare_cached("SELECT state FROM registration WHERE id = ?1")?;
            let state = state.query_row([id.bytes()], |row| state_column(row, "state"));
            Ok(state.optional()?)
        })
    }

    /// Keeps a code in place of the one before.
    pub fn keep_referral(&self, keys: &Keys, referral: &Referral) -> Result<(), VaultError> {
        self.set_meta(NAME, &referral.seal(keys)?)
    }

    pub fn forget_referral(&self) -> Result<(), VaultError> {
        self.read(|connection| drop_meta(connection, NAME))
    }

    /// The record to be written together with the sealing of this registration, which takes the
    /// code along. None when no code is kept.
    pub fn use_referral(
        &self,
        keys: &Keys,
        id: RegistrationId,
    ) -> Result<Option<UsedReferral>, VaultError> {
        let Some((referral, was)) = self.sealed_referral(keys)? else {
            return Ok(None);
        };
        let used = Referral {
            used_by: Some(id),
            ..referral
        };
        let becomes = used.seal(keys)?;
        Ok(Some(UsedReferral { was, becomes }))
    }
}

/// Marks the code as used. If another call has removed or replaced it since it was read, nothing
/// changes.
pub(super) fn put_used(connection: &Connection, used: &UsedReferral) -> Result<(), VaultError> {
    connection.execute(
        // The sealed bytes hold a random nonce, so they are equal only if nobody has written in
        // between.
        "UPDATE meta SET value = ?3 WHERE name = ?1 AND value = ?2",
        params![NAME, used.was, used.becomes],
    )?;
    Ok(())
}
