//! Erasing for good: rows, photos, and old pages in the write-ahead log. Only the tombstone is
//! left.

use base64ct::{Base64UrlUnpadded, Encoding};
use payung_model::sealed::inbox::{Item, ItemBody, SealedItem};
use payung_model::sealed::{Digest, OfficeKey, RegistrationId};
use payung_model::units::Timestamp;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::keys::KeysProblem;
use crate::random::SystemRandom;
use crate::store::{AuditEntry, EraseOutcome, Erasure, ExpectedStanding, Store, Tombstone};

/// Tombstones that are read from the database at once.
const PAGE: u32 = 500;

/// One erased registration, as `office erased --json` lists it and `office restore --erased` reads
/// it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erased {
    /// UUID.
    pub id: String,
    /// SHA-256 of its status token, base64url.
    pub token_hash: String,
    /// When (milliseconds since 1970).
    pub erased_at: Timestamp,
    /// The reason; nothing personal.
    pub why: String,
    /// The item that says so to the phone, base64url; none when it was not written yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
}

/// A registration to erase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EraseRequest {
    /// Which registration.
    pub id: RegistrationId,
    /// The reason for the tombstone; nothing personal.
    pub why: String,
    /// The date for the tombstone: now, or the date of an earlier erasing.
    pub at: Timestamp,
    /// Erase only if it still stands so: a correction may have come since somebody looked.
    pub expected: Option<ExpectedStanding>,
}

/// Erases registrations, each with an audit row of its own, and returns how many were still here.
/// The photos of registrations that were erased before are removed once more, and all that an earlier
/// run left when it was killed.
///
/// With the office's keys (the newest first) the phones are told: an item says that the office
/// holds nothing any more. Without keys everything is erased all the same, and a later run with
/// keys tells the phones.
pub fn erase(
    store: &Store,
    wanted: &[EraseRequest],
    keys: &[OfficeKey],
    officer: &str,
    now: Timestamp,
) -> Result<usize, Failure> {
    // A backup that ran at the same time could copy photos that are just being removed.
    let _lock = store.maintenance()?;
    // Opened before anything is removed: with unusable settings the photos in the bucket would be
    // left behind.
    let photo_store = store.photo_store()?.clone();
    let mut count = 0;
    for EraseRequest {
        id,
        why,
        at,
        expected,
    } in wanted
    {
        let erasure = Erasure {
            id: *id,
            why,
            at: *at,
            expected: *expected,
            officer,
            now,
        };
        let outcome = store.erase_if(&erasure)?;
        if outcome == EraseOutcome::Changed {
            continue;
        }
        // The phone is told before the photos go, because a photo store may answer slowly or not at
        // all.
        if let Some(key) = keys.first() {
            notify_phone(store, *id, key, now)?;
        }
        let fresh = outcome == EraseOutcome::Erased;
        if !fresh && store.tombstone(*id)?.is_none() {
            return Err(Failure::Input(format!("no registration {id} here")));
        }
        // Who names one that was erased before wants it gone from everywhere, whatever was written
        // down then.
        if !fresh {
            photo_store.remove_all(*id).map_err(photos_are_left)?;
        }
        count += usize::from(fresh);
    }
    // The rows went first: the envelope holds the only keys of the photos, so files that are left
    // are noise already (ADR 7). What is to be removed was written down with that, so after a kill
    // the intake finishes it.
    store.finish_removals().map_err(photos_are_left)?;
    // The write-ahead log still has the old pages, so an erasure is done only when the log is cut.
    if !store.scrub()? {
        let still = "the database is busy: old pages may still be in its log. Run this once more";
        return Err(std::io::Error::other(still).into());
    }
    Ok(count)
}

fn photos_are_left(error: impl std::fmt::Display) -> std::io::Error {
    let still = "the envelopes, and with them the keys of the photos, are erased, but sealed photos are left";
    std::io::Error::other(format!("{still}: {error}. Run this once more"))
}

/// Tells the phones whose registrations were erased without the keys; how many.
pub fn notify_phones(
    store: &Store,
    keys: &[OfficeKey],
    officer: &str,
    now: Timestamp,
) -> Result<usize, Failure> {
    let key = keys.first().ok_or(KeysProblem::Damaged("no office key"))?;
    let mut count = 0;
    for stone in all_tombstones(store)? {
        count += usize::from(notify_phone(store, stone.id, key, now)?);
    }
    let detail = count.to_string();
    store.audit(&[AuditEntry {
        at: now,
        officer,
        action: "erased tell",
        id: None,
        detail: &detail,
    }])?;
    Ok(count)
}

/// All that was erased, the oldest first.
pub fn erased_list(store: &Store) -> Result<Vec<Erased>, Failure> {
    let mut list = Vec::new();
    for stone in all_tombstones(store)? {
        let told = store.inbox_items(stone.id, 0, 1)?;
        list.push(Erased::of(&stone, told.items.first().map(Vec::as_slice)));
    }
    Ok(list)
}

fn all_tombstones(store: &Store) -> Result<Vec<Tombstone>, Failure> {
    let mut all: Vec<Tombstone> = Vec::new();
    loop {
        let page = store.tombstones(all.last().map(|stone| (stone.erased_at, stone.id)), PAGE)?;
        let is_last = page.len() < PAGE as usize;
        all.extend(page);
        if is_last {
            return Ok(all);
        }
    }
}

/// Writes the item that says to the phone that its registration was erased; false when it was
/// written before, or nobody can be told. The item outlives the registration, names nobody, and can
/// be read by the phone alone.
fn notify_phone(
    store: &Store,
    id: RegistrationId,
    key: &OfficeKey,
    now: Timestamp,
) -> Result<bool, Failure> {
    let Some(untold) = store.untold(id)? else {
        return Ok(false);
    };
    let item = Item {
        sequence: untold.sequence,
        // Items before it went with the registration: the phone must not wait for them.
        previous: 0,
        revision: untold.revision,
        at: untold.erased_at,
        body: ItemBody::Erased,
    };
    let sealed = item.seal(id, &untold.reply_key, key, &mut SystemRandom)?;
    store.notify(id, &sealed, now)?;
    Ok(true)
}

/// Erases again what was erased after a backup was made, with its first reason and date, so that a
/// restored office keeps its promises. Registrations that the backup did not know get their
/// tombstones too, because their phones may still send them.
///
/// The items that told the phones come with the list, so no keys are needed.
pub fn erase_again(
    store: &Store,
    erased: &[(Tombstone, Option<SealedItem>)],
    officer: &str,
    now: Timestamp,
) -> Result<usize, Failure> {
    let mut wanted = Vec::new();
    for (stone, _) in erased {
        if store.status(stone.id)?.is_some() {
            wanted.push(EraseRequest {
                id: stone.id,
                why: stone.why.clone(),
                at: stone.erased_at,
                expected: None,
            });
        }
    }
    let count = erase(store, &wanted, &[], officer, now)?;
    // After the erasure, which wrote the tombstones of what was here: this adds those of what the
    // backup did not have, and the items.
    store.bury(erased, now)?;
    Ok(count)
}

impl Erased {
    /// The entry of the list for a tombstone.
    pub fn of(stone: &Tombstone, item: Option<&[u8]>) -> Self {
        Self {
            item: item.map(Base64UrlUnpadded::encode_string),
            id: stone.id.to_string(),
            token_hash: Base64UrlUnpadded::encode_string(&stone.token_hash.0),
            erased_at: stone.erased_at,
            why: stone.why.clone(),
        }
    }

    /// The tombstone of an entry of the list.
    pub fn read(&self) -> Result<(Tombstone, Option<SealedItem>), Failure> {
        let wrong = || {
            Failure::Input(format!(
                "{:?} is not in the list of erased registrations as it was printed",
                self.id
            ))
        };
        let token_hash: [u8; 32] = Base64UrlUnpadded::decode_vec(&self.token_hash)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(wrong)?;
        let id = self.id.parse().map_err(|_| wrong())?;
        let item = self.item.as_ref().map(|text| {
            Base64UrlUnpadded::decode_vec(text)
                .ok()
                .and_then(|bytes| SealedItem::parse(&bytes).ok())
                .ok_or_else(wrong)
        });
        let stone = Tombstone {
            id,
            token_hash: Digest(token_hash),
            erased_at: self.erased_at,
            why: self.why.clone(),
        };
        Ok((stone, item.transpose()?))
    }
}
