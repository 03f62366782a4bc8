//! The list: where registrations stand, without a single answer.

use payung_model::journey::OfficeState;
use payung_model::units::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use crate::failure::Failure;
use crate::store::index::{duplicates, index_row};
use crate::store::{self, Filed};

/// One registration in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// UUID.
    pub id: String,
    /// `7K2M-94QX`
    pub receipt: String,
    /// The last one recorded.
    pub revision: u32,
    /// Where it stands.
    pub state: OfficeState,
    /// The opener was there.
    pub opened: bool,
    /// Why an officer should look.
    pub flags: Vec<String>,
    /// `S••• C•••`
    pub name: Option<String>,
    /// Form id.
    pub form: Option<String>,
    /// Form version.
    pub form_version: Option<u32>,
    /// Receipt codes of other registrations with the same NIK.
    pub duplicates: Vec<String>,
    /// When the first record came (milliseconds since 1970).
    pub created_at: Timestamp,
    /// When it last changed (milliseconds since 1970).
    pub changed_at: Timestamp,
}

/// All registrations, or those in one state, the longest unchanged first.
pub fn lines(sql: &Connection, state: Option<OfficeState>) -> Result<Vec<Line>, Failure> {
    store::list(sql, state)?.into_iter().map(|filed| line(sql, &filed)).collect()
}

/// A part of them: at most `most`, after `skip` others.
pub fn some_lines(sql: &Connection, state: Option<OfficeState>, skip: u32, most: u32) -> Result<Vec<Line>, Failure> {
    store::list_part(sql, state, skip, most)?.into_iter().map(|filed| line(sql, &filed)).collect()
}

fn line(sql: &Connection, filed: &Filed) -> Result<Line, Failure> {
    let row = index_row(sql, filed.id, filed.revision)?;
    let opened = row.is_some();
    let row = row.unwrap_or_default();
    let twins = match &row.nik_index {
        Some(nik_index) => duplicates(sql, filed.id, nik_index)?,
        None => Vec::new(),
    };
    let (form, form_version) = row.form.unzip();
    Ok(Line {
        id: filed.id.to_string(),
        receipt: filed.id.receipt(),
        revision: filed.revision,
        state: filed.state,
        opened,
        flags: row.flags,
        name: row.name_masked,
        form,
        form_version,
        duplicates: twins.iter().map(payung_model::sealed::RegistrationId::receipt).collect(),
        created_at: filed.created_at,
        changed_at: filed.changed_at,
    })
}
