//! The instant the first byte leaves.
//!
//! A registration can be taken back until then, so *sending* is committed neither before there is a connection (an offline
//! phone would say that it sends) nor after the first byte. The HTTP client asks for the body when the connection stands
//! and the head is in its buffer, not yet written (docs/adr/0005): that is where the state is committed. When that does not
//! work out, the body fails and the connection is closed with nothing written to it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::vault::{Applied, VaultError};

/// What is to be committed before the bytes may go.
type Commit = Box<dyn FnOnce() -> Result<Applied, VaultError> + Send + Sync>;

/// A body in one piece that commits before it is given out.
pub(super) struct CommitFirst {
    commit: Option<Commit>,
    bytes: Option<Bytes>,
    held_back: HeldBack,
}

/// Why a body was not given out, if it was not. The HTTP client reports such a request as broken off; this tells why.
#[derive(Clone, Default)]
pub(super) struct HeldBack(Arc<Mutex<Option<Reason>>>);

/// Why not one byte left.
#[derive(Debug)]
pub(super) enum Reason {
    /// Something else waits by now, or nothing.
    Stale,
    /// Our own storage could not commit.
    Vault(VaultError),
}

/// What the HTTP client is told.
#[derive(Debug, thiserror::Error)]
#[error("held back: nothing is to leave")]
pub(super) struct NothingLeft;

impl CommitFirst {
    /// `bytes` leave after `commit` changed the state.
    pub fn new(
        bytes: Vec<u8>,
        commit: impl FnOnce() -> Result<Applied, VaultError> + Send + Sync + 'static,
    ) -> (Self, HeldBack) {
        let held_back = HeldBack::default();
        let body = Self { commit: Some(Box::new(commit)), bytes: Some(bytes.into()), held_back: held_back.clone() };
        (body, held_back)
    }

    /// `bytes` leave without a change of state.
    pub fn nothing(bytes: Vec<u8>) -> Self {
        Self { commit: None, bytes: Some(bytes.into()), held_back: HeldBack::default() }
    }
}

impl HeldBack {
    /// The reason, once.
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

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, NothingLeft>>> {
        let reason = match self.commit.take().map(|commit| commit()) {
            None | Some(Ok(Applied::Changed(_))) => None,
            Some(Ok(Applied::Stale)) => Some(Reason::Stale),
            Some(Err(error)) => Some(Reason::Vault(error)),
        };
        if let Some(reason) = reason {
            self.held_back.note(reason);
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
            Poll::Ready(frame) => frame.map(|frame| frame.map(|frame| frame.into_data().unwrap_or_default().to_vec())),
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
        let (body, held_back) = CommitFirst::new(vec![1, 2], || Ok(Applied::Changed(State::Sending)));
        assert_eq!(first_frame(body).and_then(Result::ok), Some(vec![1, 2]));
        assert!(held_back.take().is_none());
    }

    #[test]
    fn no_byte_leaves_when_the_commit_fails_or_finds_something_else() {
        let (body, held_back) = CommitFirst::new(vec![1, 2], || Err(VaultError::Full));
        assert!(matches!(first_frame(body), Some(Err(NothingLeft))));
        assert!(matches!(held_back.take(), Some(Reason::Vault(VaultError::Full))));

        let (body, held_back) = CommitFirst::new(vec![1, 2], || Ok(Applied::Stale));
        assert!(matches!(first_frame(body), Some(Err(NothingLeft))));
        assert!(matches!(held_back.take(), Some(Reason::Stale)));
        assert!(held_back.take().is_none(), "once");
    }
}
