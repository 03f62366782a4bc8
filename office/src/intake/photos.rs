//! Photos by tus 1.0: core, creation, checksum, termination (<https://tus.io/protocols/resumable-upload>).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, PhotoHeader, RegistrationId};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt;

use super::tus::{self, OFFSET, checksum, metadata_digest, number, speaking_tus};
use super::upload::Claim;
use super::{Intake, Problem, body, gate, status};
use crate::store::{self, Standing, Wanted};

/// `OPTIONS`: what this office speaks.
pub async fn options() -> Response {
    let headers = [
        (tus::VERSION, tus::TUS),
        (tus::EXTENSION, HeaderValue::from_static("creation,checksum,termination")),
        (tus::MAX_SIZE, HeaderValue::from(PhotoHeader::MOST_BYTES)),
        (tus::ALGORITHM, HeaderValue::from_static("sha256")),
    ];
    speaking_tus((StatusCode::NO_CONTENT, headers))
}

/// `POST …/photos`: creates, or finds, the upload of a digest.
pub async fn create(State(intake): State<Arc<Intake>>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    speaking_tus(
        async {
            let id = body::registration(&id)?;
            let standing = authorised(&intake, id, &headers).await?;
            let length = number(&headers, &tus::LENGTH)?.ok_or(Problem::Malformed("Upload-Length"))?;
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
                (tus::LENGTH, HeaderValue::from(wanted.length)),
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
        let mut deadline = std::pin::pin!(tokio::time::sleep(self.intake.limits.whole));
        loop {
            let piece = tokio::select! {
                piece = body::piece(request, self.intake.limits.idle) => piece?,
                () = claim.stopped() => return Err(Problem::Offset),
                () = &mut deadline => return Err(Problem::Cut),
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
    if headers.get(&tus::RESUMABLE) != Some(&tus::TUS) {
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
