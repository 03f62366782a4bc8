//! `GET /v1/registrations/{id}/inbox?after=N`: what the office wrote to this registration.
//!
//! The intake passes sealed items on. It can neither read them nor make one: see
//! `payung_model::sealed::inbox`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64ct::{Base64UrlUnpadded, Encoding};
use payung_model::sealed::inbox::Item;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::PathParam;
use super::contract::{OfRegistration, refusals};
use super::status::TokenHolder;
use super::{Intake, Problem, body, status};
use crate::store::{InboxPart, InboxReader};

/// What is asked.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InboxQuery {
    /// The sequence of the last item that the phone keeps; 0 for the first. It acknowledges that
    /// item and all before it.
    #[serde(default)]
    #[param(maximum = 9_007_199_254_740_991_u64)]
    after: u64,
}

/// A part of the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Inbox)]
pub struct InboxDocument {
    /// The sequence of the last item in the inbox; 0 when it is empty.
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    last: u64,
    /// Sealed items, the oldest first (unpadded base64url of at most 40 KiB each). Their sequences
    /// grow and may have gaps.
    #[schema(max_items = 32)]
    items: Vec<String>,
    /// There are more after these.
    more: bool,
}

/// Items in one answer, at most.
const MOST_ITEMS: u32 = 32;
/// Bytes of the items in one answer, at most: as base64url they stay below the 64 KiB that phones
/// read.
const MOST_BYTES: usize = Item::MOST_BYTES;

refusals!(InboxRefused: Malformed(""), Unknown, Full);

/// What the office wrote, also to a registration that was erased: then one item says so.
#[utoipa::path(
    get, path = "/v1/registrations/{id}/inbox", operation_id = "inbox", tag = "registration",
    params(OfRegistration, InboxQuery),
    security(("status_token" = [])),
    responses(
        (status = 200, description = "The items after that one.", body = InboxDocument,
            headers(("Cache-Control" = String, description = "`no-store`"))),
        InboxRefused,
    )
)]
pub async fn get(
    State(intake): State<Arc<Intake>>,
    PathParam(id): PathParam<String>,
    query: Result<Query<InboxQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<([(HeaderName, HeaderValue); 1], Json<InboxDocument>), Problem> {
    let id = body::registration(&id)?;
    let reader = match status::token_holder(&intake, id, &headers).await? {
        TokenHolder::Ended(..) => InboxReader::Ended,
        TokenHolder::Registration(_) | TokenHolder::Erased => InboxReader::Holder,
    };
    let Query(InboxQuery { after }) = query.map_err(|_| Problem::Malformed("after"))?;
    if after > Item::LAST_SEQUENCE {
        return Err(Problem::Malformed("after"));
    }
    let InboxPart { last, items, more } = intake
        .store
        .inbox(id, reader, after, MOST_ITEMS, MOST_BYTES)
        .await?;
    let items = items
        .iter()
        .map(|item| Base64UrlUnpadded::encode_string(item))
        .collect();
    let document = InboxDocument { last, items, more };
    Ok((
        [(CACHE_CONTROL, HeaderValue::from_static("no-store"))],
        Json(document),
    ))
}
