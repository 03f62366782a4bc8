//! Randomness is given, as time is.

/// A source of cryptographically secure random bytes: the phone's is ring's, the office's the operating system's.
pub trait Random {
    /// Fills the whole slice.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The source gave nothing; nothing may be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no randomness to be had")]
pub struct NoRandomness;
