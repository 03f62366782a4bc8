//! Sends one sealed photo by tus 1.0, in pieces ([`super::pieces`]).
//!
//! ```text
//!  create ──► PATCH piece ──204──► PATCH piece ──204──► … whole
//!                 │ cut, or an answer that is not the office's
//!                 └─► HEAD says where the photo stands ──► goes on there; a piece that `PATCH` did not bring
//!                                                          goes as `POST` with X-HTTP-Method-Override
//! ```
//!
//! A piece that was acknowledged is durable at the office. After a cut, a run goes on with the
//! photo as long as bytes arrive in between. After two tries in a row that bring nothing, the photo
//! is delayed.

use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;

use base64ct::{Base64, Encoding};
use payung_model::sealed::Digest;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Method, RequestBuilder, StatusCode};
use tokio::time::Instant;

use super::Run;
use super::channels::{Channel, Scope};
use super::delay::Delay;
use super::first_byte::CommitFirst;
use super::http::Answer;
use super::network_error::{answered, proxy, retry};
use super::step_error::StepError;
use crate::problem::ProblemCode;
use crate::vault::{RegistrationRow, VaultError};

const TUS: HeaderName = HeaderName::from_static("tus-resumable");
const TUS_VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const OFFSET_STREAM: HeaderValue = HeaderValue::from_static("application/offset+octet-stream");
/// Names the method that is meant, for lines that only let `GET` and `POST` pass (tus 1.0).
pub(super) const METHOD_OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

/// After so many tries in a row that bring nothing, the photo is delayed.
const FRUITLESS: u32 = 2;
/// After a whole photo has arrived with the wrong digest so often, a middlebox is blamed.
const SPOILT: u32 = 2;
/// A photo that needs more requests than this gets nowhere, for example because a middlebox makes
/// up offsets.
const MOST_REQUESTS: u32 = 1_000;

/// A photo of one registration.
#[derive(Clone, Copy)]
pub(super) struct Photo {
    pub digest: Digest,
    /// Bytes of the sealed photo.
    pub length: u32,
}

impl Run<'_> {
    /// Sends a photo of which the office's status says that it has `there` bytes. If it has any,
    /// the upload exists and is not created again.
    pub(super) async fn send_photo(
        &mut self,
        row: &RegistrationRow,
        photo: Photo,
        there: u32,
    ) -> Result<(), StepError> {
        let mut offset = if there > 0 {
            there
        } else {
            self.create_upload(row, photo).await?
        };
        let (mut fruitless, mut spoilt) = (0, 0);
        for _ in 0..MOST_REQUESTS {
            if offset == photo.length {
                return Ok(());
            }
            let piece = self
                .line
                .pieces
                .of(photo.length.checked_sub(offset).ok_or_else(proxy)?);
            let bytes = self.piece_of(photo.digest, offset, piece).await?;
            let (from, started) = (offset, Instant::now());
            match self.append(row, photo, from, bytes, fruitless > 0).await? {
                Answer::Ok(response) => {
                    offset = self.offset_of(response.headers(), row, photo).await?;
                    // Only a whole piece tells how long the line needs for one. A proxy may also
                    // have moved the offset itself.
                    if offset == from + piece {
                        self.line.pieces.arrived(piece, started.elapsed());
                        self.channels
                            .succeeded(Channel::Photos, &self.synchronizer.store)?;
                        self.moved = true;
                    }
                }
                Answer::Refused { code, .. } if code == "checksum" => {
                    spoilt += 1;
                    if spoilt == SPOILT {
                        return Err(this_registration(ProblemCode::Proxy));
                    }
                    // The office has discarded the photo, so it is sent again from the start.
                    offset = self.ask_offset(row, photo).await?;
                    continue;
                }
                Answer::Refused { code, .. } if code == "offset" => {
                    offset = self.ask_offset(row, photo).await?;
                }
                // The office discards unfinished uploads in the end, and has done so since its
                // status was read.
                Answer::Refused { code, .. } if code == "unknown" && there > 0 => {
                    offset = self.create_upload(row, photo).await?;
                }
                Answer::Refused {
                    code, retry_after, ..
                } => return Err(StepError::refused(&code, retry_after)),
                Answer::Not(delay) => {
                    // A line that answers in the office's place did not break: the size of the
                    // piece is not to blame.
                    let cut = !answered(&delay);
                    let asks = may_go_on_at_once(&delay) && fruitless + 1 < FRUITLESS;
                    let at_office = if asks {
                        self.ask_offset(row, photo).await.ok()
                    } else {
                        None
                    };
                    if cut {
                        self.line.pieces.cut(from, piece, at_office);
                    }
                    offset = at_office.ok_or(delay)?;
                }
            }
            fruitless = if offset > from { 0 } else { fruitless + 1 };
            if fruitless == FRUITLESS {
                break;
            }
        }
        Err(this_registration(ProblemCode::OfficeTrouble))
    }

    /// Sends one piece. `in_another_way` means that the line did not let this piece pass, so the
    /// other method is tried.
    async fn append(
        &mut self,
        row: &RegistrationRow,
        photo: Photo,
        offset: u32,
        bytes: Vec<u8>,
        in_another_way: bool,
    ) -> Result<Answer, StepError> {
        let rest = format!("/photos/{}", photo.digest);
        let now = self.host.now();
        let overridden = self.line.overrides_methods(now) != in_another_way;
        let request = if overridden {
            self.tus(Method::POST, row, &rest)
                .header(METHOD_OVERRIDE, "PATCH")
        } else {
            self.tus(Method::PATCH, row, &rest)
        };
        let request = request
            .header(CONTENT_TYPE, OFFSET_STREAM)
            .header(UPLOAD_OFFSET, HeaderValue::from(offset));
        let (http, store) = (
            &self.synchronizer.http,
            Arc::clone(&self.synchronizer.store),
        );
        let id = row.id;
        // Somebody may have withdrawn it since the last piece.
        let (body, withheld) =
            CommitFirst::new(bytes, move || store.photo_may_leave(id, photo.digest));
        let answer = http.send(request, body, &[200, 204]).await;
        withheld.end()?;
        let answer = match answer {
            // Some proxies turn 204 into 200, and others answer 200 in the office's place. Only the
            // office's answer has an offset.
            Answer::Ok(response)
                if response.status() == StatusCode::OK
                    && !response.headers().contains_key(&UPLOAD_OFFSET) =>
            {
                Answer::Not(http.who_answered(response).await)
            }
            answer => answer,
        };
        self.note_override(overridden, &answer, now);
        Ok(answer)
    }

    /// Sends a request whose method the line may refuse. If it does, the request is sent again as
    /// `POST`, with a header that names the method that is meant.
    pub(super) async fn send_or_override(
        &mut self,
        method: Method,
        row: &RegistrationRow,
        rest: &str,
        body: &[u8],
        expected: &[u16],
    ) -> Answer {
        let now = self.host.now();
        let mut refused = None;
        if !self.line.overrides_methods(now) {
            let request = self
                .synchronizer
                .http
                .about(method.clone(), row.id, rest, &row.token);
            match self
                .synchronizer
                .http
                .send(request, body.to_vec(), expected)
                .await
            {
                Answer::Not(delay) if may_go_on_at_once(&delay) => refused = Some(delay),
                answer => return answer,
            }
        }
        let request = self
            .synchronizer
            .http
            .about(Method::POST, row.id, rest, &row.token);
        let request = request.header(METHOD_OVERRIDE, method.as_str());
        let answer = self
            .synchronizer
            .http
            .send(request, body.to_vec(), expected)
            .await;
        self.note_override(true, &answer, now);
        match refused {
            Some(delay) if !is_of_an_office_that_overrides(&answer) => Answer::Not(delay),
            _ => answer,
        }
    }

    /// Notes whether `POST` passed in place of the method. If it did, it is used for a while; if it
    /// failed too, the next try uses the method itself.
    pub(super) fn note_override(
        &mut self,
        overridden: bool,
        answer: &Answer,
        now: payung_model::units::Timestamp,
    ) {
        if overridden || matches!(answer, Answer::Ok(_)) {
            self.line
                .note_override(overridden && is_of_an_office_that_overrides(answer), now);
        }
    }

    /// Creates the upload, or finds it again. Returns the offset at the office.
    async fn create_upload(
        &mut self,
        row: &RegistrationRow,
        photo: Photo,
    ) -> Result<u32, StepError> {
        let metadata = format!(
            "digest {}",
            Base64::encode_string(photo.digest.to_string().as_bytes())
        );
        let metadata = HeaderValue::from_str(&metadata)
            .map_err(|_| this_registration(ProblemCode::OfficeTrouble))?;
        let request = self
            .tus(Method::POST, row, "/photos")
            .header(UPLOAD_LENGTH, HeaderValue::from(photo.length))
            .header(UPLOAD_METADATA, metadata);
        match self
            .synchronizer
            .http
            .send(request, Vec::new(), &[201])
            .await
        {
            // The office's answer says where the upload is. A success without that came from
            // somebody else.
            Answer::Ok(response) if !response.headers().contains_key(LOCATION) => {
                Err(self.synchronizer.http.who_answered(response).await.into())
            }
            Answer::Ok(response) => self.offset_of(response.headers(), row, photo).await,
            Answer::Refused {
                code, retry_after, ..
            } => Err(StepError::refused(&code, retry_after)),
            Answer::Not(delay) => Err(delay.into()),
        }
    }

    /// Asks how many bytes the office has. The office ends an earlier request that still hangs, and
    /// counts the bytes that came with it.
    async fn ask_offset(&mut self, row: &RegistrationRow, photo: Photo) -> Result<u32, StepError> {
        let request = self.tus(Method::HEAD, row, &format!("/photos/{}", photo.digest));
        match self
            .synchronizer
            .http
            .send(request, Vec::new(), &[200, 204])
            .await
        {
            Answer::Ok(response) => self.offset_of(response.headers(), row, photo).await,
            Answer::Refused {
                code, retry_after, ..
            } => Err(StepError::refused(&code, retry_after)),
            // A line that does not let `HEAD` pass may let the question for the status pass.
            Answer::Not(delay) if answered(&delay) => self.offset_by_status(row, photo).await,
            Answer::Not(delay) => Err(delay.into()),
        }
    }

    /// Reads the offset from an answer's head. When the line has dropped it, the office is asked
    /// for its status.
    async fn offset_of(
        &mut self,
        headers: &HeaderMap,
        row: &RegistrationRow,
        photo: Photo,
    ) -> Result<u32, StepError> {
        match headers
            .get(&UPLOAD_OFFSET)
            .and_then(|value| value.to_str().ok()?.parse().ok())
        {
            Some(offset) => Ok(offset),
            None => self.offset_by_status(row, photo).await,
        }
    }

    async fn offset_by_status(
        &mut self,
        row: &RegistrationRow,
        photo: Photo,
    ) -> Result<u32, StepError> {
        let document = self.fetch_status(row).await?;
        let found = document.photos.iter().find(|found| found.is(photo.digest));
        Ok(found.map(|found| found.offset).ok_or_else(proxy)?)
    }

    fn tus(&self, method: Method, row: &RegistrationRow, rest: &str) -> RequestBuilder {
        self.synchronizer
            .http
            .about(method, row.id, rest, &row.token)
            .header(TUS, TUS_VERSION)
    }

    /// Reads a piece from the disk, on a thread where that blocks nothing else.
    async fn piece_of(
        &self,
        digest: Digest,
        offset: u32,
        length: u32,
    ) -> Result<Vec<u8>, StepError> {
        let path = self.store().photo_path(digest);
        let read = move || -> std::io::Result<Vec<u8>> {
            let mut file = std::fs::File::open(path)?;
            file.seek(SeekFrom::Start(u64::from(offset)))?;
            let mut bytes = vec![0; length as usize];
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        };
        // Runs that a test polls by hand must not depend on how long a disk takes.
        #[cfg(test)]
        let by_hand = self.synchronizer.http.carrier.is_some();
        #[cfg(not(test))]
        let by_hand = false;
        let read = if by_hand {
            read()
        } else {
            let read = tokio::task::spawn_blocking(read).await;
            read.unwrap_or_else(|error| Err(std::io::Error::other(error)))
        };
        read.map_err(|error| match error.kind() {
            // Nothing brings the file back. The registration is parked, so that the others go on.
            ErrorKind::NotFound | ErrorKind::UnexpectedEof => Delay::Park {
                problem: ProblemCode::PhotoGone,
            }
            .into(),
            kind => VaultError::TryLater(format!("photo: {kind}")).into(),
        })
    }
}

fn this_registration(problem: ProblemCode) -> StepError {
    retry(problem, Scope::Registration, None).into()
}

/// Whether another try may help at once, because the line answered in the office's place, or broke.
/// A line that is silent or not there needs a delay instead.
fn may_go_on_at_once(delay: &Delay) -> bool {
    answered(delay)
        || matches!(
            delay,
            Delay::Retry {
                problem: ProblemCode::Cut,
                ..
            }
        )
}

/// Whether the office knows the override header. One that does not calls the request malformed.
pub(super) fn is_of_an_office_that_overrides(answer: &Answer) -> bool {
    match answer {
        Answer::Ok(_) => true,
        Answer::Refused { code, .. } => code != "malformed",
        Answer::Not(_) => false,
    }
}
