//! Why something was not sent.

use std::time::Duration;

use payung_model::units::Timestamp;

use super::channels::Scope;
use crate::problem::ProblemCode;

/// Why something was not sent, and when it is tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Delay {
    /// The request failed and may work later. The problem says what is in the way, and the scope
    /// how much else has to wait.
    Retry {
        problem: ProblemCode,
        not_before: Option<Duration>,
        scope: Scope,
    },
    /// Nothing failed. The next try is due at that time, or earlier when something else changes.
    Until { problem: ProblemCode, at: Timestamp },
    /// The office refuses this very record, so trying again does not help.
    Park { problem: ProblemCode },
}

impl Delay {
    /// Why.
    pub fn problem(&self) -> ProblemCode {
        match self {
            Self::Retry { problem, .. } | Self::Until { problem, .. } | Self::Park { problem } => {
                *problem
            }
        }
    }
}
