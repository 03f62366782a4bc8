//! Seals a draft into an envelope in the outbox, and opens sealed replies.

use payung_model::engine::Engine;
use payung_model::journey::Event;
use payung_model::sealed::{
    BundleProblem, Completed, Envelope, EnvelopeKind, Header, NoRandomness, PhotoHeader, PhotoKey,
    ReferralCode, Registration, RegistrationId, ReplyKey, StatusToken,
};

use super::error::Failure;
use super::rules::{Offer, Rules};
use super::state::{AppState, Moment, OpenDraft};
use crate::random::Ring;
use crate::sync::{Offered, Resealed};
use crate::vault::{
    About, Applied, Keys, NewRegistration, PhotoRow, RecordKind, RegistrationRow, SealedRevision,
    VaultError,
};

/// The registration of which a revision is sealed.
struct Sealing<'a> {
    id: RegistrationId,
    revision: u32,
    token: &'a StatusToken,
    /// Sealed under the data key.
    reply_key: &'a [u8],
    completes: Option<RegistrationId>,
    referral: Option<ReferralCode>,
}

impl AppState {
    /// Makes a draft ready for the first time: a new registration with its envelope in the outbox,
    /// in one transaction.
    pub fn seal_first(
        &self,
        open: &OpenDraft,
        keys: &Keys,
        rules: &Rules,
        moment: Moment,
    ) -> Result<RegistrationId, Failure> {
        let mut random = Ring::new();
        let id = RegistrationId::new(moment.now, &mut random).map_err(no_randomness)?;
        let reply_key = ReplyKey::new(&mut random).map_err(no_randomness)?;
        let reply_key = keys.seal(
            RecordKind::ReplyKey,
            id.bytes(),
            reply_key.to_bytes().as_slice(),
        )?;
        // Token and reply key are made once and stay for all revisions: by them the office knows
        // the registration and writes to it.
        let token = StatusToken::new(&mut random).map_err(no_randomness)?;
        let completes = open.row.completes;
        let engine = open.engine(rules, self.lang(), moment)?;
        let (code, referral) =
            self.referral_to_seal(open, engine.purpose(), id, keys, moment.today)?;
        let sealing = Sealing {
            id,
            revision: 1,
            token: &token,
            reply_key: &reply_key,
            completes,
            referral: code,
        };
        let sealed = self.seal(&sealing, open, keys, rules, moment)?;
        let new = NewRegistration {
            draft: open.row.id,
            token,
            reply_key,
            completes,
            referral,
        };
        self.made_ready(id, self.store.seal_first(&new, &sealed, moment.now)?)
    }

    /// Makes a corrected draft ready: the next revision of its registration.
    pub fn seal_next(
        &self,
        registration: RegistrationId,
        open: &OpenDraft,
        keys: &Keys,
        rules: &Rules,
        moment: Moment,
    ) -> Result<RegistrationId, Failure> {
        let row = self.store.registration(registration)?;
        if row.state.after(Event::Seal).is_none() {
            return Err(self.not_possible("not-possible-sealed"));
        }
        let sealed = self.seal(&Sealing::next(&row), open, keys, rules, moment)?;
        self.made_ready(row.id, self.store.seal_next(&sealed, moment.now)?)
    }

    /// Seals a registration of the outbox once more, to the newest office key and under today's
    /// rules, as its next revision. Whatever concerns this registration alone (a damaged row, a
    /// form that is gone) is an outcome and no error, because an error would end the synchronizer's
    /// whole run.
    pub fn seal_again(&self, registration: RegistrationId) -> Result<Resealed, VaultError> {
        match self.sealed_again(registration) {
            Ok(outcome) => Ok(outcome),
            Err(Failure::DiskFull) => Err(VaultError::Full),
            Err(Failure::Key(state)) => Err(VaultError::Key(state)),
            Err(error @ (Failure::TryLater(_) | Failure::NewerData { .. })) => {
                Err(VaultError::TryLater(error.to_string()))
            }
            // All else is about this registration, as a damaged row is.
            Err(_) => Ok(Resealed::NotNow),
        }
    }

    fn sealed_again(&self, registration: RegistrationId) -> Result<Resealed, Failure> {
        let Ok(keys) = self.keys() else {
            return Ok(Resealed::Locked);
        };
        let row = self.store.registration(registration)?;
        let Some(outbox) = self.store.outbox(registration)? else {
            return Ok(Resealed::NotNow);
        };
        // Without its answers nothing can be sealed: they were deleted, or came from another phone.
        let Some(draft) = row.draft.filter(|_| outbox.revision == row.revision) else {
            return Ok(Resealed::NotNow);
        };
        let rules = self.rules();
        // Today's rules do not have this form. Later rules may have it, so the registration waits.
        if !rules
            .content
            .forms
            .contains_key(&self.store.draft(draft)?.form)
        {
            return Ok(Resealed::NotNow);
        }
        let open = self.read_draft(draft, &keys)?;
        // A draft with a damaged answer is not sealed again, because that answer would be missing.
        // Other registrations go on.
        if open.unreadable > 0 {
            return Ok(Resealed::NotNow);
        }
        let moment = self.moment();
        let sealing = Sealing {
            // The code went along when the registration was first sealed, and each revision is
            // whole.
            referral: self.referral_used_by(registration, &keys)?,
            ..Sealing::next(&row)
        };
        let sealed = self.seal(&sealing, &open, &keys, &rules, moment)?;
        Ok(
            match self.store.reseal(&sealed, &outbox.envelope, moment.now)? {
                Applied::Changed(_) => Resealed::Done,
                Applied::Stale => Resealed::NotNow,
            },
        )
    }

    /// Turns a stale sealing into words: another call was faster, or the draft is gone, and nothing
    /// was written.
    fn made_ready(&self, id: RegistrationId, applied: Applied) -> Result<RegistrationId, Failure> {
        match applied {
            Applied::Changed(_) => Ok(id),
            Applied::Stale => Err(self.not_possible("not-possible-sealed")),
        }
    }

    /// Seals the answers and photos that are visible today.
    fn seal(
        &self,
        sealing: &Sealing<'_>,
        open: &OpenDraft,
        keys: &Keys,
        rules: &Rules,
        moment: Moment,
    ) -> Result<SealedRevision, Failure> {
        let now = moment.now;
        let form = rules.form(&open.draft.form)?;
        let engine = Engine {
            content: &rules.content,
            form,
            draft: &open.draft,
            lang: self.lang(),
            now,
            today: open.today(moment),
            zone: open.zone,
            only: &[],
        };
        let (answers, consents) = engine.answers();
        let photos: Vec<PhotoRow> = self
            .store
            .photos(keys, open.row.id)?
            .rows
            .into_iter()
            .filter(|photo| open.has_photo(&photo.question) && engine.visible(&photo.question))
            .collect();
        // The office must not get a registration that lacks a photo which the worker gave. A photo
        // whose key cannot be read would be left out in silence.
        let answered = open
            .draft
            .entries
            .keys()
            .filter(|id| open.has_photo(id) && engine.visible(id))
            .count();
        if answered != photos.len() {
            return Err(VaultError::Unreadable("a photo's key is not to be read").into());
        }
        // The first registration's status token proves to the office that its sender sends this one
        // too.
        let completes = match sealing.completes {
            Some(id) => Some(Completed {
                id,
                token: self.store.registration(id)?.token,
            }),
            None => None,
        };
        let mut brings: Vec<String> = Vec::new();
        if completes.is_some() {
            brings.extend(answers.iter().map(|answer| answer.question.clone()));
            brings.extend(photos.iter().map(|photo| photo.question.clone()));
        }
        // This row outlives the answers. The screens need it after retention has deleted the draft.
        let about = About {
            person: open.row.person,
            form: open.draft.form.clone(),
            version: form.version,
            purpose: engine.purpose().to_owned(),
            missing: engine.waited_for(),
            brings,
        };
        let sealed_about = about.seal(keys, sealing.id)?;
        let body = Registration {
            form: open.draft.form.clone(),
            form_version: form.version,
            lang: self.lang().code().to_owned(),
            sealed_at: now,
            purpose: about.purpose,
            answers,
            consents,
            photos: photos
                .iter()
                .map(|photo| PhotoKey {
                    question: photo.question.clone(),
                    digest: photo.digest,
                    key: *photo.key,
                    faults: open.photo_faults(&photo.question),
                })
                .collect(),
            completes,
            referral: sealing.referral.clone(),
        };
        let office_key = rules
            .office_key()
            .ok_or_else(|| self.not_possible("notice-no-office"))?;
        // The header stays in clear: the intake checks by it what it stores, without a key to open
        // the rest.
        let header = Header {
            kind: EnvelopeKind::Registration,
            id: sealing.id,
            revision: sealing.revision,
            bundle_sequence: rules.sequence,
            key_id: office_key.id(),
            token_hash: sealing.token.hash(),
            reply_key: open_reply_key(sealing.id, sealing.reply_key, keys)?.public(),
            photos: photos
                .iter()
                .map(|photo| PhotoHeader {
                    digest: photo.digest,
                    length: photo.length,
                })
                .collect(),
        };
        let envelope = Envelope::seal(header, &body, office_key, &mut Ring::new())
            .map_err(|error| Failure::TryLater(error.to_string()))?;
        Ok(SealedRevision {
            id: sealing.id,
            revision: sealing.revision,
            envelope: envelope.bytes().to_vec(),
            photos: photos
                .iter()
                .map(|photo| (photo.digest, photo.length))
                .collect(),
            about: Some(sealed_about),
            sealed_by: crate::VERSION.to_owned(),
        })
    }

    /// Judges a bundle that the office offers, and puts it in force when it is good.
    pub fn take_bundle(&self, bytes: &[u8]) -> Result<Offered, VaultError> {
        match self.rules().offered(bytes) {
            Ok(Offer::Rules(next)) => {
                self.adopt(next, bytes)?;
                Ok(Offered::Adopted)
            }
            Ok(Offer::KeysOnly(rules)) => {
                self.follow(rules);
                Ok(Offered::Followed)
            }
            Err(BundleProblem::Signature) => Ok(Offered::UnknownSigner),
            Err(BundleProblem::TooNew { needed, .. }) => {
                self.note_engine(needed)?;
                Ok(Offered::Unchanged)
            }
            // A replayed or malformed bundle changes nothing: the rules in force stay.
            Err(_) => Ok(Offered::Unchanged),
        }
    }
}

/// The registration's reply key.
pub(super) fn open_reply_key(
    id: RegistrationId,
    sealed: &[u8],
    keys: &Keys,
) -> Result<ReplyKey, Failure> {
    let bytes = keys.open(RecordKind::ReplyKey, id.bytes(), sealed)?;
    ReplyKey::from_bytes(&bytes).map_err(|_| Failure::Damaged("a reply key does not parse"))
}

impl<'a> Sealing<'a> {
    /// The revision after the present one.
    fn next(row: &'a RegistrationRow) -> Self {
        let (token, reply_key) = (&row.token, row.reply_key.as_slice());
        Self {
            id: row.id,
            revision: row.revision.saturating_add(1),
            token,
            reply_key,
            completes: row.completes,
            referral: None,
        }
    }
}

fn no_randomness(error: NoRandomness) -> Failure {
    Failure::TryLater(error.to_string())
}
