//! Randomness for the model, from ring.

use payung_model::sealed::{NoRandomness, Random};
use ring::rand::{SecureRandom, SystemRandom};

/// The operating system's generator, through ring.
pub struct Ring(SystemRandom);

impl Ring {
    pub fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl Random for Ring {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        self.0.fill(out).map_err(|_| NoRandomness)
    }
}
