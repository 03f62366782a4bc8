//! The content a registration was made with, by bundle sequence.

use std::collections::BTreeMap;
use std::sync::Arc;

use payung_model::content::Content;
use payung_model::sealed::{Bundle, BundleChain};
use rusqlite::Connection;

use crate::store::{StoreError, bundle_by_sequence};

/// The content of a bundle this office signed; 0 is the built-in one. None when it cannot be read (any more).
pub fn content_of(sql: &Connection, sequence: u64) -> Result<Option<Content>, StoreError> {
    if sequence == 0 {
        return Ok(Content::built_in().ok());
    }
    Ok(files_of(sql, sequence)?.and_then(|files| Content::parse(&files).ok()))
}

/// The files of a bundle this office signed. None when it never did, or cannot read it (any more).
pub fn files_of(sql: &Connection, sequence: u64) -> Result<Option<BTreeMap<String, Vec<u8>>>, StoreError> {
    let Some(signed) = bundle_by_sequence(sql, sequence)? else { return Ok(None) };
    let Ok(signer) = signed.signed_by.parse() else { return Ok(None) };
    // Any engine's bundle is read: the forms are asked for what they say, not shown to anybody.
    let held = BundleChain { sequence: sequence.saturating_sub(1), keys: vec![signer] };
    Ok(Bundle::verify(&signed.bytes, &held, u32::MAX).ok().map(|bundle| bundle.files))
}

/// Content by bundle, read once. Bundles never change.
#[derive(Default)]
pub(super) struct ContentCache(BTreeMap<u64, Option<Arc<Content>>>);

impl ContentCache {
    pub(super) fn of(&mut self, sql: &Connection, sequence: u64) -> Result<Option<Arc<Content>>, StoreError> {
        if let Some(found) = self.0.get(&sequence) {
            return Ok(found.clone());
        }
        let content = content_of(sql, sequence)?.map(Arc::new);
        self.0.insert(sequence, content.clone());
        Ok(content)
    }
}
