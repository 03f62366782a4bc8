//! Randomness is given, as time is.

/// A source of cryptographically secure random bytes: the phone's is ring's, the office's the
/// operating system's.
pub trait Random {
    /// Fills the whole slice.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The source gave nothing; nothing may be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no randomness to be had")]
pub struct NoRandomness;

/// Sources for tests: predictable, and empty.
#[cfg(test)]
pub(super) mod fixed {
    use super::{NoRandomness, Random};

    /// Gives one byte over and over.
    pub(in crate::sealed) struct Only(pub u8);

    impl Random for Only {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
            out.fill(self.0);
            Ok(())
        }
    }

    /// Has nothing to give.
    pub(in crate::sealed) struct Dry;

    impl Random for Dry {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), NoRandomness> {
            Err(NoRandomness)
        }
    }
}
