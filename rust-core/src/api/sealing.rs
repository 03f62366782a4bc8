//! From a draft to an envelope in the outbox, and from a sealed reply back to words.

use payung_model::form::Engine;
use payung_model::journey::State;
use payung_model::sealed::{
    BundleProblem, Completed, Envelope, EnvelopeKind, Header, PhotoHeader, PhotoKey, Registration, RegistrationId,
    ReplyKey, reply,
};

use super::PayungError;
use super::rules::Rules;
use super::state::{AppState, OpenDraft};
use crate::random::Ring;
use crate::sync::Resealed;
use crate::vault::{About, Keys, OutboxRow, PhotoRow, RecordKind, RegistrationRow, VaultError};

impl AppState {
    /// Seals a draft as that revision of a registration and puts it into the outbox, in one transaction.
    pub fn seal(
        &self,
        mut row: RegistrationRow,
        open: &OpenDraft,
        keys: &Keys,
        rules: &Rules,
    ) -> Result<(), PayungError> {
        let now = self.now();
        let form = rules.form(&open.draft.form)?;
        let engine = Engine { content: &rules.content, form, draft: &open.draft, lang: self.lang, now, only: &[] };
        let (answers, consents) = engine.answers();
        let photos: Vec<PhotoRow> =
            self.store.photos(keys, open.row.id)?.into_iter().filter(|photo| engine.visible(&photo.question)).collect();
        let completes = match open.row.completes {
            Some(id) => Some(Completed { id, token: self.store.registration(id)?.token }),
            None => None,
        };
        let mut brings: Vec<String> = Vec::new();
        if completes.is_some() {
            brings.extend(answers.iter().map(|answer| answer.question.clone()));
            brings.extend(photos.iter().map(|photo| photo.question.clone()));
        }
        let about = About {
            person: open.row.person,
            form: open.draft.form.clone(),
            version: form.version,
            purpose: engine.purpose().to_owned(),
            missing: engine.waited_for(),
            brings,
        };
        (row.completes, row.about) = (open.row.completes, Some(about.seal(keys, row.id)?));
        let body = Registration {
            form: open.draft.form.clone(),
            form_version: form.version,
            lang: self.lang.code().to_owned(),
            sealed_at: now,
            purpose: about.purpose,
            answers,
            consents,
            photos: photos
                .iter()
                .map(|photo| PhotoKey { question: photo.question.clone(), digest: photo.digest, key: *photo.key })
                .collect(),
            completes,
        };
        let office_key = rules.office_key().ok_or_else(|| self.not_possible("notice-no-office"))?;
        let reply_key = open_reply_key(&row, keys)?;
        let header = Header {
            kind: EnvelopeKind::Registration,
            id: row.id,
            revision: row.revision,
            bundle_sequence: rules.sequence,
            key_id: office_key.id(),
            token_hash: row.token.hash(),
            reply_key: reply_key.public(),
            photos: photos.iter().map(|photo| PhotoHeader { digest: photo.digest, length: photo.length }).collect(),
        };
        let envelope = Envelope::seal(header, &body, office_key, &mut Ring::new())
            .map_err(|error| PayungError::TryLater(error.to_string()))?;
        // What is sealed again while it is being sent has left already, and stays *sending*.
        row.state = if row.state == State::Sending { State::Sending } else { State::Ready };
        row.changed_at = now;
        let outbox = OutboxRow {
            revision: row.revision,
            envelope: envelope.bytes().to_vec(),
            attempts: 0,
            next_try: now,
            problem: None,
            recorded: false,
            // What the worker chose, or the rules let go, holds for the next revision of the same.
            over_metered: self.store.outbox(row.id)?.is_some_and(|outbox| outbox.over_metered),
            sealed_at: now,
            sealed_by: crate::VERSION.to_owned(),
        };
        let wanted: Vec<_> = photos.iter().map(|photo| (photo.digest, photo.length)).collect();
        Ok(self.store.add_ready(&row, &outbox, &wanted, now)?)
    }
}

impl AppState {
    /// Seals a registration again to the newest office key, as its next revision.
    pub fn seal_again(&self, registration: RegistrationId) -> Result<Resealed, VaultError> {
        let Ok(keys) = self.keys() else { return Ok(Resealed::Locked) };
        let mut row = self.store.registration(registration)?;
        let Some(draft) = row.draft else { return Ok(Resealed::NotNow) };
        row.revision += 1;
        let rules = self.rules();
        // Today's rules do not have its form: other rules may, so it waits.
        if !rules.content.forms.contains_key(&self.store.draft(draft)?.form) {
            return Ok(Resealed::NotNow);
        }
        let open = self.read_draft(draft, &keys).map_err(|error| VaultError::TryLater(error.to_string()))?;
        self.seal(row, &open, &keys, &rules).map_err(|error| VaultError::TryLater(error.to_string()))?;
        Ok(Resealed::Done)
    }

    /// A bundle that the office offers: true when it was adopted.
    pub fn take_bundle(&self, bytes: &[u8]) -> Result<bool, VaultError> {
        let rules = self.rules();
        match rules.offered(bytes) {
            Ok(next) => {
                self.adopt(next, bytes)?;
                Ok(true)
            }
            Err(Some(BundleProblem::TooNew { needed, .. })) => {
                self.note_engine(needed)?;
                Ok(false)
            }
            // Forged, replayed or unreadable: the last good one goes on.
            Err(_) => Ok(false),
        }
    }
}

/// The office's last reply, opened; none when there is none.
pub(super) fn open_reply(row: &RegistrationRow, keys: &Keys) -> Result<Option<reply::Reply>, PayungError> {
    let Some(sealed) = &row.reply else { return Ok(None) };
    let key = open_reply_key(row, keys)?;
    // A reply that does not open is none: the state in clear still says what happened.
    Ok(reply::open(sealed, row.id, &key).ok())
}

fn open_reply_key(row: &RegistrationRow, keys: &Keys) -> Result<ReplyKey, PayungError> {
    let bytes = keys.open(RecordKind::ReplyKey, row.id.bytes(), &row.reply_key)?;
    ReplyKey::from_bytes(&bytes).map_err(|_| PayungError::Damaged)
}
