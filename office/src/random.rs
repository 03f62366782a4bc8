//! The operating system's randomness, as the model asks for it.

use payung_model::sealed::{NoRandomness, Random};

/// `getrandom(2)` and its like.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(out).map_err(|_| NoRandomness)
    }
}
