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
use crate::problem::ProblemCode;

/// If a certificate ended longer ago than this, nobody forgot to renew it: the phone's clock is
/// ahead.
const LONG_OVER: Duration = Duration::from_secs(60 * 86_400);

/// There is no name server or no route, or the platform knows of no network.
pub(super) const OFFLINE: ProblemCode = ProblemCode::Offline;

/// Why a request got no answer.
pub(super) fn of_error(error: &reqwest::Error) -> Delay {
    blocked(match find(error, tls_problem) {
        Some(problem) => problem,
        None if error.is_timeout() => ProblemCode::Timeout,
        None => match find(error, io_kind) {
            Some(ErrorKind::TimedOut) => ProblemCode::Timeout,
            Some(ErrorKind::ConnectionRefused) => ProblemCode::Unreachable,
            Some(
                ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::UnexpectedEof,
            ) => ProblemCode::Cut,
            // No name server or no route: the phone has no signal.
            _ if error.is_connect() => OFFLINE,
            _ => ProblemCode::Cut,
        },
    })
}

/// The meaning of an answer that does not come from the office: a server in trouble, a captive
/// portal, or a middlebox that rewrites.
pub(super) fn of_answer(
    status: StatusCode,
    looks: AnswerKind,
    retry_after: Option<Duration>,
) -> Delay {
    match status {
        StatusCode::TOO_MANY_REQUESTS => {
            retry(ProblemCode::OfficeBusy, Scope::Channel, retry_after)
        }
        StatusCode::NETWORK_AUTHENTICATION_REQUIRED => portal(),
        // No office answers 501: whoever does, does not know the method.
        StatusCode::PROXY_AUTHENTICATION_REQUIRED | StatusCode::NOT_IMPLEMENTED => proxy(),
        status if status.is_server_error() => {
            retry(ProblemCode::OfficeTrouble, Scope::Channel, retry_after)
        }
        // An office neither redirects phones nor sends them HTML.
        status if status.is_redirection() || looks.like_a_page => portal(),
        _ => proxy(),
    }
}

/// No byte moved for too long.
pub(super) fn timed_out() -> Delay {
    blocked(ProblemCode::Timeout)
}

/// A captive portal wants a login.
pub(super) fn portal() -> Delay {
    blocked(ProblemCode::Portal)
}

/// A middlebox changes what is said, or answers in the office's place.
pub(super) fn proxy() -> Delay {
    blocked(ProblemCode::Proxy)
}

/// Whether somebody answered in the office's place.
pub(super) fn answered(delay: &Delay) -> bool {
    matches!(
        delay,
        Delay::Retry {
            problem: ProblemCode::Portal | ProblemCode::Proxy | ProblemCode::OfficeTrouble,
            ..
        }
    )
}

/// Whether the line refused the request in the office's place. A gateway whose office does not answer
/// is not meant: it would get every record twice.
pub(super) fn refused_by_line(delay: &Delay) -> bool {
    let gateway = matches!(
        delay,
        Delay::Retry {
            problem: ProblemCode::OfficeTrouble,
            ..
        }
    );
    answered(delay) && !gateway
}

/// A delay until the time that the office named, or by backoff when it named none.
pub(super) fn retry(problem: ProblemCode, scope: Scope, not_before: Option<Duration>) -> Delay {
    Delay::Retry {
        problem,
        not_before,
        scope,
    }
}

/// What an answer looks like before its content is believed.
#[derive(Clone, Copy)]
pub(super) struct AnswerKind {
    /// The answer is HTML, a page for people.
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
            retry(ProblemCode::Proxy, Scope::Registration, None)
        }
    }
}

/// Without a network nothing can be sent. Any other obstacle of one channel may let another channel
/// pass.
fn blocked(problem: ProblemCode) -> Delay {
    retry(
        problem,
        if problem == OFFLINE {
            Scope::Line
        } else {
            Scope::Channel
        },
        None,
    )
}

fn tls_problem(error: &(dyn StdError + 'static)) -> Option<ProblemCode> {
    let TlsError::InvalidCertificate(certificate) = error.downcast_ref::<TlsError>()? else {
        return Some(ProblemCode::Insecure);
    };
    Some(match certificate {
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            ProblemCode::ClockWrong
        }
        CertificateError::ExpiredContext { time, not_after } => {
            let over = time.as_secs().saturating_sub(not_after.as_secs());
            if over > LONG_OVER.as_secs() {
                ProblemCode::ClockWrong
            } else {
                ProblemCode::CertificateExpired
            }
        }
        CertificateError::Expired => ProblemCode::CertificateExpired,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            ProblemCode::WrongName
        }
        _ => ProblemCode::Insecure,
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
