//! `PUT /v1/registrations/{id}/revisions/{revision}`: the record comes first, and reserves its photos.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use payung_model::sealed::{Envelope, EnvelopeKind};

use super::body::PathParam;
use super::contract::{OfRegistration, refusals};
use super::status::StatusDocument;
use super::{Intake, Problem, body, status};
use crate::store::{self, Arrival, Recorded};

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
    mut request: Body,
) -> Response {
    match take(&intake, &id, &revision, &headers, &mut request).await {
        Ok(answer) => answer,
        Err(problem) => {
            body::drain(&mut request).await;
            problem.into_response()
        }
    }
}

async fn take(
    intake: &Intake,
    id: &str,
    revision: &str,
    headers: &HeaderMap,
    request: &mut Body,
) -> Result<Response, Problem> {
    let id = body::registration(id)?;
    let revision: u32 = revision.parse().map_err(|_| Problem::Malformed("revision"))?;
    super::limits::room_for_record(intake)?;
    let bytes = body::whole(request, Envelope::MOST_BYTES, &intake.limits).await?;
    let envelope = Envelope::parse(&bytes)?;
    let header = envelope.header();
    if (header.id, header.revision) != (id, revision) {
        return Err(Problem::Malformed("id or revision differ from the path's"));
    }
    if header.kind != EnvelopeKind::Registration {
        return Err(Problem::UnknownKind);
    }
    let digest = envelope.digest();
    let arrival = Arrival { envelope, digest, token_hash: body::token_hash(headers), at: intake.clock.now() };
    let (code, status) = match intake.writer.run(move |sql| store::record(sql, &arrival)).await? {
        Recorded::New(status) => (StatusCode::CREATED, status),
        Recorded::Again(status) => (StatusCode::OK, status),
        Recorded::Unknown => return Err(Problem::Unknown),
        Recorded::Conflict => return Err(Problem::Conflict),
        Recorded::Erased => return Err(Problem::Erased),
        Recorded::Closed => return Err(Problem::Closed),
        Recorded::Revision { expected } => return Err(Problem::Revision { expected }),
        Recorded::UnknownKey => return Err(Problem::UnknownKey),
        Recorded::UnknownBundle => return Err(Problem::UnknownBundle),
        Recorded::PhotoLength => return Err(Problem::Malformed("a photo's length")),
    };
    intake.received.notify_one();
    Ok((code, status::document(intake, &status).await?).into_response())
}
