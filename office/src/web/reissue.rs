//! Another recovery code for a worker who lost the phone and the code, and the page that shows it
//! once.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;
use zeroize::Zeroizing;

use super::html::{self as frame, HtmlPage, MenuEntry};
use super::kept::KeptForm;
use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use super::words;
use crate::desk::{self, Reissuer, Seen};
use crate::failure::Failure;
use crate::store::officers::Role;

/// Makes the code and shows it. No other page has it, and nothing keeps it.
pub(super) async fn reissue(
    State(web): State<Arc<WebState>>,
    form: KeptForm,
) -> Result<Response, Refusal> {
    form.answer(make(&web, &form).await)
}

async fn make(web: &Arc<WebState>, form: &KeptForm) -> Result<Response, Refusal> {
    let (session, fields) = (&form.session, &form.fields);
    session.needs(Role::Decider)?;
    let registration: RegistrationId = form.about.parse().map_err(|_| Refusal::NotFound)?;
    let seen = Seen {
        ktp: fields.one("ktp") == "yes",
        person: fields.one("person") == "yes",
        why: fields.one("why").to_owned(),
    };
    let (shared, officer, now) = (Arc::clone(web), session.officer.clone(), web.clock.now());
    let made = web.stores.with(move |store| {
        let by = Reissuer {
            officer: &officer,
            keys: &shared.keys,
            papers: &shared.papers,
            now,
        };
        match desk::reissue(store, registration, &seen, &by) {
            Ok(code) => Ok(Some(Zeroizing::new(code.to_string()))),
            Err(Failure::Input(_) | Failure::Envelope(_)) => Ok(None),
            Err(other) => Err(other),
        }
    });
    let code = made.await?.ok_or(Refusal::Form)?;
    Ok((StatusCode::OK, page(session, registration, &code)).into_response())
}

fn page(session: &Session, id: RegistrationId, code: &str) -> HtmlPage {
    let lang: Lang = session.lang;
    let content = html! {
        div .sheet {
            p .back { a href={ "/registrations/" (id) } { "← " (id.receipt()) } }
            h1 { (words::REISSUED.text(lang)) }
            section .card {
                p { strong .code { (code) } }
                p { (words::REISSUED_HOW.text(lang)) }
                p .soft { (words::REISSUED_ONCE.text(lang)) }
            }
        }
    };
    frame::page(
        session,
        MenuEntry::Queue,
        words::REISSUED.text(lang),
        &content,
    )
}
