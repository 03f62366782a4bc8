//! Why a step of the sync ended early: for a reason outside of the phone, or in the phone's own
//! storage.

use std::time::Duration;

use super::delay::Delay;
use super::first_byte::{Reason, Withheld};
use super::http::delay_for_code;
use crate::vault::VaultError;

/// Why a step ended early.
pub(super) enum StepError {
    Delay(Delay),
    /// The office does not know the registration, or refuses its token.
    Unknown,
    /// The office erased it.
    Erased,
    /// Another call has deleted or changed the registration meanwhile, so this step has nothing
    /// left to do.
    Stale,
    Vault(VaultError),
}

impl StepError {
    /// What a code of the protocol's table means when the step has no rule of its own for it.
    pub(super) fn refused(code: &str, retry_after: Option<Duration>) -> Self {
        match code {
            "erased" => Self::Erased,
            "unknown" => Self::Unknown,
            _ => Self::Delay(delay_for_code(code, retry_after)),
        }
    }
}

impl Withheld {
    /// Ends the step if its body was withheld.
    pub(super) fn end(&self) -> Result<(), StepError> {
        match self.take() {
            Some(Reason::Stale) => Err(StepError::Stale),
            Some(Reason::Vault(error)) => Err(error.into()),
            None => Ok(()),
        }
    }
}

impl From<VaultError> for StepError {
    fn from(error: VaultError) -> Self {
        match error {
            // Other calls may remove rows while a run waits for the network. A damaged row concerns
            // its registration only, so neither may end the run.
            VaultError::Missing | VaultError::Unreadable(_) => Self::Stale,
            error => Self::Vault(error),
        }
    }
}

impl From<Delay> for StepError {
    fn from(delay: Delay) -> Self {
        Self::Delay(delay)
    }
}
