//! The address of a page of the queue.

use serde::Deserialize;

/// `?state=received&after=TIME.ID`: the page after that registration, or `before` it. What cannot
/// be read shows the beginning of the queue.
#[derive(Deserialize)]
pub(crate) struct QueueQuery {
    pub(super) state: Option<String>,
    pub(super) after: Option<String>,
    pub(super) before: Option<String>,
    /// Said by [`super::next`] when nothing is left.
    pub(super) done: Option<String>,
    /// Only those with this flag, this purpose, waiting for so many hours, of this regency, with or
    /// without a photo.
    pub(super) flag: Option<String>,
    pub(super) purpose: Option<String>,
    pub(super) hours: Option<String>,
    pub(super) regency: Option<String>,
    pub(super) photo: Option<String>,
}
