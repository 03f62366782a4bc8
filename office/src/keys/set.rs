//! The keys themselves, and how they change.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::OnceLock;

use payung_model::sealed::{
    KeyId, NoRandomness, OfficeKey, OfficePublicKey, Random, SigningKey, TrustFile, VerifyingKey,
};
use payung_model::units::Timestamp;

use super::desk::DeskKey;
use super::head::HeadFile;
use super::index::NikIndex;
use super::problem::KeysProblem;

/// All private keys of the office.
pub struct Keys {
    pub(super) office: Vec<DatedKey<OfficeKey>>,
    /// Office keys that leaked.
    pub(super) compromised: BTreeSet<KeyId>,
    pub(super) current: DatedKey<SigningKey>,
    pub(super) next: DatedKey<SigningKey>,
    /// Card keys, the newest first; none in a folder that is older than cards.
    pub(super) cards: Vec<DatedKey<SigningKey>>,
    /// Card keys that leaked, by their public text.
    pub(super) leaked_cards: BTreeSet<String>,
    /// The NIK index key, once the office key that it was derived from is retired.
    pub(super) index: Option<DatedKey<NikIndex>>,
    /// The folder that they were read from or written into.
    pub(super) folder: OnceLock<PathBuf>,
}

/// A key and when it was made.
pub(super) struct DatedKey<K> {
    pub key: K,
    pub at: Timestamp,
}

impl Keys {
    /// The name of the file in the key folder.
    pub const FILE: &str = "keys.json";

    /// Card keys that the rules name, at most: the announced one, the one that signs, and two
    /// before it.
    const TOLD_CARD_KEYS: usize = 4;

    /// A first set: one office key, a current and a next signing key, a current and a next card key.
    pub fn new(random: &mut dyn Random, now: Timestamp) -> Result<Self, NoRandomness> {
        let mut keys = Self {
            office: vec![DatedKey {
                key: OfficeKey::new(random)?,
                at: now,
            }],
            compromised: BTreeSet::new(),
            current: DatedKey {
                key: SigningKey::new(random)?,
                at: now,
            },
            next: DatedKey {
                key: SigningKey::new(random)?,
                at: now,
            },
            cards: Vec::new(),
            leaked_cards: BTreeSet::new(),
            index: None,
            folder: OnceLock::new(),
        };
        keys.complete_card_keys(random, now)?;
        Ok(keys)
    }

    /// Makes the card keys that are missing, as in a folder that is older than cards: one signs, and
    /// one is announced. True when one was made, so that the keys are to be saved.
    pub fn complete_card_keys(
        &mut self,
        random: &mut dyn Random,
        now: Timestamp,
    ) -> Result<bool, NoRandomness> {
        let mut made = false;
        while self.good_cards().count() < 2 {
            self.add_card_key(random, now)?;
            made = true;
        }
        Ok(made)
    }

    /// Makes a card key, which is announced. The one that was announced signs from now on: whoever
    /// checks cards without a network knows it already.
    pub fn add_card_key(
        &mut self,
        random: &mut dyn Random,
        now: Timestamp,
    ) -> Result<(), NoRandomness> {
        let key = SigningKey::new(random)?;
        self.cards.insert(0, DatedKey { key, at: now });
        Ok(())
    }

    /// Takes all card keys for leaked: no card of theirs is believed by whoever has the next rules.
    /// They stay known, so that no rules name them again.
    pub fn compromise_cards(&mut self) {
        let all = self.cards.iter().map(|made| made.key.public().to_string());
        self.leaked_cards.extend(all);
    }

    /// The key that signs cards; none in a folder that is older than cards.
    pub fn card(&self) -> Option<&SigningKey> {
        let mut good = self.good_cards();
        let newest = good.next()?;
        Some(good.next().unwrap_or(newest))
    }

    /// The public card keys that the rules name, the announced one first.
    pub fn card_keys(&self) -> Vec<VerifyingKey> {
        self.good_cards()
            .take(Self::TOLD_CARD_KEYS)
            .map(SigningKey::public)
            .collect()
    }

    /// True for a card key of this office, also one that is not told any more.
    pub fn is_own_card_key(&self, public: &str) -> bool {
        let mut own = self.cards.iter();
        own.any(|made| made.key.public().to_string() == public)
    }

    fn good_cards(&self) -> impl Iterator<Item = &SigningKey> {
        let keys = self.cards.iter().map(|made| &made.key);
        keys.filter(|key| !self.leaked_cards.contains(&key.public().to_string()))
    }

    /// Adds an office key. Phones seal to it once it is published.
    pub fn add_office_key(
        &mut self,
        random: &mut dyn Random,
        now: Timestamp,
    ) -> Result<(), NoRandomness> {
        self.office.insert(
            0,
            DatedKey {
                key: OfficeKey::new(random)?,
                at: now,
            },
        );
        Ok(())
    }

    /// Makes the next signing key the current one, and a fresh key the next one. The old one signs
    /// no more.
    pub fn rotate_signing(
        &mut self,
        random: &mut dyn Random,
        now: Timestamp,
    ) -> Result<(), NoRandomness> {
        let fresh = DatedKey {
            key: SigningKey::new(random)?,
            at: now,
        };
        self.current = std::mem::replace(&mut self.next, fresh);
        Ok(())
    }

    /// All office keys, the newest first.
    pub fn office(&self) -> Vec<OfficeKey> {
        self.office.iter().map(|made| made.key.clone()).collect()
    }

    /// The public office keys that bundles name, the newest first, without those that leaked.
    /// Bundles have room for a few only.
    pub fn published(&self) -> Vec<OfficePublicKey> {
        let keys = self.office.iter().map(|made| made.key.public());
        keys.filter(|key| !self.compromised.contains(&key.id()))
            .take(TrustFile::MOST_OFFICE_KEYS)
            .collect()
    }

    /// Takes every office key but the newest for one that leaked. They still open what came before;
    /// phones are told of them no more, so that nobody seals to them and no letter of theirs is
    /// believed. Returns their ids.
    pub fn compromise_old(&mut self) -> Vec<KeyId> {
        let old: Vec<KeyId> = self
            .office
            .iter()
            .skip(1)
            .map(|made| made.key.public().id())
            .collect();
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
        let place = self
            .office
            .iter()
            .skip(1)
            .position(|made| made.key.public().id() == id);
        let Some(place) = place else { return Ok(false) };
        // Without this, giving up the oldest key would change the index key, and with it every
        // index row, the papers and the desk key.
        if self.index.is_none() {
            self.index = Some(DatedKey {
                key: self.nik_index()?,
                at: now,
            });
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
        let oldest = self
            .office
            .last()
            .ok_or(KeysProblem::Damaged("no office key"))?;
        Ok(NikIndex::derive(&oldest.key))
    }

    /// The desk key, by which the office knows its own rows. No rotation changes it.
    pub fn desk(&self) -> Result<DeskKey, KeysProblem> {
        Ok(DeskKey::derive(&self.nik_index()?))
    }

    /// Where the head is kept; none for keys that lie in no folder.
    pub fn head(&self) -> Option<HeadFile> {
        self.folder.get().map(|folder| HeadFile::of(folder))
    }
}
