//! The error table of `docs/protocol.md`: every answer that is not a success.

use axum::http::header::{HeaderName, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use payung_model::sealed::{Digest, EnvelopeProblem};
use serde::Serialize;

use crate::store::StoreError;

/// Why a request was refused. Each has a status and a code, on which the phone acts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// 400: the request cannot be read; sending it again will not help.
    #[error("{0}")]
    Malformed(&'static str),
    /// 415: a PATCH of another media type than tus has.
    #[error("application/offset+octet-stream is the only type of a PATCH")]
    MediaType,
    /// 412: not tus 1.0.0.
    #[error("this office speaks tus 1.0.0")]
    TusVersion,
    /// 403: the last revision does not name this photo.
    #[error("the registration does not name this photo")]
    NotWanted,
    /// 404: unknown id, or wrong token.
    #[error("no such registration, or not this token")]
    Unknown,
    /// 404: no bundle yet, or no such path.
    #[error("nothing here")]
    None,
    /// 405: the path exists, the method does not.
    #[error("not with this method")]
    Method,
    /// 409: the same revision (or photo) with other content.
    #[error("the same with other content")]
    Conflict,
    /// 409: a later revision was recorded before.
    #[error("revisions from {expected} on are taken")]
    Revision {
        /// The first number that is taken.
        expected: u32,
    },
    /// 409: the upload stands elsewhere, or somebody else writes it.
    #[error("the upload stands elsewhere")]
    Offset,
    /// 409: accepted, refused, withdrawn, or already whole.
    #[error("closed")]
    Closed,
    /// 410: the office erased it.
    #[error("erased")]
    Erased,
    /// 413: over a limit.
    #[error("too large")]
    TooLarge,
    /// 422: sealed to a key this office never published.
    #[error("sealed to a key this office does not know")]
    UnknownKey,
    /// 422: made with a bundle this office never signed.
    #[error("made with a bundle this office did not sign")]
    UnknownBundle,
    /// 422: written by a newer Payung.
    #[error("this envelope is newer than this office")]
    NewerEnvelope,
    /// 422: an envelope of a kind this office does not take.
    #[error("this office does not take messages of this kind")]
    UnknownKind,
    /// 429: too much at once.
    #[error("too much at once, come again in a while")]
    SlowDown,
    /// 429: a recovery code was tried too often.
    #[error("tried too often, come again in an hour")]
    TooOften,
    /// 503: the database cannot be used right now.
    #[error("not just now, come again in a while")]
    Unavailable,
    /// 503: the disk is nearly full.
    #[error("no room just now, come again later")]
    Full,
    /// 460 (tus): the bytes are not those that were meant.
    #[error("the bytes are not those that were meant")]
    Checksum,
    /// The body did not come in time, or the connection was cut. Mostly nobody is left to read this
    /// answer.
    #[error("the body did not come")]
    Cut,
}

/// The body of every answer that is not a success.
#[derive(Serialize)]
struct RefusalBody {
    /// What the phone acts on.
    error: &'static str,
    /// For people who read logs.
    message: String,
    /// The next revision, with `revision`.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<u32>,
    /// The record that was judged, when one was read to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
}

impl Problem {
    /// HTTP status and code, as in the table.
    pub fn answer(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Malformed(_) => (StatusCode::BAD_REQUEST, "malformed"),
            Self::MediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "malformed"),
            Self::TusVersion => (StatusCode::PRECONDITION_FAILED, "malformed"),
            Self::NotWanted => (StatusCode::FORBIDDEN, "not_wanted"),
            Self::Unknown => (StatusCode::NOT_FOUND, "unknown"),
            Self::None => (StatusCode::NOT_FOUND, "none"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "malformed"),
            Self::Conflict => (StatusCode::CONFLICT, "conflict"),
            Self::Revision { .. } => (StatusCode::CONFLICT, "revision"),
            Self::Offset => (StatusCode::CONFLICT, "offset"),
            Self::Closed => (StatusCode::CONFLICT, "closed"),
            Self::Erased => (StatusCode::GONE, "erased"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::UnknownKey => (StatusCode::UNPROCESSABLE_ENTITY, "unknown_key"),
            Self::UnknownBundle => (StatusCode::UNPROCESSABLE_ENTITY, "unknown_bundle"),
            Self::NewerEnvelope => (StatusCode::UNPROCESSABLE_ENTITY, "newer_envelope"),
            Self::UnknownKind => (StatusCode::UNPROCESSABLE_ENTITY, "unknown_kind"),
            Self::SlowDown => (StatusCode::TOO_MANY_REQUESTS, "slow_down"),
            Self::TooOften => (StatusCode::TOO_MANY_REQUESTS, "too_often"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "slow_down"),
            Self::Full => (StatusCode::SERVICE_UNAVAILABLE, "full"),
            Self::Checksum => (
                StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST),
                "checksum",
            ),
            Self::Cut => (StatusCode::REQUEST_TIMEOUT, "slow_down"),
        }
    }

    /// Seconds to wait, at least; up to as many again are added at random, so that those who were
    /// sent away together do not come back together.
    pub(super) fn retry_after(&self) -> Option<u16> {
        match self {
            Self::SlowDown | Self::Cut => Some(2),
            Self::Unavailable => Some(5),
            Self::Full | Self::TooOften => Some(300),
            _ => None,
        }
    }
}

impl Problem {
    /// The answer. `record` is the digest of the record that was judged: by it the phone knows that
    /// this is the office's word about what the phone sent, and not about something that was
    /// changed on its way.
    pub fn response(self, record: Option<Digest>) -> Response {
        let (status, code) = self.answer();
        let expected = if let Self::Revision { expected } = self {
            Some(expected)
        } else {
            None
        };
        let record = record.map(|digest| digest.to_string());
        let body = RefusalBody {
            error: code,
            message: self.to_string(),
            expected,
            record,
        };
        let mut headers = HeaderMap::new();
        if self == Self::TusVersion {
            headers.insert(
                HeaderName::from_static("tus-version"),
                HeaderValue::from_static("1.0.0"),
            );
        }
        if let Some(seconds) = self.retry_after() {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds + at_random(seconds)));
        }
        (status, headers, axum::Json(body)).into_response()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.response(None)
    }
}

/// A random number from 0 to `most`; 0 when there is no randomness.
fn at_random(most: u16) -> u16 {
    let mut bytes = [0; 2];
    getrandom::fill(&mut bytes).map_or(0, |()| u16::from_le_bytes(bytes) % (most + 1))
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the database could not do it");
        match error {
            StoreError::Full => Self::Full,
            _ => Self::Unavailable,
        }
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        // Only the kind is logged, because the message may contain a path and so an id.
        tracing::error!(kind = ?error.kind(), "a photo's file could not be used");
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Unavailable,
        }
    }
}

impl From<EnvelopeProblem> for Problem {
    fn from(problem: EnvelopeProblem) -> Self {
        match problem {
            EnvelopeProblem::Version(_) | EnvelopeProblem::BodyVersion(_) => Self::NewerEnvelope,
            EnvelopeProblem::Kind(_) => Self::UnknownKind,
            EnvelopeProblem::TooLarge => Self::TooLarge,
            EnvelopeProblem::Malformed(place) => Self::Malformed(place),
            EnvelopeProblem::UnknownKey(_)
            | EnvelopeProblem::Broken
            | EnvelopeProblem::NoRandomness(_) => Self::Malformed("envelope"),
        }
    }
}
