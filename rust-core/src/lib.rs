//! What needs a phone: an encrypted store, pictures, sending; and the API that uniffi exports.
//!
//! Where to start: [`Payung`] is what a shell opens; it leads to a few other objects ([`api`]), and each of their calls is
//! one user action that returns the whole new view. Behind them:
//!
//! | room | holds |
//! |---|---|
//! | [`api`] | the objects, their records and errors: everything a shell sees |
//! | `vault` | keys, sealed records in SQLite, migrations, key loss, wipe |
//! | [`photo`] | read, orient, judge, shrink, strip; public for the tests that measure it, no shell sees it |
//! | `sync` | outbox, record first, resumable photos, status and bundles |
//!
//! The rules themselves (which question, what is valid, what it costs) are `payung_model`'s.

#[cfg(all(feature = "unsealed", not(debug_assertions)))]
compile_error!("`unsealed` leaves answers in clear: it is for one test, and never for a build that ships");

pub mod api;
mod lock;
pub mod photo;
mod random;
mod sync;
mod vault;

pub use api::*;

/// This app's version, as in the changelog.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

uniffi::setup_scaffolding!("payung");
