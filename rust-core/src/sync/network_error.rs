//! What is in the way when the office was not reached, told apart: each has words of its own for the worker, because each is
//! mended in another way (wait, log in to the Wi-Fi, set the clock, change the network).

use std::error::Error as StdError;
use std::io::ErrorKind;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use rustls::{CertificateError, Error as TlsError};

use super::Delay;
use super::channels::Scope;

/// A certificate that ended longer ago than this is not one that somebody forgot to renew: the phone's clock is ahead.
const LONG_OVER: Duration = Duration::from_secs(60 * 86_400);

/// No name server, no route, or the platform knows of no network.
pub(super) const OFFLINE: &str = "wait-offline";

/// No answer at all: why.
pub(super) fn of_error(error: &reqwest::Error) -> Delay {
    blocked(match find(error, tls_message) {
        Some(message) => message,
        None if error.is_timeout() => "wait-timeout",
        None => match find(error, io_kind) {
            Some(ErrorKind::TimedOut) => "wait-timeout",
            Some(ErrorKind::ConnectionRefused) => "wait-unreachable",
            Some(ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::UnexpectedEof) => "wait-cut",
            // No name server, no route: that is a phone without signal.
            _ if error.is_connect() => OFFLINE,
            _ => "wait-cut",
        },
    })
}

/// An answer that is not the office's: a server in trouble, a portal, something that rewrites.
pub(super) fn of_answer(status: StatusCode, looks: AnswerKind, retry_after: Option<Duration>) -> Delay {
    match status {
        StatusCode::TOO_MANY_REQUESTS => retry("wait-slow", Scope::Channel, retry_after),
        StatusCode::NETWORK_AUTHENTICATION_REQUIRED => portal(),
        StatusCode::PROXY_AUTHENTICATION_REQUIRED => proxy(),
        status if status.is_server_error() => retry("wait-server", Scope::Channel, retry_after),
        // An office does not redirect, and it speaks no HTML to phones.
        status if status.is_redirection() || looks.like_a_page => portal(),
        _ => proxy(),
    }
}

/// No byte moved for too long.
pub(super) fn timed_out() -> Delay {
    blocked("wait-timeout")
}

/// Something between us and the office wants a login.
pub(super) fn portal() -> Delay {
    blocked("wait-portal")
}

/// Something between us and the office changes what is said, or answers in its place.
pub(super) fn proxy() -> Delay {
    blocked("wait-proxy")
}

/// Somebody answered in the office's place.
pub(super) fn answered(delay: &Delay) -> bool {
    matches!(delay, Delay::Retry { message: "wait-portal" | "wait-proxy" | "wait-server", .. })
}

/// The office's own pause, or a pause of ours when it names none.
pub(super) fn retry(message: &'static str, scope: Scope, not_before: Option<Duration>) -> Delay {
    Delay::Retry { message, not_before, scope }
}

/// What can be seen of an answer before anybody believes it.
#[derive(Clone, Copy)]
pub(super) struct AnswerKind {
    /// HTML: a page for people.
    pub like_a_page: bool,
}

impl AnswerKind {
    pub fn of(headers: &HeaderMap) -> Self {
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        Self { like_a_page: kind.to_ascii_lowercase().contains("html") }
    }

    /// The same with what the answer says: not every page says what it is.
    pub fn and(self, body: &[u8]) -> Self {
        Self { like_a_page: self.like_a_page || body.trim_ascii_start().starts_with(b"<") }
    }

    /// Who gave a success that the office did not give.
    pub fn of_a_success(self) -> Delay {
        if self.like_a_page { portal() } else { proxy() }
    }

    /// Who gave the answer about one registration that is broken or too long. A page would come to every question, but
    /// anything else may be the matter of this registration alone.
    pub fn of_one_registration(self) -> Delay {
        if self.like_a_page { portal() } else { retry("wait-proxy", Scope::Registration, None) }
    }
}

/// Without a network nothing goes; everything else that is in the way of one channel may let the next one pass.
fn blocked(message: &'static str) -> Delay {
    retry(message, if message == OFFLINE { Scope::Line } else { Scope::Channel }, None)
}

fn tls_message(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    let TlsError::InvalidCertificate(certificate) = error.downcast_ref::<TlsError>()? else { return Some("wait-tls") };
    Some(match certificate {
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "wait-clock",
        CertificateError::ExpiredContext { time, not_after } => {
            let over = time.as_secs().saturating_sub(not_after.as_secs());
            if over > LONG_OVER.as_secs() { "wait-clock" } else { "wait-expired" }
        }
        CertificateError::Expired => "wait-expired",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => "wait-name",
        _ => "wait-tls",
    })
}

fn io_kind(error: &(dyn StdError + 'static)) -> Option<ErrorKind> {
    Some(error.downcast_ref::<std::io::Error>()?.kind()).filter(|kind| *kind != ErrorKind::Other)
}

/// The first of the errors behind this one that `of` knows. A TLS error arrives wrapped in one or more `io::Error`s, whose
/// `source()` skips the wrapped error itself.
fn find<T>(error: &(dyn StdError + 'static), of: fn(&(dyn StdError + 'static)) -> Option<T>) -> Option<T> {
    let wrapped = || {
        let inner = error.downcast_ref::<std::io::Error>()?.get_ref()?;
        find(inner, of)
    };
    of(error).or_else(wrapped).or_else(|| find(error.source()?, of))
}
