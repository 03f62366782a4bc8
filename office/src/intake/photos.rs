//! Photos by tus 1.0: core, creation, checksum, termination
//! (<https://tus.io/protocols/resumable-upload>).

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, PhotoHeader, RegistrationId};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt;

use super::body::PathParam;
use super::contract::{Bytes, HttpDate, OfPhoto, OfRegistration, Tus, Version, refusals};
use super::turn::Turn;
use super::tus::{self, OFFSET, checksum, metadata_digest, number};
use super::upload::{Claim, blocking};
use super::{Intake, Problem, body, status};
use crate::store::{ExpectedPhoto, RegistrationStatus};

/// How long bytes of a request that was asked to stop are still read. Shorter than the time for
/// which the one who asks waits.
const LAST_BYTES: Duration = Duration::from_millis(100);

/// The body, as it comes.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary, max_length = 2_097_152)]
#[expect(dead_code, reason = "describes bytes")]
struct PhotoBytes(Vec<u8>);

/// What `OPTIONS` answers.
#[derive(utoipa::IntoResponses)]
#[response(status = 204, description = "tus 1.0.0, its extensions, the largest upload, the checksum.", headers(
    ("Tus-Resumable" = inline(Version)),
    ("Tus-Version" = inline(Version)),
    ("Tus-Extension" = String, description = "`creation,checksum,termination,expiration`"),
    ("Tus-Max-Size" = inline(Bytes)),
    ("Tus-Checksum-Algorithm" = String, description = "`sha256`"),
))]
struct Spoken;

refusals!(
    CreateRefused: Malformed(""), NotWanted, Unknown, Conflict, Offset, Closed, Erased, TusVersion, TooLarge, Full,
);
refusals!(SpokenRefused alone: Malformed(""), NotWanted, Unknown, SlowDown);
refusals!(OffsetRefused: Malformed(""), NotWanted, Unknown, Offset, Erased, TusVersion, Full);
refusals!(
    AppendRefused: Malformed(""), NotWanted, Unknown, Cut, Offset, Closed, Erased, TusVersion, TooLarge, MediaType, Checksum,
    Full,
);
refusals!(TerminateRefused: Malformed(""), NotWanted, Unknown, Offset, Closed, Erased, TusVersion, Full);

/// What this office speaks of tus, about a registration's photos.
#[utoipa::path(
    options,
    path = "/v1/registrations/{id}/photos",
    operation_id = "tus",
    tag = "photos",
    params(OfRegistration),
    responses(Spoken, SpokenRefused)
)]
pub async fn options(PathParam(id): PathParam<String>) -> Result<impl IntoResponse, Problem> {
    body::registration(&id).map(|_| spoken())
}

/// The same about one photo.
#[utoipa::path(
    options,
    path = "/v1/registrations/{id}/photos/{digest}",
    operation_id = "tus_of_one",
    tag = "photos",
    params(OfPhoto),
    responses(Spoken, SpokenRefused)
)]
pub async fn options_of_one(
    PathParam((id, digest)): PathParam<(String, String)>,
) -> Result<impl IntoResponse, Problem> {
    body::registration(&id)
        .and_then(|_| body::digest(&digest))
        .map(|_| spoken())
}

fn spoken() -> Response {
    let headers = [
        (tus::VERSION, tus::TUS),
        (
            tus::EXTENSION,
            HeaderValue::from_static("creation,checksum,termination,expiration"),
        ),
        (tus::MAX_SIZE, HeaderValue::from(PhotoHeader::MOST_BYTES)),
        (tus::ALGORITHM, HeaderValue::from_static("sha256")),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Creates, or finds, the upload of a digest.
#[utoipa::path(
    post, path = "/v1/registrations/{id}/photos", operation_id = "create", tag = "photos",
    params(
        OfRegistration,
        Tus,
        ("Upload-Length" = inline(Bytes), Header, description = "As the record's header says; over 2 MiB: 413."),
        ("Upload-Metadata" = String, Header, pattern = "(^|, ?)digest [A-Za-z0-9+/]{58}(==)?($|,)",
            description = "`digest BASE64`, of the digest as base64url text; other pairs are ignored."),
    ),
    security(("status_token" = [])),
    responses(
        (status = 201, description = "There it is.", headers(
            ("Location" = String, description = "The photo's path."),
            ("Upload-Offset" = inline(Bytes), description = "Bytes that are here already."),
            ("Upload-Expires" = inline(HttpDate), description = "When it is removed if nothing is added; not when it is whole."),
            ("Tus-Resumable" = inline(Version)),
        )),
        CreateRefused,
    )
)]
pub async fn create(
    State(intake): State<Arc<Intake>>,
    PathParam(id): PathParam<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let id = body::registration(&id)?;
    let status = authorised(&intake, id, &headers).await?;
    // The limit is checked before the header's own length, because tus clients expect 413 for it.
    let length = number(&headers, &tus::LENGTH)?.ok_or(Problem::Malformed("Upload-Length"))?;
    if length > u64::from(PhotoHeader::MOST_BYTES) {
        return Err(Problem::TooLarge);
    }
    let digest = metadata_digest(&headers)?;
    let expected = expected(&status, digest)?;
    if u64::from(expected.length) != length {
        return Err(Problem::Conflict);
    }
    // A complete photo is found even when the registration is closed: the phone then stops sending.
    if !expected.complete {
        still_open(&status)?;
        // Only asked, and not kept: the reservation is made by the request that brings the bytes.
        drop(intake.room.for_photo(length)?);
        intake.uploads.create(id, digest).await?;
    }
    let offset = settled_offset(&intake, id, &expected)
        .await?
        .ok_or(Problem::Unknown)?;
    let location = format!("/v1/registrations/{id}/photos/{digest}");
    let expires = expires(&intake, id, &expected).await?;
    Ok((
        StatusCode::CREATED,
        [(LOCATION, location), (OFFSET, offset.to_string())],
        expires,
    ))
}

/// How far it is.
#[utoipa::path(
    head, path = "/v1/registrations/{id}/photos/{digest}", operation_id = "offset", tag = "photos",
    params(OfPhoto, Tus),
    security(("status_token" = [])),
    responses(
        (status = 200, description = "How far it is.", headers(
            ("Upload-Offset" = inline(Bytes), description = "Bytes that are here."),
            ("Upload-Expires" = inline(HttpDate), description = "When it is removed if nothing is added; not when it is whole."),
            ("Upload-Length" = inline(Bytes), description = "Bytes it has when it is whole."),
            ("Upload-Metadata" = String, description = "`digest BASE64`"),
            ("Cache-Control" = String, description = "`no-store`"),
            ("Tus-Resumable" = inline(Version)),
        )),
        OffsetRefused,
    )
)]
pub async fn offset(
    State(intake): State<Arc<Intake>>,
    PathParam((id, digest)): PathParam<(String, String)>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let (id, digest) = (body::registration(&id)?, body::digest(&digest));
    let status = authorised(&intake, id, &headers).await?;
    let expected = expected(&status, digest?)?;
    let offset = settled_offset(&intake, id, &expected)
        .await?
        .ok_or(Problem::Unknown)?;
    let headers = [
        (OFFSET, HeaderValue::from(offset)),
        (tus::LENGTH, HeaderValue::from(expected.length)),
        (tus::METADATA, tus::digest_metadata(expected.digest)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    let expires = expires(&intake, id, &expected).await?;
    Ok((StatusCode::OK, headers, expires))
}

/// Adds bytes to a photo. After the last byte the digest of the whole photo is compared, and the
/// photo is durable before the request is answered.
///
/// Bytes that came before a connection was cut are kept, unless the request has a checksum for all
/// of them.
// The work runs as a task of its own. Otherwise a connection that breaks would end the handler
// before it has written the bytes that came.
#[utoipa::path(
    patch, path = "/v1/registrations/{id}/photos/{digest}", operation_id = "append", tag = "photos",
    params(
        OfPhoto,
        Tus,
        ("Upload-Offset" = inline(Bytes), Header, description = "Where the bytes belong: where the upload stands."),
        ("Upload-Checksum" = Option<String>, Header, pattern = "^sha256 [A-Za-z0-9+/]{43}=?$",
            description = "SHA-256 of this body."),
    ),
    request_body(
        content = inline(PhotoBytes), content_type = "application/offset+octet-stream",
        description = "What follows at that offset; not more than the photo lacks."
    ),
    security(("status_token" = [])),
    responses(
        (status = 204, description = "Durable.", headers(
            ("Upload-Offset" = inline(Bytes), description = "Bytes that are here now."),
            ("Upload-Expires" = inline(HttpDate), description = "When it is removed if nothing is added; not when it is whole."),
            ("Tus-Resumable" = inline(Version)),
        )),
        AppendRefused,
    )
)]
pub async fn append(
    State(intake): State<Arc<Intake>>,
    PathParam((id, digest)): PathParam<(String, String)>,
    headers: HeaderMap,
    turn: Turn,
    mut request: Body,
) -> Response {
    let task = tokio::spawn(async move {
        match write(&intake, &id, &digest, &headers, &turn, &mut request).await {
            Ok((offset, expires)) => (
                StatusCode::NO_CONTENT,
                [(OFFSET, HeaderValue::from(offset))],
                expires,
            )
                .into_response(),
            Err(problem) => {
                if problem != Problem::Cut {
                    turn.give_back();
                    body::drain(&mut request).await;
                }
                problem.into_response()
            }
        }
    });
    task.await
        .unwrap_or_else(|_| Problem::Unavailable.into_response())
}

/// Forgets an unfinished upload.
#[utoipa::path(
    delete, path = "/v1/registrations/{id}/photos/{digest}", operation_id = "terminate", tag = "photos",
    params(OfPhoto, Tus),
    security(("status_token" = [])),
    responses((status = 204, description = "Forgotten.", headers(("Tus-Resumable" = inline(Version)))), TerminateRefused)
)]
pub async fn terminate(
    State(intake): State<Arc<Intake>>,
    PathParam((id, digest)): PathParam<(String, String)>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let (id, digest) = (body::registration(&id)?, body::digest(&digest));
    let status = authorised(&intake, id, &headers).await?;
    let expected = expected(&status, digest?)?;
    if expected.complete {
        return Err(Problem::Closed);
    }
    intake.uploads.interrupt(id, expected.digest).await?;
    // Nobody may write the file while it goes: a writer would keep the removed file open, and its
    // bytes would be lost after they were answered for.
    let _claim = intake
        .uploads
        .claim(id, expected.digest)
        .await?
        .ok_or(Problem::Offset)?;
    intake
        .uploads
        .offset(id, expected.digest)
        .await?
        .ok_or(Problem::Unknown)?;
    intake.uploads.remove(id, expected.digest).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Completes a photo whose last byte came with an earlier request. The caller holds the claim on
/// it.
pub async fn finish_what_came(
    intake: &Intake,
    id: RegistrationId,
    expected: &ExpectedPhoto,
) -> Result<(), Problem> {
    intake.uploads.bring(id, expected.digest).await?;
    let finished = finish(intake, id, expected).await;
    intake.uploads.let_go(id, expected.digest).await;
    finished
}

/// Completes a photo whose bytes are all there: compares the digest, makes them durable, and counts
/// the photo.
async fn finish(
    intake: &Intake,
    id: RegistrationId,
    expected: &ExpectedPhoto,
) -> Result<(), Problem> {
    let digest = expected.digest;
    // The record names the photo by its digest, and nothing else says that these bytes are the ones
    // it means.
    if !intake.uploads.check(id, digest).await? {
        return Err(Problem::Checksum);
    }
    // The photo goes into the bucket before it counts. A kill between the two leaves a complete
    // file on the disk, which the next sweep puts into the bucket again.
    let photo_store = intake.photo_store.clone();
    blocking(move || photo_store.put((id, digest))).await?;
    intake
        .store
        .complete_photo(id, digest, intake.clock.now())
        .await?;
    intake.received.notify_one();
    let photo_store = intake.photo_store.clone();
    if let Err(error) = blocking(move || photo_store.leave_disk((id, digest))).await {
        // The photo counts and is in the bucket. The next sweep removes the file.
        tracing::warn!(kind = ?error.kind(), "a photo's file could not be removed");
    }
    Ok(())
}

async fn write(
    intake: &Intake,
    id: &str,
    digest: &str,
    headers: &HeaderMap,
    turn: &Turn,
    request: &mut Body,
) -> Result<(u64, Expires), Problem> {
    let (id, digest) = (body::registration(id)?, body::digest(digest));
    // The digest is judged only after the token, so that a stranger learns nothing about photos.
    let status = authorised(intake, id, headers).await?;
    if !tus::is_upload(headers) {
        return Err(Problem::MediaType);
    }
    let from = number(headers, &OFFSET)?.ok_or(Problem::Malformed("Upload-Offset"))?;
    let checksum = checksum(headers)?;
    let expected = expected(&status, digest?)?;
    still_open(&status)?;
    // One request at a time may write a photo. A second one is told to ask for the offset, which
    // also ends the first.
    let mut claim = intake
        .uploads
        .claim(id, expected.digest)
        .await?
        .ok_or(Problem::Offset)?;
    let room = u64::from(expected.length).saturating_sub(from);
    let arriving = Arriving {
        intake,
        id,
        expected: &expected,
        from,
        room,
        checksum,
    };
    let written = arriving.take(headers, turn, request, &mut claim).await;
    intake.uploads.let_go(id, expected.digest).await;
    claim.give_back().await;
    written
}

/// Reads a body that must be empty, because the photo is complete.
async fn nothing_more(intake: &Intake, request: &mut Body) -> Result<(), Problem> {
    match body::piece(request, intake.limits.idle).await? {
        Some(piece) if !piece.is_empty() => Err(Problem::TooLarge),
        _ => Ok(()),
    }
}

type Expires = AppendHeaders<Option<(HeaderName, String)>>;

/// The `Upload-Expires` header of an unfinished upload.
async fn expires(
    intake: &Intake,
    id: RegistrationId,
    expected: &ExpectedPhoto,
) -> Result<Expires, Problem> {
    Ok(AppendHeaders(
        intake
            .expiry(id, expected)
            .await?
            .map(|at| (tus::EXPIRES, at)),
    ))
}

/// One PATCH that is being written to the file.
struct Arriving<'a> {
    intake: &'a Intake,
    id: RegistrationId,
    expected: &'a ExpectedPhoto,
    from: u64,
    room: u64,
    checksum: Option<[u8; 32]>,
}

impl Arriving<'_> {
    /// Takes the body under the claim on the photo. The new offset is returned.
    async fn take(
        &self,
        headers: &HeaderMap,
        turn: &Turn,
        request: &mut Body,
        claim: &mut Claim,
    ) -> Result<(u64, Expires), Problem> {
        let (intake, id, expected) = (self.intake, self.id, self.expected);
        let length = u64::from(expected.length);
        let here = offset_here(intake, id, expected).await?;
        if here.ok_or(Problem::Unknown)? != self.from {
            return Err(Problem::Offset);
        }
        // A body that announces too much is refused before its bytes travel.
        if number(headers, &CONTENT_LENGTH)?.is_some_and(|length| length > self.room) {
            return Err(Problem::TooLarge);
        }
        turn.give_back();
        if expected.complete {
            return nothing_more(intake, request)
                .await
                .map(|()| (length, AppendHeaders(None)));
        }
        // What came before may lie in the database, and is put onto the disk too.
        let on_disk = if intake.uploads.are_shared() {
            length
        } else {
            self.room
        };
        let _reservation = intake.room.for_photo(on_disk)?;
        let brought = self.write(request, claim).await?;
        // The bytes are kept already, so the end of the work is not refused for want of a turn.
        let _ = turn.take().await;
        if brought == self.room
            && let Err(problem) = finish(intake, id, expected).await
        {
            // The bucket is away, say: whichever machine is asked next puts the photo there.
            if problem != Problem::Checksum {
                intake.uploads.keep(claim, self.from).await?;
            }
            return Err(problem);
        }
        Ok((self.from + brought, expires(intake, id, expected).await?))
    }

    /// Writes the body and returns how many bytes came; they are durable when this returns, but for
    /// the last ones of a photo that lies in the database until it is in the bucket. Bytes
    /// of a refused body are cut off again. Bytes of a body that was cut are kept, unless the
    /// request has a checksum for all of them.
    async fn write(&self, request: &mut Body, claim: &mut Claim) -> Result<u64, Problem> {
        let mut file = self
            .intake
            .uploads
            .open(self.id, self.expected.digest)
            .await?;
        let brought = self.stream(&mut file, request, claim).await;
        file.flush().await?;
        let keep = match &brought {
            Ok(_) => true,
            Err(Problem::Cut | Problem::Offset) => self.checksum.is_none(),
            Err(_) => false,
        };
        if !keep {
            // Which byte is wrong cannot be known, so the upload stands again where it stood before
            // this request.
            file.set_len(self.from).await?;
        }
        file.sync_data().await?;
        // The last bytes of a photo become no piece: the whole file goes to the bucket, and on
        // failure `take` keeps them after all (ADR 24).
        let is_whole = brought.as_ref().is_ok_and(|brought| *brought == self.room);
        if keep && !is_whole {
            self.intake.uploads.keep(claim, self.from).await?;
        }
        brought
    }

    async fn stream(
        &self,
        file: &mut tokio::fs::File,
        request: &mut Body,
        claim: &mut Claim,
    ) -> Result<u64, Problem> {
        let mut hash = Sha256::new();
        let (mut brought, mut pace) = (0, body::Pace::begin(&self.intake.limits));
        let mut deadline = std::pin::pin!(tokio::time::sleep(self.intake.limits.whole));
        // A phone asks for the offset right after a cut, when its last bytes may have arrived but
        // were not read yet. They are read for a moment longer, or the phone would send them again.
        let mut stopped = std::pin::pin!(async {
            claim.stopped().await;
            tokio::time::sleep(LAST_BYTES).await;
        });
        loop {
            let piece = tokio::select! {
                piece = pace.piece(request) => piece?,
                () = &mut stopped => return Err(Problem::Offset),
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
        let differs = self
            .checksum
            .is_some_and(|expected| hash.finalize()[..] != expected);
        if differs {
            Err(Problem::Checksum)
        } else {
            Ok(brought)
        }
    }
}

async fn authorised(
    intake: &Intake,
    id: RegistrationId,
    headers: &HeaderMap,
) -> Result<RegistrationStatus, Problem> {
    if headers.get(&tus::RESUMABLE) != Some(&tus::TUS) {
        return Err(Problem::TusVersion);
    }
    status::authorised(intake, id, headers).await
}

fn expected(status: &RegistrationStatus, digest: Digest) -> Result<ExpectedPhoto, Problem> {
    status
        .photos
        .iter()
        .find(|photo| photo.digest == digest)
        .copied()
        .ok_or(Problem::NotWanted)
}

fn still_open(status: &RegistrationStatus) -> Result<(), Problem> {
    let closed = matches!(
        status.state,
        OfficeState::Accepted | OfficeState::Refused | OfficeState::Withdrawn
    );
    if closed { Err(Problem::Closed) } else { Ok(()) }
}

/// The offset of an upload, after another request that still writes it was asked to stop. A
/// complete file that was not counted yet (the office was killed before) is counted now.
async fn settled_offset(
    intake: &Intake,
    id: RegistrationId,
    expected: &ExpectedPhoto,
) -> Result<Option<u64>, Problem> {
    if expected.complete {
        return Ok(Some(u64::from(expected.length)));
    }
    intake.uploads.interrupt(id, expected.digest).await?;
    if intake.uploads.offset(id, expected.digest).await? == Some(u64::from(expected.length)) {
        let _claim = intake
            .uploads
            .claim(id, expected.digest)
            .await?
            .ok_or(Problem::Offset)?;
        match finish_what_came(intake, id, expected).await {
            // The file may be in the bucket only by now, so the length comes from the record.
            Ok(()) => return Ok(Some(u64::from(expected.length))),
            // The file was emptied, and the offset below is 0.
            Err(Problem::Checksum) => {}
            Err(problem) => return Err(problem),
        }
    }
    offset_here(intake, id, expected).await
}

/// The offset as it is. A complete photo may be in the bucket only, also when it became complete by
/// another request since this one was judged.
async fn offset_here(
    intake: &Intake,
    id: RegistrationId,
    expected: &ExpectedPhoto,
) -> Result<Option<u64>, Problem> {
    let digest = expected.digest;
    if !expected.complete {
        let here = intake.uploads.offset(id, digest).await?;
        if here.is_some() || intake.store.photo_complete(id, digest).await? != Some(true) {
            return Ok(here);
        }
    }
    Ok(Some(u64::from(expected.length)))
}
