//! `keys.json`:
//! `{"version":1,"lock":null,"keys":[{"role":"office","public":"…","created_at":…,"secret":"…"},
//! …]}`.
//!
//! Public keys are stored in clear, so that they can be listed without the passphrase. A secret
//! that does not belong to its public key is refused when the file is read.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::sync::OnceLock;

use base64ct::{Base64UrlUnpadded, Encoding};
use payung_model::sealed::{OfficeKey, OfficePublicKey, Random, SigningKey};
use payung_model::typed::without_bom;
use payung_model::units::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::index::NikIndex;
use super::lock::{Derivation, Lock, Passphrase};
use super::problem::KeysProblem;
use super::set::{DatedKey, Keys};
use crate::files;

const NAME: &str = Keys::FILE;

/// A key as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// `office`, `office_compromised`, `signing_current`, `signing_next`, `card`, `card_compromised` or
    /// `nik_index`.
    pub role: String,
    /// The public key. The NIK index has none, so it shows the id of the office key that it was
    /// derived from.
    pub public: String,
    /// The key id of an office key, by which envelopes name it.
    pub id: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Public keys in the folder; needs no passphrase.
pub fn list(folder: &Path) -> Result<Vec<Listed>, KeysProblem> {
    let listed = |row: KeyRow| {
        let id = row
            .public
            .parse::<OfficePublicKey>()
            .ok()
            .filter(|_| matches!(row.role, KeyRole::Office | KeyRole::OfficeCompromised));
        Listed {
            role: row.role.word().into(),
            public: row.public.clone(),
            id: id.map(|key| key.id().to_string()),
            created_at: row.created_at,
        }
    };
    Ok(read(folder)?.keys.into_iter().map(listed).collect())
}

/// A lock that is held while keys are changed, so that two commands at the same time do not undo
/// each other's changes.
pub fn folder_lock(folder: &Path) -> Result<File, KeysProblem> {
    files::private_folder(folder)?;
    Ok(files::lock(&folder.join(".lock"))?)
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysDocument {
    version: u32,
    lock: Option<Derivation>,
    keys: Vec<KeyRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyRow {
    role: KeyRole,
    public: String,
    created_at: Timestamp,
    secret: Zeroizing<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeyRole {
    Office,
    /// An office key that leaked: it opens what came before, and is told to no phone.
    OfficeCompromised,
    SigningCurrent,
    SigningNext,
    /// A card key. Of those that did not leak, the newest is announced and the one before it signs.
    Card,
    /// A card key that leaked: no rules name it.
    CardCompromised,
    NikIndex,
}

impl KeyRole {
    fn word(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::OfficeCompromised => "office_compromised",
            Self::SigningCurrent => "signing_current",
            Self::SigningNext => "signing_next",
            Self::Card => "card",
            Self::CardCompromised => "card_compromised",
            Self::NikIndex => "nik_index",
        }
    }
}

pub(super) fn load(folder: &Path, passphrase: Option<&Passphrase>) -> Result<Keys, KeysProblem> {
    unlock(&read(folder)?, passphrase)
}

/// Reads a copy. A copy always has a passphrase, so it may lie on a medium without permissions,
/// such as a USB stick.
pub(super) fn load_copy(file: &Path, passphrase: &Passphrase) -> Result<Keys, KeysProblem> {
    let document = parse(&Zeroizing::new(std::fs::read(file)?))?;
    if document.lock.is_none() {
        return Err(KeysProblem::Damaged("not a copy: it has no passphrase"));
    }
    unlock(&document, Some(passphrase))
}

fn unlock(document: &KeysDocument, passphrase: Option<&Passphrase>) -> Result<Keys, KeysProblem> {
    let lock = match (&document.lock, passphrase) {
        (None, _) => None,
        (Some(_), None) => return Err(KeysProblem::Locked),
        (Some(derivation), Some(passphrase)) => Some(derivation.lock(passphrase)?),
    };
    let (mut office, mut current, mut next, mut index) = (Vec::new(), None, None, None);
    let (mut compromised, mut leaked_cards) = (BTreeSet::new(), BTreeSet::new());
    let mut cards = Vec::new();
    for row in &document.keys {
        // A secret must belong to the public key beside it: a mixed-up file would sign or open with
        // the wrong key.
        let secret = row.open(lock.as_ref())?;
        let at = row.created_at;
        let damaged = |_| KeysProblem::Damaged("a secret that is no key");
        if matches!(row.role, KeyRole::Office | KeyRole::OfficeCompromised) {
            let key = OfficeKey::from_bytes(&secret).map_err(damaged)?;
            row.belongs(&key.public().to_string())?;
            if row.role == KeyRole::OfficeCompromised {
                compromised.insert(key.public().id());
            }
            office.push(DatedKey { key, at });
        } else if row.role == KeyRole::NikIndex {
            let made_from = row.public.parse().map_err(damaged)?;
            let key = NikIndex::from_bytes(&secret, made_from)
                .ok_or(KeysProblem::Damaged("NIK index"))?;
            index = Some(DatedKey { key, at });
        } else if matches!(row.role, KeyRole::Card | KeyRole::CardCompromised) {
            let key = SigningKey::from_bytes(&secret).map_err(damaged)?;
            let public = key.public().to_string();
            row.belongs(&public)?;
            if row.role == KeyRole::CardCompromised {
                leaked_cards.insert(public);
            }
            cards.push(DatedKey { key, at });
        } else {
            let key = SigningKey::from_bytes(&secret).map_err(damaged)?;
            row.belongs(&key.public().to_string())?;
            let place = if row.role == KeyRole::SigningCurrent {
                &mut current
            } else {
                &mut next
            };
            *place = Some(DatedKey { key, at });
        }
    }
    match (office.is_empty(), current, next) {
        (false, Some(current), Some(next)) => Ok(Keys {
            office,
            compromised,
            current,
            next,
            cards,
            leaked_cards,
            index,
            folder: OnceLock::new(),
        }),
        _ => Err(KeysProblem::Damaged("a key is missing")),
    }
}

pub(super) fn save(
    keys: &Keys,
    folder: &Path,
    passphrase: Option<&Passphrase>,
    random: &mut dyn Random,
) -> Result<(), KeysProblem> {
    files::private_folder(folder)?;
    if files::open_to_others(folder)? {
        return Err(KeysProblem::OpenToOthers(folder.to_path_buf()));
    }
    write(keys, &folder.join(NAME), passphrase, random)
}

/// Writes all keys into one file, sealed under the passphrase if there is one.
pub(super) fn write(
    keys: &Keys,
    file: &Path,
    passphrase: Option<&Passphrase>,
    random: &mut dyn Random,
) -> Result<(), KeysProblem> {
    // A fresh salt for each writing, so that two files under one passphrase share no key.
    let derivation = passphrase.map(|_| Derivation::fresh(random)).transpose()?;
    let lock = match (&derivation, passphrase) {
        (Some(derivation), Some(passphrase)) => Some(derivation.lock(passphrase)?),
        _ => None,
    };
    let mut rows = Vec::new();
    let mut add = |role, public, at, secret: &[u8]| -> Result<(), KeysProblem> {
        rows.push(KeyRow::seal(
            role,
            public,
            at,
            secret,
            lock.as_ref(),
            &mut *random,
        )?);
        Ok(())
    };
    for made in &keys.office {
        let public = made.key.public();
        let is_compromised = keys.compromised.contains(&public.id());
        let role = if is_compromised {
            KeyRole::OfficeCompromised
        } else {
            KeyRole::Office
        };
        add(
            role,
            public.to_string(),
            made.at,
            made.key.to_bytes().as_ref(),
        )?;
    }
    let signing = [
        (KeyRole::SigningCurrent, &keys.current),
        (KeyRole::SigningNext, &keys.next),
    ];
    let cards = keys.cards.iter().map(|made| {
        let is_leaked = keys.leaked_cards.contains(&made.key.public().to_string());
        let role = if is_leaked {
            KeyRole::CardCompromised
        } else {
            KeyRole::Card
        };
        (role, made)
    });
    for (role, made) in signing.into_iter().chain(cards) {
        let public = made.key.public().to_string();
        add(role, public, made.at, made.key.to_bytes().as_ref())?;
    }
    if let Some(made) = &keys.index {
        let public = made.key.made_from().to_string();
        add(
            KeyRole::NikIndex,
            public,
            made.at,
            made.key.to_bytes().as_ref(),
        )?;
    }
    let document = KeysDocument {
        version: 1,
        lock: derivation,
        keys: rows,
    };
    let text = Zeroizing::new(
        serde_json::to_vec_pretty(&document).map_err(|_| KeysProblem::Damaged("not written"))?,
    );
    Ok(files::write_private(file, &text)?)
}

impl KeyRow {
    fn seal(
        role: KeyRole,
        public: String,
        created_at: Timestamp,
        secret: &[u8],
        lock: Option<&Lock>,
        random: &mut dyn Random,
    ) -> Result<Self, KeysProblem> {
        let secret = match lock {
            None => Zeroizing::new(Base64UrlUnpadded::encode_string(secret)),
            Some(lock) => Zeroizing::new(Base64UrlUnpadded::encode_string(&lock.seal(
                secret,
                &bound(role, &public),
                random,
            )?)),
        };
        Ok(Self {
            role,
            public,
            created_at,
            secret,
        })
    }

    fn open(&self, lock: Option<&Lock>) -> Result<Zeroizing<Vec<u8>>, KeysProblem> {
        let bytes = Base64UrlUnpadded::decode_vec(&self.secret)
            .map_err(|_| KeysProblem::Damaged("secret"))?;
        match lock {
            None => Ok(Zeroizing::new(bytes)),
            Some(lock) => lock.open(&bytes, &bound(self.role, &self.public)),
        }
    }

    fn belongs(&self, public: &str) -> Result<(), KeysProblem> {
        if self.public == public {
            Ok(())
        } else {
            Err(KeysProblem::Damaged("a secret of another key"))
        }
    }
}

fn bound(role: KeyRole, public: &str) -> String {
    format!("payung/office-keys/1 {} {public}", role.word())
}

fn read(folder: &Path) -> Result<KeysDocument, KeysProblem> {
    let path = folder.join(NAME);
    if !path.exists() {
        return Err(KeysProblem::Missing(folder.to_path_buf()));
    }
    // A folder that others may write lets them put another file in its place, whatever the mode of
    // this one is.
    for place in [folder, &path] {
        if files::open_to_others(place)? {
            return Err(KeysProblem::OpenToOthers(place.to_path_buf()));
        }
    }
    parse(&Zeroizing::new(std::fs::read(&path)?))
}

fn parse(text: &[u8]) -> Result<KeysDocument, KeysProblem> {
    let document: KeysDocument = serde_json::from_slice(without_bom(text))
        .map_err(|_| KeysProblem::Damaged("not what `office` writes"))?;
    if document.version != 1 {
        return Err(KeysProblem::Damaged("of a newer office"));
    }
    Ok(document)
}
