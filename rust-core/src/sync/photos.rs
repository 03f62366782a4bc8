//! One sealed photo on its way, by tus 1.0, in pieces ([`super::pieces`]).
//!
//! ```text
//!  create ──► PATCH piece ──204──► PATCH piece ──204──► … whole
//!                 │ cut, or an answer that is not the office's
//!                 └─► HEAD says where the photo stands ──► goes on there; a piece that `PATCH` did not bring
//!                                                          goes as `POST` with X-HTTP-Method-Override
//! ```
//!
//! A piece that was acknowledged is durable at the office. Within a run a photo goes on after a cut as long as pieces arrive
//! in between; when two tries bring nothing, the delay begins.

use std::io::{ErrorKind, Read, Seek, SeekFrom};

use base64ct::{Base64, Encoding};
use payung_model::sealed::Digest;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, RequestBuilder, StatusCode};
use tokio::time::Instant;

use super::channels::{Channel, Scope};
use super::http::Answer;
use super::network_error::{answered, proxy, retry};
use super::send::StepError;
use super::{Delay, Run};
use crate::vault::{RegistrationRow, VaultError};

const TUS: HeaderName = HeaderName::from_static("tus-resumable");
const TUS_VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const OFFSET_STREAM: HeaderValue = HeaderValue::from_static("application/offset+octet-stream");
/// The method that is meant, where the line takes no other than `GET` and `POST` (tus 1.0).
const METHOD_OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

/// So many tries that bring nothing end the photo's turn.
const FRUITLESS: u32 = 2;
/// So often a whole photo may arrive as another one before the line is blamed.
const SPOILT: u32 = 2;
/// More requests than this for one photo means that somebody leads us in circles.
const MOST_REQUESTS: u32 = 1_000;

/// A photo of one registration.
#[derive(Clone, Copy)]
pub(super) struct Photo {
    pub digest: Digest,
    /// Bytes of the sealed photo.
    pub length: u32,
}

impl Run<'_> {
    /// Brings a photo of which the office has `there` bytes by its status. Of what has begun the upload exists and need not
    /// be created.
    pub(super) async fn send_photo(
        &mut self,
        row: &RegistrationRow,
        photo: Photo,
        there: u32,
    ) -> Result<(), StepError> {
        let mut offset = if there > 0 { there } else { self.create_upload(row, photo).await? };
        let (mut fruitless, mut spoilt) = (0, 0);
        for _ in 0..MOST_REQUESTS {
            if offset == photo.length {
                return Ok(());
            }
            let piece = self.line.pieces.of(photo.length.checked_sub(offset).ok_or_else(proxy)?);
            let bytes = self.piece_of(photo.digest, offset, piece).await?;
            let (from, started) = (offset, Instant::now());
            match self.append(row, photo, from, bytes, fruitless > 0).await {
                Answer::Ok(response) => {
                    offset = self.offset_of(response.headers(), row, photo).await?;
                    if offset == from + piece {
                        self.line.pieces.arrived(piece, started.elapsed());
                        self.channels.succeeded(Channel::Photos, &self.synchronizer.store)?;
                        self.moved = true;
                    }
                }
                Answer::Refused { code, .. } if code == "checksum" => {
                    spoilt += 1;
                    if spoilt == SPOILT {
                        return Err(this_registration("wait-proxy"));
                    }
                    // The office threw it away: it goes once more from the start.
                    offset = self.ask_offset(row, photo).await?;
                    continue;
                }
                Answer::Refused { code, .. } if code == "offset" => offset = self.ask_offset(row, photo).await?,
                // It went since it was asked about: the office throws unfinished uploads away in the end.
                Answer::Refused { code, .. } if code == "unknown" && there > 0 => {
                    offset = self.create_upload(row, photo).await?;
                }
                Answer::Refused { code, retry_after, .. } => return Err(StepError::refused(&code, retry_after)),
                Answer::Not(delay) => {
                    if !answered(&delay) {
                        self.line.pieces.lost(piece);
                    }
                    if !may_go_on_at_once(&delay) || fruitless + 1 == FRUITLESS {
                        return Err(delay.into());
                    }
                    offset = self.ask_offset(row, photo).await.map_err(|_| delay)?;
                }
            }
            fruitless = if offset > from { 0 } else { fruitless + 1 };
            if fruitless == FRUITLESS {
                break;
            }
        }
        Err(this_registration("wait-server"))
    }

    /// One piece. `in_another_way`: the piece was brought once already, and the line did not let it through.
    async fn append(
        &mut self,
        row: &RegistrationRow,
        photo: Photo,
        offset: u32,
        bytes: Vec<u8>,
        in_another_way: bool,
    ) -> Answer {
        let rest = format!("/photos/{}", photo.digest);
        let now = self.host.now();
        let overridden = self.line.overrides_methods(now) != in_another_way;
        let request = if overridden {
            self.tus(Method::POST, row, &rest).header(METHOD_OVERRIDE, "PATCH")
        } else {
            self.tus(Method::PATCH, row, &rest)
        };
        let request = request.header(CONTENT_TYPE, OFFSET_STREAM).header(UPLOAD_OFFSET, HeaderValue::from(offset));
        let http = &self.synchronizer.http;
        let answer = match http.send(request, bytes, &[200, 204]).await {
            // Some proxies make 204 a 200, and others answer 200 in the office's place. The offset tells them apart.
            Answer::Ok(response)
                if response.status() == StatusCode::OK && !response.headers().contains_key(&UPLOAD_OFFSET) =>
            {
                Answer::Not(http.who_answered(response).await)
            }
            answer => answer,
        };
        self.note_override(overridden, &answer, now);
        answer
    }

    /// A request whose method the line may refuse: then it goes once more as `POST`, which names the method that is meant.
    pub(super) async fn send_or_override(&mut self, method: Method, row: &RegistrationRow, expected: &[u16]) -> Answer {
        let now = self.host.now();
        let mut refused = None;
        if !self.line.overrides_methods(now) {
            let request = self.synchronizer.http.about(method.clone(), row.id, "", &row.token);
            match self.synchronizer.http.send(request, Vec::new(), expected).await {
                Answer::Not(delay) if may_go_on_at_once(&delay) => refused = Some(delay),
                answer => return answer,
            }
        }
        let request = self.synchronizer.http.about(Method::POST, row.id, "", &row.token);
        let request = request.header(METHOD_OVERRIDE, method.as_str());
        let answer = self.synchronizer.http.send(request, Vec::new(), expected).await;
        self.note_override(true, &answer, now);
        match refused {
            Some(delay) if !is_of_an_office_that_overrides(&answer) => Answer::Not(delay),
            _ => answer,
        }
    }

    /// What passed by `POST` goes so for a while; where that fails too, the next try is by the method itself.
    fn note_override(&mut self, overridden: bool, answer: &Answer, now: payung_model::units::Timestamp) {
        if overridden || matches!(answer, Answer::Ok(_)) {
            self.line.note_override(overridden && is_of_an_office_that_overrides(answer), now);
        }
    }

    /// Creates the upload or finds it again; the offset the office has.
    async fn create_upload(&mut self, row: &RegistrationRow, photo: Photo) -> Result<u32, StepError> {
        let metadata = format!("digest {}", Base64::encode_string(photo.digest.to_string().as_bytes()));
        let metadata = HeaderValue::from_str(&metadata).map_err(|_| this_registration("wait-server"))?;
        let request = self
            .tus(Method::POST, row, "/photos")
            .header(UPLOAD_LENGTH, HeaderValue::from(photo.length))
            .header(UPLOAD_METADATA, metadata);
        match self.synchronizer.http.send(request, Vec::new(), &[201]).await {
            Answer::Ok(response) => self.offset_of(response.headers(), row, photo).await,
            Answer::Refused { code, retry_after, .. } => Err(StepError::refused(&code, retry_after)),
            Answer::Not(delay) => Err(delay.into()),
        }
    }

    /// Where the photo stands. The office ends a request that still hangs, and counts what that one brought.
    async fn ask_offset(&mut self, row: &RegistrationRow, photo: Photo) -> Result<u32, StepError> {
        let request = self.tus(Method::HEAD, row, &format!("/photos/{}", photo.digest));
        match self.synchronizer.http.send(request, Vec::new(), &[200, 204]).await {
            Answer::Ok(response) => self.offset_of(response.headers(), row, photo).await,
            Answer::Refused { code, retry_after, .. } => Err(StepError::refused(&code, retry_after)),
            // A line that knows no `HEAD` lets the status through.
            Answer::Not(delay) if answered(&delay) => self.offset_by_status(row, photo).await,
            Answer::Not(delay) => Err(delay.into()),
        }
    }

    /// The offset in an answer's head; when the line dropped that, the office is asked for its status.
    async fn offset_of(&mut self, headers: &HeaderMap, row: &RegistrationRow, photo: Photo) -> Result<u32, StepError> {
        match headers.get(&UPLOAD_OFFSET).and_then(|value| value.to_str().ok()?.parse().ok()) {
            Some(offset) => Ok(offset),
            None => self.offset_by_status(row, photo).await,
        }
    }

    async fn offset_by_status(&mut self, row: &RegistrationRow, photo: Photo) -> Result<u32, StepError> {
        let document = self.fetch_status(row).await?;
        let found = document.photos.iter().find(|found| found.is(photo.digest));
        Ok(found.map(|found| found.offset).ok_or_else(proxy)?)
    }

    fn tus(&self, method: Method, row: &RegistrationRow, rest: &str) -> RequestBuilder {
        self.synchronizer.http.about(method, row.id, rest, &row.token).header(TUS, TUS_VERSION)
    }

    /// Read where waiting for a disk holds nobody up.
    async fn piece_of(&self, digest: Digest, offset: u32, length: u32) -> Result<Vec<u8>, StepError> {
        let path = self.store().photo_path(digest);
        let read = move || -> std::io::Result<Vec<u8>> {
            let mut file = std::fs::File::open(path)?;
            file.seek(SeekFrom::Start(u64::from(offset)))?;
            let mut bytes = vec![0; length as usize];
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        };
        let read = tokio::task::spawn_blocking(read).await.unwrap_or_else(|error| Err(std::io::Error::other(error)));
        read.map_err(|error| match error.kind() {
            // Nothing brings it back: the others must not wait for it.
            ErrorKind::NotFound | ErrorKind::UnexpectedEof => Delay::Park { message: "park-photo" }.into(),
            kind => VaultError::TryLater(format!("photo: {kind}")).into(),
        })
    }
}

fn this_registration(message: &'static str) -> StepError {
    retry(message, Scope::Registration, None).into()
}

/// Whether a try in another way may help at once: the line answered in the office's place, or broke. Not when it is silent
/// or not there at all.
fn may_go_on_at_once(delay: &Delay) -> bool {
    answered(delay) || matches!(delay, Delay::Retry { message: "wait-cut", .. })
}

/// An office that does not know the header calls the request malformed.
fn is_of_an_office_that_overrides(answer: &Answer) -> bool {
    match answer {
        Answer::Ok(_) => true,
        Answer::Refused { code, .. } => code != "malformed",
        Answer::Not(_) => false,
    }
}
