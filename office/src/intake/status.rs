//! The status document, and taking a registration back.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId};
use serde::Serialize;
use subtle::ConstantTimeEq;

use super::{Intake, Problem, body};
use crate::store::{self, Standing};

/// What the phone learns about its registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    id: String,
    revision: u32,
    state: OfficeState,
    receipt: String,
    photos: Vec<Photo>,
    reply: Option<String>,
    bundle: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Photo {
    digest: String,
    length: u32,
    offset: u64,
}

type Answer = ([(HeaderName, HeaderValue); 1], Json<Document>);

/// `GET /v1/registrations/{id}`
pub async fn get(
    State(intake): State<Arc<Intake>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let standing = authorised(&intake, body::registration(&id)?, &headers).await?;
    document(&intake, &standing).await
}

/// `DELETE /v1/registrations/{id}`: the worker withdraws.
pub async fn withdraw(
    State(intake): State<Arc<Intake>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let id = body::registration(&id)?;
    let before = authorised(&intake, id, &headers).await?;
    let at = intake.clock.now();
    let Some(after) = intake.writer.run(move |sql| store::withdraw(sql, id, at)).await? else {
        return Err(Problem::Closed);
    };
    for photo in before.photos.iter().filter(|photo| !photo.complete) {
        intake.uploads.interrupt(id, photo.digest).await;
        intake.uploads.remove(id, photo.digest).await?;
    }
    document(&intake, &after).await
}

/// The document, with what is on disk of each photo.
pub async fn document(intake: &Intake, standing: &Standing) -> Result<Answer, Problem> {
    let mut photos = Vec::with_capacity(standing.photos.len());
    for photo in &standing.photos {
        let offset = if photo.complete {
            u64::from(photo.length)
        } else {
            intake.uploads.offset(standing.id, photo.digest).await?.unwrap_or(0)
        };
        photos.push(Photo { digest: photo.digest.to_string(), length: photo.length, offset });
    }
    let document = Document {
        id: standing.id.to_string(),
        revision: standing.revision,
        state: standing.state,
        receipt: standing.id.receipt(),
        photos,
        reply: standing.reply.as_ref().map(|sealed| URL_SAFE_NO_PAD.encode(sealed)),
        bundle: standing.bundle,
    };
    Ok(([(CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(document)))
}

/// The registration, if the token is its own. Unknown id and wrong token take the same way and the same time: two
/// look-ups, two comparisons.
pub async fn authorised(intake: &Intake, id: RegistrationId, headers: &HeaderMap) -> Result<Standing, Problem> {
    let bearer = body::token_hash(headers);
    let (found, stone) =
        intake.readers.read(move |sql| Ok((store::standing(sql, id)?, store::tombstone(sql, id)?))).await?;
    let is_bearers = |hash: Option<Digest>| -> bool { hash.map_or([0; 32], |hash| hash.0).ct_eq(&bearer.0).into() };
    let same = is_bearers(found.as_ref().map(|standing| standing.token_hash));
    if is_bearers(stone.map(|stone| stone.token_hash)) {
        return Err(Problem::Erased);
    }
    found.filter(|_| same).ok_or(Problem::Unknown)
}
