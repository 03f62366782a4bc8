//! `GET /v1/bundle?engine=N`: the newest rules that core understands.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use payung_model::sealed::VerifyingKey;
use serde::Deserialize;
use utoipa::ToSchema;

use super::contract::refusals;
use super::{Intake, Problem};

/// It tells an older app that an update exists.
const NEWEST_ENGINE: HeaderName = HeaderName::from_static("payung-newest-engine");

/// What is asked.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BundleQuery {
    /// The engine of who asks: the newest bundle that needs no newer one is served.
    engine: u32,
    /// One or two keys in base64url, joined by a comma: the newest bundle that one of them signed
    /// is served instead. So a phone that missed several rotations is led on, one rotation at a
    /// time.
    #[param(max_length = 87)]
    signers: Option<String>,
}

/// The body, as it comes.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary, max_length = 1_048_576)]
#[expect(dead_code, reason = "describes bytes")]
struct BundleBytes(Vec<u8>);

refusals!(BundleRefused: Malformed(""), None);

/// Answers the signed bundle (deflated for who accepts it: it is most of what a first registration
/// costs), 304 when the phone has it, 404 `none` before the first.
#[utoipa::path(
    get, path = "/v1/bundle", operation_id = "bundle", tag = "rules",
    params(
        BundleQuery,
        ("If-None-Match" = Option<String>, Header, description = "ETags of what is held: 304 if it is still the newest."),
        ("Accept-Encoding" = Option<String>, Header, description = "With `deflate` it comes in zlib format (RFC 1950)."),
    ),
    responses(
        (status = 200, description = "The signed bundle (CBOR, see docs/protocol.md), at most 1 MiB.",
            body = inline(BundleBytes), content_type = "application/octet-stream",
            headers(
                ("ETag" = String, description = "The sequence, in quotes."),
                ("Cache-Control" = String, description = "`no-cache`"),
                ("Vary" = String, description = "`accept-encoding`"),
                ("Payung-Newest-Engine" = u32, description = "The highest engine any bundle needs."),
            )),
        (status = 304, description = "The one that is held is the newest.",
            headers(
                ("ETag" = String, description = "The sequence, in quotes."),
                ("Cache-Control" = String, description = "`no-cache`"),
                ("Payung-Newest-Engine" = u32, description = "The highest engine any bundle needs."),
            )),
        BundleRefused,
    )
)]
pub async fn get(
    State(intake): State<Arc<Intake>>,
    asked: Result<Query<BundleQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Query(BundleQuery { engine, signers }) = asked.map_err(|_| Problem::Malformed("engine"))?;
    let signers = signers.as_deref().map(two_keys).transpose()?;
    let found = intake.store.newest_bundle(engine, signers).await?;
    let (bundle, newest) = (found.0.ok_or(Problem::None)?, HeaderValue::from(found.1));
    let tag = format!("\"{}\"", bundle.sequence);
    // The phone may hold several bundles, and proxies may mark a tag as weak.
    let has_it = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|tags| {
            tags.split(',')
                .map(|one| one.trim().trim_start_matches("W/"))
                .any(|one| one == tag || one == "*")
        });
    let caching = [(ETAG, tag), (CACHE_CONTROL, "no-cache".to_owned())];
    let newest = [(NEWEST_ENGINE, newest)];
    if has_it {
        return Ok((StatusCode::NOT_MODIFIED, caching, newest).into_response());
    }
    let kind = [
        (CONTENT_TYPE, "application/octet-stream"),
        (VARY, "accept-encoding"),
    ];
    let packed = intake.packed.of(bundle.sequence, bundle.bytes).await?;
    if accepts_deflate(&headers) {
        let coding = [(CONTENT_ENCODING, "deflate")];
        return Ok((caching, newest, kind, coding, packed.deflated.clone()).into_response());
    }
    Ok((caching, newest, kind, packed.plain.clone()).into_response())
}

/// One key or two, each as its canonical text; one stands for both.
fn two_keys(text: &str) -> Result<[String; 2], Problem> {
    let malformed = || Problem::Malformed("signers");
    let key = |text: &str| {
        text.parse::<VerifyingKey>()
            .map(|key| key.to_string())
            .map_err(|_| malformed())
    };
    let (one, other) = text.split_once(',').unwrap_or((text, text));
    Ok([key(one)?, key(other)?])
}

/// True when the header names the coding without a weight. A weight could mean "not acceptable".
fn accepts_deflate(headers: &HeaderMap) -> bool {
    let named = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    named
        .flat_map(|codings| codings.split(','))
        .any(|coding| coding.trim().eq_ignore_ascii_case("deflate"))
}
