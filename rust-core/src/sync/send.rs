//! One registration: the record, then its photos.

use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;

use base64ct::{Base64, Encoding};
use payung_model::journey::{Event, OfficeState, State};
use payung_model::sealed::{Digest, Envelope, RegistrationId};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use super::first_byte::{CommitFirst, HeldBack, Reason};
use super::http::{Answer, StatusDocument, wait_for_code};
use super::network_error::proxy;
use super::{Delay, Resealed, Run, backoff};
use crate::vault::{Applied, Expected, OutboxRow, RegistrationRow, VaultError};

/// As soon as the key is open again it may go: nobody else is waited for.
const WAIT_LOCKED: &str = "wait-locked";

const TUS: HeaderName = HeaderName::from_static("tus-resumable");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const TUS_VERSION: HeaderValue = HeaderValue::from_static("1.0.0");

/// Why a step ended early: the outside world, or our own storage.
pub(super) enum StepError {
    Delay(Delay),
    /// The office does not know the registration, or not by this token.
    Unknown,
    /// The office erased it.
    Erased,
    /// The registration is gone or has moved on: another call decided, and nothing is left to do for this step.
    Stale,
    Vault(VaultError),
}

impl StepError {
    /// By a code of the protocol's table, when no step has a better answer of its own.
    pub(super) fn refused(code: &str, retry_after: Option<std::time::Duration>) -> Self {
        match code {
            "erased" => Self::Erased,
            "unknown" => Self::Unknown,
            _ => Self::Delay(wait_for_code(code, retry_after)),
        }
    }
}

impl From<VaultError> for StepError {
    fn from(error: VaultError) -> Self {
        match error {
            // Rows are removed by other calls while a run waits for the network.
            VaultError::Missing => Self::Stale,
            error => Self::Vault(error),
        }
    }
}

impl From<Delay> for StepError {
    fn from(wait: Delay) -> Self {
        Self::Delay(wait)
    }
}

impl Run<'_> {
    /// One try for one registration. Fails only when our own storage does.
    pub(super) async fn send(&mut self, id: RegistrationId) -> Result<(), VaultError> {
        let before = self.synchronizer.http.sent_so_far();
        let outcome = self.try_to_send(id).await;
        let sent = self.synchronizer.http.sent_so_far().saturating_sub(before);
        unless_gone(self.store().add_bytes_sent(id, sent))?;
        let outcome = match outcome {
            Err(StepError::Erased) => match self.prove_erased(id).await {
                Ok(true) => Ok(()),
                Ok(false) => Err(Self::wait_for_proof().into()),
                Err(stop) => Err(stop),
            },
            other => other,
        };
        match outcome {
            // After the question about it: nothing further is known.
            Ok(()) | Err(StepError::Stale | StepError::Erased) => Ok(()),
            Err(StepError::Vault(error)) => Err(error),
            Err(StepError::Unknown) => self.put_aside(id, &wait_for_code("unknown", None)),
            Err(StepError::Delay(wait)) => self.put_aside(id, &wait),
        }
    }

    async fn try_to_send(&mut self, id: RegistrationId) -> Result<(), StepError> {
        let row = self.store().registration(id)?;
        let Some(outbox) = self.store().outbox(id)? else { return Ok(()) };
        if row.withdraw_wanted {
            return Ok(());
        }
        let photos = self.store().outbox_photos(id)?;
        if outbox.recorded {
            // All that is left is photos: when they have to wait, not one byte goes for it.
            let unsent = photos.iter().filter(|(_, _, sent)| !sent).map(|(_, length, _)| u64::from(*length));
            self.hold_photos(id, &outbox, unsent.sum())?;
        }
        let mut document = self.record(&row, &outbox).await?;
        let at_office = |digest| document.photos.iter().find(|photo| photo.is(digest));
        let photos: Vec<_> = photos
            .into_iter()
            .map(|(digest, length, sent)| (digest, length, sent, at_office(digest).map_or(0, |photo| photo.offset)))
            .collect();
        let missing = photos.iter().filter(|(_, length, _, there)| there < length).map(|(_, length, ..)| *length);
        self.hold_photos(id, &outbox, missing.map(u64::from).sum())?;
        for (digest, length, sent, there) in photos {
            if there < length {
                self.send_photo(&row, digest, length, there).await?;
            }
            if !sent {
                self.store().set_photo_sent(id, digest)?;
                self.host.changed();
            }
        }
        if document.state == OfficeState::Receiving {
            document = self.fetch_status(&row).await?;
        }
        self.apply_status(id, &document).await
    }

    /// The office has the record, and says how it stands. What it has already is not sent again: on a bad line each try
    /// would cost a few kB.
    async fn record(&mut self, row: &RegistrationRow, outbox: &OutboxRow) -> Result<StatusDocument, StepError> {
        if outbox.recorded {
            match self.fetch_status(row).await {
                Ok(document) if document.revision >= outbox.revision => return Ok(document),
                // An office that came back from a backup: it gets the record again.
                Ok(_) | Err(StepError::Unknown) => self.store().set_recorded(row.id, outbox.revision, false)?,
                Err(stop) => return Err(stop),
            }
        }
        let document = self.put_record(row, outbox).await?;
        if document.revision >= outbox.revision {
            self.store().set_recorded(row.id, outbox.revision, true)?;
        }
        Ok(document)
    }

    async fn put_record(&mut self, row: &RegistrationRow, outbox: &OutboxRow) -> Result<StatusDocument, StepError> {
        let path = format!("/revisions/{}", outbox.revision);
        let request = self
            .synchronizer
            .http
            .about(Method::PUT, row.id, &path, &row.token)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        let (body, held_back) = self.departure(row, outbox);
        let answer = self.synchronizer.http.send(request, body, &[200, 201]).await;
        match held_back.take() {
            Some(Reason::Stale) => return Err(StepError::Stale),
            Some(Reason::Vault(error)) => return Err(error.into()),
            None => {}
        }
        match answer {
            Answer::Ok(response) => Ok(self.synchronizer.http.status_document(response, row.id).await?),
            Answer::Refused { code, .. } if code == "unknown_key" => self.seal_again(row.id, outbox).await,
            // The office is further than we are (an answer was lost, or it closed the matter): its news decide.
            Answer::Refused { code, .. } if matches!(code.as_str(), "closed" | "revision") => {
                self.fetch_status(row).await
            }
            Answer::Refused { code, retry_after } => Err(StepError::refused(&code, retry_after)),
            Answer::Not(wait) => Err(wait.into()),
        }
    }

    /// The envelope, which commits *sending* in the instant it leaves: from then on it cannot be taken back.
    fn departure(&self, row: &RegistrationRow, outbox: &OutboxRow) -> (CommitFirst, HeldBack) {
        let (store, host) = (Arc::clone(&self.synchronizer.store), Arc::clone(&self.host));
        let (id, revision, was, envelope) = (row.id, outbox.revision, row.state, outbox.envelope.clone());
        CommitFirst::new(outbox.envelope.clone(), move || {
            let applied = store.depart(id, revision, &envelope, host.now())?;
            if applied == Applied::Changed(State::Sending) && was != State::Sending {
                host.changed();
            }
            Ok(applied)
        })
    }

    /// The office no longer holds the key this was sealed to: fetch its newest bundle, and if that brings another key, seal
    /// again as a new revision, which goes with the next try. Without another key it waits: each sealing would be refused.
    async fn seal_again(&mut self, id: RegistrationId, outbox: &OutboxRow) -> Result<StatusDocument, StepError> {
        self.fetch_bundle().await?;
        let sealed_to = Envelope::parse(&outbox.envelope).ok().map(|envelope| envelope.header().key_id);
        let message = if self.host.office_key() == sealed_to {
            "wait-key"
        } else {
            match self.host.reseal(id)? {
                Resealed::Done => "wait-key",
                Resealed::Locked => WAIT_LOCKED,
                Resealed::NotNow => "wait-server",
            }
        };
        Err(Delay::Later { message, not_before: None, stops_run: false }.into())
    }

    /// `there`: what the office has of it by its status. Of what has begun the upload is there, and need not be created.
    async fn send_photo(
        &mut self,
        row: &RegistrationRow,
        digest: Digest,
        length: u32,
        there: u32,
    ) -> Result<(), StepError> {
        let mut offset = if there > 0 { there } else { self.create_upload(row, digest, length).await? };
        let mut differs = false;
        // Twice: what is found wrong at the last byte is thrown away by the office, and sent once more from the start.
        for _ in 0..2 {
            if offset == length {
                return Ok(());
            }
            let bytes = self.rest_of_photo(digest, offset)?;
            let request = self
                .tus(Method::PATCH, row, &format!("/photos/{digest}"))
                .header(CONTENT_TYPE, HeaderValue::from_static("application/offset+octet-stream"))
                .header(UPLOAD_OFFSET, HeaderValue::from(offset));
            match self.synchronizer.http.send(request, bytes, &[204]).await {
                Answer::Ok(response) => offset = number(response.headers(), &UPLOAD_OFFSET).unwrap_or(0),
                Answer::Refused { code, .. } if matches!(code.as_str(), "checksum" | "offset") => {
                    differs = code == "checksum";
                    offset = self.ask_offset(row, digest).await?;
                }
                // It went since it was asked about: the office throws unfinished uploads away in the end.
                Answer::Refused { code, .. } if code == "unknown" && there > 0 => {
                    offset = self.create_upload(row, digest, length).await?;
                }
                Answer::Refused { code, retry_after } => return Err(StepError::refused(&code, retry_after)),
                Answer::Not(wait) => return Err(wait.into()),
            }
        }
        if offset == length {
            return Ok(());
        }
        // What arrives is not what was sent, twice: something in between changes it.
        let message = if differs { "wait-proxy" } else { "wait-server" };
        Err(Delay::Later { message, not_before: None, stops_run: false }.into())
    }

    /// Creates the upload or finds it again; the offset the office has.
    async fn create_upload(&mut self, row: &RegistrationRow, digest: Digest, length: u32) -> Result<u32, StepError> {
        let metadata = format!("digest {}", Base64::encode_string(digest.to_string().as_bytes()));
        let request = self.tus(Method::POST, row, "/photos").header(UPLOAD_LENGTH, HeaderValue::from(length)).header(
            UPLOAD_METADATA,
            HeaderValue::from_str(&metadata).map_err(|_| Delay::Park { message: "park-malformed" })?,
        );
        match self.synchronizer.http.send(request, Vec::new(), &[201]).await {
            // The office always says how much is there.
            Answer::Ok(response) => number(response.headers(), &UPLOAD_OFFSET).ok_or_else(|| proxy().into()),
            Answer::Refused { code, retry_after } => Err(StepError::refused(&code, retry_after)),
            Answer::Not(wait) => Err(wait.into()),
        }
    }

    async fn ask_offset(&mut self, row: &RegistrationRow, digest: Digest) -> Result<u32, StepError> {
        let request = self.tus(Method::HEAD, row, &format!("/photos/{digest}"));
        match self.synchronizer.http.send(request, Vec::new(), &[200, 204]).await {
            Answer::Ok(response) => Ok(number(response.headers(), &UPLOAD_OFFSET).unwrap_or(0)),
            Answer::Refused { code, retry_after } => Err(StepError::refused(&code, retry_after)),
            Answer::Not(wait) => Err(wait.into()),
        }
    }

    fn tus(&self, method: Method, row: &RegistrationRow, rest: &str) -> reqwest::RequestBuilder {
        self.synchronizer.http.about(method, row.id, rest, &row.token).header(TUS, TUS_VERSION)
    }

    fn rest_of_photo(&self, digest: Digest, offset: u32) -> Result<Vec<u8>, StepError> {
        let read = || -> std::io::Result<Vec<u8>> {
            let mut file = std::fs::File::open(self.store().photo_path(digest))?;
            file.seek(SeekFrom::Start(u64::from(offset)))?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        read().map_err(|error| match error.kind() {
            // Nothing brings it back: the others must not wait for it.
            ErrorKind::NotFound => Delay::Park { message: "park-photo" }.into(),
            kind => VaultError::TryLater(format!("photo: {kind}")).into(),
        })
    }

    /// Notes why it did not go, and when to try again.
    fn put_aside(&mut self, id: RegistrationId, wait: &Delay) -> Result<(), VaultError> {
        let now = self.host.now();
        let Some(outbox) = self.store().outbox(id)? else { return Ok(()) };
        let failures = outbox.attempts + 1;
        match wait {
            Delay::Park { message } => {
                unless_gone(self.store().put_off(id, failures, now, message))?;
                self.apply(id, outbox.revision, Event::Park)?;
            }
            Delay::Until { message, at } => unless_gone(self.store().put_off(id, failures - 1, *at, message))?,
            Delay::Later { message, not_before, stops_run } => {
                // When the network is in the way, the next sync (connectivity came back, somebody pressed "send now")
                // may try at once; when the office is, it decides.
                let ours_to_wait = (not_before.is_some() || !stops_run) && *message != WAIT_LOCKED;
                let pause = backoff::pause(failures, *not_before);
                if not_before.is_some() {
                    self.asked = self.asked.max(pause);
                }
                let next_try = if ours_to_wait { now.plus(pause) } else { now };
                unless_gone(self.store().put_off(id, failures, next_try, message))?;
                self.report.problem = Some((*message).to_owned());
                if *stops_run {
                    self.blocked = Some(message);
                }
            }
        }
        self.host.changed();
        Ok(())
    }

    /// Applies a final event, whichever state and revision it is in by now.
    pub(super) fn end(&mut self, id: RegistrationId, event: Event) -> Result<(), VaultError> {
        let row = match self.store().registration(id) {
            Err(VaultError::Missing) => return Ok(()),
            row => row?,
        };
        if self.apply(id, row.revision, event)? == Applied::Stale {
            // It is over already; a wish to withdraw is as well.
            unless_gone(self.store().forget_withdrawal(id))?;
        }
        self.report.changed += 1;
        Ok(())
    }

    /// Applies an event to that revision, whatever its state, and tells whoever shows it.
    pub(super) fn apply(&self, id: RegistrationId, revision: u32, event: Event) -> Result<Applied, VaultError> {
        let applied = self.store().apply(id, Expected::revision(revision), event, self.host.now())?;
        if applied != Applied::Stale {
            self.host.changed();
        }
        Ok(applied)
    }
}

/// A row that another call removed meanwhile needs no note any more.
pub(super) fn unless_gone(noted: Result<(), VaultError>) -> Result<(), VaultError> {
    match noted {
        Err(VaultError::Missing) => Ok(()),
        noted => noted,
    }
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u32> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}
