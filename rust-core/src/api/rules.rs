//! The rules in force: the built-in content, or the newest good bundle that the trust file leads
//! to.

use std::collections::BTreeMap;
use std::sync::Arc;

use payung_model::content::{Content, ContentProblem};
use payung_model::cover::{Cover, PaidMonths, report};
use payung_model::form::Form;
use payung_model::sealed::{
    Bundle, BundleChain, BundleProblem, OfficePublicKey, TrustFile, VerifyingKey,
};
use payung_model::text::{Lang, Message};
use payung_model::units::{Date, Timestamp};

use super::error::Failure;
use crate::vault::{RulesRow, Store, VaultError};

/// How the files of a bundle are read.
type Parse = fn(&BTreeMap<String, Vec<u8>>) -> Result<Content, ContentProblem>;

/// What follows from a valid bundle.
pub(super) enum Offer {
    /// Rules to put in force.
    Rules(Rules),
    /// The rules in force, with the keys of a later bundle whose content this app cannot read.
    KeysOnly(Rules),
}

/// What the vault holds of an office's rules.
enum Stored {
    Nothing,
    Rules(Box<Rules>),
    /// A row is there, and it or its bundle is damaged.
    Unreadable {
        sequence: u64,
        floor: Timestamp,
    },
}

/// The content in force and whom it trusts.
#[derive(Clone)]
pub(super) struct Rules {
    pub content: Arc<Content>,
    pub sequence: u64,
    held: BundleChain,
    /// The trust file's bundle keys, from which the chain of signers began.
    root: Vec<VerifyingKey>,
    office_keys: Vec<OfficePublicKey>,
    /// When the bundle was signed, by the office's clock; for the built-in one a time before which
    /// there was none.
    issued_at: Timestamp,
    /// The clock's floor that came with it, bounded when it was adopted.
    floor: Timestamp,
    /// When the office means to have a newer one.
    pub newer_by: Option<Timestamp>,
    /// The sequence of a bundle that is on this phone and cannot be read. These rules are in force
    /// until it was fetched again, and say nothing about which keys the office has by now.
    stands_in_for: Option<u64>,
}

impl Rules {
    /// The rules that hold on that day.
    pub fn cover(&self, paid: &PaidMonths, on: Date) -> Cover {
        Cover::of(&self.content.cover, &self.content.calendar, paid, on)
    }

    /// The stored bundle if there is a good one, else what this build ships with.
    pub fn load(store: &Store, trust: Option<&TrustFile>) -> Result<Self, Failure> {
        let root = trust
            .map(|trust| trust.bundle_keys.clone())
            .unwrap_or_default();
        let office_keys = trust
            .map(|trust| trust.office_keys.clone())
            .unwrap_or_default();
        let (stands_in_for, floor) = match Self::stored(store, trust.map(|_| root.as_slice()))? {
            Stored::Nothing => (None, Timestamp::EARLIEST),
            Stored::Rules(rules) => return Ok(*rules),
            Stored::Unreadable { sequence, floor } => (Some(sequence), floor),
        };
        let content =
            Content::built_in().map_err(|problem| Failure::Configuration(problem.to_string()))?;
        let issued_at = Timestamp::EARLIEST;
        let held = BundleChain {
            sequence: 0,
            keys: root.clone(),
        };
        let content = Arc::new(content);
        Ok(Self {
            content,
            sequence: 0,
            held,
            root,
            office_keys,
            issued_at,
            floor,
            newer_by: None,
            stands_in_for,
        })
    }

    /// The bundle on this phone that `root` leads to. Another office's rules and keys are never in
    /// force after a new trust file. Without any trust file the words and prices of the last bundle
    /// are in force, and nothing can be sealed.
    fn stored(store: &Store, root: Option<&[VerifyingKey]>) -> Result<Stored, VaultError> {
        let row = match store.rules(root.map(keys_to_bytes).as_deref()) {
            // A damaged row must not keep the app from opening.
            Err(VaultError::Unreadable(_)) => {
                return Ok(Stored::Unreadable {
                    sequence: 0,
                    floor: Timestamp::EARLIEST,
                });
            }
            row => row?,
        };
        let Some(row) = row else {
            return Ok(Stored::Nothing);
        };
        // By the floor something was decided before, and it is intact when only the bundle beside it
        // is damaged.
        let Some(mut rules) = Self::of_row(&row) else {
            return Ok(Stored::Unreadable {
                sequence: row.sequence,
                floor: row.floor,
            });
        };
        rules.floor = row.floor;
        // Without a trust file nobody has said which office this phone belongs to, so nothing may
        // be sealed to the keys of the last one.
        if root.is_none() {
            rules.office_keys.clear();
        }
        Ok(Stored::Rules(Box::new(rules)))
    }

    /// The rules of a row. The bundle was judged when it came. Its signature is checked again, so
    /// that a file which was changed since is not believed.
    fn of_row(row: &RulesRow) -> Option<Self> {
        let (keys, root) = (keys_from_bytes(&row.keys)?, keys_from_bytes(&row.root)?);
        let chain = BundleChain { sequence: 0, keys };
        Self::from_bundle(&row.bytes, &chain, &root, Content::parse_again).ok()
    }

    /// The rules that follow these ones, if the office's bundle is valid.
    ///
    /// A bundle whose content this app cannot read still leads on: these rules stay, and the keys
    /// that it names may sign the next one. Otherwise a phone that missed many rotations could be
    /// stranded at such a bundle.
    pub fn offered(&self, bytes: &[u8]) -> Result<Offer, BundleProblem> {
        match Self::from_bundle(bytes, &self.held, &self.root, Content::parse) {
            Ok(mut next) => {
                // A chain of bundles may lead from the trust file to the one that was lost.
                next.stands_in_for = self.stands_in_for.filter(|lost| next.sequence < *lost);
                Ok(Offer::Rules(next))
            }
            Err(Some(problem)) => Err(problem),
            Err(None) => {
                let (bundle, held) = self.held.receive(bytes, Bundle::ENGINE)?;
                Ok(Offer::KeysOnly(Self {
                    held,
                    newer_by: bundle.newer_by,
                    ..self.clone()
                }))
            }
        }
    }

    /// The keys that may sign the next bundle, as texts: current, then next.
    pub fn signers(&self) -> Vec<String> {
        self.held.keys.iter().map(ToString::to_string).collect()
    }

    /// Keeps the bundle that these rules were read from, with the floor it may set.
    pub fn keep(
        &mut self,
        bytes: &[u8],
        floor: Timestamp,
        store: &Store,
    ) -> Result<(), VaultError> {
        self.floor = floor;
        let row = RulesRow {
            root: keys_to_bytes(&self.root),
            keys: keys_to_bytes(&self.held.keys),
            sequence: self.sequence,
            bytes: bytes.to_vec(),
            floor,
        };
        // A kept bundle that cannot be read any more gives way to any other: otherwise each start
        // would fall back to the built-in rules, until the office signs a newer one.
        store.set_rules(&row, |kept| Self::of_row(kept).map(|rules| rules.sequence))
    }

    fn from_bundle(
        bytes: &[u8],
        held: &BundleChain,
        root: &[VerifyingKey],
        parse: Parse,
    ) -> Result<Self, Option<BundleProblem>> {
        let (bundle, held) = held.receive(bytes, Bundle::ENGINE).map_err(Some)?;
        let content = parse(&bundle.files).map_err(|_| None)?;
        Ok(Self {
            content: Arc::new(content),
            root: root.to_vec(),
            sequence: bundle.sequence,
            held,
            issued_at: bundle.issued_at,
            floor: Timestamp::default(),
            newer_by: bundle.newer_by,
            office_keys: bundle.office_keys,
            stands_in_for: None,
        })
    }

    /// The office's keys, by which it also proves what it writes; none without a trust file.
    pub fn office_keys(&self) -> &[OfficePublicKey] {
        &self.office_keys
    }

    /// Whether they are in force only because the office's last bundle cannot be read.
    pub fn stand_in(&self) -> bool {
        self.stands_in_for.is_some()
    }

    /// Which office they belong to, as rows in the vault name it.
    pub fn root(&self) -> Vec<u8> {
        keys_to_bytes(&self.root)
    }

    /// The office's key to seal to; none without a trust file.
    pub fn office_key(&self) -> Option<&OfficePublicKey> {
        self.office_keys.first()
    }

    pub fn form(&self, id: &str) -> Result<&Form, Failure> {
        self.content
            .forms
            .get(id)
            .ok_or_else(|| Failure::NotPossible(format!("form {id}")))
    }

    /// The definition of a form with which something on this phone was begun. Today's rules may not
    /// have it.
    pub fn known_form(&self, id: &str, lang: Lang) -> Result<&Form, Failure> {
        let unknown = || {
            Failure::NotPossible(
                self.content
                    .texts
                    .format(lang, &Message::new("not-possible-form")),
            )
        };
        self.content.forms.get(id).ok_or_else(unknown)
    }

    /// The form that adds to registrations of that one.
    pub fn completing_form(&self, form: &str) -> Option<&Form> {
        self.content
            .forms
            .values()
            .find(|other| !other.request && other.completes.as_deref() == Some(form))
    }

    /// The form by which the office is asked for something about registrations of that one.
    pub fn request_form(&self, form: &str) -> Option<&Form> {
        self.content.forms.values().find(|other| {
            other.request
                && other.completes.as_deref() == Some(form)
                && !other.is_for(report::PURPOSE)
        })
    }

    /// The form by which that incident is reported, about registrations of that form.
    pub fn incident_form(&self, incident: &str, form: &str) -> Option<&Form> {
        let found = self.content.forms.get(&report::form_of(incident))?;
        let fits = found.request && found.completes.as_deref() == Some(form);
        Some(found).filter(|found| fits && found.is_for(report::PURPOSE))
    }

    /// When the office says that it signed them. This time is not bounded by any other clock.
    pub fn issued_at(&self) -> Timestamp {
        self.issued_at
    }

    /// The clock's floor that came with them.
    pub fn floor(&self) -> Timestamp {
        self.floor
    }
}

fn keys_to_bytes(keys: &[VerifyingKey]) -> Vec<u8> {
    keys.iter().flat_map(VerifyingKey::to_bytes).collect()
}

fn keys_from_bytes(bytes: &[u8]) -> Option<Vec<VerifyingKey>> {
    bytes
        .chunks(32)
        .map(|chunk| VerifyingKey::from_bytes(chunk).ok())
        .collect()
}
