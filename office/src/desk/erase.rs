//! Erasing for good: rows, photos, what the log still holds; then only the tombstone is left.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::files;
use crate::store::{
    Store, StoreError, Tombstone, audit, bury, empty_log, erase as erase_rows, registration_status, tombstone,
};

/// One registration that is no more, as `office erased --json` lists it and `office restore --erased` reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erased {
    /// UUID.
    pub id: String,
    /// SHA-256 of its status token, base64url.
    pub token_hash: String,
    /// When (milliseconds since 1970).
    pub erased_at: Timestamp,
    /// Nothing personal.
    pub why: String,
}

/// What is to be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EraseRequest {
    /// Which registration.
    pub id: RegistrationId,
    /// For the tombstone: nothing personal.
    pub why: String,
    /// For the tombstone: now, or when it was erased before.
    pub at: Timestamp,
}

/// Erases registrations, each with its own audit row. What was erased before is looked after once more: a kill between the
/// rows and the files leaves nothing behind. How many were still here.
pub fn erase(store: &mut Store, wanted: &[EraseRequest], officer: &str, now: Timestamp) -> Result<usize, Failure> {
    // No backup copies what is just being removed.
    let _lock = files::lock(&store.dir().join(".maintenance"))?;
    // Before anything goes: settings that cannot be used would leave photos behind.
    let photo_store = store.photo_store()?.clone();
    let mut count = 0;
    for EraseRequest { id, why, at } in wanted {
        let fresh = store.transact::<bool, StoreError>(|sql| {
            let Some(found) = registration_status(sql, *id)? else { return Ok(false) };
            audit(sql, now, officer, "erase", Some(*id), &format!("revision {}", found.revision))?;
            Ok(erase_rows(sql, *id, why, *at)?.is_some())
        })?;
        if !fresh && tombstone(store.connection(), *id)?.is_none() {
            return Err(Failure::Input(format!("no registration {id} here")));
        }
        photo_store.remove_all(*id).map_err(|error| {
            let still = "its envelope, and with it the keys of its photos, is erased, but sealed photos are left";
            std::io::Error::other(format!("{still}: {error}. Run this once more"))
        })?;
        count += usize::from(fresh);
    }
    if !empty_log(store)? {
        let still = "the database is busy: old pages may still be in its log. Run this once more";
        return Err(std::io::Error::other(still).into());
    }
    Ok(count)
}

/// Erases again what was erased after a backup was made, with its first reason and date: how a restored office keeps what
/// it promised. Tombstones also stand for what the backup never knew: its phone may still send it.
pub fn erase_again(store: &mut Store, stones: &[Tombstone], officer: &str, now: Timestamp) -> Result<usize, Failure> {
    let mut wanted = Vec::new();
    for stone in stones {
        if registration_status(store.connection(), stone.id)?.is_some() {
            wanted.push(EraseRequest { id: stone.id, why: stone.why.clone(), at: stone.erased_at });
        }
    }
    let count = erase(store, &wanted, officer, now)?;
    store.transact::<(), StoreError>(|sql| stones.iter().try_for_each(|stone| bury(sql, stone)))?;
    Ok(count)
}

impl Erased {
    /// For the list.
    pub fn of(stone: &Tombstone) -> Self {
        Self {
            id: stone.id.to_string(),
            token_hash: BASE64.encode(stone.token_hash.0),
            erased_at: stone.erased_at,
            why: stone.why.clone(),
        }
    }

    /// Back from the list.
    pub fn read(&self) -> Result<Tombstone, Failure> {
        let wrong =
            || Failure::Input(format!("{:?} is not in the list of erased registrations as it was printed", self.id));
        let token_hash: [u8; 32] =
            BASE64.decode(&self.token_hash).ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(wrong)?;
        let id = self.id.parse().map_err(|_| wrong())?;
        Ok(Tombstone { id, token_hash: Digest(token_hash), erased_at: self.erased_at, why: self.why.clone() })
    }
}
