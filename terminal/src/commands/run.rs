//! What every command can do.

use crate::outcome::{Outcome, Stop};
use crate::session::Session;

/// A command as it was typed.
pub trait Run {
    /// What only calculates reads no personal data, so nobody is asked for a passphrase.
    fn needs_key(&self) -> bool {
        true
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop>;
}
