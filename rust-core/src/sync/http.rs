//! One HTTP client to one office: requests, what their answers mean, bytes counted.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use http_body::Body as _;
use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId, Token};
use payung_model::units::Timestamp;
use reqwest::header::{AUTHORIZATION, DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::Deserialize;

use super::first_byte::CommitFirst;
use super::network_error::{AnswerKind, later, of_answer, of_error};
use super::tls::{self, Now};
use super::{Delay, dates};

/// Why there is no client at all.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client: {0}")]
pub struct HttpProblem(pub(super) String);

/// The office's status document (docs/protocol.md).
#[derive(Debug, Deserialize)]
pub(crate) struct StatusDocument {
    pub id: String,
    pub revision: u32,
    pub state: OfficeState,
    pub photos: Vec<PhotoStatus>,
    pub reply: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PhotoStatus {
    pub digest: String,
    pub offset: u32,
}

#[derive(Debug, Deserialize)]
struct ErrorDocument {
    error: String,
}

/// An answer, sorted by what to do with it.
#[derive(Debug)]
pub(crate) enum Answer {
    Ok(Response),
    /// One of the protocol's error codes.
    Refused {
        code: String,
        retry_after: Option<Duration>,
    },
    /// No answer of the office at all.
    Not(Delay),
}

/// A body and its length.
pub(crate) struct RequestBody {
    body: reqwest::Body,
    length: u64,
}

impl From<Vec<u8>> for RequestBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self { length: bytes.len() as u64, body: bytes.into() }
    }
}

impl From<CommitFirst> for RequestBody {
    fn from(departure: CommitFirst) -> Self {
        Self { length: departure.size_hint().exact().unwrap_or_default(), body: reqwest::Body::wrap(departure) }
    }
}

/// The client. Redirects are never followed: an office does not redirect, a captive portal does.
pub struct Http {
    client: reqwest::Client,
    base: String,
    sent: AtomicU64,
    received: AtomicU64,
    /// The office's clock at its last answer over TLS, in milliseconds; 0 while none came.
    office_time: AtomicI64,
}

/// How the client is set up.
pub struct HttpSettings {
    /// Who may vouch for the office.
    pub roots: rustls::RootCertStore,
    /// No answer to the connection attempt.
    pub connect: Duration,
    /// No byte for so long.
    pub idle: Duration,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self { roots: tls::public_roots(), connect: Duration::from_secs(20), idle: Duration::from_secs(60) }
    }
}

/// No answer or error document of the office is larger than this.
const MOST_JSON: usize = 64 * 1024;

impl Http {
    /// A client to the office at `base` (no trailing slash), which judges certificates by the clock `now`.
    pub fn new(base: &str, now: Now, settings: HttpSettings) -> Result<Self, HttpProblem> {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config(settings.roots, now)?)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .http1_only()
            .connect_timeout(settings.connect)
            .read_timeout(settings.idle)
            .build()
            .map_err(|error| HttpProblem(error.to_string()))?;
        let (sent, received) = (AtomicU64::new(0), AtomicU64::new(0));
        Ok(Self { client, base: base.to_owned(), sent, received, office_time: AtomicI64::new(0) })
    }

    /// A request about one registration, with its token.
    pub(crate) fn about(&self, method: Method, id: RegistrationId, rest: &str, token: &Token) -> RequestBuilder {
        let bearer = format!("Bearer {token}");
        self.plain(method, &format!("/v1/registrations/{id}{rest}")).header(AUTHORIZATION, secret_header(&bearer))
    }

    /// A request that belongs to nobody.
    pub(crate) fn plain(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// Sends, counts, sorts. `expected`: the statuses that mean success.
    pub(crate) async fn send(&self, request: RequestBuilder, body: impl Into<RequestBody>, expected: &[u16]) -> Answer {
        let RequestBody { body, length } = body.into();
        let Ok(request) = request.body(body).build() else {
            return Answer::Not(Delay::Park { message: "park-malformed" });
        };
        let head = request.method().as_str().len() + request.url().as_str().len() + size_of_headers(request.headers());
        let is_head = request.method() == Method::HEAD;
        let answer = self.client.execute(request).await;
        // Without a connection nothing left; of a request that broke off nobody knows how much did: all of it is counted.
        if !answer.as_ref().is_err_and(reqwest::Error::is_connect) {
            self.sent.fetch_add(head as u64 + length, Ordering::Relaxed);
        }
        match answer {
            Ok(response) => self.sort(response, expected, is_head).await,
            Err(error) => Answer::Not(of_error(&error)),
        }
    }

    /// The JSON of a successful answer, if it is the office's.
    pub(crate) async fn status_document(
        &self,
        response: Response,
        id: RegistrationId,
    ) -> Result<StatusDocument, Delay> {
        let looks = AnswerKind::of(response.headers());
        let bytes = self.body(response, MOST_JSON).await?;
        let document = serde_json::from_slice(&bytes).ok().filter(|found: &StatusDocument| found.id == id.to_string());
        document.ok_or_else(|| looks.and(&bytes).wait())
    }

    /// A body of at most `most` bytes.
    pub(crate) async fn body(&self, mut response: Response, most: usize) -> Result<Vec<u8>, Delay> {
        let looks = AnswerKind::of(response.headers());
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| of_error(&error))? {
            self.received.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            if bytes.len() + chunk.len() > most {
                return Err(looks.and(&bytes).wait());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// Bytes sent and received since the last call: bodies and headers as this client wrote and read them.
    pub(crate) fn take_counts(&self) -> (u64, u64) {
        (self.sent.swap(0, Ordering::Relaxed), self.received.swap(0, Ordering::Relaxed))
    }

    /// Bytes sent so far in this run.
    pub(crate) fn sent_so_far(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// What the office's clock said at its last answer, if that came over TLS: without it anybody may have said it.
    pub(crate) fn take_office_time(&self) -> Option<Timestamp> {
        let millis = self.office_time.swap(0, Ordering::Relaxed);
        if millis == 0 { None } else { Timestamp::from_millis(millis).ok() }
    }

    async fn sort(&self, response: Response, expected: &[u16], is_head: bool) -> Answer {
        self.received.fetch_add(size_of_headers(response.headers()) as u64, Ordering::Relaxed);
        let date = response.headers().get(DATE).and_then(|date| dates::http_date(date.to_str().ok()?));
        if let Some(date) = date.filter(|_| response.url().scheme() == "https") {
            self.office_time.store(date.millis(), Ordering::Relaxed);
        }
        let status = response.status();
        if expected.contains(&status.as_u16()) {
            return Answer::Ok(response);
        }
        let (retry_after, looks) = (retry_after(response.headers()), AnswerKind::of(response.headers()));
        let bytes = match self.body(response, MOST_JSON).await {
            Ok(bytes) => bytes,
            Err(wait) => return Answer::Not(wait),
        };
        // A code in a success is nobody's: the office gives codes with its refusals.
        let document = serde_json::from_slice::<ErrorDocument>(&bytes).ok().filter(|_| !status.is_success());
        let code = document.map(|document| document.error);
        match code.or_else(|| is_head.then(|| code_of_head(status)).flatten()) {
            Some(code) => Answer::Refused { code, retry_after },
            None => Answer::Not(of_answer(status, looks.and(&bytes), retry_after)),
        }
    }
}

/// What a code of the protocol's table means when no step has a better answer of its own.
pub(crate) fn wait_for_code(code: &str, retry_after: Option<Duration>) -> Delay {
    match code {
        "slow_down" => later("wait-slow", retry_after),
        "full" => later("wait-full", retry_after),
        "conflict" => Delay::Park { message: "park-conflict" },
        "malformed" => Delay::Park { message: "park-malformed" },
        "too_large" => Delay::Park { message: "park-too-large" },
        "unknown_bundle" | "newer_envelope" => Delay::Park { message: "park-newer" },
        _ => later("wait-server", retry_after),
    }
}

/// An answer to HEAD has no body, so its code is told from its status.
fn code_of_head(status: StatusCode) -> Option<String> {
    let code = match status.as_u16() {
        403 => "not_wanted",
        404 => "unknown",
        409 => "offset",
        410 => "erased",
        _ => return None,
    };
    Some(code.to_owned())
}

/// Seconds only: an HTTP date would need a clock we trust.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

fn size_of_headers(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
}

/// Marked sensitive: it does not print in debug output of the request.
fn secret_header(text: &str) -> reqwest::header::HeaderValue {
    let mut value =
        reqwest::header::HeaderValue::from_str(text).unwrap_or(reqwest::header::HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

impl PhotoStatus {
    pub(crate) fn is(&self, digest: Digest) -> bool {
        self.digest == digest.to_string()
    }
}
