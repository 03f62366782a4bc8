//! Accept, correct, refuse: the form is checked by [`DecisionForm`], and [`desk::decide_seen`]
//! decides.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use payung_model::sealed::RegistrationId;

use super::decision_form::DecisionForm;
use super::language::ReaderLang;
use super::refusal::Refusal;
use super::session::{PostedForm, Refused};
use super::sheet::sheet;
use super::sign_in;
use super::state::WebState;
use super::view::known;
use crate::desk::{self, Decider, Decision};
use crate::failure::Failure;
use crate::store::officers::Role;
use crate::store::{Store, StoreError};

pub(super) async fn decide(
    State(web): State<Arc<WebState>>,
    Path(id): Path<String>,
    ReaderLang(lang): ReaderLang,
    posted: Result<PostedForm, Refused>,
) -> Result<Response, Refusal> {
    let PostedForm { session, fields } = match posted {
        Ok(posted) => posted,
        // The session ended while somebody wrote: the words are carried through the sign-in.
        Err(Refused { refusal: Refusal::SignIn { ended: true }, fields: Some(fields) }) => {
            return Ok(sign_in::with_kept(&web, lang, &id, &fields));
        }
        Err(Refused { refusal, .. }) => return Err(refusal),
    };
    session.needs(Role::Decider)?;
    let registration: RegistrationId = id.parse().map_err(|_| Refusal::NotFound)?;
    let seen: u32 = fields.one("revision").parse().map_err(|_| Refusal::Form)?;
    let mut wish = DecisionForm::read(&fields);
    let seen_first = web.stores.with(move |store| {
        let row = store.index_row(registration, seen)?.unwrap_or_default();
        let twin = store.duplicates(registration, &row, 1)?.count > 0;
        Ok((row.flags, twin))
    });
    let (flags, twin) = seen_first.await?;
    let decision = match fields.one("verdict") {
        "accept" => wish.accept(&flags, twin),
        "correct" => wish.correct(),
        "refuse" => wish.refuse(),
        _ => return Err(Refusal::Form),
    };
    let Some(decision) = decision else {
        // The form is shown again with the answers in clear, so this too is written into the audit
        // log as a look.
        let known = known(&web, &session, id).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, sheet(&session, &known, &wish)).into_response());
    };
    let (now, officer, token_hash) = (web.clock.now(), session.officer.clone(), session.token_hash);
    let state = Arc::clone(&web);
    let decided = web.stores.with(move |store| {
        let by = Decider { officer: &officer, keys: &state.keys, papers: &state.papers, now };
        let row = store.index_row(registration, seen)?;
        match desk::decide_seen(store, registration, Some(seen), &decision, row.as_ref(), &by) {
            Ok(state) => {
                let word = format!("{} {}", state.as_str(), registration.receipt());
                store.leave_word(&token_hash, &word)?;
                Ok(true)
            }
            // A double click sends the same twice. The second one finds it done, by the same officer.
            Err(Failure::Input(_)) => Ok(is_done(store, registration, seen, &officer, &decision)?),
            Err(other) => Err(other),
        }
    });
    if decided.await? { Ok(Redirect::to("/next").into_response()) } else { Err(Refusal::Changed) }
}

/// True when the last thing that was decided is this, about this revision, by this officer.
fn is_done(
    store: &Store,
    id: RegistrationId,
    revision: u32,
    officer: &str,
    decision: &Decision,
) -> Result<bool, StoreError> {
    let rows = store.audit_of(id)?.into_iter().rev();
    let last = rows.into_iter().find(|row| matches!(row.action.as_str(), "accept" | "correct" | "refuse"));
    Ok(last.is_some_and(|row| {
        row.officer == officer && row.action == decision.verb() && row.detail == decision.detail(revision)
    }))
}
