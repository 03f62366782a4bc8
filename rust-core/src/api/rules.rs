//! The rules in force: the built-in content, or the newest good bundle that the trust file leads to.

use payung_model::content::Content;
use payung_model::form::Form;
use payung_model::sealed::{Bundle, BundleProblem, Held, OfficePublicKey, TrustFile, VerifyingKey};
use payung_model::text::{Lang, Message};
use payung_model::units::Timestamp;

use super::PayungError;
use crate::vault::{Store, VaultError};

/// The content in force and whom it trusts.
pub(super) struct Rules {
    pub content: Content,
    pub sequence: u64,
    held: Held,
    /// The trust file's bundle keys, from which the chain of signers began.
    root: Vec<VerifyingKey>,
    office_keys: Vec<OfficePublicKey>,
    /// When the bundle was signed; for the built-in one a time before which there was none.
    issued_at: Timestamp,
}

const BUNDLE_KEYS: &str = "bundle_keys";
const BUNDLE_ROOT: &str = "bundle_root";
/// 2026-01-01T00:00Z: this app did not exist before. A phone whose battery was empty believes it is 1970, and then every
/// birth date lies in the future.
const BUILT_MILLIS: i64 = 1_767_225_600_000;

impl Rules {
    /// The stored bundle if there is a good one, else what this build ships with.
    pub fn load(store: &Store, trust: Option<&TrustFile>) -> Result<Self, PayungError> {
        let root = trust.map(|trust| trust.bundle_keys.clone()).unwrap_or_default();
        let office_keys = trust.map(|trust| trust.office_keys.clone()).unwrap_or_default();
        if let Some(rules) = Self::stored(store, trust.map(|_| root.as_slice()))? {
            return Ok(rules);
        }
        let content = Content::built_in().map_err(|problem| PayungError::Configuration(problem.to_string()))?;
        let issued_at = Timestamp::from_millis(BUILT_MILLIS).unwrap_or_default();
        Ok(Self { content, sequence: 0, held: Held { sequence: 0, keys: root.clone() }, root, office_keys, issued_at })
    }

    /// The bundle on this phone, if it is one that `root` leads to: after a new trust file another office's rules and keys
    /// are not in force for a moment. Without any trust file its words and prices are, and nothing can be sealed.
    fn stored(store: &Store, root: Option<&[VerifyingKey]>) -> Result<Option<Self>, VaultError> {
        let saved = |name| Ok::<_, VaultError>(store.meta(name)?.and_then(|bytes| keys_from_bytes(&bytes)));
        let (Some(bytes), Some(keys), Some(from)) = (store.bundle()?, saved(BUNDLE_KEYS)?, saved(BUNDLE_ROOT)?) else {
            return Ok(None);
        };
        if root.is_some_and(|root| root != from) {
            return Ok(None);
        }
        // It was judged when it came; the signature is checked again, so a file changed since is not believed.
        let Ok(mut rules) = Self::from_bundle(&bytes, &Held { sequence: 0, keys }, &from) else { return Ok(None) };
        if root.is_none() {
            rules.office_keys.clear();
        }
        Ok(Some(rules))
    }

    /// What comes after these rules, if the office's bundle is good; none when its content cannot be read.
    pub fn offered(&self, bytes: &[u8]) -> Result<Self, Option<BundleProblem>> {
        Self::from_bundle(bytes, &self.held, &self.root)
    }

    /// Keeps the bundle that `next` was read from. Keys first: the bundle in force verifies under them too, so a kill in
    /// between loses nothing.
    pub fn keep(&self, next: &Self, bytes: &[u8], store: &Store) -> Result<(), VaultError> {
        store.set_meta(BUNDLE_ROOT, &keys_to_bytes(&self.root))?;
        store.set_meta(BUNDLE_KEYS, &keys_to_bytes(&self.held.keys))?;
        store.set_bundle(next.sequence, bytes)
    }

    fn from_bundle(bytes: &[u8], held: &Held, root: &[VerifyingKey]) -> Result<Self, Option<BundleProblem>> {
        let (bundle, held) = held.receive(bytes, Bundle::ENGINE).map_err(Some)?;
        let content = Content::parse(&bundle.files).map_err(|_| None)?;
        Ok(Self {
            content,
            root: root.to_vec(),
            sequence: bundle.sequence,
            held,
            issued_at: bundle.issued_at,
            office_keys: bundle.office_keys,
        })
    }

    /// The office's key to seal to; none without a trust file.
    pub fn office_key(&self) -> Option<&OfficePublicKey> {
        self.office_keys.first()
    }

    pub fn form(&self, id: &str) -> Result<&Form, PayungError> {
        self.content.forms.get(id).ok_or_else(|| PayungError::NotPossible(format!("form {id}")))
    }

    /// The same for a form that something on this phone was begun with: today's rules may not have it.
    pub fn known_form(&self, id: &str, lang: Lang) -> Result<&Form, PayungError> {
        let unknown = || PayungError::NotPossible(self.content.texts.say(lang, &Message::new("not-possible-form")));
        self.content.forms.get(id).ok_or_else(unknown)
    }

    /// The form that adds to registrations of that one.
    pub fn completing_form(&self, form: &str) -> Option<&Form> {
        self.content.forms.values().find(|other| other.completes.as_deref() == Some(form))
    }

    /// Before this time there were no such rules.
    pub fn issued_at(&self) -> Timestamp {
        self.issued_at
    }
}

fn keys_to_bytes(keys: &[VerifyingKey]) -> Vec<u8> {
    keys.iter().flat_map(VerifyingKey::to_bytes).collect()
}

fn keys_from_bytes(bytes: &[u8]) -> Option<Vec<VerifyingKey>> {
    bytes.chunks(32).map(|chunk| VerifyingKey::from_bytes(chunk).ok()).collect()
}
