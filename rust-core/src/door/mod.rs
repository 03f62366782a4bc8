//! The door: what a shell sees, and nothing else.
//!
//! One object ([`Payung`]), records that are whole screens, errors a shell can act on ([`PayungError`]), and three small
//! traits the platform answers: [`KeyKeeper`], [`Clock`], [`Listener`]. Records of the model cross unchanged
//! (`remote.rs` repeats their fields for uniffi; the compiler compares them).

mod app;
mod error;
mod platform;
mod records;
mod remote;

pub use app::Payung;
pub use error::PayungError;
pub use platform::{Clock, KeeperAnswer, KeyKeeper, Listener};
pub use records::*;
