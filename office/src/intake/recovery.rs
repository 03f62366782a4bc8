//! `PUT /v1/registrations/{id}/recovery` and `POST /v1/recovery`: what another phone gets back by a
//! recovery code.
//!
//! The intake keeps sealed bytes and passes them on to who shows the locator and the proof. It can
//! neither read them nor find out code or birth date (docs/adr/0021).

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64ct::{Base64UrlUnpadded, Encoding};
use payung_model::sealed::Digest;
use payung_model::sealed::recovery::{MOST_BYTES, RecoverySecret};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::PathParam;
use super::contract::{OfRegistration, refusals};
use super::turn::Turn;
use super::{Intake, Problem, body, status};
use crate::store::{KeptRecovery, RecoveryKept};

/// Bytes of a request's body, at most.
const MOST_BODY: usize = 8 * 1024;

/// What a phone leaves for another one.
#[derive(Deserialize, ToSchema)]
#[schema(as = KeepRecovery)]
pub struct KeepDocument {
    /// SHA-256 of the locator.
    #[schema(pattern = "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$")]
    locator: String,
    /// SHA-256 of the proof.
    #[schema(pattern = "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$")]
    proof: String,
    /// The sealed access (unpadded base64url of at most 4 KiB).
    #[schema(pattern = "^[A-Za-z0-9_-]+$", max_length = 5_462)]
    sealed: String,
}

/// What is kept now.
#[derive(Serialize, ToSchema)]
#[schema(as = KeptRecovery)]
pub struct KeptDocument {
    /// SHA-256 of the sealed access: by it the phone knows that the office answered, and not somebody
    /// on the way.
    #[schema(pattern = "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$")]
    kept: String,
}

/// What another phone shows.
#[derive(Deserialize, ToSchema)]
#[schema(as = Recover)]
pub struct AskDocument {
    /// Follows from the code: 32 bytes.
    #[schema(pattern = "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$")]
    locator: String,
    /// Follows from code and birth date: 32 bytes.
    #[schema(pattern = "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$")]
    proof: String,
}

/// What it gets back.
#[derive(Serialize, ToSchema)]
#[schema(as = Recovery)]
pub struct FoundDocument {
    /// The registration: a part of what the seal binds.
    #[schema(format = "uuid")]
    id: String,
    /// The sealed access, as it was kept.
    #[schema(pattern = "^[A-Za-z0-9_-]+$", max_length = 5_462)]
    sealed: String,
}

refusals!(KeepRefused: Malformed(""), Unknown, Cut, Closed, Erased, TooLarge, Full);
refusals!(AskRefused: Malformed(""), Unknown, Cut, TooLarge, TooOften, Full);

/// Keeps what another phone gets back, in place of what was kept before. Repeating it is the same.
#[utoipa::path(
    put, path = "/v1/registrations/{id}/recovery", operation_id = "keep_recovery", tag = "recovery",
    params(OfRegistration),
    request_body(content = KeepDocument, content_type = "application/json"),
    security(("status_token" = [])),
    responses((status = 200, description = "Kept.", body = KeptDocument), KeepRefused)
)]
pub async fn keep(
    State(intake): State<Arc<Intake>>,
    PathParam(id): PathParam<String>,
    headers: HeaderMap,
    turn: Turn,
    mut request: Body,
) -> Result<Json<KeptDocument>, Problem> {
    // The token first, as everywhere: a stranger learns nothing of limits or of what is malformed.
    let outcome = async {
        let id = body::registration(&id)?;
        status::authorised(&intake, id, &headers).await?;
        intake.room.for_record()?;
        let asked: KeepDocument = read(&intake, &turn, &mut request).await?;
        let sealed = Base64UrlUnpadded::decode_vec(&asked.sealed)
            .ok()
            .filter(|sealed| !sealed.is_empty() && sealed.len() <= MOST_BYTES);
        let recovery = KeptRecovery {
            id,
            locator: digest(&asked.locator, "locator")?,
            proof: digest(&asked.proof, "proof")?,
            sealed: sealed.ok_or(Problem::Malformed("sealed"))?,
        };
        let kept = Digest::of(&recovery.sealed).to_string();
        match intake
            .store
            .keep_recovery(recovery, intake.clock.now())
            .await?
        {
            RecoveryKept::Kept => Ok(Json(KeptDocument { kept })),
            RecoveryKept::Closed => Err(Problem::Closed),
            RecoveryKept::Unknown => Err(Problem::Unknown),
        }
    };
    let outcome = outcome.await;
    if outcome.is_err() {
        turn.give_back();
        body::drain(&mut request).await;
    }
    outcome
}

/// Another phone asks by a code. An unknown code, a wrong birth date, and a registration that is no
/// more are answered alike, after the same work.
#[utoipa::path(
    post, path = "/v1/recovery", operation_id = "recover", tag = "recovery",
    request_body(content = AskDocument, content_type = "application/json"),
    responses(
        (status = 200, description = "What was kept.", body = FoundDocument,
            headers(("Cache-Control" = String, description = "`no-store`"))),
        AskRefused,
    )
)]
pub async fn ask(
    State(intake): State<Arc<Intake>>,
    turn: Turn,
    mut request: Body,
) -> Result<([(HeaderName, HeaderValue); 1], Json<FoundDocument>), Problem> {
    let asked: AskDocument = match read(&intake, &turn, &mut request).await {
        Ok(asked) => asked,
        Err(problem) => {
            turn.give_back();
            body::drain(&mut request).await;
            return Err(problem);
        }
    };
    let locator = secret(&asked.locator, "locator")?.digest();
    let proof = secret(&asked.proof, "proof")?.digest();
    let mut found = intake.store.recoveries(locator).await?;
    let now = intake.since.elapsed();
    // What is compared here takes nanoseconds: nobody can tell by the time what was wrong.
    let known = !found.is_empty();
    let matching = found.iter().position(|kept| kept.proof == proof);
    // Every try counts, also the one with the right date and one for a code that nobody has, so
    // that a refusal for want of tries says nothing about either.
    if !intake.recovery_rates.take(locator, known, now) {
        return Err(Problem::TooOften);
    }
    let kept = found.swap_remove(matching.ok_or(Problem::Unknown)?);
    let document = FoundDocument {
        id: kept.id.to_string(),
        sealed: Base64UrlUnpadded::encode_string(&kept.sealed),
    };
    Ok((
        [(CACHE_CONTROL, HeaderValue::from_static("no-store"))],
        Json(document),
    ))
}

/// Reads a JSON body. A slow sender does not hold a place for work meanwhile.
async fn read<T: DeserializeOwned>(
    intake: &Intake,
    turn: &Turn,
    request: &mut Body,
) -> Result<T, Problem> {
    turn.give_back();
    let bytes = body::whole(request, MOST_BODY, &intake.limits).await?;
    turn.take().await?;
    serde_json::from_slice(&bytes).map_err(|_| Problem::Malformed("JSON"))
}

fn digest(text: &str, what: &'static str) -> Result<Digest, Problem> {
    text.parse().map_err(|_| Problem::Malformed(what))
}

fn secret(text: &str, what: &'static str) -> Result<RecoverySecret, Problem> {
    text.parse().map_err(|_| Problem::Malformed(what))
}
