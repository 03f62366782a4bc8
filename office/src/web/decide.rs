//! Accept, correct, refuse: the form is checked by [`DecisionForm`], and [`desk::decide_seen`]
//! decides.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use payung_model::sealed::RegistrationId;

use super::decision_form::DecisionForm;
use super::refusal::Refusal;
use super::registration::{known, sheet};
use super::session::PostedForm;
use super::state::WebState;
use crate::desk::{self, Decider};
use crate::failure::Failure;
use crate::store::officers::Role;

pub(super) async fn decide(
    State(web): State<Arc<WebState>>,
    Path(id): Path<String>,
    PostedForm { session, fields }: PostedForm,
) -> Result<Response, Refusal> {
    session.needs(Role::Decider)?;
    let registration: RegistrationId = id.parse().map_err(|_| Refusal::NotFound)?;
    let seen: u32 = fields.one("revision").parse().map_err(|_| Refusal::Form)?;
    let mut wish = DecisionForm::read(&fields);
    let decision = match fields.one("verdict") {
        "accept" => wish.accept(),
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
        let by = Decider { officer: &officer, keys: &state.keys, now };
        let row = store.index_row(registration, seen)?;
        match desk::decide_seen(store, registration, Some(seen), &decision, row.as_ref(), &by) {
            Ok(state) => {
                let word = format!("{} {}", state.as_str(), registration.receipt());
                store.leave_word(&token_hash, &word)?;
                Ok(true)
            }
            Err(Failure::Input(_)) => Ok(false),
            Err(other) => Err(other),
        }
    });
    if decided.await? { Ok(Redirect::to("/queue").into_response()) } else { Err(Refusal::Changed) }
}
