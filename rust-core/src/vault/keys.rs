//! The data key and the keys that are derived from it.
//!
//! ```text
//! platform's key ── wraps ──> data key (32 random bytes; meta `wrapped_key`)
//!                                └─ HKDF-SHA256 ─> per kind: one key that seals (AES-256-GCM), one that indexes (HMAC-SHA-256)
//! ```
//! A sealed record is `version (1) ‖ nonce (12, random) ‖ ciphertext ‖ tag (16)`. Its associated
//! data is `kind ‖ version ‖ id`, so that a record does not open when somebody moves it to another
//! kind, draft or question.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Prk, Salt};
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use zeroize::Zeroizing;

use super::store::WrappedKey;
use super::{Store, VaultError};
use crate::platform::{KeeperAnswer, KeyKeeper, KeyState};

/// The kinds of sealed records. Each kind has a subkey of its own and is part of the associated
/// data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    Person,
    Answer,
    PhotoKey,
    ReplyKey,
    Reply,
    /// One record with a known text. If it does not open, the key is wrong; if it opens, other
    /// broken records are damaged.
    Check,
    /// What a registration is about ([`super::About`]).
    About,
    /// Receipts, settings of reminders and marks of one member.
    Member,
    /// What lists show of a member's bills and cover.
    Summary,
    /// What this phone keeps of a recovery code ([`super::RecoveryNote`]).
    Recovery,
    /// The referral code ([`super::Referral`]).
    Referral,
    /// What lists show of a draft ([`super::DraftLabel`]).
    Label,
}

/// Subkeys (HKDF) of the data key, and record sealing (AES-256-GCM, AAD = kind, id, version).
pub struct Keys {
    /// By [`RecordKind::number`].
    subkeys: Vec<Subkeys>,
    random: SystemRandom,
}

/// The outcome of unlocking.
pub enum Unlocked {
    Keys(Keys),
    Not(KeyState),
}

struct Subkeys {
    seal: LessSafeKey,
    index: hmac::Key,
}

type DataKey = Zeroizing<[u8; 32]>;

/// The format of sealed records.
const VERSION: u8 = 1;
const HEAD: usize = 1 + NONCE_LEN;
const TAG: usize = 16;

const CHECK_ID: &[u8] = b"data key";
const CHECK_TEXT: &[u8] = b"payung/vault/1";

impl RecordKind {
    const ALL: [Self; 12] = [
        Self::Person,
        Self::Answer,
        Self::PhotoKey,
        Self::ReplyKey,
        Self::Reply,
        Self::Check,
        Self::About,
        Self::Member,
        Self::Summary,
        Self::Recovery,
        Self::Referral,
        Self::Label,
    ];

    /// The number is part of associated data and of key derivation, so it must never be given to
    /// another kind.
    fn number(self) -> u8 {
        self as u8
    }
}

impl Keys {
    /// Unwraps the stored data key. A store without a key and without sealed records gets a new
    /// one.
    ///
    /// No lock is held while the keeper is asked, because it may ask a person. Answers of *gone* in
    /// a row are counted ([`Store::gone_count`]) until the key opens again.
    pub fn unlock(store: &Store, keeper: &dyn KeyKeeper) -> Result<Unlocked, VaultError> {
        let unlocked = match store.wrapped_key()? {
            Some(WrappedKey {
                key: wrapped,
                check,
            }) => unwrap(keeper, &wrapped).and_then(|key| {
                // If the keeper returns another key, good records would look damaged. The check
                // record finds that out.
                let keys = Self::derive(&key).ok_or(KeyState::Broken)?;
                let opened = keys
                    .open(RecordKind::Check, CHECK_ID, &check)
                    .map_err(|_| KeyState::Broken)?;
                if *opened == CHECK_TEXT {
                    Ok(keys)
                } else {
                    Err(KeyState::Broken)
                }
            }),
            // Records are here and the key that sealed them is not. A new key would open none of
            // them, so the worker has to decide to start clean.
            None if store.holds_sealed()? => Err(KeyState::Gone),
            None => return first(store, keeper),
        };
        match unlocked {
            Ok(keys) => {
                store.forget_gone()?;
                Ok(Unlocked::Keys(keys))
            }
            Err(state) => {
                if state == KeyState::Gone {
                    store.count_gone()?;
                }
                Ok(Unlocked::Not(state))
            }
        }
    }

    pub fn seal(&self, kind: RecordKind, id: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut nonce = [0; NONCE_LEN];
        self.random
            .fill(&mut nonce)
            .map_err(|_| VaultError::TryLater("no randomness to be had".into()))?;
        let mut sealed = Vec::with_capacity(HEAD + plain.len() + TAG);
        sealed.push(VERSION);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        // The canary tests switch the seal off to prove that they find an answer in clear. No
        // release is built with this feature (SECURITY.md).
        if cfg!(feature = "unsealed") {
            sealed.extend_from_slice(&[0; TAG]);
            return Ok(sealed);
        }
        let tag = self.subkeys[usize::from(kind.number())]
            .seal
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(associated(kind, id)),
                &mut sealed[HEAD..],
            )
            .map_err(|_| VaultError::TryLater("a record is too long to be sealed".into()))?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    pub fn open(
        &self,
        kind: RecordKind,
        id: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        const BROKEN: VaultError = VaultError::Unreadable("a record's seal is broken");
        #[cfg(test)]
        super::tests::count::opened();
        let Some((&[VERSION], rest)) = sealed.split_first_chunk() else {
            return Err(BROKEN);
        };
        let (nonce, ciphertext) = rest.split_first_chunk().ok_or(BROKEN)?;
        let mut plain = Zeroizing::new(ciphertext.to_vec());
        if cfg!(feature = "unsealed") {
            plain.truncate(ciphertext.len().saturating_sub(TAG));
            return Ok(plain);
        }
        let length = self.subkeys[usize::from(kind.number())]
            .seal
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(associated(kind, id)),
                &mut plain,
            )
            .map_err(|_| BROKEN)?
            .len();
        plain.truncate(length);
        Ok(plain)
    }

    /// HMAC-SHA-256 of a name under the kind's index key. Rows are looked up by it, so that no name
    /// stands in clear.
    pub fn index(&self, kind: RecordKind, name: &str) -> [u8; 32] {
        let tag = hmac::sign(
            &self.subkeys[usize::from(kind.number())].index,
            name.as_bytes(),
        );
        let mut index = [0; 32];
        index.copy_from_slice(tag.as_ref());
        index
    }

    /// None if ring refuses the key. It accepts every key of 32 bytes, so this does not happen.
    fn derive(key: &DataKey) -> Option<Self> {
        let prk = Salt::new(HKDF_SHA256, b"payung/vault/1").extract(key.as_ref());
        let subkeys = RecordKind::ALL
            .into_iter()
            .map(|kind| Subkeys::derive(&prk, kind))
            .collect::<Option<_>>()?;
        Some(Self {
            subkeys,
            random: SystemRandom::new(),
        })
    }
}

impl Subkeys {
    fn derive(prk: &Prk, kind: RecordKind) -> Option<Self> {
        let expand = |purpose: &[u8]| {
            let mut key = Zeroizing::new([0; 32]);
            prk.expand(&[purpose, &[kind.number()]], HKDF_SHA256)
                .ok()?
                .fill(key.as_mut())
                .ok()
                .map(|()| key)
        };
        Some(Self {
            seal: LessSafeKey::new(UnboundKey::new(&AES_256_GCM, expand(b"seal")?.as_ref()).ok()?),
            index: hmac::Key::new(hmac::HMAC_SHA256, expand(b"index")?.as_ref()),
        })
    }
}

fn associated(kind: RecordKind, id: &[u8]) -> Vec<u8> {
    [&[kind.number(), VERSION], id].concat()
}

/// Makes the first key of an empty store. The keeper must unwrap what it wrapped before anything is
/// sealed. The key stores of some phones cannot, and everything typed would be lost at the next
/// start.
fn first(store: &Store, keeper: &dyn KeyKeeper) -> Result<Unlocked, VaultError> {
    let mut key = DataKey::new([0; 32]);
    SystemRandom::new()
        .fill(key.as_mut())
        .map_err(|_| VaultError::TryLater("no randomness to be had".into()))?;
    let wrapped = match keeper.wrap(key.to_vec()).unwrap_or(KeeperAnswer::Broken) {
        KeeperAnswer::Key { bytes } if !bytes.is_empty() => bytes,
        KeeperAnswer::LockedNow => return Ok(Unlocked::Not(KeyState::LockedNow)),
        KeeperAnswer::WrongPassphrase => return Ok(Unlocked::Not(KeyState::WrongPassphrase)),
        // *Gone* makes no sense for a key that does not exist yet, so the keeper is broken.
        KeeperAnswer::Key { .. } | KeeperAnswer::Gone | KeeperAnswer::Broken => {
            return Ok(Unlocked::Not(KeyState::Broken));
        }
    };
    if !unwrap(keeper, &wrapped).is_ok_and(|again| again == key) {
        return Ok(Unlocked::Not(KeyState::Broken));
    }
    let Some(keys) = Keys::derive(&key) else {
        return Ok(Unlocked::Not(KeyState::Broken));
    };
    let check = keys.seal(RecordKind::Check, CHECK_ID, CHECK_TEXT)?;
    if store.set_first_key(&wrapped, &check)? {
        return Ok(Unlocked::Keys(keys));
    }
    // Another thread has stored a key meanwhile, and that key counts.
    Keys::unlock(store, keeper)
}

fn unwrap(keeper: &dyn KeyKeeper, wrapped: &[u8]) -> Result<DataKey, KeyState> {
    match keeper
        .unwrap(wrapped.to_vec())
        .unwrap_or(KeeperAnswer::Broken)
    {
        KeeperAnswer::Key { bytes } => {
            let bytes = Zeroizing::new(bytes);
            <[u8; 32]>::try_from(bytes.as_slice())
                .map(DataKey::new)
                .map_err(|_| KeyState::Broken)
        }
        KeeperAnswer::Gone => Err(KeyState::Gone),
        KeeperAnswer::LockedNow => Err(KeyState::LockedNow),
        KeeperAnswer::WrongPassphrase => Err(KeyState::WrongPassphrase),
        KeeperAnswer::Broken => Err(KeyState::Broken),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Keys of a fixed data key.
    pub fn fixed(byte: u8) -> Keys {
        Keys::derive(&DataKey::new([byte; 32])).unwrap()
    }

    #[test]
    fn a_record_opens_only_as_what_and_where_it_was_sealed() {
        let keys = fixed(7);
        let sealed = keys
            .seal(RecordKind::Answer, b"draft 1/nama", b"SITI CONTOH")
            .unwrap();
        assert_eq!(
            *keys
                .open(RecordKind::Answer, b"draft 1/nama", &sealed)
                .unwrap(),
            b"SITI CONTOH"
        );
        let refused = |keys: &Keys, kind, id: &[u8]| {
            matches!(keys.open(kind, id, &sealed), Err(VaultError::Unreadable(_)))
        };
        assert!(refused(&keys, RecordKind::Answer, b"draft 2/nama"));
        assert!(refused(&keys, RecordKind::Answer, b"draft 1/nik"));
        assert!(refused(&keys, RecordKind::Person, b"draft 1/nama"));
        assert!(refused(&fixed(8), RecordKind::Answer, b"draft 1/nama"));
    }

    #[test]
    fn an_index_depends_on_key_kind_and_name() {
        let index = fixed(7).index(RecordKind::Answer, "nik");
        assert_eq!(index, fixed(7).index(RecordKind::Answer, "nik"));
        assert_ne!(index, fixed(7).index(RecordKind::Answer, "nama"));
        assert_ne!(index, fixed(7).index(RecordKind::PhotoKey, "nik"));
        assert_ne!(index, fixed(8).index(RecordKind::Answer, "nik"));
    }

    #[test]
    fn the_same_text_is_never_sealed_to_the_same_bytes() {
        let keys = fixed(7);
        let seal = || keys.seal(RecordKind::Answer, b"id", b"laki-laki").unwrap();
        assert_ne!(seal(), seal());
    }

    proptest! {
        #[test]
        fn what_is_sealed_is_opened(id: Vec<u8>, plain: Vec<u8>) {
            let keys = fixed(1);
            let sealed = keys.seal(RecordKind::Reply, &id, &plain).unwrap();
            prop_assert_eq!(sealed.len(), HEAD + plain.len() + TAG);
            prop_assert_eq!(&*keys.open(RecordKind::Reply, &id, &sealed).unwrap(), &plain);
        }

        #[test]
        fn any_flipped_bit_breaks_the_seal(plain: Vec<u8>, at: prop::sample::Index, bit in 0..8_u8) {
            let keys = fixed(1);
            let mut sealed = keys.seal(RecordKind::Answer, b"id", &plain).unwrap();
            let at = at.index(sealed.len());
            sealed[at] ^= 1 << bit;
            prop_assert!(keys.open(RecordKind::Answer, b"id", &sealed).is_err());
        }

        #[test]
        fn no_bytes_make_open_panic(sealed: Vec<u8>) {
            prop_assert!(fixed(1).open(RecordKind::Answer, b"id", &sealed).is_err());
        }
    }
}
