//! The list of registrations with their states. It shows no answers.

use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;
use serde::Serialize;

use crate::failure::Failure;
use crate::store::index::Duplicates;
use crate::store::{PageKey, RegistrationRow, Store};

/// One registration in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListLine {
    /// UUID.
    pub id: String,
    /// `7K2M-94QX`
    pub receipt: String,
    /// The last recorded revision.
    pub revision: u32,
    /// The state.
    pub state: OfficeState,
    /// True when the opener has opened it.
    pub opened: bool,
    /// Reasons for an officer to look.
    pub flags: Vec<String>,
    /// `S••• C•••`
    pub name: Option<String>,
    /// Form id.
    pub form: Option<String>,
    /// Form version.
    pub form_version: Option<u32>,
    /// What the worker asks for: `register`, `resume`, `employer`.
    pub purpose: Option<String>,
    /// Receipt code of the registration it adds to.
    pub completes: Option<String>,
    /// Receipt codes of a few registrations that add to it.
    pub completed_by: Vec<String>,
    /// Receipt codes of a few other registrations with the same NIK that do not add to one another.
    pub duplicates: Vec<String>,
    /// How many of those there are.
    pub duplicates_count: u32,
    /// True when there are more: counting ends at a limit.
    pub duplicates_more: bool,
    /// When the first record came (milliseconds since 1970).
    pub created_at: Timestamp,
    /// When the state last changed (milliseconds since 1970).
    pub changed_at: Timestamp,
}

/// Which registrations to list. The default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Only those in this state.
    pub state: Option<OfficeState>,
    /// Only those with this purpose.
    pub purpose: Option<String>,
}

/// Lines that are read from the database at once.
const PAGE: u32 = 500;
/// How many other registrations are named in a line.
pub(super) const FEW: u32 = 5;

/// Registrations, the one that has been unchanged longest first, each handed to `each`.
pub fn each_line(
    store: &Store,
    wanted: &ListFilter,
    mut each: impl FnMut(ListLine) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let page = store.page(wanted.state, after, PAGE)?;
        for row in &page {
            let line = line_of(store, row)?;
            if wanted.purpose.is_none() || wanted.purpose == line.purpose {
                each(line)?;
            }
        }
        match page.last() {
            Some(last) if page.len() == PAGE as usize => after = Some(last.key()),
            _ => return Ok(()),
        }
    }
}

/// A page of the list: at most `most` registrations behind `after`.
pub fn lines_after(
    store: &Store,
    state: Option<OfficeState>,
    after: Option<PageKey>,
    most: u32,
) -> Result<Vec<ListLine>, Failure> {
    store
        .page(state, after, most)?
        .iter()
        .map(|row| line_of(store, row))
        .collect()
}

/// The page of the list in front of `before`.
pub fn lines_before(
    store: &Store,
    state: Option<OfficeState>,
    before: PageKey,
    most: u32,
) -> Result<Vec<ListLine>, Failure> {
    store
        .page_before(state, before, most)?
        .iter()
        .map(|row| line_of(store, row))
        .collect()
}

/// One line of the list.
pub fn line_of(store: &Store, listed: &RegistrationRow) -> Result<ListLine, Failure> {
    let row = store.index_row(listed.id, listed.revision)?;
    let opened = row.is_some();
    let row = row.unwrap_or_default();
    let Duplicates { few, count, more } = store.duplicates(listed.id, &row, FEW)?;
    let completed_by = receipts(&store.completed_by(listed.id, FEW)?);
    let (form, form_version) = row.form.unzip();
    Ok(ListLine {
        id: listed.id.to_string(),
        receipt: listed.id.receipt(),
        revision: listed.revision,
        state: listed.state,
        opened,
        flags: row.flags,
        name: row.name_masked,
        form,
        form_version,
        purpose: row.purpose,
        completes: row.completes.as_ref().map(RegistrationId::receipt),
        completed_by,
        duplicates: receipts(&few),
        duplicates_count: count,
        duplicates_more: more,
        created_at: listed.created_at,
        changed_at: listed.changed_at,
    })
}

impl ListLine {
    /// Where a list goes on after this line; none when its id cannot be read.
    pub fn key(&self) -> Option<PageKey> {
        Some(PageKey {
            changed_at: self.changed_at,
            id: self.id.parse().ok()?,
        })
    }
}

/// The receipt codes of registrations.
pub(super) fn receipts(ids: &[RegistrationId]) -> Vec<String> {
    ids.iter().map(RegistrationId::receipt).collect()
}
