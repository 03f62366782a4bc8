//! `PUT /v1/registrations/{id}/revisions/{revision}`: the record comes first, and reserves its
//! photos.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use payung_model::sealed::{Digest, Envelope, EnvelopeKind, RegistrationId};

use super::body::PathParam;
use super::contract::{OfRegistration, refusals};
use super::status::StatusDocument;
use super::turn::Turn;
use super::{Intake, Problem, body, status};
use crate::store::{Arrival, Recorded};

/// The body, as it comes.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary, max_length = 65536)]
#[expect(dead_code, reason = "describes bytes")]
struct EnvelopeBytes(Vec<u8>);

refusals!(
    PutRefused: Malformed(""), Unknown, Cut, Conflict, Revision { expected: 1 }, Closed, Erased, TooLarge, UnknownKey,
    UnknownBundle, UnknownKind, NewerEnvelope, Full,
);

/// Records a revision. Durable before it is answered.
#[utoipa::path(
    put, path = "/v1/registrations/{id}/revisions/{revision}", operation_id = "record", tag = "registration",
    params(
        OfRegistration,
        ("revision" = u32, Path, minimum = 1, description = "1 for the first sending, one more for each correction or \
            re-sealing; what the envelope's header says."),
    ),
    request_body(
        content = inline(EnvelopeBytes), content_type = "application/octet-stream",
        description = "The sealed envelope (CBOR, see docs/protocol.md), at most 64 KiB."
    ),
    security(("status_token" = [])),
    responses(
        (status = 201, description = "Kept.", body = StatusDocument),
        (status = 200, description = "The same bytes were already kept.", body = StatusDocument),
        PutRefused,
    )
)]
pub async fn put(
    State(intake): State<Arc<Intake>>,
    PathParam((id, revision)): PathParam<(String, String)>,
    headers: HeaderMap,
    turn: Turn,
    mut request: Body,
) -> Response {
    match take(&intake, &id, &revision, &headers, &turn, &mut request).await {
        Ok(answer) => answer,
        Err(Refused { problem, record }) => {
            turn.give_back();
            body::drain(&mut request).await;
            problem.response(record)
        }
    }
}

/// Why a record was not kept, and which one was read.
struct Refused {
    problem: Problem,
    record: Option<Digest>,
}

impl<P: Into<Problem>> From<P> for Refused {
    fn from(problem: P) -> Self {
        Self {
            problem: problem.into(),
            record: None,
        }
    }
}

async fn take(
    intake: &Intake,
    id: &str,
    revision: &str,
    headers: &HeaderMap,
    turn: &Turn,
    request: &mut Body,
) -> Result<Response, Refused> {
    let id = body::registration(id)?;
    let revision: u32 = revision
        .parse()
        .map_err(|_| Problem::Malformed("revision"))?;
    // Before the body is read: a refusal that names the record would park it on its phone, and here
    // it is the line that is to blame.
    let token_hash = body::token_hash(headers)?;
    // Asked before the body is read, so that a full disk costs the phone no bytes.
    intake.room.for_record()?;
    // A correction of what the office has is never refused because strangers send too much.
    if intake.room.is_crowded() && !is_known(intake, id, token_hash).await? {
        intake.room.for_newcomer(turn.address())?;
    }
    turn.give_back();
    // The place for work was given back: a phone that sends slowly, or an attacker who does, must
    // not hold one while bytes are awaited (ADR 16).
    let bytes = body::whole(request, Envelope::MOST_BYTES, &intake.limits).await?;
    turn.take().await?;
    let record = Digest::of(&bytes);
    keep(intake, id, revision, token_hash, &bytes, record)
        .await
        .map_err(|problem| Refused {
            problem,
            record: Some(record),
        })
}

/// True when the office has that registration, and the token is its own.
async fn is_known(
    intake: &Intake,
    id: RegistrationId,
    token_hash: Digest,
) -> Result<bool, Problem> {
    let (known, _) = intake.store.standing(id).await?;
    Ok(known.is_some_and(|known| known.token_hash == token_hash))
}

async fn keep(
    intake: &Intake,
    id: RegistrationId,
    revision: u32,
    token_hash: Digest,
    bytes: &[u8],
    digest: Digest,
) -> Result<Response, Problem> {
    let envelope = Envelope::parse(bytes)?;
    let header = envelope.header();
    // Only the header is authenticated by the envelope's seal, so the path must not say anything
    // else.
    if (header.id, header.revision) != (id, revision) {
        return Err(Problem::Malformed("id or revision differ from the path's"));
    }
    if header.kind != EnvelopeKind::Registration {
        return Err(Problem::UnknownKind);
    }
    let arrival = Arrival {
        envelope,
        digest,
        token_hash,
        at: intake.clock.now(),
    };
    let (code, status) = match intake.store.record(arrival).await? {
        Recorded::New(status) => (StatusCode::CREATED, status),
        Recorded::Again(status) => (StatusCode::OK, status),
        Recorded::Unknown => return Err(Problem::Unknown),
        Recorded::Conflict => return Err(Problem::Conflict),
        Recorded::Erased => return Err(Problem::Erased),
        Recorded::Leaving => return Err(Problem::Unavailable),
        Recorded::Closed => return Err(Problem::Closed),
        Recorded::Revision { expected } => return Err(Problem::Revision { expected }),
        Recorded::UnknownKey => return Err(Problem::UnknownKey),
        Recorded::UnknownBundle => return Err(Problem::UnknownBundle),
        Recorded::PhotoLength => return Err(Problem::Malformed("a photo's length")),
    };
    // A record without photos can be opened at once.
    intake.received.notify_one();
    Ok((code, status::document(intake, &status).await?).into_response())
}
