//! Photos by tus 1.0: core, creation, checksum, termination (<https://tus.io/protocols/resumable-upload>).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, PhotoHeader, RegistrationId};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt;

use super::upload::Claim;
use super::{Intake, Problem, body, gate, status};
use crate::store::{self, Standing, Wanted};

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const ALGORITHM: HeaderName = HeaderName::from_static("tus-checksum-algorithm");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
const TUS: HeaderValue = HeaderValue::from_static("1.0.0");

/// Clients differ in whether they pad.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// `OPTIONS`: what this office speaks.
pub async fn options() -> Response {
    let headers = [
        (VERSION, TUS),
        (EXTENSION, HeaderValue::from_static("creation,checksum,termination")),
        (MAX_SIZE, HeaderValue::from(PhotoHeader::MOST_BYTES)),
        (ALGORITHM, HeaderValue::from_static("sha256")),
    ];
    speaking_tus((StatusCode::NO_CONTENT, headers))
}

/// `POST …/photos`: creates, or finds, the upload of a digest.
pub async fn create(State(intake): State<Arc<Intake>>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    speaking_tus(
        async {
            let id = body::registration(&id)?;
            let standing = authorised(&intake, id, &headers).await?;
            let length = number(&headers, &LENGTH)?.ok_or(Problem::Malformed("Upload-Length"))?;
            if length > u64::from(PhotoHeader::MOST_BYTES) {
                return Err(Problem::TooLarge);
            }
            let digest = metadata_digest(&headers)?;
            let wanted = wanted(&standing, digest)?;
            if u64::from(wanted.length) != length {
                return Err(Problem::Conflict);
            }
            if !wanted.complete {
                still_open(&standing)?;
                gate::room_on_disk(&intake)?;
                intake.uploads.create(id, digest).await?;
            }
            let offset = settled_offset(&intake, id, &wanted).await?.ok_or(Problem::Unknown)?;
            let location = format!("/v1/registrations/{id}/photos/{digest}");
            Ok::<_, Problem>((StatusCode::CREATED, [(LOCATION, location), (OFFSET, offset.to_string())]))
        }
        .await,
    )
}

/// `HEAD …/{digest}`: how far it is.
pub async fn offset(
    State(intake): State<Arc<Intake>>,
    Path((id, digest)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    speaking_tus(
        async {
            let (id, digest) = (body::registration(&id)?, body::digest(&digest));
            let standing = authorised(&intake, id, &headers).await?;
            let wanted = wanted(&standing, digest?)?;
            let offset = settled_offset(&intake, id, &wanted).await?.ok_or(Problem::Unknown)?;
            let headers = [
                (OFFSET, HeaderValue::from(offset)),
                (LENGTH, HeaderValue::from(wanted.length)),
                (CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            Ok::<_, Problem>((StatusCode::OK, headers))
        }
        .await,
    )
}

/// `PATCH …/{digest}`: brings bytes. It runs as a task of its own, so that a connection that breaks does not break off
/// the writing of what it brought.
pub async fn append(
    State(intake): State<Arc<Intake>>,
    Path((id, digest)): Path<(String, String)>,
    headers: HeaderMap,
    mut request: Body,
) -> Response {
    let task = tokio::spawn(async move {
        match write(&intake, &id, &digest, &headers, &mut request).await {
            Ok(offset) => (StatusCode::NO_CONTENT, [(OFFSET, HeaderValue::from(offset))]).into_response(),
            Err(problem) => {
                if problem != Problem::Cut {
                    body::drain(&mut request).await;
                }
                problem.into_response()
            }
        }
    });
    speaking_tus(task.await.unwrap_or_else(|_| Problem::Unavailable.into_response()))
}

/// `DELETE …/{digest}`: forgets an unfinished upload.
pub async fn terminate(
    State(intake): State<Arc<Intake>>,
    Path((id, digest)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    speaking_tus(
        async {
            let (id, digest) = (body::registration(&id)?, body::digest(&digest));
            let standing = authorised(&intake, id, &headers).await?;
            let wanted = wanted(&standing, digest?)?;
            if wanted.complete {
                return Err(Problem::Closed);
            }
            intake.uploads.interrupt(id, wanted.digest).await;
            let _claim = intake.uploads.claim(id, wanted.digest).ok_or(Problem::Offset)?;
            intake.uploads.offset(id, wanted.digest).await?.ok_or(Problem::Unknown)?;
            intake.uploads.remove(id, wanted.digest).await?;
            Ok::<_, Problem>(StatusCode::NO_CONTENT)
        }
        .await,
    )
}

/// Called when all bytes are there: checks them, makes them durable, and counts the photo.
pub async fn finish(intake: &Intake, id: RegistrationId, wanted: &Wanted) -> Result<(), Problem> {
    let digest = wanted.digest;
    if !intake.uploads.check(id, digest).await? {
        return Err(Problem::Checksum);
    }
    let at = intake.clock.now();
    intake.writer.run(move |sql| store::complete_photo(sql, id, digest, at)).await?;
    intake.received.notify_one();
    Ok(())
}

async fn write(
    intake: &Intake,
    id: &str,
    digest: &str,
    headers: &HeaderMap,
    request: &mut Body,
) -> Result<u64, Problem> {
    let (id, digest) = (body::registration(id)?, body::digest(digest));
    let standing = authorised(intake, id, headers).await?;
    if headers.get(CONTENT_TYPE).is_none_or(|kind| kind != "application/offset+octet-stream") {
        return Err(Problem::Malformed("Content-Type"));
    }
    let from = number(headers, &OFFSET)?.ok_or(Problem::Malformed("Upload-Offset"))?;
    let checksum = checksum(headers)?;
    let wanted = wanted(&standing, digest?)?;
    still_open(&standing)?;
    gate::room_on_disk(intake)?;
    let mut claim = intake.uploads.claim(id, wanted.digest).ok_or(Problem::Offset)?;
    if intake.uploads.offset(id, wanted.digest).await?.ok_or(Problem::Unknown)? != from {
        return Err(Problem::Offset);
    }
    let room = u64::from(wanted.length).saturating_sub(from);
    if number(headers, &CONTENT_LENGTH)?.is_some_and(|length| length > room) {
        return Err(Problem::TooLarge);
    }
    let arriving = Arriving { intake, id, wanted: &wanted, from, room, checksum };
    let brought = arriving.write(request, &mut claim).await?;
    if brought == room && !wanted.complete {
        finish(intake, id, &wanted).await?;
    }
    Ok(from + brought)
}

/// One PATCH on its way to the file.
struct Arriving<'a> {
    intake: &'a Intake,
    id: RegistrationId,
    wanted: &'a Wanted,
    from: u64,
    room: u64,
    checksum: Option<[u8; 32]>,
}

impl Arriving<'_> {
    /// Bytes brought; on disk when this returns. What is refused is cut off again; what merely stopped coming is kept,
    /// unless a checksum was promised for the whole.
    async fn write(&self, request: &mut Body, claim: &mut Claim) -> Result<u64, Problem> {
        let mut file = self.intake.uploads.open(self.id, self.wanted.digest).await?;
        let brought = self.stream(&mut file, request, claim).await;
        file.flush().await?;
        let keep = match &brought {
            Ok(_) => true,
            Err(Problem::Cut | Problem::Offset) => self.checksum.is_none(),
            Err(_) => false,
        };
        if !keep {
            file.set_len(self.from).await?;
        }
        file.sync_data().await?;
        brought
    }

    async fn stream(&self, file: &mut tokio::fs::File, request: &mut Body, claim: &mut Claim) -> Result<u64, Problem> {
        let mut hash = Sha256::new();
        let mut brought = 0;
        loop {
            let piece = tokio::select! {
                piece = body::piece(request, self.intake.limits.idle) => piece?,
                () = claim.stopped() => return Err(Problem::Offset),
            };
            let Some(piece) = piece else { break };
            brought += piece.len() as u64;
            if brought > self.room {
                return Err(Problem::TooLarge);
            }
            if self.checksum.is_some() {
                hash.update(&piece);
            }
            file.write_all(&piece).await?;
        }
        let differs = self.checksum.is_some_and(|expected| hash.finalize()[..] != expected);
        if differs { Err(Problem::Checksum) } else { Ok(brought) }
    }
}

async fn authorised(intake: &Intake, id: RegistrationId, headers: &HeaderMap) -> Result<Standing, Problem> {
    if headers.get(&RESUMABLE) != Some(&TUS) {
        return Err(Problem::TusVersion);
    }
    status::authorised(intake, id, headers).await
}

fn wanted(standing: &Standing, digest: Digest) -> Result<Wanted, Problem> {
    standing.photos.iter().find(|photo| photo.digest == digest).copied().ok_or(Problem::NotWanted)
}

fn still_open(standing: &Standing) -> Result<(), Problem> {
    let closed = matches!(standing.state, OfficeState::Accepted | OfficeState::Refused | OfficeState::Withdrawn);
    if closed { Err(Problem::Closed) } else { Ok(()) }
}

/// How far it is, after whoever still writes was asked to stop. A file that is whole but was not counted (the office
/// was killed between the two) is counted now.
async fn settled_offset(intake: &Intake, id: RegistrationId, wanted: &Wanted) -> Result<Option<u64>, Problem> {
    if wanted.complete {
        return Ok(Some(u64::from(wanted.length)));
    }
    intake.uploads.interrupt(id, wanted.digest).await;
    if intake.uploads.offset(id, wanted.digest).await? == Some(u64::from(wanted.length)) {
        let _claim = intake.uploads.claim(id, wanted.digest).ok_or(Problem::Offset)?;
        match finish(intake, id, wanted).await {
            // It was thrown away: the offset below says so.
            Ok(()) | Err(Problem::Checksum) => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(intake.uploads.offset(id, wanted.digest).await?)
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let digits = value.to_str().ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    digits.and_then(|text| text.parse().ok()).map(Some).ok_or(Problem::Malformed("a header that is a number"))
}

/// `digest BASE64(digest as base64url text)` among the comma-separated pairs.
fn metadata_digest(headers: &HeaderMap) -> Result<Digest, Problem> {
    let problem = Problem::Malformed("Upload-Metadata");
    let text = headers.get(&METADATA).and_then(|value| value.to_str().ok()).ok_or(problem.clone())?;
    let value = text.split(',').find_map(|pair| pair.trim().strip_prefix("digest ")).ok_or(problem.clone())?;
    let decoded = BASE64.decode(value.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.and_then(|digest| digest.parse().ok()).ok_or(problem)
}

/// `sha256 BASE64`
fn checksum(headers: &HeaderMap) -> Result<Option<[u8; 32]>, Problem> {
    let problem = Problem::Malformed("Upload-Checksum");
    let Some(value) = headers.get(&CHECKSUM) else { return Ok(None) };
    let text = value.to_str().ok().and_then(|text| text.strip_prefix("sha256 ")).ok_or(problem.clone())?;
    let bytes = BASE64.decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.map(Some).ok_or(problem)
}

fn speaking_tus(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(RESUMABLE, TUS);
    response
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn with(name: &HeaderName, value: &[u8]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.insert(name.clone(), value);
        }
        headers
    }

    #[test]
    fn metadata_may_carry_other_pairs_and_no_padding() {
        let digest = Digest::of(b"photo");
        let padded = base64::engine::general_purpose::STANDARD.encode(digest.to_string());
        for text in [
            format!("digest {padded}"),
            format!("digest {}", padded.trim_end_matches('=')),
            format!("filename a3Rw,digest {padded}"),
        ] {
            assert_eq!(metadata_digest(&with(&METADATA, text.as_bytes())), Ok(digest), "{text}");
        }
    }

    #[test]
    fn a_number_has_digits_only() {
        assert_eq!(number(&with(&OFFSET, b"12"), &OFFSET), Ok(Some(12)));
        assert_eq!(number(&HeaderMap::new(), &OFFSET), Ok(None));
        for text in ["+1", "-1", "1e3", "99999999999999999999999"] {
            assert!(number(&with(&OFFSET, text.as_bytes()), &OFFSET).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_a_parser_panic(value in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = metadata_digest(&with(&METADATA, &value));
            let _ = checksum(&with(&CHECKSUM, &value));
            let _ = number(&with(&OFFSET, &value), &OFFSET);
        }

        #[test]
        fn a_checksum_is_read_back(bytes in any::<[u8; 32]>()) {
            let text = format!("sha256 {}", base64::engine::general_purpose::STANDARD.encode(bytes));
            prop_assert_eq!(checksum(&with(&CHECKSUM, text.as_bytes())), Ok(Some(bytes)));
        }
    }
}
