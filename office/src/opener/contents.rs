//! The content a registration was made with, by bundle sequence.

use std::collections::BTreeMap;
use std::sync::Arc;

use payung_model::content::Content;
use payung_model::form::Form;
use payung_model::sealed::{Bundle, Held};
use rusqlite::Connection;

use crate::store::{StoreError, bundle_by_sequence};

/// The content of a bundle this office signed; 0 is the built-in one. None when it cannot be read (any more).
pub fn content_of(sql: &Connection, sequence: u64) -> Result<Option<Content>, StoreError> {
    if sequence == 0 {
        return Ok(Content::built_in().ok());
    }
    let Some(signed) = bundle_by_sequence(sql, sequence)? else { return Ok(None) };
    let Ok(signer) = signed.signed_by.parse() else { return Ok(None) };
    // Any engine's bundle is read: the forms are asked for what they say, not shown to anybody.
    let held = Held { sequence: sequence - 1, keys: vec![signer] };
    let bundle = Bundle::verify(&signed.bytes, &held, u32::MAX).ok();
    Ok(bundle.and_then(|bundle| Content::parse(&bundle.files).ok()))
}

/// Forms by bundle, read once. Bundles never change.
#[derive(Default)]
pub(super) struct Forms(BTreeMap<u64, Option<Arc<BTreeMap<String, Form>>>>);

impl Forms {
    pub(super) fn of(
        &mut self,
        sql: &Connection,
        sequence: u64,
    ) -> Result<Option<Arc<BTreeMap<String, Form>>>, StoreError> {
        if let Some(found) = self.0.get(&sequence) {
            return Ok(found.clone());
        }
        let forms = content_of(sql, sequence)?.map(|content| Arc::new(content.forms));
        self.0.insert(sequence, forms.clone());
        Ok(forms)
    }
}
