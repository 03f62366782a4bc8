//! The operating system's randomness, through the trait of the model.

use payung_model::sealed::{NoRandomness, Random};

/// Randomness of `getrandom(2)` or what the system has instead.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(out).map_err(|_| NoRandomness)
    }
}
