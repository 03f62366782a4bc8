//! Everything that the office holds about one registration, for the person it is about (UU 27/2022
//! art. 7): a folder with `registration.json` and the decrypted photos.

use std::path::Path;

use payung_model::journey::OfficeState;
use payung_model::sealed::{Envelope, OfficeKey, RegistrationId};
use payung_model::text::Lang;
use payung_model::units::Timestamp;
use serde::Serialize;

use super::show::{Shown, shown};
use crate::failure::Failure;
use crate::files;
use crate::store::{AuditEntry, AuditRow, Store};

/// What an export needs to know.
pub struct ExportRequest<'a> {
    /// Which registration.
    pub id: RegistrationId,
    /// The officer, for the audit log.
    pub officer: &'a str,
    /// The present time.
    pub now: Timestamp,
    /// The folder to write. It must not exist.
    pub folder: &'a Path,
}

/// `registration.json`
#[derive(Serialize)]
struct ExportDocument {
    id: String,
    receipt: String,
    state: OfficeState,
    exported_at: Timestamp,
    revisions: Vec<Revision>,
    audit: Vec<AuditRow>,
}

/// One revision: its contents as opened just now, and its index row.
#[derive(Serialize)]
struct Revision {
    #[serde(rename = "revision")]
    number: u32,
    received_at: Timestamp,
    content: Option<Shown>,
    /// The reason when the envelope or a photo could not be opened.
    problem: Option<String>,
    index: Option<Index>,
}

#[derive(Serialize)]
struct Index {
    flags: Vec<String>,
    name_masked: Option<String>,
    /// HMAC of the NIK, in hex.
    nik: Option<String>,
    opened_at: Timestamp,
}

/// Writes the folder and returns the number of revisions in it. The audit row is on disk before
/// anything is opened.
pub fn export(
    store: &Store,
    keys: &[OfficeKey],
    exporting: &ExportRequest<'_>,
) -> Result<usize, Failure> {
    let (id, folder) = (exporting.id, exporting.folder);
    let gone = || Failure::Input(format!("no registration {id} here"));
    let found = store.status(id)?.ok_or_else(gone)?;
    if folder.exists() {
        return Err(Failure::Input(format!(
            "{} is there already: give a new folder",
            folder.display()
        )));
    }
    let detail = format!("revision {}", found.revision);
    let (at, officer) = (exporting.now, exporting.officer);
    store.audit(&[AuditEntry {
        at,
        officer,
        action: "export",
        id: Some(id),
        detail: &detail,
    }])?;
    files::private_folder(folder)?;
    let mut revisions = Vec::new();
    for (revision, received_at, bytes) in store.records(id)? {
        let envelope = Envelope::parse(&bytes)?;
        let photos = folder.join(format!("revision-{revision}"));
        let with_photos = shown(store, keys, &envelope, found.state, Lang::Id, Some(&photos));
        let (content, problem) = match with_photos {
            Ok(content) => (Some(content), None),
            // If only a photo is damaged, the answers are exported all the same.
            Err(problem) => (
                shown(store, keys, &envelope, found.state, Lang::Id, None).ok(),
                Some(problem.to_string()),
            ),
        };
        let index = store.index_row(id, revision)?.map(|row| Index {
            flags: row.flags,
            name_masked: row.name_masked,
            nik: row
                .nik_index
                .map(|index| base16ct::lower::encode_string(&index)),
            opened_at: row.opened_at,
        });
        revisions.push(Revision {
            number: revision,
            received_at,
            content,
            problem,
            index,
        });
    }
    let count = revisions.len();
    let document = ExportDocument {
        id: id.to_string(),
        receipt: id.receipt(),
        state: found.state,
        exported_at: exporting.now,
        revisions,
        audit: store.audit_of(id)?,
    };
    let text = serde_json::to_vec_pretty(&document).map_err(std::io::Error::other)?;
    files::write_private(
        &folder.join("registration.json"),
        &zeroize::Zeroizing::new(text),
    )?;
    Ok(count)
}
