//! Finds out why the office was not reached. Each reason has its own words for the worker, because
//! each is mended in another way: by waiting, by logging in to the Wi-Fi, by setting the clock, by
//! changing the network.

use std::error::Error as StdError;
use std::io::ErrorKind;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use rustls::{CertificateError, Error as TlsError};

use super::channels::Scope;
use super::delay::Delay;

/// If a certificate ended longer ago than this, nobody forgot to renew it: the phone's clock is
/// ahead.
const LONG_OVER: Duration = Duration::from_secs(60 * 86_400);

/// There is no name server or no route, or the platform knows of no network.
pub(super) const OFFLINE: &str = "wait-offline";

/// Why a request got no answer.
pub(super) fn of_error(error: &reqwest::Error) -> Delay {
    blocked(match find(error, tls_message) {
        Some(message) => message,
        None if error.is_timeout() => "wait-timeout",
        None => match find(error, io_kind) {
            Some(ErrorKind::TimedOut) => "wait-timeout",
            Some(ErrorKind::ConnectionRefused) => "wait-unreachable",
            Some(
                ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::UnexpectedEof,
            ) => "wait-cut",
            // No name server or no route: the phone has no signal.
            _ if error.is_connect() => OFFLINE,
            _ => "wait-cut",
        },
    })
}

/// What an answer means that does not come from the office: a server in trouble, a captive portal,
/// or a middlebox that rewrites.
pub(super) fn of_answer(
    status: StatusCode,
    looks: AnswerKind,
    retry_after: Option<Duration>,
) -> Delay {
    match status {
        StatusCode::TOO_MANY_REQUESTS => retry("wait-slow", Scope::Channel, retry_after),
        StatusCode::NETWORK_AUTHENTICATION_REQUIRED => portal(),
        StatusCode::PROXY_AUTHENTICATION_REQUIRED => proxy(),
        status if status.is_server_error() => retry("wait-server", Scope::Channel, retry_after),
        // An office neither redirects phones nor sends them HTML.
        status if status.is_redirection() || looks.like_a_page => portal(),
        _ => proxy(),
    }
}

/// No byte moved for too long.
pub(super) fn timed_out() -> Delay {
    blocked("wait-timeout")
}

/// A captive portal wants a login.
pub(super) fn portal() -> Delay {
    blocked("wait-portal")
}

/// A middlebox changes what is said, or answers in the office's place.
pub(super) fn proxy() -> Delay {
    blocked("wait-proxy")
}

/// Whether somebody answered in the office's place.
pub(super) fn answered(delay: &Delay) -> bool {
    matches!(
        delay,
        Delay::Retry {
            message: "wait-portal" | "wait-proxy" | "wait-server",
            ..
        }
    )
}

/// A delay until the time that the office named, or by backoff when it named none.
pub(super) fn retry(message: &'static str, scope: Scope, not_before: Option<Duration>) -> Delay {
    Delay::Retry {
        message,
        not_before,
        scope,
    }
}

/// What an answer looks like before its content is believed.
#[derive(Clone, Copy)]
pub(super) struct AnswerKind {
    /// It is HTML, a page for people.
    pub like_a_page: bool,
}

impl AnswerKind {
    pub fn of(headers: &HeaderMap) -> Self {
        let kind = headers
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default();
        Self {
            like_a_page: kind.to_ascii_lowercase().contains("html"),
        }
    }

    /// Also looks at the body, because not every page has the content type of HTML.
    pub fn and(self, body: &[u8]) -> Self {
        Self {
            like_a_page: self.like_a_page || body.trim_ascii_start().starts_with(b"<"),
        }
    }

    /// Who is to blame for a success that the office did not send.
    pub fn of_a_success(self) -> Delay {
        if self.like_a_page { portal() } else { proxy() }
    }

    /// Who is to blame for an answer about one registration that is broken or too long. A captive
    /// portal answers every question with a page, but anything else may concern this registration
    /// alone.
    pub fn of_one_registration(self) -> Delay {
        if self.like_a_page {
            portal()
        } else {
            retry("wait-proxy", Scope::Registration, None)
        }
    }
}

/// Without a network nothing can be sent. Any other obstacle of one channel may let another channel
/// pass.
fn blocked(message: &'static str) -> Delay {
    retry(
        message,
        if message == OFFLINE {
            Scope::Line
        } else {
            Scope::Channel
        },
        None,
    )
}

fn tls_message(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    let TlsError::InvalidCertificate(certificate) = error.downcast_ref::<TlsError>()? else {
        return Some("wait-tls");
    };
    Some(match certificate {
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "wait-clock",
        CertificateError::ExpiredContext { time, not_after } => {
            let over = time.as_secs().saturating_sub(not_after.as_secs());
            if over > LONG_OVER.as_secs() {
                "wait-clock"
            } else {
                "wait-expired"
            }
        }
        CertificateError::Expired => "wait-expired",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "wait-name"
        }
        _ => "wait-tls",
    })
}

fn io_kind(error: &(dyn StdError + 'static)) -> Option<ErrorKind> {
    Some(error.downcast_ref::<std::io::Error>()?.kind()).filter(|kind| *kind != ErrorKind::Other)
}

/// Searches the chain of errors for the first that `of` recognises. A TLS error comes wrapped in
/// one or more `io::Error`s. Their `source()` skips the wrapped error itself, so `get_ref()` is
/// tried as well.
fn find<T>(
    error: &(dyn StdError + 'static),
    of: fn(&(dyn StdError + 'static)) -> Option<T>,
) -> Option<T> {
    let wrapped = || {
        let inner = error.downcast_ref::<std::io::Error>()?.get_ref()?;
        find(inner, of)
    };
    of(error)
        .or_else(wrapped)
        .or_else(|| find(error.source()?, of))
}
