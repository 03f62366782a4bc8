//! Showing one registration: the audit row is on disk before the envelope is opened.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use payung_model::content::Content;
use payung_model::form::Form;
use payung_model::journey::OfficeState;
use payung_model::sealed::{
    Digest, Envelope, OfficeKey, PhotoKey, Registration, RegistrationId, photo,
};
use payung_model::text::Lang;
use payung_model::units::Timestamp;
use serde::Serialize;
use zeroize::Zeroizing;

use super::labels::Labels;
use super::list::{FEW, receipts};
use crate::failure::Failure;
use crate::files;
use crate::opener::{Gaps, content_for, findings, gaps, photo_findings};
use crate::photo_store::PhotoStore;
use crate::store::index::Duplicates;
use crate::store::{AuditEntry, Store};

/// What showing a registration needs to know.
pub struct ShowRequest<'a> {
    /// Which registration.
    pub id: RegistrationId,
    /// The officer, for the audit log.
    pub officer: &'a str,
    /// The present time.
    pub now: Timestamp,
    /// The language for the findings of the form's checks.
    pub lang: Lang,
    /// Photos are decrypted only when a folder is given.
    pub photos: Option<&'a Path>,
}

/// One registration in clear. It has no `Debug`, because it is personal.
#[derive(Serialize)]
pub struct Shown {
    /// UUID.
    pub id: String,
    /// `7K2M-94QX`
    pub receipt: String,
    /// The revision that is shown: the last one.
    pub revision: u32,
    /// The state.
    pub state: OfficeState,
    /// Form id.
    pub form: String,
    /// Form version.
    pub form_version: u32,
    /// What the worker asks for: `register`, `resume`, `employer`.
    pub purpose: String,
    /// The purpose as a text of the content.
    pub purpose_words: Option<String>,
    /// The language that the worker read.
    pub lang: String,
    /// The bundle whose words and form the worker saw.
    pub bundle_sequence: u64,
    /// When the phone sealed it (milliseconds since 1970).
    pub sealed_at: Timestamp,
    /// Reasons for an officer to look.
    pub flags: Vec<String>,
    /// What the form's checks find unusual or wrong, in words with both values.
    pub findings: Vec<ShownFinding>,
    /// Ids of questions and consents that the form asks for and that were not answered.
    pub missing: Vec<String>,
    /// Ids of questions that may be answered later and were not answered yet: mostly photos.
    pub later: Vec<String>,
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
    /// Answers in the order they were sent.
    pub answers: Vec<ShownAnswer>,
    /// Consents given.
    pub consents: Vec<ShownConsent>,
    /// Photos, and where they were written.
    pub photos: Vec<ShownPhoto>,
}

/// One answer.
#[derive(Serialize)]
pub struct ShownAnswer {
    /// Question id.
    pub question: String,
    /// The question as the review names it, in Indonesian; the id when it has no text.
    pub label: String,
    /// Canonical text: option ids, region codes, whole rupiah.
    pub value: Zeroizing<String>,
    /// The text for people, where it differs from the value: an option's label, a district with its
    /// regency and province.
    pub display: Option<Zeroizing<String>>,
}

/// Something the form's checks found.
#[derive(Serialize)]
pub struct ShownFinding {
    /// Question id.
    pub question: String,
    /// The text, in the language that was asked for. It names both values where two answers differ.
    pub words: Zeroizing<String>,
    /// True when the form would refuse this answer. False for a warning, which the worker has read.
    pub refused: bool,
}

/// One consent.
#[derive(Serialize)]
pub struct ShownConsent {
    /// Question id.
    pub question: String,
    /// Version of the wording.
    pub version: u32,
    /// When (milliseconds since 1970).
    pub at: Timestamp,
}

/// One photo.
#[derive(Serialize)]
pub struct ShownPhoto {
    /// Question id.
    pub question: String,
    /// SHA-256 of the ciphertext.
    pub digest: String,
    /// The decrypted file, when one was asked for.
    pub file: Option<PathBuf>,
}

/// Opens the last revision for an officer. The audit row stays even when opening fails.
pub fn show(
    store: &Store,
    keys: &[OfficeKey],
    looking: &ShowRequest<'_>,
) -> Result<Shown, Failure> {
    let id = looking.id;
    let gone = || Failure::Input(format!("no registration {id} here"));
    let found = store.status(id)?.ok_or_else(gone)?;
    let bytes = store.latest_record(id)?.ok_or_else(gone)?;
    let detail = format!("revision {}", found.revision);
    let entry = |action| AuditEntry {
        at: looking.now,
        officer: looking.officer,
        action,
        id: Some(id),
        detail: &detail,
    };
    // The rows are on disk before the envelope is opened, also when opening fails: an officer tried
    // to look.
    let entries = [entry("show"), entry("photos")];
    store.audit(if looking.photos.is_some() {
        &entries
    } else {
        &entries[..1]
    })?;
    shown(
        store,
        keys,
        &Envelope::parse(&bytes)?,
        found.state,
        looking.lang,
        looking.photos,
    )
}

/// The revision of a registration that an officer looked at last; none when the officer never did.
pub fn last_look(store: &Store, id: RegistrationId, officer: &str) -> Result<Option<u32>, Failure> {
    let rows = store.audit_of(id)?;
    let last = rows
        .iter()
        .rev()
        .find(|row| row.officer == officer && row.action == "show");
    Ok(last.and_then(|row| row.detail.strip_prefix("revision ")?.parse().ok()))
}

/// The revision before `revision`, to be compared with it. The audit row of [`show`] covers it,
/// because it is shown with that one only. None when there was none, and when it does not open.
pub fn show_before(
    store: &Store,
    keys: &[OfficeKey],
    looking: &ShowRequest<'_>,
    revision: u32,
) -> Result<Option<Shown>, Failure> {
    let earlier = store
        .records(looking.id)?
        .into_iter()
        .filter(|(number, _, _)| *number < revision);
    let before = earlier
        .max_by_key(|(number, _, _)| *number)
        .map(|(_, _, bytes)| bytes);
    let Some(envelope) = before.and_then(|bytes| Envelope::parse(&bytes).ok()) else {
        return Ok(None);
    };
    match shown(
        store,
        keys,
        &envelope,
        OfficeState::NeedsCorrection,
        looking.lang,
        None,
    ) {
        Ok(shown) => Ok(Some(shown)),
        // An earlier revision may be sealed to a key that was given up. The comparison is left out,
        // and the present one is shown.
        Err(Failure::Envelope(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Opens one revision. The caller has written the audit row.
pub(super) fn shown(
    store: &Store,
    keys: &[OfficeKey],
    envelope: &Envelope,
    state: OfficeState,
    lang: Lang,
    folder: Option<&Path>,
) -> Result<Shown, Failure> {
    let header = envelope.header();
    let id = header.id;
    let registration = envelope.open(keys)?;
    let form = (&*registration.form, registration.form_version);
    let content = content_for(store, header.bundle_sequence, form)?;
    let row = store.index_row(id, header.revision)?.unwrap_or_default();
    // Duplicates and completions are read now and not from the row, because others may have come
    // since the opener wrote it.
    let Duplicates { few, count, more } = store.duplicates(id, &row, FEW)?;
    let additions = store.completed_by(id, FEW)?;
    let labels = Labels {
        content: content.as_ref(),
        form: &registration.form,
    };
    let photos = shown_photos(store.photo_store()?, envelope, &registration, folder)?;
    let gaps = missing(&registration, content.as_ref());
    Ok(Shown {
        id: id.to_string(),
        receipt: id.receipt(),
        revision: header.revision,
        state,
        flags: row.flags,
        findings: checked(&registration, content.as_ref(), lang),
        missing: gaps.answers.into_iter().chain(gaps.consents).collect(),
        later: gaps.later,
        completes: row.completes.as_ref().map(RegistrationId::receipt),
        completed_by: receipts(&additions),
        duplicates: receipts(&few),
        duplicates_count: count,
        duplicates_more: more,
        answers: answers(&registration, &labels),
        purpose_words: labels.purpose(&registration.purpose),
        consents: registration
            .consents
            .iter()
            .map(|one| ShownConsent {
                question: one.question.clone(),
                version: one.version,
                at: one.at,
            })
            .collect(),
        photos,
        sealed_at: registration.sealed_at,
        purpose: registration.purpose,
        form: registration.form,
        form_version: registration.form_version,
        lang: registration.lang,
        bundle_sequence: envelope.header().bundle_sequence,
    })
}

fn answers(registration: &Registration, labels: &Labels<'_>) -> Vec<ShownAnswer> {
    let shown = registration.answers.iter().map(|answer| ShownAnswer {
        question: answer.question.clone(),
        label: labels
            .label(&answer.question)
            .unwrap_or_else(|| answer.question.clone()),
        value: Zeroizing::new(answer.value.reveal().to_owned()),
        display: labels
            .answer(&answer.question, answer.value.reveal())
            .map(Zeroizing::new),
    });
    shown.collect()
}

fn missing(registration: &Registration, content: Option<&Content>) -> Gaps {
    form_of(registration, content).map_or_else(Gaps::default, |(content, form)| {
        gaps(content, form, registration)
    })
}

/// The form in which it was filled in, if this office knows it.
fn form_of<'c>(
    registration: &Registration,
    content: Option<&'c Content>,
) -> Option<(&'c Content, &'c Form)> {
    let content = content?;
    let form = content
        .forms
        .get(&registration.form)
        .filter(|form| form.version == registration.form_version)?;
    Some((content, form))
}

fn checked(
    registration: &Registration,
    content: Option<&Content>,
    lang: Lang,
) -> Vec<ShownFinding> {
    let Some((content, form)) = form_of(registration, content) else {
        return Vec::new();
    };
    let shown = findings(content, form, registration)
        .into_iter()
        .chain(photo_findings(form, registration))
        .map(|finding| ShownFinding {
            question: finding.question,
            refused: finding.refused,
            words: Zeroizing::new(content.texts.format(lang, &finding.message)),
        });
    shown.collect()
}

fn shown_photos(
    photo_store: &PhotoStore,
    envelope: &Envelope,
    registration: &Registration,
    folder: Option<&Path>,
) -> Result<Vec<ShownPhoto>, Failure> {
    if let Some(folder) = folder {
        files::private_folder(folder)?;
    }
    let named: BTreeSet<_> = envelope
        .header()
        .photos
        .iter()
        .map(|photo| photo.digest)
        .collect();
    let mut shown = Vec::new();
    for (place, key) in registration.photos.iter().enumerate() {
        let file = match folder {
            // A key inside without a photo in the header is listed, but there is no file for it.
            Some(folder) if named.contains(&key.digest) => {
                let id = envelope.header().id;
                let file = folder.join(file_name(id, place, key));
                let sealed = photo_store.get((id, key.digest))?;
                let broken =
                    |_| Failure::Input(format!("the photo of {:?} does not open", key.question));
                let plain = Zeroizing::new(photo::open(sealed, &key.key).map_err(broken)?);
                files::write_private(&file, &plain)?;
                Some(file)
            }
            _ => None,
        };
        shown.push(ShownPhoto {
            question: key.question.clone(),
            digest: key.digest.to_string(),
            file,
        });
    }
    Ok(shown)
}

/// One photo, decrypted in memory only. The audit row is on disk first. It is of the last revision
/// that names it, so that a photo that was replaced can be compared with the one that took its place.
/// None when no revision names it. [`ShowRequest::photos`] is ignored.
pub fn show_photo(
    store: &Store,
    keys: &[OfficeKey],
    looking: &ShowRequest<'_>,
    digest: Digest,
) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
    let id = looking.id;
    let Some(envelope) = naming(store, id, digest)? else {
        return Ok(None);
    };
    let which = digest.to_string();
    let detail = format!(
        "revision {} {}",
        envelope.header().revision,
        // Eight signs tell the photos of one registration apart.
        which.get(..8).unwrap_or_default()
    );
    let entry = AuditEntry {
        at: looking.now,
        officer: looking.officer,
        action: "photos",
        id: Some(id),
        detail: &detail,
    };
    store.audit(&[entry])?;
    let registration = envelope.open(keys)?;
    let Some(key) = registration.photos.iter().find(|key| key.digest == digest) else {
        return Ok(None);
    };
    let sealed = store.photo_store()?.get((id, digest))?;
    let broken = |_| Failure::Input(format!("the photo of {:?} does not open", key.question));
    Ok(Some(Zeroizing::new(
        photo::open(sealed, &key.key).map_err(broken)?,
    )))
}

/// The last revision that names this photo.
fn naming(store: &Store, id: RegistrationId, digest: Digest) -> Result<Option<Envelope>, Failure> {
    let names = |envelope: &Envelope| {
        let mut photos = envelope.header().photos.iter();
        photos.any(|photo| photo.digest == digest)
    };
    let Some(latest) = store.latest_record(id)? else {
        return Ok(None);
    };
    let latest = Envelope::parse(&latest)?;
    if names(&latest) {
        return Ok(Some(latest));
    }
    let mut records = store.records(id)?;
    records.sort_by_key(|(number, _, _)| std::cmp::Reverse(*number));
    Ok(records
        .into_iter()
        .filter_map(|(_, _, bytes)| Envelope::parse(&bytes).ok())
        .find(names))
}

/// The question's id comes from outside, so only ids that cannot lead out of the folder become part
/// of a file name.
fn file_name(id: RegistrationId, place: usize, key: &PhotoKey) -> String {
    let sound = key.question.len() <= 64
        && key
            .question
            .bytes()
            .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_');
    let question = if sound {
        key.question.clone()
    } else {
        "photo".to_owned()
    };
    format!("{}-{}-{question}.jpg", id.receipt(), place + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_file_name_never_leaves_its_folder(question in r"[./\\a-z0-9_]{0,12}|.*") {
            let id: RegistrationId = "0190a6f0-0000-7000-8000-000000000000".parse().unwrap();
            let key = PhotoKey { question, digest: Digest([0; 32]), key: [0; 32], faults: 0 };
            let name = file_name(id, 0, &key);
            prop_assert_eq!(Path::new(&name).components().count(), 1);
            prop_assert!(name.starts_with(&id.receipt()));
        }
    }
}
