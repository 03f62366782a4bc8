//! The HTTP client of one office. It sends requests, sorts the answers by what they mean, and
//! counts bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId, StatusToken, reply};
use payung_model::units::Timestamp;
use reqwest::header::{AUTHORIZATION, DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::Deserialize;

use super::channels::Scope;
use super::dates;
use super::deadline::{Deadline, MovingBody, TimedOut};
use super::delay::Delay;
use super::first_byte::CommitFirst;
use super::network_error::{AnswerKind, of_answer, of_error, retry, timed_out};
use super::tls::{self, HttpProblem, Now};
use crate::problem::ProblemCode;

/// The office's status document (docs/protocol.md).
#[derive(Debug, Deserialize)]
pub(crate) struct StatusDocument {
    pub id: String,
    pub revision: u32,
    /// The digest of that revision's record as the office holds it. None from an older office.
    pub record: Option<String>,
    pub state: OfficeState,
    pub photos: Vec<PhotoStatus>,
    /// The sequence of the last item in the inbox; none from an office that has no inboxes.
    #[serde(default)]
    pub inbox: Option<u64>,
}

/// A part of a registration's inbox.
#[derive(Debug, Deserialize)]
pub(crate) struct InboxDocument {
    /// Sealed items in base64url, the oldest first.
    pub items: Vec<String>,
    /// Whether there are more items after these.
    pub more: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PhotoStatus {
    pub digest: String,
    pub offset: u32,
}

#[derive(Debug, Deserialize)]
struct ErrorDocument {
    error: String,
    record: Option<String>,
}

/// An answer, sorted by what the sync has to do.
#[derive(Debug)]
pub(crate) enum Answer {
    Ok(Response),
    /// One of the protocol's error codes.
    Refused {
        code: String,
        retry_after: Option<Duration>,
        /// The digest of the record that the office refused, when it had read the whole record.
        record: Option<String>,
    },
    /// No answer came, or it did not come from the office.
    Not(Delay),
}

/// The body of a request.
pub(super) enum RequestBody {
    Empty,
    Bytes(CommitFirst),
}

impl From<Vec<u8>> for RequestBody {
    fn from(bytes: Vec<u8>) -> Self {
        if bytes.is_empty() {
            Self::Empty
        } else {
            Self::Bytes(CommitFirst::nothing(bytes))
        }
    }
}

impl From<CommitFirst> for RequestBody {
    fn from(departure: CommitFirst) -> Self {
        Self::Bytes(departure)
    }
}

/// The client. It never follows redirects, because an office does not redirect but a captive portal
/// does.
pub struct Http {
    client: reqwest::Client,
    base: String,
    connect: Duration,
    idle: Duration,
    sent: AtomicU64,
    received: AtomicU64,
    /// The office's clock at its last answer over TLS, in milliseconds; 0 while none came.
    office_time: AtomicI64,
    #[cfg(test)]
    pub(crate) carrier: Option<Arc<dyn Carrier>>,
}

/// In tests: carries requests in the network's place. None: the line broke.
#[cfg(test)]
pub(crate) trait Carrier: Send + Sync {
    fn carry(
        &self,
        request: reqwest::Request,
    ) -> std::pin::Pin<Box<dyn Future<Output = Option<Response>> + Send + '_>>;
}

/// How the client is set up.
pub struct HttpSettings {
    /// The authorities whose certificates are accepted.
    pub roots: rustls::RootCertStore,
    /// How long an attempt to connect may take.
    pub connect: Duration,
    /// How long no byte may move. A whole request has no limit, because on a slow line a photo
    /// takes minutes.
    pub idle: Duration,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            roots: tls::public_roots(),
            connect: Duration::from_secs(20),
            idle: Duration::from_secs(60),
        }
    }
}

/// No answer or error document of the office is larger than this.
const MOST_JSON: usize = reply::MOST_DOCUMENT;

impl Http {
    /// A client to the office at `base` (no trailing slash), which judges certificates by the clock
    /// `now`.
    pub fn new(base: &str, now: Now, settings: HttpSettings) -> Result<Self, HttpProblem> {
        let builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config(settings.roots, now)?)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .http1_only()
            .connect_timeout(settings.connect);
        // These kernels can tell that a line is dead although their buffers took all bytes. On
        // others the deadline ends it.
        #[cfg(any(target_os = "linux", target_os = "android"))]
        let builder = builder.tcp_user_timeout(settings.idle);
        let client = builder
            .build()
            .map_err(|error| HttpProblem(error.to_string()))?;
        Ok(Self {
            client,
            base: base.to_owned(),
            connect: settings.connect,
            idle: settings.idle,
            sent: AtomicU64::new(0),
            received: AtomicU64::new(0),
            office_time: AtomicI64::new(0),
            #[cfg(test)]
            carrier: None,
        })
    }

    /// A request about one registration, with its token.
    pub(crate) fn about(
        &self,
        method: Method,
        id: RegistrationId,
        rest: &str,
        token: &StatusToken,
    ) -> RequestBuilder {
        let bearer = format!("Bearer {token}");
        self.plain(method, &format!("/v1/registrations/{id}{rest}"))
            .header(AUTHORIZATION, secret_header(&bearer))
    }

    /// A request about no registration, without a token.
    pub(crate) fn plain(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// Sends a request, counts its bytes and sorts its answer. `expected` are the statuses that
    /// mean success.
    pub(super) async fn send(
        &self,
        request: RequestBuilder,
        body: impl Into<RequestBody>,
        expected: &[u16],
    ) -> Answer {
        let deadline = Deadline::of_request(self.connect, self.idle);
        let (body, is_empty) = match body.into() {
            RequestBody::Empty => (reqwest::Body::from(Vec::new()), true),
            RequestBody::Bytes(bytes) => (
                reqwest::Body::wrap(MovingBody::new(bytes, Arc::clone(&deadline))),
                false,
            ),
        };
        let Ok(request) = request.body(body).build() else {
            return Answer::Not(retry(ProblemCode::OfficeTrouble, Scope::Registration, None));
        };
        let head = request.method().as_str().len()
            + request.url().as_str().len()
            + size_of_headers(request.headers());
        let is_head = request.method() == Method::HEAD;
        #[cfg(test)]
        if let Some(carrier) = &self.carrier {
            return match carrier.carry(request).await {
                Some(response) => self.sort(response, expected, is_head).await,
                None => Answer::Not(retry(ProblemCode::Cut, Scope::Channel, None)),
            };
        }
        let answer = deadline.limit(self.client.execute(request)).await;
        // The client reads the body only after it has connected. If it never did, no byte has left.
        let nothing_left = match &answer {
            Ok(Err(error)) => error.is_connect() || (!is_empty && deadline.bytes() == 0),
            _ => false,
        };
        if !nothing_left {
            self.sent
                .fetch_add(head as u64 + deadline.bytes(), Ordering::Relaxed);
        }
        match answer {
            Ok(Ok(response)) => self.sort(response, expected, is_head).await,
            Ok(Err(error)) => Answer::Not(of_error(&error)),
            Err(TimedOut) => Answer::Not(timed_out()),
        }
    }

    /// Reads the status document of a successful answer. It must name the registration, or it is
    /// not the office's.
    pub(crate) async fn status_document(
        &self,
        response: Response,
        id: RegistrationId,
    ) -> Result<StatusDocument, Delay> {
        let looks = AnswerKind::of(response.headers());
        let bytes = self.body(response, MOST_JSON).await?;
        let document = serde_json::from_slice(&bytes)
            .ok()
            .filter(|found: &StatusDocument| found.id == id.to_string());
        document.ok_or_else(|| looks.and(&bytes).of_one_registration())
    }

    /// Reads a part of an inbox from a successful answer.
    pub(crate) async fn inbox_document(&self, response: Response) -> Result<InboxDocument, Delay> {
        let looks = AnswerKind::of(response.headers());
        let bytes = self.body(response, MOST_JSON).await?;
        serde_json::from_slice(&bytes).map_err(|_| looks.and(&bytes).of_one_registration())
    }

    /// Reads a body of at most `most` bytes.
    pub(crate) async fn body(&self, mut response: Response, most: usize) -> Result<Vec<u8>, Delay> {
        let looks = AnswerKind::of(response.headers());
        let deadline = Deadline::of_answer(self.idle);
        // The buffer grows with what comes and not by the announced length, which whoever answers
        // can set to anything.
        let mut bytes = Vec::new();
        loop {
            let chunk = deadline
                .limit(response.chunk())
                .await
                .map_err(|TimedOut| timed_out())?;
            let Some(chunk) = chunk.map_err(|error| of_error(&error))? else {
                return Ok(bytes);
            };
            deadline.moved(chunk.len());
            self.received
                .fetch_add(chunk.len() as u64, Ordering::Relaxed);
            if bytes.len() + chunk.len() > most {
                return Err(looks.and(&bytes).of_one_registration());
            }
            bytes.extend_from_slice(&chunk);
        }
    }

    /// Finds out who sent a success in the office's place.
    pub(crate) async fn who_answered(&self, response: Response) -> Delay {
        let looks = AnswerKind::of(response.headers());
        match self.body(response, MOST_JSON).await {
            Ok(bytes) => looks.and(&bytes).of_a_success(),
            Err(delay) => delay,
        }
    }

    /// The bytes sent and received since the last call: bodies and headers, without TLS.
    pub(crate) fn take_counts(&self) -> (u64, u64) {
        (
            self.sent.swap(0, Ordering::Relaxed),
            self.received.swap(0, Ordering::Relaxed),
        )
    }

    /// Bytes sent so far in this run.
    pub(crate) fn sent_so_far(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// The time of the office's clock at its last answer over TLS. Without TLS anybody may have set
    /// it.
    pub(crate) fn take_office_time(&self) -> Option<Timestamp> {
        let millis = self.office_time.swap(0, Ordering::Relaxed);
        if millis == 0 {
            None
        } else {
            Timestamp::from_millis(millis).ok()
        }
    }

    async fn sort(&self, response: Response, expected: &[u16], is_head: bool) -> Answer {
        self.received.fetch_add(
            size_of_headers(response.headers()) as u64,
            Ordering::Relaxed,
        );
        let date = response
            .headers()
            .get(DATE)
            .and_then(|date| dates::http_date(date.to_str().ok()?));
        // Refusals and errors count too: whoever holds the office's certificate has written this
        // date, whatever the status.
        if let Some(date) = date.filter(|_| response.url().scheme() == "https") {
            self.office_time.store(date.millis(), Ordering::Relaxed);
        }
        let status = response.status();
        if expected.contains(&status.as_u16()) {
            return Answer::Ok(response);
        }
        let (retry_after, looks) = (
            retry_after(response.headers()),
            AnswerKind::of(response.headers()),
        );
        let bytes = match self.body(response, MOST_JSON).await {
            Ok(bytes) => bytes,
            Err(delay) => return Answer::Not(delay),
        };
        // The office sends codes only with refusals, so a code in a success is not the office's.
        let document = serde_json::from_slice::<ErrorDocument>(&bytes)
            .ok()
            .filter(|_| !status.is_success());
        let document = document.filter(|document| CODES.contains(&document.error.as_str()));
        let (code, record) = document
            .map(|document| (document.error, document.record))
            .unzip();
        match code.or_else(|| is_head.then(|| code_of_head(status)).flatten()) {
            Some(code) => Answer::Refused {
                code,
                retry_after,
                record: record.flatten(),
            },
            None => Answer::Not(of_answer(status, looks.and(&bytes), retry_after)),
        }
    }
}

/// The codes of the protocol (docs/protocol.md). An answer with another code is not the office's.
const CODES: [&str; 18] = [
    "checksum",
    "closed",
    "conflict",
    "erased",
    "full",
    "malformed",
    "newer_envelope",
    "none",
    "not_wanted",
    "offset",
    "revision",
    "slow_down",
    "too_large",
    "too_often",
    "unknown",
    "unknown_bundle",
    "unknown_key",
    "unknown_kind",
];

/// What a code of the protocol's table means when the step has no rule of its own for it. None of
/// them parks: a request that the office calls malformed differs from the one that was sent, so a
/// middlebox has changed it.
pub(crate) fn delay_for_code(code: &str, retry_after: Option<Duration>) -> Delay {
    match code {
        "slow_down" => retry(ProblemCode::OfficeBusy, Scope::Channel, retry_after),
        "full" => retry(ProblemCode::OfficeFull, Scope::Channel, retry_after),
        "malformed" | "too_large" | "unknown_bundle" | "unknown_kind" | "newer_envelope" => {
            retry(ProblemCode::Proxy, Scope::Registration, retry_after)
        }
        _ => retry(ProblemCode::OfficeTrouble, Scope::Registration, retry_after),
    }
}

/// The code of an answer to HEAD. Such an answer has no body, so the code follows from its status.
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

/// Reads a number of seconds. A date is ignored, because it could only be read with a clock that is
/// right.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()
        .map(Duration::from_secs)
}

fn size_of_headers(headers: &HeaderMap) -> usize {
    headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum()
}

/// A header value that is marked as sensitive, so that debug output of the request does not show
/// it.
fn secret_header(text: &str) -> reqwest::header::HeaderValue {
    let mut value = reqwest::header::HeaderValue::from_str(text)
        .unwrap_or(reqwest::header::HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

impl PhotoStatus {
    pub(crate) fn is(&self, digest: Digest) -> bool {
        self.digest == digest.to_string()
    }
}
