//! The officers' page: what the desk does, for people with a browser. `office page` runs it as a process of its own, which
//! holds the private keys; the intake never does.
//!
//! | file | holds |
//! |---|---|
//! | `gate` | what every answer passes: strict headers, the log, a limit of time |
//! | `session` | who asks: cookie, expiry, role, and the token that every form carries |
//! | `sign_in`, `password` | sign in and out; argon2id |
//! | `queue`, `registration`, `decide`, `audit` | one page each |
//! | `answers` | a registration's answers as people say them, in the order of the form |
//! | `html` | the frame of every page |
//! | `words`, `language` | what is said, in Indonesian and English; which of them an officer reads |
//!
//! Pages are made on the server and need no script: the policy of the page forbids any. Text from a phone passes
//! [`html::safe_text`], which makes control signs visible, and is escaped by maud.

mod answers;
mod audit;
mod decide;
mod gate;
mod html;
mod language;
mod password;
mod queue;
mod refusal;
mod registration;
mod session;
mod sign_in;
mod store_pool;
mod words;

pub use password::{PasswordProblem, hash as hash_password};

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::{get, post};
use payung_model::sealed::OfficeKey;
use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::failure::Failure;
use crate::keys::Keys;
use answers::SharedContentCache;
use store_pool::StorePool;

/// How the page is run.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// What officers type: `https://kantor.example.id`. Plain HTTP for loopback only.
    pub url: String,
    /// A session that asked for nothing this long has ended.
    pub idle: Duration,
    /// So has one that began this long ago.
    pub whole: Duration,
}

/// What handlers share. Holds private keys: it never prints.
pub struct Web {
    settings: WebSettings,
    clock: Clock,
    stores: StorePool,
    keys: Vec<OfficeKey>,
    contents: SharedContentCache,
    /// Passwords compared at once: each takes 19 MiB.
    hashing: Semaphore,
    /// A hash of nothing anybody knows, to be slow with when there is no other.
    nobody: String,
}

/// Bytes of a form, at most.
const FORM_BYTES: usize = 256 * 1024;

impl Web {
    /// A page over that data folder.
    pub fn new(dir: PathBuf, keys: &Keys, clock: Clock, settings: WebSettings) -> Result<Arc<Self>, Failure> {
        let nobody = password::nobody()?;
        Ok(Arc::new(Self {
            settings,
            clock,
            stores: StorePool::new(dir),
            keys: keys.office(),
            contents: SharedContentCache::default(),
            hashing: Semaphore::new(2),
            nobody,
        }))
    }

    /// The browser must keep the cookie from plain HTTP.
    fn secure(&self) -> bool {
        self.settings.url.starts_with("https://")
    }
}

/// Every page.
pub fn routes(page: Arc<Web>) -> Router {
    Router::new()
        .route("/", get(async || Redirect::to("/queue")))
        .route("/sign-in", get(sign_in::form).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/queue", get(queue::show))
        .route("/find", get(queue::find))
        .route("/registrations/{id}", get(registration::show).post(decide::decide))
        .route("/registrations/{id}/photos/{digest}", get(registration::photo))
        .route("/audit", get(audit::show))
        .route("/style.css", get(html::style))
        .route("/umbrella.svg", get(html::umbrella_file))
        .fallback(async || refusal::Refusal::NotFound)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(from_fn_with_state(page.clone(), gate::pass))
        .with_state(page)
}
