//! The API: what a shell sees, and nothing else.
//!
//! One object ([`Payung`]), records that are whole screens, errors a shell can act on ([`PayungError`]), and three small
//! traits the platform answers: [`KeyKeeper`], [`Clock`], [`Listener`]. Records of the model cross unchanged
//! (`remote.rs` repeats their fields for uniffi; the compiler compares them).
//!
//! | file | holds |
//! |---|---|
//! | `app` | the object: open, key, home, sync, wipe |
//! | `drafts` | a draft: start, edit, answer, back, photo |
//! | `registrations` | a registration: ready, status, correct, withdraw |
//! | `amendments` | what a registration is about, what it still lacks, and adding to it |
//! | `quote` | the dues calculator, and carrying its answers into a draft |
//! | `retention` | how long drafts and answers stay |
//! | `lookup` | what can be asked without a draft: NIK, phone, regions, dues, programmes, the form |
//! | `state` | what the calls work on: keys, open drafts, the clock |
//! | `clock` | what time it is, and whether anybody may rely on it |
//! | `rules` | the content in force and the chain of its signers |
//! | `sync` | sync, the network as the platform tells it, *send now* |
//! | `sealing` | from a draft to an envelope, from a reply to words |

#![allow(clippy::needless_pass_by_value, reason = "uniffi hands over owned values, whether they are kept or only read")]

mod amendments;
mod app;
mod clock;
mod drafts;
mod error;
mod home;
mod lookup;
mod office_words;
mod platform;
mod quote;
mod records;
mod registrations;
mod remote;
mod retention;
mod rules;
mod sealing;
mod state;
mod sync;
#[cfg(test)]
mod tests;

pub use app::Payung;
pub use drafts::Drafts;
pub use error::PayungError;
pub use lookup::Lookup;
pub use platform::{Clock, KeeperAnswer, KeyKeeper, Listener, Network};
pub use records::*;
pub use registrations::Registrations;
pub use sync::Connection;
