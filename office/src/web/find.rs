//! Finding a registration by what a worker says: receipt code, NIK, name or telephone number.
//!
//! The search is sent by POST, so that it stands in no address, no log of a proxy and no browser's
//! history. The database is asked by HMACs of what was typed ([`crate::opener::search_keys`]).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Redirect;
use maud::{Markup, html};
use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;
use payung_model::typed::clean;

use super::html::{self as frame, HtmlPage, MenuEntry, form_token, safe_text};
use super::lines::{self, Line};
use super::refusal::Refusal;
use super::session::{PostedForm, Session};
use super::state::WebState;
use super::words;
use crate::desk;
use crate::failure::Failure;
use crate::opener::search_keys;
use crate::store::{AuditEntry, Found, Store};

/// Registrations that are shown of those that were found.
const MOST: u32 = 25;
/// Of several words, registrations with the rarest one that are looked through. It takes a tenth of a
/// second; names that more people share in every word are no help.
const LOOKED: u32 = 30_000;

/// Leads to the registration when there is one, and lists them when there are several.
pub(super) async fn find(
    State(web): State<Arc<WebState>>,
    posted: PostedForm,
) -> Result<Result<Redirect, HtmlPage>, Refusal> {
    let PostedForm { session, fields } = posted;
    let text = clean(fields.one("sought")).to_string();
    let (shared, officer, now) = (Arc::clone(&web), session.officer.clone(), web.clock.now());
    let seek = text.clone();
    let found = web.stores.with(move |store| {
        let found = sought(store, &shared, &seek)?;
        // Who searches reads masked names of other people too, so the log says that somebody did;
        // not for what.
        store.audit(&[AuditEntry {
            at: now,
            officer: &officer,
            action: "search",
            id: None,
            detail: "",
        }])?;
        let few: Vec<RegistrationId> = found.ids.iter().take(MOST as usize).copied().collect();
        let lines = store
            .rows(&few)?
            .iter()
            .map(|row| desk::line_of(store, row))
            .collect::<Result<Vec<_>, _>>()?;
        Ok((found, lines))
    });
    let (found, lines) = found.await?;
    if let [id] = found.ids.as_slice() {
        return Ok(Ok(Redirect::to(&format!("/registrations/{id}"))));
    }
    let lang = session.lang;
    let title = if lines.is_empty() {
        words::NOT_FOUND
    } else {
        words::SEVERAL
    };
    let content = html! {
        h1 { (title.text(lang)) }
        (form(&session, &text))
        @if lines.is_empty() {
            @let why = if found.too_common { words::NAMES_TOO_COMMON } else { words::NOTHING_FOUND };
            p role="alert" { (why.text(lang)) }
        } @else {
            ol .queue { @for line in &lines { (lines::row(&Line { lang, state: None, now, registration: line, clock: None })) } }
            @if found.ids.len() > lines.len() { p .soft { (words::MORE_FOUND.text(lang)) } }
        }
        p { a href="/queue" { (words::TO_QUEUE.text(lang)) } }
    };
    Ok(Err(frame::page(
        &session,
        MenuEntry::Queue,
        title.text(lang),
        &content,
    )))
}

/// The field that searches, on every page that lists registrations.
pub(super) fn form(session: &Session, text: &str) -> Markup {
    let lang: Lang = session.lang;
    html! {
        form method="post" action="/find" .search role="search" {
            (form_token(session))
            label for="sought" { (words::SEARCH.text(lang)) }
            div .line {
                input #sought name="sought" type="text" autocomplete="off" spellcheck="false" maxlength="100" value=(safe_text(text))
                    aria-describedby="sought-hint";
                button type="submit" { (words::FIND.text(lang)) }
            }
            p #sought-hint .soft { (words::SEARCH_FOR.text(lang)) }
        }
    }
}

/// Ids of all registrations that are meant. A receipt code or an id comes first, because it means
/// exactly one thing.
fn sought(store: &Store, web: &WebState, text: &str) -> Result<Found, Failure> {
    let exactly = |ids: Vec<RegistrationId>| Found {
        ids,
        too_common: false,
    };
    if let Some(receipt) = RegistrationId::read_receipt(text) {
        let ids = store.by_receipt(&receipt)?;
        if !ids.is_empty() {
            return Ok(exactly(ids));
        }
    }
    if let Ok(id) = text.parse::<RegistrationId>() {
        return Ok(exactly(store.status(id)?.map(|_| id).into_iter().collect()));
    }
    let mut too_common = false;
    for keys in search_keys(&web.index, text) {
        let found = store.found_by(&keys, MOST + 1, LOOKED)?;
        if !found.ids.is_empty() {
            return Ok(found);
        }
        too_common |= found.too_common;
    }
    Ok(Found {
        ids: Vec::new(),
        too_common,
    })
}
