//! Commits *sending* in the moment in which the first byte leaves.
//!
//! A registration can be taken back until then. If *sending* were committed before there is a
//! connection, an offline phone would say that it sends. If it were committed after the first byte,
//! a registration could be taken back that has left. The HTTP client asks for the body when it has
//! connected and holds the head in its buffer, unwritten (docs/adr/0005), so the state is committed
//! there. If the commit fails, the body fails as well, and the connection is closed with nothing
//! written.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::vault::{Applied, VaultError};

/// The work that must be committed before the bytes may leave.
type Commit = Box<dyn FnOnce() -> Result<Applied, VaultError> + Send + Sync>;

/// A body in one piece that commits before it is handed to the connection.
pub(super) struct CommitFirst {
    commit: Option<Commit>,
    bytes: Option<Bytes>,
    withheld: Withheld,
}

/// The reason why a body was withheld, if it was. The HTTP client only reports that such a request
/// broke off.
#[derive(Clone, Default)]
pub(super) struct Withheld(Arc<Mutex<Option<Reason>>>);

/// Why no byte has left.
#[derive(Debug)]
pub(super) enum Reason {
    /// The outbox holds another envelope by now, or none.
    Stale,
    /// The phone's storage could not commit.
    Vault(VaultError),
}

/// The error that the HTTP client gets.
#[derive(Debug, thiserror::Error)]
#[error("withheld: nothing is to leave")]
pub(super) struct NothingLeft;

impl CommitFirst {
    /// A body whose bytes leave after `commit` has changed the state.
    pub fn new(
        bytes: Vec<u8>,
        commit: impl FnOnce() -> Result<Applied, VaultError> + Send + Sync + 'static,
    ) -> (Self, Withheld) {
        let withheld = Withheld::default();
        let body = Self {
            commit: Some(Box::new(commit)),
            bytes: Some(bytes.into()),
            withheld: withheld.clone(),
        };
        (body, withheld)
    }

    /// A body whose bytes leave without a change of state.
    pub fn nothing(bytes: Vec<u8>) -> Self {
        Self {
            commit: None,
            bytes: Some(bytes.into()),
            withheld: Withheld::default(),
        }
    }
}

impl Withheld {
    /// The reason. A second call returns none.
    pub fn take(&self) -> Option<Reason> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn note(&self, reason: Reason) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason);
    }
}

impl Body for CommitFirst {
    type Data = Bytes;
    type Error = NothingLeft;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, NothingLeft>>> {
        let reason = match self.commit.take().map(|commit| commit()) {
            None | Some(Ok(Applied::Changed(_))) => None,
            Some(Ok(Applied::Stale)) => Some(Reason::Stale),
            Some(Err(error)) => Some(Reason::Vault(error)),
        };
        if let Some(reason) = reason {
            // The reason goes beside the error, because the client wraps errors of a body in its
            // own.
            self.withheld.note(reason);
            self.bytes = None;
            return Poll::Ready(Some(Err(NothingLeft)));
        }
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use payung_model::journey::State;

    use super::*;

    fn first_frame(mut body: CommitFirst) -> Option<Result<Vec<u8>, NothingLeft>> {
        match Pin::new(&mut body).poll_frame(&mut Context::from_waker(std::task::Waker::noop())) {
            Poll::Ready(frame) => {
                frame.map(|frame| frame.map(|frame| frame.into_data().unwrap_or_default().to_vec()))
            }
            Poll::Pending => None,
        }
    }

    #[test]
    fn nothing_is_committed_until_the_bytes_are_asked_for() {
        let (body, _) = CommitFirst::new(vec![1, 2], || panic!("committed too early"));
        assert_eq!(body.size_hint().exact(), Some(2));
    }

    #[test]
    fn the_bytes_follow_the_commit() {
        let (body, withheld) =
            CommitFirst::new(vec![1, 2], || Ok(Applied::Changed(State::Sending)));
        assert_eq!(first_frame(body).and_then(Result::ok), Some(vec![1, 2]));
        assert!(withheld.take().is_none());
    }

    #[test]
    fn no_byte_leaves_when_the_commit_fails_or_finds_something_else() {
        let (body, withheld) = CommitFirst::new(vec![1, 2], || Err(VaultError::Full));
        assert!(matches!(first_frame(body), Some(Err(NothingLeft))));
        assert!(matches!(
            withheld.take(),
            Some(Reason::Vault(VaultError::Full))
        ));

        let (body, withheld) = CommitFirst::new(vec![1, 2], || Ok(Applied::Stale));
        assert!(matches!(first_frame(body), Some(Err(NothingLeft))));
        assert!(matches!(withheld.take(), Some(Reason::Stale)));
        assert!(withheld.take().is_none(), "once");
    }
}
