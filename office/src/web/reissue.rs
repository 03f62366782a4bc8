//! Another recovery code for a worker who lost the phone and the code, and the page that shows it
//! once.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;
use zeroize::Zeroizing;

use super::html::{self as frame, HtmlPage, MenuEntry};
use super::kept;
use super::language::ReaderLang;
use super::refusal::Refusal;
use super::session::{FormFields, PostedForm, Refused, Session};
use super::state::WebState;
use super::words;
use crate::desk::{self, Reissuer, Seen};
use crate::failure::Failure;
use crate::store::officers::Role;

/// Makes the code and shows it. No other page has it, and nothing keeps it.
pub(super) async fn reissue(
    State(web): State<Arc<WebState>>,
    Path(id): Path<String>,
    ReaderLang(lang): ReaderLang,
    posted: Result<PostedForm, Refused>,
) -> Result<Response, Refusal> {
    let path = format!("/registrations/{id}/reissue");
    let PostedForm { session, fields } = match kept::taken(posted, &web, lang, &id, &path) {
        Ok(posted) => posted,
        Err(instead) => return *instead,
    };
    let done = make(&web, &id, &session, &fields).await;
    kept::answer(done, lang, &path, &fields)
}

async fn make(
    web: &Arc<WebState>,
    id: &str,
    session: &Session,
    fields: &FormFields,
) -> Result<Response, Refusal> {
    session.needs(Role::Decider)?;
    let registration: RegistrationId = id.parse().map_err(|_| Refusal::NotFound)?;
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
