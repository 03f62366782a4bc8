//! The content that registrations were made with, by bundle sequence.

use std::collections::BTreeMap;
use std::sync::Arc;

use payung_model::content::Content;
use payung_model::sealed::{Bundle, BundleChain};

use crate::store::{Store, StoreError};

/// The content of a bundle that this office signed; sequence 0 is the built-in content. None when
/// the bundle is unknown or cannot be read any more.
pub fn content_of(store: &Store, sequence: u64) -> Result<Option<Content>, StoreError> {
    if sequence == 0 {
        return Ok(Content::built_in().ok());
    }
    Ok(files_of(store, sequence)?.and_then(|files| Content::parse(&files).ok()))
}

/// The files of a bundle that this office signed. None when it is unknown or cannot be read any
/// more.
pub fn files_of(store: &Store, sequence: u64) -> Result<Option<BTreeMap<String, Vec<u8>>>, StoreError> {
    let Some(signed) = store.bundle(sequence)? else { return Ok(None) };
    let Ok(signer) = signed.signed_by.parse() else { return Ok(None) };
    // A bundle for a newer engine is read too: the office only looks up questions and texts in it.
    let held = BundleChain { sequence: sequence.saturating_sub(1), keys: vec![signer] };
    Ok(Bundle::verify(&signed.bytes, &held, u32::MAX).ok().map(|bundle| bundle.files))
}

/// The name of who receives the data, as phones with this engine read it. None when no rules are served, or they cannot
/// be read.
pub fn served_controller(store: &Store) -> Result<Option<String>, StoreError> {
    let Some(newest) = store.bundle_for(Bundle::ENGINE)? else { return Ok(None) };
    Ok(content_of(store, newest.sequence)?.map(|content| content.controller.name))
}

/// True for the name in the built-in content, which says of itself that it is an example.
pub fn is_example(name: &str) -> bool {
    Content::built_in().is_ok_and(|built_in| built_in.controller.name == name)
}

/// Content by bundle sequence. Bundles never change, so each is read once.
#[derive(Default)]
pub(super) struct ContentCache(BTreeMap<u64, Option<Arc<Content>>>);

impl ContentCache {
    pub(super) fn of(&mut self, store: &Store, sequence: u64) -> Result<Option<Arc<Content>>, StoreError> {
        if let Some(found) = self.0.get(&sequence) {
            return Ok(found.clone());
        }
        let content = content_of(store, sequence)?.map(Arc::new);
        self.0.insert(sequence, content.clone());
        Ok(content)
    }
}
