//! [`Bills`]: what is to be paid, and how.

mod qris;
mod views;

use std::sync::Arc;

pub use views::{CodeView, QrisFieldView, QrisProblemView, QrisView};

use super::state::AppState;

/// What is to be paid and how. What only reads a code needs no key and keeps nothing.
#[derive(uniffi::Object)]
pub struct Bills {
    pub(super) app: Arc<AppState>,
}
