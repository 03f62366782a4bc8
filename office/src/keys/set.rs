//! The keys themselves, and how they change.

use std::collections::BTreeSet;

use payung_model::sealed::{
    KeyId, NoRandomness, OfficeKey, OfficePublicKey, Random, SigningKey, TrustFile, VerifyingKey,
};
use payung_model::units::Timestamp;

use super::index::NikIndex;
use super::problem::KeysProblem;

/// All private keys of the office.
pub struct Keys {
    pub(super) office: Vec<DatedKey<OfficeKey>>,
    /// Office keys that leaked.
    pub(super) compromised: BTreeSet<KeyId>,
    pub(super) current: DatedKey<SigningKey>,
    pub(super) next: DatedKey<SigningKey>,
    /// The NIK index key, once the office key that it was derived from is retired.
    pub(super) index: Option<DatedKey<NikIndex>>,
}

/// A key and when it was made.
pub(super) struct DatedKey<K> {
    pub key: K,
    pub at: Timestamp,
}

impl Keys {
    /// The name of the file in the key folder.
    pub const FILE: &str = "keys.json";

    /// A first set: one office key, a current and a next signing key.
    pub fn new(random: &mut dyn Random, now: Timestamp) -> Result<Self, NoRandomness> {
        Ok(Self {
            office: vec![DatedKey { key: OfficeKey::new(random)?, at: now }],
            compromised: BTreeSet::new(),
            current: DatedKey { key: SigningKey::new(random)?, at: now },
            next: DatedKey { key: SigningKey::new(random)?, at: now },
            index: None,
        })
    }

    /// Adds an office key. Phones seal to it once it is published.
    pub fn add_office_key(&mut self, random: &mut dyn Random, now: Timestamp) -> Result<(), NoRandomness> {
        self.office.insert(0, DatedKey { key: OfficeKey::new(random)?, at: now });
        Ok(())
    }

    /// Makes the next signing key the current one, and a fresh key the next one. The old one signs
    /// no more.
    pub fn rotate_signing(&mut self, random: &mut dyn Random, now: Timestamp) -> Result<(), NoRandomness> {
        let fresh = DatedKey { key: SigningKey::new(random)?, at: now };
        self.current = std::mem::replace(&mut self.next, fresh);
        Ok(())
    }

    /// All office keys, the newest first.
    pub fn office(&self) -> Vec<OfficeKey> {
        self.office.iter().map(|made| made.key.clone()).collect()
    }

    /// The public office keys that bundles name, the newest first, without those that leaked. Bundles have room for a
    /// few only.
    pub fn published(&self) -> Vec<OfficePublicKey> {
        let keys = self.office.iter().map(|made| made.key.public());
        keys.filter(|key| !self.compromised.contains(&key.id())).take(TrustFile::MOST_OFFICE_KEYS).collect()
    }

    /// Takes every office key but the newest for one that leaked. They still open what came before; phones are told of
    /// them no more, so that nobody seals to them and no letter of theirs is believed. Returns their ids.
    pub fn compromise_old(&mut self) -> Vec<KeyId> {
        let old: Vec<KeyId> = self.office.iter().skip(1).map(|made| made.key.public().id()).collect();
        self.compromised.extend(&old);
        old
    }

    /// The key that signs bundles.
    pub fn current(&self) -> &SigningKey {
        &self.current.key
    }

    /// The public key that will sign bundles after the next rotation.
    pub fn next(&self) -> VerifyingKey {
        self.next.key.public()
    }

    /// Deletes an office key for good: registrations that are sealed to it can never be opened
    /// again. The newest key stays. The NIK index keeps its key, so that old index values stay
    /// comparable. True when there was such a key.
    pub fn retire(&mut self, id: KeyId, now: Timestamp) -> Result<bool, KeysProblem> {
        let place = self.office.iter().skip(1).position(|made| made.key.public().id() == id);
        let Some(place) = place else { return Ok(false) };
        if self.index.is_none() {
            self.index = Some(DatedKey { key: self.nik_index()?, at: now });
        }
        self.office.remove(place + 1);
        self.compromised.remove(&id);
        Ok(true)
    }

    /// The key of the NIK index. It is derived from the oldest office key, so that a new office key
    /// does not change it.
    pub fn nik_index(&self) -> Result<NikIndex, KeysProblem> {
        if let Some(made) = &self.index {
            return Ok(made.key.clone());
        }
        let oldest = self.office.last().ok_or(KeysProblem::Damaged("no office key"))?;
        Ok(NikIndex::derive(&oldest.key))
    }
}
