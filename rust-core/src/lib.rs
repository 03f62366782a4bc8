//! Everything that needs a phone: an encrypted store, sending, and the API that uniffi exports.
//!
//! Where to start: a shell opens [`Payung`], which leads to a few other objects ([`api`]). Each of
//! their calls is one user action and returns the whole new view. The rooms are:
//!
//! | room | holds |
//! |---|---|
//! | [`api`] | the objects, their records and errors: everything that a shell sees |
//! | `vault` | keys, sealed records in SQLite, migrations, key loss, wipe |
//! | `sync` | sending records and photos, asking for status, inboxes and bundles |
//!
//! The rules themselves (which question is asked, what is valid, what it costs) are in
//! `payung_model`; pictures are read, judged and shrunk by `payung_photo`.

#[cfg(all(feature = "unsealed", not(debug_assertions)))]
compile_error!(
    "`unsealed` leaves answers in clear: it is for one test, and never for a build that ships"
);

pub mod api;
mod lock;
mod platform;
mod problem;
mod random;
mod sync;
mod vault;

pub use api::*;

/// This app's version, as in the changelog.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

uniffi::setup_scaffolding!("payung");
