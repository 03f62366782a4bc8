//! `GET /v1/bundle?engine=N`: the newest rules that core understands.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Intake, Problem};
use crate::store;

/// An older app learns from it that an update exists.
const NEWEST_ENGINE: HeaderName = HeaderName::from_static("payung-newest-engine");

/// What is asked.
#[derive(Deserialize)]
pub struct Asked {
    engine: u32,
}

/// Answers the signed bundle, 304 when the phone has it, 404 `none` before the first.
pub async fn get(
    State(intake): State<Arc<Intake>>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Query(Asked { engine }) = asked.map_err(|_| Problem::Malformed("engine"))?;
    let found =
        intake.readers.read(move |sql| Ok((store::bundle_for(sql, engine)?, store::newest_engine(sql)?))).await?;
    let (bundle, newest) = (found.0.ok_or(Problem::None)?, HeaderValue::from(found.1));
    let tag = format!("\"{}\"", bundle.sequence);
    let has_it =
        headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(|tags| {
            tags.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
        });
    let caching = [(ETAG, tag), (CACHE_CONTROL, "no-cache".to_owned())];
    let newest = [(NEWEST_ENGINE, newest)];
    if has_it {
        return Ok((StatusCode::NOT_MODIFIED, caching, newest).into_response());
    }
    Ok((caching, newest, [(CONTENT_TYPE, "application/octet-stream")], bundle.bytes).into_response())
}
