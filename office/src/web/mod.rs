//! The officers' web: what the desk does, for people with a browser. `office web` runs it as a
//! process of its own, because it holds the private keys and the intake must not.
//!
//! | file | holds |
//! |---|---|
//! | `state` | what all handlers share |
//! | `gate` | what every answer passes: strict headers, the log, a limit of time, refusals put into words |
//! | `session` | who asks: cookie, expiry, role, and the token that every form carries |
//! | `sign_in`, `let_in`, `second`, `password`, `hashing`, `device` | sign in and out; codes; argon2id on threads of its own; known devices |
//! | `sessions` | who is signed in where |
//! | `queue`, `registration` with its `sheet`, `beside`, `decide`, `next`, `audit` | one page each |
//! | `refund` with its form `refund_form`, `unapplied` | money given back; money whose registration is not here |
//! | `unread`, `strike_off` | a report of a payment that cannot be read; striking it off |
//! | `reissue` | another recovery code for who lost phone and code |
//! | `find`, `work`, `money` | the search; how much was decided; bills and money |
//! | `lines` | registrations in lists |
//! | `ready_words` | words that officers send often |
//! | `decision_form` | what an officer ticked and wrote, and what is wrong with it |
//! | `monitor` | looks whether officers and log are as this office wrote them, and tells a monitor what `watch` keeps |
//! | `view` | what a page shows of one registration |
//! | `answers` | a registration's answers as people read them, in the order of the form |
//! | `html` | the frame of every page |
//! | `refusal` | why a page is not shown |
//! | `words`, `language`, `cookies` | the texts in Indonesian and English; which language an officer reads; cookies |
//!
//! Pages are made on the server and need no script: their policy forbids scripts. Text from a phone
//! passes [`html::safe_text`], which makes control signs visible, and maud escapes it.

mod answers;
mod audit;
mod beside;
mod cookies;
mod decide;
mod decision_form;
mod device;
mod find;
mod gate;
mod hashing;
mod html;
mod kept;
mod language;
mod let_in;
mod lines;
mod money;
mod money_metrics;
mod monitor;
mod next;
mod password;
mod queue;
mod ready_words;
mod refund;
mod refund_form;
mod refusal;
mod registration;
mod reissue;
mod reissue_form;
mod second;
mod session;
mod sessions;
mod sheet;
mod sign_in;
mod state;
mod store_pool;
mod strike_off;
mod unapplied;
mod unread;
mod view;
mod watch;
mod words;
mod work;

pub use monitor::operator_routes;
pub use password::{PasswordProblem, hash as hash_password};
pub use state::{WebSettings, WebState};

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::{get, post};

/// Bytes of a form, at most.
const FORM_BYTES: usize = 256 * 1024;

/// All pages of the officers' web.
pub fn routes(web: Arc<WebState>) -> Router {
    Router::new()
        .route("/", get(async || Redirect::to("/queue")))
        .route("/sign-in", get(sign_in::form).post(sign_in::sign_in))
        .route("/sign-in/code", post(second::check))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/sessions", get(sessions::show))
        .route("/sessions/end", post(sessions::end))
        .route("/queue", get(queue::show))
        .route("/queue/refuse-broken", post(decide::refuse_broken))
        .route("/find", post(find::find))
        .route("/work", get(work::show))
        .route("/money", get(money::show))
        .route("/money/{payer}", get(unapplied::show))
        .route("/money/{payer}/refund", post(refund::refund_unapplied))
        .route("/reports/{report}", get(unread::show))
        .route("/reports/{report}/strike-off", post(strike_off::strike_off))
        .route("/reports/{report}/ask-again", post(strike_off::ask_again))
        .route("/registrations/{id}/notes", post(decide::note))
        .route("/registrations/{id}/take-back", post(decide::take_back))
        .route("/registrations/{id}/refund", post(refund::refund))
        .route("/registrations/{id}/reissue", post(reissue::reissue))
        .route(
            "/registrations/{id}",
            get(registration::show).post(decide::decide),
        )
        .route(
            "/registrations/{id}/photos/{digest}",
            get(registration::photo),
        )
        .route("/registrations/{id}/beside/{other}", get(beside::show))
        .route("/next", get(next::next))
        .route("/audit", get(audit::show))
        .route("/style.css", get(html::style))
        .route("/umbrella.svg", get(html::umbrella_file))
        .fallback(async || refusal::Refusal::NotFound)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(from_fn_with_state(web.clone(), gate::pass))
        .with_state(web)
}
