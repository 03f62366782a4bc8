//! The list of registrations with their states. It shows no answers.

use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use crate::failure::Failure;
use crate::store::index::{completed_by, duplicates, index_row};
use crate::store::{self, RegistrationRow};

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
    /// Receipt codes of registrations that add to it.
    pub completed_by: Vec<String>,
    /// Receipt codes of other registrations with the same NIK that do not add to one another.
    pub duplicates: Vec<String>,
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

/// Registrations, the one that has been unchanged longest first.
pub fn lines(sql: &Connection, wanted: &ListFilter) -> Result<Vec<ListLine>, Failure> {
    let mut lines = Vec::new();
    for filed in store::list(sql, wanted.state)? {
        let line = line(sql, &filed)?;
        if wanted.purpose.is_none() || wanted.purpose == line.purpose {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// A part of that list: at most `most` registrations, after `skip` others.
pub fn some_lines(
    sql: &Connection,
    state: Option<OfficeState>,
    skip: u32,
    most: u32,
) -> Result<Vec<ListLine>, Failure> {
    store::list_part(sql, state, skip, most)?.into_iter().map(|filed| line(sql, &filed)).collect()
}

fn line(sql: &Connection, filed: &RegistrationRow) -> Result<ListLine, Failure> {
    let row = index_row(sql, filed.id, filed.revision)?;
    let opened = row.is_some();
    let row = row.unwrap_or_default();
    let duplicates = receipts(&duplicates(sql, filed.id, &row)?);
    let completed_by = receipts(&completed_by(sql, filed.id)?);
    let (form, form_version) = row.form.unzip();
    Ok(ListLine {
        id: filed.id.to_string(),
        receipt: filed.id.receipt(),
        revision: filed.revision,
        state: filed.state,
        opened,
        flags: row.flags,
        name: row.name_masked,
        form,
        form_version,
        purpose: row.purpose,
        completes: row.completes.as_ref().map(RegistrationId::receipt),
        completed_by,
        duplicates,
        created_at: filed.created_at,
        changed_at: filed.changed_at,
    })
}

/// The receipt codes of registrations.
pub(super) fn receipts(ids: &[RegistrationId]) -> Vec<String> {
    ids.iter().map(RegistrationId::receipt).collect()
}
