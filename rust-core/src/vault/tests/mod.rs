//! What the vault promises, as a whole.

pub mod count;
mod drafts;
mod expiry;
mod files;
mod inbox;
mod keeper;
mod leaks;
mod notifications;
mod reach;
mod recovery;
mod referral;
pub mod registrations;
mod rules;
mod transitions;
mod versions;

use std::path::Path;
use std::sync::Mutex;

use payung_model::form::{Entry, Value};
use payung_model::sealed::{Digest, NoRandomness, Random, RegistrationId};
use payung_model::secret::Secret;
use payung_model::units::Timestamp;
use zeroize::Zeroizing;

use super::*;
use crate::{KeeperAnswer, KeyKeeper, PlatformError};

/// A platform's key, and what it answers at the moment.
pub struct TestPlatform {
    key: u8,
    /// Instead of doing its work.
    pub says: Mutex<Option<KeeperAnswer>>,
}

impl TestPlatform {
    pub fn new() -> Self {
        Self {
            key: 0x5A,
            says: Mutex::new(None),
        }
    }
    pub fn answer_with(&self, answer: Option<KeeperAnswer>) {
        *self.says.lock().unwrap() = answer;
    }
    fn work(&self, bytes: &[u8]) -> KeeperAnswer {
        let done = || KeeperAnswer::Key {
            bytes: bytes.iter().map(|byte| byte ^ self.key).collect(),
        };
        self.says.lock().unwrap().clone().unwrap_or_else(done)
    }
}

impl KeyKeeper for TestPlatform {
    fn wrap(&self, key: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
        Ok(self.work(&key))
    }
    fn unwrap(&self, wrapped: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
        Ok(self.work(&wrapped))
    }
}

struct Fixed(u8);

impl Random for Fixed {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        out.fill(self.0);
        Ok(())
    }
}

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_795_399_200_000 + seconds * 1000).unwrap()
}

/// Ids grow with their number.
pub fn id(number: u8) -> RegistrationId {
    RegistrationId::new(at(i64::from(number)), &mut Fixed(number)).unwrap()
}

pub fn entry(text: &str) -> Entry {
    Entry {
        raw: Secret::new(text),
        value: Some(Value::Text(Secret::new(text))),
        at: at(0),
    }
}

pub fn draft_row(draft: u8, person: u8) -> DraftRow {
    DraftRow {
        id: id(draft),
        person: id(person),
        form: "bpu".into(),
        registration: None,
        form_version: 2,
        completes: None,
        created_at: at(0),
        changed_at: at(0),
        opened_at: at(0),
        warned_at: None,
        label: None,
    }
}

pub fn photo_row(draft: u8, question: &str, bytes: &[u8]) -> PhotoRow {
    PhotoRow {
        draft: id(draft),
        question: question.into(),
        digest: Digest::of(bytes),
        length: bytes.len() as u32,
        key: Zeroizing::new([9; 32]),
    }
}

pub fn unlock(store: &Store, keeper: &dyn KeyKeeper) -> Keys {
    match Keys::unlock(store, keeper).unwrap() {
        Unlocked::Keys(keys) => keys,
        Unlocked::Not(state) => panic!("{state:?}"),
    }
}

/// An open store with keys, in a folder of its own.
pub struct Vault {
    pub store: Store,
    pub keys: Keys,
    pub platform: TestPlatform,
    pub home: tempfile::TempDir,
}

impl Vault {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path()).unwrap();
        let platform = TestPlatform::new();
        let keys = unlock(&store, &platform);
        Self {
            store,
            keys,
            platform,
            home,
        }
    }

    /// As after a restart of the app.
    pub fn reopened(self) -> Self {
        let Self {
            store,
            platform,
            home,
            ..
        } = self;
        drop(store);
        let store = Store::open(home.path()).unwrap();
        let keys = unlock(&store, &platform);
        Self {
            store,
            keys,
            platform,
            home,
        }
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.home.path().join(name)
    }

    pub fn answers(&self, draft: u8) -> Vec<(String, String)> {
        let entries = self.store.entries(&self.keys, id(draft)).unwrap();
        entries
            .into_iter()
            .map(|(question, entry)| (question, entry.raw.reveal().to_owned()))
            .collect()
    }
}

/// Every file below a folder, with its bytes.
pub fn all_files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all_files(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found
}

pub fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(question, text)| ((*question).to_owned(), (*text).to_owned()))
        .collect()
}

/// Rules that a root led to; their bytes tell the sequence.
pub fn rules(root: &[u8], sequence: u64) -> RulesRow {
    let bytes = sequence.to_string().into_bytes();
    RulesRow {
        root: root.to_vec(),
        keys: b"keys".to_vec(),
        sequence,
        bytes,
        floor: at(7),
    }
}
