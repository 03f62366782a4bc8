//! The instant the first byte leaves.
//!
//! A registration can be taken back until then, so *sending* is committed neither before there is a connection (an offline
//! phone would say that it sends) nor after the first byte. HTTP clients ask for a body when the connection stands and the
//! head is about to be written: that is where the state is committed, and a failure to commit ends the request unsent.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::vault::VaultError;

/// What is to be committed before the bytes may go.
type Commit = Box<dyn FnOnce() -> Result<(), VaultError> + Send + Sync>;

/// A body in one piece that commits before it is given out.
pub(super) struct CommitFirst {
    commit: Option<Commit>,
    bytes: Option<Bytes>,
}

impl CommitFirst {
    /// `bytes` leave after `commit` succeeded.
    pub fn new(bytes: Vec<u8>, commit: impl FnOnce() -> Result<(), VaultError> + Send + Sync + 'static) -> Self {
        Self { commit: Some(Box::new(commit)), bytes: Some(bytes.into()) }
    }
}

impl Body for CommitFirst {
    type Data = Bytes;
    type Error = VaultError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, VaultError>>> {
        if let Some(Err(error)) = self.commit.take().map(|commit| commit()) {
            self.bytes = None;
            return Poll::Ready(Some(Err(error)));
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
    use super::*;

    fn first_frame(departure: CommitFirst) -> Option<Result<Vec<u8>, VaultError>> {
        let mut departure = departure;
        match Pin::new(&mut departure).poll_frame(&mut Context::from_waker(std::task::Waker::noop())) {
            Poll::Ready(frame) => frame.map(|frame| frame.map(|frame| frame.into_data().unwrap_or_default().to_vec())),
            Poll::Pending => None,
        }
    }

    #[test]
    fn nothing_is_committed_until_the_bytes_are_asked_for() {
        let departure = CommitFirst::new(vec![1, 2], || panic!("committed too early"));
        assert_eq!(departure.size_hint().exact(), Some(2));
    }

    #[test]
    fn the_bytes_follow_the_commit() {
        let bytes = first_frame(CommitFirst::new(vec![1, 2], || Ok(())));
        assert_eq!(bytes.and_then(Result::ok), Some(vec![1, 2]));
    }

    #[test]
    fn no_byte_leaves_when_the_commit_fails() {
        let bytes = first_frame(CommitFirst::new(vec![1, 2], || Err(VaultError::Missing)));
        assert!(matches!(bytes, Some(Err(VaultError::Missing))));
    }
}
