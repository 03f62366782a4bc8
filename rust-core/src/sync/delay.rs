//! Why something was not sent.

use std::time::Duration;

use payung_model::units::Timestamp;

use super::channels::Scope;

/// Why something was not sent, and when it is tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Delay {
    /// The request failed and may work later. The message says what is in the way, and the scope
    /// how much else has to wait.
    Retry {
        message: &'static str,
        not_before: Option<Duration>,
        scope: Scope,
    },
    /// Nothing failed. The next try is due at that time, or earlier when something else changes.
    Until {
        message: &'static str,
        at: Timestamp,
    },
    /// The office refuses this very record, so trying again does not help.
    Park { message: &'static str },
}

impl Delay {
    /// The id of the text that says why.
    pub fn message(&self) -> &'static str {
        match self {
            Self::Retry { message, .. } | Self::Until { message, .. } | Self::Park { message } => {
                message
            }
        }
    }
}
