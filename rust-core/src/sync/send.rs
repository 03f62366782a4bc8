//! Sends one registration: first its record, then its photos.

use std::sync::Arc;

use payung_model::journey::{Event, OfficeState, State};
use payung_model::sealed::{Digest, Envelope, RegistrationId};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderValue};

use super::channels::{Channel, Scope};
use super::delay::Delay;
use super::first_byte::{CommitFirst, Withheld};
use super::http::{Answer, StatusDocument, delay_for_code};
use super::network_error::{refused_by_line, retry};
use super::photos::{METHOD_OVERRIDE, Photo, is_of_an_office_that_overrides};
use super::step_error::StepError;
use super::{Resealed, Run, backoff};
use crate::problem::ProblemCode;
use crate::vault::{Applied, Expected, OutboxRow, RegistrationRow, VaultError};

/// The problem of a registration that needs the data key. It is due as soon as the key is open
/// again.
const NEEDS_KEY: ProblemCode = ProblemCode::KeyLocked;

/// The status documents of so many registrations are kept from their records to their photos. For
/// further ones the office is asked again, which bounds memory.
const MOST_DOCUMENTS: usize = 64;

/// After so many failures in a row a registration gets a delay of its own, so that the others of
/// its channel get their turn.
const STEPS_BACK: u32 = 3;

impl Run<'_> {
    /// One try for one registration. It fails only when the phone's own storage fails.
    pub(super) async fn send(
        &mut self,
        id: RegistrationId,
        channel: Channel,
    ) -> Result<(), VaultError> {
        let before = self.synchronizer.http.sent_so_far();
        self.moved = false;
        let outcome = if channel == Channel::Photos {
            self.try_photos(id).await
        } else {
            self.try_record(id).await
        };
        let sent = self.synchronizer.http.sent_so_far().saturating_sub(before);
        // The bytes count whatever the outcome: a worker pays for those of a failed try as well.
        unless_gone(self.store().add_bytes_sent(id, sent))?;
        let outcome = match outcome {
            Err(StepError::Erased) => match self.prove_erased(id).await {
                Ok(true) => Ok(()),
                Ok(false) => Err(Self::delay_until_proven().into()),
                Err(stop) => Err(stop),
            },
            other => other,
        };
        match outcome {
            Ok(()) => self.channels.succeeded(channel, &self.synchronizer.store),
            // Nothing more is known after the question, so nothing is noted.
            Err(StepError::Stale | StepError::Erased) => Ok(()),
            Err(StepError::Vault(error)) => Err(error),
            Err(StepError::Unknown) => {
                self.delay_registration(id, channel, &delay_for_code("unknown", None))
            }
            Err(StepError::Delay(delay)) => self.delay_registration(id, channel, &delay),
        }
    }

    /// Sends the record of a registration. One without photos is then complete.
    async fn try_record(&mut self, id: RegistrationId) -> Result<(), StepError> {
        let row = self.store().registration(id)?;
        let Some(outbox) = self.store().outbox(id)?.filter(|_| !row.withdraw_wanted) else {
            return Ok(());
        };
        let document = self.record(&row, &outbox).await?;
        // Only while the office waits for photos is there something left to send.
        if document.state != OfficeState::Receiving {
            return self.apply_status(id, &document).await;
        }
        if self.documents.len() < MOST_DOCUMENTS {
            self.documents.insert(id, document);
        }
        Ok(())
    }

    /// Sends the photos of a registration whose record the office has.
    async fn try_photos(&mut self, id: RegistrationId) -> Result<(), StepError> {
        let row = self.store().registration(id)?;
        let Some(outbox) = self.store().outbox(id)? else {
            return Ok(());
        };
        if row.withdraw_wanted {
            return Ok(());
        }
        let photos = self.store().outbox_photos(id)?;
        if outbox.recorded {
            // Only photos are left. If they have to be delayed, this try must not cost a single
            // byte.
            let unsent = photos
                .iter()
                .filter(|(_, _, sent)| !sent)
                .map(|(_, length, _)| u64::from(*length));
            self.delay_photos(id, &outbox, unsent.sum())?;
        }
        let mut document = match self.documents.remove(&id) {
            Some(document) => document,
            None => self.record(&row, &outbox).await?,
        };
        let at_office = |digest| document.photos.iter().find(|photo| photo.is(digest));
        let photos: Vec<_> = photos
            .into_iter()
            // A photo that the office does not name belongs to a revision that the office does not
            // have.
            .filter_map(|(digest, length, sent)| {
                Some((digest, length, sent, at_office(digest)?.offset))
            })
            .collect();
        let missing = photos
            .iter()
            .filter(|(_, length, _, there)| there < length)
            .map(|(_, length, ..)| *length);
        self.delay_photos(id, &outbox, missing.map(u64::from).sum())?;
        for (digest, length, sent, there) in photos {
            if there < length {
                self.send_photo(&row, Photo { digest, length }, there)
                    .await?;
            }
            if !sent {
                self.store().set_photo_sent(id, digest)?;
                self.host.changed(id);
            }
        }
        if document.state == OfficeState::Receiving {
            document = self.fetch_status(&row).await?;
        }
        self.apply_status(id, &document).await?;
        // Everything was sent, and the office still says that something is missing.
        if document.state == OfficeState::Receiving {
            Err(retry(ProblemCode::OfficeTrouble, Scope::Registration, None).into())
        } else {
            Ok(())
        }
    }

    /// Makes sure that the office has the record, and returns its status. A record that the office
    /// has is not sent again, because on a bad line each try would cost a few kB.
    async fn record(
        &mut self,
        row: &RegistrationRow,
        outbox: &OutboxRow,
    ) -> Result<StatusDocument, StepError> {
        if outbox.recorded {
            match self.fetch_status(row).await {
                Ok(document) if document.revision >= outbox.revision => return Ok(document),
                // The office was restored from a backup and has lost the record, so it gets the
                // record again.
                Ok(_) | Err(StepError::Unknown) => {
                    self.store().set_recorded(row.id, outbox.revision, false)?;
                }
                Err(stop) => return Err(stop),
            }
        }
        let document = self.put_record(row, outbox).await?;
        if document.revision >= outbox.revision {
            self.store().set_recorded(row.id, outbox.revision, true)?;
        } else if !document.state.is_final() {
            // The office's status is about an earlier revision, so it did not take this one. What it
            // wrote may say why.
            self.apply_status(row.id, &document).await?;
            if self.store().registration(row.id)?.access_ended {
                return Err(StepError::Stale);
            }
            return Err(retry(ProblemCode::OfficeTrouble, Scope::Registration, None).into());
        }
        Ok(document)
    }

    /// Sends the record once. `overridden` means as `POST`, with a header that names the method.
    async fn send_record(
        &mut self,
        row: &RegistrationRow,
        outbox: &OutboxRow,
        overridden: bool,
    ) -> Result<Answer, StepError> {
        let (now, http) = (self.host.now(), &self.synchronizer.http);
        let path = format!("/revisions/{}", outbox.revision);
        let request = if overridden {
            http.about(Method::POST, row.id, &path, &row.token)
                .header(METHOD_OVERRIDE, "PUT")
        } else {
            http.about(Method::PUT, row.id, &path, &row.token)
        };
        let request = request.header(
            CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        );
        let (body, withheld) = self.departure(row, outbox);
        let answer = http.send(request, body, &[200, 201]).await;
        withheld.end()?;
        self.note_override(overridden, &answer, now);
        Ok(answer)
    }

    async fn put_record(
        &mut self,
        row: &RegistrationRow,
        outbox: &OutboxRow,
    ) -> Result<StatusDocument, StepError> {
        let overridden = self.line.overrides_methods(self.host.now());
        let mut answer = self.send_record(row, outbox, overridden).await?;
        if let Answer::Not(delay) = &answer
            && !overridden
            && refused_by_line(delay)
        {
            let again = self.send_record(row, outbox, true).await?;
            if is_of_an_office_that_overrides(&again) {
                answer = again;
            }
        }
        match answer {
            Answer::Ok(response) => {
                let document = self
                    .synchronizer
                    .http
                    .status_document(response, row.id)
                    .await?;
                // An older office names no digest, so there is nothing to compare.
                let is_ours = document
                    .record
                    .as_ref()
                    .is_none_or(|record| *record == digest(outbox));
                if document.revision == outbox.revision && !is_ours {
                    // A middlebox changed the record, and the office took the changed bytes.
                    return self.supersede(row, document);
                }
                Ok(document)
            }
            Answer::Refused { code, .. } if code == "unknown_key" => {
                self.seal_again(row.id, outbox).await
            }
            // The office is ahead of the phone: an answer was lost, or the registration is closed.
            // Its status decides.
            Answer::Refused { code, .. } if matches!(code.as_str(), "closed" | "revision") => {
                self.fetch_status(row).await
            }
            // The office does not take a revision by this token, of a registration that it has. Its
            // status may lead to the notice that another phone has the access now.
            Answer::Refused { code, .. }
                if code == "unknown" && self.store().office_has_named(row.id)? =>
            {
                self.fetch_status(row).await
            }
            Answer::Refused { code, .. } if code == "conflict" => {
                self.settle_conflict(row, outbox).await
            }
            Answer::Refused {
                code,
                retry_after,
                record,
            } => match parks(&code) {
                // Only the office's own word about this very record parks it. Without the digest a
                // middlebox may have spoken.
                Some(problem) if record == Some(digest(outbox)) => {
                    Err(Delay::Park { problem }.into())
                }
                _ => Err(StepError::refused(&code, retry_after)),
            },
            Answer::Not(delay) => Err(delay.into()),
        }
    }

    /// Settles a conflict: the office holds other bytes under this revision. Its status names their
    /// digest, and that decides how to go on.
    async fn settle_conflict(
        &mut self,
        row: &RegistrationRow,
        outbox: &OutboxRow,
    ) -> Result<StatusDocument, StepError> {
        let document = self.fetch_status(row).await?;
        // The office holds these very bytes, and a middlebox had changed the ones that it refused.
        // Or it is ahead of the phone.
        if document.revision > outbox.revision || document.record == Some(digest(outbox)) {
            return Ok(document);
        }
        if document.revision < outbox.revision || document.record.is_none() {
            return Err(retry(ProblemCode::OfficeTrouble, Scope::Registration, None).into());
        }
        self.supersede(row, document)
    }

    /// Goes on when the office holds a record of this revision that this phone did not seal.
    fn supersede(
        &self,
        row: &RegistrationRow,
        document: StatusDocument,
    ) -> Result<StatusDocument, StepError> {
        match self.host.reseal(row.id)? {
            // The phone's answers are sent as the next revision.
            Resealed::Done => Err(Delay::Until {
                problem: ProblemCode::OfficeTrouble,
                at: self.host.now(),
            }
            .into()),
            Resealed::Locked => Err(retry(NEEDS_KEY, Scope::Registration, None).into()),
            // The answers are deleted from this phone, so the office goes on with the record that
            // it has.
            Resealed::NotNow => Ok(document),
        }
    }

    /// The envelope as a body that commits *sending* just before its first byte leaves. From then
    /// on it cannot be taken back.
    fn departure(&self, row: &RegistrationRow, outbox: &OutboxRow) -> (CommitFirst, Withheld) {
        let (store, host) = (Arc::clone(&self.synchronizer.store), Arc::clone(&self.host));
        let (id, revision, was, envelope) =
            (row.id, outbox.revision, row.state, outbox.envelope.clone());
        CommitFirst::new(outbox.envelope.clone(), move || {
            let applied = store.depart(id, revision, &envelope, host.now())?;
            if applied == Applied::Changed(State::Sending) && was != State::Sending {
                host.changed(id);
            }
            Ok(applied)
        })
    }

    /// The office no longer holds the key to which the envelope was sealed. The newest bundle is
    /// fetched, and if it brings another key, the answers are sealed again as the next revision.
    /// Without another key the registration is delayed, because the office would refuse each
    /// sealing.
    async fn seal_again(
        &mut self,
        id: RegistrationId,
        outbox: &OutboxRow,
    ) -> Result<StatusDocument, StepError> {
        self.fetch_bundle().await?;
        let sealed_to = Envelope::parse(&outbox.envelope)
            .ok()
            .map(|envelope| envelope.header().key_id);
        let problem = if self.host.office_key() == sealed_to {
            ProblemCode::OfficeKeyChanged
        } else {
            match self.host.reseal(id)? {
                Resealed::Done => ProblemCode::OfficeKeyChanged,
                Resealed::Locked => NEEDS_KEY,
                Resealed::NotNow => ProblemCode::OfficeTrouble,
            }
        };
        Err(retry(problem, Scope::Registration, None).into())
    }

    /// Notes why a registration was not sent, and when the next try is due.
    fn delay_registration(
        &mut self,
        id: RegistrationId,
        channel: Channel,
        delay: &Delay,
    ) -> Result<(), VaultError> {
        let now = self.host.now();
        let outbox = match self.store().outbox(id) {
            Err(VaultError::Unreadable(_)) => return Ok(()),
            outbox => outbox?,
        };
        let Some(outbox) = outbox else { return Ok(()) };
        let failures = if self.moved { 1 } else { outbox.attempts + 1 };
        match delay {
            Delay::Park { problem } => {
                // The reason is noted before the state. After a kill in between, the next run tries
                // the record once more and parks it then.
                unless_gone(self.store().delay(id, failures, now, *problem))?;
                self.apply(id, outbox.revision, Event::Park)?;
            }
            Delay::Until { problem, at } => {
                // Nothing failed, so the count of failures in a row stays as it is.
                unless_gone(self.store().delay(id, outbox.attempts, *at, *problem))?;
            }
            Delay::Retry {
                problem,
                not_before,
                scope,
            } => {
                let delays = match scope {
                    Scope::Registration => *problem != NEEDS_KEY,
                    // The channel is delayed, so the registration need not be, unless it is the one
                    // that fails each time.
                    Scope::Channel => failures >= STEPS_BACK,
                    Scope::Line => false,
                };
                let next_try = if delays {
                    now.plus(backoff::pause(failures, *not_before))
                } else {
                    now
                };
                unless_gone(self.store().delay(id, failures, next_try, *problem))?;
                self.delay_channel(channel, *problem, *not_before, *scope)?;
                self.report.problem = Some(*problem);
            }
        }
        self.host.changed(id);
        Ok(())
    }

    /// Applies a final event, whatever the registration's present state and revision.
    pub(super) fn end(&mut self, id: RegistrationId, event: Event) -> Result<(), VaultError> {
        let Some(row) = self.readable_row(id)? else {
            return Ok(());
        };
        if self.apply(id, row.revision, event)? == Applied::Stale {
            // The registration is in a final state already, which ends a wish to withdraw as well.
            unless_gone(self.store().forget_withdrawal(id))?;
        }
        self.report.changed += 1;
        Ok(())
    }

    /// The registration, or none when it is deleted or its row is damaged: neither may end a run.
    pub(super) fn readable_row(
        &self,
        id: RegistrationId,
    ) -> Result<Option<RegistrationRow>, VaultError> {
        match self.store().registration(id) {
            Err(VaultError::Missing | VaultError::Unreadable(_)) => Ok(None),
            row => row.map(Some),
        }
    }

    /// Applies an event to that revision in any state, and tells the screens.
    pub(super) fn apply(
        &self,
        id: RegistrationId,
        revision: u32,
        event: Event,
    ) -> Result<Applied, VaultError> {
        let applied =
            self.store()
                .apply(id, Expected::revision(revision), event, self.host.now())?;
        if applied != Applied::Stale {
            self.host.changed(id);
        }
        Ok(applied)
    }
}

/// The problem with which a code parks a record. None for codes that another try may get past.
fn parks(code: &str) -> Option<ProblemCode> {
    Some(match code {
        "malformed" => ProblemCode::Malformed,
        "too_large" => ProblemCode::TooLarge,
        "unknown_bundle" | "unknown_kind" | "newer_envelope" => ProblemCode::OfficeOlder,
        _ => return None,
    })
}

/// The digest by which the office names this record.
fn digest(outbox: &OutboxRow) -> String {
    Digest::of(&outbox.envelope).to_string()
}

/// Accepts that another call has removed the row meanwhile, because then there is nothing to note.
pub(super) fn unless_gone(noted: Result<(), VaultError>) -> Result<(), VaultError> {
    match noted {
        Err(VaultError::Missing) => Ok(()),
        noted => noted,
    }
}
