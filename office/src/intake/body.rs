//! Reading a request: its body within a limit, its token, its path.

use std::str::FromStr;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, Path};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use http_body_util::BodyExt;
use payung_model::sealed::{Digest, RegistrationId, StatusToken};
use serde::de::DeserializeOwned;

use super::{Limits, Problem};
use crate::clock::Stopwatch;

/// At most so many unread bytes of a refused body are read, so that the phone can read the answer
/// before the connection closes.
const DRAINED: usize = 4 * 1024 * 1024;
/// The longest time for which unread bytes of a refused body are read.
const DRAIN_TIME: Duration = Duration::from_secs(5);

/// The next piece of a body; none at its end. [`Problem::Cut`] when the connection broke, or when
/// no byte came for `idle`.
pub async fn piece(body: &mut Body, idle: Duration) -> Result<Option<Bytes>, Problem> {
    loop {
        let Ok(frame) = tokio::time::timeout(idle, body.frame()).await else {
            return Err(Problem::Cut);
        };
        match frame {
            None => return Ok(None),
            Some(Err(_)) => return Err(Problem::Cut),
            // Trailers have no meaning here.
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    return Ok(Some(data));
                }
            }
        }
    }
}

/// The pace of a body. A body that is behind the least rate for longer than the grace is given up.
pub struct Pace<'a> {
    limits: &'a Limits,
    watch: Stopwatch,
    bytes: u64,
}

impl<'a> Pace<'a> {
    /// The body begins now.
    pub fn begin(limits: &'a Limits) -> Self {
        Self {
            limits,
            watch: Stopwatch::start(),
            bytes: 0,
        }
    }

    /// The next piece, as [`piece`] says; [`Problem::Cut`] also for a body that is too slow.
    pub async fn piece(&mut self, body: &mut Body) -> Result<Option<Bytes>, Problem> {
        // The rate counts from the beginning of the body, so a phone that was quick at first may
        // pause for longer.
        let due = Duration::from_secs(self.bytes / self.limits.least_rate.max(1));
        let patience = (self.limits.grace + due).saturating_sub(self.watch.elapsed());
        let next = piece(body, patience.min(self.limits.idle)).await?;
        self.bytes += next.as_ref().map_or(0, |piece| piece.len() as u64);
        Ok(next)
    }
}

/// The whole body, at most `most` bytes.
pub async fn whole(body: &mut Body, most: usize, limits: &Limits) -> Result<Vec<u8>, Problem> {
    let all = async {
        let (mut bytes, mut pace) = (Vec::new(), Pace::begin(limits));
        while let Some(piece) = pace.piece(body).await? {
            // Compared before the piece is kept: a body that is too long takes no more memory than
            // one that fits.
            if bytes.len() + piece.len() > most {
                return Err(Problem::TooLarge);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    };
    tokio::time::timeout(limits.whole, all)
        .await
        .unwrap_or(Err(Problem::Cut))
}

/// Reads the rest of a refused body and throws it away, within limits. Otherwise the kernel would
/// reset the connection, and the phone might never read why its request was refused.
pub async fn drain(body: &mut Body) {
    let _ = tokio::time::timeout(DRAIN_TIME, async {
        let mut left = DRAINED;
        while let Ok(Some(piece)) = piece(body, DRAIN_TIME).await {
            left = left.saturating_sub(piece.len());
            if left == 0 {
                break;
            }
        }
    })
    .await;
}

/// The variable parts of a path. A path that cannot be decoded is answered with JSON like every
/// other refusal.
pub struct PathParam<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for PathParam<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(place) = Path::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::Malformed("path"))?;
        Ok(Self(place))
    }
}

/// The id of a registration. A text that is no id is answered like an unknown id.
pub fn registration(text: &str) -> Result<RegistrationId, Problem> {
    RegistrationId::from_str(text).map_err(|_| Problem::Unknown)
}

/// The digest of a photo. A text that is no digest is answered like a photo that no record names.
pub fn digest(text: &str) -> Result<Digest, Problem> {
    Digest::from_str(text).map_err(|_| Problem::NotWanted)
}

/// The hash of the bearer token. The scheme may be written in capitals or not (RFC 9110, section
/// 11.1).
///
/// A missing or unreadable token is malformed, and is not answered like a wrong one: every phone sends
/// a token, so the line has removed or replaced the header. A phone that withdraws would otherwise
/// take `unknown` for the office's word that nothing is held of its registration.
pub fn token_hash(headers: &HeaderMap) -> Result<Digest, Problem> {
    let bearer = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let token = bearer
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"))
        .and_then(|(_, token)| StatusToken::from_str(token.trim_start_matches(' ')).ok());
    token
        .map(|token| token.hash())
        .ok_or(Problem::Malformed("authorization"))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use hyper::body::Frame;
    use tokio::time::Interval;

    use super::*;

    /// A body that brings so many bytes at each tick, until it brought `left`.
    struct Trickle {
        ticks: Interval,
        each: usize,
        left: usize,
    }

    impl hyper::body::Body for Trickle {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            if self.left == 0 {
                return Poll::Ready(None);
            }
            self.ticks.poll_tick(context).map(|_| {
                let size = self.each.min(self.left);
                self.left -= size;
                Some(Ok(Frame::data(vec![b's'; size].into())))
            })
        }
    }

    /// What becomes of a body of `size` bytes that brings `each` every 100 ms, and how long it took.
    async fn read(each: usize, size: usize) -> (Result<usize, Problem>, Duration) {
        let limits = Limits {
            least_rate: 100,
            grace: Duration::from_secs(1),
            ..Limits::default()
        };
        let ticks = tokio::time::interval(Duration::from_millis(100));
        let trickle = Trickle {
            ticks,
            each,
            left: size,
        };
        let started = Stopwatch::start();
        let read = whole(&mut Body::new(trickle), 60_000, &limits).await;
        (read.map(|bytes| bytes.len()), started.elapsed())
    }

    #[tokio::test]
    async fn a_body_behind_the_least_rate_is_given_up_after_the_grace_and_a_faster_one_is_read() {
        // 10 bytes a second would need 100 minutes for these, and each byte comes in time.
        let (slow, after) = read(1, 60_000).await;
        assert!(matches!(slow, Err(Problem::Cut)), "{slow:?}");
        assert!(after >= Duration::from_secs(1), "{after:?}");
        // Twice the grace at a hundred times the least rate.
        assert_eq!(read(1_000, 20_000).await.0.unwrap(), 20_000);
        // What came early counts later: a second after it nothing is due yet.
        assert_eq!(read(60_000, 60_000).await.0.unwrap(), 60_000);
    }
}
