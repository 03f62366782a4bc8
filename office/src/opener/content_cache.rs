//! The content that registrations were made with, by bundle sequence.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

use payung_model::content::Content;
use payung_model::places::PlaceList;
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

/// The content in which a registration was filled in, by the bundle and the form that it names.
///
/// Sequence 0 is what is built into the sender's app, and an app may be older than this program. Its
/// form is then looked for in the bundles that this office signed for the apps of each engine.
pub fn content_for(
    store: &Store,
    sequence: u64,
    form: (&str, u32),
) -> Result<Option<Content>, StoreError> {
    with_form(store, sequence, form, |sequence| {
        content_of(store, sequence)
    })
}

/// Does what [`content_for`] does. `read` gives the content of a sequence, from a cache for
/// example.
pub fn with_form<T: Borrow<Content>>(
    store: &Store,
    sequence: u64,
    (form, version): (&str, u32),
    mut read: impl FnMut(u64) -> Result<Option<T>, StoreError>,
) -> Result<Option<T>, StoreError> {
    let has = |content: &T| {
        let form = content.borrow().forms.get(form);
        form.is_some_and(|form| form.version == version)
    };
    let named = read(sequence)?;
    // A signed bundle that lacks the form stays the answer: its sequence says exactly which rules
    // the worker saw.
    if sequence != 0 || named.as_ref().is_some_and(has) {
        return Ok(named);
    }
    for (_, older) in store.newest_by_engine()?.into_iter().rev() {
        if let Some(content) = read(older)?.filter(has) {
            return Ok(Some(content));
        }
    }
    Ok(named)
}

/// The files of a bundle that this office signed. None when it is unknown or cannot be read any
/// more.
pub fn files_of(
    store: &Store,
    sequence: u64,
) -> Result<Option<BTreeMap<String, Vec<u8>>>, StoreError> {
    Ok(bundle_of(store, sequence)?.map(|bundle| bundle.files))
}

/// A bundle that this office signed, read again. None when it is unknown or cannot be read any
/// more.
pub fn bundle_of(store: &Store, sequence: u64) -> Result<Option<Bundle>, StoreError> {
    let Some(signed) = store.bundle(sequence)? else {
        return Ok(None);
    };
    let Ok(signer) = signed.signed_by.parse() else {
        return Ok(None);
    };
    // A bundle for a newer engine is read too: the office only looks up questions and texts in it.
    let held = BundleChain {
        sequence: sequence.saturating_sub(1),
        keys: vec![signer],
    };
    Ok(Bundle::verify(&signed.bytes, &held, u32::MAX).ok())
}

/// The name of who receives the data, as phones with this engine read it. None when no rules are
/// served, or they cannot be read.
pub fn served_controller(store: &Store) -> Result<Option<String>, StoreError> {
    let Some(newest) = store.bundle_for(Bundle::ENGINE)? else {
        return Ok(None);
    };
    Ok(content_of(store, newest.sequence)?.map(|content| content.controller.name))
}

/// What phones with this engine have as the list of offices and counters, and how many places are
/// in it. None when no rules are served, or they cannot be read.
pub fn served_places(store: &Store) -> Result<Option<(PlaceList, usize)>, StoreError> {
    let Some(newest) = store.bundle_for(Bundle::ENGINE)? else {
        return Ok(None);
    };
    let content = content_of(store, newest.sequence)?;
    Ok(content.and_then(|content| {
        let places = content.places.open();
        places.list().map(|list| (list, places.count()))
    }))
}

/// True for the name in the built-in content, which says of itself that it is an example.
pub fn is_example(name: &str) -> bool {
    Content::built_in().is_ok_and(|built_in| built_in.controller.name == name)
}

/// Content by bundle sequence. Bundles never change, so each is read once.
#[derive(Default)]
pub struct ContentCache(BTreeMap<u64, Option<Arc<Content>>>);

impl ContentCache {
    /// The content in which a registration was filled in: see [`content_for`].
    pub fn with_form(
        &mut self,
        store: &Store,
        sequence: u64,
        form: (&str, u32),
    ) -> Result<Option<Arc<Content>>, StoreError> {
        with_form(store, sequence, form, |sequence| self.of(store, sequence))
    }

    /// The content of that bundle; none when it is unknown or cannot be read any more.
    pub fn of(&mut self, store: &Store, sequence: u64) -> Result<Option<Arc<Content>>, StoreError> {
        if let Some(found) = self.0.get(&sequence) {
            return Ok(found.clone());
        }
        let content = content_of(store, sequence)?.map(Arc::new);
        self.0.insert(sequence, content.clone());
        Ok(content)
    }
}
